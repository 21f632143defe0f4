//! The numbers of a period by properties, from which any table of it is added up.

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
#[derive(Debug, Clone)]
pub struct Cell {
    /// Ids, words or days as text, in the order of the properties.
    pub keys: Vec<Option<String>>,
    pub as_of: Tally,
    pub period: Tally,
}

/// Visits to one enterprise, or to sites without one, that agree in their other properties.
#[derive(Debug, Clone)]
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

/// A department's part in problems of one park that others lead.
#[derive(Debug, Clone, Copy)]
pub struct SupportCell {
    pub park: i64,
    pub department: i64,
    pub counts: SupportCounts,
}

/// How many times a department supported, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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
        self.assigned += other.assigned;
        self.replied += other.replied;
        self.outstanding += other.outstanding;
        self.overdue += other.overdue;
        self.due += other.due;
        self.on_time += other.on_time;
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
