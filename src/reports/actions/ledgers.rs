//! What reports tell of the ledgers besides that of problems: counted once for all parks, as of one day.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::access::Scope;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::calendar::rules::Calendar;
use crate::entries::actions::{Late, OnDay, late, on_day, table};
use crate::entries::description::Text;
use crate::entries::rules::month::{first_of, written};
use crate::entries::rules::numbers::{Asked, GroupBy, Unit};
use crate::entries::store;
use crate::entries::{AnyLedger, served};
use crate::reports::rules::{
    LateEntry, LedgerCell, LedgerClause, LedgerColumn, LedgerColumnKind, LedgerRow, LedgerSection,
    Letterhead, Period, PeriodKind, UnreportedEntry,
};
use crate::statistics::rules::percent::Rate;
use crate::vocabulary::report::ledger as words;

type Row = Map<String, Value>;

/// The numbers of a ledger by park, from which each paper takes its own.
struct Gathered {
    ledger: &'static dyn AnyLedger,
    asked: Asked,
    /// The paper's word for its period.
    this: Text,
    /// The month up to which amounts are told, where they are.
    through: Option<NaiveDate>,
    rows: Vec<Row>,
    totals: Row,
    late: Vec<Late>,
    /// The last month that was reported of each entry.
    last_months: HashMap<i64, NaiveDate>,
    /// Those that owe a month's report.
    owing: HashMap<i64, OnDay>,
}

/// The ledgers that have entries to tell of: registers are what others go by, and of rows of an entry its ledger tells.
///
/// # Errors
/// A fault of ours.
pub(super) fn in_papers() -> Result<impl Iterator<Item = &'static dyn AnyLedger>> {
    let work = served()?.into_iter();
    Ok(work.filter(|one| one.description().is_work()))
}

/// The ledgers of a period's reports.
pub(super) struct Ledgers {
    period: Period,
    gathered: Vec<Gathered>,
    names: HashMap<(Text, i64), String>,
}

impl Ledgers {
    /// Counts those that the letterhead wants, as of a day.
    pub fn gather(
        conn: &mut Conn,
        period: Period,
        as_of: NaiveDate,
        letterhead: &Letterhead,
        calendar: &Calendar,
    ) -> Result<Self> {
        let mut gathered = vec![];
        for ledger in in_papers()?.filter(|one| letterhead.has_ledger(one.code())) {
            gathered.push(Gathered::of(conn, ledger, (period, as_of), calendar)?);
        }
        let mut names = HashMap::new();
        for unit in [Unit::Park, Unit::Department] {
            let all = store::names(conn, unit)?;
            names.extend(
                all.into_iter()
                    .map(|(id, name, _)| ((unit.key(), id), name)),
            );
        }
        Ok(Self {
            period,
            gathered,
            names,
        })
    }

    /// The sections of the paper of all, or of a park: of those ledgers that have an entry there.
    pub fn sections(&self, park: Option<i64>) -> Vec<LedgerSection> {
        let gathered = self.gathered.iter();
        gathered.filter_map(|one| self.section(one, park)).collect()
    }

