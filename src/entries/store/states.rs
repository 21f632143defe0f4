//! The as-of ledger of entries: what was true at the end of each day.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::events::CHUNK;
use super::values::{columns, scalar};
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{entry_state_values, entry_states};
use crate::entries::rules::values::Scalar;
use crate::problems::store::forever;

/// What an entry counts as.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = entry_states, treat_none_as_null = true)]
pub struct StateRow {
    pub entry_id: i64,
    pub ledger: String,
    pub status: String,
    pub park_id: Option<i64>,
    pub enterprise_id: Option<i64>,
    pub department_id: Option<i64>,
}

/// Notes what is true of an entry from a day on; several on one day share a stretch, whose row then tells
/// the end of that day.
pub fn note_state(conn: &mut Conn, day: NaiveDate, state: &StateRow) -> Result<()> {
    let open: Option<(i64, NaiveDate)> = entry_states::table
        .filter(entry_states::entry_id.eq(state.entry_id))
        .filter(entry_states::until_day.eq(forever()))
        .select((entry_states::id, entry_states::from_day))
        .first(conn)
        .optional()?;
    match open {
        Some((id, from)) if from >= day => {
            diesel::update(entry_states::table.find(id))
                .set(state)
                .execute(conn)?;
            return Ok(());
        }
        Some((id, _)) => {
            let before: StateRow = entry_states::table
                .find(id)
                .select(StateRow::as_select())
                .first(conn)?;
            if before == *state {
                return Ok(());
            }
            diesel::update(entry_states::table.find(id))
                .set(entry_states::until_day.eq(day))
                .execute(conn)?;
        }
        None => {}
    }
    diesel::insert_into(entry_states::table)
        .values((
            state,
            entry_states::from_day.eq(day),
            entry_states::until_day.eq(forever()),
        ))
        .execute(conn)?;
    Ok(())
}

type Kept = (
    i64,
    NaiveDate,
    Option<String>,
    Option<i64>,
    Option<NaiveDate>,
);

/// The same of its counted fields.
pub fn note_values(
    conn: &mut Conn,
    day: NaiveDate,
    entry: i64,
    values: &[(&'static str, Option<Scalar>)],
) -> Result<()> {
    for (field, value) in values {
        let open: Option<Kept> = entry_state_values::table
            .filter(entry_state_values::entry_id.eq(entry))
            .filter(entry_state_values::field.eq(*field))
            .filter(entry_state_values::until_day.eq(forever()))
            .select((
                entry_state_values::id,
                entry_state_values::from_day,
                entry_state_values::word,
                entry_state_values::number,
                entry_state_values::day,
            ))
            .first(conn)
            .optional()?;
        let kept = open
            .as_ref()
            .and_then(|(_, _, word, number, day)| scalar(word.clone(), *number, *day));
        if kept == *value {
            continue;
        }
        let (word, number, of_day) = columns(value.as_ref());
        let columns = (
            entry_state_values::word.eq(word),
            entry_state_values::number.eq(number),
            entry_state_values::day.eq(of_day),
        );
        match open {
            Some((id, from, ..)) if from >= day => {
                diesel::update(entry_state_values::table.find(id))
                    .set(columns)
                    .execute(conn)?;
                continue;
            }
            Some((id, ..)) => {
                diesel::update(entry_state_values::table.find(id))
                    .set(entry_state_values::until_day.eq(day))
                    .execute(conn)?;
            }
            None => {}
        }
        diesel::insert_into(entry_state_values::table)
            .values((
                entry_state_values::entry_id.eq(entry),
                entry_state_values::field.eq(*field),
                entry_state_values::from_day.eq(day),
                entry_state_values::until_day.eq(forever()),
                columns,
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The stretches of some entries, those of each in their order.
pub fn stretches_of(
    conn: &mut Conn,
    some: &[i64],
) -> Result<Vec<(NaiveDate, NaiveDate, StateRow)>> {
    let mut all = vec![];
    for some in some.chunks(CHUNK) {
        let rows: Vec<(NaiveDate, NaiveDate, StateRow)> = entry_states::table
            .filter(entry_states::entry_id.eq_any(some.to_vec()))
            .order((entry_states::entry_id, entry_states::from_day))
            .select((
                entry_states::from_day,
                entry_states::until_day,
                StateRow::as_select(),
            ))
            .load(conn)?;
        all.extend(rows);
    }
    Ok(all)
}

/// The stretches of an entry, in their order, each with its first day.
pub fn stretches(conn: &mut Conn, entry: i64) -> Result<Vec<(NaiveDate, NaiveDate, StateRow)>> {
    Ok(entry_states::table
        .filter(entry_states::entry_id.eq(entry))
        .order(entry_states::from_day)
        .select((
            entry_states::from_day,
            entry_states::until_day,
            StateRow::as_select(),
        ))
        .load(conn)?)
}

type ValueStretch = (NaiveDate, NaiveDate, Option<Scalar>);
/// The columns of which one holds a value.
type ValueColumns = (Option<String>, Option<i64>, Option<NaiveDate>);

/// The stretches of one of its counted fields.
pub fn value_stretches(conn: &mut Conn, entry: i64, field: &str) -> Result<Vec<ValueStretch>> {
    let rows: Vec<(NaiveDate, NaiveDate, ValueColumns)> = entry_state_values::table
        .filter(entry_state_values::entry_id.eq(entry))
        .filter(entry_state_values::field.eq(field))
        .order(entry_state_values::from_day)
        .select((
            entry_state_values::from_day,
            entry_state_values::until_day,
            (
                entry_state_values::word,
                entry_state_values::number,
                entry_state_values::day,
            ),
        ))
        .load(conn)?;
    let read = |(from, until, (word, number, day))| (from, until, scalar(word, number, day));
    Ok(rows.into_iter().map(read).collect())
}
