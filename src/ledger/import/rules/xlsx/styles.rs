//! What the cell formats of an xlsx show numbers as.

use std::collections::BTreeMap;

use quick_xml::events::Event;

use super::xml::{Xml, attribute};
use crate::ledger::import::rules::fault::FileFault;

/// Formats of a workbook at most; Excel has 65,490.
const STYLES_MAX: usize = 100_000;

/// What a number is shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    Number,
    Day,
    /// An hour without a day.
    Time,
}

/// By the index of a cell format.
///
/// # Errors
/// What is damaged.
pub fn styles(xml: &mut Xml) -> Result<Vec<Shows>, FileFault> {
    let mut own: BTreeMap<u32, Shows> = BTreeMap::new();
    let (mut styles, mut is_within) = (vec![], false);
    loop {
        match xml.next_event()? {
            Event::Start(element) => match element.local_name().as_ref() {
                b"numFmt" => {
                    let id = attribute(&element, "numFmtId")?.and_then(|id| id.parse().ok());
                    let code = attribute(&element, "formatCode")?.unwrap_or_default();
                    own.extend(id.map(|id: u32| (id, shown_by(&code))));
                }
                b"cellXfs" => is_within = true,
                b"xf" if is_within => {
                    let id = attribute(&element, "numFmtId")?.and_then(|id| id.parse().ok());
                    let id = id.unwrap_or(0);
                    styles.push(own.get(&id).copied().unwrap_or_else(|| by_itself(id)));
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == b"cellXfs" => is_within = false,
            Event::Eof => return Ok(styles),
            _ => {}
        }
        if styles.len().max(own.len()) > STYLES_MAX {
            return Err(FileFault::new("damaged"));
        }
    }
}

/// The formats that need no code, those of Chinese Excel among them.
fn by_itself(id: u32) -> Shows {
    match id {
        14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => Shows::Day,
        18..=21 | 32..=35 | 55 | 56 => Shows::Time,
        _ => Shows::Number,
    }
}

/// What a format's code shows, beside quoted text, colours and conditions.
fn shown_by(code: &str) -> Shows {
    let (mut is_quoted, mut is_bracketed, mut is_escaped) = (false, false, false);
    let mut shows = Shows::Number;
    for c in code.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '\\' | '_' | '*' => is_escaped = true,
            '[' => is_bracketed = true,
            ']' => is_bracketed = false,
            _ if is_bracketed => {}
            'd' | 'D' | 'y' | 'Y' | '日' | '年' => return Shows::Day,
            'h' | 'H' => shows = Shows::Time,
            // Of several parts the first one is that of ordinary numbers.
            ';' => break,
            _ => {}
        }
    }
    shows
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::ledger::import::rules::xlsx::xml::xml_of;

    #[test]
    fn formats_with_a_day_or_a_year_show_days() {
        for code in [
            "yyyy-mm-dd",
            "yyyy\"年\"m\"月\"d\"日\"",
            "[$-F800]dddd",
            "d/m;@",
            "[红色]yyyy/m/d",
            "h:mm yyyy",
        ] {
            assert_eq!(shown_by(code), Shows::Day, "{code}");
        }
        for code in ["h:mm", "上午/下午h\"时\"mm\"分\""] {
            assert_eq!(shown_by(code), Shows::Time, "{code}");
        }
        for code in [
            "General",
            "0.00",
            "[h]:mm",
            "#,##0\"天\"",
            "\"day\" 0",
            "0;[Red]-0",
            "mm:ss",
            "\\d0",
        ] {
            assert_eq!(shown_by(code), Shows::Number, "{code}");
        }
    }

    #[test]
    fn the_formats_are_those_of_cells() {
        let mut xml = xml_of(
            "<s:styleSheet xmlns:s=\"s\"><s:numFmts><s:numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;\"/></s:numFmts>\
             <s:cellStyleXfs><s:xf numFmtId=\"14\"/></s:cellStyleXfs>\
             <s:cellXfs><s:xf numFmtId=\"0\"/><s:xf numFmtId=\"14\"/><s:xf numFmtId=\"164\"><s:alignment/></s:xf>\
             <s:xf numFmtId=\"20\"/></s:cellXfs><s:cellStyles/></s:styleSheet>",
        );
        let wanted = [Shows::Number, Shows::Day, Shows::Day, Shows::Time];
        assert_eq!(styles(&mut xml).unwrap(), wanted);
    }
}
