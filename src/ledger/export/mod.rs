//! The ledger out: what somebody may see, as xlsx or csv.
//!
//! A file is made row by row on the data folder's disk, from one snapshot of the database, and leaves
//! from there: memory stays the same however long it is, a slow reader holds neither snapshot nor
//! connection, and who gets it knows its length beforehand. A file that can't be finished never
//! begins to leave.

mod csv;
mod directory;
mod entries;
mod rows;
mod visits;
mod xlsx;

use std::fs::File;
use std::io::Seek;
use std::path::Path;

use chrono::NaiveDate;

use super::columns::{self, Column};
use crate::base::db::Conn;
use crate::base::files::failed as disk;
use crate::base::{Error, FieldError, Result};
use crate::deadlines::rules::Light;
use crate::problems::api::View;
use crate::problems::rules::words::Sort;
use crate::problems::store::{self, ProblemFilter};
use crate::vocabulary::import::ledger;
pub use directory::enterprises;
pub use entries::{NO, YES, entries, of_ledger};
pub use rows::Reader;
pub use visits::visits;

/// Problems that are looked at together.
const PAGE: usize = 500;
/// Rows of a sheet below its header.
const XLSX_ROWS: usize = 1_048_575;

crate::text_enum! {
    /// The kind of file.
    pub enum Format {
        /// Excel, with real dates; at most 1,048,575 problems.
        Xlsx = "xlsx",
        /// Text in UTF-8 with a BOM, of any length.
        Csv = "csv",
    }
}

impl Format {
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// What a file tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ledger {
    /// Its sheet, and its file for people.
    pub title: &'static str,
    /// As a part of a file's name.
    pub name: &'static str,
    /// What the trail calls it, and its export.
    pub thing: &'static str,
    pub record: &'static str,
    columns: &'static [&'static [Column]],
}

pub const PROBLEMS: Ledger = Ledger {
    title: ledger::PROBLEMS,
    name: "problems",
    thing: "problem",
    record: "problem.export",
    columns: &[columns::PROBLEMS, columns::EXTRA],
};
pub const VISITS: Ledger = Ledger {
    title: ledger::VISITS,
    name: "visits",
    thing: "visit",
    record: "visit.export",
    columns: &[columns::VISITS],
};
pub const ENTERPRISES: Ledger = Ledger {
    title: ledger::ENTERPRISES,
    name: "enterprises",
    thing: "enterprise",
    record: "enterprise.export",
    columns: &[columns::ENTERPRISES],
};

/// How a file is wanted.
#[derive(Debug, Clone)]
pub struct Layout {
    pub ledger: Ledger,
    pub format: Format,
    pub columns: Vec<&'static Column>,
}

impl Layout {
    /// The columns by their keys, in the order that was asked for; all where none was.
    ///
    /// # Errors
    /// 422 for an unknown column and for one given twice.
    pub fn new(ledger: Ledger, format: Format, keys: Option<&str>) -> Result<Self> {
        let all = || ledger.columns.iter().copied().flatten();
        let mut columns: Vec<&'static Column> = vec![];
        let Some(keys) = keys else {
            columns.extend(all());
            return Ok(Self {
                ledger,
                format,
                columns,
            });
        };
        for key in keys.split(',').map(str::trim) {
            let found = all().find(|column| column.key == key).ok_or_else(|| {
                wrong(
                    "unknown_value",
                    format!("没有“{key}”这一列"),
                    format!("there is no column {key:?}"),
                )
            })?;
            if columns.contains(&found) {
                return Err(wrong(
                    "duplicate",
                    format!("“{key}”列重复"),
                    format!("the column {key:?} is given twice"),
                ));
            }
            columns.push(found);
        }
        Ok(Self {
            ledger,
            format,
            columns,
        })
    }

    /// A row: what stands in each of its columns.
    fn cells(&self, cell: impl Fn(&'static str) -> Result<Cell>) -> Result<Vec<Cell>> {
        self.columns.iter().map(|one| cell(one.key)).collect()
    }
}

fn wrong(code: &'static str, zh: String, en: String) -> Error {
    Error::invalid(FieldError::new("/columns", code, zh, en))
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Empty,
    Text(String),
    Day(NaiveDate),
    Number(i64),
    /// Yuan, shown in 万元.
    Money(i64),
    Light(Light),
}

/// A file that grows row by row.
trait Sheet {
    fn row(&mut self, cells: &[Cell]) -> Result<()>;

