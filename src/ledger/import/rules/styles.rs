//! Which cell formats of an xlsx show days.

use std::collections::BTreeMap;

use quick_xml::events::Event;

use super::fault::FileFault;
use super::xlsx::{Xml, attribute, damaged};

/// By the index of a cell format: whether it shows days.
///
/// # Errors
/// What is damaged.
pub fn day_styles(xml: &mut Xml) -> Result<Vec<bool>, FileFault> {
    let mut own: BTreeMap<u32, bool> = BTreeMap::new();
    let (mut styles, mut is_within, mut buffer) = (vec![], false, vec![]);
    loop {
        let event = xml.read_event_into(&mut buffer).map_err(damaged)?;
        match &event {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                b"numFmt" => {
                    let id = attribute(element, "numFmtId").and_then(|id| id.parse().ok());
                    let code = attribute(element, "formatCode").unwrap_or_default();
                    own.extend(id.map(|id: u32| (id, shows_days(&code))));
                }
                b"cellXfs" => is_within = matches!(event, Event::Start(_)),
                b"xf" if is_within => {
                    let id = attribute(element, "numFmtId").and_then(|id| id.parse().ok());
                    let id = id.unwrap_or(0);
                    styles.push(
                        own.get(&id)
                            .copied()
                            .unwrap_or_else(|| is_day_by_itself(id)),
                    );
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == b"cellXfs" => is_within = false,
            Event::Eof => return Ok(styles),
            _ => {}
        }
        buffer.clear();
    }
}

/// The formats that need no code, those of Chinese Excel among them.
fn is_day_by_itself(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)
}

/// Whether a format's code has a day or a year in it, beside quoted text, colours and conditions.
fn shows_days(code: &str) -> bool {
    let (mut is_quoted, mut is_bracketed, mut is_escaped) = (false, false, false);
    for c in code.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '\\' | '_' | '*' => is_escaped = true,
            '[' => is_bracketed = true,
            ']' => is_bracketed = false,
            _ if is_bracketed => {}
            'd' | 'D' | 'y' | 'Y' | '日' | '年' => return true,
            // Of several parts the first one is that of ordinary numbers.
            ';' => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::ledger::import::rules::xlsx::xml_of;

    #[test]
    fn formats_with_a_day_or_a_year_show_days() {
        for code in [
            "yyyy-mm-dd",
            "yyyy\"年\"m\"月\"d\"日\"",
            "[$-F800]dddd",
            "d/m;@",
            "[红色]yyyy/m/d",
        ] {
            assert!(shows_days(code), "{code}");
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
            assert!(!shows_days(code), "{code}");
        }
    }

    #[test]
    fn the_formats_are_those_of_cells() {
        let mut xml = xml_of(
            "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;\"/></numFmts>\
             <cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>\
             <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"><alignment/></xf></cellXfs>\
             <cellStyles/></styleSheet>",
        );
        assert_eq!(day_styles(&mut xml).unwrap(), [false, true, true]);
    }
}
