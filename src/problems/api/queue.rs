//! What waits for me.

use std::collections::{BTreeMap, HashMap};

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::out::{ClockOut, ProblemOut};
use super::view::View;
use crate::access::api::Call;
use crate::access::{Actor, Role};
use crate::base::db::Conn;
use crate::base::http::reply::Tag;
use crate::base::http::{Items, Page, Query, Reply};
use crate::base::{Error, FieldError, Result};
use crate::calendar;
use crate::deadlines::rules::Light;
use crate::problems::rules::queue::clock_of;
use crate::problems::rules::table::Action;
use crate::problems::rules::words::{ClockKind, Severity, Status};
use crate::problems::store::{self, Counted, QueueCursor, QueueOwner, QueueReader, WaitRow};

/// What the queue can be asked for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct QueueQuery {
    /// The items of this kind alone; `counts` are of all kinds nevertheless.
    pub kind: Option<Action>,
    /// How many items of each kind at most: 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// With `kind` only: where the page before ended, out of its `more`.
    pub cursor: Option<String>,
}

/// What waits for the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueOut {
    /// How many of each kind; kinds without any are left out. `confirm` counts what enterprises filed
    /// by themselves, which `/door_reports` lists: it is no problem yet. `list_revival` counts for park staff the
    /// enterprises that stand still without an open entry, which `/revivals/unlisted` lists (待建账). A ledger's code,
    /// such as `projects`, counts its entries that its list gives with `waiting`.
    #[schema(example = json!({"accept": 2, "resolve": 5}))]
    pub counts: BTreeMap<String, i64>,
    /// What waits, kind by kind; of each kind what turns red first stands first.
    pub items: Vec<QueueItem>,
    /// For kinds of which more wait than are listed: the `cursor` of their next page.
    #[schema(example = json!({}))]
    pub more: BTreeMap<String, String>,
    /// For the coordinator and the administrator: the year whose notice of days off ought to be here
    /// and isn't; null where none is missing, and for others.
    #[schema(example = 2027)]
    pub missing_notice: Option<i32>,
}

/// One problem that waits for the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueItem {
    /// What is to be done: the action's name, one of `allowed_actions`.
    #[schema(example = "accept")]
    pub kind: String,
    pub problem_id: i64,
    /// The problem's number.
    pub number: String,
    /// What it is about, on one line.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// How grave it is.
    pub severity: Severity,
    pub park_id: i64,
    /// The enterprise whose problem it is; null where there is none, and where the reader isn't told.
    pub enterprise_id: Option<i64>,
    /// The enterprise's name at present; null as `enterprise_id`.
    pub enterprise_name: Option<String>,
    /// The project site (项目现场); null where there is none, and where the reader isn't told.
    pub site_name: Option<String>,
    /// The lead department at present, or the last one; null where it never had one.
    pub lead_department_id: Option<i64>,
    /// Who handles it in your department; null where nobody was named.
    pub handler: Option<String>,
    /// The last day of the running solve limit; null where none runs.
    pub due_on: Option<NaiveDate>,
    /// The worst light of the problem's running clocks; null where none runs.
    pub light: Option<Light>,
    /// Which clock tells how long this may wait; null where none runs.
    pub clock_kind: Option<ClockKind>,
    /// That clock; null where none runs.
    pub clock: Option<ClockOut>,
    /// What you could do now, in your own name or on a department's behalf.
    pub allowed_actions: Vec<Action>,
}

/// Handed down by the layer above: what waits there, beside the moves of problems.
pub trait ExtraQueueCounts: Send + Sync {
    /// How many wait for this person, by kind.
    ///
    /// # Errors
    /// Those of the database.
    fn counts(
        &self,
        conn: &mut Conn,
        who: &Actor,
        today: NaiveDate,
    ) -> Result<Vec<(&'static str, i64)>>;
}

/// Get what waits for the caller, by kind, with counts.
///
/// Every item is something that you can do now.
#[utoipa::path(tag = "me", operation_id = "get_queue", params(QueueQuery), responses(
    (status = 200, description = "What waits.", body = QueueOut, headers(("ETag" = String))),
    (status = 304, description = "Nothing has changed since the `ETag` that `If-None-Match` names.")))]
