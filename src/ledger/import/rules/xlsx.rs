//! An xlsx, read as a stream. The readers that there are take all shared strings as they come and
//! don't tell a formula without its value from an empty cell; this one counts what the file
//! really inflates to before it holds anything, keeps the strings in one piece, and reads on.

use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;

use super::fault::FileFault;
use super::read::{COLUMNS_MAX, INFLATED_MAX, Row};
use super::sheet::sheet_rows;
use super::styles::day_styles;
use super::value::Epoch;

/// Distinct strings of a file at most.
const STRINGS_MAX: usize = 3_000_000;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// A workbook whose first visible sheet is read.
pub struct Workbook<'a> {
    archive: Archive<'a>,
    sheet: String,
    strings: Strings,
    /// By cell format: whether it shows days.
    days: Vec<bool>,
    epoch: Epoch,
}

/// The shared strings, end to end.
#[derive(Default)]
pub struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.text.get(start..end)
    }
}

pub fn damaged<E>(_: E) -> FileFault {
    FileFault::new("damaged")
}

impl<'a> Workbook<'a> {
    /// # Errors
    /// What is damaged, or inflates to too much.
    pub fn open(bytes: &'a [u8]) -> Result<Self, FileFault> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if archive.index_for_name("xl/workbook.xml").is_none() {
            return Err(FileFault::new("not_a_table"));
        }
        measure(&mut archive)?;
        let (id, epoch) = first_sheet(&mut archive)?;
        let sheet = target(&mut archive, &id)?;
        let strings = strings(&mut archive)?;
        let days = match part(&mut archive, "xl/styles.xml")? {
            Some(mut xml) => day_styles(&mut xml)?,
            None => vec![],
        };
        Ok(Self {
            archive,
            sheet,
            strings,
            days,
            epoch,
        })
    }

    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// Reads the sheet row by row.
    ///
    /// # Errors
    /// What is damaged, more columns than there may be, and what `each` finds.
    pub fn rows(
        &mut self,
        each: &mut dyn FnMut(Row) -> Result<(), FileFault>,
    ) -> Result<(), FileFault> {
        let mut xml = part(&mut self.archive, &self.sheet)?.ok_or_else(|| damaged(()))?;
        let mut checked = |row: Row| {
            let width = row.cells.iter().rposition(|cell| !cell.is_empty());
            match width {
                Some(last) if last >= COLUMNS_MAX => {
                    Err(FileFault::at("too_many_columns", row.number))
                }
                _ => each(row),
            }
        };
        sheet_rows(
            &mut xml,
            (&self.strings, &self.days, self.epoch),
            &mut checked,
        )
    }
}

/// Inflates every part that may be read, and keeps none: what a file says about its sizes is only
/// what it says.
fn measure(archive: &mut Archive) -> Result<(), FileFault> {
    let mut left = INFLATED_MAX;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(damaged)?;
        let is_read = file.name().ends_with(".xml") || file.name().ends_with(".rels");
        if !is_read {
            continue;
        }
        let inflated = std::io::copy(&mut file.take(left + 1), &mut std::io::sink());
        left = left
            .checked_sub(inflated.map_err(damaged)?)
            .ok_or_else(|| FileFault::new("inflates_too_much"))?;
    }
    Ok(())
}

pub type Xml<'a> = Reader<Box<dyn BufRead + 'a>>;

fn part<'b>(archive: &'b mut Archive, name: &str) -> Result<Option<Xml<'b>>, FileFault> {
    let Some(index) = archive.index_for_name(name) else {
        return Ok(None);
    };
    let file = archive.by_index(index).map_err(damaged)?;
    let bounded: Box<dyn BufRead> = Box::new(BufReader::new(file.take(INFLATED_MAX)));
    let mut xml = Reader::from_reader(bounded);
    xml.config_mut().check_end_names = false;
    Ok(Some(xml))
}

/// An attribute's text.
pub fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok().flatten()?;
    let raw = std::str::from_utf8(&found.value).ok()?;
    quick_xml::escape::unescape(raw)
        .ok()
        .map(|text| text.into_owned())
}

/// The character that `&…;` stands for.
pub fn entity(reference: &BytesRef) -> Option<String> {
    if let Ok(Some(found)) = reference.resolve_char_ref() {
        return Some(found.to_string());
    }
    let name = reference.decode().ok()?;
    resolve_predefined_entity(&name).map(str::to_owned)
}

