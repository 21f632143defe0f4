//! A table of a ledger's numbers, and the entries behind one of them.

use serde_json::{Map, Value, json};

use crate::access::{Actor, Scope};
use crate::base::db::Conn;
use crate::base::{Error, FieldError, Result};
use crate::calendar::store::calendar;
use crate::entries::description::Kind;
use crate::entries::ledger::AnyLedger;
use crate::entries::rules::numbers::{self, Asked, Figures, GroupBy, Unit, add_up, parse_count_of};
use crate::entries::store;
use chrono::NaiveDate;

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
    let asked = numbers::read(ledger.description(), query, who.cases(), today)?;
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

/// Counts, checks that the numbers agree with each other, and lays them out in rows.
///
/// # Errors
/// Numbers that don't balance are a fault of ours: nobody gets them.
pub fn table(conn: &mut Conn, ledger: &dyn AnyLedger, asked: &Asked) -> Result<Value> {
    let of = ledger.description();
    let calendar = calendar(conn)?;
    let all = asked.grouped_by(GroupBy::Nothing);
    let total = store::groups(conn, &all)?
        .pop()
        .map_or_else(|| Figures::none(of), |(_, figures)| figures);
    total.balance(of).map_err(Error::Internal)?;
    let mut more = ledger.numbers(conn, &all, &calendar)?;
    let none = ledger.numbers_of_none(&all, &calendar);
    let totals = with(
        total.row(of, json!({"name": "合计"})),
        (&mut more, &none),
        None,
    );
    let rows = match asked.group_by {
        GroupBy::Nothing => vec![Value::Object(totals.clone())],
        by => {
            let mut groups = store::groups(conn, asked)?;
            for (_, figures) in &groups {
                figures.balance(of).map_err(Error::Internal)?;
            }
            if !groups.is_empty() {
                add_up(groups.iter().map(|(_, figures)| figures), &total)
                    .map_err(Error::Internal)?;
            }
            let mut more = ledger.numbers(conn, asked, &calendar)?;
            let mut rows = vec![];
            for (key, name, active, shown) in listed(conn, by, asked.reach)? {
                let found = groups
                    .iter()
                    .position(|(one, _)| *one == key)
                    .map(|at| groups.remove(at).1);
                if found.is_none() && !active {
                    continue;
                }
                let figures = found.unwrap_or_else(|| Figures::none(of));
                let mut row = figures.row(of, shown);
                row["key"]["name"] = name.into();
                rows.push(Value::Object(with(row, (&mut more, &none), key.as_deref())));
            }
            for (key, figures) in groups {
                let (name, shown) = none_of(by, key.as_deref());
                let mut row = figures.row(of, shown);
                row["key"]["name"] = name.into();
                rows.push(Value::Object(with(row, (&mut more, &none), key.as_deref())));
            }
            rows
        }
    };
    Ok(json!({
        "from": asked.from,
        "to": asked.to,
        "as_of": asked.as_of,
        "group_by": asked.group_by.word(),
        "rows": rows,
        "totals": totals,
    }))
}

/// The ledger's own numbers of each group, by its key.
type OfGroups = Vec<(Option<String>, Map<String, Value>)>;

/// A row with the ledger's own numbers of its group, `none` where there is nothing in it.
fn with(
    mut row: Map<String, Value>,
    (more, none): (&mut OfGroups, &Map<String, Value>),
    key: Option<&str>,
) -> Map<String, Value> {
    match more.iter().position(|(one, _)| one.as_deref() == key) {
        Some(at) => row.extend(more.remove(at).1),
        None => row.extend(none.clone()),
    }
    row
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
