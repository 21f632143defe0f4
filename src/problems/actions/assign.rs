//! Handing a problem to departments: 派单, 改派, 增加协办.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::context::WriteContext;
use super::finish::{Concerned, Event};
use super::loaded::{AssignmentEnd, LoadedProblem};
use super::time_limits::Run;
use crate::base::Result;
use crate::problems::rules::bodies::{AddSupport, Dispatch, Redispatch};
use crate::problems::rules::check::Check;
use crate::problems::rules::table::Action;
use crate::problems::rules::words::{AssignmentRole, ClockKind, Status};
use crate::problems::store::{AssignmentRow, NewAssignment};

/// Whom a problem is handed to, and how.
#[derive(Debug, Clone, Default)]
pub struct Assignees {
    pub lead: i64,
    pub supporting: Vec<i64>,
    pub note: Option<String>,
    pub meet_at: Option<DateTime<Utc>>,
    pub place: Option<String>,
    pub due_on: Option<NaiveDate>,
    /// The limit as a ledger tells it, whatever the policy says.
    pub limit_on: Option<NaiveDate>,
    /// No return is possible.
    pub is_final: bool,
}

impl From<Dispatch> for Assignees {
    fn from(body: Dispatch) -> Self {
        Self {
            lead: body.lead_department_id,
            supporting: body.supporting_department_ids,
            note: body.note,
            meet_at: body.meet_at.map(Into::into),
            place: body.place,
            due_on: body.due_on.map(Into::into),
            limit_on: None,
            is_final: false,
        }
    }
}

impl From<Redispatch> for Assignees {
    fn from(body: Redispatch) -> Self {
        Self {
            lead: body.lead_department_id,
            supporting: body.supporting_department_ids,
            note: body.note,
            meet_at: body.meet_at.map(Into::into),
            place: body.place,
            due_on: body.due_on.map(Into::into),
            limit_on: None,
            is_final: body.is_final,
        }
    }
}

/// 派单: one lead, any number of supporting departments, each with clocks of its own.
pub fn dispatch(context: &mut WriteContext, id: i64, body: Result<Dispatch>) -> Result<i64> {
    let (mut loaded, body) =
        context.take(id, Action::Dispatch, body, |context, _, body, check| {
            handed_to(
                context,
                check,
                body.lead_department_id,
                &body.supporting_department_ids,
            )
        })?;
    dispatched(context, &mut loaded, body)
}

/// The dispatch of a problem that was taken already, or reported in the same call.
pub(super) fn dispatched(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    body: Dispatch,
) -> Result<i64> {
    once_dispatched(context, loaded, body.into())
}

/// The dispatch that a ledger tells of.
pub(super) fn once_dispatched(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    handing: Assignees,
) -> Result<i64> {
    loaded.meet(context, ClockKind::Dispatch)?;
    hand_over(context, loaded, Action::Dispatch, (handing, None))
}

/// 改派: the assignments so far end with their clocks, the new ones begin their own.
pub fn redispatch(context: &mut WriteContext, id: i64, body: Result<Redispatch>) -> Result<i64> {
    let (mut loaded, body) =
        context.take(id, Action::Redispatch, body, |context, _, body, check| {
            handed_to(
                context,
                check,
                body.lead_department_id,
                &body.supporting_department_ids,
            )
        })?;
    let former = loaded.lead().map(|lead| lead.department_id);
    loaded.end_assignments(context, AssignmentEnd::Redispatched)?;
    loaded.cancel_clocks(context, |row| row.assignment_id.is_some())?;
    loaded.present.lapse();
    hand_over(
        context,
        &mut loaded,
        Action::Redispatch,
        (body.into(), former),
    )
}

/// 增加协办.
pub fn add_support(context: &mut WriteContext, id: i64, body: Result<AddSupport>) -> Result<i64> {
    let (mut loaded, body) = context.take(
        id,
        Action::AddSupport,
        body,
        |context, loaded, body, check| {
            context.check_departments(check, "/department_ids", &body.department_ids)?;
            let lead = loaded.lead().map(|lead| lead.department_id);
            let present: Vec<i64> = loaded
                .supports()
                .map(|one| one.department_id)
                .chain(lead)
                .collect();
            for (index, id) in body.department_ids.iter().enumerate() {
                if present.contains(id) {
                    check.wrong(
                        &format!("/department_ids/{index}"),
                        "already_assigned",
                        "该单位已在办理此问题",
                        "is on this problem already",
                    );
                }
            }
            Ok(())
        },
    )?;
    let handing = Assignees {
        supporting: body.department_ids.clone(),
        note: body.note.clone(),
        ..Assignees::default()
    };
    support(context, &mut loaded, &handing)?;
    let data = json!({ "department_ids": body.department_ids });
    let concerned = Concerned {
        supporting: Some(body.department_ids),
        ..Concerned::default()
    };
    let event = Event::new(body.note, data).concerns(concerned);
    context.finish(&mut loaded, Action::AddSupport, event)
}

