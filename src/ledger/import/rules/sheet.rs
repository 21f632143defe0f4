//! The rows of one sheet of an xlsx.

use quick_xml::events::{BytesStart, Event};

use super::fault::FileFault;
use super::read::Row;
use super::value::{Epoch, Value};
use super::xlsx::{Strings, Xml, attribute, damaged, entity, unescaped};

/// What Excel itself has at most; beyond it a file is made up.
const EXCEL_COLUMNS: usize = 16_384;

/// What the texts of cells refer to.
type Book<'a> = (&'a Strings, &'a [bool], Epoch);

#[derive(Default)]
struct Cell {
    column: usize,
    kind: String,
    style: usize,
    value: String,
    has_value: bool,
    has_formula: bool,
}

/// Which text is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    Value,
    /// What helps to read a Chinese or Japanese text, and isn't part of it.
    ReadingAid,
}

/// Gives the rows in their order.
///
/// # Errors
/// What is damaged, and what `each` finds.
pub fn sheet_rows(
    xml: &mut Xml,
    book: Book,
    each: &mut dyn FnMut(Row) -> Result<(), FileFault>,
) -> Result<(), FileFault> {
    let (mut buffer, mut within) = (vec![], Within::Nothing);
    let mut row = Row {
        number: 0,
        cells: vec![],
    };
    let mut cell = Cell::default();
    loop {
        match xml.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(element) => match element.local_name().as_ref() {
                b"row" => row = begin(&element, row.number),
                b"c" => cell = Cell::begin(&element, row.cells.len())?,
                b"f" => cell.has_formula = true,
                b"rPh" => within = Within::ReadingAid,
                b"v" | b"t" if within != Within::ReadingAid => {
                    within = Within::Value;
                    cell.has_value = true;
                }
                _ => {}
            },
            Event::Empty(element) => match element.local_name().as_ref() {
                b"row" => row = begin(&element, row.number),
                b"f" => cell.has_formula = true,
                _ => {}
            },
            Event::Text(text) if within == Within::Value => {
                cell.value.push_str(&text.decode().map_err(damaged)?);
            }
            Event::CData(text) if within == Within::Value => {
                cell.value.push_str(&text.decode().map_err(damaged)?);
            }
            Event::GeneralRef(reference) if within == Within::Value => {
                cell.value.extend(entity(&reference));
            }
            Event::End(element) => match element.local_name().as_ref() {
                b"v" | b"t" if within == Within::Value => within = Within::Nothing,
                b"rPh" => within = Within::Nothing,
                b"c" => {
                    let cell = std::mem::take(&mut cell);
                    row.put(cell.column, cell.value(book));
                }
                b"row" => {
                    let number = row.number;
                    each(std::mem::replace(
                        &mut row,
                        Row {
                            number,
                            cells: vec![],
                        },
                    ))?;
                }
                // What follows are merged cells, filters and how to print it.
                b"sheetData" => return Ok(()),
                _ => {}
            },
            Event::Eof => return Err(damaged(())),
            _ => {}
        }
        buffer.clear();
    }
}

fn begin(element: &BytesStart, before: u32) -> Row {
    let number = attribute(element, "r").and_then(|number| number.parse().ok());
    Row {
        number: number.unwrap_or(before.saturating_add(1)),
        cells: vec![],
    }
}

impl Row {
    fn put(&mut self, column: usize, value: Value) {
        if value.is_empty() {
            return;
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Value::Empty);
        }
        if let Some(place) = self.cells.get_mut(column) {
            *place = value;
        }
    }
}

impl Cell {
    fn begin(element: &BytesStart, next: usize) -> Result<Self, FileFault> {
        let column = match attribute(element, "r") {
            Some(name) => column(&name).ok_or_else(|| damaged(()))?,
            None => next,
        };
        let style = attribute(element, "s").and_then(|style| style.parse().ok());
        Ok(Self {
            column,
            kind: attribute(element, "t").unwrap_or_default(),
            style: style.unwrap_or(0),
            ..Self::default()
        })
    }

