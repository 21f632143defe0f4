//! Terms, and conditions over them in the two databases' own languages. A term holds letters, digits and
//! Chinese characters only, so that nothing in a question is read as an operator.

use std::collections::BTreeSet;
use std::fmt::Write;

/// Where a term's text stands: the lower, the more it is worth. What stands on one rank is found on those
/// above it, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// What it is called itself.
    Own = 1,
    /// Whose it is.
    Whose = 2,
    /// What else is told of it.
    Told = 3,
}

impl Rank {
    pub const ALL: [Self; 3] = [Self::Own, Self::Whose, Self::Told];
}

/// The terms of a run of characters: each of them, and each pair of neighbours.
fn grams(run: &[char]) -> impl Iterator<Item = String> {
    let pairs = run.windows(2).map(|pair| pair.iter().collect());
    run.iter().map(char::to_string).chain(pairs)
}

/// Adds the terms of a text.
pub fn add(terms: &mut BTreeSet<String>, rank: Rank, run: &[char]) {
    for gram in grams(run) {
        for on in Rank::ALL.into_iter().filter(|on| *on >= rank) {
            terms.insert(text(on, &gram));
        }
    }
}

fn text(rank: Rank, gram: &str) -> String {
    format!("{}{gram}", rank as u8)
}

/// Finds a part of a number.
pub fn number_part(part: &str) -> String {
    format!("n{part}")
}

/// Finds the number that it names.
pub fn number_name(name: &str) -> String {
    format!("e{name}")
}

pub fn of_park(park: i64) -> String {
    format!("p{park}")
}

pub fn of_department(department: i64) -> String {
    format!("d{department}")
}

/// Which documents are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    Term(String),
    All(Vec<Self>),
    Any(Vec<Self>),
    Without(Box<Self>, Box<Self>),
}

impl Condition {
    /// A word on a rank. Its pairs may stand apart from each other, so what is found is looked at again.
    pub fn word(rank: Rank, word: &[char]) -> Self {
        if word.len() < 2 {
            return Self::Term(text(rank, &word.iter().collect::<String>()));
        }
        let pairs: BTreeSet<String> = word.windows(2).map(|pair| pair.iter().collect()).collect();
        let pairs = pairs.into_iter().map(|pair| Self::Term(text(rank, &pair)));
        Self::All(pairs.collect())
    }

    pub fn without(self, other: Option<Self>) -> Self {
        match other {
            Some(other) => Self::Without(Box::new(self), Box::new(other)),
            None => self,
        }
    }

    /// As SQLite's FTS5 reads it.
    pub fn fts5(&self) -> String {
        self.written(["\"", "\""], [" AND ", " OR ", " NOT "])
    }

    /// As PostgreSQL's `tsquery` reads it.
    pub fn tsquery(&self) -> String {
        self.written(["'", "'"], [" & ", " | ", " & !"])
    }

    fn written(&self, [open, close]: [&str; 2], words: [&str; 3]) -> String {
        let [and, or, not] = words;
        let joined = |parts: &[Self], by: &str| {
            let parts: Vec<_> = parts
                .iter()
                .map(|part| part.written([open, close], words))
                .collect();
            format!("({})", parts.join(by))
        };
        match self {
            Self::Term(term) => {
                let mut written = String::from(open);
                // Writing into a String can't fail.
                let _ = write!(written, "{term}{close}");
                written
            }
            Self::All(parts) => joined(parts, and),
            Self::Any(parts) => joined(parts, or),
            Self::Without(one, other) => format!(
                "({}{not}{})",
                one.written([open, close], words),
                other.written([open, close], words)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn a_text_has_each_character_and_each_pair_on_its_rank_and_above() {
        let mut terms = BTreeSet::new();
        add(&mut terms, Rank::Whose, &chars("农庄"));
        let terms: Vec<_> = terms.into_iter().collect();
        assert_eq!(terms, ["2农", "2农庄", "2庄", "3农", "3农庄", "3庄"]);
    }

    #[test]
    fn a_condition_is_written_for_each_database() {
        let one = Condition::word(Rank::Own, &chars("用电难"));
        let other = Condition::Any(vec![
            Condition::word(Rank::Told, &chars("水")),
            Condition::Term(of_park(3)),
        ]);
        let both = one.without(Some(other));
        assert_eq!(
            both.fts5(),
            r#"(("1用电" AND "1电难") NOT ("3水" OR "p3"))"#
        );
        assert_eq!(both.tsquery(), "(('1用电' & '1电难') & !('3水' | 'p3'))");
    }
}
