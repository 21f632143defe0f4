//! The words of taking ledgers in.

use super::{Words, word};

/// What a file holds.
pub const IMPORT_KIND: Words = &[
    word("enterprises", "企业"),
    word("visits", "走访"),
    word("problems", "问题"),
];

/// What the file is called, and its sheet.
pub mod ledger {
    pub const ENTERPRISES: &str = "企业台账";
    pub const VISITS: &str = "走访台账";
    pub const PROBLEMS: &str = "问题台账";
}

pub const LEDGER: Words = &[
    word("enterprises", ledger::ENTERPRISES),
    word("visits", ledger::VISITS),
    word("problems", ledger::PROBLEMS),
];

pub const IMPORT_STATE: Words = &[
    word("reading", "排队中"),
    word("checking", "核对中"),
    word("ready", "待确认"),
    word("writing", "导入中"),
    word("done", "已导入"),
    word("failed", "未导入"),
];

/// The unit of the amounts in a file.
pub const MONEY_UNIT: Words = &[
    word("yuan", "元"),
    word("wan_yuan", "万元"),
    word("yi_yuan", "亿元"),
];
