//! Why a limit lies on its day.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::out::ClockOut;
use super::view::View;
use crate::access::api::Call;
use crate::base::http::problem::Language;
use crate::base::http::{PathId, Query, Reply};
use crate::base::{Error, Result};
use crate::deadlines::api::DayOut;
use crate::problems::actions::{LoadedProblem, TimeLimit};
use crate::problems::rules::words::ClockKind;
use crate::problems::store;

#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ClockQuery {
    /// Whose clock, as each supporting department has one. Absent: the last one of the kind.
    pub department_id: Option<i64>,
}

/// A clock with every day from its start to its limit.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockDays {
    /// What the clock limits.
    pub kind: ClockKind,
    /// Whose clock it is; null for `dispatch` and `follow_up`, which are the problem's own.
    pub department_id: Option<i64>,
    /// When it started.
    #[schema(format = DateTime)]
    pub started_at: String,
    /// How it stands.
    pub clock: ClockOut,
    /// The days, in order; the last one is the limit.
    pub days: Vec<DayOut>,
}

/// Tell why a limit lies on its day, counting the days one by one.
///
/// 404 where the present round has no such clock.
#[utoipa::path(tag = "problems", operation_id = "get_problem_clock",
    params(("id" = i64, Path), ("clock" = ClockKind, Path, description = "What the clock limits."), ClockQuery),
    responses((status = 200, description = "The clock and its days.", body = ClockDays)))]
#[get("/problems/{id}/clocks/{clock}")]
pub async fn days(
    call: Call,
    id: PathId,
    query: Query<ClockQuery>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let kind = ClockKind::parse(request.match_info().get("clock").unwrap_or(""));
    let language = Language::current();
    call.read(move |conn, call| {
        let row = store::find(conn, call.who.cases(), id.0)?.ok_or(Error::NotFound)?;
        let kind = kind.ok_or(Error::NotFound)?;
        let whose = query.check()?.department_id;
        let loaded = LoadedProblem::read(conn, row)?;
        let of_the_round = |one: &&TimeLimit| {
            one.row.kind == kind
                && one.row.round == loaded.row.round
                && (one.runs() || one.row.met.is_some())
                && (whose.is_none() || one.row.department_id == whose)
        };
        let found = loaded.clocks.iter().rfind(of_the_round);
        let found = found.ok_or(Error::NotFound)?;
        let view = View::of(conn, call)?;
        let days = found.clock.days(view.calendar(), call.state.clock.zone());
        Reply::ok(&ClockDays {
            kind,
            department_id: found.row.department_id,
            started_at: view.at(found.row.started_at),
            clock: view.clock(found),
            days: days
                .into_iter()
                .map(|day| DayOut {
                    date: day.date,
                    counted: day.counted,
                    why: language.pick(&day.why),
                })
                .collect(),
        })
    })
    .await
}
