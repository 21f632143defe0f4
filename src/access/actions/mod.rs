//! Use cases of accounts and sign-in.

pub mod accounts;
pub mod attempts;
pub mod setup;
pub mod sign_in;

use chrono::NaiveDateTime;

use super::store;
use crate::base::Result;
use crate::base::db::Conn;

pub use setup::{NewUser, add_user, first_administrator, keys, reset_password};

/// Forgets sessions, tokens and failures of long ago.
///
/// # Errors
/// Those of the database.
pub fn clean(conn: &mut Conn, now: NaiveDateTime) -> Result<()> {
    store::sessions::clean(conn, now)?;
    store::failures::clean(conn, now)?;
    Ok(())
}
