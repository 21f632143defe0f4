//! Rows of the trail and of its seals.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::Entry;
use super::rules::Record;
use crate::base::Result;
use crate::base::db::part::{Plainly, lower, pattern};
use crate::base::db::schema::{audit_records as records, audit_seals as seals};
use crate::base::db::{Conn, MultiBackend};

/// A record as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = records)]
pub struct AuditRow {
    pub id: i64,
    pub recorded_at: NaiveDateTime,
    pub actor_id: Option<i64>,
    pub actor_name: Option<String>,
    pub actor_role: Option<String>,
    pub action: String,
    pub target: String,
    pub target_id: Option<i64>,
    pub request_id: Option<String>,
    pub address: Option<String>,
    pub data: String,
}

impl From<AuditRow> for Record {
    fn from(row: AuditRow) -> Self {
        Self {
            id: row.id,
            recorded_at: row.recorded_at,
            actor_id: row.actor_id,
            actor_name: row.actor_name,
            actor_role: row.actor_role,
            action: row.action,
            target: row.target,
            target_id: row.target_id,
            request_id: row.request_id,
            address: row.address,
            data: row.data,
        }
    }
}

pub fn insert(conn: &mut Conn, now: NaiveDateTime, entry: &Entry) -> Result<()> {
    diesel::insert_into(records::table)
        .values((
            records::recorded_at.eq(now),
            records::actor_id.eq(entry.actor_id),
            records::actor_name.eq(&entry.actor_name),
            records::actor_role.eq(&entry.actor_role),
            records::action.eq(&entry.action),
            records::target.eq(entry.target),
            records::target_id.eq(entry.target_id),
            records::request_id.eq(&entry.request_id),
            records::address.eq(&entry.address),
            records::data.eq(entry.data.to_string()),
        ))
        .execute(conn)?;
    Ok(())
}

/// The last seal: its sequence and hash.
pub fn last_seal(conn: &mut Conn) -> Result<Option<(i64, String)>> {
    Ok(seals::table
        .order(seals::sequence.desc())
        .select((seals::sequence, seals::hash))
        .first(conn)
        .optional()?)
}

/// How many ids behind the newest sealed one a record may still commit: PostgreSQL gives ids before
/// the commit. Looking further back would read the whole trail each second.
const LATE_COMMITS: i64 = 10_000;

/// The id up to which no record can be without a seal, unless somebody put it in by hand.
fn settled_to(conn: &mut Conn) -> Result<i64> {
    let newest: Option<i64> = seals::table
        .select(diesel::dsl::max(seals::record_id))
        .first(conn)?;
    let late = match conn {
        // A single writer: ids commit in their order.
        Conn::Sqlite(_) => 0,
        Conn::Pg(_) => LATE_COMMITS,
    };
    Ok(newest.unwrap_or(0) - late)
}

/// Committed records without a seal, in the order of their ids.
pub fn unsealed(conn: &mut Conn, limit: i64) -> Result<Vec<AuditRow>> {
    let settled = settled_to(conn)?;
    let sealed = seals::table
        .select(seals::record_id)
        .filter(seals::record_id.eq(records::id));
    Ok(records::table
        .filter(records::id.gt(settled))
        .filter(diesel::dsl::not(diesel::dsl::exists(sealed)))
        .order(records::id)
        .limit(limit)
        .select(AuditRow::as_select())
        .load(conn)?)
}

/// How many records have no seal.
pub fn count_unsealed(conn: &mut Conn) -> Result<i64> {
    let sealed = seals::table
        .select(seals::record_id)
        .filter(seals::record_id.eq(records::id));
    Ok(records::table
        .filter(diesel::dsl::not(diesel::dsl::exists(sealed)))
        .count()
        .get_result(conn)?)
}

/// A record that the sealer has passed by: the sequence of the seal after it, and its id.
pub fn stray(conn: &mut Conn) -> Result<Option<(i64, i64)>> {
    let settled = settled_to(conn)?;
    let sealed = seals::table
        .select(seals::record_id)
        .filter(seals::record_id.eq(records::id));
    let id: Option<i64> = records::table
        .filter(records::id.le(settled))
        .filter(diesel::dsl::not(diesel::dsl::exists(sealed)))
        .select(diesel::dsl::min(records::id))
        .first(conn)?;
    let Some(id) = id else { return Ok(None) };
    let next: Option<i64> = seals::table
        .filter(seals::record_id.gt(id))
        .select(diesel::dsl::min(seals::sequence))
        .first(conn)?;
    Ok(Some((next.unwrap_or(1), id)))
}

