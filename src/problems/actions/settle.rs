//! From resolving to 销号, and back: 办结, 即办, 回访, 持续跟踪, 销号, 重办.

use chrono::NaiveDate;
use serde_json::json;

use super::context::WriteContext;
use super::finish::Event;
use super::loaded::{AssignmentEnd, LoadedProblem};
use super::requests::back_to_the_park;
use super::time_limits::Run;
use crate::base::{Error, Result};
use crate::calendar::closed_weeks;
use crate::problems::rules::bodies::{
    AfterFollowUp, Close, FollowUp, Reopen, Resolve, ResolveOnSite, Track,
};
use crate::problems::rules::present::{self, Resolver, Rest};
use crate::problems::rules::table::Action;
use crate::problems::rules::words::{AssignmentRole, ClockKind, Outcome, Status};
use crate::problems::store::{self, NewAssignment, ProblemRow, StateRow};
use crate::vocabulary::people::ENTERPRISE;

/// 办结: the lead says what was done.
pub fn resolve(context: &mut WriteContext, id: i64, body: Result<Resolve>) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::Resolve, body, |_, _, _, _| Ok(()))?;
    once_resolved(context, &mut loaded, body)
}

/// The resolving of a problem that was taken already.
pub(super) fn once_resolved(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    body: Resolve,
) -> Result<i64> {
    let now = context.now;
    loaded.resume(context, now)?;
    let limits = loaded.solve_limits();
    loaded.meet(context, ClockKind::Solve)?;
    loaded.meet(context, ClockKind::FirstReply)?;
    if let Some(lead) = loaded.lead().map(|lead| lead.id) {
        loaded.end_assignment(context, lead, AssignmentEnd::Resolved)?;
    }
    let by = context.department(body.on_behalf_of.as_ref());
    let rest = body.next_on.map(|next_on| Rest {
        remaining: body.remaining.clone(),
        next_step: body.next_step.clone(),
        next_on: next_on.into(),
    });
    resolved(context, loaded, (body.outcome, rest), (by, limits))?;
    let data = json!({
        "outcome": body.outcome,
        "remaining": body.remaining,
        "next_step": body.next_step,
        "next_on": body.next_on,
    });
    let event = Event::new(body.resolution, data)
        .of(by)
        .on_behalf(body.on_behalf_of);
    context.finish(loaded, Action::Resolve, event)
}

/// 即办: the park settled it on the spot, without a dispatch.
pub fn resolve_on_site(
    context: &mut WriteContext,
    id: i64,
    body: Result<ResolveOnSite>,
) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::ResolveOnSite, body, |_, _, _, _| Ok(()))?;
    resolved_there(context, &mut loaded, body)
}

/// The resolving on the spot of a problem that was taken already.
pub(super) fn resolved_there(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    body: ResolveOnSite,
) -> Result<i64> {
    loaded.meet(context, ClockKind::Dispatch)?;
    resolved(context, loaded, (Outcome::Solved, None), (None, None))?;
    let event = Event::new(body.resolution, json!({ "outcome": Outcome::Solved }));
    context.finish(loaded, Action::ResolveOnSite, event)
}

fn resolved(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    (outcome, rest): (Outcome, Option<Rest>),
    (department_id, limits): (Option<i64>, Option<(NaiveDate, NaiveDate)>),
) -> Result<()> {
    loaded.cancel_clocks(context, |_| true)?;
    let parts = loaded.supports().filter(|one| one.finished_at.is_none());
    let parts: Vec<i64> = parts.map(|one| one.id).collect();
    loaded.changed_assignments.extend(parts);
    let present = &mut loaded.present;
    present.lapse();
    present.take_up_again();
    present.supervised = None;
    present.rest = rest;
    present.resolved_by = Some(Resolver {
        user_id: context.person()?.user_id,
        department_id,
    });
    // On time is counted by the first resolve of a round.
    if present.resolved_on.is_none() {
        present.resolved_on = Some(context.today);
        present.resolved_department_id = department_id;
        present.resolved_due_on = limits.map(|(due_on, _)| due_on);
        present.resolved_original_due_on = limits.map(|(_, original)| original);
    }
    let policy = context.policy(loaded)?.0;
    let run = Run {
        target: policy.terms.targets.follow_up,
        warning: policy.terms.warning,
        imposed_on: None,
    };
    loaded.start(context, ClockKind::FollowUp, None, run)?;
    loaded.row.status = Status::Resolved;
    loaded.row.outcome = Some(outcome);
    loaded.row.resolved_at = Some(context.at());
    Ok(())
}

