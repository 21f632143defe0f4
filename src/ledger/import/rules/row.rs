//! One row being read: its cells by column, and what is wrong with them.

use chrono::{Datelike, NaiveDate};

use super::columns::Kind;
use super::day::Days;
use super::fault::{Issue, issue};
use super::names::is_none;
use super::table::Record;
use crate::base::characters::{self, Lines};
use crate::base::given::{FIRST_RECORDED, LAST_DAY};
use crate::ledger::words::{Spellings, read};
use crate::vocabulary::faults;

/// Something about a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowIssue {
    /// The column's key.
    pub column: Option<&'static str>,
    /// Only told; the row is taken nevertheless.
    pub is_note: bool,
    pub issue: Issue,
}

/// A row being read.
pub struct Reading<'a> {
    pub record: &'a Record<'a>,
    pub kind: Kind,
    pub days: Days,
    pub today: NaiveDate,
    pub issues: Vec<RowIssue>,
}

impl<'a> Reading<'a> {
    pub fn of(record: &'a Record<'a>, kind: Kind, days: Days, today: NaiveDate) -> Self {
        let mut reading = Self {
            record,
            kind,
            days,
            today,
            issues: vec![],
        };
        if let Some(code) = record.fault() {
            reading.push(None, issue(code));
        }
        reading.tell_where_it_is_from();
        reading
    }

    /// What doesn't stand in the cell itself is told.
    fn tell_where_it_is_from(&mut self) {
        let record = self.record;
        let headings = |keys: &mut dyn Iterator<Item = &str>| {
            let named = keys.filter_map(|key| Some(self.kind.by_key(key)?.heading));
            named.collect::<Vec<_>>().join("、")
        };
        let merged = headings(&mut record.merged.iter().copied());
        let unshown = headings(&mut record.unshown());
        for (given, zh, en) in [
            (merged, "取自合并单元格", "comes from merged cells"),
            (
                unshown,
                "的公式没有显示内容，按空白导入",
                "has a formula that shows nothing, taken as empty",
            ),
        ] {
            if !given.is_empty() {
                self.issues.push(RowIssue {
                    column: None,
                    is_note: true,
                    issue: Issue::new("note", format!("{given}{zh}"), en),
                });
            }
        }
        for key in &record.copied {
            let Some(column) = self.kind.by_key(key) else {
                continue;
            };
            let text = short(&record.get(key).shown());
            self.note(
                column.key,
                format!("写的是同上，按上一行的“{text}”计"),
                "says the same as above",
            );
        }
    }

    fn push(&mut self, column: Option<&'static str>, issue: Issue) {
        self.issues.push(RowIssue {
            column,
            is_note: false,
            issue,
        });
    }

    pub fn wrong(&mut self, column: &'static str, issue: Issue) {
        self.push(Some(column), issue);
    }

    pub fn note(&mut self, column: &'static str, zh: impl Into<String>, en: impl Into<String>) {
        self.issues.push(RowIssue {
            column: Some(column),
            is_note: true,
            issue: Issue::new("note", zh, en),
        });
    }

    pub fn is_wrong(&self) -> bool {
        self.issues.iter().any(|issue| !issue.is_note)
    }

    /// A text of any length that a cell can have, with its line breaks.
    pub fn long(&mut self, key: &'static str) -> Option<String> {
        let text = match self.record.get(key).text() {
            Ok(text) => text?,
            Err(issue) => {
                self.wrong(key, issue);
                return None;
            }
        };
        let text: String = text.chars().filter(is_kept).collect();
        self.seen(key, characters::tidy(&text).into_owned(), Lines::Several)
    }

    /// A text that holds nothing that can't be seen.
    fn seen(&mut self, key: &'static str, text: String, lines: Lines) -> Option<String> {
        match characters::fault(key, &text, lines) {
            None => Some(text),
            Some(fault) => {
                let issue = Issue::new(fault.code, fault.detail.zh, fault.detail.en);
                self.wrong(key, issue);
                None
            }
        }
    }

