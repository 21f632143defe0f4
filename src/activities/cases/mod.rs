//! Case studies (典型案例): what is told of a problem that was solved. Its facts come from the problem's events and stay as
//! they are; a person writes the text; the enterprise is named with its consent alone.

mod description;
mod facts;

use serde_json::Value;

use crate::access::Scope;
use crate::base::db::Conn;
use crate::base::{Error, FieldError, Result};
use crate::directory::store::{categories, departments, enterprises};
use crate::entries::actions::{Entry, WriteContext};
use crate::entries::description::{Description, Text};
use crate::entries::ledger::{Attempt, Fields, Place, no_effect};
use crate::entries::rules::body::Reader;
use crate::entries::rules::common::EDIT;
use crate::entries::rules::permit::Refusal;
use crate::entries::rules::said::{is_told, number};
use crate::entries::store::{self, NewLink};
use crate::entries::{Compiled, Ledger};
use crate::problems::rules::words::Status;
use crate::problems::store::{self as problems, ProblemRow};
use crate::vocabulary::activities as say;
use description::DESCRIPTION;
pub use description::{CaseStudy, CaseStudyPatch, Consent};
use facts::Told;
pub use facts::{CaseFacts, CaseStep, Printed};

/// The most events of a problem that are read.
const EVENTS: i64 = 10_000;

/// The ledger.
pub struct CaseStudies;

pub static LEDGER: Compiled<CaseStudies> = Compiled::new();

impl Ledger for CaseStudies {
    type Fields = CaseStudy;
    type Patch = CaseStudyPatch;

    fn description() -> &'static Description {
        &DESCRIPTION
    }

    fn apply(patch: CaseStudyPatch, study: &mut CaseStudy) {
        patch.apply(study);
    }

    /// Its facts come from a problem here, and not from a file.
    fn comes_in() -> bool {
        false
    }

    /// Where the problem is, and of its enterprise.
    fn place_stored(
        context: &mut WriteContext,
        _parent: Option<&Entry>,
        body: &Fields,
        reader: &mut Reader,
    ) -> Result<Option<Place>> {
        let id = number(body, "problem_id").unwrap_or(0);
        let Some(row) = problems::find(context.conn, context.scope(), id)? else {
            reader.errors.push(FieldError::unknown_id("/problem_id"));
            return Ok(Some(Place::default()));
        };
        // Departments aren't told whose a confidential problem is; of one no case study is written anyway.
        Ok(Some(Place {
            park: Some(row.park_id),
            enterprise: row.enterprise_id.filter(|_| !row.confidential),
            department: None,
        }))
    }

    fn check(attempt: &Attempt, _study: &CaseStudy, reader: &mut Reader) {
        for name in ["enterprise_id", "park_id"] {
            if is_told(attempt.body, name) {
                reader.wrong(
                    &format!("/{name}"),
                    "not_applicable",
                    "企业、园区以问题的为准",
                    "is the problem's",
                );
            }
        }
    }

    fn guard(attempt: &Attempt, study: &CaseStudy) -> std::result::Result<(), Refusal> {
        let refused = |code, zh: &str, en: &str| Err((code, zh.to_owned(), en.to_owned()));
        match attempt.name {
            EDIT if attempt.entry.row.status != "draft" => refused(
                "case_study.approved",
                "案例已审定，修改前请先退回",
                "It was approved; it is sent back before it is changed.",
            ),
            "approve" if study.text.is_none() => refused(
                "case_study.no_text",
                "请先撰写正文",
                "Its text comes first.",
            ),
            "withdraw_consent" if study.consent.is_none() => refused(
                "case_study.no_consent",
                "尚未登记企业同意",
                "No consent was recorded.",
            ),
            _ => Ok(()),
        }
    }

    fn guard_stored(
        context: &mut WriteContext,
        attempt: &Attempt,
        study: &CaseStudy,
    ) -> Result<std::result::Result<(), Refusal>> {
        if !["write", "approve", "publish"].contains(&attempt.name) {
            return Ok(Ok(()));
        }
        let id = study.problem.or(number(attempt.body, "problem_id"));
        let found = problems::find(context.conn, Scope::All, id.unwrap_or(0))?;
        Ok(match found.is_some_and(|row| may_be_told(&row)) {
            true => Ok(()),
            false => Err((
                "case_study.not_closed",
                "只有已销号且不保密的问题可以作为典型案例".to_owned(),
                "Only a problem that is closed and not confidential can be told of.".to_owned(),
            )),
        })
    }

    fn effect(
        name: Text,
        context: &mut WriteContext,
        entry: &mut Entry,
        study: &mut CaseStudy,
        _body: &Fields,
    ) -> Result<()> {
        match name {
            "write" => read_facts(context, entry, study)?,
            "approve" => study.approved_on = Some(context.today),
            "send_back" => study.approved_on = None,
            "publish" => study.published_on = Some(context.today),
            "withdraw_consent" => study.consent = None,
            other => return Err(no_effect(other)),
        }
        Ok(())
    }
}

