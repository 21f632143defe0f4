//! The events a report tells of: late entries, and what took back earlier numbers.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Timestamp};

use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::problem_events;
use crate::statistics::rules::asked::{CountScope, StatisticsRequest};
use crate::statistics::rules::count::{Count, Span};
use crate::statistics::store::measure::{quoted, stands};
use crate::statistics::store::problems::{ids, taken_back_ids};

/// What can take a problem out of an earlier number, or put it back.
const TAKING_BACK: &str = "(e.kind IN ('reopen', 'track', 'reject', 'merge', 'withdraw', \
     'reinstate') OR e.kind = 'follow_up' AND e.data LIKE '%\"solved\":false%')";

/// An event with what it happened to.
#[derive(Debug, Clone, QueryableByName)]
pub struct EntryRow {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Date)]
    pub occurred_on: NaiveDate,
    #[diesel(sql_type = Timestamp)]
    pub recorded_at: NaiveDateTime,
    #[diesel(sql_type = Date)]
    pub counted_on: NaiveDate,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub actor_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub actor_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub actor_role: Option<String>,
    #[diesel(sql_type = BigInt)]
    pub subject_id: i64,
    /// The park it belonged to as of the day asked about.
    #[diesel(sql_type = BigInt)]
    pub park_id: i64,
    /// A problem's number; null for a visit.
    #[diesel(sql_type = Nullable<Text>)]
    pub number: Option<String>,
    /// A problem's title, or a visit's place.
    #[diesel(sql_type = Nullable<Text>)]
    pub title: Option<String>,
    /// Null for a problem.
    #[diesel(sql_type = Nullable<Date>)]
    pub visited_on: Option<NaiveDate>,
}

const EVENT: &str = "e.id AS id, e.kind AS kind, e.occurred_on AS occurred_on, \
     e.recorded_at AS recorded_at, e.counted_on AS counted_on, e.actor_id AS actor_id, \
     e.actor_name AS actor_name, e.actor_role AS actor_role";

/// 补录: problems first, then visits, each in the order of recording.
pub fn late(conn: &mut Conn, asked: &StatisticsRequest) -> Result<Vec<EntryRow>> {
    let late = "e.occurred_on <> e.counted_on";
    let among = ids(Count::LateEntries, Span::Period, asked);
    let mut rows = of_problems(
        conn,
        asked,
        &format!("e.problem_id IN ({among}) AND {late}"),
    )?;
    rows.extend(of_visits(conn, asked, late)?);
    Ok(rows)
}

/// 核减: what this period took back from the numbers of earlier ones.
pub fn corrections(conn: &mut Conn, asked: &StatisticsRequest) -> Result<Vec<EntryRow>> {
    let from = quoted(asked.from);
    let moved = format!(
        "{TAKING_BACK} AND e.problem_id IN ({})",
        taken_back_ids(asked)
    );
    let mut rows = of_problems(conn, asked, &moved)?;
    let voided = format!("e.kind = 'void' AND v.counted_on < {from}");
    rows.extend(of_visits(conn, asked, &voided)?);
    Ok(rows)
}

/// When and why each problem was last excluded within the period.
pub fn exclusions(
    conn: &mut Conn,
    asked: &StatisticsRequest,
) -> Result<BTreeMap<i64, (NaiveDate, Option<String>)>> {
    let rows: Vec<(i64, NaiveDate, Option<String>)> = problem_events::table
        .filter(problem_events::kind.eq_any(["reject", "merge", "withdraw"]))
        .filter(problem_events::counted_on.between(asked.from, asked.to))
        .order(problem_events::id)
        .select((
            problem_events::problem_id,
            problem_events::counted_on,
            problem_events::text,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, on, why)| (id, (on, why)))
        .collect())
}

fn of_problems(conn: &mut Conn, asked: &StatisticsRequest, which: &str) -> Result<Vec<EntryRow>> {
    let sql = format!(
        "SELECT {EVENT}, q.id AS subject_id, p.park_id AS park_id, q.number AS number, \
         q.title AS title, CAST(NULL AS DATE) AS visited_on \
         FROM problem_events e JOIN problems q ON q.id = e.problem_id \
         JOIN problem_states p ON p.problem_id = e.problem_id AND p.is_current AND {} \
         WHERE e.counted_on BETWEEN {} AND {} AND {which} ORDER BY e.id",
        stands("p", asked.as_of),
        quoted(asked.from),
        quoted(asked.to),
    );
    Ok(diesel::sql_query(sql).load(conn)?)
}

fn of_visits(conn: &mut Conn, asked: &StatisticsRequest, which: &str) -> Result<Vec<EntryRow>> {
    let park = match asked.reach {
        CountScope::Everything => String::new(),
        CountScope::Park(id) => format!(" AND v.park_id = {id}"),
        CountScope::Department(_) => return Ok(Vec::new()),
    };
    let sql = format!(
        "SELECT {EVENT}, w.id AS subject_id, v.park_id AS park_id, CAST(NULL AS TEXT) AS number, \
         COALESCE(n.name, w.site_name) AS title, w.visited_on AS visited_on \
         FROM visit_events e JOIN visits w ON w.id = e.visit_id \
         JOIN visit_states v ON v.visit_id = e.visit_id AND {} \
         LEFT JOIN enterprises n ON n.id = w.enterprise_id \
         WHERE e.counted_on BETWEEN {} AND {} AND {which}{park} ORDER BY e.id",
        stands("v", asked.as_of),
        quoted(asked.from),
        quoted(asked.to),
    );
    Ok(diesel::sql_query(sql).load(conn)?)
}
