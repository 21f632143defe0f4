//! Visits by group and enterprise, and what was entered late about them.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::measure::{quoted, stands};
use super::problems::only;
use crate::base::Result;
use crate::base::db::Conn;
use crate::statistics::rules::asked::{CountScope, GroupBy, StatisticsRequest};

/// Visits to one enterprise (or to sites without one) within a group.
#[derive(Debug, QueryableByName)]
pub struct EnterpriseVisits {
    #[diesel(sql_type = Nullable<Text>)]
    pub key: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub enterprise_id: Option<i64>,
    #[diesel(sql_type = BigInt)]
    pub times: i64,
    #[diesel(sql_type = BigInt)]
    pub to_sites: i64,
    #[diesel(sql_type = BigInt)]
    pub period_times: i64,
    #[diesel(sql_type = BigInt)]
    pub period_to_sites: i64,
}

#[derive(QueryableByName)]
pub struct Late {
    #[diesel(sql_type = Nullable<Text>)]
    pub key: Option<String>,
    #[diesel(sql_type = BigInt)]
    pub times: i64,
}

/// Visits by group and enterprise: distinct enterprises can be counted from them for any groups.
pub fn by_enterprise(conn: &mut Conn, asked: &StatisticsRequest) -> Result<Vec<EnterpriseVisits>> {
    if !counts_visits(asked) {
        return Ok(Vec::new());
    }
    let new = "NOT t.voided AND (NOT b.voided) IS NOT TRUE";
    let state = |alias: &str, day| {
        format!(
            "LEFT JOIN visit_states {alias} ON {alias}.visit_id = v.visit_id AND {}",
            stands(alias, day)
        )
    };
    let count = |condition: &str| format!("COUNT(CASE WHEN {condition} THEN 1 END)");
    let sql = format!(
        "SELECT {key} AS key, v.enterprise_id AS enterprise_id, {times} AS times, \
         {to_sites} AS to_sites, {period_times} AS period_times, \
         {period_to_sites} AS period_to_sites \
         FROM visit_states v {t} {b} WHERE {now}{conditions} GROUP BY 1, 2",
        key = key(asked.group_by),
        times = count("NOT v.voided"),
        to_sites = count("NOT v.voided AND v.at_site"),
        period_times = count(new),
        period_to_sites = count(&format!("{new} AND v.at_site")),
        t = state("t", asked.to),
        b = state("b", asked.day_before()),
        now = stands("v", asked.as_of),
        conditions = conditions(asked),
    );
    Ok(diesel::sql_query(sql).load(conn)?)
}

/// Entries about visits that were counted later than they happened.
pub fn late_entries(conn: &mut Conn, asked: &StatisticsRequest) -> Result<Vec<Late>> {
    if !counts_visits(asked) {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {} AS key, COUNT(*) AS times FROM visit_events e \
         JOIN visit_states v ON v.visit_id = e.visit_id AND {} \
         WHERE e.counted_on BETWEEN {} AND {} AND e.occurred_on <> e.counted_on{} GROUP BY 1",
        key(asked.group_by),
        stands("v", asked.as_of),
        quoted(asked.from),
        quoted(asked.to),
        conditions(asked),
    );
    Ok(diesel::sql_query(sql).load(conn)?)
}

fn counts_visits(asked: &StatisticsRequest) -> bool {
    asked.filter.applies_to_visits() && !matches!(asked.reach, CountScope::Department(_))
}

fn key(group_by: GroupBy) -> &'static str {
    match group_by {
        GroupBy::Park => "CAST(v.park_id AS TEXT)",
        GroupBy::Enterprise => "CAST(v.enterprise_id AS TEXT)",
        GroupBy::Week | GroupBy::Month => "CAST(v.counted_on AS TEXT)",
        // Visits have none of these: they stand in the row of "none of these".
        GroupBy::Nothing
        | GroupBy::Department
        | GroupBy::Category
        | GroupBy::Level
        | GroupBy::Source
        | GroupBy::Severity => "CAST(NULL AS TEXT)",
    }
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
