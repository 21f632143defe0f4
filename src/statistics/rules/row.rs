//! Rows as they are handed out, made of figures.

use serde::{Deserialize, Deserializer, Serialize};

use super::asked::GroupBy;
use super::count::{Count, Tally};
use super::figures::{Figures, Visits};
use super::percent::Rate;
use super::sentence::{Visited, sentence};
use crate::problems::rules::words::{Level, Severity, Source};

/// A park, department, word, week … that a grouping has a row for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// What rows of the ledger are grouped by, as text.
    pub key: String,
    pub name: String,
    /// Departments are compared within their group alone.
    pub peer_group: Option<String>,
    /// Out of use: listed only where it has something.
    pub active: bool,
}

impl Member {
    pub fn new(key: String, name: String, active: bool) -> Self {
        Self {
            key,
            name,
            peer_group: None,
            active,
        }
    }
}

/// What a row is about; the property it is grouped by is there and null for "none of these".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(example = json!({"park_id": 3, "name": "沙河产业园区"}))]
pub struct Key {
    #[serde(
        default,
        deserialize_with = "named",
        skip_serializing_if = "Option::is_none"
    )]
    pub park_id: Option<Option<i64>>,
    #[serde(
        default,
        deserialize_with = "named",
        skip_serializing_if = "Option::is_none"
    )]
    pub department_id: Option<Option<i64>>,
    #[serde(
        default,
        deserialize_with = "named",
        skip_serializing_if = "Option::is_none"
    )]
    pub category_id: Option<Option<i64>>,
    #[serde(
        default,
        deserialize_with = "named",
        skip_serializing_if = "Option::is_none"
    )]
    pub enterprise_id: Option<Option<i64>>,
    #[serde(
        default,
        deserialize_with = "named",
        skip_serializing_if = "Option::is_none"
    )]
    pub level: Option<Option<Level>>,
    #[serde(
        default,
        deserialize_with = "named",
        skip_serializing_if = "Option::is_none"
    )]
    pub source: Option<Option<Source>>,
    #[serde(
        default,
        deserialize_with = "named",
        skip_serializing_if = "Option::is_none"
    )]
    pub severity: Option<Option<Severity>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "2021-W31")]
    pub week: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "2021-08")]
    pub month: Option<String>,
    pub name: String,
}

/// Tells a property that is there and null from one that isn't there.
fn named<'de, T, D>(reader: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(reader).map(Some)
}

impl Key {
    /// The key of a group, or of what belongs to none.
    pub fn of(group_by: GroupBy, key: Option<&str>, name: &str) -> Self {
        let id = key.and_then(|text| text.parse().ok());
        let mut made = Self {
            name: name.to_owned(),
            ..Self::default()
        };
        match group_by {
            GroupBy::Nothing => {}
            GroupBy::Park => made.park_id = Some(id),
            GroupBy::Department => made.department_id = Some(id),
            GroupBy::Category => made.category_id = Some(id),
            GroupBy::Enterprise => made.enterprise_id = Some(id),
            GroupBy::Level => made.level = Some(key.and_then(Level::parse)),
            GroupBy::Source => made.source = Some(key.and_then(Source::parse)),
            GroupBy::Severity => made.severity = Some(key.and_then(Severity::parse)),
            GroupBy::Week => made.week = key.map(str::to_owned),
            GroupBy::Month => made.month = key.map(str::to_owned),
        }
        made
    }
}

/// Counts that a row has both as of its day and for its period.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Counts {
    /// Visits, voided ones out.
    pub visits: i64,
    /// Distinct enterprises visited: the one figure that groups don't add up.
    pub visited_enterprises: i64,
    /// Reported and not excluded.
    pub collected: i64,
    /// Settled with the outcome solved, not contradicted by a later follow-up.
    pub solved: i64,
    /// Solved, and a follow-up said so.
    pub confirmed: i64,
    /// Settled (办结).
    pub resolved: i64,
    pub closed: i64,
    /// Open.
    pub outstanding: i64,
    pub tracking: i64,
    pub suspended: i64,
    pub overdue: i64,
    pub returned: i64,
    pub extended: i64,
    pub reopened: i64,
    pub supervised: i64,
    pub rejected: i64,
    pub merged: i64,
    pub withdrawn: i64,
    pub returned_events: i64,
    pub extended_events: i64,
    pub reopened_events: i64,
    pub supervised_events: i64,
    /// Rounds in which the enterprise was reached.
    pub followed_up: i64,
    /// Rounds whose last answer is 3 or better.
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

