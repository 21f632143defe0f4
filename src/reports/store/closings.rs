//! Closings of weeks, and which of them still wait for their reports.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{week_closings, weekly_reports};

/// A closed week, with what its reports say of themselves.
#[derive(Debug, Clone, Insertable, Queryable)]
#[diesel(table_name = week_closings)]
pub struct WeekClosing {
    pub week: String,
    pub from_day: NaiveDate,
    pub to_day: NaiveDate,
    pub issue_number: Option<String>,
    pub closed_at: NaiveDateTime,
    pub issued_by: Option<i64>,
    pub last_event_id: i64,
    pub audit_head: String,
    /// As JSON; None for weeks whose reports were composed when they were closed.
    pub letterhead: Option<String>,
}

pub fn insert(conn: &mut Conn, closing: &WeekClosing) -> Result<()> {
    diesel::insert_into(week_closings::table)
        .values(closing)
        .execute(conn)?;
    Ok(())
}

/// The first closed week whose reports aren't composed yet.
pub fn first_waiting(conn: &mut Conn) -> Result<Option<WeekClosing>> {
    Ok(week_closings::table
        .filter(diesel::dsl::not(has_reports()))
        .order(week_closings::to_day)
        .select((
            week_closings::week,
            week_closings::from_day,
            week_closings::to_day,
            week_closings::issue_number,
            week_closings::closed_at,
            week_closings::issued_by,
            week_closings::last_event_id,
            week_closings::audit_head,
            week_closings::letterhead,
        ))
        .first(conn)
        .optional()?)
}

/// How many closed weeks wait for their reports.
pub fn waiting(conn: &mut Conn) -> Result<i64> {
    Ok(week_closings::table
        .filter(diesel::dsl::not(has_reports()))
        .count()
        .get_result(conn)?)
}

/// Whether a week's reports are still to be composed.
pub fn waits(conn: &mut Conn, to_day: NaiveDate) -> Result<bool> {
    let waiting = week_closings::table
        .filter(week_closings::to_day.eq(to_day))
        .filter(diesel::dsl::not(has_reports()));
    Ok(diesel::select(diesel::dsl::exists(waiting)).get_result(conn)?)
}

#[diesel::dsl::auto_type]
fn has_reports() -> _ {
    let reports = weekly_reports::table
        .filter(weekly_reports::to_day.eq(week_closings::to_day))
        .filter(weekly_reports::park_id.is_null());
    diesel::dsl::exists(reports)
}

/// How many weeks were issued with a number between two days.
pub fn issued_between(conn: &mut Conn, first: NaiveDate, last: NaiveDate) -> Result<i64> {
    Ok(week_closings::table
        .filter(week_closings::issue_number.is_not_null())
        .filter(week_closings::to_day.between(first, last))
        .count()
        .get_result(conn)?)
}