/// 回访: someone other than who resolved asks the enterprise, and makes the move that follows at once
/// where the body names one: two events, or none where the second isn't allowed.
pub fn follow_up(context: &mut WriteContext, id: i64, body: Result<FollowUp>) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::FollowUp, body, |_, _, _, _| Ok(()))?;
    let after = body.after();
    let before = loaded.facts(context);
    let event = record_follow_up(context, &mut loaded, body, None)?;
    let Some(after) = after else {
        return Ok(event);
    };
    context.may_follow(after.action(), &before, &loaded)?;
    match after {
        AfterFollowUp::Close(body) => closed(context, &mut loaded, body),
        AfterFollowUp::Track(body) => tracked(context, &mut loaded, body),
        AfterFollowUp::Reopen(body) => reopened(context, &mut loaded, body),
    }
}

/// 回访 that the enterprise answers by itself, through a door: nobody asked, so the event has no actor
/// and names the door. `may` refuses, with the problem held.
pub fn answered_through_a_door(
    context: &mut WriteContext,
    (id, door_id): (i64, i64),
    body: FollowUp,
    may: impl FnOnce(&mut WriteContext, &ProblemRow) -> Result<()>,
) -> Result<i64> {
    let row = store::hold_any(context.conn, id)?.ok_or(Error::NotFound)?;
    may(context, &row)?;
    let mut loaded = LoadedProblem::read(context.conn, row)?;
    record_follow_up(context, &mut loaded, body, Some(door_id))
}

/// Notes the answer on a problem that was taken already.
pub(super) fn record_follow_up(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    body: FollowUp,
    door_id: Option<i64>,
) -> Result<i64> {
    let satisfaction = body.satisfaction.map(i64::from);
    loaded.present.follow_ups.push(present::FollowUp {
        round: loaded.row.round,
        on: context.today,
        by: context
            .actor
            .map_or_else(|| ENTERPRISE.to_owned(), |actor| actor.name.clone()),
        reached: body.reached,
        solved: body.solved,
        satisfaction,
        channel: body.channel,
        note: body.note.clone(),
        stands: true,
    });
    loaded.row.satisfaction = satisfaction.or(loaded.row.satisfaction);
    if body.reached {
        loaded.meet(context, ClockKind::FollowUp)?;
    }
    let mut data = json!({
        "reached": body.reached,
        "solved": body.solved,
        "satisfaction": body.satisfaction,
        "channel": body.channel,
    });
    if let Some(door) = door_id {
        data["door_id"] = json!(door);
    }
    context.finish(loaded, Action::FollowUp, Event::new(body.note, data))
}

/// 持续跟踪: stays open until its next day, and again, down to zero.
pub fn track(context: &mut WriteContext, id: i64, body: Result<Track>) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::Track, body, |_, _, _, _| Ok(()))?;
    tracked(context, &mut loaded, body)
}

