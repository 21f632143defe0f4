//! The enterprise's side: whoever holds the link.

use std::collections::HashMap;

use actix_web::web::Bytes;
use actix_web::{HttpResponse, get, post};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::visitor::Visitor;
use crate::base::db::Conn;
use crate::base::http::paging::PageQuery;
use crate::base::http::{Body, Items, Page, PathId, Query, Reply};
use crate::base::{Error, Result};
use crate::directory::store::{categories, departments};
use crate::doors::actions::{self, Inside};
use crate::doors::rules::DoorReportStatus;
use crate::doors::rules::bodies::{AnswerIn, FilingIn};
use crate::doors::rules::progress::{DoorProgress, DoorStep, RESOLVE, RESOLVE_ON_SITE};
use crate::doors::store::{self, AnswerRow, ReportRow, StepRow};
use crate::problems::actions::Desk;
use crate::problems::rules::present::Present;
use crate::problems::rules::words::{Outcome, Severity};
use crate::problems::store::ProblemRow;

/// Categories shown in the form.
const CATEGORIES: i64 = 500;

/// Where one stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct InsideOut {
    pub enterprise_name: String,
    pub park_name: String,
    /// Whom to call.
    pub contact: Option<String>,
    /// The last day of the link.
    pub expires_on: NaiveDate,
    /// What a problem can be about.
    pub categories: Vec<TopicOut>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TopicOut {
    pub id: i64,
    pub name: String,
    pub parent_id: Option<i64>,
}

/// What was filed through this door, and what the park made of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FiledOut {
    pub id: i64,
    pub title: String,
    pub description: String,
    pub category_id: Option<i64>,
    pub severity: Severity,
    pub confidential: bool,
    pub status: DoorReportStatus,
    pub filed_on: NaiveDate,
    /// Why the park didn't take it on.
    pub reason: Option<String>,
    /// The problem it became.
    pub problem_id: Option<i64>,
    pub problem_number: Option<String>,
    #[schema(format = DateTime)]
    pub created_at: String,
}

/// A problem of the enterprise in plain words.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnProblemOut {
    pub id: i64,
    #[schema(example = "SH-2021-016")]
    pub number: String,
    pub title: String,
    pub raised_on: NaiveDate,
    pub progress: DoorProgress,
    #[schema(example = "正在办理")]
    pub progress_text: String,
    /// Who works on it.
    pub department_name: Option<String>,
    /// By when it is to be resolved, while it is worked on.
    pub due_on: Option<NaiveDate>,
    pub outcome: Option<Outcome>,
    /// What was done.
    pub resolution: Option<String>,
    /// When a rest is looked at again.
    pub next_on: Option<NaiveDate>,
    /// What happened on which day, oldest first.
    pub steps: Vec<StepOut>,
    /// Whether it waits for the enterprise's answer.
    pub can_answer: bool,
    /// The answer to the last resolution.
    pub answer: Option<AnswerOut>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct StepOut {
    pub step: DoorStep,
    pub on: NaiveDate,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerOut {
    pub solved: bool,
    pub satisfaction: i64,
    pub on: NaiveDate,
}

fn filed(conn: &mut Conn, visitor: &Visitor, rows: Vec<ReportRow>) -> Result<Vec<FiledOut>> {
    let ids: Vec<i64> = rows.iter().filter_map(|row| row.problem_id).collect();
    let numbers: HashMap<_, _> = store::problem_numbers(conn, &ids)?.into_iter().collect();
    let show = |row: ReportRow| FiledOut {
        id: row.id,
        title: row.title,
        description: row.description,
        category_id: row.category_id,
        severity: row.severity,
        confidential: row.confidential,
        status: row.status,
        filed_on: row.filed_on,
        reason: row.reason,
        problem_id: row.problem_id,
        problem_number: row.problem_id.and_then(|id| numbers.get(&id).cloned()),
        created_at: visitor.ground.clock.show(row.created_at.and_utc()),
    };
    Ok(rows.into_iter().map(show).collect())
}

fn own(conn: &mut Conn, rows: Vec<ProblemRow>) -> Result<Vec<OwnProblemOut>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let steps = store::steps(conn, &ids)?;
    let answers = store::answers_to(conn, &ids)?;
    rows.into_iter()
        .map(|row| {
            let steps: Vec<_> = steps
                .iter()
                .filter(|one| one.problem_id == row.id)
                .collect();
            let given = answers.iter().rfind(|one| one.problem_id == row.id);
            plain(conn, row, &steps, given)
        })
        .collect()
}

fn plain(
    conn: &mut Conn,
    row: ProblemRow,
    steps: &[&StepRow],
    answer: Option<&AnswerRow>,
) -> Result<OwnProblemOut> {
    let progress = DoorProgress::from(row.status);
    let department = match row.lead_department_id.filter(|_| progress.has_department()) {
        Some(id) => departments::find(conn, id)?,
        None => None,
    };
    let present: Present = serde_json::from_str(&row.facts).map_err(Error::internal)?;
    let resolution = steps
        .iter()
        .rfind(|one| [RESOLVE, RESOLVE_ON_SITE].contains(&one.kind.as_str()))
        .and_then(|one| one.text.clone())
        .filter(|_| progress.has_result());
    let answer = answer
        .filter(|one| row.resolved_at.is_some_and(|at| one.answered_at >= at))
        .map(|one| AnswerOut {
            solved: one.solved,
            satisfaction: one.satisfaction,
            on: one.answered_on,
        });
    let shown = steps.iter().filter_map(|one| {
        Some(StepOut {
            step: DoorStep::of(&one.kind)?,
            on: one.occurred_on,
        })
    });
    Ok(OwnProblemOut {
        can_answer: progress.can_be_answered() && answer.is_none(),
        id: row.id,
        number: row.number,
        title: row.title,
        raised_on: row.raised_on,
        progress,
        progress_text: progress.words().to_owned(),
        department_name: department.map(|one| one.name),
        due_on: row.due_on,
        outcome: row.outcome.filter(|_| progress.has_result()),
        resolution,
        next_on: present
            .rest
            .map(|rest| rest.next_on)
            .filter(|_| progress.has_result()),
        steps: shown.collect(),
        answer,
    })
}

