//! The first letters of a name's syllables, by which people who are in a hurry look for it: `hcdl`
//! finds 华辰电力.

use pinyin::ToPinyinMulti;

/// Ways to read one name that are kept. A character beyond them counts with its commonest reading.
const READINGS: usize = 16;

/// The initials of a name, one word for each way to read it (重庆: `zq cq`), in small letters. ASCII
/// letters and digits stand for themselves; what has no reading, and punctuation, is left out.
pub fn initials(name: &str) -> String {
    let mut readings = vec![String::new()];
    for letters in name.chars().map(letters).filter(|found| !found.is_empty()) {
        let kept = if readings.len() * letters.len() <= READINGS {
            &letters[..]
        } else {
            &letters[..1]
        };
        readings = kept
            .iter()
            .flat_map(|letter| {
                readings
                    .iter()
                    .map(move |before| format!("{before}{letter}"))
            })
            .collect();
    }
    readings.join(" ").trim().to_owned()
}

/// Whether a text can be initials: nothing but ASCII letters and digits.
pub fn may_be_initials(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The letters that a character may stand for, the commonest first.
fn letters(c: char) -> Vec<char> {
    if c.is_ascii_alphanumeric() {
        return vec![c.to_ascii_lowercase()];
    }
    let readings = c.to_pinyin_multi().into_iter().flatten();
    let mut found = vec![];
    for letter in readings.filter_map(|reading| reading.first_letter().chars().next()) {
        if letter.is_ascii_lowercase() && !found.contains(&letter) {
            found.push(letter);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(name: &str, wanted: &str) -> bool {
        initials(name).split(' ').any(|word| word.contains(wanted))
    }

    #[test]
    fn a_name_is_found_by_its_first_letters() {
        assert!(has("华辰电力", "hcdl"));
        assert!(has("河南华辰电力（集团）有限公司", "hcdljt"));
        assert!(has("TCL科技3期", "tclkj3q"));
    }

    #[test]
    fn every_reading_of_a_character_counts() {
        for (name, wanted) in [
            ("重庆机床", "cqjc"),
            ("重庆机床", "zqjc"),
            ("长垣起重", "cyqz"),
            ("长垣起重", "zyqc"),
            ("乐山银行", "lsyh"),
        ] {
            assert!(has(name, wanted), "{name} {wanted}: {}", initials(name));
        }
    }

    #[test]
    fn many_readings_are_kept_to_a_bound() {
        let name = "重长行乐".repeat(25);
        assert!(initials(&name).split(' ').count() <= READINGS);
        assert!(initials(&name).len() <= READINGS * 101);
    }

    #[test]
    fn what_has_no_reading_is_left_out() {
        assert!(has("𰻝面馆", "mg"));
        assert!(has("㐂乐商贸", "sm"));
        assert_eq!(initials("（）·☆"), "");
        assert!(!may_be_initials("华辰") && !may_be_initials("") && may_be_initials("hcDL3"));
    }
}
