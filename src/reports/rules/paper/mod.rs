//! A paper: what a report says, in the order in which it says it. It is made once; Word, Excel, PDF
//! and the page only draw it, so that no two of them can disagree.

mod ledgers;
mod lists;
mod policy;
mod schedule;
mod slip;
mod tables;
mod weekly;

pub use policy::{POLICY, Policy, policy};
pub use schedule::{SCHEDULE, Schedule, ScheduleNode, schedule};
pub use slip::{Slip, SlipKind, slip};
pub use weekly::{file_name, weekly};

use chrono::NaiveDate;

use super::Definition;
use crate::statistics::rules::percent::Rate;

/// A whole paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub size: Size,
    /// 发文机关标志, in red over a red line.
    pub red_head: Option<String>,
    pub title: String,
    /// Under the title: number and days.
    pub under: Vec<String>,
    /// A mark that nobody overlooks, such as 草稿.
    pub mark: Option<String>,
    pub blocks: Vec<Block>,
    pub signature: Option<Signature>,
    /// When it was closed, and the head of the audit chain.
    pub foot: Vec<String>,
    /// The day that the files carry inside, so that the same paper is the same bytes.
    pub dated: NaiveDate,
}

/// On what it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Upright, as official papers are.
    A4,
    /// In landscape, for tables that are pinned to a wall.
    A3Wide,
}

/// 署名 and 成文日期.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub name: String,
    pub on: NaiveDate,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// 一、
    Heading(String),
    /// （一）
    Subheading(String),
    Paragraph(String),
    /// A remark beside a table.
    Note(String),
    Table(Table),
    Chart(Chart),
    Definitions(Vec<Definition>),
}

/// Where Excel puts a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sheet {
    Totals,
    Parks,
    Departments,
    Groups,
    Lists,
    Ledgers,
}

impl Sheet {
    pub const ALL: [Self; 6] = [
        Self::Totals,
        Self::Parks,
        Self::Departments,
        Self::Groups,
        Self::Lists,
        Self::Ledgers,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Totals => "总表",
            Self::Parks => "园区",
            Self::Departments => "承办单位",
            Self::Groups => "类别和解决层级",
            Self::Lists => "清单",
            Self::Ledgers => "台账",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub sheet: Sheet,
    /// What it is called where no heading stands over it.
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Two neighbours of one group stand under its name: 收集 over 累计 and 本周.
    pub group: Option<&'static str>,
    pub name: String,
    pub kind: Kind,
    /// Its share of the width.
    pub width: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Change,
    Rate,
    Day,
    /// A limit, and the original one where it was extended.
    Limit,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub cells: Vec<Cell>,
    /// 合计.
    pub is_sum: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Number(i64),
    Change(i64),
    Rate(Rate),
    /// A decimal number, as it is shown.
    Decimal(String),
    Day(NaiveDate),
    Limit {
        on: NaiveDate,
        original: Option<NaiveDate>,
    },
    /// There is nothing to say.
    Nothing,
}

/// Numbers to look at: never more than stands in a table of the same paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    pub sheet: Sheet,
    pub title: String,
    pub shape: Shape,
    /// What the places of the axis are called: 周, 承办单位.
    pub axis: &'static str,
    pub places: Vec<String>,
    pub series: Vec<Series>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Over time.
    Lines,
    /// The longest first.
    Bars,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    pub name: &'static str,
    pub values: Vec<i64>,
}

impl Line {
    pub fn new(cells: Vec<Cell>) -> Self {
        Self {
            cells,
            is_sum: false,
        }
    }
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn or_nothing(text: Option<&str>) -> Self {
        text.map_or(Self::Nothing, Self::text)
    }

    /// What stands in the cell, line by line.
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::Text(text) => text.lines().map(str::to_owned).collect(),
            Self::Number(number) => vec![number.to_string()],
            Self::Change(by) => vec![change(*by)],
            Self::Rate(rate) => match &rate.percent {
                Some(percent) => vec![
                    format!("{percent}%"),
                    format!("{}/{}", rate.numerator, rate.denominator),
                ],
                None => vec!["—".to_owned()],
            },
            Self::Decimal(shown) => vec![shown.clone()],
            Self::Day(day) => vec![day.to_string()],
            Self::Limit {
                on,
                original: Some(original),
            } => vec![on.to_string(), format!("原{original}")],
            Self::Limit { on, .. } => vec![on.to_string()],
            Self::Nothing => vec!["—".to_owned()],
        }
    }
}

impl Chart {
    /// The same numbers as a table, for papers that draw no charts.
    pub fn as_table(&self) -> Table {
        let mut columns = vec![Column::new(self.axis, Kind::Text, 50)];
        let series = self.series.iter();
        columns.extend(series.map(|series| Column::new(series.name, Kind::Number, 20)));
        let row = |(at, place): (usize, &String)| {
            let values = self
                .series
                .iter()
                .filter_map(|series| series.values.get(at));
            let numbers = values.map(|value| Cell::Number(*value));
            Line::new(std::iter::once(Cell::text(place)).chain(numbers).collect())
        };
        Table {
            sheet: self.sheet,
            caption: self.title.clone(),
            columns,
            rows: self.places.iter().enumerate().map(row).collect(),
        }
    }
}

impl Column {
    pub fn new(name: impl Into<String>, kind: Kind, width: u16) -> Self {
        Self {
            group: None,
            name: name.into(),
            kind,
            width,
        }
    }

    fn under(group: &'static str, name: &str) -> Self {
        Self {
            group: Some(group),
            ..Self::new(name, Kind::Number, 9)
        }
    }
}

/// A difference with its sign.
fn change(by: i64) -> String {
    match by {
        0 => "持平".to_owned(),
        1.. => format!("+{by}"),
        _ => format!("−{}", by.unsigned_abs()),
    }
}

/// 2021年8月2日.
pub fn day(day: NaiveDate) -> String {
    day.format("%Y年%-m月%-d日").to_string()
}

/// 一, 二 … 十一 …: what headings are counted by.
pub fn counted(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10 % 10, number % 10);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        more => format!("{}十", DIGITS.get(more).unwrap_or(&"")),
    };
    tens + DIGITS.get(ones).unwrap_or(&"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_counted_as_officials_count() {
        let all: Vec<_> = [1, 9, 10, 11, 19, 20, 21]
            .into_iter()
            .map(counted)
            .collect();
        assert_eq!(all, ["一", "九", "十", "十一", "十九", "二十", "二十一"]);
    }

    #[test]
    fn a_cell_never_shows_a_rate_without_what_it_is_made_of() {
        let lines = Cell::Rate(Rate::of(12, 16)).lines();
        assert_eq!(lines, ["75.0%", "12/16"]);
        assert_eq!(Cell::Rate(Rate::of(0, 0)).lines(), ["—"]);
        assert_eq!(Cell::Change(-3).lines(), ["−3"]);
    }
}
