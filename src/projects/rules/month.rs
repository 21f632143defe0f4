//! Months, the day by which each is reported, and the last one that ought to be there.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::schedule::on_or_before;
use crate::calendar::rules::{Calendar, YEARS};

/// A month of a year, as `2021-07`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    /// 1 to 12.
    number: u32,
}

impl Month {
    /// None where there is no such month, or its year is none that the calendar can be asked about.
    pub fn new(year: i32, number: u32) -> Option<Self> {
        let exists = YEARS.contains(&year) && (1..=12).contains(&number);
        exists.then_some(Self { year, number })
    }

    /// Reads `2021-07` and no other spelling.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, number) = text.split_once('-')?;
        let is_plain = |part: &str, length| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !(is_plain(year, 4) && is_plain(number, 2)) {
            return None;
        }
        Self::new(year.parse().ok()?, number.parse().ok()?)
    }

    /// The month in which a day lies.
    pub fn of(day: NaiveDate) -> Self {
        Self {
            year: day.year(),
            number: day.month(),
        }
    }

    pub fn year(self) -> i32 {
        self.year
    }

    /// 1 to 12.
    pub fn number(self) -> u32 {
        self.number
    }

    #[must_use]
    pub fn previous(self) -> Self {
        match self.number {
            1 => Self {
                year: self.year - 1,
                number: 12,
            },
            number => Self {
                number: number - 1,
                ..self
            },
        }
    }

    #[must_use]
    pub fn next(self) -> Self {
        match self.number {
            12 => Self {
                year: self.year + 1,
                number: 1,
            },
            number => Self {
                number: number + 1,
                ..self
            },
        }
    }

    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.number, 1).unwrap_or(NaiveDate::MAX)
    }

    pub fn last_day(self) -> NaiveDate {
        let next = self.next().first_day();
        next.pred_opt().unwrap_or(NaiveDate::MAX)
    }

    /// A day of the month, or its last one where the month is shorter.
    fn day(self, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.number, day).unwrap_or(self.last_day())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.number)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("a month is written as 2021-07"))
    }
}

/// In which month a month's figures are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueIn {
    Same,
    Next,
}

/// Where a due day goes that is a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// To the working day before.
    Before,
    /// To the working day after.
    After,
}

/// When the figures of a month are due, as a ledger states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct MonthDue {
    day: u32,
    of: DueIn,
    roll: Roll,
    taken_from: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    day: u32,
    of: DueIn,
    roll: Roll,
    #[serde(default = "twentieth")]
    taken_from: u32,
}

const fn twentieth() -> u32 {
    20
}

impl TryFrom<Unchecked> for MonthDue {
    type Error = String;

    fn try_from(raw: Unchecked) -> Result<Self, Self::Error> {
        Self::new(raw.day, raw.of, raw.roll, raw.taken_from)
            .ok_or_else(|| "day and taken_from must be from 1 to 31".to_owned())
    }
}

impl Default for MonthDue {
    /// The 25th of the month itself, or the working day before; taken from the 20th on.
    fn default() -> Self {
        Self {
            day: 25,
            of: DueIn::Same,
            roll: Roll::Before,
            taken_from: twentieth(),
        }
    }
}

impl MonthDue {
    /// Due on a day of the month, its last where it is shorter; the running month is taken from `taken_from` on.
    pub fn new(day: u32, of: DueIn, roll: Roll, taken_from: u32) -> Option<Self> {
        let are_days = (1..=31).contains(&day) && (1..=31).contains(&taken_from);
        are_days.then_some(Self {
            day,
            of,
            roll,
            taken_from,
        })
    }

    /// The day by which a month is reported; it holds until midnight.
    pub fn due_on(&self, month: Month, calendar: &Calendar) -> NaiveDate {
        let of = match self.of {
            DueIn::Same => month,
            DueIn::Next => month.next(),
        };
        let day = of.day(self.day);
        match self.roll {
            Roll::Before => on_or_before(day, calendar),
            Roll::After => calendar.on_or_after(day),
        }
    }

    /// The last month whose due day has passed by the end of the day before `as_of`.
    pub fn through(&self, as_of: NaiveDate, calendar: &Calendar) -> Month {
        let mut month = Month::of(as_of).next();
        while self.due_on(month, calendar) >= as_of {
            month = month.previous();
        }
        month
    }

