//! The end of every move: the row under its next version, its values, one event, the as-of ledger and the
//! audit record, all in the transaction of the move.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::common;
use super::context::{Author, Entry, WriteContext};
use super::holidays;
use super::mails::{self, Made};
use crate::audit;
use crate::base::{Error, Result};
use crate::calendar::closed_weeks;
use crate::directory::store::enterprises;
use crate::entries::description::{Class, Description, MoveRow, ON, Text, To};
use crate::entries::ledger::{AnyLedger, Fields};
use crate::entries::rules::changes;
use crate::entries::rules::common as moves;
use crate::entries::rules::facts::{By, Exclusion};
use crate::entries::rules::personal;
use crate::entries::rules::values::counted;
use crate::entries::store::{self, NewEvent, StateRow};

/// Where an event has the door at which an enterprise made the move.
pub const DOOR: Text = "door_id";

/// What is told about a move.
pub struct Event<'m> {
    pub row: &'m MoveRow,
    /// How the entry was before it.
    pub before: Value,
    /// The state it leads to; none where the state stays.
    pub to: Option<Text>,
    pub on: NaiveDate,
    pub body: Fields,
}

/// The state that a move leads to.
///
/// # Errors
/// A fault of ours, where the entry was excluded and nobody knows from where.
pub fn leads_to(
    of: &Description,
    row: &MoveRow,
    entry: &Entry,
    body: &Fields,
) -> Result<Option<Text>> {
    match row.to {
        To::Same => Ok(None),
        To::One(code) => Ok(Some(code)),
        To::By { field, to } => {
            let word = body
                .get(field)
                .or_else(|| entry.fields.get(field))
                .and_then(Value::as_str);
            let found = to.iter().find(|(one, _)| Some(*one) == word);
            Ok(found.map(|(_, code)| *code))
        }
        To::Back => {
            let before = entry
                .facts
                .excluded
                .as_ref()
                .and_then(|exclusion| of.status(&exclusion.before));
            let before =
                before.ok_or_else(|| Error::internal("an excluded entry knows what it was"))?;
            Ok(Some(before.code))
        }
    }
}

/// What the move does, before it ends.
pub fn apply(
    context: &mut WriteContext,
    ledger: &dyn AnyLedger,
    entry: &mut Entry,
    row: &MoveRow,
    body: &Fields,
) -> Result<()> {
    set(&mut entry.fields, row, body);
    common::effect(context, entry, row.name, body)?;
    match row.effect {
        Some(effect) => ledger.effect(effect, context, entry, body),
        None => Ok(()),
    }
}

/// The fields that take what the body of a move says.
pub(super) fn set(fields: &mut Fields, row: &MoveRow, body: &Fields) {
    for (to, from) in row.sets {
        if let Some(value) = body.get(*from) {
            fields.insert((*to).to_owned(), value.clone());
        }
    }
}

/// The day a move counts on: the latest of the day it occurred, the first open day and the day the move
/// before it counts on.
pub fn counted_on(
    context: &mut WriteContext,
    on: NaiveDate,
    last: Option<NaiveDate>,
) -> Result<NaiveDate> {
    let day = match context.import {
        // What comes in before any week was closed keeps its day.
        Some(import) => import.counting.counted_on(on, context.today),
        // Counted as if it were recorded on the day it occurred: the first open day where that one is closed.
        None => closed_weeks::counted_on(context.conn, on, on)?,
    };
    Ok(last.map_or(day, |last| last.max(day)))
}

