//! What was planned, worked out beside the live database: the histories are told there, in as much time as it
//! takes, and nobody who writes to the live database waits for it.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{DateTime, Utc};

use super::maker::Maker;
use crate::access::Actor;
use crate::base::clock::Clock;
use crate::base::db::scratch::{Made, Scratch, set_aside};
use crate::base::db::{Conn, Db};
use crate::base::{Error, Result};
use crate::calendar;
use crate::calendar::closed_weeks::Imported;
use crate::calendar::rules::Calendar;
use crate::deadlines;
use crate::ledger::import::rules::columns::Kind;
use crate::ledger::import::rules::plan::{DirectoryRef, Making, Owner, Plan};
use crate::ledger::import::store::{self, ImportRow, Running};
use crate::problems::actions::{WriteContext, import_history};
use crate::problems::rules::number::parts;
use crate::visits::actions::{Author, record_past};

/// Plans worked on at once.
const CHUNK: i64 = 100;

/// What the live database gives, and what mustn't have changed when the result comes back: closed weeks, the
/// calendar, and the versions of the time limits.
#[derive(Debug, PartialEq)]
pub struct ImportBasis {
    counting: Imported,
    calendar: Calendar,
    policies: Vec<(i64, i64)>,
}

impl ImportBasis {
    /// # Errors
    /// Those of the database.
    pub fn of(conn: &mut Conn) -> Result<Self> {
        let policies = deadlines::store::active(conn)?.into_iter();
        Ok(Self {
            counting: Imported::held(conn)?,
            calendar: calendar::store::calendar(conn)?,
            policies: policies.map(|one| (one.id, one.version)).collect(),
        })
    }
}

/// Everything an import makes, told under ids that are set aside for it.
pub struct Prepared {
    pub scratch: Scratch,
    pub made: Vec<Made>,
    pub basis: ImportBasis,
    pub numbers: Vec<Numbers>,
    /// Problems with a higher id came since.
    pub last_problem: i64,
}

/// Numbers of a park's year that were given beside the live database.
#[derive(Debug)]
pub struct Numbers {
    pub of: Running,
    /// The highest that the file brought along.
    pub brought: i64,
    /// What stood before the first one given, and the last.
    pub from: i64,
    pub to: i64,
}

/// How many of what the plans make.
#[derive(Default)]
struct Needs {
    problems: i64,
    assignments: i64,
    visits: i64,
    enterprises: BTreeSet<u64>,
    /// The highest number that the file brings along, by park, code and year.
    brought: BTreeMap<(DirectoryRef, String, i64), i64>,
}

impl Needs {
    fn hear(&mut self, plan: &Plan) {
        let (park, owner) = match plan {
            Plan::Problem(plan) => {
                self.problems += 1;
                let supporting = i64::try_from(plan.supporting.len()).unwrap_or(0);
                self.assignments += 1 + supporting;
                if let Some((code, year, running)) = plan.history.number.as_deref().and_then(parts)
                {
                    let key = (plan.park.clone(), code.to_owned(), year);
                    let highest = self.brought.entry(key).or_default();
                    *highest = running.max(*highest);
                }
                (&plan.park, &plan.enterprise)
            }
            Plan::Visit {
                park, enterprise, ..
            } => {
                self.visits += 1;
                (park, enterprise)
            }
            Plan::Enterprise { park, body } => {
                self.firm(park, &body.name);
                return;
            }
        };
        if let Owner::New { name, .. } = owner {
            self.firm(park, name);
        }
    }

    fn firm(&mut self, park: &DirectoryRef, name: &str) {
        let mut hasher = DefaultHasher::new();
        (format!("{park:?}"), name).hash(&mut hasher);
        self.enterprises.insert(hasher.finish());
    }

    /// By table, in the order in which rows name each other.
    fn ids(&self, making: &Making) -> [(&'static str, i64); 7] {
        let many = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        [
            ("parks", many(making.parks.len())),
            ("departments", many(making.departments.len())),
            ("categories", many(making.categories.len())),
            ("enterprises", many(self.enterprises.len())),
            ("visits", self.visits),
            ("problems", self.problems),
            ("assignments", self.assignments),
        ]
    }
}

/// Ordered so that a table stands after those that its rows refer to.
const FURTHER: [&str; 9] = [
    "enterprise_statuses",
    "visit_events",
    "visit_states",
    "clocks",
    "problem_events",
    "problem_states",
    "support_states",
    "problem_waits",
    "audit_records",
];

/// What of the live database is read: table, which rows, and columns that stay there.
const LOOKED_AT: &[(&str, &str, &[&str])] = &[
    ("settings", "name LIKE 'closed%'", &[]),
    ("parks", "1 = 1", &[]),
    ("departments", "1 = 1", &["notice_emails"]),
    ("categories", "1 = 1", &[]),
    ("calendar_notices", "1 = 1", &[]),
    ("time_limit_policies", "active", &[]),
    ("problem_numbers", "1 = 1", &[]),
];

/// What else is looked at.
fn looked_at(kind: Kind) -> &'static [(&'static str, &'static str, &'static [&'static str])] {
    match kind {
        Kind::Problems => &[],
        Kind::Visits => &[("enterprises", "active", &["contacts"])],
        // Who may be a liaison officer.
        Kind::Enterprises => &[("users", "active", &["password_hash", "email", "phone"])],
    }
}

/// The work on one import.
pub struct Work<'a> {
    pub db: &'a Db,
    pub clock: &'a Clock,
    pub at: DateTime<Utc>,
    pub who: &'a Actor,
    pub import: &'a ImportRow,
    pub making: &'a Making,
    pub codes: BTreeMap<String, String>,
}

