//! Leases. Those of the servers are renewed each second, so the newest of them also tells when the
//! database was last served.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{audit_records, job_leases as leases, sessions};
use crate::calendar::checked_clock;

/// No lease lasts longer: one that seems to was taken by a clock that went ahead.
const LONGEST: Duration = Duration::days(1);
/// The lease that a look at the clock leaves behind.
const SEEN: &str = "clock_seen";

/// When the newest record was made: the newest lease, or, where none was ever taken, the newest audit
/// record or session.
///
/// # Errors
/// Those of the database.
pub fn newest_record(conn: &mut Conn) -> Result<Option<NaiveDateTime>> {
    let lease: Option<NaiveDateTime> = leases::table
        .select(diesel::dsl::max(leases::until_at))
        .first(conn)?;
    if lease.is_some() {
        return Ok(lease);
    }
    let recorded: Option<NaiveDateTime> = audit_records::table
        .order(audit_records::id.desc())
        .select(audit_records::recorded_at)
        .first(conn)
        .optional()?;
    let used: Option<NaiveDateTime> = sessions::table
        .order(sessions::id.desc())
        .select(sessions::last_used_at)
        .first(conn)
        .optional()?;
    Ok(recorded.max(used))
}

/// Compares the clock with what was recorded, before this start records anything.
///
/// # Errors
/// Those of the database.
pub fn watch_clock(conn: &mut Conn, now: NaiveDateTime) -> Result<()> {
    lease(conn, SEEN, "", (now, now)).map(drop)
}

/// Takes or renews a lease; false where another node holds it.
pub fn lease(
    conn: &mut Conn,
    name: &str,
    holder: &str,
    (now, until): (NaiveDateTime, NaiveDateTime),
) -> Result<bool> {
    let newest = newest_record(conn)?;
    checked_clock::watch(conn, now, newest)?;
    let is_over = leases::until_at
        .lt(now)
        .or(leases::until_at.gt(now + LONGEST));
    let free = leases::table
        .filter(leases::name.eq(name))
        .filter(leases::holder.eq(holder).or(is_over));
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
pub fn release_all(conn: &mut Conn, holder: &str, now: NaiveDateTime) -> Result<usize> {
    let held = leases::table.filter(leases::holder.eq(holder));
    Ok(diesel::update(held)
        .set(leases::until_at.eq(now - Duration::seconds(1)))
        .execute(conn)?)
}

/// Gives a lease back before its end.
pub fn release(conn: &mut Conn, name: &str, holder: &str, now: NaiveDateTime) -> Result<()> {
    let held = leases::table
        .filter(leases::name.eq(name))
        .filter(leases::holder.eq(holder));
    diesel::update(held)
        .set(leases::until_at.eq(now - Duration::seconds(1)))
        .execute(conn)?;
    Ok(())
}