/// What came about from `from` to `to`. It balances: carried_in + reported + put_back =
/// settled + excluded + carried_out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PeriodCounts {
    #[serde(flatten)]
    pub counts: Counts,
    /// Open at the start.
    pub carried_in: i64,
    /// All newly reported, excluded ones included.
    pub reported: i64,
    /// Settled or excluded at the start, open at the end.
    pub put_back: i64,
    /// Open or new at the start, settled at the end.
    pub settled: i64,
    /// Open or new at the start, excluded at the end.
    pub excluded: i64,
    /// Open at the end.
    pub carried_out: i64,
    /// Rounds whose limit lies in the period and has passed, or that were resolved in it.
    pub due: i64,
    pub on_time: i64,
    /// Events counted in the period that happened in a week closed before (补录).
    pub late_entries: i64,
    pub rates: Rates,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Rates {
    /// 解决率: solved of collected.
    pub solve: Rate,
    /// 办结率: resolved of collected.
    pub resolve: Rate,
    /// 按时办结率: rounds resolved by the limit in force and not sent back, of rounds due.
    pub on_time: Rate,
    /// The same by the limit first set.
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
    pub assigned: i64,
    pub replied: i64,
    pub outstanding: i64,
    pub overdue: i64,
    /// Replies due from `from` to `to`.
    pub due: i64,
    pub on_time: i64,
    pub rate: Rate,
}

impl Default for Supporting {
    fn default() -> Self {
        Self {
            assigned: 0,
            replied: 0,
            outstanding: 0,
            overdue: 0,
            due: 0,
            on_time: 0,
            rate: Rate::of(0, 0),
        }
    }
}

/// One row: cumulative as of the day at the top, the period beneath.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Row {
    pub key: Key,
    #[serde(flatten)]
    pub counts: Counts,
    pub period: PeriodCounts,
    pub rates: Rates,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supporting: Option<Supporting>,
    /// Where the row is a park or all of them.
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
    pub fn told(mut self, subject: &str, figures: &Figures) -> Self {
        let visited = Visited {
            times: figures.visits.times,
            to_sites: figures.visits.to_sites,
        };
        let (collected, solved) = (self.counts.collected, self.counts.solved);
        self.sentence = Some(sentence(subject, visited, collected, solved));
        self
    }
}

/// The words of a grouping that has words for members.
pub fn words(group_by: GroupBy) -> Vec<Member> {
    let named: Vec<(&str, &str)> = match group_by {
        GroupBy::Level => Level::ALL.iter().map(|w| (w.as_str(), level(*w))).collect(),
        GroupBy::Source => Source::ALL
            .iter()
            .map(|w| (w.as_str(), source(*w)))
            .collect(),
        GroupBy::Severity => Severity::ALL
            .iter()
            .map(|w| (w.as_str(), severity(*w)))
            .collect(),
        _ => Vec::new(),
    };
    let member = |(key, name): (&str, &str)| Member::new(key.to_owned(), name.to_owned(), true);
    named.into_iter().map(member).collect()
}

/// What the row of "none of these" is called.
pub fn none_of_these(group_by: GroupBy) -> &'static str {
    match group_by {
        GroupBy::Department => "未派单或现场办结",
        GroupBy::Category => "未分类",
        GroupBy::Enterprise => "无企业（项目现场）",
        GroupBy::Nothing => "合计",
        _ => "其他",
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::District => "县区",
        Level::City => "市",
        Level::Province => "省",
    }
}

fn source(source: Source) -> &'static str {
    match source {
        Source::Visit => "走访",
        Source::Enterprise => "企业反映",
        Source::Superior => "上级交办",
        Source::Hotline => "热线",
        Source::Meeting => "会议",
        Source::SelfCheck => "自查",
        Source::Other => "其他",
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Ordinary => "一般",
        Severity::Major => "重大复杂",
        Severity::Urgent => "紧急",
    }
}
