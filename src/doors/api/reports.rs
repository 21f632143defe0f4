//! What enterprises filed, for those who decide on it.

use std::collections::HashMap;

use actix_web::{HttpResponse, get, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use crate::access::api::Call;
use crate::audit;
use crate::base::db::Conn;
use crate::base::http::{Body, Items, Page, PathId, Query, Reply};
use crate::base::{Error, FieldError, Result};
use crate::directory::rules::masked_phone;
use crate::directory::store::enterprises;
use crate::doors::actions::{self, When};
use crate::doors::rules::DoorReportStatus;
use crate::doors::rules::bodies::{ConfirmIn, DeclineIn};
use crate::doors::store::{self, DoorReportFilter, ReportRow};
use crate::problems::actions::WriteContext;
use crate::problems::api::{out::ProblemOut, shown as shown_problem};
use crate::problems::rules::words::Severity;
use crate::problems::store::identities;

/// What an enterprise filed through a door. It is no problem, and in no number, until it is
/// confirmed. The phone number is masked in lists; looking at the single report is logged.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": 1, "door_id": 1, "enterprise_id": 1, "enterprise_name": "聚合庄生态农庄",
    "title": "担心后续用电得不到保障", "description": "生产区用电量大，一旦停电就要停产。",
    "category_id": 4, "severity": "ordinary", "confidential": false, "contact_name": "王主任",
    "contact_phone": "138****5678", "status": "waiting", "filed_on": "2021-08-16", "problem_id": null,
    "problem_number": null, "decided_by_name": null, "decided_at": null, "reason": null,
    "active": true, "created_at": "2021-08-16T09:30:00+08:00",
    "updated_at": "2021-08-16T09:30:00+08:00", "version": 1
}))]
pub struct DoorReportOut {
    pub id: i64,
    /// The door it was filed through.
    pub door_id: i64,
    pub enterprise_id: i64,
    /// The enterprise's name at present.
    pub enterprise_name: String,
    /// What it is about, on one line.
    pub title: String,
    /// The whole of it; may be empty.
    pub description: String,
    /// What it is about, by a category; null where none was chosen.
    pub category_id: Option<i64>,
    /// How grave the enterprise says it is.
    pub severity: Severity,
    /// 保密: whether the enterprise asks that departments aren't told whose problem it is.
    pub confidential: bool,
    /// Who can be asked about it.
    pub contact_name: String,
    /// That person's phone number; in lists masked, as 138****5678.
    pub contact_phone: String,
    /// What became of it.
    pub status: DoorReportStatus,
    /// The day it was filed.
    pub filed_on: NaiveDate,
    /// The problem it became; null where it became none.
    pub problem_id: Option<i64>,
    /// That problem's number; null where it became none.
    pub problem_number: Option<String>,
    /// The name of who decided on it; null where nobody has.
    pub decided_by_name: Option<String>,
    /// When it was decided on; null where it wasn't.
    #[schema(format = DateTime)]
    pub decided_at: Option<String>,
    /// Why it was declined; the enterprise reads it. Null where it wasn't.
    pub reason: Option<String>,
    /// Still waits.
    pub active: bool,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub updated_at: String,
    pub version: i64,
}

/// Which reports, page by page; what is absent doesn't narrow the list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DoorReportsQuery {
    /// What became of the report.
    #[param(inline)]
    pub status: Option<DoorReportStatus>,
    pub enterprise_id: Option<i64>,
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    pub cursor: Option<String>,
    pub count: Option<bool>,
}

fn shown(conn: &mut Conn, call: &Call, rows: Vec<ReportRow>) -> Result<Vec<DoorReportOut>> {
    let ids = |of: fn(&ReportRow) -> Option<i64>| rows.iter().filter_map(of).collect::<Vec<_>>();
    let enterprises: HashMap<_, _> = identities(conn, &ids(|row| Some(row.enterprise_id)))?
        .into_iter()
        .map(|(id, name, _)| (id, name))
        .collect();
    let numbers: HashMap<_, _> = store::problem_numbers(conn, &ids(|row| row.problem_id))?
        .into_iter()
        .collect();
    let users: HashMap<_, _> = store::user_names(conn, &ids(|row| row.decided_by))?
        .into_iter()
        .collect();
    let instant = |at: chrono::NaiveDateTime| call.state.clock.show(at.and_utc());
    let show = |row: ReportRow| DoorReportOut {
        enterprise_name: enterprises
            .get(&row.enterprise_id)
            .cloned()
            .unwrap_or_default(),
        problem_number: row.problem_id.and_then(|id| numbers.get(&id).cloned()),
        decided_by_name: row.decided_by.and_then(|id| users.get(&id).cloned()),
        id: row.id,
        door_id: row.door_id,
        enterprise_id: row.enterprise_id,
        title: row.title,
        description: row.description,
        category_id: row.category_id,
        severity: row.severity,
        confidential: row.confidential,
        contact_name: row.contact_name,
        contact_phone: row.contact_phone,
        status: row.status,
        filed_on: row.filed_on,
        problem_id: row.problem_id,
        decided_at: row.decided_at.map(instant),
        reason: row.reason,
        active: row.status == DoorReportStatus::Waiting,
        created_at: instant(row.created_at),
        updated_at: instant(row.updated_at),
        version: row.version,
    };
    Ok(rows.into_iter().map(show).collect())
}

