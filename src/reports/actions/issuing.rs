//! Issuing the report of a month. Its figures are as of the day before, which has to be closed: nothing that is
//! recorded later can count on it, so the reports are composed out of a snapshot while others write, and kept
//! afterwards in a short write.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde_json::json;

use super::compose::{Counting, Label, Material};
use super::letterhead;
use crate::access::Actor;
use crate::audit;
use crate::base::answers::Answers;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::line::optional_line;
use crate::base::{Error, FieldError, Result};
use crate::calendar::{Week, checked_clock, closed_weeks};
use crate::reports::rules::paper::day;
use crate::reports::rules::{NUMBER_MAX, Period, ReportStatus, Weekly};
use crate::reports::store::closed;
use crate::reports::store::issued::{self, NewMonth};

/// The reports of a month, ready to be issued: of all, and of each park.
#[derive(Debug, Clone)]
pub struct Prepared {
    period: Period,
    as_of: NaiveDate,
    reports: Vec<(Option<i64>, Weekly)>,
}

/// Composes the reports of a month as of the day before.
///
/// # Errors
/// 409 for a month that isn't over, for one that was issued, and where the day before isn't closed.
pub fn prepare(
    conn: &mut Conn,
    clock: &Clock,
    at: DateTime<Utc>,
    period: Period,
) -> Result<Prepared> {
    refuse_issued(conn, period)?;
    let today = clock.day_of(at);
    let as_of = today.pred_opt().unwrap_or(today);
    if as_of < period.to() {
        return Err(Error::conflict(
            "report.month_not_over",
            "该月尚未结束，不能签发",
            "The month is not over; it can't be issued yet.",
        ));
    }
    refuse_open(conn, today, as_of)?;
    let label = Label {
        status: ReportStatus::Closed,
        closed_at: Some(clock.show(at)),
        ..Label::draft(letterhead::of(conn)?)
    };
    let wanted = &label.letterhead;
    let kept = Answers::default();
    let counting = Counting { clock, kept: &kept };
    let mut material = Material::gather(conn, counting, period, None, (Some(as_of), wanted))?;
    let parks = closed::parks(conn)?;
    let everyone = std::iter::once(None).chain(parks.iter().map(|(id, _)| Some(*id)));
    let reports = everyone
        .map(|park| Ok((park, material.compose(conn, counting, park, &label)?)))
        .collect::<Result<_>>()?;
    Ok(Prepared {
        period,
        as_of,
        reports,
    })
}

/// Before a week was closed with its reports, imported history still counts on its own days.
fn refuse_open(conn: &mut Conn, today: NaiveDate, as_of: NaiveDate) -> Result<()> {
    let closed = closed_weeks::reported_through(conn)?;
    if closed.is_some_and(|closed| closed >= as_of) {
        return Ok(());
    }
    let was_closed_at_first = closed_weeks::closed_through(conn)?.is_some_and(|day| day >= as_of);
    let open = if was_closed_at_first { today } else { as_of };
    let free = Week::of(open, closed_weeks::starts_on(conn)?).next().from();
    Err(Error::conflict(
        "report.day_not_closed",
        format!(
            "月报统计至前一日（{}），该日所在的周尚未封存；请于{}、上一周周报签发或封存后当日签发月报",
            day(as_of),
            day(free)
        ),
        format!(
            "The report is as of the day before, {as_of}, whose week is not closed yet. Issue it on {free}, \
             once the week before is issued or closed."
        ),
    ))
}

fn refuse_issued(conn: &mut Conn, period: Period) -> Result<()> {
    match issued::find(conn, period.from(), None)? {
        None => Ok(()),
        Some(_) => Err(Error::conflict(
            "report.month_issued",
            "该月月报已签发，不能重复签发",
            "The month's report was issued already.",
        )),
    }
}

/// Keeps what was prepared, under a number.
///
/// # Errors
/// 422 for a bad number, then what preparing was refused for; 409 where somebody issued it meanwhile, and for a clock
/// that isn't believed.
pub fn issue_month(
    conn: &mut Conn,
    (who, at): (&Actor, DateTime<Utc>),
    prepared: Result<&Prepared>,
    number: Option<&str>,
) -> Result<()> {
    let mut errors: Vec<FieldError> = Vec::new();
    let number = optional_line("/number", number, NUMBER_MAX, &mut errors);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let prepared = prepared?;
    checked_clock::require(conn)?;
    // Of two who issue at once the second sees the first one's.
    closed_weeks::hold(conn)?;
    refuse_issued(conn, prepared.period)?;
    let month = prepared.period.from();
    let number = match number {
        Some(number) => number,
        None => format!("{}年第{}期", month.year(), month.month()),
    };
    let data = json!({
        "month": prepared.period.to_string(),
        "as_of": prepared.as_of,
        "number": number,
    });
    let entry = audit::Entry {
        target_id: None,
        ..who.entry("report.issue_month", "monthly_report", 0, data)
    };
    audit::record(conn, at.naive_utc(), &entry)?;
    let head = audit::seal(conn)?;
    for (park, report) in &prepared.reports {
        let report = Weekly {
            number: Some(number.clone()),
            audit_head: Some(head.clone()),
            ..report.clone()
        };
        let new = NewMonth {
            month,
            as_of: prepared.as_of,
            park_id: *park,
            issue_number: number.clone(),
            issued_at: at.naive_utc(),
            issued_by: who.id,
            audit_head: head.clone(),
            content: serde_json::to_string(&report).map_err(Error::internal)?,
        };
        issued::insert(conn, &new)?;
    }
    Ok(())
}
