//! From a start and a span to the day it ends, and why that day.
//!
//! - The first day is not counted (《民法典》第二百零一条).
//! - n working days end with the n-th working day after it.
//! - n calendar days or months (same day of the month, clamped to its last) that end on a day off
//!   move to the next working day (第二百零三条).
//! - Hours run through days off, to the instant.

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use chrono_tz::Tz;

use super::span::{Span, Unit};
use crate::base::Text;
use crate::base::clock::{day_of, start_of};
use crate::base::error::text;
use crate::calendar::rules::{Calendar, Why};

/// When something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The local day, by which it is counted; it holds until midnight.
    pub due_on: NaiveDate,
    /// The instant, for limits in hours alone.
    pub due_at: Option<DateTime<Utc>>,
    /// A day it touches lies in a year whose notice isn't published.
    pub provisional: bool,
}

/// A day as "why this date?" shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedDay {
    pub date: NaiveDate,
    /// Whether it is one of the limit's units.
    pub counted: bool,
    pub why: Text,
}

/// Where a count ends before days off are considered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Counted out; moves on to a working day.
    Counted(NaiveDate),
    /// Said by somebody (an extension, a tracking day); stands as said, on a day off too.
    Named(NaiveDate),
    /// Counted out in hours.
    At(DateTime<Utc>),
}

/// When `span` from `start` is due, in the local days of `zone`.
pub fn due(start: DateTime<Utc>, zone: Tz, span: Span, calendar: &Calendar) -> Due {
    let end = raw_end(start, zone, span, calendar);
    settle(end, day_of(start, zone), zone, calendar)
}

/// [`due`] for what starts on a local day; hours run from its midnight.
pub fn due_from_day(start: NaiveDate, zone: Tz, span: Span, calendar: &Calendar) -> Due {
    due(start_of(start, zone), zone, span, calendar)
}

pub(super) fn raw_end(start: DateTime<Utc>, zone: Tz, span: Span, calendar: &Calendar) -> End {
    let first = day_of(start, zone);
    let n = span.amount();
    match span.unit() {
        Unit::WorkingDay => End::Counted(calendar.working_days_after(first, usize::from(n))),
        Unit::CalendarDay => End::Counted(add_days(first, u64::from(n))),
        Unit::Month => End::Counted(
            first
                .checked_add_months(Months::new(u32::from(n)))
                .unwrap_or(NaiveDate::MAX),
        ),
        Unit::Hour => End::At(span.hours_after(start)),
    }
}

/// The limit that an end stands for, for a clock that started on `first`.
pub(super) fn settle(end: End, first: NaiveDate, zone: Tz, calendar: &Calendar) -> Due {
    match end {
        End::Counted(day) => {
            let due_on = calendar.on_or_after(day);
            Due {
                due_on,
                due_at: None,
                provisional: !calendar.published_within(first, due_on),
            }
        }
        End::Named(due_on) => Due {
            due_on,
            due_at: None,
            provisional: false,
        },
        End::At(at) => {
            let due_on = day_of(at, zone);
            Due {
                due_on,
                due_at: Some(at),
                provisional: !calendar.published_within(first, due_on),
            }
        }
    }
}

/// Why `span` from `start` is due when it is: every day from the first to the last.
pub fn explain(start: DateTime<Utc>, zone: Tz, span: Span, calendar: &Calendar) -> Vec<CountedDay> {
    let first = day_of(start, zone);
    let end = raw_end(start, zone, span, calendar);
    let last = settle(end, first, zone, calendar).due_on;
    let days = first.iter_days().take_while(|date| *date <= last);
    let explained = |date: NaiveDate| match end {
        End::At(_) => (
            true,
            text("按小时连续计算，含休息日", "hours run through days off"),
        ),
        _ if date == first => (
            false,
            text("起算当日不计入", "the first day is not counted"),
        ),
        End::Counted(raw) if span.unit() != Unit::WorkingDay => {
            running_day(date, raw, last, calendar.day(date).why)
        }
        _ => {
            let day = calendar.day(date);
            (day.working, day.why.text())
        }
    };
    days.map(|date| {
        let (counted, why) = explained(date);
        CountedDay { date, counted, why }
    })
    .collect()
}

/// A day of a limit in calendar days or months: all are counted up to `raw`, which moves to `last`
/// where it is a day off.
fn running_day(date: NaiveDate, raw: NaiveDate, last: NaiveDate, why: Why) -> (bool, Text) {
    if date < raw || raw == last {
        return (
            true,
            text("按自然日连续计算", "calendar days run through days off"),
        );
    }
    let of_the_day = why.text();
    let reason = if date == last {
        text(
            "期满日顺延至此工作日",
            "the next working day, to which the limit moves",
        )
    } else {
        text(
            format!("期满遇休息日顺延：{}", of_the_day.zh),
            format!("the limit cannot end here: {}", of_the_day.en),
        )
    };
    (date == raw, reason)
}

