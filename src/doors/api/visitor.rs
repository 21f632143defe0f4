//! Somebody at a door: `Authorization: Door <token>`.

use std::future::Ready;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use chrono::{DateTime, NaiveDate, Utc};

use crate::access::api::AppState;
use crate::access::api::guard::{credential, idempotency_key};
use crate::base::db::Conn;
use crate::base::error::text;
use crate::base::http::body::at_once;
use crate::base::http::observe::RequestId;
use crate::base::http::query::Stray;
use crate::base::http::{Reply, address};
use crate::base::{Error, Result};
use crate::doors::actions::{
    DoorContext, Key, TokenHolder, When, count_failed_token, find_open_door,
};
use crate::doors::rules::{REFUSED_CODE, too_many};
use crate::doors::store::note_use;

/// One call by whoever holds a link. Whether it opens anything is looked at in the transaction of
/// the job, so that a door that is shut is shut at once.
#[derive(Clone)]
pub struct Visitor {
    pub at: DateTime<Utc>,
    pub state: AppState,
    caller: TokenHolder,
    /// What its refusals are counted by: nothing for processes of this machine that speak for nobody else.
    network: Option<String>,
    key: Result<Option<String>>,
    stray: Stray,
}

impl Visitor {
    pub fn when(&self) -> When<'_> {
        When {
            clock: &self.state.clock,
            at: self.at,
        }
    }

    fn today(&self) -> NaiveDate {
        self.when().today()
    }

    /// The `Idempotency-Key`, with the hash of the body it came with.
    ///
    /// # Errors
    /// 422 for one that is no key.
    pub fn key(&self, body: &[u8]) -> Result<Option<Key>> {
        let Some(key) = self.key.clone()? else {
            return Ok(None);
        };
        let body_hash = self.state.keys.fingerprint(body)?;
        Ok(Some(Key { key, body_hash }))
    }

    /// Answers from one snapshot of the database.
    ///
    /// # Errors
    /// 401 and 429 of the door, and those of the job.
    pub async fn read<F>(self, mut job: F) -> Result<HttpResponse>
    where
        F: FnMut(&mut Conn, &DoorContext, &Self) -> Result<Reply> + Send + 'static,
    {
        let (this, db) = (self.clone(), self.state.db.clone());
        let read = db
            .read(move |conn| {
                let inside = find_open_door(conn, &this.caller, this.today(), false)?;
                let done = job(conn, &inside, &this);
                Ok((this.stray.judge(done)?, inside.door))
            })
            .await;
        let (reply, door) = self.admitted(read).await?;
        let today = self.today();
        if door.last_used_on != Some(today) {
            let noted = db.write(move |conn| note_use(conn, door.id, today)).await;
            // What was asked for is read; that nobody can write now is told to those who write.
            if let Err(error) = noted {
                tracing::warn!(%error, "the use of a door was not noted");
            }
        }
        Ok(reply.into_response())
    }

    /// Changes something in one transaction. The job may be run again.
    ///
    /// # Errors
    /// 401 and 429 of the door, and those of the job.
    pub async fn write<F>(self, mut job: F) -> Result<HttpResponse>
    where
        F: FnMut(&mut Conn, &DoorContext, &Self) -> Result<Reply> + Send + 'static,
    {
        let (this, db) = (self.clone(), self.state.db.clone());
        let written = db
            .write(move |conn| {
                let inside = find_open_door(conn, &this.caller, this.today(), true)?;
                let done = job(conn, &inside, &this);
                this.stray.judge(done)
            })
            .await;
        Ok(self.admitted(written).await?.into_response())
    }

    /// Counts a refusal: it is kept although nothing else of the call is.
    async fn admitted<T>(&self, done: Result<T>) -> Result<T> {
        let is_refusal =
            matches!(&done, Err(Error::Unauthenticated { code, .. }) if *code == REFUSED_CODE);
        let Some(network) = self.network.clone().filter(|_| is_refusal) else {
            return done;
        };
        let now = self.at.naive_utc();
        let counted = self
            .state
            .db
            .write(move |conn| count_failed_token(conn, now, &network));
        match counted.await? {
            None => done,
            Some(until) => {
                let detail = text(
                    "无效链接的尝试过多，请稍后再试",
                    "Too many links that open nothing; try again later.",
                );
                Err(too_many("door.too_many_refused", detail, until - now))
            }
        }
    }
}

impl FromRequest for Visitor {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(state) = request.app_data::<Data<AppState>>() else {
            return at_once(Err(Error::internal(
                "the app was put together without its state",
            )));
        };
        let client = address::of_client(request.head());
        let request_id = request.extensions().get::<RequestId>().cloned();
        let stray = request.extensions().get::<Stray>().cloned();
        let token = credential(request.headers(), "door").unwrap_or_default();
        at_once(Ok(Self {
            at: state.clock.now(),
            state: state.get_ref().clone(),
            caller: TokenHolder {
                token: token.to_owned(),
                address: client.to_string(),
                request_id: request_id.map(|id| id.0),
            },
            network: client.network().filter(|_| !client.is_this_machine),
            key: idempotency_key(request.headers()),
            stray: stray.unwrap_or_default(),
        }))
    }
}
