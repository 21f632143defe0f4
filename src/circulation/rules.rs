//! When a mail of the week leaves.

use chrono::{DateTime, Duration, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use crate::base::clock::start_of;

/// How somebody wants the week by mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailPreference {
    pub wanted: bool,
    /// 0–23, local; at once where there is none.
    pub hour: Option<i64>,
}

impl Default for MailPreference {
    fn default() -> Self {
        Self {
            wanted: true,
            hour: None,
        }
    }
}

impl MailPreference {
    /// The first instant from now on at which the mail may leave.
    pub fn leaves_at(self, now: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
        let Some(hour) = self.hour else {
            return now.naive_utc();
        };
        let today = now.with_timezone(&zone).date_naive();
        // Where summer time skips the hour, the day's first instant plus as many hours will do.
        let at = |day| {
            let time = u32::try_from(hour)
                .ok()
                .and_then(|hour| NaiveTime::from_hms_opt(hour, 0, 0))
                .unwrap_or_default();
            chrono::NaiveDate::and_time(&day, time)
                .and_local_timezone(zone)
                .earliest()
                .map_or_else(
                    || start_of(day, zone) + Duration::hours(hour),
                    |at| at.to_utc(),
                )
        };
        let first = at(today);
        let then = match today.succ_opt() {
            Some(tomorrow) if first < now => at(tomorrow),
            Some(_) | None => first,
        };
        then.naive_utc()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_mail_leaves_at_once_or_at_the_next_such_hour() {
        let now: DateTime<Utc> = "2021-08-09T12:00:30+08:00".parse().unwrap();
        for (hour, leaves) in [
            (None, "2021-08-09T12:00:30+08:00"),
            (Some(11), "2021-08-10T11:00:00+08:00"),
            (Some(12), "2021-08-10T12:00:00+08:00"),
            (Some(13), "2021-08-09T13:00:00+08:00"),
            (Some(0), "2021-08-10T00:00:00+08:00"),
            (Some(23), "2021-08-09T23:00:00+08:00"),
        ] {
            let wish = MailPreference { wanted: true, hour };
            let leaves: DateTime<Utc> = leaves.parse().unwrap();
            assert_eq!(
                wish.leaves_at(now, Tz::Asia__Shanghai),
                leaves.naive_utc(),
                "{hour:?}"
            );
        }
        let sharp: DateTime<Utc> = "2021-08-09T12:00:00+08:00".parse().unwrap();
        let noon = MailPreference {
            wanted: true,
            hour: Some(12),
        };
        assert_eq!(noon.leaves_at(sharp, Tz::Asia__Shanghai), sharp.naive_utc());
    }

    #[test]
    fn an_hour_that_summer_time_skips_is_the_one_after_it() {
        let now: DateTime<Utc> = "2021-03-28T00:30:00+01:00".parse().unwrap();
        let wish = MailPreference {
            wanted: true,
            hour: Some(2),
        };
        let leaves: DateTime<Utc> = "2021-03-28T03:00:00+02:00".parse().unwrap();
        assert_eq!(wish.leaves_at(now, Tz::Europe__Berlin), leaves.naive_utc());
    }
}
