//! What each count means, as SQL over the as-of ledger: both the number and the list behind it are made
//! from one condition, so that the two can't disagree.
//!
//! Into these texts come nothing but codes of a checked description (small letters, digits and underscores), words
//! of it, ids and days.

use std::cell::RefCell;

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use crate::access::Scope;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::entries::description::{Class, Description, Predicate, Value};
use crate::entries::rules::figures::Figures;
use crate::entries::rules::numbers::{Asked, GroupBy, Span, Unit, counts};
use crate::entries::rules::values::CONCERNED;

#[derive(QueryableByName)]
struct Group {
    #[diesel(sql_type = Nullable<Text>)]
    key: Option<String>,
    #[diesel(sql_type = Text)]
    sums: String,
}

/// How a condition names what it asks the database for.
trait Naming {
    fn name(&self, sql: String) -> String;
}

/// As it is, where it is asked once.
struct Inline;

impl Naming for Inline {
    fn name(&self, sql: String) -> String {
        sql
    }
}

/// As columns of a row that is made before the counts.
#[derive(Default)]
struct Lookups(RefCell<Vec<String>>);

impl Naming for Lookups {
    fn name(&self, sql: String) -> String {
        let mut all = self.0.borrow_mut();
        let at = all.iter().position(|one| *one == sql).unwrap_or_else(|| {
            all.push(sql);
            all.len() - 1
        });
        format!("c{at}")
    }
}

impl Lookups {
    fn columns(&self) -> impl Iterator<Item = String> {
        let all = self.0.take();
        let named = |(at, sql): (usize, String)| format!("{sql} AS c{at}");
        all.into_iter().enumerate().map(named)
    }
}

/// An entry that was counted on a day, with the group it is in.
#[derive(Debug, Clone, QueryableByName)]
pub struct Counted {
    #[diesel(sql_type = BigInt)]
    pub entry_id: i64,
    #[diesel(sql_type = Nullable<Text>)]
    pub key: Option<String>,
}

/// The figures of every group that has something. What several counts ask of an entry is looked up once: the
/// database would otherwise do so for each of them.
pub fn groups(conn: &mut Conn, asked: &Asked) -> Result<Vec<(Option<String>, Figures)>> {
    let names = counts(asked.ledger);
    let looked_up = Lookups::default();
    let sum = |span: Span| {
        let sums = names.iter().map(|name| {
            format!(
                "CAST(SUM(CASE WHEN {} THEN 1 ELSE 0 END) AS TEXT)",
                condition(name, span, asked, &looked_up)
            )
        });
        sums.collect::<Vec<_>>().join(" || ',' || ")
    };
    let (as_of, period) = (sum(Span::AsOf), sum(Span::Period));
    let columns: Vec<_> = looked_up.columns().collect();
    let sql = format!(
        "WITH counted AS MATERIALIZED (SELECT {} AS key, {} {}) \
         SELECT key, {as_of} || ',' || {period} AS sums FROM counted GROUP BY 1",
        key(asked),
        columns.join(", "),
        population(asked)
    );
    let rows: Vec<Group> = diesel::sql_query(sql).load(conn)?;
    let read = |group: Group| {
        let numbers = group
            .sums
            .split(',')
            .map(|number| number.parse::<i64>().map_err(Error::internal));
        let numbers: Vec<i64> = numbers.collect::<Result<_>>()?;
        let (as_of, period) = numbers.split_at(names.len().min(numbers.len()));
        Ok((
            group.key,
            Figures {
                as_of: as_of.to_vec(),
                period: period.to_vec(),
            },
        ))
    };
    rows.into_iter().map(read).collect()
}

/// Those that count on the day and aren't excluded, with their groups: what ledgers add numbers of their own to.
pub fn members(conn: &mut Conn, asked: &Asked) -> Result<Vec<Counted>> {
    behind(conn, "listed", asked)
}

/// The entries behind a count on the day, with their groups.
pub fn behind(conn: &mut Conn, count: &str, asked: &Asked) -> Result<Vec<Counted>> {
    let counted = condition(count, Span::AsOf, asked, &Inline);
    let sql = format!(
        "SELECT p.entry_id AS entry_id, {} AS key {} AND ({counted}) ORDER BY 1",
        key(asked),
        population(asked)
    );
    Ok(diesel::sql_query(sql).load(conn)?)
}

