//! The present row of an entry.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::events::CHUNK;
use crate::access::{Role, Scope};
use crate::base::db::schema::{departments, enterprises, entries, entry_values, parks, users};
use crate::base::db::{Conn, MultiBackend};
use crate::base::{Error, Result};
use crate::entries::ledger::Turns;
use crate::entries::rules::values::CONCERNED;

pub type Boxed = entries::BoxedQuery<'static, MultiBackend>;

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable, AsChangeset)]
#[diesel(table_name = entries, treat_none_as_null = true)]
pub struct EntryRow {
    pub id: i64,
    pub ledger: String,
    pub number: String,
    pub title: String,
    pub park_id: Option<i64>,
    pub enterprise_id: Option<i64>,
    pub department_id: Option<i64>,
    pub status: String,
    pub listed_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub yellow_from: Option<NaiveDate>,
    pub red_from: Option<NaiveDate>,
    /// JSON of the ledger's fields.
    pub fields: String,
    pub shape: i64,
    /// JSON of [`crate::entries::rules::facts::Facts`].
    pub facts: String,
    pub recorded_by: Option<i64>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i64,
}

/// What listing an entry writes; the rest follows with the first save.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = entries)]
pub struct NewEntry {
    pub ledger: &'static str,
    pub number: String,
    pub title: String,
    pub park_id: Option<i64>,
    pub status: &'static str,
    pub listed_on: NaiveDate,
    pub shape: i64,
    pub recorded_by: i64,
}

pub fn insert(conn: &mut Conn, now: NaiveDateTime, new: &NewEntry) -> Result<EntryRow> {
    let id: i64 = diesel::insert_into(entries::table)
        .values((
            new,
            entries::fields.eq("{}"),
            entries::facts.eq("{}"),
            entries::created_at.eq(now),
            entries::updated_at.eq(now),
            // The save that ends the move makes it 1.
            entries::version.eq(0),
        ))
        .returning(entries::id)
        .get_result(conn)?;
    Ok(entries::table
        .find(id)
        .select(EntryRow::as_select())
        .first(conn)?)
}

/// The entries of a ledger that somebody may see: a department those that it owns, supports or is named in.
pub fn visible(scope: Scope, ledger: &'static str) -> Boxed {
    in_scope(
        entries::table
            .filter(entries::ledger.eq(ledger))
            .into_boxed(),
        scope,
    )
}

fn in_scope(all: Boxed, scope: Scope) -> Boxed {
    match scope {
        Scope::All => all,
        Scope::Park(park) => all.filter(entries::park_id.eq(park)),
        Scope::Department(department) => all.filter(
            entries::department_id.eq(department).or(exists(
                entry_values::table
                    .filter(entry_values::entry_id.eq(entries::id))
                    .filter(entry_values::field.eq(CONCERNED))
                    .filter(entry_values::number.eq(department)),
            )),
        ),
        Scope::Nothing => all.filter(entries::id.lt(0)),
    }
}

/// Which entries of an enterprise are asked for.
#[derive(Debug)]
pub struct OfEnterprise {
    pub scope: Scope,
    pub ledgers: Vec<&'static str>,
    pub enterprise: i64,
    /// Left out is what stands so.
    pub without: Vec<&'static str>,
}

fn those_of_enterprise(asked: &OfEnterprise) -> Boxed {
    let all = entries::table
        .filter(entries::enterprise_id.eq(asked.enterprise))
        .filter(entries::ledger.eq_any(asked.ledgers.clone()))
        .filter(entries::status.ne_all(asked.without.clone()));
    in_scope(all.into_boxed(), asked.scope)
}

