//! Which days are working days, and why.
//!
//! A year's notice (国务院办公厅关于部分节假日安排的通知) lists the days off, weekends within a
//! holiday included, and the weekends that are worked in exchange. Beyond the published years only
//! weekends and the statutory days with a fixed date are known, and everything counted there is
//! provisional.

mod notice;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::base::error::text;
use crate::base::given::Date;
use crate::base::{Error, FieldError, Result, Text};
use notice::{is_end_of_year_before, is_weekend};

pub use notice::Notice;

/// The years a calendar can be asked about or given a notice for.
pub const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// Before this year nothing but weekends is known, not even assumed.
const FIRST_ASSUMED_YEAR: i32 = 2021;

/// Statutory days off with a fixed date, as (month, day): New Year's Day, Labour Day, National Day.
/// Source: 《全国年节及纪念日放假办法》 as revised in 2024 (State Council decree 795).
const FIXED_STATUTORY_DAYS: [(u32, u32); 6] = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)];

/// The notices of 2021–2026, as published.
const SHIPPED: &str = include_str!("../holidays.json");

/// Why a day is a working day or a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    Weekday,
    Weekend,
    /// Off by the year's notice.
    Holiday,
    /// A weekend day worked in exchange, by the year's notice.
    SwappedWeekend,
    /// A statutory day off of a year whose notice isn't published.
    AssumedHoliday,
}

impl Why {
    pub fn is_working(self) -> bool {
        matches!(self, Self::Weekday | Self::SwappedWeekend)
    }

    pub fn text(self) -> Text {
        match self {
            Self::Weekday => text("工作日", "a working day"),
            Self::Weekend => text("周末", "a weekend"),
            Self::Holiday => text("节假日，按放假通知休息", "a day off by the year's notice"),
            Self::SwappedWeekend => text(
                "周末调休上班，按放假通知计为工作日",
                "a weekend day worked by the year's notice",
            ),
            Self::AssumedHoliday => text(
                "法定节假日（该年放假通知尚未公布，暂按法定日期推定）",
                "a statutory day off, assumed while the year's notice is unpublished",
            ),
        }
    }
}

/// The holiday that a day off by a year's notice belongs to: each keeps to its weeks of the year.
pub fn holiday_name(date: NaiveDate) -> &'static str {
    match (date.month(), date.day()) {
        (12, _) | (1, ..=10) => "元旦",
        (1 | 2, _) => "春节",
        (3 | 4, ..=15) => "清明节",
        (4, _) | (5, ..=10) => "劳动节",
        (5 | 6, _) => "端午节",
        (9, _) => "中秋节",
        (10, _) => "国庆节",
        _ => "节假日",
    }
}

/// What the calendar says of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    pub date: NaiveDate,
    pub working: bool,
    pub why: Why,
    /// The year's notice isn't published, so that this may still change.
    pub provisional: bool,
}

/// The published notices by year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    notices: BTreeMap<i32, Notice>,
}

impl Calendar {
    /// The notices that come with the product.
    ///
    /// # Errors
    /// Only if the embedded file were broken, which a test rules out.
    pub fn shipped() -> Result<Self> {
        let notices = read_notices(SHIPPED).map_err(Error::internal)?;
        Ok(Self::of(notices))
    }

    pub fn of(notices: BTreeMap<i32, Notice>) -> Self {
        Self { notices }
    }

    /// The same calendar with one year's notice published or corrected.
    #[must_use]
    pub fn with_notice(mut self, year: i32, notice: Notice) -> Self {
        self.notices.insert(year, notice);
        self
    }

    pub fn notice(&self, year: i32) -> Option<&Notice> {
        self.notices.get(&year)
    }

