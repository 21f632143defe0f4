//! The moves of an enterprise that stands still, one line each.

use super::fields::{ADOPTED, COUNT};
use crate::entries::description::{
    Field, Guard, Hat, ID, Kind, MonthRule, MoveRow, ON, To, YUAN, field, step, text, words,
};
use crate::entries::rules::common::{DAY, PLAN_BODY};
use crate::vocabulary::bounds::TEXT;
use crate::vocabulary::revivals as say;
use Hat::{Coordinator, Owner, Park};

const MILESTONES: Field = Field {
    about: "The milestones in their order: at least one, but where one is open already; open ones are moved one by one.",
    required: false,
    ..PLAN_BODY[0]
};

const PLAN: &[Field] = &[
    field("cause", "原因", "Why it stands still.", words(say::CAUSE)).required(),
    field(
        "path",
        "盘活路径",
        "How it is to be revived.",
        words(say::PATH),
    )
    .required(),
    field("measures", "措施", "What is done.", text(TEXT)).required(),
    field(
        "target_on",
        "目标日期",
        "By when it is to be revived; not in the past.",
        Kind::Day,
    )
    .required(),
    MILESTONES,
    field("land_mu", "占地(亩)", "The land it takes.", Kind::Mu),
    field(
        "plant_m2",
        "厂房(㎡)",
        "Its plant, in square metres.",
        COUNT,
    ),
    field("debt_yuan", "负债(万元)", "What it owes.", YUAN),
    field("workers", "职工(人)", "The people it employs.", COUNT),
    field(
        "adopted",
        "审定",
        "Who adopted the plan, and when.",
        Kind::Group { fields: ADOPTED },
    ),
];

const BY_ENTERPRISE: Field = field(
    "by_enterprise_id",
    "接手企业",
    "The enterprise that is in its plant now; of what was `replaced`. Departments leave it to who confirms.",
    Kind::Enterprise,
);
const PROJECT: Field = field(
    "project_id",
    "接手项目",
    "The project that is in its plant now; of what was `replaced`.",
    ID,
);

const CONCLUDE: &[Field] = &[
    field("outcome", "结果", "What it came to.", words(say::OUTCOME)).required(),
    DAY,
    field("text", "说明", "How it came to that.", text(TEXT)).required(),
    field(
        "land_released_mu",
        "腾出土地(亩)",
        "The land that was given back.",
        Kind::Mu,
    ),
    BY_ENTERPRISE,
    PROJECT,
];
const CONFIRM: &[Field] = &[
    field(
        ON,
        "核实日期",
        "The day it was confirmed; today where absent. What restarted or was replaced has run for 30 days by then.",
        Kind::Day,
    ),
    BY_ENTERPRISE,
    PROJECT,
    field("note", "说明", "A note.", text(TEXT)),
];
const REFUSE: &[Field] = &[field("reason", "原因", "Why it isn't so.", text(TEXT)).required()];

/// Where each outcome leads.
const SETTLED: To = To::By {
    field: "outcome",
    to: &[
        ("restarted", "revived"),
        ("replaced", "revived"),
        ("vacated", "revived"),
        ("deregistered", "cleared"),
    ],
};

#[rustfmt::skip]
pub const MOVES: &[MoveRow] = &[
    step("list", "列入台账", "List an enterprise that is halted or semi-halted.", &[], To::One("listed"), &[Park, Coordinator]).effect("list"),
    step("plan", "一企一策", "Say how an enterprise is to be revived; the plan of before stays in the timeline.", &["listed", "in_progress"], To::One("in_progress"), &[Park, Owner, Coordinator]).body(PLAN).sets(&[("cause", "cause"), ("path", "path"), ("measures", "measures"), ("target_on", "target_on"), ("land_mu", "land_mu"), ("plant_m2", "plant_m2"), ("debt_yuan", "debt_yuan"), ("workers", "workers"), ("adopted", "adopted")]),
    step("conclude", "报结", "Say what it came to.", &["in_progress"], To::One("concluded"), &[Owner]).body(CONCLUDE).sets(&[("outcome", "outcome"), ("concluded_on", ON), ("land_released_mu", "land_released_mu"), ("by_enterprise_id", "by_enterprise_id"), ("project_id", "project_id")]).concludes(),
    step("confirm", "核实", "Confirm what it came to.", &["concluded"], SETTLED, &[Park, Coordinator]).body(CONFIRM).sets(&[("confirmed_on", ON), ("by_enterprise_id", "by_enterprise_id"), ("project_id", "project_id")]).guards(&[Guard::NotWhoConcluded]).effect("confirm"),
    step("refuse", "不予认定", "Say that it isn't so.", &["concluded"], To::One("in_progress"), &[Park, Coordinator]).body(REFUSE).guards(&[Guard::NotWhoConcluded]).effect("refuse"),
];

const FIGURES: &[Field] = &[
    field(
        "workers_back",
        "返岗(人)",
        "The people who came back in the month.",
        COUNT,
    ),
    field(
        "output_yuan",
        "本月产值(万元)",
        "What was produced in the month.",
        YUAN,
    ),
];

pub const MONTHS: MonthRule = MonthRule {
    figures: FIGURES,
    from: &["in_progress"],
    who: &[Owner, Park],
    due_day: 25,
};
