//! Issuing a week, and closing the weeks whose cut-off has passed.
//!
//! Closing is short: from then on no event counts in the week, so its numbers stay what they are. Its reports are
//! composed afterwards out of a snapshot, while others write, and are kept for ever.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc, Weekday};
use serde_json::json;

use super::compose::{Counting, Label, Material};
use super::letterhead;
use crate::access::Actor;
use crate::audit;
use crate::base::answers::Answers;
use crate::base::clock::Clock;
use crate::base::db::{Conn, Db, settings};
use crate::base::line::optional_line;
use crate::base::{Error, FieldError, Result};
use crate::calendar::{Week, checked_clock, closed_weeks};
use crate::reports::rules::{NUMBER_MAX, Period, ReportStatus, cut_off, weeks_to_close};
use crate::reports::store::closed::{self, NewReport};
use crate::reports::store::closings::{self, WeekClosing};

/// Issues a week that is over: it and all before it are closed, it with a number.
///
/// # Errors
/// 422 for a bad number, 409 for a week that isn't over or is closed already, and for a clock that isn't
/// believed.
pub fn issue(
    conn: &mut Conn,
    clock: &Clock,
    (who, at): (&Actor, DateTime<Utc>),
    week: Week,
    number: Option<&str>,
) -> Result<()> {
    let mut errors: Vec<FieldError> = Vec::new();
    let number = optional_line("/number", number, NUMBER_MAX, &mut errors);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    checked_clock::require(conn)?;
    if week.to() >= clock.day_of(at) {
        return Err(Error::conflict(
            "report.week_not_over",
            "该周尚未结束，不能签发",
            "The week is not over; it can't be issued yet.",
        ));
    }
    if closed_weeks::hold(conn)?.is_some_and(|day| week.to() <= day) {
        return Err(Error::conflict(
            "report.closed",
            "该周已封存，不能再签发",
            "The week is closed; it can't be issued any more.",
        ));
    }
    let number = match number {
        Some(number) => number,
        None => next_number(conn, week)?,
    };
    close_through(conn, at, week, Some((who, &number))).map(drop)
}

/// The running number of the year the week ends in.
fn next_number(conn: &mut Conn, week: Week) -> Result<String> {
    let year = week.to().year();
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(week.to());
    let issued = closings::issued_between(conn, first, week.to())?;
    Ok(format!("{year}年第{}期", issued + 1))
}

/// Closes every week whose cut-off has passed, in order; run by jobs and before the server answers, so that no
/// write of that moment counts in a week that should be closed.
///
/// # Errors
/// Those of the database.
pub fn close_due_weeks(conn: &mut Conn, clock: &Clock, at: DateTime<Utc>) -> Result<Vec<Week>> {
    let starts_on = closed_weeks::starts_on(conn)?;
    let this = Week::of(clock.day_of(at), starts_on);
    let due = if at >= cut_off(this.previous(), cut_off_time(conn)?, clock) {
        this.previous()
    } else {
        this.previous().previous()
    };
    match closed_weeks::closed_through(conn)? {
        Some(day) if due.to() > day => close_through(conn, at, due, None),
        Some(_) | None => Ok(Vec::new()),
    }
}

fn cut_off_time(conn: &mut Conn) -> Result<NaiveTime> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let kept = settings::find(conn, "week_cut_off")?;
    Ok(kept
        .and_then(|text| NaiveTime::parse_from_str(&text, "%H:%M").ok())
        .unwrap_or(noon))
}

/// Closes all open weeks up to one.
fn close_through(
    conn: &mut Conn,
    at: DateTime<Utc>,
    last: Week,
    issued: Option<(&Actor, &str)>,
) -> Result<Vec<Week>> {
    let starts_on: Weekday = closed_weeks::starts_on(conn)?;
    // Held from here on: no counting write is under way, and none begins.
    let Some(closed_through) = closed_weeks::hold(conn)? else {
        return Ok(Vec::new());
    };
    let weeks: Vec<Week> = weeks_to_close(closed_through, last, starts_on).collect();
    for week in &weeks {
        let issued = issued.filter(|_| *week == last);
        close(conn, at, *week, issued)?;
    }
    Ok(weeks)
}

