//! What is there already.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::access::Role;
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{
    categories as c, departments as d, enterprises as e, entries as n, parks as k, problems as p,
    users as u, visits as v,
};
use crate::problems::rules::words::{Level, Outcome, Severity, Source};

/// Id, code and name of the parks in use.
pub fn parks(conn: &mut Conn) -> Result<Vec<(i64, String, String)>> {
    Ok(k::table
        .filter(k::active.eq(true))
        .select((k::id, k::code, k::name))
        .load(conn)?)
}

pub fn departments(conn: &mut Conn) -> Result<Vec<(i64, String)>> {
    Ok(d::table
        .filter(d::active.eq(true))
        .select((d::id, d::name))
        .load(conn)?)
}

pub fn categories(conn: &mut Conn) -> Result<Vec<(i64, String)>> {
    Ok(c::table
        .filter(c::active.eq(true))
        .select((c::id, c::name))
        .load(conn)?)
}

/// Those of some numbers that entries of any ledger have.
pub fn entry_numbers(conn: &mut Conn, numbers: &[String]) -> Result<Vec<String>> {
    Ok(n::table
        .filter(n::number.eq_any(numbers))
        .select(n::number)
        .load(conn)?)
}

/// Who can be an enterprise's liaison officer, by name: id, display name, park.
pub fn liaisons(conn: &mut Conn) -> Result<Vec<(i64, String, Option<i64>)>> {
    Ok(u::table
        .filter(u::active.eq(true))
        .filter(u::role.eq_any([Role::ParkStaff, Role::Coordinator, Role::Leader]))
        .select((u::id, u::display_name, u::park_id))
        .load(conn)?)
}

#[derive(Debug, Clone, Queryable)]
pub struct EnterpriseKnown {
    pub id: i64,
    pub name: String,
    pub credit_code: Option<String>,
    pub park_id: i64,
    pub active: bool,
}

/// The enterprises of some names or credit codes.
pub fn enterprises(
    conn: &mut Conn,
    names: &[String],
    codes: &[String],
) -> Result<Vec<EnterpriseKnown>> {
    let columns = (e::id, e::name, e::credit_code, e::park_id, e::active);
    let mut found: Vec<EnterpriseKnown> = e::table
        .filter(e::name.eq_any(names))
        .select(columns)
        .load(conn)?;
    let by_code: Vec<EnterpriseKnown> = e::table
        .filter(e::credit_code.eq_any(codes))
        .select(columns)
        .load(conn)?;
    found.extend(by_code);
    found.sort_by_key(|one| one.id);
    found.dedup_by_key(|one| one.id);
    Ok(found)
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = p)]
pub struct ProblemKnown {
    pub number: String,
    pub source_reference: Option<String>,
    pub title: String,
    pub title_key: String,
    pub park_id: i64,
    pub enterprise_id: Option<i64>,
    pub site_name: Option<String>,
    pub source: Source,
    pub category_id: Option<i64>,
    pub severity: Severity,
    pub level: Level,
    pub confidential: bool,
    pub outcome: Option<Outcome>,
    pub raised_on: NaiveDate,
    pub lead_department_id: Option<i64>,
}

/// The problems of some numbers, ours or those of other ledgers.
pub fn problems_with(conn: &mut Conn, numbers: &[String]) -> Result<Vec<ProblemKnown>> {
    let mut found: Vec<ProblemKnown> = p::table
        .filter(p::number.eq_any(numbers))
        .select(ProblemKnown::as_select())
        .load(conn)?;
    let told: Vec<ProblemKnown> = p::table
        .filter(p::source_reference.eq_any(numbers))
        .select(ProblemKnown::as_select())
        .load(conn)?;
    found.extend(told);
    Ok(found)
}

/// The problems of some parks that were raised on some days, under some titles.
pub fn problems_of(
    conn: &mut Conn,
    titles: &[String],
    days: &[NaiveDate],
    parks: &[i64],
) -> Result<Vec<ProblemKnown>> {
    Ok(p::table
        .filter(p::park_id.eq_any(parks))
        .filter(p::raised_on.eq_any(days))
        .filter(p::title_key.eq_any(titles))
        .select(ProblemKnown::as_select())
        .load(conn)?)
}

#[derive(Debug, Clone, Queryable)]
pub struct VisitKnown {
    pub park_id: i64,
    pub enterprise_id: Option<i64>,
    pub site_name: Option<String>,
    pub visited_on: NaiveDate,
    /// JSON list of names.
    pub participants: String,
    pub summary: Option<String>,
}

/// The visits of some parks on some days.
pub fn visits_of(conn: &mut Conn, parks: &[i64], days: &[NaiveDate]) -> Result<Vec<VisitKnown>> {
    Ok(v::table
        .filter(v::park_id.eq_any(parks))
        .filter(v::visited_on.eq_any(days))
        .filter(v::voided_at.is_null())
        .select((
            v::park_id,
            v::enterprise_id,
            v::site_name,
            v::visited_on,
            v::participants,
            v::summary,
        ))
        .load(conn)?)
}
