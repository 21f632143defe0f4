//! What leads have besides the routes of every ledger: the rules that hold for them today.

use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::terms::InForce;
use crate::access::api::Call;
use crate::base::Result;
use crate::base::http::{Reply, Routes};

pub fn routes(routes: &mut Routes) {
    routes.service(lead_terms_in_force);
}

/// The rules of leads that are in force (招商规则).
#[derive(Debug, Serialize, ToSchema)]
pub struct LeadTermsInForce {
    /// The working days within which whoever told of a lead is answered (答复时限).
    answer_days: i64,
    /// Those within which it is assessed (研判时限).
    assess_days: i64,
    /// Those within which the result is told (反馈时限).
    feedback_days: i64,
    /// Those within which there is progress (进展时限).
    progress_days: i64,
    /// The calendar days for which a first report holds after the last progress (首报有效期).
    first_report_days: i64,
    /// The leading industries (主导产业); any may be named where there is none.
    industries: Vec<String>,
}

/// Tell the rules of leads that are in force today (招商规则): those that the coordinator set last, else the usual ones.
#[utoipa::path(tag = "ledgers", operation_id = "get_lead_terms_in_force", responses(
    (status = 200, description = "The rules.", body = LeadTermsInForce)))]
#[get("/leads/terms")]
pub async fn lead_terms_in_force(call: Call) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        call.no_query()?;
        let terms = InForce::on(conn, call.today())?;
        Reply::ok(&LeadTermsInForce {
            answer_days: terms.silence.answer_days,
            assess_days: terms.silence.assess_days,
            feedback_days: terms.silence.feedback_days,
            progress_days: terms.silence.progress_days,
            first_report_days: terms.first_report_days,
            industries: terms.industries,
        })
    })
    .await
}
