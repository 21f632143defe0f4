//! The timeline: appended, never changed; the database itself refuses the rest.

use std::collections::HashSet;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::exists;
use diesel::prelude::*;

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{entries, entry_events};

/// Ids that are asked about together.
pub(super) const CHUNK: usize = 500;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = entry_events)]
pub struct EventRow {
    pub id: i64,
    pub entry_id: i64,
    pub kind: String,
    pub occurred_on: NaiveDate,
    pub recorded_at: NaiveDateTime,
    pub counted_on: NaiveDate,
    pub status: String,
    pub actor_id: Option<i64>,
    pub actor_name: Option<String>,
    pub actor_role: Option<String>,
    pub on_behalf_of: Option<String>,
    pub text: Option<String>,
    pub data: String,
    pub changed: String,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = entry_events)]
pub struct NewEvent {
    pub entry_id: i64,
    pub kind: &'static str,
    pub occurred_on: NaiveDate,
    pub recorded_at: NaiveDateTime,
    pub counted_on: NaiveDate,
    pub status: String,
    /// None where nobody did it, but time.
    pub actor_id: Option<i64>,
    pub actor_name: Option<String>,
    pub actor_role: Option<&'static str>,
    pub text: Option<String>,
    pub data: String,
    pub changed: String,
}

pub fn append(conn: &mut Conn, event: &NewEvent) -> Result<i64> {
    Ok(diesel::insert_into(entry_events::table)
        .values(event)
        .returning(entry_events::id)
        .get_result(conn)?)
}

/// The events of an entry after an id, oldest first.
pub fn timeline(conn: &mut Conn, entry: i64, after: i64, limit: i64) -> Result<Vec<EventRow>> {
    Ok(entry_events::table
        .filter(entry_events::entry_id.eq(entry))
        .filter(entry_events::id.gt(after))
        .order(entry_events::id)
        .limit(limit)
        .select(EventRow::as_select())
        .load(conn)?)
}

/// All events of an entry, oldest first.
pub fn of_entry(conn: &mut Conn, entry: i64) -> Result<Vec<EventRow>> {
    timeline(conn, entry, 0, i64::MAX)
}

pub fn length(conn: &mut Conn, entry: i64) -> Result<i64> {
    Ok(entry_events::table
        .filter(entry_events::entry_id.eq(entry))
        .count()
        .get_result(conn)?)
}

/// How many there are of all entries.
pub fn count(conn: &mut Conn) -> Result<i64> {
    Ok(entry_events::table.count().get_result(conn)?)
}

/// The id of the last event; 0 where there is none.
pub fn last(conn: &mut Conn, entry: i64) -> Result<i64> {
    let last: Option<i64> = entry_events::table
        .filter(entry_events::entry_id.eq(entry))
        .order(entry_events::id.desc())
        .select(entry_events::id)
        .first(conn)
        .optional()?;
    Ok(last.unwrap_or(0))
}

/// The last event of a kind.
pub fn last_of(conn: &mut Conn, entry: i64, kind: &str) -> Result<Option<EventRow>> {
    Ok(entry_events::table
        .filter(entry_events::entry_id.eq(entry))
        .filter(entry_events::kind.eq(kind.to_owned()))
        .order(entry_events::id.desc())
        .select(EventRow::as_select())
        .first(conn)
        .optional()?)
}

/// When an enterprise has made moves at its doors after an instant, oldest first.
pub fn moved_at_doors(
    conn: &mut Conn,
    enterprise: i64,
    after: NaiveDateTime,
) -> Result<Vec<NaiveDateTime>> {
    let own = entries::table
        .filter(entries::id.eq(entry_events::entry_id))
        .filter(entries::enterprise_id.eq(enterprise));
    // Nothing else is made by nobody but what becomes of an entry in time, which says nothing of a door.
    Ok(entry_events::table
        .filter(exists(own))
        .filter(entry_events::actor_id.is_null())
        .filter(entry_events::data.like("%\"door_id\":%"))
        .filter(entry_events::recorded_at.gt(after))
        .order(entry_events::recorded_at)
        .select(entry_events::recorded_at)
        .load(conn)?)
}

/// Those of some entries of which something counts on a later day.
pub fn changed_after(conn: &mut Conn, entries: &[i64], day: NaiveDate) -> Result<HashSet<i64>> {
    let mut all = HashSet::new();
    for some in entries.chunks(CHUNK) {
        let ids: Vec<i64> = entry_events::table
            .filter(entry_events::entry_id.eq_any(some.to_vec()))
            .filter(entry_events::counted_on.gt(day))
            .select(entry_events::entry_id)
            .distinct()
            .load(conn)?;
        all.extend(ids);
    }
    Ok(all)
}

/// What was changed of some entries by the end of a day, oldest first.
pub fn changes_as_of(
    conn: &mut Conn,
    entries: &[i64],
    day: NaiveDate,
) -> Result<Vec<(i64, String)>> {
    let mut all = vec![];
    for some in entries.chunks(CHUNK) {
        let rows: Vec<(i64, String)> = entry_events::table
            .filter(entry_events::entry_id.eq_any(some.to_vec()))
            .filter(entry_events::counted_on.le(day))
            .order(entry_events::id)
            .select((entry_events::entry_id, entry_events::changed))
            .load(conn)?;
        all.extend(rows);
    }
    Ok(all)
}
