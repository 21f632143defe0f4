//! Which parts of a problem's number find it. 021 finds SH-2021-021 and not every problem of 2021: of the
//! year only its beginning is a beginning of a part.

use std::collections::BTreeSet;
use std::ops::Range;

use super::fold::Folded;
use crate::problems::rules::number::parts;

/// No longer word is a part of a number: ten characters of a park, four of a year, nine of a count.
pub const LONGEST: usize = 23;

/// The folded parts of a number, and the places where one may begin.
fn beginnings(number: &str, folded: &Folded) -> Vec<usize> {
    let all = folded.chars().len();
    match parts(number) {
        Some((park_code, ..)) => {
            let year = park_code.len();
            [0, year].into_iter().chain(year + 4..all).collect()
        }
        None => (0..all).collect(),
    }
}

/// Every part by which a number is found.
pub fn parts_of(number: &str) -> BTreeSet<String> {
    let folded = Folded::of(number);
    let mut found = BTreeSet::new();
    for start in beginnings(number, &folded) {
        let rest = folded.chars().get(start..).unwrap_or_default();
        for length in 1..=rest.len().min(LONGEST) {
            found.insert(rest.iter().take(length).collect());
        }
    }
    found
}

/// What names this problem and hardly another: its running number, with the year, and all of it.
pub fn names_of(number: &str) -> BTreeSet<String> {
    let whole: String = Folded::of(number).chars().iter().collect();
    let mut names = BTreeSet::new();
    if let Some((park_code, _, running)) = parts(number) {
        let rest = |from: usize| whole.get(from..).unwrap_or_default().to_owned();
        names.extend([rest(park_code.len()), rest(park_code.len() + 4)]);
        names.insert(running.to_string());
    }
    names.insert(whole);
    names
}

/// Where a word stands in a number, in characters of the number; None where it doesn't find it.
pub fn found_in(number: &str, word: &[char]) -> Option<Range<usize>> {
    let folded = Folded::of(number);
    let beginnings = beginnings(number, &folded);
    let start = folded
        .starts_of(word)
        .find(|start| beginnings.contains(start))?;
    Some(folded.range(start, word.len()))
}

/// Whether a word may be a part of a number at all.
pub fn may_be_part(word: &[char]) -> bool {
    word.len() <= LONGEST && word.iter().all(char::is_ascii_alphanumeric)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn range(number: &str, word: &str) -> Option<Range<usize>> {
        found_in(number, &super::super::fold::words(word)[0])
    }

    #[test]
    fn a_part_finds_a_number_and_the_inside_of_a_year_does_not() {
        assert_eq!(range("SH-2021-021", "021"), Some(8..11));
        assert_eq!(range("SH-2021-021", "21"), Some(9..11));
        assert_eq!(range("SH-2021-021", "sh-2021"), Some(0..7));
        assert_eq!(range("SH-2021-021", "ＳＨ２０２１"), Some(0..7));
        assert_eq!(range("SH-2021-021", "2021-021"), Some(3..11));
        assert_eq!(range("SH-2021-003", "021"), None);
        assert_eq!(range("SH-2021-1021", "021"), Some(9..12));
        assert_eq!(range("旧-7", "旧7"), Some(0..3));
    }

    #[test]
    fn what_is_indexed_is_what_is_found() {
        let parts = parts_of("SH-2021-021");
        for word in ["021", "21", "1", "sh", "2021", "2021021", "sh2021021", "s"] {
            assert!(parts.contains(word), "{word}");
            assert!(range("SH-2021-021", word).is_some(), "{word}");
        }
        for word in ["h2021", "102", "1021"] {
            assert!(!parts.contains(word), "{word}");
            assert!(range("SH-2021-021", word).is_none(), "{word}");
        }
        let names = names_of("SH-2021-021");
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        assert_eq!(names, ["021", "2021021", "21", "sh2021021"]);
    }
}
