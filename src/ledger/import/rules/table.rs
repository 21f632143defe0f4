//! The ledger in a file: on which sheet, or parted by what; then its rows of data one after another.

use serde::{Deserialize, Serialize};

use super::columns::Kind;
use super::fault::FileFault;
use super::header::{ENOUGH, FileColumn, HEAD_ROWS, Header, Mapping, known, says, texts};
use super::money::{MoneyUnit, unit_of};
use super::names::is_ditto;
use super::read::{FileRow, ROWS_MAX, Source, Table};
use super::row::short;
use super::value::Value;

/// Rows that are shown of a file without a header, and rows that are named where they aren't data.
const SHOWN: usize = 5;
const NAMED: usize = 20;
/// The rank of a sheet that has a header by its own headings.
const SURE: u8 = 5;

/// What is looked for in a file.
#[derive(Debug, Clone, Copy)]
pub struct TableRequest<'a> {
    pub kind: Kind,
    pub mapping: &'a Mapping,
    /// The name of a sheet; the first one with a header where absent.
    pub sheet: Option<&'a str>,
    /// The unit of amounts whose headings tell none.
    pub unit: Option<MoneyUnit>,
}

/// What was found in a file beside its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSeen {
    pub columns: Vec<FileColumn>,
    /// The sheet that is read, of those that can be.
    #[serde(default)]
    pub sheet: Option<String>,
    #[serde(default)]
    pub sheets: Vec<String>,
    /// The first rows of a file in which no header was found.
    #[serde(default)]
    pub first_rows: Vec<Vec<String>>,
    /// How many rows aren't data although something stands in them, and the first ones.
    #[serde(default)]
    pub skipped: u32,
    #[serde(default)]
    pub skipped_rows: Vec<u32>,
}

impl FileSeen {
    /// Reads what is kept of it; nothing is, until the file was looked into.
    ///
    /// # Errors
    /// What isn't as it was kept.
    pub fn read(kept: &str) -> serde_json::Result<Self> {
        if kept.starts_with('{') {
            return serde_json::from_str(kept);
        }
        // Earlier versions kept the columns alone.
        let columns = if kept.is_empty() { "[]" } else { kept };
        Ok(Self {
            columns: serde_json::from_str(columns)?,
            ..Self::default()
        })
    }

    fn skip(&mut self, row: &FileRow) {
        if !row.cells.iter().any(says) {
            return;
        }
        self.skipped += 1;
        if self.skipped_rows.len() < NAMED {
            self.skipped_rows.push(row.number);
        }
    }
}

/// A row of data.
pub struct Record<'a> {
    pub number: u32,
    cells: &'a [Value],
    header: &'a Header,
    /// Columns that a merged block filled, and those that 同上 did.
    pub merged: Vec<&'a str>,
    pub copied: Vec<&'a str>,
    is_cut_off: bool,
    unit: Option<MoneyUnit>,
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

    /// The unit of a column of money: that of its heading, or else of a title, or else of the form.
    pub fn unit(&self, key: &str) -> MoneyUnit {
        let place = self.header.at.get(key);
        let column = place.and_then(|place| self.header.columns.get(*place));
        let own = column.and_then(|column| unit_of(&column.heading).ok().flatten());
        own.or(self.unit).unwrap_or(MoneyUnit::Yuan)
    }

    /// The cells as they stand in the file.
    pub fn cells(&self) -> &[Value] {
        self.cells
    }

    /// Columns with a formula that shows nothing.
    pub fn unshown(&self) -> impl Iterator<Item = &str> {
        let at = self.header.at.iter();
        let unshown = at.filter(|(_, at)| matches!(self.cells.get(**at), Some(Value::Unshown)));
        unshown.map(|(key, _)| key.as_str())
    }

    /// What is wrong with its length.
    pub fn fault(&self) -> Option<&'static str> {
        let last = self.header.at.values().max().copied().unwrap_or(0);
        let beyond = self.cells.get(self.header.columns.len()..);
        if self.is_cut_off && self.cells.len() <= last {
            return Some("row_cut_off");
        }
        beyond
            .is_some_and(|cells| cells.iter().any(says))
            .then_some("row_too_long")
    }
}

