//! Rows of visits, their events and their as-of ledger.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::rules::{Content, VisitEvent};
use crate::access::{Actor, Scope};
use crate::base::db::schema::{problems, visit_events, visit_states, visits};
use crate::base::db::{Conn, MultiBackend};
use crate::base::{Error, Result};
use crate::problems::rules::words::Status;
use crate::problems::store::forever;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = visits)]
pub struct VisitRow {
    pub id: i64,
    pub park_id: i64,
    pub enterprise_id: Option<i64>,
    pub site_name: Option<String>,
    pub visited_on: NaiveDate,
    /// JSON list of names.
    pub participants: String,
    pub summary: Option<String>,
    pub voided_at: Option<NaiveDateTime>,
    pub void_reason: Option<String>,
    pub active: bool,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i64,
}

impl VisitRow {
    pub fn content(&self) -> Result<Content> {
        Ok(Content {
            enterprise_id: self.enterprise_id,
            site_name: self.site_name.clone(),
            visited_on: self.visited_on,
            participants: serde_json::from_str(&self.participants).map_err(Error::internal)?,
            summary: self.summary.clone(),
        })
    }
}

/// A problem that came from a visit.
#[derive(Debug, Clone, Queryable)]
pub struct Brought {
    pub id: i64,
    pub visit_id: Option<i64>,
    pub number: String,
    pub title: String,
    pub status: Status,
}

/// What a list asks for; what is absent doesn't narrow it.
#[derive(Debug, Clone, Default)]
pub struct VisitFilter {
    pub park_id: Option<i64>,
    pub enterprise_id: Option<i64>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// Not counted yet the day before this one.
    pub counted_from: Option<NaiveDate>,
    /// Counted by the end of this day.
    pub counted_to: Option<NaiveDate>,
}

fn visible(scope: Scope) -> visits::BoxedQuery<'static, MultiBackend> {
    let all = visits::table.into_boxed();
    match scope {
        Scope::All => all,
        Scope::Park(park) => all.filter(visits::park_id.eq(park)),
        Scope::Department(_) | Scope::Nothing => all.filter(visits::id.lt(0)),
    }
}

