//! What leaves the count and stays in sight: 撤回, 不予受理, 并单; and 恢复受理, which undoes it.

use serde_json::{Value, json};

use super::context::WriteContext;
use super::finish::{Concerned, Event};
use super::loaded::{AssignmentEnd, LoadedProblem};
use super::requests::back_to_the_park;
use crate::base::Result;
use crate::problems::rules::bodies::{Merge, Reinstate, Reject, Withdraw};
use crate::problems::rules::check::Check;
use crate::problems::rules::table::Action;
use crate::problems::rules::words::Status;
use crate::problems::store;

/// 撤回.
pub fn withdraw(context: &mut WriteContext, id: i64, body: Result<Withdraw>) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::Withdraw, body, |_, _, _, _| Ok(()))?;
    let concerned = exclude(context, &mut loaded, Status::Withdrawn)?;
    let event = Event::new(body.reason, json!({ "told_by": body.told_by })).concerns(concerned);
    context.finish(&mut loaded, Action::Withdraw, event)
}

/// 不予受理.
pub fn reject(context: &mut WriteContext, id: i64, body: Result<Reject>) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::Reject, body, |_, _, _, _| Ok(()))?;
    let concerned = exclude(context, &mut loaded, Status::Rejected)?;
    let event = Event::new(body.reason, json!({ "told_by": body.told_by })).concerns(concerned);
    context.finish(&mut loaded, Action::Reject, event)
}

/// 并单, within one enterprise only.
pub fn merge(context: &mut WriteContext, id: i64, body: Result<Merge>) -> Result<i64> {
    // Two that are merged into each other at once would both be gone.
    if let Ok(body) = &body {
        store::lock_both(context.conn, id, body.into_problem_id)?;
    }
    let (mut loaded, body) =
        context.take(id, Action::Merge, body, |context, loaded, body, check| {
            check_target(context, loaded, body.into_problem_id, check)
        })?;
    let concerned = exclude(context, &mut loaded, Status::Merged)?;
    loaded.present.merged_into = Some(body.into_problem_id);
    let event = Event::new(
        body.reason,
        json!({ "into_problem_id": body.into_problem_id }),
    );
    context.finish(&mut loaded, Action::Merge, event.concerns(concerned))
}

fn check_target(
    context: &mut WriteContext,
    loaded: &LoadedProblem,
    into: i64,
    check: &mut Check,
) -> Result<()> {
    let pointer = "/into_problem_id";
    let row = &loaded.row;
    match store::find(context.conn, context.scope(), into)? {
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
fn exclude(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    status: Status,
) -> Result<Concerned> {
    let at_work = loaded.supports().filter(|one| one.finished_at.is_none());
    let concerned = Concerned {
        lead: loaded.lead().map(|lead| lead.department_id),
        supporting: Some(at_work.map(|one| one.department_id).collect()),
        ..Concerned::default()
    };
    loaded.end_assignments(context, AssignmentEnd::Excluded)?;
    loaded.cancel_clocks(context, |_| true)?;
    loaded.present.lapse();
    loaded.row.status = status;
    Ok(concerned)
}

/// 恢复受理: waits for a dispatch again.
pub fn reinstate(context: &mut WriteContext, id: i64, body: Result<Reinstate>) -> Result<i64> {
    let (mut loaded, body) = context.take(id, Action::Reinstate, body, |_, _, _, _| Ok(()))?;
    loaded.present.merged_into = None;
    back_to_the_park(context, &mut loaded)?;
    context.finish(
        &mut loaded,
        Action::Reinstate,
        Event::new(body.reason, Value::Null),
    )
}
