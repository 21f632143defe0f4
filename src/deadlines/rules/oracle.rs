//! 100,000 random limits against a slow oracle that walks day by day and knows nothing of the
//! calendar's code. A failure prints the seed that repeats it: `DEADLINE_SEED=… cargo test oracle`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use super::clock::{Change, Clock};
use super::count::{due, explain};
use super::span::{Span, Unit};
use crate::calendar::rules::Calendar;

const ZONE: Tz = chrono_tz::Asia::Shanghai;
const CASES: u32 = 20_000;

/// The facts as the file has them, one set of days a list.
struct Oracle {
    off: HashSet<NaiveDate>,
    work: HashSet<NaiveDate>,
}

impl Oracle {
    fn new() -> Self {
        let file: BTreeMap<String, BTreeMap<String, Vec<NaiveDate>>> =
            serde_json::from_str(include_str!("../../calendar/holidays.json")).unwrap();
        let list = |name: &str| file.values().flat_map(|year| year[name].clone()).collect();
        Self {
            off: list("off"),
            work: list("work"),
        }
    }

    fn works(&self, day: NaiveDate) -> bool {
        if self.work.contains(&day) {
            return true;
        }
        let assumed = day.year() >= 2027
            && matches!((day.month(), day.day()), (1, 1) | (5, 1 | 2) | (10, 1..=3));
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        !(weekend || assumed || self.off.contains(&day))
    }

    /// Walks from the first day, counting days that aren't stood still, to the raw end.
    fn walk(
        &self,
        first: NaiveDate,
        amount: u16,
        unit: Unit,
        still: impl Fn(NaiveDate) -> bool,
    ) -> NaiveDate {
        let mut day = first;
        let mut counted = 0;
        while counted < amount {
            day = day.succ_opt().unwrap();
            let counts = match unit {
                Unit::WorkingDay => self.works(day),
                Unit::CalendarDay => true,
                Unit::Month => is_monthly_day(first, day),
                Unit::Hour => panic!("hours are not walked by day"),
            };
            if counts && !still(day) {
                counted += 1;
            }
        }
        day
    }

    fn roll(&self, mut day: NaiveDate) -> NaiveDate {
        while !self.works(day) {
            day = day.succ_opt().unwrap();
        }
        day
    }
}

/// The same day of a later month, or its last day where it is shorter.
fn is_monthly_day(first: NaiveDate, day: NaiveDate) -> bool {
    let last_of_month = day.succ_opt().unwrap().month() != day.month();
    day.day() == first.day() || (last_of_month && day.day() < first.day())
}

fn provisional(first: NaiveDate, due_on: NaiveDate) -> bool {
    let mut day = first.succ_opt().unwrap();
    let mut found = false;
    while day <= due_on {
        found |= !(2021..=2026).contains(&day.year());
        day = day.succ_opt().unwrap();
    }
    found
}

fn local_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&ZONE).date_naive()
}

/// Any minute from mid-2020 to 2028.
fn start() -> impl Strategy<Value = DateTime<Utc>> {
    let from: DateTime<Utc> = "2020-07-01T00:00:00Z".parse().unwrap();
    (0..8_i64 * 366 * 24 * 60).prop_map(move |minutes| from + TimeDelta::minutes(minutes))
}

/// Mostly such as policies state, sometimes up to the greatest.
fn amount() -> impl Strategy<Value = u16> {
    prop_oneof![30 => 1_u16..=30, 5 => 31_u16..=200, 1 => 201_u16..=999]
}

fn months() -> impl Strategy<Value = u16> {
    prop_oneof![40 => 1_u16..=12, 1 => 13_u16..=120]
}

