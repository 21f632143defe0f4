//! 周报版式: the letterhead, and a look at it before it is kept.

use actix_web::{HttpResponse, get, post, put};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::written::{FileBytes, format, written};
use crate::access::api::Call;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::http::{Body, Query, Reply};
use crate::base::{Error, Result};
use crate::reports::actions::letterhead::{self as actions, Kept};
use crate::reports::actions::preview as composed;
use crate::reports::render::Format;
use crate::reports::rules::{Letterhead, LetterheadIn, Section, Weekly};

/// What reports are written on: what was set, null where it is left to the default.
#[derive(Debug, Serialize, ToSchema)]
pub struct LetterheadOut {
    #[schema(example = "沙河市万人助万企活动办公室")]
    pub issuing_body: Option<String>,
    pub red_head: Option<bool>,
    #[schema(example = "万人助万企周报")]
    pub title: Option<String>,
    pub signature: Option<String>,
    pub sections: Option<Vec<Section>>,
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
    /// html where absent.
    #[param(inline, value_type = Option<Format>)]
    pub format: Option<String>,
}

fn out(conn: &mut Conn, clock: &Clock, kept: Kept) -> Result<Reply> {
    let Kept {
        letterhead: set,
        updated_at,
        version,
    } = kept;
    let out = LetterheadOut {
        issuing_body: set.issuing_body,
        red_head: set.red_head,
        title: set.title,
        signature: set.signature,
        sections: set.sections,
        in_force: actions::of(conn)?,
        updated_at: updated_at.map(|at| clock.show(at.and_utc())),
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
        (Weekly = "application/json"),
        (String = "text/html"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (FileBytes = "application/pdf")))))]
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
