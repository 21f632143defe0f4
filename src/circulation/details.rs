//! What a letter tells a department that is to begin something: all that it needs without signing in, and
//! of a confidential problem only what it may read.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::access::Scope;
use crate::attachments;
use crate::attachments::rules::Owner;
use crate::base::clock::Clock;
use crate::base::db::{Conn, settings};
use crate::base::{Error, Result};
use crate::directory::store::departments;
use crate::mail::letter::{DUE, Fact, Letter};
use crate::mail::store::Attachment;
use crate::mail::{LetterDetails, Paper};
use crate::problems::actions::{LoadedProblem, RedactedProblem, events_seen_by, seen_by};
use crate::problems::rules::confidential::HIDDEN;
use crate::problems::rules::table::Action;
use crate::problems::store::{self, EventRow, ProblemRow};
use crate::reports::actions::slip;
use crate::reports::render::{self, Format};
use crate::reports::rules::paper::{self, SlipKind};
use crate::vocabulary::columns::heading;
use crate::vocabulary::mail::label;

/// Steps of earlier rounds that a letter tells: the last ones.
const STEPS: usize = 30;
/// Characters of a step's text that a letter tells.
const STEP_TEXT: usize = 200;

/// Completes letters as they leave.
pub struct Details {
    clock: Clock,
    fonts: Option<PathBuf>,
}

impl Details {
    pub fn new(clock: Clock, fonts: Option<PathBuf>) -> Self {
        Self { clock, fonts }
    }
}

impl LetterDetails for Details {
    /// A department that doesn't see the problem any more gets the letter as it was queued.
    fn complete(
        &self,
        conn: &mut Conn,
        letter: &mut Letter,
        (problem, department): (i64, i64),
    ) -> Result<Option<Paper>> {
        let scope = Scope::Department(department);
        let Some(found) = store::find(conn, scope, problem)? else {
            return Ok(None);
        };
        let seen = seen_by(conn, scope, vec![found.clone()])?.pop();
        let RedactedProblem {
            row,
            enterprise_name,
            redaction,
        } = seen.ok_or(Error::NotFound)?;
        let events = store::timeline(conn, problem, 0, slip::EVENTS)?;
        let events = events_seen_by(conn, scope, &found, events)?;
        let loaded = LoadedProblem::read(conn, row)?;

        letter.title.clone_from(&loaded.row.title);
        let mut told: Vec<Fact> = std::mem::take(&mut letter.facts);
        told.retain(|fact| fact.label != DUE);
        for fact in &mut told {
            redaction.redact(&mut fact.value);
        }
        let mut facts = about(conn, &loaded.row, enterprise_name)?;
        facts.extend(self.limits(&loaded, department));
        let (lead, supports) = slip::parties(conn, &loaded)?;
        facts.push(Fact::new(heading::LEAD, lead));
        facts.push(Fact::new(heading::SUPPORTING, supports));
        facts.extend(told);
        facts.push(Fact::new(
            label::FILED_BY,
            self.filed_by(&loaded.row, &events),
        ));
        facts.push(Fact::new(label::OFFICE_PHONE, office_phone(conn)?));
        facts.push(Fact::new(label::EARLIER, earlier(&loaded.row, &events)));
        facts.push(Fact::new(
            label::ATTACHMENTS,
            attached(conn, scope, problem)?,
        ));
        facts.retain(|fact| !fact.value.trim().is_empty());
        letter.facts = facts;
        self.paper(conn, scope, (&loaded.row, department))
    }
}

fn about(conn: &mut Conn, row: &ProblemRow, enterprise: Option<String>) -> Result<Vec<Fact>> {
    let place = if row.confidential {
        HIDDEN.to_owned()
    } else {
        slip::joined([enterprise, row.site_name.clone()])
    };
    Ok(vec![
        Fact::new(heading::DESCRIPTION, row.description.clone()),
        Fact::new(heading::PARK, slip::park(conn, row)?),
        Fact::new(heading::PLACE, place),
        Fact::new(heading::GRADE, slip::grade(conn, row)?),
    ])
}

