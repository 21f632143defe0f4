//! The story as steps in the order of time.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Weekday};
use serde_json::{Value, json};

use super::activities::{self, ActivityDeed};
use super::drives::{self, DriveDeed};
use super::leads::{self, LeadDeed};
use super::projects::{self, Deed};
use super::revivals::{self, RevivalDeed};
use super::story::{CASES, Case, Ending, FARM, VISIT_DAYS};

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepActor {
    Coordinator,
    Park,
    /// The lead: 华辰电力公司 itself, others through the coordinator or the park on their behalf.
    Lead,
    /// Who owns the project or the lead: 华辰电力公司 or the park.
    Owner,
}

/// What is done in a step.
#[derive(Debug, Clone)]
pub enum StepAction {
    /// The n-th visit; a case is filed at it.
    Visit { place: usize, files: Option<usize> },
    /// An action on the n-th case.
    Act {
        case: usize,
        action: &'static str,
        body: Value,
    },
    /// Something done with the drive.
    Drive { deed: DriveDeed, body: Value },
    /// Something done with the n-th enterprise, which stands still.
    Revival {
        enterprise: usize,
        deed: RevivalDeed,
        body: Value,
    },
    /// Something done with the n-th lead.
    Lead {
        lead: usize,
        deed: LeadDeed,
        body: Value,
    },
    /// Something done with the road show, the case study or the bulletin.
    Activity { deed: ActivityDeed, body: Value },
    /// Something done with the n-th project.
    Project {
        project: usize,
        deed: Deed,
        body: Value,
    },
}

/// One step of the story.
#[derive(Debug, Clone)]
pub struct Step {
    pub at: NaiveDateTime,
    pub by: StepActor,
    pub deed: StepAction,
}

/// The whole story.
///
/// # Errors
/// Where a day of the story is none: a fault of ours.
pub fn plan() -> Result<Vec<Step>, String> {
    let mut steps = visits()?;
    for (number, case) in CASES.iter().enumerate() {
        steps.extend(of_case(number, case)?);
    }
    steps.extend(projects::steps()?);
    steps.extend(drives::steps()?);
    steps.extend(revivals::steps()?);
    steps.extend(leads::steps()?);
    steps.extend(activities::steps()?);
    steps.sort_by_key(|step| step.at);
    Ok(steps)
}

/// A day of the story's year.
pub fn day((month, day): (u32, u32)) -> Result<NaiveDate, String> {
    NaiveDate::from_ymd_opt(2021, month, day).ok_or_else(|| format!("no day: {month}-{day}"))
}

pub fn at(day: NaiveDate, hour: u32, minute: u32) -> Result<NaiveDateTime, String> {
    day.and_hms_opt(hour, minute, 0)
        .ok_or_else(|| format!("no time: {hour}:{minute}"))
}

/// The next day from Monday to Friday, `n` times.
fn later(mut day: NaiveDate, n: u32) -> NaiveDate {
    for _ in 0..n {
        day = day + Days::new(1);
        while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            day = day + Days::new(1);
        }
    }
    day
}

fn visits() -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut filed = vec![false; CASES.len()];
    for (number, on) in VISIT_DAYS.iter().enumerate() {
        let files = (0..CASES.len()).find(|i| !filed[*i] && CASES[*i].filed == *on);
        if let Some(case) = files {
            filed[case] = true;
        }
        let before = VISIT_DAYS[..number].iter().filter(|d| *d == on).count();
        let minute = u32::try_from(before).map_err(|e| e.to_string())? * 25;
        steps.push(Step {
            at: at(day(*on)?, 9, 0)? + chrono::Duration::minutes(i64::from(minute)),
            by: StepActor::Park,
            deed: StepAction::Visit {
                place: files.map_or(number % 8, |case| CASES[case].enterprise),
                files,
            },
        });
    }
    Ok(steps)
}

fn of_case(case: usize, it: &Case) -> Result<Vec<Step>, String> {
    let filed = day(it.filed)?;
    let mut steps = Vec::new();
    let mut act = |at: NaiveDateTime, by: StepActor, action: &'static str, body: Value| {
        steps.push(Step {
            at,
            by,
            deed: StepAction::Act { case, action, body },
        });
    };
    if it.ending == Ending::Returned {
        let reason = "限行时段由公安交管部门核定，不属本单位职责，请转公安分局办理。";
        act(
            at(filed, 16, 0)?,
            StepActor::Lead,
            "return",
            json!({"reason": reason}),
        );
        return Ok(steps);
    }
    act(at(filed, 15, 0)?, StepActor::Lead, "accept", json!({}));
    let next = later(filed, 1);
    if case == FARM {
        let who = "华辰电力公司技术人员和电工";
        act(
            at(next, 9, 0)?,
            StepActor::Lead,
            "on_site",
            json!({"who": who, "on": next}),
        );
    }
    let text = if case == FARM {
        "现场查看用电设备和日负荷，与农庄、园区三方商议供电方案。"
    } else {
        "已与企业对接，正在办理。"
    };
    let progress = json!({"text": text, "next_step": "继续跟进", "next_on": later(next, 2)});
    act(at(next, 11, 0)?, StepActor::Lead, "progress", progress);
    if let Some(finished) = it.finished {
        let done = day(finished)?;
        let body = json!({"outcome": "solved", "resolution": it.resolution});
        act(at(done, 16, 30)?, StepActor::Lead, "resolve", body);
        if let Ending::Closed(satisfaction) = it.ending {
            let asked = later(done, 2);
            let answer = json!({"reached": true, "solved": true, "satisfaction": satisfaction, "channel": "phone"});
            act(at(asked, 10, 0)?, StepActor::Park, "follow_up", answer);
            act(at(asked, 10, 5)?, StepActor::Park, "close", json!({}));
        }
    }
    match it.ending {
        Ending::DueSoon => {
            let asked = day((8, 11))?;
            let body = json!({"until": day((8, 17))?, "reason": "调压设备预计八月十六日到货，申请延期两个工作日。"});
            act(
                at(asked, 10, 0)?,
                StepActor::Lead,
                "request_extension",
                body,
            );
            let granted = json!({"granted": true, "reason": "情况属实，同意延期。"});
            act(
                at(asked, 15, 0)?,
                StepActor::Coordinator,
                "decide_extension",
                granted,
            );
        }
        Ending::Suspended => {
            let asked = day((8, 3))?;
            let body = json!({"cause": "higher_level", "until": day((8, 31))?, "reason": "等待上级电网公司批复接入方案。"});
            act(
                at(asked, 10, 0)?,
                StepActor::Lead,
                "request_suspension",
                body,
            );
            let granted = json!({"granted": true, "reason": "同意挂起，批复后立即恢复。"});
            act(
                at(asked, 14, 0)?,
                StepActor::Coordinator,
                "decide_suspension",
                granted,
            );
        }
        Ending::Overdue => {
            let body =
                json!({"kind": "urge", "text": "该事项已超过办理时限，请抓紧办结并报告原因。"});
            act(
                at(day((8, 13))?, 9, 30)?,
                StepActor::Coordinator,
                "supervise",
                body,
            );
        }
        Ending::Closed(_) | Ending::Resolved | Ending::Returned => {}
    }
    Ok(steps)
}
