//! The timeline of a problem.

use actix_web::{HttpResponse, get};

use super::out::{EventActor, EventOut};
use crate::access::Role;
use crate::access::api::Call;
use crate::base::clock::Clock;
use crate::base::http::paging::PageQuery;
use crate::base::http::reply::Tag;
use crate::base::http::{Items, Page, PathId, Query, Reply};
use crate::base::{Error, Result};
use crate::problems::actions;
use crate::problems::store::{self, EventRow};

/// What happened to a problem, oldest first.
#[utoipa::path(tag = "problems", params(("id" = i64, Path), PageQuery), responses(
    (status = 200, body = Items<EventOut>, headers(("ETag" = String))),
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
        let clock = &call.ground.clock;
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
