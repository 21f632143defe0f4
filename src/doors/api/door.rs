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
use crate::doors::actions::{self, DoorContext};
use crate::doors::rules::DoorReportStatus;
use crate::doors::rules::bodies::{AnswerIn, FilingIn};
use crate::doors::rules::progress::{DoorProgress, DoorStep, RESOLVE, RESOLVE_ON_SITE};
use crate::doors::store::{self, AnswerRow, ReportRow, StepRow};
use crate::problems::actions::WriteContext;
use crate::problems::rules::present::Present;
use crate::problems::rules::words::{Outcome, Severity};
use crate::problems::store::ProblemRow;

/// Categories shown in the form.
const CATEGORIES: i64 = 500;

/// Whose door it is, and what the form for filing needs.
#[derive(Debug, Serialize, ToSchema)]
pub struct InsideOut {
    /// The enterprise's name.
    #[schema(example = "聚合庄生态农庄")]
    pub enterprise_name: String,
    /// The name of its park.
    #[schema(example = "沙河产业园区")]
    pub park_name: String,
    /// Whom to call; null where the park didn't say.
    #[schema(example = "沙河产业园区企业服务专班 0391-1234567")]
    pub contact: Option<String>,
    /// The last day of the link, until its midnight.
    pub expires_on: NaiveDate,
    /// Now, by the server's clock and in its time zone: what a client goes by for "today".
    #[schema(format = DateTime, example = "2021-08-16T09:00:00+08:00")]
    pub server_time: String,
    /// What a problem can be about.
    pub categories: Vec<TopicOut>,
}

/// A category of problems.
#[derive(Debug, Serialize, ToSchema)]
pub struct TopicOut {
    pub id: i64,
    /// Its name.
    #[schema(example = "用电")]
    pub name: String,
    /// The category that it is a part of; null where it is of none.
    pub parent_id: Option<i64>,
}

/// What was filed through this door, and what the park made of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FiledOut {
    pub id: i64,
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
    /// What became of it.
    pub status: DoorReportStatus,
    /// The day it was filed.
    pub filed_on: NaiveDate,
    /// Why the park didn't take it on; null where it did, or hasn't decided yet.
    pub reason: Option<String>,
    /// The problem it became; null where it became none.
    pub problem_id: Option<i64>,
    /// That problem's number; null where it became none.
    #[schema(example = "SH-2021-016")]
    pub problem_number: Option<String>,
    #[schema(format = DateTime)]
    pub created_at: String,
}

/// A problem of the enterprise in plain words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": 13, "number": "SH-2021-013", "title": "担心后续用电得不到保障", "raised_on": "2021-08-03",
    "progress": "resolved", "progress_text": "已办结，请您评价", "department_name": "华辰电力公司",
    "due_on": null, "outcome": "solved",
    "resolution": "三方现场商定：农庄符合“井井通”用电方案，可长期使用，用电得到保障。", "next_on": null,
    "steps": [
        {"step": "reported", "on": "2021-08-03"}, {"step": "dispatched", "on": "2021-08-03"},
        {"step": "accepted", "on": "2021-08-03"}, {"step": "on_site", "on": "2021-08-04"},
        {"step": "resolved", "on": "2021-08-05"}
    ],
    "can_answer": true, "answer": null
}))]
pub struct OwnProblemOut {
    pub id: i64,
    /// Its number.
    #[schema(example = "SH-2021-016")]
    pub number: String,
    /// What it is about, on one line.
    pub title: String,
    /// The day on which it was raised.
    pub raised_on: NaiveDate,
    /// Where it stands.
    pub progress: DoorProgress,
    /// The same in Chinese, as it is read to the enterprise.
    #[schema(example = "正在办理")]
    pub progress_text: String,
    /// The name of the department that works on it, or did last; null where none has it.
    pub department_name: Option<String>,
    /// The last day to solve it, while that limit runs; else null.
    pub due_on: Option<NaiveDate>,
    /// What resolving it came to; null where it isn't resolved, closed or tracked.
    pub outcome: Option<Outcome>,
    /// What was done; null as `outcome`.
    pub resolution: Option<String>,
    /// The day on which what remains is looked at again; null where nothing remains.
    pub next_on: Option<NaiveDate>,
    /// What happened on which day, oldest first.
    pub steps: Vec<StepOut>,
    /// Whether it waits for the enterprise's answer.
    pub can_answer: bool,
    /// The enterprise's answer to the last resolution; null where it hasn't given one.
    pub answer: Option<AnswerOut>,
}

