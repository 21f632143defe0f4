//! The time limits of a problem: starting, ending and moving them together with the rows that keep them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::context::WriteContext;
use super::loaded::LoadedProblem;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::calendar::rules::Calendar;
use crate::deadlines::rules::{Change, Clock, Span};
use crate::problems::rules::words::ClockKind;
use crate::problems::store::{self, AssignmentRow, ClockRow, NewClock};

/// A clock with the row that keeps it.
pub struct TimeLimit {
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

impl TimeLimit {
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

impl LoadedProblem {
    /// Starts a clock, where a target or an imposed day gives it an end.
    pub fn start(
        &mut self,
        context: &mut WriteContext,
        kind: ClockKind,
        assignment: Option<&AssignmentRow>,
        run: Run,
    ) -> Result<()> {
        let Some(clock) = Clock::new(context.now, run.target, run.warning, run.imposed_on) else {
            return Ok(());
        };
        let limit = clock.limit(&context.calendar, context.zone());
        let new = NewClock {
            problem_id: self.row.id,
            assignment_id: assignment.map(|one| one.id),
            department_id: assignment.map(|one| one.department_id),
            round: self.row.round,
            kind,
            started_at: context.at(),
            terms: to_json(&clock)?,
            due_on: limit.due_on,
            due_at: limit.due_at.map(naive),
            original_due_on: limit.original_due_on,
            provisional: limit.provisional,
            yellow_at: limit.yellow_from.map(naive),
            red_at: naive(limit.red_from),
        };
        self.clocks.push(TimeLimit {
            row: store::insert_clock(context.conn, &new)?,
            clock,
            touched: false,
        });
        Ok(())
    }

    /// What a clock was for is done; whether in time is kept for good.
    pub fn meet(&mut self, context: &WriteContext, kind: ClockKind) -> Result<()> {
        self.end(context, End::Met, |row| row.kind == kind)
    }

    /// [`LoadedProblem::meet`] for the clock of one assignment.
    pub fn meet_support(&mut self, context: &WriteContext, assignment: i64) -> Result<()> {
        self.end(context, End::Met, |row| {
            row.assignment_id == Some(assignment)
        })
    }

    /// Ends the running clocks of this round that nobody has to answer for any more.
    pub fn cancel_clocks(
        &mut self,
        context: &WriteContext,
        which: impl Fn(&ClockRow) -> bool,
    ) -> Result<()> {
        self.end(context, End::Dropped, which)
    }

    fn end(
        &mut self,
        context: &WriteContext,
        how: End,
        which: impl Fn(&ClockRow) -> bool,
    ) -> Result<()> {
        let mut changed_assignments = vec![];
        for limit in self.running(which) {
            changed_assignments.extend(limit.row.assignment_id);
            limit.clock.resume(context.now);
            limit
                .clock
                .end(context.now, &context.calendar, context.zone());
            limit.row.ended_at = Some(context.at());
            limit.row.ended_on = Some(context.today);
            limit.row.paused = false;
            let counted = limit.clock.counted_end().filter(|_| how == End::Met);
            limit.row.met = counted.map(|end| end.met);
            limit.settle(&context.calendar, context.zone())?;
        }
        self.changed_assignments.extend(changed_assignments);
        Ok(())
    }

    fn running(
        &mut self,
        which: impl Fn(&ClockRow) -> bool,
    ) -> impl Iterator<Item = &mut TimeLimit> {
        let round = self.row.round;
        let clocks = self.clocks.iter_mut();
        clocks.filter(move |one| one.runs() && one.row.round == round && which(&one.row))
    }

    /// Tells the running solve clock what happened.
    pub fn change_solve(&mut self, context: &WriteContext, change: &Change) -> Result<()> {
        for limit in self.running(|row| row.kind == ClockKind::Solve) {
            limit.clock.change(change.clone());
            limit.settle(&context.calendar, context.zone())?;
        }
        Ok(())
    }

    /// How much has happened to the running solve clock.
    pub fn solve_changes(&self) -> usize {
        let solve = self.clock(ClockKind::Solve).filter(|one| one.runs());
        solve.map_or(0, |one| one.clock.changes().len())
    }

    /// Extends the running solve clock as if it had been done when so much had happened to it.
    pub fn extend_solve(
        &mut self,
        context: &WriteContext,
        after: usize,
        until: NaiveDate,
    ) -> Result<()> {
        for limit in self.running(|row| row.kind == ClockKind::Solve) {
            limit.clock.extend(after, until);
            limit.settle(&context.calendar, context.zone())?;
        }
        Ok(())
    }

    /// Lets all running clocks of the round stand still until an instant.
    pub fn suspend(&mut self, context: &WriteContext, until: DateTime<Utc>) -> Result<()> {
        let mut changed_assignments = vec![];
        for limit in self.running(|_| true) {
            let from = context.now;
            limit.clock.change(Change::Suspended { from, until });
            limit.row.paused = true;
            if limit.settle(&context.calendar, context.zone())? {
                changed_assignments.extend(limit.row.assignment_id);
            }
        }
        self.changed_assignments.extend(changed_assignments);
        Ok(())
    }

    /// Lets them run again from an instant on.
    pub fn resume(&mut self, context: &WriteContext, at: DateTime<Utc>) -> Result<()> {
        let mut changed_assignments = vec![];
        for limit in self.running(|_| true) {
            limit.clock.resume(at);
            limit.row.paused = false;
            if limit.settle(&context.calendar, context.zone())? {
                changed_assignments.extend(limit.row.assignment_id);
            }
        }
        self.changed_assignments.extend(changed_assignments);
        Ok(())
    }

    /// Lets the solve clock run again until a day, or begins one that does.
    pub fn track(&mut self, context: &mut WriteContext, until: NaiveDate) -> Result<()> {
        let round = self.row.round;
        let mut clocks = self.clocks.iter_mut().rev();
        let solve = clocks.find(|one| one.row.kind == ClockKind::Solve && one.row.round == round);
        let Some(solve) = solve else {
            let lead = self.lead().cloned();
            let run = Run {
                imposed_on: Some(until),
                ..Run::default()
            };
            return self.start(context, ClockKind::Solve, lead.as_ref(), run);
        };
        solve.clock.track(until);
        solve.row.ended_at = None;
        solve.row.ended_on = None;
        solve.row.met = None;
        solve.settle(&context.calendar, context.zone())?;
        Ok(())
    }
}

fn naive(at: DateTime<Utc>) -> NaiveDateTime {
    at.naive_utc()
}

pub(super) fn to_json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}
