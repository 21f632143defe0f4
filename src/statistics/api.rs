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
    /// Counts are as at the end of this local day, 1970-01-01 to today; today where absent.
    #[param(value_type = Option<chrono::NaiveDate>, example = "2021-08-16")]
    pub as_of: Option<String>,
    /// The last day of the period, not after `as_of`; `as_of` where absent.
    #[param(value_type = Option<chrono::NaiveDate>, example = "2021-08-15")]
    pub to: Option<String>,
    /// The first day of the period, not after `to`; 1 January of `to`'s year where absent. By week or
    /// month, at most 3660 days before `to`.
    #[param(value_type = Option<chrono::NaiveDate>, example = "2021-08-09")]
    pub from: Option<String>,
    /// What the table has rows of; `none` where absent.
    #[param(value_type = Option<GroupBy>, example = "park")]
    pub group_by: Option<String>,
    /// Only what is of the park with this id.
    pub park_id: Option<String>,
    /// Only problems whose lead department at `as_of` has this id; `null`: those without one.
    pub department_id: Option<String>,
    /// Only what is of the enterprise with this id; `null`: what is of none.
    pub enterprise_id: Option<String>,
    /// Only problems of the category with this id; `null`: those without one.
    pub category_id: Option<String>,
    /// Only problems of this level.
    #[param(value_type = Option<Level>)]
    pub level: Option<String>,
    /// Only problems that came to be known like this.
    #[param(value_type = Option<Source>)]
    pub source: Option<String>,
    /// Only problems of this severity.
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

/// Count visits and problems (统计) as of a day and for a period.
///
/// Park staff count their park, department staff what their department leads and supports, leaders
/// and the coordinator everything. `GET /problems` lists the problems behind a number by `count_of`.
#[utoipa::path(
    tag = "statistics",
    operation_id = "get_statistics",
    params(StatisticsQuery),
    responses((status = 200, description = "The table.", body = Table))
)]
#[get("/statistics")]
pub async fn statistics(call: Call, query: Query<StatisticsQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let context = actions::context(conn, call.who.cases(), call.today())?;
        let asked = actions::ask(conn, &query.check()?.into(), &context)?;
        let table = actions::table(conn, &asked, &call.state.answers)?;
        Reply::ok(&table)
    })
    .await
}

pub fn routes(routes: &mut Routes) {
    routes.service(statistics);
}
