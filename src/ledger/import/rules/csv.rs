//! A csv, read strictly: a quote that doesn't close, or text behind one that did, is told with its
//! line. What comes after such a quote can't be trusted, so nothing of the file is taken.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::fault::FileFault;
use super::read::{COLUMNS_MAX, FileRow};
use super::value::Value;
use crate::ledger::columns::unguarded;

/// The text of a file: by its mark (BOM), as UTF-8, or else as GB18030.
///
/// # Errors
/// What is none of them.
pub fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, FileFault> {
    let marked = [UTF_8, UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let mark: &[u8] = match encoding.name() {
            "UTF-8" => &[0xEF, 0xBB, 0xBF],
            "UTF-16LE" => &[0xFF, 0xFE],
            _ => &[0xFE, 0xFF],
        };
        bytes.starts_with(mark)
    });
    let (text, is_broken) = match marked {
        Some(encoding) => encoding.decode_with_bom_removal(bytes),
        None if std::str::from_utf8(bytes).is_ok() => UTF_8.decode_without_bom_handling(bytes),
        None => GB18030.decode_without_bom_handling(bytes),
    };
    if is_broken || text.contains('\0') {
        return Err(FileFault::new("encoding_unknown"));
    }
    Ok(text)
}

/// What may part the cells, in the order of preference.
pub const SIGNS: &[char] = &[',', ';', '\t'];
/// Bytes of a cell that are held at most, far more than a row may have.
const CELL_BYTES_MAX: usize = 1024 * 1024;
/// Cells of a row, be they empty; Excel has as many columns.
const CELLS_MAX: usize = 16_384;

/// The rows of a text.
pub struct Rows<'a> {
    chars: Chars<'a>,
    sign: char,
    line: u32,
}

impl<'a> Rows<'a> {
    pub fn of(text: &'a str, sign: char) -> Self {
        Self {
            chars: text.chars().peekable(),
            sign,
            line: 1,
        }
    }

    /// The next row. Its number is that of its first line in the file.
    ///
    /// # Errors
    /// A broken quote, and more columns than there may be.
    pub fn next_row(&mut self) -> Result<Option<FileRow>, FileFault> {
        if self.chars.peek().is_none() {
            return Ok(None);
        }
        let number = self.line;
        let (mut cells, mut many) = (vec![], 0);
        let end = loop {
            let (cell, end) = field(&mut self.chars, self.sign, &mut self.line)?;
            many += 1;
            // Empty cells behind the last column aren't kept, however many a row has.
            if cells.len() < COLUMNS_MAX {
                cells.push(Value::of_text(unguarded(&cell)));
            } else if !cell.trim().is_empty() || many > CELLS_MAX {
                return Err(FileFault::at("too_many_columns", number));
            }
            if end != End::Field {
                break end;
            }
        };
        Ok(Some(FileRow {
            number,
            cells,
            merged: vec![],
            is_cut_off: end == End::File,
        }))
    }
}

