//! The parts of supporting departments: of their own, never added in.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::measure::{quoted, stands, words};
use super::problems::{conditions, of_department};
use crate::base::Result;
use crate::base::db::Conn;
use crate::problems::rules::words::Status;
use crate::statistics::rules::asked::StatisticsRequest;
use crate::statistics::rules::numbers::{SupportCell, SupportCounts};

#[derive(Debug, QueryableByName)]
struct SupportRow {
    #[diesel(sql_type = BigInt)]
    park_id: i64,
    #[diesel(sql_type = BigInt)]
    department_id: i64,
    #[diesel(sql_type = BigInt)]
    assigned: i64,
    #[diesel(sql_type = BigInt)]
    replied: i64,
    #[diesel(sql_type = BigInt)]
    outstanding: i64,
    #[diesel(sql_type = BigInt)]
    overdue: i64,
    #[diesel(sql_type = BigInt)]
    due: i64,
    #[diesel(sql_type = BigInt)]
    on_time: i64,
}

/// Each department that supports or supported problems of a park that aren't excluded.
pub fn cells(conn: &mut Conn, asked: &StatisticsRequest) -> Result<Vec<SupportCell>> {
    // Once a problem is settled nobody has to reply any more.
    let open = words(Status::OPEN);
    let running = format!("s.replied_on IS NULL AND NOT s.ended AND p.status IN ({open})");
    let as_of = quoted(asked.as_of);
    let (from, to, passed) = (
        quoted(asked.from),
        quoted(asked.to),
        quoted(asked.last_passed()),
    );
    // The ledger keeps no limit that fell away before it had passed.
    let due = format!(
        "s.due_on IS NOT NULL AND (s.replied_on BETWEEN {from} AND {to} \
         OR s.due_on BETWEEN {from} AND {passed})"
    );
    let count = |condition: &str| format!("COUNT(CASE WHEN {condition} THEN 1 END)");
    let sql = format!(
        "SELECT p.park_id AS park_id, s.department_id AS department_id, COUNT(*) AS assigned, {} AS replied, \
         {} AS outstanding, {} AS overdue, {} AS due, {} AS on_time \
         FROM support_states s JOIN problem_states p ON p.problem_id = s.problem_id \
         AND p.is_current AND {} WHERE {} AND p.status NOT IN ({}){}{} GROUP BY 1, 2",
        count("s.replied_on IS NOT NULL"),
        count(&running),
        count(&format!("{running} AND s.due_on < {as_of}")),
        count(&due),
        count(&format!("({due}) AND s.replied_on <= s.due_on")),
        stands("p", asked.as_of),
        stands("s", asked.as_of),
        words(Status::EXCLUDED),
        conditions(asked),
        of_department(asked, "s.department_id"),
    );
    let rows: Vec<SupportRow> = diesel::sql_query(sql).load(conn)?;
    Ok(rows.into_iter().map(cell).collect())
}

fn cell(row: SupportRow) -> SupportCell {
    SupportCell {
        park: row.park_id,
        department: row.department_id,
        counts: SupportCounts {
            assigned: row.assigned,
            replied: row.replied,
            outstanding: row.outstanding,
            overdue: row.overdue,
            due: row.due,
            on_time: row.on_time,
        },
    }
}
