//! What is asked for and ruled on: 退回, 延期, 挂起.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use super::assign::{Assignees, lead};
use super::context::WriteContext;
use super::finish::{Concerned, Event};
use super::loaded::{AssignmentEnd, LoadedProblem};
use super::time_limits::Run;
use crate::base::given::Date;
use crate::base::{Error, Result};
use crate::mail::Kind;
use crate::problems::rules::bodies::{
    DecideExtension, DecideReturn, DecideSuspension, RequestExtension, RequestSuspension, Resume,
    Return,
};
use crate::problems::rules::present::{Request, Suspension};
use crate::problems::rules::table::Action;
use crate::problems::rules::words::{ClockKind, RequestKind, Status, SuspensionCause};

/// 退回: "not ours". Clocks run on until it is upheld.
pub fn send_back(context: &mut WriteContext, id: i64, body: Result<Return>) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::Return, body, |_, _, _, _| Ok(()))?;
    loaded.present.lapse();
    let request = NewRequest {
        kind: RequestKind::Return,
        until: None,
        cause: None,
        reason: body.reason.clone(),
    };
    ask(context, &mut loaded, request)?;
    loaded.row.status = Status::Returned;
    loaded.row.returned_count += 1;
    let by = context.department(body.on_behalf_of.as_ref());
    let event = Event::new(body.reason, json!({}))
        .of(by)
        .on_behalf(body.on_behalf_of);
    context.finish(&mut loaded, Action::Return, event)
}

/// 裁定退回. Upheld: to another lead, or back to the park. Refused: the same lead goes on by the old
/// clock, and there is no second return.
pub fn decide_return(
    context: &mut WriteContext,
    id: i64,
    body: Result<DecideReturn>,
) -> Result<i64> {
    let (mut loaded, body) = context.take(
        id,
        Action::DecideReturn,
        body,
        |context, loaded, body, check| {
            let Some(next) = body.lead_department_id else {
                return Ok(());
            };
            if !context.is_active_department(next)? {
                check.unknown("/lead_department_id");
            } else if loaded.lead().is_some_and(|lead| lead.department_id == next) {
                check.wrong(
                    "/lead_department_id",
                    "same_lead",
                    "退回成立后须改由其他单位主办",
                    "has to be another department than the one that returned it",
                );
            }
            Ok(())
        },
    )?;
    let request = taken(&mut loaded, RequestKind::Return)?;
    let returned = loaded.lead().cloned();
    let by = returned.as_ref().map(|lead| lead.department_id);
    match (body.upheld, body.lead_department_id) {
        (false, _) => {
            if let Some(lead) = returned {
                loaded.change_assignment(context, lead.id, |one| one.is_final = true)?;
            }
            loaded.row.status = request.from;
        }
        (true, Some(next)) => {
            if let Some(lead) = returned {
                loaded.end_assignment(context, lead.id, AssignmentEnd::Returned)?;
            }
            // Who supported it and leads it now has one part, not two; a reply that was given stays.
            let part = loaded
                .supports()
                .find(|one| one.department_id == next && one.finished_at.is_none())
                .map(|one| one.id);
            if let Some(part) = part {
                loaded.end_assignment(context, part, AssignmentEnd::Redispatched)?;
            }
            let handing = Assignees {
                lead: next,
                ..Assignees::default()
            };
            lead(context, &mut loaded, &handing)?;
        }
        (true, None) => {
            loaded.end_assignments(context, AssignmentEnd::Returned)?;
            back_to_the_park(context, &mut loaded)?;
        }
    }
    let data = json!({ "upheld": body.upheld, "lead_department_id": body.lead_department_id });
    let (tells, former) = match body.upheld {
        true => (Kind::ReturnUpheld, by),
        false => (Kind::ReturnRefused, None),
    };
    let concerned = Concerned {
        former,
        ..Concerned::default()
    };
    let event = Event::new(body.reason, data).of(by);
    let event = event.tells(tells).concerns(concerned);
    context.finish(&mut loaded, Action::DecideReturn, event)
}

/// Waits for a dispatch again, by a clock of its own.
pub(super) fn back_to_the_park(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
) -> Result<()> {
    let policy = context.policy(loaded)?.0;
    let run = Run {
        target: policy.terms.targets.dispatch,
        warning: policy.terms.warning,
        imposed_on: None,
    };
    loaded.start(context, ClockKind::Dispatch, None, run)?;
    loaded.row.status = Status::Reported;
    loaded.row.lead_department_id = None;
    loaded.row.dispatched_at = None;
    loaded.row.accepted_at = None;
    Ok(())
}

/// 申请延期, before the limit runs out.
pub fn request_extension(
    context: &mut WriteContext,
    id: i64,
    body: Result<RequestExtension>,
) -> Result<i64> {
    let (mut loaded, body) = context.take(
        id,
        Action::RequestExtension,
        body,
        |context, loaded, body, check| {
            check.until(
                "/until",
                body.until,
                loaded.solve_due_on().unwrap_or(context.today),
            );
            Ok(())
        },
    )?;
    let request = NewRequest {
        kind: RequestKind::Extension,
        until: Some(body.until.into()),
        cause: None,
        reason: body.reason.clone(),
    };
    ask(context, &mut loaded, request)?;
    let event =
        Event::new(body.reason, json!({ "until": body.until })).of(context.department(None));
    context.finish(&mut loaded, Action::RequestExtension, event)
}

