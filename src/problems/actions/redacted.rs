//! Problems as somebody may see them. Whatever leaves the server goes through here: views, lists,
//! mails, exports. The rows have been found within the scope; this takes out what a department isn't
//! told of a confidential one.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDateTime;
use serde_json::Value;

use super::time_limits::to_json;
use crate::access::{Role, Scope};
use crate::base::db::Conn;
use crate::base::db::part::holds;
use crate::base::{Error, Result};
use crate::problems::rules::confidential::{IdentifyingWords, Redaction};
use crate::problems::rules::number::half_width;
use crate::problems::rules::present::Present;
use crate::problems::rules::table::Action;
use crate::problems::rules::words::Status;
use crate::problems::store::{self, EventRow, ProblemRow, Search, TitlePart};

/// A problem with what hides its enterprise taken out: to be shown, never to be written back.
pub struct RedactedProblem {
    pub row: ProblemRow,
    /// None where there is no enterprise, and where it is hidden.
    pub enterprise_name: Option<String>,
    /// What else is told of the problem, such as the note of a dispatch, goes through it.
    pub redaction: Redaction,
}

/// The rows as somebody of a scope sees them, in their order.
///
/// # Errors
/// Those of the database.
pub fn seen_by(
    conn: &mut Conn,
    scope: Scope,
    rows: Vec<ProblemRow>,
) -> Result<Vec<RedactedProblem>> {
    let enterprises: Vec<i64> = rows.iter().filter_map(|row| row.enterprise_id).collect();
    let names: HashMap<i64, (String, Option<String>)> = store::identities(conn, &enterprises)?
        .into_iter()
        .map(|(id, name, code)| (id, (name, code)))
        .collect();
    let named = |row: &ProblemRow| row.enterprise_id.and_then(|id| names.get(&id).cloned());
    if !matches!(scope, Scope::Department(_)) {
        let plain = |row: ProblemRow| RedactedProblem {
            enterprise_name: named(&row).map(|(name, _)| name),
            redaction: Redaction::default(),
            row,
        };
        return Ok(rows.into_iter().map(plain).collect());
    }
    let hidden = rows.iter().filter(|row| row.confidential);
    let covered = covered(conn, &hidden.map(|row| row.id).collect::<Vec<_>>())?;
    let merged = rows.iter().filter(|row| row.status == Status::Merged);
    let into: Vec<i64> = merged
        .filter_map(|row| present(row).ok()?.merged_into)
        .collect();
    let targets = hidden_targets(conn, &into)?;
    rows.into_iter()
        .map(|row| {
            let identity = named(&row);
            let later = covered.contains_key(&row.id);
            veiled(row, identity, later, &targets)
        })
        .collect()
}

fn veiled(
    mut row: ProblemRow,
    identity: Option<(String, Option<String>)>,
    later: bool,
    targets: &HashSet<i64>,
) -> Result<RedactedProblem> {
    if !row.confidential && targets.is_empty() {
        return Ok(RedactedProblem {
            row,
            enterprise_name: identity.map(|(name, _)| name),
            redaction: Redaction::default(),
        });
    }
    let mut present = present(&row)?;
    // Only problems of one enterprise are merged.
    if present.merged_into.is_some_and(|id| targets.contains(&id)) {
        present.merged_into = None;
    }
    let (enterprise_name, redaction) = if row.confidential {
        let redaction = Redaction::over(words(identity));
        row.enterprise_id = None;
        row.site_name = None;
        row.visit_id = None;
        row.source_reference = None;
        row.title_key.clear();
        redaction.redact(&mut row.title);
        redaction.redact(&mut row.description);
        redaction.cover_present(&mut present, later);
        (None, redaction)
    } else {
        (identity.map(|(name, _)| name), Redaction::default())
    };
    row.facts = to_json(&present)?;
    Ok(RedactedProblem {
        row,
        enterprise_name,
        redaction,
    })
}

/// The events of a problem as somebody of a scope sees them, in their order. The row is the one that
/// was found, not the one that is shown.
///
/// # Errors
/// Those of the database.
pub fn events_seen_by(
    conn: &mut Conn,
    scope: Scope,
    problem: &ProblemRow,
    mut events: Vec<EventRow>,
) -> Result<Vec<EventRow>> {
    if !matches!(scope, Scope::Department(_)) {
        return Ok(events);
    }
    let into = events.iter().filter_map(merged_into);
    let targets = hidden_targets(conn, &into.collect::<Vec<_>>())?;
    for event in &mut events {
        if merged_into(event).is_some_and(|id| targets.contains(&id)) {
            "{}".clone_into(&mut event.data);
        }
    }
    if !problem.confidential {
        return Ok(events);
    }
    let redaction = redaction_of(conn, problem)?;
    let since = covered(conn, &[problem.id])?.remove(&problem.id);
    for event in &mut events {
        // Who wrote before knew whom they spoke of; who wrote later could only guess.
        let by_department = event.actor_role.as_deref() == Some(Role::DepartmentStaff.as_str());
        let own = by_department && since.is_none_or(|since| event.id > since);
        let mut data = data(event)?;
        redaction.cover_event(&event.kind, &mut event.text, &mut data, own);
        event.data = data.to_string();
    }
    Ok(events)
}

/// What hangs on a problem beside its row, such as a file, is told through this.
pub struct ProblemRedaction {
    pub redaction: Redaction,
    /// When it was made confidential after it had been filed: who wrote before knew whom they spoke of.
    pub since: Option<NaiveDateTime>,
}

