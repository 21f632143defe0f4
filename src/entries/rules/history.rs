//! Which moves lead an entry to where a file says it stands: the shortest way through the table that gives
//! every field the file tells, each move on its day.

use std::collections::{HashSet, VecDeque};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::body::day_of;
use super::columns::comes_in;
use crate::entries::description::{Class, Description, Field, MoveRow, ON, Text, To};
use crate::problems::rules::number::parts;

/// What a file tells of an entry: how it was filed, and the moves that brought it to where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// A number of the ledger's own form that nobody has.
    pub number: Option<String>,
    /// The body of its filing, without what it belongs to and who owns it.
    pub body: Map<String, Value>,
    /// The day it is listed from; the present one where no move is older.
    pub listed_on: Option<NaiveDate>,
    pub moves: Vec<PastMove>,
    /// The last report of progress.
    pub progress: Option<String>,
}

/// A move that a file tells of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PastMove {
    pub name: String,
    /// None where the file doesn't tell and nothing follows: the day of the import.
    pub on: Option<NaiveDate>,
    pub body: Map<String, Value>,
}

/// Of a number that is one of a ledger's, such as `SH-XM-2021-003`: the park's code, what stands before the
/// year, the year, and the running number.
pub fn entry_parts(number: &str) -> Option<(&str, &str, i64, i64)> {
    let (without_running, _) = number.rsplit_once('-')?;
    let (prefix, _) = without_running.rsplit_once('-')?;
    let (code, letters) = prefix.split_once('-')?;
    // Behind the letters it is numbered as problems are.
    let bare = format!("{code}{}", number.strip_prefix(prefix)?);
    let (_, year, running) = parts(&bare)?;
    let are_letters = !letters.is_empty() && letters.bytes().all(|b| b.is_ascii_uppercase());
    are_letters.then_some((code, prefix, year, running))
}

/// Why no way leads there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoWay {
    /// The state needs what this field would say.
    Missing(Text),
    /// The day of this field lies before that of the other one.
    OutOfOrder(Text, Text),
    /// The state and the fields don't fit together.
    Contradiction,
}

/// A move on the way, and a field without which another one, that usually comes before it, was passed over.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    pub row: &'static MoveRow,
    pub passed_over: Option<(&'static MoveRow, Text)>,
}

/// How strictly a way is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// One day after the other.
    Sorted,
    /// As when moves are made now: what keeps the state may lie wherever it likes behind what led to it.
    Strict,
    InAnyOrder,
    /// As if nothing were missing.
    Complete,
}

/// A way so far.
#[derive(Clone)]
struct Path {
    state: Text,
    /// The fields that it gives.
    given: Vec<Text>,
    last: Option<NaiveDate>,
    steps: Vec<&'static MoveRow>,
}

/// The fields of the entry that a move takes from its body, of those that files bring: entry's, body's.
fn carried(of: &'static Description, row: &MoveRow) -> Vec<(&'static Field, Text)> {
    let sets = row.sets.iter();
    sets.filter_map(|(entry, body)| Some((of.field(entry).filter(|one| comes_in(one))?, *body)))
        .collect()
}

/// The field that a move can't do without and the file doesn't tell.
fn lacks(of: &'static Description, row: &MoveRow, told: &Map<String, Value>) -> Option<Text> {
    let is_required = |name: Text| {
        let mut body = row.body.iter();
        body.any(|field| field.name == name && field.required)
    };
    let by_move = carried(of, row).into_iter().find(|(field, body)| {
        field.by_moves && is_required(*body) && !told.contains_key(field.name)
    });
    let by_word = match row.to {
        To::By { field, .. } if !told.contains_key(field) => of.field(field),
        _ => None,
    };
    by_move
        .map(|(field, _)| field)
        .or(by_word)
        .map(|field| field.name)
}

/// The day of a move, where a field of the file tells it, and the field.
fn dated(
    of: &'static Description,
    row: &MoveRow,
    told: &Map<String, Value>,
) -> Option<(Text, NaiveDate)> {
    let (field, _) = carried(of, row).into_iter().find(|(_, body)| *body == ON)?;
    Some((field.name, told.get(field.name).and_then(day_of)?))
}

/// Where a word of the body alone decides: the field, its first word that leads to what files bring, and that state.
fn by_body(of: &Description, row: &MoveRow) -> Option<(Text, Text, Text)> {
    let To::By { field, to } = row.to else {
        return None;
    };
    let mut to = to.iter().filter(|_| of.field(field).is_none());
    to.find(|(_, code)| of.class(code) != Class::Excluded)
        .map(|(word, code)| (field, *word, *code))
}

fn target(of: &Description, row: &MoveRow, told: &Map<String, Value>, here: Text) -> Option<Text> {
    if let Some((.., code)) = by_body(of, row) {
        return Some(code);
    }
    match row.to {
        To::Same => Some(here),
        To::One(code) => Some(code),
        To::By { field, to } => {
            let word = told.get(field).and_then(Value::as_str);
            let found = to.iter().find(|(one, _)| Some(*one) == word);
            found.map(|(_, code)| *code)
        }
        To::Back => None,
    }
}

