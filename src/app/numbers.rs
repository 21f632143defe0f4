//! The problems behind a number: the step from the list of problems up to the statistics.

use chrono::NaiveDate;

use crate::access::Actor;
use crate::base::Result;
use crate::base::db::Conn;
use crate::problems::api::{CountOf, CountQuery};
use crate::statistics::actions::{among, context};
use crate::statistics::rules::asked::Raw;

/// The statistics, as the list of problems asks them.
pub struct Numbers;

impl CountOf for Numbers {
    fn among(
        &self,
        conn: &mut Conn,
        asked: &CountQuery,
        who: &Actor,
        today: NaiveDate,
    ) -> Result<String> {
        let raw = Raw {
            as_of: asked.as_of.clone(),
            to: asked.to.clone(),
            from: asked.from.clone(),
            group_by: None,
            park_id: asked.park_id.clone(),
            department_id: asked.department_id.clone(),
            enterprise_id: asked.enterprise_id.clone(),
            category_id: asked.category_id.clone(),
            level: asked.level.clone(),
            source: asked.source.clone(),
            severity: asked.severity.clone(),
            week: asked.week.clone(),
            month: asked.month.clone(),
        };
        let context = context(conn, who.cases(), today)?;
        among(conn, &asked.count_of, &raw, &context)
    }
}
