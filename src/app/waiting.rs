//! Adds enterprises' reports that wait for confirmation to a user's queue. It is here because
//! `problems` may not import `doors`.

use crate::access::{Actor, Role};
use crate::base::Result;
use crate::base::db::Conn;
use crate::doors::rules::DoorReportStatus;
use crate::doors::store::{DoorReportFilter, count_reports};
use crate::problems::api::ExtraQueueCounts;

/// Unconfirmed reports of enterprises, for those who confirm them.
pub struct UnconfirmedReports;

impl ExtraQueueCounts for UnconfirmedReports {
    fn counts(&self, conn: &mut Conn, who: &Actor) -> Result<Vec<(&'static str, i64)>> {
        if !matches!(who.role, Role::ParkStaff | Role::Coordinator) {
            return Ok(vec![]);
        }
        let waiting = DoorReportFilter {
            status: Some(DoorReportStatus::Waiting),
            ..DoorReportFilter::default()
        };
        Ok(match count_reports(conn, who.cases(), waiting)? {
            0 => vec![],
            count => vec![("confirm", count)],
        })
    }
}
