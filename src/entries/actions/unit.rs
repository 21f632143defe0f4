//! Whose an entry is, in words.

use crate::base::Result;
use crate::base::db::Conn;
use crate::directory::store::{departments, parks};
use crate::entries::store::EntryRow;
use crate::vocabulary::people::ROLE;

/// What the unit is called that owns an entry: the department, else the park, else the campaign office.
///
/// # Errors
/// Those of the database.
pub fn unit_of(conn: &mut Conn, row: &EntryRow) -> Result<String> {
    let department = match row.department_id {
        Some(id) => departments::find(conn, id)?.map(|found| found.name),
        None => None,
    };
    let park = match row.park_id {
        Some(id) => parks::find(conn, id)?.map(|found| found.name),
        None => None,
    };
    let office = || {
        crate::vocabulary::find(ROLE, "coordinator")
            .unwrap_or_default()
            .to_owned()
    };
    Ok(department.or(park).unwrap_or_else(office))
}
