//! Rows and queries of the yearly notices.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::rules::{Calendar, Notice};
use crate::base::db::Conn;
use crate::base::db::schema::calendar_notices;
use crate::base::{Error, Result};

/// A year's notice as it is kept.
#[derive(Debug, Clone)]
pub struct Published {
    pub notice: Notice,
    pub updated_at: NaiveDateTime,
    pub version: i64,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = calendar_notices)]
struct NoticeRow {
    year: i64,
    off_days: String,
    work_days: String,
    updated_at: NaiveDateTime,
    version: i64,
}

impl NoticeRow {
    fn read(self) -> Result<(i32, Published)> {
        let year = i32::try_from(self.year).map_err(Error::internal)?;
        let notice = Notice::new(year, &days(&self.off_days)?, &days(&self.work_days)?)
            .map_err(Error::internal)?;
        let published = Published {
            notice,
            updated_at: self.updated_at,
            version: self.version,
        };
        Ok((year, published))
    }
}

/// All notices that are published.
pub fn calendar(conn: &mut Conn) -> Result<Calendar> {
    let rows: Vec<NoticeRow> = calendar_notices::table
        .select(NoticeRow::as_select())
        .load(conn)?;
    let notices = rows
        .into_iter()
        .map(|row| row.read().map(|(year, published)| (year, published.notice)))
        .collect::<Result<_>>()?;
    Ok(Calendar::of(notices))
}

/// A number that grows with every notice that is published or corrected.
pub fn stamp(conn: &mut Conn) -> Result<i64> {
    let versions: Vec<i64> = calendar_notices::table
        .select(calendar_notices::version)
        .load(conn)?;
    Ok(versions.iter().sum())
}

pub fn find(conn: &mut Conn, year: i32) -> Result<Option<Published>> {
    let row: Option<NoticeRow> = calendar_notices::table
        .find(i64::from(year))
        .select(NoticeRow::as_select())
        .first(conn)
        .optional()?;
    let found = row.map(NoticeRow::read).transpose()?;
    Ok(found.map(|(_, published)| published))
}

pub fn insert(conn: &mut Conn, now: NaiveDateTime, year: i32, notice: &Notice) -> Result<()> {
    diesel::insert_into(calendar_notices::table)
        .values((
            calendar_notices::year.eq(i64::from(year)),
            calendar_notices::off_days.eq(list(notice.off())?),
            calendar_notices::work_days.eq(list(notice.work())?),
            calendar_notices::updated_at.eq(now),
            calendar_notices::version.eq(1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Replaces the notice whose version is still the given one.
pub fn update(
    conn: &mut Conn,
    now: NaiveDateTime,
    year: i32,
    version: i64,
    notice: &Notice,
) -> Result<()> {
    let row = calendar_notices::table
        .find(i64::from(year))
        .filter(calendar_notices::version.eq(version));
    let changed = diesel::update(row)
        .set((
            calendar_notices::off_days.eq(list(notice.off())?),
            calendar_notices::work_days.eq(list(notice.work())?),
            calendar_notices::updated_at.eq(now),
            calendar_notices::version.eq(version + 1),
        ))
        .execute(conn)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

/// Lists are kept as JSON text in a column.
fn list(days: impl Iterator<Item = NaiveDate>) -> Result<String> {
    serde_json::to_string(&days.collect::<Vec<_>>()).map_err(Error::internal)
}

fn days(text: &str) -> Result<Vec<NaiveDate>> {
    serde_json::from_str(text).map_err(Error::internal)
}
