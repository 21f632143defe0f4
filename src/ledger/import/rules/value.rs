//! What stands in a cell, and how texts and days are read off it.

use chrono::{Days, NaiveDate};

use super::fault::{Issue, issue};

/// Characters of a cell at most.
pub const CELL_MAX: usize = 10_000;

/// A cell as it was read.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Empty,
    Text(String),
    /// Also days of an xlsx whose cell isn't formatted as one.
    Number(f64),
    Day(NaiveDate),
    Bool(bool),
    /// What can't be read, by its code.
    Fault(&'static str),
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
        let (base, days) = match self {
            Self::Y1904 => (NaiveDate::from_ymd_opt(1904, 1, 1)?, days),
            // The 1900 calendar has a 29 February 1900 that never was.
            Self::Y1900 if days < 60 => (NaiveDate::from_ymd_opt(1899, 12, 31)?, days),
            Self::Y1900 => (NaiveDate::from_ymd_opt(1899, 12, 30)?, days),
        };
        base.checked_add_days(Days::new(days))
    }
}

impl Value {
    /// A text as it was typed, with what is nothing but space being empty.
    pub fn of_text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.trim().is_empty() {
            Self::Empty
        } else if text.chars().count() > CELL_MAX {
            Self::Fault("cell_too_long")
        } else {
            Self::Text(text)
        }
    }

    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The cell as a text, the way it is shown.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => shown(*number),
            Self::Day(day) => day.to_string(),
            Self::Bool(true) => "是".into(),
            Self::Bool(false) => "否".into(),
            Self::Fault(_) => "#".into(),
        }
    }

    /// The trimmed text; None where the cell is empty.
    ///
    /// # Errors
    /// What can't be read, and numbers that Excel has rounded.
    pub fn text(&self) -> Result<Option<String>, Issue> {
        match self {
            Self::Fault(code) => Err(issue(code)),
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
    pub fn day(&self, epoch: Epoch) -> Result<Option<NaiveDate>, Issue> {
        let found = match self {
            Self::Empty => return Ok(None),
            Self::Day(day) => Some(*day),
            Self::Fault(code) => return Err(issue(code)),
            Self::Bool(_) => None,
            Self::Number(number) => of_number(*number, epoch),
            Self::Text(text) => {
                let bare = text.trim();
                if is_no_day(bare) {
                    return Ok(None);
                }
                of_text(bare)
            }
        };
        found.map(Some).ok_or_else(|| issue("invalid_day"))
    }
}

/// How officials write that there is none.
fn is_no_day(text: &str) -> bool {
    text.is_empty() || ["-", "—", "——", "/", "无"].contains(&text)
}

fn shown(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        format!("{}", number as i64)
    } else {
        format!("{number}")
    }
}

/// 20210802, or a serial number of this century in a cell that isn't formatted as a day.
fn of_number(number: f64, epoch: Epoch) -> Option<NaiveDate> {
    if number.fract() == 0.0 && (19_000_101.0..=99_991_231.0).contains(&number) {
        let packed = number as i32;
        let (month, day) = (packed / 100 % 100, packed % 100);
        return NaiveDate::from_ymd_opt(packed / 10_000, month as u32, day as u32);
    }
    epoch.day(number).filter(|day| {
        let year = chrono::Datelike::year(day);
        (2000..2100).contains(&year)
    })
}

/// 2021-8-2, 2021/8/2, 2021.8.2, 2021年8月2日, 20210802, each with or without an hour behind it.
fn of_text(text: &str) -> Option<NaiveDate> {
    let date = text.split(['T', ' ', '\u{3000}']).next().unwrap_or("");
    if date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit()) {
        return of_number(date.parse().ok()?, Epoch::Y1900);
    }
    // 2021年8月2日 上午 and 2021年 8月 2日 both occur.
    let date = if text.contains('年') { text } else { date };
    let mut parts = date
        .split(['-', '/', '.', '年', '月', '日', '号'])
        .map(str::trim);
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    let rest = parts.next().unwrap_or("");
    let is_over = parts.next().is_none() && (rest.is_empty() || text.contains('日'));
    NaiveDate::from_ymd_opt(year, month, day).filter(|_| is_over)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        Value::of_text(text).day(Epoch::Y1900).ok().flatten()
    }

    #[test]
    fn a_day_is_read_in_every_way_that_officials_write_it() {
        let wanted = NaiveDate::from_ymd_opt(2021, 8, 2);
        for text in [
            "2021-8-2",
            "2021-08-02",
            "2021/8/2",
            "2021.8.2",
            "2021年8月2日",
            "2021年08月02日",
            "2021年8月2号",
            " 2021-08-02 09:30:00 ",
            "2021-08-02T09:30:00",
            "20210802",
        ] {
            assert_eq!(day(text), wanted, "{text}");
        }
        for text in [
            "2021-2-30",
            "21-8-2",
            "8月2日",
            "明天",
            "2021-8",
            "2021-8-2-1",
            "20211301",
        ] {
            assert_eq!(day(text), None, "{text}");
            assert!(Value::of_text(text).day(Epoch::Y1900).is_err(), "{text}");
        }
        assert_eq!(Value::of_text("—").day(Epoch::Y1900), Ok(None));
    }

    #[test]
    fn both_calendars_of_excel_give_their_days() {
        let wanted = NaiveDate::from_ymd_opt(2021, 8, 2);
        assert_eq!(Epoch::Y1900.day(44_410.0), wanted);
        assert_eq!(Epoch::Y1900.day(44_410.75), wanted);
        assert_eq!(Epoch::Y1904.day(42_948.0), wanted);
        assert_eq!(Epoch::Y1900.day(1.0), NaiveDate::from_ymd_opt(1900, 1, 1));
        assert_eq!(Epoch::Y1900.day(61.0), NaiveDate::from_ymd_opt(1900, 3, 1));
        assert_eq!(Epoch::Y1900.day(0.0), None);
        assert_eq!(Value::Number(44_410.0).day(Epoch::Y1900), Ok(wanted));
        assert!(Value::Number(12.0).day(Epoch::Y1900).is_err());
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
    fn a_cell_has_ten_thousand_characters() {
        assert_eq!(
            Value::of_text("字".repeat(CELL_MAX))
                .text()
                .unwrap()
                .unwrap()
                .chars()
                .count(),
            CELL_MAX
        );
        assert_eq!(
            Value::of_text("字".repeat(CELL_MAX + 1)),
            Value::Fault("cell_too_long")
        );
    }
}
