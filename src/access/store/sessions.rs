//! Sessions and their refresh tokens, of which only hashes are kept.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{refresh_tokens as tokens, sessions};

/// How long an ended session is kept, so that a spent token is still recognised.
const KEPT: Duration = Duration::days(30);

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct Session {
    pub id: i64,
    pub user_id: i64,
    pub user_agent: String,
    pub address: String,
    pub created_at: NaiveDateTime,
    pub last_used_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
    pub ended_at: Option<NaiveDateTime>,
}

/// Opens a session, from this user agent and address, and gives its id.
pub fn open(
    conn: &mut Conn,
    now: NaiveDateTime,
    user: i64,
    (user_agent, address): (&str, &str),
    expires_at: NaiveDateTime,
) -> Result<i64> {
    Ok(diesel::insert_into(sessions::table)
        .values((
            sessions::user_id.eq(user),
            sessions::user_agent.eq(user_agent),
            sessions::address.eq(address),
            sessions::created_at.eq(now),
            sessions::last_used_at.eq(now),
            sessions::expires_at.eq(expires_at),
        ))
        .returning(sessions::id)
        .get_result(conn)?)
}

/// The addresses that a user signed in from, as far back as sessions are kept.
pub fn list_addresses(conn: &mut Conn, user: i64) -> Result<Vec<String>> {
    Ok(sessions::table
        .filter(sessions::user_id.eq(user))
        .select(sessions::address)
        .distinct()
        .load(conn)?)
}

/// A user's live sessions after the given id, by id.
pub fn list_live(
    conn: &mut Conn,
    now: NaiveDateTime,
    user: i64,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<Session>> {
    Ok(sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::id.gt(after.unwrap_or(0)))
        .order(sessions::id)
        .limit(limit)
        .select(Session::as_select())
        .load(conn)?)
}

pub fn count_live(conn: &mut Conn, now: NaiveDateTime, user: i64) -> Result<i64> {
    Ok(sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .count()
        .get_result(conn)?)
}

/// Ends a user's session; false where it isn't a live one of theirs.
pub fn end(conn: &mut Conn, now: NaiveDateTime, user: i64, id: i64) -> Result<bool> {
    let row = sessions::table
        .filter(sessions::id.eq(id))
        .filter(sessions::user_id.eq(user))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now));
    Ok(diesel::update(row)
        .set(sessions::ended_at.eq(now))
        .execute(conn)?
        == 1)
}

/// Ends all sessions of a user.
pub fn end_all(conn: &mut Conn, now: NaiveDateTime, user: i64) -> Result<()> {
    let rows = sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::ended_at.is_null());
    diesel::update(rows)
        .set(sessions::ended_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Marks a session as used now.
pub fn touch(conn: &mut Conn, now: NaiveDateTime, id: i64) -> Result<()> {
    diesel::update(sessions::table.find(id))
        .set(sessions::last_used_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Keeps the hash of a session's newest refresh token.
pub fn keep_token(conn: &mut Conn, now: NaiveDateTime, session: i64, hash: &str) -> Result<()> {
    diesel::insert_into(tokens::table)
        .values((
            tokens::session_id.eq(session),
            tokens::token_hash.eq(hash),
            tokens::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// When a refresh token was spent; None while it wasn't, or isn't kept.
pub fn spent_at(conn: &mut Conn, hash: &str) -> Result<Option<NaiveDateTime>> {
    Ok(tokens::table
        .filter(tokens::token_hash.eq(hash))
        .select(tokens::spent_at)
        .first(conn)
        .optional()?
        .flatten())
}

/// The hashes of a session's refresh tokens that were made after this one, oldest first: each but
/// the last is spent.
pub fn tokens_after(conn: &mut Conn, session: i64, hash: &str) -> Result<Vec<String>> {
    let id: i64 = tokens::table
        .filter(tokens::token_hash.eq(hash))
        .select(tokens::id)
        .first(conn)?;
    Ok(tokens::table
        .filter(tokens::session_id.eq(session))
        .filter(tokens::id.gt(id))
        .order(tokens::id)
        .select(tokens::token_hash)
        .load(conn)?)
}

/// The session a refresh token was made for.
pub fn find_by_token(conn: &mut Conn, hash: &str) -> Result<Option<Session>> {
    Ok(sessions::table
        .inner_join(tokens::table)
        .filter(tokens::token_hash.eq(hash))
        .select(Session::as_select())
        .first(conn)
        .optional()?)
}

/// Spends a refresh token; false where it was spent before.
pub fn spend_token(conn: &mut Conn, now: NaiveDateTime, hash: &str) -> Result<bool> {
    let row = tokens::table
        .filter(tokens::token_hash.eq(hash))
        .filter(tokens::spent_at.is_null());
    Ok(diesel::update(row)
        .set(tokens::spent_at.eq(now))
        .execute(conn)?
        == 1)
}

/// Forgets sessions that were over long ago, with their tokens.
pub fn clean(conn: &mut Conn, now: NaiveDateTime) -> Result<usize> {
    let long_ago = now - KEPT;
    let over = || {
        sessions::table.filter(
            sessions::expires_at
                .lt(long_ago)
                .or(sessions::ended_at.lt(long_ago).assume_not_null()),
        )
    };
    diesel::delete(tokens::table.filter(tokens::session_id.eq_any(over().select(sessions::id))))
        .execute(conn)?;
    Ok(diesel::delete(over()).execute(conn)?)
}