/// The tracking of a problem that was taken already.
pub(super) fn tracked(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    body: Track,
) -> Result<i64> {
    loaded.meet(context, ClockKind::FollowUp)?;
    if let Some(lead) = loaded.lead().map(|lead| lead.id) {
        loaded.change_assignment(context, lead, |one| {
            one.finished_at = None;
            one.finished_by = None;
        })?;
    }
    loaded.track(context, body.next_on.into())?;
    loaded.present.take_up_again();
    loaded.present.rest = Some(Rest {
        remaining: loaded
            .present
            .rest
            .as_ref()
            .and_then(|rest| rest.remaining.clone()),
        next_step: loaded
            .present
            .rest
            .as_ref()
            .and_then(|rest| rest.next_step.clone()),
        next_on: body.next_on.into(),
    });
    loaded.row.status = Status::Tracking;
    loaded.row.resolved_at = None;
    let event = Event::new(body.note, json!({ "next_on": body.next_on }));
    context.finish(loaded, Action::Track, event)
}

/// 销号.
pub fn close(context: &mut WriteContext, id: i64, body: Result<Close>) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::Close, body, |_, _, _, _| Ok(()))?;
    closed(context, &mut loaded, body)
}

/// The closing of a problem that was taken already.
pub(super) fn closed(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    body: Close,
) -> Result<i64> {
    loaded.meet(context, ClockKind::FollowUp)?;
    loaded.row.status = Status::Closed;
    loaded.row.closed_at = Some(context.at());
    context.finish(loaded, Action::Close, Event::new(body.note, json!({})))
}

/// 重办: a new round by a clock of its own. The first round's result stands, as sent back.
pub fn reopen(context: &mut WriteContext, id: i64, body: Result<Reopen>) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::Reopen, body, |_, _, _, _| Ok(()))?;
    reopened(context, &mut loaded, body)
}

/// The reopening of a problem that was taken already.
fn reopened(context: &mut WriteContext, loaded: &mut LoadedProblem, body: Reopen) -> Result<i64> {
    loaded.cancel_clocks(context, |_| true)?;
    let ended = StateRow {
        is_current: false,
        sent_back: true,
        ..loaded.state()
    };
    let counted_on = closed_weeks::counted_on(context.conn, context.today, context.today)?;
    store::note_state(context.conn, counted_on, &ended)?;
    let lead = loaded.lead().cloned();
    loaded.end_assignments(context, AssignmentEnd::Reopened)?;
    loaded.row.round += 1;
    loaded.row.reopened_count += 1;
    loaded.row.outcome = None;
    loaded.row.satisfaction = None;
    loaded.row.resolved_at = None;
    loaded.row.closed_at = None;
    let present = &mut loaded.present;
    present.take_up_again();
    present.resolved_by = None;
    present.rest = None;
    present.imposed_on = None;
    present.resolved_on = None;
    present.resolved_department_id = None;
    present.resolved_due_on = None;
    present.resolved_original_due_on = None;
    let by = lead.as_ref().map(|lead| lead.department_id);
    match lead {
        None => back_to_the_park(context, loaded)?,
        Some(lead) => redo(context, loaded, lead.department_id, lead.is_final)?,
    }
    context.finish(
        loaded,
        Action::Reopen,
        Event::new(body.reason, json!({})).of(by),
    )
}

/// The same lead again, by the clock of a reopening.
fn redo(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    department_id: i64,
    is_final: bool,
) -> Result<()> {
    let (policy, frozen) = context.policy(loaded)?;
    let at = context.at();
    let new = NewAssignment {
        problem_id: loaded.row.id,
        department_id,
        role: AssignmentRole::Lead,
        round: loaded.row.round,
        is_final,
        note: None,
        meet_at: None,
        place: None,
        dispatched_at: at,
        accepted_at: Some(at),
        policy: frozen,
    };
    let assignment = loaded.add_assignment(context, &new)?;
    let targets = policy.terms.targets;
    for (kind, target) in [
        (ClockKind::Return, targets.return_),
        (ClockKind::Solve, targets.redo()),
    ] {
        let run = Run {
            target,
            warning: policy.terms.warning,
            imposed_on: None,
        };
        loaded.start(context, kind, Some(&assignment), run)?;
    }
    loaded.row.status = Status::InProgress;
    loaded.row.dispatched_at = Some(at);
    loaded.row.accepted_at = Some(at);
    Ok(())
}
