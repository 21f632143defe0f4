//! The rows of one sheet of an xlsx, one at a time.

use quick_xml::events::{BytesStart, Event};

use super::merged::{Covered, Merges};
use super::strings::{Strings, unescaped};
use super::styles::Shows;
use super::xml::{Xml, add_text, attribute};
use crate::ledger::import::rules::fault::{FileFault, damaged};
use crate::ledger::import::rules::read::{COLUMNS_MAX, FileRow};
use crate::ledger::import::rules::value::{Epoch, Value};

/// What Excel itself has at most; beyond it a file is made up.
const EXCEL_COLUMNS: u32 = 16_384;
const EXCEL_ROWS: u32 = 1_048_576;

/// What the cells of a sheet refer to.
#[derive(Clone, Copy)]
pub struct Book<'a> {
    pub strings: &'a Strings,
    pub styles: &'a [Shows],
    pub epoch: Epoch,
}

/// The rows, in their order.
pub struct Rows<'a> {
    xml: Xml<'a>,
    book: Book<'a>,
    covered: Covered<'a>,
    /// The number of the row before.
    before: u32,
    is_begun: bool,
    is_over: bool,
}

/// Where a cell stands, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub row: u32,
    pub column: u32,
}

#[derive(Default)]
struct Cell {
    kind: String,
    style: usize,
    /// What stands in `<v>`, and what in `<is>`.
    value: Option<String>,
    inline: Option<String>,
    has_formula: bool,
}

impl<'a> Rows<'a> {
    pub fn of(xml: Xml<'a>, book: Book<'a>, merges: &'a Merges) -> Self {
        Self {
            xml,
            book,
            covered: Covered::by(merges),
            before: 0,
            is_begun: false,
            is_over: false,
        }
    }

    /// The next row; None behind the last one.
    ///
    /// # Errors
    /// What is damaged, and more columns than there may be.
    pub fn next_row(&mut self) -> Result<Option<FileRow>, FileFault> {
        while !self.is_over {
            match self.xml.next_event()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    b"sheetData" => self.is_begun = true,
                    b"row" if self.is_begun => {
                        let number = attribute(&element, "r")?;
                        return self.row(number).map(Some);
                    }
                    _ => {}
                },
                // What follows are filters and how to print it.
                Event::End(element) if element.local_name().as_ref() == b"sheetData" => {
                    self.is_over = true;
                }
                Event::Eof => return Err(damaged("a sheet without its end")),
                _ => {}
            }
        }
        Ok(None)
    }

    fn row(&mut self, number: Option<String>) -> Result<FileRow, FileFault> {
        let mut number = match number {
            Some(given) => Some(given.trim().parse::<u32>().map_err(damaged)?),
            None => None,
        };
        let (mut cells, mut next) = (vec![], 1);
        loop {
            let (place, cell) = match self.xml.next_event()? {
                Event::Start(element) if element.local_name().as_ref() == b"c" => {
                    let place = attribute(&element, "r")?.map(|name| place(&name));
                    let cell = Cell::begin(&element)?;
                    (place.transpose()?, cell)
                }
                Event::End(element) if element.local_name().as_ref() == b"row" => break,
                Event::Eof => return Err(damaged("a row without its end")),
                _ => continue,
            };
            // A cell without its place is the one behind the last; a row may have its number from it.
            let column = match place {
                Some(given) if number.is_none_or(|number| number == given.row) => {
                    number = Some(given.row);
                    given.column
                }
                Some(_) => return Err(damaged("a cell of another row")),
                None => next,
            };
            next = column + 1;
            let value = self.cell(cell)?;
            put(&mut cells, column, value)
                .map_err(|code| FileFault::at(code, number.unwrap_or(self.before + 1)))?;
        }
        let number = number.unwrap_or(self.before + 1);
        if number <= self.before || number > EXCEL_ROWS {
            return Err(damaged("rows out of order"));
        }
        self.before = number;
        let merged = self.covered.fill(number, &mut cells)?;
        Ok(FileRow {
            number,
            cells,
            merged,
            is_cut_off: false,
        })
    }

    /// Reads a cell that has begun to its end.
    fn cell(&mut self, mut cell: Cell) -> Result<Value, FileFault> {
        let (mut is_value, mut is_inline, mut is_text, mut is_reading_aid) =
            (false, false, false, false);
        loop {
            let event = self.xml.next_event()?;
            match &event {
                Event::Start(element) => match element.local_name().as_ref() {
                    b"f" => cell.has_formula = true,
                    b"v" => {
                        is_value = true;
                        cell.value.get_or_insert_default();
                    }
                    b"is" => {
                        is_inline = true;
                        cell.inline.get_or_insert_default();
                    }
                    // What helps to read a Chinese or Japanese text isn't part of it.
                    b"rPh" => is_reading_aid = true,
                    b"t" => is_text = is_inline && !is_reading_aid,
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    b"v" => is_value = false,
                    b"is" => is_inline = false,
                    b"rPh" => is_reading_aid = false,
                    b"t" => is_text = false,
                    b"c" => return Ok(cell.value(self.book)),
                    _ => {}
                },
                Event::Eof => return Err(damaged("a cell without its end")),
                _ if is_value => add_text(cell.value.get_or_insert_default(), &event)?,
                _ if is_text => add_text(cell.inline.get_or_insert_default(), &event)?,
                _ => {}
            }
        }
    }
}

