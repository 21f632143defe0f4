//! A year's notice over REST. What is due when, and why, is told by the deadlines above.

mod clock;

use std::collections::BTreeMap;

use actix_web::{HttpResponse, get, put, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions::{self, RunningLimits};
use super::rules::{MovedLimit, Notice, YEARS, days};
use super::store::{self, Published};
use crate::access::api::Call;
use crate::base::db::Conn;
use crate::base::given::Date;
use crate::base::http::{Body, Query, Reply, Routes};
use crate::base::{Error, Result};

/// A year's notice as it was published (国务院办公厅关于部分节假日安排的通知).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"off": ["2027-01-01", "2027-01-02", "2027-01-03"],
    "work": ["2026-12-27"]}))]
pub struct NoticeIn {
    /// The days off, each once, weekends within a holiday included: days of the year, and 20–31
    /// December of the year before.
    #[schema(example = json!(["2027-01-01", "2027-01-02", "2027-01-03"]))]
    pub off: Vec<Date>,
    /// The Saturdays and Sundays that are worked in exchange (调休上班), each once, none of them in
    /// `off`; they lie within the same days.
    #[schema(example = json!(["2026-12-27"]))]
    pub work: Vec<Date>,
}

/// What is known of a year's working days.
#[derive(Debug, Serialize, ToSchema)]
pub struct YearOut {
    /// The year.
    #[schema(example = 2027)]
    pub year: i32,
    /// Whether its notice is out. Where it isn't, weekends and the statutory days with a fixed
    /// date are assumed (before 2021 weekends alone), and limits that touch the year are provisional
    /// (暂定).
    pub published: bool,
    /// The days off by the notice, earliest first; empty where there is none.
    pub off: Vec<NaiveDate>,
    /// The weekend days worked in exchange, earliest first; empty where there is no notice.
    pub work: Vec<NaiveDate>,
    /// When the notice was entered here or corrected last; null where it isn't published, and in a
    /// dry run.
    #[schema(format = DateTime)]
    pub updated_at: Option<String>,
    /// Rises with every correction; 0 where the notice isn't published.
    pub version: i64,
}

/// A year, and the running limits that its notice moves.
#[derive(Debug, Serialize, ToSchema)]
pub struct YearMovedOut {
    #[serde(flatten)]
    pub year: YearOut,
    /// Whether nothing was changed, and `moved` tells what would move.
    pub dry_run: bool,
    /// The running limits that move, or would.
    pub moved: Vec<MovedLimit>,
}

/// How a notice is put in.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PutQuery {
    /// Whether to tell only which limits would move, and change nothing; false where absent.
    pub dry_run: Option<bool>,
}

/// Nothing is asked for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NoQuery {}

/// The `{year}` of the path; what is no year of the calendar names nothing (404).
fn year_of(path: &str) -> Result<i32> {
    path.parse()
        .ok()
        .filter(|year| YEARS.contains(year))
        .ok_or(Error::NotFound)
}

fn shown(conn: &mut Conn, call: &Call, year: i32) -> Result<YearOut> {
    let published = store::find(conn, year)?;
    Ok(match published {
        Some(Published {
            notice,
            updated_at,
            version,
        }) => YearOut {
            updated_at: Some(call.state.clock.show(updated_at.and_utc())),
            ..year_out(year, &notice, version)
        },
        None => YearOut {
            year,
            published: false,
            off: Vec::new(),
            work: Vec::new(),
            updated_at: None,
            version: 0,
        },
    })
}

fn year_out(year: i32, notice: &Notice, version: i64) -> YearOut {
    YearOut {
        year,
        published: true,
        off: notice.off().collect(),
        work: notice.work().collect(),
        updated_at: None,
        version,
    }
}

/// Get a year's days off and the weekends worked in exchange (节假日安排).
#[utoipa::path(
    tag = "calendar",
    operation_id = "get_calendar_year",
    params(("year" = i32, Path, description = "The year, 2000 to 2100; another one is unknown (404).",
        minimum = 2000, maximum = 2100, example = 2021)),
    responses((status = 200, description = "What is known of the year.", body = YearOut,
        headers(("ETag" = String))))
)]
#[get("/calendar/{year}")]
pub async fn get_year(
    call: Call,
    path: web::Path<String>,
    query: Query<NoQuery>,
) -> Result<HttpResponse> {
    let year = year_of(&path)?;
    query.check()?;
    call.read(move |conn, call| {
        let out = shown(conn, call, year)?;
        Ok(Reply::ok(&out)?.version(out.version))
    })
    .await
}

/// Publish or correct a year's notice (节假日安排).
///
/// It moves the running limits, each with an event; ended ones never change. With `dry_run=true` it
/// only tells which limits would move.
#[utoipa::path(
    tag = "calendar",
    operation_id = "set_calendar_year",
    params(("year" = i32, Path, description = "The year, 2000 to 2100; another one is unknown (404).",
        minimum = 2000, maximum = 2100, example = 2027), PutQuery),
    request_body = NoticeIn,
    responses((status = 200, description = "The year, and what moved or would move.",
        body = YearMovedOut, headers(("ETag" = String))))
)]
#[put("/calendar/{year}")]
pub async fn put_year(
    call: Call,
    path: web::Path<String>,
    query: Query<PutQuery>,
    body: Body<NoticeIn>,
    limits: web::Data<dyn RunningLimits>,
) -> Result<HttpResponse> {
    let year = year_of(&path)?;
    let dry_run = query.check()?.dry_run.unwrap_or(false);
    let body = body.check()?;
    let [off, work] = [body.off, body.work].map(days);
    let notice = Notice::new(year, &off, &work)?;
    let notices = BTreeMap::from([(year, notice.clone())]);
    let limits = limits.into_inner();
    if dry_run {
        return call
            .read(move |conn, call| {
                actions::expect_version(conn, year, call.if_match)?;
                let moved = actions::preview(conn, &*limits, &notices)?;
                let version = store::find(conn, year)?.map_or(0, |kept| kept.version);
                Reply::ok(&YearMovedOut {
                    year: year_out(year, &notice, version),
                    dry_run,
                    moved,
                })
            })
            .await;
    }
    call.write(move |conn, call| {
        let by = (Some(&call.who), call.at);
        let seen = (year, call.if_match);
        let moved = actions::correct(conn, &*limits, by, seen, &notices)?;
        let year = shown(conn, call, year)?;
        let version = year.version;
        let out = YearMovedOut {
            year,
            dry_run,
            moved,
        };
        Ok(Reply::ok(&out)?.version(version))
    })
    .await
}

/// After the routes of [`crate::deadlines::api`], whose `/calendar/due` is no year.
pub fn routes(routes: &mut Routes) {
    routes
        .service(clock::get)
        .service(clock::accept)
        .service(get_year)
        .service(put_year);
}
