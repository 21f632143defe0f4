//! What the moves do that every ledger has.

use serde_json::{Value, json};

use super::checks::PLANNED;
use super::context::{Entry, WriteContext};
use super::mails::remind_on;
use crate::base::{Error, Result};
use crate::entries::description::Text;
use crate::entries::ledger::Fields;
use crate::entries::rules::body::day_of;
use crate::entries::rules::common as moves;
use crate::entries::rules::facts::{Facts, Progress};
use crate::entries::store::{self, MilestoneRow, MonthRow, NewLink};

/// Takes what a body says of who answers for an entry; what is absent stays.
pub fn assign(facts: &mut Facts, body: &Fields) -> Result<()> {
    macro_rules! put {
        ($($name:ident),+) => {
            $(if let Some(value) = body.get(stringify!($name)) {
                facts.$name = match value {
                    Value::Null => Default::default(),
                    value => serde_json::from_value(value.clone()).map_err(Error::internal)?,
                };
            })+
        };
    }
    put!(supporting_department_ids, leader, handler, taskforce);
    Ok(())
}

/// What a move does; the months are written once there is an event.
pub fn effect(
    context: &mut WriteContext,
    entry: &mut Entry,
    name: Text,
    body: &Fields,
) -> Result<()> {
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    let position = body.get("position").and_then(Value::as_i64);
    match name {
        moves::ASSIGN => {
            assign(&mut entry.facts, body)?;
            if let Some(department) = body.get("department_id") {
                entry.row.department_id = department.as_i64();
            }
        }
        moves::PROGRESS => {
            let next_on = body.get("next_on").and_then(day_of);
            let (told, next_step) = (text("text").unwrap_or_default(), text("next_step"));
            entry.facts.progress = Some(Progress {
                on: context.today,
                text: told,
                next_step,
                next_on,
            });
        }
        moves::SUPERVISE => entry.facts.supervised_count += 1,
        moves::COMPLETE => {
            let on = body.get("on").and_then(day_of);
            for one in entry
                .milestones
                .iter_mut()
                .filter(|one| Some(one.position) == position)
            {
                one.done_on = on;
                let remind = remind_on(context, one.due_on, one.done_on);
                store::update_milestone(context.conn, one, remind)?;
            }
        }
        moves::MOVE => {
            let due_on = body.get("due_on").and_then(day_of);
            for one in entry
                .milestones
                .iter_mut()
                .filter(|one| Some(one.position) == position)
            {
                one.due_on = due_on.unwrap_or(one.due_on);
                one.provisional = !context.calendar.published_within(context.today, one.due_on);
                let remind = remind_on(context, one.due_on, one.done_on);
                store::update_milestone(context.conn, one, remind)?;
            }
        }
        moves::LINK => link(context, entry, body)?,
        moves::UNLINK => {
            let link = body.get("link_id").and_then(Value::as_i64).unwrap_or(0);
            store::remove_link(context.conn, entry.row.id, link)?;
        }
        _ => {}
    }
    plan(context, entry, body)
}

/// Sets the milestones that a body plans, behind those that are done.
fn plan(context: &mut WriteContext, entry: &mut Entry, body: &Fields) -> Result<()> {
    let last = entry.milestones.iter().map(|one| one.position).max();
    let milestones = body.get(PLANNED).and_then(Value::as_array);
    let mut new = vec![];
    for (position, one) in (last.unwrap_or(0) + 1..).zip(milestones.into_iter().flatten()) {
        let text = |name: &str| one[name].as_str().map(str::to_owned);
        let due_on = day_of(&one["due_on"])
            .ok_or_else(|| Error::internal("a checked milestone has its day"))?;
        new.push(MilestoneRow {
            entry_id: entry.row.id,
            position,
            name: text("name").unwrap_or_default(),
            track: text("track"),
            department_id: one["department_id"].as_i64(),
            handler: text("handler"),
            due_on,
            original_due_on: due_on,
            done_on: None,
            provisional: !context.calendar.published_within(context.today, due_on),
        });
    }
    for one in &new {
        let remind = remind_on(context, one.due_on, one.done_on);
        store::add_milestone(context.conn, one, remind)?;
    }
    entry.milestones.extend(new);
    Ok(())
}

fn link(context: &mut WriteContext, entry: &Entry, body: &Fields) -> Result<()> {
    let id = |name: &str| body.get(name).and_then(Value::as_i64);
    let kind = body
        .get("kind")
        .and_then(Value::as_str)
        .unwrap_or("related")
        .to_owned();
    let new = NewLink {
        entry_id: entry.row.id,
        kind,
        to_entry_id: id("entry_id"),
        problem_id: id("problem_id"),
        visit_id: id("visit_id"),
        enterprise_id: id("enterprise_id"),
        created_at: context.at(),
    };
    store::insert_link(context.conn, &new).map(drop)
}

/// Writes the month that an event reports.
pub fn report(
    context: &mut WriteContext,
    entry: &mut Entry,
    body: &Fields,
    event: (i64, chrono::NaiveDate),
) -> Result<()> {
    let (event_id, counted_on) = event;
    let month = body
        .get("month")
        .and_then(day_of)
        .ok_or_else(|| Error::internal("a checked report has its month"))?;
    let mut figures = body.clone();
    for name in ["text", "month"] {
        figures.remove(name);
    }
    figures.retain(|_, value| !value.is_null());
    let text = body.get("text").and_then(Value::as_str).map(str::to_owned);
    let row = MonthRow {
        entry_id: entry.row.id,
        month,
        counted_on,
        event_id,
        figures: json!(figures).to_string(),
        text,
    };
    store::add_month(context.conn, &row)?;
    match entry.months.iter_mut().find(|one| one.month == month) {
        Some(one) => *one = row,
        None => {
            entry.months.push(row);
            entry.months.sort_by_key(|one| one.month);
        }
    }
    Ok(())
}
