//! A year's notice and what makes it a plausible one.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::Serialize;

use super::{Why, YEARS};
use crate::base::{Error, FieldError, Result};

/// One year's notice. It may speak of 20–31 December of the year before, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    off: BTreeSet<NaiveDate>,
    work: BTreeSet<NaiveDate>,
}

impl Notice {
    /// Checks the two lists of a notice, which may come in any order.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong day and its pointer (`/off/3`).
    pub fn new(year: i32, off: &[NaiveDate], work: &[NaiveDate]) -> Result<Self> {
        let mut errors = Vec::new();
        if !YEARS.contains(&year) {
            errors.push(FieldError::new(
                "",
                "out_of_range",
                format!("年份应在{}至{}之间", YEARS.start(), YEARS.end()),
                format!("the year must be {} to {}", YEARS.start(), YEARS.end()),
            ));
        }
        let off_days = distinct_days(year, "off", off, &mut errors);
        let work_days = distinct_days(year, "work", work, &mut errors);
        for (index, day) in work.iter().enumerate() {
            let pointer = format!("/work/{index}");
            if off_days.contains(day) {
                errors.push(FieldError::new(
                    pointer,
                    "both_off_and_work",
                    "同一天不能既放假又上班",
                    "a day cannot be both off and worked",
                ));
            } else if !is_weekend(*day) {
                errors.push(FieldError::new(
                    pointer,
                    "not_a_weekend",
                    "调休上班日应为周六或周日",
                    "a day worked in exchange is a Saturday or a Sunday",
                ));
            }
        }
        if errors.is_empty() {
            Ok(Self {
                off: off_days,
                work: work_days,
            })
        } else {
            Err(Error::Invalid(errors))
        }
    }

    /// The days off, earliest first.
    pub fn off(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        self.off.iter().copied()
    }

    /// The weekend days that are worked, earliest first.
    pub fn work(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        self.work.iter().copied()
    }

    pub(super) fn says(&self, date: NaiveDate) -> Option<Why> {
        if self.off.contains(&date) {
            Some(Why::Holiday)
        } else {
            self.work.contains(&date).then_some(Why::SwappedWeekend)
        }
    }
}

fn distinct_days(
    year: i32,
    list: &str,
    days: &[NaiveDate],
    errors: &mut Vec<FieldError>,
) -> BTreeSet<NaiveDate> {
    let mut seen = BTreeSet::new();
    for (index, day) in days.iter().enumerate() {
        let pointer = format!("/{list}/{index}");
        if !(day.year() == year || is_end_of_year_before(year, *day)) {
            errors.push(FieldError::new(
                pointer,
                "outside_year",
                format!("应为{year}年内的日期，或上一年12月20日至31日"),
                format!("must lie in {year}, or on 20–31 December of the year before"),
            ));
        } else if !seen.insert(*day) {
            errors.push(FieldError::new(
                pointer,
                "duplicate",
                "日期重复",
                "the day is listed twice",
            ));
        }
    }
    seen
}

pub(super) fn is_end_of_year_before(year: i32, day: NaiveDate) -> bool {
    day.year() == year - 1 && day.month() == 12 && day.day() >= 20
}

pub(super) fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn codes(result: Result<Notice>) -> Vec<(String, &'static str)> {
        match result {
            Err(Error::Invalid(errors)) => {
                errors.into_iter().map(|e| (e.pointer, e.code)).collect()
            }
            other => panic!("expected field errors, got {other:?}"),
        }
    }

    #[test]
    fn a_notice_may_begin_on_20_december_and_not_a_day_earlier() {
        assert!(Notice::new(2027, &[day("2026-12-20")], &[]).is_ok());
        let refused = Notice::new(2027, &[day("2026-12-19"), day("2028-01-01")], &[]);
        assert_eq!(
            codes(refused),
            [
                ("/off/0".to_owned(), "outside_year"),
                ("/off/1".to_owned(), "outside_year"),
            ]
        );
    }

    #[test]
    fn a_notice_is_refused_with_every_wrong_day() {
        let refused = Notice::new(
            2027,
            &[day("2027-02-06"), day("2027-02-06")],
            &[day("2027-02-06"), day("2027-02-08"), day("2027-02-13")],
        );
        assert_eq!(
            codes(refused),
            [
                ("/off/1".to_owned(), "duplicate"),
                ("/work/0".to_owned(), "both_off_and_work"),
                ("/work/1".to_owned(), "not_a_weekend"),
            ]
        );
    }
}
