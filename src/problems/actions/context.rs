//! The context of one write to a problem: its transaction, the actor and the time.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::loaded::LoadedProblem;
use super::projects::{Filing, ProjectLinks};
use crate::access::{Actor, Scope};
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::{Error, IfMatch, Result};
use crate::calendar::actions::locked_calendar;
use crate::calendar::closed_weeks;
use crate::calendar::rules::Calendar;
use crate::deadlines::actions::in_force;
use crate::deadlines::rules::{Case, InForce};
use crate::directory::store::departments;
use crate::problems::rules::bodies::{Body, OnBehalfOf};
use crate::problems::rules::check::Check;
use crate::problems::rules::confidential::IdentifyingWords;
use crate::problems::rules::facts::{Facts, Name, Requester};
use crate::problems::rules::guards;
use crate::problems::rules::table::Action;
use crate::problems::store::{self, ProblemRow};

/// One transaction's context.
pub struct WriteContext<'a> {
    pub conn: &'a mut Conn,
    /// None where the system itself writes.
    pub actor: Option<&'a Actor>,
    pub clock: &'a Clock,
    pub calendar: Calendar,
    /// One moment for everything the transaction writes.
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
    if_match: Option<IfMatch>,
    /// What knows the projects, where something may be filed as part of one.
    projects: Option<&'a dyn ProjectLinks>,
    /// Set while an import records past events.
    pub(super) import_context: Option<ImportContext>,
}

/// What an import of past events adds: while it is set, `now` and `today` are when the event
/// occurred.
pub(super) struct ImportContext {
    /// When it is recorded.
    pub recorded: DateTime<Utc>,
    pub import_id: i64,
    pub counting: closed_weeks::Imported,
    /// The day the problem itself counts on; no later event counts before it.
    pub counted_from: Option<NaiveDate>,
    /// The department in whose name the imported events were done.
    pub department_id: Option<i64>,
    /// The policies in force, read once.
    pub policies: Vec<(Case, InForce, String)>,
}

impl<'a> WriteContext<'a> {
    /// The context of a person's write; `if_match` are the versions they saw.
    ///
    /// # Errors
    /// Those of the database.
    pub fn of(
        conn: &'a mut Conn,
        clock: &'a Clock,
        now: DateTime<Utc>,
        actor: &'a Actor,
        if_match: Option<IfMatch>,
    ) -> Result<Self> {
        let context = Self::for_system(conn, clock, now)?;
        Ok(Self {
            actor: Some(actor),
            if_match,
            ..context
        })
    }

    /// The context of the system's own write.
    ///
    /// # Errors
    /// Those of the database.
    pub fn for_system(conn: &'a mut Conn, clock: &'a Clock, now: DateTime<Utc>) -> Result<Self> {
        let calendar = locked_calendar(conn)?;
        Ok(Self::with_calendar(conn, clock, now, calendar))
    }

    /// The context of the system's own write, by a calendar that is held already.
    pub(super) fn with_calendar(
        conn: &'a mut Conn,
        clock: &'a Clock,
        now: DateTime<Utc>,
        calendar: Calendar,
    ) -> Self {
        Self {
            calendar,
            conn,
            actor: None,
            clock,
            now,
            today: clock.day_of(now),
            if_match: None,
            projects: None,
            import_context: None,
        }
    }

    /// The same where what is filed may be part of a project.
    #[must_use]
    pub fn with_projects(self, projects: Option<&'a dyn ProjectLinks>) -> Self {
        Self { projects, ..self }
    }

