use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::one_row;
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::departments;
use crate::directory::rules::DepartmentKind;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = departments)]
pub struct Department {
    pub id: i64,
    pub name: String,
    pub kind: DepartmentKind,
    /// JSON list of addresses.
    pub notice_emails: String,
    pub peer_group: Option<String>,
    pub duty_contact: Option<String>,
    pub active: bool,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i64,
    /// Whether the slip goes along as PDF with letters about what it is to begin.
    pub wants_slip_pdf: bool,
}

/// What an insert or update writes.
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = departments, treat_none_as_null = true)]
pub struct DepartmentFields {
    pub name: String,
    pub kind: DepartmentKind,
    /// JSON list of addresses.
    pub notice_emails: String,
    pub peer_group: Option<String>,
    pub duty_contact: Option<String>,
    pub active: bool,
    pub wants_slip_pdf: bool,
}

pub fn insert(conn: &mut Conn, now: NaiveDateTime, fields: &DepartmentFields) -> Result<i64> {
    Ok(diesel::insert_into(departments::table)
        .values((
            fields,
            departments::created_at.eq(now),
            departments::updated_at.eq(now),
            departments::version.eq(1),
        ))
        .returning(departments::id)
        .get_result(conn)?)
}

pub fn update(
    conn: &mut Conn,
    now: NaiveDateTime,
    id: i64,
    version: i64,
    fields: &DepartmentFields,
) -> Result<()> {
    let row = departments::table
        .filter(departments::id.eq(id))
        .filter(departments::version.eq(version));
    one_row(
        diesel::update(row)
            .set((
                fields,
                departments::updated_at.eq(now),
                departments::version.eq(version + 1),
            ))
            .execute(conn)?,
    )
}

pub fn find(conn: &mut Conn, id: i64) -> Result<Option<Department>> {
    Ok(departments::table
        .find(id)
        .select(Department::as_select())
        .first(conn)
        .optional()?)
}

pub fn find_by_name(conn: &mut Conn, name: &str) -> Result<Option<Department>> {
    Ok(departments::table
        .filter(departments::name.eq(name))
        .select(Department::as_select())
        .first(conn)
        .optional()?)
}

/// Departments after the given id, by id.
pub fn list(conn: &mut Conn, after: Option<i64>, limit: i64) -> Result<Vec<Department>> {
    Ok(departments::table
        .filter(departments::id.gt(after.unwrap_or(0)))
        .order(departments::id)
        .limit(limit)
        .select(Department::as_select())
        .load(conn)?)
}

pub fn count(conn: &mut Conn) -> Result<i64> {
    Ok(departments::table.count().get_result(conn)?)
}
