//! Problems, as they are searched.

use std::collections::HashMap;

use super::{Ledger, Seen};
use crate::access::{Actor, Scope};
use crate::base::Result;
use crate::base::db::Conn;
use crate::problems::actions::{RedactedProblem, events_seen_by, seen_by};
use crate::problems::rules::table::Action;
use crate::problems::store::{self, EventRow, ProblemRow};
use crate::search::rules::document::{Document, Edition};
use crate::search::rules::terms::Rank;
use crate::search::rules::{SearchField, SearchKind};

pub struct Problems;

/// Stands for any department: they read the same of a confidential problem.
const ANY_DEPARTMENT: Scope = Scope::Department(0);

/// A problem as somebody sees it, and how it was resolved at last.
pub struct Told {
    pub problem: RedactedProblem,
    pub resolution: Option<String>,
}

/// Rows that are within a scope, as it sees them.
///
/// # Errors
/// Those of the database.
pub fn told(conn: &mut Conn, scope: Scope, rows: Vec<ProblemRow>) -> Result<Vec<Told>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let resolving = [Action::Resolve, Action::ResolveOnSite];
    let events = store::of_kinds(conn, &ids, &resolving)?;
    let mut last: HashMap<i64, EventRow> = events
        .into_iter()
        .map(|event| (event.problem_id, event))
        .collect();
    let mut resolutions = HashMap::new();
    for row in &rows {
        if let Some(event) = last.remove(&row.id) {
            let seen = events_seen_by(conn, scope, row, vec![event])?;
            let text = seen.into_iter().find_map(|event| event.text);
            resolutions.insert(row.id, text);
        }
    }
    let problems = seen_by(conn, scope, rows)?.into_iter();
    Ok(problems
        .map(|problem| Told {
            resolution: resolutions.remove(&problem.row.id).flatten(),
            problem,
        })
        .collect())
}

impl Told {
    fn texts(self) -> Vec<(SearchField, String)> {
        let row = self.problem.row;
        let texts = [
            (SearchField::Number, Some(row.number)),
            (SearchField::Title, Some(row.title)),
            (SearchField::Enterprise, self.problem.enterprise_name),
            (SearchField::Site, row.site_name),
            (SearchField::SourceReference, row.source_reference),
            (SearchField::Description, Some(row.description)),
            (SearchField::Resolution, self.resolution),
        ];
        let texts = texts.into_iter();
        texts
            .filter_map(|(field, text)| Some((field, text?)))
            .collect()
    }

    fn write(self, document: &mut Document) {
        for (field, text) in self.texts() {
            match field {
                SearchField::Number => document.number(&text),
                SearchField::Title => document.text(Rank::Own, &text),
                SearchField::Enterprise | SearchField::Site => document.text(Rank::Whose, &text),
                _ => document.text(Rank::Told, &text),
            }
        }
    }
}

impl Ledger for Problems {
    fn kind(&self) -> SearchKind {
        SearchKind::Problem
    }

    fn is_open_to(&self, who: &Actor) -> bool {
        who.cases() != Scope::Nothing
    }

    fn after(&self, conn: &mut Conn, id: i64, limit: i64) -> Result<Vec<i64>> {
        store::after(conn, id, limit)
    }

    fn documents(&self, conn: &mut Conn, ids: &[i64]) -> Result<Vec<Document>> {
        let mut departments: HashMap<i64, Vec<i64>> = HashMap::new();
        for one in store::assignments_of(conn, ids)? {
            departments
                .entry(one.problem_id)
                .or_default()
                .push(one.department_id);
        }
        let rows = store::find_many(conn, Scope::All, ids)?;
        let hidden: Vec<ProblemRow> = rows
            .iter()
            .filter(|row| row.confidential)
            .cloned()
            .collect();
        let mut documents = vec![];
        for told in told(conn, Scope::All, rows)? {
            let (id, park) = (told.problem.row.id, told.problem.row.park_id);
            let is_confidential = told.problem.row.confidential;
            let mut whole = Document::of(SearchKind::Problem, id, Edition::Whole);
            told.write(&mut whole);
            whole.park(park);
            if !is_confidential {
                let theirs = departments.get(&id).into_iter().flatten();
                theirs.for_each(|department| whole.department(*department));
                // What it had while it was confidential goes.
                documents.push(Document::of(SearchKind::Problem, id, Edition::Redacted));
            }
            documents.push(whole);
        }
        for told in told(conn, ANY_DEPARTMENT, hidden)? {
            let id = told.problem.row.id;
            let mut redacted = Document::of(SearchKind::Problem, id, Edition::Redacted);
            let theirs = departments.get(&id).into_iter().flatten();
            theirs.for_each(|department| redacted.department(*department));
            told.write(&mut redacted);
            documents.push(redacted);
        }
        Ok(documents)
    }

    fn seen(&self, conn: &mut Conn, who: &Actor, ids: &[i64]) -> Result<Vec<Seen>> {
        let rows = store::find_many(conn, who.cases(), ids)?;
        let seen = told(conn, who.cases(), rows)?.into_iter();
        Ok(seen
            .map(|told| {
                let row = &told.problem.row;
                Seen {
                    id: row.id,
                    number: Some(row.number.clone()),
                    title: row.title.clone(),
                    enterprise: told.problem.enterprise_name.clone(),
                    status: Some(row.status),
                    updated_at: row.updated_at,
                    texts: told.texts(),
                }
            })
            .collect())
    }
}
