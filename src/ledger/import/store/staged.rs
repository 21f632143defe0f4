//! Between what was worked out in the scratch database and what the live database holds by now.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{entries as e, problem_numbers as n, problems as p};
use crate::base::db::scratch::Staged;

/// A park's year, in which problems are numbered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NumberSeries {
    pub park_code: String,
    pub year: i64,
}

/// The last numbers given.
pub fn numbers(conn: &mut Conn) -> Result<BTreeMap<NumberSeries, i64>> {
    let rows: Vec<(String, i64, i64)> = n::table
        .select((n::park_code, n::year, n::last))
        .load(conn)?;
    let rows = rows
        .into_iter()
        .map(|(park_code, year, last)| (NumberSeries { park_code, year }, last));
    Ok(rows.collect())
}

/// Lets the numbers of a park's year begin behind one that a ledger brought along.
pub fn raise_last_number(conn: &mut Conn, of: &NumberSeries, running: i64) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO problem_numbers (park_code, year, last) VALUES ($1, $2, $3) \
         ON CONFLICT (park_code, year) DO UPDATE SET last = \
         CASE WHEN problem_numbers.last < excluded.last THEN excluded.last ELSE problem_numbers.last END",
    )
    .bind::<Text, _>(&of.park_code)
    .bind::<BigInt, _>(of.year)
    .bind::<BigInt, _>(running)
    .execute(conn)?;
    Ok(())
}

/// Takes so many numbers; gives the last.
pub fn reserve_numbers(conn: &mut Conn, of: &NumberSeries, many: i64) -> Result<i64> {
    let own = n::park_code.eq(&of.park_code).and(n::year.eq(of.year));
    Ok(diesel::update(n::table.filter(own))
        .set(n::last.eq(n::last + many))
        .returning(n::last)
        .get_result(conn)?)
}

/// The number of a staged problem or entry, `made`, where those from a point on moved: by park and year, and by
/// how much.
pub fn moved_numbers(moved: &[(&NumberSeries, i64, i64)]) -> String {
    if moved.is_empty() {
        return "made.number".to_owned();
    }
    let mut cases = String::from("CASE");
    for &(of, from, by) in moved {
        let stem = format!("{}-{}-", of.park_code, of.year);
        let running = format!("CAST(substr(made.number, {}) AS BIGINT)", stem.len() + 1);
        let now = format!("({running} + {by})");
        cases.push_str(&format!(
            " WHEN made.number LIKE '{stem}%' AND {running} > {from} THEN '{stem}' || CASE WHEN {now} < 1000 \
             THEN substr(CAST(1000 + {now} AS TEXT), 2) ELSE CAST({now} AS TEXT) END"
        ));
    }
    cases + " ELSE made.number END"
}

/// The highest ids when a preparation began; those with higher ones came later.
#[derive(Debug, Clone, Copy)]
pub struct LastIds {
    pub problem: i64,
    pub entry: i64,
}

/// The highest ids by now.
pub fn last_ids(conn: &mut Conn) -> Result<LastIds> {
    let problem: Option<i64> = p::table.select(diesel::dsl::max(p::id)).first(conn)?;
    let entry: Option<i64> = e::table.select(diesel::dsl::max(e::id)).first(conn)?;
    Ok(LastIds {
        problem: problem.unwrap_or(0),
        entry: entry.unwrap_or(0),
    })
}

#[derive(QueryableByName)]
struct Many {
    #[diesel(sql_type = BigInt)]
    many: i64,
}

/// What only one may have, and by what an import knows what is there.
const ONLY_ONE: &[(&str, &str)] = &[
    ("parks", "live.code = made.code OR live.name = made.name"),
    ("departments", "live.name = made.name"),
    ("categories", "live.name = made.name"),
    ("enterprises", "live.credit_code = made.credit_code"),
    (
        "enterprises",
        "live.name = made.name AND live.park_id = made.park_id",
    ),
];

/// Whether somebody has by now what was to be made; `number` is that of a staged problem or entry.
pub fn is_taken(conn: &mut Conn, staged: &Staged, number: &str) -> Result<bool> {
    let numbers = format!("live.number = {number}");
    let only_one = ONLY_ONE
        .iter()
        .copied()
        .chain(["problems", "entries"].map(|table| (table, numbers.as_str())));
    for (table, alike) in only_one {
        let Some(first) = staged.first(table) else {
            continue;
        };
        if any(conn, staged, (table, alike), first)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether one of the problems or entries is on file by now: filed since, of the same place and title, and of
/// the same day or ledger.
pub fn is_told_already(conn: &mut Conn, staged: &Staged, since: LastIds) -> Result<bool> {
    let problems = format!(
        "live.id > {} AND live.park_id = made.park_id AND live.raised_on = made.raised_on \
         AND live.title_key = made.title_key \
         AND COALESCE(live.enterprise_id, 0) = COALESCE(made.enterprise_id, 0)",
        since.problem
    );
    let entries = format!(
        "live.id > {} AND live.ledger = made.ledger AND live.title = made.title \
         AND COALESCE(live.park_id, 0) = COALESCE(made.park_id, 0)",
        since.entry
    );
    for (table, alike) in [("problems", problems), ("entries", entries)] {
        if let Some(first) = staged.first(table)
            && any(conn, staged, (table, &alike), first)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn any(conn: &mut Conn, staged: &Staged, (table, alike): (&str, &str), first: i64) -> Result<bool> {
    let sql = format!(
        "SELECT COUNT(*) AS many FROM {table} live, {} made WHERE made.id >= {first} AND ({alike})",
        staged.name(table)
    );
    let found: Many = diesel::sql_query(sql).get_result(conn)?;
    Ok(found.many > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_that_were_given_move() {
        let of = NumberSeries {
            park_code: "SH".to_owned(),
            year: 2021,
        };
        let sql = moved_numbers(&[(&of, 16, 2)]);
        assert!(
            sql.contains("LIKE 'SH-2021-%'") && sql.contains("> 16"),
            "{sql}"
        );
    }
}
