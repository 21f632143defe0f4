use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::one_row;
use crate::base::Result;
use crate::base::db::part::{Plainly, lower, pattern};
use crate::base::db::schema::{enterprise_status_checks, enterprise_statuses, enterprises};
use crate::base::db::{Conn, MultiBackend};
use crate::directory::rules::{EnterpriseSize, OperatingStatus, initials, may_be_initials};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = enterprises)]
pub struct Enterprise {
    pub id: i64,
    pub name: String,
    pub credit_code: Option<String>,
    pub park_id: i64,
    pub industry: Option<String>,
    pub size: Option<EnterpriseSize>,
    /// JSON list of texts.
    pub tags: String,
    pub assisting_leader: Option<String>,
    pub liaison_user_id: Option<i64>,
    /// JSON list of [`super::super::actions::Contact`].
    pub contacts: String,
    pub active: bool,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i64,
}

/// What an insert or update writes.
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = enterprises, treat_none_as_null = true)]
pub struct EnterpriseFields {
    pub name: String,
    pub credit_code: Option<String>,
    pub park_id: i64,
    pub industry: Option<String>,
    pub size: Option<EnterpriseSize>,
    pub tags: String,
    pub assisting_leader: Option<String>,
    pub liaison_user_id: Option<i64>,
    pub contacts: String,
    pub active: bool,
}

/// What a list asks for.
#[derive(Debug, Clone, Default)]
pub struct EnterpriseFilter {
    /// The scope: only this park's.
    pub only_park: Option<i64>,
    pub park_id: Option<i64>,
    pub name: Option<String>,
    /// A part of the credit code.
    pub credit_code: Option<String>,
    /// A part of name, credit code or pinyin initials.
    pub q: Option<String>,
    pub active: Option<bool>,
}

type Boxed<'a> = enterprises::BoxedQuery<'a, MultiBackend>;

fn filtered(filter: &EnterpriseFilter) -> Boxed<'static> {
    let mut query = enterprises::table.into_boxed();
    for park in [filter.only_park, filter.park_id].into_iter().flatten() {
        query = query.filter(enterprises::park_id.eq(park));
    }
    if let Some(name) = &filter.name {
        query = query.filter(
            lower(Plainly::new(enterprises::name))
                .like(pattern(name))
                .escape('\\'),
        );
    }
    if let Some(wanted) = &filter.credit_code {
        let code = lower(Plainly::new(enterprises::credit_code.assume_not_null()));
        query = query.filter(code.like(pattern(wanted)).escape('\\'));
    }
    if let Some(text) = &filter.q {
        let code = lower(Plainly::new(enterprises::credit_code.assume_not_null()));
        let name = lower(Plainly::new(enterprises::name))
            .like(pattern(text))
            .escape('\\');
        let code = enterprises::credit_code
            .is_not_null()
            .and(code.like(pattern(text)).escape('\\'));
        query = if may_be_initials(text.trim()) {
            let letters = enterprises::initials.assume_not_null().like(pattern(text));
            let letters = enterprises::initials.is_not_null().and(letters);
            query.filter(name.or(code).or(letters))
        } else {
            query.filter(name.or(code))
        };
    }
    if let Some(active) = filter.active {
        query = query.filter(enterprises::active.eq(active));
    }
    query
}

pub fn insert(conn: &mut Conn, now: NaiveDateTime, fields: &EnterpriseFields) -> Result<i64> {
    Ok(diesel::insert_into(enterprises::table)
        .values((
            fields,
            enterprises::initials.eq(initials(&fields.name)),
            enterprises::created_at.eq(now),
            enterprises::updated_at.eq(now),
            enterprises::version.eq(1),
        ))
        .returning(enterprises::id)
        .get_result(conn)?)
}

pub fn update(
    conn: &mut Conn,
    now: NaiveDateTime,
    id: i64,
    version: i64,
    fields: &EnterpriseFields,
) -> Result<()> {
    let row = enterprises::table
        .filter(enterprises::id.eq(id))
        .filter(enterprises::version.eq(version));
    one_row(
        diesel::update(row)
            .set((
                fields,
                enterprises::initials.eq(initials(&fields.name)),
                enterprises::updated_at.eq(now),
                enterprises::version.eq(version + 1),
            ))
            .execute(conn)?,
    )
}

/// Fills in the initials of some that have none yet; tells how many there were.
pub fn fill_initials(conn: &mut Conn, limit: i64) -> Result<usize> {
    let rows: Vec<(i64, String)> = enterprises::table
        .filter(enterprises::initials.is_null())
        .order(enterprises::id)
        .limit(limit)
        .select((enterprises::id, enterprises::name))
        .load(conn)?;
    for (id, name) in &rows {
        diesel::update(enterprises::table.find(id))
            .set(enterprises::initials.eq(initials(name)))
            .execute(conn)?;
    }
    Ok(rows.len())
}

