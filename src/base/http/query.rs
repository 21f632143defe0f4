//! Query strings and path ids, refused as strictly as bodies.

use std::future::{Ready, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use serde::de::DeserializeOwned;

use super::body::{fault, pointer};
use crate::base::{Error, Result};

/// A request's query string, and whether the route has taken it: where none does, every parameter
/// is an unknown one.
#[derive(Debug, Clone, Default)]
pub struct Stray {
    query: String,
    is_taken: Arc<AtomicBool>,
}

impl Stray {
    pub fn of(query: &str) -> Self {
        Self {
            query: query.to_owned(),
            is_taken: Arc::default(),
        }
    }

    /// # Errors
    /// 422 with the first parameter that nobody takes.
    pub fn refuse(&self) -> Result<()> {
        let mut names = url::form_urlencoded::parse(self.query.as_bytes());
        match names.next() {
            Some((name, _)) if !self.is_taken.load(Ordering::Relaxed) => {
                let message = format!("unknown field `{}`", name.replace('`', ""));
                Err(Error::invalid(fault("", &message)))
            }
            _ => Ok(()),
        }
    }

    /// What a wrong query makes of an outcome: 404 and 403 stand before it, 412 and 409 behind.
    ///
    /// # Errors
    /// Those of the outcome, and 422 for a parameter that nobody takes.
    pub fn judge<T>(&self, done: Result<T>) -> Result<T> {
        match done {
            Ok(_) | Err(Error::Stale | Error::Conflict { .. }) => {
                self.refuse()?;
                done
            }
            other => other,
        }
    }
}

/// Query parameters; unknown ones and wrong values are 422. Repeated ones fill a `Vec`.
#[derive(Debug, Clone)]
pub struct Query<T>(Result<T>);

impl<T: Clone> Query<T> {
    /// The value.
    ///
    /// # Errors
    /// 422 with the parameter's name.
    pub fn check(&self) -> Result<T> {
        self.0.clone()
    }
}

impl<T: DeserializeOwned> Query<T> {
    pub fn parse(query: &str) -> Self {
        let pairs = serde_html_form::Deserializer::from_bytes(query.as_bytes());
        let value = serde_path_to_error::deserialize(pairs).map_err(|error| {
            let at = pointer(error.path());
            Error::invalid(fault(&at, &error.into_inner().to_string()))
        });
        // PostgreSQL keeps no NUL in text, and no filter needs one.
        let holds_nul = query.contains("%00");
        Self(if holds_nul {
            Err(Error::invalid(fault("", "control character")))
        } else {
            value
        })
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        if let Some(stray) = request.extensions().get::<Stray>() {
            stray.is_taken.store(true, Ordering::Relaxed);
        }
        ready(Ok(Self::parse(request.query_string())))
    }
}

/// A query that has some parameters of its own beside those of another one.
#[derive(Debug, Clone)]
pub struct Extended<A, B>(Query<A>, Query<B>);

/// The names of a query's own parameters.
pub trait Named {
    const NAMES: &'static [&'static str];
}

impl<A: Clone, B: Clone> Extended<A, B> {
    /// Its own part and the other.
    ///
    /// # Errors
    /// 422 with the parameter's name.
    pub fn check(&self) -> Result<(A, B)> {
        // What nobody knows stands among the other's.
        let rest = self.1.check()?;
        Ok((self.0.check()?, rest))
    }
}

impl<A: Named + DeserializeOwned, B: DeserializeOwned> FromRequest for Extended<A, B> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        if let Some(stray) = request.extensions().get::<Stray>() {
            stray.is_taken.store(true, Ordering::Relaxed);
        }
        let pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
        let (own, rest): (Vec<_>, Vec<_>) =
            pairs.partition(|(name, _)| A::NAMES.contains(&name.as_ref()));
        let joined = |pairs: Vec<_>| {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(pairs).finish()
        };
        ready(Ok(Self(
            Query::parse(&joined(own)),
            Query::parse(&joined(rest)),
        )))
    }
}

/// The `{id}` of a path; what is no number names nothing (404).
#[derive(Debug, Clone, Copy)]
pub struct PathId(pub i64);

impl FromRequest for PathId {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request
            .match_info()
            .get("id")
            .and_then(|id| id.parse().ok());
        ready(id.map(PathId).ok_or(Error::NotFound))
    }
}
