//! Policies over REST, and the explanation of a due date.

use actix_web::{HttpResponse, get, patch, post};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions;
use super::input::{PolicyIn, PolicyPatch};
use super::rules::{
    self, CountedDay, Extension, Level, Severity, Span, Targets, Unit, due, explain,
};
use super::store::{self, Policy};
use crate::access::api::Call;
use crate::base::clock::start_of;
use crate::base::given::{Date, Fault, Instant};
use crate::base::http::paging::PageQuery;
use crate::base::http::problem::Language;
use crate::base::http::{Body, Items, Page, PathId, Query, Reply, Routes};
use crate::base::{Error, FieldError, Result};
use crate::calendar;
use crate::calendar::rules::YEARS;

/// A policy (时限规则): how long the clocks of a kind of problem run. Of those that fit a problem the one
/// that names most of severity, category and level applies; of as many, category stands over severity
/// over level.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyOut {
    pub id: i64,
    /// What it is called.
    #[schema(example = "紧急问题")]
    pub name: String,
    /// For problems of this severity alone; for all where it is null.
    pub severity: Option<Severity>,
    /// For problems of this category and those below it alone; for all where it is null.
    pub category_id: Option<i64>,
    /// For problems of this level alone; for all where it is null.
    pub level: Option<Level>,
    /// How long each clock runs.
    pub targets: Targets,
    /// The light turns yellow this long before a limit (预警); never where it is null.
    pub warning: Option<Span>,
    /// What extensions can be granted; none where it is null.
    pub extension: Option<Extension>,
    /// Whether it is in force for clocks that start from now on.
    pub active: bool,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub updated_at: String,
    pub version: i64,
}

impl PolicyOut {
    fn of(policy: Policy, call: &Call) -> Self {
        let clock = &call.state.clock;
        let content = policy.content;
        Self {
            id: policy.id,
            name: content.name,
            severity: content.matching.severity,
            category_id: content.matching.category_id,
            level: content.matching.level,
            targets: content.terms.targets,
            warning: content.terms.warning,
            extension: content.terms.extension,
            active: content.active,
            created_at: clock.show(policy.created_at.and_utc()),
            updated_at: clock.show(policy.updated_at.and_utc()),
            version: policy.version,
        }
    }
}

/// List the policies (时限规则), by id, those out of force among them.
#[utoipa::path(
    tag = "time_limit_policies",
    operation_id = "list_time_limit_policies",
    params(PageQuery),
    responses((status = 200, description = "A page of policies.", body = Items<PolicyOut>))
)]
#[get("/time_limit_policies")]
pub async fn list_policies(call: Call, query: Query<PageQuery>) -> Result<HttpResponse> {
    let page: Page<i64> = query.check()?.page()?;
    call.read(move |conn, call| {
        let rows = store::list(conn, page.after, page.limit + 1)?;
        let total = page.count.then(|| store::count(conn)).transpose()?;
        let rows = rows
            .into_iter()
            .map(|policy| PolicyOut::of(policy, call))
            .collect();
        Reply::ok(&Items::new(rows, page.limit, |policy| policy.id, total)?)
    })
    .await
}

/// Create a policy.
///
/// The clocks that start from now on run by it.
#[utoipa::path(
    tag = "time_limit_policies",
    operation_id = "create_time_limit_policy",
    request_body = PolicyIn,
    responses((status = 201, description = "The policy.", body = PolicyOut,
        headers(("Location" = String), ("ETag" = String))))
)]
#[post("/time_limit_policies")]
pub async fn create_policy(call: Call, body: Body<PolicyIn>) -> Result<HttpResponse> {
    let content = body.check()?.check()?;
    call.write(move |conn, call| {
        let policy = actions::create(conn, (&call.who, call.now()), &content)?;
        let out = PolicyOut::of(policy, call);
        let path = format!("/time_limit_policies/{}", out.id);
        Ok(Reply::created(&path, &out)?.version(out.version))
    })
    .await
}

/// Get a policy in its latest version.
#[utoipa::path(
    tag = "time_limit_policies",
    operation_id = "get_time_limit_policy",
    params(("id" = i64, Path)),
    responses((status = 200, description = "The policy.", body = PolicyOut,
        headers(("ETag" = String))))
)]
#[get("/time_limit_policies/{id}")]
pub async fn get_policy(call: Call, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let policy = store::find(conn, id.0)?.ok_or(Error::NotFound)?;
        let out = PolicyOut::of(policy, call);
        Ok(Reply::ok(&out)?.version(out.version))
    })
    .await
}

