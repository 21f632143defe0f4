//! The present values of entries.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::entry_values;
use crate::entries::rules::values::{FieldValue, Scalar};

/// Writes the values of an entry anew.
pub fn replace(conn: &mut Conn, entry: i64, values: &[FieldValue]) -> Result<()> {
    if rows_of(conn, entry)? == values {
        return Ok(());
    }
    diesel::delete(entry_values::table.filter(entry_values::entry_id.eq(entry))).execute(conn)?;
    for value in values {
        let (word, number, day) = columns(Some(&value.value));
        diesel::insert_into(entry_values::table)
            .values((
                entry_values::entry_id.eq(entry),
                entry_values::field.eq(&value.field),
                entry_values::word.eq(word),
                entry_values::number.eq(number),
                entry_values::day.eq(day),
            ))
            .execute(conn)?;
    }
    Ok(())
}

type Row = (String, Option<String>, Option<i64>, Option<NaiveDate>);

/// The values of an entry, in their order.
pub fn rows_of(conn: &mut Conn, entry: i64) -> Result<Vec<FieldValue>> {
    let rows: Vec<Row> = entry_values::table
        .filter(entry_values::entry_id.eq(entry))
        .select((
            entry_values::field,
            entry_values::word,
            entry_values::number,
            entry_values::day,
        ))
        .load(conn)?;
    let read = |(field, word, number, day): Row| {
        Some(FieldValue {
            field,
            value: scalar(word, number, day)?,
        })
    };
    let mut values: Vec<FieldValue> = rows.into_iter().filter_map(read).collect();
    values.sort_unstable();
    Ok(values)
}

/// A value as its three columns.
pub fn columns(value: Option<&Scalar>) -> (Option<String>, Option<i64>, Option<NaiveDate>) {
    match value {
        None => (None, None, None),
        Some(Scalar::Word(word)) => (Some(word.clone()), None, None),
        Some(Scalar::Number(number)) => (None, Some(*number), None),
        Some(Scalar::Day(day)) => (None, None, Some(*day)),
    }
}

pub fn scalar(word: Option<String>, number: Option<i64>, day: Option<NaiveDate>) -> Option<Scalar> {
    let number = number.map(Scalar::Number);
    word.map(Scalar::Word).or(number).or(day.map(Scalar::Day))
}
