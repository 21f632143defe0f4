//! The demo's enterprises that stand still: five are listed, of which one runs again and one gave back its land; a sixth
//! waits to be listed. All of it is made up and marked 演示.

use chrono::{Duration, NaiveDateTime};
use serde_json::{Value, json};

use super::plan::{Step, StepAction, StepActor, day};
use super::story::{self, Enterprise, enterprise};

/// Those besides the story's own, which stand before them; 恒瑞机械 is one of the story's.
pub const ENTERPRISES: &[Enterprise] = &[
    enterprise(
        ("金龙塑业（演示）", "塑料制品", "small"),
        ("halted", "2021-02-08"),
        None,
        "厂长（演示）",
    ),
    enterprise(
        ("盛源铸造（演示）", "铸造", "small"),
        ("halted", "2019-09-10"),
        None,
        "留守负责人（演示）",
    ),
    enterprise(
        ("华美家具（演示）", "家具", "small"),
        ("semi_halted", "2021-04-01"),
        None,
        "总经理（演示）",
    ),
    enterprise(
        ("锦程建材（演示）", "建材", "small"),
        ("reduced", "2021-03-01"),
        None,
        "经理（演示）",
    ),
    enterprise(
        ("新源管业（演示）", "管材", "micro"),
        ("reduced", "2021-05-06"),
        None,
        "经理（演示）",
    ),
];

/// Month and day of 2021.
type Day = (u32, u32);

/// An enterprise and what was done by Monday, 16 August 2021.
struct Revival {
    /// Its place among all enterprises of the demo.
    enterprise: usize,
    /// Since when it stands still, and the day that was recorded; none where it has stood still all along.
    halted: Option<(Day, Day)>,
    listed: Option<Day>,
    plan: Option<Plan>,
}

struct Plan {
    cause: &'static str,
    path: &'static str,
    measures: &'static str,
    land_mu: &'static str,
    workers: i64,
    target: Day,
    /// Name, limit, and the day each was done.
    milestones: &'static [(&'static str, Day, Option<Day>)],
    course: Course,
}

