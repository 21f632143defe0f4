//! Query strings and path ids, refused as strictly as bodies.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use std::future::{Ready, ready};

use super::body::{fault, pointer};
use crate::base::{Error, Result};

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
        ready(Ok(Self::parse(request.query_string())))
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
