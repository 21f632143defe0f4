//! What kind of ledger it is.

use serde::{Deserialize, Serialize};

use super::{Description, Field, Kind, Text};

/// What the entries of a ledger are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerKind {
    /// Work: owned by a unit, planned, reported and concluded.
    #[default]
    Ledger,
    /// Data that other ledgers go by, such as targets: kept by the coordinator, in use or not.
    Register,
    /// Rows of an entry of another ledger, such as the checks of a drive: where and whose they are follows from it.
    Child,
}

impl Description {
    pub fn is_register(&self) -> bool {
        self.kind == LedgerKind::Register
    }

    pub fn is_child(&self) -> bool {
        self.kind == LedgerKind::Child
    }

    /// Whether entries are work that units plan and own: neither data that others go by nor rows of an entry.
    pub fn is_work(&self) -> bool {
        self.kind == LedgerKind::Ledger
    }

    /// The field of a child that names the entry it is a row of, and the ledger of that one.
    pub fn parent(&self) -> Option<(&'static Field, Text)> {
        let mut all = self.fields.iter().filter(|_| self.is_child());
        all.find_map(|field| match field.kind {
            Kind::Entry { ledger } => Some((field, ledger)),
            _ => None,
        })
    }
}
