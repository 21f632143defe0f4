//! The timeline: appended, never changed; the database itself refuses the rest.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::problem_events;
use crate::problems::rules::table::Action;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = problem_events)]
pub struct EventRow {
    pub id: i64,
    pub problem_id: i64,
    pub kind: String,
    pub occurred_on: NaiveDate,
    pub recorded_at: NaiveDateTime,
    pub counted_on: NaiveDate,
    pub round: i64,
    pub department_id: Option<i64>,
    pub actor_id: Option<i64>,
    pub actor_name: Option<String>,
    pub actor_role: Option<String>,
    pub on_behalf_of: Option<String>,
    pub text: Option<String>,
    pub data: String,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = problem_events)]
pub struct NewEvent {
    pub problem_id: i64,
    pub kind: &'static str,
    pub occurred_on: NaiveDate,
    pub recorded_at: NaiveDateTime,
    pub counted_on: NaiveDate,
    pub round: i64,
    pub department_id: Option<i64>,
    pub actor_id: Option<i64>,
    pub actor_name: Option<String>,
    pub actor_role: Option<&'static str>,
    pub on_behalf_of: Option<String>,
    pub text: Option<String>,
    pub data: String,
}

pub fn append(conn: &mut Conn, event: &NewEvent) -> Result<i64> {
    Ok(diesel::insert_into(problem_events::table)
        .values(event)
        .returning(problem_events::id)
        .get_result(conn)?)
}

/// The events of a problem after an id, oldest first.
pub fn timeline(conn: &mut Conn, problem: i64, after: i64, limit: i64) -> Result<Vec<EventRow>> {
    Ok(problem_events::table
        .filter(problem_events::problem_id.eq(problem))
        .filter(problem_events::id.gt(after))
        .order(problem_events::id)
        .limit(limit)
        .select(EventRow::as_select())
        .load(conn)?)
}

/// The events of some kinds of some problems, oldest first.
pub fn of_kinds(conn: &mut Conn, problems: &[i64], kinds: &[Action]) -> Result<Vec<EventRow>> {
    let kinds = kinds.iter().map(|kind| kind.as_str());
    Ok(problem_events::table
        .filter(problem_events::problem_id.eq_any(problems.to_vec()))
        .filter(problem_events::kind.eq_any(kinds.collect::<Vec<_>>()))
        .order(problem_events::id)
        .select(EventRow::as_select())
        .load(conn)?)
}

/// The events by which problems were made confidential after they had been filed.
pub fn covered(conn: &mut Conn, problems: &[i64]) -> Result<Vec<(i64, i64)>> {
    Ok(problem_events::table
        .filter(problem_events::problem_id.eq_any(problems))
        .filter(problem_events::kind.eq(Action::Edit.as_str()))
        // Quotes inside a text are escaped, so that this stands for the field alone.
        .filter(problem_events::data.like("%\"confidential\":{\"from\":false,\"to\":true}%"))
        .order(problem_events::id)
        .select((problem_events::problem_id, problem_events::id))
        .load(conn)?)
}

/// When an event was recorded.
pub fn recorded_at(conn: &mut Conn, event: i64) -> Result<NaiveDateTime> {
    Ok(problem_events::table
        .find(event)
        .select(problem_events::recorded_at)
        .first(conn)?)
}

/// How many events a problem has.
pub fn length(conn: &mut Conn, problem: i64) -> Result<i64> {
    Ok(problem_events::table
        .filter(problem_events::problem_id.eq(problem))
        .count()
        .get_result(conn)?)
}

/// The id of a problem's last event; 0 where there is none.
pub fn last_event(conn: &mut Conn, problem: i64) -> Result<i64> {
    let last: Option<i64> = problem_events::table
        .filter(problem_events::problem_id.eq(problem))
        .order(problem_events::id.desc())
        .select(problem_events::id)
        .first(conn)
        .optional()?;
    Ok(last.unwrap_or(0))
}