/// The relation of the first sheet that can be seen, and the calendar.
fn first_sheet(archive: &mut Archive) -> Result<(String, Epoch), FileFault> {
    let mut xml = part(archive, "xl/workbook.xml")?.ok_or_else(|| damaged(()))?;
    let (mut found, mut epoch) = (None, Epoch::Y1900);
    let mut buffer = vec![];
    loop {
        match xml.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                b"workbookPr" => {
                    let told = attribute(&element, "date1904");
                    if told.is_some_and(|told| told == "1" || told == "true") {
                        epoch = Epoch::Y1904;
                    }
                }
                b"sheet" if found.is_none() => {
                    let is_seen =
                        attribute(&element, "state").is_none_or(|state| state == "visible");
                    found = attribute(&element, "r:id").filter(|_| is_seen);
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    Ok((found.ok_or_else(|| damaged(()))?, epoch))
}

/// The part that a relation names.
fn target(archive: &mut Archive, id: &str) -> Result<String, FileFault> {
    let mut xml = part(archive, "xl/_rels/workbook.xml.rels")?.ok_or_else(|| damaged(()))?;
    let mut buffer = vec![];
    loop {
        match xml.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(element) | Event::Empty(element)
                if attribute(&element, "Id").is_some_and(|own| own == id) =>
            {
                let target = attribute(&element, "Target").ok_or_else(|| damaged(()))?;
                return Ok(match target.strip_prefix('/') {
                    Some(absolute) => absolute.to_owned(),
                    None => format!("xl/{target}"),
                });
            }
            Event::Eof => return Err(damaged(())),
            _ => {}
        }
        buffer.clear();
    }
}

fn strings(archive: &mut Archive) -> Result<Strings, FileFault> {
    let mut all = Strings::default();
    let Some(mut xml) = part(archive, "xl/sharedStrings.xml")? else {
        return Ok(all);
    };
    let (mut buffer, mut is_text, mut is_reading_aid) = (vec![], false, false);
    loop {
        match xml.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(element) => match element.local_name().as_ref() {
                b"t" => is_text = !is_reading_aid,
                b"rPh" => is_reading_aid = true,
                _ => {}
            },
            Event::Empty(element) if element.local_name().as_ref() == b"si" => all.end()?,
            Event::End(element) => match element.local_name().as_ref() {
                b"t" => is_text = false,
                b"rPh" => is_reading_aid = false,
                b"si" => all.end()?,
                _ => {}
            },
            Event::Text(text) if is_text => all.text.push_str(&text.decode().map_err(damaged)?),
            Event::CData(text) if is_text => all.text.push_str(&text.decode().map_err(damaged)?),
            Event::GeneralRef(reference) if is_text => {
                all.text.extend(entity(&reference));
            }
            Event::Eof => return Ok(all),
            _ => {}
        }
        buffer.clear();
    }
}

impl Strings {
    fn end(&mut self) -> Result<(), FileFault> {
        let end = u32::try_from(self.text.len())
            .ok()
            .filter(|_| self.ends.len() < STRINGS_MAX);
        self.ends
            .push(end.ok_or_else(|| FileFault::new("too_many_strings"))?);
        Ok(())
    }
}

/// Excel writes characters that XML can't hold as `_x000D_`, and such a text itself with `_x005F_`
/// before it.
pub fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let code = from.get(2..6).filter(|_| from.get(6..7) == Some("_"));
        let found = code
            .filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        match found {
            Some(c) => {
                plain.push(c);
                rest = &from[7..];
            }
            None => {
                plain.push_str("_x");
                rest = &from[2..];
            }
        }
    }
    plain + rest
}

/// The rest of a part, for tests of what is read off it.
#[cfg(test)]
pub fn xml_of(text: &'static str) -> Xml<'static> {
    let bytes: Box<dyn BufRead> = Box::new(Cursor::new(text.as_bytes()));
    Reader::from_reader(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_excel_are_characters_again() {
        assert_eq!(unescaped("a_x000D_\nb"), "a\r\nb");
        assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescaped("my_xls_x1"), "my_xls_x1");
        assert_eq!(unescaped("_x用电_"), "_x用电_");
    }
}
