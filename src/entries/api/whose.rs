//! Which entries are somebody's: those that are theirs, and those that it is their turn on.

use chrono::NaiveDate;

use crate::access::{Actor, Role};
use crate::base::Result;
use crate::base::db::Conn;
use crate::entries::description::Class;
use crate::entries::ledger::AnyLedger;
use crate::entries::store::{self, EntryFilter, Mine, Waiting};

pub(super) fn mine(who: &Actor) -> Mine {
    match (who.role, who.department_id) {
        (Role::DepartmentStaff, Some(department)) => Mine::OwnedBy(department),
        (Role::Leader, _) => Mine::LedBy(who.id),
        _ => Mine::RecordedBy(who.id),
    }
}

pub(super) fn whose_turn(who: &Actor) -> Waiting {
    match (who.role, who.park_id, who.department_id) {
        (Role::DepartmentStaff, _, Some(department)) => Waiting::Department(department),
        (Role::ParkStaff, Some(park), _) => Waiting::Park(park),
        _ => Waiting::Nobody,
    }
}

/// How many entries of a ledger wait for somebody.
///
/// # Errors
/// Those of the database.
pub fn count_waiting(
    conn: &mut Conn,
    ledger: &dyn AnyLedger,
    who: &Actor,
    today: NaiveDate,
) -> Result<i64> {
    let filter = EntryFilter {
        open: ledger.description().of_class(Class::Open).collect(),
        waiting: Some((whose_turn(who), today)),
        ..EntryFilter::default()
    };
    store::count(conn, who.cases(), ledger.code(), &filter)
}
