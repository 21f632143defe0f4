//! 一企一策方案表 of an enterprise that stands still, as a page, in Word or as PDF.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Deserialize;
use utoipa::IntoParams;

use super::slip::SlipFormat;
use super::written::{accepted, drawn, format_among};
use crate::access::api::Call;
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::http::{FileBytes, PathId, Query};
use crate::reports::actions::policy as actions;
use crate::reports::rules::paper;

/// How the paper is written.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SheetQuery {
    /// The format; where it is absent that of `Accept`, or else Word.
    #[param(inline, value_type = Option<SlipFormat>)]
    pub format: Option<String>,
}

/// Get how an enterprise is to be revived, on one page (一企一策方案表).
///
/// It tells why it stands still, what is done by whom and by when, and its milestones as they stand today.
#[utoipa::path(
    tag = "ledgers",
    operation_id = "get_revival_sheet",
    params(("id" = i64, Path), SheetQuery),
    responses((status = 200, description = "The paper.", headers(
        ("Content-Disposition" = String, description = "The file's name; absent for HTML.")
    ), content(
        (FileBytes = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (FileBytes = "text/html"),
        (FileBytes = "application/pdf")
    )))
)]
#[get("/revivals/{id}/sheet")]
pub async fn sheet(
    call: Call,
    request: HttpRequest,
    id: PathId,
    query: Query<SheetQuery>,
) -> Result<HttpResponse> {
    let accepted = accepted(&request);
    let state = call.state.clone();
    let job = move |conn: &mut Conn| {
        // 404 before 422.
        let policy = actions::policy(conn, &call.state.clock, call.who.cases(), id.0)?;
        let names = SlipFormat::ALL.iter().map(|format| format.as_str());
        let format = format_among(names, query.check()?.format.as_deref(), accepted)?;
        Ok((policy, format))
    };
    let (policy, format) = state.db.read(job).await?;
    let name = format!("{}{}", paper::POLICY, policy.schedule.number);
    drawn(paper::policy(policy), name, format, &state).await
}
