//! Recording, correcting and voiding a visit: each one transaction with its event, its stretch of
//! the ledger and its audit record.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use super::rules::{Content, PROBLEMS, VisitEvent, VisitIn, VisitPatch, VoidIn, brought_by};
use super::store::{self, NewEvent, StateRow, VisitRow};
use crate::access::{Actor, Scope};
use crate::audit;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::{Error, FieldError, IfMatch, Result};
use crate::calendar::closed_weeks::{self, Imported};
use crate::directory::actions::enterprises::found_running;
use crate::directory::store::{enterprises, parks};
use crate::problems::actions::{About, Filed, Filing, ProjectLinks, WriteContext, report};
use crate::problems::rules::check::Check;
use crate::problems::rules::report::Report;
use crate::vocabulary::faults;

/// Who writes, and when.
pub struct Author<'a> {
    pub who: &'a Actor,
    pub clock: &'a Clock,
    pub at: DateTime<Utc>,
    /// What knows the projects, where something may be recorded as part of one.
    pub projects: Option<&'a dyn ProjectLinks>,
}

impl Author<'_> {
    fn today(&self) -> NaiveDate {
        self.clock.day_of(self.at)
    }

    fn filing(&self) -> Filing<'_> {
        Filing {
            who: self.who,
            clock: self.clock,
            at: self.at,
            projects: self.projects,
        }
    }
}

/// A visit in this person's scope.
///
/// # Errors
/// 404 for an unknown one and a foreign one alike.
pub fn get(conn: &mut Conn, who: &Actor, id: i64) -> Result<VisitRow> {
    store::find(conn, who.cases(), id)?.ok_or(Error::NotFound)
}

/// [`get`] for a write: nobody else changes it before the transaction ends.
///
/// # Errors
/// As of [`get`].
pub fn hold(conn: &mut Conn, who: &Actor, id: i64) -> Result<VisitRow> {
    store::hold(conn, who.cases(), id)?.ok_or(Error::NotFound)
}

/// Records a visit with the problems it gave rise to.
///
/// # Errors
/// 422 with everything that is wrong.
pub fn record(conn: &mut Conn, by: &Author, body: VisitIn) -> Result<VisitRow> {
    recorded(conn, by, body, None)
}

/// [`record`] for a visit that a ledger tells of: `past` is the import, and how it counts.
///
/// # Errors
/// As of [`record`].
pub fn record_past(
    conn: &mut Conn,
    by: &Author,
    body: VisitIn,
    past: (i64, Imported),
) -> Result<VisitRow> {
    recorded(conn, by, body, Some(past))
}

fn recorded(
    conn: &mut Conn,
    by: &Author,
    body: VisitIn,
    past: Option<(i64, Imported)>,
) -> Result<VisitRow> {
    let mut check = Check::on(by.today());
    let mut content = Content::of(&body);
    content.check(&mut check);
    if body.problems.len() > PROBLEMS {
        check.wrong(
            "/problems",
            "too_many",
            format!("一次最多登记{PROBLEMS}个问题"),
            format!("brings more than {PROBLEMS} problems"),
        );
    }
    let park = park_of(conn, by.who.cases(), &body, &mut check)?;
    by.filing()
        .check(conn, &mut check, (body.project_id, park))?;
    check_beside(&body, &content, &mut check);
    check.done()?;
    // Without a park the check has found fault already.
    let park = park.ok_or_else(|| Error::internal("a checked visit has its park"))?;
    let id = store::insert(conn, by.at.naive_utc(), by.who, park, &content)?;
    let (occurred_on, today) = (content.visited_on, by.today());
    let mut data = json!({ "park_id": park, "visit": content });
    let counted_on = match past {
        None => closed_weeks::counted_on(conn, occurred_on, today)?,
        Some((import, counting)) => {
            data["imported"] = json!(import);
            counting.counted_on(occurred_on, today)
        }
    };
    let event = NewEvent {
        visit_id: id,
        kind: VisitEvent::Record,
        occurred_on,
        counted_on,
        by: by.who,
        data,
    };
    let state = StateRow {
        visit_id: id,
        counted_on,
        park_id: park,
        enterprise_id: content.enterprise_id,
        at_site: content.at_site(),
        voided: false,
    };
    note(conn, by, &event, &state)?;
    by.filing().link(conn, body.project_id, Filed::Visit(id))?;
    keep_beside(conn, by, (body.project_id, body.as_progress), &content)?;
    if let (Some(enterprise), Some(status)) = (content.enterprise_id, body.operating_status) {
        let when = (by.at.naive_utc(), by.today());
        found_running(conn, by.who, when, enterprise, (status, content.visited_on))?;
    }
    for (index, problem) in body.problems.into_iter().enumerate() {
        brought_by(id, park, &content, problem)
            .and_then(|problem| file(conn, by, problem))
            .map_err(|error| within(error, index))?;
    }
    get(conn, by.who, id)
}

