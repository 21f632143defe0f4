//! Rows of users, sessions and failed sign-ins.

pub mod failures;
pub mod sessions;
pub mod users;

use crate::base::{Error, Result};

/// A guarded write that found another version than the one it was decided on.
fn one_row(changed: usize) -> Result<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}
