//! Leases.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::job_leases as leases;

/// Takes or renews a lease; false where another node holds it.
pub fn lease(
    conn: &mut Conn,
    name: &str,
    holder: &str,
    (now, until): (NaiveDateTime, NaiveDateTime),
) -> Result<bool> {
    let free = leases::table
        .filter(leases::name.eq(name))
        .filter(leases::holder.eq(holder).or(leases::until_at.lt(now)));
    let taken = diesel::update(free)
        .set((leases::holder.eq(holder), leases::until_at.eq(until)))
        .execute(conn)?;
    if taken > 0 {
        return Ok(true);
    }
    let held: i64 = leases::table
        .filter(leases::name.eq(name))
        .count()
        .get_result(conn)?;
    if held > 0 {
        return Ok(false);
    }
    let inserted = diesel::insert_into(leases::table)
        .values((
            leases::name.eq(name),
            leases::holder.eq(holder),
            leases::until_at.eq(until),
        ))
        .execute(conn);
    match inserted {
        Ok(_) => Ok(true),
        // Another node was first.
        Err(diesel::result::Error::DatabaseError(
            diesel::result::DatabaseErrorKind::UniqueViolation,
            _,
        )) => Ok(false),
        Err(other) => Err(other.into()),
    }
}

/// Frees everything a node holds.
pub fn release_all(conn: &mut Conn, holder: &str) -> Result<usize> {
    Ok(diesel::delete(leases::table.filter(leases::holder.eq(holder))).execute(conn)?)
}

/// Gives a lease back before its end.
pub fn release(conn: &mut Conn, name: &str, holder: &str, now: NaiveDateTime) -> Result<()> {
    let held = leases::table
        .filter(leases::name.eq(name))
        .filter(leases::holder.eq(holder));
    diesel::update(held)
        .set(leases::until_at.eq(now - chrono::Duration::seconds(1)))
        .execute(conn)?;
    Ok(())
}
