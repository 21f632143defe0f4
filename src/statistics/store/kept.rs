//! Counts out of those of the last closed week and of what has moved since.
//!
//! Nothing can count in a week that is closed, so what was counted at its end stays true. A case of which nothing has
//! changed or come due since counts for the same now; so the numbers of today are those of that day, less what the
//! cases that have moved counted for then, and what they count for now. Both are counted straight, by the same
//! statement. See `docs/decisions/0025-numbers-of-a-closed-week-are-kept.md`.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{problems, supporting, visits};
use crate::base::answers::{Answers, Key};
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::calendar::closed_weeks;
use crate::statistics::rules::asked::{CountScope, GroupBy, Narrowed, StatisticsRequest};
use crate::statistics::rules::numbers::{Addable, Cell, Property, SupportCell, VisitCell};

/// From how many weeks before the last closed one numbers are carried on, rather than counted anew.
const WEEKS: u64 = 12;

/// A question that is counted straight, by what its answer is told apart by.
pub struct Counted<'a> {
    pub asked: &'a StatisticsRequest,
    pub properties: &'a [Property],
    pub kept: &'a Answers,
}

impl Counted<'_> {
    /// Every count of every combination of the properties that has something.
    ///
    /// # Errors
    /// Those of the database.
    pub fn problems(&self, conn: &mut Conn) -> Result<Vec<Cell>> {
        let mut cells = self.counted(conn, "problems", &problems::cells)?;
        cells.extend(problems::late_entries(conn, self.asked, self.properties)?);
        Ok(cells)
    }

    /// Visits by enterprise and the properties that they have.
    ///
    /// # Errors
    /// Those of the database.
    pub fn visits(&self, conn: &mut Conn) -> Result<Vec<VisitCell>> {
        if !self.asked.counts_visits() {
            return Ok(Vec::new());
        }
        let mut cells = self.counted(conn, "visits", &visits::cells)?;
        cells.extend(visits::late_entries(conn, self.asked, self.properties)?);
        Ok(cells)
    }

    /// Each department that supports or supported problems of a park.
    ///
    /// # Errors
    /// Those of the database.
    pub fn supports(&self, conn: &mut Conn) -> Result<Vec<SupportCell>> {
        self.counted(conn, "supports", &|conn, asked, _| {
            supporting::cells(conn, asked)
        })
    }

    fn counted<C: Addable + Serialize + DeserializeOwned>(
        &self,
        conn: &mut Conn,
        what: &'static str,
        straight: &Straight<C>,
    ) -> Result<Vec<C>> {
        let closed = closed_weeks::closed_through(conn)?;
        let Some(closed) = closed.filter(|_| self.is_kept()) else {
            return straight(conn, self.asked, self.properties);
        };
        let question = Question {
            what,
            straight,
            properties: self.properties,
            kept: self.kept,
            version: closed_weeks::rewritten(conn)?,
        };
        let day = closed.min(self.asked.as_of);
        let known = question.closed(conn, self.asked, day)?;
        match day == self.asked.as_of {
            true => Ok(known),
            false => question.moved_on(conn, self.asked, day, known),
        }
    }

    /// Whether an answer depends on nothing but the states: a department isn't told the enterprises of problems
    /// that are confidential by their mark of today.
    fn is_kept(&self) -> bool {
        let names_enterprises = self.properties.contains(&Property::Enterprise)
            || self.asked.filter.enterprise.is_some();
        !(matches!(self.asked.reach, CountScope::Department(_)) && names_enterprises)
    }
}

type Straight<C> = dyn Fn(&mut Conn, &StatisticsRequest, &[Property]) -> Result<Vec<C>>;

struct Question<'a, C> {
    /// Of what: of one question several things are counted.
    what: &'static str,
    straight: &'a Straight<C>,
    properties: &'a [Property],
    kept: &'a Answers,
    /// Changes where history was rewritten.
    version: i64,
}

impl<C: Addable + Serialize + DeserializeOwned> Question<'_, C> {
    /// The numbers at the end of a closed day.
    fn closed(&self, conn: &mut Conn, asked: &StatisticsRequest, day: NaiveDate) -> Result<Vec<C>> {
        let asked = asked.at_the_end_of(day);
        if let Some(known) = self.find(&asked)? {
            return Ok(known);
        }
        let weeks = (1..=WEEKS).filter_map(|weeks| day.checked_sub_days(Days::new(7 * weeks)));
        for earlier in weeks {
            if let Some(known) = self.find(&asked.at_the_end_of(earlier))? {
                let cells = self.moved_on(conn, &asked, earlier, known)?;
                self.keep(&asked, &cells)?;
                return Ok(cells);
            }
        }
        let counted = (self.straight)(conn, &asked, self.properties)?;
        let cells = sum(counted.into_iter().map(|cell| (cell, 1)));
        self.keep(&asked, &cells)?;
        Ok(cells)
    }

    /// The numbers asked for, out of those at the end of an earlier day.
    fn moved_on(
        &self,
        conn: &mut Conn,
        asked: &StatisticsRequest,
        day: NaiveDate,
        known: Vec<C>,
    ) -> Result<Vec<C>> {
        let moved = asked.narrowed(Narrowed::MovedSince(day));
        let then = (self.straight)(conn, &moved.at_the_end_of(day), self.properties)?;
        let now = (self.straight)(conn, &moved, self.properties)?;
        let known = known.into_iter().chain(now).map(|cell| (cell, 1));
        Ok(sum(known.chain(then.into_iter().map(|cell| (cell, -1)))))
    }

    fn key(&self, asked: &StatisticsRequest) -> Key {
        let asked = asked.grouped_by(GroupBy::Nothing);
        let depends_on = (self.what, self.version, asked, self.properties);
        Key::of(&format!("{depends_on:?}"))
    }

    fn find(&self, asked: &StatisticsRequest) -> Result<Option<Vec<C>>> {
        let found = self.kept.find(self.key(asked));
        let read = found.map(|text| serde_json::from_str(&text).map_err(Error::internal));
        read.transpose()
    }

    fn keep(&self, asked: &StatisticsRequest, cells: &[C]) -> Result<()> {
        let text = serde_json::to_string(cells).map_err(Error::internal)?;
        self.kept.keep(self.key(asked), &text);
        Ok(())
    }
}

/// Cells added up, each so many times, by what they are told apart by.
fn sum<C: Addable>(cells: impl Iterator<Item = (C, i64)>) -> Vec<C> {
    let mut sum: BTreeMap<C::Key, C> = BTreeMap::new();
    for (cell, times) in cells {
        let into = sum.entry(cell.key()).or_insert_with(|| cell.nothing());
        into.add_times(&cell, times);
    }
    sum.into_values().filter(|cell| !cell.is_empty()).collect()
}
