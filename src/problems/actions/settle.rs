//! From resolving to 销号, and back: 办结, 即办, 回访, 持续跟踪, 销号, 重办.

use chrono::NaiveDate;
use serde_json::json;

use super::desk::Desk;
use super::dossier::{Dossier, Over};
use super::finish::Event;
use super::requests::back_to_the_park;
use super::ticking::Run;
use crate::base::{Error, Result};
use crate::calendar::closed_weeks;
use crate::problems::rules::bodies::{Close, FollowUp, Reopen, Resolve, ResolveOnSite, Track};
use crate::problems::rules::present::{self, Resolver, Rest};
use crate::problems::rules::table::Action;
use crate::problems::rules::words::{AssignmentRole, ClockKind, Outcome, Status};
use crate::problems::store::{self, NewAssignment, ProblemRow, StateRow};

/// 办结: the lead says what was done.
pub fn resolve(desk: &mut Desk, id: i64, body: Result<Resolve>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::Resolve, body, |_, _, _, _| Ok(()))?;
    once_resolved(desk, &mut dossier, body)
}

/// The resolving of a problem that was taken already.
pub(super) fn once_resolved(desk: &mut Desk, dossier: &mut Dossier, body: Resolve) -> Result<i64> {
    let now = desk.now;
    dossier.resume(desk, now)?;
    let limits = dossier.solve_limits();
    dossier.meet(desk, ClockKind::Solve)?;
    dossier.meet(desk, ClockKind::FirstReply)?;
    if let Some(lead) = dossier.lead().map(|lead| lead.id) {
        dossier.end_assignment(desk, lead, Over::Resolved)?;
    }
    let by = desk.department(body.on_behalf_of.as_ref());
    let rest = body.next_on.map(|next_on| Rest {
        remaining: body.remaining.clone(),
        next_step: body.next_step.clone(),
        next_on: next_on.into(),
    });
    resolved(desk, dossier, (body.outcome, rest), (by, limits))?;
    let data = json!({
        "outcome": body.outcome,
        "remaining": body.remaining,
        "next_step": body.next_step,
        "next_on": body.next_on,
    });
    let event = Event::new(body.resolution, data)
        .of(by)
        .on_behalf(body.on_behalf_of);
    desk.finish(dossier, Action::Resolve, event)
}

/// 即办: the park settled it on the spot, without a dispatch.
pub fn resolve_on_site(desk: &mut Desk, id: i64, body: Result<ResolveOnSite>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::ResolveOnSite, body, |_, _, _, _| Ok(()))?;
    resolved_there(desk, &mut dossier, body)
}

/// The resolving on the spot of a problem that was taken already.
pub(super) fn resolved_there(
    desk: &mut Desk,
    dossier: &mut Dossier,
    body: ResolveOnSite,
) -> Result<i64> {
    dossier.meet(desk, ClockKind::Dispatch)?;
    resolved(desk, dossier, (Outcome::Solved, None), (None, None))?;
    let event = Event::new(body.resolution, json!({ "outcome": Outcome::Solved }));
    desk.finish(dossier, Action::ResolveOnSite, event)
}

fn resolved(
    desk: &mut Desk,
    dossier: &mut Dossier,
    (outcome, rest): (Outcome, Option<Rest>),
    (department_id, limits): (Option<i64>, Option<(NaiveDate, NaiveDate)>),
) -> Result<()> {
    dossier.drop_clocks(desk, |_| true)?;
    let parts = dossier.supports().filter(|one| one.finished_at.is_none());
    let parts: Vec<i64> = parts.map(|one| one.id).collect();
    dossier.told.extend(parts);
    let present = &mut dossier.present;
    present.lapse();
    present.take_up_again();
    present.supervised = None;
    present.rest = rest;
    present.resolved_by = Some(Resolver {
        user_id: desk.person()?.user_id,
        department_id,
    });
    // On time is counted by the first resolve of a round.
    if present.resolved_on.is_none() {
        present.resolved_on = Some(desk.today);
        present.resolved_department_id = department_id;
        present.resolved_due_on = limits.map(|(due_on, _)| due_on);
        present.resolved_original_due_on = limits.map(|(_, original)| original);
    }
    let policy = desk.policy(dossier)?.0;
    let run = Run {
        target: policy.terms.targets.follow_up,
        warning: policy.terms.warning,
        imposed_on: None,
    };
    dossier.start(desk, ClockKind::FollowUp, None, run)?;
    dossier.row.status = Status::Resolved;
    dossier.row.outcome = Some(outcome);
    dossier.row.resolved_at = Some(desk.at());
    Ok(())
}

/// 回访: someone other than who resolved asks the enterprise.
pub fn follow_up(desk: &mut Desk, id: i64, body: Result<FollowUp>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::FollowUp, body, |_, _, _, _| Ok(()))?;
    heard(desk, &mut dossier, body, None)
}

/// 回访 that the enterprise answers by itself, through a door: nobody asked, so the event has no actor
/// and names the door. `may` refuses, with the problem held.
pub fn answered_through_a_door(
    desk: &mut Desk,
    (id, door_id): (i64, i64),
    body: FollowUp,
    may: impl FnOnce(&mut Desk, &ProblemRow) -> Result<()>,
) -> Result<i64> {
    let row = store::hold_any(desk.conn, id)?.ok_or(Error::NotFound)?;
    may(desk, &row)?;
    let mut dossier = Dossier::read(desk.conn, row)?;
    heard(desk, &mut dossier, body, Some(door_id))
}

