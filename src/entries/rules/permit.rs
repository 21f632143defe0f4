//! May this person make this move now? Decided from the table and from how the entry stands.
//!
//! Refusals come in the API's order: [`permit`] is the 403, what the body says is 422, then [`possible`] is
//! the 409. `allowed_actions` asks the same two, so it can't promise more.

use super::common;
use super::facts::{Facts, Person};
use super::table::Table;
use crate::access::Role;
use crate::base::error::text;
use crate::base::{Error, Result};
use crate::entries::description::{Guard, Hat, MoveRow, Text};

/// Code, Chinese and English text of a refusal, without what is possible instead.
pub type Refusal = (&'static str, String, String);

/// What the rules see of an entry.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    pub status: &'a str,
    pub park_id: Option<i64>,
    pub enterprise_id: Option<i64>,
    pub department_id: Option<i64>,
    pub facts: &'a Facts,
    /// Departments that fields and milestones name, supporting ones among them.
    pub concerned: &'a [i64],
    pub has_milestones: bool,
}

/// What a person is to an entry.
pub fn hats(person: &Person, entry: &Standing) -> Vec<Hat> {
    let mut hats = vec![];
    let Some(role) = person.role else {
        if person.enterprise_id.is_some() && person.enterprise_id == entry.enterprise_id {
            hats.push(Hat::Enterprise);
        }
        return hats;
    };
    match role {
        Role::Coordinator => hats.push(Hat::Coordinator),
        Role::Leader => hats.push(Hat::Leader),
        Role::ParkStaff if person.park_id.is_some() && person.park_id == entry.park_id => {
            hats.push(Hat::Park);
            if entry.department_id.is_none() {
                hats.push(Hat::Owner);
            }
        }
        Role::DepartmentStaff => {
            let Some(own) = person.department_id else {
                return hats;
            };
            if entry.department_id == Some(own) {
                hats.push(Hat::Owner);
            }
            if entry.facts.supporting_department_ids.contains(&own) {
                hats.push(Hat::Supporting);
            }
            if entry.concerned.contains(&own) {
                hats.push(Hat::Concerned);
            }
        }
        Role::ParkStaff | Role::Admin | Role::Auditor => {}
    }
    hats
}

/// The part of the check that is about the person, before the body is looked at.
///
/// # Errors
/// 403.
pub fn permit(table: &Table, person: &Person, name: &str, entry: &Standing) -> Result<()> {
    let hats = hats(person, entry);
    let may = |row: &MoveRow| row.who.iter().any(|hat| hats.contains(hat));
    let mut from_here = table
        .rows(name)
        .filter(|row| row.from.contains(&entry.status))
        .peekable();
    let permitted = if from_here.peek().is_some() {
        from_here.any(may)
    } else {
        table.rows(name).any(may)
    };
    if !permitted {
        return Err(not_yours(table, name));
    }
    let guards = || table.rows(name).flat_map(|row| row.guards);
    let concluded = entry.facts.concluded_by;
    if guards().any(|guard| *guard == Guard::NotWhoConcluded)
        && concluded.is_some_and(|by| by.is_unit_of(person))
    {
        return Err(Error::forbidden(
            "entry.own_conclusion",
            "认定须由其他单位办理，本单位报结的不能自行认定",
            "What a unit concluded is confirmed by another.",
        ));
    }
    let excluded = entry.facts.excluded.as_ref().map(|exclusion| exclusion.by);
    if guards().any(|guard| *guard == Guard::NotWhoExcluded)
        && excluded.is_some()
        && excluded == person.user_id
    {
        return Err(Error::forbidden(
            "entry.own_exclusion",
            "须由其他人员解除，本人作出的不能自行解除",
            "What somebody excluded is put back by another.",
        ));
    }
    Ok(())
}

/// 403 for what is somebody else's to do.
pub fn not_yours(table: &Table, name: &str) -> Error {
    Error::Forbidden {
        code: "entry.not_yours",
        detail: text(
            format!(
                "该{}的“{}”不由您办理",
                table.description.entry_zh,
                table.zh(name)
            ),
            format!("{name} is not yours to do on this entry."),
        ),
    }
}

/// Whether the state and its conditions let the move begin: its row.
///
/// # Errors
/// The refusal's code and text, without what is possible instead.
pub fn possible<'t>(
    table: &'t Table,
    person: &Person,
    name: &'t str,
    entry: &Standing,
) -> std::result::Result<&'t MoveRow, Refusal> {
    let hats = hats(person, entry);
    let mut rows = table
        .rows(name)
        .filter(|row| row.from.contains(&entry.status));
    let Some(row) = rows.find(|row| row.who.iter().any(|hat| hats.contains(hat))) else {
        let (status, zh) = (table.description.status_zh(entry.status), table.zh(name));
        return Err((
            "entry.transition_not_allowed",
            format!("{}处于“{status}”状态，不能{zh}", table.description.entry_zh),
            format!("An entry that is {} cannot take {name}.", entry.status),
        ));
    };
    for guard in row.guards {
        let (holds, zh, en) = match guard {
            Guard::NotWhoConcluded | Guard::NotWhoExcluded => continue,
            Guard::HasOwner => (
                entry.department_id.is_some(),
                "请先明确责任单位",
                "A department has to own it first.",
            ),
            Guard::HasMilestone => (
                entry.has_milestones,
                "请先制定至少一个节点",
                "It needs a milestone first.",
            ),
        };
        if !holds {
            return Err(("entry.not_ready", zh.to_owned(), en.to_owned()));
        }
    }
    Ok(row)
}

/// Refuses with what is possible instead.
pub fn refused(table: &Table, (code, zh, en): Refusal, allowed: Vec<Text>) -> Error {
    let named: Vec<_> = allowed.iter().map(|name| table.zh(name)).collect();
    let detail = match named.is_empty() {
        true => text(zh, en),
        false => text(
            format!("{zh}；现在可以：{}", named.join("、")),
            format!("{en} Possible now: {}.", allowed.join(", ")),
        ),
    };
    Error::Conflict {
        code,
        detail,
        allowed: Some(allowed),
    }
}

/// The moves that somebody could make now, those that list an entry left out.
pub fn allowed(table: &Table, person: &Person, entry: &Standing) -> Vec<Text> {
    let may = |name: &Text| {
        permit(table, person, name, entry).is_ok() && possible(table, person, name, entry).is_ok()
    };
    table.names().into_iter().filter(may).collect()
}

/// Whether somebody is the coordinator.
pub fn is_office(person: &Person) -> bool {
    person.role == Some(Role::Coordinator)
}

/// Whether a move has the route `POST /{ledger}/{id}/{name}`: those that list, correct, report or put have others.
pub fn has_route(row: &MoveRow) -> bool {
    !row.creates() && row.puts.is_none() && ![common::EDIT, common::MONTH].contains(&row.name)
}
