//! Entries as their events tell them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::entries::description::Text;
use crate::entries::ledger::{AnyLedger, typed};
use crate::entries::rules::changes;
use crate::entries::rules::numbers::Asked;
use crate::entries::rules::values::{FieldValue, Scalar, counted, values};
use crate::entries::store::{self, EventRow, StateRow};

/// What the events tell of those entries that have changed after a day, as they were at its end, and the others, which
/// stand as they did.
///
/// # Errors
/// Those of the database.
pub(super) fn told_as_of(
    conn: &mut Conn,
    entries: &[i64],
    day: NaiveDate,
) -> Result<(BTreeMap<i64, Value>, Vec<i64>)> {
    let changed = store::changed_after(conn, entries, day)?;
    let (changed, same): (Vec<i64>, Vec<i64>) = entries.iter().partition(|id| changed.contains(id));
    let mut told: BTreeMap<i64, Value> = BTreeMap::new();
    for (entry, change) in store::changes_as_of(conn, &changed, day)? {
        let change = serde_json::from_str(&change).map_err(Error::internal)?;
        changes::lay(told.entry(entry).or_default(), &change);
    }
    Ok((told, same))
}

/// The fields of some entries as they were at the end of a day.
///
/// # Errors
/// Those of the database.
pub fn fields_as_of(
    conn: &mut Conn,
    entries: &[i64],
    day: NaiveDate,
) -> Result<BTreeMap<i64, Map<String, Value>>> {
    let (found, same) = told_as_of(conn, entries, day)?;
    let mut fields: BTreeMap<i64, Map<String, Value>> = BTreeMap::new();
    for (entry, present) in store::present_fields(conn, &same)? {
        fields.insert(
            entry,
            serde_json::from_str(&present).map_err(Error::internal)?,
        );
    }
    for (entry, told) in found {
        fields.insert(
            entry,
            told["fields"].as_object().cloned().unwrap_or_default(),
        );
    }
    Ok(fields)
}

/// The entries of a register that were in use at the end of a day.
///
/// # Errors
/// Those of the database.
pub fn in_use<T: DeserializeOwned>(
    conn: &mut Conn,
    register: &dyn AnyLedger,
    day: NaiveDate,
) -> Result<Vec<(i64, T)>> {
    let members = store::members(conn, &Asked::of_all(register.description(), day))?;
    let ids: Vec<i64> = members.iter().map(|member| member.entry_id).collect();
    let fields = fields_as_of(conn, &ids, day)?;
    let typed = |(id, fields)| Ok((id, typed(&fields)?));
    fields.into_iter().map(typed).collect()
}

/// What an entry's events leave behind, laid one over the other: how it stands, its values, and the stretches
/// of its state and of each counted field. For tests and for repairing what was derived.
///
/// # Errors
/// A fault of ours.
pub fn rebuilt(ledger: &dyn AnyLedger, events: &[EventRow]) -> Result<Rebuilt> {
    let description = ledger.description();
    let mut rebuilt = Rebuilt {
        entry: Value::Null,
        values: vec![],
        states: vec![],
        counted: vec![],
    };
    for event in events {
        let change = serde_json::from_str(&event.changed).map_err(Error::internal)?;
        changes::lay(&mut rebuilt.entry, &change);
        let now = &rebuilt.entry;
        let facts = serde_json::from_value(now["facts"].clone()).map_err(Error::internal)?;
        let fields = now["fields"].as_object().cloned().unwrap_or_default();
        let departments: Vec<i64> = now["milestones"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|one| one["department_id"].as_i64())
            .collect();
        rebuilt.values = values(description, &facts, &fields, &departments);
        let state = StateRow {
            entry_id: event.entry_id,
            ledger: description.code.to_owned(),
            status: now["status"].as_str().unwrap_or_default().to_owned(),
            park_id: now["park_id"].as_i64(),
            enterprise_id: now["enterprise_id"].as_i64(),
            department_id: now["department_id"].as_i64(),
        };
        stretch(&mut rebuilt.states, event.counted_on, state);
        for (field, value) in counted(description, &fields) {
            let of_field = match rebuilt.counted.iter().position(|(one, _)| *one == field) {
                Some(at) => at,
                None => {
                    rebuilt.counted.push((field, vec![]));
                    rebuilt.counted.len() - 1
                }
            };
            let (_, stretches) = &mut rebuilt.counted[of_field];
            if !stretches.is_empty() || value.is_some() {
                stretch(stretches, event.counted_on, value);
            }
        }
    }
    Ok(rebuilt)
}

/// From which day on which value.
type Stretches = Vec<(NaiveDate, Option<Scalar>)>;

/// An entry as its events tell it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rebuilt {
    pub entry: Value,
    pub values: Vec<FieldValue>,
    /// From which day on which state.
    pub states: Vec<(NaiveDate, StateRow)>,
    pub counted: Vec<(Text, Stretches)>,
}

fn stretch<T: PartialEq>(stretches: &mut Vec<(NaiveDate, T)>, day: NaiveDate, now: T) {
    match stretches.last_mut() {
        Some((_, before)) if *before == now => {}
        Some((from, before)) if *from >= day => *before = now,
        _ => stretches.push((day, now)),
    }
}
