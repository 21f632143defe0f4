//! A made-up report, under which a letterhead is looked at: who sets it need not be who reads the cases.
//! Nothing in it is looked up, so nothing true can be in it.

mod numbers;

use std::collections::BTreeMap;

use numbers::{BEFORE, FIRST, SECOND, SUPERIOR, figures, total};

use super::{
    Actor, Entry, ExcludedProblem, Letterhead, Listed, Parts, Period, Point, ProblemRef,
    ReportStatus, Weekly, compose,
};
use crate::calendar::Week;
use crate::calendar::rules::Calendar;
use crate::problems::rules::words::{Level, Outcome, Severity, Source, Status};
use crate::statistics::rules::asked::GroupBy;
use crate::statistics::rules::figures::Figures;
use crate::statistics::rules::row::{Key, Row};

const SUBJECT: &str = "示例地区";
const PARKS: [(&str, &str); 2] = [("1", "示例园区甲"), ("2", "示例园区乙")];
const DEPARTMENTS: [(&str, &str); 2] = [("1", "示例单位甲"), ("2", "示例单位乙")];
const CATEGORIES: [(&str, &str); 2] = [("1", "示例类别甲"), ("2", "示例类别乙")];
const LEVELS: [(&str, &str); 2] = [
    (Level::District.as_str(), Level::District.zh()),
    (Level::City.as_str(), Level::City.zh()),
];

/// What came in and was settled in eight weeks; the last is that of the tables.
const SERIES: [(i64, i64); 8] = [
    (4, 2),
    (3, 3),
    (5, 4),
    (2, 3),
    (4, 4),
    (3, 2),
    (2, 3),
    (3, 2),
];

fn rows(group_by: GroupBy, members: [(&str, &str); 2]) -> Vec<Row> {
    let made = members.into_iter().zip([FIRST, SECOND]);
    made.map(|((key, name), made)| Row::of(Key::of(group_by, Some(key), name), &figures(&made)))
        .collect()
}

fn of_all(figures: &Figures) -> Row {
    Row::of(Key::of(GroupBy::Nothing, None, "合计"), figures)
}

/// A problem of the first park, reported on the first day of the week before.
fn problem(id: i64, status: Status, week: Week) -> Listed {
    let (limit, before) = (week.from(), week.previous());
    Listed {
        id,
        number: format!("SL-{id:03}"),
        title: format!("示例问题{id}"),
        park_id: 1,
        park: PARKS[0].1.to_owned(),
        enterprise_id: None,
        place: Some("示例企业".to_owned()),
        department_id: Some(1),
        department: Some(DEPARTMENTS[0].1.to_owned()),
        category: Some(CATEGORIES[0].1.to_owned()),
        source: Source::Visit,
        severity: Severity::Ordinary,
        status,
        outcome: None,
        round: 1,
        reported_on: before.from(),
        due_on: Some(limit),
        original_due_on: Some(limit),
        resolved_on: None,
        settled_on: None,
        satisfaction: None,
        supervised: 0,
    }
}

/// The same of the second park.
fn elsewhere(problem: Listed) -> Listed {
    Listed {
        park_id: 2,
        park: PARKS[1].1.to_owned(),
        department_id: Some(2),
        department: Some(DEPARTMENTS[1].1.to_owned()),
        category: Some(CATEGORIES[1].1.to_owned()),
        ..problem
    }
}

fn settled(problem: Listed, week: Week) -> Listed {
    Listed {
        outcome: Some(Outcome::Solved),
        resolved_on: Some(week.from()),
        settled_on: Some(week.from()),
        ..problem
    }
}

fn late_entry(week: Week, recorded_at: String) -> Entry {
    Entry {
        id: 1,
        kind: "progress".to_owned(),
        occurred_on: week.previous().to(),
        recorded_at,
        counted_on: week.from(),
        actor: Some(Actor {
            id: 1,
            name: Some("示例人员".to_owned()),
            role: None,
        }),
        problem: Some(ProblemRef {
            id: 1,
            number: "SL-001".to_owned(),
            title: "示例问题1".to_owned(),
        }),
        visit: None,
    }
}

