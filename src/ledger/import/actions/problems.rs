//! Checks rows of problems against what is there.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::Checking;
use super::enterprise_index::{EnterpriseIndex, StatedPlace};
use crate::base::Result;
use crate::base::db::Conn;
use crate::ledger::columns;
use crate::ledger::import::rules::fault::{Issue, issue};
use crate::ledger::import::rules::names::{are_several_firms, note, wrong};
use crate::ledger::import::rules::plan::{
    Checked, DirectoryRef, Owner, Plan, ProblemPlan, Verdict,
};
use crate::ledger::import::rules::problem::ProblemDraft;
use crate::ledger::import::rules::row::RowIssue;
use crate::ledger::import::store::{ProblemKnown, problems_of, problems_with};
use crate::problems::rules::confidential::IdentifyingWords;
use crate::problems::rules::history::{Handed, History};
use crate::problems::rules::number::{parts, plain_title};
use crate::problems::rules::words::{Level, Severity, Source};
use crate::vocabulary::faults;

type Draft = (ProblemDraft, Vec<RowIssue>);

/// # Errors
/// Those of the database.
pub fn check(conn: &mut Conn, it: &mut Checking, drafts: Vec<Draft>) -> Result<Vec<Checked>> {
    let names = drafts
        .iter()
        .filter_map(|(draft, _)| draft.enterprise.clone());
    let codes = drafts
        .iter()
        .filter_map(|(draft, _)| draft.credit_code.clone());
    let enterprise_index = EnterpriseIndex::of(conn, names.collect(), codes.collect())?;
    let there = KnownProblems::of(conn, it, &drafts)?;
    let each = drafts
        .into_iter()
        .map(|(draft, issues)| one(it, &enterprise_index, &there, draft, issues));
    Ok(each.collect())
}

/// The problems that rows may be about.
struct KnownProblems {
    by_number: Vec<ProblemKnown>,
    by_title: Vec<ProblemKnown>,
}

impl KnownProblems {
    fn of(conn: &mut Conn, it: &Checking, drafts: &[Draft]) -> Result<Self> {
        let numbers: Vec<String> = drafts
            .iter()
            .filter_map(|(draft, _)| draft.number.clone())
            .collect();
        let titles: BTreeSet<String> = drafts
            .iter()
            .map(|(draft, _)| plain_title(&draft.title))
            .collect();
        let days: BTreeSet<_> = drafts.iter().map(|(draft, _)| draft.raised_on).collect();
        let parks: BTreeSet<i64> = it.names.parks.values().copied().collect();
        let (titles, days): (Vec<_>, Vec<_>) =
            (titles.into_iter().collect(), days.into_iter().collect());
        let parks: Vec<_> = parks.into_iter().collect();
        Ok(Self {
            by_number: problems_with(conn, &numbers)?,
            by_title: problems_of(conn, &titles, &days, &parks)?,
        })
    }

    /// By number, or else by enterprise, title and day.
    fn find(&self, draft: &ProblemDraft, park: i64, owner: &Owner) -> Option<&ProblemKnown> {
        let key = plain_title(&draft.title);
        let is_there = |one: &&ProblemKnown| {
            one.park_id == park
                && match owner {
                    Owner::Id(id) => one.enterprise_id == Some(*id),
                    Owner::Nobody => {
                        one.enterprise_id.is_none() && one.site_name == draft.site_name
                    }
                    Owner::New { .. } => false,
                }
        };
        let by_number = draft.number.as_deref().and_then(|number| {
            let mut all = self.by_number.iter().filter(|one| one.park_id == park);
            all.find(|one| {
                // Ledgers of two months may both begin with 1.
                let given = one.source_reference.as_deref() == Some(number);
                one.number == number
                    || (given && (one.title_key == key || one.raised_on == draft.raised_on))
            })
        });
        by_number.or_else(|| {
            let mut all = self.by_title.iter().filter(is_there);
            all.find(|one| one.title_key == key && one.raised_on == draft.raised_on)
        })
    }

    /// Whether nobody has a number yet, in whatever park.
    fn is_free(&self, number: &str) -> bool {
        !self.by_number.iter().any(|one| one.number == number)
    }
}

fn one(
    it: &mut Checking,
    enterprise_index: &EnterpriseIndex,
    there: &KnownProblems,
    draft: ProblemDraft,
    mut issues: Vec<RowIssue>,
) -> Checked {
    let row = draft.row;
    let verdict = judged(it, enterprise_index, there, draft, &mut issues);
    let is_wrong = issues.iter().any(|issue| !issue.is_note);
    Checked {
        row,
        verdict: verdict.filter(|_| !is_wrong).unwrap_or(Verdict::Wrong),
        issues,
    }
}

