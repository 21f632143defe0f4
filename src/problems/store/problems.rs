//! The present row of a problem.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::list::visible;
use crate::access::Scope;
use crate::base::db::Conn;
use crate::base::db::schema::{enterprises, problems, visits};
use crate::base::{Error, Result};
use crate::problems::rules::words::{Level, Outcome, Severity, Source, Status};

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, AsChangeset)]
#[diesel(table_name = problems, treat_none_as_null = true)]
pub struct ProblemRow {
    pub id: i64,
    pub number: String,
    pub title: String,
    pub title_key: String,
    pub description: String,
    pub park_id: i64,
    pub enterprise_id: Option<i64>,
    pub site_name: Option<String>,
    pub visit_id: Option<i64>,
    pub source: Source,
    pub source_reference: Option<String>,
    pub source_due_on: Option<NaiveDate>,
    pub category_id: Option<i64>,
    pub severity: Severity,
    pub level: Level,
    pub status: Status,
    pub outcome: Option<Outcome>,
    pub round: i64,
    pub raised_on: NaiveDate,
    pub reported_on: NaiveDate,
    pub reported_at: NaiveDateTime,
    pub reported_by: Option<i64>,
    pub lead_department_id: Option<i64>,
    pub dispatched_at: Option<NaiveDateTime>,
    pub accepted_at: Option<NaiveDateTime>,
    pub resolved_at: Option<NaiveDateTime>,
    pub closed_at: Option<NaiveDateTime>,
    pub due_on: Option<NaiveDate>,
    pub yellow_at: Option<NaiveDateTime>,
    pub red_at: Option<NaiveDateTime>,
    pub satisfaction: Option<i64>,
    pub returned_count: i64,
    pub reopened_count: i64,
    pub extended_count: i64,
    pub supervised_count: i64,
    /// JSON of [`crate::problems::rules::present::Present`].
    pub facts: String,
    pub active: bool,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i64,
    /// 保密; what follows from it stands in [`crate::problems::actions::seen_by`].
    pub confidential: bool,
}

/// What filing a problem writes; everything else begins empty.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = problems)]
pub struct NewProblem {
    pub number: String,
    pub title: String,
    pub title_key: String,
    pub description: String,
    pub park_id: i64,
    pub enterprise_id: Option<i64>,
    pub site_name: Option<String>,
    pub visit_id: Option<i64>,
    pub source: Source,
    pub source_reference: Option<String>,
    pub source_due_on: Option<NaiveDate>,
    pub category_id: Option<i64>,
    pub severity: Severity,
    pub level: Level,
    pub raised_on: NaiveDate,
    pub reported_on: NaiveDate,
    pub reported_by: Option<i64>,
    pub confidential: bool,
}

pub fn insert(conn: &mut Conn, now: NaiveDateTime, problem: &NewProblem) -> Result<ProblemRow> {
    let id: i64 = diesel::insert_into(problems::table)
        .values((
            problem,
            problems::status.eq(Status::Reported),
            problems::round.eq(1),
            problems::reported_at.eq(now),
            problems::returned_count.eq(0),
            problems::reopened_count.eq(0),
            problems::extended_count.eq(0),
            problems::supervised_count.eq(0),
            problems::facts.eq("{}"),
            problems::active.eq(true),
            problems::created_at.eq(now),
            problems::updated_at.eq(now),
            problems::version.eq(1),
        ))
        .returning(problems::id)
        .get_result(conn)?;
    Ok(problems::table
        .find(id)
        .select(ProblemRow::as_select())
        .first(conn)?)
}

/// A problem within the scope.
pub fn find(conn: &mut Conn, scope: Scope, id: i64) -> Result<Option<ProblemRow>> {
    Ok(visible(scope)
        .filter(problems::id.eq(id))
        .select(ProblemRow::as_select())
        .first(conn)
        .optional()?)
}

/// Those of some problems that are within the scope.
pub fn find_many(conn: &mut Conn, scope: Scope, ids: &[i64]) -> Result<Vec<ProblemRow>> {
    Ok(visible(scope)
        .filter(problems::id.eq_any(ids.to_vec()))
        .select(ProblemRow::as_select())
        .load(conn)?)
}

/// The next problems above an id, of all.
pub fn after(conn: &mut Conn, id: i64, limit: i64) -> Result<Vec<i64>> {
    Ok(problems::table
        .filter(problems::id.gt(id))
        .order(problems::id)
        .limit(limit)
        .select(problems::id)
        .load(conn)?)
}

/// A problem within the scope, held until the transaction ends, so that of many who act at once each
/// sees what the one before left.
pub fn hold(conn: &mut Conn, scope: Scope, id: i64) -> Result<Option<ProblemRow>> {
    lock(conn, id)?;
    find(conn, scope, id)
}

