//! Rows of imports, and what of the live database a file is compared with.

mod kept;
mod known;
mod staged;

pub use kept::{discard, drop_plans, forget, kept, waiting_since};
pub use known::{
    EnterpriseKnown, ProblemKnown, VisitKnown, categories, departments, enterprises, entry_numbers,
    liaisons, parks, problems_of, problems_with, visits_of,
};
pub use staged::{
    LastIds, NumberSeries, is_taken, is_told_already, last_ids, moved_numbers, numbers,
    raise_last_number, reserve_numbers,
};

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::access::Scope;
use crate::base::db::schema::{import_files, import_issues, import_rows, imports};
use crate::base::db::{Conn, MultiBackend};
use crate::base::{Error, Result};
use crate::ledger::import::rules::columns::Kind;
use crate::ledger::import::rules::money::MoneyUnit;
use crate::ledger::import::state::{Mode, State};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = imports)]
pub struct ImportRow {
    pub id: i64,
    #[diesel(deserialize_as = String)]
    pub kind: Kind,
    pub state: State,
    pub dry_run: bool,
    pub mode: Mode,
    pub create_missing: String,
    pub mapping: String,
    pub sheet: Option<String>,
    pub file_name: String,
    pub file_hash: String,
    pub requested_by: i64,
    pub park_id: Option<i64>,
    pub department_id: Option<i64>,
    pub unit: Option<MoneyUnit>,
    pub header: String,
    pub rows_done: i64,
    pub rows_total: Option<i64>,
    pub new_count: i64,
    pub same_count: i64,
    pub different_count: i64,
    pub wrong_count: i64,
    pub prepared_count: i64,
    pub making: String,
    pub fault_code: Option<String>,
    pub fault_zh: Option<String>,
    pub fault_en: Option<String>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub finished_at: Option<NaiveDateTime>,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = imports)]
pub struct NewImport {
    pub kind: &'static str,
    pub dry_run: bool,
    pub mode: Mode,
    pub create_missing: String,
    pub mapping: String,
    pub sheet: Option<String>,
    pub file_name: String,
    pub file_hash: String,
    pub requested_by: i64,
    pub park_id: Option<i64>,
    pub department_id: Option<i64>,
    pub unit: Option<MoneyUnit>,
    pub kept_bytes: i64,
}

/// What a pass over a file found so far.
#[derive(Debug, Clone, Default, AsChangeset)]
#[diesel(table_name = imports)]
pub struct Found {
    pub header: String,
    pub rows_done: i64,
    pub new_count: i64,
    pub same_count: i64,
    pub different_count: i64,
    pub wrong_count: i64,
    pub prepared_count: i64,
    pub making: String,
    pub kept_bytes: i64,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = import_issues)]
pub struct IssueRow {
    pub import_id: i64,
    pub row_number: i64,
    pub column_key: Option<String>,
    pub code: String,
    pub is_note: bool,
    pub detail_zh: String,
    pub detail_en: String,
}

fn visible(scope: Scope) -> imports::BoxedQuery<'static, MultiBackend> {
    let all = imports::table.into_boxed();
    match scope {
        Scope::All => all,
        Scope::Park(park) => all.filter(imports::park_id.eq(park)),
        Scope::Department(department) => all.filter(imports::department_id.eq(department)),
        Scope::Nothing => all.filter(imports::id.lt(0)),
    }
}

pub fn insert(conn: &mut Conn, now: NaiveDateTime, new: &NewImport, content: &[u8]) -> Result<i64> {
    let id: i64 = diesel::insert_into(imports::table)
        .values((
            new,
            (
                imports::state.eq(State::Reading),
                imports::header.eq("[]"),
                imports::making.eq("{}"),
                imports::rows_done.eq(0),
                imports::new_count.eq(0),
                imports::same_count.eq(0),
                imports::different_count.eq(0),
                imports::wrong_count.eq(0),
                imports::created_at.eq(now),
                imports::updated_at.eq(now),
            ),
        ))
        .returning(imports::id)
        .get_result(conn)?;
    diesel::insert_into(import_files::table)
        .values((
            import_files::import_id.eq(id),
            import_files::content.eq(content),
        ))
        .execute(conn)?;
    Ok(id)
}

/// An import within the scope.
pub fn find(conn: &mut Conn, scope: Scope, id: i64) -> Result<Option<ImportRow>> {
    Ok(visible(scope)
        .filter(imports::id.eq(id))
        .select(ImportRow::as_select())
        .first(conn)
        .optional()?)
}

/// Imports before an id, the newest first.
pub fn list(
    conn: &mut Conn,
    scope: Scope,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<ImportRow>> {
    let mut query = visible(scope);
    if let Some(before) = before {
        query = query.filter(imports::id.lt(before));
    }
    Ok(query
        .order(imports::id.desc())
        .limit(limit)
        .select(ImportRow::as_select())
        .load(conn)?)
}

pub fn count(conn: &mut Conn, scope: Scope) -> Result<i64> {
    Ok(visible(scope).count().get_result(conn)?)
}

pub fn content(conn: &mut Conn, import: i64) -> Result<Option<Vec<u8>>> {
    Ok(import_files::table
        .find(import)
        .select(import_files::content)
        .first(conn)
        .optional()?)
}

/// The oldest import that nobody works on, taken with a lease.
pub fn claim(
    conn: &mut Conn,
    token: &str,
    (now, until): (NaiveDateTime, NaiveDateTime),
) -> Result<Option<ImportRow>> {
    let waiting = imports::state
        .eq_any([State::Reading, State::Checking, State::Writing])
        .and(
            imports::lease_until
                .is_null()
                .or(imports::lease_until.lt(now)),
        );
    // One after another, among all nodes: two files may tell of the same.
    wait_for_others(conn)?;
    let busy: i64 = imports::table
        .filter(imports::lease_until.ge(now))
        .count()
        .get_result(conn)?;
    if busy > 0 {
        return Ok(None);
    }
    let next: Option<i64> = imports::table
        .filter(waiting)
        .order(imports::id)
        .select(imports::id)
        .first(conn)
        .optional()?;
    let Some(id) = next else { return Ok(None) };
    diesel::update(imports::table.find(id))
        .set((
            imports::lease_token.eq(token),
            imports::lease_until.eq(until),
        ))
        .execute(conn)?;
    find(conn, Scope::All, id)
}

/// On PostgreSQL claims run beside each other; SQLite's single writer lets one follow the other.
fn wait_for_others(conn: &mut Conn) -> Result<()> {
    if let Conn::Pg(conn) = conn {
        diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended('imports', 0))")
            .execute(conn)?;
    }
    Ok(())
}