/// Who is named where the enterprise answered by itself.
const ENTERPRISE: &str = "企业";

/// Notes the answer on a problem that was taken already.
pub(super) fn heard(
    desk: &mut Desk,
    dossier: &mut Dossier,
    body: FollowUp,
    door_id: Option<i64>,
) -> Result<i64> {
    let satisfaction = body.satisfaction.map(i64::from);
    dossier.present.follow_ups.push(present::FollowUp {
        round: dossier.row.round,
        on: desk.today,
        by: desk
            .actor
            .map_or_else(|| ENTERPRISE.to_owned(), |actor| actor.name.clone()),
        reached: body.reached,
        solved: body.solved,
        satisfaction,
        channel: body.channel,
        note: body.note.clone(),
        stands: true,
    });
    dossier.row.satisfaction = satisfaction.or(dossier.row.satisfaction);
    if body.reached {
        dossier.meet(desk, ClockKind::FollowUp)?;
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
    desk.finish(dossier, Action::FollowUp, Event::new(body.note, data))
}

/// 持续跟踪: stays open until its next day, and again, down to zero.
pub fn track(desk: &mut Desk, id: i64, body: Result<Track>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::Track, body, |_, _, _, _| Ok(()))?;
    tracked(desk, &mut dossier, body)
}

/// The tracking of a problem that was taken already.
pub(super) fn tracked(desk: &mut Desk, dossier: &mut Dossier, body: Track) -> Result<i64> {
    dossier.meet(desk, ClockKind::FollowUp)?;
    if let Some(lead) = dossier.lead().map(|lead| lead.id) {
        dossier.with_assignment(desk, lead, |one| {
            one.finished_at = None;
            one.finished_by = None;
        })?;
    }
    dossier.track(desk, body.next_on.into())?;
    dossier.present.take_up_again();
    dossier.present.rest = Some(Rest {
        remaining: dossier
            .present
            .rest
            .as_ref()
            .and_then(|rest| rest.remaining.clone()),
        next_step: dossier
            .present
            .rest
            .as_ref()
            .and_then(|rest| rest.next_step.clone()),
        next_on: body.next_on.into(),
    });
    dossier.row.status = Status::Tracking;
    dossier.row.resolved_at = None;
    let event = Event::new(body.note, json!({ "next_on": body.next_on }));
    desk.finish(dossier, Action::Track, event)
}

/// 销号.
pub fn close(desk: &mut Desk, id: i64, body: Result<Close>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::Close, body, |_, _, _, _| Ok(()))?;
    closed(desk, &mut dossier, body)
}

/// The closing of a problem that was taken already.
pub(super) fn closed(desk: &mut Desk, dossier: &mut Dossier, body: Close) -> Result<i64> {
    dossier.meet(desk, ClockKind::FollowUp)?;
    dossier.row.status = Status::Closed;
    dossier.row.closed_at = Some(desk.at());
    desk.finish(dossier, Action::Close, Event::new(body.note, json!({})))
}

/// 重办: a new round by a clock of its own. The first round's result stands, as sent back.
pub fn reopen(desk: &mut Desk, id: i64, body: Result<Reopen>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::Reopen, body, |_, _, _, _| Ok(()))?;
    dossier.drop_clocks(desk, |_| true)?;
    let ended = StateRow {
        is_current: false,
        sent_back: true,
        ..dossier.state()
    };
    let counted_on = closed_weeks::counted_on(desk.conn, desk.today, desk.today)?;
    store::note_state(desk.conn, counted_on, &ended)?;
    let lead = dossier.lead().cloned();
    dossier.end_assignments(desk, Over::Reopened)?;
    dossier.row.round += 1;
    dossier.row.reopened_count += 1;
    dossier.row.outcome = None;
    dossier.row.satisfaction = None;
    dossier.row.resolved_at = None;
    dossier.row.closed_at = None;
    let present = &mut dossier.present;
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
        None => back_to_the_park(desk, &mut dossier)?,
        Some(lead) => redo(desk, &mut dossier, lead.department_id, lead.is_final)?,
    }
    desk.finish(
        &mut dossier,
        Action::Reopen,
        Event::new(body.reason, json!({})).of(by),
    )
}

/// The same lead again, by the clock of a reopening.
fn redo(desk: &mut Desk, dossier: &mut Dossier, department_id: i64, is_final: bool) -> Result<()> {
    let (policy, frozen) = desk.policy(dossier)?;
    let at = desk.at();
    let new = NewAssignment {
        problem_id: dossier.row.id,
        department_id,
        role: AssignmentRole::Lead,
        round: dossier.row.round,
        is_final,
        note: None,
        meet_at: None,
        place: None,
        dispatched_at: at,
        accepted_at: Some(at),
        policy: frozen,
    };
    let assignment = dossier.hand_to(desk, &new)?;
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
        dossier.start(desk, kind, Some(&assignment), run)?;
    }
    dossier.row.status = Status::InProgress;
    dossier.row.dispatched_at = Some(at);
    dossier.row.accepted_at = Some(at);
    Ok(())
}
