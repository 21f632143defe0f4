//! The report itself: its parts as they are counted and listed, put together.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::definitions::{Definition, definitions};
use super::{Letterhead, Period, PeriodKind, ReportStatus};
use crate::calendar::rules::Calendar;
use crate::problems::rules::words::{Outcome, Severity, Source, Status};
use crate::statistics::rules::row::Row;

/// A problem as a report lists it: its state at the end of the week, its names of today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Listed {
    pub id: i64,
    #[schema(example = "SH-2021-016")]
    pub number: String,
    pub title: String,
    pub park_id: i64,
    pub park: String,
    pub enterprise_id: Option<i64>,
    /// The enterprise, or the site where there is none.
    pub place: Option<String>,
    pub department_id: Option<i64>,
    /// The lead department.
    pub department: Option<String>,
    pub category: Option<String>,
    pub source: Source,
    pub severity: Severity,
    pub status: Status,
    pub outcome: Option<Outcome>,
    pub round: i64,
    pub reported_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub original_due_on: Option<NaiveDate>,
    /// The day this round was first resolved on.
    pub resolved_on: Option<NaiveDate>,
    /// The day it was resolved on for good so far; later than `resolved_on` where it was tracked.
    pub settled_on: Option<NaiveDate>,
    pub satisfaction: Option<i64>,
    /// How often it was urged or a leader instructed.
    pub supervised: i64,
}

/// A settled problem and how long it took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SettledProblem {
    #[serde(flatten)]
    pub problem: Listed,
    /// Working days after the day of reporting, up to `settled_on`.
    pub working_days: Option<i64>,
}

/// A problem that stopped counting, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExcludedProblem {
    #[serde(flatten)]
    pub problem: Listed,
    pub excluded_on: Option<NaiveDate>,
    pub reason: Option<String>,
}

/// What came in and what was settled in one of several weeks on end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReportPoint)]
pub struct Point {
    #[schema(example = "2021-W31")]
    pub week: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub collected: i64,
    pub resolved: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReportActor)]
pub struct Actor {
    pub id: i64,
    pub name: Option<String>,
    pub role: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProblemRef {
    pub id: i64,
    pub number: String,
    pub title: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VisitRef {
    pub id: i64,
    /// The enterprise or the site.
    pub place: Option<String>,
    pub visited_on: NaiveDate,
}

/// An event that a report tells of, and what it happened to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReportEntry)]
pub struct Entry {
    pub id: i64,
    #[schema(example = "record")]
    pub kind: String,
    pub occurred_on: NaiveDate,
    #[schema(format = DateTime)]
    pub recorded_at: String,
    pub counted_on: NaiveDate,
    /// Null for the system.
    pub actor: Option<Actor>,
    pub problem: Option<ProblemRef>,
    pub visit: Option<VisitRef>,
}

/// Departments that are compared with each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PeerGroup {
    pub peer_group: Option<String>,
    pub rows: Vec<Row>,
    /// Those with nothing due in the week.
    pub nothing_due: Vec<Row>,
}

/// A week's report, of all or of one park; a month's and a quarter's are made alike. What came into
/// it later is absent from the stored bytes of the weeks closed before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Weekly {
    #[serde(default = "week")]
    pub kind: PeriodKind,
    /// `2021-W31`, or `2021-08` and `2021-Q3`.
    #[schema(example = "2021-W31")]
    pub week: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// The day the figures are of: `to`, or today while the week runs.
    pub as_of: NaiveDate,
    /// Null in the report of all.
    pub park_id: Option<i64>,
    /// Whose report it is.
    #[schema(example = "沙河产业园区")]
    pub subject: String,
    /// 期号, where it was issued.
    pub number: Option<String>,
    pub status: ReportStatus,
    #[schema(format = DateTime)]
    pub closed_at: Option<String>,
    pub sentence: Option<String>,
    pub totals: Row,
    /// The totals of the week before.
    pub previous: Row,
    pub parks: Vec<Row>,
    pub departments: Vec<PeerGroup>,
    pub categories: Vec<Row>,
    #[serde(default)]
    pub levels: Vec<Row>,
    /// 上级交办.
    pub superior: Row,
    pub overdue: Vec<Listed>,
    /// Open and urged or instructed about, or urged this week whatever became of it.
    pub supervised: Vec<Listed>,
    pub tracking: Vec<Listed>,
    pub settled: Vec<SettledProblem>,
    /// 补录: what happened in a closed week and was recorded in this one.
    pub late_entries: Vec<Entry>,
    /// 核减: what this week took back from the numbers of earlier ones.
    pub corrections: Vec<Entry>,
    /// What stopped counting in this week.
    #[serde(default)]
    pub excluded: Vec<ExcludedProblem>,
    /// The eight weeks that end with this one.
    #[serde(default)]
    pub series: Vec<Point>,
    pub definitions: Vec<Definition>,
    /// The head of the audit chain when the week was closed.
    pub audit_head: Option<String>,
    /// What it is written on, as it was when the week was closed.
    #[serde(default = "Letterhead::none")]
    pub letterhead: Letterhead,
}

fn week() -> PeriodKind {
    PeriodKind::Week
}