#[get("/me/queue")]
pub async fn queue(
    call: Call,
    request: HttpRequest,
    query: Query<QueueQuery>,
) -> Result<HttpResponse> {
    let above = request
        .app_data::<web::Data<dyn ExtraQueueCounts>>()
        .cloned();
    call.read(move |conn, call| {
        let query = query.check()?;
        if query.cursor.is_some() && query.kind.is_none() {
            let (zh, en) = ("cursor 须与 kind 同用", "goes with a kind");
            return Err(Error::invalid(FieldError::new(
                "/cursor",
                "not_applicable",
                zh,
                en,
            )));
        }
        let page: Page<QueueCursor> = Page::new(query.limit, query.cursor.as_deref(), None)?;
        let viewer = viewer(call);
        let counted = store::counts(conn, &viewer)?;
        let above = match &above {
            Some(above) => above.counts(conn, &call.who, call.today())?,
            None => vec![],
        };
        let tag = tag(call, (&counted, &above), calendar::store::stamp(conn)?);
        if call.seen.has(&tag) {
            return Ok(Reply::unchanged(tag));
        }
        let kinds = counted.iter().map(|(kind, ..)| *kind);
        let asked = kinds.filter(|kind| query.kind.is_none_or(|only| only == *kind));
        let (mut rows, mut more) = (vec![], BTreeMap::new());
        for kind in asked.collect::<Vec<_>>() {
            let found = store::waiting(conn, &viewer, kind, page.after, page.limit + 1)?;
            let found = Items::new(found, page.limit, QueueCursor::of, None)?;
            rows.extend(found.items);
            more.extend(
                found
                    .next_cursor
                    .map(|next| (kind.as_str().to_owned(), next)),
            );
        }
        let view = View::of(conn, call)?;
        let counts = counted
            .iter()
            .map(|(kind, count, _)| (kind.as_str().to_owned(), *count));
        let above = above
            .iter()
            .map(|(kind, count)| ((*kind).to_owned(), *count));
        let out = QueueOut {
            counts: counts.chain(above).collect(),
            items: items(conn, call, &view, &rows)?,
            more,
            missing_notice: view.missing_notice(),
        };
        Ok(Reply::ok(&out)?.tag(tag))
    })
    .await
}

/// Every so often lights are looked at anew, and names that came from elsewhere.
const LOOK_ANEW: i64 = 300;

/// What an answer can't change without: the rows of this queue, which are written anew with every
/// move of theirs, what waits above, the calendar, and the time.
fn tag(call: &Call, (counted, above): (&[Counted], &[(&'static str, i64)]), calendar: i64) -> Tag {
    let rows = counted.iter().map(|(_, count, stamp)| (count, stamp));
    let (count, stamp) = rows.fold((0, 0_i64), |(all, sum), (count, stamp)| {
        (all + count, sum.wrapping_add(*stamp))
    });
    let time = call.at.timestamp() / LOOK_ANEW;
    let who = call.who.id;
    let above: Vec<String> = above.iter().map(|(kind, n)| format!("{kind}{n}")).collect();
    let above = above.join("-");
    Tag::of(&format!("{who}-{count}-{stamp}-{above}-{calendar}-{time}"))
}

fn viewer(call: &Call) -> QueueReader {
    let who = &call.who;
    QueueReader {
        user: who.id,
        owner: match (who.role, who.park_id, who.department_id) {
            (Role::Coordinator, ..) => QueueOwner::Coordinator,
            (Role::Leader, ..) => QueueOwner::Leader,
            (Role::ParkStaff, Some(park), _) => QueueOwner::Park(park),
            (Role::DepartmentStaff, _, Some(department)) => QueueOwner::Department(department),
            _ => QueueOwner::Nobody,
        },
        now: call.now(),
    }
}

fn items(conn: &mut Conn, call: &Call, view: &View, waits: &[WaitRow]) -> Result<Vec<QueueItem>> {
    let mut ids: Vec<i64> = waits.iter().map(|wait| wait.problem_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = store::find_many(conn, call.who.cases(), &ids)?;
    let shown = view.many(conn, rows)?;
    let shown: HashMap<i64, &ProblemOut> = shown.iter().map(|one| (one.id, one)).collect();
    let found = waits
        .iter()
        .filter_map(|wait| Some(item(wait.kind, shown.get(&wait.problem_id)?, &call.who)));
    Ok(found.collect())
}

fn item(action: Action, problem: &ProblemOut, who: &Actor) -> QueueItem {
    let own = problem
        .assignments
        .iter()
        .rfind(|one| Some(one.department_id) == who.department_id && one.finished_at.is_none());
    let clocks = match clock_of(action) {
        ClockKind::Support => own.map(|part| &part.clocks),
        _ => Some(&problem.clocks),
    };
    let limit = |kind: ClockKind| {
        let clock = clocks?.get(kind).filter(|clock| clock.light.is_some())?;
        Some((kind, clock.clone()))
    };
    let (clock_kind, clock) = limit(clock_of(action))
        .or_else(|| limit(ClockKind::Solve))
        .unzip();
    QueueItem {
        kind: action.as_str().to_owned(),
        problem_id: problem.id,
        number: problem.number.clone(),
        title: problem.title.clone(),
        status: problem.status,
        severity: problem.severity,
        park_id: problem.park_id,
        enterprise_id: problem.enterprise_id,
        enterprise_name: problem.enterprise_name.clone(),
        site_name: problem.site_name.clone(),
        lead_department_id: problem.lead_department_id(),
        handler: own.and_then(|part| part.handler.clone()),
        due_on: problem.due_on(),
        light: problem.light,
        clock_kind,
        clock,
        allowed_actions: problem.allowed_actions.clone(),
    }
}
