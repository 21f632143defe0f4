//! What the ledger of projects is like.

use super::fields::FIELDS;
use super::moves::{MONTHS, MOVES};
use crate::entries::description::{
    Class, CountRow, Description, LedgerKind, Predicate as P, RateRow, StatusRow, Value as V,
    YUAN_MOST, count, rate, status,
};

/// Investment in yuan from which a project that was started belongs into the statistics.
const THRESHOLD: i64 = super::rules::rates::STATISTICS_THRESHOLD_YUAN;

#[rustfmt::skip]
const STATUSES: &[StatusRow] = &[
    status("proposed", "谋划", Class::Open),
    status("filed", "入库", Class::Open),
    status("building", "在建", Class::Open),
    status("stopped", "停工", Class::Open),
    status("completed", "竣工", Class::Settled),
    status("producing", "投产", Class::Settled),
    status("banned", "叫停", Class::Excluded),
    status("cancelled", "取消", Class::Excluded),
];

/// It counts.
const IN: P = P::Not(&P::Class(Class::Excluded));
const STARTED: P = P::Set("started_on");
const KEY: P = P::Any(&[
    P::Is("level", V::Word("province")),
    P::Is("level", V::Word("city")),
]);
const NEW: P = P::All(&[
    P::Is("list_class", V::Word("new")),
    P::Is("list_year", V::Year),
]);
const THIS_YEAR: P = P::Between("started_on", V::FirstOfYear, V::LastOfYear);
const LARGE: P = P::Between("total_yuan", V::Number(THRESHOLD), V::Number(YUAN_MOST));

#[rustfmt::skip]
const COUNTS: &[CountRow] = &[
    count("proposed", "谋划", "Proposed, not filed yet.", P::Status(&["proposed"])),
    count("filed", "入库未开工", "Filed, not started yet.", P::Status(&["filed"])),
    count("building", "在建", "Being built.", P::Status(&["building"])),
    count("stopped", "停工", "Standing still.", P::Status(&["stopped"])),
    count("completed", "竣工", "Completed, not producing yet.", P::Status(&["completed"])),
    count("producing", "投产", "Producing.", P::Status(&["producing"])),
    count("banned", "叫停", "Stopped by an organ's decision.", P::Status(&["banned"])),
    count("started", "已开工", "Ever started.", P::All(&[IN, STARTED])),
    count("not_started", "未开工", "Not started yet.", P::All(&[IN, P::Not(&STARTED)])),
    count("started_this_year", "本年开工", "Started in the year of the day.", P::All(&[IN, THIS_YEAR])),
    count("new_this_year", "本年新建", "On the list of the year of the day as new ones.", P::All(&[IN, NEW])),
    count("key_projects", "省市重点", "Key projects of the province or the city.", P::All(&[IN, KEY])),
    count("key_started", "省市重点已开工", "Those of them that were ever started.", P::All(&[IN, KEY, STARTED])),
    count("industrial", "产业类", "Industrial ones.", P::All(&[IN, P::Is("kind", V::Word("industrial"))])),
    count("renewing", "三大改造", "Those that renew a plant.", P::All(&[IN, P::Set("renewal")])),
    count("statistics_due", "应入统", "Started, with at least 5,000,000 yuan.", P::All(&[IN, STARTED, LARGE])),
    count("in_statistics", "已入统", "Those of them that are in the statistics of investment.", P::All(&[IN, STARTED, LARGE, P::Is("statistics", V::Word("entered"))])),
    count("suspected", "两高一危疑似", "Under review for energy, emissions or hazards.", P::All(&[IN, P::Is("screening", V::Word("suspected"))])),
    count("negative_listed", "两高一危列入", "On the negative list.", P::All(&[IN, P::Is("screening", V::Word("listed"))])),
    count("unfiled", "未入库开工", "Started before they were filed.", P::All(&[IN, P::Is("unfiled", V::Number(1))])),
    count("without_permits", "未批先建", "Started before a permit was given that they need.", P::All(&[IN, P::Is("without_permits", V::Number(1))])),
];

#[rustfmt::skip]
const RATES: &[RateRow] = &[
    rate("started", "年度开工率", "started_this_year", "new_this_year"),
    rate("key_started", "省市重点开工率", "key_started", "key_projects"),
    rate("statistics", "入统率", "in_statistics", "statistics_due"),
    rate("industrial", "产业类占比", "industrial", "listed"),
];

pub static PROJECTS: Description = Description {
    code: "projects",
    letters: "XM",
    zh: "项目建设",
    entry_zh: "项目",
    one: "project",
    many: "projects",
    kind: LedgerKind::Ledger,
    shape: 1,
    title: "name",
    excluded: "cancelled",
    without_park: false,
    fields: FIELDS,
    statuses: STATUSES,
    moves: MOVES,
    counts: COUNTS,
    rates: RATES,
    months: Some(MONTHS),
};