/// What a visit keeps beside itself needs something to be kept of.
fn check_beside(body: &VisitIn, content: &Content, check: &mut Check) {
    if body.as_progress && content.summary.is_none() {
        check.wrong("/summary", "required", faults::EMPTY, "is required");
    }
    if body.operating_status.is_some() && content.enterprise_id.is_none() {
        check.unwanted(
            "/operating_status",
            "走访企业才登记运行状态",
            "belongs to a visit to an enterprise",
        );
    }
}

/// Keeps the summary as progress of what was visited, where that was asked for.
fn keep_beside(
    conn: &mut Conn,
    by: &Author,
    (project, as_progress): (Option<i64>, bool),
    content: &Content,
) -> Result<()> {
    let about = About {
        project,
        enterprise: content.enterprise_id,
    };
    match content.summary.as_deref().filter(|_| as_progress) {
        Some(text) => by.filing().report(conn, about, text),
        None => Ok(()),
    }
}

/// Corrects a visit. The day it is counted on stays the one fixed when it was recorded.
///
/// # Errors
/// 422, 412, and 409 for a voided visit.
pub fn edit(
    conn: &mut Conn,
    by: &Author,
    before: &VisitRow,
    patch: VisitPatch,
    if_match: Option<IfMatch>,
) -> Result<VisitRow> {
    let was = before.content()?;
    let mut content = was.corrected(patch);
    let mut check = Check::on(by.today());
    content.check_changes(&was, &mut check);
    if let Some(id) = content
        .enterprise_id
        .filter(|_| content.enterprise_id != was.enterprise_id)
    {
        let found = enterprises::find(conn, id)?;
        if !found.is_some_and(|found| found.active && found.park_id == before.park_id) {
            check.unknown("/enterprise_id");
        } else if store::has_problems_of_another(conn, before, id)? {
            check.wrong(
                "/enterprise_id",
                "other_enterprise",
                "与本次走访所带问题的企业不一致，请先撤回这些问题",
                "is not the enterprise of the problems that it gave rise to",
            );
        }
    }
    check.done()?;
    changeable(before, if_match)?;
    if content == was {
        return Ok(before.clone());
    }
    store::update(conn, by.at.naive_utc(), before, &content)?;
    let data = json!({ "before": was, "after": content });
    later(conn, by, before, VisitEvent::Edit, data, &content)
}

/// Voids a visit: it is kept, and no longer counts from today on.
///
/// # Errors
/// 422, 412, and 409 for a voided visit.
pub fn void(
    conn: &mut Conn,
    by: &Author,
    before: &VisitRow,
    mut body: VoidIn,
    if_match: Option<IfMatch>,
) -> Result<VisitRow> {
    let mut check = Check::on(by.today());
    check.text("/reason", &mut body.reason);
    check.done()?;
    changeable(before, if_match)?;
    store::void(conn, by.at.naive_utc(), before, &body.reason)?;
    let data = json!({ "reason": body.reason });
    later(conn, by, before, VisitEvent::Void, data, &before.content()?)
}