    /// The published years with their notices, earliest first.
    pub fn notices(&self) -> impl Iterator<Item = (i32, &Notice)> + '_ {
        self.notices.iter().map(|(year, notice)| (*year, notice))
    }

    pub fn published(&self, year: i32) -> bool {
        self.notices.contains_key(&year)
    }

    /// Whether every day after `after` and up to `through` lies in a published year.
    pub fn published_within(&self, after: NaiveDate, through: NaiveDate) -> bool {
        after
            .succ_opt()
            .is_none_or(|first| (first.year()..=through.year()).all(|year| self.published(year)))
    }

    /// What is known of one day. The notice of the following year has the last word on the end of
    /// December, since it comes later and rearranges those days for its New Year.
    pub fn day(&self, date: NaiveDate) -> Day {
        let year = date.year();
        let following = if is_end_of_year_before(year + 1, date) {
            self.notices.get(&(year + 1))
        } else {
            None
        };
        let why = following
            .and_then(|notice| notice.says(date))
            .or_else(|| self.notices.get(&year).and_then(|notice| notice.says(date)))
            .unwrap_or_else(|| self.unlisted(date));
        Day {
            date,
            working: why.is_working(),
            why,
            provisional: !self.published(year),
        }
    }

    fn unlisted(&self, date: NaiveDate) -> Why {
        let assumed = date.year() >= FIRST_ASSUMED_YEAR
            && !self.published(date.year())
            && FIXED_STATUTORY_DAYS.contains(&(date.month(), date.day()));
        if assumed {
            Why::AssumedHoliday
        } else if is_weekend(date) {
            Why::Weekend
        } else {
            Why::Weekday
        }
    }

    pub fn is_working(&self, date: NaiveDate) -> bool {
        self.day(date).working
    }

    /// `date` itself, or the next working day where it is a day off.
    pub fn on_or_after(&self, date: NaiveDate) -> NaiveDate {
        date.iter_days()
            .find(|day| self.is_working(*day))
            .unwrap_or(NaiveDate::MAX)
    }

    /// The `n`-th working day after `date`; `date` itself for 0.
    pub fn working_days_after(&self, date: NaiveDate, n: usize) -> NaiveDate {
        let Some(nth) = n.checked_sub(1) else {
            return date;
        };
        date.iter_days()
            .skip(1)
            .filter(|day| self.is_working(*day))
            .nth(nth)
            .unwrap_or(NaiveDate::MAX)
    }

    /// The `n`-th working day before `date`; `date` itself for 0.
    pub fn working_days_before(&self, date: NaiveDate, n: usize) -> NaiveDate {
        let Some(nth) = n.checked_sub(1) else {
            return date;
        };
        date.iter_days()
            .rev()
            .skip(1)
            .filter(|day| self.is_working(*day))
            .nth(nth)
            .unwrap_or(NaiveDate::MIN)
    }

    /// How many working days lie in the half-open span [from, until).
    pub fn working_days_in(&self, from: NaiveDate, until: NaiveDate) -> usize {
        from.iter_days()
            .take_while(|day| *day < until)
            .filter(|day| self.is_working(*day))
            .count()
    }

    /// The year whose notice ought to be here and isn't: this year's, or, from November on, next
    /// year's.
    pub fn missing_notice(&self, today: NaiveDate) -> Option<i32> {
        let this_year = today.year();
        if !self.published(this_year) {
            Some(this_year)
        } else if today.month() >= 11 && !self.published(this_year + 1) {
            Some(this_year + 1)
        } else {
            None
        }
    }
}

/// The days of a list that came in.
pub fn days(given: Vec<Date>) -> Vec<NaiveDate> {
    given.into_iter().map(NaiveDate::from).collect()
}

/// Reads a file of notices: `{"2027": {"off": [days], "work": [days]}, …}`.
///
/// # Errors
/// [`Error::Malformed`] where it isn't such a file, [`Error::Invalid`] with every wrong day.
pub fn read_notices(file: &str) -> Result<BTreeMap<i32, Notice>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Lists {
        off: Vec<Date>,
        work: Vec<Date>,
    }
    let years: BTreeMap<i32, Lists> = serde_json::from_str(file).map_err(|e| {
        Error::Malformed(text(
            format!("放假安排文件格式不正确：{e}"),
            format!("not a file of notices: {e}"),
        ))
    })?;
    let mut notices = BTreeMap::new();
    let mut errors = Vec::new();
    for (year, lists) in years {
        match Notice::new(year, &days(lists.off), &days(lists.work)) {
            Ok(notice) => drop(notices.insert(year, notice)),
            Err(Error::Invalid(wrong)) => {
                errors.extend(wrong.into_iter().map(|error| FieldError {
                    pointer: format!("/{year}{}", error.pointer),
                    ..error
                }))
            }
            Err(other) => return Err(other),
        }
    }
    if errors.is_empty() {
        Ok(notices)
    } else {
        Err(Error::Invalid(errors))
    }
}

