//! What of a project is refused beyond the table: by the review of energy, emissions and hazards, and by what a body
//! says that can't be.

use chrono::{Datelike, NaiveDate};
use serde_json::Value;

use super::fields::{Permit, Project};
use super::rules::facts::{PermitState, StatisticsState};
use super::rules::rates::STATISTICS_THRESHOLD_YUAN;
use super::rules::screening::{Blocked, IndustryCode, ScreeningVerdict};
use crate::access::Role;
use crate::base::{Error, Result};
use crate::entries::ledger::{Attempt, Fields};
use crate::entries::rules::body::{Reader, day_of};
use crate::entries::rules::permit::Refusal;
use crate::entries::rules::said::{is_told, number, word};
use crate::vocabulary::faults;

/// A permit's department says how far its own permits are; what is suspected or listed is cleared by the office.
pub fn permit(attempt: &Attempt, project: &Project) -> Result<()> {
    let refused = |zh, en| Err(Error::forbidden("entry.not_yours", zh, en));
    match attempt.name {
        "permit" if attempt.person.role == Some(Role::DepartmentStaff) => {
            let own = attempt.person.department_id;
            let owns = attempt.entry.row.department_id == own;
            let kind = word(attempt.body, "kind");
            let mut permits = project.permits.iter().flatten();
            let gives = permits.any(|one| {
                one.department_id == own && kind.is_none_or(|kind| one.kind.as_str() == kind)
            });
            match owns || gives {
                true => Ok(()),
                false => refused(
                    "只能办理本单位审批的手续",
                    "A department says how far the permits are that it gives.",
                ),
            }
        }
        "screen" if attempt.person.role != Some(Role::Coordinator) => match project.screening {
            Some(ScreeningVerdict::Suspected | ScreeningVerdict::Listed) => refused(
                "疑似或列入两高一危的，由活动办组织会商",
                "What is suspected or listed is reviewed by the coordinator.",
            ),
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

pub fn check(attempt: &Attempt, project: &Project, reader: &mut Reader) {
    let absent = |name: &str| !is_told(attempt.body, name);
    match attempt.name {
        "propose" | "edit" => check_fields(project, attempt.today, reader),
        "start" => {
            let on = attempt.body.get("on").and_then(day_of);
            let missing = lacks_permits(project, on.unwrap_or(attempt.today));
            if missing && absent("reason") {
                reader.missing("/reason");
            }
            if missing && attempt.body.get("without_permits") == Some(&Value::Bool(false)) {
                reader.wrong(
                    "/without_permits",
                    "not_applicable",
                    "尚有需办手续未办结",
                    "isn't so: a permit that it needs wasn't given",
                );
            }
        }
        "permit" => {
            let kind = word(attempt.body, "kind");
            let mut permits = project.permits.iter().flatten();
            let there = permits.find(|one| kind == Some(one.kind.as_str()));
            let state = word(attempt.body, "state").and_then(PermitState::parse);
            let state = state.or(there.map(|one| one.state));
            for name in ["need", "state"] {
                if attempt.body.get(name).is_some_and(Value::is_null) {
                    reader.missing(&format!("/{name}"));
                }
            }
            let done_on = attempt.body.get("done_on").and_then(day_of);
            check_done(reader, "/done_on", state, (done_on, attempt.today));
        }
        "enter_statistics" => {
            if project
                .total_yuan
                .is_some_and(|total| total < STATISTICS_THRESHOLD_YUAN)
            {
                reader.wrong(
                    "/state",
                    "below_threshold",
                    "总投资不足500万元，不纳入投资统计",
                    "is of less than 5,000,000 yuan",
                );
            }
            if word(attempt.body, "state") == Some(StatisticsState::Returned.as_str())
                && absent("reason")
            {
                reader.missing("/reason");
            }
        }
        "enter_list" => {
            let year = number(attempt.body, "year");
            if year.is_some_and(|year| year != i64::from(attempt.today.year())) {
                // A project has one place and one plan: another year's would take away those that are counted now.
                reader.wrong(
                    "/year",
                    "out_of_range",
                    "只能列入当年的盘子",
                    "isn't the present year",
                );
            }
            let month = |name: &str| number(attempt.body, name);
            if month("start_month")
                .zip(month("finish_month"))
                .is_some_and(|(start, finish)| finish < start)
            {
                reader.wrong(
                    "/finish_month",
                    "out_of_range",
                    "竣工月不能早于开工月",
                    "lies before the month in which it is started",
                );
            }
        }
        _ => {}
    }
}

/// A permit has a day where it was given, and none to come.
fn check_done(
    reader: &mut Reader,
    at: &str,
    state: Option<PermitState>,
    (done_on, today): (Option<NaiveDate>, NaiveDate),
) {
    let Some(done_on) = done_on else { return };
    if state != Some(PermitState::Done) {
        reader.wrong(
            at,
            "not_applicable",
            "办结的手续才填办结日期",
            "belongs to a permit that was given",
        );
    } else if done_on > today {
        reader.wrong(at, "future_day", faults::FUTURE_DAY, "lies in the future");
    }
}

fn check_fields(project: &Project, today: NaiveDate, reader: &mut Reader) {
    if project
        .industry_code
        .as_deref()
        .is_some_and(|code| IndustryCode::parse(code).is_none())
    {
        reader.wrong(
            "/industry_code",
            "malformed",
            "行业代码为2至4位数字",
            "an industry code has two to four digits",
        );
    }
    if let (Some(start), Some(finish)) = (project.planned_start_on, project.planned_finish_on)
        && finish < start
    {
        reader.wrong(
            "/planned_finish_on",
            "too_early",
            format!("不能早于计划开工日期{start}"),
            format!("lies before {start}"),
        );
    }
    let permits: Vec<&Permit> = project.permits.iter().flatten().collect();
    for (at, one) in permits.iter().enumerate() {
        let days = (one.done_on, today);
        check_done(
            reader,
            &format!("/permits/{at}/done_on"),
            Some(one.state),
            days,
        );
        if permits[..at].iter().any(|other| other.kind == one.kind) {
            reader.wrong(
                &format!("/permits/{at}/kind"),
                "duplicate",
                "手续重复",
                "names a permit twice",
            );
        }
    }
}

/// Whether a permit that it needs wasn't given on a day.
pub fn lacks_permits(project: &Project, on: NaiveDate) -> bool {
    let mut permits = project.permits.iter().flatten();
    let came_later = |one: &Permit| one.done_on.is_some_and(|done| on < done);
    permits.any(|one| one.need && (one.state != PermitState::Done || came_later(one)))
}

fn gives_a_permit(project: &Project, body: &Fields) -> bool {
    let was_done = |kind: &str| {
        let mut permits = project.permits.iter().flatten();
        permits.any(|one| one.kind.as_str() == kind && one.state == PermitState::Done)
    };
    let permits = body.get("permits").and_then(Value::as_array);
    permits.into_iter().flatten().any(|one| {
        one["state"].as_str() == Some(PermitState::Done.as_str())
            && one["kind"].as_str().is_some_and(|kind| !was_done(kind))
    })
}

pub fn guard(attempt: &Attempt, project: &Project) -> std::result::Result<(), Refusal> {
    let is_banned =
        attempt.entry.row.status == "banned" && !["comment", "lift"].contains(&attempt.name);
    let permit = word(attempt.body, "state").and_then(PermitState::parse);
    // A correction that says a permit was given is no other way to it.
    let (name, permit) = match attempt.name {
        "edit" if gives_a_permit(project, attempt.body) => ("permit", Some(PermitState::Done)),
        name => (name, permit),
    };
    let verdict = project
        .screening
        .and_then(|verdict| verdict.blocks(name, permit));
    let blocked = if is_banned {
        Some(Blocked::Banned)
    } else {
        verdict
    };
    match blocked {
        None => Ok(()),
        Some(blocked @ Blocked::UnderReview) => Err((
            blocked.code(),
            "项目疑似两高一危，正在会商，暂不能入库、办结手续、开工".to_owned(),
            "The project is under review for energy, emissions or hazards.".to_owned(),
        )),
        Some(blocked @ Blocked::Banned) => Err((
            blocked.code(),
            "项目已列入两高一危或被叫停，不能办理".to_owned(),
            "The project is on the negative list, or was stopped.".to_owned(),
        )),
    }
}
