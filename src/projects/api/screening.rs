//! What the negative list proposes for a project; people decide.

use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::api::Call;
use crate::base::http::{PathId, Reply};
use crate::base::{Error, Result};
use crate::entries::actions::{Entry, in_use};
use crate::entries::ledger::typed;
use crate::entries::{AnyLedger, store};
use crate::projects::fields::Project;
use crate::projects::negative_list::{self, Line};
use crate::projects::rules::screening::{
    IndustryCode, NegativeKind, NegativeRule, ScreeningVerdict, ToCheck, propose,
};

/// A line of the negative list that a project may fall under.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScreeningHit {
    /// The line's id, which a verdict can name as `rule_id`.
    rule_id: i64,
    /// The line's number.
    number: String,
    /// What the industry is called.
    name: String,
    /// The industry's code by GB/T 4754.
    industry_code: String,
    /// The product that is meant, where it isn't the whole industry.
    product: Option<String>,
    /// From how many tonnes of standard coal a year on it holds.
    threshold_tce: Option<i64>,
    /// Why it stands on the list.
    kind: NegativeKind,
    /// The document it comes from.
    basis: String,
    /// What people have to make sure of; empty where code and energy alone decide.
    to_check: Vec<ToCheck>,
}

/// What the negative list proposes (两高一危初筛).
#[derive(Debug, Serialize, ToSchema)]
pub struct ScreeningOut {
    /// The day whose list was asked.
    as_of: NaiveDate,
    /// How many lines were in force.
    rules: usize,
    /// `suspected` or `clear`; null while the project's industry isn't known or the list is empty.
    proposed: Option<ScreeningVerdict>,
    /// What people found so far; null where nobody decided.
    decided: Option<ScreeningVerdict>,
    /// The lines behind `suspected`.
    hits: Vec<ScreeningHit>,
}

/// Ask the negative list about a project (两高一危初筛).
///
/// The list proposes, by the project's industry and energy; a review (`screen`) decides.
#[utoipa::path(tag = "ledgers", operation_id = "propose_project_screening", params(("id" = i64, Path)),
    responses((status = 200, description = "What is proposed.", body = ScreeningOut)))]
#[get("/projects/{id}/screening")]
pub async fn propose_screening(call: Call, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let ledger = &crate::projects::LEDGER;
        let row =
            store::find(conn, call.who.cases(), ledger.code(), id.0)?.ok_or(Error::NotFound)?;
        call.no_query()?;
        let entry = Entry::read(conn, ledger, row)?;
        let project: Project = typed(&entry.fields)?;
        let today = call.today();
        let lines = in_use::<Line>(conn, &negative_list::LEDGER, today)?;
        let rules = lines.into_iter().filter_map(|(id, line)| line.rule(id));
        let rules: Vec<NegativeRule> = rules.filter(|rule| rule.is_in_force(today)).collect();
        let code = project
            .industry_code
            .as_deref()
            .and_then(IndustryCode::parse);
        let proposal = match rules.is_empty() {
            true => None,
            false => propose(code.as_ref(), project.energy_tce, &rules, today),
        };
        let hits = proposal.iter().flat_map(|found| &found.hits);
        let ids: Vec<i64> = hits.clone().map(|hit| hit.rule_id).collect();
        let rows = store::rows_of(conn, &ids)?;
        let hits = hits.filter_map(|hit| {
            let rule = rules.iter().find(|rule| rule.id == hit.rule_id)?;
            let row = rows.iter().find(|row| row.id == rule.id)?;
            Some(ScreeningHit {
                rule_id: rule.id,
                number: row.number.clone(),
                name: rule.name.clone(),
                industry_code: rule.industry_code.digits().to_owned(),
                product: rule.product.clone(),
                threshold_tce: rule.threshold_tce,
                kind: rule.kind,
                basis: rule.basis.clone(),
                to_check: hit.to_check.clone(),
            })
        });
        Reply::ok(&ScreeningOut {
            as_of: today,
            rules: rules.len(),
            proposed: proposal.as_ref().map(|found| found.verdict),
            decided: project.screening,
            hits: hits.collect(),
        })
    })
    .await
}
