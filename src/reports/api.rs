//! The weekly report over REST: JSON, or a page to print.

use actix_web::http::header::{ACCEPT, CONTENT_SECURITY_POLICY, VARY};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::actions;
use super::render;
use super::rules::{Weekly, week_asked};
use crate::access::api::Call;
use crate::base::db::Conn;
use crate::base::http::{Body, Query, Reply};
use crate::base::{Error, FieldError, Result};
use crate::calendar::{Week, closed_weeks};

/// Which week, whose, and how it is written.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WeeklyQuery {
    /// An ISO week; the last one that is over where neither this nor `ending` is given.
    #[param(example = "2021-W31")]
    pub week: Option<String>,
    /// The last day of the week, instead of `week`.
    #[param(value_type = Option<chrono::NaiveDate>, example = "2021-08-08")]
    pub ending: Option<String>,
    /// The report of one park; park staff always get their own park's.
    pub park_id: Option<i64>,
    /// Instead of `Accept`.
    #[param(inline, value_type = Option<Format>)]
    pub format: Option<String>,
}

/// Which week is issued.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct IssueQuery {
    /// An ISO week; the last one that is over where neither this nor `ending` is given.
    #[param(example = "2021-W31")]
    pub week: Option<String>,
    /// The last day of the week, instead of `week`.
    #[param(value_type = Option<chrono::NaiveDate>, example = "2021-08-08")]
    pub ending: Option<String>,
}

/// 签发.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueIn {
    /// 期号, at most 40 characters; the running number of the year where absent.
    #[schema(example = "2021年第5期")]
    pub number: Option<String>,
}

crate::text_enum! {
    /// How a report is written.
    pub enum Format {
        Json = "json",
        Html = "html",
    }
}

/// A week's figures with cumulative ones and those of the week before, lists and definitions; a
/// draft until the week is issued or its cut-off passes, then the same bytes for ever.
#[utoipa::path(
    tag = "reports",
    params(WeeklyQuery),
    responses((status = 200, description = "The report, or a page to print", content(
        (Weekly = "application/json"),
        (String = "text/html")
    )))
)]
#[get("/reports/weekly")]
pub async fn weekly(
    call: Call,
    request: HttpRequest,
    query: Query<WeeklyQuery>,
) -> Result<HttpResponse> {
    let accepted = accepted(&request);
    let db = call.ground.db.clone();
    let job = move |conn: &mut Conn| {
        let query = query.check()?;
        let format = format(query.format.as_deref(), accepted)?;
        let week = week_of(conn, &call, query.week.as_deref(), query.ending.as_deref())?;
        let park = actions::whose(conn, call.who.cases(), query.park_id)?;
        let json = actions::weekly(conn, &call.ground.clock, week, park)?;
        Ok((format, json))
    };
    let (format, json) = db.read(job).await?;
    let mut response = HttpResponse::Ok();
    response.insert_header((VARY, "Accept"));
    Ok(match format {
        Format::Json => response.content_type("application/json").body(json),
        Format::Html => response
            .content_type("text/html; charset=utf-8")
            .insert_header((
                CONTENT_SECURITY_POLICY,
                "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
            ))
            .body(render::page(&json)?),
    })
}

/// Issues a week that is over. The weeks before it that are still open are closed first; from then
/// on none of them changes.
#[utoipa::path(
    tag = "reports",
    params(IssueQuery),
    request_body = IssueIn,
    responses((status = 200, description = "The report of all, closed", body = Weekly))
)]
#[post("/reports/weekly/issue")]
pub async fn issue(
    call: Call,
    query: Query<IssueQuery>,
    body: Body<IssueIn>,
) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let query = query.check()?;
        let week = week_of(conn, call, query.week.as_deref(), query.ending.as_deref())?;
        let number = body.check()?.number;
        let by = (&call.who, call.at);
        let json = actions::issue(conn, &call.ground.clock, by, week, number.as_deref())?;
        Ok(Reply {
            status: 200,
            location: None,
            etag: None,
            body: json,
        })
    })
    .await
}

fn week_of(conn: &mut Conn, call: &Call, week: Option<&str>, ending: Option<&str>) -> Result<Week> {
    week_asked(week, ending, call.today(), closed_weeks::starts_on(conn)?)
}

/// What a reader prefers: a browser names HTML before anything else.
fn accepted(request: &HttpRequest) -> Format {
    let header = request.headers().get(ACCEPT).and_then(|v| v.to_str().ok());
    let first = header.unwrap_or("").split(',').find_map(|media| {
        match media.split(';').next().unwrap_or("").trim() {
            "text/html" | "application/xhtml+xml" => Some(Format::Html),
            "application/json" => Some(Format::Json),
            _ => None,
        }
    });
    first.unwrap_or(Format::Json)
}

fn format(asked: Option<&str>, accepted: Format) -> Result<Format> {
    let Some(asked) = asked else {
        return Ok(accepted);
    };
    Format::parse(asked).ok_or_else(|| {
        Error::invalid(FieldError::new(
            "/format",
            "unknown_value",
            "可选 json、html",
            "is json or html",
        ))
    })
}

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config.service(weekly).service(issue);
}
