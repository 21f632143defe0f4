//! 节点 of entries.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::events::CHUNK;
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{entries, milestones};

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = milestones, treat_none_as_null = true)]
pub struct MilestoneRow {
    pub entry_id: i64,
    pub position: i64,
    pub name: String,
    pub track: Option<String>,
    pub department_id: Option<i64>,
    pub handler: Option<String>,
    pub due_on: NaiveDate,
    pub original_due_on: NaiveDate,
    pub done_on: Option<NaiveDate>,
    pub provisional: bool,
}

/// The milestones of some entries, in their order.
pub fn of(conn: &mut Conn, entries: &[i64]) -> Result<Vec<MilestoneRow>> {
    Ok(milestones::table
        .filter(milestones::entry_id.eq_any(entries.to_vec()))
        .order((milestones::entry_id, milestones::position))
        .select(MilestoneRow::as_select())
        .load(conn)?)
}

/// The milestones of so many entries that they are asked for in parts.
pub fn of_many(conn: &mut Conn, entries: &[i64]) -> Result<Vec<MilestoneRow>> {
    let mut all = vec![];
    for some in entries.chunks(CHUNK) {
        all.extend(of(conn, some)?);
    }
    Ok(all)
}

/// Adds a milestone, to be reminded of from a day on.
pub fn add(conn: &mut Conn, row: &MilestoneRow, remind_on: Option<NaiveDate>) -> Result<()> {
    diesel::insert_into(milestones::table)
        .values((row, milestones::remind_on.eq(remind_on)))
        .execute(conn)?;
    Ok(())
}

/// Writes a milestone that was done or moved, to be reminded of anew from a day on.
pub fn update(conn: &mut Conn, row: &MilestoneRow, remind_on: Option<NaiveDate>) -> Result<()> {
    let kept = milestones::table
        .filter(milestones::entry_id.eq(row.entry_id))
        .filter(milestones::position.eq(row.position));
    diesel::update(kept)
        .set((row, milestones::remind_on.eq(remind_on)))
        .execute(conn)?;
    Ok(())
}

/// A milestone that is to be reminded of, with what a letter tells of its entry.
#[derive(Debug, Clone, Queryable)]
pub struct DueMilestone {
    pub id: i64,
    pub entry_id: i64,
    pub position: i64,
    pub name: String,
    pub department_id: Option<i64>,
    pub due_on: NaiveDate,
    remind_on: Option<NaiveDate>,
    pub ledger: String,
    pub number: String,
    pub title: String,
    pub park_id: Option<i64>,
    /// The department that owns the entry.
    pub owner_id: Option<i64>,
}

/// The milestones that are to be reminded of by a day, those that wait longest first. An entry that isn't open
/// has no day on which it is due.
pub fn due(
    conn: &mut Conn,
    today: NaiveDate,
    ledgers: &[&'static str],
    limit: i64,
) -> Result<Vec<DueMilestone>> {
    Ok(milestones::table
        .inner_join(entries::table)
        .filter(milestones::remind_on.le(today).assume_not_null())
        .filter(milestones::done_on.is_null())
        .filter(entries::due_on.is_not_null())
        .filter(entries::ledger.eq_any(ledgers.to_vec()))
        .order((milestones::remind_on, milestones::id))
        .limit(limit)
        .select((
            milestones::id,
            milestones::entry_id,
            milestones::position,
            milestones::name,
            milestones::department_id,
            milestones::due_on,
            milestones::remind_on,
            entries::ledger,
            entries::number,
            entries::title,
            entries::park_id,
            entries::department_id,
        ))
        .load(conn)?)
}

/// The open milestones that nobody was warned of yet, with their days.
pub fn not_reminded(conn: &mut Conn, today: NaiveDate) -> Result<Vec<(i64, NaiveDate)>> {
    Ok(milestones::table
        .filter(milestones::done_on.is_null())
        .filter(milestones::due_on.ge(today))
        .filter(
            milestones::remind_on
                .assume_not_null()
                .le(milestones::due_on),
        )
        .order(milestones::id)
        .select((milestones::id, milestones::due_on))
        .load(conn)?)
}

/// Writes from which day on a milestone is to be reminded of.
pub fn remind_on(conn: &mut Conn, id: i64, day: NaiveDate) -> Result<()> {
    diesel::update(milestones::table.find(id))
        .set(milestones::remind_on.eq(day))
        .execute(conn)?;
    Ok(())
}

/// Notes that a milestone was reminded of, and from when it is again; false where that was noted meanwhile.
pub fn reminded(conn: &mut Conn, one: &DueMilestone, next: Option<NaiveDate>) -> Result<bool> {
    let unchanged = milestones::table
        .find(one.id)
        .filter(milestones::due_on.eq(one.due_on))
        .filter(milestones::remind_on.eq(one.remind_on).assume_not_null());
    let noted = diesel::update(unchanged)
        .set(milestones::remind_on.eq(next))
        .execute(conn)?;
    Ok(noted == 1)
}
