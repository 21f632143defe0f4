//! What of a text answers a question, as marked parts of it: never as HTML.

use std::ops::Range;

use serde::Serialize;
use utoipa::ToSchema;

use super::SearchField;
use super::fold::Folded;
use super::number::found_in;

/// The longest part of a long text that is shown, in characters.
const SHOWN: usize = 80;
/// How much of that stands before what was found first.
const BEFORE: usize = 16;
const MORE: &str = "…";

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Segment {
    /// The characters of this part, as they stand in the text.
    #[schema(example = "用电")]
    pub text: String,
    /// Whether these are what was looked for.
    pub found: bool,
}

/// A text in which something was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Highlight {
    /// Which text it is.
    pub field: SearchField,
    /// The text in parts, one after the other; of a long one what is around the first place, with … for
    /// what is left out.
    pub segments: Vec<Segment>,
}

/// What one of somebody's texts holds of the words of a question.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Which of the words, by their places in the question.
    words: Vec<bool>,
    ranges: Vec<Range<usize>>,
}

/// Looks for the words in a text.
fn look(field: SearchField, text: &str, words: &[Vec<char>]) -> Found {
    let folded = Folded::of(text);
    let mut found = Found::default();
    for word in words {
        let ranges: Vec<_> = match field {
            SearchField::Number => found_in(text, word).into_iter().collect(),
            _ => folded
                .starts_of(word)
                .map(|start| folded.range(start, word.len()))
                .collect(),
        };
        found.words.push(!ranges.is_empty());
        found.ranges.extend(ranges);
    }
    found
}

/// The texts that hold a word, in their order; None unless each word is in one of them.
pub fn highlights(texts: &[(SearchField, String)], words: &[Vec<char>]) -> Option<Vec<Highlight>> {
    let mut missing = vec![true; words.len()];
    let mut highlights = vec![];
    for (field, text) in texts {
        let found = look(*field, text, words);
        for (missing, found) in missing.iter_mut().zip(&found.words) {
            *missing &= !found;
        }
        if !found.ranges.is_empty() {
            highlights.push(Highlight {
                field: *field,
                segments: segments(text, found.ranges),
            });
        }
    }
    (!missing.contains(&true)).then_some(highlights)
}

fn segments(text: &str, mut ranges: Vec<Range<usize>>) -> Vec<Segment> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let first = ranges.first().map_or(0, |range| range.start);
    let chars: Vec<char> = text.chars().collect();
    let (from, to) = if chars.len() <= SHOWN {
        (0, chars.len())
    } else {
        let from = first.saturating_sub(BEFORE).min(chars.len() - SHOWN);
        (from, from + SHOWN)
    };
    let mut parts = vec![];
    let mut push = |text: String, found: bool| {
        if !text.is_empty() {
            parts.push(Segment { text, found });
        }
    };
    let piece = |from: usize, to: usize| {
        chars
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .collect::<String>()
    };
    let before = if from > 0 { MORE } else { "" };
    let after = if to < chars.len() { MORE } else { "" };
    let mut at = from;
    let mut plain = String::from(before);
    for range in ranges {
        // What overlaps one before it goes on with it.
        let (start, end) = (range.start.max(at), range.end.min(to));
        if start < end {
            plain.push_str(&piece(at, start));
            push(std::mem::take(&mut plain), false);
            push(piece(start, end), true);
            at = end;
        }
    }
    plain.push_str(&piece(at, to));
    plain.push_str(after);
    push(plain, false);
    parts
}

/// The beginning of a text.
pub fn excerpt(text: &str, most: usize) -> String {
    let mut chars = text.chars();
    let shown: String = chars.by_ref().take(most).collect();
    match chars.next() {
        Some(_) => shown + MORE,
        None => shown,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::fold::words;
    use super::*;

    fn marked(text: &str, question: &str) -> Option<String> {
        let texts = [(SearchField::Title, text.to_owned())];
        let found = highlights(&texts, &words(question))?;
        let parts = found[0].segments.iter().map(|part| match part.found {
            true => format!("[{}]", part.text),
            false => part.text.clone(),
        });
        Some(parts.collect())
    }

    #[test]
    fn what_is_found_is_marked_and_the_rest_is_as_it_was() {
        for (text, question, shown) in [
            ("担心后续用电得不到保障", "用电", "担心后续[用电]得不到保障"),
            ("用电！用电", "用电", "[用电]！[用电]"),
            ("ＡＢ线 路断电", "ab 线路", "[ＡＢ][线 路]断电"),
            ("生态农庄", "生态农 态农庄", "[生态农][庄]"),
            ("<b>用电</b>", "用电", "<b>[用电]</b>"),
        ] {
            assert_eq!(marked(text, question).unwrap(), shown);
        }
        assert_eq!(marked("用电", "用电 困难"), None);
    }

    #[test]
    fn of_a_long_text_what_is_around_the_first_place_is_shown() {
        let text = format!("{}用电{}", "前".repeat(100), "后".repeat(100));
        let shown = marked(&text, "用电").unwrap();
        assert_eq!(
            shown,
            format!("…{}[用电]{}…", "前".repeat(16), "后".repeat(62))
        );
        let text = format!("{}用电", "前".repeat(100));
        assert_eq!(
            marked(&text, "用电").unwrap(),
            format!("…{}[用电]", "前".repeat(78))
        );
    }

    #[test]
    fn every_word_is_in_one_of_the_texts() {
        let texts = [
            (SearchField::Number, "SH-2021-021".to_owned()),
            (SearchField::Title, "用电".to_owned()),
        ];
        let fields = |question: &str| {
            let found = highlights(&texts, &words(question))?;
            Some(found.into_iter().map(|one| one.field).collect::<Vec<_>>())
        };
        assert_eq!(
            fields("021 用电"),
            Some(vec![SearchField::Number, SearchField::Title])
        );
        assert_eq!(fields("用电"), Some(vec![SearchField::Title]));
        assert_eq!(fields("用电 困难"), None);
    }
}
