//! The enterprise's own problems, and what it said of them.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::DoorRow;
use crate::base::Result;
use crate::base::db::schema::{door_answers, door_reports, problem_events, problems};
use crate::base::db::{Conn, MultiBackend};
use crate::doors::rules::progress::KINDS;
use crate::problems::store::ProblemRow;

/// The problems a door shows: its enterprise's, whoever filed them, but of those that are
/// confidential, or were told in confidence, only its own.
fn visible(door: &DoorRow) -> problems::BoxedQuery<'static, MultiBackend> {
    problems::table
        .filter(problems::enterprise_id.eq(door.enterprise_id))
        .filter(
            problems::confidential.eq(false).or(exists(
                door_reports::table
                    .filter(door_reports::problem_id.eq(problems::id.nullable()))
                    .filter(door_reports::door_id.eq(door.id)),
            )),
        )
        .filter(not(exists(
            door_reports::table
                .filter(door_reports::problem_id.eq(problems::id.nullable()))
                .filter(door_reports::confidential.eq(true))
                .filter(door_reports::door_id.ne(door.id)),
        )))
        .into_boxed()
}

/// Newest first.
pub fn seen(
    conn: &mut Conn,
    door: &DoorRow,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<ProblemRow>> {
    let mut query = visible(door);
    if let Some(id) = before {
        query = query.filter(problems::id.lt(id));
    }
    Ok(query
        .order(problems::id.desc())
        .limit(limit)
        .select(ProblemRow::as_select())
        .load(conn)?)
}

pub fn count_seen(conn: &mut Conn, door: &DoorRow) -> Result<i64> {
    Ok(visible(door).count().get_result(conn)?)
}

pub fn find_seen(conn: &mut Conn, door: &DoorRow, id: i64) -> Result<Option<ProblemRow>> {
    Ok(visible(door)
        .filter(problems::id.eq(id))
        .select(ProblemRow::as_select())
        .first(conn)
        .optional()?)
}

/// An event that the enterprise is told of.
#[derive(Debug, Clone, Queryable)]
pub struct StepRow {
    pub problem_id: i64,
    pub kind: String,
    pub occurred_on: NaiveDate,
    pub text: Option<String>,
}

/// Oldest first.
pub fn steps(conn: &mut Conn, problems: &[i64]) -> Result<Vec<StepRow>> {
    Ok(problem_events::table
        .filter(problem_events::problem_id.eq_any(problems))
        .filter(problem_events::kind.eq_any(KINDS))
        .order(problem_events::id)
        .select((
            problem_events::problem_id,
            problem_events::kind,
            problem_events::occurred_on,
            problem_events::text,
        ))
        .load(conn)?)
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = door_answers)]
pub struct AnswerRow {
    pub door_id: i64,
    pub problem_id: i64,
    pub solved: bool,
    pub satisfaction: i64,
    pub answered_on: NaiveDate,
    pub answered_at: NaiveDateTime,
}

pub fn add_answer(conn: &mut Conn, answer: &AnswerRow) -> Result<()> {
    diesel::insert_into(door_answers::table)
        .values(answer)
        .execute(conn)?;
    Ok(())
}

/// The answers about some problems, oldest first, through whichever door.
pub fn answers_to(conn: &mut Conn, problems: &[i64]) -> Result<Vec<AnswerRow>> {
    Ok(door_answers::table
        .filter(door_answers::problem_id.eq_any(problems))
        .order(door_answers::id)
        .select(AnswerRow::as_select())
        .load(conn)?)
}

/// When answers were given through a door after an instant, oldest first.
pub fn answers_since(
    conn: &mut Conn,
    door: i64,
    after: NaiveDateTime,
) -> Result<Vec<NaiveDateTime>> {
    Ok(door_answers::table
        .filter(door_answers::door_id.eq(door))
        .filter(door_answers::answered_at.gt(after))
        .order(door_answers::answered_at)
        .select(door_answers::answered_at)
        .load(conn)?)
}