fn series(week: Week) -> Vec<Point> {
    let weeks = std::iter::successors(Some(week), |week| Some(week.previous()));
    let mut series: Vec<Point> = weeks
        .zip(SERIES.iter().rev())
        .map(|(week, (collected, resolved))| Point {
            week: week.to_string(),
            from: week.from(),
            to: week.to(),
            collected: *collected,
            resolved: *resolved,
        })
        .collect();
    series.reverse();
    series
}

/// The made-up report of a week. `recorded_at` is any instant of it.
pub fn example(
    week: Week,
    recorded_at: String,
    letterhead: Letterhead,
    calendar: Calendar,
) -> Weekly {
    let totals = total();
    let overdue = Listed {
        due_on: Some(week.previous().to()),
        supervised: 1,
        ..problem(1, Status::InProgress, week)
    };
    let tracked = Listed {
        outcome: Some(Outcome::PartlySolved),
        ..elsewhere(problem(2, Status::Tracking, week))
    };
    compose(Parts {
        period: Period::Week(week),
        as_of: week.to(),
        park_id: None,
        subject: SUBJECT.to_owned(),
        number: None,
        status: ReportStatus::Example,
        closed_at: None,
        audit_head: None,
        totals: of_all(&totals).with_sentence(SUBJECT, &totals),
        previous: of_all(&figures(&BEFORE)),
        parks: rows(GroupBy::Park, PARKS),
        departments: rows(GroupBy::Department, DEPARTMENTS),
        peer_groups: BTreeMap::from([(1, "示例组".to_owned()), (2, "示例组".to_owned())]),
        categories: rows(GroupBy::Category, CATEGORIES),
        levels: rows(GroupBy::Level, LEVELS),
        superior: of_all(&figures(&SUPERIOR)),
        overdue: vec![overdue.clone()],
        supervised: vec![overdue],
        tracking: vec![tracked],
        settled: vec![
            settled(problem(3, Status::Closed, week), week),
            settled(elsewhere(problem(4, Status::Resolved, week)), week),
        ],
        late_entries: vec![late_entry(week, recorded_at)],
        corrections: Vec::new(),
        excluded: vec![ExcludedProblem {
            problem: problem(5, Status::Withdrawn, week),
            excluded_on: Some(week.from()),
            reason: Some("示例理由".to_owned()),
        }],
        series: series(week),
        ledgers: vec![],
        letterhead,
        calendar,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use chrono::Weekday::Mon;

    use super::*;

    #[test]
    fn the_made_up_numbers_agree_with_each_other() {
        for made in [&FIRST, &SECOND, &BEFORE, &SUPERIOR] {
            assert_eq!(figures(made).balance(), Ok(()));
        }
        let week = Week::parse("2021-W31", Mon).unwrap();
        let calendar = Calendar::shipped().unwrap();
        let told = example(week, String::new(), Letterhead::none(), calendar);
        let (now, period) = (&told.totals.counts, &told.totals.period);
        let of = |list: &[Listed]| i64::try_from(list.len()).unwrap();
        assert_eq!(of(&told.overdue), now.overdue);
        assert_eq!(of(&told.supervised), now.supervised);
        assert_eq!(of(&told.tracking), now.tracking);
        assert_eq!(told.settled.len(), 2);
        assert_eq!(
            (period.settled, period.excluded, period.late_entries),
            (2, 1, 1)
        );
        // The week goes on from where the one before ended.
        assert_eq!(told.previous.counts.outstanding, period.carried_in);
        assert_eq!(
            told.previous.counts.collected + period.counts.collected,
            now.collected
        );
        assert_eq!(
            told.previous.counts.resolved + period.counts.resolved,
            now.resolved
        );
        assert_eq!(told.series.len(), 8);
        let (before, last) = (&told.series[6], &told.series[7]);
        assert_eq!(last.week, "2021-W31");
        assert_eq!(
            (last.collected, last.resolved),
            (period.counts.collected, period.counts.resolved)
        );
        let previous = &told.previous.period.counts;
        assert_eq!(
            (before.collected, before.resolved),
            (previous.collected, previous.resolved)
        );
    }
}
