//! The words of the feature, spelt alike in the database, in JSON and in the documents.

pub use crate::deadlines::rules::{Level, Severity};

crate::text_enum! {
    /// Where a problem stands.
    pub enum Status {
        Reported = "reported",
        Dispatched = "dispatched",
        Returned = "returned",
        InProgress = "in_progress",
        Suspended = "suspended",
        Tracking = "tracking",
        Resolved = "resolved",
        Closed = "closed",
        Rejected = "rejected",
        Merged = "merged",
        Withdrawn = "withdrawn",
    }
}

impl Status {
    /// Still somebody's work.
    pub const OPEN: &'static [Self] = &[
        Self::Reported,
        Self::Dispatched,
        Self::Returned,
        Self::InProgress,
        Self::Suspended,
        Self::Tracking,
    ];
    /// 办结: solved or explained, confirmed or not.
    pub const SETTLED: &'static [Self] = &[Self::Resolved, Self::Closed];
    /// Kept and shown beside the counts.
    pub const EXCLUDED: &'static [Self] = &[Self::Rejected, Self::Merged, Self::Withdrawn];

    pub fn is_open(self) -> bool {
        Self::OPEN.contains(&self)
    }

    pub fn is_settled(self) -> bool {
        Self::SETTLED.contains(&self)
    }

    pub fn is_excluded(self) -> bool {
        Self::EXCLUDED.contains(&self)
    }

    /// The word on the page.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Reported => "待派单",
            Self::Dispatched => "待签收",
            Self::Returned => "退回待裁定",
            Self::InProgress => "办理中",
            Self::Suspended => "挂起",
            Self::Tracking => "持续跟踪",
            Self::Resolved => "待回访",
            Self::Closed => "已销号",
            Self::Rejected => "不予受理",
            Self::Merged => "已并单",
            Self::Withdrawn => "已撤回",
        }
    }
}

crate::text_enum! {
    /// What resolving came to.
    pub enum Outcome {
        Solved = "solved",
        PartlySolved = "partly_solved",
        Planned = "planned",
        Explained = "explained",
    }
}

impl Outcome {
    /// Part of it is still to be done, so that it may go on the tracking list.
    pub fn leaves_a_rest(self) -> bool {
        matches!(self, Self::PartlySolved | Self::Planned)
    }

    /// The word on the page.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Solved => "已解决",
            Self::PartlySolved => "部分解决",
            Self::Planned => "计划解决",
            Self::Explained => "解释疏导",
        }
    }
}

crate::text_enum! {
    /// How the problem came to be known.
    pub enum Source {
        Visit = "visit",
        Enterprise = "enterprise",
        Superior = "superior",
        Hotline = "hotline",
        Meeting = "meeting",
        SelfCheck = "self_check",
        Other = "other",
    }
}

crate::text_enum! {
    /// The only causes for which a clock may stand still.
    pub enum SuspensionCause {
        ThirdParty = "third_party",
        Litigation = "litigation",
        HigherLevel = "higher_level",
        Season = "season",
        Enterprise = "enterprise",
    }
}

crate::text_enum! {
    /// A department's part in a problem: 主办 or 协办.
    pub enum AssignmentRole {
        Lead = "lead",
        Supporting = "supporting",
    }
}

crate::text_enum! {
    /// How the enterprise was asked.
    pub enum FollowUpChannel {
        Phone = "phone",
        Visit = "visit",
        Link = "link",
        Other = "other",
    }
}

crate::text_enum! {
    /// 督办 or 批示.
    pub enum SupervisionKind {
        Urge = "urge",
        Instruction = "instruction",
    }
}

crate::text_enum! {
    /// What can wait for a ruling.
    pub enum RequestKind {
        Return = "return",
        Extension = "extension",
        Suspension = "suspension",
    }
}

crate::text_enum! {
    /// The clocks of a problem.
    pub enum ClockKind {
        Dispatch = "dispatch",
        Accept = "accept",
        Return = "return",
        FirstReply = "first_reply",
        Solve = "solve",
        Support = "support",
        FollowUp = "follow_up",
    }
}

crate::text_enum! {
    /// How a list is sorted; the id decides between equals.
    pub enum Sort {
        NewestReported = "-reported_at",
        NewestUpdated = "-updated_at",
        /// Without a limit last.
        FirstDue = "due_on",
        /// As a ledger on paper goes on.
        FirstRaised = "raised_on",
    }
}

impl ClockKind {
    /// Whether running out is anybody's fault: the return clock only ends a right.
    pub fn is_duty(self) -> bool {
        self != Self::Return
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_open_settled_or_excluded_and_only_one_of_them() {
        for status in Status::ALL {
            let sides = [status.is_open(), status.is_settled(), status.is_excluded()];
            assert_eq!(sides.iter().filter(|side| **side).count(), 1, "{status}");
        }
    }

    #[test]
    fn every_word_reads_back_as_itself() {
        assert!(
            Status::ALL
                .iter()
                .all(|word| Status::parse(word.as_str()) == Some(*word))
        );
        assert!(
            Outcome::ALL
                .iter()
                .all(|word| Outcome::parse(word.as_str()) == Some(*word))
        );
        assert_eq!(Status::parse("Reported"), None);
    }
}
