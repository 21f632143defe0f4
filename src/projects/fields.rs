//! What is kept of a project, one line a field.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::rules::facts::{ListClass, PermitState, ProjectKind, Renewal, StatisticsState};
use super::rules::progress::AnnualPlan;
use super::rules::screening::{NegativeKind, ScreeningVerdict};
use super::rules::target::Measure;
use crate::deadlines::rules::Level;
use crate::entries::description::{Field, Kind, YUAN, field, line, text, words};
use crate::vocabulary::bounds::{LINE, NAME, TEXT};
use crate::vocabulary::projects as say;

crate::text_enum! {
    /// Which permit it is (手续).
    pub enum PermitKind {
        Filing = "filing",
        Planning = "planning",
        Land = "land",
        Eia = "eia",
        Energy = "energy",
        Safety = "safety",
        Construction = "construction",
        Other = "other",
    }
}

crate::in_words!(PermitKind, crate::vocabulary::projects::PERMIT);
crate::in_words!(ProjectKind, crate::vocabulary::projects::KIND);
crate::in_words!(Renewal, crate::vocabulary::projects::RENEWAL);
crate::in_words!(PermitState, crate::vocabulary::projects::PERMIT_STATE);
crate::in_words!(StatisticsState, crate::vocabulary::projects::STATISTICS);
crate::in_words!(ScreeningVerdict, crate::vocabulary::projects::SCREENING);
crate::in_words!(ListClass, crate::vocabulary::projects::LIST_CLASS);

/// A permit that a project needs, or doesn't.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permit {
    pub kind: PermitKind,
    #[serde(default = "is_needed")]
    pub need: bool,
    #[serde(default = "todo")]
    pub state: PermitState,
    #[serde(default)]
    pub department_id: Option<i64>,
    #[serde(default)]
    pub due_on: Option<NaiveDate>,
    #[serde(default)]
    pub done_on: Option<NaiveDate>,
    #[serde(default)]
    pub document_no: Option<String>,
}

fn is_needed() -> bool {
    true
}

fn todo() -> PermitState {
    PermitState::Todo
}

/// A project library that a project is in (入库).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Library {
    pub name: String,
    pub on: NaiveDate,
}

/// By what decision a project was stopped; the office records it, an organ decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ban {
    /// The line of the negative list that it rests on.
    #[serde(default)]
    pub rule_id: Option<i64>,
    pub basis: String,
    pub decided_by: String,
    pub document_no: String,
    pub meeting_on: Option<NaiveDate>,
    pub reviewers: String,
}

pub const MONTH: Kind = Kind::Integer { least: 1, most: 12 };
pub const YEAR: Kind = Kind::Integer {
    least: 2000,
    most: 2100,
};

pub const PERMIT: &[Field] = &[
    field("kind", "手续", "Which permit it is.", words(say::PERMIT)).required(),
    field(
        "need",
        "需办",
        "Whether the project needs it; true where absent.",
        Kind::Flag,
    ),
    field(
        "state",
        "办理状态",
        "How far it is; `todo` where absent.",
        words(say::PERMIT_STATE),
    ),
    field(
        "department_id",
        "审批单位",
        "The department that gives it.",
        Kind::Department,
    ),
    field(
        "due_on",
        "计划办结",
        "The day by which it is wanted.",
        Kind::Day,
    ),
    field("done_on", "办结日期", "The day it was given.", Kind::Day),
    field(
        "document_no",
        "文号",
        "The number of its document.",
        line(NAME),
    ),
];

const LIBRARY: &[Field] = &[
    field("name", "项目库", "What the library is called.", line(NAME)).required(),
    field("on", "入库日期", "The day it was taken in.", Kind::Day).required(),
];

const PLAN: &[Field] = &[
    field("year", "年度", "The year of the plan.", YEAR).required(),
    field(
        "amount_yuan",
        "年度计划投资",
        "What is to be invested in the year.",
        YUAN,
    )
    .required(),
    field(
        "first",
        "起始月",
        "The first month of it; 1 where absent.",
        MONTH,
    ),
    field(
        "last",
        "截止月",
        "The last month of it; 12 where absent, not before `first`.",
        MONTH,
    ),
];

/// The line of the negative list that a verdict rests on.
pub const RULE: Field = field(
    "rule_id",
    "清单条目",
    "The line of the negative list that it rests on.",
    Kind::Integer {
        least: 1,
        most: i64::MAX,
    },
);

pub const BAN: &[Field] = &[
    RULE,
    field("basis", "依据", "On what ground.", text(TEXT)).required(),
    field(
        "decided_by",
        "决定机关",
        "The organ that decided.",
        line(NAME),
    )
    .required(),
    field(
        "document_no",
        "文号",
        "The number of its document.",
        line(NAME),
    )
    .required(),
    field(
        "meeting_on",
        "会商日期",
        "The day of the meeting.",
        Kind::Day,
    )
    .required(),
    field(
        "reviewers",
        "会商单位",
        "Who took part in the review.",
        line(LINE),
    )
    .required(),
];

