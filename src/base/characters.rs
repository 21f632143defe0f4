//! Which characters a text may hold: one rule for bodies, imports, the command line and settings.
//!
//! A name with a character that nobody sees passes for another one, and is found by no search; one that
//! turns the direction of writing shows what isn't there; what is no character at all breaks every paper.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::FieldError;

/// How a text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// A name, a title: nothing but what is seen.
    One,
    /// Line feeds and tabs, and what joins or varies the characters beside it, as in 👩‍🌾.
    Several,
}

/// A text on its way in: in one of its several Unicode spellings (NFC), without the blanks around it.
pub fn tidy(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    if is_nfc(trimmed) {
        Cow::Borrowed(trimmed)
    } else {
        Cow::Owned(trimmed.nfc().collect())
    }
}

/// The first character that may not stand in a text.
pub fn unwanted(text: &str, lines: Lines) -> Option<char> {
    let stands = |c: char| match lines {
        Lines::One => false,
        Lines::Several => matches!(c, '\n' | '\t') || is_joined(c),
    };
    text.chars().find(|c| is_unseen(*c) && !stands(*c))
}

/// What is wrong with a text that holds such a character, and which one it is.
pub fn fault(pointer: impl Into<String>, text: &str, lines: Lines) -> Option<FieldError> {
    let found = u32::from(unwanted(text, lines)?);
    Some(FieldError::new(
        pointer,
        "control_character",
        format!("含有不可见或不允许的字符（U+{found:04X}），请删除后重新填写"),
        format!("holds a character that can't be seen or isn't allowed (U+{found:04X})"),
    ))
}

/// A text that XML can hold: whatever the database has, a paper can be opened.
pub fn xml(text: &str) -> Cow<'_, str> {
    if text.contains(is_no_xml) {
        Cow::Owned(text.replace(is_no_xml, "\u{FFFD}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// XML 1.0 has a few controls and leaves out two characters that are none.
fn is_no_xml(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Joiners and variation selectors, which emoji and rare characters are written with.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Controls, what ends a line or turns the direction of writing, what Unicode calls default-ignorable or no
/// character, and the empty pattern of braille.
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || u32::from(c) & 0xFFFE == 0xFFFE
        || matches!(c,
            '\u{00AD}'
            | '\u{034F}'
            | '\u{061C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{FDD0}'..='\u{FDEF}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_refused_on_one_line_and_named() {
        for c in [
            '\0',
            '\t',
            '\n',
            '\r',
            '\u{7F}',
            '\u{85}',
            '\u{AD}',
            '\u{34F}',
            '\u{61C}',
            '\u{180E}',
            '\u{200B}',
            '\u{200D}',
            '\u{200E}',
            '\u{2028}',
            '\u{202E}',
            '\u{2060}',
            '\u{2066}',
            '\u{2800}',
            '\u{3164}',
            '\u{FDD0}',
            '\u{FE0F}',
            '\u{FEFF}',
            '\u{FFA0}',
            '\u{FFF9}',
            '\u{FFFE}',
            '\u{FFFF}',
            '\u{1FFFE}',
            '\u{E0041}',
            '\u{E0100}',
            '\u{10FFFF}',
        ] {
            let text = format!("聚合庄{c}生态农庄");
            assert_eq!(unwanted(&text, Lines::One), Some(c), "{c:?}");
            let told = fault("/name", &text, Lines::One);
            let told = told.map(|fault| (fault.code, fault.detail));
            let point = format!("U+{:04X}", u32::from(c));
            assert!(
                told.is_some_and(|(code, detail)| code == "control_character"
                    && detail.zh.contains(&point)
                    && detail.en.contains(&point)),
                "{c:?}"
            );
        }
    }

    #[test]
    fn what_is_seen_stands() {
        let seen = "“井井通”：A～Z、①㎡　𠮷\u{E000}é—… 😀 〇\u{FFFD}";
        assert_eq!(unwanted(seen, Lines::One), None);
    }

    #[test]
    fn several_lines_may_have_line_feeds_tabs_and_joined_emoji() {
        assert_eq!(
            unwanted("一\n\t二 👩\u{200D}🌾 ☎\u{FE0F}", Lines::Several),
            None
        );
        for c in [
            '\r',
            '\0',
            '\u{200B}',
            '\u{202E}',
            '\u{FEFF}',
            '\u{FFFF}',
            '\u{E0041}',
        ] {
            assert_eq!(
                unwanted(&format!("一{c}二"), Lines::Several),
                Some(c),
                "{c:?}"
            );
        }
    }

    #[test]
    fn a_text_has_one_spelling_and_no_blanks_around_it() {
        assert_eq!(tidy("　 Cafe\u{301} \n"), "Caf\u{E9}");
        assert_eq!(tidy("\u{F9DC}"), "\u{9686}");
        assert!(matches!(tidy("聚合庄"), Cow::Borrowed("聚合庄")));
    }

    #[test]
    fn xml_gets_nothing_that_it_cannot_hold() {
        assert_eq!(
            xml("甲\u{FFFF}乙\0丙\u{1F}丁\u{B}"),
            "甲\u{FFFD}乙\u{FFFD}丙\u{FFFD}丁\u{FFFD}"
        );
        assert!(matches!(xml("甲\t乙\n丙\r\u{85}"), Cow::Borrowed(_)));
    }
}
