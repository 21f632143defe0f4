//! A csv, read strictly: a quote that doesn't close, or text behind one that did, is told with its
//! line. What comes after such a quote can't be trusted, so nothing of the file is taken.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::fault::FileFault;
use super::read::{COLUMNS_MAX, Row};
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

/// Reads row by row. The number of a row is that of its first line in the file.
///
/// # Errors
/// A broken quote, more columns than there may be, and what `each` finds.
pub fn read(
    text: &str,
    each: &mut dyn FnMut(Row) -> Result<(), FileFault>,
) -> Result<(), FileFault> {
    let delimiter = delimiter(text);
    let mut chars = text.chars().peekable();
    let mut line = 1;
    while chars.peek().is_some() {
        let number = line;
        let mut cells = vec![];
        loop {
            let (cell, end) = field(&mut chars, delimiter, &mut line)?;
            if cells.len() < COLUMNS_MAX || cell.trim().is_empty() {
                cells.push(Value::of_text(unguarded(&cell)));
            } else {
                return Err(FileFault::at("too_many_columns", number));
            }
            if end != End::Field {
                break;
            }
        }
        each(Row { number, cells })?;
    }
    Ok(())
}

#[derive(PartialEq, Eq)]
enum End {
    Field,
    Row,
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
    }
}

/// Takes the end of a field, where it stands here.
fn ended(chars: &mut Chars, delimiter: char, line: &mut u32) -> Option<End> {
    match chars.peek() {
        None => Some(End::Row),
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

/// A comma, unless tabs or semicolons stand in more of the first lines, or in as many and oftener.
fn delimiter(text: &str) -> char {
    let many = |c: char| {
        let found = text.lines().take(20).map(|line| line.matches(c).count());
        let found: Vec<usize> = found.filter(|count| *count > 0).collect();
        (found.len(), found.into_iter().max())
    };
    let commas = many(',');
    ['\t', ';']
        .into_iter()
        .find(|c| many(*c) > commas)
        .unwrap_or(',')
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Result<Vec<(u32, Vec<String>)>, FileFault> {
        let mut rows = vec![];
        read(text, &mut |row| {
            rows.push((row.number, row.cells.iter().map(Value::shown).collect()));
            Ok(())
        })?;
        Ok(rows)
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
    fn tabs_and_semicolons_part_the_fields_where_commas_do_not() {
        assert_eq!(rows("a\tb,c\td\n").unwrap(), [row(1, &["a", "b,c", "d"])]);
        assert_eq!(rows("a;b\n1,5;2\n").unwrap()[0], row(1, &["a", "b"]));
    }

    #[test]
    fn sixty_columns_are_read_and_one_more_is_not() {
        let line = |n: usize| vec!["x"; n].join(",");
        assert_eq!(rows(&line(COLUMNS_MAX)).unwrap()[0].1.len(), COLUMNS_MAX);
        assert_eq!(
            rows(&line(COLUMNS_MAX + 1)),
            Err(FileFault::at("too_many_columns", 1))
        );
        // Empty ones behind do no harm.
        assert!(rows(&(line(COLUMNS_MAX) + ",,,")).is_ok());
    }
}
