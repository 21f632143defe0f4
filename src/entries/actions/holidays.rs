//! What a new holiday notice moves of entries: the days on which lights turn and milestones are reminded of. The days on
//! which milestones are due are given, and stay.

use chrono::NaiveDate;

use super::context::{Entry, WARNING};
use crate::base::Result;
use crate::base::db::Conn;
use crate::calendar::rules::Calendar;
use crate::entries::description::Class;
use crate::entries::ledger::{AnyLedger, Turns};
use crate::entries::store;

/// Counts lights and reminders of all open entries anew.
///
/// # Errors
/// Those of the database.
pub fn follow_notice(
    conn: &mut Conn,
    calendar: &Calendar,
    today: NaiveDate,
    ledgers: &[&'static dyn AnyLedger],
) -> Result<()> {
    for ledger in ledgers {
        let description = ledger.description();
        let open: Vec<&str> = description.of_class(Class::Open).collect();
        let ids = store::ids_in(conn, description.code, &open)?;
        for row in store::rows_of(conn, &ids)? {
            let entry = Entry::read(conn, *ledger, row)?;
            let turns = turns(*ledger, &entry, Class::Open, calendar)?;
            let was = Turns {
                yellow_from: entry.row.yellow_from,
                red_from: entry.row.red_from,
                due_on: entry.row.due_on,
            };
            if was != turns {
                store::turn(conn, entry.row.id, &turns)?;
            }
        }
    }
    for (id, due_on) in store::not_reminded(conn, today)? {
        let remind_on = calendar.working_days_before(due_on, WARNING);
        store::remind_on(conn, id, remind_on)?;
    }
    Ok(())
}

/// From when on the light of an entry is yellow and red, and when it is due.
///
/// # Errors
/// A fault of ours.
pub fn turns(
    ledger: &dyn AnyLedger,
    entry: &Entry,
    class: Class,
    calendar: &Calendar,
) -> Result<Turns> {
    let turns = entry.turns(class, calendar);
    if class != Class::Open {
        return Ok(turns);
    }
    let row = &entry.row;
    let owed = ledger.owes(&row.status, row.listed_on, calendar);
    let owed = owed.map_or_else(Turns::default, |owed| Turns::of(owed.due_on, calendar));
    Ok(turns
        .or_earlier(owed)
        .or_earlier(ledger.turns(entry, calendar)?))
}
