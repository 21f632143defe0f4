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

/// Somebody who can be an enterprise's liaison officer.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct Liaison {
    pub id: i64,
    pub display_name: String,
    pub role: Role,
}

/// Those who can assist the enterprises of a park, after an id: what [`may_assist`] says of each.
pub fn liaisons(conn: &mut Conn, park: i64, after: i64, limit: i64) -> Result<Vec<Liaison>> {
    let of_the_park = users::role.eq(Role::ParkStaff).and(
        users::park_id
            .is_not_null()
            .and(users::park_id.assume_not_null().eq(park)),
    );
    let of_all = users::role.eq_any([Role::Coordinator, Role::Leader]);
    Ok(users::table
        .filter(users::active.eq(true))
        .filter(of_the_park.or(of_all))
        .filter(users::id.gt(after))
        .order(users::id)
        .limit(limit)
        .select(Liaison::as_select())
        .load(conn)?)
}

/// How a user is called.
pub fn name(conn: &mut Conn, user: i64) -> Result<Option<String>> {
    Ok(users::table
        .find(user)
        .select(users::display_name)
        .first(conn)
        .optional()?)
}