fn search(
    of: &'static Description,
    (first, status): (Text, Option<Text>),
    told: &Map<String, Value>,
    rule: Rule,
) -> Option<Vec<&'static MoveRow>> {
    let wanted = of
        .fields
        .iter()
        .filter(|field| field.by_moves && told.contains_key(field.name));
    let wanted: Vec<Text> = wanted.map(|field| field.name).collect();
    let mut ways = VecDeque::from([Path {
        state: first,
        given: vec![],
        last: None,
        steps: vec![],
    }]);
    let mut seen = HashSet::new();
    while let Some(path) = ways.pop_front() {
        let is_there = status.is_none_or(|status| status == path.state);
        if is_there && wanted.iter().all(|name| path.given.contains(name)) {
            return Some(path.steps);
        }
        for row in of.moves.iter().filter(|row| row.from.contains(&path.state)) {
            if rule != Rule::Complete && lacks(of, row, told).is_some() {
                continue;
            }
            let Some(to) = target(of, row, told, path.state) else {
                continue;
            };
            let mut next = Path {
                state: to,
                ..path.clone()
            };
            for (field, _) in carried(of, row) {
                if told.contains_key(field.name) && !next.given.contains(&field.name) {
                    next.given.push(field.name);
                }
            }
            next.given.sort_unstable();
            let leads_nowhere = to == path.state && next.given == path.given;
            if leads_nowhere || of.class(to) == Class::Excluded {
                continue;
            }
            let day = dated(of, row, told).map(|(_, day)| day);
            let is_early = day.is_some_and(|day| next.last.is_some_and(|last| day < last));
            if is_early && matches!(rule, Rule::Sorted | Rule::Strict) {
                continue;
            }
            if to != path.state || rule == Rule::Sorted {
                next.last = day.or(next.last);
            }
            if seen.insert((to, next.given.clone(), next.last)) {
                next.steps.push(row);
                ways.push_back(next);
            }
        }
    }
    None
}

/// The moves from the state in which an entry is filed to the one that a file tells, or, where it tells none,
/// as far as its fields do.
///
/// # Errors
/// Why there is no such way.
pub fn way(
    of: &'static Description,
    (first, status): (Text, Option<Text>),
    told: &Map<String, Value>,
) -> Result<Vec<Step>, NoWay> {
    let ends = (first, status);
    let sorted = search(of, ends, told, Rule::Sorted);
    if let Some(rows) = sorted.or_else(|| search(of, ends, told, Rule::Strict)) {
        return Ok(steps(of, first, told, &rows));
    }
    if let Some(rows) = search(of, ends, told, Rule::InAnyOrder) {
        let days: Vec<_> = rows.iter().filter_map(|row| dated(of, row, told)).collect();
        let wrong = days.windows(2).find(|two| two[1].1 < two[0].1);
        return Err(wrong.map_or(NoWay::Contradiction, |two| {
            NoWay::OutOfOrder(two[1].0, two[0].0)
        }));
    }
    let complete = search(of, ends, told, Rule::Complete);
    let mut complete = complete.into_iter().flatten();
    let missing = complete.find_map(|row| lacks(of, row, told));
    Err(missing.map_or(NoWay::Contradiction, NoWay::Missing))
}

fn steps(
    of: &'static Description,
    first: Text,
    told: &Map<String, Value>,
    rows: &[&'static MoveRow],
) -> Vec<Step> {
    let mut here = first;
    let mut steps = vec![];
    for row in rows {
        let usual = of.moves.iter().filter(|other| other.from.contains(&here));
        let mut passed_over = usual.filter_map(|other| {
            let between = match other.to {
                To::One(code) if code != here => code,
                _ => return None,
            };
            // It would have come before, had the file told its day.
            let is_before = other.name != row.name && row.from.contains(&between);
            let field = lacks(of, other, told).filter(|_| is_before)?;
            Some((other, field))
        });
        steps.push(Step {
            row,
            passed_over: passed_over.next(),
        });
        here = target(of, row, told, here).unwrap_or(here);
    }
    steps
}

/// The moves of a way with their bodies and days. What no field tells occurred with what follows it.
pub fn moves(of: &'static Description, told: &Map<String, Value>, way: &[Step]) -> Vec<PastMove> {
    let mut moves: Vec<PastMove> = vec![];
    let mut next = None;
    for step in way.iter().rev() {
        let own = dated(of, step.row, told).map(|(_, day)| day);
        let on = own.or(next);
        next = on;
        let body = carried(of, step.row)
            .into_iter()
            .filter_map(|(field, body)| Some((body.to_owned(), told.get(field.name)?.clone())));
        let mut body: Map<String, Value> = body.collect();
        if let Some((field, word, _)) = by_body(of, step.row) {
            body.insert(field.to_owned(), word.into());
        }
        if let (true, Some(day)) = (step.row.is_dated(), on) {
            body.insert(ON.to_owned(), day.to_string().into());
        }
        moves.push(PastMove {
            name: step.row.name.to_owned(),
            on,
            body,
        });
    }
    moves.reverse();
    moves
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;
