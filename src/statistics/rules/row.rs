//! Rows as they are handed out, made of figures.

mod key;

use serde::{Deserialize, Serialize};

pub use key::{Key, Member, none_of_these, words};

use super::count::{Count, Tally};
use super::figures::{Figures, Visits};
use super::numbers::SupportCounts;
use super::percent::Rate;
use super::sentence::{VisitPlaces, sentence};

/// Counts that a row has twice: as of a day, and for its period. As of a day a count tells how many are so at
/// its end; for a period, how many became so in it: they are so at the end of its last day and weren't on
/// the day before its first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Counts {
    /// Visits (走访次数), voided ones left out.
    pub visits: i64,
    /// Distinct enterprises visited (走访企业家数): the one figure that groups don't add up.
    pub visited_enterprises: i64,
    /// Problems reported and not excluded (收集); in a period those reported in it.
    pub collected: i64,
    /// Settled problems whose last round came to `solved` and that no later follow-up contradicts (解决).
    pub solved: i64,
    /// Solved problems of which a follow-up said so.
    pub confirmed: i64,
    /// Settled problems, `resolved` or `closed` (办结).
    pub resolved: i64,
    /// Closed problems (已销号).
    pub closed: i64,
    /// Open problems (未办结).
    pub outstanding: i64,
    /// Open problems that are tracked (持续跟踪).
    pub tracking: i64,
    /// Open problems whose clocks stand still (挂起).
    pub suspended: i64,
    /// Open problems whose solve limit ended before the day (超期).
    pub overdue: i64,
    /// Problems that were returned at least once (退回).
    pub returned: i64,
    /// Problems that were granted an extension at least once (延期).
    pub extended: i64,
    /// Problems that were reopened at least once (重办).
    pub reopened: i64,
    /// Problems that were supervised at least once (督办).
    pub supervised: i64,
    /// Problems that weren't accepted (不予受理), never among the collected.
    pub rejected: i64,
    /// Problems merged into another one (并单), never among the collected.
    pub merged: i64,
    /// Problems withdrawn (撤回), never among the collected.
    pub withdrawn: i64,
    /// How many times problems were returned.
    pub returned_events: i64,
    /// How many times an extension was granted.
    pub extended_events: i64,
    /// How many times problems were reopened.
    pub reopened_events: i64,
    /// How many times problems were supervised.
    pub supervised_events: i64,
    /// Rounds in which a follow-up reached the enterprise (回访).
    pub followed_up: i64,
    /// Rounds whose last answer is 3 (基本满意) or better.
    pub satisfied: i64,
}

impl Counts {
    fn of(tally: &Tally, visits: Visits) -> Self {
        let of = |count| tally.get(count);
        Self {
            visits: visits.times,
            visited_enterprises: visits.enterprises,
            collected: of(Count::Collected),
            solved: of(Count::Solved),
            confirmed: of(Count::Confirmed),
            resolved: of(Count::Resolved),
            closed: of(Count::Closed),
            outstanding: of(Count::Outstanding),
            tracking: of(Count::Tracking),
            suspended: of(Count::Suspended),
            overdue: of(Count::Overdue),
            returned: of(Count::Returned),
            extended: of(Count::Extended),
            reopened: of(Count::Reopened),
            supervised: of(Count::Supervised),
            rejected: of(Count::Rejected),
            merged: of(Count::Merged),
            withdrawn: of(Count::Withdrawn),
            returned_events: of(Count::ReturnedEvents),
            extended_events: of(Count::ExtendedEvents),
            reopened_events: of(Count::ReopenedEvents),
            supervised_events: of(Count::SupervisedEvents),
            followed_up: of(Count::FollowedUp),
            satisfied: of(Count::Satisfied),
        }
    }
}

/// What came about in the period. It balances: carried_in + reported + put_back = settled + excluded +
/// carried_out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PeriodCounts {
    #[serde(flatten)]
    pub counts: Counts,
    /// Problems open at the start.
    pub carried_in: i64,
    /// Problems newly reported, excluded ones included.
    pub reported: i64,
    /// Problems settled or excluded at the start and open at the end.
    pub put_back: i64,
    /// Problems open at the start or newly reported, and settled at the end.
    pub settled: i64,
    /// Problems open at the start or newly reported, and excluded at the end.
    pub excluded: i64,
    /// Problems open at the end.
    pub carried_out: i64,
    /// Rounds due: their limit lies in the period and has passed, or they were resolved in it.
    pub due: i64,
    /// Rounds due that were resolved by the limit in force and not sent back.
    pub on_time: i64,
    /// Events counted in the period that happened in a week closed before (补录).
    pub late_entries: i64,
    /// The rates of the period's own counts.
    pub rates: Rates,
}

