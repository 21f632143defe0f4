//! What steers a problem without solving it: 督办, 批示, 上报, 移交园区, 留言.

use chrono::NaiveDate;
use serde_json::json;

use super::desk::Desk;
use super::dossier::Dossier;
use super::finish::Event;
use crate::access::Role;
use crate::base::Result;
use crate::deadlines::rules::Change;
use crate::directory::store::parks;
use crate::mail::Kind;
use crate::problems::rules::bodies::{Comment, Escalate, Supervise, TransferPark};
use crate::problems::rules::present::Supervised;
use crate::problems::rules::table::Action;
use crate::problems::rules::words::{Status, SupervisionKind};

/// 督办, or a leader's 批示; a shorter limit may come with it.
pub fn supervise(desk: &mut Desk, id: i64, body: Result<Supervise>) -> Result<i64> {
    let (mut dossier, body) =
        desk.take(id, Action::Supervise, body, |_, dossier, body, check| {
            if body.due_on.is_some() && dossier.row.status == Status::Resolved {
                check.unwanted(
                    "/due_on",
                    "问题已办结，没有办结时限可改；需要重新办理的，请先重办",
                    "is a limit to solve what is resolved already",
                );
            }
            Ok(())
        })?;
    impose(desk, &mut dossier, body.due_on.map(NaiveDate::from))?;
    dossier.row.supervised_count += 1;
    dossier.present.supervised = Some(Supervised {
        at: desk.now,
        reply_by: body.reply_by.map(NaiveDate::from),
    });
    let leader = desk.actor.filter(|actor| actor.role == Role::Leader);
    let own = leader.filter(|_| body.kind == SupervisionKind::Instruction);
    let data = json!({
        "kind": body.kind,
        "by": body.by.or(own.map(|leader| leader.name.clone())),
        "reply_by": body.reply_by,
        "due_on": body.due_on,
    });
    let by = dossier.lead().map(|lead| lead.department_id);
    let tells = match body.kind {
        SupervisionKind::Urge => Kind::Urge,
        SupervisionKind::Instruction => Kind::Instruction,
    };
    let event = Event::new(body.text, data).of(by).tells(tells);
    desk.finish(&mut dossier, Action::Supervise, event)
}

/// 上报, to the city or province; the district's lead keeps tracking.
pub fn escalate(desk: &mut Desk, id: i64, body: Result<Escalate>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::Escalate, body, |_, _, _, _| Ok(()))?;
    impose(desk, &mut dossier, body.due_on.map(NaiveDate::from))?;
    dossier.row.level = body.level;
    let data = json!({
        "level": body.level,
        "body": body.body,
        "reference": body.reference,
        "due_on": body.due_on,
    });
    desk.finish(&mut dossier, Action::Escalate, Event::new(None, data))
}

/// An imposed limit: for the running clock, and for those of assignments still to come.
fn impose(desk: &mut Desk, dossier: &mut Dossier, due_on: Option<NaiveDate>) -> Result<()> {
    let Some(on) = due_on.filter(|_| dossier.row.status.is_open()) else {
        return Ok(());
    };
    dossier.present.impose(Some(on));
    dossier.change_solve(desk, &Change::Imposed { on })
}

/// 移交园区. The number stays.
pub fn transfer_park(desk: &mut Desk, id: i64, body: Result<TransferPark>) -> Result<i64> {
    let (mut dossier, body) = desk.take(
        id,
        Action::TransferPark,
        body,
        |desk, dossier, body, check| {
            if !parks::find(desk.conn, body.park_id)?.is_some_and(|park| park.active) {
                check.unknown("/park_id");
            } else if body.park_id == dossier.row.park_id {
                check.wrong(
                    "/park_id",
                    "same_park",
                    "问题已属于该园区",
                    "is where it is already",
                );
            }
            Ok(())
        },
    )?;
    let data = json!({ "from_park_id": dossier.row.park_id, "park_id": body.park_id });
    dossier.row.park_id = body.park_id;
    desk.finish(
        &mut dossier,
        Action::TransferPark,
        Event::new(body.reason, data),
    )
}

/// 留言, by whoever may see it.
pub fn comment(desk: &mut Desk, id: i64, body: Result<Comment>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::Comment, body, |_, _, _, _| Ok(()))?;
    let by = desk.department(None);
    desk.finish(
        &mut dossier,
        Action::Comment,
        Event::new(body.text, json!({})).of(by),
    )
}
