//! Finding the header below titles that nobody asked for, and which column is which.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::columns::Kind;
use super::fault::FileFault;
use super::read::{COLUMNS_MAX, ROWS_MAX, Row, Table};
use super::value::Value;

/// The header stands in one of so many rows that aren't empty.
const HEAD_ROWS: usize = 20;
/// So many known headings make a row the header.
const ENOUGH: usize = 2;

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
}

/// By letter: what a column is taken for, whatever its heading says; null passes it over.
pub type Mapping = BTreeMap<String, Option<String>>;

/// The header of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub columns: Vec<FileColumn>,
    /// Its last row.
    pub row: u32,
    at: BTreeMap<String, usize>,
}

/// A row of data.
pub struct Record<'a> {
    pub number: u32,
    cells: &'a [Value],
    header: &'a Header,
    is_csv: bool,
}

static EMPTY: Value = Value::Empty;

impl Record<'_> {
    pub fn get(&self, key: &str) -> &Value {
        let place = self.header.at.get(key);
        place
            .and_then(|place| self.cells.get(*place))
            .unwrap_or(&EMPTY)
    }

    pub fn has(&self, key: &str) -> bool {
        self.header.at.contains_key(key)
    }

    /// The cells as they stand in the file.
    pub fn cells(&self) -> &[Value] {
        self.cells
    }

    /// What is wrong with its length, in a csv.
    pub fn fault(&self) -> Option<&'static str> {
        let (own, wanted) = (self.cells.len(), self.header.columns.len());
        let has_more = || {
            self.cells[wanted.min(own)..]
                .iter()
                .any(|cell| !cell.is_empty())
        };
        match self.is_csv {
            true if own < wanted => Some("row_cut_off"),
            true if own > wanted && has_more() => Some("row_too_long"),
            _ => None,
        }
    }
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

/// Reads a file: the header first, then every row of data. Returns how many there were.
///
/// # Errors
/// Without a header, with too many rows, with what can't be read, and what the callers find.
pub fn read_table(
    table: &mut Table,
    (kind, mapping): (Kind, &Mapping),
    on_header: &mut dyn FnMut(&Header) -> Result<(), FileFault>,
    on_row: &mut dyn FnMut(&Record) -> Result<(), FileFault>,
) -> Result<u32, FileFault> {
    let is_csv = table.is_csv();
    let (mut head, mut header, mut many) = (vec![], None, 0);
    let mut pass = |header: &Header, row: &Row| {
        if header.is_repeated_by(row, kind) {
            return Ok(());
        }
        many += 1;
        if many > ROWS_MAX {
            return Err(FileFault::new("too_many_rows"));
        }
        on_row(&Record {
            number: row.number,
            cells: &row.cells,
            header,
            is_csv,
        })
    };
    let mut begin = |head: &[Row], pass: &mut dyn FnMut(&Header, &Row) -> Result<(), FileFault>| {
        let (header, used) = Header::find(head, kind, mapping)?;
        on_header(&header)?;
        head[used..].iter().try_for_each(|row| pass(&header, row))?;
        Ok::<_, FileFault>(header)
    };
    table.rows(&mut |row| match &header {
        Some(header) => pass(header, &row),
        None => {
            head.push(row);
            if head.len() > HEAD_ROWS {
                header = Some(begin(&std::mem::take(&mut head), &mut pass)?);
            }
            Ok(())
        }
    })?;
    if header.is_none() {
        if head.is_empty() {
            return Err(FileFault::new("file_empty"));
        }
        begin(&head, &mut pass)?;
    }
    if many == 0 {
        return Err(FileFault::new("file_empty"));
    }
    Ok(many)
}

impl Header {
    /// The header among the first rows, and how many rows are used up by it.
    fn find(rows: &[Row], kind: Kind, mapping: &Mapping) -> Result<(Self, usize), FileFault> {
        let head = rows.get(..HEAD_ROWS).unwrap_or(rows);
        let known = |row: &Row| known(row, kind).len();
        let first = head.iter().position(|row| known(row) >= ENOUGH);
        // Where somebody says which column is which, the fullest row may be called what it likes.
        let fullest = || {
            let fill = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
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
        // A second row of headings stands below groups such as 办理情况.
        if let Some(second) = head.get(used).filter(|row| known(row) >= ENOUGH) {
            let below = texts(second);
            names.resize(names.len().max(below.len()), String::new());
            for (name, below) in names.iter_mut().zip(below) {
                if !below.is_empty() {
                    *name = below;
                }
            }
            used += 1;
        }
        let header = Self::of(names, head[used - 1].number, kind, mapping);
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
        let many = names
            .len()
            .max(chosen.keys().next_back().map_or(0, |last| last + 1));
        let mut at: BTreeMap<String, usize> = chosen
            .iter()
            .filter_map(|(place, key)| {
                Some((
                    key.filter(|key| kind.by_key(key).is_some())?.to_owned(),
                    *place,
                ))
            })
            .collect();
        let mut columns = vec![];
        for index in 0..many {
            let heading = names.get(index).cloned().unwrap_or_default();
            if !chosen.contains_key(&index)
                && let Some(column) = kind.by_heading(&heading)
            {
                // Of two columns of one name the first is meant.
                at.entry(column.key.to_owned()).or_insert(index);
            }
            columns.push((letter(index), heading));
        }
        let key = |index: usize| {
            at.iter()
                .find(|(_, place)| **place == index)
                .map(|(key, _)| key.clone())
        };
        let columns = columns
            .into_iter()
            .enumerate()
            .map(|(index, (letter, heading))| FileColumn {
                letter,
                heading,
                key: key(index),
            })
            .collect();
        Self { columns, row, at }
    }

    /// Printed pages repeat the header, and copied ones keep it.
    fn is_repeated_by(&self, row: &Row, kind: Kind) -> bool {
        let same = row.cells.iter().zip(&self.columns);
        let same =
            same.filter(|(cell, column)| !cell.is_empty() && cell.shown().trim() == column.heading);
        same.count() >= ENOUGH && known(row, kind).len() >= ENOUGH
    }
}

fn texts(row: &Row) -> Vec<String> {
    row.cells
        .iter()
        .map(|cell| cell.shown().trim().to_owned())
        .collect()
}

/// Which columns a row names.
fn known(row: &Row, kind: Kind) -> Vec<&'static str> {
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
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    type Seen = (Vec<Option<String>>, u32, Vec<(u32, String)>);

