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
    /// JSON; empty with 204 and 304.
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

    /// 200 with JSON that was written before.
    pub fn kept(body: String) -> Self {
        Self {
            status: 200,
            location: None,
            etag: None,
            body,
        }
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

    /// 304: who asks has seen what carries this tag.
    pub fn unchanged(tag: Tag) -> Self {
        Self {
            status: 304,
            location: None,
            etag: Some(tag.0),
            body: String::new(),
        }
    }

    /// Adds the version as `ETag`.
    #[must_use]
    pub fn version(self, version: i64) -> Self {
        self.tag(Tag::of(&version))
    }

    #[must_use]
    pub fn tag(mut self, tag: Tag) -> Self {
        self.etag = Some(tag.0);
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
        if matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED) {
            return response.finish();
        }
        response.content_type("application/json").body(self.body)
    }
}

/// An `ETag`: quoted, of our own making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag(String);

impl Tag {
    /// A version, or whatever else changes with the answer; without quotes in it.
    pub fn of(what: &impl std::fmt::Display) -> Self {
        Self(format!("\"{what}\""))
    }
}

/// The tags of `If-None-Match`. Weak ones count, because proxies that compress weaken a tag.
#[derive(Debug, Clone, Default)]
pub struct KnownTags(Vec<String>);

impl KnownTags {
    pub fn of(header: Option<&actix_web::http::header::HeaderValue>) -> Self {
        let text = header.and_then(|value| value.to_str().ok()).unwrap_or("");
        let tags = text.split(',').map(str::trim);
        let strong = tags.map(|tag| tag.strip_prefix("W/").unwrap_or(tag).to_owned());
        Self(strong.collect())
    }

    pub fn has(&self, tag: &Tag) -> bool {
        self.0.contains(&tag.0)
    }
}

/// `If-Match`: None where it is absent or `*`.
pub fn if_match(header: Option<&actix_web::http::header::HeaderValue>) -> Option<IfMatch> {
    IfMatch::parse(header?.to_str().unwrap_or(""))
}
