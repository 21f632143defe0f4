//! What stands in a cell, and how texts and days are read off it.

use chrono::{Datelike, NaiveDate};

use super::day::{Days, of_number, of_text};
use super::fault::{Issue, issue};
use super::names::is_none;

/// Characters of a cell at most.
pub const CELL_MAX: usize = 10_000;

/// A cell as it was read.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Empty,
    /// A formula whose result is nothing; from some programs it means that they didn't calculate it.
    Unshown,
    Text(String),
    /// Also days of an xlsx whose cell isn't formatted as one.
    Number(f64),
    Day(NaiveDate),
    Bool(bool),
    /// What can't be taken, by its code, and what is seen of it.
    Fault(&'static str, String),
}

/// What a number of an xlsx means where it is a day: Excel's two calendars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Epoch {
    Y1900,
    Y1904,
}

impl Epoch {
    /// The day of a serial number; None outside of 1900 to 9999.
    pub fn day(self, serial: f64) -> Option<NaiveDate> {
        if !(1.0..3_000_000.0).contains(&serial) {
            return None;
        }
        // The fraction is the hour, which no ledger needs.
        let days = serial.floor() as u64;
        let base = match self {
            Self::Y1904 => NaiveDate::from_ymd_opt(1904, 1, 1)?,
            // The 1900 calendar has a 29 February 1900 that never was.
            Self::Y1900 if days < 60 => NaiveDate::from_ymd_opt(1899, 12, 31)?,
            Self::Y1900 => NaiveDate::from_ymd_opt(1899, 12, 30)?,
        };
        let day = base.checked_add_days(chrono::Days::new(days));
        day.filter(|day| day.year() <= 9999)
    }
}

impl Value {
    /// A text as it was typed, with what is nothing but space being empty.
    pub fn of_text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.trim().is_empty() {
            Self::Empty
        } else if text.chars().count() > CELL_MAX {
            Self::Fault("cell_too_long", text)
        } else {
            Self::Text(text)
        }
    }

    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty | Self::Unshown)
    }

    /// The cell as a text, the way it is shown.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty | Self::Unshown => String::new(),
            Self::Text(text) | Self::Fault(_, text) => text.clone(),
            Self::Number(number) => shown(*number),
            Self::Day(day) => day.to_string(),
            Self::Bool(true) => "是".into(),
            Self::Bool(false) => "否".into(),
        }
    }

    /// The trimmed text; None where the cell is empty.
    ///
    /// # Errors
    /// What can't be read, and numbers that Excel has rounded.
    pub fn text(&self) -> Result<Option<String>, Issue> {
        match self {
            Self::Fault(code, _) => Err(issue(code)),
            // From 16 digits on the last ones are lost.
            Self::Number(number) if number.abs() >= 1e15 => Err(issue("number_too_long")),
            other => {
                let text = other.shown().replace("\r\n", "\n").replace('\r', "\n");
                let text = text.trim();
                Ok((!text.is_empty()).then(|| text.to_owned()))
            }
        }
    }

    /// The day; None where the cell is empty.
    ///
    /// # Errors
    /// What is no day.
    pub fn day(&self, days: Days) -> Result<Option<NaiveDate>, Issue> {
        let found = match self {
            Self::Empty | Self::Unshown => return Ok(None),
            Self::Day(day) => Some(*day),
            Self::Fault(code, _) => return Err(issue(code)),
            Self::Bool(_) => None,
            Self::Number(number) => of_number(*number, days.epoch),
            Self::Text(text) if is_none(text) => return Ok(None),
            Self::Text(text) => of_text(text, days.zone),
        };
        found.map(Some).ok_or_else(|| issue("invalid_day"))
    }
}

fn shown(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        format!("{}", number as i64)
    } else {
        format!("{number}")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const DAYS: Days = Days {
        epoch: Epoch::Y1900,
        zone: chrono_tz::Asia::Shanghai,
    };

    #[test]
    fn both_calendars_of_excel_give_their_days() {
        let wanted = NaiveDate::from_ymd_opt(2021, 8, 2);
        assert_eq!(Epoch::Y1900.day(44_410.0), wanted);
        assert_eq!(Epoch::Y1900.day(44_410.75), wanted);
        assert_eq!(Epoch::Y1904.day(42_948.0), wanted);
        assert_eq!(Epoch::Y1900.day(1.0), NaiveDate::from_ymd_opt(1900, 1, 1));
        assert_eq!(Epoch::Y1900.day(61.0), NaiveDate::from_ymd_opt(1900, 3, 1));
        assert_eq!(Epoch::Y1900.day(0.0), None);
        let last = NaiveDate::from_ymd_opt(9999, 12, 31);
        assert_eq!(Epoch::Y1900.day(2_958_465.0), last);
        assert_eq!(Epoch::Y1900.day(2_958_466.0), None);
        assert_eq!(Epoch::Y1904.day(2_957_003.0), last);
        assert_eq!(Epoch::Y1904.day(2_957_004.0), None);
        assert_eq!(Value::Number(44_410.0).day(DAYS), Ok(wanted));
        assert!(Value::Number(12.0).day(DAYS).is_err());
        assert_eq!(Value::of_text("—").day(DAYS), Ok(None));
        assert_eq!(Value::of_text("明天").day(DAYS), Err(issue("invalid_day")));
    }

    #[test]
    fn numbers_are_shown_as_they_were_typed_and_rounded_ones_are_told() {
        assert_eq!(
            Value::Number(13_800_000_000.0).text(),
            Ok(Some("13800000000".into()))
        );
        assert_eq!(Value::Number(1.5).text(), Ok(Some("1.5".into())));
        assert_eq!(Value::Number(1e17).text(), Err(issue("number_too_long")));
        assert_eq!(Value::of_text(" a\r\nb ").text(), Ok(Some("a\nb".into())));
    }

    #[test]
    fn a_cell_has_ten_thousand_characters_and_a_longer_one_keeps_them_for_whoever_mends_it() {
        let text = |many: usize| "字".repeat(many);
        assert_eq!(
            Value::of_text(text(CELL_MAX)).text(),
            Ok(Some(text(CELL_MAX)))
        );
        let long = Value::of_text(text(CELL_MAX + 1));
        assert_eq!(
            (long.text(), long.shown()),
            (Err(issue("cell_too_long")), text(CELL_MAX + 1))
        );
    }
}