    fn read(text: &str, mapping: &[(&str, Option<&str>)]) -> Result<Seen, FileFault> {
        let mapping = mapping
            .iter()
            .map(|(letter, key)| ((*letter).to_owned(), key.map(str::to_owned)))
            .collect();
        let mut table = Table::open(text.as_bytes())?;
        let (mut keys, mut row, mut titles) = (vec![], 0, vec![]);
        read_table(
            &mut table,
            (Kind::Problems, &mapping),
            &mut |header| {
                keys = header
                    .columns
                    .iter()
                    .map(|column| column.key.clone())
                    .collect();
                row = header.row;
                Ok(())
            },
            &mut |record| {
                titles.push((record.number, record.get("title").shown()));
                Ok(())
            },
        )?;
        Ok((keys, row, titles))
    }

    fn key(name: &str) -> Option<String> {
        Some(name.to_owned())
    }

    #[test]
    fn titles_above_the_header_are_skipped_and_synonyms_are_known() {
        let text = "万人助万企问题台账,,,\n填报时间：2021-8-2,,,\n序号,单位名称,主要问题,牵头部门\n1,农庄,用电,电力公司\n";
        let (keys, row, titles) = read(text, &[]).unwrap();
        assert_eq!(keys, [None, key("enterprise"), key("title"), key("lead")]);
        assert_eq!((row, titles), (3, vec![(4, "用电".to_owned())]));
    }

    #[test]
    fn a_second_row_of_headings_stands_below_its_groups() {
        let text =
            "企业名称,问题标题,办理情况,\n,,责任单位,完成时限\n农庄,用电,电力公司,2021-8-9\n";
        let (keys, row, titles) = read(text, &[]).unwrap();
        assert_eq!(
            keys,
            [key("enterprise"), key("title"), key("lead"), key("due_on")]
        );
        assert_eq!((row, titles.len()), (2, 1));
    }

    #[test]
    fn a_header_that_a_printed_page_repeats_is_no_data() {
        let text = "企业名称,问题标题\n农庄,用电\n企业名称,问题标题\n农庄,用水\n";
        let titles = read(text, &[]).unwrap().2;
        assert_eq!(titles, [(2, "用电".to_owned()), (4, "用水".to_owned())]);
    }

    #[test]
    fn whoever_imports_says_which_column_is_which() {
        let text = "企业名称,问题标题,补充\n农庄,用电,用水\n";
        let (keys, _, titles) = read(text, &[("C", Some("title")), ("B", None)]).unwrap();
        assert_eq!(keys, [key("enterprise"), None, key("title")]);
        assert_eq!(titles, [(2, "用水".to_owned())]);
        let text = "甲,乙\n农庄,用电\n";
        assert_eq!(read(text, &[]), Err(FileFault::new("no_header")));
        let (keys, row, _) = read(text, &[("B", Some("title"))]).unwrap();
        assert_eq!((keys, row), (vec![None, key("title")], 1));
    }

    #[test]
    fn a_file_without_data_or_without_titles_is_told() {
        assert_eq!(
            read("企业名称,问题标题\n", &[]),
            Err(FileFault::new("file_empty"))
        );
        assert_eq!(
            read("企业名称,园区\n农庄,沙河\n", &[]),
            Err(FileFault::at("column_missing", 1))
        );
        let deep = "说明\n".repeat(HEAD_ROWS) + "企业名称,问题标题\n农庄,用电\n";
        assert_eq!(read(&deep, &[]), Err(FileFault::new("no_header")));
        let deep = "说明\n".repeat(HEAD_ROWS - 1) + "企业名称,问题标题\n农庄,用电\n";
        assert_eq!(read(&deep, &[]).unwrap().1, 20);
    }

    #[test]
    fn a_hundred_thousand_rows_are_read_and_one_more_is_not() {
        let rows = |many: u32| "企业名称,问题标题\n".to_owned() + &"甲,乙\n".repeat(many as usize);
        assert_eq!(read(&rows(ROWS_MAX), &[]).unwrap().2.len() as u32, ROWS_MAX);
        assert_eq!(
            read(&rows(ROWS_MAX + 1), &[]),
            Err(FileFault::new("too_many_rows"))
        );
    }

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
