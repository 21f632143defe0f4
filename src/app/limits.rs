//! The running limits that a new holiday notice moves.

use chrono::{DateTime, Utc};

use super::ledgers::LEDGERS;
use crate::base::Result;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::calendar::RunningLimits;
use crate::calendar::rules::{Calendar, MovedLimit};
use crate::entries::actions::follow_notice;
use crate::problems::actions::{limits_that_would_move, move_limits};

/// The limits of open problems, in the clock's time zone, and with them lights and reminders of ledgers.
pub struct Running(pub Clock);

impl RunningLimits for Running {
    fn that_would_move(&self, conn: &mut Conn, calendar: &Calendar) -> Result<Vec<MovedLimit>> {
        limits_that_would_move(conn, &self.0, calendar)
    }

    fn move_all(
        &self,
        conn: &mut Conn,
        calendar: &Calendar,
        at: DateTime<Utc>,
    ) -> Result<Vec<MovedLimit>> {
        follow_notice(conn, calendar, self.0.day_of(at), LEDGERS)?;
        move_limits(conn, &self.0, calendar, at)
    }
}
