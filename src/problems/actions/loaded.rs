//! A problem with its assignments and clocks, read for one write.

use chrono::{DateTime, NaiveDate, Utc};

use super::context::WriteContext;
use super::time_limits::{TimeLimit, to_json};
use crate::base::clock::Clock as Now;
use crate::base::db::Conn;
use crate::base::error::text;
use crate::base::{Error, Result, Text};
use crate::calendar::rules::Calendar;
use crate::deadlines::rules::{Case, InForce, check_extension_request};
use crate::problems::rules::facts::{Asked, Facts, Lead, Pending, ResolvedBy, Support};
use crate::problems::rules::present::Present;
use crate::problems::rules::words::{AssignmentRole, ClockKind};
use crate::problems::store::{
    self, AssignmentRow, ClockRow, NewAssignment, ProblemRow, assignments_of, clocks_of,
};

pub struct LoadedProblem {
    pub row: ProblemRow,
    pub present: Present,
    pub assignments: Vec<AssignmentRow>,
    pub clocks: Vec<TimeLimit>,
    /// Assignments changed by this write; the supporting ones get a new as-of state when it
    /// finishes.
    pub(super) changed_assignments: Vec<i64>,
}

/// Why an assignment is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssignmentEnd {
    Returned,
    Redispatched,
    Resolved,
    Replied,
    /// A supporting part that was unfinished when the problem was reopened; only the lead
    /// continues.
    Reopened,
    Excluded,
}

impl AssignmentEnd {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Returned => "returned",
            Self::Redispatched => "redispatched",
            Self::Resolved => "resolved",
            Self::Replied => "replied",
            Self::Reopened => "reopened",
            Self::Excluded => "excluded",
        }
    }
}

impl LoadedProblem {
    pub fn read(conn: &mut Conn, row: ProblemRow) -> Result<Self> {
        let assignments = assignments_of(conn, &[row.id])?;
        let clocks = clocks_of(conn, &[row.id])?;
        Self::of(row, assignments, clocks)
    }

    /// Builds a problem from rows that were read for many at once.
    pub fn of(
        row: ProblemRow,
        assignments: Vec<AssignmentRow>,
        clocks: Vec<ClockRow>,
    ) -> Result<Self> {
        Ok(Self {
            present: serde_json::from_str(&row.facts).map_err(Error::internal)?,
            row,
            assignments,
            clocks: clocks
                .into_iter()
                .map(TimeLimit::read)
                .collect::<Result<_>>()?,
            changed_assignments: vec![],
        })
    }

    /// What decides which policy applies.
    pub fn case(&self) -> Case {
        Case {
            severity: self.row.severity,
            category_id: self.row.category_id,
            level: self.row.level,
        }
    }

    /// The current lead assignment of this round: still running, or ended by resolving.
    pub fn lead(&self) -> Option<&AssignmentRow> {
        let mut assignments = self.assignments.iter().rev();
        assignments.find(|one| self.is_present(one, AssignmentRole::Lead))
    }

    /// The current supporting assignments of this round, including those that have replied.
    pub fn supports(&self) -> impl Iterator<Item = &AssignmentRow> {
        let assignments = self.assignments.iter();
        assignments.filter(|one| self.is_present(one, AssignmentRole::Supporting))
    }

    fn is_present(&self, one: &AssignmentRow, role: AssignmentRole) -> bool {
        let lost = [
            AssignmentEnd::Returned,
            AssignmentEnd::Redispatched,
            AssignmentEnd::Excluded,
        ];
        let is_lost = |over: &AssignmentEnd| one.finished_by.as_deref() == Some(over.as_str());
        let is_over = self.present.over_through.is_some_and(|last| one.id <= last);
        one.role == role && one.round == self.row.round && !is_over && !lost.iter().any(is_lost)
    }

    /// The last clock of a kind in this round.
    pub fn clock(&self, kind: ClockKind) -> Option<&TimeLimit> {
        let round = self.row.round;
        let mut clocks = self.clocks.iter().rev();
        clocks.find(|one| one.row.kind == kind && one.row.round == round)
    }

    pub fn facts(&self, context: &WriteContext) -> Facts {
        self.facts_at(context.now, context.clock, &context.calendar)
    }

    /// What the rules see at a moment.
    pub fn facts_at(&self, now: DateTime<Utc>, clock: &Now, calendar: &Calendar) -> Facts {
        let lead = self.lead().map(|lead| Lead {
            department_id: lead.department_id,
            is_final: lead.is_final,
            return_ends: self
                .clock(ClockKind::Return)
                .filter(|limit| limit.row.assignment_id == Some(lead.id))
                .map(|limit| limit.row.red_at.and_utc()),
            extension_refusal: self.extension_refusal(lead, now, clock, calendar),
        });
        let supports = self.supports().map(|one| Support {
            department_id: one.department_id,
            finished: one.finished_at.is_some(),
        });
        let requests = self.present.requests.iter().map(|request| Pending {
            kind: request.kind,
            asked_by: request.asked_by,
        });
        let answers = self.present.answers(self.row.round);
        let asked = answers.filter(|answer| answer.stands).map(|answer| Asked {
            on: answer.on,
            reached: answer.reached,
            solved: answer.solved,
        });
        Facts {
            status: self.row.status,
            outcome: self.row.outcome,
            park_id: self.row.park_id,
            supports: supports.collect(),
            former: self
                .assignments
                .iter()
                .map(|one| one.department_id)
                .collect(),
            pending: requests.collect(),
            follow_ups: asked.collect(),
            resolved_by: self.present.resolved_by.map(|by| ResolvedBy {
                user_id: by.user_id,
                department_id: by.department_id,
            }),
            lead,
        }
    }

