//! Processes imports one after another in the background: reads, checks and, if that was requested,
//! writes them. A worker holds a lease on its import; whoever takes over an expired one starts
//! again, since nothing is visible before it is published.

use std::path::PathBuf;

use chrono::{Duration, NaiveDateTime};

use super::pass::Pass;
use super::prepare::Work;
use super::publish::{changed, publish};
use super::takers;
use crate::access::store::users;
use crate::access::{Actor, Scope};
use crate::base::clock::Clock;
use crate::base::db::scratch::Scratch;
use crate::base::db::{Conn, Db};
use crate::base::{Error, Result};
use crate::ledger::import::rules::fault::FileFault;
use crate::ledger::import::state::{Mode, State};
use crate::ledger::import::store::{self, Found, ImportRow};

/// Length of the lease, renewed with each report of progress.
pub(super) const LEASE: Duration = Duration::seconds(120);
/// Length of the lease during publishing, which is one transaction.
const PUBLISH_LEASE: Duration = Duration::seconds(900);
/// How often an import is attempted before it fails because the live data keeps changing.
const MAX_ATTEMPTS: usize = 5;

/// Processes imports one after another.
#[derive(Clone)]
pub struct Worker {
    pub db: Db,
    pub clock: Clock,
    /// The folder of the scratch databases.
    pub folder: PathBuf,
}

impl Worker {
    /// Works on the oldest import that waits; false where none does.
    ///
    /// # Errors
    /// Those of the database.
    pub fn run_next(&self) -> Result<bool> {
        let now = self.clock.now().naive_utc();
        let token = format!("{:016x}", rand::random::<u64>());
        let (ours, until) = (token.clone(), now + LEASE);
        let taken = self
            .db
            .write_blocking(move |conn| store::claim(conn, &ours, (now, until)))?;
        let Some(import) = taken else {
            return Ok(false);
        };
        match self.work(&import, &token) {
            // `Stale`: another worker holds the lease now.
            Ok(()) | Err(Error::Stale) => Ok(true),
            Err(error) => {
                tracing::error!(import = import.id, %error, "an import failed");
                self.mark_failed(&import, &token, &FileFault::new("interrupted"))?;
                Ok(true)
            }
        }
    }

    fn mark_failed(&self, import: &ImportRow, token: &str, fault: &FileFault) -> Result<()> {
        let (id, token, now) = (import.id, token.to_owned(), self.clock.now().naive_utc());
        let (code, detail) = (fault.code, fault.detail());
        self.db.write_blocking(move |conn| {
            store::clear(conn, id)?;
            store::drop_plans(conn, id)?;
            store::blame(conn, id, (code, &detail.zh, &detail.en))?;
            store::leave(conn, (id, &token), now, (State::Failed, None))
        })
    }

    fn work(&self, import: &ImportRow, token: &str) -> Result<()> {
        let id = import.id;
        let content = self
            .db
            .read_blocking(|conn| store::content(conn, id)?.ok_or(Error::NotFound))?;
        for _ in 0..MAX_ATTEMPTS {
            if self.tried(import, token, &content)? {
                return Ok(());
            }
        }
        self.mark_failed(import, token, &FileFault::new("interrupted"))
    }

    /// False where it has to begin again.
    fn tried(&self, import: &ImportRow, token: &str, content: &[u8]) -> Result<bool> {
        let id = import.id;
        let Some(actor) = self.db.read_blocking(|conn| whose(conn, import))? else {
            self.mark_failed(import, token, &FileFault::new("no_right_any_more"))?;
            return Ok(true);
        };
        let mut pass = Pass::begin(self, import, token, &actor)?;
        let total = match pass.read(content) {
            Ok(total) => i64::from(total),
            Err(fault) => {
                if let Some(error) = pass.failed {
                    return Err(error);
                }
                self.mark_failed(import, token, &fault)?;
                return Ok(true);
            }
        };
        if !import.dry_run || import.state == State::Writing {
            if let Some(refusal) = refusal(import, &pass.found) {
                self.refuse(import, token, (refusal, total))?;
                return Ok(true);
            }
            return self.publish((import, token), &actor, pass, total);
        }
        let (token, now) = (token.to_owned(), self.clock.now().naive_utc());
        self.db.write_blocking(move |conn| {
            store::leave(conn, (id, &token), now, (State::Ready, Some(total)))
        })?;
        Ok(true)
    }

