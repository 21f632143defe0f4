//! A problem as the API shows it.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::Role;
use crate::deadlines::rules::Light;
use crate::problems::rules::bodies::OnBehalfOf;
use crate::problems::rules::present::{FollowUp, Rest, Suspension};
use crate::problems::rules::table::Action;
use crate::problems::rules::words::{
    AssignmentRole, ClockKind, Level, Outcome, RequestKind, Severity, Source, Status,
    SuspensionCause,
};

/// A problem with its assignments, the clocks of its present round, and what one may do with it now.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemOut {
    pub id: i64,
    #[schema(example = "SH-2021-016")]
    pub number: String,
    #[schema(example = "担心后续用电得不到保障")]
    pub title: String,
    pub description: String,
    pub park_id: i64,
    /// 保密: a department isn't told whose problem it is, nor anything that would tell it.
    pub confidential: bool,
    pub enterprise_id: Option<i64>,
    pub enterprise_name: Option<String>,
    pub site_name: Option<String>,
    pub visit_id: Option<i64>,
    pub source: Source,
    pub source_reference: Option<String>,
    pub source_due_on: Option<NaiveDate>,
    pub category_id: Option<i64>,
    pub severity: Severity,
    pub level: Level,
    pub status: Status,
    pub outcome: Option<Outcome>,
    /// 1, and one more with each reopening.
    pub round: i64,
    pub raised_on: NaiveDate,
    #[schema(format = DateTime)]
    pub reported_at: String,
    #[schema(format = DateTime)]
    pub dispatched_at: Option<String>,
    #[schema(format = DateTime)]
    pub accepted_at: Option<String>,
    #[schema(format = DateTime)]
    pub resolved_at: Option<String>,
    #[schema(format = DateTime)]
    pub closed_at: Option<String>,
    /// Of all rounds, oldest first.
    pub assignments: Vec<AssignmentOut>,
    pub clocks: ClocksOut,
    /// The worst light of the running clocks; null where none runs.
    pub light: Option<Light>,
    /// What waits for a ruling.
    pub requests: Vec<RequestOut>,
    pub suspension: Option<Suspension>,
    /// What a partly solved or planned case leaves to do.
    pub rest: Option<Rest>,
    pub follow_ups: Vec<FollowUp>,
    /// The last answer of this round, 1 to 5.
    pub satisfaction: Option<i64>,
    pub returned_count: i64,
    pub reopened_count: i64,
    pub extended_count: i64,
    pub supervised_count: i64,
    pub merged_into_id: Option<i64>,
    /// What you could do now, in your own name or on a department's behalf.
    pub allowed_actions: Vec<Action>,
    /// Only after filing: open problems of the same enterprise with a like title.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub similar: Option<Vec<SimilarOut>>,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub updated_at: String,
    pub version: i64,
}

/// A department's part in a problem.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssignmentOut {
    pub id: i64,
    pub department_id: i64,
    pub role: AssignmentRole,
    pub round: i64,
    pub handler: Option<String>,
    /// A return was refused, or the coordinator said so: no return any more.
    #[serde(rename = "final")]
    pub is_final: bool,
    pub note: Option<String>,
    #[schema(format = DateTime)]
    pub meet_at: Option<String>,
    pub place: Option<String>,
    #[schema(format = DateTime)]
    pub dispatched_at: String,
    #[schema(format = DateTime)]
    pub accepted_at: Option<String>,
    #[schema(format = DateTime)]
    pub finished_at: Option<String>,
    pub clocks: ClocksOut,
}

/// Clocks by what they are for; those that never ran are left out.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ClocksOut {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub dispatch: Option<ClockOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub accept: Option<ClockOut>,
    /// Until when it can be returned; it reddens nothing.
    #[serde(rename = "return", skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub return_: Option<ClockOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub first_reply: Option<ClockOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub solve: Option<ClockOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub support: Option<ClockOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub follow_up: Option<ClockOut>,
}

impl ClocksOut {
    pub fn put(&mut self, kind: ClockKind, clock: ClockOut) {
        let place = match kind {
            ClockKind::Dispatch => &mut self.dispatch,
            ClockKind::Accept => &mut self.accept,
            ClockKind::Return => &mut self.return_,
            ClockKind::FirstReply => &mut self.first_reply,
            ClockKind::Solve => &mut self.solve,
            ClockKind::Support => &mut self.support,
            ClockKind::FollowUp => &mut self.follow_up,
        };
        *place = Some(clock);
    }