fn filtered(scope: Scope, filter: &VisitFilter) -> visits::BoxedQuery<'static, MultiBackend> {
    let mut query = visible(scope);
    if let Some(park) = filter.park_id {
        query = query.filter(visits::park_id.eq(park));
    }
    if let Some(enterprise) = filter.enterprise_id {
        query = query.filter(visits::enterprise_id.eq(enterprise));
    }
    if let Some(from) = filter.from {
        query = query.filter(visits::visited_on.ge(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(visits::visited_on.le(to));
    }
    if let Some(day) = filter.counted_from.and_then(|from| from.pred_opt()) {
        query = query.filter(not(exists(counted(day))));
    }
    if let Some(day) = filter.counted_to {
        query = query.filter(exists(counted(day)));
    }
    query
}

/// What the as-of ledger had of a visit at the end of a day, where it counted; as the statistics ask.
#[diesel::dsl::auto_type(no_type_alias)]
fn counted(day: NaiveDate) -> _ {
    visit_states::table
        .filter(visit_states::visit_id.eq(visits::id))
        .filter(visit_states::from_day.le(day))
        .filter(visit_states::until_day.gt(day))
        .filter(visit_states::voided.eq(false))
}

pub fn find(conn: &mut Conn, scope: Scope, id: i64) -> Result<Option<VisitRow>> {
    Ok(visible(scope)
        .filter(visits::id.eq(id))
        .select(VisitRow::as_select())
        .first(conn)
        .optional()?)
}

/// A visit within the scope, held until the transaction ends, so that of many who correct it at once
/// each sees what the one before left.
pub fn hold(conn: &mut Conn, scope: Scope, id: i64) -> Result<Option<VisitRow>> {
    if let Conn::Pg(conn) = conn {
        let _: Option<i64> = visits::table
            .find(id)
            .select(visits::id)
            .for_update()
            .first(conn)
            .optional()?;
    }
    find(conn, scope, id)
}

/// Visits before an id, the newest entry first.
pub fn list(
    conn: &mut Conn,
    scope: Scope,
    filter: &VisitFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<VisitRow>> {
    let mut query = filtered(scope, filter);
    if let Some(id) = before {
        query = query.filter(visits::id.lt(id));
    }
    Ok(query
        .order(visits::id.desc())
        .limit(limit)
        .select(VisitRow::as_select())
        .load(conn)?)
}

/// All that weren't voided, by the days on which they were made.
pub fn ids(conn: &mut Conn, scope: Scope, filter: &VisitFilter) -> Result<Vec<i64>> {
    Ok(filtered(scope, filter)
        .filter(visits::voided_at.is_null())
        .order((visits::visited_on, visits::id))
        .select(visits::id)
        .load(conn)?)
}

/// Some visits, in the same order.
pub fn rows(conn: &mut Conn, scope: Scope, ids: &[i64]) -> Result<Vec<VisitRow>> {
    Ok(visible(scope)
        .filter(visits::id.eq_any(ids.to_vec()))
        .order((visits::visited_on, visits::id))
        .select(VisitRow::as_select())
        .load(conn)?)
}

pub fn count(conn: &mut Conn, scope: Scope, filter: &VisitFilter) -> Result<i64> {
    Ok(filtered(scope, filter).count().get_result(conn)?)
}

/// The problems of some visits that somebody may see.
pub fn brought(conn: &mut Conn, scope: Scope, visits: &[i64]) -> Result<Vec<Brought>> {
    let mut query = problems::table
        .filter(problems::visit_id.eq_any(visits.to_vec()))
        .into_boxed();
    match scope {
        Scope::All => {}
        Scope::Park(park) => query = query.filter(problems::park_id.eq(park)),
        Scope::Department(_) | Scope::Nothing => return Ok(Vec::new()),
    }
    Ok(query
        .order(problems::id)
        .select((
            problems::id,
            problems::visit_id,
            problems::number,
            problems::title,
            problems::status,
        ))
        .load(conn)?)
}

/// Whether a problem that came from a visit is another enterprise's. One that was excluded says nothing
/// any more, one that was handed to another park is of that park's enterprise.
pub fn has_problems_of_another(conn: &mut Conn, visit: &VisitRow, enterprise: i64) -> Result<bool> {
    let found: Option<i64> = problems::table
        .filter(problems::visit_id.eq(visit.id))
        .filter(problems::park_id.eq(visit.park_id))
        .filter(problems::enterprise_id.ne(enterprise))
        .filter(problems::status.ne_all(Status::EXCLUDED))
        .select(problems::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// The day each visit is counted on.
pub fn counted_on(conn: &mut Conn, visits: &[i64]) -> Result<Vec<(i64, NaiveDate)>> {
    Ok(visit_states::table
        .filter(visit_states::visit_id.eq_any(visits.to_vec()))
        .filter(visit_states::until_day.eq(forever()))
        .select((visit_states::visit_id, visit_states::counted_on))
        .load(conn)?)
}

pub fn insert(
    conn: &mut Conn,
    now: NaiveDateTime,
    by: &Actor,
    park: i64,
    content: &Content,
) -> Result<i64> {
    Ok(diesel::insert_into(visits::table)
        .values((
            visits::park_id.eq(park),
            visits::enterprise_id.eq(content.enterprise_id),
            visits::site_name.eq(&content.site_name),
            visits::visited_on.eq(content.visited_on),
            visits::participants.eq(names(&content.participants)?),
            visits::summary.eq(&content.summary),
            visits::recorded_by.eq(by.id),
            visits::active.eq(true),
            visits::created_at.eq(now),
            visits::updated_at.eq(now),
            visits::version.eq(1),
        ))
        .returning(visits::id)
        .get_result(conn)?)
}

/// Writes a correction where the visit is still as it was read.
pub fn update(
    conn: &mut Conn,
    now: NaiveDateTime,
    before: &VisitRow,
    content: &Content,
) -> Result<()> {
    let row = visits::table
        .filter(visits::id.eq(before.id))
        .filter(visits::version.eq(before.version));
    let changed = diesel::update(row)
        .set((
            visits::enterprise_id.eq(content.enterprise_id),
            visits::site_name.eq(&content.site_name),
            visits::visited_on.eq(content.visited_on),
            visits::participants.eq(names(&content.participants)?),
            visits::summary.eq(&content.summary),
            visits::updated_at.eq(now),
            visits::version.eq(before.version + 1),
        ))
        .execute(conn)?;
    one_row(changed)
}

/// Voids a visit where it is still as it was read.
pub fn void(conn: &mut Conn, now: NaiveDateTime, before: &VisitRow, reason: &str) -> Result<()> {
    let row = visits::table
        .filter(visits::id.eq(before.id))
        .filter(visits::version.eq(before.version));
    let changed = diesel::update(row)
        .set((
            visits::active.eq(false),
            visits::voided_at.eq(now),
            visits::void_reason.eq(reason),
            visits::updated_at.eq(now),
            visits::version.eq(before.version + 1),
        ))
        .execute(conn)?;
    one_row(changed)
}

/// An event of a visit, before it is appended.
pub struct NewEvent<'a> {
    pub visit_id: i64,
    pub kind: VisitEvent,
    pub occurred_on: NaiveDate,
    pub counted_on: NaiveDate,
    pub by: &'a Actor,
    pub data: serde_json::Value,
}

pub fn append(conn: &mut Conn, now: NaiveDateTime, event: &NewEvent) -> Result<i64> {
    Ok(diesel::insert_into(visit_events::table)
        .values((
            visit_events::visit_id.eq(event.visit_id),
            visit_events::kind.eq(event.kind),
            visit_events::occurred_on.eq(event.occurred_on),
            visit_events::recorded_at.eq(now),
            visit_events::counted_on.eq(event.counted_on),
            visit_events::actor_id.eq(event.by.id),
            visit_events::actor_name.eq(&event.by.name),
            visit_events::actor_role.eq(event.by.role.as_str()),
            visit_events::data.eq(event.data.to_string()),
        ))
        .returning(visit_events::id)
        .get_result(conn)?)
}

/// What a visit counts as.
#[derive(Debug, Clone, PartialEq, Eq, Insertable, AsChangeset)]
#[diesel(table_name = visit_states, treat_none_as_null = true)]
pub struct StateRow {
    pub visit_id: i64,
    pub counted_on: NaiveDate,
    pub park_id: i64,
    pub enterprise_id: Option<i64>,
    pub at_site: bool,
    pub voided: bool,
}

/// Notes what is true of a visit from a day on; several on one day share a stretch, whose row then
/// tells the end of that day.
pub fn note_state(conn: &mut Conn, day: NaiveDate, state: &StateRow) -> Result<()> {
    let open: Option<(i64, NaiveDate)> = visit_states::table
        .filter(visit_states::visit_id.eq(state.visit_id))
        .filter(visit_states::until_day.eq(forever()))
        .select((visit_states::id, visit_states::from_day))
        .first(conn)
        .optional()?;
    match open {
        Some((id, from)) if from >= day => {
            diesel::update(visit_states::table.find(id))
                .set(state)
                .execute(conn)?;
            return Ok(());
        }
        Some((id, _)) => {
            diesel::update(visit_states::table.find(id))
                .set(visit_states::until_day.eq(day))
                .execute(conn)?;
        }
        None => {}
    }
    diesel::insert_into(visit_states::table)
        .values((
            state,
            visit_states::from_day.eq(day),
            visit_states::until_day.eq(forever()),
        ))
        .execute(conn)?;
    Ok(())
}

fn names(participants: &[String]) -> Result<String> {
    serde_json::to_string(participants).map_err(Error::internal)
}

fn one_row(changed: usize) -> Result<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}
