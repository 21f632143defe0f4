//! Answers that are made inside the transaction, so that an `Idempotency-Key` can keep them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, LOCATION};
use serde::Serialize;

use crate::base::{Error, IfMatch, Result};

/// A success, ready to be stored and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub location: Option<String>,
    pub etag: Option<String>,
    /// JSON; empty with 204.
    pub body: String,
}

impl Reply {
    fn new(status: u16, body: &impl Serialize) -> Result<Self> {
        Ok(Self {
            status,
            location: None,
            etag: None,
            body: serde_json::to_string(body).map_err(Error::internal)?,
        })
    }

    /// 200.
    ///
    /// # Errors
    /// Where the body can't be serialised: a fault of ours.
    pub fn ok(body: &impl Serialize) -> Result<Self> {
        Self::new(200, body)
    }

    /// 201 with `Location`, a path below `/api/v1`.
    ///
    /// # Errors
    /// Where the body can't be serialised: a fault of ours.
    pub fn created(path: &str, body: &impl Serialize) -> Result<Self> {
        let mut reply = Self::new(201, body)?;
        reply.location = Some(format!("/api/v1{path}"));
        Ok(reply)
    }

    /// 204.
    pub fn empty() -> Self {
        Self {
            status: 204,
            location: None,
            etag: None,
            body: String::new(),
        }
    }

    /// Adds the version as `ETag`.
    #[must_use]
    pub fn version(mut self, version: i64) -> Self {
        self.etag = Some(format!("\"{version}\""));
        self
    }

    pub fn into_response(self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = HttpResponse::build(status);
        if let Some(location) = self.location {
            response.insert_header((LOCATION, location));
        }
        if let Some(etag) = self.etag {
            response.insert_header((ETAG, etag));
        }
        if status == StatusCode::NO_CONTENT {
            return response.finish();
        }
        response.content_type("application/json").body(self.body)
    }
}

/// `If-Match`: None where it is absent or `*`.
pub fn if_match(header: Option<&actix_web::http::header::HeaderValue>) -> Option<IfMatch> {
    IfMatch::parse(header?.to_str().unwrap_or(""))
}