fn check<S: Strategy>(strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let seed = std::env::var("DEADLINE_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(rand::random::<u64>);
    let mut runner = TestRunner::new(Config {
        cases: CASES,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        ..Config::default()
    });
    if let Err(failure) = runner.run(&strategy, test) {
        panic!("{failure}\nrepeat with DEADLINE_SEED={seed}");
    }
}

fn agrees_on(unit: Unit, amounts: impl Strategy<Value = u16>) {
    let oracle = Oracle::new();
    let calendar = Calendar::shipped().unwrap();
    check((start(), amounts), |(start, amount)| {
        let first = local_day(start);
        let raw = oracle.walk(first, amount, unit, |_| false);
        let due_on = oracle.roll(raw);
        let span = Span::new(i64::from(amount), unit).unwrap();
        let found = due(start, ZONE, span, &calendar);
        prop_assert_eq!(found.due_on, due_on);
        prop_assert_eq!(found.due_at, None);
        prop_assert_eq!(found.provisional, provisional(first, due_on));
        let days = explain(start, ZONE, span, &calendar);
        let counted = days.iter().filter(|day| day.counted).count();
        prop_assert_eq!(days.first().map(|day| day.date), Some(first));
        prop_assert_eq!(days.last().map(|day| day.date), Some(due_on));
        if unit == Unit::Month {
            prop_assert_eq!(days[counted].date, raw);
        } else {
            prop_assert_eq!(counted, usize::from(amount));
        }
        Ok(())
    });
}

#[test]
fn oracle_agrees_on_working_days() {
    agrees_on(Unit::WorkingDay, amount());
}

#[test]
fn oracle_agrees_on_calendar_days() {
    agrees_on(Unit::CalendarDay, amount());
}

#[test]
fn oracle_agrees_on_months() {
    agrees_on(Unit::Month, months());
}

#[test]
fn oracle_agrees_on_hours() {
    let calendar = Calendar::shipped().unwrap();
    check((start(), amount()), |(start, amount)| {
        let mut at = start;
        for _ in 0..amount {
            at += TimeDelta::minutes(60);
        }
        let span = Span::new(i64::from(amount), Unit::Hour).unwrap();
        let found = due(start, ZONE, span, &calendar);
        prop_assert_eq!(found.due_at, Some(at));
        prop_assert_eq!(found.due_on, local_day(at));
        Ok(())
    });
}

/// Each suspended day that is a unit moves the raw end by one unit, as long as the clock wasn't late
/// when the suspension began, and what wasn't late then isn't on the day it resumes. In working
/// days that is the same as walking from the first day without counting the suspended ones, and a
/// unit more where the first day itself is one of them.
#[test]
fn oracle_agrees_on_suspensions() {
    let oracle = Oracle::new();
    let calendar = Calendar::shipped().unwrap();
    let unit = prop_oneof![Just(Unit::WorkingDay), Just(Unit::CalendarDay)];
    let spells = prop::collection::vec((0_i64..20, 0_i64..15), 0..=3);
    check(
        (start(), 1_u16..=40, unit, spells),
        |(start, amount, unit, spells)| {
            let span = Span::new(i64::from(amount), unit);
            let mut clock = Clock::new(start, span, None, None).unwrap();
            let first = local_day(start);
            let mut still: HashSet<NaiveDate> = HashSet::new();
            let mut raw = oracle.walk(first, amount, unit, |_| false);
            let mut from = start;
            for (wait, length) in spells {
                from += TimeDelta::days(wait);
                let until = from + TimeDelta::days(length);
                clock.change(Change::Suspended { from, until });
                let mut day = local_day(from);
                let in_time = day <= oracle.roll(raw) && length > 0;
                while in_time && day < local_day(until) {
                    if unit == Unit::CalendarDay || oracle.works(day) {
                        raw = oracle.walk(raw, 1, unit, |_| false);
                    }
                    still.insert(day);
                    day = day.succ_opt().unwrap();
                }
                if in_time {
                    raw = raw.max(day);
                }
                from = until;
            }
            let due_on = oracle.roll(raw);
            if unit == Unit::WorkingDay {
                let more = u16::from(still.contains(&first) && oracle.works(first));
                let walked = oracle.walk(first, amount + more, unit, |day| still.contains(&day));
                prop_assert_eq!(due_on, walked);
            }
            let limit = clock.limit(&calendar, ZONE);
            prop_assert_eq!(limit.due_on, due_on);
            prop_assert_eq!(limit.provisional, provisional(first, due_on));
            Ok(())
        },
    );
}

/// Whatever happened to a clock, the days shown end with its limit, and the limit is counted.
#[test]
fn the_days_shown_end_with_the_limit() {
    let calendar = Calendar::shipped().unwrap();
    let unit = prop_oneof![
        Just(Unit::WorkingDay),
        Just(Unit::CalendarDay),
        Just(Unit::Month),
        Just(Unit::Hour)
    ];
    let target = prop::option::weighted(0.9, (1_u16..=30, unit));
    let imposed = prop::option::weighted(0.2, -5_i64..60);
    let changes = prop::collection::vec((0..4_u8, -5_i64..40, 0_i64..20), 0..=4);
    let ends = prop::option::of(0_i64..60);
    check(
        (start(), target, imposed, changes, ends),
        |(start, target, imposed, changes, ends)| {
            let first = local_day(start);
            let day = |days: i64| first + TimeDelta::days(days);
            let target = target.and_then(|(n, unit)| Span::new(i64::from(n), unit));
            let Some(mut clock) = Clock::new(start, target, None, imposed.map(day)) else {
                return Ok(());
            };
            for (kind, wait, length) in changes {
                let from = start + TimeDelta::days(wait.max(0));
                clock.change(match kind {
                    0 => Change::Extended {
                        until: day(wait + length),
                    },
                    1 => Change::Imposed { on: day(wait) },
                    2 => Change::Tracked {
                        until: day(wait.max(0) + length),
                    },
                    _ => Change::Suspended {
                        from,
                        until: from + TimeDelta::days(length),
                    },
                });
            }
            let plain = clock.changes().is_empty() && imposed.is_none();
            if let Some(days) = ends {
                clock.end(start + TimeDelta::days(days), &calendar, ZONE);
            }
            let due_on = clock.limit(&calendar, ZONE).due_on;
            let days = clock.days(&calendar, ZONE);
            let counted = days.iter().rfind(|day| day.counted).map(|day| day.date);
            prop_assert_eq!(counted, Some(due_on));
            prop_assert_eq!(days.last().map(|day| day.date), Some(due_on));
            let in_a_row = days
                .windows(2)
                .all(|pair| pair[0].date.succ_opt() == Some(pair[1].date));
            prop_assert!(in_a_row);
            if let (true, Some(target)) = (plain, target)
                && target.unit() == Unit::WorkingDay
            {
                let counted = days.iter().filter(|day| day.counted).count();
                prop_assert_eq!(counted, usize::from(target.amount()));
            }
            Ok(())
        },
    );
}
