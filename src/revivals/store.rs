//! What the ledger asks of enterprises beside its entries: how each was running on a day, and its entries of before.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text, Timestamp};
use serde_json::Value;

use super::LEDGER;
use super::rules::is_halted;
use crate::base::db::Conn;
use crate::base::db::schema::{audit_records, enterprises, entries};
use crate::base::{Error, Result};
use crate::directory::rules::OperatingStatus;
use crate::entries::AnyLedger;
use crate::entries::description::Class;
use crate::entries::store::EntryRow;

/// Holds an enterprise until the transaction ends, so that of two who list it at once the second sees the first's entry.
///
/// # Errors
/// Those of the database.
pub fn hold(conn: &mut Conn, enterprise: i64) -> Result<()> {
    if let Conn::Pg(conn) = conn {
        let _: Option<i64> = enterprises::table
            .find(enterprise)
            .select(enterprises::id)
            .for_update()
            .first(conn)
            .optional()?;
    }
    Ok(())
}

/// The entries of an enterprise in a ledger, whoever may see them, the newest first.
///
/// # Errors
/// Those of the database.
pub fn entries_of(conn: &mut Conn, ledger: &'static str, enterprise: i64) -> Result<Vec<EntryRow>> {
    Ok(entries::table
        .filter(entries::ledger.eq(ledger))
        .filter(entries::enterprise_id.eq(enterprise))
        .order(entries::id.desc())
        .select(EntryRow::as_select())
        .load(conn)?)
}

/// An enterprise that stands still and has no open entry (待建账).
#[derive(Debug, Clone, QueryableByName)]
pub struct Unlisted {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = BigInt)]
    pub park_id: i64,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub status: OperatingStatus,
    #[diesel(sql_type = Date)]
    pub since: NaiveDate,
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    many: i64,
}

/// Those that wait to be listed at present, of each park that is named: our own words and ids alone.
fn unlisted_of(parks: &[i64]) -> String {
    let quoted = |words: &[&str]| format!("('{}')", words.join("', '"));
    let statuses = OperatingStatus::ALL.iter().copied();
    let halted = statuses.filter(|status| is_halted(*status));
    let halted: Vec<&str> = halted.map(OperatingStatus::as_str).collect();
    let open: Vec<&str> = LEDGER.description().of_class(Class::Open).collect();
    let of_parks = parks.iter().map(|park| format!(" AND e.park_id = {park}"));
    format!(
        "FROM enterprises e JOIN enterprise_statuses s ON s.id = (SELECT l.id FROM enterprise_statuses l \
         WHERE l.enterprise_id = e.id ORDER BY l.since DESC, l.id DESC LIMIT 1) \
         WHERE e.active AND s.status IN {}{} AND NOT EXISTS (SELECT 1 FROM entries n WHERE n.ledger = '{}' \
         AND n.enterprise_id = e.id AND n.status IN {})",
        quoted(&halted),
        of_parks.collect::<String>(),
        LEDGER.code(),
        quoted(&open),
    )
}

/// A page of those that wait to be listed, by id.
///
/// # Errors
/// Those of the database.
pub fn unlisted(
    conn: &mut Conn,
    parks: &[i64],
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<Unlisted>> {
    let sql = format!(
        "SELECT e.id AS id, e.park_id AS park_id, e.name AS name, s.status AS status, s.since AS since \
         {} AND e.id > {} ORDER BY e.id LIMIT {limit}",
        unlisted_of(parks),
        after.unwrap_or(0),
    );
    Ok(diesel::sql_query(sql).load(conn)?)
}

/// How many wait to be listed.
///
/// # Errors
/// Those of the database.
pub fn count_unlisted(conn: &mut Conn, parks: &[i64]) -> Result<i64> {
    let sql = format!("SELECT COUNT(*) AS many {}", unlisted_of(parks));
    let counted: Counted = diesel::sql_query(sql).get_result(conn)?;
    Ok(counted.many)
}

/// An enterprise, as it was on a day; where it was, nothing tells but today's park.
#[derive(Debug, Clone, QueryableByName)]
pub struct Enterprise {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = BigInt)]
    pub park_id: i64,
    /// How it was running; none where nobody has said.
    #[diesel(sql_type = Nullable<Text>)]
    pub status: Option<OperatingStatus>,
    /// How often somebody looked at it in the month of the day.
    #[diesel(sql_type = BigInt)]
    pub checks: i64,
    /// When it was entered.
    #[diesel(sql_type = Timestamp)]
    pub created_at: NaiveDateTime,
    /// Whether it is in use today.
    #[diesel(sql_type = Bool)]
    pub active: bool,
}

