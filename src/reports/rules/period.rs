//! What stretch of days a report is about: a week, a month or a quarter.

use chrono::{Datelike, Months, NaiveDate};

use crate::base::given::FIRST_DAY;
use crate::base::{Error, FieldError, Result};
use crate::calendar::Week;
use crate::statistics::rules::asked::{last_of_month, parse_month};

crate::text_enum! {
    /// What stretch of days a report is about.
    pub enum PeriodKind {
        Week = "week",
        Month = "month",
        Quarter = "quarter",
    }
}

impl PeriodKind {
    /// 本周, 本月, 本季度.
    pub const fn this(self) -> &'static str {
        match self {
            Self::Week => "本周",
            Self::Month => "本月",
            Self::Quarter => "本季度",
        }
    }

    /// 上周, 上月, 上季度.
    pub const fn last(self) -> &'static str {
        match self {
            Self::Week => "上周",
            Self::Month => "上月",
            Self::Quarter => "上季度",
        }
    }

    /// 周, 个月, 个季度: what several are counted by.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Week => "周",
            Self::Month => "个月",
            Self::Quarter => "个季度",
        }
    }
}

/// A week, or a month or quarter by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    Week(Week),
    Month(NaiveDate),
    Quarter(NaiveDate),
}

impl Period {
    /// Reads `2021-08` as a month.
    pub fn month(text: &str) -> Option<Self> {
        parse_month(text).map(|(first, _)| Self::Month(first))
    }

    /// Reads `2021-Q3` as a quarter.
    pub fn quarter(text: &str) -> Option<Self> {
        let (year, quarter) = text.split_once("-Q")?;
        let quarter: u32 = quarter.parse().ok().filter(|q| (1..=4).contains(q))?;
        let (first, _) = parse_month(&format!("{year}-{:02}", quarter * 3 - 2))?;
        Some(Self::Quarter(first)).filter(|read| read.to_string() == text)
    }

    /// The month a day lies in.
    pub fn month_of(day: NaiveDate) -> Self {
        Self::Month(day.with_day(1).unwrap_or(day))
    }

    /// The quarter a day lies in.
    pub fn quarter_of(day: NaiveDate) -> Self {
        let Self::Month(first) = Self::month_of(day) else {
            return Self::Quarter(day);
        };
        Self::Quarter(back(first, first.month0() % 3))
    }

    pub fn kind(self) -> PeriodKind {
        match self {
            Self::Week(_) => PeriodKind::Week,
            Self::Month(_) => PeriodKind::Month,
            Self::Quarter(_) => PeriodKind::Quarter,
        }
    }

    pub fn from(self) -> NaiveDate {
        match self {
            Self::Week(week) => week.from(),
            Self::Month(first) | Self::Quarter(first) => first,
        }
    }

    pub fn to(self) -> NaiveDate {
        match self {
            Self::Week(week) => week.to(),
            Self::Month(first) => last_of_month(first),
            Self::Quarter(first) => last_of_month(moved(first, 2)),
        }
    }

    pub fn previous(self) -> Self {
        match self {
            Self::Week(week) => Self::Week(week.previous()),
            Self::Month(first) => Self::Month(back(first, 1)),
            Self::Quarter(first) => Self::Quarter(back(first, 3)),
        }
    }
}

/// `2021-W31`, `2021-08`, `2021-Q3`.
impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Week(week) => week.fmt(f),
            Self::Month(first) => write!(f, "{}", first.format("%Y-%m")),
            Self::Quarter(first) => write!(f, "{}-Q{}", first.year(), first.month0() / 3 + 1),
        }
    }
}

/// A month or quarter as somebody asks for it; the last one that is over where they don't say.
///
/// # Errors
/// 422 for what is none, for one yet to come and for one before all records.
pub fn period_asked(
    pointer: &str,
    read: Option<Option<Period>>,
    around: fn(NaiveDate) -> Period,
    today: NaiveDate,
) -> Result<Period> {
    let wrong =
        |code, zh: &str, en: &str| Err(Error::invalid(FieldError::new(pointer, code, zh, en)));
    match read {
        None => Ok(around(today).previous()),
        Some(Some(period)) if period.from() > today => {
            wrong("future_week", "该期间尚未开始", "lies in the future")
        }
        Some(Some(period)) if period.previous().from() >= FIRST_DAY => Ok(period),
        Some(_) => wrong(
            "invalid",
            "应为 2021-08 这样的月，或 2021-Q3 这样的季度",
            "must be like 2021-08, or 2021-Q3",
        ),
    }
}

fn back(first: NaiveDate, months: u32) -> NaiveDate {
    first
        .checked_sub_months(Months::new(months))
        .unwrap_or(first)
}

fn moved(first: NaiveDate, months: u32) -> NaiveDate {
    first
        .checked_add_months(Months::new(months))
        .unwrap_or(first)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn months_and_quarters_are_read_as_they_are_written() {
        for (text, period, from, to, before) in [
            (
                "2021-08",
                Period::month("2021-08"),
                "2021-08-01",
                "2021-08-31",
                "2021-07",
            ),
            (
                "2021-01",
                Period::month("2021-01"),
                "2021-01-01",
                "2021-01-31",
                "2020-12",
            ),
            (
                "2021-Q3",
                Period::quarter("2021-Q3"),
                "2021-07-01",
                "2021-09-30",
                "2021-Q2",
            ),
            (
                "2024-Q1",
                Period::quarter("2024-Q1"),
                "2024-01-01",
                "2024-03-31",
                "2023-Q4",
            ),
        ] {
            let period = period.unwrap();
            assert_eq!(period.to_string(), text);
            assert_eq!(period.from().to_string(), from);
            assert_eq!(period.to().to_string(), to);
            assert_eq!(period.previous().to_string(), before);
        }
        let day = "2021-08-16".parse().unwrap();
        assert_eq!(Period::quarter_of(day).to_string(), "2021-Q3");
        assert_eq!(Period::month_of(day).to_string(), "2021-08");
        for text in ["2021-Q0", "2021-Q5", "2021-Q03", "21-Q1", "2021-08", ""] {
            assert_eq!(Period::quarter(text), None, "{text}");
        }
    }
}
