//! A table: the figures of a grouping brought to its members.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::asked::{GroupBy, StatisticsRequest, last_of_month};
use super::count::{Count, Tally};
use super::figures::Figures;
use super::numbers::VisitCell;
use super::row::{Member, words};
use crate::calendar::Week;

/// Figures by group key; distinct enterprises are kept until the end, since they don't add up.
#[derive(Debug, Default)]
pub struct Gathered {
    groups: BTreeMap<Option<String>, Gathering>,
}

#[derive(Debug, Default)]
struct Gathering {
    figures: Figures,
    enterprises: BTreeSet<i64>,
    period_enterprises: BTreeSet<i64>,
}

impl Gathered {
    pub fn add_problems(&mut self, key: Option<String>, as_of: &Tally, period: &Tally) {
        let group = self.groups.entry(key).or_default();
        group.figures.as_of.add_all(as_of);
        group.figures.period.add_all(period);
    }

    pub fn add_visits(&mut self, key: Option<String>, cell: &VisitCell) {
        let group = self.groups.entry(key).or_default();
        let visits = &mut group.figures.visits;
        visits.times += cell.times;
        visits.to_sites += cell.to_sites;
        let visits = &mut group.figures.period_visits;
        visits.times += cell.period_times;
        visits.to_sites += cell.period_to_sites;
        group
            .figures
            .period
            .add(Count::LateEntries, cell.late_entries);
        group
            .enterprises
            .extend(cell.enterprise.filter(|_| cell.times > 0));
        group
            .period_enterprises
            .extend(cell.enterprise.filter(|_| cell.period_times > 0));
    }

    /// The figures of each group.
    pub fn into_figures(self) -> BTreeMap<Option<String>, Figures> {
        let figures = |gathering: Gathering| {
            let mut figures = gathering.figures;
            figures.visits.enterprises = gathering.enterprises.len() as i64;
            figures.period_visits.enterprises = gathering.period_enterprises.len() as i64;
            figures
        };
        let groups = self.groups.into_iter();
        groups.map(|(key, group)| (key, figures(group))).collect()
    }
}

/// The group of what the ledger knows by a key: days become weeks and months.
pub fn bucket(asked: &StatisticsRequest, key: Option<&str>) -> Option<String> {
    let day = || key.and_then(|day| day.parse::<NaiveDate>().ok());
    match asked.group_by {
        GroupBy::Week => day().map(|day| Week::of(day, asked.week_starts_on).to_string()),
        GroupBy::Month => day().map(month),
        _ => key.map(str::to_owned),
    }
}

/// Members that need no database: words, and the weeks or months of the period with those that
/// have something.
pub fn members_by_rule(
    asked: &StatisticsRequest,
    found: &BTreeMap<Option<String>, Figures>,
) -> Vec<Member> {
    let named = |key: String| {
        let name = match asked.group_by {
            GroupBy::Week => key.replace("-W", "年第") + "周",
            _ => key.replace('-', "年") + "月",
        };
        Member::new(key, name, true)
    };
    let mut keys: BTreeSet<String> = match asked.group_by {
        GroupBy::Week => weeks(asked).collect(),
        GroupBy::Month => months(asked).collect(),
        other => return words(other),
    };
    keys.extend(found.keys().flatten().cloned());
    keys.into_iter().map(named).collect()
}

fn weeks(asked: &StatisticsRequest) -> impl Iterator<Item = String> {
    let last = asked.to;
    let first = Week::of(asked.from, asked.week_starts_on);
    std::iter::successors(Some(first), |week| Some(week.next()))
        .take_while(move |week| week.from() <= last)
        .map(|week| week.to_string())
}

fn months(asked: &StatisticsRequest) -> impl Iterator<Item = String> {
    let last = asked.to;
    let first = asked.from.with_day(1).unwrap_or(asked.from);
    std::iter::successors(Some(first), |day| last_of_month(*day).succ_opt())
        .take_while(move |first| *first <= last)
        .map(month)
}

fn month(day: NaiveDate) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}