/// A condition on `entries.id`: those behind a number.
pub fn among(count: &str, span: Span, asked: &Asked) -> String {
    let rows = population(asked);
    format!(
        "entries.id IN (SELECT p.entry_id {rows} AND ({}))",
        condition(count, span, asked, &Inline)
    )
}

/// `p` is the state as of the day asked about, [`end`] that at the end of the period, `b` that before it.
fn population(asked: &Asked) -> String {
    let joined = |alias: &str, day: NaiveDate| {
        format!(
            "LEFT JOIN entry_states {alias} ON {alias}.entry_id = p.entry_id AND {}",
            stands(alias, day)
        )
    };
    let at_end = match end(asked) {
        "p" => String::new(),
        alias => joined(alias, asked.to),
    };
    let mut sql = format!(
        "FROM entry_states p {at_end} {} WHERE p.ledger = '{}' AND {}",
        joined("b", asked.day_before()),
        asked.ledger.code,
        stands("p", asked.as_of)
    );
    match asked.reach {
        Scope::All => {}
        // As lists have it: by what is theirs today.
        Scope::Park(id) => {
            sql += &format!(" AND p.entry_id IN (SELECT id FROM entries WHERE park_id = {id})")
        }
        Scope::Department(id) => {
            sql += &format!(
                " AND p.entry_id IN (SELECT o.id FROM entries o WHERE o.department_id = {id} OR EXISTS (SELECT 1 \
                 FROM entry_values w WHERE w.entry_id = o.id AND w.field = '{CONCERNED}' AND w.number = {id}))"
            );
        }
        Scope::Nothing => sql += " AND 1 = 0",
    }
    for (unit, id) in &asked.units {
        let column = unit_column(*unit);
        sql += &match id {
            Some(id) => format!(" AND {column} = {id}"),
            None => format!(" AND {column} IS NULL"),
        };
    }
    for (field, word) in &asked.words {
        sql += &format!(
            " AND {}",
            value("p", asked.as_of, field.name, &format!("v.word = '{word}'"))
        );
    }
    sql
}

/// The state at the end of the period: that as of the day, where the two are one.
fn end(asked: &Asked) -> &'static str {
    if asked.to == asked.as_of { "p" } else { "t" }
}

fn unit_column(unit: Unit) -> String {
    format!("p.{}", unit.key())
}

fn key(asked: &Asked) -> String {
    let column = match asked.group_by {
        GroupBy::Nothing => "NULL".to_owned(),
        GroupBy::Unit(unit) => unit_column(unit),
        GroupBy::Word(field) => format!(
            "(SELECT v.word FROM entry_state_values v WHERE v.entry_id = p.entry_id AND v.field = '{}' AND {})",
            field.name,
            stands("v", asked.as_of)
        ),
    };
    format!("CAST({column} AS TEXT)")
}

fn stands(alias: &str, day: NaiveDate) -> String {
    format!("{alias}.from_day <= '{day}' AND '{day}' < {alias}.until_day")
}

/// When an entry is counted.
fn condition(count: &str, span: Span, asked: &Asked, naming: &dyn Naming) -> String {
    let of = asked.ledger;
    let (open, settled, excluded) = (
        class(of, Class::Open),
        class(of, Class::Settled),
        class(of, Class::Excluded),
    );
    let status = |alias: &str| naming.name(format!("{alias}.status"));
    let (p, t, b) = (status("p"), status(end(asked)), status("b"));
    let stock = |rule: &dyn Fn(&str, NaiveDate) -> String| match span {
        Span::AsOf => rule("p", asked.as_of),
        Span::Period => {
            let (now, before) = (rule(end(asked), asked.to), rule("b", asked.day_before()));
            format!("({t} IS NOT NULL AND {now}) AND ({b} IS NOT NULL AND {before}) IS NOT TRUE")
        }
    };
    let is_new = format!("({b} IS NULL OR {b} IN ({open}))");
    match (count, span) {
        ("listed", Span::Period) => format!("{t} NOT IN ({excluded}) AND {b} IS NULL"),
        ("listed", Span::AsOf) => format!("{p} NOT IN ({excluded})"),
        ("open", _) => stock(&|alias, _| format!("{} IN ({open})", status(alias))),
        ("settled", Span::AsOf) => format!("{p} IN ({settled})"),
        ("settled", Span::Period) => format!("{t} IN ({settled}) AND {is_new}"),
        ("excluded", Span::AsOf) => format!("{p} IN ({excluded})"),
        ("excluded", Span::Period) => format!("{t} IN ({excluded}) AND {is_new}"),
        ("carried_in", _) => format!("{b} IN ({open})"),
        ("reported", _) => format!("{t} IS NOT NULL AND {b} IS NULL"),
        ("put_back", _) => format!("{b} NOT IN ({open}) AND {t} IN ({open})"),
        ("carried_out", _) => format!("{t} IN ({open})"),
        _ => match of.counts.iter().find(|one| one.name == count) {
            Some(one) => stock(&|alias, day| holds(of, &one.holds, (alias, day), naming)),
            None => "1 = 0".to_owned(),
        },
    }
}

