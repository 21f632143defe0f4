//! Accounts.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::one_row;
use crate::access::{Actor, Role};
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{departments, parks, sessions, users};

/// An account. It holds the password's hash, so it doesn't print.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct User {
    pub id: i64,
    pub username: String,
    pub display_name: String,
    pub role: Role,
    pub park_id: Option<i64>,
    pub department_id: Option<i64>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub password_hash: String,
    pub password_changed_at: NaiveDateTime,
    pub must_change_password: bool,
    pub token_version: i64,
    pub active: bool,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i64,
}

/// What an insert or update writes.
#[derive(Debug, Clone, PartialEq, Eq, Insertable, AsChangeset)]
#[diesel(table_name = users, treat_none_as_null = true)]
pub struct UserFields {
    pub display_name: String,
    pub role: Role,
    pub park_id: Option<i64>,
    pub department_id: Option<i64>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub active: bool,
}

impl UserFields {
    /// Those of an account in use, by its park and department; nothing else is known of it yet.
    pub fn of(
        display_name: String,
        role: Role,
        (park_id, department_id): (Option<i64>, Option<i64>),
    ) -> Self {
        Self {
            display_name,
            role,
            park_id,
            department_id,
            email: None,
            phone: None,
            active: true,
        }
    }
}

impl User {
    pub fn fields(&self) -> UserFields {
        UserFields {
            display_name: self.display_name.clone(),
            role: self.role,
            park_id: self.park_id,
            department_id: self.department_id,
            email: self.email.clone(),
            phone: self.phone.clone(),
            active: self.active,
        }
    }
}

impl From<&User> for Actor {
    fn from(user: &User) -> Self {
        Self {
            id: user.id,
            name: user.display_name.clone(),
            role: user.role,
            park_id: user.park_id,
            department_id: user.department_id,
            session_id: None,
            request_id: None,
            address: None,
            must_change_password: user.must_change_password,
        }
    }
}

/// A password to keep, and whether it is only good for choosing another.
#[derive(Clone)]
pub struct NewPassword {
    pub hash: String,
    pub must_change: bool,
}

pub fn insert(
    conn: &mut Conn,
    now: NaiveDateTime,
    username: &str,
    fields: &UserFields,
    password: &NewPassword,
) -> Result<i64> {
    Ok(diesel::insert_into(users::table)
        .values((
            users::username.eq(username),
            fields,
            users::password_hash.eq(&password.hash),
            users::password_changed_at.eq(now),
            users::must_change_password.eq(password.must_change),
            users::token_version.eq(1),
            users::created_at.eq(now),
            users::updated_at.eq(now),
            users::version.eq(1),
        ))
        .returning(users::id)
        .get_result(conn)?)
}

/// Writes the fields over the given state of an account.
///
/// # Errors
/// [`crate::base::Error::Stale`] where it is another by now.
pub fn update(
    conn: &mut Conn,
    now: NaiveDateTime,
    old: &User,
    fields: &UserFields,
    token_version: i64,
) -> Result<()> {
    let row = users::table
        .filter(users::id.eq(old.id))
        .filter(users::version.eq(old.version));
    one_row(
        diesel::update(row)
            .set((
                fields,
                users::token_version.eq(token_version),
                users::updated_at.eq(now),
                users::version.eq(old.version + 1),
            ))
            .execute(conn)?,
    )
}

/// Sets a password over the given state of an account; older tokens stop counting.
///
/// # Errors
/// [`crate::base::Error::Stale`] where it is another by now.
pub fn set_password(
    conn: &mut Conn,
    now: NaiveDateTime,
    old: &User,
    password: &NewPassword,
) -> Result<()> {
    let row = users::table
        .filter(users::id.eq(old.id))
        .filter(users::version.eq(old.version));
    one_row(
        diesel::update(row)
            .set((
                users::password_hash.eq(&password.hash),
                users::password_changed_at.eq(now),
                users::must_change_password.eq(password.must_change),
                users::token_version.eq(old.token_version + 1),
                users::updated_at.eq(now),
                users::version.eq(old.version + 1),
            ))
            .execute(conn)?,
    )
}

pub fn find(conn: &mut Conn, id: i64) -> Result<Option<User>> {
    Ok(users::table
        .find(id)
        .select(User::as_select())
        .first(conn)
        .optional()?)
}

pub fn find_by_username(conn: &mut Conn, username: &str) -> Result<Option<User>> {
    Ok(users::table
        .filter(users::username.eq(username))
        .select(User::as_select())
        .first(conn)
        .optional()?)
}

/// The person behind a token, where account, token version and session still stand.
pub fn find_admitted(
    conn: &mut Conn,
    now: NaiveDateTime,
    (user, session, token_version): (i64, i64, i64),
) -> Result<Option<User>> {
    Ok(users::table
        .inner_join(sessions::table)
        .filter(users::id.eq(user))
        .filter(users::active.eq(true))
        .filter(users::token_version.eq(token_version))
        .filter(sessions::id.eq(session))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .select(User::as_select())
        .first(conn)
        .optional()?)
}

/// Accounts after the given id, by id.
pub fn list(conn: &mut Conn, after: Option<i64>, limit: i64) -> Result<Vec<User>> {
    Ok(users::table
        .filter(users::id.gt(after.unwrap_or(0)))
        .order(users::id)
        .limit(limit)
        .select(User::as_select())
        .load(conn)?)
}

pub fn count(conn: &mut Conn) -> Result<i64> {
    Ok(users::table.count().get_result(conn)?)
}

/// Who can manage accounts, held until the transaction ends: two administrators who lock each
/// other out at once must not both succeed.
pub fn active_admins_held(conn: &mut Conn) -> Result<Vec<i64>> {
    let query = users::table
        .filter(users::role.eq(Role::Admin))
        .filter(users::active.eq(true))
        .order(users::id)
        .select(users::id);
    Ok(match conn {
        Conn::Sqlite(conn) => query.load(conn)?,
        Conn::Pg(conn) => query.for_update().load(conn)?,
    })
}

/// Whether people can still be put into this park.
pub fn park_is_active(conn: &mut Conn, id: i64) -> Result<bool> {
    let active: Option<bool> = parks::table
        .find(id)
        .select(parks::active)
        .first(conn)
        .optional()?;
    Ok(active == Some(true))
}

/// Whether people can still be put into this department.
pub fn department_is_active(conn: &mut Conn, id: i64) -> Result<bool> {
    let active: Option<bool> = departments::table
        .find(id)
        .select(departments::active)
        .first(conn)
        .optional()?;
    Ok(active == Some(true))
}

pub fn find_park_by_code(conn: &mut Conn, code: &str) -> Result<Option<i64>> {
    Ok(parks::table
        .filter(parks::code.eq(code))
        .select(parks::id)
        .first(conn)
        .optional()?)
}

pub fn find_department_by_name(conn: &mut Conn, name: &str) -> Result<Option<i64>> {
    Ok(departments::table
        .filter(departments::name.eq(name))
        .select(departments::id)
        .first(conn)
        .optional()?)
}
