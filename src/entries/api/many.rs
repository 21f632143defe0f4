//! Lists: ledgers, entries, events, milestones, numbers.

use actix_web::HttpResponse;
use serde_json::{Value, json};

use super::list::{Pairs, page};
use super::view::View;
use super::{Served, readers, schema};
use crate::access::api::Call;
use crate::access::{Role, Scope};
use crate::base::answers::Key;
use crate::base::db::Conn;
use crate::base::http::PathId;
use crate::base::http::paging::PageQuery;
use crate::base::http::reply::Tag;
use crate::base::http::{Items, Page, Query, Reply};
use crate::base::{Error, Result};
use crate::entries::actions::{self, Entry, Linked, Question, milestone};
use crate::entries::store::{self, EventRow};

/// What the page draws every ledger from.
pub async fn ledgers(call: Call, ledgers: &'static [Served]) -> Result<HttpResponse> {
    call.read(move |_, call| {
        call.no_query()?;
        let items: Vec<Value> = ledgers
            .iter()
            .filter(|ledger| readers(**ledger).contains(&call.who.role))
            .map(|ledger| schema::described(*ledger, call.who.role))
            .collect();
        Reply::ok(&json!({"items": items, "next_cursor": null}))
    })
    .await
}

pub async fn list(call: Call, ledger: Served, query: Query<Pairs>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let pairs = query.check()?;
        let (asked, page) = page(conn, ledger, (&call.who, call.today()), &pairs)?;
        let (scope, code) = (call.who.cases(), ledger.code());
        let rows = store::list(
            conn,
            (scope, code),
            &asked.filter,
            asked.sort,
            page.after,
            page.limit + 1,
        )?;
        let total = match page.count {
            true => Some(store::count(conn, scope, code, &asked.filter)?),
            false => None,
        };
        let found = Items::new(rows, page.limit, |row| store::place(asked.sort, row), total)?;
        let view = View::of(conn, ledger, &call.who, (&call.state.clock, call.at))?;
        Reply::ok(&Items {
            items: view.many(conn, found.items)?,
            next_cursor: found.next_cursor,
            total: found.total,
        })
    })
    .await
}

pub async fn milestones(call: Call, ledger: Served, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let row =
            store::find(conn, call.who.cases(), ledger.code(), id.0)?.ok_or(Error::NotFound)?;
        call.no_query()?;
        let version = row.version;
        let entry = Entry::read(conn, ledger, row)?;
        let items: Vec<Value> = entry.milestones.iter().map(milestone).collect();
        Ok(Reply::ok(&json!({"items": items, "next_cursor": null}))?.version(version))
    })
    .await
}

pub async fn events(
    call: Call,
    ledger: Served,
    id: PathId,
    query: Query<PageQuery>,
) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let entry =
            store::find(conn, call.who.cases(), ledger.code(), id.0)?.ok_or(Error::NotFound)?;
        let page: Page<i64> = query.check()?.page()?;
        // Events are never changed: the last one tells whether there are others.
        let tag = Tag::of(&store::last_event(conn, entry.id)?);
        if call.seen.has(&tag) {
            return Ok(Reply::unchanged(tag));
        }
        let rows = store::timeline(conn, entry.id, page.after.unwrap_or(0), page.limit + 1)?;
        let total = match page.count {
            true => Some(store::length(conn, entry.id)?),
            false => None,
        };
        let clock = &call.state.clock;
        let mut items = vec![];
        for row in rows {
            let at = clock.show(row.recorded_at.and_utc());
            let mut told = event(row, &at, ledger, call.who.role)?;
            hide_link(conn, call.who.cases(), &mut told["data"])?;
            items.push(told);
        }
        let page = Items::new(items, page.limit, |event| event["id"].as_i64(), total)?;
        Ok(Reply::ok(&page)?.tag(tag))
    })
    .await
}

/// What somebody isn't told of an entry's links, its events don't tell either.
fn hide_link(conn: &mut Conn, scope: Scope, data: &mut Value) -> Result<()> {
    let linked = Linked {
        problem_id: data["problem_id"].as_i64(),
        visit_id: data["visit_id"].as_i64(),
        entry_id: data["entry_id"].as_i64(),
    };
    if !linked.is_told(conn, scope)?
        && let Some(data) = data.as_object_mut()
    {
        for name in ["problem_id", "visit_id", "entry_id", "kind"] {
            data.remove(name);
        }
    }
    Ok(())
}

fn event(row: EventRow, recorded_at: &str, ledger: Served, role: Role) -> Result<Value> {
    let mut data: Value = serde_json::from_str(&row.data).map_err(Error::internal)?;
    let hidden = ledger
        .description()
        .fields
        .iter()
        .filter(|field| field.hidden_from.contains(&role));
    for field in hidden {
        if let Some(data) = data.as_object_mut() {
            data.remove(field.name);
        }
    }
    let actor = row
        .actor_id
        .map(|id| json!({"id": id, "name": row.actor_name, "role": row.actor_role}));
    let on_behalf_of: Option<Value> = match &row.on_behalf_of {
        Some(text) => Some(serde_json::from_str(text).map_err(Error::internal)?),
        None => None,
    };
    Ok(json!({
        "id": row.id,
        "kind": row.kind,
        "occurred_on": row.occurred_on,
        "recorded_at": recorded_at,
        "counted_on": row.counted_on,
        "status": row.status,
        "actor": actor,
        "on_behalf_of": on_behalf_of,
        "text": row.text,
        "data": data,
    }))
}

pub async fn statistics(call: Call, ledger: Served, query: Query<Pairs>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let asked = actions::ask(conn, ledger, &query.check()?, &call.who, call.today())?;
        let question = Question::of(conn, asked)?;
        let key = Key::of(&question.depends_on(conn, ledger)?);
        let answers = &call.state.answers;
        if let Some(body) = answers.find(key) {
            return Ok(Reply::kept(body));
        }
        let reply = Reply::ok(&question.answer(conn, ledger)?)?;
        answers.keep(key, &reply.body);
        Ok(reply)
    })
    .await
}
