//! `generate`: fills an empty database with as many made-up problems as are asked for, to see how the product
//! fares with years of work.
//!
//! Some thousand stories are told by the ordinary functions in a scratch database, so that every limit, state and
//! event is what the rules make of it. Each is then copied to many parks, enterprises and departments, on the
//! days on which it was told, since working days aren't alike.

mod copies;
mod steps;
mod stories;
mod units;
mod words;

use std::path::Path;

use chrono::{Duration, NaiveDate, NaiveDateTime};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;

use self::copies::{Copier, Stage, Stories, TABLES};
use self::stories::{Period, Teller};
use self::units::{Sizes, Units};
use self::words::TRADES;
use crate::access::passwords::hash_now;
use crate::access::rules::password::Plaintext;
use crate::access::store::users::NewPassword;
use crate::audit;
use crate::base::clock::Clock;
use crate::base::db::bulk::{self, Rows};
use crate::base::db::scratch::Scratch;
use crate::base::db::{Conn, Db};
use crate::base::{Error, Result};
use crate::calendar::{closed_weeks, store as calendar};
use crate::directory::store::categories;
use crate::ledger::import::store::{NumberSeries, raise_last_number};
use crate::problems::store as problems;

/// The most stories that are told; half as many visits are told besides.
const STORIES: usize = 3_000;
/// Problems for each enterprise.
const OF_ENTERPRISE: usize = 20;
/// Copies written in one transaction.
const BATCH: usize = 1_000;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    pub problems: usize,
    /// The day on which the first of them may have been filed.
    pub from: NaiveDate,
    pub parks: usize,
    /// At least one of each trade.
    pub departments: usize,
    pub seed: u64,
    /// That of all accounts.
    pub password: String,
}

impl Request {
    /// The fewest departments: one of each trade.
    pub const DEPARTMENTS: usize = TRADES.len();
}

/// What was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Generated {
    pub problems: usize,
    pub visits: usize,
    pub events: usize,
    pub stories: usize,
    /// Steps of stories that the rules refused.
    pub refused: usize,
}

/// Generates; `tell` is told how many problems are written. The database has to be prepared, and without problems;
/// where it is stopped on the way, what was written stays, and another database has to be begun.
///
/// # Errors
/// A database with problems, and those of the database.
pub fn generate(
    db: &Db,
    clock: &Clock,
    (folder, request): (&Path, &Request),
    mut tell: impl FnMut(usize),
) -> Result<Generated> {
    let password = NewPassword {
        hash: hash_now(&Plaintext::new(request.password.as_str()))?,
        must_change: false,
    };
    let sizes = Sizes {
        parks: request.parks,
        departments: request.departments,
        enterprises: (request.problems / OF_ENTERPRISE).max(request.parks),
    };
    let (now, from, of_all) = (clock.now().naive_utc(), request.from, password.clone());
    let units = db.write_blocking(move |conn| {
        if !problems::after(conn, 0, 1)?.is_empty() {
            return Err(not_empty());
        }
        units::make(conn, sizes, (now, from), &of_all)
    })?;
    let (stories, refused) = told(db, clock, (folder, request), &password)?;
    let mut made = Generated {
        stories: stories.stories.len(),
        refused,
        ..Generated::default()
    };
    let mut copier = Copier::of(&stories, &units.coordinator);
    let mut dice = StdRng::seed_from_u64(request.seed.wrapping_add(1));
    let mut rows = stories.no_rows();
    let with_problem = stories.stories.iter().filter(|story| story.has_problem());
    let all = with_problem.count().max(1);
    // As many copies of each, spread evenly where it doesn't come out even.
    let copies = |stories: usize| request.problems * stories / all;
    let (mut before, mut waiting) = (0, 0);
    for story in &stories.stories {
        for _ in copies(before)..copies(before + 1) {
            copier.copy(story, &stage(&mut dice, &units), &mut rows)?;
            made.problems += usize::from(story.has_problem());
            waiting += 1;
            if waiting == BATCH {
                waiting = 0;
                write(
                    db,
                    std::mem::replace(&mut rows, stories.no_rows()),
                    &mut made,
                )?;
                tell(made.problems);
            }
        }
        before += usize::from(story.has_problem());
    }
    write(db, rows, &mut made)?;
    finish(db, now, &copier, made)?;
    tell(made.problems);
    Ok(made)
}

