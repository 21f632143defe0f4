//! What departments do with a problem between dispatch and resolving.

use chrono::NaiveDate;
use serde_json::json;

use super::desk::Desk;
use super::dossier::{Dossier, Over};
use super::finish::Event;
use crate::base::Result;
use crate::problems::rules::bodies::{Accept, AssignHandler, OnSite, Progress, Reply};
use crate::problems::rules::table::Action;
use crate::problems::rules::words::{ClockKind, Status};

/// 签收: the lead takes it on.
pub fn accept(desk: &mut Desk, id: i64, body: Result<Accept>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::Accept, body, |_, _, _, _| Ok(()))?;
    accepted(desk, &mut dossier, body)
}

/// The acceptance of a problem that was taken already.
pub(super) fn accepted(desk: &mut Desk, dossier: &mut Dossier, body: Accept) -> Result<i64> {
    let at = desk.at();
    if let Some(lead) = dossier.lead().map(|lead| lead.id) {
        dossier.with_assignment(desk, lead, |one| one.accepted_at = Some(at))?;
    }
    dossier.meet(desk, ClockKind::Accept)?;
    dossier.row.status = Status::InProgress;
    dossier.row.accepted_at = Some(at);
    let by = desk.department(body.on_behalf_of.as_ref());
    let event = Event::new(body.note, json!({}))
        .of(by)
        .on_behalf(body.on_behalf_of);
    desk.finish(dossier, Action::Accept, event)
}

/// 报到: who came to the enterprise, when.
pub fn on_site(desk: &mut Desk, id: i64, body: Result<OnSite>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::OnSite, body, |_, _, _, _| Ok(()))?;
    let by = desk.department(body.on_behalf_of.as_ref());
    let data = json!({ "who": body.who, "on": body.on });
    let event = Event::new(body.note, data)
        .of(by)
        .on_behalf(body.on_behalf_of);
    desk.finish(&mut dossier, Action::OnSite, event)
}

/// 指定经办人, by the department itself.
pub fn assign_handler(desk: &mut Desk, id: i64, body: Result<AssignHandler>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::AssignHandler, body, |_, _, _, _| Ok(()))?;
    let by = desk.department(None);
    let own = dossier.lead().into_iter().chain(dossier.supports());
    let own: Vec<i64> = own
        .filter(|one| Some(one.department_id) == by)
        .map(|one| one.id)
        .collect();
    for assignment in own {
        let name = body.name.clone();
        dossier.with_assignment(desk, assignment, |one| one.handler = Some(name))?;
    }
    let event = Event::new(None, json!({ "name": body.name })).of(by);
    desk.finish(&mut dossier, Action::AssignHandler, event)
}

/// 报告进展. The lead's first one ends the first-reply clock.
pub fn progress(desk: &mut Desk, id: i64, body: Result<Progress>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::Progress, body, |_, _, _, _| Ok(()))?;
    progressed(desk, &mut dossier, body)
}

/// The progress of a problem that was taken already.
pub(super) fn progressed(desk: &mut Desk, dossier: &mut Dossier, body: Progress) -> Result<i64> {
    let by = desk.department(body.on_behalf_of.as_ref());
    if by.is_some() && by == dossier.lead().map(|lead| lead.department_id) {
        dossier.meet(desk, ClockKind::FirstReply)?;
        dossier.present.reported(body.next_on.map(NaiveDate::from));
    }
    let data = json!({ "next_step": body.next_step, "next_on": body.next_on });
    let event = Event::new(body.text, data)
        .of(by)
        .on_behalf(body.on_behalf_of);
    desk.finish(dossier, Action::Progress, event)
}

/// 协办回复: the supporting department's part is done.
pub fn reply(desk: &mut Desk, id: i64, body: Result<Reply>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::Reply, body, |_, _, _, _| Ok(()))?;
    let by = desk.department(body.on_behalf_of.as_ref());
    let part = dossier
        .supports()
        .find(|one| Some(one.department_id) == by && one.finished_at.is_none())
        .map(|one| one.id);
    if let Some(part) = part {
        dossier.meet_support(desk, part)?;
        dossier.end_assignment(desk, part, Over::Replied)?;
    }
    let event = Event::new(body.text, json!({}))
        .of(by)
        .on_behalf(body.on_behalf_of);
    desk.finish(&mut dossier, Action::Reply, event)
}
