//! Listing a new entry.

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use serde_json::Value;

use super::context::{Entry, WriteContext};
use super::finish::{self, Event};
use super::ids;
use crate::access::{Actor, Scope};
use crate::base::{Error, FieldError, Result};
use crate::directory::store::parks;
use crate::entries::description::{Description, Field, Kind, MoveRow, ON, field};
use crate::entries::ledger::{AnyLedger, Attempt, Fields, Place};
use crate::entries::rules::body::{Extent, Reader, day_of};
use crate::entries::rules::facts::Facts;
use crate::entries::rules::permit;
use crate::entries::rules::personal;
use crate::entries::served;
use crate::entries::store::{self, EntryRow, NewEntry};
use crate::vocabulary::faults;

/// Where a number begins that belongs to no park.
pub const DISTRICT: &str = "QU";

/// What an entry belongs to; asked for where one is filed.
const PLACE: &[Field] = &[
    field(
        "park_id",
        "园区",
        "The park (园区) it belongs to: the enterprise's, or the caller's own, where absent.",
        Kind::Integer {
            least: 1,
            most: i64::MAX,
        },
    ),
    ENTERPRISE,
];
pub const ENTERPRISE: Field = field(
    "enterprise_id",
    "企业",
    "The enterprise (企业) it is about.",
    Kind::Enterprise,
);

/// The fields that filing an entry takes.
pub fn given(ledger: &dyn AnyLedger) -> Vec<Field> {
    let description = ledger.description();
    let own = description.given().copied();
    let body = description
        .first_move()
        .map_or(&[] as &[Field], |row| row.body);
    // A register's entries are nowhere and nobody's; of a child both follow from its parent.
    let (place, owners) = match description.is_work() {
        true => (PLACE, description.owners()),
        false => (&[] as &[Field], &[] as &[Field]),
    };
    let place = place.iter().map(|field| Field {
        required: field.name == ENTERPRISE.name && description.is_of_enterprise(),
        ..*field
    });
    let mut all: Vec<Field> = place.chain(own).chain(owners.iter().copied()).collect();
    for field in body {
        if !all.iter().any(|one| one.name == field.name) {
            all.push(*field);
        }
    }
    all
}

