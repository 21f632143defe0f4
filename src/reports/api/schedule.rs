//! 倒排工期表 of a project, in Word, as a workbook or as PDF.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Deserialize;
use utoipa::IntoParams;

use super::written::{accepted, drawn, format_among};
use crate::access::api::Call;
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::http::{FileBytes, PathId, Query};
use crate::reports::actions::schedule as actions;
use crate::reports::rules::paper;

crate::text_enum! {
    /// How a schedule is written.
    pub enum ScheduleFormat {
        /// Word.
        Docx = "docx",
        /// Excel.
        Xlsx = "xlsx",
        /// Left out of some builds.
        Pdf = "pdf",
    }
}

/// How the schedule is written.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ScheduleQuery {
    /// The format; where it is absent that of `Accept`, or else Word.
    #[param(inline, value_type = Option<ScheduleFormat>)]
    pub format: Option<String>,
}

/// Get a project's milestones on a wide sheet (倒排工期表).
///
/// It tells of each what it is, by when it is due, whose it is and how it stands today; one without milestones says so.
#[utoipa::path(
    tag = "ledgers",
    operation_id = "get_project_schedule",
    params(("id" = i64, Path), ScheduleQuery),
    responses((status = 200, description = "The paper, of A3 in landscape.", headers(
        ("Content-Disposition" = String, description = "The file's name.")
    ), content(
        (FileBytes = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (FileBytes = "application/pdf")
    )))
)]
#[get("/projects/{id}/schedule")]
pub async fn schedule(
    call: Call,
    request: HttpRequest,
    id: PathId,
    query: Query<ScheduleQuery>,
) -> Result<HttpResponse> {
    let accepted = accepted(&request);
    let state = call.state.clone();
    let job = move |conn: &mut Conn| {
        // 404 before 422.
        let schedule = actions::schedule(conn, &call.state.clock, call.who.cases(), id.0)?;
        let names = ScheduleFormat::ALL.iter().map(|format| format.as_str());
        let format = format_among(names, query.check()?.format.as_deref(), accepted)?;
        Ok((schedule, format))
    };
    let (schedule, format) = state.db.read(job).await?;
    let name = format!("{}{}", paper::SCHEDULE, schedule.number);
    drawn(paper::schedule(schedule), name, format, &state).await
}
