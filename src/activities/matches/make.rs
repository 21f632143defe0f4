//! Makes a problem or a lead of a match, linked with it.

use serde_json::{Value, json};

use super::Match;
use crate::access::Scope;
use crate::base::Result;
use crate::entries::actions::{self, Entry, WriteContext};
use crate::entries::ledger::Fields;
use crate::entries::rules::said::{number, word};
use crate::entries::store::{self, NewLink};
use crate::leads;
use crate::problems::actions as problems;
use crate::problems::rules::report::Report;
use crate::problems::rules::words::Source;
use crate::vocabulary::activities as say;

fn link(context: &WriteContext, entry: &Entry) -> NewLink {
    NewLink::of(entry.row.id, say::MADE, context.at())
}

/// What is known of it, for whoever goes on with it.
fn told(of: &Match) -> String {
    let activity = of.activity.as_deref();
    let activity = activity.map_or_else(String::new, |name| format!("\n活动：{name}"));
    format!(
        "对接事项：{}\n对接对象：{}{activity}",
        of.need, of.counterpart
    )
}

pub fn problem(
    context: &mut WriteContext,
    entry: &Entry,
    of: &mut Match,
    body: &Fields,
) -> Result<()> {
    let enterprise = entry.row.enterprise_id;
    let park = entry.row.park_id.or_else(|| number(body, "park_id"));
    let report = Report {
        title: word(body, "title").unwrap_or(&of.need).to_owned(),
        description: told(of),
        enterprise_id: enterprise,
        park_id: park.filter(|_| enterprise.is_none()),
        site_name: of.company.clone().filter(|_| enterprise.is_none()),
        visit_id: None,
        project_id: None,
        source: Some(Source::Meeting),
        source_reference: Some(entry.row.number.clone()),
        source_due_on: None,
        category_id: number(body, "category_id"),
        severity: None,
        level: None,
        confidential: false,
        raised_on: None,
        dispatch: None,
    };
    let (clock, now, actor) = (context.clock, context.now, context.user()?);
    let made = {
        let mut filing = problems::WriteContext::of(context.conn, clock, now, actor, None)?;
        problems::report(&mut filing, report)?
    };
    let link = NewLink {
        problem_id: Some(made),
        ..link(context, entry)
    };
    store::insert_link(context.conn, &link)?;
    of.problem = Some(made);
    Ok(())
}

pub fn lead(
    context: &mut WriteContext,
    entry: &Entry,
    of: &mut Match,
    body: &Fields,
) -> Result<()> {
    // Departments are told of no enterprises, and so name none.
    let enterprise = match context.scope() {
        Scope::Department(_) => None,
        _ => entry.row.enterprise_id,
    };
    let all = json!({
        "kind": word(body, "kind").unwrap_or("investment"),
        "name": word(body, "name").unwrap_or(&of.need),
        "investor": of.counterpart,
        "industry": word(body, "industry"),
        "source": "fair",
        "source_name": of.activity,
        "park_id": entry.row.park_id,
        "enterprise_id": enterprise,
        "department_id": entry.row.department_id,
    });
    let mut all = all.as_object().cloned().unwrap_or_default();
    all.retain(|_, value: &mut Value| !value.is_null());
    let made = actions::create(context, &leads::LEDGER, Ok(all))?;
    let link = NewLink {
        to_entry_id: Some(made),
        ..link(context, entry)
    };
    store::insert_link(context.conn, &link)?;
    of.lead = Some(made);
    Ok(())
}
