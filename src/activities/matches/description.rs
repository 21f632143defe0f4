//! What the ledger of matches is like.

use chrono::NaiveDate;

use crate::entries::description::{
    Class, CountRow, Description, Field, Hat, ID, Kind, LedgerKind, MoveRow, Predicate as P,
    RateRow, StatusRow, To, YUAN, count, field, line, rate, status, step, text, words,
};
use crate::entries::rules::common::DAY;
use crate::vocabulary::activities as say;
use crate::vocabulary::bounds::{LINE, NAME, TEXT};
use crate::vocabulary::leads as of_leads;
use Hat::{Coordinator, Owner, Park};

crate::text_enum! {
    /// What is to be brought together.
    pub enum MatchKind {
        Finance = "finance",
        Technology = "technology",
        Talent = "talent",
        Market = "market",
        Policy = "policy",
        Other = "other",
    }
}

crate::in_words!(MatchKind, crate::vocabulary::activities::MATCH_KIND);

crate::default_words!(MatchKind: Other);

const ACTIVITY: Field = field(
    "activity_id",
    "活动",
    "The activity at which they were brought together; null where at none.",
    Kind::Entry {
        ledger: "activities",
    },
);
const COMPANY: Field = field(
    "company",
    "参加企业",
    "What the enterprise is called, where no `enterprise_id` is given.",
    line(NAME),
);
const AMOUNT: Field = field("amount_yuan", "金额(万元)", "What was agreed on.", YUAN);

crate::entry_fields! {
    /// A match.
    pub struct Match, MatchPatch, FIELDS {
        activity_id: Option<i64> = (ACTIVITY.heading, ACTIVITY.about, ACTIVITY.kind).by_moves().filtered(),
        activity: Option<String> = ("活动名称", "What the activity was called.", line(NAME)).by_moves().in_file(),
        company: Option<String> = (COMPANY.heading, "What the enterprise was called.", line(NAME)).by_moves().in_file(),
        need: String = ("对接事项", "What the enterprise looks for.", line(LINE)).required().in_file().also(&["对接需求", "需求"]),
        counterpart: String = ("对接对象", "Whom it is brought together with.", line(NAME)).required().in_file().also(&["对接单位"]),
        kind: MatchKind = ("对接类型", "What is to be brought together.", words(say::MATCH_KIND)).required().counted().in_file(),
        agreed_on: Option<NaiveDate> = ("达成日期", "The day they agreed.", Kind::Day).by_moves().counted().in_file(),
        signed_on: Option<NaiveDate> = ("签约日期", "The day they signed.", Kind::Day).by_moves().counted().in_file(),
        amount_yuan: Option<i64> = (AMOUNT.heading, AMOUNT.about, AMOUNT.kind).by_moves().in_file(),
        problem: Option<i64> = ("转办问题", "The problem that was made of it: its id.", ID).by_moves(),
        lead: Option<i64> = ("转招商线索", "The lead that was made of it.", Kind::Entry { ledger: "leads" }).by_moves().filtered(),
    }
}

const STATUSES: &[StatusRow] = &[
    status("open", "对接中", Class::Open),
    status("agreed", "达成意向", Class::Open),
    status("signed", "已签约", Class::Settled),
    status("fell_through", "未达成", Class::Settled),
    status("void", "作废", Class::Excluded),
];

const RECORD: &[Field] = &[
    ACTIVITY,
    field(
        "enterprise_id",
        "企业",
        "The enterprise, where it is a known one.",
        Kind::Enterprise,
    ),
    COMPANY,
];
const AGREE: &[Field] = &[
    DAY,
    AMOUNT,
    field("text", "说明", "What they agreed on.", text(TEXT)),
];
const SIGN: &[Field] = &[
    DAY,
    AMOUNT,
    field("text", "说明", "What they signed.", text(TEXT)),
];
const FAIL: &[Field] = &[field("reason", "原因", "Why nothing came of it.", text(TEXT)).required()];
const PROBLEM: &[Field] = &[
    field(
        "title",
        "问题标题",
        "What the problem is about; what the enterprise looks for where absent.",
        line(LINE),
    ),
    field("category_id", "问题类别", "The problem's category.", ID),
    field(
        "park_id",
        "园区",
        "The problem's park, where neither an enterprise nor the match tells it.",
        Kind::Park,
    ),
];
const LEAD: &[Field] = &[
    field(
        "kind",
        "类别",
        "What is to be won; `investment` where absent.",
        words(of_leads::KIND),
    ),
    field(
        "name",
        "项目(人才)名称",
        "What the lead is called; what the enterprise looks for where absent.",
        line(NAME),
    ),
    field(
        "industry",
        "主导产业",
        "One of the leading industries, where there are any.",
        line(NAME),
    ),
];

const WORKERS: &[Hat] = &[Park, Owner, Coordinator];
const GOING_ON: &[&str] = &["open", "agreed"];
const STANDING: &[&str] = &["open", "agreed", "signed", "fell_through"];

#[rustfmt::skip]
const MOVES: &[MoveRow] = &[
    step("record", "登记对接", "Record a match.", &[], To::One("open"), WORKERS).body(RECORD)
        .sets(&[("activity_id", "activity_id"), ("company", "company")]).mails(&[]).effect("record"),
    step("agree", "达成意向", "Record that they agreed.", &["open"], To::One("agreed"), WORKERS).body(AGREE).sets(&[("agreed_on", "on"), ("amount_yuan", "amount_yuan")]),
    step("sign", "签约", "Record that they signed.", GOING_ON, To::One("signed"), WORKERS).body(SIGN).sets(&[("signed_on", "on"), ("amount_yuan", "amount_yuan")]),
    step("fall_through", "未达成", "Record that nothing came of it.", GOING_ON, To::One("fell_through"), WORKERS).body(FAIL),
    step("make_problem", "转为问题", "File the problem that it is, with all that is known of it.", STANDING, To::Same, &[Park, Coordinator]).body(PROBLEM).effect("make_problem"),
    step("make_lead", "转为招商线索", "Register the lead that it is, with all that is known of it.", STANDING, To::Same, &[Park, Owner, Coordinator]).body(LEAD).effect("make_lead"),
];

#[rustfmt::skip]
const COUNTS: &[CountRow] = &[
    count("going_on", "对接中", "Nothing has come of them yet.", P::Status(&["open"])),
    count("agreed", "达成意向", "Agreed and not signed.", P::Status(&["agreed"])),
    count("signed", "已签约", "Signed.", P::Status(&["signed"])),
    count("reached", "达成", "Agreed or signed.", P::Status(&["agreed", "signed"])),
    count("fell_through", "未达成", "Nothing came of them.", P::Status(&["fell_through"])),
];

const RATES: &[RateRow] = &[rate("reached", "达成率", "reached", "listed")];

pub(super) static DESCRIPTION: Description = Description {
    code: "matches",
    letters: "DJ",
    zh: "对接",
    entry_zh: "对接",
    one: "match",
    many: "matches",
    kind: LedgerKind::Child,
    shape: 1,
    title: "need",
    excluded: "void",
    without_park: true,
    fields: FIELDS,
    statuses: STATUSES,
    moves: MOVES,
    counts: COUNTS,
    rates: RATES,
    months: None,
};
