//! Made-up histories of visits and problems, told in a scratch database through the same functions as live
//! moves, each at a moment within working hours.

use chrono::{DateTime, Datelike, Duration, NaiveDate, TimeZone, Utc};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::steps::Story;
use super::units::Units;
use super::words::TRADES;
use crate::access::Actor;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::calendar::rules::Calendar;
use crate::problems::actions::{self as problems, WriteContext};
use crate::visits::actions as visits;

/// When stories begin and when all of them have been told.
#[derive(Debug, Clone, Copy)]
pub struct Period {
    pub from: NaiveDate,
    pub until: DateTime<Utc>,
}

/// Everybody in the scratch's one park.
pub(super) struct Cast {
    pub coordinator: Actor,
    pub staff: Actor,
    pub leads: Vec<Actor>,
    enterprise: i64,
    /// Ids of categories with the trade that answers for them.
    categories: Vec<(i64, usize)>,
}

/// Tells stories, one after the other; the same seed tells the same.
pub struct Teller {
    dice: StdRng,
    pub(super) clock: Clock,
    pub(super) calendar: Calendar,
    pub(super) period: Period,
    pub(super) cast: Cast,
    /// Moves that the rules refused: the story goes on without them.
    pub refused: usize,
}

impl Teller {
    /// `categories` are names with ids.
    pub fn of(
        (seed, period): (u64, Period),
        clock: &Clock,
        calendar: Calendar,
        units: &Units,
        categories: &[(String, i64)],
    ) -> Result<Self> {
        let park = units.parks.first().ok_or_else(nobody)?;
        let trade = |name: &str| {
            TRADES
                .iter()
                .position(|trade| trade.categories.contains(&name))
        };
        Ok(Self {
            dice: StdRng::seed_from_u64(seed),
            clock: clock.clone(),
            calendar,
            period,
            cast: Cast {
                coordinator: units.coordinator.clone(),
                staff: park.staff.clone(),
                leads: units
                    .departments
                    .iter()
                    .map(|one| one.staff.clone())
                    .collect(),
                enterprise: *park.enterprises.first().ok_or_else(nobody)?,
                categories: categories
                    .iter()
                    .filter_map(|(name, id)| Some((*id, trade(name)?)))
                    .collect(),
            },
            refused: 0,
        })
    }

    /// A visit, and a problem that came of it.
    ///
    /// # Errors
    /// A refusal of the visit itself, and those of the database.
    pub fn visit_with_problem(&mut self, conn: &mut Conn) -> Result<()> {
        let at = self.beginning();
        let visit = self.visit(conn, at)?;
        let (lead, mut report) = self.report();
        report["visit_id"] = json!(visit);
        let who = self.cast.staff.clone();
        self.filed(conn, (at, &who), (lead, report))
    }

    /// A visit that gave rise to nothing.
    ///
    /// # Errors
    /// As of [`Self::visit_with_problem`].
    pub fn quiet_visit(&mut self, conn: &mut Conn) -> Result<()> {
        let at = self.beginning();
        self.visit(conn, at).map(drop)
    }

    /// A problem that came by another way than a visit.
    ///
    /// # Errors
    /// A refusal of its report, and those of the database.
    pub fn problem(&mut self, conn: &mut Conn) -> Result<()> {
        let at = self.beginning();
        let (lead, mut report) = self.report();
        let sources = [
            ("enterprise", 40),
            ("hotline", 30),
            ("superior", 12),
            ("meeting", 12),
            ("self_check", 6),
        ];
        report["source"] = json!(self.weighted(&sources));
        let who = match self.one_in(5) {
            true => self.cast.coordinator.clone(),
            false => self.cast.staff.clone(),
        };
        self.filed(conn, (at, &who), (lead, report))
    }

    /// Files it, and tells what became of it.
    fn filed(
        &mut self,
        conn: &mut Conn,
        (at, who): (DateTime<Utc>, &Actor),
        (lead, report): (usize, Value),
    ) -> Result<()> {
        let mut context = WriteContext::of(conn, &self.clock, at, who, None)?;
        let id = problems::report(&mut context, read(report)?)?;
        Story::begun(self, conn, at, (id, lead)).told()
    }