pub(super) fn add_days(day: NaiveDate, n: u64) -> NaiveDate {
    day.checked_add_days(Days::new(n)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;

    const ZONE: Tz = chrono_tz::Asia::Shanghai;

    /// Start, span, due day, and what is special about it.
    const TABLE: &str = "\
2021-09-16  3 working_day  2021-09-22 known       Mid-Autumn 2021 with a worked Saturday
2021-08-02  7 working_day  2021-08-11 known       a plain summer
2021-09-18  1 working_day  2021-09-22 known       filed on a worked Saturday
2021-09-19  1 working_day  2021-09-22 known       filed on a day off
2021-09-30  1 working_day  2021-10-08 known       National Day 2021
2021-09-30  2 working_day  2021-10-09 known       National Day 2021, worked Saturday
2021-02-05  3 working_day  2021-02-09 known       Spring Festival 2021, worked Sunday
2021-02-10  3 working_day  2021-02-20 known       Spring Festival 2021, worked Saturday
2022-12-30  1 working_day  2023-01-03 known       New Year 2023 begins in December
2022-12-31  1 working_day  2023-01-03 known       from 31 December 2022
2026-12-31  1 working_day  2027-01-04 provisional into 2027
2026-12-30  1 working_day  2026-12-31 known       the last day that is known
2027-09-30  1 working_day  2027-10-04 provisional statutory days of 2027 assumed
2020-12-31  1 working_day  2021-01-04 known       counted days all lie in 2021
2020-09-30  1 working_day  2020-10-01 provisional before 2021 weekends only
2020-10-02  1 working_day  2020-10-05 provisional before 2021 weekends only
2021-09-16  3 calendar_day 2021-09-22 known       rolls over Mid-Autumn
2021-09-15  3 calendar_day 2021-09-18 known       ends on a worked Saturday
2021-08-02  7 calendar_day 2021-08-09 known       no roll
2026-12-25  7 calendar_day 2027-01-04 provisional rolls in 2027
2021-01-31  1 month        2021-03-01 known       clamped to 28 February, a Sunday
2022-01-31  1 month        2022-02-28 known       clamped to 28 February
2024-01-31  1 month        2024-02-29 known       clamped to 29 February
2021-09-01  1 month        2021-10-08 known       rolls over National Day
2021-08-16  1 month        2021-09-16 known       same day of the month
2026-12-10  1 month        2027-01-11 provisional 10 January 2027 is a Sunday";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn shipped() -> Calendar {
        Calendar::shipped().unwrap()
    }

    fn due_of(start: &str, amount: i64, unit: Unit) -> Due {
        let span = Span::new(amount, unit).unwrap();
        due_from_day(day(start), ZONE, span, &shipped())
    }

    #[test]
    fn due_days_follow_the_notices() {
        for row in TABLE.lines() {
            let words: Vec<&str> = row.split_whitespace().collect();
            let [start, amount, unit, due_on, provisional, ..] = words[..] else {
                panic!("not a row: {row}");
            };
            let unit = Unit::parse(unit).unwrap();
            let found = due_of(start, amount.parse().unwrap(), unit);
            assert_eq!(
                (found.due_on, found.provisional, found.due_at),
                (day(due_on), provisional == "provisional", None),
                "{row}"
            );
        }
    }

    #[test]
    fn hours_run_through_days_off_to_the_instant() {
        let start: DateTime<Utc> = "2021-10-01T15:30:00+08:00".parse().unwrap();
        let found = due(start, ZONE, Span::new(24, Unit::Hour).unwrap(), &shipped());
        assert_eq!(found.due_on, day("2021-10-02"));
        assert_eq!(
            found.due_at,
            Some("2021-10-02T15:30:00+08:00".parse().unwrap())
        );
        assert!(!found.provisional);
    }

    #[test]
    fn the_first_day_is_a_local_day() {
        let three = Span::new(3, Unit::WorkingDay).unwrap();
        for (start, due_on) in [
            ("2021-09-16T00:00:00+08:00", "2021-09-22"),
            ("2021-09-16T23:59:59+08:00", "2021-09-22"),
            ("2021-09-17T00:00:00+08:00", "2021-09-23"),
        ] {
            let found = due(start.parse().unwrap(), ZONE, three, &shipped());
            assert_eq!(found.due_on, day(due_on), "{start}");
        }
    }

    fn explained(start: &str, amount: i64, unit: Unit) -> Vec<(String, bool, String)> {
        let span = Span::new(amount, unit).unwrap();
        explain(start_of(day(start), ZONE), ZONE, span, &shipped())
            .into_iter()
            .map(|d| (d.date.to_string(), d.counted, d.why.zh))
            .collect()
    }

    #[test]
    fn working_days_are_explained_day_by_day() {
        let holiday = "节假日，按放假通知休息";
        let expected = [
            ("2021-09-16", false, "起算当日不计入"),
            ("2021-09-17", true, "工作日"),
            ("2021-09-18", true, "周末调休上班，按放假通知计为工作日"),
            ("2021-09-19", false, holiday),
            ("2021-09-20", false, holiday),
            ("2021-09-21", false, holiday),
            ("2021-09-22", true, "工作日"),
        ]
        .map(|(date, counted, why)| (date.to_owned(), counted, why.to_owned()));
        assert_eq!(explained("2021-09-16", 3, Unit::WorkingDay), expected);
    }

    #[test]
    fn a_limit_that_ends_on_a_day_off_says_where_it_moved() {
        let days = explained("2021-09-17", 3, Unit::CalendarDay);
        let counted: Vec<bool> = days.iter().map(|(_, counted, _)| *counted).collect();
        assert_eq!(counted, [false, true, true, true, false, false]);
        assert_eq!(days[3].2, "期满遇休息日顺延：节假日，按放假通知休息");
        assert_eq!(days[5].2, "期满日顺延至此工作日");
    }
}