/// All enterprises as they were on a day, by id.
///
/// # Errors
/// Those of the database.
pub fn as_of(
    conn: &mut Conn,
    (first_of_month, day): (NaiveDate, NaiveDate),
) -> Result<Vec<Enterprise>> {
    let sql = format!(
        "SELECT e.id AS id, e.park_id AS park_id, \
         (SELECT s.status FROM enterprise_statuses s WHERE s.enterprise_id = e.id \
         AND s.counted_on <= '{day}' ORDER BY s.since DESC, s.id DESC LIMIT 1) AS status, \
         (SELECT COUNT(*) FROM enterprise_status_checks c WHERE c.enterprise_id = e.id \
         AND c.checked_on BETWEEN '{first_of_month}' AND '{day}' AND c.counted_on <= '{day}') AS checks, \
         e.created_at AS created_at, e.active AS active FROM enterprises e ORDER BY e.id"
    );
    Ok(diesel::sql_query(sql).load(conn)?)
}

/// When each enterprise that isn't in use was put out of use, as the audit trail tells it.
///
/// # Errors
/// Those of the database.
pub fn put_out_of_use(conn: &mut Conn) -> Result<HashMap<i64, NaiveDateTime>> {
    let changes: Vec<(Option<i64>, NaiveDateTime, String)> = audit_records::table
        .inner_join(enterprises::table.on(audit_records::target_id.eq(enterprises::id.nullable())))
        .filter(audit_records::action.eq("enterprise.update"))
        .filter(enterprises::active.eq(false))
        .order(audit_records::id)
        .select((
            audit_records::target_id,
            audit_records::recorded_at,
            audit_records::data,
        ))
        .load(conn)?;
    let mut since = HashMap::new();
    for (id, at, data) in changes {
        let told: Value = serde_json::from_str(&data).map_err(Error::internal)?;
        match (id, told["active"].as_bool()) {
            (Some(id), Some(true)) => {
                since.remove(&id);
            }
            // What is changed of it later doesn't make it later.
            (Some(id), Some(false)) => {
                since.entry(id).or_insert(at);
            }
            _ => {}
        }
    }
    Ok(since)
}

#[derive(QueryableByName)]
struct Stamp {
    #[diesel(sql_type = BigInt)]
    statuses: i64,
    #[diesel(sql_type = BigInt)]
    checks: i64,
    #[diesel(sql_type = BigInt)]
    enterprises: i64,
    #[diesel(sql_type = Nullable<Timestamp>)]
    updated_at: Option<NaiveDateTime>,
}

/// What changes with every status, check and enterprise that is written.
///
/// # Errors
/// Those of the database.
pub fn stamp(conn: &mut Conn) -> Result<String> {
    let sql = "SELECT (SELECT COUNT(*) FROM enterprise_statuses) AS statuses, \
               (SELECT COUNT(*) FROM enterprise_status_checks) AS checks, \
               (SELECT COUNT(*) FROM enterprises) AS enterprises, \
               (SELECT MAX(updated_at) FROM enterprises) AS updated_at";
    let stamp: Stamp = diesel::sql_query(sql).get_result(conn)?;
    Ok(format!(
        "{} {} {} {:?}",
        stamp.statuses, stamp.checks, stamp.enterprises, stamp.updated_at
    ))
}