/// The move that lists an entry.
///
/// # Errors
/// A fault of ours: a checked description has one.
pub(super) fn first_move(of: &'static Description) -> Result<&'static MoveRow> {
    let first = of.first_move();
    first.ok_or_else(|| Error::internal("a ledger has a first move"))
}

/// What a checked body says of the ledger's own fields, as they are kept.
///
/// # Errors
/// Where the ledger's type holds more than its fields' bounds.
pub(super) fn kept(ledger: &dyn AnyLedger, body: &Fields) -> Result<Fields> {
    let description = ledger.description();
    let is_own = |name: &str| description.given().any(|field| field.name == name);
    let own = body.iter().filter(|(name, _)| is_own(name));
    let own = own.map(|(name, value)| (name.clone(), value.clone()));
    let mut kept = Fields::new();
    ledger.apply(&mut kept, own.collect())?;
    Ok(kept)
}

/// Lists an entry and gives its id.
///
/// # Errors
/// 403 and 422.
pub fn create(
    context: &mut WriteContext,
    ledger: &dyn AnyLedger,
    body: Result<Fields>,
) -> Result<i64> {
    let description = ledger.description();
    let row = first_move(description)?;
    let mut body = body?;
    let fields = given(ledger);
    let mut reader = Reader::on(context.today);
    reader.object("", fields.iter(), &mut body, Extent::Whole);
    let parent = parent_of(context, description, &body)?;
    let stored = match reader.errors.is_empty() {
        true => ledger.place_stored(context, parent.as_ref(), &body, &mut reader)?,
        false => None,
    };
    let place = match (&parent, stored) {
        (_, Some(place)) => place,
        (Some(parent), None) if reader.errors.is_empty() => {
            ledger.place(parent, &body, &mut reader)
        }
        _ if description.is_child() => Place::default(),
        _ => Place {
            park: park_of(context, &body, description.is_everybodys(), &mut reader)?,
            ..Place::default()
        },
    };
    let named = std::mem::take(&mut reader.named);
    ids::check(context, named, &Value::Null, place.park, &mut reader)?;
    let mut kept = Fields::new();
    if reader.errors.is_empty() {
        kept = self::kept(ledger, &body)?;
    }
    if let (Scope::Department(own), Some(given)) = (
        context.scope(),
        body.get("department_id").and_then(Value::as_i64),
    ) && given != own
        && description.is_work()
    {
        reader.wrong(
            "/department_id",
            "not_applicable",
            "本单位登记的，责任单位为本单位",
            "is the department's own where its staff file",
        );
    }
    let is_right = reader.errors.is_empty();
    let at = (context.at(), context.today);
    let mut entry = blank(
        (context.user()?, at),
        ledger,
        (place.park, is_right),
        &body,
        kept,
    )?;
    super::checks::check_leader(context, &body, &mut reader)?;
    let person = context.person();
    if let Some(parent) = &parent {
        // Who may list a row of an entry is decided by what they are to that.
        permit::permit(ledger.table(), &person, row.name, &parent.standing(&[]))?;
        entry.row.department_id = place.department;
    }
    if parent.is_some() || stored.is_some() {
        entry.row.enterprise_id = place.enterprise;
    }
    let attempt = Attempt {
        name: row.name,
        person: &person,
        entry: &entry,
        parent: parent.as_ref(),
        body: &body,
        today: context.today,
    };
    if reader.errors.is_empty() {
        personal::check(description, &entry.fields, &body, &mut reader);
        ledger.permit(&attempt)?;
        ledger.check(&attempt, &entry.fields, &mut reader)?;
    }
    if reader.errors.is_empty() {
        ledger.check_stored(context, &attempt, &entry.fields, &mut reader)?;
    }
    reader.done()?;
    let refuse = |told| permit::refused(ledger.table(), told, vec![]);
    ledger.guard(&attempt)?.map_err(refuse)?;
    ledger.guard_stored(context, &attempt)?.map_err(refuse)?;
    let on = body.get(ON).and_then(day_of).unwrap_or(context.today);
    enter(context, ledger, &mut entry, (body, on), None)?;
    Ok(entry.row.id)
}

/// What a body makes an entry a row of, held until the transaction ends; none where it names nothing that the caller
/// could open, which is told with its other ids.
fn parent_of(
    context: &mut WriteContext,
    of: &'static Description,
    body: &Fields,
) -> Result<Option<Entry>> {
    let Some((field, ledger)) = of.parent() else {
        return Ok(None);
    };
    let Some(id) = body.get(field.name).and_then(Value::as_i64) else {
        return Ok(None);
    };
    let mut ledgers = served()?.into_iter();
    let ledger = ledgers.find(|one| one.code() == ledger);
    let ledger = ledger.ok_or_else(|| Error::internal("a parent's ledger is served"))?;
    match store::hold(context.conn, context.scope(), ledger.code(), id)? {
        Some(row) => Entry::read(context.conn, ledger, row).map(Some),
        None => Ok(None),
    }
}

/// Writes a checked entry by the first move of its ledger, under the next number or one that is kept.
///
/// # Errors
/// Those of the database.
pub(super) fn enter(
    context: &mut WriteContext,
    ledger: &dyn AnyLedger,
    entry: &mut Entry,
    (body, on): (Fields, NaiveDate),
    number: Option<String>,
) -> Result<()> {
    let description = ledger.description();
    let row = first_move(description)?;
    let to = finish::leads_to(description, row, entry, &body)?
        .ok_or_else(|| Error::internal("a first move leads somewhere"))?;
    insert(context, ledger, entry, (to, on), number)?;
    finish::apply(context, ledger, entry, row, &body)?;
    let event = Event {
        row,
        before: Value::Null,
        to: Some(to),
        on,
        body,
    };
    finish::finish(context, ledger, entry, event)
}

fn park_of(
    context: &mut WriteContext,
    body: &Fields,
    without_park: bool,
    reader: &mut Reader,
) -> Result<Option<i64>> {
    let id = |name: &str| body.get(name).and_then(Value::as_i64);
    let own = match context.scope() {
        Scope::Park(park) => Some(park),
        Scope::All | Scope::Department(_) | Scope::Nothing => None,
    };
    if let Some(park) = id("park_id") {
        if !ids::is_usable_park(context, park)? {
            reader.errors.push(FieldError::unknown_id("/park_id"));
            return Ok(None);
        }
        let enterprise = id("enterprise_id");
        let elsewhere = match enterprise {
            Some(one) => {
                ids::is_usable_enterprise(context, one, None)?
                    && !ids::is_usable_enterprise(context, one, Some(park))?
            }
            None => false,
        };
        if elsewhere {
            reader.wrong(
                "/park_id",
                "not_of_the_enterprise",
                faults::OTHER_PARK,
                "is not the park of the enterprise",
            );
        }
        return Ok(Some(park));
    }
    if let Some(enterprise) = id("enterprise_id")
        && ids::is_usable_enterprise(context, enterprise, None)?
    {
        let found = crate::directory::store::enterprises::find(context.conn, enterprise)?;
        return Ok(found.map(|found| found.park_id));
    }
    if own.is_none() && !without_park {
        reader.missing("/park_id");
    }
    Ok(own)
}

/// An entry before it is written.
pub(super) fn blank(
    (actor, (now, today)): (&Actor, (NaiveDateTime, NaiveDate)),
    ledger: &dyn AnyLedger,
    (park, is_right): (Option<i64>, bool),
    body: &Fields,
    fields: Fields,
) -> Result<Entry> {
    let id = |name: &str| body.get(name).and_then(Value::as_i64);
    let mut facts = Facts::default();
    if is_right {
        super::common::assign(&mut facts, body)?;
    }
    let own = match actor.cases() {
        Scope::Department(own) => Some(own),
        Scope::All | Scope::Park(_) | Scope::Nothing => None,
    };
    let row = EntryRow {
        id: 0,
        ledger: ledger.code().to_owned(),
        number: String::new(),
        title: String::new(),
        park_id: park,
        enterprise_id: id("enterprise_id"),
        // Where a department's staff file, theirs is the owner.
        department_id: own.or(id("department_id")),
        status: String::new(),
        listed_on: today,
        due_on: None,
        yellow_from: None,
        red_from: None,
        fields: String::new(),
        shape: ledger.description().shape,
        facts: String::new(),
        recorded_by: Some(actor.id),
        created_at: now,
        updated_at: now,
        version: 0,
    };
    Ok(Entry {
        row,
        facts,
        fields,
        milestones: vec![],
        months: vec![],
        personal: ledger.table().personal,
    })
}

fn insert(
    context: &mut WriteContext,
    ledger: &dyn AnyLedger,
    entry: &mut Entry,
    (to, on): (&'static str, NaiveDate),
    kept: Option<String>,
) -> Result<()> {
    let description = ledger.description();
    let code = match entry.row.park_id {
        Some(park) => {
            parks::find(context.conn, park)?
                .ok_or(Error::NotFound)?
                .code
        }
        None => DISTRICT.to_owned(),
    };
    let prefix = format!("{code}-{}", ledger.letters(&entry.fields));
    let year = context.today.year();
    let number = match kept {
        Some(number) => number,
        None => {
            let running = store::next_number(context.conn, &prefix, i64::from(year))?;
            format!("{prefix}-{year}-{running:03}")
        }
    };
    let new = NewEntry {
        ledger: description.code,
        number,
        title: String::new(),
        park_id: entry.row.park_id,
        status: to,
        listed_on: finish::counted_on(context, on, None)?,
        shape: description.shape,
        recorded_by: context.user()?.id,
    };
    let inserted = store::insert(context.conn, context.at(), &new)?;
    let (enterprise_id, department_id) = (entry.row.enterprise_id, entry.row.department_id);
    entry.row = EntryRow {
        enterprise_id,
        department_id,
        ..inserted
    };
    Ok(())
}