/// The rates of a row. Rounds count each: a reopened problem has one more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Rates {
    /// 解决率: solved of collected.
    pub solve: Rate,
    /// 办结率: resolved of collected.
    pub resolve: Rate,
    /// 按时办结率: rounds resolved by the limit in force and not sent back, of rounds due.
    pub on_time: Rate,
    /// 按原时限办结率: rounds resolved by the limit first set and not sent back, of rounds due.
    pub on_time_original: Rate,
    /// 签收及时率: accepted by the limit, of acceptances due.
    pub accept_on_time: Rate,
    /// 回访率: rounds in which the enterprise was reached, of rounds resolved.
    pub follow_up: Rate,
    /// 满意率: rounds whose last answer is 3 or better, of rounds answered.
    pub satisfaction: Rate,
}

impl Rates {
    fn of(tally: &Tally, period: &Tally) -> Self {
        let rate = |numerator, denominator| Rate::of(tally.get(numerator), tally.get(denominator));
        let in_period =
            |numerator, denominator| Rate::of(period.get(numerator), period.get(denominator));
        Self {
            solve: rate(Count::Solved, Count::Collected),
            resolve: rate(Count::Resolved, Count::Collected),
            on_time: in_period(Count::OnTime, Count::Due),
            on_time_original: in_period(Count::OnTimeOriginal, Count::Due),
            accept_on_time: in_period(Count::AcceptOnTime, Count::AcceptDue),
            follow_up: rate(Count::FollowedUp, Count::ResolvedRounds),
            satisfaction: rate(Count::Satisfied, Count::Answered),
        }
    }
}

/// A department's part in problems that others lead; never added to any other count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Supporting {
    /// How many times it was assigned as a supporting department (协办).
    pub assigned: i64,
    /// Those that it replied to (协办回复).
    pub replied: i64,
    /// Those whose reply is still outstanding.
    pub outstanding: i64,
    /// Those outstanding whose limit ended before the day (协办逾期).
    pub overdue: i64,
    /// Replies due in the period: their limit lies in it and has passed, or they came in it.
    pub due: i64,
    /// Replies due that came by their limit.
    pub on_time: i64,
    /// `on_time` of `due`.
    pub rate: Rate,
}

impl Supporting {
    pub fn of(counts: &SupportCounts) -> Self {
        Self {
            assigned: counts.assigned,
            replied: counts.replied,
            outstanding: counts.outstanding,
            overdue: counts.overdue,
            due: counts.due,
            on_time: counts.on_time,
            rate: Rate::of(counts.on_time, counts.due),
        }
    }
}

/// A row of a table: the counts as of its day, and those of its period in `period`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Row {
    /// What the row is about.
    pub key: Key,
    #[serde(flatten)]
    pub counts: Counts,
    /// The counts of the period.
    pub period: PeriodCounts,
    /// Rates of the counts as of the day; those of time limits are over the period.
    pub rates: Rates,
    /// A department's part in problems that others lead; absent where the row isn't about a department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supporting: Option<Supporting>,
    /// The sentence for the newspaper; absent where the row is neither a park nor all of them, and where
    /// only some problems are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "沙河产业园区工作人员共走访项目现场30余次，收集问题16个，解决问题12个。")]
    pub sentence: Option<String>,
}

impl Row {
    pub fn of(key: Key, figures: &Figures) -> Self {
        let (as_of, period) = (&figures.as_of, &figures.period);
        Self {
            key,
            counts: Counts::of(as_of, figures.visits),
            period: PeriodCounts {
                counts: Counts::of(period, figures.period_visits),
                carried_in: period.get(Count::CarriedIn),
                reported: period.get(Count::Reported),
                put_back: period.get(Count::PutBack),
                settled: period.get(Count::Settled),
                excluded: period.get(Count::Excluded),
                carried_out: period.get(Count::CarriedOut),
                due: period.get(Count::Due),
                on_time: period.get(Count::OnTime),
                late_entries: period.get(Count::LateEntries),
                rates: Rates::of(period, period),
            },
            rates: Rates::of(as_of, period),
            supporting: None,
            sentence: None,
        }
    }

    /// The row with its sentence, about its own cumulative numbers.
    pub fn with_sentence(mut self, subject: &str, figures: &Figures) -> Self {
        let visited = VisitPlaces {
            times: figures.visits.times,
            to_sites: figures.visits.to_sites,
        };
        let (collected, solved) = (self.counts.collected, self.counts.solved);
        self.sentence = Some(sentence(subject, visited, collected, solved));
        self
    }
}
