//! A project's 倒排工期表, from its milestones as they stand.

use std::collections::HashMap;

use super::{letterhead, slip};
use crate::access::Scope;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::directory::store::parks;
use crate::entries::AnyLedger;
use crate::entries::actions::Entry;
use crate::entries::rules::numbers::Unit;
use crate::entries::store;
use crate::projects::LEDGER;
use crate::reports::rules::paper::{Schedule, ScheduleNode};
use crate::vocabulary::entries::heading;

/// # Errors
/// 404 out of the caller's scope.
pub fn schedule(conn: &mut Conn, clock: &Clock, scope: Scope, id: i64) -> Result<Schedule> {
    let row = store::find(conn, scope, LEDGER.code(), id)?.ok_or(Error::NotFound)?;
    let entry = Entry::read(conn, &LEDGER, row)?;
    of_entry(conn, clock, &entry)
}

/// The milestones of an entry of any ledger, and who answers for it.
///
/// # Errors
/// Those of the database.
pub(super) fn of_entry(conn: &mut Conn, clock: &Clock, entry: &Entry) -> Result<Schedule> {
    let letterhead = letterhead::of(conn)?;
    let park = match entry.row.park_id {
        Some(park) => parks::find(conn, park)?.map(|park| park.name),
        None => None,
    };
    let names: HashMap<i64, String> = store::names(conn, Unit::Department)?
        .into_iter()
        .map(|(id, name, _)| (id, name))
        .collect();
    let name = |id: Option<i64>| names.get(&id?).cloned();
    // A park answers for what no department owns.
    let owner = name(entry.row.department_id).or_else(|| park.clone());
    let owner = owner.unwrap_or_default();
    let mut nodes = vec![];
    for node in &entry.milestones {
        // The owner's handler doesn't answer for another unit's milestone.
        let is_owners = node
            .department_id
            .is_none_or(|id| Some(id) == entry.row.department_id);
        let of_owner = entry.facts.handler.as_ref().filter(|_| is_owners);
        nodes.push(ScheduleNode {
            position: node.position,
            name: node.name.clone(),
            track: node.track.clone(),
            unit: name(node.department_id).unwrap_or_else(|| owner.clone()),
            handler: node.handler.as_ref().or(of_owner).cloned(),
            due_on: node.due_on,
            original_due_on: node.original_due_on,
            done_on: node.done_on,
        });
    }
    let leader = entry.facts.leader.as_ref();
    Ok(Schedule {
        number: entry.row.number.clone(),
        name: entry.row.title.clone(),
        lines: vec![
            (heading::PARK, park.unwrap_or_default()),
            (heading::DEPARTMENT, owner),
            (
                heading::LEADER,
                leader.map(|leader| leader.name.clone()).unwrap_or_default(),
            ),
            (
                heading::HANDLER,
                entry.facts.handler.clone().unwrap_or_default(),
            ),
        ],
        nodes,
        on: clock.today(),
        issuing_body: slip::head(&letterhead),
        signature: letterhead.signature,
    })
}
