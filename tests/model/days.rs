//! Working days and limits, counted day by day from the file of notices and nothing else.

use std::collections::{BTreeMap, HashSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};

pub type Day = NaiveDate;

pub fn plus(day: Day, days: u64) -> Day {
    day.checked_add_days(Days::new(days)).unwrap()
}

/// The days that the State Council's notices speak of.
pub struct Notices {
    off: HashSet<Day>,
    work: HashSet<Day>,
}

impl Notices {
    pub fn read() -> Self {
        let file: BTreeMap<String, BTreeMap<String, Vec<Day>>> =
            serde_json::from_str(include_str!("../../src/calendar/holidays.json")).unwrap();
        let list = |name: &str| file.values().flat_map(|year| year[name].clone()).collect();
        Self {
            off: list("off"),
            work: list("work"),
        }
    }

    pub fn works(&self, day: Day) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.work.contains(&day) || !(weekend || self.off.contains(&day))
    }

    /// The `n`-th working day after a day.
    pub fn after(&self, mut day: Day, n: usize) -> Day {
        let mut left = n;
        while left > 0 {
            day = plus(day, 1);
            left -= usize::from(self.works(day));
        }
        day
    }

    /// The working day before a day.
    pub fn before(&self, day: Day) -> Day {
        let mut days = day.iter_days().rev().skip(1);
        days.find(|day| self.works(*day)).unwrap()
    }

    /// A day off gives way to the next working day.
    pub fn roll(&self, day: Day) -> Day {
        day.iter_days().find(|day| self.works(*day)).unwrap()
    }

    fn within(&self, from: Day, until: Day) -> usize {
        let days = from.iter_days().take_while(|day| *day < until);
        days.filter(|day| self.works(*day)).count()
    }
}

#[derive(Debug, Clone, Copy)]
pub enum Change {
    /// [from, until)
    Suspended(Day, Day),
    Extended(Day),
    Imposed(Day),
    Tracked(Day),
}

/// A limit in working days, with what happened to it.
#[derive(Debug, Clone, Default)]
pub struct Limit {
    pub start: Day,
    pub amount: usize,
    pub changes: Vec<Change>,
}

impl Limit {
    pub fn of(start: Day, amount: usize, imposed: Option<Day>) -> Self {
        Self {
            start,
            amount,
            changes: imposed.map(Change::Imposed).into_iter().collect(),
        }
    }

    pub fn due(&self, notices: &Notices) -> Day {
        let (mut end, mut rolls) = (notices.after(self.start, self.amount), true);
        let mut imposed: Option<Day> = None;
        let last = |end, rolls, imposed: Option<Day>| {
            let day = if rolls { notices.roll(end) } else { end };
            imposed.map_or(day, |on| on.min(day))
        };
        for change in &self.changes {
            match *change {
                Change::Imposed(on) => imposed = Some(imposed.map_or(on, |day| day.min(on))),
                Change::Extended(day) | Change::Tracked(day) => {
                    (end, rolls, imposed) = (day, false, None);
                }
                Change::Suspended(from, until) => {
                    let in_time = from <= last(end, rolls, imposed);
                    if in_time && from < until {
                        let still = notices.within(from, until);
                        let moved = notices.after(end, still).max(until);
                        rolls |= moved != end;
                        end = moved;
                    }
                }
            }
        }
        last(end, rolls, imposed)
    }

    /// Lets a suspension that lasts longer end on a day.
    pub fn resume(&mut self, on: Day) {
        for change in &mut self.changes {
            if let Change::Suspended(from, until) = change {
                *until = (*until).min(on).max(*from);
            }
        }
    }

    pub fn extensions(&self) -> usize {
        let extended = |change: &&Change| matches!(change, Change::Extended(_));
        self.changes.iter().filter(extended).count()
    }
}
