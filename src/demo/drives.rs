//! The demo's drive: the newspaper's rounds of 科技创新局, three groups at twenty enterprises. Whom they went to and what
//! they found is made up and marked 演示.

use std::collections::HashMap;

use chrono::{Duration, NaiveDateTime};
use serde_json::{Value, json};

use super::plan::{self, Step, StepAction, StepActor};
use super::story::ENTERPRISES;

/// Index into `DEPARTMENTS`: 科技创新局, which has no account, so that the office records on its behalf.
pub const DEPARTMENT: usize = 2;

/// Targets that are no enterprises of the directory, by the park's code.
const SITES: &[(&str, &str)] = &[
    ("创客空间一号楼（演示）", "CX"),
    ("众创孵化器（演示）", "CX"),
    ("工业设计中心（演示）", "CX"),
    ("软件服务外包基地（演示）", "CX"),
    ("检验检测服务站（演示）", "CX"),
    ("科技金融服务点（演示）", "CX"),
    ("高压开关装配厂（演示）", "DQ"),
    ("变压器铁芯厂（演示）", "DQ"),
    ("绝缘材料厂（演示）", "DQ"),
    ("电力金具厂（演示）", "DQ"),
    ("仪表装配车间（演示）", "DQ"),
    ("物资周转库（演示）", "DQ"),
];

/// A hazard: the target's place, the line of the checklist, what was found, and the days it was dealt with and verified.
struct Hazard {
    target: usize,
    item: usize,
    text: &'static str,
    verified: Option<((u32, u32), (u32, u32))>,
}

/// What park staff deal with is in 沙河产业园区, whose account the demo has; the last is still open.
const HAZARDS: &[Hazard] = &[
    Hazard {
        target: 2,
        item: 1,
        text: "车间入口未设测温登记点（演示）",
        verified: Some(((8, 5), (8, 6))),
    },
    Hazard {
        target: 3,
        item: 2,
        text: "消杀记录缺三日（演示）",
        verified: Some(((8, 6), (8, 9))),
    },
    Hazard {
        target: 4,
        item: 3,
        text: "安全出口堆放物料（演示）",
        verified: Some(((8, 6), (8, 9))),
    },
    Hazard {
        target: 5,
        item: 1,
        text: "外来车辆未登记（演示）",
        verified: Some(((8, 9), (8, 10))),
    },
    Hazard {
        target: 6,
        item: 3,
        text: "灭火器压力不足（演示）",
        verified: Some(((8, 10), (8, 12))),
    },
    Hazard {
        target: 8,
        item: 2,
        text: "防疫物资储备不足（演示）",
        verified: None,
    },
];

/// What is done with the drive; targets stand by their places, from 1, and a hazard by its target.
#[derive(Debug, Clone)]
pub enum DriveDeed {
    /// With its named targets, whose parks stand there by their codes; the known enterprises come before them.
    Plan,
    Begin,
    Check {
        target: usize,
    },
    Find {
        target: usize,
    },
    Move {
        target: usize,
        action: &'static str,
    },
}

/// Whom it goes to: the known enterprises by their ids, then the named sites, in parks by their codes.
pub fn targets(enterprises: &[i64], parks: &HashMap<&'static str, i64>) -> Vec<Value> {
    let known = ENTERPRISES.iter().zip(enterprises);
    let known = known
        .map(|(it, id)| json!({"enterprise_id": id, "name": it.name, "park_id": parks.get("SH")}));
    let sites = SITES.iter();
    let sites = sites.map(|(name, park)| json!({"name": name, "park_id": parks.get(park)}));
    known.chain(sites).collect()
}

fn at(on: (u32, u32), hour: u32) -> Result<NaiveDateTime, String> {
    plan::at(plan::day(on)?, hour, 0)
}

/// The drive as steps.
///
/// # Errors
/// Where a day is none: a fault of ours.
pub fn steps() -> Result<Vec<Step>, String> {
    let mut steps = vec![];
    let mut act = |at: NaiveDateTime, by: StepActor, deed: DriveDeed, body: Value| {
        let deed = StepAction::Drive { deed, body };
        steps.push(Step { at, by, deed });
    };
    let office = StepActor::Coordinator;
    let plan = json!({"name": "企业疫情防控和安全生产暗访检查", "nature": "emergency",
        "basis": "区疫情防控指挥部关于企业疫情防控检查的通知（演示数据）", "from_on": "2021-08-04", "until_on": "2021-08-31",
        "groups": [{"name": "第一小组"}, {"name": "第二小组"}, {"name": "第三小组"}],
        "checklist": [{"text": "测温、扫码、登记落实"}, {"text": "消杀和防疫物资到位"}, {"text": "消防设施完好、通道畅通"}]});
    act(at((8, 3), 15)?, office, DriveDeed::Plan, plan);
    act(at((8, 3), 16)?, office, DriveDeed::Begin, json!({}));
    let days = [(8, 4), (8, 5), (8, 6), (8, 11)];
    let all = ENTERPRISES.len() + SITES.len();
    for target in 1..=all {
        // The last of the known enterprises is gone to last.
        let day = match target == ENTERPRISES.len() {
            true => days[3],
            false => days[(target - 1) % 3],
        };
        let found = HAZARDS.iter().filter(|one| one.target == target);
        let minutes = i64::try_from(target).map_err(|e| e.to_string())?;
        let time = at(day, 17)? + Duration::minutes(minutes);
        let answers: Vec<Value> = found
            .clone()
            .map(|one| json!({"item": one.item, "answer": "no"}))
            .collect();
        let body = json!({"target": target, "group": (target - 1) % 3 + 1, "on": time.date(), "answers": answers});
        act(time, office, DriveDeed::Check { target }, body);
        for one in found {
            let body = json!({"on": time.date(), "item": one.item, "text": one.text, "level": "ordinary", "handling": "later",
                "measure": "立即整改，举一反三。（演示数据）"});
            act(time, office, DriveDeed::Find { target }, body);
            let Some((rectified, verified)) = one.verified else {
                continue;
            };
            for (on, by, action) in [
                (rectified, StepActor::Park, "rectify"),
                (verified, office, "verify"),
            ] {
                let time = at(on, 18)? + Duration::minutes(minutes);
                let body = json!({"on": time.date(), "text": "已按要求整改到位。（演示数据）"});
                act(time, by, DriveDeed::Move { target, action }, body);
            }
        }
    }
    Ok(steps)
}
