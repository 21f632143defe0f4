//! What the ledger of case studies is like.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::facts::{CaseFacts, CaseStep, STEPS};
use crate::entries::description::{
    Class, CountRow, Description, Field, Hat, ID, Kind, LedgerKind, MoveRow, Predicate as P,
    StatusRow, To, count, field, line, status, step, text, words,
};
use crate::entries::rules::common::DAY;
use crate::vocabulary::bounds::{LINE, NAME, TEXT};
use crate::vocabulary::problem;
use Hat::{Coordinator, Owner, Park};

/// Who of an enterprise agreed that its name is printed, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    pub by: String,
    pub on: NaiveDate,
}

/// Far more than any problem comes to.
const MANY: Kind = Kind::Integer {
    least: 0,
    most: 100_000,
};

const FACTS: &[Field] = &[
    field("number", "问题编号", "The problem's number.", line(NAME)),
    field(
        "source",
        "来源",
        "How it came to be known.",
        words(problem::SOURCE),
    ),
    field("category", "类别", "What it was about.", line(NAME)),
    field("raised_on", "提出日期", "The day it was raised.", Kind::Day),
    field(
        "dispatched_on",
        "派单日期",
        "The day it was first handed over.",
        Kind::Day,
    ),
    field("lead", "承办单位", "Who solved it.", line(NAME)),
    field(
        "resolved_on",
        "办结日期",
        "The day it was last resolved.",
        Kind::Day,
    ),
    field("closed_on", "销号日期", "The day it was closed.", Kind::Day),
    field(
        "outcome",
        "办理结果",
        "What came of it.",
        words(problem::OUTCOME),
    ),
    field(
        "working_days",
        "办理用时(工作日)",
        "Working days from raising to resolving.",
        MANY,
    ),
    field("rounds", "办理轮次", "Rounds it took.", MANY),
    field(
        "satisfaction",
        "满意度",
        "The enterprise's last answer, from 1 to 5.",
        MANY,
    ),
];

const STEP: &[Field] = &[
    field("on", "日期", "The day.", Kind::Day),
    field("action", "环节", "What was done.", words(problem::ACTION)),
    field("unit", "单位", "Who did it.", line(NAME)),
];

const CONSENTED: &[Field] = &[
    field("by", "同意人", "Who of the enterprise agreed.", line(NAME)).required(),
    DAY,
];
const CONSENT: Field = field(
    "consent",
    "企业同意",
    "Who of the enterprise agreed that its name is printed, and when; without that it is “某企业”.",
    Kind::Group { fields: CONSENTED },
);

crate::entry_fields! {
    /// A case study.
    pub struct CaseStudy, CaseStudyPatch, FIELDS {
        name: String = ("案例标题", "What the case study is called.", line(LINE)).required().in_file().also(&["标题"]),
        text: Option<String> = ("案例正文", "What a person writes of it.", text(TEXT)).in_file(),
        problem: Option<i64> = ("问题", "The problem that it tells of: its id.", ID).by_moves().filtered(),
        facts: Option<CaseFacts> = ("基本事实", "What the problem's events tell; nobody edits it.", Kind::Group { fields: FACTS }).by_moves(),
        steps: Option<Vec<CaseStep>> = ("办理经过", "What was done when; nobody edits it.", Kind::Records { fields: STEP, most: STEPS }).by_moves().out_only(),
        consent: Option<Consent> = (CONSENT.heading, CONSENT.about, CONSENT.kind).by_moves(),
        approved_on: Option<NaiveDate> = ("审定日期", "The day it was approved.", Kind::Day).by_moves().counted().out_only(),
        published_on: Option<NaiveDate> = ("发布日期", "The day it was published.", Kind::Day).by_moves().counted().out_only(),
    }
}

const STATUSES: &[StatusRow] = &[
    status("draft", "草稿", Class::Open),
    status("approved", "已审定", Class::Open),
    status("published", "已发布", Class::Settled),
    status("withdrawn", "撤下", Class::Excluded),
];

const WRITE: &[Field] = &[field(
    "problem_id",
    "问题",
    "The problem that it tells of: closed, and not confidential.",
    ID,
)
.required()];
const AGREED: &[Field] = &[CONSENT.required()];
const REASON: &[Field] = &[field("reason", "原因", "Why.", text(TEXT)).required()];

const WRITERS: &[Hat] = &[Park, Owner, Coordinator];
const OFFICE: &[Hat] = &[Coordinator];
const STANDING: &[&str] = &["draft", "approved", "published"];

#[rustfmt::skip]
const MOVES: &[MoveRow] = &[
    step("write", "撰写案例", "Begin a case study of a problem that is closed; its facts are read from the problem's events.", &[], To::One("draft"), WRITERS).body(WRITE)
        .sets(&[("problem", "problem_id")]).mails(&[]).effect("write"),
    step("approve", "审定", "Approve what is written.", &["draft"], To::One("approved"), OFFICE).effect("approve"),
    step("send_back", "退回修改", "Give it back to be written again.", &["approved"], To::One("draft"), OFFICE).body(REASON).effect("send_back"),
    step("publish", "发布", "Publish it: bulletins may print it.", &["approved"], To::One("published"), OFFICE).effect("publish"),
    step("withdraw", "撤下", "Take it back; what was printed stays.", &["published"], To::One("withdrawn"), OFFICE).body(REASON),
    step("record_consent", "登记企业同意", "Record that the enterprise agreed to its name being printed.", STANDING, To::Same, WRITERS).body(AGREED).sets(&[("consent", "consent")]),
    step("withdraw_consent", "撤回企业同意", "Record that it doesn't agree any more.", STANDING, To::Same, WRITERS).body(REASON).effect("withdraw_consent"),
];

#[rustfmt::skip]
const COUNTS: &[CountRow] = &[
    count("draft", "草稿", "Being written.", P::Status(&["draft"])),
    count("approved", "已审定", "Approved and not published yet.", P::Status(&["approved"])),
    count("published", "已发布", "Published.", P::Status(&["published"])),
];

pub(super) static DESCRIPTION: Description = Description {
    code: "case_studies",
    letters: "AL",
    zh: "典型案例",
    entry_zh: "案例",
    one: "case study",
    many: "case studies",
    kind: LedgerKind::Ledger,
    shape: 1,
    title: "name",
    excluded: "withdrawn",
    without_park: true,
    fields: FIELDS,
    statuses: STATUSES,
    moves: MOVES,
    counts: COUNTS,
    rates: &[],
    months: None,
};
