//! Reports of weeks, months and quarters, and the closing of weeks.

mod closing;
mod compose;
mod issuing;
mod ledgers;
pub mod letterhead;
pub mod policy;
pub mod schedule;
pub mod slip;

use super::rules::{LetterheadIn, Period, ReportStatus, Weekly, example};
use super::store::{closed, closings, issued};
use crate::access::Scope;
use crate::base::clock::Clock;
use crate::base::db::{Conn, Db};
use crate::base::{Error, FieldError, Result};
use crate::calendar::{self, Week, closed_weeks};
pub use closing::{close_due_weeks, compose_closed_weeks, compose_next, issue};

pub use issuing::{Prepared, issue_month, prepare};

use chrono::NaiveDate;
pub use compose::Counting;
use compose::{Label, Material};

/// Whose report is meant: that of all, or of a park.
///
/// # Errors
/// 422 for an unknown park and a foreign one alike.
pub fn whose(conn: &mut Conn, scope: Scope, park: Option<i64>) -> Result<Option<i64>> {
    let unknown = || Err(Error::invalid(FieldError::unknown_id("/park_id")));
    match (scope, park) {
        (Scope::All, None) => Ok(None),
        (Scope::All, Some(id)) => {
            let known = closed::parks(conn)?.iter().any(|(park, _)| *park == id);
            if known { Ok(Some(id)) } else { unknown() }
        }
        (Scope::Park(own), None) => Ok(Some(own)),
        (Scope::Park(own), Some(id)) if id == own => Ok(Some(id)),
        (Scope::Park(_), Some(_)) => unknown(),
        (Scope::Department(_) | Scope::Nothing, _) => Err(Error::forbidden(
            "access.not_yours",
            "您没有查看周报的权限",
            "The weekly report is not yours to read.",
        )),
    }
}

/// How many closed weeks wait for their reports.
///
/// # Errors
/// Those of the database.
pub fn waiting_weeks(conn: &mut Conn) -> Result<i64> {
    closings::waiting(conn)
}

/// A week's report as JSON: the stored bytes of a closed one, else composed from what is known. None where the
/// week is closed and its reports wait for [`compose_closed_weeks`]: whoever reads it later gets the same bytes.
///
/// # Errors
/// Those of the database, and numbers that don't balance.
pub fn weekly(
    conn: &mut Conn,
    counting: Counting,
    week: Week,
    park: Option<i64>,
) -> Result<Option<String>> {
    if let Some(kept) = closed::find(conn, week.to(), park)? {
        return Ok(Some(kept));
    }
    if closings::waits(conn, week.to())? {
        return Ok(None);
    }
    // A week before the database's first one is closed and was never composed, as is a closed week
    // for a park that came later: nothing can be counted in them any more.
    let closed_through = closed_weeks::closed_through(conn)?;
    let status = match closed_through {
        Some(day) if week.to() <= day => ReportStatus::Closed,
        Some(_) | None => ReportStatus::Draft,
    };
    let label = Label {
        status,
        ..Label::draft(letterhead::of(conn)?)
    };
    let wanted = (None, &label.letterhead);
    let mut material = Material::gather(conn, counting, Period::Week(week), park, wanted)?;
    let weekly = material.compose(conn, counting, park, &label)?;
    serde_json::to_string(&weekly)
        .map(Some)
        .map_err(Error::internal)
}

/// [`weekly`] for callers that may block: waiting reports are composed first.
///
/// # Errors
/// As [`weekly`].
pub fn weekly_blocking(
    db: &Db,
    counting: Counting,
    week: Week,
    park: Option<i64>,
) -> Result<String> {
    let find = || db.read_blocking(|conn| weekly(conn, counting, week, park));
    if let Some(json) = find()? {
        return Ok(json);
    }
    compose_closed_weeks(db, counting.clock)?;
    find()?.ok_or_else(|| Error::Internal(format!("week {week} is closed without reports")))
}

/// A month or quarter as JSON, computed; of its ledgers as of a day where one is given.
///
/// # Errors
/// Those of the database, and numbers that don't balance.
pub fn periodical(
    conn: &mut Conn,
    counting: Counting,
    period: Period,
    park: Option<i64>,
    ledgers_as_of: Option<NaiveDate>,
) -> Result<String> {
    of_status(
        conn,
        counting,
        (period, park),
        (ReportStatus::Draft, ledgers_as_of),
    )
}

fn of_status(
    conn: &mut Conn,
    counting: Counting,
    (period, park): (Period, Option<i64>),
    (status, ledgers_as_of): (ReportStatus, Option<NaiveDate>),
) -> Result<String> {
    let label = Label {
        status,
        ..Label::draft(letterhead::of(conn)?)
    };
    let wanted = (ledgers_as_of, &label.letterhead);
    let mut material = Material::gather(conn, counting, period, park, wanted)?;
    let report = material.compose(conn, counting, park, &label)?;
    serde_json::to_string(&report).map_err(Error::internal)
}

/// A month as JSON: the stored bytes of an issued one, else composed. Who asks for another day than that of the issue
/// gets a draft. For a park that came after the issue nothing was kept, and nothing can be counted any more.
///
/// # Errors
/// As [`periodical`].
pub fn monthly(
    conn: &mut Conn,
    counting: Counting,
    period: Period,
    as_of: Option<NaiveDate>,
    park: Option<i64>,
) -> Result<String> {
    let month = period.from();
    let Some((day, of_all)) = issued::find(conn, month, None)? else {
        return periodical(conn, counting, period, park, as_of);
    };
    if as_of.is_some_and(|asked| asked != day) {
        return periodical(conn, counting, period, park, as_of);
    }
    if park.is_none() {
        return Ok(of_all);
    }
    match issued::find(conn, month, park)? {
        Some((_, kept)) => Ok(kept),
        None => of_status(
            conn,
            counting,
            (period, park),
            (ReportStatus::Closed, Some(day)),
        ),
    }
}

/// A made-up report of the running week under a letterhead that isn't kept yet: the same for everybody
/// who may set it, whether or not they may read cases.
///
/// # Errors
/// 422 for a letterhead that couldn't be kept.
pub fn preview(conn: &mut Conn, clock: &Clock, letterhead: &LetterheadIn) -> Result<Weekly> {
    let letterhead = letterhead::check(conn, letterhead)?;
    let week = Week::of(clock.today(), closed_weeks::starts_on(conn)?);
    let recorded_at = clock.show(clock.start_of(week.from()));
    let calendar = calendar::store::calendar(conn)?;
    Ok(example(week, recorded_at, letterhead, calendar))
}
