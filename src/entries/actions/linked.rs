//! Which links of an entry somebody is told: those with what they could open themselves, and none that says to a
//! department which enterprise a confidential problem is about.

use crate::access::Scope;
use crate::base::Result;
use crate::base::db::Conn;
use crate::entries::store;
use crate::problems::store as problems;
use crate::visits::store as visits;

/// What a link leads to, besides enterprises.
#[derive(Debug, Clone, Copy, Default)]
pub struct Linked {
    pub problem_id: Option<i64>,
    pub visit_id: Option<i64>,
    pub entry_id: Option<i64>,
}

impl Linked {
    pub fn with_problem(id: i64) -> Self {
        Self {
            problem_id: Some(id),
            ..Self::default()
        }
    }

    /// # Errors
    /// Those of the database.
    pub fn is_told(self, conn: &mut Conn, scope: Scope) -> Result<bool> {
        let is_department = matches!(scope, Scope::Department(_));
        if let Some(id) = self.problem_id {
            let found = problems::find(conn, scope, id)?;
            return Ok(found.is_some_and(|problem| !(is_department && problem.confidential)));
        }
        if let Some(id) = self.visit_id {
            return Ok(!is_department && visits::find(conn, scope, id)?.is_some());
        }
        match self.entry_id {
            Some(id) => store::is_visible(conn, scope, id),
            None => Ok(true),
        }
    }
}
