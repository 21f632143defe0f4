//! Like cases: the open ones, and how the solved ones were solved.

use super::problems::{Told, told};
use super::reach;
use crate::access::{Actor, Scope};
use crate::base::Result;
use crate::base::db::Conn;
use crate::problems::actions::seen_by;
use crate::problems::rules::present::Present;
use crate::problems::rules::words::Outcome;
use crate::problems::store::{self as problems, ProblemRow};
use crate::search::rules::SearchKind;
use crate::search::rules::highlight::excerpt;
use crate::search::rules::likeness::{ALIKE, Likeness, candidates};
use crate::search::store;

/// Cases that are compared, the newest of those that share a sequence of characters.
const COMPARED: i64 = 300;
/// How many like cases are told, open ones and solved ones each.
const TOLD: usize = 5;
/// How much of a resolution is told, in characters.
const RESOLUTION: usize = 120;
/// So much of a description is compared, in characters.
pub const DESCRIPTION: usize = 500;

/// What like cases are looked for.
#[derive(Debug, Clone, Default)]
pub struct LikeAsked {
    pub title: String,
    pub description: String,
    pub enterprise_id: Option<i64>,
    /// The problem itself.
    pub itself: Option<i64>,
}

/// A case that is like another.
#[derive(Debug, Clone)]
pub struct LikeCase {
    pub row: ProblemRow,
    pub enterprise: Option<String>,
    pub is_same_enterprise: bool,
    /// How it was solved, or its beginning.
    pub resolution: Option<String>,
}

#[derive(Debug, Default)]
pub struct LikeCases {
    pub open: Vec<LikeCase>,
    pub solved: Vec<LikeCase>,
}

/// What to look for that is like a problem, out of what its reader sees of it; None where they don't.
///
/// # Errors
/// Those of the database.
pub fn asked_of(conn: &mut Conn, scope: Scope, id: i64) -> Result<Option<LikeAsked>> {
    let Some(row) = problems::find(conn, scope, id)? else {
        return Ok(None);
    };
    let seen = seen_by(conn, scope, vec![row])?.pop();
    Ok(seen.map(|seen| LikeAsked {
        title: seen.row.title,
        description: seen.row.description.chars().take(DESCRIPTION).collect(),
        enterprise_id: seen.row.enterprise_id,
        itself: Some(id),
    }))
}

/// The cases within somebody's scope that are like what is asked by at least so much, the likest first,
/// of the like the newest. They are compared by what their reader sees.
///
/// # Errors
/// Those of the database.
pub(super) fn like(
    conn: &mut Conn,
    who: &Actor,
    asked: &LikeAsked,
    least: f64,
) -> Result<Vec<ProblemRow>> {
    let reach = reach(who, Some(SearchKind::Problem));
    let Some(wanted) = candidates(&asked.title).filter(|_| !reach.kinds.is_empty()) else {
        return Ok(vec![]);
    };
    let found = store::matching(conn, &reach, &wanted, (None, COMPARED))?;
    let ids: Vec<i64> = found
        .iter()
        .filter_map(|document| document.subject())
        .map(|(_, id)| id)
        .filter(|id| asked.itself != Some(*id))
        .collect();
    let mut rows = problems::find_many(conn, who.cases(), &ids)?;
    rows.retain(|row| !row.status.is_excluded());
    let own = Likeness::of(&asked.title, &asked.description);
    let mut like: Vec<(f64, ProblemRow)> = vec![];
    let seen = seen_by(conn, who.cases(), rows.clone())?;
    for (row, seen) in rows.into_iter().zip(seen) {
        let other = Likeness::of(&seen.row.title, &seen.row.description);
        let likeness = own.to(&other);
        if likeness >= least {
            like.push((likeness, row));
        }
    }
    like.sort_by(|(one, row), (other, than)| other.total_cmp(one).then(than.id.cmp(&row.id)));
    Ok(like.into_iter().map(|(_, row)| row).collect())
}

/// The likest open cases, and the likest that were solved, with how they were.
///
/// # Errors
/// Those of the database.
pub fn like_cases(conn: &mut Conn, who: &Actor, asked: &LikeAsked) -> Result<LikeCases> {
    let like = like(conn, who, asked, ALIKE)?;
    let (mut open, mut solved) = (vec![], vec![]);
    for row in like {
        if row.status.is_open() {
            open.push(row);
        } else if is_solved(&row) {
            solved.push(row);
        }
    }
    Ok(LikeCases {
        open: shown(conn, who, open, asked)?,
        solved: shown(conn, who, solved, asked)?,
    })
}

fn shown(
    conn: &mut Conn,
    who: &Actor,
    mut rows: Vec<ProblemRow>,
    asked: &LikeAsked,
) -> Result<Vec<LikeCase>> {
    rows.truncate(TOLD);
    let cases = told(conn, who.cases(), rows)?.into_iter();
    Ok(cases.map(|case| of(case, asked)).collect())
}

/// Settled, solved, and nobody said otherwise when the enterprise was asked.
fn is_solved(row: &ProblemRow) -> bool {
    let present: Present = serde_json::from_str(&row.facts).unwrap_or_default();
    let last = present.answers(row.round).rfind(|answer| answer.stands);
    let is_contradicted = last.is_some_and(|answer| answer.solved == Some(false));
    row.status.is_settled() && row.outcome == Some(Outcome::Solved) && !is_contradicted
}

fn of(case: Told, asked: &LikeAsked) -> LikeCase {
    let row = case.problem.row;
    let resolution = case.resolution.filter(|_| row.status.is_settled());
    LikeCase {
        enterprise: case.problem.enterprise_name,
        is_same_enterprise: row.enterprise_id.is_some() && row.enterprise_id == asked.enterprise_id,
        resolution: resolution.map(|text| excerpt(&text, RESOLUTION)),
        row,
    }
}