// What a row of before a field was there takes.
crate::default_words!(ProjectKind: Other, Measure: Started, NegativeKind: Energy);

crate::entry_fields! {
    /// A construction project.
    pub struct Project, ProjectPatch, FIELDS {
        name: String = ("项目名称", "What the project is called.", line(NAME)).required().in_file().also(&["名称", "建设项目"]),
        code: Option<String> = ("项目代码", "Its code, which comes with the filing permit.", line(NAME)).in_file().identifying().also(&["投资项目代码"]),
        level: Option<Level> = ("级别", "Whose key project it is.", words(say::LEVEL)).required().counted().in_file().also(&["项目级别", "重点级别"]),
        kind: ProjectKind = ("类型", "What it is for.", words(say::KIND)).required().counted().in_file().also(&["项目类型", "类别"]),
        industry_code: Option<String> = ("行业代码", "Its industry by GB/T 4754: two to four digits.", line(5)).in_file().also(&["国民经济行业代码"]),
        energy_tce: Option<i64> = ("年综合能耗(吨标准煤)", "The energy it takes in a year, in tonnes of standard coal.", Kind::Integer { least: 0, most: 1_000_000_000 }),
        renewal: Option<Renewal> = ("三大改造", "What it renews of a plant.", words(say::RENEWAL)).counted().in_file().also(&["改造类型"]),
        builder: Option<String> = ("建设单位", "Who builds it.", line(NAME)).in_file().also(&["业主单位", "项目单位"]),
        content: Option<String> = ("建设内容", "What is built.", text(TEXT)),
        total_yuan: Option<i64> = ("总投资(万元)", "The whole investment.", YUAN).counted().in_file().also(&["计划总投资"]),
        land_mu: Option<String> = ("占地(亩)", "The land it takes.", Kind::Mu).also(&["占地面积", "用地面积"]),
        planned_start_on: Option<NaiveDate> = ("计划开工", "The day it is to be started.", Kind::Day).counted().in_file().also(&["计划开工日期", "计划开工时间"]),
        planned_finish_on: Option<NaiveDate> = ("计划竣工", "The day it is to be completed; not before `planned_start_on`.", Kind::Day).counted().in_file().also(&["计划竣工日期", "计划竣工时间"]),
        annual_plan: Option<AnnualPlan> = ("年度计划", "What is to be invested in a year, and in which of its months.", Kind::Group { fields: PLAN }),
        before_year_yuan: Option<i64> = ("建账前累计投资(万元)", "What was invested before the months on record.", YUAN),
        permits: Option<Vec<Permit>> = ("手续", "The permits it needs, each kind once.", Kind::Records { fields: PERMIT, most: 20 }),
        libraries: Option<Vec<Library>> = ("入库", "The project libraries it is in.", Kind::Records { fields: LIBRARY, most: 10 }),
        filed_on: Option<NaiveDate> = ("入库日期", "The day it was filed.", Kind::Day).by_moves().counted().in_file(),
        started_on: Option<NaiveDate> = ("实际开工", "The day the main works began.", Kind::Day).by_moves().counted().in_file().also(&["开工日期"]),
        evidence: Option<String> = ("开工依据", "By what it counts as started.", words(say::EVIDENCE)).by_moves(),
        unfiled: Option<bool> = ("未入库开工", "Whether it was started before it was filed.", Kind::Flag).by_moves().counted(),
        without_permits: Option<bool> = ("未批先建", "Whether it was started before a permit was given that it needs.", Kind::Flag).by_moves().counted(),
        statistics: Option<StatisticsState> = ("入统状态", "How far it is with the statistics of investment.", words(say::STATISTICS)).by_moves().counted(),
        statistics_on: Option<NaiveDate> = ("入统日期", "The day it was entered there.", Kind::Day).by_moves().counted().in_file(),
        completed_on: Option<NaiveDate> = ("实际竣工", "The day it was completed.", Kind::Day).by_moves().counted().in_file().also(&["竣工日期"]),
        produced_on: Option<NaiveDate> = ("投产日期", "The day it began to produce.", Kind::Day).by_moves().counted().in_file(),
        screening: Option<ScreeningVerdict> = ("两高一危", "What the review of energy, emissions and hazards found.", words(say::SCREENING)).by_moves().counted().in_file(),
        list_year: Option<i64> = ("年度盘子", "The year of the annual list it is on.", YEAR).by_moves().counted(),
        list_class: Option<ListClass> = ("盘子类别", "As what it stands on that list.", words(say::LIST_CLASS)).by_moves().counted(),
        list_start_month: Option<i64> = ("盘子计划开工月", "The month of that year in which it is to be started.", MONTH).by_moves().counted(),
        list_finish_month: Option<i64> = ("盘子计划竣工月", "The month of that year in which it is to be completed.", MONTH).by_moves().counted(),
        ban: Option<Ban> = ("叫停决定", "By what decision it was stopped.", Kind::Group { fields: BAN }).by_moves(),
    }
}
