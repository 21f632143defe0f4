//! What was worked out beside the live database, published in one short transaction.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::prepare::{ImportBasis, IssuedNumbers, Prepared};
use crate::access::Actor;
use crate::audit;
use crate::base::db::{Conn, Db};
use crate::base::{Error, Result};
use crate::calendar::closed_weeks;
use crate::ledger::import::store::{self, Found, ImportRow};

/// Publishes it, unless the live database has changed meanwhile: then false, and nothing is written. `end` ends
/// the transaction, and may refuse.
///
/// # Errors
/// Those of the database; nothing is written then.
pub fn publish(
    db: &Db,
    prepared: Prepared,
    (who, at): (&Actor, DateTime<Utc>),
    (import, found): (&ImportRow, &Found),
    end: impl Fn(&mut Conn) -> Result<()> + Send + 'static,
) -> Result<bool> {
    let Prepared {
        mut scratch,
        made,
        basis,
        numbers,
        last,
    } = prepared;
    let data = json!({
        "kind": import.kind,
        "file_name": import.file_name,
        "file_hash": import.file_hash,
        "mode": import.mode,
        "new": found.new_count,
        "same": found.same_count,
        "different": found.different_count,
        "wrong": found.wrong_count,
    });
    let entry = who.entry("import.publish", "import", import.id, data);
    let done = db.write_beside(&mut scratch, &made, move |conn, staged| {
        let number = numbered(conn, &numbers)?;
        let is_as_it_was = ImportBasis::of(conn)? == basis
            && !store::is_taken(conn, staged, &number)?
            && !store::is_told_already(conn, staged, last)?;
        if !is_as_it_was {
            return Err(changed());
        }
        staged.publish(conn, |table, column| {
            let is_number = ["problems", "entries"].contains(&table) && column == "number";
            is_number.then(|| number.clone())
        })?;
        closed_weeks::note_rewritten(conn)?;
        audit::record(conn, at.naive_utc(), &entry)?;
        end(conn)
    });
    match done {
        Ok(()) => Ok(true),
        Err(Error::Conflict { code: CHANGED, .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// For this module alone: begin again.
const CHANGED: &str = "import.changed";

pub fn changed() -> Error {
    Error::conflict(CHANGED, "数据有变化", "Something changed.")
}

/// Takes the numbers from the live database's count, and says what stands for each: they move where others
/// were faster.
fn numbered(conn: &mut Conn, numbers: &[IssuedNumbers]) -> Result<String> {
    let mut moved = vec![];
    for one in numbers {
        store::raise_last_number(conn, &one.of, one.brought)?;
        let last = store::reserve_numbers(conn, &one.of, one.to - one.from)?;
        if last != one.to {
            moved.push((&one.of, one.from, last - one.to));
        }
    }
    Ok(store::moved_numbers(&moved))
}