/// How it went on from the plan.
enum Course {
    /// What was told of July.
    UnderWay(&'static str),
    Ended {
        outcome: &'static str,
        text: &'static str,
        land_released_mu: Option<&'static str>,
        /// What becomes of the enterprise, since when, and the day that was recorded.
        status: (&'static str, Day, Day),
        concluded: Day,
        confirmed: Day,
    },
}

/// The place of the first of [`ENTERPRISES`].
const OWN: usize = story::ENTERPRISES.len();

const REVIVALS: &[Revival] = &[
    Revival {
        enterprise: 3,
        halted: None,
        listed: Some((7, 19)),
        plan: Some(Plan {
            cause: "funds",
            path: "upgrade",
            measures: "协调银行续贷，改造老旧厂房，更新数控机床。（演示数据）",
            land_mu: "32.50",
            workers: 86,
            target: (12, 20),
            milestones: &[
                ("流动资金续贷到位", (8, 13), Some((8, 12))),
                ("厂房改造开工", (9, 10), None),
            ],
            course: Course::UnderWay("续贷资料已报银行，厂房改造方案定稿。（演示数据）"),
        }),
    },
    // It has run for 30 days on the day it is confirmed.
    Revival {
        enterprise: OWN,
        halted: None,
        listed: Some((7, 19)),
        plan: Some(Plan {
            cause: "market",
            path: "self_recovery",
            measures: "对接本地龙头企业订单，恢复两条生产线。（演示数据）",
            land_mu: "15.20",
            workers: 42,
            target: (8, 31),
            milestones: &[("签订配套订单", (7, 23), Some((7, 21)))],
            course: Course::Ended {
                outcome: "restarted",
                text: "七月十四日试生产，两条生产线已稳定运行。（演示数据）",
                land_released_mu: None,
                status: ("running", (7, 14), (7, 20)),
                concluded: (8, 3),
                confirmed: (8, 13),
            },
        }),
    },
    Revival {
        enterprise: OWN + 1,
        halted: None,
        listed: Some((7, 20)),
        plan: Some(Plan {
            cause: "environment",
            path: "repossession",
            measures: "协商收储土地，设备拆除清运，职工分流安置。（演示数据）",
            land_mu: "18.60",
            workers: 0,
            target: (9, 30),
            milestones: &[("签订收储协议", (8, 6), Some((8, 5)))],
            course: Course::Ended {
                outcome: "vacated",
                text: "土地已收储，设备清运完毕。（演示数据）",
                land_released_mu: Some("18.60"),
                status: ("closed", (8, 10), (8, 10)),
                concluded: (8, 10),
                confirmed: (8, 12),
            },
        }),
    },
    // Its next milestone is past.
    Revival {
        enterprise: OWN + 2,
        halted: None,
        listed: Some((7, 20)),
        plan: Some(Plan {
            cause: "environment",
            path: "self_recovery",
            measures: "完成喷漆废气治理改造，验收后恢复整线生产。（演示数据）",
            land_mu: "21.00",
            workers: 55,
            target: (10, 31),
            milestones: &[
                ("环保设施验收", (8, 10), None),
                ("恢复整线生产", (9, 20), None),
            ],
            course: Course::UnderWay("治理设备已安装，待调试。（演示数据）"),
        }),
    },
    Revival {
        enterprise: OWN + 3,
        halted: Some(((8, 2), (8, 5))),
        listed: Some((8, 6)),
        plan: None,
    },
    Revival {
        enterprise: OWN + 4,
        halted: Some(((8, 9), (8, 13))),
        listed: None,
        plan: None,
    },
];

/// What is done with one, by its path.
#[derive(Debug, Clone)]
pub enum RevivalDeed {
    /// Says how its enterprise is running.
    Status,
    List,
    Post(&'static str),
    /// The month of July.
    July,
}

/// The enterprises that stand still as steps.
///
/// # Errors
/// Where a day is none: a fault of ours.
pub fn steps() -> Result<Vec<Step>, String> {
    let mut steps = vec![];
    for it in REVIVALS {
        of_revival(it, &mut steps)?;
    }
    Ok(steps)
}

fn of_revival(it: &Revival, steps: &mut Vec<Step>) -> Result<(), String> {
    // One after the other, as somebody types them in.
    let minutes = Duration::minutes(i64::try_from(it.enterprise).map_err(|e| e.to_string())?);
    let at = |on: Day, hour: u32| -> Result<NaiveDateTime, String> {
        let time = day(on)?.and_hms_opt(hour, 0, 0);
        time.map(|time| time + minutes)
            .ok_or_else(|| format!("no time: {hour}"))
    };
    let mut act = |at: NaiveDateTime, by: StepActor, deed: RevivalDeed, body: Value| {
        let enterprise = it.enterprise;
        let deed = StepAction::Revival {
            enterprise,
            deed,
            body,
        };
        steps.push(Step { at, by, deed });
    };
    let (park, office) = (StepActor::Park, StepActor::Coordinator);
    let runs = |status: &str, since: Day| -> Result<Value, String> {
        Ok(json!({"operating_status": status, "operating_status_since": day(since)?}))
    };
    if let Some((since, recorded)) = it.halted {
        let body = runs("halted", since)?;
        act(at(recorded, 14)?, park, RevivalDeed::Status, body);
    }
    let Some(listed) = it.listed else {
        return Ok(());
    };
    let body = json!({"criterion": "用电量连续三个月低于正常月份三成（演示数据）"});
    act(at(listed, 14)?, park, RevivalDeed::List, body);
    let Some(plan) = &it.plan else {
        return Ok(());
    };
    let milestones = plan.milestones.iter();
    let milestones: Result<Vec<Value>, String> = milestones
        .map(|(name, due_on, _)| Ok(json!({"name": name, "due_on": day(*due_on)?})))
        .collect();
    let body = json!({"cause": plan.cause, "path": plan.path, "measures": plan.measures, "land_mu": plan.land_mu,
        "workers": plan.workers, "target_on": day(plan.target)?, "milestones": milestones?});
    act(at(listed, 16)?, park, RevivalDeed::Post("plan"), body);
    for (position, (.., done)) in (1..).zip(plan.milestones) {
        let Some(done) = *done else { continue };
        let body = json!({"position": position, "on": day(done)?});
        let complete = RevivalDeed::Post("complete_milestone");
        act(at(done, 17)?, park, complete, body);
    }
    match &plan.course {
        Course::UnderWay(text) => {
            let body = json!({"text": text});
            act(at((7, 23), 16)?, park, RevivalDeed::July, body);
        }
        Course::Ended {
            outcome,
            text,
            land_released_mu,
            status: (status, since, recorded),
            concluded,
            confirmed,
        } => {
            let body = runs(status, *since)?;
            act(at(*recorded, 9)?, park, RevivalDeed::Status, body);
            let body = json!({"outcome": outcome, "on": day(*concluded)?, "text": text,
                "land_released_mu": land_released_mu});
            act(
                at(*concluded, 17)?,
                park,
                RevivalDeed::Post("conclude"),
                body,
            );
            let body = json!({"note": "已现场核实。（演示数据）"});
            act(
                at(*confirmed, 17)?,
                office,
                RevivalDeed::Post("confirm"),
                body,
            );
        }
    }
    Ok(())
}
