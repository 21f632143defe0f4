//! Names that are held until a transaction ends: of two that hold one the second waits, and sees what the first left.

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::Conn;
use crate::base::Result;

/// Holds a name; SQLite's single writer lets one follow the other anyway.
///
/// # Errors
/// Those of the database.
pub fn hold(conn: &mut Conn, name: &str) -> Result<()> {
    if let Conn::Pg(conn) = conn {
        diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
            .bind::<Text, _>(name)
            .execute(conn)?;
    }
    Ok(())
}
