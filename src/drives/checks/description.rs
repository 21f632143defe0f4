//! What the ledger of checks is like.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::drives::{GROUPS, ITEMS, TARGETS, position};
use crate::entries::description::{
    Class, CountRow, Description, Field, Hat, Kind, LedgerKind, MoveRow, Predicate as P, StatusRow,
    To, Value as V, count, field, line, status, step, text, words,
};
use crate::entries::rules::common::DAY;
use crate::vocabulary::bounds::{NAME, TEXT};
use crate::vocabulary::drives as say;

crate::text_enum! {
    /// What a check says to a line of the checklist.
    pub enum Answer {
        Yes = "yes",
        No = "no",
        /// It doesn't apply.
        Na = "na",
    }
}

crate::text_enum! {
    /// What came of a check.
    pub enum CheckResult {
        /// Nothing was found.
        Passed = "passed",
        Failed = "failed",
        /// The enterprise declined it.
        Declined = "declined",
    }
}

crate::in_words!(Answer, crate::vocabulary::drives::ANSWER);
crate::in_words!(CheckResult, crate::vocabulary::drives::RESULT);

/// The answer to a line of the checklist, which is named by its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub item: i64,
    pub answer: Answer,
    #[serde(default)]
    pub note: Option<String>,
}

const ANSWERED: &[Field] = &[
    field(
        "item",
        "检查项序号",
        "The line's place in the drive's checklist.",
        position(ITEMS),
    )
    .required(),
    field("answer", "结果", "The answer to it.", words(say::ANSWER)).required(),
    field("note", "说明", "A note.", text(TEXT)),
];

const DRIVE: Field = field(
    "drive_id",
    "行动",
    "The drive that it is a check of.",
    Kind::Entry { ledger: "drives" },
);
const WHOM: Field = field(
    "target",
    "检查对象序号",
    "The target's place in the drive.",
    position(TARGETS),
);
const BY: Field = field(
    "group",
    "小组序号",
    "The group's place in the drive.",
    position(GROUPS),
);
const ANSWERS: Kind = Kind::Records {
    fields: ANSWERED,
    most: ITEMS,
};

crate::entry_fields! {
    /// A check.
    pub struct Check, CheckPatch, FIELDS {
        drive_id: Option<i64> = (DRIVE.heading, DRIVE.about, DRIVE.kind).by_moves().filtered(),
        drive: Option<String> = ("行动名称", "What the drive was called.", line(NAME)).by_moves().in_file(),
        group: Option<i64> = (BY.heading, BY.about, BY.kind).by_moves().filtered(),
        group_name: Option<String> = ("小组", "What the group was called.", line(NAME)).by_moves().in_file(),
        target: Option<i64> = (WHOM.heading, WHOM.about, WHOM.kind).by_moves().filtered(),
        site: Option<String> = ("企业(场所)", "What the target was called.", line(NAME)).by_moves().in_file(),
        checked_on: Option<NaiveDate> = ("检查日期", "The day of the check.", Kind::Day).by_moves().filtered().in_file(),
        result: Option<CheckResult> = ("结果", "What came of it.", words(say::RESULT)).by_moves().counted().in_file(),
        answers: Option<Vec<Answered>> = ("检查项", "The answer to each line of the checklist.", ANSWERS).by_moves(),
        note: Option<String> = ("说明", "A note; why it was declined, where it was.", text(TEXT)).by_moves().in_file(),
        guidance: Option<bool> = ("指导服务", "Whether the drive advises and orders nothing.", Kind::Flag).by_moves(),
        by_park: Option<bool> = ("园区自查", "Whether the park's own staff check.", Kind::Flag).by_moves(),
    }
}

const STATUSES: &[StatusRow] = &[
    status("done", "已检查", Class::Settled),
    status("void", "作废", Class::Excluded),
];

const BODY: &[Field] = &[
    DRIVE.required(),
    WHOM.required(),
    BY.required(),
    DAY,
    field(
        "answers",
        "检查项",
        "The answers that aren't `yes`, each line once; all others are.",
        ANSWERS,
    ),
    field(
        "declined",
        "谢绝",
        "Whether the enterprise declined; in a drive of guidance alone.",
        Kind::Flag,
    ),
    field(
        "note",
        "说明",
        "A note; needed where it was declined.",
        text(TEXT),
    ),
];

#[rustfmt::skip]
const MOVES: &[MoveRow] = &[
    step("record", "登记检查", "Record a check of a target.", &[], To::One("done"), &[Hat::Owner, Hat::Coordinator]).body(BODY)
        .sets(&[("drive_id", "drive_id"), ("target", "target"), ("group", "group"), ("checked_on", "on"), ("note", "note")])
        .mails(&[]).effect("record"),
];

const IN: P = P::Not(&P::Class(Class::Excluded));

#[rustfmt::skip]
const COUNTS: &[CountRow] = &[
    count("passed", "未发现问题", "Nothing was found.", P::All(&[IN, P::Is("result", V::Word("passed"))])),
    count("failed", "发现问题", "A line was answered with no.", P::All(&[IN, P::Is("result", V::Word("failed"))])),
    count("declined", "谢绝", "The enterprise declined.", P::All(&[IN, P::Is("result", V::Word("declined"))])),
];

pub(super) static DESCRIPTION: Description = Description {
    code: "checks",
    letters: "JC",
    zh: "专项检查",
    entry_zh: "检查",
    one: "check",
    many: "checks",
    kind: LedgerKind::Child,
    shape: 1,
    title: "site",
    excluded: "void",
    without_park: false,
    fields: FIELDS,
    statuses: STATUSES,
    moves: MOVES,
    counts: COUNTS,
    rates: &[],
    months: None,
};