/// [`find`] for the system itself, which only looks.
pub fn find_any(conn: &mut Conn, id: i64) -> Result<Option<ProblemRow>> {
    Ok(problems::table
        .find(id)
        .select(ProblemRow::as_select())
        .first(conn)
        .optional()?)
}

/// [`hold`] for the system itself, which has no scope.
pub fn hold_any(conn: &mut Conn, id: i64) -> Result<Option<ProblemRow>> {
    lock(conn, id)?;
    find_any(conn, id)
}

/// Holds two problems, always the lower id first, so that no two transactions wait for each other.
pub fn lock_both(conn: &mut Conn, one: i64, other: i64) -> Result<()> {
    lock(conn, one.min(other))?;
    lock(conn, one.max(other))
}

fn lock(conn: &mut Conn, id: i64) -> Result<()> {
    if let Conn::Pg(conn) = conn {
        let _: Option<i64> = problems::table
            .find(id)
            .select(problems::id)
            .for_update()
            .first(conn)
            .optional()?;
    }
    Ok(())
}

/// Writes the row back with the next version; [`Error::Stale`] where somebody was faster.
pub fn save(conn: &mut Conn, problem: &mut ProblemRow) -> Result<()> {
    let read = problem.version;
    problem.version += 1;
    let row = problems::table
        .filter(problems::id.eq(problem.id))
        .filter(problems::version.eq(read));
    match diesel::update(row).set(&*problem).execute(conn)? {
        1 => Ok(()),
        _ => Err(Error::Stale),
    }
}

/// The suspended problems with an id above `after`.
pub fn suspended(conn: &mut Conn, after: i64, limit: i64) -> Result<Vec<i64>> {
    Ok(problems::table
        .filter(problems::status.eq(Status::Suspended))
        .filter(problems::id.gt(after))
        .order(problems::id)
        .limit(limit)
        .select(problems::id)
        .load(conn)?)
}

/// The open problems of an enterprise within the scope, newest first.
pub fn open_of_enterprise(
    conn: &mut Conn,
    scope: Scope,
    enterprise: i64,
    limit: i64,
) -> Result<Vec<ProblemRow>> {
    Ok(visible(scope)
        .filter(problems::enterprise_id.eq(enterprise))
        .filter(problems::status.eq_any(Status::OPEN))
        .order(problems::id.desc())
        .limit(limit)
        .select(ProblemRow::as_select())
        .load(conn)?)
}

#[derive(QueryableByName)]
struct Last {
    #[diesel(sql_type = BigInt)]
    last: i64,
}

/// The next running number of a park's code in a year; gaps appear only where a write rolled back
/// after another had taken the next one, never duplicates.
pub fn next_number(conn: &mut Conn, park_code: &str, year: i64) -> Result<i64> {
    let next: Last = diesel::sql_query(
        "INSERT INTO problem_numbers (park_code, year, last) VALUES ($1, $2, 1) \
         ON CONFLICT (park_code, year) DO UPDATE SET last = problem_numbers.last + 1 RETURNING last",
    )
    .bind::<Text, _>(park_code)
    .bind::<BigInt, _>(year)
    .get_result(conn)?;
    Ok(next.last)
}

/// The park and the enterprise of a visit that still counts, which it keeps until the transaction ends;
/// visits themselves are of a layer above.
pub fn visited(conn: &mut Conn, visit: i64) -> Result<Option<(i64, Option<i64>)>> {
    if let Conn::Pg(conn) = conn {
        let _: Option<i64> = visits::table
            .find(visit)
            .select(visits::id)
            .for_share()
            .first(conn)
            .optional()?;
    }
    Ok(visits::table
        .find(visit)
        .filter(visits::voided_at.is_null())
        .select((visits::park_id, visits::enterprise_id))
        .first(conn)
        .optional()?)
}

/// The names and credit codes of enterprises by id, for those who see a problem of theirs.
pub fn identities(conn: &mut Conn, ids: &[i64]) -> Result<Vec<(i64, String, Option<String>)>> {
    Ok(enterprises::table
        .filter(enterprises::id.eq_any(ids))
        .select((enterprises::id, enterprises::name, enterprises::credit_code))
        .load(conn)?)
}

/// Those of some problems that are confidential.
pub fn confidential_among(conn: &mut Conn, ids: &[i64]) -> Result<Vec<i64>> {
    Ok(problems::table
        .filter(problems::id.eq_any(ids))
        .filter(problems::confidential)
        .select(problems::id)
        .load(conn)?)
}
