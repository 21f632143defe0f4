//! How drives stand, read from their checks and hazards.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::Drive;
use super::checks::{self, Check, CheckResult};
use super::hazards::{self, Hazard};
use super::rules::{Checked, Found, Span, Standing, sentence};
use crate::access::Scope;
use crate::base::db::Conn;
use crate::base::rate::Rate;
use crate::base::{Error, Result};
use crate::directory::store::parks;
use crate::entries::AnyLedger;
use crate::entries::actions::fields_as_of;
use crate::entries::description::{Class, Text};
use crate::entries::ledger::{Fields, typed};
use crate::entries::rules::numbers::{Asked, OwnNumbers};
use crate::entries::store::{self, EntryFilter, Sort, ValueFilter};

/// A drive as it was at the end of a day, with what belongs to it.
pub struct Gathered {
    pub drive: Drive,
    pub checks: Vec<Checked>,
    pub hazards: Vec<Found>,
    pub day: NaiveDate,
}

impl Gathered {
    /// # Errors
    /// Those of the database.
    pub fn of(conn: &mut Conn, id: i64, day: NaiveDate) -> Result<Self> {
        let fields = fields_as_of(conn, &[id], day)?.remove(&id);
        let drive = fields.map_or_else(|| Ok(Drive::default()), |fields| typed(&fields))?;
        let mut checks = vec![];
        for row in children(conn, checks::LEDGER.code(), id, day)? {
            let check: Check = typed(&row.fields)?;
            checks.push(Checked {
                target: check.target.unwrap_or(0),
                group: check.group,
                park: row.park,
                declined: check.result == Some(CheckResult::Declined),
                stands: row.spans(&checks::LEDGER, Class::Settled),
            });
        }
        let mut found = vec![];
        for row in children(conn, hazards::LEDGER.code(), id, day)? {
            let hazard: Hazard = typed(&row.fields)?;
            found.push(Found {
                group: hazard.group,
                park: row.park,
                item: hazard.item,
                due_on: hazard.rectify_by,
                verified_on: hazard.verified_on,
                advice: hazard.guidance == Some(true),
                open: row.spans(&hazards::LEDGER, Class::Open),
                verified: row.spans(&hazards::LEDGER, Class::Settled),
            });
        }
        Ok(Self {
            drive,
            checks,
            hazards: found,
            day,
        })
    }

    pub fn targets(&self) -> usize {
        self.drive.targets.as_ref().map_or(0, Vec::len)
    }

    pub fn standing(&self) -> Standing {
        let (checks, hazards) = (self.checks.iter(), self.hazards.iter());
        Standing::of(self.targets(), checks, hazards, self.day)
    }

    /// What a paper says of it.
    pub fn sentence(&self, unit: &str) -> String {
        let groups = self.drive.groups.as_ref().map_or(0, Vec::len);
        sentence(unit, groups, self.drive.nature, &self.standing())
    }
}

/// A row of a drive as it was on a day, and in which state since when.
struct Child {
    park: Option<i64>,
    fields: Fields,
    states: Vec<(Span, String)>,
}

impl Child {
    fn spans(&self, ledger: &dyn AnyLedger, class: Class) -> Vec<Span> {
        let of = ledger.description();
        let states = self.states.iter();
        let states = states.filter(|(_, status)| of.class(status) == class);
        states.map(|(span, _)| *span).collect()
    }
}

/// The rows of a ledger that belong to a drive and were there at the end of a day.
fn children(conn: &mut Conn, ledger: Text, drive: i64, day: NaiveDate) -> Result<Vec<Child>> {
    let filter = EntryFilter {
        values: vec![("drive_id", ValueFilter::Number(drive))],
        ..EntryFilter::default()
    };
    let ids = store::ids(conn, Scope::All, ledger, &filter, Sort::Newest)?;
    let mut states: HashMap<i64, Vec<(Span, String)>> = HashMap::new();
    let mut parks: HashMap<i64, Option<i64>> = HashMap::new();
    for (from, until, state) in store::stretches_of(conn, &ids)? {
        parks.insert(state.entry_id, state.park_id);
        let of = states.entry(state.entry_id).or_default();
        of.push((Span { from, until }, state.status));
    }
    let fields = fields_as_of(conn, &ids, day)?.into_iter();
    let child = |(id, fields)| Child {
        park: parks.get(&id).copied().flatten(),
        fields,
        states: states.remove(&id).unwrap_or_default(),
    };
    Ok(fields.map(child).collect())
}

/// What the description of drives can't count, of each group.
pub fn numbers(conn: &mut Conn, asked: &Asked) -> Result<OwnNumbers> {
    let mut total = Sum::default();
    let mut groups: BTreeMap<Option<String>, Sum> = BTreeMap::new();
    for member in store::members(conn, asked)? {
        let standing = Gathered::of(conn, member.entry_id, asked.as_of)?.standing();
        total.add(&standing);
        groups.entry(member.key).or_default().add(&standing);
    }
    let row = |(key, sum): (Option<String>, Sum)| (key, sum.row());
    Ok(OwnNumbers {
        total: total.row(),
        groups: groups.into_iter().map(row).collect(),
    })
}

pub fn of_none() -> Fields {
    Sum::default().row()
}

/// Some drives together.
#[derive(Default)]
struct Sum {
    drives: usize,
    all: Standing,
}

impl Sum {
    fn add(&mut self, standing: &Standing) {
        self.drives += 1;
        self.all.add(standing);
    }

    fn row(&self) -> Fields {
        let all = &self.all;
        let row = json!({
            "targets": all.targets,
            "checked": all.checked,
            "declined": all.declined,
            "hazards": all.found,
            "hazards_verified": all.verified,
            "hazards_open": all.open,
            "coverage": Rate::of(all.checked, all.targets),
            "rectified": Rate::of(all.verified, all.found),
            "in_time": Rate::of(all.in_time, all.due),
            "sentence": format!(
                "专项行动{}项，检查、指导企业（场所）{}家，发现隐患{}处，已销号{}处，未销号{}处。",
                self.drives, all.checked, all.found, all.verified, all.open
            ),
        });
        match row {
            Value::Object(row) => row,
            _ => Fields::new(),
        }
    }
}

/// The names of parks that targets are in.
///
/// # Errors
/// Those of the database, and one of ours where a park is gone.
pub fn park_name(conn: &mut Conn, id: i64) -> Result<String> {
    let found = parks::find(conn, id)?;
    let found = found.ok_or_else(|| Error::internal("a park stays"))?;
    Ok(found.name)
}
