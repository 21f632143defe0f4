//! What the moves of a lead do besides setting its fields.

use serde_json::{Value, json};

use super::LEDGER;
use super::fields::Lead;
use super::stored::first;
use crate::access::Scope;
use crate::base::{Error, FieldError, Result};
use crate::directory::actions::enterprises;
use crate::directory::input::EnterpriseIn;
use crate::entries::AnyLedger;
use crate::entries::actions::{self, Entry, WriteContext, unit_of};
use crate::entries::description::{Class, Text};
use crate::entries::ledger::{Fields, no_effect};
use crate::entries::rules::common::{ASSIGN, EXCLUDE};
use crate::entries::rules::said::{number, word};
use crate::entries::store::{self, NewLink};
use crate::projects;
use crate::vocabulary::leads as say;

pub fn effect(
    name: Text,
    context: &mut WriteContext,
    entry: &mut Entry,
    lead: &mut Lead,
    body: &Fields,
) -> Result<()> {
    match name {
        "register" => register(context, entry, lead),
        "rule" => rule(context, entry, lead, body),
        "land" => land(context, entry, lead, body),
        "revive" => {
            lead.lost_ground = None;
            Ok(())
        }
        other => Err(no_effect(other)),
    }
}

/// Notes who reported it and when, and who did before.
fn register(context: &mut WriteContext, entry: &Entry, lead: &mut Lead) -> Result<()> {
    lead.reported_on = Some(entry.row.listed_on);
    lead.first_unit = Some(unit_of(context.conn, &entry.row)?);
    if let Some(base) = lead.increase_of {
        link(context, entry.row.id, base, say::INCREASE)?;
    }
    // What a file tells of is settled.
    match context.import {
        Some(_) => Ok(()),
        None => contest(context, entry, lead),
    }
}

/// Notes which unit has reported a like lead before.
pub fn contest(context: &mut WriteContext, entry: &Entry, lead: &mut Lead) -> Result<()> {
    let today = context.today;
    if let Some((row, other)) = first(context.conn, &entry.row, lead, Some(today))? {
        lead.contested = Some(true);
        lead.contested_unit = Some(unit_of(context.conn, &row)?);
        lead.contested_on = other.reported_on.or(Some(row.listed_on));
        lead.contested_number = Some(row.number);
    }
    Ok(())
}

/// One of the two goes on, supported by the other unit where the office says so.
fn rule(
    context: &mut WriteContext,
    entry: &mut Entry,
    lead: &mut Lead,
    body: &Fields,
) -> Result<()> {
    lead.contested = Some(false);
    let supports = body.get("support") == Some(&Value::Bool(true));
    let Some((row, _)) = first(context.conn, &entry.row, lead, None)? else {
        return Ok(());
    };
    if word(body, "holder") == Some("first") {
        // What has landed needs nobody any more.
        let goes_on = supports && is_open(&row.status);
        if goes_on && let Some(own) = entry.row.department_id {
            support(context, row.id, own)?;
        }
        return link(context, entry.row.id, row.id, say::KEPT);
    }
    if supports && let Some(theirs) = row.department_id {
        let supporting = &mut entry.facts.supporting_department_ids;
        if !supporting.contains(&theirs) && entry.row.department_id != Some(theirs) {
            supporting.push(theirs);
        }
    }
    let reason = word(body, "reason").unwrap_or_default();
    let out = json!({"ground": say::RULED, "reason": reason});
    follow(context, row.id, EXCLUDE, out)?;
    link(context, row.id, entry.row.id, say::KEPT)
}

/// Adds a department to those that support a lead.
fn support(context: &mut WriteContext, lead: i64, department: i64) -> Result<()> {
    let row = store::find(context.conn, Scope::All, LEDGER.code(), lead)?;
    let row = row.ok_or_else(|| Error::internal("a lead stays"))?;
    let other = Entry::of(&LEDGER, row, vec![], vec![])?;
    let mut supporting = other.facts.supporting_department_ids;
    if supporting.contains(&department) {
        return Ok(());
    }
    supporting.push(department);
    let body = json!({"supporting_department_ids": supporting});
    follow(context, lead, ASSIGN, body)
}

