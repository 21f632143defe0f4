//! How problems are numbered, and which titles are alike.

use crate::directory::rules::is_park_code;

/// `SH-2021-016`: the park's code, the local year, and its running number with at least three digits.
pub fn number(park_code: &str, year: i32, running: i64) -> String {
    format!("{park_code}-{year}-{running:03}")
}

/// Park code, year and running number of a number that is one of ours.
pub fn parts(number: &str) -> Option<(&str, i64, i64)> {
    let (park_code, rest) = number.split_once('-')?;
    let (year, running) = rest.split_once('-')?;
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let is_formed = year.len() == 4
        && (3..=9).contains(&running.len())
        && is_number(year)
        && is_number(running);
    // 0001 would be written 001.
    let is_plain = running.len() == 3 || !running.starts_with('0');
    (is_formed && is_plain && is_park_code(park_code))
        .then(|| Some((park_code, year.parse().ok()?, running.parse().ok()?)))?
}

/// From this share of common pairs of characters on, two titles are alike.
const ALIKE: (usize, usize) = (1, 2);

/// Whether two titles may be about the same thing: at least half of their pairs of neighbouring
/// characters are shared (Dice), punctuation, spaces, width and case aside.
pub fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    if one == other {
        return !one.is_empty();
    }
    let (first, mut rest) = (pairs(&one), pairs(&other));
    let all = first.len() + rest.len();
    let mut shared = 0;
    for pair in first {
        if let Some(found) = rest.iter().position(|candidate| *candidate == pair) {
            rest.swap_remove(found);
            shared += 1;
        }
    }
    all > 0 && shared * 2 * ALIKE.1 >= all * ALIKE.0
}

/// A title as likeness sees it; kept beside each problem.
pub fn plain_title(title: &str) -> String {
    plain(title).into_iter().collect()
}

fn plain(title: &str) -> Vec<char> {
    title
        .chars()
        .map(narrow)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Full-width forms of ASCII are typed interchangeably with it.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

/// A text with the full-width forms of ASCII in half width.
pub fn half_width(text: &str) -> String {
    text.chars().map(narrow).collect()
}

fn pairs(title: &[char]) -> Vec<(char, char)> {
    title.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_running_number_has_at_least_three_digits() {
        assert_eq!(number("SH", 2021, 16), "SH-2021-016");
        assert_eq!(number("SH", 2021, 999), "SH-2021-999");
        assert_eq!(number("SH", 2021, 1000), "SH-2021-1000");
    }

    #[test]
    fn a_number_of_ours_is_told_from_any_other() {
        assert_eq!(parts("SH-2021-016"), Some(("SH", 2021, 16)));
        assert_eq!(parts("A1-2021-1000"), Some(("A1", 2021, 1000)));
        for other in [
            "7",
            "SH-2021-16",
            "SH-2021-0016",
            "SH-21-016",
            "sh-2021-016",
            "沙河-2021-016",
            "SH-2021-016-1",
            "SH-2021-1234567890",
            "-2021-016",
        ] {
            assert_eq!(parts(other), None, "{other}");
        }
    }

    #[test]
    fn titles_are_alike_in_spite_of_punctuation_width_and_order_of_words() {
        assert!(alike("担心后续用电得不到保障", "担心后续用电得不到保障。"));
        assert!(alike("担心后续用电得不到保障", "后续用电得不到保障，担心"));
        assert!(alike("ＡＢ线路 断电", "ab线路断电"));
        assert!(!alike("担心后续用电得不到保障", "融资困难"));
        assert!(!alike("。", "，"));
    }

    proptest::proptest! {
        #[test]
        fn likeness_is_mutual_and_never_panics(one in "\\PC{0,20}", other in "\\PC{0,20}") {
            proptest::prop_assert_eq!(alike(&one, &other), alike(&other, &one));
        }
    }
}