    /// Who files; None where the system does.
    pub fn filing(&self) -> Option<Filing<'a>> {
        Some(Filing {
            who: self.actor?,
            clock: self.clock,
            at: self.now,
            projects: self.projects,
        })
    }

    pub fn at(&self) -> NaiveDateTime {
        self.now.naive_utc()
    }

    pub fn zone(&self) -> Tz {
        self.clock.zone()
    }

    pub fn scope(&self) -> Scope {
        self.actor.map_or(Scope::Nothing, Actor::cases)
    }

    /// The acting person, for the permission checks. The system's writes skip those and never call
    /// this.
    ///
    /// # Errors
    /// An internal error where no person acts.
    pub fn person(&self) -> Result<Requester> {
        self.actor
            .map(person_of)
            .ok_or_else(|| Error::internal("the system is no person"))
    }

    /// The department in whose name the actor acts.
    pub fn department(&self, behalf: Option<&OnBehalfOf>) -> Option<i64> {
        let own = self.actor.and_then(|actor| actor.department_id);
        let import_context = self
            .import_context
            .as_ref()
            .and_then(|import_context| import_context.department_id);
        behalf
            .map(|behalf| behalf.department_id)
            .or(import_context)
            .or(own)
    }

    /// Locks and loads a problem and checks what an action needs, refusing in the API's order: 404,
    /// 403, 422, 412, 409. `also` adds the checks of the body that need the database.
    ///
    /// # Errors
    /// The first refusal.
    pub fn take<B: Body>(
        &mut self,
        id: i64,
        action: Action,
        body: Result<B>,
        also: impl FnOnce(&mut Self, &LoadedProblem, &B, &mut Check) -> Result<()>,
    ) -> Result<(LoadedProblem, B)> {
        let row = store::hold(self.conn, self.scope(), id)?.ok_or(Error::NotFound)?;
        let loaded = LoadedProblem::read(self.conn, row)?;
        let person = self.person()?;
        let facts = loaded.facts(self);
        let mut body = match body {
            Ok(body) => body,
            // Faults of the body are shown only to those who may take the action at all.
            Err(wrong) => {
                guards::permit_in_any_capacity(&person, action, &facts)?;
                return Err(wrong);
            }
        };
        let behalf = body.on_behalf_of().map(|behalf| behalf.department_id);
        let name = behalf.map_or(Name::Own, Name::Department);
        guards::permit(&person, name, action, &facts)?;
        let mut check = Check::on(self.today);
        // A correction is checked by the texts as they will be after it.
        if action != Action::Edit {
            check.forbid(self.identifying_words(&loaded.row)?);
        }
        body.check(&mut check);
        also(self, &loaded, &body, &mut check)?;
        check.done()?;
        if self
            .if_match
            .is_some_and(|seen| !seen.names(loaded.row.version))
        {
            return Err(Error::Stale);
        }
        guards::possible(&person, name, action, &facts, self.now)?;
        Ok((loaded, body))
    }

    /// Checks a move that follows another in the same transaction: as if it had been asked for right
    /// after that one, and by the facts `before` both for what is possible instead.
    ///
    /// # Errors
    /// 403, then 409.
    pub(super) fn may_follow(
        &self,
        action: Action,
        before: &Facts,
        loaded: &LoadedProblem,
    ) -> Result<()> {
        let (person, after) = (self.person()?, loaded.facts(self));
        guards::permit(&person, Name::Own, action, &after)?;
        guards::possible_after(&person, Name::Own, action, (before, &after), self.now)?;
        Ok(())
    }

    /// The words that would identify the enterprise of a confidential problem, which texts must not
    /// contain. None for departments: a refusal would confirm their guess.
    ///
    /// # Errors
    /// Those of the database.
    pub(super) fn identifying_words(&mut self, row: &ProblemRow) -> Result<IdentifyingWords> {
        let guesses = matches!(self.scope(), Scope::Department(_));
        let hidden = row.enterprise_id.filter(|_| row.confidential && !guesses);
        let Some(enterprise) = hidden else {
            return Ok(IdentifyingWords::default());
        };
        let found = store::identities(self.conn, &[enterprise])?.pop();
        Ok(
            found.map_or_else(IdentifyingWords::default, |(_, name, code)| {
                IdentifyingWords::of(name, code)
            }),
        )
    }

    /// The policy in force now for this problem, and its JSON to store with the clocks.
    ///
    /// # Errors
    /// Those of the database.
    pub fn policy(&mut self, loaded: &LoadedProblem) -> Result<(InForce, String)> {
        let case = loaded.case();
        let mut read = self
            .import_context
            .iter()
            .flat_map(|import_context| &import_context.policies);
        if let Some((_, policy, frozen)) = read.find(|(known, ..)| *known == case) {
            return Ok((*policy, frozen.clone()));
        }
        let policy = in_force(self.conn, &case)?;
        let frozen = serde_json::to_string(&policy).map_err(Error::internal)?;
        if let Some(import_context) = &mut self.import_context {
            import_context.policies.push((case, policy, frozen.clone()));
        }
        Ok((policy, frozen))
    }

    /// Adds a fault for each department that doesn't exist or is inactive.
    ///
    /// # Errors
    /// Those of the database.
    pub fn check_departments(
        &mut self,
        check: &mut Check,
        pointer: &str,
        ids: &[i64],
    ) -> Result<()> {
        for (index, id) in ids.iter().enumerate() {
            if !self.is_active_department(*id)? {
                check.unknown(&format!("{pointer}/{index}"));
            }
        }
        Ok(())
    }

    /// Whether a department exists and is active, so that it can be given work.
    ///
    /// # Errors
    /// Those of the database.
    pub fn is_active_department(&mut self, id: i64) -> Result<bool> {
        let found = departments::find(self.conn, id)?;
        Ok(found.is_some_and(|found| found.active))
    }
}

/// What the rules see of an actor.
pub fn person_of(actor: &Actor) -> Requester {
    Requester {
        user_id: actor.id,
        role: actor.role,
        park_id: actor.park_id,
        department_id: actor.department_id,
    }
}
