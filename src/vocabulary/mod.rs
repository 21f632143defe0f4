//! Every word that officials read and that stands in more than one place, once: server, files, mails
//! and papers read it here, the page gets it generated (`zhuqi words`).

pub mod activities;
pub mod bounds;
pub mod columns;
pub mod directory;
pub mod drives;
pub mod entries;
pub mod faults;
pub mod import;
pub mod leads;
pub mod mail;
pub mod people;
pub mod problem;
pub mod projects;
pub mod report;
pub mod revivals;
pub mod search;
mod typescript;

pub use typescript::{LedgerWords, typescript};

/// A word of the API and what officials read for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// As it stands in the database and in JSON.
    pub key: &'static str,
    pub zh: &'static str,
    /// What else is read as it in a file that comes in.
    pub synonyms: &'static [&'static str],
}

/// A list of words, in the order in which they are offered.
pub type Words = &'static [Word];

const fn word(key: &'static str, zh: &'static str) -> Word {
    spelt(key, zh, &[])
}

const fn spelt(key: &'static str, zh: &'static str, synonyms: &'static [&'static str]) -> Word {
    Word { key, zh, synonyms }
}

/// What officials read for a key; nothing where the list doesn't have it.
pub fn find(words: Words, key: &str) -> Option<&'static str> {
    words
        .iter()
        .find(|word| word.key == key)
        .map(|word| word.zh)
}

/// Whether a list names the keys of an enum, one after the other: `==` of texts is not `const`.
pub const fn is_key(word: &Word, key: &str) -> bool {
    let (one, other) = (word.key.as_bytes(), key.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Gives the words of a list to the `text_enum!` whose texts are its keys. It doesn't compile where one
/// is missing, too many, or stands in another place.
#[macro_export]
macro_rules! in_words {
    ($name:ident, $words:expr) => {
        const _: () = {
            let words: $crate::vocabulary::Words = $words;
            assert!(words.len() == $name::ALL.len());
            let mut at = 0;
            while at < words.len() {
                assert!($crate::vocabulary::is_key(
                    &words[at],
                    $name::ALL[at].as_str()
                ));
                at += 1;
            }
        };

        impl $name {
            /// The word that officials read.
            pub const fn zh(self) -> &'static str {
                let words: $crate::vocabulary::Words = $words;
                words[self as usize].zh
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_by_its_key_alone() {
        assert_eq!(find(problem::LEVEL, "city"), Some("市级"));
        assert_eq!(find(problem::LEVEL, "market"), None);
        assert!(is_key(&problem::LEVEL[1], "city"));
        assert!(!is_key(&problem::LEVEL[1], "cit") && !is_key(&problem::LEVEL[1], "citx"));
    }
}
