//! Finding: the index tells where to look, what is shown is read as its reader may see it now.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{Seen, ledger, reach};
use crate::access::Actor;
use crate::base::Result;
use crate::base::db::Conn;
use crate::search::rules::document::DocumentId;
use crate::search::rules::highlight::{Highlight, highlights};
use crate::search::rules::query::{Question, Step};
use crate::search::rules::{SearchField, SearchKind};
use crate::search::store;

/// Documents that are read at once, at least.
const AT_ONCE: i64 = 20;
/// Documents that one answer looks at, at most: pairs of characters that stand apart from each other, and
/// what has changed since it was indexed, are looked at in vain.
const LOOKED_AT: usize = 600;

/// What is asked for.
pub struct Asked {
    pub question: Question,
    pub kind: Option<SearchKind>,
    pub after: Option<Place>,
    pub limit: i64,
}

/// The place in the order of what is found after which the next page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    step: Step,
    /// The last document that was looked at on this step.
    document: i64,
}

/// Something that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    pub kind: SearchKind,
    pub seen: Seen,
    pub highlights: Vec<Highlight>,
}

impl Hit {
    /// Where the words were found, each place once.
    pub fn matched_in(&self) -> Vec<SearchField> {
        let mut fields: Vec<_> = self.highlights.iter().map(|one| one.field).collect();
        fields.dedup();
        fields
    }
}

/// A page of what was found.
#[derive(Debug, Default)]
pub struct FoundPage {
    pub hits: Vec<Hit>,
    pub next: Option<Place>,
}

/// What holds all words, by what they were found in, then by kind, then the newest first. One more than
/// the limit tells that there is another page.
///
/// # Errors
/// Those of the database.
pub fn find(conn: &mut Conn, who: &Actor, asked: &Asked) -> Result<FoundPage> {
    let reach = reach(who, asked.kind);
    let mut page = FoundPage::default();
    if reach.kinds.is_empty() {
        return Ok(page);
    }
    let limit = usize::try_from(asked.limit).unwrap_or(0);
    let mut looked_at = 0;
    let (first, mut below) = match asked.after {
        Some(place) => (place.step, Some(place.document)),
        None => (Step::Named, None),
    };
    for step in Step::ALL.into_iter().filter(|step| *step >= first) {
        let Some(wanted) = asked.question.condition(step) else {
            continue;
        };
        loop {
            let missing = asked.limit + 1 - i64::try_from(page.hits.len()).unwrap_or(0);
            let many = missing.max(AT_ONCE);
            let found = store::matching(conn, &reach, &wanted, (below, many))?;
            let is_last = i64::try_from(found.len()).unwrap_or(0) < many;
            for (document, hit) in hits(conn, who, &asked.question, &found)? {
                if let Some(hit) = hit {
                    if page.hits.len() == limit {
                        return Ok(page);
                    }
                    page.hits.push(hit);
                }
                // After the last one that is on the page, whatever was looked at in vain behind it.
                page.next = Some(Place {
                    step,
                    document: document.0,
                });
                looked_at += 1;
                below = Some(document.0);
            }
            if is_last {
                break;
            }
            if looked_at >= LOOKED_AT {
                return Ok(page);
            }
        }
        below = None;
    }
    page.next = None;
    Ok(page)
}

/// The documents in their order, with what they are of where it is found and may be seen.
fn hits(
    conn: &mut Conn,
    who: &Actor,
    question: &Question,
    found: &[DocumentId],
) -> Result<Vec<(DocumentId, Option<Hit>)>> {
    let mut by_kind: HashMap<SearchKind, Vec<i64>> = HashMap::new();
    for (kind, id) in found.iter().filter_map(|document| document.subject()) {
        by_kind.entry(kind).or_default().push(id);
    }
    let mut seen: HashMap<(SearchKind, i64), Seen> = HashMap::new();
    for (kind, ids) in by_kind {
        if let Some(ledger) = ledger(kind) {
            let those = ledger.seen(conn, who, &ids)?.into_iter();
            seen.extend(those.map(|one| ((kind, one.id), one)));
        }
    }
    let hit = |kind: SearchKind, seen: Seen| {
        Some(Hit {
            kind,
            highlights: highlights(&seen.texts, &question.words)?,
            seen,
        })
    };
    Ok(found
        .iter()
        .map(|document| {
            let subject = document.subject();
            let seen = subject.and_then(|subject| Some((subject.0, seen.remove(&subject)?)));
            (*document, seen.and_then(|(kind, seen)| hit(kind, seen)))
        })
        .collect())
}
