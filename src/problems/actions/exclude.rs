//! What leaves the count and stays in sight: 撤回, 不予受理, 并单; and 恢复受理, which undoes it.

use serde_json::{Value, json};

use super::desk::Desk;
use super::dossier::{Dossier, Over};
use super::finish::{Concerned, Event};
use super::requests::back_to_the_park;
use crate::base::Result;
use crate::problems::rules::bodies::{Merge, Reinstate, Reject, Withdraw};
use crate::problems::rules::check::Check;
use crate::problems::rules::table::Action;
use crate::problems::rules::words::Status;
use crate::problems::store;

/// 撤回.
pub fn withdraw(desk: &mut Desk, id: i64, body: Result<Withdraw>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::Withdraw, body, |_, _, _, _| Ok(()))?;
    let concerned = exclude(desk, &mut dossier, Status::Withdrawn)?;
    let event = Event::new(body.reason, json!({ "told_by": body.told_by })).concerns(concerned);
    desk.finish(&mut dossier, Action::Withdraw, event)
}

/// 不予受理.
pub fn reject(desk: &mut Desk, id: i64, body: Result<Reject>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::Reject, body, |_, _, _, _| Ok(()))?;
    let concerned = exclude(desk, &mut dossier, Status::Rejected)?;
    let event = Event::new(body.reason, json!({ "told_by": body.told_by })).concerns(concerned);
    desk.finish(&mut dossier, Action::Reject, event)
}

/// 并单, within one enterprise only.
pub fn merge(desk: &mut Desk, id: i64, body: Result<Merge>) -> Result<i64> {
    // Two that are merged into each other at once would both be gone.
    if let Ok(body) = &body {
        store::lock_both(desk.conn, id, body.into_problem_id)?;
    }
    let (mut dossier, body) =
        desk.take(id, Action::Merge, body, |desk, dossier, body, check| {
            check_target(desk, dossier, body.into_problem_id, check)
        })?;
    let concerned = exclude(desk, &mut dossier, Status::Merged)?;
    dossier.present.merged_into = Some(body.into_problem_id);
    let event = Event::new(
        body.reason,
        json!({ "into_problem_id": body.into_problem_id }),
    );
    desk.finish(&mut dossier, Action::Merge, event.concerns(concerned))
}

fn check_target(desk: &mut Desk, dossier: &Dossier, into: i64, check: &mut Check) -> Result<()> {
    let pointer = "/into_problem_id";
    let row = &dossier.row;
    match store::find(desk.conn, desk.scope(), into)? {
        None => check.unknown(pointer),
        Some(target) if target.id == row.id => {
            check.wrong(pointer, "itself", "不能并入自身", "is the problem itself");
        }
        Some(target)
            if row.enterprise_id.is_none() || target.enterprise_id != row.enterprise_id =>
        {
            check.wrong(
                pointer,
                "other_enterprise",
                "只能并入同一企业的问题",
                "is a problem of another enterprise",
            );
        }
        Some(target) if target.status.is_excluded() => {
            check.wrong(
                pointer,
                "excluded",
                "不能并入已不予受理、已并单或已撤回的问题",
                "is rejected, merged or withdrawn itself",
            );
        }
        Some(_) => {}
    }
    Ok(())
}

/// Ends everything that runs; nobody has to answer for it any more. Tells who worked on it.
fn exclude(desk: &mut Desk, dossier: &mut Dossier, status: Status) -> Result<Concerned> {
    let at_work = dossier.supports().filter(|one| one.finished_at.is_none());
    let concerned = Concerned {
        lead: dossier.lead().map(|lead| lead.department_id),
        supporting: Some(at_work.map(|one| one.department_id).collect()),
        ..Concerned::default()
    };
    dossier.end_assignments(desk, Over::Excluded)?;
    dossier.drop_clocks(desk, |_| true)?;
    dossier.present.lapse();
    dossier.row.status = status;
    Ok(concerned)
}

/// 恢复受理: waits for a dispatch again.
pub fn reinstate(desk: &mut Desk, id: i64, body: Result<Reinstate>) -> Result<i64> {
    let (mut dossier, body) = desk.take(id, Action::Reinstate, body, |_, _, _, _| Ok(()))?;
    dossier.present.merged_into = None;
    back_to_the_park(desk, &mut dossier)?;
    desk.finish(
        &mut dossier,
        Action::Reinstate,
        Event::new(body.reason, Value::Null),
    )
}
