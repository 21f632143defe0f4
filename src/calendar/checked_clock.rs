//! Whether the clock may be believed. A clock far ahead would close weeks, resume suspensions and remind
//! of limits, none of which can be taken back: where it is more than [`JUMP`] past the newest that was
//! recorded, reading and writing go on, and what can't be taken back waits until a person lets it.

use chrono::{DateTime, Duration, NaiveDateTime, SecondsFormat, Utc};
use serde_json::json;

use crate::access::Actor;
use crate::audit::{self, Entry};
use crate::base::db::{Conn, settings};
use crate::base::{Error, Result};

/// How far the clock may be past the newest record: a week, and the day on which it is closed.
pub const JUMP: Duration = Duration::days(8);

/// The newest record before the clock went ahead; empty where nothing waits.
const HELD: &str = "clock_held";

/// Compares the clock with the newest record, before anything is recorded by it. A clock that was set
/// right is believed again.
///
/// # Errors
/// Those of the database.
pub fn watch(conn: &mut Conn, now: NaiveDateTime, newest: Option<NaiveDateTime>) -> Result<()> {
    let goes_ahead = |before: NaiveDateTime| now > before + JUMP;
    match (held(conn)?, newest) {
        (Some(before), _) if goes_ahead(before.naive_utc()) => Ok(()),
        (Some(_), _) => release(conn),
        (None, Some(newest)) if goes_ahead(newest) => {
            let before = newest.and_utc().to_rfc3339_opts(SecondsFormat::Secs, true);
            tracing::error!(now = %now.and_utc(), newest = before, "the clock went far ahead: no week closes");
            settings::put(conn, HELD, &before)
        }
        (None, _) => Ok(()),
    }
}

/// The newest record before the clock went ahead; None where it is believed.
///
/// # Errors
/// Those of the database.
pub fn held(conn: &mut Conn) -> Result<Option<DateTime<Utc>>> {
    let kept = settings::find(conn, HELD)?.filter(|kept| !kept.is_empty());
    kept.map(|kept| kept.parse().map_err(Error::internal))
        .transpose()
}

/// Refuses what can't be taken back as long as the clock isn't believed.
///
/// # Errors
/// 409.
pub fn require(conn: &mut Conn) -> Result<()> {
    match held(conn)? {
        None => Ok(()),
        Some(_) => Err(Error::conflict(
            "clock.unchecked",
            "服务器时间与最近记录相差超过8天，请管理员核对并确认时间后再操作",
            "The server's clock is more than 8 days past the newest record; the administrator has to confirm it first.",
        )),
    }
}

/// A person says that the clock is right; nobody in particular where it was said at the start.
///
/// # Errors
/// Those of the database.
pub fn accept(conn: &mut Conn, now: NaiveDateTime, who: Option<&Actor>) -> Result<()> {
    let Some(before) = held(conn)? else {
        return Ok(());
    };
    let data = json!({"newest": before, "now": now.and_utc()});
    let entry = match who {
        Some(who) => Entry {
            target_id: None,
            ..who.entry("clock.accept", "clock", 0, data)
        },
        None => Entry {
            action: "clock.accept".into(),
            target: "clock",
            data,
            ..Entry::default()
        },
    };
    audit::record(conn, now, &entry)?;
    release(conn)
}

fn release(conn: &mut Conn) -> Result<()> {
    settings::put(conn, HELD, "")
}
