//! What is indexed of a thing: terms, under an id that tells what it is of.

use std::collections::BTreeSet;

use super::SearchKind;
use super::fold::Folded;
use super::number;
use super::terms::{self, Rank};

/// More than there will ever be of one kind.
const SUBJECTS: i64 = 1 << 40;

impl SearchKind {
    /// Of what is found alike, kinds with a higher place stand first. It is part of what is stored and
    /// never changes; there is room for other ledgers between.
    const fn place(self) -> i64 {
        match self {
            Self::Problem => 16,
            Self::Enterprise => 64,
        }
    }

    /// The ids of its documents.
    pub const fn ids(self) -> (i64, i64) {
        let first = self.place() * SUBJECTS * 2;
        (first, first + SUBJECTS * 2 - 1)
    }
}

/// Whose eyes a document is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    Whole,
    /// For departments, of a confidential problem: what is hidden of it can't find it.
    Redacted,
}

/// Names a document; newer subjects have higher ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentId(pub i64);

impl DocumentId {
    pub const fn of(kind: SearchKind, subject: i64, edition: Edition) -> Self {
        let last = matches!(edition, Edition::Redacted) as i64;
        Self(kind.ids().0 + subject * 2 + last)
    }

    /// What it is of.
    pub fn subject(self) -> Option<(SearchKind, i64)> {
        let kind = SearchKind::ALL.iter().find(|kind| {
            let (first, last) = kind.ids();
            (first..=last).contains(&self.0)
        })?;
        Some((*kind, (self.0 - kind.ids().0) / 2))
    }
}

/// A document as it is to be; without terms it is to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub id: DocumentId,
    pub terms: BTreeSet<String>,
}

impl Document {
    pub const fn of(kind: SearchKind, subject: i64, edition: Edition) -> Self {
        Self {
            id: DocumentId::of(kind, subject, edition),
            terms: BTreeSet::new(),
        }
    }

    pub fn text(&mut self, rank: Rank, text: &str) {
        for run in Folded::of(text).runs() {
            terms::add(&mut self.terms, rank, run);
        }
    }

    pub fn number(&mut self, number: &str) {
        let parts = number::parts_of(number);
        self.terms
            .extend(parts.iter().map(|part| terms::number_part(part)));
        let names = number::names_of(number);
        self.terms
            .extend(names.iter().map(|name| terms::number_name(name)));
    }

    pub fn park(&mut self, park: i64) {
        self.terms.insert(terms::of_park(park));
    }

    pub fn department(&mut self, department: i64) {
        self.terms.insert(terms::of_department(department));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_what_a_document_is_of() {
        for kind in SearchKind::ALL {
            for edition in [Edition::Whole, Edition::Redacted] {
                for subject in [1, 2, 10_000_000] {
                    let id = DocumentId::of(*kind, subject, edition);
                    assert_eq!(id.subject(), Some((*kind, subject)));
                    assert_eq!(id.0 % 2 == 1, edition == Edition::Redacted);
                }
            }
        }
        assert_eq!(DocumentId(0).subject(), None);
    }
}
