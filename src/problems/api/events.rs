//! The timeline of a problem.

use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::Role;
use crate::access::api::Call;
use crate::base::clock::Clock;
use crate::base::http::paging::PageQuery;
use crate::base::http::reply::Tag;
use crate::base::http::{Items, Page, PathId, Query, Reply};
use crate::base::{Error, Result};
use crate::problems::actions;
use crate::problems::rules::bodies::OnBehalfOf;
use crate::problems::store::{self, EventRow};

/// Something that happened to a problem; never changed, never deleted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": 40, "kind": "accept", "occurred_on": "2021-08-03",
    "recorded_at": "2021-08-03T15:00:00+08:00", "counted_on": "2021-08-03", "round": 1,
    "actor": {"id": 4, "name": "电力公司联络员", "role": "department_staff"},
    "department_id": 1, "on_behalf_of": null, "text": "已安排专人与企业对接。", "data": {}
}))]
pub struct EventOut {
    pub id: i64,
    /// The action's name, or `recompute`, with which the system moved limits to another calendar.
    #[schema(example = "accept")]
    pub kind: String,
    /// The day on which it happened: of `report` the day the problem was raised, of an imported event the
    /// day in the ledger, else the day it was recorded.
    pub occurred_on: NaiveDate,
    /// When it was recorded.
    #[schema(format = DateTime)]
    pub recorded_at: String,
    /// The day it is counted on: `occurred_on`, or a later one where that day lay in a closed week (补录).
    pub counted_on: NaiveDate,
    /// The round of the problem after it.
    pub round: i64,
    /// Who did it; null where the system did, and where an enterprise answered through its link.
    pub actor: Option<EventActor>,
    /// The department that did it, or that answers for what was done; null where there is none.
    pub department_id: Option<i64>,
    /// Whose doing it really was, where somebody recorded it for a department (代办); else null.
    pub on_behalf_of: Option<OnBehalfOf>,
    /// What was said with it: the action's note, reason, text or resolution; null where nothing was, and
    /// where the reader isn't told.
    pub text: Option<String>,
    /// What else is known of it, by its kind: as a rule the other fields of the action's body; of `edit`
    /// `{field: {from, to}}`; of `recompute` the `limits` that moved; of an imported event also
    /// `imported`, the id of the import. What the reader isn't told is left out.
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
}

/// Who did something, as they were then.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventActor {
    /// The user.
    pub id: i64,
    /// The user's name then.
    pub name: String,
    /// The user's role then.
    pub role: Role,
}

/// List what happened to a problem, oldest first.
#[utoipa::path(tag = "problems", operation_id = "list_problem_events",
    params(("id" = i64, Path), PageQuery), responses(
    (status = 200, description = "A page of the timeline.", body = Items<EventOut>,
        headers(("ETag" = String))),
    (status = 304, description = "Nothing has happened since the `ETag` that `If-None-Match` names.")))]
#[get("/problems/{id}/events")]
pub async fn timeline(call: Call, id: PathId, query: Query<PageQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let problem = store::find(conn, call.who.cases(), id.0)?.ok_or(Error::NotFound)?;
        let page: Page<i64> = query.check()?.page()?;
        // Events are never changed: the last one tells whether there are others.
        let tag = Tag::of(&store::last_event(conn, problem.id)?);
        if call.seen.has(&tag) {
            return Ok(Reply::unchanged(tag));
        }
        let rows = store::timeline(conn, problem.id, page.after.unwrap_or(0), page.limit + 1)?;
        let total = if page.count {
            Some(store::length(conn, problem.id)?)
        } else {
            None
        };
        let rows = actions::events_seen_by(conn, call.who.cases(), &problem, rows)?;
        let clock = &call.state.clock;
        let items = rows
            .into_iter()
            .map(|row| shown(row, clock))
            .collect::<Result<Vec<_>>>()?;
        let page = Items::new(items, page.limit, |event| event.id, total)?;
        Ok(Reply::ok(&page)?.tag(tag))
    })
    .await
}

fn shown(row: EventRow, clock: &Clock) -> Result<EventOut> {
    let role = row.actor_role.as_deref().and_then(Role::parse);
    let on_behalf_of = row.on_behalf_of.as_deref().map(serde_json::from_str);
    Ok(EventOut {
        id: row.id,
        kind: row.kind,
        occurred_on: row.occurred_on,
        recorded_at: clock.show(row.recorded_at.and_utc()),
        counted_on: row.counted_on,
        round: row.round,
        actor: match (row.actor_id, row.actor_name, role) {
            (Some(id), Some(name), Some(role)) => Some(EventActor { id, name, role }),
            _ => None,
        },
        department_id: row.department_id,
        on_behalf_of: on_behalf_of.transpose().map_err(Error::internal)?,
        text: row.text,
        data: serde_json::from_str(&row.data).map_err(Error::internal)?,
    })
}
