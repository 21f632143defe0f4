//! Entries that come from files: filed as what the file says, and led along the moves it tells of, each on its
//! day. Who else would have made a move, and for how long one has to wait for it, is the past of it and not asked.

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Map, Value};

use super::context::{Entry, WriteContext};
use super::create;
use super::finish::{self, Event};
use crate::access::Actor;
use crate::base::{Error, FieldError, Result};
use crate::entries::description::{Class, Description, Field, MoveRow, ON, Text};
use crate::entries::ledger::{AnyLedger, Attempt, Fields};
use crate::entries::rules::body::{Extent, Reader};
use crate::entries::rules::columns::comes_in;
use crate::entries::rules::common::PROGRESS;
use crate::entries::rules::facts::Person;
use crate::entries::rules::history::{Past, PastMove};

/// What a ledger refuses of a day that has to lie ahead.
const PAST_DAY: &str = "past_day";

/// What an entry belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Belongs {
    pub park: Option<i64>,
    pub enterprise: Option<i64>,
    pub department: Option<i64>,
}

/// What is wrong with what a file tells, before anything is written: the entry's field or the column, and the
/// fault. What no file can carry isn't asked for.
///
/// # Errors
/// A fault of ours.
pub fn faults(
    ledger: &dyn AnyLedger,
    (actor, now, today): (&Actor, NaiveDateTime, NaiveDate),
    past: &Past,
) -> Result<Vec<FieldError>> {
    let description = ledger.description();
    let first = create::first_move(description)?;
    let mut body = past.body.clone();
    let fields: Vec<Field> = description
        .given()
        .chain(description.owners())
        .copied()
        .collect();
    let mut reader = Reader::on(today);
    reader.object("", fields.iter(), &mut body, Extent::Whole);
    if !reader.errors.is_empty() {
        return Ok(reader.errors);
    }
    let mut entry = filed(ledger, (actor, now, today), Belongs::default(), &body)?;
    let person = Person::of(actor);
    let attempt = Attempt {
        name: first.name,
        person: &person,
        entry: &entry,
        parent: None,
        body: &body,
        today,
    };
    ledger.check(&attempt, &entry.fields, &mut reader)?;
    let mut found = std::mem::take(&mut reader.errors);
    for one in &past.moves {
        let row = row_of(description, one)?;
        let mut body = one.body.clone();
        reader.object("", row.body.iter(), &mut body, Extent::Part);
        if reader.errors.is_empty() {
            let attempt = Attempt {
                name: row.name,
                person: &person,
                entry: &entry,
                parent: None,
                body: &body,
                today,
            };
            ledger.check(&attempt, &entry.fields, &mut reader)?;
        }
        let told = std::mem::take(&mut reader.errors).into_iter();
        found.extend(told.filter_map(|error| of_column(description, row, &body, error)));
        finish::set(&mut entry.fields, row, &body);
    }
    // What was still to come when it was set may be past by now.
    found.retain(|fault| fault.code != PAST_DAY);
    Ok(found)
}

/// A fault of a move's body as one of the entry's field; none where it asks for what no file tells.
fn of_column(
    of: &Description,
    row: &MoveRow,
    body: &Fields,
    error: FieldError,
) -> Option<FieldError> {
    let name = error.pointer.trim_start_matches('/').to_owned();
    let is_column = |to: &str| of.field(to).is_some_and(comes_in);
    let mut sets = row.sets.iter();
    let set = sets.find(|(to, from)| *from == name && is_column(to));
    let pointer = match set {
        Some((to, _)) => format!("/{to}"),
        None if error.code == "required" && !body.contains_key(&name) => return None,
        None => "/status".to_owned(),
    };
    Some(FieldError { pointer, ..error })
}

fn row_of(of: &'static Description, told: &PastMove) -> Result<&'static MoveRow> {
    let mut rows = of.moves.iter();
    rows.find(|row| row.name == told.name)
        .ok_or_else(|| Error::internal(format!("no move {}", told.name)))
}

/// The entry as it is filed.
fn filed(
    ledger: &dyn AnyLedger,
    (actor, now, today): (&Actor, NaiveDateTime, NaiveDate),
    belongs: Belongs,
    body: &Fields,
) -> Result<Entry> {
    let kept = create::kept(ledger, body)?;
    let place = (belongs.park, true);
    create::blank((actor, (now, today)), ledger, place, body, kept)
}

/// Lists an entry with its past; gives its id.
///
/// # Errors
/// Those of the database.
pub fn import(
    context: &mut WriteContext,
    ledger: &dyn AnyLedger,
    belongs: Belongs,
    past: Past,
) -> Result<i64> {
    let description = ledger.description();
    let mut body = past.body;
    for (name, id) in [
        ("park_id", belongs.park),
        ("enterprise_id", belongs.enterprise),
        ("department_id", belongs.department),
    ] {
        if let Some(id) = id {
            body.insert(name.to_owned(), id.into());
        }
    }
    let whose = (context.user()?, context.at(), context.today);
    let mut entry = filed(ledger, whose, belongs, &body)?;
    let on = past.listed_on.unwrap_or(context.today);
    create::enter(context, ledger, &mut entry, (body, on), past.number)?;
    let mut progress = past.progress;
    for told in past.moves {
        let row = row_of(description, &told)?;
        let to = finish::leads_to(description, row, &entry, &told.body)?;
        let ends = to.is_some_and(|to| description.class(to) != Class::Open);
        let on = told.on.unwrap_or(context.today);
        if ends && let Some(text) = progress.take() {
            report(context, ledger, &mut entry, (text, on))?;
        }
        make(context, ledger, &mut entry, (row, to), (told.body, on))?;
    }
    if let Some(text) = progress {
        let today = context.today;
        report(context, ledger, &mut entry, (text, today))?;
    }
    Ok(entry.row.id)
}

/// The last report of progress, which stands before what ended the entry.
fn report(
    context: &mut WriteContext,
    ledger: &dyn AnyLedger,
    entry: &mut Entry,
    (text, on): (String, NaiveDate),
) -> Result<()> {
    let row = ledger.table().rows(PROGRESS).next().copied();
    let row = row.ok_or_else(|| Error::internal("every ledger reports progress"))?;
    let body = Map::from_iter([("text".to_owned(), Value::from(text))]);
    make(context, ledger, entry, (&row, None), (body, on))
}

fn make(
    context: &mut WriteContext,
    ledger: &dyn AnyLedger,
    entry: &mut Entry,
    (row, to): (&MoveRow, Option<Text>),
    (mut body, on): (Fields, NaiveDate),
) -> Result<()> {
    if row.is_dated() {
        body.entry(ON).or_insert_with(|| on.to_string().into());
    }
    let before = entry.snapshot();
    finish::apply(context, ledger, entry, row, &body)?;
    if row.name == PROGRESS
        && let Some(progress) = &mut entry.facts.progress
    {
        progress.on = on;
    }
    finish::finish(
        context,
        ledger,
        entry,
        Event {
            row,
            before,
            to,
            on,
            body,
        },
    )
}
