//! What an enterprise is told at its door of the entries about it.

use std::collections::HashMap;

use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::Served;
use crate::access::Scope;
use crate::base::db::Conn;
use crate::base::http::paging::PageQuery;
use crate::base::http::{Body, Items, Page, PathId, Query, Reply};
use crate::base::{Error, Result};
use crate::doors::api::Visitor;
use crate::entries::actions::{Entry, WriteContext, act_at_door, allowed, unit_of};
use crate::entries::description::{Class, Text};
use crate::entries::ledger::Fields;
use crate::entries::rules::facts::Person;
use crate::entries::served;
use crate::entries::store::{self, EntryRow, MilestoneRow, OfEnterprise};

/// What is planned for the enterprise, or was found there, in plain words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": 12, "kind": "停产企业盘活", "title": "恒瑞机械有限公司", "progress_text": "盘活中", "is_open": true,
    "unit_name": "沙河产业园区", "listed_on": "2021-08-02", "due_on": "2021-12-31", "next_name": "设备检修",
    "next_due_on": "2021-09-30", "allowed_actions": [], "returned": null
}))]
pub struct DoorEntry {
    pub id: i64,
    /// The ledger it is in, in words.
    pub kind: String,
    /// What it is about.
    pub title: String,
    /// Where it stands, in words.
    pub progress_text: String,
    /// Whether it is still worked on.
    pub is_open: bool,
    /// Who answers for it: a department or the park.
    pub unit_name: String,
    /// The day it was listed, or found.
    pub listed_on: NaiveDate,
    /// The day by which it is to be done; null where none is set.
    pub due_on: Option<NaiveDate>,
    /// The step that comes next; null where none is planned.
    pub next_name: Option<String>,
    /// The day that step is due; null as `next_name`.
    pub next_due_on: Option<NaiveDate>,
    /// What the enterprise can do with it now: `rectify` of a hazard.
    pub allowed_actions: Vec<String>,
    /// What is still to be done, where the enterprise reported that it was done and whoever looked at it says it isn't; else
    /// null.
    pub returned: Option<String>,
}

/// List what is planned for the enterprise and what was found there, newest first.
///
/// Plans of halted enterprises (一企一策) with who answers for them and the step that comes next, and hazards with the day by
/// which they are to be dealt with and whether the enterprise can report that they are.
#[utoipa::path(tag = "door", operation_id = "list_own_entries", params(PageQuery),
    responses((status = 200, description = "A page of the list.", body = Items<DoorEntry>)))]
#[get("/door/entries")]
pub async fn at_door(visitor: Visitor, query: Query<PageQuery>) -> Result<HttpResponse> {
    visitor
        .read(move |conn, inside, _| {
            let page: Page<i64> = query.check()?.page()?;
            let ledgers: HashMap<&str, Served> = served()?
                .into_iter()
                .filter(|ledger| ledger.is_told_at_door())
                .map(|ledger| (ledger.code(), ledger))
                .collect();
            let asked = OfEnterprise {
                scope: Scope::All,
                ledgers: ledgers.keys().copied().collect(),
                enterprise: inside.enterprise.id,
                without: ledgers
                    .values()
                    .map(|ledger| ledger.description().excluded)
                    .collect(),
            };
            let rows = store::of_enterprise(conn, &asked, page.after, page.limit + 1)?;
            let total = match page.count {
                true => Some(store::count_of_enterprise(conn, &asked)?),
                false => None,
            };
            let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
            let milestones = store::milestones_of(conn, &ids)?;
            let mut items = vec![];
            for row in rows {
                let ledger = ledgers.get(row.ledger.as_str());
                let own = milestones.iter().filter(|one| one.entry_id == row.id);
                let planned = own.cloned().collect();
                items.push(told(conn, *ledger.ok_or(Error::NotFound)?, (row, planned))?);
            }
            Reply::ok(&Items::new(items, page.limit, |one| one.id, total)?)
        })
        .await
}

/// Makes a move as the enterprise, and shows the entry after it.
pub async fn act(
    visitor: Visitor,
    ledger: Served,
    id: PathId,
    name: Text,
    body: Body<Fields>,
) -> Result<HttpResponse> {
    visitor
        .write(move |conn, inside, visitor| {
            let clock = &visitor.state.clock;
            let mut context = WriteContext::at_door(conn, clock, visitor.at, inside)?;
            act_at_door(&mut context, ledger, inside, (id.0, name), body.check())?;
            let row = store::find(conn, Scope::All, ledger.code(), id.0)?.ok_or(Error::NotFound)?;
            let planned = store::milestones_of(conn, &[row.id])?;
            Reply::ok(&told(conn, ledger, (row, planned))?)
        })
        .await
}

fn told(
    conn: &mut Conn,
    ledger: Served,
    (row, planned): (EntryRow, Vec<MilestoneRow>),
) -> Result<DoorEntry> {
    let unit_name = unit_of(conn, &row)?;
    let entry = Entry::of(ledger, row, planned, vec![])?;
    let description = ledger.description();
    let of = ledger.at_door(&entry)?;
    let is_open = description.class(&entry.row.status) == Class::Open;
    let next = entry.next().filter(|_| is_open);
    let status = description
        .statuses
        .iter()
        .find(|one| one.code == entry.row.status);
    let may = match entry.row.enterprise_id {
        Some(own) => allowed(ledger, &Person::at_door(own), &entry)?,
        None => vec![],
    };
    Ok(DoorEntry {
        id: entry.row.id,
        kind: description.zh.to_owned(),
        title: of.title,
        progress_text: status.map_or_else(String::new, |one| one.zh.to_owned()),
        is_open,
        unit_name,
        listed_on: entry.row.listed_on,
        due_on: of.due_on,
        next_name: next.map(|next| next.name.clone()),
        next_due_on: next.map(|next| next.due_on),
        allowed_actions: may.into_iter().map(str::to_owned).collect(),
        returned: of.returned,
    })
}
