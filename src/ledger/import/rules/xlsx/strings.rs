//! The shared strings of a workbook, kept in one piece.

use quick_xml::events::Event;

use super::xml::{Xml, add_text};
use crate::ledger::import::rules::fault::FileFault;

/// Distinct strings of a file at most, and the bytes of all of them.
const STRINGS_MAX: usize = 1 << 21;
const TEXT_MAX: usize = 40 * 1024 * 1024;

/// The strings, end to end.
#[derive(Default)]
pub struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Reads a part that inflates to so many bytes.
    ///
    /// # Errors
    /// What is damaged, or more than there may be.
    pub fn read(xml: &mut Xml, size: u64) -> Result<Self, FileFault> {
        let room = usize::try_from(size).unwrap_or(TEXT_MAX).min(TEXT_MAX);
        // Room for all at once: a text that grows is held twice while it moves.
        let mut all = Self {
            text: String::with_capacity(room),
            ends: vec![],
        };
        let (mut is_string, mut is_text, mut is_reading_aid) = (false, false, false);
        loop {
            let event = xml.next_event()?;
            match &event {
                Event::Start(element) => match element.local_name().as_ref() {
                    b"si" => is_string = true,
                    b"t" => is_text = is_string && !is_reading_aid,
                    b"rPh" => is_reading_aid = true,
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    b"t" => is_text = false,
                    b"rPh" => is_reading_aid = false,
                    b"si" => {
                        is_string = false;
                        all.end()?;
                    }
                    _ => {}
                },
                Event::Eof => break,
                // Before it is added: a text that outgrows its room would be held twice.
                event if is_text && all.text.len() + event.len() > TEXT_MAX => {
                    return Err(FileFault::new("too_many_strings"));
                }
                event if is_text => add_text(&mut all.text, event)?,
                _ => {}
            }
        }
        all.text.shrink_to_fit();
        Ok(all)
    }

    fn end(&mut self) -> Result<(), FileFault> {
        let end = u32::try_from(self.text.len())
            .ok()
            .filter(|_| self.ends.len() < STRINGS_MAX);
        self.ends
            .push(end.ok_or_else(|| FileFault::new("too_many_strings"))?);
        Ok(())
    }

    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.text.get(start..end)
    }
}

/// Excel writes characters that XML can't hold as `_x000D_`, those beyond 65,535 in two such units, and
/// such a text itself with `_x005F_` before it.
pub fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let units: Vec<u16> = unit(from)
            .into_iter()
            .chain(from.get(7..).and_then(unit))
            .collect();
        let found = char::decode_utf16(units).next().and_then(Result::ok);
        let taken = found.filter(|_| unit(from).is_some()).map(char::len_utf16);
        match (found, taken) {
            (Some(c), Some(many)) => {
                plain.push(c);
                rest = &from[7 * many..];
            }
            _ => {
                plain.push_str("_x");
                rest = &from[2..];
            }
        }
    }
    plain + rest
}

/// The unit that a text begins with, where it begins with one.
fn unit(text: &str) -> Option<u16> {
    let code = text.strip_prefix("_x")?.get(..4)?;
    let is_one = text.get(6..7) == Some("_") && code.bytes().all(|b| b.is_ascii_hexdigit());
    is_one.then(|| u16::from_str_radix(code, 16).ok()).flatten()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::ledger::import::rules::xlsx::xml::xml_of;

    #[test]
    fn escapes_of_excel_are_characters_again() {
        assert_eq!(unescaped("a_x000D_\nb"), "a\r\nb");
        assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescaped("my_xls_x1"), "my_xls_x1");
        assert_eq!(unescaped("_x用电_"), "_x用电_");
        assert_eq!(unescaped("_xD83D__xDE00_!"), "😀!");
        assert_eq!(unescaped("_xD83D_!"), "_xD83D_!");
    }

    #[test]
    fn strings_are_kept_with_their_places() {
        let mut xml = xml_of(
            "<x:sst xmlns:x=\"s\" uniqueCount=\"18446744073709551615\"><x:si><x:t>用</x:t></x:si><x:si/>\
             <x:si><x:r><x:t>a&lt;</x:t></x:r><x:rPh><x:t>yong</x:t></x:rPh><x:r><x:t><![CDATA[b]]></x:t></x:r></x:si></x:sst>",
        );
        let strings = Strings::read(&mut xml, 100).unwrap();
        let all: Vec<_> = (0..4).map(|index| strings.get(index)).collect();
        assert_eq!(all, [Some("用"), Some(""), Some("a<b"), None]);
    }
}
