//! What the ledger asks of enterprises beside its entries: how each was running on a day, and its entries of before.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{enterprises, entries};
use crate::entries::store::EntryRow;

/// Holds an enterprise until the transaction ends, so that of two who list it at once the second sees the first's entry.
///
/// # Errors
/// Those of the database.
pub fn hold(conn: &mut Conn, enterprise: i64) -> Result<()> {
    if let Conn::Pg(conn) = conn {
        let _: Option<i64> = enterprises::table
            .find(enterprise)
            .select(enterprises::id)
            .for_update()
            .first(conn)
            .optional()?;
    }
    Ok(())
}

/// The entries of an enterprise in a ledger, whoever may see them, the newest first.
///
/// # Errors
/// Those of the database.
pub fn entries_of(conn: &mut Conn, ledger: &'static str, enterprise: i64) -> Result<Vec<EntryRow>> {
    Ok(entries::table
        .filter(entries::ledger.eq(ledger))
        .filter(entries::enterprise_id.eq(enterprise))
        .order(entries::id.desc())
        .select(EntryRow::as_select())
        .load(conn)?)
}

/// An enterprise in use, as it was on a day.
#[derive(Debug, Clone, QueryableByName)]
pub struct Enterprise {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = BigInt)]
    pub park_id: i64,
    #[diesel(sql_type = Text)]
    pub name: String,
    /// How it was running; none where nobody has said.
    #[diesel(sql_type = Nullable<Text>)]
    pub status: Option<String>,
    /// The day since which it was so, as text.
    #[diesel(sql_type = Nullable<Text>)]
    pub since: Option<String>,
    /// How often somebody looked at it in the month of the day.
    #[diesel(sql_type = BigInt)]
    pub checks: i64,
}

/// The enterprises in use, of a park or of all, as they were on a day, by id.
///
/// # Errors
/// Those of the database.
pub fn as_of(
    conn: &mut Conn,
    park: Option<i64>,
    (first_of_month, day): (NaiveDate, NaiveDate),
) -> Result<Vec<Enterprise>> {
    let latest = |column: &str| {
        format!(
            "(SELECT CAST(s.{column} AS TEXT) FROM enterprise_statuses s WHERE s.enterprise_id = e.id \
             AND s.counted_on <= '{day}' ORDER BY s.since DESC, s.id DESC LIMIT 1) AS {column}"
        )
    };
    let of_park = park.map_or_else(String::new, |park| format!(" AND e.park_id = {park}"));
    let sql = format!(
        "SELECT e.id AS id, e.park_id AS park_id, e.name AS name, {}, {}, \
         (SELECT COUNT(*) FROM enterprise_status_checks c WHERE c.enterprise_id = e.id \
         AND c.checked_on BETWEEN '{first_of_month}' AND '{day}' AND c.counted_on <= '{day}') AS checks \
         FROM enterprises e WHERE e.active{of_park} ORDER BY e.id",
        latest("status"),
        latest("since"),
    );
    Ok(diesel::sql_query(sql).load(conn)?)
}

#[derive(QueryableByName)]
struct Stamp {
    #[diesel(sql_type = BigInt)]
    statuses: i64,
    #[diesel(sql_type = BigInt)]
    checks: i64,
    #[diesel(sql_type = BigInt)]
    enterprises: i64,
    #[diesel(sql_type = Nullable<Timestamp>)]
    updated_at: Option<NaiveDateTime>,
}

/// What changes with every status, check and enterprise that is written.
///
/// # Errors
/// Those of the database.
pub fn stamp(conn: &mut Conn) -> Result<String> {
    let sql = "SELECT (SELECT COUNT(*) FROM enterprise_statuses) AS statuses, \
               (SELECT COUNT(*) FROM enterprise_status_checks) AS checks, \
               (SELECT COUNT(*) FROM enterprises) AS enterprises, \
               (SELECT MAX(updated_at) FROM enterprises) AS updated_at";
    let stamp: Stamp = diesel::sql_query(sql).get_result(conn)?;
    Ok(format!(
        "{} {} {} {:?}",
        stamp.statuses, stamp.checks, stamp.enterprises, stamp.updated_at
    ))
}
