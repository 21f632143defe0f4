use actix_web::{HttpResponse, get, patch, post};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::api::Call;
use crate::access::{Actor, Role};
use crate::base::Result;
use crate::base::clock::Clock;
use crate::base::http::paging::PageQuery;
use crate::base::http::{Body, Items, Page, PathId, Query, Reply};
use crate::directory::actions::departments as actions;
use crate::directory::input::{DepartmentIn, DepartmentPatch};
use crate::directory::rules::DepartmentKind;
use crate::directory::store::departments::{self as store, Department};
use crate::directory::store::from_json;

/// Who solves. Addresses and duty contact are shown to the campaign office, the administrator
/// and the department itself; to others they are null.
#[derive(Debug, Serialize, ToSchema)]
pub struct DepartmentOut {
    pub id: i64,
    pub name: String,
    pub kind: DepartmentKind,
    pub notice_emails: Option<Vec<String>>,
    pub peer_group: Option<String>,
    pub duty_contact: Option<String>,
    pub active: bool,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub updated_at: String,
    pub version: i64,
}

fn out(clock: &Clock, who: &Actor, row: Department) -> Result<DepartmentOut> {
    let inner =
        matches!(who.role, Role::Admin | Role::Coordinator) || who.department_id == Some(row.id);
    let emails = if inner {
        Some(from_json(&row.notice_emails)?)
    } else {
        None
    };
    Ok(DepartmentOut {
        id: row.id,
        name: row.name,
        kind: row.kind,
        notice_emails: emails,
        peer_group: row.peer_group,
        duty_contact: row.duty_contact.filter(|_| inner),
        active: row.active,
        created_at: clock.show(row.created_at.and_utc()),
        updated_at: clock.show(row.updated_at.and_utc()),
        version: row.version,
    })
}

/// All departments, by id.
#[utoipa::path(tag = "directory", params(PageQuery), responses((status = 200, body = Items<DepartmentOut>)))]
#[get("/departments")]
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
            .map(|row| out(&call.ground.clock, &call.who, row))
            .collect::<Result<Vec<_>>>()?;
        Reply::ok(&Items::new(items, page.limit, |row| row.id, total)?)
    })
    .await
}

/// Adds one.
#[utoipa::path(tag = "directory", request_body = DepartmentIn, responses(
    (status = 201, body = DepartmentOut, headers(("Location" = String), ("ETag" = String)))))]
#[post("/departments")]
pub async fn create(call: Call, body: Body<DepartmentIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let made = actions::create(conn, &call.who, call.now(), &body.check()?)?;
        let version = made.version;
        let path = format!("/departments/{}", made.id);
        Ok(Reply::created(&path, &out(&call.ground.clock, &call.who, made)?)?.version(version))
    })
    .await
}

/// One of them.
#[utoipa::path(tag = "directory", params(("id" = i64, Path)), responses(
    (status = 200, body = DepartmentOut, headers(("ETag" = String)))))]
#[get("/departments/{id}")]
pub async fn get(call: Call, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let found = actions::get(conn, id.0)?;
        let version = found.version;
        Ok(Reply::ok(&out(&call.ground.clock, &call.who, found)?)?.version(version))
    })
    .await
}

/// Changes what is given; there are no deletes: `active: false`.
#[utoipa::path(tag = "directory", params(("id" = i64, Path)), request_body = DepartmentPatch, responses(
    (status = 200, body = DepartmentOut, headers(("ETag" = String)))))]
#[patch("/departments/{id}")]
pub async fn update(call: Call, id: PathId, body: Body<DepartmentPatch>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let before = actions::get(conn, id.0)?;
        let patch = body.check()?;
        call.expect_version(before.version)?;
        let after = actions::update(conn, &call.who, call.now(), &before, &patch)?;
        let version = after.version;
        Ok(Reply::ok(&out(&call.ground.clock, &call.who, after)?)?.version(version))
    })
    .await
}
