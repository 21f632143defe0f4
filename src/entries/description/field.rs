//! A field, and what is said of it.

use serde::{Deserialize, Serialize};

use super::{Column, Kept, Kind, Text, kept};
use crate::access::Role;
use crate::vocabulary::Words;

/// A field of an entry, or of the body of a move.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    #[serde(deserialize_with = "kept::text")]
    pub name: Text,
    /// Its heading in files and on the page.
    #[serde(deserialize_with = "kept::text")]
    pub heading: Text,
    /// What it means, in English, for the API's document.
    #[serde(deserialize_with = "kept::text")]
    pub about: Text,
    #[serde(default, deserialize_with = "kept::texts")]
    pub synonyms: &'static [Text],
    pub kind: Kind,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub kept: Kept,
    #[serde(default)]
    pub file: Column,
    /// Set by moves alone, so that neither filing nor correcting an entry takes it.
    #[serde(default)]
    pub by_moves: bool,
    /// Where a file comes in, an entry that says the same here is taken for the same.
    #[serde(default)]
    pub identifying: bool,
    /// About a person: for who holds the entry alone, in no event, letter, file or list of values, and erased in time.
    #[serde(default)]
    pub personal: bool,
    #[serde(default, deserialize_with = "kept::list")]
    pub hidden_from: &'static [Role],
}

/// A field; what it is besides is said by the methods after it.
pub const fn field(name: Text, heading: Text, about: Text, kind: Kind) -> Field {
    Field {
        name,
        heading,
        about,
        synonyms: &[],
        kind,
        required: false,
        kept: Kept::Plain,
        file: Column::Absent,
        by_moves: false,
        identifying: false,
        personal: false,
        hidden_from: &[],
    }
}

pub const fn words(words: Words) -> Kind {
    Kind::Word { words }
}

pub const fn line(most: usize) -> Kind {
    Kind::Line { most }
}

pub const fn text(most: usize) -> Kind {
    Kind::Text { most }
}

pub const YUAN: Kind = Kind::Yuan { signed: false };
/// The id of something that is no entry, park, department or enterprise.
pub const ID: Kind = Kind::Integer {
    least: 1,
    most: i64::MAX,
};
pub const BALANCE: Kind = Kind::Yuan { signed: true };

impl Field {
    pub const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    pub const fn filtered(self) -> Self {
        Self {
            kept: Kept::Filtered,
            ..self
        }
    }

    pub const fn counted(self) -> Self {
        Self {
            kept: Kept::Counted,
            ..self
        }
    }

    /// A column of files that go out and come in.
    pub const fn in_file(self) -> Self {
        Self {
            file: Column::InOut,
            ..self
        }
    }

    /// A column of files that go out, and that is passed over in what comes in.
    pub const fn out_only(self) -> Self {
        Self {
            file: Column::OutOnly,
            ..self
        }
    }

    pub const fn by_moves(self) -> Self {
        Self {
            by_moves: true,
            ..self
        }
    }

    /// No two entries of the ledger share it, such as a code that an office gives.
    pub const fn identifying(self) -> Self {
        Self {
            identifying: true,
            ..self
        }
    }

    /// What a person is called or reached by; see [`crate::entries::rules::personal`].
    pub const fn personal(self) -> Self {
        Self {
            personal: true,
            ..self
        }
    }

    pub const fn also(self, synonyms: &'static [Text]) -> Self {
        Self { synonyms, ..self }
    }

    pub const fn hidden_from(self, hidden_from: &'static [Role]) -> Self {
        Self {
            hidden_from,
            ..self
        }
    }
}