/// Departments that a body hands a problem to have to be there and active.
pub(super) fn handed_to(
    context: &mut WriteContext,
    check: &mut Check,
    lead: i64,
    supporting: &[i64],
) -> Result<()> {
    if !context.is_active_department(lead)? {
        check.unknown("/lead_department_id");
    }
    context.check_departments(check, "/supporting_department_ids", supporting)
}

fn hand_over(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    action: Action,
    (handing, former): (Assignees, Option<i64>),
) -> Result<i64> {
    lead(context, loaded, &handing)?;
    support(context, loaded, &handing)?;
    let mut data = json!({
        "lead_department_id": handing.lead,
        "supporting_department_ids": handing.supporting,
        "meet_at": handing.meet_at.map(|at| context.clock.show(at)),
        "place": handing.place,
        "due_on": handing.due_on,
        "final": handing.is_final,
    });
    if let Some(limit_on) = handing.limit_on {
        data["limit_on"] = json!(limit_on);
    }
    let concerned = Concerned {
        former,
        meet_at: handing.meet_at,
        place: handing.place,
        ..Concerned::default()
    };
    let event = Event::new(handing.note, data)
        .of(Some(handing.lead))
        .concerns(concerned);
    context.finish(loaded, action, event)
}

/// Gives the lead to a department, with the clocks that start at its dispatch.
pub(super) fn lead(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    handing: &Assignees,
) -> Result<()> {
    loaded.present.impose(handing.due_on);
    let (policy, frozen) = context.policy(loaded)?;
    let assignment = assign(
        context,
        loaded,
        AssignmentRole::Lead,
        (handing.lead, handing),
        frozen,
    )?;
    let targets = policy.terms.targets;
    // A reopened problem has had its imposed days.
    let source_due_on = loaded.row.source_due_on.filter(|_| loaded.row.round == 1);
    let imposed_on = [loaded.present.imposed_on, source_due_on]
        .into_iter()
        .flatten()
        .min();
    let solve = if loaded.row.round == 1 {
        targets.solve
    } else {
        targets.redo()
    };
    let (solve, imposed_on) = match handing.limit_on {
        Some(limit_on) => (None, Some(limit_on)),
        None => (solve, imposed_on),
    };
    let clocks = [
        (ClockKind::Accept, targets.accept, None),
        (ClockKind::Return, targets.return_, None),
        (ClockKind::FirstReply, targets.first_reply, None),
        (ClockKind::Solve, solve, imposed_on),
    ];
    for (kind, target, imposed_on) in clocks {
        let run = Run {
            target,
            warning: policy.terms.warning,
            imposed_on,
        };
        loaded.start(context, kind, Some(&assignment), run)?;
    }
    loaded.row.status = Status::Dispatched;
    loaded.row.lead_department_id = Some(handing.lead);
    loaded.row.dispatched_at = Some(context.at());
    loaded.row.accepted_at = None;
    Ok(())
}

fn support(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    handing: &Assignees,
) -> Result<()> {
    let (policy, frozen) = context.policy(loaded)?;
    for department in &handing.supporting {
        let to = (*department, handing);
        let assignment = assign(
            context,
            loaded,
            AssignmentRole::Supporting,
            to,
            frozen.clone(),
        )?;
        if context.import_context.is_some() {
            // A ledger doesn't tell when they replied, so nobody can say whether it was in time.
            continue;
        }
        let run = Run {
            target: policy.terms.targets.support,
            warning: policy.terms.warning,
            imposed_on: None,
        };
        loaded.start(context, ClockKind::Support, Some(&assignment), run)?;
    }
    Ok(())
}

fn assign(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    role: AssignmentRole,
    (department_id, handing): (i64, &Assignees),
    policy: String,
) -> Result<AssignmentRow> {
    let new = NewAssignment {
        problem_id: loaded.row.id,
        department_id,
        role,
        round: loaded.row.round,
        is_final: handing.is_final && role == AssignmentRole::Lead,
        note: handing.note.clone(),
        meet_at: handing.meet_at.map(|at| at.naive_utc()),
        place: handing.place.clone(),
        dispatched_at: context.at(),
        accepted_at: None,
        policy,
    };
    loaded.add_assignment(context, &new)
}