    /// Whether a month's figures can be put on record: months that are over, and the running one near its end.
    pub fn takes(&self, month: Month, today: NaiveDate) -> bool {
        let running = Month::of(today);
        month < running || (month == running && today >= month.day(self.taken_from))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    #[test]
    fn a_month_has_one_spelling() {
        assert_eq!(month("2021-07").to_string(), "2021-07");
        for wrong in [
            "2021-7",
            "2021-00",
            "2021-13",
            "2021-007",
            "1999-12",
            "2101-01",
            "+021-07",
            "2021",
            "2021-07-01",
            "",
        ] {
            assert_eq!(Month::parse(wrong), None, "{wrong}");
        }
        assert_eq!(
            serde_json::to_string(&month("2021-07")).unwrap(),
            r#""2021-07""#
        );
        assert_eq!(
            serde_json::from_str::<Month>(r#""2021-12""#).unwrap(),
            month("2021-12")
        );
    }

    #[test]
    fn months_follow_each_other() {
        assert_eq!(month("2021-01").previous(), month("2020-12"));
        assert_eq!(month("2021-12").next(), month("2022-01"));
        assert_eq!(month("2024-02").last_day(), day("2024-02-29"));
        assert!(month("2020-12") < month("2021-01"));
    }

    #[test]
    fn a_due_day_that_is_off_moves_as_its_ledger_says() {
        let calendar = Calendar::shipped().unwrap();
        let due = |text: &str, rule: &str| {
            let rule: MonthDue = serde_json::from_str(rule).unwrap();
            rule.due_on(month(text), &calendar).to_string()
        };
        let before = r#"{"day": 25, "of": "same", "roll": "before"}"#;
        // 2021-07-25 is a Sunday, 2021-09-25 a Saturday, 2021-09-26 a worked Sunday.
        assert_eq!(due("2021-07", before), "2021-07-23");
        assert_eq!(due("2021-08", before), "2021-08-25");
        assert_eq!(due("2021-09", before), "2021-09-24");
        let after = r#"{"day": 25, "of": "same", "roll": "after"}"#;
        assert_eq!(due("2021-07", after), "2021-07-26");
        assert_eq!(due("2021-09", after), "2021-09-26");
        let next = r#"{"day": 5, "of": "next", "roll": "before"}"#;
        assert_eq!(due("2021-12", next), "2022-01-05");
        assert_eq!(due("2021-09", next), "2021-09-30");
        let last = r#"{"day": 31, "of": "same", "roll": "before"}"#;
        assert_eq!(due("2021-02", last), "2021-02-26");
    }

    #[test]
    fn a_rule_has_days_of_a_month() {
        for (days, fits) in [
            ((1, 1), true),
            ((31, 31), true),
            ((0, 1), false),
            ((32, 1), false),
            ((1, 0), false),
            ((1, 32), false),
        ] {
            let found = MonthDue::new(days.0, DueIn::Same, Roll::Before, days.1);
            assert_eq!(found.is_some(), fits, "{days:?}");
        }
        let wrong = r#"{"day": 0, "of": "same", "roll": "before"}"#;
        assert!(serde_json::from_str::<MonthDue>(wrong).is_err());
    }

    #[test]
    fn the_figures_reach_through_the_last_month_whose_due_day_has_passed() {
        let calendar = Calendar::shipped().unwrap();
        for (as_of, through) in [
            ("2021-07-23", "2021-06"),
            ("2021-07-24", "2021-07"),
            ("2021-08-16", "2021-07"),
            ("2021-08-25", "2021-07"),
            ("2021-08-26", "2021-08"),
            ("2021-01-01", "2020-12"),
            ("2021-01-31", "2021-01"),
        ] {
            let found = MonthDue::default().through(day(as_of), &calendar);
            assert_eq!(found, month(through), "{as_of}");
        }
        let next = MonthDue::new(5, DueIn::Next, Roll::After, 20).unwrap();
        assert_eq!(next.through(day("2021-08-05"), &calendar), month("2021-06"));
        assert_eq!(next.through(day("2021-08-06"), &calendar), month("2021-07"));
    }

    #[test]
    fn the_running_month_is_taken_from_the_twentieth_on() {
        let rule = MonthDue::default();
        for (text, today, takes) in [
            ("2021-07", "2021-07-19", false),
            ("2021-07", "2021-07-20", true),
            ("2021-06", "2021-07-01", true),
            ("2021-08", "2021-07-31", false),
        ] {
            assert_eq!(rule.takes(month(text), day(today)), takes, "{text} {today}");
        }
    }

    proptest! {
        #[test]
        fn the_month_after_the_last_due_one_is_not_due_yet(
            days in 0..2_190_u64, at in 1..=31_u32, next in any::<bool>(), after in any::<bool>(),
        ) {
            let calendar = Calendar::shipped().unwrap();
            let as_of = crate::base::given::days_later(day("2021-01-01"), days);
            let of = if next { DueIn::Next } else { DueIn::Same };
            let roll = if after { Roll::After } else { Roll::Before };
            let rule = MonthDue::new(at, of, roll, 20).unwrap();
            let through = rule.through(as_of, &calendar);
            prop_assert!(rule.due_on(through, &calendar) < as_of);
            prop_assert!(rule.due_on(through.next(), &calendar) >= as_of);
        }
    }
}