fn judged(
    it: &mut Checking,
    enterprise_index: &EnterpriseIndex,
    there: &KnownProblems,
    draft: ProblemDraft,
    issues: &mut Vec<RowIssue>,
) -> Option<Verdict> {
    let place = StatedPlace {
        park: draft.park.as_deref(),
        name: draft.enterprise.as_deref(),
        credit_code: draft.credit_code.as_deref(),
        column: "enterprise",
    };
    let found = enterprise_index.place(&mut it.names, &place, issues);
    let category = draft.category.as_deref();
    let category = category.map(|name| it.names.category(name, issues));
    let lead = draft.lead.as_deref();
    let lead = lead.map(|name| it.names.department("lead", name, issues));
    let supporting: Vec<_> = draft
        .supporting
        .iter()
        .map(|name| it.names.department("supporting", name, issues))
        .collect();
    if let Some(number) = &draft.number
        && let Some(twice) = it.seen.twice(("number", &draft.park, number), draft.row)
    {
        issues.push(wrong("number", twice));
        return None;
    }
    let (park, owner) = found?;
    // Of two cases with numbers of ours each is one of its own, however alike they are.
    let own = draft
        .number
        .as_ref()
        .filter(|number| parts(number).is_some());
    let thing = (
        own,
        &draft.park,
        &draft.enterprise,
        &draft.site_name,
        plain_title(&draft.title),
        draft.raised_on,
    );
    if let Some(twice) = it.seen.twice(thing, draft.row) {
        issues.push(wrong("title", twice));
        return None;
    }
    if let DirectoryRef::Id(park) = park
        && let Some(known) = there.find(&draft, park, &owner)
    {
        return Some(compared(known, &draft, (category, lead, &owner), issues));
    }
    if draft.is_excluded {
        let (zh, en) = (
            "不予受理、并单、撤回的问题不导入，请删去该行",
            "what was excluded isn't imported",
        );
        issues.push(wrong("outcome", Issue::new("not_applicable", zh, en)));
        return None;
    }
    if draft.resolved.is_some() && draft.lead.is_none() {
        issues.push(note(
            "lead",
            "没有主办单位，按园区现场解决（即办）计",
            "without a lead, taken as resolved on the spot",
        ));
    }
    if draft.confidential == Some(true) {
        names_nobody(&draft, enterprise_index.words(&owner, &draft), issues);
    }
    let category = match category {
        Some(found) => Some(found?),
        None => None,
    };
    let lead = match lead {
        Some(found) => Some(found?),
        None => None,
    };
    let supporting = supporting.into_iter().collect::<Option<Vec<_>>>()?;
    if let Owner::New { name, .. } = &owner {
        if are_several_firms(name) {
            issues.push(wrong("enterprise", issue("several_firms")));
            return None;
        }
        let is_first = it
            .seen
            .twice(("made", &draft.park, name), draft.row)
            .is_none();
        it.names.making.enterprises += usize::from(is_first);
        issues.push(note(
            "enterprise",
            format!("企业“{name}”不在名录中，将新建"),
            "is new and will be made",
        ));
    }
    let is_kept = draft.number.as_deref().is_some_and(|number| {
        let code = parts(number).map(|(code, ..)| code);
        let is_own = match (&park, code) {
            (DirectoryRef::Id(id), Some(code)) => {
                it.names.codes.get(id).is_some_and(|own| own == code)
            }
            // Whether the park gets that code is known once the file is read to its end.
            (DirectoryRef::New(name), Some(code)) => {
                it.names.hear_of_code(name, code);
                true
            }
            (_, None) => false,
        };
        is_own && there.is_free(number)
    });
    let history = history(draft, is_kept);
    let plan = ProblemPlan {
        park,
        enterprise: owner,
        category,
        lead,
        supporting,
        history,
    };
    Some(Verdict::New(Plan::Problem(Box::new(plan))))
}

