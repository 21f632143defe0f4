//! Entries of a ledger as rows, by its description.

use std::path::Path;

use chrono::NaiveDate;
use serde_json::Value;

use super::rows::{Names, day, optional, text};
use super::{Cell, ExportedFile, Layout, Ledger, write};
use crate::access::Actor;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::directory::store::enterprises;
use crate::entries::actions::Entry;
use crate::entries::api::Served;
use crate::entries::description::{Field, Kind};
use crate::entries::rules::body::day_of;
use crate::entries::store::{self, EntryFilter, Sort};
use crate::vocabulary::find;

/// How a flag is written.
pub const YES: &str = "是";
pub const NO: &str = "否";

/// What a file of a ledger's entries tells of.
pub fn of_ledger(ledger: Served) -> Ledger {
    let table = ledger.table();
    Ledger {
        title: table.description.zh,
        name: table.description.code,
        thing: table.description.code,
        record: table.export,
        columns: table.columns,
    }
}

/// Writes the entries that `filter` lets through of those that somebody may see, in the order asked for.
///
/// # Errors
/// 422 for more rows than a sheet holds; those of database and disk.
pub fn entries(
    conn: &mut Conn,
    (ledger, who): (Served, &Actor),
    (filter, sort): (&EntryFilter, Sort),
    layout: &Layout,
    folder: &Path,
) -> Result<ExportedFile> {
    let (scope, code) = (who.cases(), ledger.code());
    let ids = store::ids(conn, scope, code, filter, sort)?;
    let names = Names::read(conn)?;
    write(
        layout,
        folder,
        &ids,
        |_, _| {},
        |page| {
            let rows = store::rows(conn, scope, code, page)?;
            let milestones = store::milestones_of(conn, page)?;
            let about: Vec<i64> = rows.iter().filter_map(|row| row.enterprise_id).collect();
            let firms = enterprises::names(conn, &about)?;
            let codes = match ledger.description().is_of_enterprise() {
                true => enterprises::credit_codes(conn, &about)?,
                false => vec![],
            };
            let mut further = ledger.worked_out(conn, scope, page)?;
            let latest: Option<NaiveDate> = rows.iter().map(|row| row.listed_on).max();
            let cells = rows.into_iter().map(|row| {
                let own = milestones
                    .iter()
                    .filter(|one| one.entry_id == row.id)
                    .cloned()
                    .collect();
                let of_row = |all: &'_ [(i64, String)]| {
                    let found = all.iter().find(|(id, _)| Some(*id) == row.enterprise_id);
                    found.map(|(_, text)| text.clone())
                };
                let firm = (of_row(&firms), of_row(&codes));
                let mut entry = Entry::of(ledger, row, own, vec![])?;
                entry
                    .fields
                    .extend(further.remove(&entry.row.id).unwrap_or_default());
                cells(&entry, (ledger, who), (&names, &firm), layout)
            });
            Ok((latest, cells.collect::<Result<_>>()?))
        },
    )
}

fn cells(
    entry: &Entry,
    (ledger, who): (Served, &Actor),
    (names, (firm, code)): (&Names, &(Option<String>, Option<String>)),
    layout: &Layout,
) -> Result<Vec<Cell>> {
    let description = ledger.description();
    let (row, facts) = (&entry.row, &entry.facts);
    let next = entry.next().filter(|_| row.due_on.is_some());
    let cell = |key: &str| {
        Ok(match key {
            "number" => text(&row.number),
            "park" => row.park_id.map_or(Cell::Empty, |id| text(names.park(id))),
            "enterprise" => optional(firm.as_deref()),
            "credit_code" => optional(code.as_deref()),
            "leader" => optional(facts.leader.as_ref().map(|leader| leader.name.as_str())),
            "department" => row
                .department_id
                .map_or(Cell::Empty, |id| text(names.department(id))),
            "handler" => optional(facts.handler.as_deref()),
            "status" => text(description.status_zh(&row.status)),
            "next_milestone" => optional(next.map(|next| next.name.as_str())),
            "next_due_on" => day(row.due_on),
            "progress" => optional(
                facts
                    .progress
                    .as_ref()
                    .map(|progress| progress.text.as_str()),
            ),
            name => {
                let mut further = ledger.table().further.iter();
                let field = description
                    .field(name)
                    .or_else(|| further.find(|field| field.name == name))
                    .ok_or_else(|| Error::internal(format!("nothing tells column {name}")))?;
                match field.hidden_from.contains(&who.role) {
                    true => Cell::Empty,
                    false => value(field, entry.fields.get(name).unwrap_or(&Value::Null)),
                }
            }
        })
    };
    layout.cells(cell)
}

fn value(field: &Field, value: &Value) -> Cell {
    match field.kind {
        Kind::Word { words } => optional(value.as_str().and_then(|key| find(words, key))),
        Kind::Day => day(day_of(value)),
        Kind::Yuan { .. } => value.as_i64().map_or(Cell::Empty, Cell::Money),
        Kind::Integer { .. } => value.as_i64().map_or(Cell::Empty, Cell::Number),
        Kind::Flag => value
            .as_bool()
            .map_or(Cell::Empty, |flag| text(if flag { YES } else { NO })),
        Kind::Records { fields, .. } => text(&records(fields, value)),
        _ => optional(value.as_str()),
    }
}

/// Records in a cell: what each begins with, and the rest of it in brackets.
fn records(fields: &[Field], value: &Value) -> String {
    let told = |field: &Field, record: &Value| {
        let value = &record[field.name];
        match field.kind {
            Kind::Line { .. } | Kind::Text { .. } | Kind::Day => value.as_str().map(str::to_owned),
            Kind::Word { words } => value
                .as_str()
                .and_then(|key| find(words, key))
                .map(str::to_owned),
            Kind::Integer { .. } => value.as_i64().map(|number| number.to_string()),
            _ => None,
        }
    };
    let record = |record: &Value| {
        let mut all = fields.iter().filter_map(|field| told(field, record));
        let first = all.next().unwrap_or_default();
        let rest: Vec<String> = all.collect();
        match rest.is_empty() {
            true => first,
            false => format!("{first}（{}）", rest.join("，")),
        }
    };
    let all = value.as_array().into_iter().flatten().map(record);
    all.collect::<Vec<_>>().join("、")
}
