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

/// A department (单位) that solves problems: an office of the government, a utility, a bank. Addresses and
/// duty contact are shown to the campaign office, the administrator and the department itself; to others
/// they are null.
#[derive(Debug, Serialize, ToSchema)]
pub struct DepartmentOut {
    pub id: i64,
    /// What it is called.
    #[schema(example = "华辰电力公司")]
    pub name: String,
    /// What kind of body it is.
    pub kind: DepartmentKind,
    /// Addresses that are told of dispatches and limits, besides the department's accounts; null for
    /// those who may not see them.
    #[schema(example = json!(["diaodu@huachen.example"]))]
    pub notice_emails: Option<Vec<String>>,
    /// The departments that it is compared with in reports are those with the same text here; null where
    /// it has no group.
    #[schema(example = "公用企业")]
    pub peer_group: Option<String>,
    /// Whom to call (值班联系人); null where nobody is named, and for those who may not see it.
    #[schema(example = "值班室 0375-3990002")]
    pub duty_contact: Option<String>,
    /// Whether the slip (交办单) goes along as PDF with letters about what it is to begin.
    pub wants_slip_pdf: bool,
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
        wants_slip_pdf: row.wants_slip_pdf,
        active: row.active,
        created_at: clock.show(row.created_at.and_utc()),
        updated_at: clock.show(row.updated_at.and_utc()),
        version: row.version,
    })
}

/// List the departments (单位), by id, those out of use among them.
#[utoipa::path(tag = "directory", operation_id = "list_departments", params(PageQuery), responses(
    (status = 200, description = "A page of departments.", body = Items<DepartmentOut>)))]
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
            .map(|row| out(&call.state.clock, &call.who, row))
            .collect::<Result<Vec<_>>>()?;
        Reply::ok(&Items::new(items, page.limit, |row| row.id, total)?)
    })
    .await
}

/// Create a department.
#[utoipa::path(tag = "directory", operation_id = "create_department", request_body = DepartmentIn, responses(
    (status = 201, description = "The department.", body = DepartmentOut,
        headers(("Location" = String), ("ETag" = String)))))]
#[post("/departments")]
pub async fn create(call: Call, body: Body<DepartmentIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let made = actions::create(conn, &call.who, call.now(), &body.check()?)?;
        let version = made.version;
        let path = format!("/departments/{}", made.id);
        Ok(Reply::created(&path, &out(&call.state.clock, &call.who, made)?)?.version(version))
    })
    .await
}

/// Get a department.
#[utoipa::path(tag = "directory", operation_id = "get_department", params(("id" = i64, Path)), responses(
    (status = 200, description = "The department.", body = DepartmentOut, headers(("ETag" = String)))))]
#[get("/departments/{id}")]
pub async fn get(call: Call, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let found = actions::get(conn, id.0)?;
        let version = found.version;
        Ok(Reply::ok(&out(&call.state.clock, &call.who, found)?)?.version(version))
    })
    .await
}

/// Change a department.
///
/// It can't be deleted: `active` becomes false.
#[utoipa::path(
    tag = "directory",
    operation_id = "update_department",
    params(("id" = i64, Path)),
    request_body = DepartmentPatch,
    responses((status = 200, description = "The department as it is now.", body = DepartmentOut,
        headers(("ETag" = String))))
)]
#[patch("/departments/{id}")]
pub async fn update(call: Call, id: PathId, body: Body<DepartmentPatch>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let before = actions::get(conn, id.0)?;
        let patch = body.check()?;
        call.expect_version(before.version)?;
        let after = actions::update(conn, &call.who, call.now(), &before, &patch)?;
        let version = after.version;
        Ok(Reply::ok(&out(&call.state.clock, &call.who, after)?)?.version(version))
    })
    .await
}
