//! Visits over REST.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions::{self, Author};
use super::rules::{VisitIn, VisitPatch, VoidIn};
use super::store::{self, Brought, VisitFilter, VisitRow};
use crate::access::Scope;
use crate::access::api::Call;
use crate::base::db::Conn;
use crate::base::given::Date;
use crate::base::http::{Body, Items, Page, PathId, Query, Reply, Routes};
use crate::base::{Error, FieldError, Result};
use crate::directory::store::{enterprises, parks};
use crate::problems::api::projects;
use crate::problems::rules::words::Status;
use crate::vocabulary::faults;

/// A problem that came from a visit.
#[derive(Debug, Serialize, ToSchema)]
pub struct BroughtOut {
    pub id: i64,
    /// Its number.
    #[schema(example = "SH-2021-016")]
    pub number: String,
    /// What it is about, on one line.
    pub title: String,
    /// Where it stands.
    pub status: Status,
}

/// One visit, however many took part.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": 21, "park_id": 1, "enterprise_id": 1, "enterprise_name": "聚合庄生态农庄",
    "site_name": "聚合庄生态农庄生产区", "visited_on": "2021-08-03", "counted_on": "2021-08-03",
    "participants": ["张专员", "刘干事"], "summary": "了解葡萄种植示范基地建设和用电情况。",
    "problems": [{
        "id": 13, "number": "SH-2021-013", "title": "担心后续用电得不到保障", "status": "dispatched"
    }],
    "voided_at": null, "void_reason": null, "active": true,
    "created_at": "2021-08-03T10:00:00+08:00", "updated_at": "2021-08-03T10:00:00+08:00", "version": 1
}))]
pub struct VisitOut {
    pub id: i64,
    /// The park whose staff visited.
    pub park_id: i64,
    /// The enterprise that was visited; null where it was a site alone.
    pub enterprise_id: Option<i64>,
    /// The enterprise's name at present; null as `enterprise_id`.
    pub enterprise_name: Option<String>,
    /// The project site (项目现场) that was visited; null where it was an enterprise alone.
    pub site_name: Option<String>,
    /// The day of the visit.
    pub visited_on: NaiveDate,
    /// The day it is counted on: `visited_on`, or, where that lay in a closed week, the day it was
    /// recorded (补录).
    pub counted_on: NaiveDate,
    /// The names of those who took part.
    pub participants: Vec<String>,
    /// What was found; null where nothing is told.
    pub summary: Option<String>,
    /// The problems it gave rise to.
    pub problems: Vec<BroughtOut>,
    /// When it was voided (作废); null where it wasn't.
    #[schema(format = DateTime)]
    pub voided_at: Option<String>,
    /// Why it was voided; null where it wasn't.
    pub void_reason: Option<String>,
    /// False once it is voided.
    pub active: bool,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub updated_at: String,
    pub version: i64,
}

/// Which visits, page by page; what is absent doesn't narrow the list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VisitsQuery {
    pub park_id: Option<i64>,
    pub enterprise_id: Option<i64>,
    /// Visited on this day or later.
    pub from: Option<Date>,
    /// Visited on this day or earlier; not before `from`.
    pub to: Option<Date>,
    /// Counted on this day or later: what the statistics count as new in a period that begins with it.
    pub counted_from: Option<Date>,
    /// Counted by this day, and not voided by then; not before `counted_from`.
    pub counted_to: Option<Date>,
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    pub cursor: Option<String>,
    pub count: Option<bool>,
}

fn shown(conn: &mut Conn, call: &Call, rows: Vec<VisitRow>) -> Result<Vec<VisitOut>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let brought = store::brought(conn, call.who.cases(), &ids)?;
    let counted = store::counted_on(conn, &ids)?;
    let visited: Vec<i64> = rows.iter().filter_map(|row| row.enterprise_id).collect();
    let names: HashMap<i64, String> = enterprises::names(conn, &visited)?.into_iter().collect();
    let show = |row: VisitRow| {
        let content = row.content()?;
        let counted_on = counted.iter().find(|(id, _)| *id == row.id);
        let problems = brought.iter().filter(|one| one.visit_id == Some(row.id));
        let instant = |at: chrono::NaiveDateTime| call.state.clock.show(at.and_utc());
        Ok(VisitOut {
            id: row.id,
            park_id: row.park_id,
            enterprise_id: row.enterprise_id,
            enterprise_name: row.enterprise_id.and_then(|id| names.get(&id).cloned()),
            site_name: content.site_name,
            visited_on: row.visited_on,
            counted_on: counted_on.map_or(row.visited_on, |(_, day)| *day),
            participants: content.participants,
            summary: content.summary,
            problems: problems.map(brought_out).collect(),
            voided_at: row.voided_at.map(instant),
            void_reason: row.void_reason,
            active: row.active,
            created_at: instant(row.created_at),
            updated_at: instant(row.updated_at),
            version: row.version,
        })
    };
    rows.into_iter().map(show).collect()
}

fn brought_out(one: &Brought) -> BroughtOut {
    BroughtOut {
        id: one.id,
        number: one.number.clone(),
        title: one.title.clone(),
        status: one.status,
    }
}

fn one(conn: &mut Conn, call: &Call, row: VisitRow) -> Result<VisitOut> {
    let mut shown = shown(conn, call, vec![row])?;
    shown.pop().ok_or(Error::NotFound)
}

