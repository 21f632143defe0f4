//! Visits by properties and enterprise, and what was entered late about them.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::measure::{quoted, stands};
use super::problems::only;
use crate::base::Result;
use crate::base::db::Conn;
use crate::statistics::rules::asked::{CountScope, Narrowed, StatisticsRequest};
use crate::statistics::rules::numbers::{Property, VisitCell};

#[derive(Debug, QueryableByName)]
struct VisitRow {
    #[diesel(sql_type = Nullable<Text>)]
    park: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    enterprise: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    visited_on: Option<String>,
    #[diesel(sql_type = BigInt)]
    times: i64,
    #[diesel(sql_type = BigInt)]
    to_sites: i64,
    #[diesel(sql_type = BigInt)]
    period_times: i64,
    #[diesel(sql_type = BigInt)]
    period_to_sites: i64,
    #[diesel(sql_type = BigInt)]
    late_entries: i64,
}

/// What visits are told apart by, of the states `v`.
fn keys(properties: &[Property]) -> String {
    let column = |property: Property, name: &str| match properties.contains(&property) {
        true => format!("CAST(v.{name} AS TEXT)"),
        false => "CAST(NULL AS TEXT)".to_owned(),
    };
    format!(
        "{} AS park, v.enterprise_id AS enterprise, {} AS visited_on",
        column(Property::Park, "park_id"),
        column(Property::ReportedOn, "counted_on")
    )
}

/// Visits by enterprise and the properties that they have: distinct enterprises can be counted from them for
/// any groups.
pub fn cells(
    conn: &mut Conn,
    asked: &StatisticsRequest,
    properties: &[Property],
) -> Result<Vec<VisitCell>> {
    // As of the day asked about the row is at hand; for another day another one may be.
    let voided = |alias: &str, day| {
        let day = quoted(day);
        format!("CASE WHEN v.from_day <= {day} THEN v.voided ELSE {alias}.voided END")
    };
    let state = |alias: &str, day| {
        format!(
            "LEFT JOIN visit_states {alias} ON {alias}.visit_id = \
             CASE WHEN v.from_day > {} THEN v.visit_id END AND {}",
            quoted(day),
            stands(alias, day)
        )
    };
    let new = format!(
        "NOT {} AND (NOT {}) IS NOT TRUE",
        voided("t", asked.to),
        voided("b", asked.day_before())
    );
    let count = |condition: &str| format!("COUNT(CASE WHEN {condition} THEN 1 END)");
    let visits = format!(
        "SELECT {keys}, {times} AS times, {to_sites} AS to_sites, {period_times} AS period_times, \
         {period_to_sites} AS period_to_sites, CAST(0 AS BIGINT) AS late_entries \
         FROM visit_states v {t} {b} WHERE {now}{conditions} GROUP BY 1, 2, 3",
        keys = keys(properties),
        times = count("NOT v.voided"),
        to_sites = count("NOT v.voided AND v.at_site"),
        period_times = count(&new),
        period_to_sites = count(&format!("{new} AND v.at_site")),
        t = state("t", asked.to),
        b = state("b", asked.day_before()),
        now = stands("v", asked.as_of),
        conditions = conditions(asked),
    );
    load(conn, &visits)
}

/// What was recorded late, told apart as the visits are.
pub fn late_entries(
    conn: &mut Conn,
    asked: &StatisticsRequest,
    properties: &[Property],
) -> Result<Vec<VisitCell>> {
    let (keys, none) = (keys(properties), "CAST(0 AS BIGINT)");
    let late = format!(
        "SELECT {keys}, {none} AS times, {none} AS to_sites, {none} AS period_times, \
         {none} AS period_to_sites, COUNT(*) AS late_entries FROM visit_events e \
         JOIN visit_states v ON v.visit_id = e.visit_id AND {} \
         WHERE e.counted_on BETWEEN {} AND {} AND e.occurred_on <> e.counted_on{} GROUP BY 1, 2, 3",
        stands("v", asked.as_of),
        quoted(asked.from),
        quoted(asked.to),
        conditions(asked),
    );
    load(conn, &late)
}

fn load(conn: &mut Conn, sql: &str) -> Result<Vec<VisitCell>> {
    let rows: Vec<VisitRow> = diesel::sql_query(sql).load(conn)?;
    Ok(rows.into_iter().map(cell).collect())
}

fn cell(row: VisitRow) -> VisitCell {
    VisitCell {
        park: row.park,
        enterprise: row.enterprise,
        visited_on: row.visited_on,
        times: row.times,
        to_sites: row.to_sites,
        period_times: row.period_times,
        period_to_sites: row.period_to_sites,
        late_entries: row.late_entries,
    }
}

/// A visit changes by being recorded, corrected and voided; no time runs out for it.
fn moved(narrowed: Narrowed) -> Option<String> {
    let Narrowed::MovedSince(day) = narrowed else {
        return None;
    };
    let day = quoted(day);
    Some(format!(
        "v.visit_id IN (SELECT visit_id FROM visit_states WHERE from_day >= {day})"
    ))
}

fn conditions(asked: &StatisticsRequest) -> String {
    let filter = asked.filter;
    let reach = match asked.reach {
        CountScope::Park(id) => Some(format!("v.park_id = {id}")),
        CountScope::Everything | CountScope::Department(_) => None,
    };
    [
        reach,
        filter.park.map(|id| format!("v.park_id = {id}")),
        only("v.enterprise_id", filter.enterprise),
        filter.narrowed.and_then(moved),
        filter.reported.map(|(first, last)| {
            format!(
                "v.counted_on BETWEEN {} AND {}",
                quoted(first),
                quoted(last)
            )
        }),
    ]
    .into_iter()
    .flatten()
    .map(|one| format!(" AND {one}"))
    .collect()
}
