//! Finding the header below titles that nobody asked for, and which column is which.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::columns::Kind;
use super::fault::FileFault;
use super::money::{MoneyUnit, unit_of, unit_of_title};
use super::read::{COLUMNS_MAX, FileRow};
use super::value::Value;
use crate::ledger::columns::plain_heading;

/// The header stands in one of so many rows that aren't empty.
pub const HEAD_ROWS: usize = 20;
/// So many known headings make a row the header.
pub const ENOUGH: usize = 2;
/// Rows of a header at most: groups, groups within them, headings.
const DEEP: usize = 3;

/// A column of the file, and what it is taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FileColumn {
    /// The column's letter, as Excel names it.
    #[schema(example = "C")]
    pub letter: String,
    /// What stands in the header.
    #[schema(example = "单位名称")]
    pub heading: String,
    /// The key of what it is taken for, out of `known_columns`; null where it is passed over.
    #[schema(example = "enterprise")]
    pub key: Option<String>,
    /// The column that is taken for the same thing instead; null where there is none.
    #[serde(default)]
    #[schema(example = "B")]
    pub passed_over_for: Option<String>,
    /// Whether it is passed over because the server works it out itself, such as 下一节点.
    #[serde(default)]
    pub derived: bool,
}

/// By letter: what a column is taken for, whatever its heading says; null passes it over.
pub type Mapping = BTreeMap<String, Option<String>>;

/// The header of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub columns: Vec<FileColumn>,
    /// Its last row.
    pub row: u32,
    /// By key: the place of its column.
    pub at: BTreeMap<String, usize>,
    /// The unit of amounts that a title above it tells.
    pub unit: Option<MoneyUnit>,
}

/// `AB` for 27.
pub fn letter(mut index: usize) -> String {
    let mut name = vec![];
    loop {
        name.push(char::from(b'A' + (index % 26) as u8));
        match (index / 26).checked_sub(1) {
            Some(next) => index = next,
            None => break,
        }
    }
    name.iter().rev().collect()
}

/// The place of a column that Excel names by letters; the last one that is read is BH.
pub fn place(name: &str) -> Option<usize> {
    (0..COLUMNS_MAX).find(|index| letter(*index) == name)
}

impl Header {
    /// The header among the first rows, and how many rows are used up by it.
    ///
    /// # Errors
    /// Without a header, and where a needed column is missing.
    pub fn find(
        rows: &[FileRow],
        kind: Kind,
        mapping: &Mapping,
    ) -> Result<(Self, usize), FileFault> {
        let head = rows.get(..HEAD_ROWS).unwrap_or(rows);
        let known = |row: &FileRow| known(row, kind).len();
        let first = head.iter().position(|row| known(row) >= ENOUGH);
        // Where somebody says which column is which, the fullest row may be called what it likes.
        let fullest = || {
            let fill = |row: &FileRow| row.cells.iter().filter(|cell| !cell.is_empty()).count();
            let most = head.iter().map(fill).max()?;
            head.iter().position(|row| fill(row) == most)
        };
        let first = match first {
            Some(first) => first,
            None if !mapping.is_empty() => fullest().ok_or(FileFault::new("no_header"))?,
            None => return Err(FileFault::new("no_header")),
        };
        let mut names = texts(&head[first]);
        let mut used = first + 1;
        // Further rows of headings stand below groups such as 办理情况.
        while let Some(next) = head.get(used).filter(|row| known(row) >= ENOUGH)
            && used < first + DEEP
        {
            let below = texts(next);
            names.resize(names.len().max(below.len()), String::new());
            for (name, below) in names.iter_mut().zip(below) {
                if !below.is_empty() {
                    *name = below;
                }
            }
            used += 1;
        }
        let mut header = Self::of(names, head[used - 1].number, kind, mapping);
        header.unit = told_unit(&head[..first]);
        for group in kind.needed() {
            if !group.iter().any(|key| header.at.contains_key(*key)) {
                return Err(FileFault::at("column_missing", header.row));
            }
        }
        Ok((header, used))
    }

