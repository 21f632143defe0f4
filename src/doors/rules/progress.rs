//! A problem as its enterprise sees it: plain words, and steps with their days. What officials write
//! to each other, and who they are, isn't part of it.

use crate::problems::rules::words::Status;

crate::text_enum! {
    /// Where a problem stands, seen from outside.
    pub enum DoorProgress {
        /// Nobody has it yet; a return that waits for its ruling is the office's own affair.
        Arranging = "arranging",
        /// It waits for the department to accept it.
        HandedOver = "handed_over",
        /// The department works on it.
        Working = "working",
        /// It is suspended.
        Paused = "paused",
        /// Something of it remains to be done, and is looked at again on a day.
        Tracking = "tracking",
        /// Resolved; the enterprise is asked what it says of it.
        Resolved = "resolved",
        /// Closed.
        Closed = "closed",
        /// The office doesn't accept it.
        NotAccepted = "not_accepted",
        /// It goes on in another problem of the enterprise.
        Merged = "merged",
        /// The park or the office has withdrawn it.
        Withdrawn = "withdrawn",
    }
}

impl From<Status> for DoorProgress {
    fn from(status: Status) -> Self {
        match status {
            Status::Reported | Status::Returned => Self::Arranging,
            Status::Dispatched => Self::HandedOver,
            Status::InProgress => Self::Working,
            Status::Suspended => Self::Paused,
            Status::Tracking => Self::Tracking,
            Status::Resolved => Self::Resolved,
            Status::Closed => Self::Closed,
            Status::Rejected => Self::NotAccepted,
            Status::Merged => Self::Merged,
            Status::Withdrawn => Self::Withdrawn,
        }
    }
}

impl DoorProgress {
    /// In the words of somebody who has never seen the system.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Arranging => "已登记，正在安排承办单位",
            Self::HandedOver => "已交办，等待承办单位签收",
            Self::Working => "正在办理",
            Self::Paused => "暂缓办理，条件具备后继续",
            Self::Tracking => "正在持续跟踪办理",
            Self::Resolved => "已办结，请您评价",
            Self::Closed => "已办结归档",
            Self::NotAccepted => "未予受理，详情请咨询园区",
            Self::Merged => "已并入贵企业的另一问题办理",
            Self::Withdrawn => "已撤回，详情请咨询园区",
        }
    }

    /// Whether a department has it or had it last.
    pub fn has_department(self) -> bool {
        !matches!(
            self,
            Self::Arranging | Self::NotAccepted | Self::Merged | Self::Withdrawn
        )
    }

    /// Whether what was done is told.
    pub fn has_result(self) -> bool {
        matches!(self, Self::Resolved | Self::Closed | Self::Tracking)
    }

    /// Whether the enterprise can say what it thinks of it.
    pub fn can_be_answered(self) -> bool {
        matches!(self, Self::Resolved | Self::Closed)
    }
}

crate::text_enum! {
    /// What happened to a problem, as far as its enterprise is told.
    pub enum DoorStep {
        /// It was put on file.
        Reported = "reported",
        /// A department was given it.
        Dispatched = "dispatched",
        /// The department accepted it.
        Accepted = "accepted",
        /// The department came to the enterprise.
        OnSite = "on_site",
        /// It was resolved.
        Resolved = "resolved",
        /// It was closed.
        Closed = "closed",
        /// It was taken up again.
        Reopened = "reopened",
    }
}

impl DoorStep {
    /// The step an event of this kind is, if it is one.
    pub fn of(kind: &str) -> Option<Self> {
        match kind {
            "report" => Some(Self::Reported),
            "dispatch" | "redispatch" => Some(Self::Dispatched),
            "accept" => Some(Self::Accepted),
            "on_site" => Some(Self::OnSite),
            RESOLVE | RESOLVE_ON_SITE => Some(Self::Resolved),
            "close" => Some(Self::Closed),
            "reopen" => Some(Self::Reopened),
            _ => None,
        }
    }
}

pub const RESOLVE: &str = "resolve";
pub const RESOLVE_ON_SITE: &str = "resolve_on_site";

/// The kinds of events that the timeline is made of.
pub const KINDS: [&str; 9] = [
    "report",
    "dispatch",
    "redispatch",
    "accept",
    "on_site",
    RESOLVE,
    RESOLVE_ON_SITE,
    "close",
    "reopen",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problems::rules::table::Action;

    #[test]
    fn the_timeline_is_made_of_moves_and_of_no_others_than_it_names() {
        for action in Action::ALL {
            let told = KINDS.contains(&action.as_str());
            assert_eq!(DoorStep::of(action.as_str()).is_some(), told, "{action}");
        }
    }

    #[test]
    fn a_return_looks_like_a_problem_that_nobody_has_yet() {
        assert_eq!(
            DoorProgress::from(Status::Returned),
            DoorProgress::from(Status::Reported)
        );
    }
}
