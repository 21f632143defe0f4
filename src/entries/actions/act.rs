//! Making a move: the checks in the API's order, then what it does.

use serde_json::Value;

use super::context::{Author, Entry, WriteContext};
use super::finish::{self, Event};
use super::{checks, ids};
use crate::access::Scope;
use crate::base::{Error, Result};
use crate::entries::description::{Field, ON, Text};
use crate::entries::ledger::{AnyLedger, Attempt, Fields};
use crate::entries::rules::body::{Extent, Reader, day_of};
use crate::entries::rules::common as moves;
use crate::entries::rules::facts::Person;
use crate::entries::rules::permit;
use crate::entries::rules::personal;
use crate::entries::store::{self, EntryRow};

/// The fields that the body of a move has.
pub fn body_of(ledger: &dyn AnyLedger, name: &str) -> Vec<Field> {
    if name == moves::EDIT {
        let own = ledger.description().given().copied();
        let description = ledger.description();
        return match description.is_work() && !description.is_of_enterprise() {
            true => [super::create::ENTERPRISE].into_iter().chain(own).collect(),
            false => own.collect(),
        };
    }
    let row = ledger.table().rows(name).next();
    let fields = row.map_or(&[] as &[Field], |row| row.body).to_vec();
    match name {
        moves::MONTH => fields
            .into_iter()
            .chain(checks::MONTH_EXTRA.iter().copied())
            .collect(),
        _ => fields,
    }
}

/// An entry that somebody may make a move with, as far as that is about the person; held until the
/// transaction ends.
///
/// # Errors
/// 404 and 403.
pub fn permitted(
    context: &mut WriteContext,
    ledger: &dyn AnyLedger,
    id: i64,
    name: Text,
) -> Result<Entry> {
    let row = held(context, ledger, id)?.ok_or(Error::NotFound)?;
    let entry = Entry::read(context.conn, ledger, row)?;
    let concerned = entry.concerned(ledger.description());
    let standing = entry.standing(&concerned);
    permit::permit(ledger.table(), &context.person(), name, &standing)?;
    Ok(entry)
}

/// An entry that whoever writes may see: of an enterprise its own, as far as it is told of them at its door.
fn held(context: &mut WriteContext, ledger: &dyn AnyLedger, id: i64) -> Result<Option<EntryRow>> {
    let scope = match context.author {
        Author::User(_) => context.scope(),
        Author::Enterprise(_) => Scope::All,
    };
    let found = store::hold(context.conn, scope, ledger.code(), id)?;
    Ok(match context.author {
        Author::User(_) => found,
        Author::Enterprise(inside) => found.filter(|row| {
            let own = row.enterprise_id == Some(inside.enterprise.id);
            own && ledger.is_told_at_door() && row.status != ledger.description().excluded
        }),
    })
}

