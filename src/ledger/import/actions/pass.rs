//! One pass over a file in the background: read, checked row by row, and written where somebody
//! said so. It holds a lease; whoever takes an import over begins the pass again, because nothing of
//! it shows before it is published.

use chrono::Duration;

use super::publish::publish;
use super::{Checking, enterprises, problems, visits};
use crate::access::store::users;
use crate::access::{Actor, Scope};
use crate::base::clock::Clock;
use crate::base::db::{Conn, Db};
use crate::base::{Error, Result};
use crate::ledger::import::rules::columns::Kind;
use crate::ledger::import::rules::enterprise::{EnterpriseDraft, enterprise};
use crate::ledger::import::rules::fault::FileFault;
use crate::ledger::import::rules::header::{Mapping, Record, read_table};
use crate::ledger::import::rules::names::Names;
use crate::ledger::import::rules::plan::{Checked, Verdict};
use crate::ledger::import::rules::problem::{ProblemDraft, problem};
use crate::ledger::import::rules::read::Table;
use crate::ledger::import::rules::row::{Reading, RowIssue};
use crate::ledger::import::rules::seen::Seen;
use crate::ledger::import::rules::visit::{VisitDraft, visit};
use crate::ledger::import::state::{Mode, State};
use crate::ledger::import::store::{self, Found, ImportRow, IssueRow};

/// Rows checked and kept in one go.
const CHUNK: usize = 500;
/// How long an import is ours after each sign of life.
const LEASE: Duration = Duration::seconds(120);
/// The same while it is published, which is one transaction.
const PUBLISHING: Duration = Duration::seconds(900);

/// Takes imports in their turn.
#[derive(Clone)]
pub struct Worker {
    pub db: Db,
    pub clock: Clock,
}

enum Draft {
    Problem(Box<ProblemDraft>),
    Visit(VisitDraft),
    Enterprise(Box<EnterpriseDraft>),
}

