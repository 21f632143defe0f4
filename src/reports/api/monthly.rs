//! Months: read, issued once, and the list of those that were.

use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::counting;
use super::written::{accepted, format, written};
use crate::access::api::Call;
use crate::base::db::Conn;
use crate::base::given::Date;
use crate::base::http::{Body, FileBytes, Query, Reply};
use crate::base::{Error, FieldError, Result};
use crate::reports::actions;
use crate::reports::render::Format;
use crate::reports::rules::{Period, Weekly, period_asked};
use crate::reports::store::issued;

/// Which month, whose, and how it is written.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MonthlyQuery {
    /// A month that isn't to come; the last one that is over where absent.
    #[param(example = "2021-08")]
    pub month: Option<String>,
    /// The day at whose end the ledgers are counted, not before the month and not to come; the month's last day
    /// where absent, or today while it runs. Figures of a month become known when it is over. Where the month was
    /// issued as of another day, this gives a draft.
    #[param(value_type = Option<NaiveDate>, example = "2021-08-16")]
    pub as_of: Option<String>,
    /// The report of this park; of all where absent. Park staff get their own park's, and no other.
    pub park_id: Option<i64>,
    /// The format; where it is absent that of `Accept`, or else JSON.
    #[param(inline, value_type = Option<Format>)]
    pub format: Option<String>,
}

/// Issues a month's report (签发).
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"month": "2021-07", "number": "2021年第7期"}))]
pub struct MonthIssueIn {
    /// A month that is over.
    #[schema(example = "2021-07")]
    pub month: String,
    /// The number of the issue (期号), on one line of at most 40 characters; the month's where it is absent or
    /// null, such as 2021年第7期.
    #[schema(example = "2021年第7期", max_length = 40)]
    pub number: Option<String>,
}

/// An issued month.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedMonth {
    /// The month.
    #[schema(example = "2021-07")]
    month: String,
    /// The day at whose end its ledgers were counted.
    #[schema(example = "2021-08-15")]
    as_of: NaiveDate,
    /// The number of the issue (期号).
    #[schema(example = "2021年第7期")]
    number: String,
    /// When it was issued.
    #[schema(format = DateTime)]
    issued_at: String,
}

/// The issued months.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedMonths {
    /// The latest first.
    items: Vec<IssuedMonth>,
}

/// Get a month's report (月报).
///
/// Problems and visits are counted as of the month's last day, or of today while it runs; other ledgers as of
/// `as_of`. It is a draft (统计稿) until it is issued; from then on it has the same bytes for ever.
#[utoipa::path(
    tag = "reports",
    operation_id = "get_monthly_report",
    params(MonthlyQuery),
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
#[get("/reports/monthly")]
pub async fn monthly(
    call: Call,
    request: HttpRequest,
    query: Query<MonthlyQuery>,
) -> Result<HttpResponse> {
    let accepted = accepted(&request);
    let state = call.state.clone();
    let job = move |conn: &mut Conn| {
        let query = query.check()?;
        let format = format(query.format.as_deref(), accepted)?;
        let park = actions::whose(conn, call.who.cases(), query.park_id)?;
        let today = call.today();
        let period = month_of(query.month.as_deref(), today)?;
        let as_of = match query.as_of.as_deref() {
            Some(text) => Some(as_of(text, period, today)?),
            None => None,
        };
        let json = actions::monthly(conn, counting(&call.state), period, as_of, park)?;
        Ok((json, format))
    };
    let (json, format) = state.db.read(job).await?;
    written(json, format, &state).await
}

fn month_of(asked: Option<&str>, today: NaiveDate) -> Result<Period> {
    period_asked("/month", asked.map(Period::month), Period::month_of, today)
}

fn as_of(text: &str, period: Period, today: NaiveDate) -> Result<NaiveDate> {
    let at = "/as_of";
    let wrong = match Date::parse(text).map(NaiveDate::from) {
        Err(_) => FieldError::invalid_day(at),
        Ok(day) if day > today => FieldError::future_day(at),
        Ok(day) if day < period.from() => FieldError::new(
            at,
            "too_early",
            "不能早于该月第一天",
            "must not lie before the month",
        ),
        Ok(day) => return Ok(day),
    };
    Err(Error::invalid(wrong))
}

/// Issue the report of a month that is over (签发).
///
/// Its ledgers are counted as of the day before, whose week has to be closed (409): on the first day of a week, once the
/// week before is issued or closed. It is issued once (409), for all and for each park, and never changes again.
#[utoipa::path(
    tag = "reports",
    operation_id = "issue_monthly_report",
    request_body = MonthIssueIn,
    responses((status = 200, description = "The report of all, issued.", body = Weekly))
)]
#[post("/reports/monthly/issue")]
pub async fn issue(call: Call, body: Body<MonthIssueIn>) -> Result<HttpResponse> {
    let state = call.state.clone();
    let (clock, at, today) = (state.clock.clone(), call.at, call.today());
    let given = body.check();
    let period = given
        .clone()
        .and_then(|given| month_of(Some(given.month.as_str()), today));
    let asked = period.clone();
    // Composed before anything is held. What is wrong is told by the write, after a repeat was given its answer.
    let prepared = state
        .db
        .read(move |conn| actions::prepare(conn, &clock, at, asked.clone()?))
        .await;
    let job = move |conn: &mut Conn, call: &Call| {
        let given = given.clone()?;
        let prepared = prepared.as_ref().map_err(Error::clone);
        let by = (&call.who, call.at);
        actions::issue_month(conn, by, prepared, given.number.as_deref())?;
        Reply::ok(&period.clone()?.from())
    };
    let month: NaiveDate = call.write_then(job).await?;
    let find = move |conn: &mut Conn| issued::find(conn, month, None);
    let (_, json) = state.db.read(find).await?.ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .body(json))
}

/// List the issued months.
#[utoipa::path(
    tag = "reports",
    operation_id = "list_issued_months",
    responses((status = 200, description = "The months, the latest first.", body = IssuedMonths))
)]
#[get("/reports/monthly/issued")]
pub async fn list(call: Call) -> Result<HttpResponse> {
    call.read(|conn, call| {
        let clock = &call.state.clock;
        let items = issued::list(conn)?
            .into_iter()
            .map(|row| IssuedMonth {
                month: Period::month_of(row.month).to_string(),
                as_of: row.as_of,
                number: row.issue_number,
                issued_at: clock.show(row.issued_at.and_utc()),
            })
            .collect();
        Reply::ok(&IssuedMonths { items })
    })
    .await
}
