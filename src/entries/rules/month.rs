//! Months: which is reported when, and what they come to.

use chrono::{Datelike, NaiveDate};

use crate::base::given::Date;
use crate::calendar::rules::Calendar;
use crate::entries::description::MonthRule;

/// From this day on the running month is taken.
pub const RUNNING_FROM: u32 = 20;

/// A month as `YYYY-MM`: its first day.
pub fn parse(text: &str) -> Option<NaiveDate> {
    Date::parse(&format!("{text}-01")).ok().map(NaiveDate::from)
}

pub fn written(month: NaiveDate) -> String {
    format!("{:04}-{:02}", month.year(), month.month())
}

pub fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The day by which a month is reported: its due day, or the working day before where that is a day off.
pub fn due_on(rule: &MonthRule, month: NaiveDate, calendar: &Calendar) -> NaiveDate {
    let day = month.with_day(rule.due_day).unwrap_or(month);
    match calendar.is_working(day) {
        true => day,
        false => calendar.working_days_before(day, 1),
    }
}

/// The last month whose due day has passed on a day.
pub fn through(rule: &MonthRule, day: NaiveDate, calendar: &Calendar) -> NaiveDate {
    let this = first_of(day);
    match due_on(rule, this, calendar) < day {
        true => this,
        false => this.pred_opt().map_or(this, first_of),
    }
}

/// Whether a month may be reported on a day: one that is over, or the running one from the 20th on.
pub fn is_reportable(month: NaiveDate, today: NaiveDate) -> bool {
    let this = first_of(today);
    month < this || (month == this && today.day() >= RUNNING_FROM)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_is_due_on_the_25th_or_the_working_day_before() {
        let rule = MonthRule {
            figures: &[],
            from: &[],
            who: &[],
            due_day: 25,
        };
        let calendar = Calendar::shipped().unwrap();
        assert_eq!(
            due_on(&rule, day("2021-07-01"), &calendar),
            day("2021-07-23")
        );
        assert_eq!(
            due_on(&rule, day("2021-08-01"), &calendar),
            day("2021-08-25")
        );
        assert_eq!(
            through(&rule, day("2021-07-23"), &calendar),
            day("2021-06-01")
        );
        assert_eq!(
            through(&rule, day("2021-07-24"), &calendar),
            day("2021-07-01")
        );
        assert_eq!(
            through(&rule, day("2021-08-16"), &calendar),
            day("2021-07-01")
        );
    }

    #[test]
    fn the_running_month_is_taken_from_the_20th_on() {
        for (today, may) in [
            ("2021-08-19", false),
            ("2021-08-20", true),
            ("2021-08-31", true),
        ] {
            assert_eq!(is_reportable(day("2021-08-01"), day(today)), may, "{today}");
        }
        assert!(is_reportable(day("2021-07-01"), day("2021-08-01")));
        assert!(!is_reportable(day("2021-09-01"), day("2021-08-31")));
    }

    #[test]
    fn a_month_is_written_as_it_is_read() {
        assert_eq!(parse("2021-07").map(written).as_deref(), Some("2021-07"));
        for text in ["2021-13", "2021-7", "2021", "2021-07-01", "2200-01"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