fn history(draft: ProblemDraft, is_kept: bool) -> History {
    let mut ledger = Map::new();
    for (key, given) in [
        ("leader", &draft.leader),
        ("phone", &draft.phone),
        ("note", &draft.note),
        ("remaining", &draft.remaining),
    ] {
        if let Some(given) = given {
            ledger.insert(key.to_owned(), json!(given));
        }
    }
    let has_lead = draft.lead.is_some();
    let handed = draft.dispatched_on.filter(|_| has_lead).map(|on| Handed {
        on,
        lead: 0,
        supporting: vec![],
        limit_on: draft.due_on,
        handler: draft.handler,
    });
    History {
        number: draft.number.clone().filter(|_| is_kept),
        source_reference: draft.number.filter(|_| !is_kept),
        title: draft.title,
        description: draft.description,
        park_id: 0,
        enterprise_id: None,
        site_name: draft.site_name,
        source: draft.source.unwrap_or(Source::Other),
        source_due_on: draft.due_on.filter(|_| !has_lead),
        category_id: None,
        severity: draft.severity.unwrap_or(Severity::Ordinary),
        level: draft.level.unwrap_or(Level::District),
        confidential: draft.confidential.unwrap_or(false),
        raised_on: draft.raised_on,
        ledger: Value::Object(ledger),
        handed,
        accepted_on: draft.accepted_on,
        extensions: draft.extensions,
        progress: draft.progress,
        resolved: draft.resolved,
        answered: draft.answered,
        closed_on: draft.closed_on,
        tracked_until: draft.tracked_until,
    }
}

/// What departments read of a confidential problem may not say whose it is.
fn names_nobody(draft: &ProblemDraft, words: IdentifyingWords, issues: &mut Vec<RowIssue>) {
    let resolved = draft.resolved.as_ref();
    let progress = draft.progress.as_ref();
    let said = resolved.map(|done| &done.resolution);
    let step = resolved
        .and_then(|done| done.next_step.as_ref())
        .or(progress.and_then(|said| said.next_step.as_ref()));
    let texts = [
        ("title", Some(&draft.title)),
        ("description", Some(&draft.description)),
        ("handler", draft.handler.as_ref()),
        ("resolution", said.or(progress.map(|said| &said.text))),
        (
            "remaining",
            resolved.and_then(|done| done.remaining.as_ref()),
        ),
        ("next_step", step),
    ];
    for (key, text) in texts {
        if text.is_some_and(|text| words.are_in(text)) {
            let (zh, en) = (
                faults::NAMES_ENTERPRISE,
                "names the enterprise of a confidential problem",
            );
            issues.push(wrong(key, Issue::new("names_enterprise", zh, en)));
        }
    }
}

type Links<'a> = (
    Option<Option<DirectoryRef>>,
    Option<Option<DirectoryRef>>,
    &'a Owner,
);

/// What is there stays as it is; what a file says otherwise is told.
fn compared(
    known: &ProblemKnown,
    draft: &ProblemDraft,
    (category, lead, owner): Links,
    issues: &mut Vec<RowIssue>,
) -> Verdict {
    let differs = |named: Option<Option<DirectoryRef>>, id: Option<i64>| {
        named
            .flatten()
            .is_some_and(|named| Some(named) != id.map(DirectoryRef::Id))
    };
    let is_owner = match owner {
        Owner::Id(id) => known.enterprise_id == Some(*id),
        Owner::Nobody => known.enterprise_id.is_none(),
        Owner::New { .. } => false,
    };
    let outcome = draft.resolved.as_ref().map(|done| done.outcome);
    let differences = [
        ("title", known.title_key != plain_title(&draft.title)),
        ("enterprise", !is_owner),
        ("raised_on", known.raised_on != draft.raised_on),
        ("category", differs(category, known.category_id)),
        ("lead", differs(lead, known.lead_department_id)),
        (
            "source",
            draft.source.is_some_and(|source| source != known.source),
        ),
        (
            "severity",
            draft
                .severity
                .is_some_and(|severity| severity != known.severity),
        ),
        (
            "level",
            draft.level.is_some_and(|level| level != known.level),
        ),
        (
            "confidential",
            draft
                .confidential
                .is_some_and(|confidential| confidential != known.confidential),
        ),
        ("outcome", outcome.is_some() && outcome != known.outcome),
    ];
    let mut verdict = Verdict::Same;
    for (key, _) in differences.into_iter().filter(|(_, differs)| *differs) {
        verdict = Verdict::Different;
        let heading = columns::by_key(key).map_or(key, |column| column.heading);
        let zh = format!("问题{}已存在，{heading}与系统中不同，未改动", known.number);
        issues.push(note(
            key,
            zh,
            format!(
                "{} is there already with another value, which stays",
                known.number
            ),
        ));
    }
    verdict
}
