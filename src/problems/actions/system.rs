//! What the system does by itself: resuming at the end day, and moving limits with the calendar.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::json;

use super::context::WriteContext;
use super::finish::Event;
use super::loaded::LoadedProblem;
use super::requests::resumed;
use crate::base::Result;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::error::text;
use crate::calendar::rules::{Calendar, MovedLimit};
use crate::problems::rules::table::RECOMPUTE;
use crate::problems::rules::words::Status;
use crate::problems::store;

/// The kind of the event that tells of a moved limit.
/// Problems looked at in one query.
const BATCH: i64 = 200;

/// Resumes every problem whose suspension has reached its end day; tells how many.
///
/// # Errors
/// Those of the database.
pub fn resume_due(conn: &mut Conn, clock: &Clock, now: DateTime<Utc>) -> Result<usize> {
    let mut context = WriteContext::for_system(conn, clock, now)?;
    let (mut resumed_now, mut after) = (0, 0);
    loop {
        let ids = store::suspended(context.conn, after, BATCH)?;
        let Some(last) = ids.last() else {
            return Ok(resumed_now);
        };
        after = *last;
        for id in ids {
            let Some(row) = store::hold_any(context.conn, id)? else {
                continue;
            };
            let mut loaded = LoadedProblem::read(context.conn, row)?;
            let until = loaded.present.suspension.as_ref().map(|one| one.until);
            let Some(until) = until.filter(|until| *until <= context.today) else {
                continue;
            };
            // Somebody may have resumed it since the list was read.
            if loaded.row.status != Status::Suspended {
                continue;
            }
            let at = context.clock.start_of(until);
            resumed(
                &mut context,
                &mut loaded,
                at,
                Event::new(None, json!({ "until": until })),
            )?;
            resumed_now += 1;
        }
    }
}

/// Which running limits another calendar would move; changes nothing.
///
/// # Errors
/// Those of the database.
pub fn limits_that_would_move(
    conn: &mut Conn,
    clock: &Clock,
    calendar: &Calendar,
) -> Result<Vec<MovedLimit>> {
    let mut moved = vec![];
    each_running(conn, |conn, id| {
        if let Some(row) = store::find_any(conn, id)? {
            moved.extend(LoadedProblem::read(conn, row)?.rederive(calendar, clock.zone())?);
        }
        Ok(())
    })?;
    Ok(moved)
}

/// Derives every running limit from the calendar as it is now, with one event by the system for
/// each problem that has one that moves. Ended clocks stay.
///
/// # Errors
/// Those of the database.
pub fn move_limits(
    conn: &mut Conn,
    clock: &Clock,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Result<Vec<MovedLimit>> {
    let mut moved = vec![];
    each_running(conn, |conn, id| {
        let Some(row) = store::hold_any(conn, id)? else {
            return Ok(());
        };
        let mut loaded = LoadedProblem::read(conn, row)?;
        let limits = loaded.rederive(calendar, clock.zone())?;
        let mut context = WriteContext::with_calendar(conn, clock, now, calendar.clone());
        import_history(&mut context, &mut loaded, &limits)?;
        moved.extend(limits);
        Ok(())
    })?;
    Ok(moved)
}

fn each_running(conn: &mut Conn, mut each: impl FnMut(&mut Conn, i64) -> Result<()>) -> Result<()> {
    let mut after = 0;
    loop {
        let ids = store::running_clocks(conn, after, BATCH)?;
        let Some(last) = ids.last() else {
            return Ok(());
        };
        after = *last;
        for id in ids {
            each(conn, id)?;
        }
    }
}

fn import_history(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    limits: &[MovedLimit],
) -> Result<()> {
    if limits.is_empty() {
        // Yellow may move, and provisional turn certain, without a limit that moves.
        let before = (loaded.row.yellow_at, loaded.row.red_at);
        loaded.settle(context.conn, context.now)?;
        if before != (loaded.row.yellow_at, loaded.row.red_at) {
            return context.save(loaded);
        }
        return context.note_waits(loaded);
    }
    let why = text(
        "节假日安排调整，期限相应变动",
        "The calendar of working days changed.",
    );
    let data = json!({ "limits": limits });
    let today = context.today;
    context.conclude(loaded, RECOMPUTE, today, Event::new(why.zh, data))?;
    Ok(())
}

impl LoadedProblem {
    /// Derives the running clocks anew and tells which moved.
    fn rederive(&mut self, calendar: &Calendar, zone: Tz) -> Result<Vec<MovedLimit>> {
        let (problem_id, number) = (self.row.id, self.row.number.clone());
        let mut moved = vec![];
        for limit in self.clocks.iter_mut().filter(|one| one.runs()) {
            let from_due_on = limit.row.due_on;
            if limit.settle(calendar, zone)? {
                self.changed_assignments.extend(limit.row.assignment_id);
                moved.push(MovedLimit {
                    problem_id,
                    number: number.clone(),
                    clock: limit.row.kind.as_str().to_owned(),
                    from_due_on,
                    to_due_on: limit.row.due_on,
                    provisional: limit.row.provisional,
                });
            }
        }
        Ok(moved)
    }
}
