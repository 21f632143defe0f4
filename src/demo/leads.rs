//! The demo's leads: eight investments, two of them with contracts of 1.8亿元 together and one of these landed, and a talent.
//! All of it is made up and marked 演示.

use chrono::NaiveDateTime;
use serde_json::{Value, json};

use super::plan::{Step, StepAction, StepActor, at, day};

/// A lead, and how far it had come by Monday, 16 August 2021. Who registered it makes all moves but the last.
pub struct Lead {
    name: &'static str,
    investor: Option<&'static str>,
    source: &'static str,
    industry: &'static str,
    /// Whether 华辰电力公司 registered it, and not the park.
    pub by_department: bool,
    /// Index into `ENTERPRISES`, of those that an enterprise here brought.
    pub enterprise: Option<usize>,
    registered: (u32, u32),
    planned_wan: i64,
    moves: &'static [Move],
}

/// A move and its day.
struct Move {
    on: (u32, u32),
    kind: MoveKind,
}

#[derive(Clone, Copy)]
enum MoveKind {
    Follow,
    Called(&'static str),
    Framework(&'static str, i64),
    /// The number of the contract, and what it comes to in 万元.
    Sign(&'static str, Option<i64>),
    /// On a project, by its place among the demo's.
    Land(Option<usize>),
}

const fn on(on: (u32, u32), kind: MoveKind) -> Move {
    Move { on, kind }
}

const fn lead(
    (name, investor): (&'static str, Option<&'static str>),
    (source, industry): (&'static str, &'static str),
    registered: (u32, u32),
    planned_wan: i64,
    moves: &'static [Move],
) -> Lead {
    Lead {
        name,
        investor,
        source,
        industry,
        by_department: false,
        enterprise: None,
        registered,
        planned_wan,
        moves,
    }
}

impl Lead {
    const fn by_department(self) -> Self {
        Self {
            by_department: true,
            ..self
        }
    }

    const fn brought_by(self, enterprise: usize) -> Self {
        Self {
            enterprise: Some(enterprise),
            ..self
        }
    }
}

use MoveKind::{Called, Follow, Framework, Land, Sign};

#[rustfmt::skip]
pub const LEADS: &[Lead] = &[
    lead(("特种电缆扩产项目（演示）", Some("中原线缆集团（演示）")), ("existing", "电气装备"), (7, 21), 12_000,
        &[on((7, 22), Follow), on((7, 30), Sign("QU-HT-2021-011（演示）", Some(12_000))), on((8, 6), Land(Some(2)))]).brought_by(2),
    lead(("储能电池模组项目（演示）", Some("华储新能源（演示）")), ("agency", "电气装备"), (7, 22), 8_000,
        &[on((7, 23), Follow), on((8, 12), Sign("QU-HT-2021-014（演示）", Some(6_000)))]),
    lead(("尼龙工程塑料项目（演示）", Some("东方高分子（演示）")), ("fair", "尼龙新材料"), (7, 23), 20_000,
        &[on((7, 26), Follow), on((8, 5), Framework("KJ-2021-003（演示）", 20_000))]),
    lead(("智能电表项目（演示）", Some("精测仪表（演示）")), ("visit", "电气装备"), (7, 26), 5_000,
        &[on((7, 28), Follow), on((8, 11), Called("对方已派人考察标准厂房，正在测算物流成本。（演示数据）"))]).by_department(),
    lead(("冷链装备制造项目（演示）", Some("北冰装备（演示）")), ("platform", "食品加工"), (7, 28), 6_500,
        &[on((7, 30), Follow), on((8, 13), Called("已电话沟通，约定近期面谈。（演示数据）"))]),
    lead(("充电桩制造项目（演示）", Some("驰电科技（演示）")), ("self", "电气装备"), (8, 4), 3_000, &[]).by_department(),
    lead(("生物基材料项目（演示）", Some("绿纤生物（演示）")), ("association", "尼龙新材料"), (8, 10), 9_000, &[]),
    lead(("数据标注基地（演示）", Some("云筑数据（演示）")), ("superior", "数字经济"), (8, 13), 1_200, &[]),
    lead(("继电保护技术带头人（演示）", None), ("self", "电气装备"), (7, 27), 0,
        &[on((7, 28), Follow), on((8, 9), Sign("QU-YC-HT-2021-002（演示）", None)), on((8, 12), Land(None))]).by_department(),
];

/// What is done with a lead.
#[derive(Debug, Clone, Copy)]
pub enum LeadDeed {
    /// The rules of leads are set.
    Terms,
    Register,
    Move(&'static str),
    /// On a project, by its place among the demo's.
    Land(Option<usize>),
}

/// The leads as steps.
///
/// # Errors
/// Where a day is none: a fault of ours.
pub fn steps() -> Result<Vec<Step>, String> {
    let mut steps = vec![];
    let mut act = |at: NaiveDateTime, by: StepActor, lead: usize, deed: LeadDeed, body: Value| {
        let deed = StepAction::Lead { lead, deed, body };
        steps.push(Step { at, by, deed });
    };
    let terms = json!({"name": "招商线索管理规则（演示）", "answer_days": 1, "assess_days": 3, "feedback_days": 5, "progress_days": 10,
        "first_report_days": 90, "industries": "电气装备\n尼龙新材料\n食品加工\n数字经济", "basis": "区招商工作专题会（演示数据）"});
    let office = StepActor::Coordinator;
    act(at(day((7, 21))?, 9, 0)?, office, 0, LeadDeed::Terms, terms);
    for (number, it) in LEADS.iter().enumerate() {
        // One after the other, as somebody types them in.
        let minute = u32::try_from(number).map_err(|e| e.to_string())?;
        let mut body = json!({"name": it.name, "industry": it.industry, "source": it.source, "kind": "talent"});
        if let Some(investor) = it.investor {
            body["kind"] = "investment".into();
            body["investor"] = investor.into();
            body["planned_yuan"] = (it.planned_wan * 10_000).into();
        }
        let registered = at(day(it.registered)?, 10, minute)?;
        act(
            registered,
            StepActor::Owner,
            number,
            LeadDeed::Register,
            body,
        );
        for one in it.moves {
            let on = day(one.on)?;
            let dated = |more: Value| {
                let mut body = json!({"on": on});
                if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
                    body.extend(more.clone());
                }
                body
            };
            let (by, deed, body) = match one.kind {
                Follow => (
                    StepActor::Owner,
                    LeadDeed::Move("assess"),
                    json!({"follow": "yes", "reason": "投资意向明确，符合产业方向。（演示数据）"}),
                ),
                Called(text) => (
                    StepActor::Owner,
                    LeadDeed::Move("progress"),
                    json!({"text": text}),
                ),
                Framework(number, wan) => (
                    StepActor::Owner,
                    LeadDeed::Move("sign_framework"),
                    dated(json!({"contract_no": number, "amount_yuan": wan * 10_000})),
                ),
                Sign(number, Some(wan)) => (
                    StepActor::Owner,
                    LeadDeed::Move("sign"),
                    dated(json!({"contract_no": number, "amount_yuan": wan * 10_000})),
                ),
                Sign(number, None) => (
                    StepActor::Owner,
                    LeadDeed::Move("sign"),
                    dated(json!({"contract_no": number})),
                ),
                Land(project) => (office, LeadDeed::Land(project), dated(json!({}))),
            };
            act(at(on, 17, 10 + minute)?, by, number, deed, body);
        }
    }
    Ok(steps)
}