/// Changes an import that is ours; [`Error::Stale`] where the lease went to somebody else.
pub fn keep(
    conn: &mut Conn,
    (import, token): (i64, &str),
    (now, until): (NaiveDateTime, NaiveDateTime),
    (state, found): (State, &Found),
) -> Result<()> {
    let ours = imports::table
        .filter(imports::id.eq(import))
        .filter(imports::lease_token.eq(token));
    let changed = diesel::update(ours)
        .set((
            found,
            imports::state.eq(state),
            imports::lease_until.eq(until),
            imports::updated_at.eq(now),
        ))
        .execute(conn)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

/// Gives an import back in a state in which nobody works on it by itself, or for its next step.
pub fn leave(
    conn: &mut Conn,
    (import, token): (i64, &str),
    now: NaiveDateTime,
    (state, total): (State, Option<i64>),
) -> Result<()> {
    let ours = imports::table
        .filter(imports::id.eq(import))
        .filter(imports::lease_token.eq(token));
    let finished = state.is_over().then_some(now);
    let changed = diesel::update(ours)
        .set((
            imports::state.eq(state),
            imports::rows_total.eq(total),
            imports::lease_until.eq(None::<NaiveDateTime>),
            imports::lease_token.eq(None::<String>),
            imports::updated_at.eq(now),
            imports::finished_at.eq(finished),
        ))
        .execute(conn)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

/// Why nothing could be taken: code, Chinese, English.
pub fn blame(conn: &mut Conn, import: i64, (code, zh, en): (&str, &str, &str)) -> Result<()> {
    diesel::update(imports::table.find(import))
        .set((
            imports::fault_code.eq(code),
            imports::fault_zh.eq(zh),
            imports::fault_en.eq(en),
        ))
        .execute(conn)?;
    Ok(())
}

/// Asks for an import that is ready to be written; false where it isn't any more.
pub fn ask_to_write(conn: &mut Conn, import: i64, now: NaiveDateTime, mode: Mode) -> Result<bool> {
    let ready = imports::table
        .filter(imports::id.eq(import))
        .filter(imports::state.eq(State::Ready));
    let changed = diesel::update(ready)
        .set((
            imports::state.eq(State::Writing),
            imports::dry_run.eq(false),
            imports::mode.eq(mode),
            imports::fault_code.eq(None::<String>),
            imports::fault_zh.eq(None::<String>),
            imports::fault_en.eq(None::<String>),
            imports::updated_at.eq(now),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Forgets what an earlier pass over the file found.
pub fn clear(conn: &mut Conn, import: i64) -> Result<()> {
    diesel::delete(import_rows::table.filter(import_rows::import_id.eq(import))).execute(conn)?;
    diesel::delete(import_issues::table.filter(import_issues::import_id.eq(import)))
        .execute(conn)?;
    Ok(())
}

pub fn add_rows(conn: &mut Conn, import: i64, rows: &[(i64, String)]) -> Result<()> {
    for (row, plan) in rows {
        diesel::insert_into(import_rows::table)
            .values((
                import_rows::import_id.eq(import),
                import_rows::row_number.eq(row),
                import_rows::plan.eq(plan),
            ))
            .execute(conn)?;
    }
    Ok(())
}

pub fn add_issues(conn: &mut Conn, issues: &[IssueRow]) -> Result<()> {
    for issue in issues {
        diesel::insert_into(import_issues::table)
            .values(issue)
            .execute(conn)?;
    }
    Ok(())
}

/// Plans of rows after one, in the order of the file.
pub fn rows(conn: &mut Conn, import: i64, after: i64, limit: i64) -> Result<Vec<(i64, String)>> {
    Ok(import_rows::table
        .filter(import_rows::import_id.eq(import))
        .filter(import_rows::row_number.gt(after))
        .order(import_rows::row_number)
        .limit(limit)
        .select((import_rows::row_number, import_rows::plan))
        .load(conn)?)
}

/// Issues after an id, what is wrong or what is only told.
pub fn issues(
    conn: &mut Conn,
    (import, is_note): (i64, Option<bool>),
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, IssueRow)>> {
    let mut query = import_issues::table
        .filter(import_issues::import_id.eq(import))
        .filter(import_issues::id.gt(after))
        .into_boxed();
    if let Some(is_note) = is_note {
        query = query.filter(import_issues::is_note.eq(is_note));
    }
    Ok(query
        .order(import_issues::id)
        .limit(limit)
        .select((import_issues::id, IssueRow::as_select()))
        .load(conn)?)
}