pub fn find(conn: &mut Conn, id: i64) -> Result<Option<Enterprise>> {
    Ok(enterprises::table
        .find(id)
        .select(Enterprise::as_select())
        .first(conn)
        .optional()?)
}

/// The names of some, by id.
pub fn names(conn: &mut Conn, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    Ok(enterprises::table
        .filter(enterprises::id.eq_any(ids))
        .select((enterprises::id, enterprises::name))
        .load(conn)?)
}

/// Those in use that are called by one of some names.
pub fn of_names(conn: &mut Conn, names: &[String]) -> Result<Vec<Enterprise>> {
    Ok(enterprises::table
        .filter(enterprises::name.eq_any(names.to_vec()))
        .filter(enterprises::active.eq(true))
        .order(enterprises::id)
        .select(Enterprise::as_select())
        .load(conn)?)
}

pub fn find_by_credit_code(conn: &mut Conn, code: &str) -> Result<Option<Enterprise>> {
    Ok(enterprises::table
        .filter(enterprises::credit_code.eq(code))
        .select(Enterprise::as_select())
        .first(conn)
        .optional()?)
}

/// The credit codes of enterprises by id; those that have none are left out.
pub fn credit_codes(conn: &mut Conn, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    Ok(enterprises::table
        .filter(enterprises::id.eq_any(ids.to_vec()))
        .filter(enterprises::credit_code.is_not_null())
        .select((enterprises::id, enterprises::credit_code.assume_not_null()))
        .load(conn)?)
}

/// Enterprises after the given id, by id.
pub fn list(
    conn: &mut Conn,
    filter: &EnterpriseFilter,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<Enterprise>> {
    Ok(filtered(filter)
        .filter(enterprises::id.gt(after.unwrap_or(0)))
        .order(enterprises::id)
        .limit(limit)
        .select(Enterprise::as_select())
        .load(conn)?)
}

/// All of them, by id.
pub fn ids(conn: &mut Conn, filter: &EnterpriseFilter) -> Result<Vec<i64>> {
    Ok(filtered(filter)
        .order(enterprises::id)
        .select(enterprises::id)
        .load(conn)?)
}

/// Some enterprises, by id.
pub fn rows(conn: &mut Conn, ids: &[i64]) -> Result<Vec<Enterprise>> {
    Ok(enterprises::table
        .filter(enterprises::id.eq_any(ids.to_vec()))
        .order(enterprises::id)
        .select(Enterprise::as_select())
        .load(conn)?)
}

pub fn count(conn: &mut Conn, filter: &EnterpriseFilter) -> Result<i64> {
    Ok(filtered(filter).count().get_result(conn)?)
}

/// One entry of the dated history.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = enterprise_statuses)]
pub struct StatusEntry {
    pub status: OperatingStatus,
    pub since: NaiveDate,
    pub recorded_at: NaiveDateTime,
}

pub fn add_status(
    conn: &mut Conn,
    now: NaiveDateTime,
    enterprise: i64,
    (status, since, counted_on): (OperatingStatus, NaiveDate, NaiveDate),
    by: Option<i64>,
) -> Result<()> {
    diesel::insert_into(enterprise_statuses::table)
        .values((
            enterprise_statuses::enterprise_id.eq(enterprise),
            enterprise_statuses::status.eq(status),
            enterprise_statuses::since.eq(since),
            enterprise_statuses::counted_on.eq(counted_on),
            enterprise_statuses::recorded_by.eq(by),
            enterprise_statuses::recorded_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// The history, newest day first; of one day the last recorded counts.
pub fn statuses(conn: &mut Conn, enterprise: i64) -> Result<Vec<StatusEntry>> {
    Ok(enterprise_statuses::table
        .filter(enterprise_statuses::enterprise_id.eq(enterprise))
        .order((
            enterprise_statuses::since.desc(),
            enterprise_statuses::id.desc(),
        ))
        .select(StatusEntry::as_select())
        .load(conn)?)
}

/// Keeps that somebody looked on a day how an enterprise is running, whether or not that had changed.
pub fn add_check(
    conn: &mut Conn,
    now: NaiveDateTime,
    enterprise: i64,
    (checked_on, counted_on): (NaiveDate, NaiveDate),
    by: Option<i64>,
) -> Result<()> {
    diesel::insert_into(enterprise_status_checks::table)
        .values((
            enterprise_status_checks::enterprise_id.eq(enterprise),
            enterprise_status_checks::checked_on.eq(checked_on),
            enterprise_status_checks::counted_on.eq(counted_on),
            enterprise_status_checks::recorded_by.eq(by),
            enterprise_status_checks::recorded_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// The last day on which somebody looked how an enterprise is running.
pub fn checked_on(conn: &mut Conn, enterprise: i64) -> Result<Option<NaiveDate>> {
    Ok(enterprise_status_checks::table
        .filter(enterprise_status_checks::enterprise_id.eq(enterprise))
        .select(diesel::dsl::max(enterprise_status_checks::checked_on))
        .first(conn)?)
}
