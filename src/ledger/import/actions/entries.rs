//! Checks rows of a ledger's entries against what is there.

mod compared;
mod index;
mod past;

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};

use super::Checking;
use super::enterprise_index::{EnterpriseIndex, StatedPlace};
use crate::access::Scope;
use crate::base::Result;
use crate::base::db::Conn;
use crate::entries::actions::{DISTRICT, faults};
use crate::entries::description::Class;
use crate::entries::rules::history::entry_parts;
use crate::ledger::import::rules::entry::{EntryDraft, not_imported};
use crate::ledger::import::rules::fault::{Issue, issue};
use crate::ledger::import::rules::names::{are_several_firms, note, wrong};
use crate::ledger::import::rules::plan::{Checked, DirectoryRef, EntryPlan, Owner, Plan, Verdict};
use crate::ledger::import::rules::row::RowIssue;
use crate::ledger::import::store::entry_numbers;
use compared::{Told, compared};
pub use index::EntryIndex;
use index::{Known, beside_title, identifying, title};
use past::{of_fault, past};

type Draft = (EntryDraft, Vec<RowIssue>);

/// When a file is checked.
#[derive(Clone, Copy)]
pub struct At {
    pub now: NaiveDateTime,
    pub today: NaiveDate,
}

/// # Errors
/// Those of the database.
pub fn check(
    conn: &mut Conn,
    it: &mut Checking,
    at: At,
    drafts: Vec<Draft>,
) -> Result<Vec<Checked>> {
    // Taken out so that names and seen rows can be changed beside it.
    let Some(index) = it.entries.take() else {
        return Ok(vec![]);
    };
    let names = drafts
        .iter()
        .filter_map(|(draft, _)| draft.enterprise.clone());
    let codes = drafts
        .iter()
        .filter_map(|(draft, _)| draft.credit_code.clone());
    let enterprises = EnterpriseIndex::of(conn, names.collect(), codes.collect())?;
    let numbers: Vec<String> = drafts
        .iter()
        .filter_map(|(draft, _)| draft.number.clone())
        .collect();
    let taken: BTreeSet<String> = entry_numbers(conn, &numbers)?.into_iter().collect();
    let known = index.known(conn, &drafts)?;
    let mut checked = vec![];
    for (draft, mut issues) in drafts {
        let row = draft.row;
        let mut judge = Judge {
            it: &mut *it,
            index: &index,
            enterprises: &enterprises,
            known: &known,
            taken: &taken,
            at,
        };
        let verdict = judge.judged(draft, &mut issues)?;
        let is_wrong = issues.iter().any(|issue| !issue.is_note);
        checked.push(Checked {
            row,
            verdict: verdict.filter(|_| !is_wrong).unwrap_or(Verdict::Wrong),
            issues,
        });
    }
    it.entries = Some(index);
    Ok(checked)
}

/// What a row is judged by.
struct Judge<'a> {
    it: &'a mut Checking,
    index: &'a EntryIndex,
    enterprises: &'a EnterpriseIndex,
    known: &'a Known,
    /// Numbers that somebody has.
    taken: &'a BTreeSet<String>,
    at: At,
}

