//! What the rules need about the present of a problem beyond its columns; kept as JSON in `facts`.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words::{FollowUpChannel, RequestKind, Status, SuspensionCause};

/// The present of a problem: requests, answers, and what was imposed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Present {
    pub requests: Vec<Request>,
    /// Of all rounds, oldest first.
    pub follow_ups: Vec<FollowUp>,
    pub resolved_by: Option<Resolver>,
    pub suspension: Option<Suspension>,
    pub rest: Option<Rest>,
    /// The earliest limit imposed in this round, for assignments still to come.
    pub imposed_on: Option<NaiveDate>,
    /// When this round was first resolved and by which department (none on the spot), the limit that
    /// stood then, and the one first set.
    pub resolved_on: Option<NaiveDate>,
    pub resolved_department_id: Option<i64>,
    pub resolved_due_on: Option<NaiveDate>,
    pub resolved_original_due_on: Option<NaiveDate>,
    pub merged_into: Option<i64>,
    /// The day of the next step that the lead told of in its last report.
    pub next_on: Option<NaiveDate>,
    /// The last time somebody urged or instructed.
    pub supervised: Option<Supervised>,
    /// The last assignment of those that a redispatch, an upheld return or an exclusion ended all
    /// together; what was replied among them is over, too.
    pub over_through: Option<i64>,
}

/// A request that waits for a ruling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub kind: RequestKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<SuspensionCause>,
    pub reason: String,
    pub asked_at: DateTime<Utc>,
    pub asked_by: i64,
    /// Where a refused return goes back to.
    pub from: Status,
    /// How much had happened to the solve clock by then: an extension is effective from here.
    #[serde(default)]
    pub after: usize,
}

/// What the enterprise said when it was asked (回访).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FollowUpOut)]
pub struct FollowUp {
    /// The round it is about.
    pub round: i64,
    /// The day on which it was recorded.
    pub on: NaiveDate,
    /// The name of who asked; 企业 where the enterprise answered by itself through its link, （保密） where
    /// the reader isn't told.
    pub by: String,
    /// Whether the enterprise was reached.
    pub reached: bool,
    /// Whether the enterprise says that it is solved; null where it didn't say.
    pub solved: Option<bool>,
    /// How satisfied the enterprise is, from 5 (非常满意) to 1 (非常不满意); null where it didn't say.
    pub satisfaction: Option<i64>,
    /// How it was asked; null where it isn't known.
    pub channel: Option<FollowUpChannel>,
    /// A remark; null where there is none.
    pub note: Option<String>,
    /// Whether it is about the present resolution; false where the problem was taken up again since.
    pub stands: bool,
}

/// Who resolved it; see [`super::facts::ResolvedBy`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolver {
    pub user_id: i64,
    pub department_id: Option<i64>,
}

/// Why the clocks of a problem stand still, and until when (挂起).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Suspension {
    /// For which of the listed causes.
    pub cause: SuspensionCause,
    /// The day on which it resumes by itself.
    pub until: NaiveDate,
}

/// 督办 or 批示, as far as somebody still waits for what comes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supervised {
    pub at: DateTime<Utc>,
    /// By when a reply was wanted; none once the lead has reported.
    pub reply_by: Option<NaiveDate>,
}

/// What a partly solved or planned case leaves to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Rest {
    /// What remains to be done; null where it isn't known.
    pub remaining: Option<String>,
    /// The next step; null where it isn't known.
    pub next_step: Option<String>,
    /// The day of the next step, or on which it is looked at again.
    pub next_on: NaiveDate,
}

impl Present {
    /// Requests and promises lapse at resolve, return, redispatch and exclusion.
    pub fn lapse(&mut self) {
        self.requests.clear();
        self.next_on = None;
        self.suspension = None;
    }

    /// Takes the pending request of a kind, to rule on it.
    pub fn take(&mut self, kind: RequestKind) -> Option<Request> {
        let index = self
            .requests
            .iter()
            .position(|request| request.kind == kind)?;
        Some(self.requests.remove(index))
    }

    /// The answers of a round, oldest first.
    pub fn answers(&self, round: i64) -> impl DoubleEndedIterator<Item = &FollowUp> {
        self.follow_ups
            .iter()
            .filter(move |answer| answer.round == round)
    }

    /// What stood before is about something that was taken up again.
    pub fn take_up_again(&mut self) {
        for answer in &mut self.follow_ups {
            answer.stands = false;
        }
    }

    /// The lead has reported, which answers whoever wanted to hear of it.
    pub fn reported(&mut self, next_on: Option<NaiveDate>) {
        self.next_on = next_on;
        if let Some(supervised) = &mut self.supervised {
            supervised.reply_by = None;
        }
    }

    /// Keeps the earlier of the imposed limits.
    pub fn impose(&mut self, on: Option<NaiveDate>) {
        self.imposed_on = [self.imposed_on, on].into_iter().flatten().min();
    }
}
