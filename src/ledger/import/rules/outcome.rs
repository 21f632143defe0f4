//! What came of a problem, in the words of ledgers.

use super::row::Reading;
use crate::ledger::words::{OUTCOMES, read};
use crate::problems::rules::check::LINE;
use crate::problems::rules::words::{Outcome, Status};

/// How else officials write that a problem isn't settled yet than by its state.
const OPEN: &[&str] = &[
    "否",
    "未解决",
    "未办结",
    "未完成",
    "正在办理",
    "在办",
    "推进中",
    "正在推进",
    "未办理",
    "待办",
    "解决中",
    "正在解决",
];
/// How else they write that it stands in the ledger and doesn't count.
const EXCLUDED: &[&str] = &["并单", "撤回", "核减"];

/// The states that say it in a ledger.
const OPEN_STATES: &[Status] = &[
    Status::Reported,
    Status::Dispatched,
    Status::InProgress,
    Status::Suspended,
    Status::Tracking,
];

/// What stands in 办理结果.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Result {
    Open,
    Excluded,
    Settled(Outcome),
}

/// Reads 办理结果; None where the cell is empty or says something unknown, which `it` then tells.
pub fn result(it: &mut Reading) -> Option<Result> {
    let text = it.name("outcome", LINE)?;
    let is_state = |states: &[Status]| states.iter().any(|status| status.zh() == text);
    if OPEN.contains(&text.as_str()) || is_state(OPEN_STATES) {
        return Some(Result::Open);
    }
    if EXCLUDED.contains(&text.as_str()) || is_state(Status::EXCLUDED) {
        return Some(Result::Excluded);
    }
    let found = read(OUTCOMES, &text).map(Result::Settled);
    if found.is_none() {
        let mut names = OUTCOMES.names();
        names.push(Status::InProgress.zh());
        it.unknown_word("outcome", &text, &names.join("、"));
    }
    found
}

/// The state that an exported ledger tells; in other ledgers the column may say anything.
pub fn status(it: &mut Reading) -> Option<Status> {
    let text = it.name("status", LINE)?;
    let status = Status::ALL.iter().find(|status| status.zh() == text);
    // Until when and why isn't told, so it goes on.
    if let Some(Status::Suspended | Status::Returned) = status {
        it.note(
            "status",
            format!("{text}的缘由和期限台账中没有，按未{text}导入"),
            "goes on, as a ledger doesn't tell why and until when",
        );
    }
    status.copied()
}
