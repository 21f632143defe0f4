//! Who is written to, and what became of them since.

use diesel::prelude::*;

use crate::access::Role;
use crate::base::Result;
use crate::base::db::schema::{departments, outbox, users};
use crate::base::db::{Conn, MultiBackend};
use crate::mail::rules::leaving::{Account, standing};

/// Whose an address is: a user's, or a department's for notices.
#[derive(Debug, Clone, Default, Insertable)]
#[diesel(table_name = outbox)]
pub struct AddressOwner {
    pub user_id: Option<i64>,
    /// As what the user is written to.
    pub standing: Option<String>,
    pub department_id: Option<i64>,
}

impl AddressOwner {
    pub fn user(id: i64, standing: String) -> Self {
        Self {
            user_id: Some(id),
            standing: Some(standing),
            department_id: None,
        }
    }

    pub fn department(id: i64) -> Self {
        Self {
            department_id: Some(id),
            ..Self::default()
        }
    }
}

/// Somebody a letter goes to.
#[derive(Debug, Clone)]
pub struct Addressee {
    pub whose: AddressOwner,
    pub name: String,
    pub address: String,
}

/// What an account is now.
pub fn account(conn: &mut Conn, id: i64) -> Result<Account> {
    type Row = (bool, Role, Option<i64>, Option<i64>, Option<String>);
    let (active, role, park_id, department_id, address): Row = users::table
        .find(id)
        .select((
            users::active,
            users::role,
            users::park_id,
            users::department_id,
            users::email,
        ))
        .first(conn)?;
    Ok(Account {
        active,
        standing: standing(role, park_id, department_id),
        address,
    })
}

/// A department's name and its notice addresses as JSON.
pub fn department(conn: &mut Conn, id: i64) -> Result<Option<(String, String)>> {
    Ok(departments::table
        .find(id)
        .select((departments::name, departments::notice_emails))
        .first(conn)
        .optional()?)
}

/// Whether a department is in use, and its notice addresses as JSON.
pub fn department_today(conn: &mut Conn, id: i64) -> Result<(bool, String)> {
    Ok(departments::table
        .find(id)
        .select((departments::active, departments::notice_emails))
        .first(conn)?)
}

/// The department that an account belongs to.
pub fn department_of(conn: &mut Conn, user: i64) -> Result<Option<i64>> {
    Ok(users::table
        .find(user)
        .select(users::department_id)
        .first(conn)?)
}

pub fn department_staff(conn: &mut Conn, department: i64) -> Result<Vec<Addressee>> {
    let staff = users::table
        .filter(users::role.eq(Role::DepartmentStaff))
        .filter(users::department_id.eq(department));
    let standing = standing(Role::DepartmentStaff, None, Some(department));
    people(conn, staff.into_boxed(), &standing)
}

pub fn park_staff(conn: &mut Conn, park: i64) -> Result<Vec<Addressee>> {
    let staff = users::table
        .filter(users::role.eq(Role::ParkStaff))
        .filter(users::park_id.eq(park));
    let standing = standing(Role::ParkStaff, Some(park), None);
    people(conn, staff.into_boxed(), &standing)
}

pub fn coordinators(conn: &mut Conn) -> Result<Vec<Addressee>> {
    let all = users::table.filter(users::role.eq(Role::Coordinator));
    let standing = standing(Role::Coordinator, None, None);
    people(conn, all.into_boxed(), &standing)
}

/// The active ones among them who have an address.
fn people(
    conn: &mut Conn,
    query: users::BoxedQuery<'static, MultiBackend>,
    standing: &str,
) -> Result<Vec<Addressee>> {
    let found: Vec<(i64, String, Option<String>)> = query
        .filter(users::active.eq(true))
        .filter(users::email.is_not_null())
        .order(users::id)
        .select((users::id, users::display_name, users::email))
        .load(conn)?;
    let addressed = found.into_iter().filter_map(|(id, name, email)| {
        Some(Addressee {
            whose: AddressOwner::user(id, standing.to_owned()),
            name,
            address: email?,
        })
    });
    Ok(addressed.collect())
}
