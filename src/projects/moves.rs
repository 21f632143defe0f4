//! The moves of a project, one line each.

use super::fields::{BAN, MONTH, PERMIT, RULE, YEAR};
use crate::entries::description::{
    BALANCE, Field, Guard, Hat, Kind, MonthRule, MoveRow, Text, To, Told, YUAN, field, line, step,
    text, words,
};
use crate::entries::rules::common::DAY;
use crate::vocabulary::bounds::{NAME, TEXT};
use crate::vocabulary::projects as say;
use Hat::{Concerned, Coordinator, Owner, Park};

const OPEN: &[Text] = &["proposed", "filed", "building", "stopped"];
const BEFORE: &[Text] = &["proposed", "filed", "building"];
const STARTED: &[Text] = &["building", "stopped", "completed", "producing"];

const REASON: Field = field("reason", "原因", "Why.", text(TEXT)).required();
const DOCUMENT: Field = field(
    "document_no",
    "文号",
    "The number of the document.",
    line(NAME),
)
.required();

const FILE: &[Field] = &[
    DAY,
    field("code", "项目代码", "Its code.", line(NAME)).required(),
];
const START: &[Field] = &[
    DAY,
    field(
        "evidence",
        "开工依据",
        "By what it counts as started: main works, not levelling.",
        words(say::EVIDENCE),
    )
    .required(),
    field(
        "without_permits",
        "未批先建",
        "Whether a permit is missing that it needs; the server finds out, and this says it is known.",
        Kind::Flag,
    ),
    field(
        "reason",
        "说明",
        "Why it was started without them; needed where one is missing.",
        text(TEXT),
    ),
];
const ENTER: &[Field] = &[
    DAY,
    field(
        "state",
        "入统状态",
        "How far it is; `entered` where absent.",
        words(say::STATISTICS),
    ),
    field(
        "reason",
        "退回原因",
        "Why it was returned; needed with `returned`.",
        text(TEXT),
    ),
];
const DATED: &[Field] = &[DAY, field("note", "说明", "A note.", text(TEXT))];
const SCREEN: &[Field] = &[
    field(
        "verdict",
        "结论",
        "What the review found.",
        words(say::SCREENING),
    )
    .required(),
    RULE,
    field("text", "说明", "What it rests on.", text(TEXT)).required(),
];
const LIFT: &[Field] = &[
    field("basis", "依据", "On what ground it is lifted.", text(TEXT)).required(),
    field(
        "decided_by",
        "决定机关",
        "The organ that decided.",
        line(NAME),
    )
    .required(),
    DOCUMENT,
];
const ENTER_LIST: &[Field] = &[
    field("year", "年度", "The year of the list.", YEAR).required(),
    field(
        "class",
        "盘子类别",
        "As what it stands on it.",
        words(say::LIST_CLASS),
    )
    .required(),
    field(
        "start_month",
        "计划开工月",
        "The month in which it is to be started.",
        MONTH,
    ),
    field(
        "finish_month",
        "计划竣工月",
        "The month in which it is to be completed.",
        MONTH,
    ),
    field(
        "amount_yuan",
        "年度计划投资",
        "What is to be invested in the year.",
        YUAN,
    ),
    field(
        "text",
        "说明",
        "Why it is put on the list or changed there.",
        text(TEXT),
    ),
];
const LEAVE_LIST: &[Field] = &[REASON];

#[rustfmt::skip]
pub const MOVES: &[MoveRow] = &[
    step("propose", "谋划登记", "List a project.", &[], To::One("proposed"), &[Park, Owner, Coordinator]),
    step("file", "入库", "Record that a project was taken into the project library.", &["proposed"], To::One("filed"), &[Park, Owner, Coordinator]).body(FILE).sets(&[("code", "code"), ("filed_on", "on")]),
    step("permit", "办理手续", "Say how far a permit is.", BEFORE, To::Same, &[Owner, Concerned]).body(PERMIT).effect("permit"),
    step("start", "开工", "Record that the main works began.", &["proposed", "filed"], To::One("building"), &[Owner, Park]).body(START).sets(&[("started_on", "on"), ("evidence", "evidence")]).effect("start"),
    step("enter_statistics", "入统", "Say how far a project is with the statistics of investment.", STARTED, To::Same, &[Owner]).body(ENTER).sets(&[("statistics_on", "on")]).effect("enter_statistics"),
    step("stop", "停工", "Record that the works stand still.", &["building"], To::One("stopped"), &[Owner]).body(LEAVE_LIST),
    step("resume", "复工", "Record that they go on.", &["stopped"], To::One("building"), &[Owner]).body(LEAVE_LIST),
    step("complete", "竣工", "Record that it is built.", &["building"], To::One("completed"), &[Park, Coordinator]).body(DATED).sets(&[("completed_on", "on")]),
    step("produce", "投产", "Record that it produces.", &["completed"], To::One("producing"), &[Park, Coordinator]).body(DATED).sets(&[("produced_on", "on")]),
    step("screen", "两高一危会商", "Record what the review of energy, emissions and hazards found.", OPEN, To::Same, &[Owner, Coordinator]).body(SCREEN).sets(&[("screening", "verdict")]).effect("screen"),
    step("ban", "叫停", "Record that an organ decided to stop a project.", OPEN, To::One("banned"), &[Coordinator]).body(BAN).mails(&[Told::Owner, Told::Supporting]).effect("ban"),
    step("lift", "解除叫停", "Record that an organ lifted its decision; by another person than who recorded it.", &["banned"], To::Back, &[Coordinator]).body(LIFT).guards(&[Guard::NotWhoExcluded]).mails(&[Told::Owner, Told::Supporting]).effect("lift"),
    step("enter_list", "列入年度盘子", "Put a project on the list of a year, or change its place there.", OPEN, To::Same, &[Coordinator]).body(ENTER_LIST).sets(&[("list_year", "year"), ("list_class", "class"), ("list_start_month", "start_month"), ("list_finish_month", "finish_month")]).effect("enter_list"),
    step("leave_list", "调出年度盘子", "Take a project off the list of its year.", OPEN, To::Same, &[Coordinator]).body(LEAVE_LIST).effect("leave_list"),
];

const FIGURES: &[Field] = &[
    field(
        "invested_yuan",
        "本月完成投资",
        "What was invested in the month alone; negative only with a reason.",
        BALANCE,
    )
    .required(),
    field(
        "funds_yuan",
        "本月到位资金",
        "The funds that came in the month; negative only with a reason.",
        BALANCE,
    ),
    field(
        "percent",
        "形象进度(%)",
        "How far the works are.",
        Kind::Integer {
            least: 0,
            most: 100,
        },
    ),
];

pub const MONTHS: MonthRule = MonthRule {
    figures: FIGURES,
    from: STARTED,
    who: &[Owner],
    due_day: 25,
};