/// A pass under way.
struct Pass<'a> {
    worker: &'a Worker,
    import: &'a ImportRow,
    token: &'a str,
    state: State,
    it: Checking,
    drafts: Vec<(Draft, Vec<RowIssue>)>,
    wrong: Vec<Checked>,
    found: Found,
    failed: Option<Error>,
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
            .write_now(move |conn| store::claim(conn, &ours, (now, until)))?;
        let Some(import) = taken else {
            return Ok(false);
        };
        match self.work(&import, &token) {
            // Somebody else has it now.
            Ok(()) | Err(Error::Stale) => Ok(true),
            Err(error) => {
                tracing::error!(import = import.id, %error, "an import failed");
                self.give_up(&import, &token, &FileFault::new("interrupted"))?;
                Ok(true)
            }
        }
    }

    fn give_up(&self, import: &ImportRow, token: &str, fault: &FileFault) -> Result<()> {
        let (id, token, now) = (import.id, token.to_owned(), self.clock.now().naive_utc());
        let (code, detail) = (fault.code, fault.detail());
        self.db.write_now(move |conn| {
            store::clear(conn, id)?;
            store::blame(conn, id, (code, &detail.zh, &detail.en))?;
            store::leave(conn, (id, &token), now, (State::Failed, None))
        })
    }

    fn work(&self, import: &ImportRow, token: &str) -> Result<()> {
        let (id, by) = (import.id, import.requested_by);
        let (content, actor) = self.db.read_now(|conn| {
            let content = store::content(conn, id)?.ok_or(Error::NotFound)?;
            let user = users::find(conn, by)?.filter(|user| user.active);
            Ok((content, user.as_ref().map(Actor::from)))
        })?;
        let Some(actor) = actor else {
            return self.give_up(import, token, &FileFault::new("no_right_any_more"));
        };
        // Somebody may have changed office between the preview and the commit.
        let is_theirs = match actor.cases() {
            Scope::All => import.park_id.is_none(),
            Scope::Park(park) => import.park_id == Some(park),
            Scope::Department(_) | Scope::Nothing => false,
        };
        if !is_theirs {
            return self.give_up(import, token, &FileFault::new("no_right_any_more"));
        }
        let mut pass = Pass::begin(self, import, token, &actor)?;
        let total = match pass.read(&content) {
            Ok(total) => i64::from(total),
            Err(fault) => {
                if let Some(error) = pass.failed {
                    return Err(error);
                }
                return self.give_up(import, token, &fault);
            }
        };
        let found = pass.found;
        if !import.dry_run || import.state == State::Writing {
            if let Some(refusal) = refusal(import, &found) {
                return self.refuse(import, token, (refusal, total));
            }
            return self.publish(import, token, &actor, (found, total));
        }
        let (token, now) = (token.to_owned(), self.clock.now().naive_utc());
        self.db.write_now(move |conn| {
            store::leave(conn, (id, &token), now, (State::Ready, Some(total)))
        })
    }

    fn refuse(
        &self,
        import: &ImportRow,
        token: &str,
        (code, total): (&'static str, i64),
    ) -> Result<()> {
        let (id, token, now) = (import.id, token.to_owned(), self.clock.now().naive_utc());
        let detail = FileFault::new(code).detail();
        // What was to be written as it was seen is shown again.
        let state = if import.state == State::Writing {
            State::Ready
        } else {
            State::Failed
        };
        self.db.write_now(move |conn| {
            store::blame(conn, id, (code, &detail.zh, &detail.en))?;
            store::leave(conn, (id, &token), now, (state, Some(total)))
        })
    }

    fn publish(
        &self,
        import: &ImportRow,
        token: &str,
        actor: &Actor,
        (found, total): (Found, i64),
    ) -> Result<()> {
        let now = self.clock.now();
        let (id, ours, kept) = (import.id, token.to_owned(), found.clone());
        let until = now.naive_utc() + PUBLISHING;
        self.db.write_now(move |conn| {
            store::keep(
                conn,
                (id, &ours),
                (now.naive_utc(), until),
                (State::Writing, &kept),
            )
        })?;
        let (clock, actor, import) = (self.clock.clone(), actor.clone(), import.clone());
        let token = token.to_owned();
        self.db.write_now(move |conn| {
            publish(conn, (&clock, now), &actor, (&import, &found))?;
            store::leave(
                conn,
                (import.id, &token),
                now.naive_utc(),
                (State::Done, Some(total)),
            )
        })
    }
}

/// Why a file that was checked isn't written.
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

impl<'a> Pass<'a> {
    fn begin(
        worker: &'a Worker,
        import: &'a ImportRow,
        token: &'a str,
        actor: &Actor,
    ) -> Result<Self> {
        let only_park = match actor.cases() {
            Scope::Park(park) => Some(park),
            _ => None,
        };
        let mut names = worker.db.read_now(names)?;
        names.only_park = only_park;
        names.may_make = serde_json::from_str(&import.create_missing).map_err(Error::internal)?;
        let id = import.id;
        worker.db.write_now(move |conn| store::clear(conn, id))?;
        Ok(Self {
            worker,
            import,
            token,
            state: match import.state {
                State::Writing => State::Writing,
                _ => State::Checking,
            },
            it: Checking {
                names,
                seen: Seen::default(),
            },
            drafts: vec![],
            wrong: vec![],
            found: Found::default(),
            failed: None,
        })
    }

    /// Reads and checks every row; tells how many there were.
    fn read(&mut self, content: &[u8]) -> Result<u32, FileFault> {
        let mapping: Mapping = serde_json::from_str(&self.import.mapping).unwrap_or_default();
        let mut table = Table::open(content)?;
        let (epoch, kind) = (table.epoch(), self.import.kind);
        let today = self.worker.clock.today();
        let pass = std::cell::RefCell::new(&mut *self);
        let many = read_table(
            &mut table,
            (kind, &mapping),
            &mut |header| {
                let columns = serde_json::to_string(&header.columns);
                pass.borrow_mut().found.header = columns.unwrap_or_default();
                Ok(())
            },
            &mut |record| {
                let mut pass = pass.borrow_mut();
                pass.take(record, Reading::of(record, kind, epoch, today));
                if pass.drafts.len() + pass.wrong.len() >= CHUNK {
                    pass.keep()?;
                }
                Ok(())
            },
        )?;
        self.keep()?;
        Ok(many)
    }

