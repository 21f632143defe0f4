//! Files, told apart by their bytes and read row by row.

use std::borrow::Cow;

use super::csv;
use super::fault::FileFault;
use super::value::{Epoch, Value};
use super::xlsx::{self, Workbook};

/// Bytes of a file at most.
pub const FILE_MAX: usize = 20 * 1024 * 1024;
/// Bytes that an xlsx may inflate to.
pub const INFLATED_MAX: u64 = 100 * 1024 * 1024;
/// Rows of data at most.
pub const ROWS_MAX: u32 = 100_000;
/// Columns at most.
pub const COLUMNS_MAX: usize = 60;

/// A row of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRow {
    /// As Excel, or an editor, numbers it.
    pub number: u32,
    pub cells: Vec<Value>,
    /// Columns, from 0, that a merged block filled.
    pub merged: Vec<usize>,
    /// Whether the file ends within it, as far as can be seen.
    pub is_cut_off: bool,
}

impl FileRow {
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(Value::is_empty)
    }
}

/// A file that can be read.
pub enum Table<'a> {
    Xlsx(Box<Workbook<'a>>),
    Csv(Cow<'a, str>),
}

/// Where in a file rows are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A sheet, by its place among those that can be seen.
    Sheet(usize),
    /// A csv whose cells are parted by this.
    Parted(char),
}

/// The rows of one source.
pub enum Rows<'a> {
    Sheet(Box<xlsx::Rows<'a>>),
    Csv(csv::Rows<'a>),
}

impl Rows<'_> {
    /// The next row that isn't empty.
    ///
    /// # Errors
    /// What can't be read.
    pub fn next_row(&mut self) -> Result<Option<FileRow>, FileFault> {
        loop {
            let row = match self {
                Self::Sheet(rows) => rows.next_row()?,
                Self::Csv(rows) => rows.next_row()?,
            };
            if row.as_ref().is_none_or(|row| !row.is_empty()) {
                return Ok(row);
            }
        }
    }
}

/// What an OLE file begins with: an old xls, and also an xlsx that has a password.
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

impl<'a> Table<'a> {
    /// Opens a file. Nothing of an xlsx is held before it is known how much it inflates to.
    ///
    /// # Errors
    /// What can't be read at all.
    pub fn open(bytes: &'a [u8]) -> Result<Self, FileFault> {
        if bytes.len() > FILE_MAX {
            return Err(FileFault::new("file_too_large"));
        }
        if bytes.is_empty() {
            return Err(FileFault::new("file_empty"));
        }
        if bytes.starts_with(OLE) {
            let name: Vec<u8> = "EncryptedPackage"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect();
            let is_encrypted = bytes.windows(name.len()).any(|part| part == name);
            return Err(FileFault::new(if is_encrypted {
                "encrypted"
            } else {
                "old_format"
            }));
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return Workbook::open(bytes).map(|book| Self::Xlsx(Box::new(book)));
        }
        if is_another_kind(bytes) {
            return Err(FileFault::new("not_a_table"));
        }
        csv::decoded(bytes).map(Self::Csv)
    }

    pub fn epoch(&self) -> Epoch {
        match self {
            Self::Xlsx(book) => book.epoch(),
            Self::Csv(_) => Epoch::Y1900,
        }
    }

    /// The names of the sheets that can be read; none of a csv.
    pub fn sheets(&self) -> Vec<String> {
        match self {
            Self::Xlsx(book) => book.sheets().map(str::to_owned).collect(),
            Self::Csv(_) => vec![],
        }
    }

    /// Everything that may be the ledger, in the order of preference.
    pub fn sources(&self) -> Vec<Source> {
        match self {
            Self::Xlsx(book) => (0..book.sheets().count()).map(Source::Sheet).collect(),
            Self::Csv(_) => csv::SIGNS.iter().copied().map(Source::Parted).collect(),
        }
    }

    /// # Errors
    /// What can't be read, and a source that this file doesn't have.
    pub fn rows(&mut self, source: Source) -> Result<Rows<'_>, FileFault> {
        match (self, source) {
            (Self::Xlsx(book), Source::Sheet(at)) => Ok(Rows::Sheet(Box::new(book.rows(at)?))),
            (Self::Csv(text), Source::Parted(sign)) => Ok(Rows::Csv(csv::Rows::of(text, sign))),
            _ => Err(FileFault::new("damaged")),
        }
    }
}

/// PDF, pictures, HTML that calls itself xls, and other archives.
fn is_another_kind(bytes: &[u8]) -> bool {
    let heads: [&[u8]; 8] = [
        b"%PDF",
        b"\x89PNG",
        b"\xFF\xD8\xFF",
        b"GIF8",
        b"Rar!",
        b"7z\xBC\xAF",
        b"\x1F\x8B",
        b"{\\rtf",
    ];
    let start = bytes.get(..512).unwrap_or(bytes).to_ascii_lowercase();
    let start = start.trim_ascii_start();
    heads.iter().any(|head| bytes.starts_with(head))
        || start.starts_with(b"<!doctype")
        || start.starts_with(b"<html")
        || start.starts_with(b"<?xml")
}
