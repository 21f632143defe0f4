//! What the ledger of bulletins is like.

use super::fields::FIELDS;
use crate::entries::description::{
    Class, CountRow, Description, Hat, LedgerKind, MoveRow, Predicate as P, StatusRow, To, count,
    status, step,
};

const STATUSES: &[StatusRow] = &[
    status("draft", "草稿", Class::Open),
    status("issued", "已签发", Class::Settled),
    status("void", "作废", Class::Excluded),
];

const OFFICE: &[Hat] = &[Hat::Coordinator];

#[rustfmt::skip]
const MOVES: &[MoveRow] = &[
    step("compose", "编制简报", "Begin a bulletin of a period.", &[], To::One("draft"), OFFICE).mails(&[]),
    step("issue", "签发", "Issue it: from then on it has the same bytes for ever.", &["draft"], To::One("issued"), OFFICE).effect("issue"),
];

#[rustfmt::skip]
const COUNTS: &[CountRow] = &[
    count("draft", "草稿", "Not issued yet.", P::Status(&["draft"])),
    count("issued", "已签发", "Issued.", P::Status(&["issued"])),
];

pub(super) static BULLETINS: Description = Description {
    code: "bulletins",
    letters: "JB",
    zh: "简报",
    entry_zh: "简报",
    one: "bulletin",
    many: "bulletins",
    kind: LedgerKind::Ledger,
    shape: 1,
    title: "issue_number",
    excluded: "void",
    without_park: true,
    fields: FIELDS,
    statuses: STATUSES,
    moves: MOVES,
    counts: COUNTS,
    rates: &[],
    months: None,
};
