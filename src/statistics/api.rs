//! `GET /statistics`.

use actix_web::{HttpResponse, get};
use serde::Deserialize;
use utoipa::IntoParams;

use super::actions::{self, Table};
use super::rules::asked::{GroupBy, Raw};
use crate::access::api::Call;
use crate::base::Result;
use crate::base::http::{Query, Reply, Routes};
use crate::problems::rules::words::{Level, Severity, Source};

/// What is counted, as of when, and in which rows.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StatisticsQuery {
    /// Counts are as at the end of this day; today where absent.
    #[param(value_type = Option<chrono::NaiveDate>, example = "2021-08-16")]
    pub as_of: Option<String>,
    /// Last day of the period; `as_of` where absent.
    #[param(value_type = Option<chrono::NaiveDate>)]
    pub to: Option<String>,
    /// First day of the period; 1 January of `to`'s year where absent. By week or month, at most
    /// 3660 days before `to`.
    #[param(value_type = Option<chrono::NaiveDate>)]
    pub from: Option<String>,
    #[param(value_type = Option<GroupBy>)]
    pub group_by: Option<String>,
    pub park_id: Option<String>,
    /// The lead department at `as_of`; `null`: those without one.
    pub department_id: Option<String>,
    /// `null`: those without one.
    pub enterprise_id: Option<String>,
    /// `null`: those without one.
    pub category_id: Option<String>,
    #[param(value_type = Option<Level>)]
    pub level: Option<String>,
    #[param(value_type = Option<Source>)]
    pub source: Option<String>,
    #[param(value_type = Option<Severity>)]
    pub severity: Option<String>,
}

impl From<StatisticsQuery> for Raw {
    fn from(query: StatisticsQuery) -> Self {
        Self {
            as_of: query.as_of,
            to: query.to,
            from: query.from,
            group_by: query.group_by,
            park_id: query.park_id,
            department_id: query.department_id,
            enterprise_id: query.enterprise_id,
            category_id: query.category_id,
            level: query.level,
            source: query.source,
            severity: query.severity,
            week: None,
            month: None,
        }
    }
}

/// Counts as of a day and for a period, in rows.
///
/// Park staff count their park, department staff what their department leads and supports, leaders
/// and the coordinator everything.
#[utoipa::path(
    tag = "statistics",
    params(StatisticsQuery),
    responses((status = 200, description = "The table.", body = Table))
)]
#[get("/statistics")]
pub async fn statistics(call: Call, query: Query<StatisticsQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let context = actions::context(conn, call.who.cases(), call.today())?;
        let asked = actions::ask(conn, &query.check()?.into(), &context)?;
        let table = actions::table(conn, &asked)?;
        Reply::ok(&table)
    })
    .await
}

pub fn routes(routes: &mut Routes) {
    routes.service(statistics);
}
