//! Assignments and the clocks that run for them.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{assignments, clocks};
use crate::problems::rules::words::{AssignmentRole, ClockKind};

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable, AsChangeset)]
#[diesel(table_name = assignments, treat_none_as_null = true)]
pub struct AssignmentRow {
    pub id: i64,
    pub problem_id: i64,
    pub department_id: i64,
    pub role: AssignmentRole,
    pub round: i64,
    pub handler: Option<String>,
    pub is_final: bool,
    pub note: Option<String>,
    pub meet_at: Option<NaiveDateTime>,
    pub place: Option<String>,
    pub dispatched_at: NaiveDateTime,
    pub accepted_at: Option<NaiveDateTime>,
    pub finished_at: Option<NaiveDateTime>,
    pub finished_by: Option<String>,
    /// JSON of the policy's terms, frozen.
    pub policy: String,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = assignments)]
pub struct NewAssignment {
    pub problem_id: i64,
    pub department_id: i64,
    pub role: AssignmentRole,
    pub round: i64,
    pub is_final: bool,
    pub note: Option<String>,
    pub meet_at: Option<NaiveDateTime>,
    pub place: Option<String>,
    pub dispatched_at: NaiveDateTime,
    pub accepted_at: Option<NaiveDateTime>,
    pub policy: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable, AsChangeset)]
#[diesel(table_name = clocks, treat_none_as_null = true)]
pub struct ClockRow {
    pub id: i64,
    pub problem_id: i64,
    pub assignment_id: Option<i64>,
    pub department_id: Option<i64>,
    pub round: i64,
    pub kind: ClockKind,
    pub started_at: NaiveDateTime,
    /// JSON of [`crate::deadlines::rules::Clock`].
    pub terms: String,
    pub due_on: NaiveDate,
    pub due_at: Option<NaiveDateTime>,
    pub original_due_on: NaiveDate,
    pub provisional: bool,
    pub yellow_at: Option<NaiveDateTime>,
    pub red_at: NaiveDateTime,
    pub paused: bool,
    pub ended_at: Option<NaiveDateTime>,
    pub ended_on: Option<NaiveDate>,
    pub met: Option<bool>,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = clocks)]
pub struct NewClock {
    pub problem_id: i64,
    pub assignment_id: Option<i64>,
    pub department_id: Option<i64>,
    pub round: i64,
    pub kind: ClockKind,
    pub started_at: NaiveDateTime,
    pub terms: String,
    pub due_on: NaiveDate,
    pub due_at: Option<NaiveDateTime>,
    pub original_due_on: NaiveDate,
    pub provisional: bool,
    pub yellow_at: Option<NaiveDateTime>,
    pub red_at: NaiveDateTime,
}

pub fn insert_assignment(conn: &mut Conn, new: &NewAssignment) -> Result<AssignmentRow> {
    let id: i64 = diesel::insert_into(assignments::table)
        .values(new)
        .returning(assignments::id)
        .get_result(conn)?;
    Ok(assignments::table
        .find(id)
        .select(AssignmentRow::as_select())
        .first(conn)?)
}

pub fn update_assignment(conn: &mut Conn, row: &AssignmentRow) -> Result<()> {
    diesel::update(assignments::table.find(row.id))
        .set(row)
        .execute(conn)?;
    Ok(())
}

/// The assignments of some problems, all rounds, oldest first.
pub fn assignments_of(conn: &mut Conn, problems: &[i64]) -> Result<Vec<AssignmentRow>> {
    Ok(assignments::table
        .filter(assignments::problem_id.eq_any(problems))
        .order(assignments::id)
        .select(AssignmentRow::as_select())
        .load(conn)?)
}

pub fn insert_clock(conn: &mut Conn, new: &NewClock) -> Result<ClockRow> {
    let id: i64 = diesel::insert_into(clocks::table)
        .values((new, clocks::paused.eq(false)))
        .returning(clocks::id)
        .get_result(conn)?;
    Ok(clocks::table
        .find(id)
        .select(ClockRow::as_select())
        .first(conn)?)
}

pub fn update_clock(conn: &mut Conn, row: &ClockRow) -> Result<()> {
    diesel::update(clocks::table.find(row.id))
        .set(row)
        .execute(conn)?;
    Ok(())
}

/// The clocks of some problems, all rounds, oldest first.
pub fn clocks_of(conn: &mut Conn, problems: &[i64]) -> Result<Vec<ClockRow>> {
    Ok(clocks::table
        .filter(clocks::problem_id.eq_any(problems))
        .order(clocks::id)
        .select(ClockRow::as_select())
        .load(conn)?)
}

/// The problems above `after` that have a running clock, in order.
pub fn running_clocks(conn: &mut Conn, after: i64, limit: i64) -> Result<Vec<i64>> {
    Ok(clocks::table
        .filter(clocks::ended_at.is_null())
        .filter(clocks::problem_id.gt(after))
        .select(clocks::problem_id)
        .distinct()
        .order(clocks::problem_id)
        .limit(limit)
        .load(conn)?)
}
