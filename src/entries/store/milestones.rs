//! 节点 of entries.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::events::CHUNK;
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::milestones;

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

/// Adds the milestones of a new plan behind those that are done.
pub fn add(conn: &mut Conn, rows: &[MilestoneRow]) -> Result<()> {
    for row in rows {
        diesel::insert_into(milestones::table)
            .values(row)
            .execute(conn)?;
    }
    Ok(())
}

pub fn update(conn: &mut Conn, row: &MilestoneRow) -> Result<()> {
    let kept = milestones::table
        .filter(milestones::entry_id.eq(row.entry_id))
        .filter(milestones::position.eq(row.position));
    diesel::update(kept).set(row).execute(conn)?;
    Ok(())
}
