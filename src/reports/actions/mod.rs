//! A week's report, issuing it, and closing the weeks whose cut-off has passed.

mod compose;
pub mod letterhead;
pub mod slip;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc, Weekday};
use serde_json::json;

use super::rules::{
    LetterheadIn, NUMBER_MAX, Period, ReportStatus, Weekly, cut_off, example, weeks_to_close,
};
use super::store::closed::{self, NewReport};
use crate::access::{Actor, Scope};
use crate::audit;
use crate::base::clock::Clock;
use crate::base::db::{Conn, settings};
use crate::base::line::optional_line;
use crate::base::{Error, FieldError, Result};
use crate::calendar::{self, Week, checked_clock, closed_weeks};
use crate::statistics::rules::asked::CountScope;
use compose::{Label, composed};

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

/// A week's report as JSON: the stored bytes of a closed one, else composed from what is known.
///
/// # Errors
/// Those of the database, and numbers that don't balance.
pub fn weekly(conn: &mut Conn, clock: &Clock, week: Week, park: Option<i64>) -> Result<String> {
    if let Some(kept) = closed::find(conn, week.to(), park)? {
        return Ok(kept);
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
    let reach = park.map_or(CountScope::Everything, CountScope::Park);
    let weekly = composed(conn, clock, Period::Week(week), (park, reach), &label)?;
    serde_json::to_string(&weekly).map_err(Error::internal)
}

/// A month or quarter as JSON, always computed: it is never closed.
///
/// # Errors
/// Those of the database, and numbers that don't balance.
pub fn periodical(
    conn: &mut Conn,
    clock: &Clock,
    period: Period,
    park: Option<i64>,
) -> Result<Weekly> {
    let label = Label::draft(letterhead::of(conn)?);
    let reach = park.map_or(CountScope::Everything, CountScope::Park);
    composed(conn, clock, period, (park, reach), &label)
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
) -> Result<String> {
    let mut errors = Vec::new();
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
    close_through(conn, clock, at, week, Some((who, &number)))?;
    weekly(conn, clock, week, None)
}

/// The running number of the year the week ends in.
fn next_number(conn: &mut Conn, week: Week) -> Result<String> {
    let year = week.to().year();
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(week.to());
    let issued = closed::issued_between(conn, first, week.to())?;
    Ok(format!("{year}年第{}期", issued + 1))
}

/// Closes every week whose cut-off has passed, in order; run by jobs and before the server is
/// ready.
///
/// # Errors
/// Those of the database, and numbers that don't balance: such a week stays open.
pub fn close_due_weeks(conn: &mut Conn, clock: &Clock, at: DateTime<Utc>) -> Result<Vec<Week>> {
    let starts_on = closed_weeks::starts_on(conn)?;
    let this = Week::of(clock.day_of(at), starts_on);
    let due = if at >= cut_off(this.previous(), cut_off_time(conn)?, clock) {
        this.previous()
    } else {
        this.previous().previous()
    };
    match closed_weeks::closed_through(conn)? {
        Some(day) if due.to() > day => close_through(conn, clock, at, due, None),
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

/// Closes all open weeks up to one, each with what was known of it alone.
fn close_through(
    conn: &mut Conn,
    clock: &Clock,
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
        close(conn, clock, at, *week, issued)?;
    }
    Ok(weeks)
}

fn close(
    conn: &mut Conn,
    clock: &Clock,
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
    let label = Label {
        status: ReportStatus::Closed,
        number,
        closed_at: Some(clock.show(at)),
        audit_head: Some(audit::seal(conn)?),
        letterhead: letterhead::of(conn)?,
    };
    let last_event_id = closed::last_event(conn)?;
    let parks = closed::parks(conn)?;
    let everyone = std::iter::once(None).chain(parks.iter().map(|(id, _)| Some(*id)));
    for park in everyone {
        let reach = park.map_or(CountScope::Everything, CountScope::Park);
        let weekly = composed(conn, clock, Period::Week(week), (park, reach), &label)?;
        let report = NewReport {
            week: week.to_string(),
            from_day: week.from(),
            to_day: week.to(),
            park_id: park,
            issue_number: label.number.clone(),
            closed_at: at.naive_utc(),
            issued_by: issued.map(|(who, _)| who.id),
            last_event_id,
            audit_head: label.audit_head.clone().unwrap_or_default(),
            content: serde_json::to_string(&weekly).map_err(Error::internal)?,
        };
        closed::insert(conn, &report)?;
    }
    closed_weeks::close_through(conn, week.to())
}