impl Judge<'_> {
    fn judged(&mut self, draft: EntryDraft, issues: &mut Vec<RowIssue>) -> Result<Option<Verdict>> {
        let ledger = self.index.ledger;
        let of = ledger.description();
        let place = self.place(&draft, issues);
        let department = self.department(&draft, issues);
        if self.is_twice(&draft, issues) {
            return Ok(None);
        }
        let Some((park, enterprise)) = place else {
            return Ok(None);
        };
        let park_id = match &park {
            Some(DirectoryRef::Id(id)) => Some(*id),
            Some(DirectoryRef::New(_)) | None => None,
        };
        let found = match self.index.find(&draft, park_id, self.known) {
            Ok(found) => found,
            Err(ambiguous) => {
                issues.push(ambiguous);
                return Ok(None);
            }
        };
        if let Some((id, by)) = found
            && let Some(entry) = self.known.get(&id)
        {
            let told = Told {
                park: park.filter(|_| draft.park.is_some()),
                department: department.flatten().filter(|_| draft.department.is_some()),
                enterprise,
            };
            return Ok(Some(compared(ledger, entry, &draft, (by, told), issues)));
        }
        let Some(department) = department else {
            return Ok(None);
        };
        if draft
            .status
            .is_some_and(|status| of.class(status) == Class::Excluded)
        {
            issues.push(wrong("status", not_imported()));
            return Ok(None);
        }
        self.judge_enterprise(&draft, &enterprise, issues);
        let number = self.kept_number(&draft, park.as_ref(), issues);
        let Some(past) = past(ledger, &draft, number, issues) else {
            return Ok(None);
        };
        let whose = (&self.index.actor, self.at.now, self.at.today);
        for fault in faults(ledger, whose, &past)? {
            issues.push(of_fault(ledger, fault));
        }
        if issues.iter().any(|issue| !issue.is_note) {
            return Ok(None);
        }
        self.hear_of_new(&draft, park.as_ref(), &enterprise);
        Ok(Some(Verdict::New(Plan::Entry(Box::new(EntryPlan {
            park,
            enterprise,
            department,
            past,
        })))))
    }

    /// Park and enterprise. Departments are told of no enterprises, so they name none.
    fn place(
        &mut self,
        draft: &EntryDraft,
        issues: &mut Vec<RowIssue>,
    ) -> Option<(Option<DirectoryRef>, Owner)> {
        let names = &mut self.it.names;
        let of = self.index.ledger.description();
        let is_department = matches!(self.index.actor.cases(), Scope::Department(_));
        let firm = draft.enterprise.as_deref().filter(|_| !is_department);
        if draft.park.is_none() && firm.is_none() && of.is_everybodys() && names.only_park.is_none()
        {
            return Some((None, Owner::Nobody));
        }
        let place = StatedPlace {
            park: draft.park.as_deref(),
            name: firm,
            credit_code: draft.credit_code.as_deref().filter(|_| !is_department),
            column: "enterprise",
        };
        let (park, owner) = self.enterprises.place(names, &place, issues)?;
        Some((Some(park), owner))
    }

    /// The owner, where the row names one; the department's own where its staff take the file in.
    fn department(
        &mut self,
        draft: &EntryDraft,
        issues: &mut Vec<RowIssue>,
    ) -> Option<Option<DirectoryRef>> {
        let found = match draft.department.as_deref() {
            Some(name) => Some(self.it.names.department("department", name, issues)?),
            None => None,
        };
        match (self.index.actor.cases(), found) {
            (Scope::Department(own), None) => Some(Some(DirectoryRef::Id(own))),
            (Scope::Department(own), Some(named)) if named != DirectoryRef::Id(own) => {
                let (zh, en) = ("责任单位不是本单位，不能导入", "isn't your department");
                issues.push(wrong("department", Issue::new("not_yours", zh, en)));
                None
            }
            (_, found) => Some(found),
        }
    }

    /// Whether an earlier row was about the same.
    fn is_twice(&mut self, draft: &EntryDraft, issues: &mut Vec<RowIssue>) -> bool {
        let of = self.index.ledger.description();
        let seen = &mut self.it.seen;
        if let Some(number) = &draft.number {
            // Each park may count its own way from one on.
            let within = entry_parts(number).is_none().then_some(&draft.park);
            if let Some(twice) = seen.twice(("number", within, number), draft.row) {
                issues.push(wrong("number", twice));
                return true;
            }
        }
        let own = identifying(of, &draft.fields);
        for (name, value) in &own {
            if let Some(twice) = seen.twice(("field", name, value), draft.row) {
                issues.push(wrong(name, twice));
                return true;
            }
        }
        // Of two with numbers or codes of their own each is one of its own, however they are called.
        let number = draft
            .number
            .as_deref()
            .filter(|number| entry_parts(number).is_some());
        let rest = beside_title(of, &draft.fields);
        let thing = ("title", number, (&own, rest), &draft.park, title(of, draft));
        match seen.twice(thing, draft.row) {
            Some(twice) => {
                issues.push(wrong(of.title_column(), twice));
                true
            }
            None => false,
        }
    }

    fn judge_enterprise(&self, draft: &EntryDraft, enterprise: &Owner, issues: &mut Vec<RowIssue>) {
        if matches!(self.index.actor.cases(), Scope::Department(_)) && draft.enterprise.is_some() {
            let (zh, en) = (
                "企业由园区或活动办填写，请清空",
                "is filled in by the park or the campaign office",
            );
            issues.push(wrong("enterprise", Issue::new("not_yours", zh, en)));
            return;
        }
        let Owner::New { name, .. } = enterprise else {
            return;
        };
        if are_several_firms(name) {
            issues.push(wrong("enterprise", issue("several_firms")));
            return;
        }
        issues.push(note(
            "enterprise",
            format!("企业“{name}”不在名录中，将新建"),
            "is new and will be made",
        ));
    }

    /// Counts what a row that nothing is wrong with makes in the directory.
    fn hear_of_new(&mut self, draft: &EntryDraft, park: Option<&DirectoryRef>, enterprise: &Owner) {
        if let Owner::New { name, .. } = enterprise {
            let made = ("made", &draft.park, name);
            let is_first = self.it.seen.twice(made, draft.row).is_none();
            self.it.names.making.enterprises += usize::from(is_first);
        }
        let number = draft.number.as_deref().and_then(entry_parts);
        if let (Some(DirectoryRef::New(name)), Some((code, ..))) = (park, number)
            && code != DISTRICT
        {
            self.it.names.hear_of_code(name, code);
        }
    }

    /// The row's number, where it is one that the park's next entries could have had.
    fn kept_number(
        &self,
        draft: &EntryDraft,
        park: Option<&DirectoryRef>,
        issues: &mut Vec<RowIssue>,
    ) -> Option<String> {
        let number = draft.number.as_ref()?;
        let of = self.index.ledger.description();
        let letters = self.index.ledger.letters(&draft.fields);
        let is_own = entry_parts(number).is_some_and(|(code, prefix, ..)| {
            let has_code = match park {
                // What was filed without a park may have come to one since.
                Some(_) if code == DISTRICT => of.is_everybodys(),
                Some(DirectoryRef::Id(id)) => {
                    self.it.names.codes.get(id).is_some_and(|own| own == code)
                }
                // Whether the park gets that code is known once the file is read to its end.
                Some(DirectoryRef::New(_)) => true,
                None => code == DISTRICT,
            };
            has_code && prefix == format!("{code}-{letters}")
        });
        if is_own && !self.taken.contains(number) {
            return Some(number.clone());
        }
        issues.push(note(
            "number",
            format!("编号“{number}”不沿用，由系统重新编号"),
            "isn't kept; the entry gets one of ours",
        ));
        None
    }
}
