use actix_web::{HttpResponse, get, patch, post};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::api::Call;
use crate::base::Result;
use crate::base::clock::Clock;
use crate::base::http::paging::PageQuery;
use crate::base::http::{Body, Items, Page, PathId, Query, Reply};
use crate::directory::actions::parks as actions;
use crate::directory::input::{ParkIn, ParkPatch};
use crate::directory::rules::ParkKind;
use crate::directory::store::parks::{self as store, Park};

/// A park, town or subdistrict (园区), whose staff visit enterprises and file problems.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParkOut {
    pub id: i64,
    /// Begins the numbers of the park's problems.
    #[schema(example = "SH")]
    pub code: String,
    /// What it is called.
    #[schema(example = "沙河产业园区")]
    pub name: String,
    /// What kind of area it is.
    pub kind: ParkKind,
    pub active: bool,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub updated_at: String,
    pub version: i64,
}

fn out(clock: &Clock, row: Park) -> Result<ParkOut> {
    Ok(ParkOut {
        id: row.id,
        code: row.code,
        name: row.name,
        kind: row.kind,
        active: row.active,
        created_at: clock.show(row.created_at.and_utc()),
        updated_at: clock.show(row.updated_at.and_utc()),
        version: row.version,
    })
}

/// List the parks (园区), by id, those out of use among them.
#[utoipa::path(tag = "directory", operation_id = "list_parks", params(PageQuery), responses(
    (status = 200, description = "A page of parks.", body = Items<ParkOut>)))]
#[get("/parks")]
pub async fn list(call: Call, query: Query<PageQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let query = query.check()?;
        let page: Page<i64> = query.page()?;
        let rows = store::list(conn, page.after, page.limit + 1)?;
        let total = if page.count {
            Some(store::count(conn)?)
        } else {
            None
        };
        let items = rows
            .into_iter()
            .map(|row| out(&call.state.clock, row))
            .collect::<Result<Vec<_>>>()?;
        Reply::ok(&Items::new(items, page.limit, |row| row.id, total)?)
    })
    .await
}

/// Create a park.
#[utoipa::path(tag = "directory", operation_id = "create_park", request_body = ParkIn, responses(
    (status = 201, description = "The park.", body = ParkOut,
        headers(("Location" = String), ("ETag" = String)))))]
#[post("/parks")]
pub async fn create(call: Call, body: Body<ParkIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let made = actions::create(conn, &call.who, call.now(), &body.check()?)?;
        let version = made.version;
        let path = format!("/parks/{}", made.id);
        Ok(Reply::created(&path, &out(&call.state.clock, made)?)?.version(version))
    })
    .await
}

/// Get a park.
#[utoipa::path(tag = "directory", operation_id = "get_park", params(("id" = i64, Path)), responses(
    (status = 200, description = "The park.", body = ParkOut, headers(("ETag" = String)))))]
#[get("/parks/{id}")]
pub async fn get(call: Call, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let found = actions::get(conn, id.0)?;
        let version = found.version;
        Ok(Reply::ok(&out(&call.state.clock, found)?)?.version(version))
    })
    .await
}

/// Change a park.
///
/// It can't be deleted: `active` becomes false.
#[utoipa::path(
    tag = "directory",
    operation_id = "update_park",
    params(("id" = i64, Path)),
    request_body = ParkPatch,
    responses((status = 200, description = "The park as it is now.", body = ParkOut,
        headers(("ETag" = String))))
)]
#[patch("/parks/{id}")]
pub async fn update(call: Call, id: PathId, body: Body<ParkPatch>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let before = actions::get(conn, id.0)?;
        let patch = body.check()?;
        call.expect_version(before.version)?;
        let after = actions::update(conn, &call.who, call.now(), &before, &patch)?;
        let version = after.version;
        Ok(Reply::ok(&out(&call.state.clock, after)?)?.version(version))
    })
    .await
}
