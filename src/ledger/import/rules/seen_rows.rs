//! Rows of one file that are about the same thing. Kept as hashes, so that a long file needs little.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::fault::Issue;

/// By hash: the row that was first.
#[derive(Default)]
pub struct SeenRows(HashMap<u64, u32>);

impl SeenRows {
    /// What is wrong with a row where another one has been about the same.
    pub fn twice(&mut self, thing: impl Hash, row: u32) -> Option<Issue> {
        let mut hasher = DefaultHasher::new();
        thing.hash(&mut hasher);
        let first = *self.0.entry(hasher.finish()).or_insert(row);
        (first != row).then(|| {
            Issue::new(
                "duplicate",
                format!("与第{first}行重复"),
                format!("is the same as in row {first}"),
            )
        })
    }
}
