//! What enterprises filed, and what became of it.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::exists;
use diesel::prelude::*;

use crate::access::Scope;
use crate::base::db::schema::{door_reports, enterprises, problems};
use crate::base::db::{Conn, MultiBackend};
use crate::base::{Error, Result};
use crate::doors::rules::DoorReportStatus;
use crate::problems::rules::words::Severity;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = door_reports)]
pub struct ReportRow {
    pub id: i64,
    pub door_id: i64,
    pub enterprise_id: i64,
    pub title: String,
    pub description: String,
    pub category_id: Option<i64>,
    pub severity: Severity,
    pub confidential: bool,
    pub contact_name: String,
    pub contact_phone: String,
    pub status: DoorReportStatus,
    pub filed_on: NaiveDate,
    pub problem_id: Option<i64>,
    pub decided_by: Option<i64>,
    pub decided_at: Option<NaiveDateTime>,
    pub reason: Option<String>,
    pub body_hash: Option<String>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i64,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = door_reports)]
pub struct NewReport {
    pub door_id: i64,
    pub enterprise_id: i64,
    pub title: String,
    pub description: String,
    pub category_id: Option<i64>,
    pub severity: Severity,
    pub confidential: bool,
    pub contact_name: String,
    pub contact_phone: String,
    pub filed_on: NaiveDate,
    pub idempotency_key: Option<String>,
    pub body_hash: Option<String>,
}

/// What a list asks for; what is absent doesn't narrow it.
#[derive(Debug, Clone, Copy, Default)]
pub struct DoorReportFilter {
    pub status: Option<DoorReportStatus>,
    pub enterprise_id: Option<i64>,
}

type Boxed = door_reports::BoxedQuery<'static, MultiBackend>;

fn visible(scope: Scope) -> Boxed {
    let all = door_reports::table.into_boxed();
    match scope {
        Scope::All => all,
        Scope::Park(park) => all.filter(exists(
            enterprises::table
                .filter(enterprises::id.eq(door_reports::enterprise_id))
                .filter(enterprises::park_id.eq(park)),
        )),
        Scope::Department(_) | Scope::Nothing => all.filter(door_reports::id.lt(0)),
    }
}

fn filtered(scope: Scope, filter: DoorReportFilter) -> Boxed {
    let mut query = visible(scope);
    if let Some(status) = filter.status {
        query = query.filter(door_reports::status.eq(status));
    }
    if let Some(enterprise) = filter.enterprise_id {
        query = query.filter(door_reports::enterprise_id.eq(enterprise));
    }
    query
}

pub fn insert_report(conn: &mut Conn, now: NaiveDateTime, report: &NewReport) -> Result<ReportRow> {
    let id: i64 = diesel::insert_into(door_reports::table)
        .values((
            report,
            door_reports::status.eq(DoorReportStatus::Waiting),
            door_reports::created_at.eq(now),
            door_reports::updated_at.eq(now),
            door_reports::version.eq(1),
        ))
        .returning(door_reports::id)
        .get_result(conn)?;
    Ok(door_reports::table
        .find(id)
        .select(ReportRow::as_select())
        .first(conn)?)
}

pub fn find_report(conn: &mut Conn, scope: Scope, id: i64) -> Result<Option<ReportRow>> {
    Ok(visible(scope)
        .filter(door_reports::id.eq(id))
        .select(ReportRow::as_select())
        .first(conn)
        .optional()?)
}

/// A report within the scope, held until the transaction ends, so that of two who decide at once the
/// second sees what the first did.
pub fn hold_report(conn: &mut Conn, scope: Scope, id: i64) -> Result<Option<ReportRow>> {
    if let Conn::Pg(conn) = conn {
        let _: Option<i64> = door_reports::table
            .find(id)
            .select(door_reports::id)
            .for_update()
            .first(conn)
            .optional()?;
    }
    find_report(conn, scope, id)
}

/// Reports before an id, newest first.
pub fn list_reports(
    conn: &mut Conn,
    scope: Scope,
    filter: DoorReportFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<ReportRow>> {
    page(conn, filtered(scope, filter), before, limit)
}

pub fn count_reports(conn: &mut Conn, scope: Scope, filter: DoorReportFilter) -> Result<i64> {
    Ok(filtered(scope, filter).count().get_result(conn)?)
}

/// What came through one door, newest first.
pub fn of_door(
    conn: &mut Conn,
    door: i64,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<ReportRow>> {
    let query = door_reports::table.filter(door_reports::door_id.eq(door));
    page(conn, query.into_boxed(), before, limit)
}

fn page(
    conn: &mut Conn,
    mut query: Boxed,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<ReportRow>> {
    if let Some(id) = before {
        query = query.filter(door_reports::id.lt(id));
    }
    Ok(query
        .order(door_reports::id.desc())
        .limit(limit)
        .select(ReportRow::as_select())
        .load(conn)?)
}

/// How many came through a door, all or on a day.
pub fn count_on(conn: &mut Conn, door: i64, day: Option<NaiveDate>) -> Result<i64> {
    let mut query = door_reports::table
        .filter(door_reports::door_id.eq(door))
        .into_boxed();
    if let Some(day) = day {
        query = query.filter(door_reports::filed_on.eq(day));
    }
    Ok(query.count().get_result(conn)?)
}

/// What was filed through a door under an `Idempotency-Key`, however long ago.
pub fn repeated(conn: &mut Conn, door: i64, key: &str) -> Result<Option<ReportRow>> {
    Ok(door_reports::table
        .filter(door_reports::door_id.eq(door))
        .filter(door_reports::idempotency_key.eq(key))
        .select(ReportRow::as_select())
        .first(conn)
        .optional()?)
}

/// An old key is free again.
pub fn forget_key(conn: &mut Conn, id: i64) -> Result<()> {
    diesel::update(door_reports::table.find(id))
        .set(door_reports::idempotency_key.eq(None::<String>))
        .execute(conn)?;
    Ok(())
}

/// Writes what was decided, under the next version.
pub fn decide(conn: &mut Conn, report: &ReportRow) -> Result<()> {
    let row = door_reports::table
        .filter(door_reports::id.eq(report.id))
        .filter(door_reports::version.eq(report.version));
    let changed = diesel::update(row)
        .set((
            door_reports::status.eq(report.status),
            door_reports::problem_id.eq(report.problem_id),
            door_reports::decided_by.eq(report.decided_by),
            door_reports::decided_at.eq(report.decided_at),
            door_reports::reason.eq(&report.reason),
            door_reports::updated_at.eq(report.decided_at.unwrap_or(report.updated_at)),
            door_reports::version.eq(report.version + 1),
        ))
        .execute(conn)?;
    match changed {
        1 => Ok(()),
        _ => Err(Error::Stale),
    }
}

/// The numbers of problems by id.
pub fn problem_numbers(conn: &mut Conn, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    Ok(problems::table
        .filter(problems::id.eq_any(ids))
        .select((problems::id, problems::number))
        .load(conn)?)
}
