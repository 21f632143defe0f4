//! The numbers of a period by properties, from which any table of it is added up.

use serde::{Deserialize, Serialize};

use super::asked::{CountScope, GroupBy, StatisticsRequest};
use super::count::Tally;

crate::text_enum! {
    /// What cases can be told apart by.
    pub enum Property {
        Park = "park",
        /// The one that a count is of: who leads, whom a limit binds, who returned.
        Department = "department",
        Category = "category",
        Level = "level",
        Source = "source",
        Severity = "severity",
        Enterprise = "enterprise",
        /// The day a problem was reported or a visit took place.
        ReportedOn = "reported_on",
    }
}

impl Property {
    /// What the rows of a table are told apart by.
    pub fn of(group_by: GroupBy) -> Option<Self> {
        match group_by {
            GroupBy::Nothing => None,
            GroupBy::Park => Some(Self::Park),
            GroupBy::Department => Some(Self::Department),
            GroupBy::Category => Some(Self::Category),
            GroupBy::Level => Some(Self::Level),
            GroupBy::Source => Some(Self::Source),
            GroupBy::Severity => Some(Self::Severity),
            GroupBy::Enterprise => Some(Self::Enterprise),
            GroupBy::Week | GroupBy::Month => Some(Self::ReportedOn),
        }
    }
}

/// The counts of the problems that agree in some properties.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Cell {
    /// Ids, words or days as text, in the order of the properties.
    pub keys: Vec<Option<String>>,
    pub as_of: Tally,
    pub period: Tally,
}

/// Numbers that can be added up by what they are told apart by.
pub trait Addable {
    type Key: Ord;
    fn key(&self) -> Self::Key;
    /// The same with no numbers.
    fn nothing(&self) -> Self;
    fn add_times(&mut self, other: &Self, times: i64);
    fn is_empty(&self) -> bool;
}

impl Addable for Cell {
    type Key = Vec<Option<String>>;

    fn key(&self) -> Self::Key {
        self.keys.clone()
    }

    fn nothing(&self) -> Self {
        Self {
            keys: self.keys.clone(),
            as_of: Tally::default(),
            period: Tally::default(),
        }
    }

    fn add_times(&mut self, other: &Self, times: i64) {
        self.as_of.add_times(&other.as_of, times);
        self.period.add_times(&other.period, times);
    }

    fn is_empty(&self) -> bool {
        self.as_of.is_empty() && self.period.is_empty()
    }
}

/// Visits to one enterprise, or to sites without one, that agree in their other properties.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct VisitCell {
    pub park: Option<String>,
    pub enterprise: Option<i64>,
    pub visited_on: Option<String>,
    pub times: i64,
    pub to_sites: i64,
    pub period_times: i64,
    pub period_to_sites: i64,
    pub late_entries: i64,
}

impl Addable for VisitCell {
    type Key = (Option<String>, Option<i64>, Option<String>);

    fn key(&self) -> Self::Key {
        (self.park.clone(), self.enterprise, self.visited_on.clone())
    }

    fn nothing(&self) -> Self {
        let (park, enterprise, visited_on) = self.key();
        Self {
            park,
            enterprise,
            visited_on,
            ..Self::default()
        }
    }

    fn add_times(&mut self, other: &Self, times: i64) {
        self.times += times * other.times;
        self.to_sites += times * other.to_sites;
        self.period_times += times * other.period_times;
        self.period_to_sites += times * other.period_to_sites;
        self.late_entries += times * other.late_entries;
    }

    fn is_empty(&self) -> bool {
        let visits = [self.times, self.to_sites, self.late_entries];
        let of_the_period = [self.period_times, self.period_to_sites];
        visits
            .into_iter()
            .chain(of_the_period)
            .all(|number| number == 0)
    }
}

/// A department's part in problems of one park that others lead.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct SupportCell {
    pub park: i64,
    pub department: i64,
    pub counts: SupportCounts,
}

/// How many times a department supported, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportCounts {
    pub assigned: i64,
    pub replied: i64,
    pub outstanding: i64,
    pub overdue: i64,
    pub due: i64,
    pub on_time: i64,
}

