//! What the ledger of hazards is like.

use chrono::NaiveDate;

use crate::access::Role;
use crate::drives::{GROUPS, HazardLevel, ITEMS, position};
use crate::entries::description::{
    Class, CountRow, Description, Field, Guard, Hat, ID, Kind, LedgerKind, MoveRow, Predicate as P,
    RateRow, StatusRow, To, Told, Value as V, count, field, line, rate, status, step, text, words,
};
use crate::entries::rules::common::DAY;
use crate::vocabulary::bounds::{LINE, NAME, TEXT};
use crate::vocabulary::drives as say;
use Hat::{Concerned, Coordinator, Enterprise, Owner, Park};

crate::text_enum! {
    /// How a hazard is dealt with.
    pub enum Handling {
        /// By a day.
        Later = "later",
        /// At once, before those who checked (立查立改).
        OnSpot = "on_spot",
    }
}

crate::in_words!(Handling, crate::vocabulary::drives::HANDLING);

/// An account says nothing to people: who verified, the events tell.
const READERS: &[Role] = &[
    Role::Coordinator,
    Role::ParkStaff,
    Role::DepartmentStaff,
    Role::Leader,
];

const CHECK: Field = field(
    "check_id",
    "检查",
    "The check that found it.",
    Kind::Entry { ledger: "checks" },
);
const ITEM: Field = field(
    "item",
    "检查项序号",
    "The line of the drive's checklist that it was found by; null where by none.",
    position(ITEMS),
);
const HANDLED: Field = field(
    "handling",
    "处理方式",
    "Whether it is dealt with by a day, or was at once.",
    words(say::HANDLING),
);
const MENDER: Field = field(
    "mended_by",
    "企业整改人",
    "Who of the enterprise mended it on the spot.",
    line(NAME),
);

crate::entry_fields! {
    /// A hazard.
    pub struct Hazard, HazardPatch, FIELDS {
        check_id: Option<i64> = (CHECK.heading, CHECK.about, CHECK.kind).by_moves().filtered(),
        drive_id: Option<i64> = ("行动", "The drive whose check found it.", Kind::Entry { ledger: "drives" }).by_moves().filtered(),
        drive: Option<String> = ("行动名称", "What the drive was called.", line(NAME)).by_moves().in_file(),
        group: Option<i64> = ("小组序号", "The group's place in the drive.", position(GROUPS)).by_moves().filtered(),
        group_name: Option<String> = ("小组", "What the group was called.", line(NAME)).by_moves().in_file(),
        site: Option<String> = ("企业(场所)", "Where it was found.", line(NAME)).by_moves().in_file(),
        found_on: Option<NaiveDate> = ("检查日期", "The day it was found.", Kind::Day).by_moves().filtered().in_file(),
        item: Option<i64> = (ITEM.heading, ITEM.about, ITEM.kind).by_moves().filtered(),
        item_text: Option<String> = ("检查项", "What that line says.", line(LINE)).by_moves().in_file(),
        text: String = ("隐患", "What was found.", line(LINE)).required().in_file(),
        level: HazardLevel = ("等级", "How grave it is. A major one is verified by two, and by no park.", words(say::LEVEL)).required().counted().in_file(),
        measure: Option<String> = ("措施", "What is ordered to be done about it; a drive of guidance orders nothing.", text(TEXT)).in_file(),
        responsible: Option<String> = ("整改责任人", "Who of the enterprise answers for it.", line(NAME)).in_file(),
        handling: Option<Handling> = (HANDLED.heading, HANDLED.about, HANDLED.kind).by_moves().counted().in_file(),
        mended_by: Option<String> = (MENDER.heading, MENDER.about, MENDER.kind).by_moves().in_file(),
        rectify_by: Option<NaiveDate> = ("期限", "The day by which it is to be dealt with.", Kind::Day).by_moves().counted().in_file(),
        rectified_on: Option<NaiveDate> = ("整改日期", "The day it was dealt with.", Kind::Day).by_moves().counted().in_file(),
        verified_on: Option<NaiveDate> = ("复查日期", "The day that was verified.", Kind::Day).by_moves().counted().in_file(),
        by_enterprise: Option<bool> = ("企业自报整改", "Whether the enterprise reported at its door that it was dealt with; null where nobody has yet.", Kind::Flag).by_moves(),
        returned: Option<String> = ("退回原因", "What is still to be done since it was said to be dealt with; the enterprise reads it at its door where it had said so.", text(TEXT)).by_moves(),
        first_verifier: Option<i64> = ("初次复查人", "Who verified a major one first: the user's id.", ID).by_moves().hidden_from(READERS),
        handed_over: Option<i64> = ("移交问题", "The problem by which it was handed over: its id.", ID).by_moves(),
        checking_department_id: Option<i64> = ("检查单位", "The department that checks, and verifies.", Kind::Department).by_moves(),
        guidance: Option<bool> = ("指导服务", "Whether it is advice, and nothing is ordered.", Kind::Flag).by_moves().counted(),
        by_park: Option<bool> = ("园区自查", "Whether the park's own staff checked.", Kind::Flag).by_moves(),
    }
}