fn changeable(before: &VisitRow, if_match: Option<IfMatch>) -> Result<()> {
    if if_match.is_some_and(|seen| !seen.names(before.version)) {
        return Err(Error::Stale);
    }
    if before.voided_at.is_some() {
        return Err(Error::conflict(
            "visit.voided",
            faults::VISIT_VOIDED,
            "This visit is voided.",
        ));
    }
    Ok(())
}

/// What happens to a visit after it was recorded: it happens today.
fn later(
    conn: &mut Conn,
    by: &Author,
    before: &VisitRow,
    kind: VisitEvent,
    data: Value,
    content: &Content,
) -> Result<VisitRow> {
    let today = by.today();
    let event = NewEvent {
        visit_id: before.id,
        kind,
        occurred_on: today,
        counted_on: closed_weeks::counted_on(conn, today, today)?,
        by: by.who,
        data,
    };
    let counted = store::counted_on(conn, &[before.id])?;
    let (_, counted_on) = counted
        .first()
        .copied()
        .ok_or_else(|| Error::internal("a visit has its stretch of the ledger"))?;
    let state = StateRow {
        visit_id: before.id,
        counted_on,
        park_id: before.park_id,
        enterprise_id: content.enterprise_id,
        at_site: content.at_site(),
        voided: kind == VisitEvent::Void,
    };
    note(conn, by, &event, &state)?;
    get(conn, by.who, before.id)
}

/// Event, ledger and audit record.
fn note(conn: &mut Conn, by: &Author, event: &NewEvent, state: &StateRow) -> Result<()> {
    let now = by.at.naive_utc();
    let id = store::append(conn, now, event)?;
    store::note_state(conn, event.counted_on, state)?;
    let action = format!("visit.{}", event.kind);
    let data = json!({ "park_id": state.park_id, "event_id": id });
    let entry = by.who.entry(action, "visit", event.visit_id, data);
    audit::record(conn, now, &entry)
}

fn file(conn: &mut Conn, by: &Author, problem: Report) -> Result<i64> {
    let context = WriteContext::of(conn, by.clock, by.at, by.who, None)?;
    report(&mut context.with_projects(by.projects), problem)
}

/// What is wrong with a problem points into the visit's body.
fn within(error: Error, index: usize) -> Error {
    match error {
        Error::Invalid(errors) => Error::Invalid(
            errors
                .into_iter()
                .map(|error| FieldError {
                    pointer: format!("/problems/{index}{}", error.pointer),
                    ..error
                })
                .collect(),
        ),
        other => other,
    }
}

/// The park a visit belongs to, while its ids are checked: foreign ones and missing ones alike.
fn park_of(
    conn: &mut Conn,
    scope: Scope,
    body: &VisitIn,
    check: &mut Check,
) -> Result<Option<i64>> {
    let own = match scope {
        Scope::Park(park) => Some(park),
        Scope::All | Scope::Department(_) | Scope::Nothing => None,
    };
    let mine = |park: i64| own.is_none_or(|own| own == park);
    let mut park = body.park_id.or(own);
    if let Some(id) = body.park_id {
        let found = parks::find(conn, id)?;
        if !found.is_some_and(|found| found.active && mine(found.id)) {
            check.unknown("/park_id");
            return Ok(None);
        }
    }
    if let Some(id) = body.enterprise_id {
        let found = enterprises::find(conn, id)?;
        match found.filter(|found| found.active && mine(found.park_id)) {
            None => check.unknown("/enterprise_id"),
            Some(found) if park.is_some_and(|park| park != found.park_id) => check.wrong(
                "/park_id",
                "not_of_the_enterprise",
                faults::OTHER_PARK,
                "is not the park of the enterprise",
            ),
            Some(found) => park = Some(found.park_id),
        }
    } else if park.is_none() {
        check.missing("/park_id");
    }
    Ok(park)
}