impl SupportCounts {
    pub fn add_all(&mut self, other: &Self) {
        self.add_times(other, 1);
    }

    fn add_times(&mut self, other: &Self, times: i64) {
        self.assigned += times * other.assigned;
        self.replied += times * other.replied;
        self.outstanding += times * other.outstanding;
        self.overdue += times * other.overdue;
        self.due += times * other.due;
        self.on_time += times * other.on_time;
    }
}

impl Addable for SupportCell {
    type Key = (i64, i64);

    fn key(&self) -> Self::Key {
        (self.park, self.department)
    }

    fn nothing(&self) -> Self {
        Self {
            counts: SupportCounts::default(),
            ..*self
        }
    }

    fn add_times(&mut self, other: &Self, times: i64) {
        self.counts.add_times(&other.counts, times);
    }

    fn is_empty(&self) -> bool {
        self.counts == SupportCounts::default()
    }
}

/// All numbers of a question: its own, and those of every question that only narrows its parks or sources.
#[derive(Debug, Clone)]
pub struct Numbers {
    pub properties: Vec<Property>,
    pub cells: Vec<Cell>,
    pub visits: Vec<VisitCell>,
    pub supports: Vec<SupportCell>,
}

impl Numbers {
    fn position(&self, property: Property) -> Option<usize> {
        self.properties.iter().position(|known| *known == property)
    }

    /// The counts that a question is about, each with its key in a table.
    pub fn cells<'a>(
        &'a self,
        asked: &StatisticsRequest,
    ) -> impl Iterator<Item = (Option<&'a str>, &'a Cell)> {
        let park = self.position(Property::Park).zip(park_of(asked));
        let source = self.position(Property::Source);
        let source = source.zip(asked.filter.source.map(|source| source.to_string()));
        let group = Property::of(asked.group_by).and_then(|property| self.position(property));
        self.cells
            .iter()
            .filter(move |cell| {
                let is = |wanted: &Option<(usize, String)>| {
                    wanted
                        .as_ref()
                        .is_none_or(|(at, key)| key_at(cell, *at) == Some(key.as_str()))
                };
                is(&park) && is(&source)
            })
            .map(move |cell| (group.and_then(|at| key_at(cell, at)), cell))
    }

    /// The visits that a question is about, each with its key in a table.
    pub fn visits<'a>(
        &'a self,
        asked: &StatisticsRequest,
    ) -> impl Iterator<Item = (Option<String>, &'a VisitCell)> {
        let park = self.position(Property::Park).and_then(|_| park_of(asked));
        let group_by = asked.group_by;
        let counted = asked.counts_visits();
        self.visits
            .iter()
            .filter(move |cell| counted && (park.is_none() || cell.park == park))
            .map(move |cell| (visit_key(cell, group_by), cell))
    }

    /// The supporting departments that a question is about.
    pub fn supports(&self, asked: &StatisticsRequest) -> impl Iterator<Item = &SupportCell> {
        let park = park_of(asked);
        self.supports.iter().filter(move |cell| {
            park.as_ref()
                .is_none_or(|park| cell.park.to_string() == *park)
        })
    }
}

fn key_at(cell: &Cell, at: usize) -> Option<&str> {
    cell.keys.get(at).and_then(|key| key.as_deref())
}

/// The one park that a question is about.
fn park_of(asked: &StatisticsRequest) -> Option<String> {
    match (asked.reach, asked.filter.park) {
        (CountScope::Park(id), _) | (_, Some(id)) => Some(id.to_string()),
        (CountScope::Everything | CountScope::Department(_), None) => None,
    }
}

fn visit_key(cell: &VisitCell, group_by: GroupBy) -> Option<String> {
    match group_by {
        GroupBy::Park => cell.park.clone(),
        GroupBy::Enterprise => cell.enterprise.map(|id| id.to_string()),
        GroupBy::Week | GroupBy::Month => cell.visited_on.clone(),
        // Visits have none of these: they stand in the row of "none of these".
        GroupBy::Nothing
        | GroupBy::Department
        | GroupBy::Category
        | GroupBy::Level
        | GroupBy::Source
        | GroupBy::Severity => None,
    }
}
