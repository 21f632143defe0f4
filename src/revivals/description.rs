//! What the ledger of halted enterprises is like.

use super::fields::FIELDS;
use super::moves::{MONTHS, MOVES};
use crate::entries::description::{
    Class, CountRow, Description, ENTERPRISE_NAME, LedgerKind, Predicate as P, RateRow, StatusRow,
    Value as V, count, rate, status,
};

#[rustfmt::skip]
const STATUSES: &[StatusRow] = &[
    status("listed", "待定策", Class::Open),
    status("in_progress", "盘活中", Class::Open),
    status("concluded", "待核实", Class::Open),
    status("revived", "已盘活", Class::Settled),
    status("cleared", "已出清", Class::Settled),
    status("removed", "移出", Class::Excluded),
];

/// It counts.
const IN: P = P::Not(&P::Class(Class::Excluded));
const REVIVED: P = P::Status(&["revived"]);
const THIS_YEAR: P = P::Between("settled_on", V::FirstOfYear, V::LastOfYear);
const SETTLED: P = P::Set("settled_on");

const RESTARTED: P = P::Is("outcome", V::Word("restarted"));
const REPLACED: P = P::Is("outcome", V::Word("replaced"));
const VACATED: P = P::Is("outcome", V::Word("vacated"));

#[rustfmt::skip]
const COUNTS: &[CountRow] = &[
    count("planned", "已制定一企一策", "Ever planned.", P::All(&[IN, P::Ever("in_progress")])),
    count("in_progress", "盘活中", "Being revived.", P::Status(&["in_progress"])),
    count("to_confirm", "待核实", "Concluded and not confirmed yet.", P::Status(&["concluded"])),
    count("revived", "已盘活", "Revived, in whatever way.", REVIVED),
    count("restarted", "复产", "Running again.", P::All(&[REVIVED, RESTARTED])),
    count("replaced", "易主", "With another enterprise or a project in the plant.", P::All(&[REVIVED, REPLACED])),
    count("vacated", "腾退", "With the land given back.", P::All(&[REVIVED, VACATED])),
    count("cleared", "已出清", "Deregistered, land and plant being settled.", P::Status(&["cleared"])),
    count("relapsed", "再次停产", "Standing still again within 12 months of having been confirmed.", P::All(&[IN, P::Set("relapse_of")])),
    count("base_this_year", "本年在册", "Open at the start of the year of the day, or listed in it.", P::All(&[IN, P::Any(&[P::Not(&SETTLED), THIS_YEAR])])),
    count("revived_this_year", "本年盘活", "Those of them that were revived in the year.", P::All(&[REVIVED, THIS_YEAR])),
    count("restarted_this_year", "本年复产", "Those of them that run again.", P::All(&[REVIVED, RESTARTED, THIS_YEAR])),
];

#[rustfmt::skip]
const RATES: &[RateRow] = &[
    rate("revived", "盘活率", "revived_this_year", "base_this_year"),
    rate("restarted", "复产率", "restarted_this_year", "base_this_year"),
    rate("revived_ever", "累计盘活率", "revived", "listed"),
    rate("planned", "定策率", "planned", "listed"),
];

pub static REVIVALS: Description = Description {
    code: "revivals",
    letters: "PH",
    zh: "停产企业盘活",
    entry_zh: "停产半停产企业",
    one: "revival",
    many: "revivals",
    kind: LedgerKind::Ledger,
    shape: 1,
    title: ENTERPRISE_NAME,
    excluded: "removed",
    without_park: false,
    fields: FIELDS,
    statuses: STATUSES,
    moves: MOVES,
    counts: COUNTS,
    rates: RATES,
    months: Some(MONTHS),
};
