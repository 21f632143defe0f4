//! One problem: filing, reading, correcting.

use actix_web::{HttpResponse, get, patch, post};

use super::moves::moved;
use super::out::{ProblemOut, SimilarOut};
use super::view::View;
use crate::access::api::Call;
use crate::base::http::reply::Tag;
use crate::base::http::{Body, PathId, Reply};
use crate::base::{Error, Result};
use crate::problems::actions::{self, Desk};
use crate::problems::rules::report::{Edit, Report};
use crate::problems::store;

/// Files a problem, and dispatches it in the same call where the body says so. Like problems of the
/// same enterprise come back in `similar`; they never refuse it.
#[utoipa::path(tag = "problems", request_body = Report, responses(
    (status = 201, body = ProblemOut, headers(("Location" = String), ("ETag" = String)))))]
#[post("/problems")]
pub async fn create(call: Call, body: Body<Report>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let clock = &call.ground.clock;
        let mut desk = Desk::of(conn, clock, call.at, &call.who, call.if_match)?;
        let id = actions::report(&mut desk, body.check()?)?;
        let row = store::find(desk.conn, call.who.cases(), id)?.ok_or(Error::NotFound)?;
        let similar = actions::similar(&mut desk, &row)?;
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

/// One problem. With `If-None-Match`, 304 where nobody has changed it since; its lights and what they
/// allow follow the clock, so ask without it now and then.
#[utoipa::path(tag = "problems", params(("id" = i64, Path)), responses(
    (status = 200, body = ProblemOut, headers(("ETag" = String))),
    (status = 304, description = "The version that `If-None-Match` names.")))]
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

/// 更正: what is absent stays; before and after are kept. Running clocks are left alone.
#[utoipa::path(tag = "problems", params(("id" = i64, Path)), request_body = Edit, responses(
    (status = 200, body = ProblemOut, headers(("ETag" = String)))))]
#[patch("/problems/{id}")]
pub async fn update(call: Call, id: PathId, body: Body<Edit>) -> Result<HttpResponse> {
    moved(call, id, body, actions::edit).await
}
