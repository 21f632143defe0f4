//! 关联 of entries.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::links;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = links)]
pub struct LinkRow {
    pub id: i64,
    pub entry_id: i64,
    pub kind: String,
    pub to_entry_id: Option<i64>,
    pub problem_id: Option<i64>,
    pub visit_id: Option<i64>,
    pub enterprise_id: Option<i64>,
    pub created_at: NaiveDateTime,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = links)]
pub struct NewLink {
    pub entry_id: i64,
    pub kind: String,
    pub to_entry_id: Option<i64>,
    pub problem_id: Option<i64>,
    pub visit_id: Option<i64>,
    pub enterprise_id: Option<i64>,
    pub created_at: NaiveDateTime,
}

impl NewLink {
    /// One of an entry that names nothing yet.
    pub fn of(entry_id: i64, kind: &str, created_at: NaiveDateTime) -> Self {
        Self {
            entry_id,
            kind: kind.to_owned(),
            to_entry_id: None,
            problem_id: None,
            visit_id: None,
            enterprise_id: None,
            created_at,
        }
    }
}

pub fn insert(conn: &mut Conn, link: &NewLink) -> Result<i64> {
    Ok(diesel::insert_into(links::table)
        .values(link)
        .returning(links::id)
        .get_result(conn)?)
}

/// The links of an entry, oldest first.
pub fn of(conn: &mut Conn, entry: i64) -> Result<Vec<LinkRow>> {
    Ok(links::table
        .filter(links::entry_id.eq(entry))
        .order(links::id)
        .select(LinkRow::as_select())
        .load(conn)?)
}

/// Takes a link of an entry away; its events stay.
pub fn remove(conn: &mut Conn, entry: i64, link: i64) -> Result<()> {
    let row = links::table
        .filter(links::id.eq(link))
        .filter(links::entry_id.eq(entry));
    diesel::delete(row).execute(conn)?;
    Ok(())
}
