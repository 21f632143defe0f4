//! 周报版式: the letterhead, and a look at it before it is kept.

use actix_web::{HttpResponse, get, post, put};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::written::{format, written};
use crate::access::api::Call;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::http::{Body, Query, Reply};
use crate::base::{Error, Result};
use crate::reports::actions::letterhead::{self as actions, Kept};
use crate::reports::actions::preview as composed;
use crate::reports::render::Format;
use crate::reports::rules::{Letterhead, LetterheadIn};

/// What reports are written on.
#[derive(Debug, Serialize, ToSchema)]
pub struct LetterheadOut {
    /// What was set, null where it is left to the organisation's name.
    #[serde(flatten)]
    pub kept: LetterheadIn,
    /// What stands on the paper.
    pub in_force: Letterhead,
    #[schema(format = DateTime)]
    pub updated_at: Option<String>,
    /// 0 where nothing was ever set.
    pub version: i64,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PreviewQuery {
    /// html (the default), docx, xlsx or pdf.
    #[param(inline, value_type = Option<Format>)]
    pub format: Option<String>,
}

fn out(conn: &mut Conn, clock: &Clock, kept: Kept) -> Result<Reply> {
    let version = kept.version;
    let updated_at = kept.updated_at.map(|at| clock.show(at.and_utc()));
    let out = LetterheadOut {
        in_force: actions::of(conn)?,
        kept: kept.letterhead,
        updated_at,
        version,
    };
    Ok(Reply::ok(&out)?.version(version))
}

/// The letterhead of drafts, and of the weeks that will be closed.
#[utoipa::path(tag = "reports", responses((status = 200, body = LetterheadOut, headers(("ETag" = String)))))]
#[get("/settings/report")]
pub async fn get(call: Call) -> Result<HttpResponse> {
    call.read(|conn, call| {
        let kept = actions::kept(conn)?;
        out(conn, &call.ground.clock, kept)
    })
    .await
}

/// Sets all of it. Closed weeks stay on the letterhead they were closed with.
#[utoipa::path(tag = "reports", request_body = LetterheadIn, responses(
    (status = 200, body = LetterheadOut, headers(("ETag" = String)))))]
#[put("/settings/report")]
pub async fn put(call: Call, body: Body<LetterheadIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let given = body.check()?;
        let kept = actions::put(conn, &call.who, call.now(), call.if_match, &given)?;
        out(conn, &call.ground.clock, kept)
    })
    .await
}

/// The running week's draft under a letterhead that isn't kept. Administrators, who read no cases,
/// get it with nothing in it.
#[utoipa::path(tag = "reports", params(PreviewQuery), request_body = LetterheadIn, responses(
    (status = 200, description = "The paper", content(
        (String = "text/html"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Vec<u8> = "application/pdf")))))]
#[post("/settings/report/preview")]
pub async fn preview(
    call: Call,
    query: Query<PreviewQuery>,
    body: Body<LetterheadIn>,
) -> Result<HttpResponse> {
    let ground = call.ground.clone();
    let job = move |conn: &mut Conn| {
        let format = format(query.check()?.format.as_deref(), Format::Html)?;
        let report = composed(conn, &call.ground.clock, &call.who, &body.check()?)?;
        let json = serde_json::to_string(&report).map_err(Error::internal)?;
        Ok((json, format))
    };
    let (json, format) = ground.db.read(job).await?;
    written(json, format, &ground).await
}
