//! Who is told what, in one table; `docs/mail.md` shows the same and a test compares the two.

use crate::vocabulary::{find, mail, problem};

crate::text_enum! {
    /// What a mail tells of: something that was done with a problem, or one of the last five.
    pub enum Kind {
        /// 派单.
        Dispatch = "dispatch",
        /// 改派.
        Redispatch = "redispatch",
        /// 增加协办.
        AddSupport = "add_support",
        /// 退回.
        Return = "return",
        /// 同意退回.
        ReturnUpheld = "return_upheld",
        /// 不同意退回.
        ReturnRefused = "return_refused",
        /// 申请延期.
        RequestExtension = "request_extension",
        /// 同意延期.
        ExtensionGranted = "extension_granted",
        /// 不同意延期.
        ExtensionRefused = "extension_refused",
        /// 申请挂起.
        RequestSuspension = "request_suspension",
        /// 同意挂起.
        SuspensionGranted = "suspension_granted",
        /// 不同意挂起.
        SuspensionRefused = "suspension_refused",
        /// 恢复办理.
        Resume = "resume",
        /// 办结.
        Resolve = "resolve",
        /// 即办.
        ResolveOnSite = "resolve_on_site",
        /// 转持续跟踪.
        Track = "track",
        /// 重办.
        Reopen = "reopen",
        /// 督办.
        Urge = "urge",
        /// 批示.
        Instruction = "instruction",
        /// 上报上级.
        Escalate = "escalate",
        /// 移交园区.
        TransferPark = "transfer_park",
        /// 撤回.
        Withdraw = "withdraw",
        /// 不予受理.
        Reject = "reject",
        /// 并单.
        Merge = "merge",
        /// 恢复受理.
        Reinstate = "reinstate",
        /// An enterprise told a problem through its link (企业反映问题).
        DoorReport = "door_report",
        /// A limit is near.
        Yellow = "reminder_yellow",
        /// A limit has passed.
        Red = "reminder_red",
        /// Something was done with an entry of a ledger (台账事项).
        EntryMove = "entry_move",
        /// The report of a closed week (周报).
        WeeklyReport = "weekly_report",
    }
}

/// Somebody a problem concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient {
    /// The lead department: its notice addresses and its staff.
    Lead,
    /// The supporting departments the notice names.
    Supporting,
    /// The department that had the lead until this move.
    FormerLead,
    /// Staff of the park the problem is filed in.
    Park,
    Coordinators,
}

crate::in_words!(Kind, mail::MAIL_KIND);

/// Who is told of a kind, and what each is asked to do.
#[derive(Debug)]
pub struct NotificationRule {
    pub kind: Kind,
    pub to: &'static [(Recipient, &'static str)],
}

use Recipient::{Coordinators, FormerLead, Lead, Park, Supporting};

const fn notification(kind: Kind, to: &'static [(Recipient, &'static str)]) -> NotificationRule {
    NotificationRule { kind, to }
}

