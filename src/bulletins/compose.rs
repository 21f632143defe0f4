//! Composes what a bulletin says, out of what is there on a day.

use chrono::NaiveDate;

use super::fields::{Bulletin, BulletinActivity, BulletinCase, BulletinContent};
use crate::access::Scope;
use crate::activities::cases::{self, CaseStudy};
use crate::activities::{self, Activity};
use crate::base::Result;
use crate::base::db::Conn;
use crate::directory::store::parks;
use crate::entries::AnyLedger;
use crate::entries::actions::Entry;
use crate::entries::actions::unit_of;
use crate::entries::ledger::typed;
use crate::entries::rules::numbers::Asked;
use crate::entries::store::{self, EntryRow};
use crate::reports::actions::letterhead;

/// The entries of a ledger, in the order of their ids in a list.
pub fn named(
    conn: &mut Conn,
    ledger: &dyn AnyLedger,
    ids: Option<&Vec<i64>>,
) -> Result<Vec<EntryRow>> {
    let mut rows = vec![];
    for id in ids.into_iter().flatten() {
        rows.extend(store::find(conn, Scope::All, ledger.code(), *id)?);
    }
    Ok(rows)
}

/// What a bulletin says on a day; of a period that isn't over, so far.
///
/// # Errors
/// Those of the database.
pub fn compose(conn: &mut Conn, bulletin: &Bulletin, today: NaiveDate) -> Result<BulletinContent> {
    let letterhead = letterhead::of(conn)?;
    let to = bulletin.to_on.unwrap_or(today).min(today);
    let asked = Asked {
        from: bulletin.from_on.unwrap_or(to).min(to),
        to,
        ..Asked::of_all(activities::LEDGER.description(), today)
    };
    let told = activities::of_period(conn, &asked)?;
    let mut held = vec![];
    for row in named(conn, &activities::LEDGER, bulletin.activity_ids.as_ref())? {
        held.push(activity(conn, row)?);
    }
    let mut studies = vec![];
    for row in named(conn, &cases::LEDGER, bulletin.case_study_ids.as_ref())? {
        studies.push(study(conn, row)?);
    }
    Ok(BulletinContent {
        issuing_body: letterhead.issuing_body,
        red_head: letterhead.red_head,
        signature: letterhead.signature,
        held: told.held,
        times: told.tally.times,
        enterprises: told.tally.enterprises(),
        people: told.tally.people,
        experts: told.tally.experts,
        matches: told.matched.matches,
        reached: told.matched.reached,
        activities: held,
        cases: studies,
    })
}

fn activity(conn: &mut Conn, row: EntryRow) -> Result<BulletinActivity> {
    let host = unit_of(conn, &row)?;
    let entry = Entry::of(&activities::LEDGER, row, vec![], vec![])?;
    let of: Activity = typed(&entry.fields)?;
    let count = |of: usize| i64::try_from(of).unwrap_or(i64::MAX);
    Ok(BulletinActivity {
        on: of.held_on.or(of.planned_on),
        name: of.name,
        kind: of.kind,
        place: of.place,
        host,
        enterprises: count(of.attendance.map_or(0, |all| all.len())),
        experts: count(of.experts.map_or(0, |all| all.len())),
    })
}

fn study(conn: &mut Conn, row: EntryRow) -> Result<BulletinCase> {
    let park = match row.park_id {
        Some(id) => parks::find(conn, id)?.map(|found| found.name),
        None => None,
    };
    let enterprise = row.enterprise_id;
    let entry = Entry::of(&cases::LEDGER, row, vec![], vec![])?;
    let of: CaseStudy = typed(&entry.fields)?;
    let printed = cases::printed(conn, enterprise, &of)?;
    let facts = of.facts.unwrap_or_default();
    Ok(BulletinCase {
        name: printed.text(&of.name),
        enterprise: printed.name().to_owned(),
        park,
        lead: facts.lead,
        raised_on: facts.raised_on,
        resolved_on: facts.resolved_on,
        working_days: facts.working_days,
        text: of.text.map(|text| printed.text(&text)),
    })
}
