//! The report itself: its parts as they are counted and listed, put together.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::definitions::{Definition, definitions};
use super::listed::{Entry, ExcludedProblem, Listed, PeerGroup, Point, SettledProblem};
use super::{LedgerSection, Letterhead, Period, PeriodKind, ReportStatus};
use crate::calendar::rules::Calendar;
use crate::statistics::rules::row::Row;

/// A report (周报, 月报, 季报), of all or of one park, as it is made for a week, a month or a quarter. What a
/// later version of the product added is absent from weeks closed before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Weekly {
    /// What stretch of days it is about.
    #[serde(default = "week")]
    pub kind: PeriodKind,
    /// The ISO week; in a month's report the month (`2021-08`), in a quarter's the quarter (`2021-Q3`).
    #[schema(example = "2021-W31")]
    pub week: String,
    /// The first day of the period.
    #[schema(example = "2021-08-02")]
    pub from: NaiveDate,
    /// The last day of the period.
    #[schema(example = "2021-08-08")]
    pub to: NaiveDate,
    /// The day at whose end the figures are taken: `to`, or today while the period runs.
    #[schema(example = "2021-08-08")]
    pub as_of: NaiveDate,
    /// The park whose report it is; null in the report of all.
    pub park_id: Option<i64>,
    /// Whose report it is: the park's name or the organisation's.
    #[schema(example = "沙河产业园区")]
    pub subject: String,
    /// The number of the issue (期号); null unless it was issued.
    #[schema(example = "2021年第5期")]
    pub number: Option<String>,
    /// Whether it may still change.
    pub status: ReportStatus,
    /// When the week was closed, or the month issued; null in a draft.
    #[schema(format = DateTime)]
    pub closed_at: Option<String>,
    /// The sentence for the newspaper, about the cumulative figures.
    #[schema(example = "沙河产业园区工作人员共走访项目现场30余次，收集问题16个，解决问题12个。")]
    pub sentence: Option<String>,
    /// The figures of all together; `period` in them and in every other row is that of the report.
    pub totals: Row,
    /// The totals of the week, month or quarter before.
    pub previous: Row,
    /// The figures by park.
    pub parks: Vec<Row>,
    /// The figures by lead department, within the groups that are compared: named groups first, then the
    /// departments that have none.
    pub departments: Vec<PeerGroup>,
    /// The figures by category.
    pub categories: Vec<Row>,
    /// The figures by level.
    #[serde(default)]
    pub levels: Vec<Row>,
    /// The figures of what was assigned from above (上级交办).
    pub superior: Row,
    /// The overdue problems (超期).
    pub overdue: Vec<Listed>,
    /// The supervised problems (督办): those that are open, and those that were supervised in the period
    /// whatever became of them.
    pub supervised: Vec<Listed>,
    /// The tracked problems (持续跟踪).
    pub tracking: Vec<Listed>,
    /// The problems settled in the period (办结).
    pub settled: Vec<SettledProblem>,
    /// What happened in a week closed before and was recorded in the period (补录).
    pub late_entries: Vec<Entry>,
    /// What took back numbers of earlier periods (核减): visits voided, problems reopened, tracked,
    /// excluded or reinstated, and follow-ups that say a solved problem isn't.
    pub corrections: Vec<Entry>,
    /// The problems excluded in the period (剔除).
    #[serde(default)]
    pub excluded: Vec<ExcludedProblem>,
    /// What came in and was settled in the eight weeks, months or quarters that end with this one, the
    /// earliest first.
    #[serde(default)]
    pub series: Vec<Point>,
    /// The ledgers besides that of problems that have entries, and that the letterhead wants.
    #[serde(default)]
    pub ledgers: Vec<LedgerSection>,
    /// What the words and numbers mean (统计口径).
    pub definitions: Vec<Definition>,
    /// The hash at the head of the audit trail when the week was closed; null in a draft.
    pub audit_head: Option<String>,
    /// The letterhead that it is written on; in a closed week as it was then.
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
    pub ledgers: Vec<LedgerSection>,
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
        ledgers: parts.ledgers,
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
    use crate::problems::rules::words::{Severity, Source, Status};
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
