//! What of a project is refused beyond the table: by the review of energy, emissions and hazards, and by what a body
//! says that can't be.

use serde_json::Value;

use super::fields::{Permit, Project};
use super::rules::facts::{PermitState, StatisticsState};
use super::rules::rates::STATISTICS_THRESHOLD_YUAN;
use super::rules::screening::{Blocked, IndustryCode, ScreeningVerdict};
use super::word;
use crate::access::Role;
use crate::base::{Error, Result};
use crate::entries::ledger::Attempt;
use crate::entries::rules::body::Reader;
use crate::entries::rules::permit::Refusal;

/// A permit's department says how far its own permits are; what is suspected or listed is cleared by the office.
pub fn permit(attempt: &Attempt, project: &Project) -> Result<()> {
    let refused = |zh, en| Err(Error::forbidden("entry.not_yours", zh, en));
    match attempt.name {
        "permit" if attempt.person.role == Role::DepartmentStaff => {
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
        "screen" if attempt.person.role != Role::Coordinator => match project.screening {
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
    let absent = |name: &str| attempt.body.get(name).is_none_or(Value::is_null);
    match attempt.name {
        "propose" | "edit" => check_fields(project, reader),
        "start" => {
            let missing = lacks_permits(project);
            if missing && absent("reason") {
                reader.missing("/reason");
            }
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
            let month = |name: &str| attempt.body.get(name).and_then(Value::as_i64);
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

fn check_fields(project: &Project, reader: &mut Reader) {
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

/// Whether a permit is missing that it needs.
pub fn lacks_permits(project: &Project) -> bool {
    let mut permits = project.permits.iter().flatten();
    permits.any(|one| one.need && one.state != PermitState::Done)
}

pub fn guard(attempt: &Attempt, project: &Project) -> std::result::Result<(), Refusal> {
    let is_banned =
        attempt.entry.row.status == "banned" && !["comment", "lift"].contains(&attempt.name);
    let permit = word(attempt.body, "state").and_then(PermitState::parse);
    let verdict = project
        .screening
        .and_then(|verdict| verdict.blocks(attempt.name, permit));
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
