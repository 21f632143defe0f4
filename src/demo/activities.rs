//! The demo's activities: the newspaper's road show of 29 July in 高新火炬园 by 科技创新局 with its fourteen enterprises, two
//! matches of it, the farm as a case study, and the bulletin that tells of both. Who was there is made up and marked 演示.

use chrono::NaiveDateTime;
use serde_json::{Value, json};

use super::plan::{self, Step, StepAction, StepActor};

/// Index into `DEPARTMENTS`: 科技创新局, which has no account, so that the office records on its behalf.
pub const DEPARTMENT: usize = 2;

/// How many enterprises were at the road show.
const ENTERPRISES: usize = 14;

/// What is done with the road show, the case study and the bulletin.
#[derive(Debug, Clone, Copy)]
pub enum ActivityDeed {
    Plan,
    Move(&'static str),
    Attend,
    Match(usize),
    Agree(usize),
    /// Of the farm's problem.
    Write,
    MoveCase(&'static str),
    Compose,
    Issue,
}

fn at(on: (u32, u32), hour: u32, minute: u32) -> Result<NaiveDateTime, String> {
    plan::at(plan::day(on)?, hour, minute)
}

/// The activity, the case study and the bulletin as steps.
///
/// # Errors
/// Where a day is none: a fault of ours.
pub fn steps() -> Result<Vec<Step>, String> {
    let (office, park) = (StepActor::Coordinator, StepActor::Park);
    let show = json!({"name": "科技型企业模拟路演", "kind": "roadshow", "planned_on": "2021-07-29", "place": "高新火炬园",
        "experts": [{"name": "王老师（演示）", "organisation": "创业导师团（演示）"}, {"name": "刘经理（演示）", "organisation": "创投机构（演示）"},
            {"name": "陈经理（演示）", "organisation": "银行（演示）"}],
        "text": "企业登台路演，专家现场点评，银行、创投机构现场对接。（演示数据）"});
    let came: Vec<Value> = (1..=ENTERPRISES)
        .map(|n| json!({"name": format!("路演企业{n:02}（演示）")}))
        .collect();
    let finance = json!({"company": "路演企业01（演示）", "need": "中试线建设资金三百万元（演示）", "counterpart": "创投机构（演示）", "kind": "finance"});
    let technology = json!({"company": "路演企业02（演示）", "need": "智能检测技术合作（演示）", "counterpart": "高校科研团队（演示）", "kind": "technology"});
    let study = json!({"name": "“井井通”通到葡萄园：三方现场会商解决生态农庄用电难题",
        "text": "葡萄种植示范基地最怕停电。走访人员现场记录诉求，吹哨后供电公司技术人员次日到场，查看用电设备和日负荷，与农庄、园区三方当场商定供电方案，用电有了保障。"});
    let agreed = json!({"consent": {"by": "农庄负责人（演示）", "on": "2021-08-10"}});
    let bulletin = json!({"issue_number": "2021年第1期", "from_on": "2021-07-26", "to_on": "2021-08-15",
        "text": "本期刊发科技型企业模拟路演情况和一则典型案例。（演示数据）"});
    let all = [
        (at((7, 26), 15, 30)?, office, ActivityDeed::Plan, show),
        (
            at((7, 29), 17, 0)?,
            office,
            ActivityDeed::Move("hold"),
            json!({"on": "2021-07-29"}),
        ),
        (
            at((7, 29), 17, 10)?,
            office,
            ActivityDeed::Attend,
            json!({"attendance": came}),
        ),
        (
            at((7, 29), 17, 20)?,
            office,
            ActivityDeed::Match(0),
            finance,
        ),
        (
            at((7, 29), 17, 25)?,
            office,
            ActivityDeed::Match(1),
            technology,
        ),
        (
            at((7, 30), 10, 0)?,
            office,
            ActivityDeed::Move("close"),
            json!({"text": "14家企业登台路演，现场提出对接事项2项。（演示数据）"}),
        ),
        (
            at((8, 6), 10, 30)?,
            office,
            ActivityDeed::Agree(0),
            json!({"on": "2021-08-06", "amount_yuan": 3_000_000}),
        ),
        (at((8, 10), 9, 30)?, park, ActivityDeed::Write, study),
        (
            at((8, 10), 16, 30)?,
            park,
            ActivityDeed::MoveCase("record_consent"),
            agreed,
        ),
        (
            at((8, 11), 10, 30)?,
            office,
            ActivityDeed::MoveCase("approve"),
            json!({}),
        ),
        (
            at((8, 11), 10, 40)?,
            office,
            ActivityDeed::MoveCase("publish"),
            json!({}),
        ),
        (at((8, 16), 8, 20)?, office, ActivityDeed::Compose, bulletin),
        (at((8, 16), 8, 40)?, office, ActivityDeed::Issue, json!({})),
    ];
    let step = |(at, by, deed, body)| Step {
        at,
        by,
        deed: StepAction::Activity { deed, body },
    };
    Ok(all.into_iter().map(step).collect())
}
