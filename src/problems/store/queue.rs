//! What waits for somebody.

use chrono::{DateTime, NaiveDateTime, NaiveTime};
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use serde::{Deserialize, Serialize};

use super::ledger::forever;
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::problem_waits;
use crate::base::given::Instant;
use crate::problems::rules::queue::Responsible;
use crate::problems::rules::table::Action;

#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = problem_waits)]
pub struct NewWait {
    pub problem_id: i64,
    pub kind: Action,
    pub whom: Responsible,
    pub park_id: i64,
    pub department_id: Option<i64>,
    pub not_user_id: Option<i64>,
    pub from_at: NaiveDateTime,
    pub until_at: NaiveDateTime,
    pub red_at: NaiveDateTime,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = problem_waits)]
pub struct WaitRow {
    pub problem_id: i64,
    pub kind: Action,
    pub red_at: NaiveDateTime,
}

/// Whose queue it is, at a moment.
#[derive(Debug, Clone, Copy)]
pub struct QueueReader {
    pub user: i64,
    pub owner: QueueOwner,
    pub now: NaiveDateTime,
}

#[derive(Debug, Clone, Copy)]
pub enum QueueOwner {
    Department(i64),
    Park(i64),
    Coordinator,
    Leader,
    Nobody,
}

/// Where a page of one kind ends: what turns red first stands first, what never does last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueCursor(Option<Instant>, i64);

/// How many of a kind wait, and a number that another set of them wouldn't have.
pub type Counted = (Action, i64, i64);

impl QueueCursor {
    pub fn of(row: &WaitRow) -> Self {
        let red_at = Some(row.red_at).filter(|at| *at != never());
        Self(red_at.map(|at| Instant::kept(at.and_utc())), row.problem_id)
    }
}

/// Later than anything.
pub fn never() -> NaiveDateTime {
    forever().and_time(NaiveTime::MIN)
}

impl QueueReader {
    /// A condition made of our own words and ids alone.
    fn condition(&self) -> String {
        let owner = match self.owner {
            QueueOwner::Department(id) => format!("whom = 'department' AND department_id = {id}"),
            QueueOwner::Park(id) => format!("whom = 'office' AND park_id = {id}"),
            QueueOwner::Coordinator => "whom IN ('office', 'coordinator')".to_owned(),
            QueueOwner::Leader => "whom = 'leader'".to_owned(),
            QueueOwner::Nobody => "1 = 0".to_owned(),
        };
        let user = self.user;
        format!("({owner} AND (not_user_id IS NULL OR not_user_id <> {user}))")
    }
}

/// Writes anew what a problem waits for.
pub fn note_waits(conn: &mut Conn, problem: i64, waits: &[NewWait]) -> Result<()> {
    diesel::delete(problem_waits::table.filter(problem_waits::problem_id.eq(problem)))
        .execute(conn)?;
    for wait in waits {
        diesel::insert_into(problem_waits::table)
            .values(wait)
            .execute(conn)?;
    }
    Ok(())
}

/// What waits, by kind.
pub fn counts(conn: &mut Conn, viewer: &QueueReader) -> Result<Vec<Counted>> {
    // Rows are written anew with every move, under new ids.
    let stamp = sql::<BigInt>("CAST(SUM(problem_waits.id) AS BIGINT)");
    Ok(problem_waits::table
        .filter(sql::<Bool>(&viewer.condition()))
        .filter(problem_waits::from_at.le(viewer.now))
        .filter(problem_waits::until_at.gt(viewer.now))
        .group_by(problem_waits::kind)
        .order(problem_waits::kind)
        .select((problem_waits::kind, count_star(), stamp))
        .load(conn)?)
}

/// A page of what waits of one kind.
pub fn waiting(
    conn: &mut Conn,
    viewer: &QueueReader,
    kind: Action,
    after: Option<QueueCursor>,
    limit: i64,
) -> Result<Vec<WaitRow>> {
    let mut query = problem_waits::table
        .filter(sql::<Bool>(&viewer.condition()))
        .filter(problem_waits::kind.eq(kind))
        .filter(problem_waits::from_at.le(viewer.now))
        .filter(problem_waits::until_at.gt(viewer.now))
        .into_boxed();
    if let Some(QueueCursor(red_at, problem)) = after {
        let red_at = red_at.map_or_else(never, |at| DateTime::from(at).naive_utc());
        query = query.filter(
            problem_waits::red_at.gt(red_at).or(problem_waits::red_at
                .eq(red_at)
                .and(problem_waits::problem_id.gt(problem))),
        );
    }
    Ok(query
        .order((problem_waits::red_at, problem_waits::problem_id))
        .limit(limit)
        .select(WaitRow::as_select())
        .load(conn)?)
}
