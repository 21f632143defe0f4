//! Adds to a user's queue what waits beside problems: enterprises' reports to be confirmed, those that stand still and are
//! to be listed, and entries of ledgers. It is here because `problems` may not import `doors`, `entries` or `revivals`.

use chrono::NaiveDate;

use super::ledgers::LEDGERS;
use crate::access::{Actor, Role};
use crate::base::Result;
use crate::base::db::Conn;
use crate::doors::rules::DoorReportStatus;
use crate::doors::store::{DoorReportFilter, count_reports};
use crate::entries::api::count_waiting;
use crate::problems::api::ExtraQueueCounts;
use crate::revivals;

pub struct BesideProblems;

impl ExtraQueueCounts for BesideProblems {
    fn counts(
        &self,
        conn: &mut Conn,
        who: &Actor,
        today: NaiveDate,
    ) -> Result<Vec<(&'static str, i64)>> {
        let mut counts = vec![];
        if matches!(who.role, Role::ParkStaff | Role::Coordinator) {
            counts.push(("confirm", unconfirmed(conn, who)?));
        }
        if let (Role::ParkStaff, Some(park)) = (who.role, who.park_id) {
            counts.push(("list_revival", revivals::count_unlisted(conn, park)?));
        }
        for ledger in LEDGERS {
            counts.push((ledger.code(), count_waiting(conn, *ledger, who, today)?));
        }
        counts.retain(|(_, count)| *count > 0);
        Ok(counts)
    }
}

fn unconfirmed(conn: &mut Conn, who: &Actor) -> Result<i64> {
    let waiting = DoorReportFilter {
        status: Some(DoorReportStatus::Waiting),
        ..DoorReportFilter::default()
    };
    count_reports(conn, who.cases(), waiting)
}
