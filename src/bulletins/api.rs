//! A bulletin in its five formats.

use actix_web::{HttpRequest, HttpResponse, get};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::fields::{Bulletin, BulletinContent};
use super::{LEDGER, compose, paper};
use crate::access::api::Call;
use crate::base::db::Conn;
use crate::base::http::{FileBytes, PathId, Query, Routes};
use crate::base::{Error, Result};
use crate::entries::AnyLedger;
use crate::entries::actions::Entry;
use crate::entries::ledger::typed;
use crate::entries::store;
use crate::reports::api::written::{accepted, drawn, format, written};
use crate::reports::render::Format;
use crate::vocabulary::activities as say;

pub fn routes(routes: &mut Routes) {
    routes.service(bulletin_paper);
}

/// How a bulletin is written.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BulletinPaperQuery {
    /// The format; where it is absent that of `Accept`, or else JSON.
    #[param(inline, value_type = Option<Format>)]
    pub format: Option<String>,
}

/// A bulletin (简报).
#[derive(Debug, Serialize, ToSchema)]
pub struct BulletinPaper {
    /// Its number in the ledger.
    number: String,
    /// The number of the issue (期号).
    issue_number: String,
    /// The first day of its period.
    from: Option<NaiveDate>,
    /// The last day of its period.
    to: Option<NaiveDate>,
    /// The day it was issued; null of a draft, which changes with what is recorded.
    issued_on: Option<NaiveDate>,
    /// What a person wrote before its numbers.
    text: Option<String>,
    /// The numbers of the period, as a paper says them.
    sentence: String,
    /// What it says.
    content: BulletinContent,
}

/// Get a bulletin as a paper (简报).
///
/// A draft is composed out of what is there today; one that was issued has the same bytes for ever.
#[utoipa::path(
    tag = "ledgers",
    operation_id = "get_bulletin_paper",
    params(("id" = i64, Path), BulletinPaperQuery),
    responses((status = 200, description = "The paper.", headers(
        ("Content-Disposition" = String, description = "The file's name; absent for JSON and HTML.")
    ), content(
        (BulletinPaper = "application/json"),
        (FileBytes = "text/html"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (FileBytes = "application/pdf")
    )))
)]
#[get("/bulletins/{id}/paper")]
pub async fn bulletin_paper(
    call: Call,
    request: HttpRequest,
    id: PathId,
    query: Query<BulletinPaperQuery>,
) -> Result<HttpResponse> {
    let accepted = accepted(&request);
    let state = call.state.clone();
    let job = move |conn: &mut Conn| {
        // 404 before 422.
        let row = store::find(conn, call.who.cases(), LEDGER.code(), id.0)?;
        let entry = Entry::read(conn, &LEDGER, row.ok_or(Error::NotFound)?)?;
        let format = format(query.check()?.format.as_deref(), accepted)?;
        let mut bulletin: Bulletin = typed(&entry.fields)?;
        let today = call.today();
        let content = match bulletin.content.take() {
            Some(content) => content,
            None => compose::compose(conn, &bulletin, today)?,
        };
        Ok((entry.row.number, bulletin, content, today, format))
    };
    let (number, bulletin, content, today, format) = state.db.read(job).await?;
    if format == Format::Json {
        let told = BulletinPaper {
            number,
            issue_number: bulletin.issue_number,
            from: bulletin.from_on,
            to: bulletin.to_on,
            issued_on: bulletin.issued_on,
            text: bulletin.text,
            sentence: paper::sentence(&content),
            content,
        };
        let json = serde_json::to_string(&told).map_err(Error::internal)?;
        return written(json, format, &state).await;
    }
    let on = bulletin.issued_on.unwrap_or(today);
    let name = format!("{}{}", say::BULLETIN, bulletin.issue_number);
    drawn(paper::paper(&bulletin, &content, on), name, format, &state).await
}
