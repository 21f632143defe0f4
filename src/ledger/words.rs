//! The fixed words of a ledger's cells: how each is written, and what else is read as it.

use crate::deadlines::rules::{Level, Light, Severity};
use crate::directory::rules::{EnterpriseSize, OperatingStatus};
use crate::problems::rules::words::{Outcome, Source};
use crate::vocabulary::{Word, Words, directory, problem};

/// Values, each with its word in the same place of a list.
#[derive(Debug, Clone, Copy)]
pub struct Spellings<T: 'static> {
    words: Words,
    values: &'static [T],
}

const fn spellings<T>(words: Words, values: &'static [T]) -> Spellings<T> {
    Spellings { words, values }
}

pub const SOURCES: Spellings<Source> = spellings(problem::SOURCE, Source::ALL);
/// 保密; nothing is written where it isn't.
pub const CONFIDENTIAL: Spellings<bool> = spellings(problem::CONFIDENTIAL, &[true, false]);
pub const SEVERITIES: Spellings<Severity> = spellings(problem::SEVERITY, Severity::ALL);
pub const LEVELS: Spellings<Level> = spellings(problem::LEVEL, Level::ALL);
pub const OUTCOMES: Spellings<Outcome> = spellings(problem::OUTCOME, Outcome::ALL);
/// From 5 down to 1.
pub const SATISFACTIONS: Spellings<i64> = spellings(problem::SATISFACTION, &[5, 4, 3, 2, 1]);
pub const LIGHTS: Spellings<Light> = spellings(problem::LIGHT, Light::ALL);
pub const SIZES: Spellings<EnterpriseSize> =
    spellings(directory::ENTERPRISE_SIZE, EnterpriseSize::ALL);
pub const STATUSES: Spellings<OperatingStatus> =
    spellings(directory::OPERATING, OperatingStatus::ALL);

impl<T> Spellings<T> {
    /// How the words are written, in their order.
    pub fn names(&self) -> Vec<&'static str> {
        self.words.iter().map(|word| word.zh).collect()
    }

    fn pairs(&self) -> impl Iterator<Item = (&'static T, &'static Word)> {
        self.values.iter().zip(self.words)
    }
}

/// How a word is written.
pub fn written<T: PartialEq>(words: Spellings<T>, word: T) -> &'static str {
    let found = words.pairs().find(|(value, _)| **value == word);
    found.map_or("", |(_, word)| word.zh)
}

/// The word that a cell holds.
pub fn read<T: Copy>(words: Spellings<T>, cell: &str) -> Option<T> {
    let cell = cell.trim();
    let is_it = |word: &Word| word.zh == cell || word.synonyms.contains(&cell);
    let found = words.pairs().find(|(_, word)| is_it(word));
    found.map(|(value, _)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agree<T: Copy + PartialEq + std::fmt::Debug>(words: Spellings<T>) {
        assert_eq!(words.words.len(), words.values.len());
        for value in words.values {
            assert_eq!(read(words, written(words, *value)), Some(*value));
        }
        let spelt = words.words.iter();
        let mut names: Vec<_> = spelt
            .flat_map(|word| word.synonyms.iter().copied().chain([word.zh]))
            .collect();
        let many = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), many, "a spelling of two words");
    }

    #[test]
    fn every_word_is_written_and_reads_back_as_itself() {
        agree(SOURCES);
        agree(CONFIDENTIAL);
        agree(SEVERITIES);
        agree(LEVELS);
        agree(OUTCOMES);
        agree(SATISFACTIONS);
        agree(LIGHTS);
        agree(SIZES);
        agree(STATUSES);
    }

    #[test]
    fn words_of_earlier_files_are_still_read() {
        assert_eq!(read(STATUSES, "关闭"), Some(OperatingStatus::Closed));
        assert_eq!(read(LEVELS, " 县区 "), Some(Level::District));
    }
}
