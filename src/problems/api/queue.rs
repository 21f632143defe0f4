//! What waits for me.

use std::collections::{BTreeMap, HashMap};

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::out::{ProblemOut, QueueItem, QueueOut};
use super::view::View;
use crate::access::api::Call;
use crate::access::{Actor, Role};
use crate::base::db::Conn;
use crate::base::http::reply::Tag;
use crate::base::http::{Items, Page, Query, Reply};
use crate::base::{Error, FieldError, Result};
use crate::calendar;
use crate::problems::rules::table::Action;
use crate::problems::rules::waits::clock_of;
use crate::problems::rules::words::ClockKind;
use crate::problems::store::{self, Counted, Desk, Viewer, WaitPlace, WaitRow};

/// What the queue can be asked for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct QueueQuery {
    /// One kind alone.
    pub kind: Option<Action>,
    /// 1 to 200 of each kind, 50 where absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// With `kind`: where the page before ended, out of its `more`.
    pub cursor: Option<String>,
}

/// The step handed down by the house above: what waits there, beside the moves of problems.
pub trait AlsoWaiting: Send + Sync {
    /// How many wait for this person, by kind.
    ///
    /// # Errors
    /// Those of the database.
    fn counts(&self, conn: &mut Conn, who: &Actor) -> Result<Vec<(&'static str, i64)>>;
}

/// What waits for me, by kind, with counts; of each kind what turns red first stands first. Every
/// item is something that you can do now.
#[utoipa::path(tag = "me", params(QueueQuery), responses(
    (status = 200, body = QueueOut, headers(("ETag" = String))),
    (status = 304, description = "Nothing has changed since the `ETag` that `If-None-Match` names.")))]
#[get("/me/queue")]
pub async fn queue(
    call: Call,
    request: HttpRequest,
    query: Query<QueueQuery>,
) -> Result<HttpResponse> {
    let above = request.app_data::<web::Data<dyn AlsoWaiting>>().cloned();
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
        let page: Page<WaitPlace> = Page::new(query.limit, query.cursor.as_deref(), None)?;
        let viewer = viewer(call);
        let counted = store::counts(conn, &viewer)?;
        let above = match &above {
            Some(above) => above.counts(conn, &call.who)?,
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
            let place = |row: &WaitRow| WaitPlace(row.red_at, row.problem_id);
            let found = Items::new(found, page.limit, place, None)?;
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
    let above: i64 = above.iter().map(|(_, count)| count).sum();
    let rows = counted.iter().map(|(_, count, stamp)| (count, stamp));
    let (count, stamp) = rows.fold((0, 0_i64), |(all, sum), (count, stamp)| {
        (all + count, sum.wrapping_add(*stamp))
    });
    let time = call.at.timestamp() / LOOK_ANEW;
    let who = call.who.id;
    Tag::of(&format!("{who}-{count}-{stamp}-{above}-{calendar}-{time}"))
}

fn viewer(call: &Call) -> Viewer {
    let who = &call.who;
    Viewer {
        user: who.id,
        desk: match (who.role, who.park_id, who.department_id) {
            (Role::Coordinator, ..) => Desk::Coordinator,
            (Role::Leader, ..) => Desk::Leader,
            (Role::ParkStaff, Some(park), _) => Desk::Park(park),
            (Role::DepartmentStaff, _, Some(department)) => Desk::Department(department),
            _ => Desk::Nobody,
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
    let ticking = |kind: ClockKind| {
        let clock = clocks?.get(kind).filter(|clock| clock.light.is_some())?;
        Some((kind, clock.clone()))
    };
    let (clock_kind, clock) = ticking(clock_of(action))
        .or_else(|| ticking(ClockKind::Solve))
        .unzip();
    QueueItem {
        kind: action.as_str().to_owned(),
        problem_id: problem.id,
        number: problem.number.clone(),
        title: problem.title.clone(),
        status: problem.status,
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
