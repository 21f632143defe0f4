//! The end of every move: the row under its next version, one event, the as-of ledger, the audit
//! record and the mails, all in the transaction of the move.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};

use super::context::WriteContext;
use super::loaded::{AssignmentEnd, LoadedProblem};
use super::redacted::redacted_title;
use crate::audit;
use crate::base::clock::day_of;
use crate::base::{Error, Result};
use crate::calendar::closed_weeks;
use crate::mail::{self, Kind, Notice};
use crate::problems::rules::bodies::OnBehalfOf;
use crate::problems::rules::table::Action;
use crate::problems::rules::words::{AssignmentRole, ClockKind};
use crate::problems::store::{self, ClockRow, NewEvent, StateRow, SupportRow};

/// What is told about a move.
#[derive(Default)]
pub struct Event {
    department_id: Option<i64>,
    on_behalf_of: Option<OnBehalfOf>,
    text: Option<String>,
    data: Value,
    /// What the letter tells of, where it isn't simply the move.
    tells: Option<Kind>,
    concerned: Concerned,
}

/// Whom a move concerns where the problem itself doesn't say so any more, or not yet.
#[derive(Debug, Clone, Default)]
pub struct Concerned {
    /// The lead, where the move took it away.
    pub lead: Option<i64>,
    /// The supporting departments, where they aren't simply those at work.
    pub supporting: Option<Vec<i64>>,
    /// The lead that lost the problem to another.
    pub former: Option<i64>,
    pub meet_at: Option<DateTime<Utc>>,
    pub place: Option<String>,
}

impl Event {
    pub fn new(text: impl Into<Option<String>>, data: Value) -> Self {
        Self {
            text: text.into(),
            data,
            ..Self::default()
        }
    }

    /// The department that did it, or is answerable for it.
    pub fn of(self, department_id: Option<i64>) -> Self {
        Self {
            department_id,
            ..self
        }
    }

    /// What the letter tells of, where a move has several outcomes.
    pub fn tells(self, kind: Kind) -> Self {
        Self {
            tells: Some(kind),
            ..self
        }
    }

    pub fn concerns(self, concerned: Concerned) -> Self {
        Self { concerned, ..self }
    }

    pub fn on_behalf(self, on_behalf_of: Option<OnBehalfOf>) -> Self {
        Self {
            on_behalf_of,
            ..self
        }
    }
}

impl WriteContext<'_> {
    /// Ends a move that occurred now.
    pub(super) fn finish(
        &mut self,
        loaded: &mut LoadedProblem,
        action: Action,
        event: Event,
    ) -> Result<i64> {
        self.conclude(loaded, action.as_str(), self.today, event)
    }

    /// Ends what occurred on a day.
    pub(super) fn conclude(
        &mut self,
        loaded: &mut LoadedProblem,
        kind: &'static str,
        occurred_on: NaiveDate,
        event: Event,
    ) -> Result<i64> {
        let counted_on = self.counted_on(occurred_on)?;
        self.save(loaded)?;
        let on_behalf_of = event.on_behalf_of.as_ref().map(serde_json::to_string);
        let new = NewEvent {
            problem_id: loaded.row.id,
            kind,
            occurred_on,
            recorded_at: self.recorded().naive_utc(),
            counted_on,
            round: loaded.row.round,
            department_id: event.department_id,
            actor_id: self.actor.map(|actor| actor.id),
            actor_name: self.actor.map(|actor| actor.name.clone()),
            actor_role: self.actor.map(|actor| actor.role.as_str()),
            on_behalf_of: on_behalf_of.transpose().map_err(Error::internal)?,
            text: event.text.clone(),
            data: self.marked(event.data).to_string(),
        };
        let id = store::append(self.conn, &new)?;
        store::note_state(self.conn, counted_on, &loaded.state())?;
        for assignment in std::mem::take(&mut loaded.changed_assignments) {
            if let Some(state) = loaded.support_state(assignment, self.zone()) {
                store::note_support(self.conn, counted_on, &state)?;
            }
        }
        if self.import_context.is_some() {
            // The import has one audit record, and nobody is written to about what happened long ago.
            return Ok(id);
        }
        self.audit(loaded, kind, id)?;
        // Moves that nobody is told of have no kind of letter.
        if let Some(tells) = event.tells.or_else(|| Kind::parse(kind)) {
            self.post(loaded, id, tells, (event.text, event.concerned))?;
        }
        Ok(id)
    }

    /// When what is written is recorded: now, unless it is told after the fact.
    fn recorded(&self) -> DateTime<Utc> {
        self.import_context
            .as_ref()
            .map_or(self.now, |history| history.recorded)
    }

    /// The day that what occurred on a day counts on.
    pub(super) fn counted_on(&mut self, occurred_on: NaiveDate) -> Result<NaiveDate> {
        let Some(history) = &mut self.import_context else {
            return closed_weeks::counted_on(self.conn, occurred_on, self.today);
        };
        let today = self.clock.day_of(history.recorded);
        let own = history.counting.counted_on(occurred_on, today);
        let day = history.counted_from.map_or(own, |from| from.max(own));
        history.counted_from = Some(day);
        Ok(day)
    }

    /// What is known of an event, with its import.
    fn marked(&self, data: Value) -> Value {
        let mut data = match data {
            Value::Null => json!({}),
            data => data,
        };
        if let (Some(history), Some(fields)) = (&self.import_context, data.as_object_mut()) {
            fields.insert("imported".to_owned(), json!(history.import_id));
        }
        data
    }

    fn post(
        &mut self,
        loaded: &LoadedProblem,
        event_id: i64,
        kind: Kind,
        (text, concerned): (Option<String>, Concerned),
    ) -> Result<()> {
        let row = &loaded.row;
        let title = redacted_title(self.conn, row)?;
        let at_work = loaded.supports().filter(|one| one.finished_at.is_none());
        let at_work = at_work.map(|one| one.department_id);
        let notice = Notice {
            event_id,
            kind,
            problem_id: row.id,
            number: row.number.clone(),
            title,
            park_id: row.park_id,
            lead: concerned
                .lead
                .or(loaded.lead().map(|lead| lead.department_id)),
            supporting: concerned.supporting.unwrap_or_else(|| at_work.collect()),
            former: concerned.former,
            actor_id: self.actor.map(|actor| actor.id),
            by: self.actor.map(|actor| actor.name.clone()),
            text,
            due_on: row.due_on,
            meet_at: concerned.meet_at,
            place: concerned.place,
        };
        mail::enqueue(self.conn, self.at(), &notice)
    }

    /// Writes the row with what follows from its clocks and facts.
    pub(super) fn save(&mut self, loaded: &mut LoadedProblem) -> Result<()> {
        loaded.settle(self.conn, self.recorded())?;
        store::save(self.conn, &mut loaded.row)?;
        self.note_waits(loaded)
    }

    fn audit(&mut self, loaded: &LoadedProblem, kind: &str, event: i64) -> Result<()> {
        let action = format!("problem.{kind}");
        let data = json!({
            "number": loaded.row.number,
            "event_id": event,
            "status": loaded.row.status,
            "version": loaded.row.version,
        });
        let id = loaded.row.id;
        let entry = match self.actor {
            Some(actor) => actor.entry(action, "problem", id, data),
            None => audit::Entry {
                action,
                target: "problem",
                target_id: Some(id),
                data,
                ..audit::Entry::default()
            },
        };
        audit::record(self.conn, self.at(), &entry)
    }
}