    fn value(self, (strings, days, epoch): Book) -> Value {
        if !self.has_value {
            return if self.has_formula {
                Value::Fault("formula_without_value")
            } else {
                Value::Empty
            };
        }
        match self.kind.as_str() {
            "s" => {
                let index = self.value.trim().parse().ok();
                let text = index.and_then(|index| strings.get(index)).unwrap_or("");
                Value::of_text(unescaped(text))
            }
            "str" | "inlineStr" => Value::of_text(unescaped(&self.value)),
            "b" => Value::Bool(self.value.trim() == "1"),
            "e" => Value::Fault("error_value"),
            // ISO 8601, as some programs write it.
            "d" => Value::of_text(self.value),
            _ => match self.value.trim().parse::<f64>() {
                Ok(number) if days.get(self.style).copied().unwrap_or(false) => {
                    epoch.day(number).map_or(Value::Number(number), Value::Day)
                }
                Ok(number) => Value::Number(number),
                Err(_) => Value::of_text(self.value),
            },
        }
    }
}

/// `AB12` is in column 27.
fn column(name: &str) -> Option<usize> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.fold(0_usize, |sum, letter| {
        sum.saturating_mul(26)
            .saturating_add(usize::from(letter.to_ascii_uppercase() - b'A') + 1)
    });
    number
        .checked_sub(1)
        .filter(|column| *column < EXCEL_COLUMNS)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::ledger::import::rules::xlsx::xml_of;

    fn cells(text: &'static str) -> Vec<(u32, Vec<Value>)> {
        let mut rows = vec![];
        let book = (&Strings::default(), [false, true].as_slice(), Epoch::Y1900);
        sheet_rows(&mut xml_of(text), book, &mut |row| {
            rows.push((row.number, row.cells));
            Ok(())
        })
        .unwrap();
        rows
    }

    #[test]
    fn cells_are_what_they_show() {
        let rows = cells(
            "<worksheet><sheetData>\
             <row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><r><t>用</t></r><r><t>电&amp;水&#128512;</t></r>\
             <rPh><t>yong</t></rPh></is></c><c r=\"C3\" s=\"1\"><v>44410</v></c><c r=\"D3\"><v>16</v></c>\
             <c r=\"E3\" t=\"str\"><f>A1</f><v>=HYPERLINK(\"x\")</v></c><c r=\"F3\"><f>NOW()</f></c>\
             <c r=\"G3\" t=\"e\"><v>#REF!</v></c><c r=\"H3\" t=\"b\"><v>1</v></c><c r=\"I3\"/></row>\
             <row><c><v>1</v></c><c t=\"inlineStr\"><is><t>x</t></is></c></row>\
             </sheetData><mergeCells/></worksheet>",
        );
        let day = "2021-08-02".parse().unwrap();
        let wanted = vec![
            Value::Text("用电&水😀".into()),
            Value::Empty,
            Value::Day(day),
            Value::Number(16.0),
            Value::Text("=HYPERLINK(\"x\")".into()),
            Value::Fault("formula_without_value"),
            Value::Fault("error_value"),
            Value::Bool(true),
        ];
        assert_eq!(rows[0], (3, wanted));
        assert_eq!(
            rows[1],
            (4, vec![Value::Number(1.0), Value::Text("x".into())])
        );
    }

    #[test]
    fn columns_are_named_by_letters() {
        assert_eq!(column("A1"), Some(0));
        assert_eq!(column("Z9"), Some(25));
        assert_eq!(column("AB12"), Some(27));
        assert_eq!(column("XFD1"), Some(16_383));
        assert_eq!(column("XFE1"), None);
        assert_eq!(column("1"), None);
    }

    #[test]
    fn a_sheet_that_breaks_off_is_damaged() {
        let book = (&Strings::default(), [].as_slice(), Epoch::Y1900);
        let mut xml = xml_of("<worksheet><sheetData><row><c><v>1</v></c></row>");
        assert!(sheet_rows(&mut xml, book, &mut |_| Ok(())).is_err());
    }
}
