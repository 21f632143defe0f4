//! Attempts with a password: whether one may be made, and what is kept of its outcome.
//!
//! Nothing is counted before the outcome is known, so that an attempt which was refused for load counts
//! against nobody. Of many at once no more than the limit are told their outcome: the others find the
//! lock when theirs is to be kept.

use chrono::NaiveDateTime;
use serde_json::json;

use super::sign_in::{Origin, entry};
use crate::access::rules::failures::{self as limits, Limit};
use crate::access::rules::password::PasswordProfile;
use crate::access::rules::user;
use crate::access::store::users::{self, User};
use crate::access::store::{failures, sessions};
use crate::audit::{self, Entry};
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::http::address;

/// Whether a password may be looked at.
pub enum AttemptCheck {
    /// It is to be compared with this account's, or with nobody's.
    Open(Option<Box<User>>),
    Locked(NaiveDateTime),
}

/// A password that was compared.
pub struct ComparedPassword {
    pub username: String,
    pub user: Option<Box<User>>,
    pub is_right: bool,
}

/// What came of it.
pub enum Outcome {
    Right(Box<User>),
    Wrong,
    Locked(NaiveDateTime),
}

/// What failures are counted by: the account from this network, the account from everywhere, and the
/// network whoever is tried from it. What can't be a username is nobody's; it needs no rows of its own.
struct Subjects {
    here: Option<String>,
    everywhere: Option<String>,
    network: Option<String>,
}

impl Subjects {
    fn of(username: &str, origin: &Origin) -> Self {
        let name = user::username(username).ok();
        let network = origin.network.as_deref();
        Self {
            here: name
                .as_ref()
                .map(|name| format!("{}{}", here(name), network.unwrap_or("unknown"))),
            everywhere: name.as_deref().map(everywhere),
            network: network
                .filter(|_| !origin.is_this_machine)
                .map(|network| format!("address:{network}")),
        }
    }

    fn with_limits(&self, profile: PasswordProfile) -> Vec<(&String, Limit)> {
        let all = [
            (self.here.as_ref(), limits::account(profile)),
            (self.everywhere.as_ref(), limits::everywhere(profile)),
            (self.network.as_ref(), limits::ADDRESS),
        ];
        all.into_iter()
            .filter_map(|(subject, limit)| Some((subject?, limit)))
            .collect()
    }
}

/// What the subjects of an account begin with that name a network; no username holds a space.
fn here(username: &str) -> String {
    format!("account:{username} ")
}

fn everywhere(username: &str) -> String {
    format!("account:{username}")
}

/// Looks the account up, unless it or the network is locked.
///
/// # Errors
/// Those of the database.
pub fn look(
    conn: &mut Conn,
    now: NaiveDateTime,
    (username, origin): (&str, &Origin),
) -> Result<AttemptCheck> {
    let user = match user::username(username) {
        Ok(name) => users::find_by_username(conn, &name)?,
        Err(_) => None,
    };
    let user = user.filter(|user| user.active).map(Box::new);
    let subjects = Subjects::of(username, origin);
    Ok(
        match locked(conn, now, &subjects, (user.as_deref(), origin))? {
            Some(until) => AttemptCheck::Locked(until),
            None => AttemptCheck::Open(user),
        },
    )
}

/// Until when no password is looked at. Failures elsewhere, and of others, keep nobody out of an account
/// who signed in to it from this network before.
fn locked(
    conn: &mut Conn,
    now: NaiveDateTime,
    subjects: &Subjects,
    (user, origin): (Option<&User>, &Origin),
) -> Result<Option<NaiveDateTime>> {
    if let Some(until) = locked_until(conn, now, subjects.here.as_ref())? {
        return Ok(Some(until));
    }
    let account = locked_until(conn, now, subjects.everywhere.as_ref())?;
    let network = locked_until(conn, now, subjects.network.as_ref())?;
    let until = account.max(network);
    if until.is_some()
        && let Some(user) = user
        && is_known(conn, user, origin)?
    {
        return Ok(None);
    }
    Ok(until)
}

fn locked_until(
    conn: &mut Conn,
    now: NaiveDateTime,
    subject: Option<&String>,
) -> Result<Option<NaiveDateTime>> {
    let known = match subject {
        Some(subject) => failures::find(conn, subject)?,
        None => None,
    };
    Ok(known.and_then(|known| known.locked(now)))
}

/// Whether somebody signed in to the account from this network before.
fn is_known(conn: &mut Conn, user: &User, origin: &Origin) -> Result<bool> {
    let Some(network) = &origin.network else {
        return Ok(false);
    };
    let before = sessions::list_addresses(conn, user.id)?;
    Ok(before
        .iter()
        .any(|before| address::network_of(before).as_ref() == Some(network)))
}

/// Keeps the outcome: a wrong password is counted, a right one lifts what was counted here. Where the
/// account was locked in the meantime, nobody learns which it was.
///
/// # Errors
/// Those of the database.
pub fn judge(
    conn: &mut Conn,
    now: NaiveDateTime,
    profile: PasswordProfile,
    (tried, origin): (&ComparedPassword, &Origin),
) -> Result<Outcome> {
    let subjects = Subjects::of(&tried.username, origin);
    let user = tried.user.as_deref();
    // Held, so that attempts at once are judged one after another.
    if let Some(here) = &subjects.here {
        failures::held(conn, now, here)?;
    }
    if let Some(until) = locked(conn, now, &subjects, (user, origin))? {
        return Ok(Outcome::Locked(until));
    }
    if let Some(user) = user.filter(|_| tried.is_right) {
        if let Some(here) = &subjects.here {
            failures::clear(conn, here)?;
        }
        return Ok(Outcome::Right(Box::new(user.clone())));
    }
    for (subject, limit) in subjects.with_limits(profile) {
        let known = failures::held(conn, now, subject)?.count(now, &limit);
        failures::put(conn, subject, &known)?;
    }
    record(conn, now, &subjects, (user, origin))?;
    Ok(Outcome::Wrong)
}

/// Records that the password was wrong, and until when that locks the account here.
fn record(
    conn: &mut Conn,
    now: NaiveDateTime,
    subjects: &Subjects,
    (user, origin): (Option<&User>, &Origin),
) -> Result<()> {
    // A name that nobody has may be a password typed into the wrong field: it isn't kept.
    let entry = match user {
        Some(user) => {
            let data = match locked_until(conn, now, subjects.here.as_ref())? {
                Some(until) => json!({"locked_until": until.and_utc()}),
                None => json!({}),
            };
            entry(user, origin, "session.refused", user.id, data)
        }
        None => Entry {
            action: "session.refused".into(),
            target: "user",
            request_id: origin.request_id.clone(),
            address: Some(origin.address.clone()),
            data: json!({}),
            ..Entry::default()
        },
    };
    audit::record(conn, now, &entry)
}

/// Lifts every lock of an account.
///
/// # Errors
/// Those of the database.
pub fn forget(conn: &mut Conn, username: &str) -> Result<()> {
    failures::clear_all(conn, &here(username))?;
    failures::clear(conn, &everywhere(username))
}
