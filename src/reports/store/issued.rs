//! Issued months: written once, served as they are.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::monthly_reports;

/// A composed report of a month that is about to become history.
#[derive(Insertable)]
#[diesel(table_name = monthly_reports)]
pub struct NewMonth {
    /// Its first day.
    pub month: NaiveDate,
    pub as_of: NaiveDate,
    pub park_id: Option<i64>,
    pub issue_number: String,
    pub issued_at: NaiveDateTime,
    pub issued_by: i64,
    pub audit_head: String,
    pub content: String,
}

/// An issued month, without its bytes.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = monthly_reports)]
pub struct IssuedRow {
    pub month: NaiveDate,
    pub as_of: NaiveDate,
    pub issue_number: String,
    pub issued_at: NaiveDateTime,
}

pub fn insert(conn: &mut Conn, report: &NewMonth) -> Result<()> {
    diesel::insert_into(monthly_reports::table)
        .values(report)
        .execute(conn)?;
    Ok(())
}

/// The stored bytes of an issued month, of all or of a park, and the day they are as of.
pub fn find(
    conn: &mut Conn,
    month: NaiveDate,
    park: Option<i64>,
) -> Result<Option<(NaiveDate, String)>> {
    let mut query = monthly_reports::table
        .filter(monthly_reports::month.eq(month))
        .into_boxed();
    query = match park {
        Some(id) => query.filter(monthly_reports::park_id.eq(id)),
        None => query.filter(monthly_reports::park_id.is_null()),
    };
    Ok(query
        .select((monthly_reports::as_of, monthly_reports::content))
        .first(conn)
        .optional()?)
}

/// All issued months, the latest first.
pub fn list(conn: &mut Conn) -> Result<Vec<IssuedRow>> {
    Ok(monthly_reports::table
        .filter(monthly_reports::park_id.is_null())
        .order(monthly_reports::month.desc())
        .select(IssuedRow::as_select())
        .load(conn)?)
}