/// 审批延期. Granted, the limit is as if it had been moved when it was asked for.
pub fn decide_extension(
    context: &mut WriteContext,
    id: i64,
    body: Result<DecideExtension>,
) -> Result<i64> {
    let (mut loaded, body) = context.take(
        id,
        Action::DecideExtension,
        body,
        |context, loaded, body, check| {
            if let Some(until) = body.until.filter(|_| body.granted) {
                check.until(
                    "/until",
                    until,
                    loaded.solve_due_on().unwrap_or(context.today),
                );
            }
            Ok(())
        },
    )?;
    let request = taken(&mut loaded, RequestKind::Extension)?;
    let until = answered_or_asked(body.until, request.until).filter(|_| body.granted);
    if let Some(until) = until {
        loaded.extend_solve(context, request.after, until)?;
        if let (Status::Tracking, Some(rest)) = (loaded.row.status, &mut loaded.present.rest) {
            rest.next_on = until;
        }
        loaded.row.extended_count += 1;
    }
    let tells = match until {
        Some(_) => Kind::ExtensionGranted,
        None => Kind::ExtensionRefused,
    };
    conclude_ruling(
        context,
        &mut loaded,
        Action::DecideExtension,
        (until, tells),
        body.reason,
    )
}

/// The day of a ruling, or else the one that was asked for.
fn answered_or_asked(given: Option<Date>, asked: Option<NaiveDate>) -> Option<NaiveDate> {
    given.map(NaiveDate::from).or(asked)
}

/// 申请挂起, for one of the listed causes.
pub fn request_suspension(
    context: &mut WriteContext,
    id: i64,
    body: Result<RequestSuspension>,
) -> Result<i64> {
    let (mut loaded, body) =
        context.take(id, Action::RequestSuspension, body, |_, _, _, _| Ok(()))?;
    let request = NewRequest {
        kind: RequestKind::Suspension,
        until: Some(body.until.into()),
        cause: Some(body.cause),
        reason: body.reason.clone(),
    };
    ask(context, &mut loaded, request)?;
    let data = json!({ "cause": body.cause, "until": body.until });
    let event = Event::new(body.reason, data).of(context.department(None));
    context.finish(&mut loaded, Action::RequestSuspension, event)
}

/// 审批挂起. Granted, its clocks stand still from now until the day, when it resumes by itself.
pub fn decide_suspension(
    context: &mut WriteContext,
    id: i64,
    body: Result<DecideSuspension>,
) -> Result<i64> {
    let (mut loaded, body) = context.take(
        id,
        Action::DecideSuspension,
        body,
        |context, loaded, body, check| {
            let mut asked = loaded.present.requests.iter();
            let asked = asked.find(|request| request.kind == RequestKind::Suspension);
            let until = asked.and_then(|request| request.until);
            if let (true, None, Some(until)) = (body.granted, body.until, until) {
                check.until("/until", until, context.today);
            }
            Ok(())
        },
    )?;
    let request = taken(&mut loaded, RequestKind::Suspension)?;
    let until = answered_or_asked(body.until, request.until).filter(|_| body.granted);
    if let (Some(until), Some(cause)) = (until, request.cause) {
        loaded.suspend(context, context.clock.start_of(until))?;
        loaded.present.suspension = Some(Suspension { cause, until });
        loaded.row.status = Status::Suspended;
    }
    let tells = match until {
        Some(_) => Kind::SuspensionGranted,
        None => Kind::SuspensionRefused,
    };
    conclude_ruling(
        context,
        &mut loaded,
        Action::DecideSuspension,
        (until, tells),
        body.reason,
    )
}

fn conclude_ruling(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    action: Action,
    (until, tells): (Option<NaiveDate>, Kind),
    reason: Option<String>,
) -> Result<i64> {
    let by = loaded.lead().map(|lead| lead.department_id);
    let data = json!({ "granted": until.is_some(), "until": until });
    context.finish(loaded, action, Event::new(reason, data).of(by).tells(tells))
}

/// 恢复办理, before the day it would resume by itself.
pub fn resume(context: &mut WriteContext, id: i64, body: Result<Resume>) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::Resume, body, |_, _, _, _| Ok(()))?;
    let now = context.now;
    resumed(
        context,
        &mut loaded,
        now,
        Event::new(body.note, Value::Null),
    )
}

/// Goes on from an instant; the system's is the start of the day it was suspended until.
pub(super) fn resumed(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    at: DateTime<Utc>,
    event: Event,
) -> Result<i64> {
    loaded.resume(context, at)?;
    loaded.present.suspension = None;
    loaded.row.status = Status::InProgress;
    context.finish(loaded, Action::Resume, event)
}

struct NewRequest {
    kind: RequestKind,
    until: Option<NaiveDate>,
    cause: Option<SuspensionCause>,
    reason: String,
}

fn ask(context: &WriteContext, loaded: &mut LoadedProblem, asking: NewRequest) -> Result<()> {
    loaded.present.requests.push(Request {
        kind: asking.kind,
        until: asking.until,
        cause: asking.cause,
        reason: asking.reason,
        asked_at: context.now,
        asked_by: context.person()?.user_id,
        from: loaded.row.status,
        after: loaded.solve_changes(),
    });
    Ok(())
}

/// The request that the guard has seen.
fn taken(loaded: &mut LoadedProblem, kind: RequestKind) -> Result<Request> {
    let request = loaded.present.take(kind);
    request.ok_or_else(|| Error::internal("the guard let a ruling pass without a request"))
}
