use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::one_row;
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::parks;
use crate::directory::rules::ParkKind;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = parks)]
pub struct Park {
    pub id: i64,
    pub code: String,
    pub name: String,
    pub kind: ParkKind,
    pub active: bool,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i64,
}

/// What an insert or update writes.
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = parks)]
pub struct ParkFields {
    pub code: String,
    pub name: String,
    pub kind: ParkKind,
    pub active: bool,
}

pub fn insert(conn: &mut Conn, now: NaiveDateTime, fields: &ParkFields) -> Result<i64> {
    Ok(diesel::insert_into(parks::table)
        .values((
            fields,
            parks::created_at.eq(now),
            parks::updated_at.eq(now),
            parks::version.eq(1),
        ))
        .returning(parks::id)
        .get_result(conn)?)
}

pub fn update(
    conn: &mut Conn,
    now: NaiveDateTime,
    id: i64,
    version: i64,
    fields: &ParkFields,
) -> Result<()> {
    let row = parks::table
        .filter(parks::id.eq(id))
        .filter(parks::version.eq(version));
    one_row(
        diesel::update(row)
            .set((
                fields,
                parks::updated_at.eq(now),
                parks::version.eq(version + 1),
            ))
            .execute(conn)?,
    )
}

pub fn find(conn: &mut Conn, id: i64) -> Result<Option<Park>> {
    Ok(parks::table
        .find(id)
        .select(Park::as_select())
        .first(conn)
        .optional()?)
}

pub fn find_by_code(conn: &mut Conn, code: &str) -> Result<Option<Park>> {
    Ok(parks::table
        .filter(parks::code.eq(code))
        .select(Park::as_select())
        .first(conn)
        .optional()?)
}

/// Parks after the given id, by id.
pub fn list(conn: &mut Conn, after: Option<i64>, limit: i64) -> Result<Vec<Park>> {
    Ok(parks::table
        .filter(parks::id.gt(after.unwrap_or(0)))
        .order(parks::id)
        .limit(limit)
        .select(Park::as_select())
        .load(conn)?)
}

pub fn count(conn: &mut Conn) -> Result<i64> {
    Ok(parks::table.count().get_result(conn)?)
}
