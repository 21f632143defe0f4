//! Closed weeks: written once, served as they are.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{parks, problem_events, weekly_reports};

/// A composed report that is about to become history.
#[derive(Insertable)]
#[diesel(table_name = weekly_reports)]
pub struct NewReport {
    pub week: String,
    pub from_day: NaiveDate,
    pub to_day: NaiveDate,
    pub park_id: Option<i64>,
    pub issue_number: Option<String>,
    pub closed_at: NaiveDateTime,
    pub issued_by: Option<i64>,
    pub last_event_id: i64,
    pub audit_head: String,
    pub content: String,
}

pub fn insert(conn: &mut Conn, report: &NewReport) -> Result<()> {
    diesel::insert_into(weekly_reports::table)
        .values(report)
        .execute(conn)?;
    Ok(())
}

/// The stored bytes of a closed week, of all or of a park.
pub fn find(conn: &mut Conn, to_day: NaiveDate, park: Option<i64>) -> Result<Option<String>> {
    let mut query = weekly_reports::table
        .filter(weekly_reports::to_day.eq(to_day))
        .into_boxed();
    query = match park {
        Some(id) => query.filter(weekly_reports::park_id.eq(id)),
        None => query.filter(weekly_reports::park_id.is_null()),
    };
    Ok(query
        .select(weekly_reports::content)
        .first(conn)
        .optional()?)
}

/// The last event of any problem, 0 where there is none.
pub fn last_event(conn: &mut Conn) -> Result<i64> {
    let last: Option<i64> = problem_events::table
        .select(diesel::dsl::max(problem_events::id))
        .first(conn)?;
    Ok(last.unwrap_or(0))
}

/// Every park, the inactive ones included: what they did stays theirs.
pub fn parks(conn: &mut Conn) -> Result<Vec<(i64, String)>> {
    Ok(parks::table
        .order(parks::id)
        .select((parks::id, parks::name))
        .load(conn)?)
}