fn class(of: &Description, class: Class) -> String {
    quoted(of.of_class(class))
}

/// Codes as a list of SQL texts; a class without states has none that anything is.
fn quoted<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<_> = codes.map(|code| format!("'{code}'")).collect();
    if all.is_empty() {
        "''".to_owned()
    } else {
        all.join(", ")
    }
}

fn value(alias: &str, day: NaiveDate, field: &str, is: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM entry_state_values v WHERE v.entry_id = {alias}.entry_id AND v.field = '{field}' AND {} AND {is})",
        stands("v", day)
    )
}

fn holds(
    of: &Description,
    predicate: &Predicate,
    (alias, day): (&str, NaiveDate),
    naming: &dyn Naming,
) -> String {
    let all = |parts: &[Predicate], word: &str, none: &str| {
        let parts: Vec<_> = parts
            .iter()
            .map(|part| format!("({})", holds(of, part, (alias, day), naming)))
            .collect();
        if parts.is_empty() {
            none.to_owned()
        } else {
            format!("({})", parts.join(word))
        }
    };
    let status = || naming.name(format!("{alias}.status"));
    let value = |field: &str, is: &str| naming.name(value(alias, day, field, is));
    match predicate {
        Predicate::Status(codes) => format!("{} IN ({})", status(), quoted(codes.iter().copied())),
        Predicate::Class(one) => format!("{} IN ({})", status(), class(of, *one)),
        Predicate::Ever(code) => naming.name(format!(
            "EXISTS (SELECT 1 FROM entry_events ev WHERE ev.entry_id = {alias}.entry_id AND ev.status = '{code}' AND ev.counted_on <= '{day}')"
        )),
        Predicate::Set(field) => value(
            field,
            "(v.word IS NOT NULL OR v.number IS NOT NULL OR v.day IS NOT NULL)",
        ),
        Predicate::Is(field, one) => {
            let (column, one) = compared(*one, day);
            value(field, &format!("v.{column} = {one}"))
        }
        Predicate::Between(field, from, to) => {
            let ((column, from), (_, to)) = (compared(*from, day), compared(*to, day));
            value(field, &format!("v.{column} BETWEEN {from} AND {to}"))
        }
        Predicate::All(parts) => all(parts, " AND ", "1 = 1"),
        Predicate::Any(parts) => all(parts, " OR ", "1 = 0"),
        Predicate::Not(part) => format!("NOT ({})", holds(of, part, (alias, day), naming)),
    }
}

/// The column that holds such a value, and the value.
fn compared(one: Value, day: NaiveDate) -> (&'static str, String) {
    let of_year = |month, last| {
        let edge = NaiveDate::from_ymd_opt(day.year(), month, last).unwrap_or(day);
        ("day", format!("'{edge}'"))
    };
    match one {
        Value::Word(word) => ("word", format!("'{word}'")),
        Value::Number(number) => ("number", number.to_string()),
        Value::Day(day) => ("day", format!("'{day}'")),
        Value::FirstOfYear => of_year(1, 1),
        Value::LastOfYear => of_year(12, 31),
        Value::Year => ("number", day.year().to_string()),
        Value::AsOf => ("day", format!("'{day}'")),
    }
}