    fn section(&self, of: &Gathered, park: Option<i64>) -> Option<LedgerSection> {
        let own: Vec<&Row> = of.rows.iter().filter(|row| is_of(row, park)).collect();
        let totals = match park {
            None => &of.totals,
            Some(_) => *own.first()?,
        };
        if number(totals, "listed") == 0 && number(totals, "excluded") == 0 {
            return None;
        }
        let description = of.ledger.description();
        let told = of.ledger.told(totals, of.this);
        let late: Vec<&Late> = of
            .late
            .iter()
            .filter(|one| park.is_none() || one.park_id == park)
            .collect();
        let columns = columns(of, self.period.kind());
        let row = |row: &Row, name: &str, park_id: Option<i64>, late: usize| LedgerRow {
            park_id,
            name: name.to_owned(),
            cells: of.cells(row, &columns, late),
        };
        let parks = own.iter().copied().map(|one| {
            let key = &one["key"];
            let id = key["park_id"].as_i64();
            let of_park = late.iter().filter(|late| late.park_id == id).count();
            row(one, key["name"].as_str().unwrap_or_default(), id, of_park)
        });
        let reporting = told.reporting.filter(|_| of.through.is_some());
        let reported = reporting.as_ref().map(|one| {
            let missing = i64::try_from(one.missing.len()).unwrap_or(i64::MAX);
            Rate::of(one.expected - missing, one.expected)
        });
        let owing = reporting.iter().flat_map(|one| &one.missing);
        let is_month = self.period.kind() == PeriodKind::Month;
        let clauses = told.clauses.into_iter().filter(|_| is_month);
        Some(LedgerSection {
            ledger: description.code.to_owned(),
            name: description.zh.to_owned(),
            entry: description.entry_zh.to_owned(),
            as_of: of.asked.as_of,
            through: of.through.map(written),
            money_through: told.money_through,
            sentence: told
                .sentence
                .unwrap_or_else(|| self.sentence(of, totals, late.len())),
            clauses: clauses
                .map(|(name, text)| LedgerClause {
                    name: name.to_owned(),
                    text,
                })
                .collect(),
            parks: parks.collect(),
            totals: row(totals, "合计", None, late.len()),
            late: late.iter().map(|one| self.late(one)).collect(),
            reported,
            unreported: owing.filter_map(|id| self.owing(of, *id)).collect(),
            columns,
        })
    }

    /// What the counts of every ledger come to, as a sentence.
    fn sentence(&self, of: &Gathered, totals: &Row, late: usize) -> String {
        let description = of.ledger.description();
        let (this, n) = (self.period.kind().this(), |name| number(totals, name));
        format!(
            "{}：{}{}{}个，其中{}{}个，{}{}个；{this}{}{}个，{}{}个；{}{late}个。",
            description.zh,
            words::LISTED,
            description.entry_zh,
            n("listed"),
            words::OPEN,
            n("open"),
            words::SETTLED,
            n("settled"),
            words::NEW,
            n("period.reported"),
            words::SETTLED,
            n("period.settled"),
            words::LATE,
        )
    }

    fn name(&self, unit: Unit, id: Option<i64>) -> Option<String> {
        self.names.get(&(unit.key(), id?)).cloned()
    }

    fn late(&self, one: &Late) -> LateEntry {
        LateEntry {
            id: one.entry_id,
            number: one.number.clone(),
            title: one.title.clone(),
            park_id: one.park_id,
            park: self.name(Unit::Park, one.park_id),
            department_id: one.department_id,
            department: self.name(Unit::Department, one.department_id),
            milestone: one.milestone.clone(),
            due_on: one.due_on,
            original_due_on: one.original_due_on,
        }
    }

    fn owing(&self, of: &Gathered, id: i64) -> Option<UnreportedEntry> {
        let entry = of.owing.get(&id)?;
        Some(UnreportedEntry {
            id,
            number: entry.number.clone(),
            title: entry.title.clone(),
            park_id: entry.park_id,
            park: self.name(Unit::Park, entry.park_id),
            last_month: of.last_months.get(&id).copied().map(written),
        })
    }
}

impl Gathered {
    fn of(
        conn: &mut Conn,
        ledger: &'static dyn AnyLedger,
        (period, as_of): (Period, NaiveDate),
        calendar: &Calendar,
    ) -> Result<Self> {
        let description = ledger.description();
        let is_week = period.kind() == PeriodKind::Week;
        let this = period.kind().this();
        let asked = Asked {
            ledger: description,
            from: period.from(),
            to: period.to().min(as_of),
            as_of,
            month: (!is_week).then(|| first_of(period.to())),
            group_by: GroupBy::Unit(Unit::Park),
            units: vec![],
            words: vec![],
            // A paper goes by the park that an entry belonged to on the day.
            reach: Scope::All,
        };
        // Amounts move once a month: the first week after the day they are due tells them.
        let before = Asked {
            as_of: asked.day_before(),
            ..asked.clone()
        };
        let due = asked.through(calendar);
        let through = due.filter(|_| !is_week || due != before.through(calendar));
        let mut told = table(conn, ledger, &asked)?;
        let rows = match told["rows"].take() {
            Value::Array(rows) => rows.into_iter().filter_map(object).collect(),
            _ => vec![],
        };
        let totals = object(told["totals"].take())
            .ok_or_else(|| Error::Internal(format!("{}: no totals", description.code)))?;
        let missing = ledger
            .told(&totals, this)
            .reporting
            .unwrap_or_default()
            .missing;
        let (mut owing, mut last_months) = (HashMap::new(), HashMap::new());
        if let Some(through) = through {
            for entry in on_day(conn, &missing, as_of)? {
                owing.insert(entry.id, entry);
            }
            let months = store::months_as_of(conn, description.code, as_of)?;
            let earlier = months.into_iter().filter(|row| row.month < through);
            // In order of their months.
            last_months.extend(earlier.map(|row| (row.entry_id, row.month)));
        }
        Ok(Self {
            ledger,
            through,
            rows,
            totals,
            late: late(conn, ledger, &asked, calendar)?,
            last_months,
            owing,
            asked,
            this,
        })
    }

