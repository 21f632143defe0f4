//! One spelling of a text for finding: full-width and half-width, capital and small letters are alike
//! (NFKC), and what is neither letter nor digit doesn't stand between two characters.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// Stands where a sentence or a part of it ends: no word reaches over it.
const END: char = '\n';

/// A folded text, which knows where each of its characters stood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    chars: Vec<char>,
    /// The place in the text, counted in characters, of each folded character.
    places: Vec<usize>,
}

impl Folded {
    pub fn of(text: &str) -> Self {
        let mut folded = Self::default();
        for (place, c) in text.chars().enumerate() {
            for c in c.nfkc().flat_map(char::to_lowercase) {
                if is_found(c) {
                    folded.push(c, place);
                } else if ends(c) && folded.chars.last().is_some_and(|last| *last != END) {
                    folded.push(END, place);
                }
            }
        }
        folded
    }

    fn push(&mut self, c: char, place: usize) {
        self.chars.push(c);
        self.places.push(place);
    }

    /// The folded characters, of a text that is one run.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The parts that a word may be a part of.
    pub fn runs(&self) -> impl Iterator<Item = &[char]> {
        let runs = self.chars.split(|c| *c == END);
        runs.filter(|run| !run.is_empty())
    }

    /// Where a word stands in it, counted in its own characters.
    pub fn starts_of(&self, word: &[char]) -> impl Iterator<Item = usize> {
        let width = word.len().max(1);
        let windows = self.chars.windows(width).enumerate();
        windows
            .filter(move |(_, window)| *window == word)
            .map(|(start, _)| start)
    }

    /// The characters of the text, as it was, that some of the folded ones stand for.
    pub fn range(&self, start: usize, length: usize) -> Range<usize> {
        let last = start + length.max(1) - 1;
        match (self.places.get(start), self.places.get(last)) {
            (Some(from), Some(last)) => *from..last + 1,
            _ => 0..0,
        }
    }

    pub fn has(&self, word: &[char]) -> bool {
        self.starts_of(word).next().is_some()
    }
}

/// Letters, digits, Chinese characters, and those that a district made for itself.
fn is_found(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{E000}'..='\u{F8FF}')
}

/// What ends a part of a sentence; the full-width forms are folded already.
fn ends(c: char) -> bool {
    matches!(c, '\n' | '\t' | ',' | ';' | ':' | '!' | '?' | '。' | '、')
}

/// The words of a question, each once.
pub fn words(text: &str) -> Vec<Vec<char>> {
    let mut words: Vec<Vec<char>> = vec![];
    for part in text.split_whitespace() {
        for word in Folded::of(part).runs() {
            if !words.iter().any(|known| known == word) {
                words.push(word.to_vec());
            }
        }
    }
    words
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        Folded::of(text).chars.iter().collect()
    }

    fn has(text: &str, word: &str) -> bool {
        Folded::of(text).has(&words(word)[0])
    }

    #[test]
    fn width_case_brackets_and_blanks_make_no_difference() {
        assert_eq!(folded("ＡＢ－１２３　线路"), "ab123线路");
        assert!(has("聚合庄（生态）农庄", "聚合庄生态农庄"));
        assert!(has("符合“井井通”用电方案", "井井通用电"));
        assert!(has("SH-2021-021", "ｓｈ－２０２１－０２１"));
        assert!(has("高压10kV线路", "10KV"));
        assert!(has("㎡", "m2"));
    }

    #[test]
    fn no_word_reaches_over_the_end_of_a_sentence() {
        assert!(!has("已经通电。力争年内完成", "电力"));
        assert!(!has("缺水、电费高", "水电"));
        assert!(has("缺水、电费高", "电费"));
        assert_eq!(folded("！！甲，。乙！"), "甲\n乙\n");
    }

    #[test]
    fn a_word_knows_where_it_stood() {
        let text = Folded::of("（Ａ）电，用 电");
        let word: Vec<char> = "用电".chars().collect();
        let start = text.starts_of(&word).next().unwrap();
        assert_eq!(text.range(start, 2), 5..8);
    }

    #[test]
    fn a_question_has_words() {
        let said: Vec<String> = words(" 用电　ＡＢ 用电，困难 %_\"*")
            .iter()
            .map(|word| word.iter().collect())
            .collect();
        assert_eq!(said, ["用电", "ab", "困难"]);
        assert!(words("%_\"* ()|&!:。").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn what_is_in_a_text_is_found_in_it(before in "\\PC{0,10}", word in "[\u{4e00}-\u{4eff}a-zA-Z0-9]{1,6}", after in "\\PC{0,10}") {
            let text = format!("{before}{word}{after}");
            let folded = Folded::of(&text);
            let wanted = words(&word).remove(0);
            let start = folded.starts_of(&wanted).next();
            proptest::prop_assert!(start.is_some(), "{}", text);
            let range = folded.range(start.unwrap(), wanted.len());
            proptest::prop_assert!(range.start < range.end && range.end <= text.chars().count());
        }
    }
}
