//! What waits for somebody.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::ProblemRow;
use super::list::visible;
use crate::access::Scope;
use crate::base::Result;
use crate::base::db::schema::{assignments, problems};
use crate::base::db::{Conn, MultiBackend};
use crate::problems::rules::words::{AssignmentRole, RequestKind, Status};

/// Where work waits.
#[derive(Debug, Clone, Copy)]
pub struct Waiting {
    pub status: &'static [Status],
    /// A request of this kind is pending.
    pub request: Option<RequestKind>,
    /// Led by this department.
    pub lead: Option<i64>,
    /// Supported by this department, which hasn't replied yet.
    pub support: Option<i64>,
    /// Not what this user may not do: their own work is followed up, their own request ruled on, by
    /// another.
    pub not_of: Option<Own>,
}

/// What a user has a part in.
#[derive(Debug, Clone, Copy)]
pub enum Own {
    Resolved(i64),
    Asked(i64),
}

fn filtered(scope: Scope, waiting: &Waiting) -> problems::BoxedQuery<'static, MultiBackend> {
    let mut query = visible(scope).filter(problems::status.eq_any(waiting.status));
    if let Some(kind) = waiting.request {
        // Quotes inside a reason are escaped, so that this stands for a request alone.
        query = query.filter(problems::facts.like(format!("%\"kind\":\"{kind}\"%")));
    }
    if let Some(own) = waiting.not_of {
        let own = match own {
            Own::Resolved(user) => format!("%\"resolved_by\":{{\"user_id\":{user},%"),
            Own::Asked(user) => format!("%\"asked_by\":{user},%"),
        };
        query = query.filter(problems::facts.not_like(own));
    }
    if let Some(department) = waiting.lead {
        query = query.filter(problems::lead_department_id.eq(department));
    }
    if let Some(department) = waiting.support {
        query = query.filter(exists(
            assignments::table
                .filter(assignments::problem_id.eq(problems::id))
                .filter(assignments::department_id.eq(department))
                .filter(assignments::role.eq(AssignmentRole::Supporting))
                .filter(assignments::finished_at.is_null()),
        ));
    }
    query
}

/// The problems that wait, what turns red first standing first.
pub fn waiting(
    conn: &mut Conn,
    scope: Scope,
    waiting: &Waiting,
    limit: i64,
) -> Result<Vec<ProblemRow>> {
    Ok(filtered(scope, waiting)
        .order((problems::red_at.is_null(), problems::red_at, problems::id))
        .limit(limit)
        .select(ProblemRow::as_select())
        .load(conn)?)
}

pub fn count_waiting(conn: &mut Conn, scope: Scope, waiting: &Waiting) -> Result<i64> {
    Ok(filtered(scope, waiting).count().get_result(conn)?)
}