/// The single report with the whole number, and that it was looked at is logged.
fn answer(conn: &mut Conn, call: &Call, row: ReportRow) -> Result<Reply> {
    let (id, version) = (row.id, row.version);
    let entry = call
        .who
        .entry("door_report.contact_read", "door_report", id, json!({}));
    audit::record(conn, call.now(), &entry)?;
    let report = shown(conn, call, vec![row])?.pop().ok_or(Error::NotFound)?;
    Ok(Reply::ok(&report)?.version(version))
}

fn held(conn: &mut Conn, call: &Call, id: i64) -> Result<ReportRow> {
    store::hold_report(conn, call.who.cases(), id)?.ok_or(Error::NotFound)
}

/// List what enterprises filed through their doors, newest first.
///
/// Park staff see what the enterprises of their park filed.
#[utoipa::path(tag = "doors", operation_id = "list_door_reports", params(DoorReportsQuery),
    responses((status = 200, description = "A page of the list.", body = Items<DoorReportOut>)))]
#[get("/door_reports")]
pub async fn list(call: Call, query: Query<DoorReportsQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let query = query.check()?;
        let page: Page<i64> = Page::new(query.limit, query.cursor.as_deref(), query.count)?;
        if let Some(id) = query.enterprise_id {
            let found = enterprises::find(conn, id)?;
            let own = |park: i64| call.who.park_id.is_none_or(|own| own == park);
            if !found.is_some_and(|found| own(found.park_id)) {
                return Err(Error::invalid(FieldError::unknown_id("/enterprise_id")));
            }
        }
        let filter = DoorReportFilter {
            status: query.status,
            enterprise_id: query.enterprise_id,
        };
        let scope = call.who.cases();
        let rows = store::list_reports(conn, scope, filter, page.after, page.limit + 1)?;
        let total = match page.count {
            true => Some(store::count_reports(conn, scope, filter)?),
            false => None,
        };
        let mut items = shown(conn, call, rows)?;
        for report in &mut items {
            report.contact_phone = masked_phone(&report.contact_phone);
        }
        Reply::ok(&Items::new(items, page.limit, |report| report.id, total)?)
    })
    .await
}

/// Get one report, with the whole phone number.
///
/// That it was looked at is logged.
#[utoipa::path(tag = "doors", operation_id = "get_door_report", params(("id" = i64, Path)), responses(
    (status = 200, description = "The report.", body = DoorReportOut, headers(("ETag" = String)))))]
#[get("/door_reports/{id}")]
pub async fn get(call: Call, id: PathId) -> Result<HttpResponse> {
    // A write: revealing a phone number is logged.
    call.write(move |conn, call| {
        let row = store::find_report(conn, call.who.cases(), id.0)?.ok_or(Error::NotFound)?;
        answer(conn, call, row)
    })
    .await
}

/// Take a report on as a problem (确认).
///
/// The problem was raised on the day the report was filed. It is dispatched in the same call where the
/// body says so.
#[utoipa::path(tag = "doors", operation_id = "confirm_door_report", params(("id" = i64, Path)),
    request_body = ConfirmIn, responses((status = 200, description = "The problem it became.",
        body = ProblemOut, headers(("ETag" = String)))))]
#[post("/door_reports/{id}/confirm")]
pub async fn confirm(call: Call, id: PathId, body: Body<ConfirmIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let report = (held(conn, call, id.0)?, call.if_match);
        let mut context = WriteContext::of(conn, &call.state.clock, call.at, &call.who, None)?;
        let problem = actions::confirm(&mut context, &call.who, report, body.check()?)?;
        shown_problem(conn, call, problem)
    })
    .await
}

/// Decline a report (不予确认).
///
/// The enterprise reads the reason.
#[utoipa::path(tag = "doors", operation_id = "decline_door_report", params(("id" = i64, Path)),
    request_body = DeclineIn, responses((status = 200, description = "The report as it is now.",
        body = DoorReportOut, headers(("ETag" = String)))))]
#[post("/door_reports/{id}/decline")]
pub async fn decline(call: Call, id: PathId, body: Body<DeclineIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let report = (held(conn, call, id.0)?, call.if_match);
        let when = When {
            clock: &call.state.clock,
            at: call.at,
        };
        actions::decline(conn, &call.who, when, report, body.check()?)?;
        let row = held(conn, call, id.0)?;
        answer(conn, call, row)
    })
    .await
}
