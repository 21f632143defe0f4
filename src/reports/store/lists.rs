//! The lists of a report: the problems behind a number, with their state at the end of the week.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text};

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::departments;
use crate::problems::rules::confidential::HIDDEN;
use crate::problems::rules::words::{Outcome, Severity, Source, Status};
use crate::reports::rules::Listed;
use crate::statistics::rules::asked::StatisticsRequest;
use crate::statistics::rules::count::{Count, Span};
use crate::statistics::store::measure::{quoted, stands, words};
use crate::statistics::store::problems::ids;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    number: String,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = BigInt)]
    park_id: i64,
    #[diesel(sql_type = Text)]
    park: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    enterprise_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    place: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    department_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    department: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    category: Option<String>,
    #[diesel(sql_type = Text)]
    source: Source,
    #[diesel(sql_type = Text)]
    severity: Severity,
    #[diesel(sql_type = Text)]
    status: Status,
    #[diesel(sql_type = Nullable<Text>)]
    outcome: Option<Outcome>,
    #[diesel(sql_type = BigInt)]
    round: i64,
    #[diesel(sql_type = Date)]
    reported_on: NaiveDate,
    #[diesel(sql_type = Nullable<Date>)]
    due_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    original_due_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    resolved_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    settled_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<BigInt>)]
    satisfaction: Option<i64>,
    #[diesel(sql_type = BigInt)]
    supervised: i64,
}

/// The problems behind any of some numbers, the earliest limit first.
pub fn problems(
    conn: &mut Conn,
    asked: &StatisticsRequest,
    counts: &[(Count, Span)],
) -> Result<Vec<Listed>> {
    let among: Vec<String> = counts
        .iter()
        .map(|(count, span)| format!("s.problem_id IN ({})", ids(*count, *span, asked)))
        .collect();
    let sql = format!(
        "SELECT q.id AS id, q.number AS number, q.title AS title, s.park_id AS park_id, \
         k.name AS park, CASE WHEN q.confidential THEN NULL ELSE s.enterprise_id END AS enterprise_id, \
         CASE WHEN q.confidential THEN '{HIDDEN}' ELSE COALESCE(n.name, q.site_name) END AS place, s.lead_department_id AS department_id, \
         d.name AS department, c.name AS category, s.source AS source, s.severity AS severity, \
         s.status AS status, s.outcome AS outcome, s.round AS round, \
         s.reported_on AS reported_on, s.due_on AS due_on, \
         s.original_due_on AS original_due_on, s.resolved_on AS resolved_on, \
         CASE WHEN s.status IN ({}) THEN (SELECT MAX(e.counted_on) FROM problem_events e \
         WHERE e.problem_id = q.id AND e.kind IN ('resolve', 'resolve_on_site') \
         AND e.counted_on <= {}) END AS settled_on, \
         s.satisfaction AS satisfaction, s.supervised AS supervised \
         FROM problem_states s JOIN problems q ON q.id = s.problem_id \
         JOIN parks k ON k.id = s.park_id \
         LEFT JOIN enterprises n ON n.id = s.enterprise_id \
         LEFT JOIN departments d ON d.id = s.lead_department_id \
         LEFT JOIN categories c ON c.id = s.category_id \
         WHERE s.is_current AND {} AND ({}) \
         ORDER BY COALESCE(s.due_on, '9999-12-31'), q.id",
        words(Status::SETTLED),
        quoted(asked.as_of),
        stands("s", asked.as_of),
        among.join(" OR "),
    );
    let rows: Vec<Row> = diesel::sql_query(sql).load(conn)?;
    Ok(rows.into_iter().map(listed).collect())
}

fn listed(row: Row) -> Listed {
    Listed {
        id: row.id,
        number: row.number,
        title: row.title,
        park_id: row.park_id,
        park: row.park,
        enterprise_id: row.enterprise_id,
        place: row.place,
        department_id: row.department_id,
        department: row.department,
        category: row.category,
        source: row.source,
        severity: row.severity,
        status: row.status,
        outcome: row.outcome,
        round: row.round,
        reported_on: row.reported_on,
        due_on: row.due_on,
        original_due_on: row.original_due_on,
        resolved_on: row.resolved_on,
        settled_on: row.settled_on,
        satisfaction: row.satisfaction,
        supervised: row.supervised,
    }
}

/// The peer group of each department that has one.
pub fn peer_groups(conn: &mut Conn) -> Result<BTreeMap<i64, String>> {
    let rows: Vec<(i64, Option<String>)> = departments::table
        .select((departments::id, departments::peer_group))
        .load(conn)?;
    let named = rows.into_iter().filter_map(|(id, name)| Some((id, name?)));
    Ok(named.collect())
}