/// A move of another lead that follows from one of this: whoever makes it may make both.
fn follow(context: &mut WriteContext, lead: i64, name: Text, body: Value) -> Result<()> {
    // The version that the caller saw is that of the lead which they moved.
    let seen = context.if_match.take();
    let body = body.as_object().cloned().unwrap_or_default();
    let done = actions::act(context, &LEDGER, lead, name, Ok(body));
    context.if_match = seen;
    done
}

/// Links a lead with another entry.
fn link(context: &mut WriteContext, lead: i64, to: i64, kind: Text) -> Result<()> {
    let link = NewLink {
        to_entry_id: Some(to),
        ..NewLink::of(lead, kind, context.at())
    };
    store::insert_link(context.conn, &link).map(drop)
}

/// Lands on what is there or is filed with it, in whose park it is from then on.
fn land(
    context: &mut WriteContext,
    entry: &mut Entry,
    lead: &mut Lead,
    body: &Fields,
) -> Result<()> {
    let told = |name: &str| body.get(name).and_then(Value::as_object);
    if let Some(new) = told("enterprise") {
        let made =
            enterprise(context, (entry, lead), new).map_err(|error| below("/enterprise", error))?;
        lead.landed_enterprise_id = Some(made);
    }
    if let Some(new) = told("project") {
        let made =
            project(context, (entry, lead), new).map_err(|error| below("/project", error))?;
        lead.project_id = Some(made);
    }
    if lead.project_id.is_none()
        && let Some(base) = lead.increase_of
    {
        let of = store::rows_of(context.conn, &[base])?.pop();
        if let Some(of) = of {
            let of = Entry::of(&LEDGER, of, vec![], vec![])?;
            lead.project_id = number(&of.fields, "project_id");
        }
    }
    if let Some(enterprise) = lead.landed_enterprise_id {
        let found = crate::directory::store::enterprises::find(context.conn, enterprise)?;
        entry.row.park_id = found.map(|found| found.park_id).or(entry.row.park_id);
    }
    if let Some(project) = lead.project_id {
        let row = store::find(context.conn, Scope::All, projects::LEDGER.code(), project)?;
        let row = row.ok_or_else(|| Error::internal("a project stays"))?;
        entry.row.park_id = row.park_id.or(entry.row.park_id);
        lead.project_number = Some(row.number);
        link(context, entry.row.id, project, say::PROJECT)?;
    }
    Ok(())
}

/// What is wrong with what is filed on the way, by its place in the body.
fn below(at: &str, error: Error) -> Error {
    match error {
        Error::Invalid(errors) => {
            let placed = errors.into_iter().map(|one| FieldError {
                pointer: format!("{at}{}", one.pointer),
                ..one
            });
            Error::Invalid(placed.collect())
        }
        other => other,
    }
}

/// The park of something new: that which is said, else the lead's.
fn park(new: &Fields, entry: &Entry) -> Option<i64> {
    number(new, "park_id").or(entry.row.park_id)
}

fn project(
    context: &mut WriteContext,
    (entry, lead): (&Entry, &Lead),
    new: &Fields,
) -> Result<i64> {
    let name = word(new, "name").unwrap_or(&lead.name);
    let body = json!({
        "name": name,
        "kind": new.get("kind"),
        "level": new.get("level"),
        "park_id": park(new, entry),
        "builder": lead.investor,
        "total_yuan": lead.amount_yuan,
        "department_id": entry.row.department_id,
    });
    let body = body.as_object().cloned().unwrap_or_default();
    actions::create(context, &projects::LEDGER, Ok(body))
}

fn enterprise(
    context: &mut WriteContext,
    (entry, lead): (&Entry, &Lead),
    new: &Fields,
) -> Result<i64> {
    let name = word(new, "name").or(lead.investor.as_deref());
    let code = word(new, "credit_code");
    let input = json!({"name": name.unwrap_or(&lead.name), "credit_code": code, "park_id": park(new, entry)});
    let input: EnterpriseIn = serde_json::from_value(input).map_err(Error::internal)?;
    let when = (context.at(), context.today);
    let actor = context.user()?;
    let made = enterprises::create(context.conn, actor, when.0, when.1, &input)?;
    Ok(made.id)
}

/// Whether a state is one of a lead that is still worked on.
pub fn is_open(status: &str) -> bool {
    LEDGER.description().class(status) == Class::Open
}
