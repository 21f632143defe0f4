//! What the moves of a project do besides setting its fields.

use super::blocking::lacks_permits;
use super::fields::{Ban, Permit, Project};
use super::negative_list;
use super::rules::facts::{PermitState, StatisticsState};
use super::rules::progress::AnnualPlan;
use crate::access::Scope;
use crate::base::{Error, FieldError, Result};
use crate::entries::actions::{Entry, WriteContext};
use crate::entries::description::Text;
use crate::entries::ledger::{Fields, no_effect, typed};
use crate::entries::rules::body::day_of;
use crate::entries::rules::said::{number, word};
use crate::entries::{AnyLedger, store};

pub fn effect(
    name: Text,
    context: &mut WriteContext,
    entry: &mut Entry,
    project: &mut Project,
    body: &Fields,
) -> Result<()> {
    match name {
        "permit" => permit(context, project, body)?,
        "start" => {
            let on = body.get("on").and_then(day_of).unwrap_or(context.today);
            project.without_permits = Some(lacks_permits(project, on));
            project.unfiled = Some(entry.row.status == "proposed");
            project.statistics = project.statistics.or(Some(StatisticsState::None));
        }
        "enter_statistics" => {
            let state = word(body, "state")
                .and_then(StatisticsState::parse)
                .unwrap_or(StatisticsState::Entered);
            project.statistics = Some(state);
            project.statistics_on = match state {
                StatisticsState::Entered => body.get("on").and_then(day_of),
                _ => None,
            };
        }
        "screen" => check_rule(context, body)?,
        "ban" => {
            check_rule(context, body)?;
            project.ban = Some(typed::<Ban>(body)?);
        }
        "lift" => project.ban = None,
        "enter_list" => {
            let number = |name: &str| number(body, name);
            // A place that is given anew has no months but those that it tells.
            project.list_start_month = number("start_month");
            project.list_finish_month = number("finish_month");
            if let (Some(year), Some(amount)) = (
                number("year").and_then(|year| i32::try_from(year).ok()),
                number("amount_yuan"),
            ) {
                let month = |name: &str, default| {
                    number(name)
                        .and_then(|month| u32::try_from(month).ok())
                        .unwrap_or(default)
                };
                let (first, last) = (month("start_month", 1), month("finish_month", 12));
                project.annual_plan = AnnualPlan::new(year, amount, first, last);
            }
        }
        "leave_list" => {
            let year = project.list_year;
            project.annual_plan = project
                .annual_plan
                .filter(|plan| year != Some(i64::from(plan.year())));
            project.list_year = None;
            project.list_class = None;
            project.list_start_month = None;
            project.list_finish_month = None;
        }
        other => return Err(no_effect(other)),
    }
    Ok(())
}

/// The line of the negative list that a body names has to be one, in use or not.
fn check_rule(context: &mut WriteContext, body: &Fields) -> Result<()> {
    let Some(rule) = number(body, "rule_id") else {
        return Ok(());
    };
    match store::find(context.conn, Scope::All, negative_list::LEDGER.code(), rule)? {
        Some(_) => Ok(()),
        None => Err(Error::invalid(FieldError::unknown_id("/rule_id"))),
    }
}

/// Says how far a permit is; what the body leaves out stays.
fn permit(context: &WriteContext, project: &mut Project, body: &Fields) -> Result<()> {
    let said: Permit = typed(body)?;
    let has = |name: &str| body.contains_key(name);
    let permits = project.permits.get_or_insert_default();
    let at = match permits.iter().position(|one| one.kind == said.kind) {
        Some(at) => at,
        None => {
            permits.push(said.clone());
            permits.len() - 1
        }
    };
    let Some(one) = permits.get_mut(at) else {
        return Ok(());
    };
    macro_rules! take {
        ($($name:ident),+) => {
            $(if has(stringify!($name)) {
                one.$name = said.$name.clone();
            })+
        };
    }
    take!(need, state, department_id, due_on, done_on, document_no);
    match one.state {
        PermitState::Done if one.done_on.is_none() => one.done_on = Some(context.today),
        PermitState::Done => {}
        PermitState::Todo | PermitState::Applied => one.done_on = None,
    }
    Ok(())
}
