//! The moves of a lead, one line each.

use super::fields::PROJECT;
use crate::entries::description::{
    Field, Hat, Kind, MoveRow, To, Told, YUAN, field, line, step, text, words,
};
use crate::entries::rules::common::DAY;
use crate::vocabulary::bounds::{NAME, TEXT};
use crate::vocabulary::leads as say;
use crate::vocabulary::projects;
use Hat::{Coordinator, Owner, Park};

/// The states of a lead with a contract.
pub const CONTRACTED: &[&str] = &["signed", "landed"];
const OPEN: &[&str] = &["contact", "talks", "framework", "signed"];

const REASON: Field = field("reason", "原因", "Why.", text(TEXT)).required();
const GROUND: Field = field(
    "ground",
    "终止原因",
    "Why it is given up; of one that isn't followed alone.",
    words(say::GROUND),
);

const ASSESS: &[Field] = &[
    field(
        "follow",
        "研判结果",
        "Whether it is followed.",
        words(say::FOLLOW),
    )
    .required(),
    GROUND,
    REASON,
];

const RULE: &[Field] = &[
    field(
        "holder",
        "首报认定",
        "Who holds it: the unit that reported first, or the one that owns this lead.",
        words(say::HOLDER),
    )
    .required(),
    field(
        "support",
        "配合对接",
        "Whether the other unit supports the one that holds it.",
        Kind::Flag,
    )
    .required(),
    REASON,
];

const AMOUNT: Field = field(
    "amount_yuan",
    "金额(万元)",
    "What it comes to: more than nothing; a contract of an investment needs it.",
    YUAN,
);
const NUMBER: Field = field("contract_no", "合同编号", "Its number.", line(NAME)).required();
const SIGN: &[Field] = &[DAY, NUMBER, AMOUNT];

const CORRECTION: &[Field] = &[
    Field {
        about: "The number that it really has.",
        ..NUMBER
    },
    REASON,
];

const NEW_PROJECT: &[Field] = &[
    field(
        "name",
        "项目名称",
        "What it is called; as the lead where absent.",
        line(NAME),
    ),
    field("kind", "类型", "What it is for.", words(projects::KIND)).required(),
    field(
        "level",
        "级别",
        "Whose key project it is.",
        words(projects::LEVEL),
    )
    .required(),
    field(
        "park_id",
        "园区",
        "The park it is in; the lead's where absent.",
        Kind::Park,
    ),
];
const NEW_ENTERPRISE: &[Field] = &[
    field(
        "name",
        "企业名称",
        "What it is called; as the investor where absent.",
        line(NAME),
    ),
    field(
        "credit_code",
        "统一社会信用代码",
        "Its code, where it has one.",
        line(18),
    ),
    field(
        "park_id",
        "园区",
        "The park it is in; the lead's where absent.",
        Kind::Park,
    ),
];

const LAND: &[Field] = &[
    DAY,
    field(
        "project_id",
        "落地项目",
        "The project it lands on; an investment needs it, `project`, `enterprise_id` or `enterprise`.",
        PROJECT,
    ),
    field(
        "project",
        "新建项目",
        "A project that is listed with it.",
        Kind::Group {
            fields: NEW_PROJECT,
        },
    ),
    field(
        "enterprise_id",
        "落地企业",
        "The enterprise it lands in: one of its park, where it has one.",
        Kind::Enterprise,
    ),
    field(
        "enterprise",
        "新建企业",
        "An enterprise that is filed with it.",
        Kind::Group {
            fields: NEW_ENTERPRISE,
        },
    ),
];

const LOSE: &[Field] = &[
    Field {
        about: "Why it is given up.",
        required: true,
        ..GROUND
    },
    REASON,
];
const REVIVE: &[Field] = &[REASON];

const FOLLOWED: To = To::By {
    field: "follow",
    to: &[("yes", "talks"), ("no", "lost")],
};
const HELD: To = To::By {
    field: "holder",
    to: &[("this", "contact"), ("first", "duplicate")],
};

#[rustfmt::skip]
pub const MOVES: &[MoveRow] = &[
    step("register", "登记", "Register a lead. Where another unit holds a like one, the answer tells that unit and the day, and it is contested.", &[], To::One("contact"), &[Park, Owner, Coordinator]).effect("register"),
    step("assess", "研判", "Say whether a lead is followed.", &["contact"], FOLLOWED, &[Owner]).body(ASSESS).sets(&[("lost_ground", "ground")]),
    step("rule", "首报裁定", "Rule who holds a contested lead; the other one becomes a duplicate.", &["contact"], HELD, &[Coordinator]).body(RULE).mails(&[Told::Owner, Told::Supporting]).effect("rule"),
    step("sign_framework", "签框架协议", "Record a framework, which is no contract.", &["talks"], To::One("framework"), &[Owner]).body(SIGN).sets(&[("framework_on", "on"), ("framework_no", "contract_no"), ("framework_yuan", "amount_yuan")]),
    step("sign", "签约", "Record that the contract was signed.", &["talks", "framework"], To::One("signed"), &[Owner]).body(SIGN).sets(&[("signed_on", "on"), ("contract_no", "contract_no"), ("amount_yuan", "amount_yuan")]),
    step("correct_contract", "更正合同编号", "Correct the number of its contract, which was entered wrong.", CONTRACTED, To::Same, &[Owner, Coordinator]).body(CORRECTION).sets(&[("contract_no", "contract_no")]),
    step("land", "落地", "Record that it landed on a project or in an enterprise.", &["signed"], To::One("landed"), &[Coordinator]).body(LAND).sets(&[("landed_on", "on"), ("project_id", "project_id"), ("landed_enterprise_id", "enterprise_id")]).mails(&[Told::Owner, Told::Supporting]).effect("land"),
    step("lose", "终止", "Record that it was given up.", OPEN, To::One("lost"), &[Owner]).body(LOSE).sets(&[("lost_ground", "ground")]),
    step("revive", "重新启动", "Take a lead up again in the state it had.", &["lost"], To::Back, &[Coordinator]).body(REVIVE).mails(&[Told::Owner, Told::Supporting]).effect("revive"),
];
