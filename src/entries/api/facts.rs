//! Filters by what holds of an entry today without a move having said it, such as that nobody has heard of it for long.

use chrono::NaiveDate;

use crate::access::Actor;
use crate::base::Result;
use crate::base::db::Conn;
use crate::calendar::store::calendar;
use crate::entries::actions::Entry;
use crate::entries::description::{Class, Text};
use crate::entries::ledger::AnyLedger;
use crate::entries::store::{self, EntryFilter, Sort};

/// The open entries that somebody sees of which a fact holds today in one of some words. They are looked at one by one: what
/// changes from day to day, and with every notice of holidays, stands in no table.
///
/// # Errors
/// Those of the database.
pub fn holding(
    conn: &mut Conn,
    ledger: &dyn AnyLedger,
    (who, today): (&Actor, NaiveDate),
    (fact, words): (Text, &[String]),
) -> Result<Vec<i64>> {
    let open = ledger.description().of_class(Class::Open);
    let open = EntryFilter {
        status: open.map(str::to_owned).collect(),
        ..EntryFilter::default()
    };
    let ids = store::ids(conn, who.cases(), ledger.code(), &open, Sort::Newest)?;
    let calendar = calendar(conn)?;
    let mut found = vec![];
    for row in store::rows_of(conn, &ids)? {
        let entry = Entry::of(ledger, row, vec![], vec![])?;
        let word = ledger.fact(fact, &entry, today, &calendar)?;
        if word.is_some_and(|word| words.iter().any(|one| one == word)) {
            found.push(entry.row.id);
        }
    }
    Ok(found)
}