const STATUSES: &[StatusRow] = &[
    status("found", "待整改", Class::Open),
    status("rectified", "待复查", Class::Open),
    status("reviewed", "待再次复查", Class::Open),
    status("verified", "已销号", Class::Settled),
    status("void", "作废", Class::Excluded),
];

const FIND: &[Field] = &[
    CHECK.required(),
    DAY,
    ITEM,
    HANDLED.required(),
    MENDER,
    field(
        "due_on",
        "期限",
        "The day by which it is to be dealt with: of an ordinary one 5 working days after `on` at the latest, and where absent.",
        Kind::Day,
    ),
    field(
        "department_id",
        "责任单位",
        "The competent department that sees to it; the park does where it is null.",
        Kind::Department,
    ),
];
const RECTIFY: &[Field] = &[
    DAY,
    field("text", "整改情况", "What was done.", text(TEXT)).required(),
];
const VERIFY: &[Field] = &[DAY, field("text", "复查意见", "What was seen.", text(TEXT))];
const REFUSE: &[Field] = &[field(
    "reason",
    "原因",
    "What is still to be done; the enterprise reads it where it had reported it as done.",
    text(TEXT),
)
.required()];
const HAND_OVER: &[Field] = &[
    field(
        "problem_id",
        "问题",
        "The problem that was filed for it, of the same park.",
        ID,
    )
    .required(),
    field("text", "说明", "Why it is handed over.", text(TEXT)),
];

const VERIFIERS: &[Hat] = &[Concerned, Park, Coordinator];
const AGAIN: &[Guard] = &[Guard::NotWhoConcluded];

#[rustfmt::skip]
const MOVES: &[MoveRow] = &[
    step("find", "登记隐患", "Record a hazard that a check found.", &[], To::By { field: "handling", to: &[("later", "found"), ("on_spot", "verified")] }, &[Owner, Coordinator]).body(FIND)
        .sets(&[("check_id", "check_id"), ("found_on", "on"), ("item", "item"), ("handling", "handling"), ("mended_by", "mended_by"), ("rectify_by", "due_on")]).effect("find"),
    step("rectify", "报告整改", "Record that it was dealt with.", &["found"], To::One("rectified"), &[Park, Owner, Enterprise]).body(RECTIFY)
        .sets(&[("rectified_on", "on")]).effect("rectify").concludes().mails(&[Told::Concerned, Told::Coordinators]),
    step("verify", "复查销号", "Record that it was seen to be dealt with, by another unit than whose it was; a major one by two persons, and by no park.", &["rectified"], To::By { field: "level", to: &[("ordinary", "verified"), ("major", "reviewed")] }, VERIFIERS).body(VERIFY).guards(AGAIN).effect("verify"),
    step("verify", "复查销号", "Record that it was seen to be dealt with, by another unit than whose it was; a major one by two persons, and by no park.", &["reviewed"], To::One("verified"), VERIFIERS).body(VERIFY).guards(AGAIN).sets(&[("verified_on", "on")]),
    step("refuse", "退回整改", "Say what is still to be done.", &["rectified", "reviewed"], To::One("found"), VERIFIERS).body(REFUSE).guards(AGAIN).sets(&[("returned", "reason")]).effect("refuse"),
    step("hand_over", "移交", "Hand it over to the competent department, by a problem that was filed for it.", &["found"], To::Same, &[Park, Owner, Concerned]).body(HAND_OVER).sets(&[("handed_over", "problem_id")]).effect("hand_over"),
];

const IN: P = P::Not(&P::Class(Class::Excluded));

#[rustfmt::skip]
const COUNTS: &[CountRow] = &[
    count("to_rectify", "待整改", "To be dealt with.", P::Status(&["found"])),
    count("to_verify", "待复查", "Dealt with, to be verified.", P::Status(&["rectified", "reviewed"])),
    count("major", "重大隐患", "Major ones.", P::All(&[IN, P::Is("level", V::Word("major"))])),
    count("major_open", "重大隐患未销号", "Major ones that aren't verified.", P::All(&[P::Class(Class::Open), P::Is("level", V::Word("major"))])),
    count("on_spot", "立查立改", "Mended on the spot.", P::All(&[IN, P::Is("handling", V::Word("on_spot"))])),
];

const RATES: &[RateRow] = &[rate("rectified", "整改率", "settled", "listed")];

pub(super) static DESCRIPTION: Description = Description {
    code: "hazards",
    letters: "YH",
    zh: "隐患",
    entry_zh: "隐患",
    one: "hazard",
    many: "hazards",
    kind: LedgerKind::Child,
    shape: 1,
    title: "text",
    excluded: "void",
    without_park: false,
    fields: FIELDS,
    statuses: STATUSES,
    moves: MOVES,
    counts: COUNTS,
    rates: RATES,
    months: None,
};
