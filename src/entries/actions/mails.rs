//! What of entries is told by mail: moves, in their transaction, and milestones whose day is near or past.

use chrono::NaiveDate;
use serde_json::Value;

use super::context::{Entry, WARNING, WriteContext};
use crate::base::Result;
use crate::base::db::Conn;
use crate::directory::store::{departments, parks};
use crate::entries::description::{Description, MoveRow};
use crate::entries::ledger::{AnyLedger, Fields};
use crate::entries::rules::body::day_of;
use crate::entries::rules::common::SUPERVISE;
use crate::entries::rules::facts::By;
use crate::entries::rules::mails::{Before, owner, told};
use crate::mail::letter::{DUE, Fact as Line};
use crate::mail::rules::Fact;
use crate::mail::{EntryNotice, Kind, tell_of_entry};
use crate::vocabulary::entries::heading;
use crate::vocabulary::mail::label;
use crate::vocabulary::people::ENTERPRISE;

/// A move that was made.
pub struct Made<'m> {
    pub event_id: i64,
    pub row: &'m MoveRow,
    /// How the entry was before it.
    pub before: &'m Value,
    pub body: &'m Fields,
    /// What was said.
    pub text: Option<&'m str>,
}

/// Puts the letters about a move into the outbox.
///
/// # Errors
/// Those of the database.
pub fn tell(
    context: &mut WriteContext,
    ledger: &dyn AnyLedger,
    entry: &Entry,
    made: &Made,
) -> Result<()> {
    let concerned = entry.concerned(ledger.description());
    let standing = entry.standing(&concerned);
    let actor = context.author.actor();
    let by = actor.map(By::of);
    let to = told(
        ledger.table(),
        made.row,
        by.as_ref(),
        &before(made.before),
        &standing,
    );
    if to.is_empty() {
        return Ok(());
    }
    let description = ledger.description();
    let row = &entry.row;
    let due_on = match made.row.name {
        SUPERVISE => made.body.get("reply_by").and_then(day_of),
        _ => row.due_on,
    };
    let mut lines = place(context.conn, description, (row.department_id, row.park_id))?;
    let name = actor.map_or(ENTERPRISE, |actor| actor.name.as_str());
    lines.push(Line::new(label::BY, name));
    lines.extend(due_on.map(|day| Line::new(DUE, day.to_string())));
    lines.extend(made.text.map(|text| Line::new(label::SAID, text)));
    let notice = EntryNotice {
        fact: Fact::EntryEvent(made.event_id),
        kind: Kind::EntryMove,
        entry_id: row.id,
        page: page(description, row.id),
        word: made.row.zh.to_owned(),
        number: row.number.clone(),
        title: title(description, &row.title),
        lines,
        actor_id: actor.map(|actor| actor.id),
        to,
    };
    let now = context.at();
    tell_of_entry(context.conn, now, notice).map(drop)
}

/// Who owned and supported it before a move; nobody before it was listed.
fn before(snapshot: &Value) -> Before {
    let id = |name: &str| snapshot[name].as_i64();
    let supporting = snapshot["facts"]["supporting_department_ids"].as_array();
    Before {
        owner: owner(id("department_id"), id("park_id")),
        supporting: supporting
            .into_iter()
            .flatten()
            .filter_map(Value::as_i64)
            .collect(),
    }
}

/// The page of an entry, below the public address.
pub fn page(of: &Description, id: i64) -> String {
    format!("/{}/{id}", of.code)
}

/// What an entry is called in a letter; where its name is hidden from anybody, the word for entries.
pub fn title(of: &Description, title: &str) -> String {
    let is_hidden = of
        .field(of.title)
        .is_none_or(|field| !field.hidden_from.is_empty());
    match is_hidden {
        true => of.entry_zh.to_owned(),
        false => title.to_owned(),
    }
}

/// The ledger, who owns the entry, and its park.
pub fn place(
    conn: &mut Conn,
    of: &Description,
    (department, park): (Option<i64>, Option<i64>),
) -> Result<Vec<Line>> {
    let department = match department {
        Some(id) => departments::find(conn, id)?.map(|found| found.name),
        None => None,
    };
    let park = match park {
        Some(id) => parks::find(conn, id)?.map(|found| found.name),
        None => None,
    };
    let owner = department.or_else(|| park.clone());
    let mut lines = vec![Line::new(label::LEDGER, of.zh)];
    lines.extend(owner.map(|name| Line::new(heading::DEPARTMENT, name)));
    lines.extend(park.map(|name| Line::new(heading::PARK, name)));
    Ok(lines)
}

/// The day from which a milestone is to be reminded of: none where it is done, or was past already when its day
/// was set, as what a ledger that is taken over tells of years ago.
pub fn remind_on(
    context: &WriteContext,
    due_on: NaiveDate,
    done_on: Option<NaiveDate>,
) -> Option<NaiveDate> {
    let is_ahead = done_on.is_none() && due_on >= context.today;
    is_ahead.then(|| context.calendar.working_days_before(due_on, WARNING))
}
