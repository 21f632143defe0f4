//! What this database alone knows, by name. Backups leave it out; where it is gone it is made anew.

use diesel::prelude::*;

use super::Conn;
use super::schema::secrets;
use crate::base::Result;

/// Keeps a value unless the name has one already, and gives the one that stands.
pub fn keep_first(conn: &mut Conn, name: &str, value: &str) -> Result<String> {
    let row = (secrets::name.eq(name), secrets::value.eq(value));
    // Another node may be at it in this very moment: not a fault on either database.
    match conn {
        Conn::Sqlite(conn) => diesel::insert_or_ignore_into(secrets::table)
            .values(row)
            .execute(conn)?,
        Conn::Pg(conn) => diesel::insert_into(secrets::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(conn)?,
    };
    Ok(secrets::table
        .find(name)
        .select(secrets::value)
        .first(conn)?)
}