    fn take(&mut self, record: &Record, mut reading: Reading) {
        let draft = match self.import.kind {
            Kind::Problems => problem(&mut reading).map(|draft| Draft::Problem(Box::new(draft))),
            Kind::Visits => visit(&mut reading).map(Draft::Visit),
            Kind::Enterprises => {
                enterprise(&mut reading).map(|draft| Draft::Enterprise(Box::new(draft)))
            }
        };
        let issues = reading.issues;
        match draft.filter(|_| !issues.iter().any(|issue| !issue.is_note)) {
            Some(draft) => self.drafts.push((draft, issues)),
            None => self.wrong.push(Checked {
                row: record.number,
                verdict: Verdict::Wrong,
                issues,
            }),
        }
    }

    /// Checks what was read so far, and keeps what came of it.
    fn keep(&mut self) -> Result<(), FileFault> {
        self.kept().map_err(|error| {
            self.failed = Some(error);
            FileFault::new("interrupted")
        })
    }

    fn kept(&mut self) -> Result<()> {
        let (mut problems, mut visits, mut enterprises) = (vec![], vec![], vec![]);
        for (draft, issues) in std::mem::take(&mut self.drafts) {
            match draft {
                Draft::Problem(draft) => problems.push((*draft, issues)),
                Draft::Visit(draft) => visits.push((draft, issues)),
                Draft::Enterprise(draft) => enterprises.push((*draft, issues)),
            }
        }
        let it = &mut self.it;
        let mut checked = self.worker.db.read_now(|conn| match self.import.kind {
            Kind::Problems => problems::check(conn, it, problems),
            Kind::Visits => visits::check(conn, it, visits),
            Kind::Enterprises => enterprises::check(conn, it, enterprises),
        })?;
        checked.append(&mut self.wrong);
        checked.sort_by_key(|one| one.row);
        let id = self.import.id;
        let (mut rows, mut issues) = (vec![], vec![]);
        for one in checked {
            self.found.rows_done += 1;
            match one.verdict {
                Verdict::New(plan) => {
                    self.found.new_count += 1;
                    let plan = serde_json::to_string(&plan).map_err(Error::internal)?;
                    rows.push((i64::from(one.row), plan));
                }
                Verdict::Same => self.found.same_count += 1,
                Verdict::Different => self.found.different_count += 1,
                Verdict::Wrong => self.found.wrong_count += 1,
            }
            issues.extend(one.issues.into_iter().map(|issue| told(id, one.row, issue)));
        }
        self.found.making =
            serde_json::to_string(&self.it.names.making).map_err(Error::internal)?;
        let now = self.worker.clock.now().naive_utc();
        let (token, state, found) = (self.token.to_owned(), self.state, self.found.clone());
        self.worker.db.write_now(move |conn| {
            store::keep(conn, (id, &token), (now, now + LEASE), (state, &found))?;
            store::add_rows(conn, id, &rows)?;
            store::add_issues(conn, &issues)
        })
    }
}

fn told(import_id: i64, row: u32, told: RowIssue) -> IssueRow {
    IssueRow {
        import_id,
        row_number: i64::from(row),
        column_key: told.column.map(str::to_owned),
        code: told.issue.code.to_owned(),
        is_note: told.is_note,
        detail_zh: told.issue.detail.zh,
        detail_en: told.issue.detail.en,
    }
}

fn names(conn: &mut Conn) -> Result<Names> {
    let parks = store::parks(conn)?;
    let codes = parks
        .iter()
        .map(|(id, code, _)| (*id, code.clone()))
        .collect();
    let parks = parks
        .into_iter()
        .flat_map(|(id, code, name)| [(code, id), (name, id)]);
    Ok(Names {
        parks: parks.collect(),
        codes,
        departments: store::departments(conn)?
            .into_iter()
            .map(|(id, name)| (name, id))
            .collect(),
        categories: store::categories(conn)?
            .into_iter()
            .map(|(id, name)| (name, id))
            .collect(),
        liaisons: store::liaisons(conn)?,
        ..Names::default()
    })
}
