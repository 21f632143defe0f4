//! A table of a ledger's numbers, and the entries behind one of them.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::access::{Actor, Scope};
use crate::base::db::Conn;
use crate::base::{Error, FieldError, Result};
use crate::calendar::store::{calendar, stamp};
use crate::entries::description::Kind;
use crate::entries::ledger::AnyLedger;
use crate::entries::rules::figures::Figures;
use crate::entries::rules::numbers::{self, Asked, GroupBy, Unit, parse_count_of};
use crate::entries::store;
use chrono::NaiveDate;

/// Entries with the group of each.
pub type Behind = HashMap<i64, Option<String>>;

/// Reads a question, ids included.
///
/// # Errors
/// 422 with every wrong value; an unknown id and a foreign one are alike.
pub fn ask(
    conn: &mut Conn,
    ledger: &dyn AnyLedger,
    query: &[(String, String)],
    who: &Actor,
    today: NaiveDate,
) -> Result<Asked> {
    let mut asked = numbers::read(ledger.description(), query, who.cases(), today)?;
    if ledger.counts_for_all() && !is_of_enterprises(&asked) {
        asked.reach = Scope::All;
    }
    let mut errors = vec![];
    for (unit, id) in &asked.units {
        let Some(id) = id else { continue };
        if !members(conn, *unit, asked.reach)?
            .iter()
            .any(|(one, ..)| one == id)
        {
            errors.push(FieldError::unknown_id(format!("/{}", unit.key())));
        }
    }
    if errors.is_empty() {
        Ok(asked)
    } else {
        Err(Error::Invalid(errors))
    }
}

/// Whether a question is about single enterprises, whose entries are few enough to be known by their number.
fn is_of_enterprises(asked: &Asked) -> bool {
    let is_one = |(unit, _): &(Unit, Option<i64>)| *unit == Unit::Enterprise;
    asked.group_by == GroupBy::Unit(Unit::Enterprise) || asked.units.iter().any(is_one)
}

/// The units that somebody may ask about. A department asks about no enterprise, whose names it isn't told.
fn members(conn: &mut Conn, unit: Unit, reach: Scope) -> Result<Vec<(i64, String, bool)>> {
    let mut all = match (unit, reach) {
        (Unit::Enterprise, Scope::Department(_)) => vec![],
        (Unit::Enterprise, Scope::Park(park)) => store::enterprises_of(conn, park)?,
        _ => store::names(conn, unit)?,
    };
    match (unit, reach) {
        (Unit::Park, Scope::Park(park)) => all.retain(|(id, ..)| *id == park),
        (Unit::Department, Scope::Department(own)) => all.retain(|(id, ..)| *id == own),
        _ => {}
    }
    Ok(all)
}

/// A condition on `entries.id`: exactly the entries behind a number.
///
/// # Errors
/// 422 for what is no count, and as [`ask`].
pub fn among(
    conn: &mut Conn,
    ledger: &dyn AnyLedger,
    count_of: &str,
    query: &[(String, String)],
    (who, today): (&Actor, NaiveDate),
) -> Result<String> {
    let Some((count, span)) = parse_count_of(ledger.description(), count_of) else {
        return Err(Error::invalid(FieldError::new(
            "/count_of",
            "unknown_value",
            "不是可以列出条目的统计项",
            "is no count whose entries can be listed",
        )));
    };
    let asked = ask(conn, ledger, query, who, today)?;
    Ok(store::among(count, span, &asked))
}

/// The entries behind a count on the day, with their groups.
///
/// # Errors
/// Those of the database.
pub fn behind(conn: &mut Conn, count: &str, asked: &Asked) -> Result<Behind> {
    let all = store::behind(conn, count, asked)?;
    Ok(all.into_iter().map(|one| (one.entry_id, one.key)).collect())
}

/// Those that became so in the period.
///
/// # Errors
/// Those of the database.
pub fn new_in_period(conn: &mut Conn, count: &str, asked: &Asked) -> Result<Behind> {
    let mut all = behind(conn, count, &asked.on(asked.to))?;
    let before = behind(conn, count, &asked.on(asked.day_before()))?;
    all.retain(|id, _| !before.contains_key(id));
    Ok(all)
}

/// A table of a ledger's numbers.
///
/// # Errors
/// As [`Question::answer`].
pub fn table(conn: &mut Conn, ledger: &dyn AnyLedger, asked: &Asked) -> Result<Value> {
    Question::of(conn, asked.clone())?.answer(conn, ledger)
}

/// A table with the members that it lists, whose names come from elsewhere than the entries.
pub struct Question {
    asked: Asked,
    members: Vec<Member>,
}

