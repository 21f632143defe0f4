//! Signing in, staying signed in, signing out.
//!
//! What has to be kept although the caller is refused (a family of tokens ended because a spent one
//! came back) is a success of the transaction and a refusal only afterwards.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{Duration, NaiveDateTime};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::access::Actor;
use crate::access::rules::password::PasswordProfile;
use crate::access::store::sessions::{self, Session};
use crate::access::store::users::{self, User};
use crate::access::tokens::Keys;
use crate::audit::{self, Entry};
use crate::base::db::Conn;
use crate::base::error::text;
use crate::base::{Error, Result};

/// How long a session lasts at most, however often it is renewed.
pub const SESSION_LIFE: Duration = Duration::days(14);
/// How long a spent refresh token is answered as before: its answer may have been lost, or two tabs
/// of one browser hold the same cookie.
const LOST_ANSWER: Duration = Duration::seconds(30);
/// How many sessions of one user are alive at once; the next one ends the oldest.
const SESSIONS_MAX: usize = 20;
/// The longest user agent that is kept.
const USER_AGENT_MAX: usize = 200;

/// Where a request comes from.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    pub address: String,
    /// What failures from there are counted by; None where the address isn't known.
    pub network: Option<String>,
    pub user_agent: String,
    pub request_id: Option<String>,
    /// Another process of this machine, and no proxy's visitor: its failures count by account only.
    pub is_this_machine: bool,
}

/// A session with the tokens that continue it.
pub struct SignedIn {
    pub user: User,
    pub session: i64,
    /// Goes into the cookie and is kept as a hash only.
    pub refresh_token: String,
}

/// What becomes of a refresh token.
pub enum Renewal {
    Renewed(Box<SignedIn>),
    /// Unknown, spent, or of a session that is over.
    Refused,
}

/// Opens a session for the account whose password was right; None where it changed meanwhile.
///
/// # Errors
/// Those of the database.
pub fn open(
    conn: &mut Conn,
    now: NaiveDateTime,
    (user, origin): (&User, &Origin),
) -> Result<Option<SignedIn>> {
    let Some(user) = users::find(conn, user.id)?
        .filter(|now| now.active && now.token_version == user.token_version)
    else {
        return Ok(None);
    };
    let all = i64::try_from(SESSIONS_MAX).map_err(Error::internal)? + 1;
    let live = sessions::list_live(conn, now, user.id, None, all)?;
    if live.len() >= SESSIONS_MAX
        && let Some(oldest) = live.first()
    {
        sessions::end(conn, now, user.id, oldest.id)?;
    }
    let agent: String = origin.user_agent.chars().take(USER_AGENT_MAX).collect();
    let from = (agent.as_str(), origin.address.as_str());
    let session = sessions::open(conn, now, user.id, from, now + SESSION_LIFE)?;
    let refresh_token = first_token();
    sessions::keep_token(conn, now, session, &hash_of(&refresh_token))?;
    let entry = entry(&user, origin, "session.open", session, json!({}));
    audit::record(conn, now, &entry)?;
    Ok(Some(SignedIn {
        user,
        session,
        refresh_token,
    }))
}

/// Exchanges a refresh token for the next one. One spent within [`LOST_ANSWER`] gets the session's
/// newest; one that comes back later was stolen, then or now: its session ends.
///
/// # Errors
/// Those of the database.
pub fn renew(
    conn: &mut Conn,
    now: NaiveDateTime,
    (profile, keys): (PasswordProfile, &Keys),
    (token, origin): (&str, &Origin),
) -> Result<Renewal> {
    let hash = hash_of(token);
    let Some(session) = sessions::find_by_token(conn, &hash)? else {
        return Ok(Renewal::Refused);
    };
    let Some(user) = users::find(conn, session.user_id)?.filter(|user| user.active) else {
        return Ok(Renewal::Refused);
    };
    if session.ended_at.is_some() || session.expires_at <= now {
        return Ok(Renewal::Refused);
    }
    let refresh_token = if sessions::spend_token(conn, now, &hash)? {
        if profile.idle_too_long(session.last_used_at, now) {
            sessions::end(conn, now, user.id, session.id)?;
            return Ok(Renewal::Refused);
        }
        let next = keys.next_refresh_token(token)?;
        sessions::touch(conn, now, session.id)?;
        sessions::keep_token(conn, now, session.id, &hash_of(&next))?;
        next
    } else {
        let spent_at = sessions::spent_at(conn, &hash)?;
        if spent_at.is_none_or(|at| at + LOST_ANSWER < now) {
            sessions::end(conn, now, user.id, session.id)?;
            let data = json!({"because": "refresh_token_reused"});
            let entry = entry(&user, origin, "session.end", session.id, data);
            audit::record(conn, now, &entry)?;
            return Ok(Renewal::Refused);
        }
        match newest_token(conn, keys, &session, token)? {
            Some(newest) => newest,
            None => return Ok(Renewal::Refused),
        }
    };
    Ok(Renewal::Renewed(Box::new(SignedIn {
        user,
        session: session.id,
        refresh_token,
    })))
}

/// The token that continues a session, out of one that was spent; None where the signing key
/// changed in between, so that it can't be told any more.
fn newest_token(
    conn: &mut Conn,
    keys: &Keys,
    session: &Session,
    spent: &str,
) -> Result<Option<String>> {
    let mut token = spent.to_owned();
    for hash in sessions::tokens_after(conn, session.id, &hash_of(spent))? {
        token = keys.next_refresh_token(&token)?;
        if hash_of(&token) != hash {
            return Ok(None);
        }
    }
    Ok(Some(token))
}

/// Ends the session that a refresh token belongs to, if there is one.
///
/// # Errors
/// Those of the database.
pub fn sign_out(conn: &mut Conn, now: NaiveDateTime, token: &str, origin: &Origin) -> Result<()> {
    let Some(session) = sessions::find_by_token(conn, &hash_of(token))? else {
        return Ok(());
    };
    if !sessions::end(conn, now, session.user_id, session.id)? {
        return Ok(());
    }
    match users::find(conn, session.user_id)? {
        Some(user) => {
            let entry = entry(&user, origin, "session.end", session.id, json!({}));
            audit::record(conn, now, &entry)
        }
        None => Ok(()),
    }
}

fn first_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// 32 random bytes need no slow hash.
fn hash_of(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

pub(super) fn entry(user: &User, origin: &Origin, action: &str, target: i64, data: Value) -> Entry {
    let noun = if action == "session.refused" {
        "user"
    } else {
        "session"
    };
    let actor = Actor {
        request_id: origin.request_id.clone(),
        address: Some(origin.address.clone()),
        ..Actor::from(user)
    };
    actor.entry(action, noun, target, data)
}

/// 401 for a wrong name or password, alike for both.
pub fn wrong_credentials() -> Error {
    Error::unauthenticated(
        "auth.wrong_credentials",
        "用户名或密码不正确",
        "The username or the password is wrong.",
    )
}

/// 429 for a locked account or address.
pub fn locked(until: NaiveDateTime, now: NaiveDateTime) -> Error {
    let seconds = (until - now).num_seconds().max(1).unsigned_abs();
    let minutes = seconds.div_ceil(60);
    Error::Busy {
        code: "auth.too_many_failures",
        detail: text(
            format!("登录失败次数过多，请{minutes}分钟后再试"),
            format!("Too many failed sign-ins; try again in {minutes} minutes."),
        ),
        retry_after: seconds,
        too_many: true,
    }
}