/// A running limit that another calendar would move, or has moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MovedLimit {
    pub problem_id: i64,
    /// The problem's number.
    #[schema(example = "SH-2021-016")]
    pub number: String,
    /// Which clock of the problem: `solve`, `accept`, …
    #[schema(example = "solve")]
    pub clock: String,
    /// The day on which the limit ends without the notice.
    #[schema(example = "2027-01-04")]
    pub from_due_on: NaiveDate,
    /// The day on which it ends with the notice.
    #[schema(example = "2027-01-05")]
    pub to_due_on: NaiveDate,
    /// Whether the new day is still provisional (暂定).
    pub provisional: bool,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn shipped() -> Calendar {
        Calendar::shipped().unwrap()
    }

    #[test]
    fn the_shipped_notices_are_valid_and_cover_2021_to_2026() {
        let years: Vec<i32> = shipped().notices().map(|(year, _)| year).collect();
        assert_eq!(years, [2021, 2022, 2023, 2024, 2025, 2026]);
    }

    #[test]
    fn every_day_says_why_it_counts_or_not() {
        let calendar = shipped();
        for (date, why) in [
            ("2021-09-16", Why::Weekday),
            ("2021-09-18", Why::SwappedWeekend),
            ("2021-09-19", Why::Holiday),
            ("2021-09-25", Why::Weekend),
            ("2027-01-01", Why::AssumedHoliday),
            ("2027-05-02", Why::AssumedHoliday),
            ("2027-05-03", Why::Weekday),
            ("2027-10-03", Why::AssumedHoliday),
            ("2027-10-04", Why::Weekday),
            ("2027-02-06", Why::Weekend),
            ("2020-10-01", Why::Weekday),
            ("2020-10-03", Why::Weekend),
        ] {
            assert_eq!(calendar.day(day(date)).why, why, "{date}");
        }
    }

    #[test]
    fn only_unpublished_years_are_provisional() {
        let calendar = shipped();
        for (date, provisional) in [
            ("2020-12-31", true),
            ("2021-01-01", false),
            ("2026-12-31", false),
            ("2027-01-01", true),
        ] {
            assert_eq!(calendar.day(day(date)).provisional, provisional, "{date}");
        }
    }

    #[test]
    fn the_following_years_notice_has_the_last_word_on_late_december() {
        // 31 December 2026 is a Thursday, 2 January 2027 a Saturday.
        let before = shipped();
        assert!(before.is_working(day("2026-12-31")));
        let notice = Notice::new(
            2027,
            &[day("2026-12-31"), day("2027-01-01")],
            &[day("2026-12-27")],
        )
        .unwrap();
        let after = before.with_notice(2027, notice);
        assert_eq!(after.day(day("2026-12-31")).why, Why::Holiday);
        assert_eq!(after.day(day("2026-12-27")).why, Why::SwappedWeekend);
        assert!(!after.day(day("2027-01-04")).provisional);
    }

    #[test]
    fn a_published_year_has_only_the_days_off_it_lists() {
        let calendar = Calendar::default().with_notice(2027, Notice::new(2027, &[], &[]).unwrap());
        assert_eq!(calendar.day(day("2027-10-01")).why, Why::Weekday);
    }

    #[test]
    fn a_missing_notice_is_told_from_november_on() {
        let calendar = shipped();
        for (today, missing) in [
            ("2026-10-31", None),
            ("2026-11-01", Some(2027)),
            ("2026-12-31", Some(2027)),
            ("2027-01-01", Some(2027)),
            ("2025-11-01", None),
        ] {
            assert_eq!(calendar.missing_notice(day(today)), missing, "{today}");
        }
    }

    #[test]
    fn working_days_are_counted_forwards_backwards_and_between() {
        let calendar = shipped();
        let thursday = day("2021-09-16");
        assert_eq!(calendar.working_days_after(thursday, 0), thursday);
        assert_eq!(calendar.working_days_after(thursday, 3), day("2021-09-22"));
        assert_eq!(calendar.working_days_before(day("2021-09-22"), 3), thursday);
        assert_eq!(calendar.working_days_in(thursday, day("2021-09-22")), 3);
        assert_eq!(calendar.working_days_in(day("2021-09-22"), thursday), 0);
        assert_eq!(calendar.on_or_after(day("2021-09-19")), day("2021-09-22"));
    }
}
