//! What park staff do with doors.

use std::collections::HashMap;

use actix_web::{HttpResponse, get, post};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::api::Call;
use crate::base::db::Conn;
use crate::base::http::paging::PageQuery;
use crate::base::http::{Body, Items, Page, PathId, Query, Reply};
use crate::base::{Error, Result};
use crate::directory::actions::enterprises;
use crate::doors::actions::{self, When};
use crate::doors::rules::bodies::{DoorIn, RenewIn, RevokeIn};
use crate::doors::rules::{is_open, token::qr_svg};
use crate::doors::store::{self, DoorRow};

/// A door of an enterprise (企业直通): whoever holds its link files and follows the enterprise's problems.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": 1, "enterprise_id": 1, "label": "办公室王主任",
    "contact": "沙河产业园区企业服务专班 0391-1234567", "created_by": 3, "created_by_name": "张专员",
    "expires_on": "2021-12-31", "last_used_on": null, "revoked_at": null, "revoked_by_name": null,
    "revoke_reason": null, "active": true, "created_at": "2021-08-16T09:30:00+08:00",
    "updated_at": "2021-08-16T09:30:00+08:00", "version": 1
}))]
pub struct DoorOut {
    pub id: i64,
    pub enterprise_id: i64,
    /// Whom it is for, as the park calls it; null where it isn't said.
    pub label: Option<String>,
    /// Whom the enterprise can call; null where it isn't said.
    pub contact: Option<String>,
    /// The user who made it.
    pub created_by: i64,
    /// The name of who made it.
    pub created_by_name: String,
    /// Its last day, until its midnight.
    pub expires_on: NaiveDate,
    /// The last day on which it was used; null where it never was.
    pub last_used_on: Option<NaiveDate>,
    /// When it was shut; null where it wasn't.
    #[schema(format = DateTime)]
    pub revoked_at: Option<String>,
    /// The name of who shut it; null where nobody did.
    pub revoked_by_name: Option<String>,
    /// Why it was shut; null where it wasn't, or it isn't said.
    pub revoke_reason: Option<String>,
    /// Neither revoked nor expired.
    pub active: bool,
    /// The link, once only: in the answer that made it. A repeat of the request doesn't get it either.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        required = false,
        nullable = false,
        example = "https://zhuqi.example/door#…"
    )]
    pub url: Option<String>,
    /// The link as a QR code, an SVG element; given as `url` is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub qr_svg: Option<String>,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub updated_at: String,
    pub version: i64,
}

fn when(call: &Call) -> When<'_> {
    When {
        clock: &call.state.clock,
        at: call.at,
    }
}

fn shown(conn: &mut Conn, call: &Call, rows: Vec<DoorRow>) -> Result<Vec<DoorOut>> {
    let users = rows
        .iter()
        .flat_map(|row| [Some(row.created_by), row.revoked_by]);
    let users: Vec<i64> = users.flatten().collect();
    let names: HashMap<_, _> = store::user_names(conn, &users)?.into_iter().collect();
    let name = |id: i64| names.get(&id).cloned();
    let instant = |at: chrono::NaiveDateTime| call.state.clock.show(at.and_utc());
    let show = |row: DoorRow| DoorOut {
        active: is_open(row.expires_on, row.revoked_at.is_some(), call.today()),
        id: row.id,
        enterprise_id: row.enterprise_id,
        label: row.label,
        contact: row.contact,
        created_by: row.created_by,
        created_by_name: name(row.created_by).unwrap_or_default(),
        expires_on: row.expires_on,
        last_used_on: row.last_used_on,
        revoked_at: row.revoked_at.map(instant),
        revoked_by_name: row.revoked_by.and_then(name),
        revoke_reason: row.revoke_reason,
        url: None,
        qr_svg: None,
        created_at: instant(row.created_at),
        updated_at: instant(row.updated_at),
        version: row.version,
    };
    Ok(rows.into_iter().map(show).collect())
}

fn one(conn: &mut Conn, call: &Call, row: DoorRow) -> Result<DoorOut> {
    shown(conn, call, vec![row])?.pop().ok_or(Error::NotFound)
}

