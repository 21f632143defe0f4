//! The words of the feature, spelt alike in the database, in JSON and in the documents.

use crate::vocabulary::{find, problem};

pub use crate::deadlines::rules::{Level, Severity};

crate::in_words!(Status, problem::STATUS);
crate::in_words!(Outcome, problem::OUTCOME);
crate::in_words!(Source, problem::SOURCE);
crate::in_words!(SuspensionCause, problem::CAUSE);
crate::in_words!(AssignmentRole, problem::ASSIGNMENT);
crate::in_words!(FollowUpChannel, problem::CHANNEL);
crate::in_words!(SupervisionKind, problem::SUPERVISION);
crate::in_words!(RequestKind, problem::REQUEST);
crate::in_words!(ClockKind, problem::CLOCK);

crate::text_enum! {
    /// Where a problem stands. The first six are open, `resolved` and `closed` are settled, the last
    /// three are excluded from the counts.
    pub enum Status {
        /// Waits to be dispatched (待派单).
        Reported = "reported",
        /// Waits for the lead department to accept it (待签收).
        Dispatched = "dispatched",
        /// The lead department returned it, and the coordinator has to rule on that (退回待裁定).
        Returned = "returned",
        /// The lead department works on it (办理中).
        InProgress = "in_progress",
        /// Its clocks stand still until a day (挂起).
        Suspended = "suspended",
        /// Partly solved or planned, and looked at again on a day (持续跟踪).
        Tracking = "tracking",
        /// Resolved, and waits for a follow-up with the enterprise (待回访).
        Resolved = "resolved",
        /// Closed after the follow-up (已销号).
        Closed = "closed",
        /// Not accepted by the coordinator (不予受理).
        Rejected = "rejected",
        /// Merged into another problem of the same enterprise (已并单).
        Merged = "merged",
        /// Withdrawn by the park or the coordinator (已撤回).
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
}

crate::text_enum! {
    /// What resolving came to.
    pub enum Outcome {
        /// 已解决.
        Solved = "solved",
        /// Part of it remains to be done (部分解决).
        PartlySolved = "partly_solved",
        /// It can't be solved yet; the next step and its day are told (计划解决).
        Planned = "planned",
        /// It was explained to the enterprise why it can't be done (解释疏导).
        Explained = "explained",
    }
}

impl Outcome {
    /// Part of it is still to be done, so that it may go on the tracking list.
    pub fn has_remaining_work(self) -> bool {
        matches!(self, Self::PartlySolved | Self::Planned)
    }
}

crate::text_enum! {
    /// How the problem came to be known.
    pub enum Source {
        /// Park staff heard of it on a visit.
        Visit = "visit",
        /// The enterprise told it by itself.
        Enterprise = "enterprise",
        /// Assigned from above (上级交办).
        Superior = "superior",
        Hotline = "hotline",
        Meeting = "meeting",
        /// Found by the officials themselves.
        SelfCheck = "self_check",
        Other = "other",
    }
}

crate::text_enum! {
    /// The only causes for which a problem may be suspended (挂起).
    pub enum SuspensionCause {
        /// It waits for somebody else (等待第三方).
        ThirdParty = "third_party",
        /// It is before a court or arbitrators (涉诉涉仲裁).
        Litigation = "litigation",
        /// It waits for a higher level to decide (等待上级决定).
        HigherLevel = "higher_level",
        /// It can't be worked on in this season (受季节限制).
        Season = "season",
        /// It waits for the enterprise (等待企业配合).
        Enterprise = "enterprise",
    }
}

crate::text_enum! {
    /// A department's part in a problem.
    pub enum AssignmentRole {
        /// Answers for the problem (主办).
        Lead = "lead",
        /// Does a part of it (协办).
        Supporting = "supporting",
    }
}

crate::text_enum! {
    /// How the enterprise was asked.
    pub enum FollowUpChannel {
        Phone = "phone",
        Visit = "visit",
        /// The enterprise answered by itself, through its link.
        Link = "link",
        Other = "other",
    }
}

crate::text_enum! {
    /// The move that is made together with a follow-up.
    pub enum FollowUpThen {
        /// It is closed (销号).
        Close = "close",
        /// It stays open until its next day (持续跟踪).
        Track = "track",
        /// It is taken up again (重办).
        Reopen = "reopen",
    }
}

crate::text_enum! {
    /// How a problem is supervised.
    pub enum SupervisionKind {
        /// It is urged on (督办).
        Urge = "urge",
        /// A leader gives an instruction (批示).
        Instruction = "instruction",
    }
}

crate::text_enum! {
    /// What can wait for a ruling by the coordinator.
    pub enum RequestKind {
        /// 退回.
        Return = "return",
        /// 延期.
        Extension = "extension",
        /// 挂起.
        Suspension = "suspension",
    }
}

crate::text_enum! {
    /// What a clock of a problem limits.
    pub enum ClockKind {
        /// From reporting, or from when it came back to the park, to the dispatch.
        Dispatch = "dispatch",
        /// From the dispatch to the lead department's acceptance (签收).
        Accept = "accept",
        /// From the dispatch on, how long the lead department may return it (退回).
        Return = "return",
        /// From the dispatch to the lead department's first report of progress.
        FirstReply = "first_reply",
        /// From the dispatch, or from reopening, to resolving (办结). While it is tracked the clock runs to
        /// the next day on which it is looked at.
        Solve = "solve",
        /// From the dispatch to the reply of a supporting department (协办回复).
        Support = "support",
        /// From resolving to the follow-up that reaches the enterprise (回访).
        FollowUp = "follow_up",
    }
}

crate::text_enum! {
    /// How a list is sorted; the id decides between equals.
    pub enum Sort {
        /// The last reported first.
        NewestReported = "-reported_at",
        /// The last changed first.
        NewestUpdated = "-updated_at",
        /// By the solve limit, the earliest first and those without one last.
        FirstDue = "due_on",
        /// By the day it was raised, the earliest first, as a ledger on paper goes on.
        FirstRaised = "raised_on",
    }
}

impl ClockKind {
    /// What the day is called on which it ends.
    pub fn limit(self) -> &'static str {
        find(problem::LIMIT, self.as_str()).unwrap_or_default()
    }

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
    fn the_end_of_every_clock_has_a_name() {
        assert!(ClockKind::ALL.iter().all(|kind| !kind.limit().is_empty()));
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
