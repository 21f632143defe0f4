//! What was reported of months: appended; the last row counted by a day is a month's value on that day.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{entries, months};

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = months)]
pub struct MonthRow {
    pub entry_id: i64,
    pub month: NaiveDate,
    pub counted_on: NaiveDate,
    pub event_id: i64,
    /// JSON of the figures.
    pub figures: String,
    pub text: Option<String>,
}

pub fn add(conn: &mut Conn, row: &MonthRow) -> Result<()> {
    diesel::insert_into(months::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The present value of each month of some entries, in order.
pub fn of(conn: &mut Conn, some: &[i64]) -> Result<Vec<MonthRow>> {
    let rows = months::table
        .filter(months::entry_id.eq_any(some.to_vec()))
        .order((months::entry_id, months::month, months::id))
        .select(MonthRow::as_select())
        .load(conn)?;
    Ok(last_of_each(rows))
}

/// The value of each month of a ledger's entries as it was known at the end of a day.
pub fn as_of(conn: &mut Conn, ledger: &str, day: NaiveDate) -> Result<Vec<MonthRow>> {
    let rows = months::table
        .inner_join(entries::table)
        .filter(entries::ledger.eq(ledger))
        .filter(months::counted_on.le(day))
        .order((months::entry_id, months::month, months::id))
        .select(MonthRow::as_select())
        .load(conn)?;
    Ok(last_of_each(rows))
}

fn last_of_each(rows: Vec<MonthRow>) -> Vec<MonthRow> {
    let mut last: Vec<MonthRow> = vec![];
    for row in rows {
        match last.last_mut() {
            Some(before) if (before.entry_id, before.month) == (row.entry_id, row.month) => {
                *before = row
            }
            _ => last.push(row),
        }
    }
    last
}