    /// Writes what is still to be written. `latest` is the last day that a row tells of.
    fn finish(self: Box<Self>, latest: Option<NaiveDate>) -> Result<()>;
}

/// A finished file and the rows in it.
#[derive(Debug)]
pub struct ExportedFile {
    pub file: File,
    pub rows: usize,
}

/// Writes a list into a file of no name in `folder`; the list is what `filter` lets through of what
/// the reader may see. `on_progress` hears of rows done and of all there are.
///
/// # Errors
/// 422 for more rows than a sheet holds; those of database and disk.
pub fn make(
    conn: &mut Conn,
    reader: &Reader,
    (filter, sort): (&ProblemFilter, Sort),
    layout: &Layout,
    folder: &Path,
    on_progress: impl FnMut(usize, usize),
) -> Result<ExportedFile> {
    let scope = reader.who.cases();
    let ids = store::ids(conn, scope, filter, sort)?;
    let view = View::seen_by(conn, reader.who, reader.clock, reader.now)?;
    let names = rows::Names::read(conn)?;
    write(layout, folder, &ids, on_progress, |page| {
        let rows = store::rows(conn, scope, page)?;
        let latest = rows.iter().map(|row| row.raised_on).max();
        let cells = reader.cells(conn, &view, &names, rows, layout)?;
        Ok((latest, cells))
    })
}

/// The latest day that some rows tell of, and their cells.
type Rows = (Option<NaiveDate>, Vec<Vec<Cell>>);

/// Writes what some ids stand for, page by page.
fn write(
    layout: &Layout,
    folder: &Path,
    ids: &[i64],
    mut on_progress: impl FnMut(usize, usize),
    mut page: impl FnMut(&[i64]) -> Result<Rows>,
) -> Result<ExportedFile> {
    if layout.format == Format::Xlsx {
        fits(ids.len())?;
    }
    let mut file = tempfile::tempfile_in(folder).map_err(disk)?;
    let into = file.try_clone().map_err(disk)?;
    let mut sheet: Box<dyn Sheet> = match layout.format {
        Format::Csv => Box::new(csv::Csv::begin(into, &layout.columns)?),
        Format::Xlsx => Box::new(xlsx::Xlsx::begin(into, folder, layout, ids.len())?),
    };
    let (mut latest, mut done) = (None, 0);
    for some in ids.chunks(PAGE) {
        let (day, rows) = page(some)?;
        latest = latest.max(day);
        for cells in rows {
            sheet.row(&cells)?;
            done += 1;
        }
        on_progress(done, ids.len());
    }
    if done != ids.len() {
        return Err(Error::internal("a row went missing within a snapshot"));
    }
    sheet.finish(latest)?;
    file.rewind().map_err(disk)?;
    Ok(ExportedFile { file, rows: done })
}

fn fits(rows: usize) -> Result<()> {
    if rows <= XLSX_ROWS {
        return Ok(());
    }
    Err(Error::invalid(FieldError::new(
        "/format",
        "too_many",
        format!("共{rows}行，Excel 工作表最多容纳{XLSX_ROWS}行，请缩小范围或改为导出 CSV"),
        format!("{rows} rows; a sheet holds {XLSX_ROWS}: narrow the list or take csv"),
    )))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_holds_as_many_rows_as_excel_and_not_one_more() {
        fits(1_048_575).unwrap();
        let refused = fits(1_048_576);
        assert!(matches!(refused, Err(Error::Invalid(errors)) if errors[0].code == "too_many"));
    }

    #[test]
    fn columns_come_in_the_order_asked_for_and_each_once() {
        let layout = |keys| Layout::new(PROBLEMS, Format::Csv, keys);
        assert_eq!(layout(None).unwrap().columns.len(), 36);
        let chosen = layout(Some("title, number")).unwrap().columns;
        let keys: Vec<_> = chosen.iter().map(|column| column.key).collect();
        assert_eq!(keys, ["title", "number"]);
        for (keys, code) in [
            ("title,title", "duplicate"),
            ("", "unknown_value"),
            ("x", "unknown_value"),
        ] {
            let refused = layout(Some(keys));
            assert!(
                matches!(refused, Err(Error::Invalid(errors)) if errors[0].code == code),
                "{keys}"
            );
        }
    }
}
