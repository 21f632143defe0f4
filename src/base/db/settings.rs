//! Single facts the whole database shares, by name: the time zone, the last closed day, the
//! organisation's name.

use chrono_tz::Tz;
use diesel::prelude::*;

use super::Conn;
use super::schema::settings;
use crate::base::Result;

/// The value under a name, as this transaction sees it.
pub fn find(conn: &mut Conn, name: &str) -> Result<Option<String>> {
    Ok(settings::table
        .find(name)
        .select(settings::value)
        .first(conn)
        .optional()?)
}

/// The zone whose days all of it is told in.
pub fn zone(conn: &mut Conn) -> Result<Tz> {
    let kept = find(conn, "time_zone")?;
    Ok(kept
        .and_then(|zone| zone.parse().ok())
        .unwrap_or(Tz::Asia__Shanghai))
}

/// The value under a name, held until the transaction ends: others may read it, nobody change it.
pub fn find_held(conn: &mut Conn, name: &str) -> Result<Option<String>> {
    let query = settings::table.find(name).select(settings::value);
    Ok(match conn {
        // SQLite has a single writer, so a transaction that writes holds everything.
        Conn::Sqlite(conn) => query.first(conn).optional()?,
        Conn::Pg(conn) => query.for_share().first(conn).optional()?,
    })
}

/// The value under a name, held until the transaction ends: nobody may change it or hold it.
pub fn find_to_change(conn: &mut Conn, name: &str) -> Result<Option<String>> {
    let query = settings::table.find(name).select(settings::value);
    Ok(match conn {
        Conn::Sqlite(conn) => query.first(conn).optional()?,
        Conn::Pg(conn) => query.for_update().first(conn).optional()?,
    })
}

/// Keeps a value under a name.
pub fn put(conn: &mut Conn, name: &str, value: &str) -> Result<()> {
    let changed = diesel::update(settings::table.find(name))
        .set(settings::value.eq(value))
        .execute(conn)?;
    if changed == 0 {
        diesel::insert_into(settings::table)
            .values((settings::name.eq(name), settings::value.eq(value)))
            .execute(conn)?;
    }
    Ok(())
}

/// Keeps a value unless the name has one already, and gives the one that stands.
pub fn keep_first(conn: &mut Conn, name: &str, value: &str) -> Result<String> {
    let row = (settings::name.eq(name), settings::value.eq(value));
    // Another node may be at it in this very moment: not a fault on either database.
    match conn {
        Conn::Sqlite(conn) => diesel::insert_or_ignore_into(settings::table)
            .values(row)
            .execute(conn)?,
        Conn::Pg(conn) => diesel::insert_into(settings::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(conn)?,
    };
    Ok(settings::table
        .find(name)
        .select(settings::value)
        .first(conn)?)
}
