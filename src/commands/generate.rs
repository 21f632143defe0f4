//! `generate`: an empty database filled with made-up work of years, to measure with.

use std::time::Instant;

use chrono::{Datelike, Months};
use clap::Args;

use super::terminal::{progress_bar, say};
use super::user::line;
use crate::calendar::store::calendar;
use crate::config::Settings;
use crate::generate::{self, Request};
use crate::problems::actions::fill_waits;
use crate::search::actions::rebuild;

#[derive(Args)]
pub struct GenerateArgs {
    /// How many problems, 1 to 20,000,000; there are half as many visits that gave rise to none.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=20_000_000))]
    problems: u32,
    /// Of how many years up to today, 1 to 5; the State Council's notice has to be known for each.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=5))]
    years: u32,
    /// How many parks, 1 to 500.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=500))]
    parks: u32,
    /// How many departments, 8 to 500.
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(8..=500))]
    departments: u32,
    /// The same seed makes the same on the same day.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The password of all accounts; made up and printed where absent.
    #[arg(long)]
    password: Option<String>,
}

/// # Errors
/// A sentence for the terminal.
pub fn run(settings: &Settings, args: GenerateArgs) -> Result<(), String> {
    let (db, clock) = super::open(settings)?;
    let years = Months::new(12 * args.years);
    let from = clock.today().checked_sub_months(years);
    let from = from.ok_or("--years: beyond the calendar")?;
    let known = db.read_blocking(calendar).map_err(|e| line(&e))?;
    if let Some(year) = (from.year()..=clock.today().year()).find(|year| !known.published(*year)) {
        return Err(format!(
            "--years: the State Council's notice of {year} isn't known; see `zhuqi calendar`"
        ));
    }
    // What waits is written with the rest, and needn't be derived at the first start.
    fill_waits(&db, &clock).map_err(|e| line(&e))?;
    let password = args.password.unwrap_or_else(super::made_up_password);
    let of = |count: u32| usize::try_from(count).map_err(|e| e.to_string());
    let request = Request {
        problems: of(args.problems)?,
        from,
        parks: of(args.parks)?,
        departments: of(args.departments)?,
        seed: args.seed,
        password: password.clone(),
    };
    let began = Instant::now();
    let bar = progress_bar("{bar:40} {pos}/{len} {elapsed}");
    bar.set_length(u64::from(args.problems));
    let folder = settings.data_dir.join("scratch");
    let count = |count: usize| u64::try_from(count).unwrap_or(0);
    let made = generate::generate(&db, &clock, (&folder, &request), |done| {
        bar.set_position(count(done));
    });
    let made = made.map_err(|e| line(&e))?;
    say(format_args!(
        "{} problems, {} visits and {} events in {} s; the search index follows",
        made.problems,
        made.visits,
        made.events,
        began.elapsed().as_secs()
    ));
    let indexed = rebuild(&db, |done, all| {
        bar.set_length(count(all));
        bar.set_position(count(done));
    });
    bar.finish_and_clear();
    indexed.map_err(|e| line(&e))?;
    say(format_args!(
        "done in {} s. Accounts: coordinator, leader, auditor, admin, park001 and on, department001 and on; \
         password {password}",
        began.elapsed().as_secs()
    ));
    Ok(())
}
