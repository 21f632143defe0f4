//! The table of a ledger's moves: its own and those that all have.

use super::{columns, common, personal};
use crate::access::Role;
use crate::entries::description::{Description, Field, MoveRow, Text};
use crate::vocabulary::columns::Column;

/// Built once for each ledger, and kept as long as the process.
#[derive(Debug)]
pub struct Table {
    pub description: &'static Description,
    pub moves: Vec<MoveRow>,
    /// The columns of its files.
    pub columns: &'static [&'static [Column]],
    /// Those that come in, and those that are worked out and passed over there.
    pub given: &'static [Column],
    pub derived: &'static [Column],
    /// What the columns are that are worked out of other entries.
    pub further: &'static [Field],
    /// The fields that tell of persons.
    pub personal: &'static [Text],
    /// What the trail calls an export.
    pub export: Text,
}

impl Table {
    pub fn of(description: &'static Description, further: &'static [Field]) -> Self {
        let own = description.moves.iter().copied();
        let columns = columns::of(description, further);
        let (given, derived) = columns::in_and_out((description, further), columns);
        Self {
            description,
            moves: own.chain(common::rows(description)).collect(),
            columns: Vec::leak(vec![columns]),
            given,
            derived,
            further,
            personal: Vec::leak(
                personal::fields(description)
                    .map(|field| field.name)
                    .collect(),
            ),
            export: Box::leak(format!("{}.export", description.code).into_boxed_str()),
        }
    }

    /// The rows of a move: as many as there are groups of states that differ in who may make it.
    pub fn rows<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t MoveRow> {
        self.moves.iter().filter(move |row| row.name == name)
    }

    /// The names of all moves, each once, in the order of the table.
    pub fn names(&self) -> Vec<Text> {
        let mut names: Vec<Text> = vec![];
        for row in &self.moves {
            if !names.contains(&row.name) {
                names.push(row.name);
            }
        }
        names
    }

    pub fn has(&self, name: &str) -> bool {
        self.rows(name).next().is_some()
    }

    /// The roles that can ever make a move; all others are refused whether or not the id exists.
    pub fn roles(&self, name: &str) -> Vec<Role> {
        let mut roles: Vec<Role> = self.rows(name).flat_map(MoveRow::roles).collect();
        roles.sort_unstable();
        roles.dedup();
        roles
    }

    pub fn zh(&self, name: &str) -> Text {
        self.rows(name).next().map_or("", |row| row.zh)
    }
}
