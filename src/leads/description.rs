//! What the ledger of leads is like.

use super::fields::FIELDS;
use super::moves::MOVES;
use crate::entries::description::{
    Class, CountRow, Description, LedgerKind, Predicate as P, RateRow, StatusRow, Value as V,
    count, rate, status,
};

#[rustfmt::skip]
const STATUSES: &[StatusRow] = &[
    status("contact", "线索", Class::Open),
    status("talks", "在谈", Class::Open),
    status("framework", "框架协议", Class::Open),
    status("signed", "签约", Class::Open),
    status("landed", "落地", Class::Settled),
    status("lost", "终止", Class::Excluded),
    status("duplicate", "重复", Class::Excluded),
];

/// It counts.
const IN: P = P::Not(&P::Class(Class::Excluded));
const INVESTMENT: P = P::Is("kind", V::Word("investment"));
const TALENT: P = P::Is("kind", V::Word("talent"));
/// More money for what is counted already.
const INCREASE: P = P::Set("increase_of");
const NOT_INCREASE: P = P::Not(&INCREASE);
const SIGNED: P = P::Set("signed_on");
/// What another unit has reported before counts once somebody has ruled.
const RULED: P = P::Not(&P::Is("contested", V::Number(1)));
/// An investment that is one of its own.
const OWN: P = P::All(&[INVESTMENT, NOT_INCREASE, RULED]);
/// Not held by another unit.
const KNOWN: P = P::Not(&P::Status(&["duplicate"]));

#[rustfmt::skip]
const COUNTS: &[CountRow] = &[
    count("leads", "招商线索", "Investments, however far they are.", P::All(&[IN, OWN])),
    count("contact", "待研判", "Investments that nobody has assessed yet.", P::All(&[P::Status(&["contact"]), OWN])),
    count("talks", "在谈", "Investments in talks, those that have a framework already not among them.", P::All(&[P::Status(&["talks"]), OWN])),
    count("framework", "框架协议", "Investments with a framework, which is no contract.", P::All(&[P::Status(&["framework"]), OWN])),
    count("signed", "已签约", "Investments with a contract, landed ones among them.", P::All(&[IN, OWN, SIGNED])),
    count("landed", "已落地", "Investments that landed.", P::All(&[P::Status(&["landed"]), OWN])),
    count("ever_signed", "累计签约", "Investments that were ever signed, given up ones among them.", P::All(&[KNOWN, OWN, SIGNED])),
    count("contracts", "合同", "Contracts that count, those that are more money among them.", P::All(&[IN, INVESTMENT, SIGNED])),
    count("increases", "增资", "Contracts that are more money for what is counted already.", P::All(&[IN, INVESTMENT, INCREASE, SIGNED])),
    count("contested", "首报有争议", "Those on which the coordinator hasn't ruled yet.", P::All(&[P::Class(Class::Open), P::Is("contested", V::Number(1))])),
    count("known", "累计线索", "Investments, given up ones among them, without duplicates.", P::All(&[KNOWN, OWN])),
    count("lost", "已终止", "Given up.", P::Status(&["lost"])),
    count("duplicate", "重复", "Held by another unit, or filed amiss.", P::Status(&["duplicate"])),
    count("talents", "人才线索", "Leads of talents, however far they are.", P::All(&[IN, TALENT])),
    count("talents_arrived", "人才到岗", "Leads of talents that arrived.", P::All(&[P::Status(&["landed"]), TALENT])),
];

#[rustfmt::skip]
const RATES: &[RateRow] = &[
    rate("fulfilled", "履约率", "landed", "ever_signed"),
];

pub static LEADS: Description = Description {
    code: "leads",
    letters: "ZS",
    zh: "双招双引",
    entry_zh: "线索",
    one: "lead",
    many: "leads",
    kind: LedgerKind::Ledger,
    shape: 1,
    title: "name",
    excluded: "duplicate",
    without_park: true,
    fields: FIELDS,
    statuses: STATUSES,
    moves: MOVES,
    counts: COUNTS,
    rates: RATES,
    months: None,
};
