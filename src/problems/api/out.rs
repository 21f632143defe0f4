//! A problem as the API shows it.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::deadlines::rules::Light;
use crate::problems::rules::present::{FollowUp, Rest, Suspension};
use crate::problems::rules::table::Action;
use crate::problems::rules::words::{
    AssignmentRole, ClockKind, Level, Outcome, RequestKind, Severity, Source, Status,
    SuspensionCause,
};

/// A problem with its assignments, the clocks of its present round, and what one may do with it now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = super::example::problem)]
pub struct ProblemOut {
    pub id: i64,
    /// Its number: the code of the park it was filed in, the year and a running number. It never changes.
    #[schema(example = "SH-2021-016")]
    pub number: String,
    /// What it is about, on one line.
    #[schema(example = "担心后续用电得不到保障")]
    pub title: String,
    /// The whole of it; may be empty.
    pub description: String,
    pub park_id: i64,
    /// 保密: a department isn't told whose problem it is, nor anything that would tell it.
    pub confidential: bool,
    /// The enterprise whose problem it is; null where there is none, and where the reader isn't told.
    pub enterprise_id: Option<i64>,
    /// The enterprise's name at present; null as `enterprise_id`.
    pub enterprise_name: Option<String>,
    /// The project site (项目现场); null where there is none, and where the reader isn't told.
    pub site_name: Option<String>,
    /// The visit it came of; null where it came of none, and where the reader isn't told.
    pub visit_id: Option<i64>,
    /// How it came to be known.
    pub source: Source,
    /// The number of the paper it came with (来源文号); null where there is none, and where the reader
    /// isn't told.
    pub source_reference: Option<String>,
    /// The last day to solve it that it came with; null where none did.
    pub source_due_on: Option<NaiveDate>,
    /// What it is about, by a category; null where it has none.
    pub category_id: Option<i64>,
    /// How grave it is.
    pub severity: Severity,
    /// Who can solve it.
    pub level: Level,
    /// Where it stands.
    pub status: Status,
    /// What the last resolving of this round came to; null before.
    pub outcome: Option<Outcome>,
    /// 1, and one more with each reopening.
    pub round: i64,
    /// The day on which the enterprise raised it.
    pub raised_on: NaiveDate,
    /// When it was filed; of an imported one the midnight with which the day in the ledger begins.
    #[schema(format = DateTime)]
    pub reported_at: String,
    /// When the present lead was given it; null where it waits for a dispatch, or never had one.
    #[schema(format = DateTime)]
    pub dispatched_at: Option<String>,
    /// When the present lead accepted it (签收); null where it hasn't.
    #[schema(format = DateTime)]
    pub accepted_at: Option<String>,
    /// When it was resolved (办结); null while it isn't, or isn't any more.
    #[schema(format = DateTime)]
    pub resolved_at: Option<String>,
    /// When it was closed (销号); null while it isn't, or isn't any more.
    #[schema(format = DateTime)]
    pub closed_at: Option<String>,
    /// The parts of departments in it, of all rounds, oldest first.
    pub assignments: Vec<AssignmentOut>,
    /// The clocks of the present round, those of supporting departments aside.
    pub clocks: ClocksOut,
    /// The worst light of the running clocks; null where none runs.
    pub light: Option<Light>,
    /// What waits for a ruling by the coordinator.
    pub requests: Vec<RequestOut>,
    /// Why and until when its clocks stand still; null where it isn't suspended.
    pub suspension: Option<Suspension>,
    /// What remains to be done; null where the last resolving left nothing.
    pub rest: Option<Rest>,
    /// What the enterprise said, of all rounds, oldest first.
    pub follow_ups: Vec<FollowUp>,
    /// The enterprise's last answer of this round, from 5 (非常满意) to 1 (非常不满意); null where there is
    /// none.
    pub satisfaction: Option<i64>,
    /// How often departments returned it (退回), refused returns among them.
    pub returned_count: i64,
    /// How often it was taken up again (重办).
    pub reopened_count: i64,
    /// How many extensions were granted (延期).
    pub extended_count: i64,
    /// How often it was urged or instructed (督办、批示).
    pub supervised_count: i64,
    /// The problem it was merged into (并单); null where it wasn't, and where the reader isn't told.
    pub merged_into_id: Option<i64>,
    /// What you could do now, in your own name or on a department's behalf.
    pub allowed_actions: Vec<Action>,
    /// Only after filing: at most 5 open problems of the same enterprise with a like title.
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
    /// Which part it is.
    pub role: AssignmentRole,
    /// The round it belongs to.
    pub round: i64,
    /// Who handles it in the department (承办人); null where nobody was named.
    pub handler: Option<String>,
    /// A return was refused, or the coordinator said so: no return any more.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// What the department was told with it; null where nothing was.
    pub note: Option<String>,
    /// When it was to be at the enterprise (吹哨报到); null where it wasn't called there.
    #[schema(format = DateTime)]
    pub meet_at: Option<String>,
    /// Where it was to come to; null where it isn't said.
    pub place: Option<String>,
    /// When the department was given it.
    #[schema(format = DateTime)]
    pub dispatched_at: String,
    /// When the lead accepted it (签收); null where it hasn't, and of a supporting part.
    #[schema(format = DateTime)]
    pub accepted_at: Option<String>,
    /// When the part ended: resolved, replied, returned, dispatched anew, reopened or excluded; null while it
    /// goes on.
    #[schema(format = DateTime)]
    pub finished_at: Option<String>,
    /// The clocks of this part.
    pub clocks: ClocksOut,
}