/// Where the ledger stands in a file.
struct Found {
    source: Source,
    header: Header,
    /// Rows that are used up by titles and header.
    used: usize,
}

/// Reads a file: what it is first, then every row of data. Gives how many there were, and what was found.
///
/// # Errors
/// Without a header, with too many rows, with what can't be read, and what the callers find.
pub fn read_table(
    table: &mut Table,
    wanted: TableRequest,
    on_seen: &mut dyn FnMut(&FileSeen) -> Result<(), FileFault>,
    on_row: &mut dyn FnMut(&Record) -> Result<(), FileFault>,
) -> Result<(u32, FileSeen), FileFault> {
    let mut seen = FileSeen {
        sheets: table.sheets(),
        ..FileSeen::default()
    };
    let found = find(table, wanted, &mut seen);
    on_seen(&seen)?;
    let Found {
        source,
        header,
        used,
    } = found?;
    header.check_units(wanted.kind, wanted.unit)?;
    let mut rows = table.rows(source)?;
    let (mut place, mut many, mut above) = (0, 0, vec![]);
    while let Some(mut row) = rows.next_row()? {
        place += 1;
        if place <= used {
            continue;
        }
        let is_data = header.is_said_by(&row) && !is_sum(&row, &header, wanted.kind);
        if header.is_repeated_by(&row, wanted.kind) || !is_data {
            seen.skip(&row);
            continue;
        }
        many += 1;
        if many > ROWS_MAX {
            return Err(FileFault::new("too_many_rows"));
        }
        let copied = copied(&mut row, &above, &header);
        let keys = |places: &[usize]| places.iter().filter_map(|at| header.key_at(*at)).collect();
        on_row(&Record {
            number: row.number,
            cells: &row.cells,
            header: &header,
            merged: keys(&row.merged),
            copied: keys(&copied),
            is_cut_off: row.is_cut_off,
            unit: header.unit.or(wanted.unit),
        })?;
        above = row.cells;
    }
    if many == 0 {
        return Err(FileFault::new("file_empty"));
    }
    Ok((many, seen))
}

/// What rows of sums begin or end with.
const SUMS: &[&str] = &["合计", "小计", "总计", "共计"];
/// By what they count: 合计12个.
const COUNTED: &str = "个项家件户条笔";

/// Whether a row sums up others of a ledger: where its entry would be named stands nothing, or that it is a sum.
fn is_sum(row: &FileRow, header: &Header, kind: Kind) -> bool {
    let Kind::Entries(ledger) = kind else {
        return false;
    };
    let says_sum = |cell: &Value| {
        let text = cell.shown();
        let bare = text.split(['(', '（']).next().unwrap_or_default();
        let bare: String = bare
            .chars()
            .filter(|c| !c.is_whitespace() && !"：:".contains(*c))
            .collect();
        let is_many = |rest: &str| {
            rest.chars()
                .all(|c| c.is_ascii_digit() || COUNTED.contains(c))
        };
        let mut sums = SUMS.iter();
        sums.any(|sum| bare.ends_with(*sum) || bare.strip_prefix(*sum).is_some_and(is_many))
    };
    let place = header.at.get(ledger.description().title_column());
    let title = place.and_then(|at| row.cells.get(*at));
    let names_none = title.is_none_or(|title| title.is_empty() || says_sum(title));
    names_none
        && row
            .cells
            .iter()
            .any(|cell| matches!(cell, Value::Text(_)) && says_sum(cell))
}

/// Puts what stands above into cells that say 同上; gives their columns. Where nothing does, that is told.
fn copied(row: &mut FileRow, above: &[Value], header: &Header) -> Vec<usize> {
    let mut copied = vec![];
    for at in header.at.values() {
        let Some(cell) = row.cells.get_mut(*at) else {
            continue;
        };
        let Value::Text(text) = &*cell else { continue };
        if !is_ditto(text) {
            continue;
        }
        match above.get(*at).filter(|above| !above.is_empty()) {
            Some(value) => {
                *cell = value.clone();
                copied.push(*at);
            }
            None => *cell = Value::Fault("nothing_above", text.clone()),
        }
    }
    copied
}

/// The first rows of a source, as far as they can be read.
struct Head {
    source: Source,
    rows: Vec<FileRow>,
    fault: Option<FileFault>,
}