    fn visit(&mut self, conn: &mut Conn, at: DateTime<Utc>) -> Result<i64> {
        let who = self.cast.staff.clone();
        // Some are recorded a day or two later.
        let late = if self.one_in(12) { 2 } else { 0 };
        let day = self.clock.day_of(at) - Duration::days(late);
        let body = json!({
            "enterprise_id": self.cast.enterprise,
            "visited_on": day.max(self.period.from),
            "participants": ["王建国", "李红"],
            "summary": "到企业了解生产经营情况，宣讲惠企政策，现场听取困难和诉求。",
        });
        let by = visits::Author {
            who: &who,
            clock: &self.clock,
            at,
            projects: None,
        };
        Ok(visits::record(conn, &by, read(body)?)?.id)
    }

    /// What is filed, and which department will lead it.
    fn report(&mut self) -> (usize, Value) {
        let (categories, leads) = (self.cast.categories.len(), self.cast.leads.len());
        let picked = self.below(categories);
        let (category, trade) = self.cast.categories[picked];
        let lead = match self.one_in(6) {
            true => self.below(leads),
            false => trade % leads,
        };
        let severity = self.weighted(&[("ordinary", 84), ("major", 13), ("urgent", 3)]);
        let level = self.weighted(&[("district", 88), ("city", 10), ("province", 2)]);
        let mut body = json!({
            "title": "某企业反映的问题",
            "description": "企业反映的情况。",
            "enterprise_id": self.cast.enterprise,
            "severity": severity,
            "level": level,
            "confidential": self.one_in(60),
        });
        if !self.one_in(30) {
            body["category_id"] = json!(category);
        }
        if self.below(100) < 55 {
            body["dispatch"] = self.dispatch(lead);
        }
        (lead, body)
    }

    pub(super) fn dispatch(&mut self, lead: usize) -> Value {
        let mut body = json!({"lead_department_id": self.department(lead)});
        if self.one_in(5) {
            let leads = self.cast.leads.len();
            let other = (lead + 1 + self.below(leads - 1)) % leads;
            body["supporting_department_ids"] = json!([self.department(other)]);
        }
        if self.one_in(3) {
            body["note"] = json!("请到现场核实，与企业面对面商定办法。");
        }
        body
    }

    pub(super) fn department(&self, of: usize) -> Option<i64> {
        self.cast.leads[of].department_id
    }

    /// A moment within working hours; spring and autumn are busier, and so are the first days of a week.
    fn beginning(&mut self) -> DateTime<Utc> {
        let last = self.clock.day_of(self.period.until);
        let days = usize::try_from((last - self.period.from).num_days()).unwrap_or(0);
        loop {
            let ahead = i64::try_from(self.below(days.max(1))).unwrap_or(0);
            let day = self.period.from + Duration::days(ahead);
            let season = [5, 4, 8, 9, 8, 7, 6, 6, 9, 8, 8, 6][day.month0() as usize];
            let weekday = [10, 9, 8, 8, 6, 4, 4][day.weekday().num_days_from_monday() as usize];
            if self.calendar.is_working(day) && self.below(90) < season * weekday {
                return self.within(day);
            }
        }
    }

    /// A moment of that day between 8:30 and 17:30.
    pub(super) fn within(&mut self, day: NaiveDate) -> DateTime<Utc> {
        let minutes = 510 + i64::try_from(self.below(540)).unwrap_or(0);
        let local = day.and_time(chrono::NaiveTime::MIN) + Duration::minutes(minutes);
        let found = self.clock.zone().from_local_datetime(&local).earliest();
        found.map_or_else(|| self.clock.start_of(day), |at| at.with_timezone(&Utc))
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        self.dice.random_range(0..n.max(1))
    }

    pub(super) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub(super) fn weighted<'a>(&mut self, of: &[(&'a str, usize)]) -> &'a str {
        let mut rest = self.below(of.iter().map(|(_, weight)| weight).sum());
        for (word, weight) in of {
            if rest < *weight {
                return word;
            }
            rest -= weight;
        }
        of[0].0
    }
}

pub fn read<T: DeserializeOwned>(body: Value) -> Result<T> {
    serde_json::from_value(body).map_err(Error::internal)
}

fn nobody() -> Error {
    Error::internal("a story without somebody or something")
}