/// Puts a value into its column; one cell may be told once.
fn put(cells: &mut Vec<Value>, column: u32, value: Value) -> Result<(), &'static str> {
    if matches!(value, Value::Empty) {
        return Ok(());
    }
    let at = column as usize - 1;
    if at >= COLUMNS_MAX {
        // A formula that shows nothing does no harm out there.
        return if value.is_empty() {
            Ok(())
        } else {
            Err("too_many_columns")
        };
    }
    if cells.len() <= at {
        cells.resize(at + 1, Value::Empty);
    }
    match cells.get_mut(at) {
        Some(place @ Value::Empty) => {
            *place = value;
            Ok(())
        }
        _ => Err("damaged"),
    }
}

impl Cell {
    fn begin(element: &BytesStart) -> Result<Self, FileFault> {
        let style = attribute(element, "s")?.and_then(|style| style.parse().ok());
        Ok(Self {
            kind: attribute(element, "t")?.unwrap_or_default(),
            style: style.unwrap_or(0),
            ..Self::default()
        })
    }

    fn value(self, book: Book) -> Value {
        let given = match self.kind.as_str() {
            "inlineStr" => self.inline.or(self.value),
            _ => self.value.or(self.inline),
        };
        let Some(text) = given else {
            return if self.has_formula {
                Value::Fault("formula_without_value", String::new())
            } else {
                Value::Empty
            };
        };
        if text.is_empty() && self.has_formula && self.kind != "str" {
            return Value::Unshown;
        }
        match self.kind.as_str() {
            "s" => match text.trim().parse().ok().and_then(|at| book.strings.get(at)) {
                Some(text) => Value::of_text(unescaped(text)),
                None => Value::Fault("text_missing", String::new()),
            },
            "str" | "inlineStr" => Value::of_text(unescaped(&text)),
            "b" => Value::Bool(matches!(text.trim(), "1" | "true")),
            "e" => Value::Fault("error_value", text),
            // ISO 8601, as some programs write it.
            "d" => Value::of_text(text),
            _ => match text.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => shown(number, self.style, book),
                _ => Value::of_text(unescaped(&text)),
            },
        }
    }
}

fn shown(number: f64, style: usize, book: Book) -> Value {
    match book.styles.get(style) {
        Some(Shows::Day) => book
            .epoch
            .day(number)
            .map_or(Value::Number(number), Value::Day),
        Some(Shows::Time) if (0.0..1.0).contains(&number) => {
            let minutes = (number * 1440.0).round() as u32 % 1440;
            Value::Text(format!("{:02}:{:02}", minutes / 60, minutes % 60))
        }
        // An hour of a day.
        Some(Shows::Time) => book
            .epoch
            .day(number)
            .map_or(Value::Number(number), Value::Day),
        Some(Shows::Number) | None => Value::Number(number),
    }
}

/// `AB12` is in row 12 and column 28.
///
/// # Errors
/// What names no cell that Excel has.
pub fn place(name: &str) -> Result<Place, FileFault> {
    let digits = name
        .find(|c: char| c.is_ascii_digit())
        .ok_or_else(|| damaged("no row"))?;
    let (letters, digits) = name.split_at(digits);
    let mut column = 0_u32;
    for letter in letters.bytes() {
        if !letter.is_ascii_alphabetic() || column > EXCEL_COLUMNS {
            return Err(damaged("no column"));
        }
        column = column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    let row = digits.parse().map_err(damaged)?;
    let is_there = (1..=EXCEL_COLUMNS).contains(&column) && (1..=EXCEL_ROWS).contains(&row);
    is_there
        .then_some(Place { row, column })
        .ok_or_else(|| damaged("no such cell"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