    pub fn get(&self, kind: ClockKind) -> Option<&ClockOut> {
        let place = match kind {
            ClockKind::Dispatch => &self.dispatch,
            ClockKind::Accept => &self.accept,
            ClockKind::Return => &self.return_,
            ClockKind::FirstReply => &self.first_reply,
            ClockKind::Solve => &self.solve,
            ClockKind::Support => &self.support,
            ClockKind::FollowUp => &self.follow_up,
        };
        place.as_ref()
    }
}

impl ProblemOut {
    /// The lead at present, or the last one.
    pub fn lead_department_id(&self) -> Option<i64> {
        let mut leads = self.assignments.iter().rev();
        leads
            .find(|one| one.role == AssignmentRole::Lead)
            .map(|one| one.department_id)
    }

    /// The day the running solve limit ends on.
    pub fn due_on(&self) -> Option<NaiveDate> {
        let solve = self.clocks.solve.as_ref();
        solve
            .filter(|one| one.light.is_some())
            .map(|one| one.due_on)
    }
}

/// One clock.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClockOut {
    #[schema(example = "2021-08-11")]
    pub due_on: NaiveDate,
    /// The instant, for limits in hours.
    #[schema(format = DateTime)]
    pub due_at: Option<String>,
    /// The first limit, before anything changed it.
    pub original_due_on: NaiveDate,
    /// Null once it has ended.
    pub light: Option<Light>,
    /// Working days left, negative once late; null once it has ended.
    pub remaining_working_days: Option<i64>,
    /// May still move when a year's notice is published.
    pub provisional: bool,
    /// Whether it ended in time; null while it runs.
    pub met: Option<bool>,
    /// Why this date: the facts it follows from, in order.
    pub why: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SimilarOut {
    pub id: i64,
    pub number: String,
    pub title: String,
    pub status: Status,
}

/// A request that waits for a ruling.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestOut {
    pub kind: RequestKind,
    pub until: Option<NaiveDate>,
    pub cause: Option<SuspensionCause>,
    pub reason: String,
    #[schema(format = DateTime)]
    pub asked_at: String,
}

/// Something that happened to a problem; never changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventOut {
    pub id: i64,
    /// The action's name, or `recompute`.
    #[schema(example = "accept")]
    pub kind: String,
    pub occurred_on: NaiveDate,
    #[schema(format = DateTime)]
    pub recorded_at: String,
    /// The day it is counted on.
    pub counted_on: NaiveDate,
    pub round: i64,
    /// Null for the system.
    pub actor: Option<EventActor>,
    pub department_id: Option<i64>,
    pub on_behalf_of: Option<OnBehalfOf>,
    pub text: Option<String>,
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct EventActor {
    pub id: i64,
    pub name: String,
    pub role: Role,
}

/// What waits for me.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueOut {
    /// How many of each kind; kinds without any are left out. `confirm` counts what enterprises filed
    /// by themselves, which `/door_reports` lists: it is no problem yet.
    pub counts: std::collections::BTreeMap<String, i64>,
    pub items: Vec<QueueItem>,
    /// For kinds of which more wait than are listed: the `cursor` of their next page.
    pub more: std::collections::BTreeMap<String, String>,
    /// For the coordinator and the administrator: the year whose notice of days off ought to be here
    /// and isn't.
    #[schema(example = 2027)]
    pub missing_notice: Option<i32>,
}

/// One problem that waits for me.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueItem {
    /// What is to be done: the action's name, one of `allowed_actions`.
    #[schema(example = "accept")]
    pub kind: String,
    pub problem_id: i64,
    pub number: String,
    pub title: String,
    pub status: Status,
    pub park_id: i64,
    pub enterprise_id: Option<i64>,
    pub enterprise_name: Option<String>,
    pub site_name: Option<String>,
    /// The lead at present, or the last one.
    pub lead_department_id: Option<i64>,
    /// Who handles it in your department.
    pub handler: Option<String>,
    /// The running solve limit.
    pub due_on: Option<NaiveDate>,
    /// The worst light of the problem's running clocks.
    pub light: Option<Light>,
    /// Which clock tells how long this may wait, and how it stands; null where none runs.
    pub clock_kind: Option<ClockKind>,
    pub clock: Option<ClockOut>,
    pub allowed_actions: Vec<Action>,
}
