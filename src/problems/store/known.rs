//! Which ids of a question name something that the one who asks may know of.

use diesel::prelude::*;

use super::list::identified;
use crate::access::Scope;
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::problems;
use crate::directory::store::{categories, departments, enterprises, parks};

/// The ids that a list is narrowed by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ids {
    pub park: Option<i64>,
    pub department: Option<i64>,
    pub enterprise: Option<i64>,
    pub category: Option<i64>,
}

/// The pointers of those that name nothing, or nothing of theirs.
pub fn unknown(conn: &mut Conn, scope: Scope, ids: &Ids) -> Result<Vec<&'static str>> {
    let mut unknown = vec![];
    if let Some(id) = ids.park {
        let own = !matches!(scope, Scope::Park(own) if own != id);
        if !own || parks::find(conn, id)?.is_none() {
            unknown.push("/park_id");
        }
    }
    if let Some(id) = ids.department
        && departments::find(conn, id)?.is_none()
    {
        unknown.push("/department_id");
    }
    if let Some(id) = ids.enterprise
        && !knows_enterprise(conn, scope, id)?
    {
        unknown.push("/enterprise_id");
    }
    if let Some(id) = ids.category
        && categories::find(conn, id)?.is_none()
    {
        unknown.push("/category_id");
    }
    Ok(unknown)
}

/// Those of one's park, and those whose problems one sees and may know to be theirs.
fn knows_enterprise(conn: &mut Conn, scope: Scope, id: i64) -> Result<bool> {
    let Some(found) = enterprises::find(conn, id)? else {
        return Ok(false);
    };
    match scope {
        Scope::All => return Ok(true),
        Scope::Park(own) if own == found.park_id => return Ok(true),
        Scope::Park(_) | Scope::Department(_) | Scope::Nothing => {}
    }
    let seen: Option<i64> = identified(scope)
        .filter(problems::enterprise_id.eq(id))
        .select(problems::id)
        .first(conn)
        .optional()?;
    Ok(seen.is_some())
}
