//! The clocks of a dossier: starting, ending and moving them together with the rows that keep them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::desk::Desk;
use super::dossier::Dossier;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::calendar::rules::Calendar;
use crate::deadlines::rules::{Change, Clock, Span};
use crate::problems::rules::words::ClockKind;
use crate::problems::store::{self, AssignmentRow, ClockRow, NewClock};

/// A clock with the row that keeps it.
pub struct Ticking {
    pub row: ClockRow,
    pub clock: Clock,
    touched: bool,
}

/// How long a new clock runs.
#[derive(Debug, Clone, Copy, Default)]
pub struct Run {
    pub target: Option<Span>,
    pub warning: Option<Span>,
    pub imposed_on: Option<NaiveDate>,
}

/// Whether an end is counted as in time or late, or as nobody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Met,
    Dropped,
}

impl Ticking {
    pub(super) fn read(row: ClockRow) -> Result<Self> {
        Ok(Self {
            clock: serde_json::from_str(&row.terms).map_err(Error::internal)?,
            row,
            touched: false,
        })
    }

    pub fn runs(&self) -> bool {
        self.row.ended_at.is_none()
    }

    /// Derives the limit anew; true where it moved.
    pub(super) fn settle(&mut self, calendar: &Calendar, zone: Tz) -> Result<bool> {
        let limit = self.clock.limit(calendar, zone);
        let before = (self.row.due_on, self.row.due_at);
        self.row.due_on = limit.due_on;
        self.row.due_at = limit.due_at.map(naive);
        self.row.original_due_on = limit.original_due_on;
        self.row.provisional = limit.provisional;
        self.row.yellow_at = limit.yellow_from.map(naive);
        self.row.red_at = naive(limit.red_from);
        self.row.terms = to_json(&self.clock)?;
        self.touched = true;
        Ok(before != (self.row.due_on, self.row.due_at))
    }

    pub(super) fn write(&mut self, conn: &mut Conn) -> Result<()> {
        if std::mem::take(&mut self.touched) {
            store::update_clock(conn, &self.row)?;
        }
        Ok(())
    }
}

impl Dossier {
    /// Starts a clock, where a target or an imposed day gives it an end.
    pub fn start(
        &mut self,
        desk: &mut Desk,
        kind: ClockKind,
        assignment: Option<&AssignmentRow>,
        run: Run,
    ) -> Result<()> {
        let Some(clock) = Clock::new(desk.now, run.target, run.warning, run.imposed_on) else {
            return Ok(());
        };
        let limit = clock.limit(&desk.calendar, desk.zone());
        let new = NewClock {
            problem_id: self.row.id,
            assignment_id: assignment.map(|one| one.id),
            department_id: assignment.map(|one| one.department_id),
            round: self.row.round,
            kind,
            started_at: desk.at(),
            terms: to_json(&clock)?,
            due_on: limit.due_on,
            due_at: limit.due_at.map(naive),
            original_due_on: limit.original_due_on,
            provisional: limit.provisional,
            yellow_at: limit.yellow_from.map(naive),
            red_at: naive(limit.red_from),
        };
        self.clocks.push(Ticking {
            row: store::insert_clock(desk.conn, &new)?,
            clock,
            touched: false,
        });
        Ok(())
    }

    /// What a clock was for is done; whether in time is kept for good.
    pub fn meet(&mut self, desk: &Desk, kind: ClockKind) -> Result<()> {
        self.end(desk, End::Met, |row| row.kind == kind)
    }

    /// [`Dossier::meet`] for the clock of one assignment.
    pub fn meet_support(&mut self, desk: &Desk, assignment: i64) -> Result<()> {
        self.end(desk, End::Met, |row| row.assignment_id == Some(assignment))
    }

    /// Ends the running clocks of this round that nobody has to answer for any more.
    pub fn drop_clocks(&mut self, desk: &Desk, which: impl Fn(&ClockRow) -> bool) -> Result<()> {
        self.end(desk, End::Dropped, which)
    }

    fn end(&mut self, desk: &Desk, how: End, which: impl Fn(&ClockRow) -> bool) -> Result<()> {
        for ticking in self.running(which) {
            ticking.clock.resume(desk.now);
            ticking.clock.end(desk.now, &desk.calendar, desk.zone());
            ticking.row.ended_at = Some(desk.at());
            ticking.row.ended_on = Some(desk.today);
            ticking.row.paused = false;
            let counted = ticking.clock.counted_end().filter(|_| how == End::Met);
            ticking.row.met = counted.map(|end| end.met);
            ticking.settle(&desk.calendar, desk.zone())?;
        }
        Ok(())
    }

    fn running(&mut self, which: impl Fn(&ClockRow) -> bool) -> impl Iterator<Item = &mut Ticking> {
        let round = self.row.round;
        let clocks = self.clocks.iter_mut();
        clocks.filter(move |one| one.runs() && one.row.round == round && which(&one.row))
    }

    /// Tells the running solve clock what happened.
    pub fn change_solve(&mut self, desk: &Desk, change: &Change) -> Result<()> {
        for ticking in self.running(|row| row.kind == ClockKind::Solve) {
            ticking.clock.change(change.clone());
            ticking.settle(&desk.calendar, desk.zone())?;
        }
        Ok(())
    }

    /// How much has happened to the running solve clock.
    pub fn solve_changes(&self) -> usize {
        let solve = self.clock(ClockKind::Solve).filter(|one| one.runs());
        solve.map_or(0, |one| one.clock.changes().len())
    }

    /// Extends the running solve clock as if it had been done when so much had happened to it.
    pub fn extend_solve(&mut self, desk: &Desk, after: usize, until: NaiveDate) -> Result<()> {
        for ticking in self.running(|row| row.kind == ClockKind::Solve) {
            ticking.clock.extend(after, until);
            ticking.settle(&desk.calendar, desk.zone())?;
        }
        Ok(())
    }

    /// Lets all running clocks of the round stand still until an instant.
    pub fn suspend(&mut self, desk: &Desk, until: DateTime<Utc>) -> Result<()> {
        for ticking in self.running(|_| true) {
            let from = desk.now;
            ticking.clock.change(Change::Suspended { from, until });
            ticking.row.paused = true;
            ticking.settle(&desk.calendar, desk.zone())?;
        }
        Ok(())
    }

    /// Lets them run again from an instant on.
    pub fn resume(&mut self, desk: &Desk, at: DateTime<Utc>) -> Result<()> {
        for ticking in self.running(|_| true) {
            ticking.clock.resume(at);
            ticking.row.paused = false;
            ticking.settle(&desk.calendar, desk.zone())?;
        }
        Ok(())
    }

    /// Lets the solve clock run again until a day, or begins one that does.
    pub fn track(&mut self, desk: &mut Desk, until: NaiveDate) -> Result<()> {
        let round = self.row.round;
        let mut clocks = self.clocks.iter_mut().rev();
        let solve = clocks.find(|one| one.row.kind == ClockKind::Solve && one.row.round == round);
        let Some(solve) = solve else {
            let lead = self.lead().cloned();
            let run = Run {
                imposed_on: Some(until),
                ..Run::default()
            };
            return self.start(desk, ClockKind::Solve, lead.as_ref(), run);
        };
        solve.clock.track(until);
        solve.row.ended_at = None;
        solve.row.ended_on = None;
        solve.row.met = None;
        solve.settle(&desk.calendar, desk.zone())?;
        Ok(())
    }
}

fn naive(at: DateTime<Utc>) -> NaiveDateTime {
    at.naive_utc()
}

pub(super) fn to_json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}
