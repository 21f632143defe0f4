//! A row beside the entry that it is about.

use serde_json::Value;

use crate::entries::actions::Entry;
use crate::entries::api::Served;
use crate::entries::description::{Field, Kind, Text};
use crate::entries::rules::body::hundredths;
use crate::ledger::import::rules::entry::EntryDraft;
use crate::ledger::import::rules::names::note;
use crate::ledger::import::rules::plan::{DirectoryRef, Owner, Verdict};
use crate::ledger::import::rules::row::RowIssue;

/// What the directory has for the names of a row.
pub(super) struct Told {
    pub park: Option<DirectoryRef>,
    pub department: Option<DirectoryRef>,
    pub enterprise: Owner,
}

/// What is there already stays; what differs is told.
pub(super) fn compared(
    ledger: Served,
    entry: &Entry,
    draft: &EntryDraft,
    (by, told): (Text, Told),
    issues: &mut Vec<RowIssue>,
) -> Verdict {
    let of = ledger.description();
    let (row, facts) = (&entry.row, &entry.facts);
    let number = &row.number;
    if by != "number" {
        let heading = of.field(by).map_or(by, |field| field.heading);
        issues.push(note(
            by,
            format!("与已登记的{number}{heading}相同，视为同一条，不重复登记"),
            "is that of an entry which is there already",
        ));
    }
    let differs = |given: Option<&str>, own: Option<&str>| given.is_some() && given != own;
    let leader = facts.leader.as_ref().map(|leader| leader.name.as_str());
    let progress = facts
        .progress
        .as_ref()
        .map(|progress| progress.text.as_str());
    let mut different: Vec<Text> = vec![];
    for (key, given, own) in [
        (
            "number",
            draft.number.as_deref().filter(|_| by != "number"),
            Some(number.as_str()),
        ),
        ("status", draft.status, Some(row.status.as_str())),
        ("leader", draft.leader.as_deref(), leader),
        (
            "handler",
            draft.handler.as_deref(),
            facts.handler.as_deref(),
        ),
        ("progress", draft.progress.as_deref(), progress),
    ] {
        if differs(given, own) {
            different.push(key);
        }
    }
    for (key, given, own) in [
        ("park", told.park, row.park_id),
        ("department", told.department, row.department_id),
    ] {
        if given.is_some() && given != own.map(DirectoryRef::Id) {
            different.push(key);
        }
    }
    let firm = match told.enterprise {
        Owner::Nobody => None,
        Owner::Id(id) => Some(Some(id)),
        Owner::New { .. } => Some(None),
    };
    if firm.is_some_and(|firm| firm.is_none() || firm != row.enterprise_id) {
        different.push("enterprise");
    }
    for (name, value) in &draft.fields {
        if let Some(field) = of.field(name)
            && !is_same(field, value, entry.fields.get(name))
        {
            different.push(field.name);
        }
    }
    let heading = |key: Text| {
        let mut columns = ledger.table().given.iter();
        columns
            .find(|column| column.key == key)
            .map_or(key, |column| column.heading)
    };
    for key in different.iter().copied() {
        issues.push(note(
            key,
            format!("{number}已存在，{}与系统中不同，未改动", heading(key)),
            format!("{number} is there already with another value, which stays"),
        ));
    }
    match different.is_empty() {
        true => Verdict::Same,
        false => Verdict::Different,
    }
}

fn is_same(field: &Field, given: &Value, own: Option<&Value>) -> bool {
    let area = |value: Option<&Value>| value.and_then(Value::as_str).and_then(hundredths);
    match field.kind {
        Kind::Mu => area(Some(given)) == area(own),
        _ => Some(given) == own,
    }
}
