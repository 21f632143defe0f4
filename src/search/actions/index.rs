//! Keeping the index up to date with what has changed.

use std::collections::BTreeMap;

use super::{LEDGERS, ledger};
use crate::base::Result;
use crate::base::db::{Conn, Db};
use crate::search::rules::SearchKind;
use crate::search::rules::document::Document;
use crate::search::store::{self, WaitingRow};

/// Changes that are indexed in one transaction: SQLite's writer is held for some milliseconds.
const BATCH: i64 = 100;
/// Things that are noted in one transaction of a rebuild.
const NOTED: i64 = 1_000;

/// What a thing is to be found by, and the last change of it that this takes in.
struct Subject {
    last_change: i64,
    documents: Vec<Document>,
}

/// Indexes the oldest changes that wait; gives how many those were. Several nodes may be at it at once:
/// whoever takes the last change of a thing out of those that wait has seen it, and writes.
///
/// # Errors
/// Those of the database.
pub fn index_some(db: &Db) -> Result<usize> {
    let (ids, subjects) = db.read_blocking(|conn| {
        let rows = store::waiting(conn, BATCH)?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        Ok((ids, subjects(conn, &rows)?))
    })?;
    let many = ids.len();
    if many > 0 {
        db.write_blocking(move |conn| {
            let taken = store::take(conn, &ids)?;
            for subject in subjects
                .iter()
                .filter(|one| taken.contains(&one.last_change))
            {
                for document in &subject.documents {
                    store::put(conn, document)?;
                }
            }
            Ok(())
        })?;
    }
    Ok(many)
}

fn subjects(conn: &mut Conn, rows: &[WaitingRow]) -> Result<Vec<Subject>> {
    let mut changed: BTreeMap<SearchKind, BTreeMap<i64, i64>> = BTreeMap::new();
    for row in rows {
        // One of a kind that this version doesn't know goes.
        if let Some(kind) = SearchKind::parse(&row.kind) {
            changed
                .entry(kind)
                .or_default()
                .insert(row.subject_id, row.id);
        }
    }
    let mut subjects = vec![];
    for (kind, changed) in changed {
        let ids: Vec<i64> = changed.keys().copied().collect();
        let Some(ledger) = ledger(kind) else { continue };
        let mut documents: BTreeMap<i64, Vec<Document>> = BTreeMap::new();
        for document in ledger.documents(conn, &ids)? {
            if let Some((_, id)) = document.id.subject() {
                documents.entry(id).or_default().push(document);
            }
        }
        subjects.extend(changed.into_iter().map(|(id, last_change)| Subject {
            last_change,
            documents: documents.remove(&id).unwrap_or_default(),
        }));
    }
    Ok(subjects)
}

/// Makes the index anew out of what is there; `tell` is told how much is done, and of how much. A server
/// may run beside it.
///
/// # Errors
/// Those of the database.
pub fn rebuild(db: &Db, mut tell: impl FnMut(usize, usize)) -> Result<usize> {
    db.write_blocking(store::clear)?;
    let mut all = 0;
    for ledger in LEDGERS {
        let (kind, mut last) = (ledger.kind(), 0);
        loop {
            let ids = db.read_blocking(|conn| ledger.after(conn, last, NOTED))?;
            let Some(end) = ids.last() else { break };
            (last, all) = (*end, all + ids.len());
            db.write_blocking(move |conn| store::note(conn, kind, &ids))?;
        }
    }
    let mut done = 0;
    loop {
        let indexed = index_some(db)?;
        done += indexed;
        tell(done.min(all), all);
        if indexed == 0 {
            return Ok(all);
        }
    }
}
