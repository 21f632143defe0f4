//! What the ledger of drives is like.

use super::FIELDS;
use crate::entries::description::{
    Class, CountRow, Description, Hat, LedgerKind, MoveRow, Predicate as P, StatusRow, To, count,
    field, status, step, text,
};
use crate::vocabulary::bounds::TEXT;
use Hat::{Coordinator, Owner, Park};

const STATUSES: &[StatusRow] = &[
    status("draft", "筹备", Class::Open),
    status("running", "进行中", Class::Open),
    status("closed", "已结束", Class::Settled),
    status("cancelled", "取消", Class::Excluded),
];

#[rustfmt::skip]
const MOVES: &[MoveRow] = &[
    step("plan", "制定方案", "List a drive with its groups, its checklist and whom it goes to.", &[], To::One("draft"), &[Park, Owner, Coordinator]),
    step("begin", "启动", "Begin with the checks.", &["draft"], To::One("running"), &[Owner, Coordinator]),
    step("close", "结束", "Record that all checks are made; hazards go on until each is verified.", &["running"], To::One("closed"), &[Owner, Coordinator])
        .body(&[field("text", "小结", "What it came to.", text(TEXT))]),
];

#[rustfmt::skip]
const COUNTS: &[CountRow] = &[
    count("draft", "筹备", "Not begun yet.", P::Status(&["draft"])),
    count("running", "进行中", "Under way.", P::Status(&["running"])),
    count("closed", "已结束", "Closed.", P::Status(&["closed"])),
];

pub static DRIVES: Description = Description {
    code: "drives",
    letters: "ZX",
    zh: "专项行动",
    entry_zh: "行动",
    one: "drive",
    many: "drives",
    kind: LedgerKind::Ledger,
    shape: 1,
    title: "name",
    excluded: "cancelled",
    without_park: true,
    fields: FIELDS,
    statuses: STATUSES,
    moves: MOVES,
    counts: COUNTS,
    rates: &[],
    months: None,
};