    fn refuse(
        &self,
        import: &ImportRow,
        token: &str,
        (code, total): (&'static str, i64),
    ) -> Result<()> {
        let (id, token, now) = (import.id, token.to_owned(), self.clock.now().naive_utc());
        let detail = FileFault::new(code).detail();
        // A confirmed import goes back to its preview; one without a preview fails.
        let state = if import.state == State::Writing {
            State::Ready
        } else {
            State::Failed
        };
        self.db.write_blocking(move |conn| {
            if state == State::Failed {
                store::drop_plans(conn, id)?;
            }
            store::blame(conn, id, (code, &detail.zh, &detail.en))?;
            store::leave(conn, (id, &token), now, (state, Some(total)))
        })
    }

    /// Works out what the file makes, and publishes it; false where the live database changed meanwhile.
    fn publish(
        &self,
        (import, token): (&ImportRow, &str),
        actor: &Actor,
        pass: Pass,
        total: i64,
    ) -> Result<bool> {
        let at = self.clock.now();
        let mut found = pass.found;
        let work = Work {
            db: &self.db,
            clock: &self.clock,
            at,
            who: actor,
            import,
            making: &pass.it.names.making,
            codes: pass.it.names.new_park_codes(),
            last: pass.last,
        };
        self.keep((import.id, token), LEASE, &found)?;
        let scratch = Scratch::begin(&self.folder, &format!("import-{}", import.id), token)?;
        let prepared = work.prepared(scratch, |done| {
            found.prepared_count = done;
            self.keep((import.id, token), LEASE, &found)
        })?;
        self.keep((import.id, token), PUBLISH_LEASE, &found)?;
        let (row, token) = (import.clone(), token.to_owned());
        let last = move |conn: &mut Conn| {
            // The uploader may have lost the right meanwhile.
            whose(conn, &row)?.ok_or_else(changed)?;
            store::leave(
                conn,
                (row.id, &token),
                at.naive_utc(),
                (State::Done, Some(total)),
            )
        };
        let is_done = publish(&self.db, prepared, (actor, at), (import, &found), last)?;
        if is_done {
            let id = import.id;
            self.db
                .write_blocking(move |conn| store::drop_plans(conn, id))?;
        }
        Ok(is_done)
    }

    fn keep(&self, (id, token): (i64, &str), lease: Duration, found: &Found) -> Result<()> {
        let (token, found) = (token.to_owned(), found.clone());
        let now: NaiveDateTime = self.clock.now().naive_utc();
        self.db.write_blocking(move |conn| {
            let until = now + lease;
            store::keep(conn, (id, &token), (now, until), (State::Writing, &found))
        })
    }
}

/// The uploader, if still active and still allowed to import it.
fn whose(conn: &mut Conn, import: &ImportRow) -> Result<Option<Actor>> {
    let user = users::find(conn, import.requested_by)?.filter(|user| user.active);
    let actor = user.as_ref().map(Actor::from);
    let is_theirs = |actor: &Actor| match actor.cases() {
        Scope::All => import.park_id.is_none() && import.department_id.is_none(),
        Scope::Park(park) => import.park_id == Some(park),
        Scope::Department(department) => import.department_id == Some(department),
        Scope::Nothing => false,
    };
    let takers = takers(import.kind);
    Ok(actor.filter(|actor| is_theirs(actor) && takers.contains(&actor.role)))
}

/// Why a checked file can't be written; None where it can.
fn refusal(import: &ImportRow, found: &Found) -> Option<&'static str> {
    let counts = |found: &Found| {
        (
            found.new_count,
            found.same_count,
            found.different_count,
            found.wrong_count,
        )
    };
    let seen = (
        import.new_count,
        import.same_count,
        import.different_count,
        import.wrong_count,
    );
    if import.state == State::Writing && counts(found) != seen {
        return Some("changed_since");
    }
    (import.mode == Mode::AllOrNothing && found.wrong_count > 0).then_some("rows_wrong")
}
