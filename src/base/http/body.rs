//! JSON bodies: syntax is judged by the guard, before rights; values by the action, after them.

use std::future::{Future, poll_fn, ready};
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use futures_core::Stream;
use serde::de::DeserializeOwned;

use crate::base::error::text;
use crate::base::shares::Share;
use crate::base::{Error, FieldError, Result, given};

/// Room for the first bytes of a body.
const FIRST: usize = 4 * 1024;

/// A body whose faults are told when the action asks for it: a wrong value must not answer 422
/// where the thing it is for doesn't exist (404) or isn't this person's (403).
#[derive(Debug, Clone)]
pub struct Body<T>(Result<T>);

impl<T: Clone> Body<T> {
    /// The value.
    ///
    /// # Errors
    /// 422 with the pointer of what is wrong.
    pub fn check(&self) -> Result<T> {
        self.0.clone()
    }
}

impl<T: DeserializeOwned> Body<T> {
    /// An absent body counts as `{}`, for actions whose fields are all optional.
    pub fn parse(bytes: &[u8]) -> Self {
        let text = if bytes.is_empty() { b"{}" } else { bytes };
        let json = &mut serde_json::Deserializer::from_slice(text);
        Self(serde_path_to_error::deserialize(json).map_err(|error| {
            let pointer = pointer(error.path());
            Error::invalid(fault(&pointer, &error.into_inner().to_string()))
        }))
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = Bytes::from_request(request, payload);
        Box::pin(async move { Ok(Self::parse(&bytes.await.map_err(Error::internal)?)) })
    }
}

/// Receives a body of at most so many bytes. What it takes of memory grows with what has come, not
/// with what was announced, and is taken from the caller's share first.
///
/// # Errors
/// 413 for a larger one, 400 for one that was cut off, 503 where no memory is left for it.
pub async fn receive(
    payload: &mut Payload,
    (announced, most): (Option<u64>, usize),
    share: &mut Share,
) -> Result<Bytes> {
    if announced.is_some_and(|length| length > most as u64) {
        return Err(too_large(most));
    }
    let mut bytes: Vec<u8> = Vec::new();
    while let Some(piece) = poll_fn(|cx| Pin::new(&mut *payload).poll_next(cx)).await {
        let piece =
            piece.map_err(|_| Error::Malformed(text("请求内容不完整", "The body was cut off.")))?;
        let needed = bytes.len() + piece.len();
        if needed > most {
            return Err(too_large(most));
        }
        if needed > bytes.capacity() {
            let room = needed.max(FIRST).max(bytes.capacity() * 2).min(most);
            share.grow(room - bytes.capacity())?;
            bytes.reserve_exact(room - bytes.len());
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes.into())
}

fn too_large(most: usize) -> Error {
    Error::TooLarge(text(
        format!("请求内容不能超过{}KB", most / 1024),
        format!("A body has at most {} KiB.", most / 1024),
    ))
}

/// The raw bytes, for hashing beside an `Idempotency-Key`.
pub fn is_json(bytes: &[u8]) -> bool {
    bytes.is_empty() || serde_json::from_slice::<serde_json::Value>(bytes).is_ok()
}

/// The JSON pointer of a place in what was read.
pub fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } => Some(format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { variant } => Some(format!("/{variant}")),
            Segment::Unknown => None,
        })
        .collect()
}

/// Turns serde's sentence into a stable code; the sentence itself may quote input, so it is not
/// passed on.
pub(super) fn fault(pointer: &str, message: &str) -> FieldError {
    let named = message.split('`').nth(1).unwrap_or("");
    let beside = |name: &str| {
        if pointer.ends_with(&format!("/{name}")) {
            pointer.to_owned()
        } else {
            format!("{pointer}/{name}")
        }
    };
    if message.starts_with("unknown field") {
        let zh = format!("未知的字段 {named}");
        FieldError::new(
            beside(named),
            "unknown_field",
            zh,
            format!("unknown field {named}"),
        )
    } else if message.starts_with("missing field") {
        FieldError::new(
            beside(named),
            "required",
            format!("缺少 {named}"),
            format!("{named} is required"),
        )
    } else if message.starts_with("duplicate field") {
        FieldError::new(
            beside(named),
            "duplicate",
            format!("{named} 重复"),
            format!("{named} is given twice"),
        )
    } else if message.starts_with("unknown variant") {
        FieldError::new(
            pointer,
            "unknown_value",
            "不是可选的取值",
            "is none of the known values",
        )
    } else if message.starts_with("invalid type") {
        FieldError::new(pointer, "wrong_type", "类型不正确", "has the wrong type")
    } else if message.starts_with(given::OUTSIDE) {
        let (first, last) = (given::FIRST_DAY, given::LAST_DAY);
        FieldError::new(
            pointer,
            "out_of_range",
            format!("日期应在{first}至{last}之间"),
            format!("has to lie within {first} to {last}"),
        )
    } else {
        FieldError::new(pointer, "malformed", "格式不正确", "is malformed")
    }
}

/// An extractor that never waits, for values the guard has left with the request.
pub fn at_once<T>(value: Result<T>) -> std::future::Ready<Result<T>> {
    ready(value)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Clone, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Visit {
        on: given::Date,
        names: Vec<String>,
        note: Option<String>,
    }

    fn verdict(body: &str) -> (String, &'static str) {
        match Body::<Visit>::parse(body.as_bytes()).check() {
            Err(Error::Invalid(errors)) => (errors[0].pointer.clone(), errors[0].code),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_fault_names_its_place() {
        let on = r#""on":"2021-08-02""#;
        assert_eq!(verdict(""), ("/on".into(), "required"));
        assert_eq!(
            verdict(&format!("{{{on},\"names\":[\"a\",1]}}")),
            ("/names/1".into(), "wrong_type")
        );
        assert_eq!(
            verdict(&format!("{{{on},\"names\":[],\"x\":1}}")),
            ("/x".into(), "unknown_field")
        );
        assert_eq!(
            verdict(r#"{"on":"2021-02-30","names":[]}"#),
            ("/on".into(), "malformed")
        );
        assert_eq!(
            verdict(r#"{"on":"+262142-12-31","names":[]}"#),
            ("/on".into(), "malformed")
        );
        assert_eq!(
            verdict(r#"{"on":"2200-01-01","names":[]}"#),
            ("/on".into(), "out_of_range")
        );
    }
}