    /// A text of at most so many characters.
    pub fn text(&mut self, key: &'static str, max: usize) -> Option<String> {
        let text = self.long(key)?;
        if text.chars().count() > max {
            let zh = faults::too_long(max);
            self.wrong(
                key,
                Issue::new("too_long", zh, format!("has more than {max} characters")),
            );
            return None;
        }
        Some(text)
    }

    /// A text on one line.
    pub fn line(&mut self, key: &'static str, max: usize) -> Option<String> {
        let text = self.text(key, max)?;
        self.seen(key, one_line(&text), Lines::One)
    }

    /// A text of names, several of them in one cell.
    pub fn names(&mut self, key: &'static str, max: usize) -> Option<String> {
        let text = self.text(key, max)?;
        self.seen(key, one_line(&text), Lines::One)?;
        Some(text)
    }

    /// A name; None where the cell says that there is none.
    pub fn name(&mut self, key: &'static str, max: usize) -> Option<String> {
        self.line(key, max).filter(|name| !is_none(name))
    }

    /// A day that has come.
    pub fn past_day(&mut self, key: &'static str) -> Option<NaiveDate> {
        let day = self.day(key)?;
        if day > self.today {
            self.wrong(key, issue("future_day"));
            return None;
        }
        Some(day)
    }

    pub fn day(&mut self, key: &'static str) -> Option<NaiveDate> {
        match self.record.get(key).day(self.days) {
            Ok(Some(day)) if !(FIRST_RECORDED..=LAST_DAY).contains(&day) => {
                let years = (FIRST_RECORDED.year(), LAST_DAY.year());
                let zh = format!("日期{day}不在{}年至{}年之间，请核对", years.0, years.1);
                let en = format!("{day} lies outside of {} to {}", years.0, years.1);
                self.wrong(key, Issue::new("out_of_range", zh, en));
                None
            }
            Ok(day) => day,
            Err(issue) => {
                self.wrong(key, issue);
                None
            }
        }
    }

    /// One of some words.
    pub fn word<T: Copy>(&mut self, key: &'static str, words: Spellings<T>) -> Option<T> {
        let text = self.line(key, 200)?;
        let found = read(words, &text);
        if found.is_none() && !is_none(&text) {
            self.unknown_word(key, &text, &words.names().join("、"));
        }
        found
    }

    pub fn unknown_word(&mut self, key: &'static str, text: &str, names: &str) {
        let zh = format!("“{}”不是可选的内容，可填：{names}", short(text));
        self.wrong(
            key,
            Issue::new("unknown_value", zh, format!("is none of {names}")),
        );
    }

    pub fn required(&mut self, key: &'static str) {
        if !self
            .issues
            .iter()
            .any(|issue| issue.column == Some(key) && !issue.is_note)
        {
            self.wrong(key, issue("required"));
        }
    }

    /// The days of steps have to follow each other.
    pub fn in_order(&mut self, steps: &[(&'static str, Option<NaiveDate>)]) {
        let mut before: Option<(&'static str, NaiveDate)> = None;
        for (key, day) in steps {
            let Some(day) = *day else { continue };
            if let Some((earlier, on)) = before.filter(|(_, on)| *on > day) {
                let heading = |key| self.kind.by_key(key).map_or(key, |column| column.heading);
                let zh = format!("{}{day}早于{}{on}", heading(key), heading(earlier));
                self.wrong(
                    key,
                    Issue::new(
                        "out_of_order",
                        zh,
                        format!("{day} lies before {earlier} {on}"),
                    ),
                );
                continue;
            }
            before = Some((key, day));
        }
    }
}

/// A text cut for a sentence about it.
pub fn short(text: &str) -> String {
    let mut cut: String = text.chars().take(30).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

/// Line breaks inside of a cell part nothing in a title or a name.
pub fn one_line(text: &str) -> String {
    text.split(['\n', '\t', '\u{2028}', '\u{2029}'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Control characters come with pasted texts, and no store keeps them.
fn is_kept(c: &char) -> bool {
    !c.is_control() || *c == '\n' || *c == '\t'
}
