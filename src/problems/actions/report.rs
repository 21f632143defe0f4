//! Filing a problem and correcting it.

use serde_json::{Map, Value, json};

use super::assign::{dispatched, handed_to};
use super::context::WriteContext;
use super::finish::Event;
use super::loaded::LoadedProblem;
use super::projects::Filed;
use super::time_limits::Run;
use crate::access::Scope;
use crate::base::{Error, Result};
use crate::calendar::closed_weeks;
use crate::directory::store::{categories, enterprises, parks};
use crate::problems::rules::check::Check;
use crate::problems::rules::confidential::IdentifyingWords;
use crate::problems::rules::number::{alike, number, plain_title};
use crate::problems::rules::report::{Edit, Report, differ};
use crate::problems::rules::table::Action;
use crate::problems::rules::words::{ClockKind, Level, Severity, Source};
use crate::problems::store::{self, NewProblem, ProblemRow};
use crate::vocabulary::faults;
use chrono::{Datelike, NaiveDate};

/// How many like problems are told.
const SIMILAR: usize = 5;
/// How many open problems of an enterprise are compared, the newest.
const COMPARED: i64 = 200;

/// 上报问题, and in the same call its dispatch, where the body carries one. Gives the new id.
///
/// # Errors
/// 422 with everything that is wrong.
pub fn report(context: &mut WriteContext, mut body: Report) -> Result<i64> {
    let mut check = Check::on(context.today);
    if body.confidential {
        check.forbid(own_words(context, body.enterprise_id)?);
    }
    body.check(&mut check);
    let park_id = settled_in(context, &body, &mut check)?;
    if body.confidential && body.project_id.is_some() {
        // The project's timeline would tell a department at which instant, and so which problem.
        check.wrong(
            "/project_id",
            "not_applicable",
            "保密问题不能在上报时关联项目，可在上报后另行关联",
            "is linked with a confidential problem by hand, after it was filed",
        );
    }
    if let Some(filing) = context.filing() {
        filing.check(context.conn, &mut check, (body.project_id, park_id))?;
    }
    check.done()?;
    // Without a park the check has found fault already.
    let park_id = park_id.ok_or_else(|| Error::internal("a checked report has its park"))?;
    let mut loaded = insert(context, &body, park_id)?;
    let data = filed(&loaded.row);
    reported(context, &mut loaded, data)?;
    if let Some(dispatch) = body.dispatch {
        dispatched(context, &mut loaded, dispatch)?;
    }
    if let Some(filing) = context.filing() {
        let filed = Filed::Problem(loaded.row.id);
        filing.link(context.conn, body.project_id, filed)?;
    }
    Ok(loaded.row.id)
}

/// A problem that was put on file just now: its first clock and its first event.
pub(super) fn reported(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    data: Value,
) -> Result<i64> {
    let policy = context.policy(loaded)?.0;
    let run = Run {
        target: policy.terms.targets.dispatch,
        warning: policy.terms.warning,
        imposed_on: None,
    };
    loaded.start(context, ClockKind::Dispatch, None, run)?;
    let raised_on = loaded.row.raised_on;
    let event = Event::new(None, data);
    context.conclude(loaded, Action::Report.as_str(), raised_on, event)
}

/// What was filed, so that the events alone tell what a problem is counted as.
pub(super) fn filed(row: &ProblemRow) -> Value {
    json!({
        "title": row.title,
        "source": row.source,
        "source_due_on": row.source_due_on,
        "park_id": row.park_id,
        "enterprise_id": row.enterprise_id,
        "site_name": row.site_name,
        "category_id": row.category_id,
        "severity": row.severity,
        "level": row.level,
        "confidential": row.confidential,
    })
}

