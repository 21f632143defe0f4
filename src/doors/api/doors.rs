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

/// A door of an enterprise.
#[derive(Debug, Serialize, ToSchema)]
pub struct DoorOut {
    pub id: i64,
    pub enterprise_id: i64,
    pub label: Option<String>,
    /// Whom the enterprise can call.
    pub contact: Option<String>,
    pub created_by: i64,
    pub created_by_name: String,
    /// Its last day.
    pub expires_on: NaiveDate,
    pub last_used_on: Option<NaiveDate>,
    #[schema(format = DateTime)]
    pub revoked_at: Option<String>,
    pub revoked_by_name: Option<String>,
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
    /// The same as a QR code.
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
        clock: &call.ground.clock,
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
    let instant = |at: chrono::NaiveDateTime| call.ground.clock.show(at.and_utc());
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

/// The doors of an enterprise, newest first.
#[utoipa::path(tag = "doors", params(("id" = i64, Path), PageQuery), responses(
    (status = 200, body = Items<DoorOut>)))]
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

/// Makes a door (企业直通). Link and QR code are in this answer alone; the token is kept nowhere.
#[utoipa::path(tag = "doors", params(("id" = i64, Path)), request_body = DoorIn, responses(
    (status = 201, body = DoorOut, headers(("Location" = String), ("ETag" = String)))))]
#[post("/enterprises/{id}/doors")]
pub async fn create(call: Call, id: PathId, body: Body<DoorIn>) -> Result<HttpResponse> {
    call.write_secret(move |conn, call| {
        let enterprise = enterprises::get(conn, &call.who, id.0)?;
        let (row, token) = actions::make(conn, &call.who, when(call), &enterprise, body.check()?)?;
        let path = format!("/doors/{}", row.id);
        let version = row.version;
        let mut door = one(conn, call, row)?;
        let for_repeats = Reply::created(&path, &door)?.version(version);
        let link = token.link(&call.ground.public_url);
        door.qr_svg = Some(qr_svg(&link)?);
        door.url = Some(link);
        Ok((Reply::created(&path, &door)?.version(version), for_repeats))
    })
    .await
}

/// One door.
#[utoipa::path(tag = "doors", params(("id" = i64, Path)), responses(
    (status = 200, body = DoorOut, headers(("ETag" = String)))))]
#[get("/doors/{id}")]
pub async fn get(call: Call, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let row = store::find(conn, call.who.cases(), id.0)?.ok_or(Error::NotFound)?;
        answer(conn, call, row)
    })
    .await
}

/// Gives a door another last day; its link stays the same, and an expired one opens again.
#[utoipa::path(tag = "doors", params(("id" = i64, Path)), request_body = RenewIn, responses(
    (status = 200, body = DoorOut, headers(("ETag" = String)))))]
#[post("/doors/{id}/renew")]
pub async fn renew(call: Call, id: PathId, body: Body<RenewIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let door = (held(conn, call, id.0)?, call.if_match);
        let row = actions::renew(conn, &call.who, when(call), door, &body.check()?)?;
        answer(conn, call, row)
    })
    .await
}

/// Shuts a door at once and for good.
#[utoipa::path(tag = "doors", params(("id" = i64, Path)), request_body = RevokeIn, responses(
    (status = 200, body = DoorOut, headers(("ETag" = String)))))]
#[post("/doors/{id}/revoke")]
pub async fn revoke(call: Call, id: PathId, body: Body<RevokeIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let door = (held(conn, call, id.0)?, call.if_match);
        let row = actions::revoke(conn, &call.who, when(call), door, body.check()?)?;
        answer(conn, call, row)
    })
    .await
}
