//! The users a directory entry may name.

use diesel::prelude::*;

use crate::access::Role;
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::users;

/// Whether a user can be an enterprise's liaison officer: of its park, or of the campaign office.
pub fn may_assist(conn: &mut Conn, user: i64, park: i64) -> Result<bool> {
    let found: Option<(Role, Option<i64>)> = users::table
        .filter(users::id.eq(user))
        .filter(users::active.eq(true))
        .select((users::role, users::park_id))
        .first(conn)
        .optional()?;
    Ok(found.is_some_and(|(role, own)| match role {
        Role::ParkStaff => own == Some(park),
        Role::Coordinator | Role::Leader => true,
        Role::Admin | Role::DepartmentStaff | Role::Auditor => false,
    }))
}