/// Makes a move.
///
/// # Errors
/// The first refusal: 404, 403, 422, 412, 409.
pub fn act(
    context: &mut WriteContext,
    ledger: &dyn AnyLedger,
    id: i64,
    name: Text,
    body: Result<Fields>,
) -> Result<()> {
    let mut entry = permitted(context, ledger, id, name)?;
    let (table, description) = (ledger.table(), ledger.description());
    let person = context.person();
    let concerned = entry.concerned(description);
    let mut body = body?;
    let today = context.today;
    ledger.permit(&Attempt {
        name,
        person: &person,
        entry: &entry,
        parent: None,
        body: &body,
        today,
    })?;

    let mut reader = Reader::on(today);
    let fields = body_of(ledger, name);
    let extent = match name {
        moves::EDIT | moves::ASSIGN => Extent::Part,
        moves::MONTH if body.get("unchanged") == Some(&Value::Bool(true)) => Extent::Part,
        _ => Extent::Whole,
    };
    if name == moves::EDIT {
        personal::unmask(description, &entry.fields, &mut body);
    }
    reader.object("", fields.iter(), &mut body, extent);
    let named = std::mem::take(&mut reader.named);
    let before = have(&entry);
    ids::check(context, named, &before, entry.row.park_id, &mut reader)?;
    checks::check(context, &entry, (name, &fields), &body, &mut reader)?;
    let dated = fields.iter().any(|field| field.name == ON) && name != moves::COMPLETE;
    if let (true, Some(on), Some(last)) =
        (dated, body.get(ON).and_then(day_of), entry.facts.moved_on)
        && on < last
    {
        reader.wrong(
            "/on",
            "out_of_order",
            format!("不能早于上一环节的日期{last}"),
            format!("lies before {last}, the day of the move before it"),
        );
    }
    let after = corrected(ledger, &entry, name, &body, &reader)?;
    if reader.errors.is_empty() {
        personal::check(description, &after, &body, &mut reader);
        let attempt = Attempt {
            name,
            person: &person,
            entry: &entry,
            parent: None,
            body: &body,
            today,
        };
        ledger.check(&attempt, &after, &mut reader)?;
        if reader.errors.is_empty() {
            ledger.check_stored(context, &attempt, &after, &mut reader)?;
        }
    }
    reader.done()?;
    context.expect(entry.row.version)?;

    let standing = entry.standing(&concerned);
    let refuse = |told| {
        permit::refused(
            table,
            told,
            allowed(ledger, &person, &entry).unwrap_or_default(),
        )
    };
    let attempt = Attempt {
        name,
        person: &person,
        entry: &entry,
        parent: None,
        body: &body,
        today,
    };
    ledger.guard(&attempt)?.map_err(refuse)?;
    let row = permit::possible(table, &person, name, &standing).map_err(refuse)?;
    checks::guard(&entry, name, &body).map_err(refuse)?;
    ledger.guard_stored(context, &attempt)?.map_err(refuse)?;
    let to = finish::leads_to(description, row, &entry, &body)?;
    let row = *row;

    let was = entry.snapshot();
    if name == moves::EDIT {
        let before = std::mem::replace(&mut entry.fields, after);
        if let Some(enterprise) = body.get("enterprise_id") {
            entry.row.enterprise_id = enterprise.as_i64();
        }
        if entry.snapshot() == was && entry.fields == before {
            return Ok(());
        }
    }
    finish::apply(context, ledger, &mut entry, &row, &body)?;
    let on = body
        .get(ON)
        .filter(|_| dated || name == moves::COMPLETE)
        .and_then(day_of)
        .unwrap_or(today);
    finish::finish(
        context,
        ledger,
        &mut entry,
        Event {
            row: &row,
            before: was,
            to,
            on,
            body,
        },
    )
}

/// The moves that somebody could make now.
///
/// # Errors
/// A fault of ours.
pub fn allowed(ledger: &dyn AnyLedger, person: &Person, entry: &Entry) -> Result<Vec<Text>> {
    let concerned = entry.concerned(ledger.description());
    let empty = Fields::new();
    let mut may = vec![];
    for name in permit::allowed(ledger.table(), person, &entry.standing(&concerned)) {
        let attempt = Attempt {
            name,
            person,
            entry,
            parent: None,
            body: &empty,
            today: entry.row.listed_on,
        };
        if ledger.permit(&attempt).is_ok()
            && ledger.guard(&attempt)?.is_ok()
            && checks::guard(entry, name, &empty).is_ok()
        {
            may.push(name);
        }
    }
    Ok(may)
}

/// The fields as they will be after a correction.
fn corrected(
    ledger: &dyn AnyLedger,
    entry: &Entry,
    name: Text,
    body: &Fields,
    reader: &Reader,
) -> Result<Fields> {
    let mut after = entry.fields.clone();
    if name == moves::EDIT && reader.errors.is_empty() {
        let own = body
            .iter()
            .filter(|(name, _)| name.as_str() != "enterprise_id");
        ledger.apply(
            &mut after,
            own.map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        )?;
    }
    Ok(after)
}

/// The ids that it names already.
fn have(entry: &Entry) -> Value {
    let mut fields = entry.fields.clone();
    fields.insert("enterprise_id".into(), entry.row.enterprise_id.into());
    fields.insert("department_id".into(), entry.row.department_id.into());
    fields.insert(
        "supporting_department_ids".into(),
        entry.facts.supporting_department_ids.clone().into(),
    );
    Value::Object(fields)
}
