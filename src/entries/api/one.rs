//! One entry: listing, reading, correcting, and the moves, all alike.

use actix_web::HttpResponse;
use actix_web::web::Path;

use super::Served;
use super::view::View;
use crate::access::api::Call;
use crate::base::db::Conn;
use crate::base::http::reply::Tag;
use crate::base::http::{Body, PathId, Reply};
use crate::base::{Error, FieldError, Result};
use crate::entries::actions::{self, Entry, WriteContext};
use crate::entries::description::Text;
use crate::entries::ledger::Fields;
use crate::entries::rules::{common, month};
use crate::entries::store::{self, EntryRow};

pub async fn create(call: Call, ledger: Served, body: Body<Fields>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let clock = &call.state.clock;
        let mut context = WriteContext::of(conn, clock, call.at, &call.who, call.if_match)?;
        let id = actions::create(&mut context, ledger, body.check())?;
        let reply = shown(conn, call, ledger, id)?;
        Ok(Reply {
            status: 201,
            location: Some(format!("/api/v1/{}/{id}", ledger.code())),
            ..reply
        })
    })
    .await
}

pub async fn get(call: Call, ledger: Served, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let row =
            store::find(conn, call.who.cases(), ledger.code(), id.0)?.ok_or(Error::NotFound)?;
        let tag = Tag::of(&row.version);
        if call.seen.has(&tag) {
            return Ok(Reply::unchanged(tag));
        }
        let view = View::of(conn, ledger, &call.who, (&call.state.clock, call.at))?;
        whole(conn, ledger, &view, row)
    })
    .await
}

/// Makes a move in one transaction and shows the entry after it.
pub async fn act(
    call: Call,
    ledger: Served,
    id: PathId,
    name: Text,
    body: Body<Fields>,
) -> Result<HttpResponse> {
    call.write(move |conn, call| moved(conn, call, ledger, (id.0, name), body.check()))
        .await
}

/// Reports a month, which stands in the path.
pub async fn report(
    call: Call,
    ledger: Served,
    id: PathId,
    path: Path<(String, String)>,
    body: Body<Fields>,
) -> Result<HttpResponse> {
    let of = path.into_inner().1;
    call.write(move |conn, call| {
        let body = body.check().and_then(|mut body| {
            if body.contains_key("month") {
                return Err(Error::invalid(FieldError::new(
                    "/month",
                    "unknown_field",
                    "未知的字段 month",
                    "unknown field month",
                )));
            }
            let day = month::parse(&of);
            body.insert(
                "month".into(),
                day.map_or_else(|| of.clone().into(), |day| day.to_string().into()),
            );
            Ok(body)
        });
        moved(conn, call, ledger, (id.0, common::MONTH), body)
    })
    .await
}

fn moved(
    conn: &mut Conn,
    call: &Call,
    ledger: Served,
    (id, name): (i64, Text),
    body: Result<Fields>,
) -> Result<Reply> {
    let clock = &call.state.clock;
    let mut context = WriteContext::of(conn, clock, call.at, &call.who, call.if_match)?;
    actions::act(&mut context, ledger, id, name, body)?;
    shown(conn, call, ledger, id)
}

/// The answer to a write that shows an entry as it is now, without what is known of persons: it is kept for repeats.
pub fn shown(conn: &mut Conn, call: &Call, ledger: Served, id: i64) -> Result<Reply> {
    let row = store::find(conn, call.who.cases(), ledger.code(), id)?;
    // Who hands an entry on may see it no longer; it is shown once more.
    let row = match row {
        Some(row) => row,
        None => store::find(conn, crate::access::Scope::All, ledger.code(), id)?
            .ok_or(Error::NotFound)?,
    };
    let view = View::of(conn, ledger, &call.who, (&call.state.clock, call.at))?;
    whole(conn, ledger, &view.masking(), row)
}

fn whole(conn: &mut Conn, ledger: Served, view: &View, row: EntryRow) -> Result<Reply> {
    let version = row.version;
    let entry = Entry::read(conn, ledger, row)?;
    Ok(Reply::ok(&view.whole(conn, &entry)?)?.version(version))
}
