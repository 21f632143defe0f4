//! Between what was worked out in the scratch database and what the live database holds by now.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{problem_numbers as n, problems as p};
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

/// The number of a staged problem, `made`, where those from a point on moved: by park and year, and by
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

/// Problems with a higher id came later.
pub fn last_problem(conn: &mut Conn) -> Result<i64> {
    let last: Option<i64> = p::table.select(diesel::dsl::max(p::id)).first(conn)?;
    Ok(last.unwrap_or(0))
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

/// Whether somebody has by now what was to be made; `number` is that of a staged problem.
pub fn is_taken(conn: &mut Conn, staged: &Staged, number: &str) -> Result<bool> {
    let numbers = format!("live.number = {number}");
    let only_one = ONLY_ONE
        .iter()
        .copied()
        .chain([("problems", numbers.as_str())]);
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

/// Whether one of the problems is on file by now: filed since, of the same place, day and title.
pub fn is_told_already(conn: &mut Conn, staged: &Staged, since: i64) -> Result<bool> {
    let Some(first) = staged.first("problems") else {
        return Ok(false);
    };
    let alike = format!(
        "live.id > {since} AND live.park_id = made.park_id AND live.raised_on = made.raised_on \
         AND live.title_key = made.title_key \
         AND COALESCE(live.enterprise_id, 0) = COALESCE(made.enterprise_id, 0)"
    );
    any(conn, staged, ("problems", &alike), first)
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
