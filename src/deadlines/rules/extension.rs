//! Extensions: how often, how early they are asked for, and how far they may reach.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::clock::Limit;
use super::span::{Span, Unit};
use crate::base::clock::day_of;
use crate::base::{Error, FieldError, Result};
use crate::calendar::rules::Calendar;

/// An extension or suspension ends at most this many days after today.
const FURTHEST_DAYS: u64 = 365;

/// What extensions (延期) a policy allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// How many may be granted for one clock, 0 to 99.
    #[schema(minimum = 0, maximum = 99, example = 1)]
    pub max_times: u8,
    /// An extension has to be asked for at least so long before the limit; where it is null, before
    /// the limit runs out.
    pub notice: Option<Span>,
}

impl Extension {
    /// The greatest `max_times` a policy may state.
    pub const MOST_TIMES: u8 = 99;
}

/// Whether an extension of a clock can still be asked for at `now`, `granted` being how many it
/// had.
///
/// # Errors
/// `deadline.extension_exhausted`, `deadline.limit_passed` or `deadline.extension_too_late`.
pub fn check_extension_request(
    rule: Option<Extension>,
    granted: usize,
    limit: &Limit,
    calendar: &Calendar,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<()> {
    let max_times = rule.map_or(0, |rule| rule.max_times);
    if granted >= usize::from(max_times) {
        return Err(Error::conflict(
            "deadline.extension_exhausted",
            format!("按规定最多可延期{max_times}次，不能再申请延期"),
            format!("the policy allows {max_times} extensions, and no more can be asked for"),
        ));
    }
    if now >= limit.red_from {
        return Err(Error::conflict(
            "deadline.limit_passed",
            format!("期限已于{}届满，不能再申请延期", limit.due_on),
            format!("the limit ran out on {}", limit.due_on),
        ));
    }
    let in_time = match rule.and_then(|rule| rule.notice) {
        None => true,
        Some(notice) if notice.unit() == Unit::Hour => now <= limit.red_from - notice.hours(),
        Some(notice) => day_of(now, zone) <= notice.days_before(limit.due_on, calendar),
    };
    if in_time {
        return Ok(());
    }
    let notice = rule.and_then(|rule| rule.notice).map(Span::text);
    let (zh, en) = notice.map_or_else(Default::default, |notice| (notice.zh, notice.en));
    Err(Error::conflict(
        "deadline.extension_too_late",
        format!("延期须在期限届满（{}）前至少{zh}提出", limit.due_on),
        format!(
            "an extension is asked for at least {en} before {}",
            limit.due_on
        ),
    ))
}

/// Checks the day an extension or suspension is to last until: after `after` (the present limit,
/// or today) and after today, at most 365 days from today.
///
/// # Errors
/// The field's error, under `pointer`.
pub fn check_until(
    until: NaiveDate,
    after: NaiveDate,
    today: NaiveDate,
    pointer: &str,
) -> Result<(), FieldError> {
    let earliest = after.max(today);
    if until <= earliest {
        return Err(FieldError::new(
            pointer,
            "too_early",
            format!("应晚于{earliest}"),
            format!("must be after {earliest}"),
        ));
    }
    let latest = today
        .checked_add_days(Days::new(FURTHEST_DAYS))
        .unwrap_or(NaiveDate::MAX);
    if until > latest {
        return Err(FieldError::new(
            pointer,
            "too_far",
            format!("不得晚于{latest}（今日起{FURTHEST_DAYS}日内）"),
            format!("must not be after {latest}, {FURTHEST_DAYS} days from today"),
        ));
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::clock::Clock;
    use super::*;

    const ZONE: Tz = chrono_tz::Asia::Shanghai;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// Whether an extension may be asked for of a limit on Wednesday 2021-09-22, after Mid-Autumn.
    fn asked(max_times: u8, notice: Option<(i64, Unit)>, granted: usize, now: &str) -> String {
        let calendar = Calendar::shipped().unwrap();
        let target = Span::new(3, Unit::WorkingDay).unwrap();
        let clock = Clock::new(at("2021-09-16T09:00:00+08:00"), Some(target), None, None).unwrap();
        let limit = clock.limit(&calendar, ZONE);
        let rule = Extension {
            max_times,
            notice: notice.and_then(|(amount, unit)| Span::new(amount, unit)),
        };
        match check_extension_request(Some(rule), granted, &limit, &calendar, ZONE, at(now)) {
            Ok(()) => "yes".into(),
            Err(Error::Conflict { code, .. }) => code.into(),
            Err(other) => other.to_string(),
        }
    }

    #[test]
    fn an_extension_is_asked_for_in_time() {
        let working_day = Some((1, Unit::WorkingDay));
        let too_late = "deadline.extension_too_late";
        let passed = "deadline.limit_passed";
        for (notice, now, expected) in [
            (working_day, "2021-09-18T23:59:59+08:00", "yes"),
            (working_day, "2021-09-19T00:00:00+08:00", too_late),
            (
                Some((1, Unit::CalendarDay)),
                "2021-09-21T23:59:59+08:00",
                "yes",
            ),
            (
                Some((1, Unit::CalendarDay)),
                "2021-09-22T00:00:00+08:00",
                too_late,
            ),
            (Some((2, Unit::Hour)), "2021-09-22T22:00:00+08:00", "yes"),
            (Some((2, Unit::Hour)), "2021-09-22T22:00:01+08:00", too_late),
            (None, "2021-09-22T23:59:59+08:00", "yes"),
            (None, "2021-09-23T00:00:00+08:00", passed),
            (working_day, "2021-09-23T00:00:00+08:00", passed),
        ] {
            assert_eq!(asked(1, notice, 0, now), expected, "{notice:?} at {now}");
        }
    }

    #[test]
    fn no_more_extensions_than_the_policy_allows() {
        let now = "2021-09-17T09:00:00+08:00";
        assert_eq!(asked(2, None, 1, now), "yes");
        assert_eq!(asked(2, None, 2, now), "deadline.extension_exhausted");
        assert_eq!(asked(0, None, 0, now), "deadline.extension_exhausted");
    }

    #[test]
    fn until_is_after_the_limit_and_within_365_days() {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let limit = day("2021-09-22");
        let today = day("2021-09-17");
        for (until, refused) in [
            ("2021-09-22", Some("too_early")),
            ("2021-09-23", None),
            ("2022-09-17", None),
            ("2022-09-18", Some("too_far")),
        ] {
            let found = check_until(day(until), limit, today, "/until");
            assert_eq!(found.err().map(|e| e.code), refused, "{until}");
        }
        let late = check_until(day("2021-10-01"), limit, day("2021-10-01"), "/until");
        assert_eq!(late.err().map(|e| e.code), Some("too_early"));
    }
}