/// Change a policy.
///
/// This makes a new version. Clocks that run already keep the version they began with.
#[utoipa::path(
    tag = "time_limit_policies",
    operation_id = "update_time_limit_policy",
    params(("id" = i64, Path)),
    request_body = PolicyPatch,
    responses((status = 200, description = "The policy as it is now.", body = PolicyOut,
        headers(("ETag" = String))))
)]
#[patch("/time_limit_policies/{id}")]
pub async fn change_policy(
    call: Call,
    id: PathId,
    body: Body<PolicyPatch>,
) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let seen = (id.0, call.if_match);
        let edit = |old: &store::Content| body.check()?.check(old);
        let policy = actions::change(conn, (&call.who, call.now()), seen, edit)?;
        let out = PolicyOut::of(policy, call);
        Ok(Reply::ok(&out)?.version(out.version))
    })
    .await
}

/// A limit to be counted out.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DueQuery {
    /// The local day on which it starts, or, for hours, the instant in RFC 3339 with its offset, such
    /// as `2021-09-16T09:00:00+08:00`. The year is 2000 to 2100.
    #[param(example = "2021-09-16")]
    pub from: String,
    /// How many units, 1 to 999.
    #[param(minimum = 1, maximum = 999, example = 3)]
    pub amount: i64,
    /// What is counted.
    #[param(example = "working_day")]
    pub unit: Unit,
}

/// When a limit ends, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct DueOut {
    /// The local day on which it ends, at midnight.
    #[schema(example = "2021-09-22")]
    pub due_on: NaiveDate,
    /// The instant at which it ends, for hours; null for the other units.
    #[schema(format = DateTime)]
    pub due_at: Option<String>,
    /// Whether it may still move (暂定): it touches a year whose holiday notice isn't published.
    pub provisional: bool,
    /// Every day from the one on which it starts to the one on which it ends.
    pub days: Vec<DayOut>,
}

/// A day that a limit passes.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayOut {
    /// The local day.
    #[schema(example = "2021-09-18")]
    pub date: NaiveDate,
    /// Whether it is one of the units.
    pub counted: bool,
    /// Why it counts or doesn't, in the language that `Accept-Language` asks for.
    #[schema(example = "周末调休上班，按放假通知计为工作日")]
    pub why: String,
}

/// Explain when a limit ends: every day that it passes, and why it counts or doesn't.
#[utoipa::path(
    tag = "calendar",
    operation_id = "explain_due_date",
    params(DueQuery),
    responses((status = 200, description = "The limit and its days.", body = DueOut))
)]
#[get("/calendar/due")]
pub async fn calendar_due(call: Call, query: Query<DueQuery>) -> Result<HttpResponse> {
    let language = Language::current();
    let asked = query.check()?;
    let span = Span::checked(asked.amount, asked.unit, "/amount");
    let zone = call.state.clock.zone();
    let start = start(&asked, zone);
    let (span, start) = match (span, start) {
        (Ok(span), Ok(start)) => (span, start),
        (span, start) => {
            let errors = span.err().into_iter().chain(start.err());
            return Err(Error::Invalid(errors.collect()));
        }
    };
    call.read(move |conn, call| {
        let calendar = calendar::store::calendar(conn)?;
        let found: rules::Due = due(start, zone, span, &calendar);
        let day = |day: CountedDay| DayOut {
            date: day.date,
            counted: day.counted,
            why: language.pick(&day.why),
        };
        Reply::ok(&DueOut {
            due_on: found.due_on,
            due_at: found.due_at.map(|at| call.state.clock.show(at)),
            provisional: found.provisional,
            days: explain(start, zone, span, &calendar)
                .into_iter()
                .map(day)
                .collect(),
        })
    })
    .await
}

/// A day starts at its midnight; hours want an instant.
fn start(asked: &DueQuery, zone: chrono_tz::Tz) -> Result<DateTime<Utc>, FieldError> {
    let found = if asked.unit == Unit::Hour {
        // A plus sign that wasn't escaped arrives as a space.
        Instant::parse(&asked.from.replace(' ', "+")).map(DateTime::from)
    } else {
        Date::parse(&asked.from).map(|day| start_of(day.into(), zone))
    };
    let is_one = |at: &DateTime<Utc>| YEARS.contains(&at.with_timezone(&zone).year());
    match found {
        Ok(at) if is_one(&at) => Ok(at),
        Err(Fault::Malformed) => Err(FieldError::new(
            "/from",
            "malformed",
            "应为日期（如2021-09-16）；按小时计算的，应为带时区的时刻（如2021-09-16T09:00:00+08:00）",
            "is a day such as 2021-09-16 or, for hours, an instant such as 2021-09-16T09:00:00+08:00",
        )),
        Ok(_) | Err(Fault::Outside) => Err(FieldError::new(
            "/from",
            "out_of_range",
            format!("年份应在{}至{}之间", YEARS.start(), YEARS.end()),
            format!("the year must be {} to {}", YEARS.start(), YEARS.end()),
        )),
    }
}

/// Before those of [`crate::calendar::api`], whose `/calendar/{year}` would take `due` for a year.
pub fn routes(routes: &mut Routes) {
    routes
        .service(calendar_due)
        .service(list_policies)
        .service(create_policy)
        .service(get_policy)
        .service(change_policy);
}