fn by(call: &Call) -> Author<'_> {
    Author {
        who: &call.who,
        clock: &call.state.clock,
        at: call.at,
        projects: None,
    }
}

/// What a list asks for.
///
/// # Errors
/// 422 for ids of nothing that is seen, and days that end before they begin.
pub fn filter(conn: &mut Conn, scope: Scope, query: &VisitsQuery) -> Result<VisitFilter> {
    let mut errors = Vec::new();
    let seen = |park: i64| match scope {
        Scope::All => true,
        Scope::Park(own) => own == park,
        Scope::Department(_) | Scope::Nothing => false,
    };
    if let Some(id) = query.park_id
        && !(seen(id) && parks::find(conn, id)?.is_some())
    {
        errors.push(FieldError::unknown_id("/park_id"));
    }
    if let Some(id) = query.enterprise_id
        && !enterprises::find(conn, id)?.is_some_and(|found| seen(found.park_id))
    {
        errors.push(FieldError::unknown_id("/enterprise_id"));
    }
    for (pointer, from, to) in [
        ("/from", query.from, query.to),
        ("/counted_from", query.counted_from, query.counted_to),
    ] {
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            let (zh, en) = (faults::AFTER_LAST_DAY, "must not be after the last day");
            errors.push(FieldError::new(pointer, "after_to", zh, en));
        }
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    Ok(VisitFilter {
        park_id: query.park_id,
        enterprise_id: query.enterprise_id,
        from: query.from.map(NaiveDate::from),
        to: query.to.map(NaiveDate::from),
        counted_from: query.counted_from.map(NaiveDate::from),
        counted_to: query.counted_to.map(NaiveDate::from),
    })
}

/// List visits (走访), the newest entry first.
///
/// Voided ones are listed, too.
#[utoipa::path(tag = "visits", operation_id = "list_visits", params(VisitsQuery),
    responses((status = 200, description = "A page of the list.", body = Items<VisitOut>)))]
#[get("/visits")]
pub async fn list(call: Call, query: Query<VisitsQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let query = query.check()?;
        let page: Page<i64> = Page::new(query.limit, query.cursor.as_deref(), query.count)?;
        let scope = call.who.cases();
        let filter = filter(conn, scope, &query)?;
        let rows = store::list(conn, scope, &filter, page.after, page.limit + 1)?;
        let total = match page.count {
            true => Some(store::count(conn, scope, &filter)?),
            false => None,
        };
        let items = shown(conn, call, rows)?;
        Reply::ok(&Items::new(items, page.limit, |visit| visit.id, total)?)
    })
    .await
}

/// Record a visit and, in the same call, the problems it gave rise to (走访登记).
#[utoipa::path(tag = "visits", operation_id = "record_visit", request_body = VisitIn, responses(
    (status = 201, description = "The visit as it was recorded.", body = VisitOut,
        headers(("Location" = String), ("ETag" = String)))))]
#[post("/visits")]
pub async fn create(call: Call, request: HttpRequest, body: Body<VisitIn>) -> Result<HttpResponse> {
    let projects = projects(&request);
    call.write(move |conn, call| {
        let by = Author {
            projects: projects.as_deref(),
            ..by(call)
        };
        let row = actions::record(conn, &by, body.check()?)?;
        let version = row.version;
        let visit = one(conn, call, row)?;
        Ok(Reply::created(&format!("/visits/{}", visit.id), &visit)?.version(version))
    })
    .await
}

/// Get one visit.
#[utoipa::path(tag = "visits", operation_id = "get_visit", params(("id" = i64, Path)), responses(
    (status = 200, description = "The visit.", body = VisitOut, headers(("ETag" = String)))))]
#[get("/visits/{id}")]
pub async fn get(call: Call, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let row = actions::get(conn, &call.who, id.0)?;
        let version = row.version;
        Ok(Reply::ok(&one(conn, call, row)?)?.version(version))
    })
    .await
}

/// Correct a visit (更正).
///
/// Before and after are kept. The day it is counted on stays.
#[utoipa::path(tag = "visits", operation_id = "edit_visit", params(("id" = i64, Path)),
    request_body = VisitPatch, responses((status = 200, description = "The visit as it is now.",
        body = VisitOut, headers(("ETag" = String)))))]
#[patch("/visits/{id}")]
pub async fn update(call: Call, id: PathId, body: Body<VisitPatch>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let before = actions::hold(conn, &call.who, id.0)?;
        let row = actions::edit(conn, &by(call), &before, body.check()?, call.if_match)?;
        let version = row.version;
        Ok(Reply::ok(&one(conn, call, row)?)?.version(version))
    })
    .await
}

/// Void a visit (作废).
///
/// It is kept with the reason, and no longer counts from today on.
#[utoipa::path(tag = "visits", operation_id = "void_visit", params(("id" = i64, Path)),
    request_body = VoidIn, responses((status = 200, description = "The visit as it is now.",
        body = VisitOut, headers(("ETag" = String)))))]
#[post("/visits/{id}/void")]
pub async fn void(call: Call, id: PathId, body: Body<VoidIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let before = actions::hold(conn, &call.who, id.0)?;
        let row = actions::void(conn, &by(call), &before, body.check()?, call.if_match)?;
        let version = row.version;
        Ok(Reply::ok(&one(conn, call, row)?)?.version(version))
    })
    .await
}

pub fn routes(routes: &mut Routes) {
    routes
        .service(list)
        .service(create)
        .service(get)
        .service(update)
        .service(void);
}
