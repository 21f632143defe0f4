//! One problem: filing, reading, correcting.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, get, patch, post, web};

use super::moves::moved;
use super::out::{ProblemOut, SimilarOut};
use super::view::View;
use crate::access::api::Call;
use crate::base::http::reply::Tag;
use crate::base::http::{Body, PathId, Reply};
use crate::base::{Error, Result};
use crate::problems::actions::{self, ProjectLinks, WriteContext};
use crate::problems::rules::report::{Edit, Report};
use crate::problems::store;

/// File a problem (上报问题).
///
/// It is dispatched in the same call where the body says so. Like problems of the same enterprise come
/// back in `similar`; they never refuse it.
#[utoipa::path(tag = "problems", operation_id = "file_problem", request_body = Report, responses(
    (status = 201, description = "The problem as it was filed.", body = ProblemOut,
        headers(("Location" = String), ("ETag" = String)))))]
#[post("/problems")]
pub async fn create(call: Call, request: HttpRequest, body: Body<Report>) -> Result<HttpResponse> {
    let projects = projects(&request);
    call.write(move |conn, call| {
        let clock = &call.state.clock;
        let context = WriteContext::of(conn, clock, call.at, &call.who, call.if_match)?;
        let mut context = context.with_projects(projects.as_deref());
        let id = actions::report(&mut context, body.check()?)?;
        let row = store::find(context.conn, call.who.cases(), id)?.ok_or(Error::NotFound)?;
        let similar = actions::similar(&mut context, &row)?;
        let mut out = View::of(conn, call)?.one(conn, row)?;
        let similar = similar.into_iter().map(|row| SimilarOut {
            id: row.id,
            number: row.number,
            title: row.title,
            status: row.status,
        });
        out.similar = Some(similar.collect());
        let version = out.version;
        Ok(Reply::created(&format!("/problems/{id}"), &out)?.version(version))
    })
    .await
}

/// What the layer above hands down that knows the projects.
pub fn projects(request: &HttpRequest) -> Option<Arc<dyn ProjectLinks>> {
    let handed = request.app_data::<web::Data<dyn ProjectLinks>>();
    handed.map(|data| data.clone().into_inner())
}

/// Get one problem.
///
/// With `If-None-Match`, 304 where nobody has changed it since; its lights and what they allow follow the
/// clock, so ask without it now and then.
#[utoipa::path(tag = "problems", operation_id = "get_problem", params(("id" = i64, Path)), responses(
    (status = 200, description = "The problem.", body = ProblemOut, headers(("ETag" = String))),
    (status = 304, description = "The problem still has a version that `If-None-Match` names.")))]
#[get("/problems/{id}")]
pub async fn get(call: Call, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let row = store::find(conn, call.who.cases(), id.0)?.ok_or(Error::NotFound)?;
        let tag = Tag::of(&row.version);
        if call.seen.has(&tag) {
            return Ok(Reply::unchanged(tag));
        }
        Ok(Reply::ok(&View::of(conn, call)?.one(conn, row)?)?.tag(tag))
    })
    .await
}

/// The answer that shows a problem as it is now.
pub fn shown(conn: &mut crate::base::db::Conn, call: &Call, id: i64) -> Result<Reply> {
    let row = store::find(conn, call.who.cases(), id)?.ok_or(Error::NotFound)?;
    let version = row.version;
    let out = View::of(conn, call)?.one(conn, row)?;
    Ok(Reply::ok(&out)?.version(version))
}

/// Correct a problem (更正).
///
/// What is absent stays; before and after are kept. Running clocks are left alone. By the park while it
/// waits for its dispatch, by the coordinator as long as it is open.
#[utoipa::path(tag = "problems", operation_id = "edit_problem", params(("id" = i64, Path)),
    request_body = Edit, responses((status = 200, description = "The problem as it is now.",
        body = ProblemOut, headers(("ETag" = String)))))]
#[patch("/problems/{id}")]
pub async fn update(call: Call, id: PathId, body: Body<Edit>) -> Result<HttpResponse> {
    moved(call, id, body, actions::edit).await
}
