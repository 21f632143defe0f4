//! What a problem waits for, and from whom.
//!
//! One [`Wait`] for each action that is due next, derived from the same [`Facts`] as the guards:
//! every action listed is allowed to whoever it is listed for. Actions possible at any time (a
//! comment, an edit) are not listed.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::facts::{Facts, Pending};
use super::table::Action;
use super::words::{ClockKind, RequestKind, Status};

crate::text_enum! {
    /// Whose work it is.
    pub enum Responsible {
        /// A department on the problem.
        Department = "department",
        /// The park or the coordinator, whoever acts first.
        Office = "office",
        Coordinator = "coordinator",
        Leader = "leader",
    }
}

/// One action that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    pub action: Action,
    pub whom: Responsible,
    pub department_id: Option<i64>,
    /// A user who may not take it: who made the request, or resolved the problem.
    pub excluded_user: Option<i64>,
    /// When it becomes due; None: at once.
    pub from: Option<DateTime<Utc>>,
    /// When another action replaces it; None: never.
    pub until: Option<DateTime<Utc>>,
}

/// The moments that decide when an action becomes due, from clocks and facts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moments {
    /// When the first report becomes urgent: its clock turns yellow, at the latest on its last day.
    pub first_report: Option<DateTime<Utc>>,
    /// The start of the day for which the lead promised its next step.
    pub next_step: Option<DateTime<Utc>>,
    /// When a reply was asked for that is still missing.
    pub reply_asked: Option<DateTime<Utc>>,
    /// The midnight after the day by which that reply was wanted.
    pub reply_late: Option<DateTime<Utc>>,
    /// When the solve limit of a tracked problem becomes urgent: its clock turns yellow, at the
    /// latest on its last day.
    pub solve_nears: Option<DateTime<Utc>>,
    /// The midnight after the solve limit.
    pub overdue: Option<DateTime<Utc>>,
    /// When the problem was last urged or instructed.
    pub supervised: Option<DateTime<Utc>>,
    /// The start of the day after the last follow-up that reached nobody.
    pub ask_again: Option<DateTime<Utc>>,
}

impl Wait {
    fn of(action: Action, whom: Responsible) -> Self {
        Self {
            action,
            whom,
            department_id: None,
            excluded_user: None,
            from: None,
            until: None,
        }
    }

    fn by(self, department: i64) -> Self {
        Self {
            department_id: Some(department),
            ..self
        }
    }

    fn not(self, user: Option<i64>) -> Self {
        Self {
            excluded_user: user,
            ..self
        }
    }

    fn from(self, from: Option<DateTime<Utc>>) -> Self {
        Self { from, ..self }
    }

    fn until(self, until: Option<DateTime<Utc>>) -> Self {
        Self { until, ..self }
    }

    /// The clock that limits this action.
    pub fn clock(&self) -> ClockKind {
        clock_of(self.action)
    }
}

/// The clock that limits an action.
pub fn clock_of(action: Action) -> ClockKind {
    match action {
        Action::Dispatch => ClockKind::Dispatch,
        Action::Accept => ClockKind::Accept,
        Action::Progress => ClockKind::FirstReply,
        Action::Reply => ClockKind::Support,
        Action::FollowUp | Action::Track | Action::Close | Action::Reopen => ClockKind::FollowUp,
        _ => ClockKind::Solve,
    }
}

/// Everything that a problem waits for.
pub fn waits(facts: &Facts, at: &Moments) -> Vec<Wait> {
    let mut found = vec![];
    match facts.status {
        Status::Reported => found.push(Wait::of(Action::Dispatch, Responsible::Office)),
        Status::Dispatched => found.extend(of_lead(facts, Action::Accept)),
        Status::Returned => found.extend(ruling(facts, RequestKind::Return, Action::DecideReturn)),
        Status::InProgress => {
            found.extend(ruling(
                facts,
                RequestKind::Suspension,
                Action::DecideSuspension,
            ));
            found.extend(worked_on(facts, at, None));
        }
        Status::Tracking => found.extend(worked_on(facts, at, at.solve_nears)),
        Status::Resolved => found.push(settled(facts, at)),
        Status::Suspended
        | Status::Closed
        | Status::Rejected
        | Status::Merged
        | Status::Withdrawn => {}
    }
    if matches!(
        facts.status,
        Status::Dispatched | Status::InProgress | Status::Tracking
    ) {
        let unfinished = facts.supports.iter().filter(|part| !part.finished);
        let parts: BTreeSet<_> = unfinished.map(|part| part.department_id).collect();
        let reply = Wait::of(Action::Reply, Responsible::Department);
        found.extend(parts.into_iter().map(|part| reply.by(part)));
    }
    if facts.status.is_open() && facts.status != Status::Suspended {
        found.extend(supervision_waits(at));
    }
    found
}

fn of_lead(facts: &Facts, action: Action) -> Option<Wait> {
    let lead = facts.lead.as_ref()?;
    Some(Wait::of(action, Responsible::Department).by(lead.department_id))
}

fn ruling(facts: &Facts, kind: RequestKind, action: Action) -> Option<Wait> {
    let asked = |request: &Pending| request.asked_by;
    let by = facts.pending(kind).map(asked)?;
    Some(Wait::of(action, Responsible::Coordinator).not(Some(by)))
}

/// The lead's work, one thing at a time: a report that is due, else solving it. `nears` is from when
/// on solving it waits.
fn worked_on(
    facts: &Facts,
    at: &Moments,
    nears: Option<DateTime<Utc>>,
) -> impl Iterator<Item = Wait> {
    let moments = [at.first_report, at.next_step, at.reply_asked];
    let report = moments.into_iter().flatten().min();
    let progress =
        report.and_then(|from| of_lead(facts, Action::Progress).map(|wait| wait.from(Some(from))));
    let resolve = of_lead(facts, Action::Resolve).map(|wait| wait.from(nears).until(report));
    let extension = ruling(facts, RequestKind::Extension, Action::DecideExtension);
    progress.into_iter().chain(resolve).chain(extension)
}

/// The next action on a resolved problem: close it where that is allowed, track it where work
/// remains, reopen it where the enterprise says it isn't solved, else follow up.
fn settled(facts: &Facts, at: &Moments) -> Wait {
    let contradicted = facts
        .follow_ups
        .iter()
        .filter_map(|asked| asked.solved)
        .next_back()
        == Some(false);
    let action = if facts.is_confirmed() {
        Action::Close
    } else if facts
        .outcome
        .is_some_and(|outcome| outcome.has_remaining_work())
    {
        Action::Track
    } else if contradicted {
        Action::Reopen
    } else {
        Action::FollowUp
    };
    let from = at.ask_again.filter(|_| action == Action::FollowUp);
    Wait::of(action, Responsible::Office)
        .not(facts.resolved_by.map(|by| by.user_id))
        .from(from)
}

/// An overdue problem is listed for the leader while it is overdue, and for the coordinator until
/// somebody has supervised it since. A missing reply is listed for both.
fn supervision_waits(at: &Moments) -> impl Iterator<Item = Wait> {
    let told = |late: &DateTime<Utc>| at.supervised.is_some_and(|told| told >= *late);
    let unurged = at.overdue.filter(|late| !told(late));
    let one = |late: Option<DateTime<Utc>>, whom| {
        let from = late.into_iter().chain(at.reply_late).min()?;
        Some(Wait::of(Action::Supervise, whom).from(Some(from)))
    };
    one(unurged, Responsible::Coordinator)
        .into_iter()
        .chain(one(at.overdue, Responsible::Leader))
}
