//! 周报版式: the letterhead, and a look at it before it is kept.

use actix_web::{HttpResponse, get, post, put};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::written::{format, written};
use crate::access::api::Call;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::http::{Body, FileBytes, Query, Reply};
use crate::base::{Error, Result};
use crate::reports::actions::letterhead::{self as actions, Kept};
use crate::reports::actions::preview as composed;
use crate::reports::render::Format;
use crate::reports::rules::{Letterhead, LetterheadIn, Section, Weekly};

/// The letterhead (版式) of reports: what was set, null where it is left to the default, and what stands
/// on the paper.
#[derive(Debug, Serialize, ToSchema)]
pub struct LetterheadOut {
    /// The issuing body (发文机关标志); null: the organisation's name.
    #[schema(example = "沙河市万人助万企活动办公室")]
    pub issuing_body: Option<String>,
    /// Whether the issuing body stands in red over a red line; null: it does.
    pub red_head: Option<bool>,
    /// The title (标题); null: “万人助万企周报”.
    #[schema(example = "万人助万企周报")]
    pub title: Option<String>,
    /// Who signs (署名); null: the issuing body.
    #[schema(example = "沙河市万人助万企活动办公室")]
    pub signature: Option<String>,
    /// The sections that appear, in the order of the report; null: all of them.
    pub sections: Option<Vec<Section>>,
    /// The ledgers that appear, by their codes; null: every one that has entries.
    #[schema(example = json!(["projects"]))]
    pub ledgers: Option<Vec<String>>,
    /// What stands on the paper.
    pub in_force: Letterhead,
    /// When it was set last; null where nothing was ever set.
    #[schema(format = DateTime)]
    pub updated_at: Option<String>,
    /// Rises with every change; 0 where nothing was ever set.
    pub version: i64,
}

/// How the look at a letterhead is written.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PreviewQuery {
    /// The format; `html` where absent.
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
        ledgers: set.ledgers,
        in_force: actions::of(conn)?,
        updated_at: updated_at.map(|at| clock.show(at.and_utc())),
        version,
    };
    Ok(Reply::ok(&out)?.version(version))
}

/// Get the letterhead (周报版式) of drafts, and of the weeks that will be closed.
#[utoipa::path(tag = "reports", operation_id = "get_report_letterhead", responses(
    (status = 200, description = "The letterhead.", body = LetterheadOut, headers(("ETag" = String)))))]
#[get("/settings/report")]
pub async fn get(call: Call) -> Result<HttpResponse> {
    call.read(|conn, call| {
        let kept = actions::kept(conn)?;
        out(conn, &call.state.clock, kept)
    })
    .await
}

/// Set the whole letterhead (周报版式).
///
/// Closed weeks stay on the letterhead that they were closed with.
#[utoipa::path(
    tag = "reports",
    operation_id = "set_report_letterhead",
    request_body = LetterheadIn,
    responses((status = 200, description = "The letterhead as it is now.", body = LetterheadOut,
        headers(("ETag" = String))))
)]
#[put("/settings/report")]
pub async fn put(call: Call, body: Body<LetterheadIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let given = body.check()?;
        let kept = actions::put(conn, &call.who, call.now(), call.if_match, &given)?;
        out(conn, &call.state.clock, kept)
    })
    .await
}

/// Look at a letterhead that isn't kept: on a report of the running week with made-up numbers.
///
/// Its `status` is `example`, and every format is marked 示例. Nothing in it is true, for whoever asks.
#[utoipa::path(
    tag = "reports",
    operation_id = "preview_report_letterhead",
    params(PreviewQuery),
    request_body = LetterheadIn,
    responses((status = 200, description = "The example.", headers(
        ("Content-Disposition" = String, description = "The file's name; absent for JSON and HTML.")
    ), content(
        (Weekly = "application/json"),
        (FileBytes = "text/html"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (FileBytes = "application/pdf")
    )))
)]
#[post("/settings/report/preview")]
pub async fn preview(
    call: Call,
    query: Query<PreviewQuery>,
    body: Body<LetterheadIn>,
) -> Result<HttpResponse> {
    let state = call.state.clone();
    let job = move |conn: &mut Conn| {
        let format = format(query.check()?.format.as_deref(), Format::Html)?;
        let report = composed(conn, &call.state.clock, &body.check()?)?;
        let json = serde_json::to_string(&report).map_err(Error::internal)?;
        Ok((json, format))
    };
    let (json, format) = state.db.read(job).await?;
    written(json, format, &state).await
}
