//! One pass over a file: read, and checked row by row.

use super::kept::{fits_one, size};
use super::worker::{LEASE, Worker};
use super::{Checking, EntryIndex, enterprises, entries, problems, visits};
use crate::access::{Actor, Role, Scope};
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::ledger::import::rules::columns::Kind;
use crate::ledger::import::rules::day::Days;
use crate::ledger::import::rules::enterprise::{EnterpriseDraft, enterprise};
use crate::ledger::import::rules::entry::{EntryDraft, entry};
use crate::ledger::import::rules::fault::FileFault;
use crate::ledger::import::rules::header::Mapping;
use crate::ledger::import::rules::names::Names;
use crate::ledger::import::rules::plan::{Checked, Verdict};
use crate::ledger::import::rules::problem::{ProblemDraft, problem};
use crate::ledger::import::rules::read::Table;
use crate::ledger::import::rules::row::{Reading, RowIssue};
use crate::ledger::import::rules::seen_rows::SeenRows;
use crate::ledger::import::rules::table::{Record, TableRequest, read_table};
use crate::ledger::import::rules::visit::{VisitDraft, visit};
use crate::ledger::import::state::State;
use crate::ledger::import::store::{self, Found, ImportRow, IssueRow, LastIds};

/// Rows checked and kept in one go.
const CHUNK: usize = 500;

enum Draft {
    Problem(Box<ProblemDraft>),
    Visit(VisitDraft),
    Enterprise(Box<EnterpriseDraft>),
    Entry(Box<EntryDraft>),
}

/// A pass under way.
pub(super) struct Pass<'a> {
    worker: &'a Worker,
    import: &'a ImportRow,
    token: &'a str,
    role: Role,
    state: State,
    pub(super) it: Checking,
    /// The highest ids before anything that is there was looked at.
    pub(super) last: LastIds,
    drafts: Vec<(Draft, Vec<RowIssue>)>,
    wrong: Vec<Checked>,
    pub(super) found: Found,
    pub(super) failed: Option<Error>,
}

impl<'a> Pass<'a> {
    pub(super) fn begin(
        worker: &'a Worker,
        import: &'a ImportRow,
        token: &'a str,
        actor: &Actor,
    ) -> Result<Self> {
        let id = import.id;
        let last = worker.db.write_blocking(move |conn| {
            store::clear(conn, id)?;
            store::last_ids(conn)
        })?;
        let only_park = match actor.cases() {
            Scope::Park(park) => Some(park),
            _ => None,
        };
        let mut names = worker.db.read_blocking(names)?;
        names.only_park = only_park;
        names.may_make = serde_json::from_str(&import.create_missing).map_err(Error::internal)?;
        let entries = match import.kind {
            Kind::Entries(ledger) => {
                let index = worker
                    .db
                    .read_blocking(|conn| EntryIndex::of(conn, ledger, actor))?;
                Some(index)
            }
            Kind::Enterprises | Kind::Visits | Kind::Problems => None,
        };
        Ok(Self {
            worker,
            import,
            token,
            role: actor.role,
            state: match import.state {
                State::Writing => State::Writing,
                _ => State::Checking,
            },
            it: Checking {
                names,
                seen: SeenRows::default(),
                entries,
            },
            last,
            drafts: vec![],
            wrong: vec![],
            found: Found::default(),
            failed: None,
        })
    }

    /// Reads and checks every row; tells how many there were.
    pub(super) fn read(&mut self, content: &[u8]) -> Result<u32, FileFault> {
        let mapping: Mapping = serde_json::from_str(&self.import.mapping).unwrap_or_default();
        let mut table = Table::open(content)?;
        self.found.kept_bytes = size(content.len());
        let (kind, clock) = (self.import.kind, &self.worker.clock);
        let (today, zone) = (clock.today(), clock.zone());
        let days = Days {
            epoch: table.epoch(),
            zone,
        };
        let wanted = TableRequest {
            kind,
            mapping: &mapping,
            sheet: self.import.sheet.as_deref(),
            unit: self.import.unit,
        };
        let pass = std::cell::RefCell::new(&mut *self);
        let read = read_table(
            &mut table,
            wanted,
            &mut |seen| {
                let mut pass = pass.borrow_mut();
                pass.found.header = serde_json::to_string(seen).unwrap_or_default();
                // It is shown of a file that is refused, too.
                if seen.first_rows.is_empty() {
                    Ok(())
                } else {
                    pass.keep()
                }
            },
            &mut |record| {
                let mut pass = pass.borrow_mut();
                pass.take(record, Reading::of(record, kind, days, today));
                if pass.drafts.len() + pass.wrong.len() >= CHUNK {
                    pass.keep()?;
                }
                Ok(())
            },
        );
        let (many, seen) = read?;
        self.found.header = serde_json::to_string(&seen).unwrap_or_default();
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
            Kind::Entries(ledger) => {
                let draft = entry(&mut reading, ledger, self.role);
                draft.map(|draft| Draft::Entry(Box::new(draft)))
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
        })?;
        fits_one(self.found.kept_bytes)
    }

    fn kept(&mut self) -> Result<()> {
        let (mut problems, mut visits, mut enterprises, mut entries) =
            (vec![], vec![], vec![], vec![]);
        for (draft, issues) in std::mem::take(&mut self.drafts) {
            match draft {
                Draft::Problem(draft) => problems.push((*draft, issues)),
                Draft::Visit(draft) => visits.push((draft, issues)),
                Draft::Enterprise(draft) => enterprises.push((*draft, issues)),
                Draft::Entry(draft) => entries.push((*draft, issues)),
            }
        }
        let clock = &self.worker.clock;
        let at = entries::At {
            now: clock.now().naive_utc(),
            today: clock.today(),
        };
        let it = &mut self.it;
        let mut checked = self
            .worker
            .db
            .read_blocking(|conn| match self.import.kind {
                Kind::Problems => problems::check(conn, it, problems),
                Kind::Visits => visits::check(conn, it, visits),
                Kind::Enterprises => enterprises::check(conn, it, enterprises),
                Kind::Entries(_) => entries::check(conn, it, at, entries),
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
                    self.found.kept_bytes += size(plan.len());
                    rows.push((i64::from(one.row), plan));
                }
                Verdict::Same => self.found.same_count += 1,
                Verdict::Different => self.found.different_count += 1,
                Verdict::Wrong => self.found.wrong_count += 1,
            }
            issues.extend(
                one.issues
                    .into_iter()
                    .map(|issue| issue_row(id, one.row, issue)),
            );
        }
        let said = issues
            .iter()
            .map(|issue| issue.detail_zh.len() + issue.detail_en.len());
        self.found.kept_bytes += size(said.sum());
        self.found.making =
            serde_json::to_string(&self.it.names.making).map_err(Error::internal)?;
        let now = self.worker.clock.now().naive_utc();
        let (token, state, found) = (self.token.to_owned(), self.state, self.found.clone());
        self.worker.db.write_blocking(move |conn| {
            store::keep(conn, (id, &token), (now, now + LEASE), (state, &found))?;
            store::add_rows(conn, id, &rows)?;
            store::add_issues(conn, &issues)
        })
    }
}

fn issue_row(import_id: i64, row: u32, found: RowIssue) -> IssueRow {
    IssueRow {
        import_id,
        row_number: i64::from(row),
        column_key: found.column.map(str::to_owned),
        code: found.issue.code.to_owned(),
        is_note: found.is_note,
        detail_zh: found.issue.detail.zh,
        detail_en: found.issue.detail.en,
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