fn answer(conn: &mut Conn, call: &Call, row: DoorRow) -> Result<Reply> {
    let version = row.version;
    Ok(Reply::ok(&one(conn, call, row)?)?.version(version))
}

fn held(conn: &mut Conn, call: &Call, id: i64) -> Result<DoorRow> {
    store::hold(conn, id)?;
    store::find(conn, call.who.cases(), id)?.ok_or(Error::NotFound)
}

/// List the doors of an enterprise, newest first.
#[utoipa::path(tag = "doors", operation_id = "list_doors",
    params(("id" = i64, Path, description = "The enterprise."), PageQuery),
    responses((status = 200, description = "A page of the list.", body = Items<DoorOut>)))]
#[get("/enterprises/{id}/doors")]
pub async fn list(call: Call, id: PathId, query: Query<PageQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let enterprise = enterprises::get(conn, &call.who, id.0)?;
        let page: Page<i64> = query.check()?.page()?;
        let scope = call.who.cases();
        let rows = store::list(conn, scope, enterprise.id, page.after, page.limit + 1)?;
        let total = match page.count {
            true => Some(store::count_open(conn, enterprise.id, None)?),
            false => None,
        };
        let items = shown(conn, call, rows)?;
        Reply::ok(&Items::new(items, page.limit, |door| door.id, total)?)
    })
    .await
}

/// Make a door for an enterprise (企业直通).
///
/// Link and QR code are in this answer alone; the token is kept nowhere. An enterprise has at most 20 open
/// doors.
#[utoipa::path(tag = "doors", operation_id = "create_door",
    params(("id" = i64, Path, description = "The enterprise.")), request_body = DoorIn, responses(
    (status = 201, description = "The door, with its link.", body = DoorOut,
        headers(("Location" = String), ("ETag" = String)))))]
#[post("/enterprises/{id}/doors")]
pub async fn create(call: Call, id: PathId, body: Body<DoorIn>) -> Result<HttpResponse> {
    call.write_secret(move |conn, call| {
        let enterprise = enterprises::get(conn, &call.who, id.0)?;
        let (row, token) = actions::make(conn, &call.who, when(call), &enterprise, body.check()?)?;
        let path = format!("/doors/{}", row.id);
        let version = row.version;
        let mut door = one(conn, call, row)?;
        let for_repeats = Reply::created(&path, &door)?.version(version);
        let link = token.link(&call.state.public_url);
        door.qr_svg = Some(qr_svg(&link)?);
        door.url = Some(link);
        Ok((Reply::created(&path, &door)?.version(version), for_repeats))
    })
    .await
}

/// Get one door.
#[utoipa::path(tag = "doors", operation_id = "get_door", params(("id" = i64, Path)), responses(
    (status = 200, description = "The door.", body = DoorOut, headers(("ETag" = String)))))]
#[get("/doors/{id}")]
pub async fn get(call: Call, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let row = store::find(conn, call.who.cases(), id.0)?.ok_or(Error::NotFound)?;
        answer(conn, call, row)
    })
    .await
}

/// Give a door another last day.
///
/// Its link stays the same, and an expired one opens again.
#[utoipa::path(tag = "doors", operation_id = "renew_door", params(("id" = i64, Path)),
    request_body = RenewIn, responses((status = 200, description = "The door as it is now.",
        body = DoorOut, headers(("ETag" = String)))))]
#[post("/doors/{id}/renew")]
pub async fn renew(call: Call, id: PathId, body: Body<RenewIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let door = (held(conn, call, id.0)?, call.if_match);
        let row = actions::renew(conn, &call.who, when(call), door, &body.check()?)?;
        answer(conn, call, row)
    })
    .await
}

/// Shut a door at once and for good.
#[utoipa::path(tag = "doors", operation_id = "revoke_door", params(("id" = i64, Path)),
    request_body = RevokeIn, responses((status = 200, description = "The door as it is now.",
        body = DoorOut, headers(("ETag" = String)))))]
#[post("/doors/{id}/revoke")]
pub async fn revoke(call: Call, id: PathId, body: Body<RevokeIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let door = (held(conn, call, id.0)?, call.if_match);
        let row = actions::revoke(conn, &call.who, when(call), door, body.check()?)?;
        answer(conn, call, row)
    })
    .await
}
