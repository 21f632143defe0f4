//! Enterprises as rows: as an import takes them.

use std::path::Path;

use super::rows::{Names, day, optional, text, word};
use super::{Cell, ExportedFile, Layout, write};
use crate::access::Actor;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::directory::api::enterprises::sees_phones;
use crate::directory::input::Contact;
use crate::directory::rules::masked_phone;
use crate::directory::store::enterprises::{
    self as store, Enterprise, EnterpriseFilter, StatusEntry,
};
use crate::directory::store::{from_json, people};
use crate::ledger::columns::join;
use crate::ledger::words::{SIZES, STATUSES};

/// What stands in the rows of enterprises beside themselves.
struct Beside<'a> {
    park: &'a str,
    liaison: Option<String>,
    status: Option<StatusEntry>,
    contacts: Vec<Contact>,
}

/// Writes the enterprises in use that `filter` lets through, in the order in which they were added.
/// Phone numbers are whole for who sees them whole at the single enterprise.
///
/// # Errors
/// 422 for more rows than a sheet holds; those of database and disk.
pub fn enterprises(
    conn: &mut Conn,
    (who, filter): (&Actor, &EnterpriseFilter),
    layout: &Layout,
    folder: &Path,
    on_progress: impl FnMut(usize, usize),
) -> Result<ExportedFile> {
    let ids = store::ids(conn, filter)?;
    let names = Names::read(conn)?;
    write(layout, folder, &ids, on_progress, |page| {
        let rows = store::rows(conn, page)?.into_iter().map(|row| {
            let mut contacts: Vec<Contact> = from_json(&row.contacts)?;
            if !sees_phones(who, &row) {
                for contact in &mut contacts {
                    contact.phone = contact.phone.as_deref().map(masked_phone);
                }
            }
            let liaison = row.liaison_user_id.map(|id| people::name(conn, id));
            let beside = Beside {
                park: names.park(row.park_id),
                liaison: liaison.transpose()?.flatten(),
                status: store::statuses(conn, row.id)?.into_iter().next(),
                contacts,
            };
            cells(&row, &beside, layout)
        });
        Ok((None, rows.collect::<Result<_>>()?))
    })
}

fn cells(row: &Enterprise, beside: &Beside, layout: &Layout) -> Result<Vec<Cell>> {
    let tags: Vec<String> = from_json(&row.tags)?;
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    let contacts = &beside.contacts;
    let names: Vec<&str> = contacts.iter().map(|one| one.name.as_str()).collect();
    let cell = |key: &str| {
        Ok(match key {
            "name" => text(&row.name),
            "credit_code" => optional(row.credit_code.as_deref()),
            "park" => text(beside.park),
            "industry" => optional(row.industry.as_deref()),
            "size" => row.size.map_or(Cell::Empty, |size| word(SIZES, size)),
            "tags" => text(&join(&tags)),
            "operating_status" => {
                let status = beside.status.as_ref().map(|entry| entry.status);
                status.map_or(Cell::Empty, |status| word(STATUSES, status))
            }
            "operating_status_since" => day(beside.status.as_ref().map(|entry| entry.since)),
            "assisting_leader" => optional(row.assisting_leader.as_deref()),
            "liaison" => optional(beside.liaison.as_deref()),
            "contact" => text(&join(&names)),
            "contact_position" => each(contacts, |one| one.position.as_deref()),
            "contact_phone" => each(contacts, |one| one.phone.as_deref()),
            "contact_email" => each(contacts, |one| one.email.as_deref()),
            other => return Err(Error::internal(format!("nothing tells column {other}"))),
        })
    };
    layout.cells(cell)
}

/// What each contact has, in their order; 无 where one of several has none, so that the others keep theirs.
fn each(contacts: &[Contact], of: impl Fn(&Contact) -> Option<&str>) -> Cell {
    if contacts.iter().all(|one| of(one).is_none()) {
        return Cell::Empty;
    }
    let all: Vec<&str> = contacts.iter().map(|one| of(one).unwrap_or("无")).collect();
    text(&join(&all))
}
