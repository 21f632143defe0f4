//! Reports over REST: JSON, a page to print, Word, Excel and PDF.

pub mod letterhead;
pub mod slip;
mod written;

use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use self::written::{FileBytes, accepted, format, written};
use super::actions;
use super::render::Format;
use super::rules::{Period, Weekly, period_asked, week_asked};
use crate::access::api::Call;
use crate::base::db::Conn;
use crate::base::http::{Body, Query, Reply, Routes};
use crate::base::{Error, Result};
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

/// A week's figures with cumulative ones and those of the week before, lists and definitions; a
/// draft until the week is issued or its cut-off passes, then the same bytes for ever.
#[utoipa::path(
    tag = "reports",
    params(WeeklyQuery),
    responses((status = 200, description = "The report as asked for", content(
        (Weekly = "application/json"),
        (String = "text/html"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (FileBytes = "application/pdf")
    )))
)]
#[get("/reports/weekly")]
pub async fn weekly(
    call: Call,
    request: HttpRequest,
    query: Query<WeeklyQuery>,
) -> Result<HttpResponse> {
    let accepted = accepted(&request);
    let ground = call.ground.clone();
    let job = move |conn: &mut Conn| {
        let query = query.check()?;
        let format = format(query.format.as_deref(), accepted)?;
        let week = week_of(conn, &call, query.week.as_deref(), query.ending.as_deref())?;
        let park = actions::whose(conn, call.who.cases(), query.park_id)?;
        let json = actions::weekly(conn, &call.ground.clock, week, park)?;
        Ok((json, format))
    };
    let (json, format) = ground.db.read(job).await?;
    written(json, format, &ground).await
}

/// Which month, whose, and how it is written.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MonthlyQuery {
    /// The last one that is over where absent.
    #[param(example = "2021-08")]
    pub month: Option<String>,
    /// The report of one park; park staff always get their own park's.
    pub park_id: Option<i64>,
    /// Instead of `Accept`.
    #[param(inline, value_type = Option<Format>)]
    pub format: Option<String>,
}

/// Which quarter, whose, and how it is written.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct QuarterlyQuery {
    /// The last one that is over where absent.
    #[param(example = "2021-Q3")]
    pub quarter: Option<String>,
    /// The report of one park; park staff always get their own park's.
    pub park_id: Option<i64>,
    /// Instead of `Accept`.
    #[param(inline, value_type = Option<Format>)]
    pub format: Option<String>,
}

/// The same for a month, counted as of its last day, or of today while it runs. It is never closed.
#[utoipa::path(
    tag = "reports",
    params(MonthlyQuery),
    responses((status = 200, description = "The report as asked for", content(
        (Weekly = "application/json"),
        (String = "text/html"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (FileBytes = "application/pdf")
    )))
)]
#[get("/reports/monthly")]
pub async fn monthly(
    call: Call,
    request: HttpRequest,
    query: Query<MonthlyQuery>,
) -> Result<HttpResponse> {
    let asked = query.check().map(|query| {
        let read = query.month.as_deref().map(Period::month);
        let period = period_asked("/month", read, Period::month_of, call.today());
        (period, query.park_id, query.format)
    });
    periodical(call, &request, asked).await
}

/// The same for a quarter, counted as of its last day, or of today while it runs. It is never closed.
#[utoipa::path(
    tag = "reports",
    params(QuarterlyQuery),
    responses((status = 200, description = "The report as asked for", content(
        (Weekly = "application/json"),
        (String = "text/html"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (FileBytes = "application/pdf")
    )))
)]
#[get("/reports/quarterly")]
pub async fn quarterly(
    call: Call,
    request: HttpRequest,
    query: Query<QuarterlyQuery>,
) -> Result<HttpResponse> {
    let asked = query.check().map(|query| {
        let read = query.quarter.as_deref().map(Period::quarter);
        let period = period_asked("/quarter", read, Period::quarter_of, call.today());
        (period, query.park_id, query.format)
    });
    periodical(call, &request, asked).await
}

/// A period, whose, and in which format.
type Asked = (Result<Period>, Option<i64>, Option<String>);

async fn periodical(
    call: Call,
    request: &HttpRequest,
    asked: Result<Asked>,
) -> Result<HttpResponse> {
    let accepted = accepted(request);
    let ground = call.ground.clone();
    let job = move |conn: &mut Conn| {
        let (period, park, asked) = asked.clone()?;
        let format = format(asked.as_deref(), accepted)?;
        let park = actions::whose(conn, call.who.cases(), park)?;
        let report = actions::periodical(conn, &call.ground.clock, period?, park)?;
        let json = serde_json::to_string(&report).map_err(Error::internal)?;
        Ok((json, format))
    };
    let (json, format) = ground.db.read(job).await?;
    written(json, format, &ground).await
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

pub fn routes(routes: &mut Routes) {
    routes
        .service(weekly)
        .service(monthly)
        .service(quarterly)
        .service(issue)
        .service(letterhead::get)
        .service(letterhead::put)
        .service(letterhead::preview)
        .service(slip::slip);
}
