//! What projects have besides the routes of every ledger: 倒排工期 and 路线图.

mod screening;

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpResponse, get, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::{IntoParams, ToSchema};

use super::LEDGER;
use super::fields::{PermitKind, Project};
use super::rules::facts::PermitState;
use super::rules::roadmap::{MapNode, MapPermit, Project as Drawn, RoadMap};
use super::rules::schedule::{Schedule, StepIn, lay_back};
use crate::access::api::Call;
use crate::base::given::Date;
use crate::base::http::{Body, FileBytes, PathId, Query, Reply, Routes};
use crate::base::{Error, FieldError, Result};
use crate::deadlines::rules::Unit;
use crate::entries::AnyLedger;
use crate::entries::actions::{self, Entry, WriteContext};
use crate::entries::ledger::{Fields, typed};
use crate::entries::rules::common::PLAN;
use crate::entries::store;

pub fn routes(routes: &mut Routes) {
    routes
        .service(lay_schedule)
        .service(draw_roadmap)
        .service(screening::propose_screening);
}

/// A step of a schedule.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleStep {
    /// What the milestone at its end is called, 1 to 100 characters.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// How many units it takes, 1 to 999.
    #[schema(minimum = 1, maximum = 999)]
    amount: i64,
    /// Working days, for permits, or calendar days, for building.
    unit: Unit,
    /// Steps of one track follow each other; tracks run side by side. Those without are a track of their own.
    #[serde(default)]
    #[schema(max_length = 100)]
    track: Option<String>,
    /// For the last step of a track: the step of another track by whose end this one has to be over.
    #[serde(default)]
    #[schema(max_length = 100)]
    precedes: Option<String>,
    /// The department whose the milestone is; the owner's where null.
    #[serde(default)]
    department_id: Option<i64>,
    /// Who handles it.
    #[serde(default)]
    #[schema(max_length = 100)]
    handler: Option<String>,
}

/// From when everything is laid back, and its steps.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"target_on": "2021-09-30", "dry_run": true, "steps": [
    {"name": "环评", "amount": 10, "unit": "working_day"}, {"name": "开工", "amount": 3, "unit": "working_day"}]}))]
pub struct ScheduleIn {
    /// The day by which everything is done; a day off stands for the working day before.
    target_on: Date,
    /// The steps in their order, 1 to 100.
    #[schema(min_items = 1, max_items = 100)]
    steps: Vec<ScheduleStep>,
    /// `true`: it is calculated and nothing is written.
    #[serde(default)]
    dry_run: bool,
}

/// When a track begins.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScheduleTrack {
    /// The track; null for the steps that name none.
    track: Option<String>,
    /// The day from which its first step is counted.
    start_on: NaiveDate,
    /// How many calendar days that lies before today; null where it doesn't.
    late_by: Option<i64>,
    /// Whether a day it rests on lies in a year whose holidays aren't published.
    provisional: bool,
}

/// The end of a step: a milestone.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScheduleNode {
    /// Its place, from 1.
    position: usize,
    /// What it is called.
    name: String,
    /// The track it is on.
    track: Option<String>,
    /// The day from which the step is counted.
    from_on: NaiveDate,
    /// The working day by which it is due.
    due_on: NaiveDate,
    /// How many calendar days that lies before today; null where it doesn't.
    late_by: Option<i64>,
    /// Whether a day it rests on lies in a year whose holidays aren't published.
    provisional: bool,
}

/// When everything has to be done (倒排工期).
#[derive(Debug, Serialize, ToSchema)]
pub struct ScheduleOut {
    /// The day from which the earliest track counts its first step; no milestone.
    start_on: NaiveDate,
    /// How many calendar days that lies before today; null where it doesn't.
    late_by: Option<i64>,
    /// Whether a day it rests on lies in a year whose holidays aren't published.
    provisional: bool,
    /// Each track with the day it begins.
    tracks: Vec<ScheduleTrack>,
    /// The milestones, in the order of the steps.
    nodes: Vec<ScheduleNode>,
    /// Whether they were written as the project's milestones.
    written: bool,
}

