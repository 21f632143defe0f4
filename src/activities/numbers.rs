//! What the description of activities can't count: who came, and what was matched.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::fields::Activity;
use super::matches::{self, Match};
use super::rules::{KnownNames, Matched, Tally};
use crate::base::Result;
use crate::base::db::Conn;
use crate::entries::AnyLedger;
use crate::entries::actions::{Behind, behind, fields_as_of, new_in_period};
use crate::entries::ledger::{Fields, typed};
use crate::entries::rules::numbers::{Asked, OwnNumbers};

/// What a group comes to.
#[derive(Default)]
struct Sums {
    all: Tally,
    of_period: Tally,
    matched: Matched,
}

impl Sums {
    fn row(&self) -> Fields {
        let row = json!({
            "attendance": self.all.told(),
            "attendance_of_period": self.of_period.told(),
            "matched": self.matched.rate(),
        });
        match row {
            Value::Object(row) => row,
            _ => Fields::new(),
        }
    }
}

pub fn of_none() -> Fields {
    Sums::default().row()
}

/// Matches of each activity that stood at the end of a day.
fn matched(conn: &mut Conn, day: NaiveDate) -> Result<HashMap<i64, Matched>> {
    let asked = Asked::of_all(matches::LEDGER.description(), day);
    let listed = behind(conn, "listed", &asked)?;
    let reached = behind(conn, "reached", &asked)?;
    let ids: Vec<i64> = listed.into_keys().collect();
    let mut all: HashMap<i64, Matched> = HashMap::new();
    for (id, fields) in fields_as_of(conn, &ids, day)? {
        let one: Match = typed(&fields)?;
        if let Some(activity) = one.activity_id {
            all.entry(activity).or_default().add(Matched {
                matches: 1,
                reached: i64::from(reached.contains_key(&id)),
            });
        }
    }
    Ok(all)
}

/// What the activities that were held in a period came to.
#[derive(Debug, Clone, Default)]
pub struct OfPeriod {
    pub held: i64,
    pub tally: Tally,
    /// Matches of these activities, however far they are by the day.
    pub matched: Matched,
}

/// # Errors
/// Those of the database.
pub fn of_period(conn: &mut Conn, asked: &Asked) -> Result<OfPeriod> {
    let new = new_in_period(conn, "held", asked)?;
    let ids: Vec<i64> = new.into_keys().collect();
    let all = fields_as_of(conn, &ids, asked.as_of)?.into_iter();
    let activities: Vec<Activity> = all
        .map(|(_, fields)| typed(&fields))
        .collect::<Result<_>>()?;
    let names = KnownNames::of(activities.iter());
    let mut told = OfPeriod::default();
    for one in &activities {
        told.held += 1;
        told.tally.add(one, &names);
    }
    let matched = matched(conn, asked.as_of)?;
    for id in &ids {
        told.matched
            .add(matched.get(id).copied().unwrap_or_default());
    }
    Ok(told)
}

/// # Errors
/// Those of the database.
pub fn numbers(conn: &mut Conn, asked: &Asked) -> Result<OwnNumbers> {
    let day = asked.as_of;
    let listed = behind(conn, "listed", &asked.on(day))?;
    let held = behind(conn, "held", &asked.on(day))?;
    let new = new_in_period(conn, "held", asked)?;
    let ids: Vec<i64> = held.keys().chain(new.keys()).copied().collect();
    let mut activities: HashMap<i64, Activity> = HashMap::new();
    for (id, fields) in fields_as_of(conn, &ids, day)? {
        activities.insert(id, typed(&fields)?);
    }
    let names = KnownNames::of(activities.values());
    let mut total = Sums::default();
    let mut groups: BTreeMap<Option<String>, Sums> = BTreeMap::new();
    let mut each = |some: &Behind, add: &dyn Fn(&mut Sums, i64)| {
        for (id, key) in some {
            add(&mut total, *id);
            add(groups.entry(key.clone()).or_default(), *id);
        }
    };
    each(&held, &|sums: &mut Sums, id: i64| {
        if let Some(one) = activities.get(&id) {
            sums.all.add(one, &names);
        }
    });
    each(&new, &|sums: &mut Sums, id: i64| {
        if let Some(one) = activities.get(&id) {
            sums.of_period.add(one, &names);
        }
    });
    let matched = matched(conn, day)?;
    each(&listed, &|sums: &mut Sums, id: i64| {
        sums.matched
            .add(matched.get(&id).copied().unwrap_or_default());
    });
    let row = |(key, sums): (Option<String>, Sums)| (key, sums.row());
    Ok(OwnNumbers {
        total: total.row(),
        groups: groups.into_iter().map(row).collect(),
    })
}
