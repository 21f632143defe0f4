//! What a report lists: problems, events, points of its charts, departments that are compared.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::problems::rules::words::{Outcome, Severity, Source, Status};
use crate::statistics::rules::row::Row;

/// A problem as a report lists it: its state at the end of the period, its names of today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Listed {
    pub id: i64,
    /// The problem's number.
    #[schema(example = "SH-2021-016")]
    pub number: String,
    /// The problem's title.
    #[schema(example = "担心后续用电得不到保障")]
    pub title: String,
    pub park_id: i64,
    /// The park's name.
    #[schema(example = "沙河产业园区")]
    pub park: String,
    /// The enterprise; null where there is none, and where the problem is confidential.
    pub enterprise_id: Option<i64>,
    /// The enterprise's name, or the site's where there is no enterprise; `（保密）` where the problem is
    /// confidential.
    #[schema(example = "聚合庄生态农庄")]
    pub place: Option<String>,
    /// The lead department (主办单位); null where there is none.
    pub department_id: Option<i64>,
    /// The lead department's name.
    #[schema(example = "华辰电力公司")]
    pub department: Option<String>,
    /// The category's name; null where it has none.
    #[schema(example = "用电")]
    pub category: Option<String>,
    /// How it came to be known.
    pub source: Source,
    /// How grave it is.
    pub severity: Severity,
    /// Where it stands.
    pub status: Status,
    /// What resolving came to; null where it wasn't resolved in this round.
    pub outcome: Option<Outcome>,
    /// Which round it is in, from 1; reopening begins another.
    pub round: i64,
    /// The day on which it counts as reported.
    pub reported_on: NaiveDate,
    /// The day on which its solve limit ends; null where it has none.
    pub due_on: Option<NaiveDate>,
    /// The day on which the limit first set ends; null where it has none.
    pub original_due_on: Option<NaiveDate>,
    /// The day on which this round was first resolved; null where it wasn't.
    pub resolved_on: Option<NaiveDate>,
    /// The day on which it was resolved for good so far; later than `resolved_on` where it was tracked;
    /// null where it isn't settled.
    pub settled_on: Option<NaiveDate>,
    /// The enterprise's last answer in this round, from 5 (非常满意) to 1 (非常不满意); null where there is
    /// none.
    pub satisfaction: Option<i64>,
    /// How many times it was supervised (督办, 批示).
    pub supervised: i64,
}

/// A settled problem and how long it took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SettledProblem {
    #[serde(flatten)]
    pub problem: Listed,
    /// Working days after the day of reporting, up to `settled_on` (办理用时).
    pub working_days: Option<i64>,
}

/// A problem that stopped counting, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExcludedProblem {
    #[serde(flatten)]
    pub problem: Listed,
    /// The day on which it counts as excluded.
    pub excluded_on: Option<NaiveDate>,
    /// The reason given; null where none was.
    pub reason: Option<String>,
}

/// What came in and was settled in a week, month or quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReportPoint)]
pub struct Point {
    /// The ISO week; in a month's report the month, in a quarter's the quarter.
    #[schema(example = "2021-W31")]
    pub week: String,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// Problems reported in it and not excluded (收集).
    pub collected: i64,
    /// Problems that became settled in it (办结).
    pub resolved: i64,
}

/// Who did something, as the account was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReportActor)]
pub struct Actor {
    /// The account's id.
    pub id: i64,
    /// The account's name.
    #[schema(example = "沙河产业园区 张专员")]
    pub name: Option<String>,
    /// The account's role.
    #[schema(example = "park_staff")]
    pub role: Option<String>,
}

/// A problem by its number and title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProblemRef {
    pub id: i64,
    /// The problem's number.
    #[schema(example = "SH-2021-016")]
    pub number: String,
    /// The problem's title.
    #[schema(example = "担心后续用电得不到保障")]
    pub title: String,
}

/// A visit by its place and day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VisitRef {
    pub id: i64,
    /// The name of the enterprise or the site.
    #[schema(example = "聚合庄生态农庄")]
    pub place: Option<String>,
    /// The day of the visit.
    pub visited_on: NaiveDate,
}

/// An event that a report tells of, and what it happened to: a problem or a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReportEntry)]
pub struct Entry {
    pub id: i64,
    /// What happened: the action's name.
    #[schema(example = "record")]
    pub kind: String,
    /// The day on which it happened.
    pub occurred_on: NaiveDate,
    /// When it was recorded.
    #[schema(format = DateTime)]
    pub recorded_at: String,
    /// The day on which it counts.
    pub counted_on: NaiveDate,
    /// Who did it; null for the system.
    pub actor: Option<Actor>,
    /// The problem that it happened to; null for a visit.
    pub problem: Option<ProblemRef>,
    /// The visit that it happened to; null for a problem.
    pub visit: Option<VisitRef>,
}

/// Departments that are compared with each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PeerGroup {
    /// What the group is called; null for the departments that have none.
    #[schema(example = "公用企业")]
    pub peer_group: Option<String>,
    /// The departments with something due in the period.
    pub rows: Vec<Row>,
    /// The departments with nothing due in the period.
    pub nothing_due: Vec<Row>,
}