impl LoadedProblem {
    /// What the ledger says of the present round.
    pub(super) fn state(&self) -> StateRow {
        let (row, present) = (&self.row, &self.present);
        let solve = self.owed(ClockKind::Solve);
        let accept = self.owed(ClockKind::Accept);
        let standing = present.answers(row.round).filter(|answer| answer.stands);
        let last = standing.filter_map(|answer| answer.solved).next_back();
        StateRow {
            problem_id: row.id,
            round: row.round,
            is_current: true,
            status: row.status,
            outcome: row.outcome,
            park_id: row.park_id,
            enterprise_id: row.enterprise_id,
            category_id: row.category_id,
            severity: row.severity,
            level: row.level,
            source: row.source,
            lead_department_id: row.lead_department_id,
            reported_on: row.reported_on,
            due_on: solve.map(|one| one.due_on),
            original_due_on: match present.resolved_on {
                Some(_) => present.resolved_original_due_on,
                None => solve.map(|one| one.original_due_on),
            },
            resolved_on: present.resolved_on,
            resolved_department_id: present.resolved_department_id,
            resolved_due_on: present.resolved_due_on,
            sent_back: false,
            confirmed: last == Some(true),
            contradicted: last == Some(false),
            reached: present.answers(row.round).any(|answer| answer.reached),
            satisfaction: row.satisfaction,
            returned: row.returned_count,
            extended: row.extended_count,
            reopened: row.reopened_count,
            supervised: row.supervised_count,
            accept_due_on: accept.map(|one| one.due_on),
            accepted_on: accept.and_then(|one| one.ended_on),
        }
    }

    /// The present lead's clock of a kind, running or met. What an assignment that was lost had to
    /// do, nobody owes any more: it is neither overdue nor due.
    fn owed(&self, kind: ClockKind) -> Option<&ClockRow> {
        let lead = self.lead()?.id;
        let clock = self.clock(kind).map(|one| &one.row)?;
        let owed = clock.ended_at.is_none() || clock.met.is_some();
        (owed && clock.assignment_id == Some(lead)).then_some(clock)
    }

    fn support_state(&self, id: i64, zone: Tz) -> Option<SupportRow> {
        let mut assignments = self.assignments.iter();
        let one = assignments.find(|one| one.id == id && one.role == AssignmentRole::Supporting)?;
        let mut clocks = self.clocks.iter().map(|limit| &limit.row);
        let clock = clocks.find(|clock| clock.assignment_id == Some(id));
        // A limit that was dropped before it had passed counts for nobody; one that had passed stays missed.
        let binds = |clock: &&ClockRow| {
            clock.met.is_some() || clock.ended_on.is_none_or(|on| on > clock.due_on)
        };
        let replied = one.finished_by.as_deref() == Some(AssignmentEnd::Replied.as_str());
        Some(SupportRow {
            problem_id: self.row.id,
            assignment_id: id,
            department_id: one.department_id,
            due_on: clock.filter(binds).map(|clock| clock.due_on),
            replied_on: one
                .finished_at
                .filter(|_| replied)
                .map(|at| day_of(at.and_utc(), zone)),
            ended: one.finished_at.is_some(),
        })
    }
}
