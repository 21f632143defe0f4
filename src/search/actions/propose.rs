//! What is proposed for a case that is being filed, from what was decided on like ones.

use chrono::{Days, NaiveDate, NaiveDateTime};

use super::like::{LikeAsked, like};
use crate::access::{Actor, Scope};
use crate::base::Result;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::directory::store::{categories, departments, enterprises};
use crate::problems::rules::words::Status;
use crate::problems::store::ProblemRow;
use crate::search::rules::likeness::EVIDENCE;
use crate::search::rules::proposal::{Majority, majority};
use crate::vocabulary::search as words;

/// Twelve months.
const PERIOD: Days = Days::new(365);
/// Cases that are told as examples.
const EXAMPLES: usize = 3;

/// What is proposed, and why.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub id: i64,
    pub name: String,
    /// How many like cases were decided so, and how many at all.
    pub cases: usize,
    pub of: usize,
    pub reason: String,
    /// The likest of them: id and number.
    pub examples: Vec<(i64, String)>,
}

#[derive(Debug, Default)]
pub struct Proposals {
    pub since: NaiveDate,
    pub category: Option<Proposal>,
    pub lead_department: Option<Proposal>,
}

/// A text that tells why: whose cases, of how many, how many, and what.
type Reason = fn(&str, usize, usize, &str) -> String;

/// The category and the lead department that most of the like cases of the last twelve months have. Where
/// those of the enterprise's own park agree, they count alone.
///
/// # Errors
/// Those of the database.
pub fn propose(
    conn: &mut Conn,
    who: &Actor,
    (clock, today): (&Clock, NaiveDate),
    asked: &LikeAsked,
) -> Result<Proposals> {
    let since = today.checked_sub_days(PERIOD).unwrap_or(today);
    let from = clock.start_of(since).naive_utc();
    let mut cases = like(conn, who, asked, EVIDENCE)?;
    cases.retain(|row| is_within(row, from));
    let park = match (who.cases(), asked.enterprise_id) {
        // Who sees one park alone needs no word for it.
        (Scope::All, Some(id)) => enterprises::find(conn, id)?.map(|found| found.park_id),
        _ => None,
    };
    let category = decided(&cases, park, |row| row.category_id);
    let lead = decided(&cases, park, lead_of);
    let category = match category {
        Some(found) => {
            let kept = categories::find(conn, found.1.id)?.filter(|one| one.active);
            kept.map(|one| proposal(found, one.name, words::like_cases_in_category))
        }
        None => None,
    };
    let lead_department = match lead {
        Some(found) => {
            let kept = departments::find(conn, found.1.id)?.filter(|one| one.active);
            kept.map(|one| proposal(found, one.name, words::like_cases_led_by))
        }
        None => None,
    };
    Ok(Proposals {
        since,
        category,
        lead_department,
    })
}

fn is_within(row: &ProblemRow, from: NaiveDateTime) -> bool {
    row.reported_at >= from
}

/// The lead that stands: nobody has decided yet where it is to be dispatched, or to be ruled on.
fn lead_of(row: &ProblemRow) -> Option<i64> {
    let is_undecided = matches!(row.status, Status::Reported | Status::Returned);
    row.lead_department_id.filter(|_| !is_undecided)
}

/// Whose cases, and what most of them have.
type Decided<'a> = (&'static str, Majority<&'a ProblemRow>);

fn decided<'a>(
    cases: &'a [ProblemRow],
    park: Option<i64>,
    decision: impl Fn(&ProblemRow) -> Option<i64>,
) -> Option<Decided<'a>> {
    let of = |park: Option<i64>| {
        let some = cases
            .iter()
            .filter(|row| park.is_none_or(|park| row.park_id == park));
        majority(some.map(|row| (decision(row), row)))
    };
    let own = park.and_then(|park| of(Some(park)));
    own.map(|own| (words::OF_THIS_PARK, own))
        .or_else(|| of(None).map(|all| ("", all)))
}

fn proposal((whose, found): Decided, name: String, reason: Reason) -> Proposal {
    let cases = found.cases.len();
    let examples = found.cases.iter().take(EXAMPLES);
    Proposal {
        id: found.id,
        reason: reason(whose, found.of, cases, &name),
        name,
        cases,
        of: found.of,
        examples: examples.map(|row| (row.id, row.number.clone())).collect(),
    }
}
