//! Rows and queries of the directory.

pub mod categories;
pub mod departments;
pub mod enterprises;
pub mod parks;
pub mod people;

use crate::base::{Error, Result};

/// Lists kept as JSON text in a column.
pub(in crate::directory) fn to_json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

pub fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::internal)
}

/// A guarded update changed no row: somebody else was faster.
pub(in crate::directory) fn one_row(changed: usize) -> Result<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}
