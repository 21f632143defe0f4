//! The entries that are late on a day: open ones whose next milestone is past, or what else they owe. Of a day gone by
//! their events tell, because rows and milestones know the present alone.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::rebuilt::told_as_of;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::calendar::rules::Calendar;
use crate::entries::ledger::AnyLedger;
use crate::entries::rules::numbers::Asked;
use crate::entries::store;

/// A late entry, as it was on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    pub entry_id: i64,
    pub number: String,
    pub title: String,
    pub park_id: Option<i64>,
    /// Whose the milestone is; the owner's where it names none.
    pub department_id: Option<i64>,
    /// The milestone that is past, or what else was due.
    pub milestone: String,
    pub due_on: NaiveDate,
    pub original_due_on: NaiveDate,
}

/// An entry as it was on a day.
pub struct OnDay {
    pub id: i64,
    pub number: String,
    pub title: String,
    pub park_id: Option<i64>,
    department_id: Option<i64>,
    status: String,
    listed_on: NaiveDate,
    milestones: Vec<Node>,
}

impl OnDay {
    /// Of its milestones those that were due by a day, and of these those that were done in time.
    pub fn in_time(&self, day: NaiveDate) -> (i64, i64) {
        let due = self.milestones.iter().filter(|node| node.due_on <= day);
        due.fold((0, 0), |(due, in_time), node| {
            let is_in_time = node.done_on.is_some_and(|done| done <= node.due_on);
            (due + 1, in_time + i64::from(is_in_time))
        })
    }
}

/// What is needed of an entry, as its events keep it.
#[derive(Deserialize)]
struct Told {
    title: String,
    status: String,
    #[serde(default)]
    park_id: Option<i64>,
    #[serde(default)]
    department_id: Option<i64>,
    #[serde(default)]
    milestones: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    position: i64,
    name: String,
    department_id: Option<i64>,
    due_on: NaiveDate,
    original_due_on: NaiveDate,
    done_on: Option<NaiveDate>,
}

/// The late ones of a ledger, the longest first.
///
/// # Errors
/// Those of the database.
pub fn late(
    conn: &mut Conn,
    ledger: &dyn AnyLedger,
    asked: &Asked,
    calendar: &Calendar,
) -> Result<Vec<Late>> {
    let open = store::behind(conn, "open", asked)?;
    let ids: Vec<i64> = open.iter().map(|one| one.entry_id).collect();
    let day = asked.as_of;
    let mut all = vec![];
    for mut entry in on_day(conn, &ids, day)? {
        let owed = ledger.owes(&entry.status, entry.listed_on, calendar);
        // Before all milestones of its day.
        entry.milestones.extend(owed.map(|owed| Node {
            position: 0,
            name: owed.what.to_owned(),
            department_id: None,
            due_on: owed.due_on,
            original_due_on: owed.due_on,
            done_on: None,
        }));
        let undone = entry.milestones.into_iter();
        let next = undone
            .filter(|node| node.done_on.is_none())
            .min_by_key(|node| (node.due_on, node.position));
        if let Some(next) = next.filter(|next| next.due_on < day) {
            all.push(Late {
                entry_id: entry.id,
                number: entry.number,
                title: entry.title,
                park_id: entry.park_id,
                department_id: next.department_id.or(entry.department_id),
                milestone: next.name,
                due_on: next.due_on,
                original_due_on: next.original_due_on,
            });
        }
    }
    all.sort_by_key(|one| (one.due_on, one.entry_id));
    Ok(all)
}

/// Some entries as they were at the end of a day.
///
/// # Errors
/// Those of the database.
pub fn on_day(conn: &mut Conn, ids: &[i64], day: NaiveDate) -> Result<Vec<OnDay>> {
    let (mut told, same) = told_as_of(conn, ids, day)?;
    let mut nodes: BTreeMap<i64, Vec<Node>> = BTreeMap::new();
    for row in store::milestones_of_many(conn, &same)? {
        nodes.entry(row.entry_id).or_default().push(Node {
            position: row.position,
            name: row.name,
            department_id: row.department_id,
            due_on: row.due_on,
            original_due_on: row.original_due_on,
            done_on: row.done_on,
        });
    }
    let mut all = vec![];
    for row in store::rows_of(conn, ids)? {
        let entry = match told.remove(&row.id) {
            Some(told) => serde_json::from_value(told).map_err(Error::internal)?,
            None => Told {
                title: row.title,
                status: row.status,
                park_id: row.park_id,
                department_id: row.department_id,
                milestones: nodes.remove(&row.id).unwrap_or_default(),
            },
        };
        all.push(OnDay {
            id: row.id,
            number: row.number,
            title: entry.title,
            park_id: entry.park_id,
            department_id: entry.department_id,
            status: entry.status,
            listed_on: row.listed_on,
            milestones: entry.milestones,
        });
    }
    Ok(all)
}
