//! What is asked for and ruled on: 退回, 延期, 挂起.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use super::assign::{Handing, lead};
use super::desk::Desk;
use super::dossier::{Dossier, Over};
use super::finish::{Concerned, Event};
use super::ticking::Run;
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
pub fn send_back(desk: &mut Desk, id: i64, body: Result<Return>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::Return, body, |_, _, _, _| Ok(()))?;
    dossier.present.lapse();
    let request = Asking {
        kind: RequestKind::Return,
        until: None,
        cause: None,
        reason: body.reason.clone(),
    };
    ask(desk, &mut dossier, request)?;
    dossier.row.status = Status::Returned;
    dossier.row.returned_count += 1;
    let by = desk.department(body.on_behalf_of.as_ref());
    let event = Event::new(body.reason, json!({}))
        .of(by)
        .on_behalf(body.on_behalf_of);
    desk.finish(&mut dossier, Action::Return, event)
}

/// 裁定退回. Upheld: to another lead, or back to the park. Refused: the same lead goes on by the old
/// clock, and there is no second return.
pub fn decide_return(desk: &mut Desk, id: i64, body: Result<DecideReturn>) -> Result<i64> {
    let (mut dossier, body) = desk.take(
        id,
        Action::DecideReturn,
        body,
        |desk, dossier, body, check| {
            let Some(next) = body.lead_department_id else {
                return Ok(());
            };
            if !desk.is_department(next)? {
                check.unknown("/lead_department_id");
            } else if dossier
                .lead()
                .is_some_and(|lead| lead.department_id == next)
            {
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
    let request = taken(&mut dossier, RequestKind::Return)?;
    let returned = dossier.lead().cloned();
    let by = returned.as_ref().map(|lead| lead.department_id);
    match (body.upheld, body.lead_department_id) {
        (false, _) => {
            if let Some(lead) = returned {
                dossier.with_assignment(desk, lead.id, |one| one.is_final = true)?;
            }
            dossier.row.status = request.from;
        }
        (true, Some(next)) => {
            if let Some(lead) = returned {
                dossier.end_assignment(desk, lead.id, Over::Returned)?;
            }
            // Who supported it and leads it now has one part, not two; a reply that was given stays.
            let part = dossier
                .supports()
                .find(|one| one.department_id == next && one.finished_at.is_none())
                .map(|one| one.id);
            if let Some(part) = part {
                dossier.end_assignment(desk, part, Over::Redispatched)?;
            }
            let handing = Handing {
                lead: next,
                ..Handing::default()
            };
            lead(desk, &mut dossier, &handing)?;
        }
        (true, None) => {
            dossier.end_assignments(desk, Over::Returned)?;
            back_to_the_park(desk, &mut dossier)?;
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
    desk.finish(&mut dossier, Action::DecideReturn, event)
}

/// Waits for a dispatch again, by a clock of its own.
pub(super) fn back_to_the_park(desk: &mut Desk, dossier: &mut Dossier) -> Result<()> {
    let policy = desk.policy(dossier)?.0;
    let run = Run {
        target: policy.terms.targets.dispatch,
        warning: policy.terms.warning,
        imposed_on: None,
    };
    dossier.start(desk, ClockKind::Dispatch, None, run)?;
    dossier.row.status = Status::Reported;
    dossier.row.lead_department_id = None;
    dossier.row.dispatched_at = None;
    dossier.row.accepted_at = None;
    Ok(())
}

/// 申请延期, before the limit runs out.
pub fn request_extension(desk: &mut Desk, id: i64, body: Result<RequestExtension>) -> Result<i64> {
    let (mut dossier, body) = desk.take(
        id,
        Action::RequestExtension,
        body,
        |desk, dossier, body, check| {
            check.until(
                "/until",
                body.until,
                dossier.solve_due_on().unwrap_or(desk.today),
            );
            Ok(())
        },
    )?;
    let request = Asking {
        kind: RequestKind::Extension,
        until: Some(body.until.into()),
        cause: None,
        reason: body.reason.clone(),
    };
    ask(desk, &mut dossier, request)?;
    let event = Event::new(body.reason, json!({ "until": body.until })).of(desk.department(None));
    desk.finish(&mut dossier, Action::RequestExtension, event)
}

/// 审批延期. Granted, the limit is as if it had been moved when it was asked for.
pub fn decide_extension(desk: &mut Desk, id: i64, body: Result<DecideExtension>) -> Result<i64> {
    let (mut dossier, body) = desk.take(
        id,
        Action::DecideExtension,
        body,
        |desk, dossier, body, check| {
            if let Some(until) = body.until.filter(|_| body.granted) {
                check.until(
                    "/until",
                    until,
                    dossier.solve_due_on().unwrap_or(desk.today),
                );
            }
            Ok(())
        },
    )?;
    let request = taken(&mut dossier, RequestKind::Extension)?;
    let until = told_or_asked(body.until, request.until).filter(|_| body.granted);
    if let Some(until) = until {
        dossier.extend_solve(desk, request.after, until)?;
        if let (Status::Tracking, Some(rest)) = (dossier.row.status, &mut dossier.present.rest) {
            rest.next_on = until;
        }
        dossier.row.extended_count += 1;
    }
    let tells = match until {
        Some(_) => Kind::ExtensionGranted,
        None => Kind::ExtensionRefused,
    };
    conclude_ruling(
        desk,
        &mut dossier,
        Action::DecideExtension,
        (until, tells),
        body.reason,
    )
}

/// The day of a ruling, or else the one that was asked for.
fn told_or_asked(told: Option<Date>, asked: Option<NaiveDate>) -> Option<NaiveDate> {
    told.map(NaiveDate::from).or(asked)
}

/// 申请挂起, for one of the listed causes.
pub fn request_suspension(
    desk: &mut Desk,
    id: i64,
    body: Result<RequestSuspension>,
) -> Result<i64> {
    let (mut dossier, body) =
        desk.take(id, Action::RequestSuspension, body, |_, _, _, _| Ok(()))?;
    let request = Asking {
        kind: RequestKind::Suspension,
        until: Some(body.until.into()),
        cause: Some(body.cause),
        reason: body.reason.clone(),
    };
    ask(desk, &mut dossier, request)?;
    let data = json!({ "cause": body.cause, "until": body.until });
    let event = Event::new(body.reason, data).of(desk.department(None));
    desk.finish(&mut dossier, Action::RequestSuspension, event)
}

/// 审批挂起. Granted, its clocks stand still from now until the day, when it resumes by itself.
pub fn decide_suspension(desk: &mut Desk, id: i64, body: Result<DecideSuspension>) -> Result<i64> {
    let (mut dossier, body) = desk.take(
        id,
        Action::DecideSuspension,
        body,
        |desk, dossier, body, check| {
            let mut asked = dossier.present.requests.iter();
            let asked = asked.find(|request| request.kind == RequestKind::Suspension);
            let until = asked.and_then(|request| request.until);
            if let (true, None, Some(until)) = (body.granted, body.until, until) {
                check.until("/until", until, desk.today);
            }
            Ok(())
        },
    )?;
    let request = taken(&mut dossier, RequestKind::Suspension)?;
    let until = told_or_asked(body.until, request.until).filter(|_| body.granted);
    if let (Some(until), Some(cause)) = (until, request.cause) {
        dossier.suspend(desk, desk.clock.start_of(until))?;
        dossier.present.suspension = Some(Suspension { cause, until });
        dossier.row.status = Status::Suspended;
    }
    let tells = match until {
        Some(_) => Kind::SuspensionGranted,
        None => Kind::SuspensionRefused,
    };
    conclude_ruling(
        desk,
        &mut dossier,
        Action::DecideSuspension,
        (until, tells),
        body.reason,
    )
}

fn conclude_ruling(
    desk: &mut Desk,
    dossier: &mut Dossier,
    action: Action,
    (until, tells): (Option<NaiveDate>, Kind),
    reason: Option<String>,
) -> Result<i64> {
    let by = dossier.lead().map(|lead| lead.department_id);
    let data = json!({ "granted": until.is_some(), "until": until });
    desk.finish(
        dossier,
        action,
        Event::new(reason, data).of(by).tells(tells),
    )
}

/// 恢复办理, before the day it would resume by itself.
pub fn resume(desk: &mut Desk, id: i64, body: Result<Resume>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::Resume, body, |_, _, _, _| Ok(()))?;
    let now = desk.now;
    resumed(desk, &mut dossier, now, Event::new(body.note, Value::Null))
}

/// Goes on from an instant; the system's is the start of the day it was suspended until.
pub(super) fn resumed(
    desk: &mut Desk,
    dossier: &mut Dossier,
    at: DateTime<Utc>,
    event: Event,
) -> Result<i64> {
    dossier.resume(desk, at)?;
    dossier.present.suspension = None;
    dossier.row.status = Status::InProgress;
    desk.finish(dossier, Action::Resume, event)
}

struct Asking {
    kind: RequestKind,
    until: Option<NaiveDate>,
    cause: Option<SuspensionCause>,
    reason: String,
}

fn ask(desk: &Desk, dossier: &mut Dossier, asking: Asking) -> Result<()> {
    dossier.present.requests.push(Request {
        kind: asking.kind,
        until: asking.until,
        cause: asking.cause,
        reason: asking.reason,
        asked_at: desk.now,
        asked_by: desk.person()?.user_id,
        from: dossier.row.status,
        after: dossier.solve_changes(),
    });
    Ok(())
}

/// The request that the guard has seen.
fn taken(dossier: &mut Dossier, kind: RequestKind) -> Result<Request> {
    let request = dossier.present.take(kind);
    request.ok_or_else(|| Error::internal("the guard let a ruling pass without a request"))
}