/// The park a report belongs to, while its ids are checked: foreign ones and missing ones alike.
fn settled_in(context: &mut WriteContext, body: &Report, check: &mut Check) -> Result<Option<i64>> {
    let mut park_id = body.park_id;
    if let Some(id) = body.enterprise_id {
        let found = enterprises::find(context.conn, id)?;
        match found.filter(|found| found.active && files_in(context, found.park_id)) {
            None => check.unknown("/enterprise_id"),
            Some(found) => {
                if park_id.is_some_and(|park| park != found.park_id) {
                    check.wrong(
                        "/park_id",
                        "not_of_the_enterprise",
                        faults::OTHER_PARK,
                        "is not the park of the enterprise",
                    );
                }
                park_id = Some(found.park_id);
            }
        }
    } else if let Some(id) = body.park_id {
        let found = parks::find(context.conn, id)?;
        if !found.is_some_and(|found| found.active && files_in(context, found.id)) {
            check.unknown("/park_id");
        }
    }
    if let Some(id) = body.visit_id {
        match store::visited(context.conn, id)? {
            Some((park, whose)) if Some(park) == park_id => {
                if differ(whose, body.enterprise_id) {
                    check.wrong(
                        "/visit_id",
                        "other_enterprise",
                        "该次走访的是其他企业",
                        "was a visit to another enterprise",
                    );
                }
            }
            _ => check.unknown("/visit_id"),
        }
    }
    known_category(context, check, body.category_id)?;
    if let Some(dispatch) = &body.dispatch {
        let mut outcome = Ok(());
        check.within("/dispatch", |check| {
            let supporting = &dispatch.supporting_department_ids;
            outcome = handed_to(context, check, dispatch.lead_department_id, supporting);
        });
        outcome?;
    }
    Ok(park_id)
}

/// What a confidential report may not say; another park's enterprise tells nothing of itself.
fn own_words(context: &mut WriteContext, enterprise: Option<i64>) -> Result<IdentifyingWords> {
    let found = match enterprise {
        Some(id) => enterprises::find(context.conn, id)?,
        None => None,
    };
    let own = found.filter(|found| files_in(context, found.park_id));
    Ok(own.map_or_else(IdentifyingWords::default, |own| {
        IdentifyingWords::of(own.name, own.credit_code)
    }))
}

fn files_in(context: &WriteContext, park: i64) -> bool {
    match context.scope() {
        Scope::All => true,
        Scope::Park(own) => own == park,
        Scope::Department(_) | Scope::Nothing => false,
    }
}

fn known_category(context: &mut WriteContext, check: &mut Check, id: Option<i64>) -> Result<()> {
    if let Some(id) = id
        && !categories::find(context.conn, id)?.is_some_and(|found| found.active)
    {
        check.unknown("/category_id");
    }
    Ok(())
}

fn insert(context: &mut WriteContext, body: &Report, park_id: i64) -> Result<LoadedProblem> {
    let park = parks::find(context.conn, park_id)?.ok_or(Error::NotFound)?;
    let year = context.today.year();
    let running = store::next_number(context.conn, &park.code, i64::from(year))?;
    let raised_on = body.raised_on.map_or(context.today, NaiveDate::from);
    let new = NewProblem {
        number: number(&park.code, year, running),
        title: body.title.clone(),
        title_key: plain_title(&body.title),
        description: body.description.clone(),
        park_id,
        enterprise_id: body.enterprise_id,
        site_name: body.site_name.clone(),
        visit_id: body.visit_id,
        source: body.source(),
        source_reference: body.source_reference.clone(),
        source_due_on: body.source_due_on.map(NaiveDate::from),
        category_id: body.category_id,
        severity: body.severity.unwrap_or(Severity::Ordinary),
        level: body.level.unwrap_or(Level::District),
        raised_on,
        reported_on: closed_weeks::counted_on(context.conn, raised_on, context.today)?,
        reported_by: context.actor.map(|actor| actor.id),
        confidential: body.confidential,
    };
    let row = store::insert(context.conn, context.at(), &new)?;
    LoadedProblem::read(context.conn, row)
}