impl Head {
    fn of(table: &mut Table, source: Source) -> Self {
        let mut head = Self {
            source,
            rows: vec![],
            fault: None,
        };
        head.fault = head.read(table).err();
        head
    }

    fn read(&mut self, table: &mut Table) -> Result<(), FileFault> {
        let mut rows = table.rows(self.source)?;
        while self.rows.len() < HEAD_ROWS {
            match rows.next_row()? {
                Some(row) => self.rows.push(row),
                None => break,
            }
        }
        Ok(())
    }

    fn header(&self, wanted: TableRequest) -> Result<(Header, usize), FileFault> {
        match &self.fault {
            _ if self.rows.is_empty() && self.fault.is_none() => Err(FileFault::new("file_empty")),
            Some(fault) if self.rows.is_empty() => Err(fault.clone()),
            _ => {
                let found = Header::find(&self.rows, wanted.kind, wanted.mapping);
                found.map_err(|none| self.fault.clone().unwrap_or(none))
            }
        }
    }

    /// Which of two sheets is rather meant.
    fn rank(&self, wanted: TableRequest) -> u8 {
        match self.header(wanted) {
            // Where the columns are told, any row may be a header.
            Ok(_) if self.headings(wanted) < ENOUGH => 4,
            Ok(_) => SURE,
            Err(fault) => match fault.code {
                "column_missing" => 3,
                "no_header" => 1,
                "file_empty" => 0,
                _ => 2,
            },
        }
    }

    /// Known headings in one row at most.
    fn headings(&self, wanted: TableRequest) -> usize {
        let rows = self.rows.iter();
        rows.map(|row| known(row, wanted.kind).len())
            .max()
            .unwrap_or(0)
    }

    /// How much it looks like a table: known headings, rows as wide as most, and how wide.
    fn score(&self, wanted: TableRequest) -> (bool, usize, usize, usize) {
        let widths: Vec<usize> = self.rows.iter().map(|row| row.cells.len()).collect();
        let alike = |width: usize| widths.iter().filter(|own| **own == width).count();
        let many = widths.iter().copied().filter(|width| *width > 1);
        let (steady, width) = many
            .map(|width| (alike(width), width))
            .max()
            .unwrap_or((0, 0));
        let is_found = self.header(wanted).is_ok();
        (is_found, self.headings(wanted), steady, width)
    }
}

fn find(table: &mut Table, wanted: TableRequest, seen: &mut FileSeen) -> Result<Found, FileFault> {
    let head = choose(table, wanted, &seen.sheets)?;
    if let Source::Sheet(at) = head.source {
        seen.sheet = seen.sheets.get(at).cloned();
    }
    match head.header(wanted) {
        Ok((header, used)) => {
            seen.columns.clone_from(&header.columns);
            Ok(Found {
                source: head.source,
                header,
                used,
            })
        }
        Err(fault) => {
            let first = head.rows.iter().take(SHOWN);
            let line = |row: &FileRow| texts(row).iter().map(|text| short(text)).collect();
            seen.first_rows = first.map(line).collect();
            Err(fault)
        }
    }
}

/// Of a workbook the sheet that was asked for, or else the first one with a header; of a csv what looks
/// most like a table.
fn choose(table: &mut Table, wanted: TableRequest, sheets: &[String]) -> Result<Head, FileFault> {
    let mut sources = table.sources();
    if let Some(name) = wanted.sheet {
        sources.retain(|source| match source {
            Source::Sheet(at) => sheets.get(*at).is_some_and(|own| own == name),
            Source::Parted(_) => false,
        });
    }
    let is_csv = matches!(sources.first(), Some(Source::Parted(_)));
    let mut best: Option<Head> = None;
    for source in sources {
        let head = Head::of(table, source);
        let is_better = match &best {
            None => true,
            Some(best) if is_csv => head.score(wanted) > best.score(wanted),
            Some(best) => head.rank(wanted) > best.rank(wanted),
        };
        if is_better {
            best = Some(head);
        }
        if !is_csv && best.as_ref().is_some_and(|best| best.rank(wanted) == SURE) {
            break;
        }
    }
    best.ok_or_else(|| FileFault::new("sheet_unknown"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
