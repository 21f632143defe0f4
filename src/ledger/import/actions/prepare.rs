//! Makes an import's rows in a scratch database, so that a long import never blocks writers of the
//! live one.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{DateTime, Utc};

use super::maker::Maker;
use crate::access::Actor;
use crate::base::clock::Clock;
use crate::base::db::scratch::{RowsToPublish, Scratch, reserve_ids};
use crate::base::db::{Conn, Db};
use crate::base::{Error, Result};
use crate::calendar;
use crate::calendar::closed_weeks::Imported;
use crate::calendar::rules::Calendar;
use crate::deadlines;
use crate::entries::actions as entries;
use crate::entries::rules::history::entry_parts;
use crate::ledger::import::rules::columns::Kind;
use crate::ledger::import::rules::plan::{DirectoryRef, Making, Owner, Plan};
use crate::ledger::import::store::{self, ImportRow, LastIds, NumberSeries};
use crate::problems::actions::{WriteContext, import_history};
use crate::problems::rules::number::parts;
use crate::visits::actions::{Author, record_past};

/// Plans worked on at once.
const CHUNK: i64 = 100;

/// The live data that an import is computed from: closed weeks, the calendar, and the versions of
/// the time limits. It isn't published where any of it has changed meanwhile.
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

/// Everything that an import will publish, under the ids reserved for it.
pub struct Prepared {
    pub scratch: Scratch,
    pub made: Vec<RowsToPublish>,
    pub basis: ImportBasis,
    pub numbers: Vec<IssuedNumbers>,
    /// The highest ids before the file was compared with what is there.
    pub last: LastIds,
}

/// The numbers of problems or entries issued in the scratch database for one park and year.
#[derive(Debug)]
pub struct IssuedNumbers {
    pub of: NumberSeries,
    /// The highest that the file brought along.
    pub brought: i64,
    /// The last number before those issued here, and the last issued.
    pub from: i64,
    pub to: i64,
}

/// How many rows of each table the plans make.
#[derive(Default)]
struct Needs {
    problems: i64,
    entries: i64,
    assignments: i64,
    visits: i64,
    enterprises: BTreeSet<u64>,
    /// The highest number that the file brings along, by park (none where an entry belongs to none), the code
    /// in it, what stands before the year, and year.
    brought: BTreeMap<(Option<DirectoryRef>, String, String, i64), i64>,
}

