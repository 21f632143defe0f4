//! What a handler is given: who calls, when, and the doors to the database.

use std::future::Ready;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use url::{Host, Url};

use crate::access::passwords::Passwords;
use crate::access::tokens::Keys;
use crate::access::{Actor, tokens};
use crate::base::clock::Clock;
use crate::base::db::idempotency::{self, Repeatable};
use crate::base::db::{Conn, Db};
use crate::base::http::query::Stray;
use crate::base::http::{Reply, body::at_once};
use crate::base::{Error, Result};

/// What every request stands on.
#[derive(Clone)]
pub struct Ground {
    pub db: Db,
    pub clock: Clock,
    pub keys: Keys,
    pub passwords: Passwords,
    /// Where people reach the server, for the refresh cookie.
    pub public_url: Url,
}

impl Ground {
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
    pub ground: Ground,
    /// The version `If-Match` names.
    pub if_match: Option<i64>,
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
        self.ground.clock.day_of(self.at)
    }

    /// Refuses where `If-Match` names another version.
    ///
    /// # Errors
    /// 412.
    pub fn expect_version(&self, version: i64) -> Result<()> {
        match self.if_match {
            Some(wanted) if wanted != version => Err(Error::Stale),
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

    /// What a wrong query makes of an outcome: 404 and 403 stand before it, 412 and 409 behind.
    fn judged(&self, done: Result<Reply>) -> Result<Reply> {
        match done {
            Ok(_) | Err(Error::Stale | Error::Conflict { .. }) => {
                self.stray.refuse()?;
                done
            }
            other => other,
        }
    }

    /// Answers from one snapshot of the database.
    ///
    /// # Errors
    /// Those of the job.
    pub async fn read<F>(self, mut job: F) -> Result<HttpResponse>
    where
        F: FnMut(&mut Conn, &Call) -> Result<Reply> + Send + 'static,
    {
        let db = self.ground.db.clone();
        let reply = db
            .read(move |conn| {
                let done = job(conn, &self);
                self.judged(done)
            })
            .await?;
        Ok(reply.into_response())
    }

    /// Changes something in one transaction, whose reply is kept for repeats of the same
    /// `Idempotency-Key`. The job may be run again.
    ///
    /// # Errors
    /// Those of the job.
    pub async fn write<F>(self, mut job: F) -> Result<HttpResponse>
    where
        F: FnMut(&mut Conn, &Call) -> Result<Reply> + Send + 'static,
    {
        let db = self.ground.db.clone();
        let reply = db
            .write(move |conn| {
                let Some(this) = &self.repeatable else {
                    let done = job(conn, &self);
                    return self.judged(done);
                };
                if let Some(given) = idempotency::find(conn, self.now(), this)? {
                    return Ok(given);
                }
                let done = job(conn, &self);
                let reply = self.judged(done)?;
                idempotency::keep(conn, self.now(), this, &reply)?;
                Ok(reply)
            })
            .await?;
        Ok(reply.into_response())
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
