//! The name a file is kept and given back under.

use super::kind::FileKind;

/// Characters of a file's name.
pub const NAME_MAX: usize = 200;
/// A file that came without a name.
const NAMELESS: &str = "附件";

/// What Windows allows in no name, and separators of paths.
const FORBIDDEN: &[char] = &['<', '>', ':', '"', '/', '\\', '|', '?', '*'];

/// Characters that turn the direction of writing or can't be seen: `gpj.exe` could look like `exe.jpg`.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A name without a path and without what doesn't belong in one, as it is shown in refusals.
pub fn cleaned(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .filter(|c| !c.is_control() && !is_hidden(*c))
        .map(|c| if FORBIDDEN.contains(&c) { '_' } else { c })
        .collect();
    let kept = kept.trim_matches(|c: char| c == '.' || c.is_whitespace());
    match kept {
        "" => NAMELESS.to_owned(),
        kept => kept.chars().take(NAME_MAX).collect(),
    }
}

/// [`cleaned`], with an end that says what the bytes are.
pub fn stored(given: &str, kind: FileKind) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let end = kind.extensions().iter().copied().find(|end| {
        let own = last.trim_end().rsplit_once('.');
        own.is_some_and(|(_, own)| own.eq_ignore_ascii_case(end))
    });
    // The end is kept where a long name is cut.
    let (stem, end) = match end {
        Some(end) => (last.trim_end().len() - end.len() - 1, end),
        None => (
            last.len(),
            kind.extensions().first().copied().unwrap_or_default(),
        ),
    };
    let stem = cleaned(last.get(..stem).unwrap_or_default());
    let stem: String = stem.chars().take(NAME_MAX - end.len() - 1).collect();
    format!("{}.{end}", stem.trim_end_matches(['.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_become_harmless_ones() {
        for (given, kept) in [
            ("现场照片.jpg", "现场照片.jpg"),
            ("IMG_0001.JPEG", "IMG_0001.jpeg"),
            ("../../etc/passwd", "passwd.jpg"),
            ("C:\\Users\\王\\合影.jpg", "合影.jpg"),
            ("a\r\nSet-Cookie: x=1.jpg", "aSet-Cookie_ x=1.jpg"),
            ("<script>alert(1)</script>.jpg", "script_.jpg"),
            ("\"; filename=x.exe", "_; filename=x.exe.jpg"),
            ("virus.exe", "virus.exe.jpg"),
            ("photo\u{202e}gpj.exe", "photogpj.exe.jpg"),
            ("a\0b.jpg", "ab.jpg"),
            ("...", "附件.jpg"),
            ("", "附件.jpg"),
            (".jpg", "附件.jpg"),
            ("  合影 .jpg ", "合影.jpg"),
        ] {
            assert_eq!(stored(given, FileKind::Jpeg), kept, "{given:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_end() {
        let long = stored(&format!("{}.jpg", "长".repeat(300)), FileKind::Jpeg);
        assert_eq!(long.chars().count(), NAME_MAX);
        assert!(long.ends_with("长.jpg"));
        let just = format!("{}.jpg", "长".repeat(NAME_MAX - 4));
        assert_eq!(stored(&just, FileKind::Jpeg), just);
        let added = stored(&"x".repeat(NAME_MAX), FileKind::Pdf);
        assert_eq!(added.chars().count(), NAME_MAX);
        assert!(added.ends_with("x.pdf"));
    }
}