    /// A row of the table by park.
    fn cells(&self, row: &Row, columns: &[LedgerColumn], late: usize) -> Vec<LedgerCell> {
        let month_rates = match self.asked.month {
            Some(_) => self.ledger.told(row, self.this).month_rates,
            None => vec![],
        };
        let cell = |column: &LedgerColumn| {
            let rate = column.name.strip_prefix("rates.");
            let of_month = month_rates.iter().find(|(name, _)| Some(*name) == rate);
            of_month.map_or_else(
                || cell(self.ledger, row, &column.name, late),
                |(_, rate)| LedgerCell {
                    rate: Some(rate.clone()),
                    ..LedgerCell::default()
                },
            )
        };
        columns.iter().map(cell).collect()
    }
}

fn object(value: Value) -> Option<Row> {
    match value {
        Value::Object(row) => Some(row),
        _ => None,
    }
}

fn is_of(row: &Row, park: Option<i64>) -> bool {
    park.is_none() || row["key"]["park_id"].as_i64() == park
}

/// A count by its name; `period.settled` is that of the period.
fn number(row: &Row, name: &str) -> i64 {
    let found = match name.strip_prefix("period.") {
        Some(name) => row.get("period").and_then(|period| period.get(name)),
        None => row.get(name),
    };
    found.and_then(Value::as_i64).unwrap_or(0)
}

fn columns(of: &Gathered, kind: PeriodKind) -> Vec<LedgerColumn> {
    let description = of.ledger.description();
    let column = |name: &str, heading: String, kind| LedgerColumn {
        name: name.to_owned(),
        heading,
        kind,
    };
    let this = kind.this();
    let counts = [
        ("listed", words::LISTED.to_owned()),
        ("period.reported", format!("{this}{}", words::NEW)),
        ("open", words::OPEN.to_owned()),
        ("settled", words::SETTLED.to_owned()),
        ("period.settled", format!("{this}{}", words::SETTLED)),
        ("late", words::LATE.to_owned()),
    ];
    let counts = counts.map(|(name, heading)| column(name, heading, LedgerColumnKind::Count));
    let rates = description.rates.iter().map(|rate| {
        let name = format!("rates.{}", rate.name);
        column(&name, rate.zh.to_owned(), LedgerColumnKind::Rate)
    });
    let amounts = of.ledger.amounts().iter().filter(|_| of.through.is_some());
    let amounts = amounts.map(|one| {
        let heading = one.heading.to_owned();
        column(one.name, heading, LedgerColumnKind::Amount)
    });
    counts.into_iter().chain(rates).chain(amounts).collect()
}

fn cell(ledger: &dyn AnyLedger, row: &Row, name: &str, late: usize) -> LedgerCell {
    if let Some(name) = name.strip_prefix("rates.") {
        let part = |part: &str| {
            let rate = row
                .get("rates")
                .and_then(|rates| rates.get(name)?.get(part));
            rate.and_then(Value::as_i64).unwrap_or(0)
        };
        return LedgerCell {
            rate: Some(Rate::of(part("numerator"), part("denominator"))),
            ..LedgerCell::default()
        };
    }
    if let Some(amount) = ledger.amounts().iter().find(|one| one.name == name) {
        return LedgerCell {
            amount: (amount.of)(row),
            ..LedgerCell::default()
        };
    }
    let count = match name {
        "late" => i64::try_from(late).unwrap_or(i64::MAX),
        name => number(row, name),
    };
    LedgerCell {
        count: Some(count),
        ..LedgerCell::default()
    }
}
