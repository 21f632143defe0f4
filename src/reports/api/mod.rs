//! Reports over REST: JSON, a page to print, Word, Excel and PDF.

pub mod letterhead;
pub mod monthly;
pub mod policy;
pub mod schedule;
pub mod slip;
pub mod written;

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use self::written::{accepted, format, written};
use super::actions::{self, Counting};
use super::render::Format;
use super::rules::{Period, Weekly, period_asked, week_asked};
use crate::access::api::{AppState, Call};
use crate::base::db::Conn;
use crate::base::http::{Body, FileBytes, Query, Reply, Routes};
use crate::base::{Error, Result};
use crate::calendar::{Week, closed_weeks};

/// Which week, whose, and how it is written.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WeeklyQuery {
    /// An ISO week that isn't to come; the last one that is over where neither this nor `ending` is given.
    #[param(example = "2021-W31")]
    pub week: Option<String>,
    /// The last day of the week, instead of `week`: both are refused.
    #[param(value_type = Option<chrono::NaiveDate>, example = "2021-08-08")]
    pub ending: Option<String>,
    /// The report of this park; of all where absent. Park staff get their own park's, and no other.
    pub park_id: Option<i64>,
    /// The format; where it is absent that of `Accept`, or else JSON.
    #[param(inline, value_type = Option<Format>)]
    pub format: Option<String>,
}

/// Which week is issued.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct IssueQuery {
    /// An ISO week that isn't to come; the last one that is over where neither this nor `ending` is given.
    #[param(example = "2021-W31")]
    pub week: Option<String>,
    /// The last day of the week, instead of `week`: both are refused.
    #[param(value_type = Option<chrono::NaiveDate>, example = "2021-08-08")]
    pub ending: Option<String>,
}

/// Issues a week's report (签发).
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"number": "2021年第5期"}))]
pub struct IssueIn {
    /// The number of the issue (期号), on one line of at most 40 characters; the running number of the
    /// year where it is absent or null.
    #[schema(example = "2021年第5期", max_length = 40)]
    pub number: Option<String>,
}

/// Get a week's report (周报).
///
/// It has the week's figures with cumulative ones and those of the week before, lists and definitions. It
/// is a draft until the week is issued or its cut-off passes; from then on it has the same bytes for ever.
#[utoipa::path(
    tag = "reports",
    operation_id = "get_weekly_report",
    params(WeeklyQuery),
    responses((status = 200, description = "The report.", headers(
        ("Content-Disposition" = String, description = "The file's name; absent for JSON and HTML.")
    ), content(
        (Weekly = "application/json"),
        (FileBytes = "text/html"),
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
    let state = call.state.clone();
    let job = move |conn: &mut Conn| {
        let query = query.check()?;
        let format = format(query.format.as_deref(), accepted)?;
        let week = week_of(conn, &call, query.week.as_deref(), query.ending.as_deref())?;
        let park = actions::whose(conn, call.who.cases(), query.park_id)?;
        let json = actions::weekly(conn, counting(&call.state), week, park)?;
        Ok((json, week, park, format))
    };
    let (json, week, park, format) = state.db.read(job).await?;
    let json = match json {
        Some(json) => json,
        None => composed(&state, week, park).await?,
    };
    written(json, format, &state).await
}

/// Which quarter, whose, and how it is written.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct QuarterlyQuery {
    /// A quarter that isn't to come; the last one that is over where absent.
    #[param(example = "2021-Q3")]
    pub quarter: Option<String>,
    /// The report of this park; of all where absent. Park staff get their own park's, and no other.
    pub park_id: Option<i64>,
    /// The format; where it is absent that of `Accept`, or else JSON.
    #[param(inline, value_type = Option<Format>)]
    pub format: Option<String>,
}

/// Get a quarter's report (季报).
///
/// It is counted as of the quarter's last day, or of today while it runs, and never closed.
#[utoipa::path(
    tag = "reports",
    operation_id = "get_quarterly_report",
    params(QuarterlyQuery),
    responses((status = 200, description = "The report.", headers(
        ("Content-Disposition" = String, description = "The file's name; absent for JSON and HTML.")
    ), content(
        (Weekly = "application/json"),
        (FileBytes = "text/html"),
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
    let accepted = accepted(&request);
    let state = call.state.clone();
    let job = move |conn: &mut Conn| {
        let query = query.check()?;
        let format = format(query.format.as_deref(), accepted)?;
        let park = actions::whose(conn, call.who.cases(), query.park_id)?;
        let read = query.quarter.as_deref().map(Period::quarter);
        let period = period_asked("/quarter", read, Period::quarter_of, call.today())?;
        let json = actions::periodical(conn, counting(&call.state), period, park, None)?;
        Ok((json, format))
    };
    let (json, format) = state.db.read(job).await?;
    written(json, format, &state).await
}

/// Issue the report of a week that is over (签发).
///
/// The weeks before it that are still open are closed first; from then on none of them changes.
#[utoipa::path(
    tag = "reports",
    operation_id = "issue_weekly_report",
    params(IssueQuery),
    request_body = IssueIn,
    responses((status = 200, description = "The report of all, closed.", body = Weekly))
)]
#[post("/reports/weekly/issue")]
pub async fn issue(
    call: Call,
    query: Query<IssueQuery>,
    body: Body<IssueIn>,
) -> Result<HttpResponse> {
    let state = call.state.clone();
    let job = move |conn: &mut Conn, call: &Call| {
        let query = query.check()?;
        let week = week_of(conn, call, query.week.as_deref(), query.ending.as_deref())?;
        let number = body.check()?.number;
        let by = (&call.who, call.at);
        actions::issue(conn, &call.state.clock, by, week, number.as_deref())?;
        // Kept for repeats: which week it was. The report itself is composed when others may write again.
        Reply::ok(&week.to())
    };
    let issued: NaiveDate = call.write_then(job).await?;
    let starts_on = state.db.read(closed_weeks::starts_on).await?;
    let json = composed(&state, Week::of(issued, starts_on), None).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .body(json))
}

/// The report of a closed week; where none was composed yet, all that wait are first.
async fn composed(state: &AppState, week: Week, park: Option<i64>) -> Result<String> {
    let _turn = state.admission.compositions.next().await?;
    let state = state.clone();
    let report = move || actions::weekly_blocking(&state.db, counting(&state), week, park);
    web::block(report).await.map_err(Error::internal)?
}

/// By the server's clock, and with the numbers that it knows already.
fn counting(state: &AppState) -> Counting<'_> {
    Counting {
        clock: &state.clock,
        kept: &state.answers,
    }
}

fn week_of(conn: &mut Conn, call: &Call, week: Option<&str>, ending: Option<&str>) -> Result<Week> {
    week_asked(week, ending, call.today(), closed_weeks::starts_on(conn)?)
}

pub fn routes(routes: &mut Routes) {
    routes
        .service(weekly)
        .service(monthly::monthly)
        .service(monthly::issue)
        .service(monthly::list)
        .service(quarterly)
        .service(issue)
        .service(letterhead::get)
        .service(letterhead::put)
        .service(letterhead::preview)
        .service(slip::slip)
        .service(schedule::schedule)
        .service(policy::sheet);
}