fn shown(conn: &mut Conn, inside: &Inside, id: i64) -> Result<Reply> {
    let row = store::find_seen(conn, &inside.door, id)?.ok_or(Error::NotFound)?;
    let shown = own(conn, vec![row])?.pop().ok_or(Error::NotFound)?;
    Reply::ok(&shown)
}

/// Whose door this is, and what the form for filing needs.
#[utoipa::path(tag = "door", responses((status = 200, body = InsideOut)))]
#[get("/door")]
pub async fn get(visitor: Visitor) -> Result<HttpResponse> {
    visitor
        .read(|conn, inside, _| {
            let all = categories::list(conn, None, CATEGORIES)?;
            let active = all.into_iter().filter(|one| one.active);
            Reply::ok(&InsideOut {
                enterprise_name: inside.enterprise.name.clone(),
                park_name: inside.park.name.clone(),
                contact: inside.door.contact.clone(),
                expires_on: inside.door.expires_on,
                categories: active
                    .map(|one| TopicOut {
                        id: one.id,
                        name: one.name,
                        parent_id: one.parent_id,
                    })
                    .collect(),
            })
        })
        .await
}

/// What was filed through this door, newest first. Contact data isn't shown again.
#[utoipa::path(tag = "door", params(PageQuery), responses((status = 200, body = Items<FiledOut>)))]
#[get("/door/reports")]
pub async fn reports(visitor: Visitor, query: Query<PageQuery>) -> Result<HttpResponse> {
    visitor
        .read(move |conn, inside, visitor| {
            let page: Page<i64> = query.check()?.page()?;
            let door = inside.door.id;
            let rows = store::of_door(conn, door, page.after, page.limit + 1)?;
            let total = match page.count {
                true => Some(store::count_on(conn, door, None)?),
                false => None,
            };
            let items = filed(conn, visitor, rows)?;
            Reply::ok(&Items::new(items, page.limit, |one| one.id, total)?)
        })
        .await
}

/// Files a problem: it waits for the park, whose staff are told. A repeat with the same
/// `Idempotency-Key` gets the report filed before.
#[utoipa::path(tag = "door", request_body = FilingIn, responses(
    (status = 201, body = FiledOut, headers(("Location" = String)))))]
#[post("/door/reports")]
pub async fn file(visitor: Visitor, bytes: Bytes) -> Result<HttpResponse> {
    let body = Body::<FilingIn>::parse(&bytes);
    visitor
        .write(move |conn, inside, visitor| {
            let key = visitor.key(&bytes)?;
            let report = actions::file(conn, visitor.when(), inside, (body.check(), key))?;
            let shown = filed(conn, visitor, vec![report])?.pop();
            Reply::created("/door/reports", &shown.ok_or(Error::NotFound)?)
        })
        .await
}

/// The enterprise's own problems, newest first: those it filed and those the park filed for it, but
/// none that was told in confidence through another door.
#[utoipa::path(tag = "door", params(PageQuery), responses((status = 200, body = Items<OwnProblemOut>)))]
#[get("/door/problems")]
pub async fn problems(visitor: Visitor, query: Query<PageQuery>) -> Result<HttpResponse> {
    visitor
        .read(move |conn, inside, _| {
            let page: Page<i64> = query.check()?.page()?;
            let rows = store::seen(conn, &inside.door, page.after, page.limit + 1)?;
            let total = match page.count {
                true => Some(store::count_seen(conn, &inside.door)?),
                false => None,
            };
            let items = own(conn, rows)?;
            Reply::ok(&Items::new(items, page.limit, |one| one.id, total)?)
        })
        .await
}

/// One of them.
#[utoipa::path(tag = "door", params(("id" = i64, Path)), responses((status = 200, body = OwnProblemOut)))]
#[get("/door/problems/{id}")]
pub async fn problem(visitor: Visitor, id: PathId) -> Result<HttpResponse> {
    visitor
        .read(move |conn, inside, _| shown(conn, inside, id.0))
        .await
}

/// 评价: whether it is solved and how satisfied one is, once for each time it was resolved. It counts
/// like any other follow-up.
#[utoipa::path(tag = "door", params(("id" = i64, Path)), request_body = AnswerIn, responses(
    (status = 200, body = OwnProblemOut)))]
#[post("/door/problems/{id}/follow_up")]
pub async fn follow_up(visitor: Visitor, id: PathId, body: Body<AnswerIn>) -> Result<HttpResponse> {
    visitor
        .write(move |conn, inside, visitor| {
            let row = store::find_seen(conn, &inside.door, id.0)?.ok_or(Error::NotFound)?;
            let mut desk = Desk::of_the_system(conn, &visitor.ground.clock, visitor.at)?;
            actions::answer(&mut desk, inside, &row, body.check()?)?;
            shown(conn, inside, id.0)
        })
        .await
}
