use actix_web::{HttpResponse, get, patch, post};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::api::Call;
use crate::base::Result;
use crate::base::clock::Clock;
use crate::base::http::paging::PageQuery;
use crate::base::http::{Body, Items, Page, PathId, Query, Reply};
use crate::directory::actions::categories as actions;
use crate::directory::input::{CategoryIn, CategoryPatch};
use crate::directory::store::categories::{self as store, Category};

/// A category (类别) of problems, on one of two levels.
#[derive(Debug, Serialize, ToSchema)]
pub struct CategoryOut {
    pub id: i64,
    /// What it is called.
    #[schema(example = "用电")]
    pub name: String,
    /// The category above it; null on the first level.
    pub parent_id: Option<i64>,
    pub active: bool,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub updated_at: String,
    pub version: i64,
}

fn out(clock: &Clock, row: Category) -> Result<CategoryOut> {
    Ok(CategoryOut {
        id: row.id,
        name: row.name,
        parent_id: row.parent_id,
        active: row.active,
        created_at: clock.show(row.created_at.and_utc()),
        updated_at: clock.show(row.updated_at.and_utc()),
        version: row.version,
    })
}

/// List the categories (类别), by id, those out of use among them.
#[utoipa::path(tag = "directory", operation_id = "list_categories", params(PageQuery), responses(
    (status = 200, description = "A page of categories.", body = Items<CategoryOut>)))]
#[get("/categories")]
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

/// Create a category.
#[utoipa::path(tag = "directory", operation_id = "create_category", request_body = CategoryIn, responses(
    (status = 201, description = "The category.", body = CategoryOut,
        headers(("Location" = String), ("ETag" = String)))))]
#[post("/categories")]
pub async fn create(call: Call, body: Body<CategoryIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let made = actions::create(conn, &call.who, call.now(), &body.check()?)?;
        let version = made.version;
        let path = format!("/categories/{}", made.id);
        Ok(Reply::created(&path, &out(&call.state.clock, made)?)?.version(version))
    })
    .await
}

/// Get a category.
#[utoipa::path(tag = "directory", operation_id = "get_category", params(("id" = i64, Path)), responses(
    (status = 200, description = "The category.", body = CategoryOut, headers(("ETag" = String)))))]
#[get("/categories/{id}")]
pub async fn get(call: Call, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let found = actions::get(conn, id.0)?;
        let version = found.version;
        Ok(Reply::ok(&out(&call.state.clock, found)?)?.version(version))
    })
    .await
}

/// Change a category.
///
/// It can't be deleted: `active` becomes false.
#[utoipa::path(
    tag = "directory",
    operation_id = "update_category",
    params(("id" = i64, Path)),
    request_body = CategoryPatch,
    responses((status = 200, description = "The category as it is now.", body = CategoryOut,
        headers(("ETag" = String))))
)]
#[patch("/categories/{id}")]
pub async fn update(call: Call, id: PathId, body: Body<CategoryPatch>) -> Result<HttpResponse> {
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