fn close(
    conn: &mut Conn,
    at: DateTime<Utc>,
    week: Week,
    issued: Option<(&Actor, &str)>,
) -> Result<()> {
    let number = issued.map(|(_, number)| number.to_owned());
    let data = json!({ "week": week.to_string(), "number": number });
    let entry = match issued {
        Some((who, _)) => audit::Entry {
            target_id: None,
            ..who.entry("report.issue", "weekly_report", 0, data)
        },
        None => audit::Entry {
            action: "report.close".to_owned(),
            target: "weekly_report",
            data,
            ..audit::Entry::default()
        },
    };
    audit::record(conn, at.naive_utc(), &entry)?;
    let letterhead = letterhead::of(conn)?;
    let closing = WeekClosing {
        week: week.to_string(),
        from_day: week.from(),
        to_day: week.to(),
        issue_number: number,
        closed_at: at.naive_utc(),
        issued_by: issued.map(|(who, _)| who.id),
        last_event_id: closed::last_event(conn)?,
        audit_head: audit::seal(conn)?,
        letterhead: Some(serde_json::to_string(&letterhead).map_err(Error::internal)?),
    };
    closings::insert(conn, &closing)?;
    closed_weeks::close_through(conn, week.to())
}

/// Composes and keeps the reports of every closed week that has none yet, the oldest first.
///
/// # Errors
/// As [`compose_next`].
pub fn compose_closed_weeks(db: &Db, clock: &Clock) -> Result<()> {
    while compose_next(db, clock)? {}
    Ok(())
}

/// Composes and keeps the reports of the first closed week that has none yet, out of one snapshot; false where
/// none waits. Several may do it at once: who comes second keeps nothing.
///
/// # Errors
/// Those of the database, and numbers that don't balance: the week's reports wait.
pub fn compose_next(db: &Db, clock: &Clock) -> Result<bool> {
    let Some(closing) = db.read_blocking(closings::first_waiting)? else {
        return Ok(false);
    };
    let reports = db.read_blocking(|conn| composed(conn, clock, &closing))?;
    let to_day = closing.to_day;
    db.write_blocking(move |conn| {
        // One node at a time looks whether they are kept already.
        closed_weeks::hold(conn)?;
        if closed::find(conn, to_day, None)?.is_some() {
            return Ok(());
        }
        reports
            .iter()
            .try_for_each(|report| closed::insert(conn, report))
    })?;
    Ok(true)
}

fn composed(conn: &mut Conn, clock: &Clock, closing: &WeekClosing) -> Result<Vec<NewReport>> {
    let starts_on = closed_weeks::starts_on(conn)?;
    let week = Week::of(closing.from_day, starts_on);
    let letterhead = match &closing.letterhead {
        Some(kept) => serde_json::from_str(kept).map_err(Error::internal)?,
        None => letterhead::of(conn)?,
    };
    let label = Label {
        status: ReportStatus::Closed,
        number: closing.issue_number.clone(),
        closed_at: Some(clock.show(closing.closed_at.and_utc())),
        audit_head: Some(closing.audit_head.clone()),
        letterhead,
    };
    let wanted = (None, &label.letterhead);
    let kept = Answers::default();
    let counting = Counting { clock, kept: &kept };
    let mut material = Material::gather(conn, counting, Period::Week(week), None, wanted)?;
    let parks = closed::parks(conn)?;
    let everyone = std::iter::once(None).chain(parks.iter().map(|(id, _)| Some(*id)));
    everyone
        .map(|park| {
            let weekly = material.compose(conn, counting, park, &label)?;
            Ok(NewReport {
                week: closing.week.clone(),
                from_day: closing.from_day,
                to_day: closing.to_day,
                park_id: park,
                issue_number: closing.issue_number.clone(),
                closed_at: closing.closed_at,
                issued_by: closing.issued_by,
                last_event_id: closing.last_event_id,
                audit_head: closing.audit_head.clone(),
                content: serde_json::to_string(&weekly).map_err(Error::internal)?,
            })
        })
        .collect()
}
