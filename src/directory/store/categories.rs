use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::one_row;
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::categories;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = categories)]
pub struct Category {
    pub id: i64,
    pub name: String,
    pub parent_id: Option<i64>,
    pub active: bool,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i64,
}

/// What an insert or update writes.
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = categories, treat_none_as_null = true)]
pub struct CategoryFields {
    pub name: String,
    pub parent_id: Option<i64>,
    pub active: bool,
}

pub fn insert(conn: &mut Conn, now: NaiveDateTime, fields: &CategoryFields) -> Result<i64> {
    Ok(diesel::insert_into(categories::table)
        .values((
            fields,
            categories::created_at.eq(now),
            categories::updated_at.eq(now),
            categories::version.eq(1),
        ))
        .returning(categories::id)
        .get_result(conn)?)
}

pub fn update(
    conn: &mut Conn,
    now: NaiveDateTime,
    id: i64,
    version: i64,
    fields: &CategoryFields,
) -> Result<()> {
    let row = categories::table
        .filter(categories::id.eq(id))
        .filter(categories::version.eq(version));
    one_row(
        diesel::update(row)
            .set((
                fields,
                categories::updated_at.eq(now),
                categories::version.eq(version + 1),
            ))
            .execute(conn)?,
    )
}

pub fn find(conn: &mut Conn, id: i64) -> Result<Option<Category>> {
    Ok(categories::table
        .find(id)
        .select(Category::as_select())
        .first(conn)
        .optional()?)
}

/// Categories after the given id, by id.
pub fn list(conn: &mut Conn, after: Option<i64>, limit: i64) -> Result<Vec<Category>> {
    Ok(categories::table
        .filter(categories::id.gt(after.unwrap_or(0)))
        .order(categories::id)
        .limit(limit)
        .select(Category::as_select())
        .load(conn)?)
}

pub fn count(conn: &mut Conn) -> Result<i64> {
    Ok(categories::table.count().get_result(conn)?)
}

pub fn has_children(conn: &mut Conn, id: i64) -> Result<bool> {
    let children = categories::table.filter(categories::parent_id.eq(id));
    Ok(children.count().get_result::<i64>(conn)? > 0)
}
