//! Texts of a drawing: what fits a width, and what XML can hold.

use crate::base::characters;

/// About how wide a text is, in units of its font size. Chinese fonts are as wide as high.
pub fn width(text: &str) -> f64 {
    text.chars().map(width_of).sum()
}

fn width_of(c: char) -> f64 {
    match c {
        '\u{300}'..='\u{36F}' | '\u{FE00}'..='\u{FE0F}' => 0.0,
        'M' | 'W' | 'm' | 'w' | '@' | '%' => 0.95,
        'A'..='Z' => 0.75,
        ..='\u{10FF}' => 0.6,
        _ => 1.0,
    }
}

/// A text in at most `lines` lines of a width in units of its font size; what is left over is cut off behind an
/// ellipsis.
pub fn fit(text: &str, most: f64, lines: usize) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    for c in text.chars() {
        let wide = width_of(c);
        if used + wide > most && !line.is_empty() {
            if found.len() + 1 == lines {
                found.push(shortened(&line, most));
                return found;
            }
            found.push(std::mem::take(&mut line));
            used = 0.0;
        }
        line.push(c);
        used += wide;
    }
    found.push(line);
    found
}

/// As much of a line as leaves room for an ellipsis behind it.
fn shortened(line: &str, most: f64) -> String {
    let mut line = line.to_owned();
    while width(&line) + width_of('…') > most && line.pop().is_some() {}
    line.push('…');
    line
}

pub fn escaped(text: &str) -> String {
    characters::xml(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_wrapped_then_cut() {
        let fitted = |text: &str, lines| fit(text, 4.0, lines).join("|");
        assert_eq!(fitted("四个汉字", 1), "四个汉字");
        assert_eq!(fitted("不止四个汉字", 1), "不止四…");
        assert_eq!(fitted("不止四个汉字", 2), "不止四个|汉字");
        assert_eq!(fitted("一共有整整九个汉字", 2), "一共有整|整九个…");
        assert_eq!(fitted("abcdefgh", 1), "abcde…");
        assert_eq!(fitted("", 2), "");
    }

    #[test]
    fn what_people_typed_is_text() {
        assert_eq!(
            escaped("<a b=\"c\">&\u{1}"),
            "&lt;a b=&quot;c&quot;&gt;&amp;\u{FFFD}"
        );
    }
}
