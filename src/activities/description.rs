//! What the ledger of activities is like.

use super::fields::{FIELDS, LIST};
use crate::entries::description::{
    Class, CountRow, Description, Field, Hat, LedgerKind, MoveRow, Predicate as P, StatusRow, To,
    count, field, status, step, text,
};
use crate::entries::rules::common::DAY;
use crate::vocabulary::bounds::TEXT;
use Hat::{Coordinator, Owner, Park};

const STATUSES: &[StatusRow] = &[
    status("planned", "筹备", Class::Open),
    status("held", "已举办", Class::Open),
    status("closed", "已总结", Class::Settled),
    status("cancelled", "取消", Class::Excluded),
];

const HOLD: &[Field] = &[DAY, field("text", "说明", "A note.", text(TEXT))];
const ATTEND: &[Field] = &[LIST.required()];
const CLOSE: &[Field] = &[field("text", "总结", "What it came to.", text(TEXT)).required()];

const HOSTS: &[Hat] = &[Park, Owner, Coordinator];

#[rustfmt::skip]
const MOVES: &[MoveRow] = &[
    step("plan", "登记活动", "List an activity that is to be held.", &[], To::One("planned"), HOSTS),
    step("hold", "登记举办", "Record that it was held.", &["planned"], To::One("held"), HOSTS).body(HOLD).sets(&[("held_on", "on")]),
    step("record_attendance", "登记参加企业", "Say which enterprises were there; the list takes the place of the one before.", &["held"], To::Same, HOSTS)
        .body(ATTEND).sets(&[("attendance", "attendance")]).effect("attend").puts("attendance"),
    step("close", "活动总结", "Sum it up; matches go on.", &["held"], To::One("closed"), HOSTS).body(CLOSE).sets(&[("summary", "text")]),
];

/// It took place.
const HELD: P = P::Status(&["held", "closed"]);

#[rustfmt::skip]
const COUNTS: &[CountRow] = &[
    count("planned", "筹备", "Not held yet.", P::Status(&["planned"])),
    count("held", "场次", "Held, those that are summed up among them.", HELD),
    count("to_close", "待总结", "Held and not summed up yet.", P::Status(&["held"])),
];

pub static ACTIVITIES: Description = Description {
    code: "activities",
    letters: "HD",
    zh: "创新服务",
    entry_zh: "活动",
    one: "activity",
    many: "activities",
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
