//! Days and instants that come from outside: in queries, bodies, cursors, files and on the command line.
//!
//! A calendar has days that no database keeps alike and no arithmetic gets past; what comes in is one of
//! these types, which can't hold them. `NaiveDate` and `DateTime` are for what we have made ourselves.

use std::fmt;

use chrono::{DateTime, Days, NaiveDate, SubsecRound, Utc};
use serde::{Deserialize, Deserializer, Serialize, de};

/// Days before this one are refused everywhere: nothing was recorded then.
pub const FIRST_DAY: NaiveDate = day_of(1970, 1, 1);
/// Days after this one are refused everywhere.
pub const LAST_DAY: NaiveDate = day_of(2199, 12, 31);
/// What is put on record is no older: a year before it is a slip of the hand.
pub const FIRST_RECORDED: NaiveDate = day_of(2000, 1, 1);

/// How a fault begins that says a day or instant lies outside of these; [`super::http`] makes a code of it.
pub const OUTSIDE: &str = "outside of 1970-01-01 to 2199-12-31";

const fn day_of(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

/// Whether a day is one that may come in.
pub fn holds(day: NaiveDate) -> bool {
    (FIRST_DAY..=LAST_DAY).contains(&day)
}

/// So many days later; the last day there is where that lies beyond it.
pub fn days_later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days))
        .unwrap_or(NaiveDate::MAX)
}

/// Why a text is none of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("malformed")]
    Malformed,
    #[error("{OUTSIDE}")]
    Outside,
}

/// A day as `YYYY-MM-DD` and in no other spelling, 1970-01-01 to 2199-12-31. (The name is the one by which
/// utoipa writes `format: date`.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Date(NaiveDate);

impl Date {
    /// # Errors
    /// What is no such day.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let is_plain = |(at, byte): (usize, u8)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        };
        if text.len() != 10 || !text.bytes().enumerate().all(is_plain) {
            return Err(Fault::Malformed);
        }
        let day: NaiveDate = text.parse().map_err(|_| Fault::Malformed)?;
        holds(day).then_some(Self(day)).ok_or(Fault::Outside)
    }

    /// A day that we keep, on its way out and back in a cursor.
    pub fn kept(day: NaiveDate) -> Self {
        Self(day)
    }
}

impl From<Date> for NaiveDate {
    fn from(date: Date) -> Self {
        date.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text(Self::parse))
    }
}

/// An instant in RFC 3339 with its offset, within the days of [`Date`], in whole milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Instant(DateTime<Utc>);

impl Instant {
    /// # Errors
    /// What is no such instant.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let at = DateTime::parse_from_rfc3339(text).map_err(|_| Fault::Malformed)?;
        // The local day is the one before or the one after at most.
        let at = at.to_utc().trunc_subsecs(3);
        let day = at.date_naive();
        let is_inside = FIRST_DAY < day && day < LAST_DAY;
        is_inside.then_some(Self(at)).ok_or(Fault::Outside)
    }

    /// An instant that we keep, on its way out and back in a cursor.
    pub fn kept(at: DateTime<Utc>) -> Self {
        Self(at)
    }
}

impl From<Instant> for DateTime<Utc> {
    fn from(instant: Instant) -> Self {
        instant.0
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text(Self::parse))
    }
}

/// Reads a text without a copy of it.
struct Text<T>(fn(&str) -> Result<T, Fault>);

impl<T> de::Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day or an instant")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).map_err(E::custom)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_in_one_way_and_lies_within_the_calendar() {
        for text in ["1970-01-01", "2021-08-02", "2024-02-29", "2199-12-31"] {
            let read = Date::parse(text).unwrap();
            assert_eq!(read.to_string(), text);
            assert_eq!(serde_json::to_value(read).unwrap(), text);
            assert_eq!(serde_json::from_value::<Date>(text.into()).unwrap(), read);
        }
        for text in ["1969-12-31", "2200-01-01", "0000-01-01", "9999-12-31"] {
            assert_eq!(Date::parse(text), Err(Fault::Outside), "{text}");
        }
        for text in [
            "",
            "2021-8-2",
            "2021-02-30",
            "2021-13-01",
            "20210802",
            "2021/08/02",
            " 2021-08-02",
            "2021-08-02T00:00:00Z",
            "+2021-08-2",
            "-021-08-02",
            "+262142-12-31",
            "-262143-01-01",
            "２０２１",
            "today",
        ] {
            assert_eq!(Date::parse(text), Err(Fault::Malformed), "{text}");
        }
        assert!(serde_json::from_value::<Date>(20_210_802.into()).is_err());
    }

    #[test]
    fn an_instant_has_an_offset_and_lies_within_the_calendar() {
        let read =
            |text: &str| Instant::parse(text).map(|at| DateTime::<Utc>::from(at).to_rfc3339());
        assert_eq!(
            read("2021-08-17T09:00:00.123456+08:00").unwrap(),
            "2021-08-17T01:00:00.123+00:00"
        );
        for text in [
            "1969-12-31T23:59:59Z",
            "2199-12-31T00:00:00Z",
            "9999-12-31T23:59:59-23:59",
            "0000-01-01T00:00:00+23:59",
        ] {
            assert_eq!(read(text), Err(Fault::Outside), "{text}");
        }
        for text in [
            "",
            "2021-08-17",
            "2021-08-17T09:00:00",
            "+262142-12-31T23:59:59Z",
            "2021-08-17T25:00:00Z",
        ] {
            assert_eq!(read(text), Err(Fault::Malformed), "{text}");
        }
    }

    #[test]
    fn what_is_sent_out_is_read_again() {
        let at = Instant::parse("2021-08-17T01:00:00.5Z").unwrap();
        let sent = serde_json::to_value(at).unwrap();
        assert_eq!(serde_json::from_value::<Instant>(sent).unwrap(), at);
    }

    #[test]
    fn days_later_stay_days() {
        assert_eq!(days_later(day_of(2021, 8, 31), 1), day_of(2021, 9, 1));
        assert_eq!(days_later(LAST_DAY, u64::MAX), NaiveDate::MAX);
    }
}
