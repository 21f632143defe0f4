//! Checks rows of visits against what is there.

use super::Checking;
use super::enterprise_index::{EnterpriseIndex, StatedPlace};
use crate::base::Result;
use crate::base::db::Conn;
use crate::ledger::import::rules::names::{note, wrong};
use crate::ledger::import::rules::plan::{
    Checked, DirectoryRef, ImportedVisit, Owner, Plan, Verdict,
};
use crate::ledger::import::rules::row::RowIssue;
use crate::ledger::import::rules::visit::VisitDraft;
use crate::ledger::import::store::{VisitKnown, visits_of};

type Draft = (VisitDraft, Vec<RowIssue>);

/// # Errors
/// Those of the database.
pub fn check(conn: &mut Conn, it: &mut Checking, drafts: Vec<Draft>) -> Result<Vec<Checked>> {
    let names = drafts.iter().map(|(draft, _)| draft.place.clone());
    let enterprise_index = EnterpriseIndex::of(conn, names.collect(), vec![])?;
    let mut parks: Vec<i64> = it.names.parks.values().copied().collect();
    parks.sort_unstable();
    parks.dedup();
    let mut days: Vec<_> = drafts.iter().map(|(draft, _)| draft.visited_on).collect();
    days.sort_unstable();
    days.dedup();
    let there = visits_of(conn, &parks, &days)?;
    let each = drafts.into_iter().map(|(draft, mut issues)| {
        let row = draft.row;
        let verdict = judged(it, &enterprise_index, &there, draft, &mut issues);
        Checked {
            row,
            verdict: verdict.unwrap_or(Verdict::Wrong),
            issues,
        }
    });
    Ok(each.collect())
}

fn judged(
    it: &mut Checking,
    enterprise_index: &EnterpriseIndex,
    there: &[VisitKnown],
    draft: VisitDraft,
    issues: &mut Vec<RowIssue>,
) -> Option<Verdict> {
    let place = StatedPlace {
        park: draft.park.as_deref(),
        name: Some(draft.place.as_str()).filter(|_| !draft.is_site),
        credit_code: None,
        column: "place",
    };
    let (park, owner) = enterprise_index.place(&mut it.names, &place, issues)?;
    let thing = (
        &draft.park,
        &draft.place,
        draft.visited_on,
        &draft.participants,
    );
    if let Some(twice) = it.seen.twice(thing, draft.row) {
        issues.push(wrong("place", twice));
        return None;
    }
    // A name that the directory doesn't have is that of a project site.
    let (owner, site) = match owner {
        Owner::Id(id) => (Owner::Id(id), None),
        Owner::Nobody => (Owner::Nobody, Some(draft.place)),
        Owner::New { name, .. } => {
            issues.push(note(
                "place",
                format!("名录中没有企业“{name}”，按项目现场登记"),
                "is no known enterprise, taken as a site",
            ));
            (Owner::Nobody, Some(name))
        }
    };
    let same = there.iter().find(|one| {
        let enterprise = match owner {
            Owner::Id(id) => Some(id),
            Owner::Nobody | Owner::New { .. } => None,
        };
        let given: Vec<String> = serde_json::from_str(&one.participants).unwrap_or_default();
        DirectoryRef::Id(one.park_id) == park
            && one.visited_on == draft.visited_on
            && one.enterprise_id == enterprise
            && (enterprise.is_some() || one.site_name == site)
            && given == draft.participants
    });
    if let Some(known) = same {
        if draft.summary.is_some() && draft.summary != known.summary {
            issues.push(note(
                "summary",
                "该走访已存在，走访情况与系统中不同，未改动",
                "is there already with another text, which stays",
            ));
            return Some(Verdict::Different);
        }
        return Some(Verdict::Same);
    }
    let body = ImportedVisit {
        site_name: site,
        visited_on: draft.visited_on,
        participants: draft.participants,
        summary: draft.summary,
    };
    Some(Verdict::New(Plan::Visit {
        park,
        enterprise: owner,
        body: Box::new(body),
    }))
}
