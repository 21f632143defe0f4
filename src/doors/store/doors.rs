//! The doors themselves.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::exists;
use diesel::prelude::*;

use crate::access::Scope;
use crate::base::db::schema::{doors, enterprises, users};
use crate::base::db::{Conn, MultiBackend};
use crate::base::{Error, Result};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = doors)]
pub struct DoorRow {
    pub id: i64,
    pub enterprise_id: i64,
    pub label: Option<String>,
    pub contact: Option<String>,
    pub expires_on: NaiveDate,
    pub last_used_on: Option<NaiveDate>,
    pub created_by: i64,
    pub revoked_by: Option<i64>,
    pub revoked_at: Option<NaiveDateTime>,
    pub revoke_reason: Option<String>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i64,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = doors)]
pub struct NewDoor {
    pub enterprise_id: i64,
    pub label: Option<String>,
    pub contact: Option<String>,
    pub token_hash: String,
    pub expires_on: NaiveDate,
    pub created_by: i64,
}

fn visible(scope: Scope) -> doors::BoxedQuery<'static, MultiBackend> {
    let all = doors::table.into_boxed();
    match scope {
        Scope::All => all,
        Scope::Park(park) => all.filter(exists(
            enterprises::table
                .filter(enterprises::id.eq(doors::enterprise_id))
                .filter(enterprises::park_id.eq(park)),
        )),
        Scope::Department(_) | Scope::Nothing => all.filter(doors::id.lt(0)),
    }
}

pub fn insert(conn: &mut Conn, now: NaiveDateTime, door: &NewDoor) -> Result<i64> {
    Ok(diesel::insert_into(doors::table)
        .values((
            door,
            doors::created_at.eq(now),
            doors::updated_at.eq(now),
            doors::version.eq(1),
        ))
        .returning(doors::id)
        .get_result(conn)?)
}

pub fn find(conn: &mut Conn, scope: Scope, id: i64) -> Result<Option<DoorRow>> {
    Ok(visible(scope)
        .filter(doors::id.eq(id))
        .select(DoorRow::as_select())
        .first(conn)
        .optional()?)
}

/// The door that a token opens, open or not.
pub fn find_by_hash(conn: &mut Conn, token_hash: &str) -> Result<Option<DoorRow>> {
    Ok(doors::table
        .filter(doors::token_hash.eq(token_hash))
        .select(DoorRow::as_select())
        .first(conn)
        .optional()?)
}

/// Holds a door until the transaction ends, so that what comes through it is counted one after
/// another and nothing comes after it was shut.
pub fn hold(conn: &mut Conn, id: i64) -> Result<()> {
    if let Conn::Pg(conn) = conn {
        let _: Option<i64> = doors::table
            .find(id)
            .select(doors::id)
            .for_update()
            .first(conn)
            .optional()?;
    }
    Ok(())
}

/// Holds an enterprise while its doors are counted.
pub fn hold_enterprise(conn: &mut Conn, id: i64) -> Result<()> {
    if let Conn::Pg(conn) = conn {
        let _: Option<i64> = enterprises::table
            .find(id)
            .select(enterprises::id)
            .for_update()
            .first(conn)
            .optional()?;
    }
    Ok(())
}

/// The doors of an enterprise that somebody may see, newest first.
pub fn list(
    conn: &mut Conn,
    scope: Scope,
    enterprise: i64,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<DoorRow>> {
    let mut query = visible(scope).filter(doors::enterprise_id.eq(enterprise));
    if let Some(id) = before {
        query = query.filter(doors::id.lt(id));
    }
    Ok(query
        .order(doors::id.desc())
        .limit(limit)
        .select(DoorRow::as_select())
        .load(conn)?)
}

/// How many doors of an enterprise there are, all or those open on a day.
pub fn count_open(conn: &mut Conn, enterprise: i64, on: Option<NaiveDate>) -> Result<i64> {
    let mut query = doors::table
        .filter(doors::enterprise_id.eq(enterprise))
        .into_boxed();
    if let Some(day) = on {
        query = query
            .filter(doors::revoked_at.is_null())
            .filter(doors::expires_on.ge(day));
    }
    Ok(query.count().get_result(conn)?)
}

/// Writes how long a door lasts and whether it was shut, under its next version.
pub fn save(conn: &mut Conn, now: NaiveDateTime, door: &DoorRow) -> Result<()> {
    let row = doors::table
        .filter(doors::id.eq(door.id))
        .filter(doors::version.eq(door.version));
    let changed = diesel::update(row)
        .set((
            doors::expires_on.eq(door.expires_on),
            doors::revoked_by.eq(door.revoked_by),
            doors::revoked_at.eq(door.revoked_at),
            doors::revoke_reason.eq(&door.revoke_reason),
            doors::updated_at.eq(now),
            doors::version.eq(door.version + 1),
        ))
        .execute(conn)?;
    match changed {
        1 => Ok(()),
        _ => Err(Error::Stale),
    }
}

/// Notes the day of the last use; no change of the door, so its version stays.
pub fn note_use(conn: &mut Conn, id: i64, today: NaiveDate) -> Result<()> {
    diesel::update(doors::table.find(id))
        .set(doors::last_used_on.eq(today))
        .execute(conn)?;
    Ok(())
}

/// The names of users by id.
pub fn user_names(conn: &mut Conn, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    Ok(users::table
        .filter(users::id.eq_any(ids))
        .select((users::id, users::display_name))
        .load(conn)?)
}
