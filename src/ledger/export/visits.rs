//! Visits as rows: as an import takes them.

use std::path::Path;

use super::rows::{Names, day, optional, text};
use super::{Cell, ExportedFile, Layout, write};
use crate::access::Actor;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::directory::store::enterprises;
use crate::ledger::columns::{join, place};
use crate::visits::store::{self, VisitFilter, VisitRow};

/// Writes the visits that `filter` lets through of those that somebody may see and that weren't voided,
/// by the days on which they were made.
///
/// # Errors
/// 422 for more rows than a sheet holds; those of database and disk.
pub fn visits(
    conn: &mut Conn,
    (who, filter): (&Actor, &VisitFilter),
    layout: &Layout,
    folder: &Path,
    on_progress: impl FnMut(usize, usize),
) -> Result<ExportedFile> {
    let scope = who.cases();
    let ids = store::ids(conn, scope, filter)?;
    let names = Names::read(conn)?;
    write(layout, folder, &ids, on_progress, |page| {
        let rows = store::rows(conn, scope, page)?;
        let visited: Vec<i64> = rows.iter().filter_map(|row| row.enterprise_id).collect();
        let enterprise_index = enterprises::names(conn, &visited)?;
        let latest = rows.iter().map(|row| row.visited_on).max();
        let cells = rows.iter().map(|row| {
            let firm = enterprise_index
                .iter()
                .find(|(id, _)| Some(*id) == row.enterprise_id);
            let firm = firm.map(|(_, name)| name.as_str());
            cells(row, (names.park(row.park_id), firm), layout)
        });
        Ok((latest, cells.collect::<Result<_>>()?))
    })
}

fn cells(row: &VisitRow, (park, firm): (&str, Option<&str>), layout: &Layout) -> Result<Vec<Cell>> {
    let content = row.content()?;
    let people: Vec<&str> = content.participants.iter().map(String::as_str).collect();
    let cell = |key: &str| {
        Ok(match key {
            "visited_on" => day(Some(row.visited_on)),
            "park" => text(park),
            "place" => text(&place(firm, content.site_name.as_deref())),
            "participants" => text(&join(&people)),
            "summary" => optional(content.summary.as_deref()),
            other => return Err(Error::internal(format!("nothing tells column {other}"))),
        })
    };
    layout.cells(cell)
}