impl ScheduleOut {
    fn of(schedule: Schedule, written: bool) -> Self {
        let track = |track: super::rules::schedule::TrackStart| ScheduleTrack {
            track: track.track,
            start_on: track.start_on,
            late_by: track.late_by,
            provisional: track.provisional,
        };
        let node = |node: super::rules::schedule::Node| ScheduleNode {
            position: node.position,
            name: node.name,
            track: node.track,
            from_on: node.from_on,
            due_on: node.due_on,
            late_by: node.late_by,
            provisional: node.provisional,
        };
        Self {
            start_on: schedule.start_on,
            late_by: schedule.late_by,
            provisional: schedule.provisional,
            tracks: schedule.tracks.into_iter().map(track).collect(),
            nodes: schedule.nodes.into_iter().map(node).collect(),
            written,
        }
    }
}

/// Lay a project's steps back from a target (倒排工期).
///
/// Each milestone is the latest working day from which the step after it still ends in time. They are written
/// where no milestone is open; open ones are moved one by one, with a reason.
#[utoipa::path(tag = "ledgers", operation_id = "schedule_project", params(("id" = i64, Path)),
    request_body = ScheduleIn, responses((status = 200, description = "The schedule.", body = ScheduleOut,
        headers(("ETag" = String)))))]
#[post("/projects/{id}/schedule")]
pub async fn lay_schedule(call: Call, id: PathId, body: Body<ScheduleIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let clock = &call.state.clock;
        let mut context = WriteContext::of(conn, clock, call.at, &call.who, call.if_match)?;
        let entry = actions::permitted(&mut context, &LEDGER, id.0, PLAN)?;
        let body = body.check()?;
        let steps: Vec<StepIn> = body.steps.iter().map(step).collect();
        let schedule = lay_back(
            body.target_on.into(),
            &steps,
            context.today,
            &context.calendar,
        )?;
        let version = if body.dry_run {
            context.expect(entry.row.version)?;
            entry.row.version
        } else {
            let plan = Ok(plan(&body.steps, &schedule));
            actions::act(&mut context, &LEDGER, id.0, PLAN, plan).map_err(of_steps)?;
            entry.row.version + 1
        };
        let out = ScheduleOut::of(schedule, !body.dry_run);
        Ok(Reply::ok(&out)?.version(version))
    })
    .await
}

fn step(step: &ScheduleStep) -> StepIn {
    StepIn {
        name: step.name.clone(),
        amount: step.amount,
        unit: step.unit,
        track: step.track.clone(),
        precedes: step.precedes.clone(),
    }
}

/// The schedule as the body of a plan.
fn plan(steps: &[ScheduleStep], schedule: &Schedule) -> Fields {
    let milestone = |(node, step): (&super::rules::schedule::Node, &ScheduleStep)| {
        json!({
            "name": node.name,
            "track": node.track,
            "due_on": node.due_on,
            "department_id": step.department_id,
            "handler": step.handler,
        })
    };
    let milestones: Vec<Value> = schedule.nodes.iter().zip(steps).map(milestone).collect();
    Map::from_iter([("milestones".to_owned(), milestones.into())])
}

/// What is wrong with a milestone is wrong with its step.
fn of_steps(error: Error) -> Error {
    match error {
        Error::Invalid(errors) => {
            let of_step = |error: FieldError| FieldError {
                pointer: error.pointer.replace("/milestones", "/steps"),
                ..error
            };
            Error::Invalid(errors.into_iter().map(of_step).collect())
        }
        other => other,
    }
}

crate::text_enum! {
    /// How a road map is wanted.
    pub enum RoadmapFormat {
        /// What is drawn, as data.
        Json = "json",
        /// A picture of A3 in landscape.
        Svg = "svg",
    }
}

/// How the road map is wanted.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RoadmapQuery {
    /// As data (`json`), or as a picture (`svg`).
    #[param(inline)]
    format: RoadmapFormat,
}

/// A milestone on a road map.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoadmapNode {
    /// What it is called.
    name: String,
    /// The day by which it is due.
    due_on: NaiveDate,
    /// The day it was first due.
    original_due_on: NaiveDate,
    /// The day it was done; null until then.
    done_on: Option<NaiveDate>,
}