impl Question {
    /// # Errors
    /// Those of the database.
    pub fn of(conn: &mut Conn, asked: Asked) -> Result<Self> {
        let members = listed(conn, asked.group_by, asked.reach)?;
        Ok(Self { asked, members })
    }

    /// All that the answer depends on. Nothing of an entry changes without an event, and events stay: as many
    /// events are the same events.
    ///
    /// # Errors
    /// Those of the database.
    pub fn depends_on(&self, conn: &mut Conn, ledger: &dyn AnyLedger) -> Result<String> {
        let (events, notices) = (store::count_events(conn)?, stamp(conn)?);
        let (asked, own) = (self.asked.written(), ledger.depends_on(conn)?);
        Ok(format!(
            "{asked} {events} {notices} {own} {:?}",
            self.members
        ))
    }

    /// Counts, checks that the numbers agree with each other, and lays them out in rows.
    ///
    /// # Errors
    /// Numbers that don't balance are a fault of ours: nobody gets them.
    pub fn answer(self, conn: &mut Conn, ledger: &dyn AnyLedger) -> Result<Value> {
        let Self { asked, members } = self;
        let of = ledger.description();
        let calendar = calendar(conn)?;
        let mut groups = store::groups(conn, &asked)?;
        for (_, figures) in &groups {
            figures.balance(of).map_err(Error::Internal)?;
        }
        let total = Figures::sum(of, groups.iter().map(|(_, figures)| figures));
        let mut own = ledger.numbers(conn, &asked, &calendar)?;
        let none = ledger.numbers_of_none(&asked, &calendar);
        let mut totals = total.row(of, json!({"name": "合计"}));
        totals.extend(own.total);
        let mut row = |name: &str, shown: Value, figures: &Figures, key: Option<&str>| {
            let mut row = figures.row(of, shown);
            row["key"]["name"] = name.into();
            let found = own.groups.iter().position(|(one, _)| one.as_deref() == key);
            row.extend(found.map_or_else(|| none.clone(), |at| own.groups.swap_remove(at).1));
            Value::Object(row)
        };
        let mut rows = vec![];
        for (key, name, active, shown) in members {
            let found = groups.iter().position(|(one, _)| *one == key);
            let figures = found.map(|at| groups.swap_remove(at).1);
            if figures.is_some() || active {
                let figures = figures.unwrap_or_else(|| Figures::none(of));
                rows.push(row(&name, shown, &figures, key.as_deref()));
            }
        }
        groups.sort_by(|(one, _), (other, _)| one.cmp(other));
        match asked.group_by {
            GroupBy::Nothing => rows.push(Value::Object(totals.clone())),
            by => rows.extend(groups.iter().map(|(key, figures)| {
                let (name, shown) = none_of(by, key.as_deref());
                row(name, shown, figures, key.as_deref())
            })),
        }
        Ok(json!({
            "from": asked.from,
            "to": asked.to,
            "as_of": asked.as_of,
            "group_by": asked.group_by.word(),
            "rows": rows,
            "totals": totals,
        }))
    }
}

type Member = (Option<String>, String, bool, Value);

/// The members that a grouping lists, those that have nothing included: key, name, in use, and the key shown.
fn listed(conn: &mut Conn, by: GroupBy, reach: Scope) -> Result<Vec<Member>> {
    Ok(match by {
        GroupBy::Nothing => vec![],
        GroupBy::Unit(unit) => {
            let member = |(id, name, active): (i64, String, bool)| {
                (Some(id.to_string()), name, active, json!({unit.key(): id}))
            };
            members(conn, unit, reach)?
                .into_iter()
                .map(member)
                .collect()
        }
        GroupBy::Word(field) => match field.kind {
            Kind::Word { words } => words
                .iter()
                .map(|word| {
                    (
                        Some(word.key.to_owned()),
                        word.zh.to_owned(),
                        true,
                        json!({field.name: word.key}),
                    )
                })
                .collect(),
            _ => vec![],
        },
    })
}

/// The row of "none of these", or of what somebody isn't told the name of.
fn none_of(by: GroupBy, key: Option<&str>) -> (&'static str, Value) {
    let id = key.and_then(|key| key.parse::<i64>().ok());
    match by {
        GroupBy::Nothing => ("合计", json!({})),
        GroupBy::Unit(unit) if key.is_none() => (unit.none(), json!({unit.key(): null})),
        GroupBy::Unit(unit) => ("其他", json!({unit.key(): id})),
        GroupBy::Word(field) => ("未填", json!({field.name: null})),
    }
}
