//! Forms whose file names are in GB18030, as old browsers and scripts of Chinese Windows send them: the
//! reader of forms takes UTF-8 alone, and would lose the file with its name.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap};
use actix_web::web::{Bytes, Payload};
use encoding_rs::GB18030;
use futures_core::Stream;

/// The heads of all parts stand within so many bytes: the fields beside the file are small.
const HEAD: usize = 128 * 1024;

/// A body whose heads are in UTF-8.
pub struct Named {
    body: Payload,
    /// What came so far, until it holds the heads.
    head: Option<Vec<u8>>,
    mark: Vec<u8>,
}

impl Named {
    pub fn of(headers: &HeaderMap, body: Payload) -> Self {
        Self {
            body,
            head: Some(vec![]),
            mark: mark(headers).unwrap_or_default(),
        }
    }
}

/// What parts the fields, with the dashes before it.
fn mark(headers: &HeaderMap) -> Option<Vec<u8>> {
    let kind = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let (_, mark) = kind.split_once("boundary=")?;
    let mark = mark.split(';').next()?.trim().trim_matches('"');
    Some(format!("--{mark}\r\n").into_bytes())
}

impl Stream for Named {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let next = ready!(Pin::new(&mut self.body).poll_next(context));
            let Some(mut head) = self.head.take() else {
                return Poll::Ready(next);
            };
            let is_over = match next {
                Some(Ok(bytes)) => {
                    head.extend_from_slice(&bytes);
                    false
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => true,
            };
            if is_over && head.is_empty() {
                return Poll::Ready(None);
            }
            if is_over || head.len() >= HEAD {
                let named = in_utf8(&head, &self.mark);
                return Poll::Ready(Some(Ok(named.into())));
            }
            self.head = Some(head);
        }
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    if what.is_empty() {
        return None;
    }
    bytes.windows(what.len()).position(|part| part == what)
}

/// The same bytes, with the heads of parts that aren't UTF-8 turned into it.
fn in_utf8(bytes: &[u8], mark: &[u8]) -> Vec<u8> {
    let mut named = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = find(rest, mark) {
        let (before, from) = rest.split_at(at + mark.len());
        named.extend_from_slice(before);
        let Some(end) = find(from, b"\r\n\r\n") else {
            rest = from;
            break;
        };
        let (head, body) = from.split_at(end);
        match std::str::from_utf8(head) {
            Ok(_) => named.extend_from_slice(head),
            Err(_) => named.extend_from_slice(GB18030.decode(head).0.as_bytes()),
        }
        rest = body;
    }
    named.extend_from_slice(rest);
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heads_of_parts_are_turned_and_nothing_else() {
        let form = |name: &[u8], content: &[u8]| {
            let head: &[u8] =
                b"--m\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nproblems\r\n\
                --m\r\nContent-Disposition: form-data; name=\"file\"; filename=\"";
            [head, name, b"\"\r\n\r\n", content, b"\r\n--m--\r\n"].concat()
        };
        let (old, content) = (
            GB18030.encode("台账.csv").0,
            GB18030.encode("企业名称\r\n\r\n农庄").0,
        );
        let wanted = form("台账.csv".as_bytes(), &content);
        assert_eq!(in_utf8(&form(&old, &content), b"--m\r\n"), wanted);
        assert_eq!(in_utf8(&wanted, b"--m\r\n"), wanted);
        for cut in [b"--m\r\nContent".as_slice(), b"", b"no form"] {
            assert_eq!(in_utf8(cut, b"--m\r\n"), cut);
            assert_eq!(in_utf8(cut, b""), cut);
        }
    }
}
