//! The as-of ledger: what was true at the end of which days.
//!
//! Each write closes the open stretch of a problem's round at the day it counts on and begins the
//! next; several on one day share a stretch, whose row then tells the end of that day.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{problem_states, support_states};
use crate::problems::rules::words::{Level, Outcome, Severity, Source, Status};

/// The end of a stretch that still lasts.
pub fn forever() -> NaiveDate {
    NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX)
}

#[derive(Debug, Clone, PartialEq, Insertable, AsChangeset)]
#[diesel(table_name = problem_states, treat_none_as_null = true)]
pub struct StateRow {
    pub problem_id: i64,
    pub round: i64,
    pub is_current: bool,
    pub status: Status,
    pub outcome: Option<Outcome>,
    pub park_id: i64,
    pub enterprise_id: Option<i64>,
    pub category_id: Option<i64>,
    pub severity: Severity,
    pub level: Level,
    pub source: Source,
    pub lead_department_id: Option<i64>,
    pub reported_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub original_due_on: Option<NaiveDate>,
    pub resolved_on: Option<NaiveDate>,
    pub resolved_department_id: Option<i64>,
    pub resolved_due_on: Option<NaiveDate>,
    pub sent_back: bool,
    pub confirmed: bool,
    pub contradicted: bool,
    pub reached: bool,
    pub satisfaction: Option<i64>,
    pub returned: i64,
    pub extended: i64,
    pub reopened: i64,
    pub supervised: i64,
    pub accept_due_on: Option<NaiveDate>,
    pub accepted_on: Option<NaiveDate>,
}

/// Notes what is true from a day on.
pub fn note_state(conn: &mut Conn, day: NaiveDate, state: &StateRow) -> Result<()> {
    let open: Option<(i64, NaiveDate)> = problem_states::table
        .filter(problem_states::problem_id.eq(state.problem_id))
        .filter(problem_states::round.eq(state.round))
        .filter(problem_states::until_day.eq(forever()))
        .select((problem_states::id, problem_states::from_day))
        .first(conn)
        .optional()?;
    let day = match open {
        // A clock set back must not turn stretches round.
        Some((id, from)) if from >= day => {
            diesel::update(problem_states::table.find(id))
                .set(state)
                .execute(conn)?;
            return Ok(());
        }
        Some((id, _)) => {
            diesel::update(problem_states::table.find(id))
                .set(problem_states::until_day.eq(day))
                .execute(conn)?;
            day
        }
        None => day,
    };
    diesel::insert_into(problem_states::table)
        .values((
            state,
            problem_states::from_day.eq(day),
            problem_states::until_day.eq(forever()),
        ))
        .execute(conn)?;
    Ok(())
}

#[derive(Debug, Clone, PartialEq, Eq, Insertable, AsChangeset)]
#[diesel(table_name = support_states, treat_none_as_null = true)]
pub struct SupportRow {
    pub problem_id: i64,
    pub assignment_id: i64,
    pub department_id: i64,
    pub due_on: Option<NaiveDate>,
    pub replied_on: Option<NaiveDate>,
    pub ended: bool,
}

/// Notes what is true of a supporting department from a day on.
pub fn note_support(conn: &mut Conn, day: NaiveDate, state: &SupportRow) -> Result<()> {
    let open: Option<(i64, NaiveDate)> = support_states::table
        .filter(support_states::assignment_id.eq(state.assignment_id))
        .filter(support_states::until_day.eq(forever()))
        .select((support_states::id, support_states::from_day))
        .first(conn)
        .optional()?;
    match open {
        Some((id, from)) if from >= day => {
            diesel::update(support_states::table.find(id))
                .set(state)
                .execute(conn)?;
            return Ok(());
        }
        Some((id, _)) => {
            diesel::update(support_states::table.find(id))
                .set(support_states::until_day.eq(day))
                .execute(conn)?;
        }
        None => {}
    }
    diesel::insert_into(support_states::table)
        .values((
            state,
            support_states::from_day.eq(day),
            support_states::until_day.eq(forever()),
        ))
        .execute(conn)?;
    Ok(())
}
