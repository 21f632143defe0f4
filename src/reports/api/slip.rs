//! 交办单 and 办结单 of one problem, as a page, in Word or as PDF.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::written::{accepted, drawn, format_among};
use crate::access::api::Call;
use crate::base::db::Conn;
use crate::base::http::{FileBytes, PathId, Query};
use crate::base::{Error, FieldError, Result};
use crate::reports::actions::slip as actions;
use crate::reports::rules::paper::SlipKind;

crate::text_enum! {
    /// How a slip is written.
    pub enum SlipFormat {
        /// A page to read and print.
        Html = "html",
        /// Word.
        Docx = "docx",
        /// Left out of some builds.
        Pdf = "pdf",
    }
}

/// Which slip, and how it is written.
#[derive(Debug, Clone, Default, Deserialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SlipQuery {
    /// Which slip: what was handed over (`dispatch`, 交办单), or what became of it (`resolution`, 办结单).
    #[param(inline, value_type = SlipKind, example = "dispatch")]
    pub kind: String,
    /// The format; where it is absent that of `Accept`, or else Word.
    #[param(inline, value_type = Option<SlipFormat>)]
    pub format: Option<String>,
}

/// Get a problem on one page, to be signed (交办单, 办结单).
///
/// It tells what was handed over, to whom and by when, or what became of it; before that it is refused
/// (422).
#[utoipa::path(
    tag = "problems",
    operation_id = "get_problem_slip",
    params(("id" = i64, Path), SlipQuery),
    responses((status = 200, description = "The paper.", headers(
        ("Content-Disposition" = String, description = "The file's name; absent for HTML.")
    ), content(
        (FileBytes = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (FileBytes = "text/html"),
        (FileBytes = "application/pdf")
    )))
)]
#[get("/problems/{id}/slip")]
pub async fn slip(
    call: Call,
    request: HttpRequest,
    id: PathId,
    query: Query<SlipQuery>,
) -> Result<HttpResponse> {
    let accepted = accepted(&request);
    let state = call.state.clone();
    let job = move |conn: &mut Conn| {
        // 404 before 422.
        crate::problems::store::find(conn, call.who.cases(), id.0)?.ok_or(Error::NotFound)?;
        let query = query.check()?;
        let kind = SlipKind::parse(&query.kind).ok_or_else(|| {
            let (zh, en) = ("可选 dispatch、resolution", "is dispatch or resolution");
            Error::invalid(FieldError::new("/kind", "unknown_value", zh, en))
        })?;
        let names = SlipFormat::ALL.iter().map(|format| format.as_str());
        let format = format_among(names, query.format.as_deref(), accepted)?;
        let slip = actions::slip(conn, &call.state.clock, call.who.cases(), id.0, kind)?;
        Ok((slip, format))
    };
    let (slip, format) = state.db.read(job).await?;
    let name = format!("{}{}", slip.kind.zh(), slip.number);
    drawn(
        crate::reports::rules::paper::slip(slip),
        name,
        format,
        &state,
    )
    .await
}
