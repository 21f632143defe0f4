//! What departments do with a problem between dispatch and resolving.

use chrono::NaiveDate;
use serde_json::json;

use super::context::WriteContext;
use super::finish::Event;
use super::loaded::{AssignmentEnd, LoadedProblem};
use crate::base::Result;
use crate::problems::rules::bodies::{Accept, AssignHandler, OnSite, Progress, Reply};
use crate::problems::rules::table::Action;
use crate::problems::rules::words::{ClockKind, Status};

/// 签收: the lead takes it on.
pub fn accept(context: &mut WriteContext, id: i64, body: Result<Accept>) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::Accept, body, |_, _, _, _| Ok(()))?;
    accepted(context, &mut loaded, body)
}

/// The acceptance of a problem that was taken already.
pub(super) fn accepted(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    body: Accept,
) -> Result<i64> {
    let at = context.at();
    if let Some(lead) = loaded.lead().map(|lead| lead.id) {
        loaded.change_assignment(context, lead, |one| one.accepted_at = Some(at))?;
    }
    loaded.meet(context, ClockKind::Accept)?;
    loaded.row.status = Status::InProgress;
    loaded.row.accepted_at = Some(at);
    let by = context.department(body.on_behalf_of.as_ref());
    let event = Event::new(body.note, json!({}))
        .of(by)
        .on_behalf(body.on_behalf_of);
    context.finish(loaded, Action::Accept, event)
}

/// 报到: who came to the enterprise, when.
pub fn on_site(context: &mut WriteContext, id: i64, body: Result<OnSite>) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::OnSite, body, |_, _, _, _| Ok(()))?;
    let by = context.department(body.on_behalf_of.as_ref());
    let data = json!({ "who": body.who, "on": body.on });
    let event = Event::new(body.note, data)
        .of(by)
        .on_behalf(body.on_behalf_of);
    context.finish(&mut loaded, Action::OnSite, event)
}

/// 指定承办人, by the department itself.
pub fn assign_handler(
    context: &mut WriteContext,
    id: i64,
    body: Result<AssignHandler>,
) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::AssignHandler, body, |_, _, _, _| Ok(()))?;
    let by = context.department(None);
    let own = loaded.lead().into_iter().chain(loaded.supports());
    let own: Vec<i64> = own
        .filter(|one| Some(one.department_id) == by)
        .map(|one| one.id)
        .collect();
    for assignment in own {
        let name = body.name.clone();
        loaded.change_assignment(context, assignment, |one| one.handler = Some(name))?;
    }
    let event = Event::new(None, json!({ "name": body.name })).of(by);
    context.finish(&mut loaded, Action::AssignHandler, event)
}

/// 报告进展. The lead's first one ends the first-reply clock.
pub fn progress(context: &mut WriteContext, id: i64, body: Result<Progress>) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::Progress, body, |_, _, _, _| Ok(()))?;
    progressed(context, &mut loaded, body)
}

/// The progress of a problem that was taken already.
pub(super) fn progressed(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    body: Progress,
) -> Result<i64> {
    let by = context.department(body.on_behalf_of.as_ref());
    if by.is_some() && by == loaded.lead().map(|lead| lead.department_id) {
        loaded.meet(context, ClockKind::FirstReply)?;
        loaded.present.reported(body.next_on.map(NaiveDate::from));
    }
    let data = json!({ "next_step": body.next_step, "next_on": body.next_on });
    let event = Event::new(body.text, data)
        .of(by)
        .on_behalf(body.on_behalf_of);
    context.finish(loaded, Action::Progress, event)
}

/// 协办回复: the supporting department's part is done.
pub fn reply(context: &mut WriteContext, id: i64, body: Result<Reply>) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::Reply, body, |_, _, _, _| Ok(()))?;
    let by = context.department(body.on_behalf_of.as_ref());
    let part = loaded
        .supports()
        .find(|one| Some(one.department_id) == by && one.finished_at.is_none())
        .map(|one| one.id);
    if let Some(part) = part {
        loaded.meet_support(context, part)?;
        loaded.end_assignment(context, part, AssignmentEnd::Replied)?;
    }
    let event = Event::new(body.text, json!({}))
        .of(by)
        .on_behalf(body.on_behalf_of);
    context.finish(&mut loaded, Action::Reply, event)
}
