//! What a weekly report is made of, and when a week is closed.

mod definitions;
mod example;
mod ledgers;
mod letterhead;
mod listed;
pub mod paper;
mod period;
mod weekly;

pub use definitions::Definition;
pub use example::example;
pub use ledgers::{
    LateEntry, LedgerCell, LedgerClause, LedgerColumn, LedgerColumnKind, LedgerRow, LedgerSection,
    UnreportedEntry,
};
pub use letterhead::{Letterhead, LetterheadIn, Section};
pub use listed::{
    Actor, Entry, ExcludedProblem, Listed, PeerGroup, Point, ProblemRef, SettledProblem, VisitRef,
};
pub use period::{Period, PeriodKind, period_asked};
pub use weekly::{Parts, Weekly, compose};

use chrono::{NaiveDate, NaiveTime, Timelike};

use crate::base::clock::Clock;
use crate::base::given::FIRST_DAY;
use crate::base::{Error, FieldError, Result};
use crate::calendar::Week;

crate::text_enum! {
    /// Whether a report may still change.
    pub enum ReportStatus {
        /// The period runs, its week is neither issued nor past its cut-off, or its month isn't issued; quarters
        /// are always like this (草稿).
        Draft = "draft",
        /// The week is closed or the month issued, and the report never changes again (已封存).
        Closed = "closed",
        /// Made up, to look at a letterhead (示例).
        Example = "example",
    }
}

/// The longest 期号, in characters.
pub use crate::vocabulary::bounds::REPORT_NUMBER as NUMBER_MAX;

/// The instant at which a week is closed by itself: the cut-off time on the day after it.
pub fn cut_off(week: Week, at: NaiveTime, clock: &Clock) -> chrono::DateTime<chrono::Utc> {
    let since_midnight = i64::from(at.num_seconds_from_midnight());
    clock.start_of(week.next().from()) + chrono::Duration::seconds(since_midnight)
}

/// The weeks to close, in order, so that `last` is closed and none before it is left open.
pub fn weeks_to_close(
    closed_through: NaiveDate,
    last: Week,
    starts_on: chrono::Weekday,
) -> impl Iterator<Item = Week> {
    let first = closed_through.succ_opt().unwrap_or(closed_through);
    std::iter::successors(Some(Week::of(first, starts_on)), |week| Some(week.next()))
        .take_while(move |week| *week <= last)
}

/// Which week is asked for: by name, by its last day, or the last one that is over.
///
/// # Errors
/// 422 for no week, a week yet to come, and both at once.
pub fn week_asked(
    week: Option<&str>,
    ending: Option<&str>,
    today: NaiveDate,
    starts_on: chrono::Weekday,
) -> Result<Week> {
    let wrong = |pointer: &str, code, zh: &str, en: &str| {
        Err(Error::invalid(FieldError::new(pointer, code, zh, en)))
    };
    let this = Week::of(today, starts_on);
    let (pointer, asked) = match (week, ending) {
        (None, None) => return Ok(this.previous()),
        (Some(_), Some(_)) => {
            let (zh, en) = (
                "week 与 ending 只能填一个",
                "week and ending exclude each other",
            );
            return wrong("/ending", "duplicate", zh, en);
        }
        (Some(text), None) => ("/week", Week::parse(text, starts_on)),
        (None, Some(text)) => {
            let day = crate::statistics::rules::asked::parse_day(text);
            ("/ending", day.and_then(|day| Week::ending(day, starts_on)))
        }
    };
    match asked.filter(|week| week.previous().from() >= FIRST_DAY) {
        None => wrong(
            pointer,
            "invalid",
            "应为 2021-W31 这样的周，或一周的最后一天",
            "must be a week such as 2021-W31, or the last day of one",
        ),
        Some(week) if week > this => {
            wrong(pointer, "future_week", "该周尚未开始", "lies in the future")
        }
        Some(week) => Ok(week),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use chrono::Weekday::Mon;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn asked(week: Option<&str>, ending: Option<&str>) -> Option<String> {
        let week = week_asked(week, ending, day("2021-08-16"), Mon);
        week.ok().map(|week| week.to_string())
    }

    #[test]
    fn a_week_is_asked_for_by_name_by_its_last_day_or_not_at_all() {
        assert_eq!(asked(Some("2021-W31"), None).unwrap(), "2021-W31");
        assert_eq!(asked(None, Some("2021-08-08")).unwrap(), "2021-W31");
        assert_eq!(asked(None, None).unwrap(), "2021-W32");
        assert_eq!(asked(Some("2021-W33"), None).unwrap(), "2021-W33");
        for (week, ending) in [
            (Some("2021-W34"), None),
            (Some("2021-31"), None),
            (None, Some("2021-08-07")),
            (Some("2021-W31"), Some("2021-08-08")),
        ] {
            assert_eq!(asked(week, ending), None);
        }
    }

    #[test]
    fn weeks_are_closed_in_order_and_none_is_left_out() {
        let last = Week::parse("2021-W33", Mon).unwrap();
        let weeks: Vec<_> = weeks_to_close(day("2021-08-01"), last, Mon)
            .map(|week| week.to_string())
            .collect();
        assert_eq!(weeks, ["2021-W31", "2021-W32", "2021-W33"]);
        assert_eq!(weeks_to_close(day("2021-08-22"), last, Mon).count(), 0);
    }

    #[test]
    fn a_week_is_closed_on_the_monday_after_it_at_noon() {
        let clock = Clock::fixed(chrono::DateTime::UNIX_EPOCH, chrono_tz::Asia::Shanghai);
        let week = Week::parse("2021-W31", Mon).unwrap();
        let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
        assert_eq!(
            clock.show(cut_off(week, noon, &clock)),
            "2021-08-09T12:00:00+08:00"
        );
    }
}