impl Work<'_> {
    /// Works out everything that the plans make. `on_progress` hears how many of them are done.
    ///
    /// # Errors
    /// A plan that can't be made true, and those of the databases.
    pub fn prepared(
        self,
        mut scratch: Scratch,
        mut on_progress: impl FnMut(i64) -> Result<()>,
    ) -> Result<Prepared> {
        let needs = self.needs()?;
        let made = self.set_aside(&needs)?;
        // Before anything is looked at, so that whatever changes from here on is noticed in the end.
        let (basis, last_problem) = self
            .db
            .write_now(|conn| Ok((ImportBasis::of(conn)?, store::last_problem(conn)?)))?;
        self.db.read_now(|conn| {
            for (table, condition, blank) in LOOKED_AT.iter().chain(looked_at(self.import.kind)) {
                scratch.bring(conn, (table, condition), blank)?;
            }
            Ok(())
        })?;
        for one in &made {
            if let Some(first) = one.from {
                scratch.count_from(one.table, first)?;
            }
        }
        let mut maker = Maker::of(self.who, (self.clock, self.at), self.codes.clone());
        let (brought, before) = scratch.work(|conn| {
            let brought = numbers_brought(conn, &mut maker, &needs)?;
            Ok((brought, store::numbers(conn)?))
        })?;
        let mut done = 0;
        let mut after = i64::MIN;
        while let Some((last, plans)) = self.plans(after)? {
            (after, done) = (last, done + i64::try_from(plans.len()).unwrap_or(0));
            scratch.work(|conn| told_of(conn, &mut maker, plans, self.import.id))?;
            on_progress(done)?;
        }
        let numbers =
            scratch.work(|conn| Ok(numbers_given(&brought, &before, store::numbers(conn)?)))?;
        Ok(Prepared {
            scratch,
            made,
            basis,
            numbers,
            last_problem,
        })
    }

    fn plans(&self, after: i64) -> Result<Option<(i64, Vec<Plan>)>> {
        let id = self.import.id;
        let rows = self
            .db
            .read_now(|conn| store::rows(conn, id, after, CHUNK))?;
        let Some((last, _)) = rows.last() else {
            return Ok(None);
        };
        let last = *last;
        let plans = rows
            .iter()
            .map(|(_, plan)| serde_json::from_str(plan).map_err(Error::internal));
        Ok(Some((last, plans.collect::<Result<_>>()?)))
    }

    fn needs(&self) -> Result<Needs> {
        let (mut needs, mut after) = (Needs::default(), i64::MIN);
        while let Some((last, plans)) = self.plans(after)? {
            after = last;
            plans.iter().for_each(|plan| needs.hear(plan));
        }
        Ok(needs)
    }

    /// Ids for what others name, so that it is told under the ids it will have. One table after
    /// another: who holds two could wait for somebody who waits for the first.
    fn set_aside(&self, needs: &Needs) -> Result<Vec<Made>> {
        let ids = needs.ids(self.making).into_iter();
        let named = ids.filter(|(_, many)| *many > 0).map(|(table, many)| {
            let first = self
                .db
                .write_now(move |conn| set_aside(conn, table, many))?;
            Ok(Made {
                table,
                from: Some(first),
            })
        });
        let further = FURTHER.map(|table| Ok(Made { table, from: None }));
        named.chain(further).collect()
    }
}

/// Lets the running numbers begin behind those that the file brings along.
fn numbers_brought(
    conn: &mut Conn,
    maker: &mut Maker,
    needs: &Needs,
) -> Result<BTreeMap<Running, i64>> {
    let mut brought = BTreeMap::new();
    for ((park, code, year), running) in &needs.brought {
        let park = maker.park(conn, park)?;
        if maker.code(conn, park)? == *code {
            let of = Running {
                park_code: code.clone(),
                year: *year,
            };
            store::numbers_passed(conn, &of, *running)?;
            brought.insert(of, *running);
        }
    }
    Ok(brought)
}

fn numbers_given(
    brought: &BTreeMap<Running, i64>,
    before: &BTreeMap<Running, i64>,
    after: BTreeMap<Running, i64>,
) -> Vec<Numbers> {
    let all = after.into_iter().map(|(of, to)| Numbers {
        from: before.get(&of).copied().unwrap_or(0),
        brought: brought.get(&of).copied().unwrap_or(0),
        of,
        to,
    });
    all.filter(|one| one.to > one.from || one.brought > 0)
        .collect()
}

fn told_of(conn: &mut Conn, maker: &mut Maker, plans: Vec<Plan>, import: i64) -> Result<()> {
    let mut histories = vec![];
    let (who, clock, at) = (maker.who, maker.clock, maker.at);
    for plan in plans {
        match plan {
            Plan::Problem(plan) => histories.push(maker.history(conn, *plan)?),
            Plan::Visit {
                park,
                enterprise,
                body,
            } => {
                let park = maker.park(conn, &park)?;
                let enterprise = maker.owner(conn, park, enterprise)?;
                let past = (import, Imported::held(conn)?);
                record_past(
                    conn,
                    &Author { who, clock, at },
                    body.body(park, enterprise),
                    past,
                )?;
            }
            Plan::Enterprise { park, body } => {
                let park = maker.park(conn, &park)?;
                maker.enterprise(conn, &body.body(park))?;
            }
        }
    }
    let mut context = WriteContext::of_an_import(conn, (clock, at), who, import)?;
    for history in histories {
        import_history(&mut context, history)?;
    }
    Ok(())
}
