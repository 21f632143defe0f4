//! How long an enterprise has been running, when a plan is due, and what is a relapse.

use chrono::{Days, Months, NaiveDate};
use serde_json::Value;

use crate::calendar::rules::Calendar;
use crate::directory::rules::OperatingStatus;
use crate::entries::ledger::Fields;

/// The days for which what is revived has to run before that is confirmed.
pub const RUNNING_DAYS: u64 = 30;
/// The working days after its listing within which an enterprise is planned.
pub const PLAN_DAYS: usize = 10;
/// The months after its confirmation within which an enterprise that stands still again has relapsed.
const RELAPSE_MONTHS: u32 = 12;

/// How an enterprise was running since a day, and when that was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub status: OperatingStatus,
    pub since: NaiveDate,
    pub recorded_on: NaiveDate,
}

/// Whether something is produced.
pub fn is_producing(status: OperatingStatus) -> bool {
    matches!(status, OperatingStatus::Running | OperatingStatus::Reduced)
}

/// Whether it stands still, in whole or in part.
pub fn is_halted(status: OperatingStatus) -> bool {
    matches!(
        status,
        OperatingStatus::Halted | OperatingStatus::SemiHalted
    )
}

/// Since when an enterprise has been producing without a break, by its history, the newest day first; of a day what was
/// recorded last, which stands first, counts. No day counts for more than 30 days before it was recorded.
pub fn producing_since(history: &[Stretch]) -> Option<NaiveDate> {
    let mut since = None;
    let mut day = None;
    for stretch in history {
        if day == Some(stretch.since) {
            continue;
        }
        day = Some(stretch.since);
        if !is_producing(stretch.status) {
            break;
        }
        let earliest = stretch
            .recorded_on
            .checked_sub_days(Days::new(RUNNING_DAYS));
        since = Some(earliest.map_or(stretch.since, |earliest| stretch.since.max(earliest)));
    }
    since
}

/// The first day on which what has been producing since a day can be confirmed.
pub fn confirmable_from(since: NaiveDate) -> NaiveDate {
    since
        .checked_add_days(Days::new(RUNNING_DAYS))
        .unwrap_or(since)
}

/// The day by which an enterprise that was listed on a day is planned.
pub fn plan_due_on(listed_on: NaiveDate, calendar: &Calendar) -> NaiveDate {
    calendar.working_days_after(listed_on, PLAN_DAYS)
}

/// Whether an enterprise that stands still since a day has relapsed after having been confirmed on another.
pub fn is_relapse(halted_on: NaiveDate, confirmed_on: NaiveDate) -> bool {
    let until = confirmed_on.checked_add_months(Months::new(RELAPSE_MONTHS));
    until.is_none_or(|until| halted_on <= until)
}

/// What the papers say, out of a row of the statistics.
pub fn sentence(row: &Fields, this: &str) -> String {
    let number = |name: &str| row.get(name).and_then(Value::as_i64).unwrap_or(0);
    let of_period = row.get("period").map(|period| &period["revived"]);
    let percent = row.get("rates").map(|rates| &rates["revived"]["percent"]);
    format!(
        "在册停产半停产企业{}家，已制定一企一策{}家，{this}盘活{}家，累计盘活{}家，盘活率{}。",
        number("listed"),
        number("planned"),
        of_period.and_then(Value::as_i64).unwrap_or(0),
        number("revived"),
        percent
            .and_then(Value::as_str)
            .map_or_else(|| "—".to_owned(), |percent| format!("{percent}%")),
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use serde_json::json;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn stretch(status: OperatingStatus, since: &str, recorded_on: &str) -> Stretch {
        Stretch {
            status,
            since: day(since),
            recorded_on: day(recorded_on),
        }
    }

    #[test]
    fn what_runs_less_and_then_fully_runs_without_a_break() {
        use OperatingStatus::{Halted, Reduced, Running};
        let halted = stretch(Halted, "2021-06-01", "2021-06-01");
        let reduced = stretch(Reduced, "2021-07-10", "2021-07-10");
        let running = stretch(Running, "2021-07-20", "2021-07-20");
        assert_eq!(
            producing_since(&[running, reduced, halted]),
            Some(day("2021-07-10"))
        );
        assert_eq!(producing_since(&[halted]), None);
        assert_eq!(producing_since(&[]), None);
        // Between two halts it runs anew.
        let again = stretch(Halted, "2021-07-15", "2021-07-15");
        assert_eq!(
            producing_since(&[running, again, reduced]),
            Some(day("2021-07-20"))
        );
        // Of one day what was recorded last counts.
        let put_right = stretch(Halted, "2021-07-20", "2021-07-21");
        assert_eq!(producing_since(&[put_right, running, reduced]), None);
    }

    #[test]
    fn a_day_counts_for_30_days_before_it_was_recorded_at_most() {
        let running = |since| stretch(OperatingStatus::Running, since, "2021-08-16");
        assert_eq!(
            producing_since(&[running("2021-07-17")]),
            Some(day("2021-07-17"))
        );
        assert_eq!(
            producing_since(&[running("2021-07-16")]),
            Some(day("2021-07-17"))
        );
        assert_eq!(confirmable_from(day("2021-07-17")), day("2021-08-16"));
    }

    #[test]
    fn who_stands_still_within_twelve_months_has_relapsed() {
        let confirmed = day("2021-08-16");
        assert!(is_relapse(day("2022-08-16"), confirmed));
        assert!(!is_relapse(day("2022-08-17"), confirmed));
    }

    #[test]
    fn the_sentence_has_a_dash_where_there_is_nothing_to_divide_by() {
        let row = json!({"listed": 23, "planned": 20, "revived": 9, "period": {"revived": 2},
            "rates": {"revived": {"percent": "39.1"}}});
        assert_eq!(
            sentence(row.as_object().unwrap(), "本周"),
            "在册停产半停产企业23家，已制定一企一策20家，本周盘活2家，累计盘活9家，盘活率39.1%。"
        );
        let none = json!({"rates": {"revived": {"percent": null}}});
        assert!(sentence(none.as_object().unwrap(), "本月").ends_with("盘活率—。"));
    }
}