/// A step of a problem.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepOut {
    /// What happened.
    pub step: DoorStep,
    /// The day on which it happened.
    pub on: NaiveDate,
}

/// What the enterprise answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerOut {
    /// Whether it says that it is solved.
    pub solved: bool,
    /// How satisfied it is, from 5 (非常满意) to 1 (非常不满意).
    pub satisfaction: i64,
    /// The day on which it answered.
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
        created_at: visitor.state.clock.show(row.created_at.and_utc()),
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

fn shown(conn: &mut Conn, inside: &DoorContext, id: i64) -> Result<Reply> {
    let row = store::find_seen(conn, &inside.door, id)?.ok_or(Error::NotFound)?;
    let shown = own(conn, vec![row])?.pop().ok_or(Error::NotFound)?;
    Reply::ok(&shown)
}

/// Tell whose door this is, and what the form for filing needs.
#[utoipa::path(tag = "door", operation_id = "get_own_door",
    responses((status = 200, description = "Whose door it is, and what the form needs.", body = InsideOut)))]
#[get("/door")]
pub async fn get(visitor: Visitor) -> Result<HttpResponse> {
    visitor
        .read(|conn, inside, visitor| {
            let all = categories::list(conn, None, CATEGORIES)?;
            let active = all.into_iter().filter(|one| one.active);
            Reply::ok(&InsideOut {
                enterprise_name: inside.enterprise.name.clone(),
                park_name: inside.park.name.clone(),
                contact: inside.door.contact.clone(),
                expires_on: inside.door.expires_on,
                server_time: visitor.state.clock.show(visitor.at),
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

/// List what was filed through this door, newest first.
///
/// Contact data isn't shown again.
#[utoipa::path(tag = "door", operation_id = "list_own_reports", params(PageQuery),
    responses((status = 200, description = "A page of the list.", body = Items<FiledOut>)))]
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

/// File a problem as the enterprise (企业反映问题).
///
/// It waits for the park, whose staff are told. A repeat with the same `Idempotency-Key` gets the report
/// filed before.
#[utoipa::path(tag = "door", operation_id = "file_report", request_body = FilingIn, responses(
    (status = 201, description = "The report as it was filed.", body = FiledOut,
        headers(("Location" = String, description = "The list that has it.")))))]
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

/// List the enterprise's own problems, newest first.
///
/// Those it filed and those the park filed for it, but none that was told in confidence through another
/// door.
#[utoipa::path(tag = "door", operation_id = "list_own_problems", params(PageQuery),
    responses((status = 200, description = "A page of the list.", body = Items<OwnProblemOut>)))]
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

/// Get one of the enterprise's own problems.
#[utoipa::path(tag = "door", operation_id = "get_own_problem", params(("id" = i64, Path)),
    responses((status = 200, description = "The problem.", body = OwnProblemOut)))]
#[get("/door/problems/{id}")]
pub async fn problem(visitor: Visitor, id: PathId) -> Result<HttpResponse> {
    visitor
        .read(move |conn, inside, _| shown(conn, inside, id.0))
        .await
}

/// Answer whether a problem is solved, and how satisfied the enterprise is (评价).
///
/// Once for each time it was resolved. It counts like any other follow-up.
#[utoipa::path(tag = "door", operation_id = "answer_own_problem", params(("id" = i64, Path)),
    request_body = AnswerIn,
    responses((status = 200, description = "The problem as it is now.", body = OwnProblemOut)))]
#[post("/door/problems/{id}/follow_up")]
pub async fn follow_up(visitor: Visitor, id: PathId, body: Body<AnswerIn>) -> Result<HttpResponse> {
    visitor
        .write(move |conn, inside, visitor| {
            let row = store::find_seen(conn, &inside.door, id.0)?.ok_or(Error::NotFound)?;
            let mut context = WriteContext::for_system(conn, &visitor.state.clock, visitor.at)?;
            actions::answer(&mut context, inside, &row, body.check()?)?;
            shown(conn, inside, id.0)
        })
        .await
}
