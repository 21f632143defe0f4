//! Rows into what the API shows, many at once.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};

use super::out::{AssignmentOut, ClockOut, ClocksOut, ProblemOut, RequestOut};
use crate::access::api::Call;
use crate::access::{Actor, Role};
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::calendar;
use crate::calendar::rules::Calendar;
use crate::deadlines::rules::{Light, remaining_working_days};
use crate::problems::actions::{LoadedProblem, TimeLimit, person_of, seen_by};
use crate::problems::rules::guards::allowed_actions;
use crate::problems::rules::words::ClockKind;
use crate::problems::store::{self, ProblemRow};

/// What rows are looked at with.
pub struct View<'a> {
    who: &'a Actor,
    clock: &'a Clock,
    calendar: Calendar,
    now: DateTime<Utc>,
}

impl<'a> View<'a> {
    pub fn of(conn: &mut Conn, call: &'a Call) -> Result<Self> {
        Self::seen_by(conn, &call.who, &call.state.clock, call.at)
    }

    /// As somebody sees them at a moment.
    pub fn seen_by(
        conn: &mut Conn,
        who: &'a Actor,
        clock: &'a Clock,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        Ok(Self {
            who,
            clock,
            calendar: calendar::store::calendar(conn)?,
            now,
        })
    }

    /// Told to those who can publish it.
    pub fn missing_notice(&self) -> Option<i32> {
        let publishes = matches!(self.who.role, Role::Coordinator | Role::Admin);
        let today = self.clock.day_of(self.now);
        self.calendar.missing_notice(today).filter(|_| publishes)
    }

    pub fn one(&self, conn: &mut Conn, row: ProblemRow) -> Result<ProblemOut> {
        let shown = self.many(conn, vec![row])?.pop();
        shown.ok_or(Error::NotFound)
    }

    /// In the order of the rows.
    pub fn many(&self, conn: &mut Conn, rows: Vec<ProblemRow>) -> Result<Vec<ProblemOut>> {
        let read = self.read(conn, rows)?.into_iter();
        Ok(read
            .map(|(loaded, name)| self.shown(loaded, name))
            .collect())
    }

    /// The problems with their enterprises' names, in the order of the rows.
    pub fn read(
        &self,
        conn: &mut Conn,
        rows: Vec<ProblemRow>,
    ) -> Result<Vec<(LoadedProblem, Option<String>)>> {
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut assignments = by_problem(store::assignments_of(conn, &ids)?, |one| one.problem_id);
        let mut clocks = by_problem(store::clocks_of(conn, &ids)?, |one| one.problem_id);
        seen_by(conn, self.who.cases(), rows)?
            .into_iter()
            .map(|seen| {
                let mut assignments = assignments.remove(&seen.row.id).unwrap_or_default();
                for one in &mut assignments {
                    seen.redaction.redact_optional(&mut one.note);
                    seen.redaction.redact_optional(&mut one.place);
                }
                let clocks = clocks.remove(&seen.row.id).unwrap_or_default();
                let loaded = LoadedProblem::of(seen.row, assignments, clocks)?;
                Ok((loaded, seen.enterprise_name))
            })
            .collect()
    }

    pub fn shown(&self, loaded: LoadedProblem, enterprise_name: Option<String>) -> ProblemOut {
        let facts = loaded.facts_at(self.now, self.clock, &self.calendar);
        let allowed = allowed_actions(&person_of(self.who), &facts, self.now);
        let assignments = loaded.assignments.iter().map(|one| AssignmentOut {
            id: one.id,
            department_id: one.department_id,
            role: one.role,
            round: one.round,
            handler: one.handler.clone(),
            is_final: one.is_final,
            note: one.note.clone(),
            meet_at: one.meet_at.map(|at| self.at(at)),
            place: one.place.clone(),
            dispatched_at: self.at(one.dispatched_at),
            accepted_at: one.accepted_at.map(|at| self.at(at)),
            finished_at: one.finished_at.map(|at| self.at(at)),
            clocks: self.clocks(
                loaded
                    .clocks
                    .iter()
                    .filter(|clock| clock.row.assignment_id == Some(one.id)),
            ),
        });
        let assignments = assignments.collect();
        let of_the_round = loaded.clocks.iter().filter(|clock| {
            clock.row.round == loaded.row.round && clock.row.kind != ClockKind::Support
        });
        let clocks = self.clocks(of_the_round);
        let light = self.light(&loaded.row);
        let (row, present) = (loaded.row, loaded.present);
        let requests = present.requests.into_iter().map(|request| RequestOut {
            kind: request.kind,
            until: request.until,
            cause: request.cause,
            reason: request.reason,
            asked_at: self.clock.show(request.asked_at),
        });
        ProblemOut {
            id: row.id,
            number: row.number,
            title: row.title,
            description: row.description,
            park_id: row.park_id,
            confidential: row.confidential,
            enterprise_id: row.enterprise_id,
            enterprise_name,
            site_name: row.site_name,
            visit_id: row.visit_id,
            source: row.source,
            source_reference: row.source_reference,
            source_due_on: row.source_due_on,
            category_id: row.category_id,
            severity: row.severity,
            level: row.level,
            status: row.status,
            outcome: row.outcome,
            round: row.round,
            raised_on: row.raised_on,
            reported_at: self.at(row.reported_at),
            dispatched_at: row.dispatched_at.map(|at| self.at(at)),
            accepted_at: row.accepted_at.map(|at| self.at(at)),
            resolved_at: row.resolved_at.map(|at| self.at(at)),
            closed_at: row.closed_at.map(|at| self.at(at)),
            assignments,
            clocks,
            light,
            requests: requests.collect(),
            suspension: present.suspension,
            rest: present.rest,
            follow_ups: present.follow_ups,
            satisfaction: row.satisfaction,
            returned_count: row.returned_count,
            reopened_count: row.reopened_count,
            extended_count: row.extended_count,
            supervised_count: row.supervised_count,
            merged_into_id: present.merged_into,
            allowed_actions: allowed,
            similar: None,
            created_at: self.at(row.created_at),
            updated_at: self.at(row.updated_at),
            version: row.version,
        }
    }

    /// The worst light of the running clocks, off the columns that the list filters by.
    pub fn light(&self, row: &ProblemRow) -> Option<Light> {
        let now = self.now.naive_utc();
        let red_at = row.red_at?;
        Some(if now >= red_at {
            Light::Red
        } else if row.yellow_at.is_some_and(|at| now >= at) {
            Light::Yellow
        } else {
            Light::Green
        })
    }

    pub fn at(&self, at: NaiveDateTime) -> String {
        self.clock.show(at.and_utc())
    }

    /// The last clock of each kind; those that were dropped tell nothing.
    fn clocks<'c>(&self, clocks: impl Iterator<Item = &'c TimeLimit>) -> ClocksOut {
        let mut out = ClocksOut::default();
        for limit in clocks.filter(|one| one.runs() || one.row.met.is_some()) {
            out.put(limit.row.kind, self.clock(limit));
        }
        out
    }

    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    pub fn clock(&self, limit: &TimeLimit) -> ClockOut {
        let row = &limit.row;
        let zone = self.clock.zone();
        let light = limit.clock.light(&self.calendar, zone, self.now);
        // A right that has passed is nobody's lateness.
        let light = light.filter(|light| row.kind.is_duty() || *light == Light::Green);
        let today = self.clock.day_of(self.now);
        ClockOut {
            due_on: row.due_on,
            due_at: row.due_at.map(|at| self.at(at)),
            original_due_on: row.original_due_on,
            light,
            remaining_working_days: limit
                .runs()
                .then(|| remaining_working_days(row.due_on, today, &self.calendar)),
            provisional: row.provisional,
            met: row.met,
            why: limit
                .clock
                .reasons(zone)
                .into_iter()
                .map(|why| why.zh)
                .collect(),
        }
    }
}

fn by_problem<T>(rows: Vec<T>, problem: impl Fn(&T) -> i64) -> HashMap<i64, Vec<T>> {
    let mut sorted: HashMap<i64, Vec<T>> = HashMap::new();
    for row in rows {
        sorted.entry(problem(&row)).or_default().push(row);
    }
    sorted
}