/// Clocks by what they limit, running ones and ended ones. Those that never ran, and those that nobody
/// has to answer for any more, are left out.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ClocksOut {
    /// Until when it is to be dispatched (派单).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub dispatch: Option<ClockOut>,
    /// Until when the lead is to accept it (签收).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub accept: Option<ClockOut>,
    /// Until when the lead can return it (退回); it reddens nothing.
    #[serde(rename = "return", skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub return_: Option<ClockOut>,
    /// Until when the lead is to report for the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub first_reply: Option<ClockOut>,
    /// Until when it is to be resolved (办结).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub solve: Option<ClockOut>,
    /// Until when the supporting department is to reply (协办回复).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub support: Option<ClockOut>,
    /// Until when the enterprise is to be asked (回访).
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

/// A clock: its limit, and how it stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClockOut {
    /// The last day, until its midnight; of a limit in hours the day of `due_at`.
    #[schema(example = "2021-08-11")]
    pub due_on: NaiveDate,
    /// The instant at which a limit in hours ends; null of limits in days.
    #[schema(format = DateTime)]
    pub due_at: Option<String>,
    /// The last day as it was first set, before anything changed it.
    pub original_due_on: NaiveDate,
    /// How it stands; null once it has ended, or the time to return it is over.
    pub light: Option<Light>,
    /// Working days after today up to the last day: 0 on that day, negative once it has passed; null once
    /// it has ended.
    pub remaining_working_days: Option<i64>,
    /// 暂定: it touches a year whose notice of days off isn't published here, and may still move.
    pub provisional: bool,
    /// Whether it ended in time; null while it runs.
    pub met: Option<bool>,
    /// Why the limit lies where it does: the facts that it follows from, in order, in Chinese.
    pub why: Vec<String>,
}

/// An open problem of the same enterprise with a like title.
#[derive(Debug, Serialize, ToSchema)]
pub struct SimilarOut {
    pub id: i64,
    /// Its number.
    pub number: String,
    /// What it is about, on one line.
    pub title: String,
    /// Where it stands.
    pub status: Status,
}

/// A request that waits for a ruling.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestOut {
    /// What is asked for.
    pub kind: RequestKind,
    /// The day asked for: the new last day, or the day to resume on; null for a return.
    pub until: Option<NaiveDate>,
    /// Why it should be suspended; null for the other kinds.
    pub cause: Option<SuspensionCause>,
    /// The reason given.
    pub reason: String,
    /// When it was asked for.
    #[schema(format = DateTime)]
    pub asked_at: String,
}