    fn of(names: Vec<String>, row: u32, kind: Kind, mapping: &Mapping) -> Self {
        let chosen: BTreeMap<usize, Option<&str>> = mapping
            .iter()
            .filter_map(|(name, key)| Some((place(name)?, key.as_deref())))
            .collect();
        let last = chosen.keys().next_back().map_or(0, |last| last + 1);
        let many = names.len().max(last);
        let heading = |index: usize| names.get(index).map_or("", String::as_str);
        let mut at: BTreeMap<String, usize> = chosen
            .iter()
            .filter_map(|(place, key)| {
                let key = key.filter(|key| kind.by_key(key).is_some())?;
                Some((key.to_owned(), *place))
            })
            .collect();
        let known: Vec<_> = (0..many)
            .filter(|index| !chosen.contains_key(index))
            .filter_map(|index| Some((index, kind.by_heading(heading(index))?)))
            .collect();
        // A column's own name goes before one that often means the same, and of two alike the first.
        for is_own in [true, false] {
            for (index, column) in &known {
                if (plain_heading(heading(*index)) == plain_heading(column.heading)) == is_own {
                    at.entry(column.key.to_owned()).or_insert(*index);
                }
            }
        }
        let column = |index: usize| {
            let taken = at.iter().find(|(_, place)| **place == index);
            let key = taken.map(|(key, _)| key.clone());
            let meant = known.iter().find(|(own, _)| *own == index);
            let instead = meant.and_then(|(_, column)| at.get(column.key));
            FileColumn {
                letter: letter(index),
                heading: heading(index).to_owned(),
                passed_over_for: instead.filter(|_| key.is_none()).map(|at| letter(*at)),
                derived: key.is_none() && kind.is_derived(heading(index)),
                key,
            }
        };
        Self {
            columns: (0..many).map(column).collect(),
            row,
            at,
            unit: None,
        }
    }

    /// Whether the unit of each amount is known: by its heading, by a title, or by the form.
    ///
    /// # Errors
    /// Where it isn't, and where a heading tells one that no amount is read in.
    pub fn check_units(&self, kind: Kind, asked: Option<MoneyUnit>) -> Result<(), FileFault> {
        for (key, at) in &self.at {
            let heading = self
                .columns
                .get(*at)
                .map_or("", |column| column.heading.as_str());
            if !kind.is_money(key) {
                continue;
            }
            match unit_of(heading) {
                Err(_) => return Err(FileFault::at("unit_unknown", self.row)),
                Ok(None) if asked.or(self.unit).is_none() => {
                    return Err(FileFault::at("unit_missing", self.row));
                }
                Ok(_) => {}
            }
        }
        Ok(())
    }

    /// Printed pages repeat the header, and copied ones keep it.
    pub fn is_repeated_by(&self, row: &FileRow, kind: Kind) -> bool {
        let same = row.cells.iter().zip(&self.columns);
        let same =
            same.filter(|(cell, column)| !cell.is_empty() && cell.shown().trim() == column.heading);
        same.count() >= ENOUGH && known(row, kind).len() >= ENOUGH
    }

    /// Whether a row says anything in a known column. What only fills a merged block from above, one
    /// text across the sheet, and formulas without a value say nothing.
    pub fn is_said_by(&self, row: &FileRow) -> bool {
        let own = |at: &usize| !row.merged.contains(at) && row.cells.get(*at).is_some_and(says);
        self.at.values().any(own) && !is_a_title(row)
    }

    /// The key of the column at a place.
    pub fn key_at(&self, place: usize) -> Option<&str> {
        self.columns.get(place)?.key.as_deref()
    }
}

/// The unit that a title tells: 单位：万元.
fn told_unit(titles: &[FileRow]) -> Option<MoneyUnit> {
    let mut cells = titles.iter().flat_map(texts);
    cells.find_map(|text| unit_of_title(&text))
}

/// Whether a cell shows anything.
pub fn says(cell: &Value) -> bool {
    !cell.is_empty() && !matches!(cell, Value::Fault("formula_without_value", _))
}

/// One text in one merged block, and nothing beside it.
fn is_a_title(row: &FileRow) -> bool {
    let filled: Vec<usize> = (0..row.cells.len())
        .filter(|at| says(&row.cells[*at]))
        .collect();
    let is_one = filled
        .windows(2)
        .all(|two| row.cells[two[0]] == row.cells[two[1]]);
    filled.len() > 2 && row.merged.len() + 1 == filled.len() && is_one
}

pub fn texts(row: &FileRow) -> Vec<String> {
    row.cells
        .iter()
        .map(|cell| cell.shown().trim().to_owned())
        .collect()
}

/// Which columns a row names.
pub fn known(row: &FileRow, kind: Kind) -> Vec<&'static str> {
    let mut keys: Vec<_> = row
        .cells
        .iter()
        .filter_map(|cell| match cell {
            Value::Text(text) => kind.by_heading(text).map(|column| column.key),
            _ => None,
        })
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_name_columns() {
        assert_eq!(
            (letter(0), letter(25), letter(26), letter(59)),
            ("A".into(), "Z".into(), "AA".into(), "BH".into())
        );
        assert_eq!(
            (place("BH"), place("BI"), place("a")),
            (Some(59), None, None)
        );
    }
}