fn not_empty() -> Error {
    Error::conflict(
        "generate.not_empty",
        "数据库已有问题，请另用空的数据库",
        "there are problems already: give it an empty database and data folder of its own",
    )
}

/// The stories, and how many of their steps were refused.
fn told(
    db: &Db,
    clock: &Clock,
    (folder, request): (&Path, &Request),
    password: &NewPassword,
) -> Result<(Stories, usize)> {
    let mut scratch = Scratch::begin(folder, "generate", "stories")?;
    db.read_blocking(|conn| {
        for (table, condition) in [
            ("categories", "1 = 1"),
            ("calendar_notices", "1 = 1"),
            ("time_limit_policies", "active"),
        ] {
            scratch.copy_from_live(conn, (table, condition), &[])?;
        }
        Ok(())
    })?;
    let (now, from) = (clock.now(), request.from);
    let sizes = Sizes {
        parks: 1,
        departments: Request::DEPARTMENTS,
        enterprises: 1,
    };
    let (units, categories, calendar) = scratch.work(|conn| {
        // Everything counts on the day it occurs.
        closed_weeks::close_through(conn, from - Duration::days(7))?;
        let categories = categories::list(conn, None, i64::MAX)?.into_iter();
        Ok((
            units::make(conn, sizes, (now.naive_utc(), from), password)?,
            categories.map(|one| (one.name, one.id)).collect::<Vec<_>>(),
            calendar::calendar(conn)?,
        ))
    })?;
    let period = Period { from, until: now };
    let mut teller = Teller::of((request.seed, period), clock, calendar, &units, &categories)?;
    for n in 0..request.problems.min(STORIES) {
        scratch.work(|conn| match n % 2 {
            0 => teller.problem(conn),
            _ => {
                teller.quiet_visit(conn)?;
                teller.visit_with_problem(conn)
            }
        })?;
    }
    Ok((
        Stories::read(&mut scratch, &units, &categories)?,
        teller.refused,
    ))
}

/// Where a copy takes place: some parks, enterprises and departments have far more of it than others.
fn stage<'a>(dice: &mut StdRng, units: &'a Units) -> Stage<'a> {
    let mut skewed = |many: usize| {
        let share = dice.random_range(0.0..1.0_f64).powf(1.7);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a share of a count"
        )]
        let at = (share * many as f64) as usize;
        at.min(many.saturating_sub(1))
    };
    let park = &units.parks[skewed(units.parks.len())];
    let enterprise = park.enterprises[skewed(park.enterprises.len())];
    let all = units.departments.len();
    let departments = (0..TRADES.len()).map(|trade| {
        let of_trade = (all - trade).div_ceil(TRADES.len());
        &units.departments[trade + TRADES.len() * skewed(of_trade)]
    });
    Stage {
        departments: departments.collect(),
        park,
        enterprise,
        picks: (dice.random_range(0..9_973), dice.random_range(0..9_967)),
    }
}

fn write(db: &Db, rows: Vec<Rows>, made: &mut Generated) -> Result<()> {
    let many = |table: &str| {
        let all = TABLES.iter().zip(&rows);
        all.filter(|(name, _)| **name == table)
            .map(|(_, rows)| rows.rows.len())
            .sum::<usize>()
    };
    made.visits += many("visits");
    made.events += many("problem_events");
    db.write_blocking(move |conn| {
        for (table, rows) in TABLES.iter().zip(&rows) {
            bulk::insert(conn, table, rows)?;
        }
        Ok(())
    })
}

/// Numbers and ids go on behind those that were given, and the audit trail tells what this was.
fn finish(db: &Db, now: NaiveDateTime, copier: &Copier, made: Generated) -> Result<()> {
    let (ids, numbers) = (copier.next_ids.clone(), copier.last_numbers.clone());
    db.write_blocking(move |conn: &mut Conn| {
        for (table, next) in TABLES.iter().zip(&ids) {
            bulk::set_next_id(conn, table, *next)?;
        }
        for ((park_code, year), last) in &numbers {
            let of = NumberSeries {
                park_code: park_code.clone(),
                year: i64::from(*year),
            };
            raise_last_number(conn, &of, *last)?;
        }
        closed_weeks::note_rewritten(conn)?;
        let entry = audit::Entry {
            action: "generate".into(),
            target: "database",
            data: json!({"problems": made.problems, "visits": made.visits, "events": made.events}),
            ..audit::Entry::default()
        };
        audit::record(conn, now, &entry)?;
        bulk::look_at_tables(conn)
    })
}