/// What a report is composed of.
pub struct Parts {
    pub period: Period,
    pub as_of: NaiveDate,
    pub park_id: Option<i64>,
    pub subject: String,
    pub number: Option<String>,
    pub status: ReportStatus,
    pub closed_at: Option<String>,
    pub audit_head: Option<String>,
    pub totals: Row,
    pub previous: Row,
    pub parks: Vec<Row>,
    pub departments: Vec<Row>,
    /// The peer group of each department that has one.
    pub peer_groups: BTreeMap<i64, String>,
    pub categories: Vec<Row>,
    pub levels: Vec<Row>,
    pub superior: Row,
    pub overdue: Vec<Listed>,
    pub supervised: Vec<Listed>,
    pub tracking: Vec<Listed>,
    pub settled: Vec<Listed>,
    pub late_entries: Vec<Entry>,
    pub corrections: Vec<Entry>,
    pub excluded: Vec<ExcludedProblem>,
    pub series: Vec<Point>,
    pub letterhead: Letterhead,
    pub calendar: Calendar,
}

/// Puts a report together.
pub fn compose(parts: Parts) -> Weekly {
    let calendar = parts.calendar;
    let settled = parts.settled.into_iter().map(|problem| SettledProblem {
        working_days: working_days(&calendar, &problem),
        problem,
    });
    Weekly {
        kind: parts.period.kind(),
        week: parts.period.to_string(),
        from: parts.period.from(),
        to: parts.period.to(),
        as_of: parts.as_of,
        park_id: parts.park_id,
        subject: parts.subject,
        number: parts.number,
        status: parts.status,
        closed_at: parts.closed_at,
        sentence: parts.totals.sentence.clone(),
        totals: parts.totals,
        previous: parts.previous,
        parks: parts.parks,
        departments: in_peer_groups(parts.departments, &parts.peer_groups),
        categories: parts.categories,
        levels: parts.levels,
        superior: parts.superior,
        overdue: parts.overdue,
        supervised: parts.supervised,
        tracking: parts.tracking,
        settled: settled.collect(),
        late_entries: parts.late_entries,
        corrections: parts.corrections,
        excluded: parts.excluded,
        series: parts.series,
        definitions: definitions(parts.period.kind()),
        audit_head: parts.audit_head,
        letterhead: parts.letterhead,
    }
}

/// The day of reporting isn't counted, as with every limit.
fn working_days(calendar: &Calendar, problem: &Listed) -> Option<i64> {
    let first = problem.reported_on.succ_opt()?;
    let end = problem.settled_on?.succ_opt()?;
    i64::try_from(calendar.working_days_in(first, end)).ok()
}

/// Named groups first, then the departments that have none.
fn in_peer_groups(rows: Vec<Row>, peer_groups: &BTreeMap<i64, String>) -> Vec<PeerGroup> {
    let mut groups: BTreeMap<(bool, Option<String>), PeerGroup> = BTreeMap::new();
    for row in rows {
        let department = row.key.department_id.flatten();
        let name = department.and_then(|id| peer_groups.get(&id).cloned());
        let group = groups.entry((name.is_none(), name.clone()));
        let group = group.or_insert_with(|| PeerGroup {
            peer_group: name,
            rows: Vec::new(),
            nothing_due: Vec::new(),
        });
        if row.period.due > 0 {
            group.rows.push(row);
        } else {
            group.nothing_due.push(row);
        }
    }
    groups.into_values().collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::statistics::rules::asked::GroupBy;
    use crate::statistics::rules::count::Count;
    use crate::statistics::rules::figures::Figures;
    use crate::statistics::rules::row::Key;

    fn department(id: Option<i64>, due: i64) -> Row {
        let mut figures = Figures::default();
        figures.period.add(Count::Due, due);
        let key = id.map(|id| id.to_string());
        Row::of(Key::of(GroupBy::Department, key.as_deref(), "x"), &figures)
    }

    #[test]
    fn departments_stand_with_their_peers_and_those_with_nothing_due_apart() {
        let rows = vec![
            department(Some(1), 2),
            department(Some(2), 0),
            department(Some(3), 1),
            department(None, 0),
        ];
        let peers = BTreeMap::from([(1, "局委".to_owned()), (2, "局委".to_owned())]);
        let groups = in_peer_groups(rows, &peers);
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[0].peer_group.as_deref(), Some("局委"));
        assert_eq!((groups[0].rows.len(), groups[0].nothing_due.len()), (1, 1));
        assert_eq!((groups[1].rows.len(), groups[1].nothing_due.len()), (1, 1));
    }

    #[test]
    fn the_working_days_a_case_took_leave_out_the_day_it_was_reported() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let calendar = Calendar::shipped().unwrap();
        let took = |reported: &str, resolved: &str| {
            let problem = Listed {
                id: 1,
                number: String::new(),
                title: String::new(),
                park_id: 1,
                park: String::new(),
                enterprise_id: None,
                place: None,
                department_id: None,
                department: None,
                category: None,
                source: Source::Visit,
                severity: Severity::Ordinary,
                status: Status::Closed,
                outcome: None,
                round: 1,
                reported_on: day(reported),
                due_on: None,
                original_due_on: None,
                resolved_on: Some(day(resolved)),
                settled_on: Some(day(resolved)),
                satisfaction: None,
                supervised: 0,
            };
            working_days(&calendar, &problem)
        };
        assert_eq!(took("2021-08-02", "2021-08-02"), Some(0));
        assert_eq!(took("2021-08-02", "2021-08-05"), Some(3));
        assert_eq!(took("2021-08-06", "2021-08-09"), Some(1));
        // Around National Day 2021: 1–7 October off, 26 September and 9 October worked.
        assert_eq!(took("2021-09-30", "2021-10-09"), Some(2));
    }
}
