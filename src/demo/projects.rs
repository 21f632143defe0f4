//! The demo's projects. The farm is the newspaper's: 100 亩 of vines, nine tenths of the production area built, and the
//! electricity problem that it is linked with. The others are made up and marked 演示.

use chrono::{Duration, NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

use super::plan::{self, Step, StepAction, StepActor};
use crate::vocabulary::entries::BOTTLENECK;

/// Yuan of a sum that is given in 万元.
const WAN: i64 = 10_000;
/// The year whose list of projects the demo keeps.
const YEAR: i32 = 2021;

/// A project and how far it had come by Monday, 16 August 2021.
pub struct Project {
    name: &'static str,
    kind: &'static str,
    level: &'static str,
    /// Index into `ENTERPRISES`.
    pub enterprise: Option<usize>,
    /// Index into `DEPARTMENTS`: who owns it; the park where there is none.
    pub department: Option<usize>,
    renewal: Option<&'static str>,
    land_mu: Option<&'static str>,
    /// The whole investment and what is planned of it for the year, in 万元.
    money: Option<(i64, i64)>,
    /// As what it stands on the year's list.
    class: &'static str,
    stage: Stage,
    /// Investment of January, February and so on, in 万元.
    months: &'static [i64],
}

/// How far a project has come; days are those of opening or of the plan.
#[derive(Clone, Copy)]
enum Stage {
    Proposed,
    /// Filed, to be started on a day.
    Filed((u32, u32)),
    /// Started on a day of a year.
    Building(i32, (u32, u32)),
    /// That, and standing still.
    Stopped(i32, (u32, u32)),
    /// That, and completed on a day.
    Completed(i32, (u32, u32), (u32, u32)),
}

const fn project(
    (name, kind, level): (&'static str, &'static str, &'static str),
    enterprise: Option<usize>,
    money: Option<(i64, i64)>,
    class: &'static str,
    stage: Stage,
    months: &'static [i64],
) -> Project {
    Project {
        name,
        kind,
        level,
        enterprise,
        department: None,
        renewal: None,
        land_mu: None,
        money,
        class,
        stage,
        months,
    }
}

impl Project {
    const fn renews(self, renewal: &'static str) -> Self {
        Self {
            renewal: Some(renewal),
            ..self
        }
    }

    const fn on_land(self, land_mu: &'static str) -> Self {
        Self {
            land_mu: Some(land_mu),
            ..self
        }
    }

    const fn owned_by(self, department: usize) -> Self {
        Self {
            department: Some(department),
            ..self
        }
    }
}

#[rustfmt::skip]
pub const PROJECTS: &[Project] = &[
    project(("聚合庄生态农庄葡萄种植示范基地", "industrial", "city"), Some(0), None, "continued", Stage::Building(2021, (3, 10)), &[]).on_land("100"),
    project(("沙河纺织智能化改造（演示）", "industrial", "city"), Some(1), Some((12_000, 6_000)), "new", Stage::Building(2021, (4, 12)), &[0, 0, 0, 400, 620, 700, 810]).renews("intelligent"),
    project(("鹰城电缆特种电缆生产线（演示）", "industrial", "province"), Some(2), Some((35_000, 15_000)), "new", Stage::Building(2021, (3, 26)), &[0, 0, 1_200, 1_800, 2_100, 2_300, 2_000]),
    project(("恒瑞机械厂房改造（演示）", "industrial", "district"), Some(3), Some((2_600, 1_500)), "new", Stage::Filed((9, 10)), &[]).renews("technical"),
    project(("绿源食品冷链加工中心（演示）", "industrial", "city"), Some(4), Some((8_000, 4_000)), "new", Stage::Building(2021, (6, 18)), &[0, 0, 0, 0, 0, 260, 380]),
    project(("天润包装绿色工厂改造（演示）", "industrial", "district"), Some(5), Some((1_800, 1_800)), "new", Stage::Filed((8, 30)), &[]).renews("green"),
    project(("中联新材尼龙新材料产业园（演示）", "industrial", "province"), Some(6), Some((120_000, 40_000)), "continued", Stage::Building(2020, (9, 15)), &[2_800, 2_600, 3_500, 3_600, 3_900, 4_100, 3_800]),
    project(("宏达物流智慧仓储（演示）", "industrial", "city"), Some(7), Some((9_500, 5_000)), "new", Stage::Filed((8, 20)), &[]),
    project(("沙河智能装备标准厂房（演示）", "industrial", "city"), None, Some((22_000, 10_000)), "new", Stage::Filed((6, 30)), &[]),
    project(("电气装备检测中心（演示）", "industrial", "city"), None, Some((6_800, 3_000)), "new", Stage::Proposed, &[]),
    project(("高端轴承生产基地（演示）", "industrial", "district"), None, Some((15_000, 2_000)), "reserve", Stage::Proposed, &[]),
    project(("沙河路北段道路工程（演示）", "infrastructure", "city"), None, Some((5_600, 2_400)), "finishing", Stage::Completed(2020, (11, 20), (7, 28)), &[500, 300, 450, 420, 380, 200, 150]),
    project(("园区110千伏变电站（演示）", "infrastructure", "province"), None, Some((9_800, 6_000)), "new", Stage::Building(2021, (5, 8)), &[0, 0, 0, 0, 900, 1_100, 1_200]).owned_by(0),
    project(("污水处理厂二期（演示）", "infrastructure", "district"), None, Some((13_600, 7_000)), "new", Stage::Building(2021, (4, 28)), &[0, 0, 0, 300, 850, 1_050, 1_100]),
    project(("园区幼儿园（演示）", "livelihood", "district"), None, Some((2_400, 2_000)), "new", Stage::Stopped(2021, (5, 20)), &[0, 0, 0, 0, 180, 220, 40]),
    project(("社区卫生服务中心（演示）", "livelihood", "district"), None, Some((1_600, 1_600)), "new", Stage::Filed((9, 1)), &[]),
    project(("人才公寓（演示）", "livelihood", "city"), None, Some((18_000, 8_000)), "new", Stage::Filed((9, 15)), &[]),
    project(("供热管网改造（演示）", "infrastructure", "district"), None, Some((3_200, 3_200)), "new", Stage::Proposed, &[]),
    project(("数字园区平台（演示）", "other", "district"), None, Some((900, 900)), "new", Stage::Proposed, &[]),
    project(("沙河湿地公园（演示）", "livelihood", "city"), None, Some((4_200, 500)), "reserve", Stage::Proposed, &[]),
];

/// What is done with a project, by the end of its path.
#[derive(Debug, Clone)]
pub enum Deed {
    List,
    Post(&'static str),
    /// The figures of a month of the year, from 1.
    Month(usize),
    Milestones,
    /// Links it with the newspaper's problem.
    LinkFarm,
    /// Adds to a register that the projects go by.
    Register(&'static str),
}

/// The projects as steps: listed when the ledger is set up in the story's first week, then led on.
///
/// # Errors
/// Where a day is none: a fault of ours.
pub fn steps() -> Result<Vec<Step>, String> {
    let mut all = vec![];
    for (number, it) in PROJECTS.iter().enumerate() {
        all.extend(of_project(number, it)?);
    }
    all.extend(of_farm()?);
    all.extend(of_registers()?);
    Ok(all)
}

fn day(year: i32, (month, day): (u32, u32)) -> Result<NaiveDate, String> {
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| format!("no day: {month}-{day}"))
}

fn at(on: (u32, u32), hour: u32) -> Result<NaiveDateTime, String> {
    plan::at(day(YEAR, on)?, hour, 0)
}

fn step(at: NaiveDateTime, by: StepActor, (project, deed): (usize, Deed), body: Value) -> Step {
    let deed = StepAction::Project {
        project,
        deed,
        body,
    };
    Step { at, by, deed }
}

fn of_project(number: usize, it: &Project) -> Result<Vec<Step>, String> {
    let mut body = json!({"name": it.name, "kind": it.kind, "level": it.level});
    if let Some((total, _)) = it.money {
        body["total_yuan"] = (total * WAN).into();
    }
    if let Some(land) = it.land_mu {
        body["land_mu"] = land.into();
    }
    if let Some(renewal) = it.renewal {
        body["renewal"] = renewal.into();
    }
    let (filed, started) = match it.stage {
        Stage::Proposed => (None, None),
        Stage::Filed(planned) => {
            body["planned_start_on"] = json!(day(YEAR, planned)?);
            (Some(day(YEAR, (5, 20))?), None)
        }
        Stage::Building(year, on) | Stage::Stopped(year, on) | Stage::Completed(year, on, _) => {
            let on = day(year, on)?;
            body["planned_start_on"] = json!(on);
            (Some(on - Duration::days(40)), Some(on))
        }
    };
    let mut steps = vec![];
    // One after the other, as somebody types them in.
    let minute = Duration::minutes(i64::try_from(number).map_err(|e| e.to_string())?);
    let mut act = |at: NaiveDateTime, by: StepActor, deed: Deed, body: Value| {
        steps.push(step(at + minute, by, (number, deed), body));
    };
    act(at((7, 20), 14)?, StepActor::Park, Deed::List, body);
    if let Some(on) = filed {
        let code = format!("2101-410400-04-01-{:06}", 100_001 + number);
        let body = json!({"code": code, "on": on});
        act(at((7, 20), 15)?, StepActor::Park, Deed::Post("file"), body);
    }
    if let Some(on) = started {
        let body = json!({"on": on, "evidence": "excavation"});
        act(at((7, 20), 16)?, StepActor::Park, Deed::Post("start"), body);
    }
    if started.is_some() && it.money.is_some() && it.level != "district" {
        let body = json!({"on": day(YEAR, (7, 20))?});
        act(
            at((7, 22), 15)?,
            StepActor::Owner,
            Deed::Post("enter_statistics"),
            body,
        );
    }
    let mut list = json!({"year": YEAR, "class": it.class});
    if let Some((_, planned)) = it.money
        && it.class != "reserve"
    {
        list["amount_yuan"] = (planned * WAN).into();
    }
    match it.stage {
        Stage::Filed((month, _))
        | Stage::Building(YEAR, (month, _))
        | Stage::Stopped(YEAR, (month, _)) => {
            list["start_month"] = month.into();
        }
        Stage::Proposed if it.class == "new" => list["start_month"] = 10.into(),
        Stage::Completed(.., (month, _)) => list["finish_month"] = month.into(),
        Stage::Proposed | Stage::Building(..) | Stage::Stopped(..) => {}
    }
    let office = StepActor::Coordinator;
    act(at((7, 21), 15)?, office, Deed::Post("enter_list"), list);
    for (before, invested) in it.months.iter().enumerate() {
        let body = json!({"invested_yuan": invested * WAN});
        act(
            at((7, 22), 16)?,
            StepActor::Owner,
            Deed::Month(before + 1),
            body,
        );
    }
    match it.stage {
        Stage::Stopped(..) => {
            let body = json!({"reason": "汛期场地积水，施工单位暂停作业。（演示数据）"});
            act(at((7, 26), 17)?, StepActor::Park, Deed::Post("stop"), body);
        }
        Stage::Completed(.., on) => {
            let body = json!({"on": day(YEAR, on)?});
            act(at(on, 17)?, StepActor::Park, Deed::Post("complete"), body);
        }
        Stage::Filed(planned) => {
            let begins = day(YEAR, planned)?;
            let permit = begins - Duration::days(7);
            let body = json!({"milestones": [
                {"name": "施工许可", "track": "手续", "due_on": permit},
                {"name": "进场开工", "track": "施工", "due_on": begins},
            ]});
            act(at((7, 22), 17)?, StepActor::Park, Deed::Milestones, body);
            // The one that is planned first is late; the next has its permit.
            if (day(YEAR, (8, 1))?..day(YEAR, (8, 14))?).contains(&permit) {
                let body = json!({"position": 1, "on": permit - Duration::days(3)});
                act(
                    at((8, 13), 15)?,
                    StepActor::Park,
                    Deed::Post("complete_milestone"),
                    body,
                );
            }
        }
        Stage::Proposed | Stage::Building(..) => {}
    }
    Ok(steps)
}

/// The target that the year's list sets, and a line of the negative list.
fn of_registers() -> Result<Vec<Step>, String> {
    let target = json!({"name": "9月底前省、市重点项目全部开工", "measure": "started", "percent": 100, "level": "key",
        "until_on": day(YEAR, (9, 30))?, "basis": "区重点项目建设推进会（演示数据）"});
    let line = json!({"name": "水泥制造（演示）", "industry_code": "3011", "threshold_tce": 50_000, "kind": "energy",
        "basis": "两高项目管理目录（演示数据）", "from_on": day(YEAR, (7, 1))?});
    let add = |minute, register, body| {
        let at = at((7, 21), 10)? + Duration::minutes(minute);
        Ok::<_, String>(step(
            at,
            StepActor::Coordinator,
            (0, Deed::Register(register)),
            body,
        ))
    };
    Ok(vec![
        add(0, "project_targets", target)?,
        add(1, "negative_list", line)?,
    ])
}

/// The farm's milestones, its progress and its problem, once that is filed.
fn of_farm() -> Result<Vec<Step>, String> {
    let milestone =
        |name: &str, on| Ok::<_, String>(json!({"name": name, "due_on": day(YEAR, on)?}));
    let plan = json!({"milestones": [
        milestone("供电保障", (8, 6))?,
        milestone("生产区建设", (8, 31))?,
        milestone("建成投用", (9, 30))?,
    ]});
    let done = json!({"position": 1, "on": day(YEAR, (8, 5))?, "note": "三方现场商定供电方案，用电得到保障。"});
    let progress = json!({"text": "生产区已建成90%。", "next_step": "完成生产区剩余建设", "next_on": day(YEAR, (8, 31))?});
    let park = StepActor::Park;
    Ok(vec![
        step(at((7, 22), 17)?, park, (0, Deed::Milestones), plan),
        step(
            at((8, 3), 17)?,
            park,
            (0, Deed::LinkFarm),
            json!({"kind": BOTTLENECK}),
        ),
        step(
            at((8, 5), 18)?,
            park,
            (0, Deed::Post("complete_milestone")),
            done,
        ),
        step(
            at((8, 13), 17)?,
            park,
            (0, Deed::Post("progress")),
            progress,
        ),
    ])
}
