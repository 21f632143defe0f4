//! A reporting week: seven days from the configured weekday (Monday by default), named by the ISO
//! 8601 week its Thursday lies in (`2021-W31`).

use std::fmt;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::base::given::{days_later, holds};

/// A week by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    first: NaiveDate,
}

impl Week {
    /// The week a day lies in.
    pub fn of(day: NaiveDate, starts_on: Weekday) -> Self {
        Self {
            first: day.week(starts_on).first_day(),
        }
    }

    /// The week that ends on a day, which must be the last day of a week.
    pub fn ending(day: NaiveDate, starts_on: Weekday) -> Option<Self> {
        (day.weekday() == starts_on.pred()).then(|| Self::of(day, starts_on))
    }

    /// Reads `2021-W31`, whose days all may come in.
    pub fn parse(text: &str, starts_on: Weekday) -> Option<Self> {
        let (year, week) = text.split_once("-W")?;
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || week.len() != 2 || !digits(year) || !digits(week) {
            return None;
        }
        let (year, week) = (year.parse().ok()?, week.parse().ok()?);
        let thursday = NaiveDate::from_isoywd_opt(year, week, Weekday::Thu)?;
        let week = holds(thursday).then(|| Self::of(thursday, starts_on))?;
        (holds(week.from()) && holds(week.to())).then_some(week)
    }

    /// Its first day.
    pub fn from(self) -> NaiveDate {
        self.first
    }

    /// Its last day.
    pub fn to(self) -> NaiveDate {
        days_later(self.first, 6)
    }

    pub fn next(self) -> Self {
        Self {
            first: days_later(self.first, 7),
        }
    }

    pub fn previous(self) -> Self {
        let before = self.first.checked_sub_days(Days::new(7));
        Self {
            first: before.unwrap_or(self.first),
        }
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let thursday = self.first.week(Weekday::Fri).last_day();
        let iso = thursday.iso_week();
        write!(f, "{:04}-W{:02}", iso.year(), iso.week())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use Weekday::{Fri, Mon, Sun};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_is_named_by_iso_and_runs_from_monday_to_sunday() {
        let week = Week::parse("2021-W31", Mon).unwrap();
        assert_eq!(
            (week.from(), week.to()),
            (day("2021-08-02"), day("2021-08-08"))
        );
        assert_eq!(Week::of(day("2021-08-08"), Mon), week);
        assert_eq!(Week::of(day("2021-08-09"), Mon), week.next());
        assert_eq!(week.next().previous(), week);
        assert_eq!(week.to_string(), "2021-W31");
    }

    #[test]
    fn a_week_may_begin_on_any_day_and_keeps_one_name() {
        for starts_on in [
            Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Fri,
            Weekday::Sat,
            Sun,
        ] {
            let mut week = Week::of(day("2019-12-20"), starts_on);
            for _ in 0..120 {
                assert_eq!(Week::parse(&week.to_string(), starts_on), Some(week));
                assert_eq!(Week::ending(week.to(), starts_on), Some(week));
                assert_ne!(week.to_string(), week.next().to_string());
                week = week.next();
            }
        }
        let week = Week::parse("2021-W31", Sun).unwrap();
        assert_eq!(
            (week.from(), week.to()),
            (day("2021-08-01"), day("2021-08-07"))
        );
    }

    #[test]
    fn the_first_days_of_january_may_belong_to_the_year_before() {
        assert_eq!(Week::of(day("2021-01-03"), Mon).to_string(), "2020-W53");
        assert_eq!(Week::of(day("2021-01-04"), Mon).to_string(), "2021-W01");
    }

    #[test]
    fn what_is_no_week_is_refused() {
        for text in [
            "2021-W00", "2021-W53", "2021-W1", "21-W01", "2021W31", "2021-W+1", "", "0000-W01",
            "1969-W52", "1970-W01", "2200-W02", "9999-W52",
        ] {
            assert_eq!(Week::parse(text, Mon), None, "{text}");
        }
        for text in ["1970-W02", "2020-W53", "2199-W52"] {
            assert!(Week::parse(text, Mon).is_some(), "{text}");
        }
    }

    #[test]
    fn only_the_last_day_ends_a_week() {
        assert_eq!(
            Week::ending(day("2021-08-08"), Mon),
            Week::parse("2021-W31", Mon)
        );
        assert_eq!(Week::ending(day("2021-08-07"), Mon), None);
        assert!(Week::ending(day("2021-08-07"), Sun).is_some());
    }
}
