//! What steers a problem without solving it: 督办, 批示, 上报, 移交园区, 留言.

use chrono::NaiveDate;
use serde_json::json;

use super::context::WriteContext;
use super::finish::Event;
use super::loaded::LoadedProblem;
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
pub fn supervise(context: &mut WriteContext, id: i64, body: Result<Supervise>) -> Result<i64> {
    let (mut loaded, body) =
        context.take(id, Action::Supervise, body, |_, loaded, body, check| {
            if body.due_on.is_some() && loaded.row.status == Status::Resolved {
                check.unwanted(
                    "/due_on",
                    "问题已办结，没有办结时限可改；需要重新办理的，请先重办",
                    "is a limit to solve what is resolved already",
                );
            }
            Ok(())
        })?;
    impose(context, &mut loaded, body.due_on.map(NaiveDate::from))?;
    loaded.row.supervised_count += 1;
    loaded.present.supervised = Some(Supervised {
        at: context.now,
        reply_by: body.reply_by.map(NaiveDate::from),
    });
    let leader = context.actor.filter(|actor| actor.role == Role::Leader);
    let own = leader.filter(|_| body.kind == SupervisionKind::Instruction);
    let data = json!({
        "kind": body.kind,
        "by": body.by.or(own.map(|leader| leader.name.clone())),
        "reply_by": body.reply_by,
        "due_on": body.due_on,
    });
    let by = loaded.lead().map(|lead| lead.department_id);
    let tells = match body.kind {
        SupervisionKind::Urge => Kind::Urge,
        SupervisionKind::Instruction => Kind::Instruction,
    };
    let event = Event::new(body.text, data).of(by).tells(tells);
    context.finish(&mut loaded, Action::Supervise, event)
}

/// 上报, to the city or province; the district's lead keeps tracking.
pub fn escalate(context: &mut WriteContext, id: i64, body: Result<Escalate>) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::Escalate, body, |_, _, _, _| Ok(()))?;
    impose(context, &mut loaded, body.due_on.map(NaiveDate::from))?;
    loaded.row.level = body.level;
    let data = json!({
        "level": body.level,
        "body": body.body,
        "reference": body.reference,
        "due_on": body.due_on,
    });
    context.finish(&mut loaded, Action::Escalate, Event::new(None, data))
}

/// An imposed limit: for the running clock, and for those of assignments still to come.
fn impose(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    due_on: Option<NaiveDate>,
) -> Result<()> {
    let Some(on) = due_on.filter(|_| loaded.row.status.is_open()) else {
        return Ok(());
    };
    loaded.present.impose(Some(on));
    loaded.change_solve(context, &Change::Imposed { on })
}

/// 移交园区. The number stays.
pub fn transfer_park(
    context: &mut WriteContext,
    id: i64,
    body: Result<TransferPark>,
) -> Result<i64> {
    let (mut loaded, body) = context.take(
        id,
        Action::TransferPark,
        body,
        |context, loaded, body, check| {
            if !parks::find(context.conn, body.park_id)?.is_some_and(|park| park.active) {
                check.unknown("/park_id");
            } else if body.park_id == loaded.row.park_id {
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
    let data = json!({ "from_park_id": loaded.row.park_id, "park_id": body.park_id });
    loaded.row.park_id = body.park_id;
    context.finish(
        &mut loaded,
        Action::TransferPark,
        Event::new(body.reason, data),
    )
}

/// 留言, by whoever may see it.
pub fn comment(context: &mut WriteContext, id: i64, body: Result<Comment>) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::Comment, body, |_, _, _, _| Ok(()))?;
    let by = context.department(None);
    context.finish(
        &mut loaded,
        Action::Comment,
        Event::new(body.text, json!({})).of(by),
    )
}