pub fn has_hash(conn: &mut Conn, hash: &str) -> Result<bool> {
    let found = seals::table.filter(seals::hash.eq(hash));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(conn)?)
}

pub fn seal(conn: &mut Conn, sequence: i64, record: i64, hash: &str) -> Result<()> {
    diesel::insert_into(seals::table)
        .values((
            seals::sequence.eq(sequence),
            seals::record_id.eq(record),
            seals::hash.eq(hash),
        ))
        .execute(conn)?;
    Ok(())
}

/// Seals after a sequence with their records, in order; a record that is gone is None.
pub fn chain(
    conn: &mut Conn,
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, String, Option<AuditRow>)>> {
    Ok(seals::table
        .left_join(records::table)
        .filter(seals::sequence.gt(after))
        .order(seals::sequence)
        .limit(limit)
        .select((
            seals::sequence,
            seals::hash,
            Option::<AuditRow>::as_select(),
        ))
        .load(conn)?)
}

/// What a reader of the trail asks for.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    pub from: Option<NaiveDateTime>,
    pub until: Option<NaiveDateTime>,
    pub actor_id: Option<i64>,
    /// A part of the actor's name.
    pub actor: Option<String>,
    pub target: Option<String>,
    pub target_id: Option<i64>,
    pub action: Option<String>,
}

/// More kinds of actions than there will ever be.
const ACTIONS: usize = 500;

/// The actions there are, each found by one step along the index.
pub fn actions(conn: &mut Conn) -> Result<Vec<String>> {
    let mut found: Vec<String> = vec![];
    while found.len() < ACTIONS {
        let last = found.last().cloned().unwrap_or_default();
        let next: Option<String> = records::table
            .filter(records::action.gt(last))
            .select(diesel::dsl::min(records::action))
            .first(conn)?;
        match next {
            Some(action) => found.push(action),
            None => break,
        }
    }
    Ok(found)
}

fn filtered(filter: &AuditFilter) -> records::BoxedQuery<'static, MultiBackend> {
    let mut query = records::table.into_boxed();
    if let Some(from) = filter.from {
        query = query.filter(records::recorded_at.ge(from));
    }
    if let Some(until) = filter.until {
        query = query.filter(records::recorded_at.lt(until));
    }
    if let Some(actor) = filter.actor_id {
        query = query.filter(records::actor_id.eq(actor));
    }
    if let Some(name) = &filter.actor {
        let small = lower(Plainly::new(records::actor_name.assume_not_null()));
        query = query.filter(small.like(pattern(name)).escape('\\'));
    }
    if let Some(target) = &filter.target {
        query = query.filter(records::target.eq(target.trim().to_owned()));
    }
    if let Some(id) = filter.target_id {
        query = query.filter(records::target_id.eq(id));
    }
    if let Some(action) = &filter.action {
        query = query.filter(records::action.eq(action.trim().to_owned()));
    }
    query
}

/// Records before the given id, newest first.
pub fn list(
    conn: &mut Conn,
    filter: &AuditFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<AuditRow>> {
    Ok(filtered(filter)
        .filter(records::id.lt(before.unwrap_or(i64::MAX)))
        .order(records::id.desc())
        .limit(limit)
        .select(AuditRow::as_select())
        .load(conn)?)
}

pub fn count(conn: &mut Conn, filter: &AuditFilter) -> Result<i64> {
    Ok(filtered(filter).count().get_result(conn)?)
}

/// The hash of each of these records that is sealed by now.
pub fn seals_of(conn: &mut Conn, ids: &[i64]) -> Result<Vec<(i64, i64, String)>> {
    Ok(seals::table
        .filter(seals::record_id.eq_any(ids))
        .select((seals::record_id, seals::sequence, seals::hash))
        .load(conn)?)
}