/// A permit on a road map.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoadmapPermit {
    /// Which one it is.
    kind: PermitKind,
    /// How far it is.
    state: PermitState,
    /// The day by which it is wanted.
    due_on: Option<NaiveDate>,
    /// The day it was given.
    done_on: Option<NaiveDate>,
}

/// A project over time (路线图): plan, original days, what is done, permits.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoadmapOut {
    /// Its number.
    number: String,
    /// What it is called.
    name: String,
    /// The day it is drawn for.
    today: NaiveDate,
    /// The day it is to be started.
    planned_start_on: Option<NaiveDate>,
    /// The day it is to be completed.
    planned_finish_on: Option<NaiveDate>,
    /// The day it was started.
    started_on: Option<NaiveDate>,
    /// The day it was completed.
    completed_on: Option<NaiveDate>,
    /// Its milestones, in their order.
    nodes: Vec<RoadmapNode>,
    /// The permits it needs.
    permits: Vec<RoadmapPermit>,
}

/// Get a project's road map (路线图).
#[utoipa::path(tag = "ledgers", operation_id = "get_project_roadmap", params(("id" = i64, Path), RoadmapQuery),
    responses((status = 200, description = "The road map.", headers(("Content-Disposition" = String)),
        content((RoadmapOut = "application/json"), (FileBytes = "image/svg+xml")))))]
#[get("/projects/{id}/roadmap")]
pub async fn draw_roadmap(
    call: Call,
    id: PathId,
    query: Query<RoadmapQuery>,
) -> Result<HttpResponse> {
    let (entry, today, format) = call
        .look(move |conn, call| {
            let scope = call.who.cases();
            let row = store::find(conn, scope, LEDGER.code(), id.0)?.ok_or(Error::NotFound)?;
            let format = query.check()?.format;
            Ok((Entry::read(conn, &LEDGER, row)?, call.today(), format))
        })
        .await?;
    let project: Project = typed(&entry.fields)?;
    let number = entry.row.number.clone();
    match format {
        RoadmapFormat::Json => Ok(HttpResponse::Ok().json(told(&entry, project, today))),
        RoadmapFormat::Svg => {
            let disposition = format!("inline; filename=\"{number}.svg\"");
            let svg = drawn(&entry, &project, today).svg()?;
            Ok(HttpResponse::Ok()
                .content_type("image/svg+xml")
                .insert_header((CONTENT_DISPOSITION, disposition))
                .body(svg))
        }
    }
}

fn told(entry: &Entry, project: Project, today: NaiveDate) -> RoadmapOut {
    let nodes = entry.milestones.iter().map(|one| RoadmapNode {
        name: one.name.clone(),
        due_on: one.due_on,
        original_due_on: one.original_due_on,
        done_on: one.done_on,
    });
    let needed = project.permits.into_iter().flatten().filter(|one| one.need);
    let permits = needed.map(|one| RoadmapPermit {
        kind: one.kind,
        state: one.state,
        due_on: one.due_on,
        done_on: one.done_on,
    });
    RoadmapOut {
        number: entry.row.number.clone(),
        name: project.name,
        today,
        planned_start_on: project.planned_start_on,
        planned_finish_on: project.planned_finish_on,
        started_on: project.started_on,
        completed_on: project.completed_on,
        nodes: nodes.collect(),
        permits: permits.collect(),
    }
}

fn drawn(entry: &Entry, project: &Project, today: NaiveDate) -> RoadMap {
    let nodes = entry.milestones.iter().map(|one| MapNode {
        name: one.name.clone(),
        due_on: one.due_on,
        original_due_on: one.original_due_on,
        done_on: one.done_on,
        provisional: one.provisional,
    });
    let needed = project.permits.iter().flatten().filter(|one| one.need);
    let permits = needed.map(|one| MapPermit {
        name: one.kind.zh().to_owned(),
        state: one.state,
        due_on: one.due_on,
        done_on: one.done_on,
    });
    RoadMap {
        title: format!("{}路线图", project.name),
        today,
        projects: vec![Drawn {
            number: entry.row.number.clone(),
            name: project.name.clone(),
            planned_start_on: project.planned_start_on,
            planned_finish_on: project.planned_finish_on,
            started_on: project.started_on,
            completed_on: project.completed_on,
            nodes: nodes.collect(),
            permits: permits.collect(),
        }],
    }
}
