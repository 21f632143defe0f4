//! A row of a ledger of visits.

use chrono::NaiveDate;

use super::fault::Issue;
use super::names::is_none;
use super::problem::NAME;
use super::row::Reading;
use crate::ledger::columns::{names_of, site_of};
use crate::problems::rules::check::{LINE, TEXT};
use crate::visits::rules::PARTICIPANTS;
use crate::vocabulary::faults;

/// What a row says, before anybody has looked into the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitDraft {
    pub row: u32,
    pub visited_on: NaiveDate,
    pub park: Option<String>,
    /// An enterprise, or a site that is none.
    pub place: String,
    pub is_site: bool,
    pub participants: Vec<String>,
    pub summary: Option<String>,
}

/// Reads a row. None where something is wrong with it.
pub fn visit(it: &mut Reading) -> Option<VisitDraft> {
    let visited_on = it.past_day("visited_on");
    if visited_on.is_none() {
        it.required("visited_on");
    }
    let cell = it.name("place", LINE);
    if cell.is_none() {
        it.required("place");
    }
    let participants = it.names("participants", TEXT);
    let participants: Vec<String> = participants
        .iter()
        .flat_map(|cell| names_of(cell))
        .flat_map(|names| names.split([' ', '\u{3000}', '/']))
        .filter(|name| !is_none(name))
        .map(str::to_owned)
        .collect();
    match participants.len() {
        0 => it.required("participants"),
        1..=PARTICIPANTS => {}
        _ => {
            let zh = faults::too_many_participants(PARTICIPANTS);
            it.wrong(
                "participants",
                Issue::new(
                    "too_many",
                    zh,
                    format!("names more than {PARTICIPANTS} people"),
                ),
            );
        }
    }
    let (park, summary) = (it.name("park", NAME), it.text("summary", TEXT));
    let cell = cell?;
    let site = site_of(&cell).map(str::to_owned);
    let draft = VisitDraft {
        row: it.record.number,
        visited_on: visited_on?,
        park,
        is_site: site.is_some(),
        place: site.unwrap_or(cell),
        participants,
        summary,
    };
    (!it.is_wrong()).then_some(draft)
}