impl Needs {
    fn add_plan(&mut self, plan: &Plan) {
        let (park, owner) = match plan {
            Plan::Problem(plan) => {
                self.problems += 1;
                let supporting = i64::try_from(plan.supporting.len()).unwrap_or(0);
                self.assignments += 1 + supporting;
                if let Some((code, year, running)) = plan.history.number.as_deref().and_then(parts)
                {
                    self.bring(Some(&plan.park), (code, code, year), running);
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
                self.add_enterprise(park, &body.name);
                return;
            }
            Plan::Entry(plan) => {
                self.entries += 1;
                let number = plan.past.number.as_deref().and_then(entry_parts);
                if let Some((code, prefix, year, running)) = number {
                    self.bring(plan.park.as_ref(), (code, prefix, year), running);
                }
                let Some(park) = &plan.park else { return };
                (park, &plan.enterprise)
            }
        };
        if let Owner::New { name, .. } = owner {
            self.add_enterprise(park, name);
        }
    }

    fn bring(
        &mut self,
        park: Option<&DirectoryRef>,
        (code, prefix, year): (&str, &str, i64),
        running: i64,
    ) {
        let key = (park.cloned(), code.to_owned(), prefix.to_owned(), year);
        let highest = self.brought.entry(key).or_default();
        *highest = running.max(*highest);
    }

    fn add_enterprise(&mut self, park: &DirectoryRef, name: &str) {
        let mut hasher = DefaultHasher::new();
        (format!("{park:?}"), name).hash(&mut hasher);
        self.enterprises.insert(hasher.finish());
    }

    /// By table; tables that others refer to come first.
    fn ids(&self, making: &Making) -> [(&'static str, i64); 8] {
        let many = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        [
            ("parks", many(making.parks.len())),
            ("departments", many(making.departments.len())),
            ("categories", many(making.categories.len())),
            ("enterprises", many(self.enterprises.len())),
            ("visits", self.visits),
            ("problems", self.problems),
            ("assignments", self.assignments),
            ("entries", self.entries),
        ]
    }
}

/// Ordered so that a table stands after those that its rows refer to.
const PUBLISHED_WITH_NEW_IDS: [&str; 14] = [
    "enterprise_statuses",
    "enterprise_status_checks",
    "visit_events",
    "visit_states",
    "clocks",
    "problem_events",
    "problem_states",
    "support_states",
    "problem_waits",
    "entry_values",
    "entry_events",
    "entry_states",
    "entry_state_values",
    "audit_records",
];

/// Tables copied from the live database: which rows, and the columns left blank.
const COPIED_TABLES: &[(&str, &str, &[&str])] = &[
    ("settings", "name LIKE 'closed%'", &[]),
    ("parks", "1 = 1", &[]),
    ("departments", "1 = 1", &["notice_emails"]),
    ("categories", "1 = 1", &[]),
    ("calendar_notices", "1 = 1", &[]),
    ("time_limit_policies", "active", &[]),
    ("problem_numbers", "1 = 1", &[]),
];

/// Further tables to copy for this kind of import.
fn copied_tables(kind: Kind) -> &'static [(&'static str, &'static str, &'static [&'static str])] {
    match kind {
        Kind::Problems => &[],
        Kind::Visits | Kind::Entries(_) => &[("enterprises", "active", &["contacts"])],
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
    /// The highest ids before the file was compared with what is there: what was filed since, it didn't see.
    pub last: LastIds,
}

impl Work<'_> {
    /// Applies all plans. `on_progress` is called with how many are done.
    ///
    /// # Errors
    /// A plan that the rules refuse, and those of the databases.
    pub fn prepared(
        self,
        mut scratch: Scratch,
        mut on_progress: impl FnMut(i64) -> Result<()>,
    ) -> Result<Prepared> {
        let needs = self.needs()?;
        let made = self.reserve_ids(&needs)?;
        // Read before copying, so that any later change is noticed on publishing.
        let basis = self.db.write_blocking(ImportBasis::of)?;
        self.db.read_blocking(|conn| {
            for (table, condition, blank) in
                COPIED_TABLES.iter().chain(copied_tables(self.import.kind))
            {
                scratch.copy_from_live(conn, (table, condition), blank)?;
            }
            Ok(())
        })?;
        for one in &made {
            if let Some(first) = one.from {
                scratch.set_next_id(one.table, first)?;
            }
        }
        let mut maker = Maker::of(self.who, (self.clock, self.at), self.codes.clone());
        let (brought, before) = scratch.work(|conn| {
            let brought = advance_numbers(conn, &mut maker, &needs)?;
            Ok((brought, store::numbers(conn)?))
        })?;
        let mut done = 0;
        let mut after = i64::MIN;
        while let Some((to, plans)) = self.plans(after)? {
            (after, done) = (to, done + i64::try_from(plans.len()).unwrap_or(0));
            scratch.work(|conn| apply_plans(conn, &mut maker, plans, self.import))?;
            on_progress(done)?;
        }
        let numbers =
            scratch.work(|conn| Ok(numbers_given(&brought, &before, store::numbers(conn)?)))?;
        Ok(Prepared {
            scratch,
            made,
            basis,
            numbers,
            last: self.last,
        })
    }

    fn plans(&self, after: i64) -> Result<Option<(i64, Vec<Plan>)>> {
        let id = self.import.id;
        let rows = self
            .db
            .read_blocking(|conn| store::rows(conn, id, after, CHUNK))?;
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
            plans.iter().for_each(|plan| needs.add_plan(plan));
        }
        Ok(needs)
    }

    /// Reserves ids in the tables that other rows refer to, one transaction a table: holding two
    /// locks could deadlock.
    fn reserve_ids(&self, needs: &Needs) -> Result<Vec<RowsToPublish>> {
        let ids = needs.ids(self.making).into_iter();
        let named = ids.filter(|(_, many)| *many > 0).map(|(table, many)| {
            let first = self
                .db
                .write_blocking(move |conn| reserve_ids(conn, table, many))?;
            Ok(RowsToPublish {
                table,
                from: Some(first),
            })
        });
        let further = PUBLISHED_WITH_NEW_IDS.map(|table| Ok(RowsToPublish { table, from: None }));
        named.chain(further).collect()
    }
}

/// Raises each number series above the highest number in the file.
fn advance_numbers(
    conn: &mut Conn,
    maker: &mut Maker,
    needs: &Needs,
) -> Result<BTreeMap<NumberSeries, i64>> {
    let mut brought = BTreeMap::new();
    for ((park, code, prefix, year), running) in &needs.brought {
        if code == entries::DISTRICT || maker.entry_code(conn, park.as_ref())? == *code {
            let of = NumberSeries {
                park_code: prefix.clone(),
                year: *year,
            };
            store::raise_last_number(conn, &of, *running)?;
            brought.insert(of, *running);
        }
    }
    Ok(brought)
}

fn numbers_given(
    brought: &BTreeMap<NumberSeries, i64>,
    before: &BTreeMap<NumberSeries, i64>,
    after: BTreeMap<NumberSeries, i64>,
) -> Vec<IssuedNumbers> {
    let all = after.into_iter().map(|(of, to)| IssuedNumbers {
        from: before.get(&of).copied().unwrap_or(0),
        brought: brought.get(&of).copied().unwrap_or(0),
        of,
        to,
    });
    all.filter(|one| one.to > one.from || one.brought > 0)
        .collect()
}

fn apply_plans(
    conn: &mut Conn,
    maker: &mut Maker,
    plans: Vec<Plan>,
    import: &ImportRow,
) -> Result<()> {
    let (mut histories, mut made) = (vec![], vec![]);
    let (who, clock, at) = (maker.who, maker.clock, maker.at);
    let (import, kind) = (import.id, import.kind);
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
                    &Author {
                        who,
                        clock,
                        at,
                        projects: None,
                    },
                    body.body(park, enterprise),
                    past,
                )?;
            }
            Plan::Enterprise { park, body } => {
                let park = maker.park(conn, &park)?;
                maker.enterprise(conn, &body.body(park))?;
            }
            Plan::Entry(plan) => made.push(maker.entry(conn, *plan)?),
        }
    }
    if let Kind::Entries(ledger) = kind {
        let mut context = entries::WriteContext::for_import(conn, (clock, at), who, import)?;
        for (belongs, past) in made {
            entries::import(&mut context, ledger, belongs, past)?;
        }
        return Ok(());
    }
    let mut context = WriteContext::for_import(conn, (clock, at), who, import)?;
    for history in histories {
        import_history(&mut context, history)?;
    }
    Ok(())
}