fn office_phone(conn: &mut Conn) -> Result<String> {
    Ok(settings::find(conn, "office_phone")?.unwrap_or_default())
}

/// What was done before it was taken up again, step by step.
fn earlier(row: &ProblemRow, events: &[EventRow]) -> String {
    let before = events.iter().filter(|event| event.round < row.round);
    let steps: Vec<String> = before.filter_map(step).collect();
    let first = steps.len().saturating_sub(STEPS);
    steps[first..].join("\n")
}

fn step(event: &EventRow) -> Option<String> {
    let action = Action::parse(&event.kind)?;
    let text = event.text.as_deref().unwrap_or_default();
    let mut short: String = text.chars().take(STEP_TEXT).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    let colon = if short.is_empty() { "" } else { "：" };
    Some(format!(
        "{} {}{colon}{short}",
        event.occurred_on,
        action.zh()
    ))
}

fn attached(conn: &mut Conn, scope: Scope, problem: i64) -> Result<String> {
    let owner = Owner::Problem(problem);
    let rows = attachments::store::list(conn, owner)?;
    let seen = attachments::actions::seen_in(conn, scope, owner, rows)?;
    let standing = seen.into_iter().filter(|one| one.row.voided_at.is_none());
    let names: Vec<String> = standing.map(|one| one.row.file_name).collect();
    Ok(names.join("\n"))
}

impl Details {
    /// The running limits of the department's own part, as lead or supporting.
    fn limits(&self, loaded: &LoadedProblem, department: i64) -> Vec<Fact> {
        let own: Vec<i64> = loaded
            .assignments
            .iter()
            .filter(|one| one.department_id == department && one.finished_at.is_none())
            .map(|one| one.id)
            .collect();
        let limits = loaded.clocks.iter().filter(|limit| limit.runs());
        let own =
            limits.filter(|limit| limit.row.assignment_id.is_some_and(|id| own.contains(&id)));
        let told = own.map(|limit| {
            let row = &limit.row;
            let day = match row.due_at {
                Some(at) => self.moment(at),
                None => row.due_on.to_string(),
            };
            let provisional = if row.provisional { "（暂定）" } else { "" };
            Fact::new(row.kind.limit(), format!("{day}{provisional}"))
        });
        told.collect()
    }

    fn filed_by(&self, row: &ProblemRow, events: &[EventRow]) -> String {
        let report = events
            .iter()
            .find(|event| event.kind == Action::Report.as_str());
        let who = report.and_then(|event| event.actor_name.clone());
        who.map_or_else(String::new, |who| {
            format!("{who}　{}", self.moment(row.reported_at))
        })
    }

    fn moment(&self, at: NaiveDateTime) -> String {
        let local = at.and_utc().with_timezone(&self.clock.zone());
        local.format("%Y-%m-%d %H:%M").to_string()
    }

    /// The 交办单, where the department wants it and this build draws PDFs.
    fn paper(
        &self,
        conn: &mut Conn,
        scope: Scope,
        (row, department): (&ProblemRow, i64),
    ) -> Result<Option<Paper>> {
        let wanted = departments::find(conn, department)?.is_some_and(|one| one.wants_slip_pdf);
        if !wanted || !Format::Pdf.is_built() {
            return Ok(None);
        }
        let kind = SlipKind::Dispatch;
        let slip = match slip::slip(conn, &self.clock, scope, row.id, kind) {
            Ok(slip) => slip,
            Err(error) => {
                tracing::warn!(number = row.number, %error, "a letter has no slip");
                return Ok(None);
            }
        };
        let (name, fonts) = (format!("{}{}", kind.zh(), row.number), self.fonts.clone());
        Ok(Some(Arc::new(move || {
            let paper = paper::slip(slip.clone());
            let file = render::file(&paper, &name, Format::Pdf, fonts.as_deref())?;
            Ok(Attachment {
                file_name: file.name,
                content_type: file.format.content_type().to_owned(),
                content: file.bytes,
            })
        })))
    }
}