#[derive(PartialEq, Eq)]
enum End {
    Field,
    Row,
    /// The file ends without a line break.
    File,
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn field(chars: &mut Chars, delimiter: char, line: &mut u32) -> Result<(String, End), FileFault> {
    let mut cell = String::new();
    if chars.peek() == Some(&'"') {
        let opened = *line;
        chars.next();
        loop {
            match chars.next() {
                None => return Err(FileFault::at("quote_open", opened)),
                Some('"') if chars.peek() == Some(&'"') => {
                    chars.next();
                    cell.push('"');
                }
                Some('"') => break,
                Some(c) => {
                    *line += u32::from(c == '\n');
                    cell.push(c);
                }
            }
            bounded(&cell, opened)?;
        }
        return match ended(chars, delimiter, line) {
            Some(end) => Ok((cell, end)),
            None => Err(FileFault::at("quote_broken", *line)),
        };
    }
    loop {
        if let Some(end) = ended(chars, delimiter, line) {
            return Ok((cell, end));
        }
        cell.extend(chars.next());
        bounded(&cell, *line)?;
    }
}

fn bounded(cell: &str, line: u32) -> Result<(), FileFault> {
    if cell.len() > CELL_BYTES_MAX {
        return Err(FileFault::at("text_too_long", line));
    }
    Ok(())
}

/// Takes the end of a field, where it stands here.
fn ended(chars: &mut Chars, delimiter: char, line: &mut u32) -> Option<End> {
    match chars.peek() {
        None => Some(End::File),
        Some(c) if *c == delimiter => {
            chars.next();
            Some(End::Field)
        }
        Some('\n') => {
            chars.next();
            *line += 1;
            Some(End::Row)
        }
        Some('\r') => {
            chars.next();
            if chars.peek() == Some(&'\n') {
                chars.next();
            }
            *line += 1;
            Some(End::Row)
        }
        Some(_) => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn parted(text: &str, sign: char) -> Result<Vec<(u32, Vec<String>)>, FileFault> {
        let (mut all, mut rows) = (vec![], Rows::of(text, sign));
        while let Some(row) = rows.next_row()? {
            all.push((row.number, row.cells.iter().map(Value::shown).collect()));
        }
        Ok(all)
    }

    fn rows(text: &str) -> Result<Vec<(u32, Vec<String>)>, FileFault> {
        parted(text, ',')
    }

    fn row(number: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (
            number,
            cells.iter().map(|cell| (*cell).to_owned()).collect(),
        )
    }

    #[test]
    fn quotes_hold_commas_line_breaks_and_quotes() {
        let text = "编号,标题\r\n1,\"用电,\r\n不\"\"足\"\"\"\n2,\n";
        let wanted = [
            row(1, &["编号", "标题"]),
            row(2, &["1", "用电,\r\n不\"足\""]),
            row(4, &["2", ""]),
        ];
        assert_eq!(rows(text).unwrap(), wanted);
    }

    #[test]
    fn a_broken_quote_is_told_with_its_line() {
        assert_eq!(
            rows("a,b\n1,\"用电\n2,x\n"),
            Err(FileFault::at("quote_open", 2))
        );
        assert_eq!(
            rows("a,b\n1,\"用\"电\n"),
            Err(FileFault::at("quote_broken", 2))
        );
        // A quote inside of a field without quotes is a character like any other.
        assert_eq!(rows("5\"管,b\n").unwrap(), [row(1, &["5\"管", "b"])]);
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "企业名称,标题\n农庄,用电😀㐂\n";
        let utf16 = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
            let units = text.encode_utf16().flat_map(bytes);
            mark.into_iter().chain(units).collect::<Vec<u8>>()
        };
        let files = [
            text.as_bytes().to_vec(),
            [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat(),
            GB18030.encode(text).0.into_owned(),
            utf16([0xFF, 0xFE], u16::to_le_bytes),
            utf16([0xFE, 0xFF], u16::to_be_bytes),
        ];
        for file in files {
            assert_eq!(decoded(&file).unwrap(), text);
        }
        assert_eq!(
            decoded(&[0xFF, 0x00, 0x80]),
            Err(FileFault::new("encoding_unknown"))
        );
    }

    #[test]
    fn the_last_row_is_known_to_be_cut_off_where_its_line_does_not_end() {
        let cut_off = |text| {
            let (mut all, mut rows) = (vec![], Rows::of(text, ';'));
            while let Some(row) = rows.next_row().unwrap() {
                all.push(row.is_cut_off);
            }
            all
        };
        assert_eq!(cut_off("a;b\r\n1;2"), [false, true]);
        assert_eq!(cut_off("a;b\r\n1;2\r\n"), [false, false]);
    }

    #[test]
    fn sixty_columns_are_read_and_one_more_is_not() {
        let line = |n: usize| vec!["x"; n].join(",");
        assert_eq!(rows(&line(COLUMNS_MAX)).unwrap()[0].1.len(), COLUMNS_MAX);
        assert_eq!(
            rows(&line(COLUMNS_MAX + 1)),
            Err(FileFault::at("too_many_columns", 1))
        );
        // Empty ones behind do no harm, and take no memory.
        let empty = |many: usize| line(COLUMNS_MAX) + &",".repeat(many);
        assert_eq!(
            rows(&empty(CELLS_MAX - COLUMNS_MAX)).unwrap()[0].1.len(),
            COLUMNS_MAX
        );
        let beyond = rows(&empty(CELLS_MAX - COLUMNS_MAX + 1));
        assert_eq!(beyond, Err(FileFault::at("too_many_columns", 1)));
    }

    #[test]
    fn a_cell_without_an_end_is_told() {
        let long = |many: usize| format!("a,b\n{},2\n", "x".repeat(many));
        assert!(rows(&long(CELL_BYTES_MAX)).is_ok());
        let fault = Err(FileFault::at("text_too_long", 2));
        assert_eq!(rows(&long(CELL_BYTES_MAX + 1)), fault);
        assert_eq!(
            rows(&format!("a,b\n\"{}\",2\n", "x".repeat(CELL_BYTES_MAX + 1))),
            fault
        );
    }
}
