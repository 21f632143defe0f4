//! `Idempotency-Key` records: kept with the effect, in its transaction, for 24 hours.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;

use super::schema::idempotency_keys as keys;
use super::{Conn, names};
use crate::base::http::Reply;
use crate::base::{Error, FieldError, Result};

/// How long a success is kept.
pub const KEPT: Duration = Duration::hours(24);

/// What makes a repeat recognisable.
#[derive(Debug, Clone)]
pub struct Repeatable {
    pub user_id: i64,
    pub method: String,
    pub path: String,
    pub key: String,
    pub body_hash: String,
}

type Row = (String, i64, Option<String>, Option<String>, String);

/// The reply given before, where this request was answered already. A twin in flight is waited for.
///
/// # Errors
/// 422 where the key came with another body.
pub fn find(conn: &mut Conn, now: NaiveDateTime, this: &Repeatable) -> Result<Option<Reply>> {
    wait_for_twins(conn, this)?;
    let row: Option<Row> = keys::table
        .filter(keys::user_id.eq(this.user_id))
        .filter(keys::method.eq(&this.method))
        .filter(keys::path.eq(&this.path))
        .filter(keys::idempotency_key.eq(&this.key))
        .filter(keys::created_at.gt(now - KEPT))
        .select((
            keys::body_hash,
            keys::status,
            keys::location,
            keys::etag,
            keys::body,
        ))
        .first(conn)
        .optional()?;
    let Some((body_hash, status, location, etag, body)) = row else {
        return Ok(None);
    };
    if body_hash != this.body_hash {
        return Err(key_reused());
    }
    Ok(Some(Reply {
        status: u16::try_from(status).map_err(Error::internal)?,
        location,
        etag,
        body,
    }))
}

/// 422: the key came with another body before.
pub fn key_reused() -> Error {
    Error::invalid(FieldError::new(
        "/Idempotency-Key",
        "idempotency.key_reused",
        "同一 Idempotency-Key 已用于内容不同的请求",
        "this Idempotency-Key came with another body before",
    ))
}

/// On PostgreSQL twins run beside each other.
fn wait_for_twins(conn: &mut Conn, this: &Repeatable) -> Result<()> {
    let name = format!(
        "{} {} {} {}",
        this.user_id, this.method, this.path, this.key
    );
    names::hold(conn, &name)
}

/// Keeps the reply in the place of one that is too old. A twin that committed first breaks the unique
/// rule; the transaction is then run again and finds the twin's reply.
pub fn keep(conn: &mut Conn, now: NaiveDateTime, this: &Repeatable, reply: &Reply) -> Result<()> {
    diesel::delete(
        keys::table
            .filter(keys::user_id.eq(this.user_id))
            .filter(keys::method.eq(&this.method))
            .filter(keys::path.eq(&this.path))
            .filter(keys::idempotency_key.eq(&this.key))
            .filter(keys::created_at.le(now - KEPT)),
    )
    .execute(conn)?;
    let kept = diesel::insert_into(keys::table)
        .values((
            keys::user_id.eq(this.user_id),
            keys::method.eq(&this.method),
            keys::path.eq(&this.path),
            keys::idempotency_key.eq(&this.key),
            keys::body_hash.eq(&this.body_hash),
            keys::status.eq(i64::from(reply.status)),
            keys::location.eq(&reply.location),
            keys::etag.eq(&reply.etag),
            keys::body.eq(&reply.body),
            keys::created_at.eq(now),
        ))
        .execute(conn);
    match kept {
        Ok(_) => Ok(()),
        Err(diesel::result::Error::DatabaseError(
            diesel::result::DatabaseErrorKind::UniqueViolation,
            _,
        )) => Err(super::errors::run_again()),
        Err(other) => Err(other.into()),
    }
}

/// Forgets what is older than [`KEPT`].
pub fn clean(conn: &mut Conn, now: NaiveDateTime) -> Result<usize> {
    Ok(diesel::delete(keys::table.filter(keys::created_at.le(now - KEPT))).execute(conn)?)
}