/// The table. Somebody who stands in a row twice gets the first text only; who made the move isn't
/// told.
pub const NOTIFICATIONS: &[NotificationRule] = &[
    notification(
        Kind::Dispatch,
        &[
            (Lead, "请在期限内签收并办理。"),
            (Supporting, "请协助主办单位办理，并在期限内回复。"),
        ],
    ),
    notification(
        Kind::Redispatch,
        &[
            (Lead, "请在期限内签收并办理。"),
            (Supporting, "请协助主办单位办理，并在期限内回复。"),
            (FormerLead, "该问题已重新派单，请知悉。"),
            (Park, "该问题已重新派单，请知悉。"),
        ],
    ),
    notification(
        Kind::AddSupport,
        &[
            (Supporting, "请协助主办单位办理，并在期限内回复。"),
            (Lead, "已增加协办单位，请知悉。"),
        ],
    ),
    notification(
        Kind::Return,
        &[
            (Coordinators, "请裁定是否同意退回。"),
            (Park, "承办单位申请退回，等待裁定，请知悉。"),
        ],
    ),
    notification(
        Kind::ReturnUpheld,
        &[
            (Lead, "请在期限内签收并办理。"),
            (FormerLead, "退回已获同意，请知悉。"),
            (Park, "退回已获同意；尚未改派的，请重新派单。"),
        ],
    ),
    notification(
        Kind::ReturnRefused,
        &[
            (Lead, "退回未获同意，请继续办理，原期限不变。"),
            (Park, "退回未获同意，由原单位继续办理，请知悉。"),
        ],
    ),
    notification(
        Kind::RequestExtension,
        &[(Coordinators, "请审批是否同意延期。")],
    ),
    notification(
        Kind::ExtensionGranted,
        &[
            (Lead, "延期已获同意，请在新的期限内办结。"),
            (Park, "延期已获同意，请知悉。"),
        ],
    ),
    notification(
        Kind::ExtensionRefused,
        &[(Lead, "延期未获同意，请在原期限内办结。")],
    ),
    notification(
        Kind::RequestSuspension,
        &[(Coordinators, "请审批是否同意挂起。")],
    ),
    notification(
        Kind::SuspensionGranted,
        &[
            (Lead, "挂起已获同意，到期自动恢复办理。"),
            (Park, "挂起已获同意，请知悉。"),
        ],
    ),
    notification(
        Kind::SuspensionRefused,
        &[(Lead, "挂起未获同意，请继续办理。")],
    ),
    notification(
        Kind::Resume,
        &[
            (Lead, "挂起已结束，请继续办理。"),
            (Supporting, "挂起已结束，请继续协助办理。"),
        ],
    ),
    notification(
        Kind::Resolve,
        &[
            (Park, "请在期限内回访企业。"),
            (Coordinators, "请关注回访情况。"),
        ],
    ),
    notification(
        Kind::ResolveOnSite,
        &[
            (Park, "请由未经办的人员在期限内回访企业。"),
            (Coordinators, "请关注回访情况。"),
        ],
    ),
    notification(
        Kind::Track,
        &[(Lead, "该问题转入持续跟踪，请按计划继续办理。")],
    ),
    notification(
        Kind::Reopen,
        &[
            (Lead, "回访未获认可，请重新办理。"),
            (Park, "该问题已重办；尚无承办单位的，请派单。"),
            (Coordinators, "该问题已重办，请知悉。"),
        ],
    ),
    notification(
        Kind::Urge,
        &[
            (Lead, "请抓紧办理并按要求回复。"),
            (Supporting, "请抓紧协助办理。"),
            (Park, "该问题已督办，请知悉并跟进。"),
        ],
    ),
    notification(
        Kind::Instruction,
        &[
            (Lead, "请按批示办理并按要求回复。"),
            (Supporting, "请按批示协助办理。"),
            (Park, "领导对该问题作出批示，请知悉并跟进。"),
            (Coordinators, "领导对该问题作出批示，请跟踪落实。"),
        ],
    ),
    notification(
        Kind::Escalate,
        &[
            (Lead, "该问题已上报，请继续跟踪。"),
            (Park, "该问题已上报，请知悉。"),
        ],
    ),
    notification(
        Kind::TransferPark,
        &[
            (Park, "该问题已移交贵单位，请接续服务。"),
            (Lead, "该问题已移交其他园区，请知悉。"),
        ],
    ),
    notification(
        Kind::Withdraw,
        &[
            (Lead, "该问题已撤回，无需继续办理。"),
            (Supporting, "该问题已撤回，无需继续办理。"),
        ],
    ),
    notification(
        Kind::Reject,
        &[
            (Park, "该问题不予受理，请向企业说明。"),
            (Lead, "该问题不予受理，无需继续办理。"),
            (Supporting, "该问题不予受理，无需继续办理。"),
        ],
    ),
    notification(
        Kind::Merge,
        &[
            (Park, "该问题已并入另一问题，请知悉。"),
            (Lead, "该问题已并入另一问题，请知悉。"),
            (Supporting, "该问题已并入另一问题，请知悉。"),
        ],
    ),
    notification(Kind::Reinstate, &[(Park, "该问题已恢复受理，请重新派单。")]),
    notification(Kind::DoorReport, &[(Park, "请核实后确认或不予确认。")]),
];

/// The letters that tell a department all that it needs to begin: who gets one may never sign in.
pub const fn tells_all(kind: Kind, to: Recipient) -> bool {
    match to {
        Lead => matches!(
            kind,
            Kind::Dispatch | Kind::Redispatch | Kind::ReturnUpheld | Kind::Reopen
        ),
        Supporting => matches!(kind, Kind::Dispatch | Kind::Redispatch | Kind::AddSupport),
        FormerLead | Park | Coordinators => false,
    }
}

/// Who is reminded of a limit, before and after it.
#[derive(Debug)]
pub struct ReminderRule {
    /// The clock's kind.
    pub clock: &'static str,
    pub yellow: &'static [Recipient],
    pub red: &'static [Recipient],
}

impl ReminderRule {
    /// What the clock waits for.
    pub fn word(&self) -> &'static str {
        find(problem::CLOCK, self.clock).unwrap_or(self.clock)
    }

    /// What its limit is called once it has passed.
    pub fn late(&self) -> &'static str {
        find(problem::LATE, self.clock).unwrap_or(self.clock)
    }
}

/// Limits without a row remind nobody: the one for returning only ends a right.
pub const REMINDER_RULES: &[ReminderRule] = &[
    ReminderRule {
        clock: "dispatch",
        yellow: &[Park, Coordinators],
        red: &[Park, Coordinators],
    },
    ReminderRule {
        clock: "accept",
        yellow: &[Lead],
        red: &[Lead, Coordinators],
    },
    ReminderRule {
        clock: "first_reply",
        yellow: &[Lead],
        red: &[Lead, Coordinators],
    },
    ReminderRule {
        clock: "solve",
        yellow: &[Lead],
        red: &[Lead, Park, Coordinators],
    },
    ReminderRule {
        clock: "support",
        yellow: &[Supporting],
        red: &[Supporting, Lead],
    },
    ReminderRule {
        clock: "follow_up",
        yellow: &[Park],
        red: &[Park, Coordinators],
    },
];

/// What a reminder says, by its step.
pub const BEFORE_LIMIT: &str = "期限临近，请抓紧办理。";
pub const AFTER_LIMIT: &str = "期限已过，请尽快办理。";

/// The row of a kind; reminders have rows of their own.
pub fn row(kind: Kind) -> Option<&'static NotificationRule> {
    NOTIFICATIONS
        .iter()
        .find(|notification| notification.kind == kind)
}

/// The row of a clock's kind.
pub fn reminder_rule(clock: &str) -> Option<&'static ReminderRule> {
    REMINDER_RULES
        .iter()
        .find(|reminder_rule| reminder_rule.clock == clock)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;