/// Ends a move.
///
/// # Errors
/// Those of the database.
pub fn finish(
    context: &mut WriteContext,
    ledger: &dyn AnyLedger,
    entry: &mut Entry,
    event: Event,
) -> Result<()> {
    let description = ledger.description();
    let counted_on = counted_on(context, event.on, entry.facts.counted_on)?;
    entry.facts.counted_on = Some(counted_on);
    if event.row.concludes {
        // What an enterprise says is no unit's conclusion: whoever may confirm it does.
        entry.facts.concluded_by = context.author.actor().map(By::of);
    }
    if let Some(to) = event.to {
        let (was, is) = (description.class(&entry.row.status), description.class(to));
        match (was, is) {
            (Class::Excluded, Class::Excluded) => {}
            (_, Class::Excluded) => {
                let before = entry.row.status.clone();
                entry.facts.excluded = Some(Exclusion {
                    by: context.user()?.id,
                    before,
                    on: Some(event.on),
                });
            }
            _ => entry.facts.excluded = None,
        }
        entry.row.status = to.to_owned();
        // What is taken out and put back goes on in the order it had, and what had happened before an entry was
        // listed is told afterwards.
        let is_dated = !event.row.creates() || event.body.contains_key(ON);
        if is_dated && event.row.to != To::Back && is != Class::Excluded {
            entry.facts.moved_on = Some(event.on);
        }
    }
    ledger.after(event.row.name, event.on, context, entry)?;
    settle(context, ledger, entry)?;
    let changed = changes::between(&event.before, &entry.snapshot());
    let text = ["text", "reason", "note"]
        .iter()
        .find_map(|name| event.body.get(*name)?.as_str());
    let mut data = event.body.clone();
    personal::strip(entry.personal, &mut data);
    if let Some(import) = context.import {
        data.insert("imported".to_owned(), import.id.into());
    }
    if let Author::Enterprise(inside) = context.author {
        data.insert(DOOR.to_owned(), inside.door.id.into());
    }
    let actor = context.author.actor();
    let new = NewEvent {
        entry_id: entry.row.id,
        kind: event.row.name,
        occurred_on: event.on,
        recorded_at: context.at(),
        counted_on,
        status: entry.row.status.clone(),
        actor_id: actor.map(|actor| actor.id),
        actor_name: actor.map(|actor| actor.name.clone()),
        actor_role: actor.map(|actor| actor.role.as_str()),
        text: text.map(str::to_owned),
        data: Value::Object(data).to_string(),
        changed: changed.to_string(),
    };
    let id = store::append(context.conn, &new)?;
    if event.row.name == moves::MONTH {
        common::report(context, entry, &event.body, (id, counted_on))?;
        // A report moves the light.
        settle(context, ledger, entry)?;
    }
    store::save(context.conn, &mut entry.row)?;
    store::replace_values(context.conn, entry.row.id, &entry.values(description))?;
    store::note_state(context.conn, counted_on, &state(&entry.row))?;
    store::note_values(
        context.conn,
        counted_on,
        entry.row.id,
        &counted(description, &entry.fields),
    )?;
    if context.import.is_some() {
        // The import has one audit record, and tells nobody of what lies behind.
        return Ok(());
    }
    let made = Made {
        event_id: id,
        row: event.row,
        before: &event.before,
        body: &event.body,
        text,
    };
    mails::tell(context, ledger, entry, &made)?;
    let data = json!({
        "number": entry.row.number,
        "event_id": id,
        "status": entry.row.status,
        "version": entry.row.version,
    });
    let action = format!("{}.{}", description.code, event.row.name);
    let record = context
        .author
        .entry(action, description.code, entry.row.id, data);
    audit::record(context.conn, context.at(), &record)
}

fn state(row: &store::EntryRow) -> StateRow {
    StateRow {
        entry_id: row.id,
        ledger: row.ledger.clone(),
        status: row.status.clone(),
        park_id: row.park_id,
        enterprise_id: row.enterprise_id,
        department_id: row.department_id,
    }
}

/// Brings the columns in line with fields, facts and milestones.
fn settle(context: &mut WriteContext, ledger: &dyn AnyLedger, entry: &mut Entry) -> Result<()> {
    let description = ledger.description();
    let class = description.class(&entry.row.status);
    entry.row.title = match description.is_of_enterprise() {
        true => enterprise_name(context, entry.row.enterprise_id)?,
        false => {
            let title = entry.fields.get(description.title).and_then(Value::as_str);
            title.unwrap_or_default().to_owned()
        }
    };
    let turns = holidays::turns(ledger, entry, class, &context.calendar)?;
    entry.row.due_on = turns.due_on;
    (entry.row.yellow_from, entry.row.red_from) = (turns.yellow_from, turns.red_from);
    entry.row.fields = Value::Object(entry.fields.clone()).to_string();
    entry.row.shape = description.shape;
    entry.row.facts = serde_json::to_string(&entry.facts).map_err(Error::internal)?;
    entry.row.updated_at = context.at();
    Ok(())
}

/// What the enterprise is called that an entry is about.
fn enterprise_name(context: &mut WriteContext, enterprise: Option<i64>) -> Result<String> {
    let own: Vec<i64> = enterprise.into_iter().collect();
    let name = enterprises::names(context.conn, &own)?.pop();
    Ok(name.map(|(_, name)| name).unwrap_or_default())
}
