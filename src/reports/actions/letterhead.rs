//! The letterhead that drafts are written on and weeks are closed with.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::ledgers::in_papers;
use crate::access::Actor;
use crate::audit;
use crate::base::db::{Conn, settings};
use crate::base::{Error, IfMatch, Result};
use crate::reports::rules::{Letterhead, LetterheadIn};
use crate::statistics::actions::organisation;

const NAME: &str = "report_letterhead";

/// What is kept under its name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    /// 0 where nothing was ever set.
    pub version: i64,
    pub updated_at: Option<NaiveDateTime>,
    pub letterhead: LetterheadIn,
}

impl Kept {
    const NONE: Self = Self {
        version: 0,
        updated_at: None,
        letterhead: LetterheadIn::NONE,
    };

    fn text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(Error::internal)
    }

    fn read(text: &str) -> Result<Self> {
        serde_json::from_str(text).map_err(Error::internal)
    }
}

pub fn kept(conn: &mut Conn) -> Result<Kept> {
    settings::find(conn, NAME)?.map_or(Ok(Kept::NONE), |text| Kept::read(&text))
}

/// The codes of the ledgers that may appear.
fn ledgers() -> Result<Vec<&'static str>> {
    Ok(in_papers()?.map(|ledger| ledger.code()).collect())
}

/// The letterhead in force.
pub fn of(conn: &mut Conn) -> Result<Letterhead> {
    let organisation = organisation(conn)?;
    Ok(kept(conn)?.letterhead.of(&organisation))
}

/// The letterhead that somebody thinks of.
///
/// # Errors
/// 422 with everything that is wrong with it.
pub fn check(conn: &mut Conn, given: &LetterheadIn) -> Result<Letterhead> {
    let organisation = organisation(conn)?;
    Ok(given.check(&ledgers()?)?.of(&organisation))
}

/// Keeps another letterhead; closed weeks stay on theirs.
///
/// # Errors
/// 422 for wrong values, 412 where `seen` is another version.
pub fn put(
    conn: &mut Conn,
    who: &Actor,
    now: NaiveDateTime,
    seen: Option<IfMatch>,
    given: &LetterheadIn,
) -> Result<Kept> {
    let letterhead = given.check(&ledgers()?)?;
    // Two who set it for the first time at once wait for each other here.
    settings::keep_first(conn, NAME, &Kept::NONE.text()?)?;
    let before = settings::find_to_change(conn, NAME)?.ok_or(Error::NotFound)?;
    let before = Kept::read(&before)?;
    if seen.is_some_and(|seen| !seen.names(before.version)) {
        return Err(Error::Stale);
    }
    let after = Kept {
        version: before.version + 1,
        updated_at: Some(now),
        letterhead,
    };
    settings::put(conn, NAME, &after.text()?)?;
    let data = serde_json::to_value(&after.letterhead).map_err(Error::internal)?;
    let entry = who.entry("report_letterhead.update", "report_letterhead", 0, data);
    audit::record(conn, now, &entry)?;
    Ok(after)
}