/// What somebody of a scope isn't told of a problem that they see; None where they are told all.
///
/// # Errors
/// Those of the database.
pub fn cover_of(conn: &mut Conn, scope: Scope, id: i64) -> Result<Option<ProblemRedaction>> {
    if !matches!(scope, Scope::Department(_)) {
        return Ok(None);
    }
    let Some(row) = store::find(conn, scope, id)?.filter(|row| row.confidential) else {
        return Ok(None);
    };
    let redaction = redaction_of(conn, &row)?;
    let event = covered(conn, &[id])?.remove(&id);
    let since = event.map(|event| store::recorded_at(conn, event));
    Ok(Some(ProblemRedaction {
        redaction,
        since: since.transpose()?,
    }))
}

/// A problem's title as letters tell it: they go round, to departments too.
///
/// # Errors
/// Those of the database.
pub fn redacted_title(conn: &mut Conn, row: &ProblemRow) -> Result<String> {
    let mut title = row.title.clone();
    if row.confidential {
        redaction_of(conn, row)?.redact(&mut title);
    }
    Ok(title)
}

/// [`redacted_title`] of those of some problems that are confidential.
///
/// # Errors
/// Those of the database.
pub fn redacted_titles(conn: &mut Conn, problems: &[i64]) -> Result<HashMap<i64, String>> {
    let hidden = store::confidential_among(conn, problems)?;
    let rows = store::rows(conn, Scope::All, &hidden)?;
    let mut titles = HashMap::new();
    for row in rows {
        titles.insert(row.id, redacted_title(conn, &row)?);
    }
    Ok(titles)
}

/// A filter by a part of the title: it looks into titles as somebody of this scope is shown them.
///
/// # Errors
/// Those of the database.
pub fn in_title(conn: &mut Conn, scope: Scope, text: String) -> Result<TitlePart> {
    let mut asked = TitlePart {
        text,
        ..TitlePart::default()
    };
    if !matches!(scope, Scope::Department(_)) {
        return Ok(asked);
    }
    let titles = store::confidential_titles(conn, scope)?;
    let ids: HashSet<i64> = titles.iter().filter_map(|(_, _, of)| *of).collect();
    let identities = store::identities(conn, &ids.into_iter().collect::<Vec<_>>())?;
    let redactions: HashMap<i64, Redaction> = identities
        .into_iter()
        .map(|(id, name, code)| (id, Redaction::over(words(Some((name, code))))))
        .collect();
    for (id, title, enterprise) in titles {
        let Some(redaction) = enterprise.and_then(|id| redactions.get(&id)) else {
            continue;
        };
        let mut shown = title.clone();
        redaction.redact(&mut shown);
        if shown != title {
            asked.covered.push(id);
            if holds(&shown, &asked.text) {
                asked.found.push(id);
            }
        }
    }
    Ok(asked)
}

/// The search over titles, enterprises and numbers: as it was typed and, where that is something else,
/// with letters and digits in half width.
///
/// # Errors
/// Those of the database.
pub fn searched(conn: &mut Conn, scope: Scope, typed: &str) -> Result<Search> {
    let narrow = Some(half_width(typed)).filter(|narrow| narrow != typed);
    let narrow = narrow.map(|narrow| in_title(conn, scope, narrow));
    Ok(Search {
        narrow: narrow.transpose()?,
        typed: in_title(conn, scope, typed.to_owned())?,
    })
}

/// The words that no text beside a problem may hold, where it is confidential.
///
/// # Errors
/// Those of the database.
pub fn identifying_words(conn: &mut Conn, id: i64) -> Result<IdentifyingWords> {
    let row = store::find(conn, Scope::All, id)?.filter(|row| row.confidential);
    let enterprise = row.and_then(|row| row.enterprise_id);
    let identity = store::identities(conn, enterprise.as_slice())?.pop();
    Ok(words(identity.map(|(_, name, code)| (name, code))))
}

fn redaction_of(conn: &mut Conn, problem: &ProblemRow) -> Result<Redaction> {
    let identity = store::identities(conn, problem.enterprise_id.as_slice())?.pop();
    let identity = identity.map(|(_, name, code)| (name, code));
    Ok(Redaction::over(words(identity)))
}

fn data(event: &EventRow) -> Result<Value> {
    serde_json::from_str(&event.data).map_err(Error::internal)
}

fn merged_into(event: &EventRow) -> Option<i64> {
    let merged = event.kind == Action::Merge.as_str();
    let data = merged.then(|| data(event).ok()).flatten()?;
    data["into_problem_id"].as_i64()
}

fn present(row: &ProblemRow) -> Result<Present> {
    serde_json::from_str(&row.facts).map_err(Error::internal)
}

fn words(identity: Option<(String, Option<String>)>) -> IdentifyingWords {
    identity.map_or_else(IdentifyingWords::default, |(name, code)| {
        IdentifyingWords::of(name, code)
    })
}

/// The last event by which each was made confidential after it had been filed.
fn covered(conn: &mut Conn, problems: &[i64]) -> Result<HashMap<i64, i64>> {
    Ok(store::covered(conn, problems)?.into_iter().collect())
}

fn hidden_targets(conn: &mut Conn, into: &[i64]) -> Result<HashSet<i64>> {
    if into.is_empty() {
        return Ok(HashSet::new());
    }
    Ok(store::confidential_among(conn, into)?.into_iter().collect())
}
