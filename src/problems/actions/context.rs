//! Where a write is worked on: the transaction, who acts, and the moment.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::loaded::LoadedProblem;
use crate::access::{Actor, Scope};
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::{Error, IfMatch, Result};
use crate::calendar::actions::held_calendar;
use crate::calendar::closed_weeks;
use crate::calendar::rules::Calendar;
use crate::deadlines::actions::in_force;
use crate::deadlines::rules::{Case, InForce};
use crate::directory::store::departments;
use crate::problems::rules::bodies::{Body, OnBehalfOf};
use crate::problems::rules::check::Check;
use crate::problems::rules::confidential::IdentifyingWords;
use crate::problems::rules::facts::{Name, Requester};
use crate::problems::rules::guards;
use crate::problems::rules::table::Action;
use crate::problems::store::{self, ProblemRow};

/// One transaction's context.
pub struct WriteContext<'a> {
    pub conn: &'a mut Conn,
    /// None is the system itself.
    pub actor: Option<&'a Actor>,
    pub clock: &'a Clock,
    pub calendar: Calendar,
    /// One moment for everything the transaction writes.
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
    if_match: Option<IfMatch>,
    /// Where what is written happened long ago.
    pub(super) history: Option<ImportedHistory>,
}

/// An import of history: the context's moment is the one at which a thing occurred.
pub(super) struct ImportedHistory {
    /// When it is recorded.
    pub recorded: DateTime<Utc>,
    pub import_id: i64,
    pub counting: closed_weeks::Imported,
    /// Nothing counts before the problem itself does.
    pub counted_from: Option<NaiveDate>,
    /// Who did it.
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
        let context = Self::of_the_system(conn, clock, now)?;
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
    pub fn of_the_system(conn: &'a mut Conn, clock: &'a Clock, now: DateTime<Utc>) -> Result<Self> {
        let calendar = held_calendar(conn)?;
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
            history: None,
        }
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

    /// Who acts. The system asks no guard and never gets here.
    ///
    /// # Errors
    /// A fault of ours.
    pub fn person(&self) -> Result<Requester> {
        self.actor
            .map(person_of)
            .ok_or_else(|| Error::internal("the system is no person"))
    }

    /// The department in whose name the actor acts.
    pub fn department(&self, behalf: Option<&OnBehalfOf>) -> Option<i64> {
        let own = self.actor.and_then(|actor| actor.department_id);
        let history = self
            .history
            .as_ref()
            .and_then(|history| history.department_id);
        behalf
            .map(|behalf| behalf.department_id)
            .or(history)
            .or(own)
    }

    /// Takes a problem to make a move, refusing in the API's order: 404, 403, 422, 412, 409. `also`
    /// adds what only the database can tell about the body.
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
            // What is wrong with a body is told only to those who might have sent a right one.
            Err(wrong) => {
                guards::permit_in_any_name(&person, action, &facts)?;
                return Err(wrong);
            }
        };
        let behalf = body.on_behalf_of().map(|behalf| behalf.department_id);
        let name = behalf.map_or(Name::Own, Name::Department);
        guards::permit(&person, name, action, &facts)?;
        let mut check = Check::on(self.today);
        // A correction is judged by what it leaves behind.
        if action != Action::Edit {
            check.forbid(self.unsayable(&loaded.row)?);
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

    /// What texts on a problem may not say. Those of departments are never looked at: a refusal would
    /// tell them that they have guessed right.
    ///
    /// # Errors
    /// Those of the database.
    pub(super) fn unsayable(&mut self, row: &ProblemRow) -> Result<IdentifyingWords> {
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

    /// The policy in force now for a problem like this, with its text to freeze.
    ///
    /// # Errors
    /// Those of the database.
    pub fn policy(&mut self, loaded: &LoadedProblem) -> Result<(InForce, String)> {
        let case = loaded.case();
        let mut read = self.history.iter().flat_map(|history| &history.policies);
        if let Some((_, policy, frozen)) = read.find(|(known, ..)| *known == case) {
            return Ok((*policy, frozen.clone()));
        }
        let policy = in_force(self.conn, &case)?;
        let frozen = serde_json::to_string(&policy).map_err(Error::internal)?;
        if let Some(history) = &mut self.history {
            history.policies.push((case, policy, frozen.clone()));
        }
        Ok((policy, frozen))
    }

    /// Departments named in a body have to be there and active.
    ///
    /// # Errors
    /// Those of the database.
    pub fn known_departments(
        &mut self,
        check: &mut Check,
        pointer: &str,
        ids: &[i64],
    ) -> Result<()> {
        for (index, id) in ids.iter().enumerate() {
            if !self.is_department(*id)? {
                check.unknown(&format!("{pointer}/{index}"));
            }
        }
        Ok(())
    }

    /// Whether a department can be given work.
    ///
    /// # Errors
    /// Those of the database.
    pub fn is_department(&mut self, id: i64) -> Result<bool> {
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