    fn extension_refusal(
        &self,
        lead: &AssignmentRow,
        now: DateTime<Utc>,
        clock: &Now,
        calendar: &Calendar,
    ) -> Option<(&'static str, Text)> {
        let Some(solve) = self.clock(ClockKind::Solve).filter(|one| one.runs()) else {
            let none = text(
                "没有正在计算的办理时限，无需延期",
                "No limit to solve it is running.",
            );
            return Some(("problem.no_limit", none));
        };
        let frozen = serde_json::from_str::<InForce>(&lead.policy).ok();
        let rule = frozen.and_then(|policy| policy.terms.extension);
        let zone = clock.zone();
        let limit = solve.clock.limit(calendar, zone);
        match check_extension_request(rule, solve.clock.extensions(), &limit, calendar, zone, now) {
            Err(Error::Conflict { code, detail, .. }) => Some((code, detail)),
            _ => None,
        }
    }

    /// The day the running solve limit ends on.
    pub fn solve_due_on(&self) -> Option<NaiveDate> {
        let solve = self.clock(ClockKind::Solve).filter(|one| one.runs());
        solve.map(|one| one.row.due_on)
    }

    /// The running solve limit's due day, and its original one.
    pub(super) fn solve_limits(&self) -> Option<(NaiveDate, NaiveDate)> {
        let solve = self.clock(ClockKind::Solve).filter(|one| one.runs());
        solve.map(|one| (one.row.due_on, one.row.original_due_on))
    }

    /// Inserts an assignment; the caller starts its clocks.
    pub fn add_assignment(
        &mut self,
        context: &mut WriteContext,
        new: &NewAssignment,
    ) -> Result<AssignmentRow> {
        let row = store::insert_assignment(context.conn, new)?;
        self.assignments.push(row.clone());
        self.changed_assignments.push(row.id);
        Ok(row)
    }

    /// Changes an assignment.
    pub fn change_assignment(
        &mut self,
        context: &mut WriteContext,
        id: i64,
        change: impl FnOnce(&mut AssignmentRow),
    ) -> Result<()> {
        if let Some(one) = self.assignments.iter_mut().find(|one| one.id == id) {
            change(one);
            store::update_assignment(context.conn, one)?;
            self.changed_assignments.push(id);
        }
        Ok(())
    }

    /// Ends an assignment and cancels its running clocks.
    pub fn end_assignment(
        &mut self,
        context: &mut WriteContext,
        id: i64,
        over: AssignmentEnd,
    ) -> Result<()> {
        let at = context.at();
        self.change_assignment(context, id, |one| {
            one.finished_at = Some(at);
            one.finished_by = Some(over.as_str().to_owned());
        })?;
        self.cancel_clocks(context, |row| row.assignment_id == Some(id))
    }

    /// Ends every unfinished assignment of the round. Those finished before no longer count as
    /// current either.
    pub fn end_assignments(
        &mut self,
        context: &mut WriteContext,
        over: AssignmentEnd,
    ) -> Result<()> {
        self.present.over_through = self.assignments.iter().map(|one| one.id).max();
        let round = self.row.round;
        let all = self.assignments.iter();
        let unfinished = all.filter(|one| one.round == round && one.finished_at.is_none());
        let ids: Vec<i64> = unfinished.map(|one| one.id).collect();
        ids.into_iter()
            .try_for_each(|id| self.end_assignment(context, id, over))
    }

    /// Brings the row's columns in line with clocks and facts, and writes the changed clocks.
    pub(super) fn settle(&mut self, conn: &mut Conn, now: DateTime<Utc>) -> Result<()> {
        for limit in &mut self.clocks {
            limit.write(conn)?;
        }
        let round = self.row.round;
        let running = || {
            let clocks = self.clocks.iter().filter(|one| one.runs());
            clocks
                .map(|one| &one.row)
                .filter(move |row| row.round == round && row.kind.is_duty())
        };
        let solve = running().filter(|row| row.kind == ClockKind::Solve);
        self.row.due_on = solve.map(|row| row.due_on).next_back();
        self.row.yellow_at = running().filter_map(|row| row.yellow_at).min();
        self.row.red_at = running().map(|row| row.red_at).min();
        self.row.facts = to_json(&self.present)?;
        self.row.updated_at = now.naive_utc();
        Ok(())
    }
}