/// Those of an enterprise in some ledgers, the newest first.
pub fn of_enterprise(
    conn: &mut Conn,
    asked: &OfEnterprise,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<EntryRow>> {
    let mut query = those_of_enterprise(asked);
    if let Some(id) = before {
        query = query.filter(entries::id.lt(id));
    }
    Ok(query
        .order(entries::id.desc())
        .limit(limit)
        .select(EntryRow::as_select())
        .load(conn)?)
}

pub fn count_of_enterprise(conn: &mut Conn, asked: &OfEnterprise) -> Result<i64> {
    Ok(those_of_enterprise(asked).count().get_result(conn)?)
}

pub fn find(
    conn: &mut Conn,
    scope: Scope,
    ledger: &'static str,
    id: i64,
) -> Result<Option<EntryRow>> {
    Ok(visible(scope, ledger)
        .filter(entries::id.eq(id))
        .select(EntryRow::as_select())
        .first(conn)
        .optional()?)
}

/// [`find`], held until the transaction ends, so that of many who act at once each sees what the one
/// before left.
pub fn hold(
    conn: &mut Conn,
    scope: Scope,
    ledger: &'static str,
    id: i64,
) -> Result<Option<EntryRow>> {
    if let Conn::Pg(conn) = conn {
        let _: Option<i64> = entries::table
            .find(id)
            .select(entries::id)
            .for_update()
            .first(conn)
            .optional()?;
    }
    find(conn, scope, ledger, id)
}

/// Writes the row back with the next version; [`Error::Stale`] where somebody was faster.
pub fn save(conn: &mut Conn, entry: &mut EntryRow) -> Result<()> {
    let read = entry.version;
    entry.version += 1;
    let row = entries::table
        .filter(entries::id.eq(entry.id))
        .filter(entries::version.eq(read));
    match diesel::update(row).set(&*entry).execute(conn)? {
        1 => Ok(()),
        _ => Err(Error::Stale),
    }
}

/// The ids of a ledger's entries in some states.
pub fn ids_in(conn: &mut Conn, ledger: &str, statuses: &[&str]) -> Result<Vec<i64>> {
    Ok(entries::table
        .filter(entries::ledger.eq(ledger))
        .filter(entries::status.eq_any(statuses.to_vec()))
        .order(entries::id)
        .select(entries::id)
        .load(conn)?)
}

/// Writes from when on a light is yellow and red, and the day something is due; nothing else of the entry has changed.
pub fn turn(conn: &mut Conn, id: i64, turns: &Turns) -> Result<()> {
    diesel::update(entries::table.find(id))
        .set((
            entries::yellow_from.eq(turns.yellow_from),
            entries::red_from.eq(turns.red_from),
            entries::due_on.eq(turns.due_on),
        ))
        .execute(conn)?;
    Ok(())
}

#[derive(QueryableByName)]
struct Last {
    #[diesel(sql_type = BigInt)]
    last: i64,
}

/// The next running number behind a prefix such as `SH-XM` in a year. The table is that of the problems'
/// numbers; their prefixes have no hyphen.
pub fn next_number(conn: &mut Conn, prefix: &str, year: i64) -> Result<i64> {
    let next: Last = diesel::sql_query(
        "INSERT INTO problem_numbers (park_code, year, last) VALUES ($1, $2, 1) \
         ON CONFLICT (park_code, year) DO UPDATE SET last = problem_numbers.last + 1 RETURNING last",
    )
    .bind::<Text, _>(prefix)
    .bind::<BigInt, _>(year)
    .get_result(conn)?;
    Ok(next.last)
}

/// What parks, departments or enterprises are called.
pub fn names(
    conn: &mut Conn,
    of: crate::entries::rules::numbers::Unit,
) -> Result<Vec<(i64, String, bool)>> {
    use crate::entries::rules::numbers::Unit;
    Ok(match of {
        Unit::Park => parks::table
            .order(parks::id)
            .select((parks::id, parks::name, parks::active))
            .load(conn)?,
        Unit::Department => departments::table
            .order(departments::id)
            .select((departments::id, departments::name, departments::active))
            .load(conn)?,
        Unit::Enterprise => enterprises::table
            .order(enterprises::id)
            .select((enterprises::id, enterprises::name, enterprises::active))
            .load(conn)?,
    })
}

/// Whether somebody may see an entry of any ledger.
pub fn is_visible(conn: &mut Conn, scope: Scope, id: i64) -> Result<bool> {
    let mine = entries::table.filter(entries::id.eq(id)).into_boxed();
    let found: Option<i64> = in_scope(mine, scope)
        .select(entries::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Whether a user is an active leader.
pub fn is_leader(conn: &mut Conn, user: i64) -> Result<bool> {
    let found: Option<i64> = users::table
        .filter(users::id.eq(user))
        .filter(users::role.eq(Role::Leader))
        .filter(users::active.eq(true))
        .select(users::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// The enterprises of a park.
pub fn enterprises_of(conn: &mut Conn, park: i64) -> Result<Vec<(i64, String, bool)>> {
    Ok(enterprises::table
        .filter(enterprises::park_id.eq(park))
        .order(enterprises::id)
        .select((enterprises::id, enterprises::name, enterprises::active))
        .load(conn)?)
}

/// The present fields of some entries.
pub fn present_fields(conn: &mut Conn, some: &[i64]) -> Result<Vec<(i64, String)>> {
    let mut all = vec![];
    for some in some.chunks(CHUNK) {
        let rows: Vec<(i64, String)> = entries::table
            .filter(entries::id.eq_any(some.to_vec()))
            .select((entries::id, entries::fields))
            .load(conn)?;
        all.extend(rows);
    }
    Ok(all)
}

/// Some entries as they stand.
pub fn rows_of(conn: &mut Conn, some: &[i64]) -> Result<Vec<EntryRow>> {
    let mut all = vec![];
    for some in some.chunks(CHUNK) {
        let rows: Vec<EntryRow> = entries::table
            .filter(entries::id.eq_any(some.to_vec()))
            .order(entries::id)
            .select(EntryRow::as_select())
            .load(conn)?;
        all.extend(rows);
    }
    Ok(all)
}

/// The ledgers of some entries.
pub fn ledgers_of(conn: &mut Conn, some: &[i64]) -> Result<HashMap<i64, String>> {
    let rows: Vec<(i64, String)> = entries::table
        .filter(entries::id.eq_any(some.to_vec()))
        .select((entries::id, entries::ledger))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
