//! What a handler is given: who calls, when, and the doors to the database.

use std::future::Ready;
use std::path::PathBuf;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::de::DeserializeOwned;
use url::{Host, Url};

use super::admission::Admission;
use crate::access::passwords::Passwords;
use crate::access::tokens::Keys;
use crate::access::{Actor, tokens};
use crate::base::answers::Answers;
use crate::base::clock::Clock;
use crate::base::db::idempotency::{self, Repeatable};
use crate::base::db::{Conn, Db};
use crate::base::files::Folder;
use crate::base::http::query::Stray;
use crate::base::http::reply::KnownTags;
use crate::base::http::{Reply, body::at_once};
use crate::base::shares::{Holder, Share};
use crate::base::{Error, IfMatch, Result};

/// A look with its reply.
type Read = dyn FnMut(&mut Conn, &Call) -> Result<Reply> + Send;
/// A change with its reply, and the reply for repeats.
type Write = dyn FnMut(&mut Conn, &Call) -> Result<(Reply, Reply)> + Send;

/// What every request stands on.
#[derive(Clone)]
pub struct AppState {
    pub db: Db,
    pub clock: Clock,
    pub keys: Keys,
    pub passwords: Passwords,
    pub admission: Admission,
    /// Numbers that were worked out since they last changed.
    pub answers: Answers,
    /// Where attachments lie.
    pub files: Folder,
    /// Where people reach the server, for the refresh cookie.
    pub public_url: Url,
    /// Where there is room for files on their way.
    pub data_dir: PathBuf,
    /// Where fonts for PDFs lie besides the machine's own.
    pub fonts_dir: Option<PathBuf>,
}

impl AppState {
    /// Whether the refresh cookie may only travel over TLS: unless on loopback. The public address
    /// says so, not the request, which came through a proxy.
    pub(super) fn has_secure_cookies(&self) -> bool {
        !match self.public_url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        }
    }
}

/// One call by somebody signed in.
#[derive(Clone)]
pub struct Call {
    pub who: Actor,
    pub at: DateTime<Utc>,
    pub state: AppState,
    /// The versions `If-Match` names.
    pub if_match: Option<IfMatch>,
    /// What `If-None-Match` says was seen already.
    pub seen: KnownTags,
    pub(super) repeatable: Option<Repeatable>,
    pub(super) stray: Stray,
}

impl Call {
    /// The present instant as rows keep it.
    pub fn now(&self) -> NaiveDateTime {
        self.at.naive_utc()
    }

    /// The present local day.
    pub fn today(&self) -> NaiveDate {
        self.state.clock.day_of(self.at)
    }

    /// For a route that read its body itself: what the body said, and the moment it was all there.
    ///
    /// # Errors
    /// A fault of ours.
    pub fn with_body(mut self, bytes: &[u8]) -> Result<Self> {
        self.at = self.state.clock.now();
        if let Some(this) = &mut self.repeatable {
            this.body_hash = self.state.keys.fingerprint(bytes)?;
        }
        Ok(self)
    }

    /// A place for files on their way, held until it is dropped.
    ///
    /// # Errors
    /// 503 where all, or the caller's share of them, are taken.
    pub fn place_for_upload(&self) -> Result<Share> {
        let whose = Holder::User(self.who.id);
        self.state.admission.uploads.take(&whose, 1)
    }

    /// Refuses where `If-Match` names another version.
    ///
    /// # Errors
    /// 412.
    pub fn expect_version(&self, version: i64) -> Result<()> {
        match self.if_match {
            Some(wanted) if !wanted.names(version) => Err(Error::Stale),
            _ => Ok(()),
        }
    }

    /// Refuses every query parameter, for answers that are no JSON.
    ///
    /// # Errors
    /// 422 with the first one.
    pub fn no_query(&self) -> Result<()> {
        self.stray.refuse()
    }

    /// Answers from one snapshot of the database.
    ///
    /// # Errors
    /// Those of the job.
    pub async fn read<F>(self, job: F) -> Result<HttpResponse>
    where
        F: FnMut(&mut Conn, &Call) -> Result<Reply> + Send + 'static,
    {
        let job: Box<Read> = Box::new(job);
        Ok(self.look(job).await?.into_response())
    }

    /// [`Call::read`] for an answer that isn't JSON, or for a look before the body is read.
    ///
    /// # Errors
    /// Those of the job.
    pub async fn look<T, F>(self, mut job: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn, &Call) -> Result<T> + Send + 'static,
    {
        let db = self.state.db.clone();
        db.read(move |conn| {
            let done = job(conn, &self);
            self.stray.judge(done)
        })
        .await
    }

    /// Changes something in one transaction, whose reply is kept for repeats of the same
    /// `Idempotency-Key`. The job may be run again.
    ///
    /// # Errors
    /// Those of the job.
    pub async fn write<F>(self, job: F) -> Result<HttpResponse>
    where
        F: FnMut(&mut Conn, &Call) -> Result<Reply> + Send + 'static,
    {
        Ok(self.write_kept(job).await?.into_response())
    }

    /// [`Call::write`] for an answer that is found afterwards, by what the reply says: that of a repeat, too.
    ///
    /// # Errors
    /// Those of the job.
    pub async fn write_then<T, F>(self, job: F) -> Result<T>
    where
        T: DeserializeOwned,
        F: FnMut(&mut Conn, &Call) -> Result<Reply> + Send + 'static,
    {
        let reply = self.write_kept(job).await?;
        serde_json::from_str(&reply.body).map_err(Error::internal)
    }

    /// Changes something, with one reply for now and for repeats.
    async fn write_kept<F>(self, mut job: F) -> Result<Reply>
    where
        F: FnMut(&mut Conn, &Call) -> Result<Reply> + Send + 'static,
    {
        let job = move |conn: &mut Conn, call: &Call| {
            let reply = job(conn, call)?;
            Ok((reply.clone(), reply))
        };
        self.write_once(Box::new(job)).await
    }

    /// [`Call::write`] for an answer that is to be kept nowhere: repeats get the second reply.
    ///
    /// # Errors
    /// Those of the job.
    pub async fn write_secret<F>(self, job: F) -> Result<HttpResponse>
    where
        F: FnMut(&mut Conn, &Call) -> Result<(Reply, Reply)> + Send + 'static,
    {
        Ok(self.write_once(Box::new(job)).await?.into_response())
    }

    /// Runs a job unless its reply is kept already. Not generic, or it would be compiled for each route.
    async fn write_once(self, mut job: Box<Write>) -> Result<Reply> {
        let db = self.state.db.clone();
        db.write(move |conn| {
            if let Some(this) = &self.repeatable
                && let Some(given) = idempotency::find(conn, self.now(), this)?
            {
                return Ok(given);
            }
            let mut kept = None;
            let done = job(conn, &self).map(|(reply, for_repeats)| {
                kept = Some(for_repeats);
                reply
            });
            let reply = self.stray.judge(done)?;
            if let Some((this, kept)) = self.repeatable.as_ref().zip(kept) {
                idempotency::keep(conn, self.now(), this, &kept)?;
            }
            Ok(reply)
        })
        .await
    }
}

impl FromRequest for Call {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // A route without the guard has no caller.
        let call = request.extensions().get::<Call>().cloned();
        at_once(call.ok_or_else(tokens::invalid))
    }
}