/// Closed, and not confidential.
fn may_be_told(row: &ProblemRow) -> bool {
    row.status == Status::Closed && !row.confidential
}

fn read_facts(context: &mut WriteContext, entry: &Entry, study: &mut CaseStudy) -> Result<()> {
    let id = study.problem.unwrap_or(0);
    let row = problems::find(context.conn, Scope::All, id)?.ok_or(Error::NotFound)?;
    let category = match row.category_id {
        Some(id) => categories::find(context.conn, id)?.map(|found| found.name),
        None => None,
    };
    let begun = CaseFacts {
        number: row.number,
        source: Some(row.source),
        category,
        raised_on: Some(row.raised_on),
        lead: unit(context.conn, row.lead_department_id)?,
        rounds: row.round,
        satisfaction: row.satisfaction,
        ..CaseFacts::default()
    };
    let events = told(context.conn, id)?;
    study.facts = Some(facts::facts(begun, &events, &context.calendar));
    study.steps = Some(facts::steps(&events));
    let link = NewLink {
        problem_id: Some(id),
        ..NewLink::of(entry.row.id, say::CASE, context.at())
    };
    store::insert_link(context.conn, &link).map(drop)
}

fn unit(conn: &mut Conn, id: Option<i64>) -> Result<Option<String>> {
    match id {
        Some(id) => Ok(departments::find(conn, id)?.map(|found| found.name)),
        None => Ok(None),
    }
}

fn told(conn: &mut Conn, problem: i64) -> Result<Vec<Told>> {
    let mut all = vec![];
    for event in problems::timeline(conn, problem, 0, EVENTS)? {
        let data: Value = serde_json::from_str(&event.data).map_err(Error::internal)?;
        let handed_to = data["lead_department_id"].as_i64();
        all.push(Told {
            unit: unit(conn, handed_to.or(event.department_id))?,
            kind: event.kind,
            on: event.occurred_on,
            data,
        });
    }
    Ok(all)
}

/// What of a case study's enterprise may be printed.
///
/// # Errors
/// Those of the database.
pub fn printed(conn: &mut Conn, enterprise: Option<i64>, study: &CaseStudy) -> Result<Printed> {
    let found = match enterprise {
        Some(id) => enterprises::find(conn, id)?,
        None => None,
    };
    Ok(found.map_or_else(Printed::default, |found| Printed {
        name: Some(found.name),
        credit_code: found.credit_code,
        agreed: study.consent.is_some(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entries::AnyLedger;

    #[test]
    fn facts_are_nobodys_to_file_or_correct() {
        let given: Vec<&str> = LEDGER
            .description()
            .given()
            .map(|field| field.name)
            .collect();
        assert_eq!(given, ["name", "text"]);
    }
}
