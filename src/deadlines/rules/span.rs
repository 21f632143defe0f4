//! How long a clock runs: an amount of a unit.

use chrono::{DateTime, Days, Months, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::base::error::text;
use crate::base::{FieldError, Text};
use crate::calendar::rules::Calendar;
use crate::text_enum;

/// The greatest amount of any unit; the least is 1.
pub const MAX_AMOUNT: u16 = 999;

text_enum! {
    /// What a time limit is counted in. The day on which it starts isn't counted.
    pub enum Unit {
        /// Days that are neither weekend nor holiday, worked weekends included (工作日).
        WorkingDay = "working_day",
        /// Days of the calendar; an end on a day off moves to the next working day (自然日).
        CalendarDay = "calendar_day",
        /// Ends on the same day of the month, or on its last; an end on a day off moves to the next
        /// working day.
        Month = "month",
        /// From an instant, through nights and days off.
        Hour = "hour",
    }
}

crate::in_words!(Unit, crate::vocabulary::problem::UNIT);

/// A stretch of time: an amount of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "Unchecked")]
pub struct Span {
    /// How many units, 1 to 999.
    #[schema(minimum = 1, maximum = 999, example = 3)]
    amount: u16,
    /// What is counted.
    unit: Unit,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    amount: i64,
    unit: Unit,
}

impl TryFrom<Unchecked> for Span {
    type Error = String;

    fn try_from(raw: Unchecked) -> Result<Self, Self::Error> {
        Self::new(raw.amount, raw.unit)
            .ok_or_else(|| format!("amount must be from 1 to {MAX_AMOUNT}"))
    }
}

impl Span {
    pub fn new(amount: i64, unit: Unit) -> Option<Self> {
        let amount = u16::try_from(amount).ok()?;
        (1..=MAX_AMOUNT)
            .contains(&amount)
            .then_some(Self { amount, unit })
    }

    /// [`Span::new`] for a value of a body or query, refused under its pointer.
    ///
    /// # Errors
    /// `out_of_range` where the amount isn't 1 to 999.
    pub fn checked(amount: i64, unit: Unit, pointer: &str) -> Result<Self, FieldError> {
        Self::new(amount, unit).ok_or_else(|| {
            FieldError::new(
                pointer,
                "out_of_range",
                format!("应为1至{MAX_AMOUNT}的整数"),
                format!("must be a whole number from 1 to {MAX_AMOUNT}"),
            )
        })
    }

    pub fn amount(self) -> u16 {
        self.amount
    }

    pub fn unit(self) -> Unit {
        self.unit
    }

    /// As people write it: 3个工作日.
    pub fn text(self) -> Text {
        let n = self.amount;
        let plural = if n == 1 { "" } else { "s" };
        let unit = match self.unit {
            Unit::WorkingDay => "working day",
            Unit::CalendarDay => "calendar day",
            Unit::Month => "month",
            Unit::Hour => "hour",
        };
        text(
            format!("{n}{}", self.unit.zh()),
            format!("{n} {unit}{plural}"),
        )
    }

    pub(super) fn hours(self) -> TimeDelta {
        TimeDelta::hours(i64::from(self.amount))
    }

    /// The day this long before `day`, or, for hours, the day itself: those count from an instant.
    pub(super) fn days_before(self, day: NaiveDate, calendar: &Calendar) -> NaiveDate {
        let n = self.amount;
        match self.unit {
            Unit::WorkingDay => calendar.working_days_before(day, usize::from(n)),
            Unit::CalendarDay => day
                .checked_sub_days(Days::new(u64::from(n)))
                .unwrap_or(NaiveDate::MIN),
            Unit::Month => day
                .checked_sub_months(Months::new(u32::from(n)))
                .unwrap_or(NaiveDate::MIN),
            Unit::Hour => day,
        }
    }

    /// `at` plus this many hours.
    pub(super) fn hours_after(self, at: DateTime<Utc>) -> DateTime<Utc> {
        at.checked_add_signed(self.hours())
            .unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_1_to_999() {
        for (amount, fits) in [
            (-1, false),
            (0, false),
            (1, true),
            (999, true),
            (1_000, false),
            (10_000, false),
            (65_537, false),
        ] {
            assert_eq!(Span::new(amount, Unit::Hour).is_some(), fits, "{amount}");
            let json = serde_json::json!({"amount": amount, "unit": "hour"});
            assert_eq!(
                serde_json::from_value::<Span>(json).is_ok(),
                fits,
                "{amount}"
            );
        }
    }

    #[test]
    fn a_duration_is_written_as_people_say_it() {
        let three = Span::new(3, Unit::WorkingDay).unwrap();
        assert_eq!(three.text().zh, "3个工作日");
        assert_eq!(three.text().en, "3 working days");
    }
}