/// Open problems of the same enterprise with a like title, besides the problem itself.
///
/// # Errors
/// Those of the database.
pub fn similar(context: &mut WriteContext, to: &ProblemRow) -> Result<Vec<ProblemRow>> {
    let Some(enterprise) = to.enterprise_id else {
        return Ok(vec![]);
    };
    let open = store::open_of_enterprise(context.conn, context.scope(), enterprise, COMPARED)?;
    let like = open
        .into_iter()
        .filter(|other| other.id != to.id && alike(&other.title_key, &to.title_key));
    Ok(like.take(SIMILAR).collect())
}

/// 更正: what changed is kept, before and after; running clocks are left alone.
pub fn edit(context: &mut WriteContext, id: i64, body: Result<Edit>) -> Result<i64> {
    let body = match (body, store::hold(context.conn, context.scope(), id)?) {
        (Ok(body), Some(row)) => Ok(changing(body, &row)),
        (body, _) => body,
    };
    let (mut loaded, body) =
        context.take(id, Action::Edit, body, |context, loaded, body, check| {
            let row = &loaded.row;
            // What it has stays possible, also once it is out of use or in another park.
            let new =
                |given: Option<Option<i64>>, had| given.flatten().filter(|id| Some(*id) != had);
            if let Some(id) = new(body.enterprise_id, row.enterprise_id) {
                let found = enterprises::find(context.conn, id)?;
                if !found.is_some_and(|found| found.active && found.park_id == row.park_id) {
                    check.unknown("/enterprise_id");
                } else if let Some(visit) = row.visit_id
                    && let Some((park, whose)) = store::visited(context.conn, visit)?
                    // One that was handed to another park is of that park's enterprise, which nobody visited.
                    && park == row.park_id
                    && differ(whose, Some(id))
                {
                    check.wrong(
                        "/enterprise_id",
                        "other_enterprise",
                        "与所关联走访的企业不一致",
                        "is not the enterprise that was visited",
                    );
                }
            }
            if body.source == Some(Source::Visit) && row.visit_id.is_none() {
                check.wrong(
                    "/source",
                    "no_visit",
                    "没有关联走访记录，来源不能为走访",
                    "cannot be a visit, as it came from none",
                );
            }
            let enterprise = body.enterprise_id.unwrap_or(row.enterprise_id);
            let site = body.site_name.as_ref().unwrap_or(&row.site_name);
            if enterprise.is_none() && site.is_none() {
                check.missing("/site_name");
            }
            known_category(context, check, new(body.category_id, row.category_id))?;
            let mut after = row.clone();
            apply(&mut after, body.clone());
            check.forbid(context.identifying_words(&after)?);
            check.names_nobody("/title", &after.title);
            check.names_nobody("/description", &after.description);
            Ok(())
        })?;
    let changes = apply(&mut loaded.row, body);
    context.finish(&mut loaded, Action::Edit, Event::new(None, changes))
}

/// A correction without the texts that stay: they aren't checked again, for they may be older than a rule.
fn changing(body: Edit, row: &ProblemRow) -> Edit {
    Edit {
        title: body.title.filter(|given| *given != row.title),
        description: body.description.filter(|given| *given != row.description),
        site_name: body.site_name.filter(|given| *given != row.site_name),
        source_reference: body
            .source_reference
            .filter(|given| *given != row.source_reference),
        ..body
    }
}

/// Writes what a correction tells into the row, and says what it changed: `{field: {from, to}}`.
fn apply(row: &mut ProblemRow, body: Edit) -> Value {
    let mut changes = Map::new();
    macro_rules! put {
        ($($field:ident = $value:expr),*) => {
            $(if let Some(value) = $value
                && value != row.$field
            {
                let change = json!({ "from": row.$field, "to": value });
                changes.insert(stringify!($field).to_owned(), change);
                row.$field = value;
            })*
        };
    }
    let due = body.source_due_on.map(|day| day.map(NaiveDate::from));
    put!(
        title = body.title,
        description = body.description,
        enterprise_id = body.enterprise_id,
        site_name = body.site_name,
        source = body.source,
        source_reference = body.source_reference,
        source_due_on = due,
        category_id = body.category_id,
        severity = body.severity,
        level = body.level,
        confidential = body.confidential
    );
    row.title_key = plain_title(&row.title);
    Value::Object(changes)
}
