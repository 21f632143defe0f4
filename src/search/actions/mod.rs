//! One function a use case. What is searched is told by [`Ledger`]s, one for each kind of thing: another
//! ledger adds its own here, a kind, and the triggers that note its changes.

mod enterprises;
mod find;
mod index;
mod like;
mod problems;
mod propose;

use chrono::NaiveDateTime;

pub use find::{Asked, FoundPage, Hit, Place, find};
pub use index::{index_some, rebuild};
pub use like::{DESCRIPTION, LikeAsked, LikeCase, LikeCases, asked_of, like_cases};
pub use propose::{Proposal, Proposals, propose};

use super::rules::document::Document;
use super::rules::terms::{Condition, of_department, of_park};
use super::rules::{SearchField, SearchKind};
use super::store::{self, Reach};
use crate::access::{Actor, Scope};
use crate::base::Result;
use crate::base::db::Conn;
use crate::problems::rules::words::Status;

/// A kind of thing that is searched.
trait Ledger: Sync {
    fn kind(&self) -> SearchKind;

    /// Whether somebody may look for things of this kind at all.
    fn is_open_to(&self, who: &Actor) -> bool;

    /// The next things above an id, of all.
    fn after(&self, conn: &mut Conn, id: i64, limit: i64) -> Result<Vec<i64>>;

    /// What is to be indexed of some things, for whoever reads.
    fn documents(&self, conn: &mut Conn, ids: &[i64]) -> Result<Vec<Document>>;

    /// Those of some things that somebody may see, as they may see them now.
    fn seen(&self, conn: &mut Conn, who: &Actor, ids: &[i64]) -> Result<Vec<Seen>>;
}

const LEDGERS: &[&dyn Ledger] = &[&problems::Problems, &enterprises::Enterprises];

/// How many changes the index is behind, counted up to this many.
pub const COUNTED: i64 = 1_000;

/// A thing as its reader sees it.
#[derive(Debug, Clone)]
pub struct Seen {
    pub id: i64,
    pub number: Option<String>,
    pub title: String,
    pub enterprise: Option<String>,
    pub status: Option<Status>,
    pub updated_at: NaiveDateTime,
    /// Where words are looked for, in the order in which they are told.
    pub texts: Vec<(SearchField, String)>,
}

fn ledger(kind: SearchKind) -> Option<&'static dyn Ledger> {
    LEDGERS.iter().find(|ledger| ledger.kind() == kind).copied()
}

/// What somebody's questions reach, of one kind or of all.
fn reach(who: &Actor, kind: Option<SearchKind>) -> Reach {
    let whose = match who.cases() {
        Scope::Park(park) => Some(of_park(park)),
        Scope::Department(department) => Some(of_department(department)),
        Scope::All | Scope::Nothing => None,
    };
    let open = LEDGERS.iter().filter(|ledger| ledger.is_open_to(who));
    let kinds = open.map(|ledger| ledger.kind());
    Reach {
        whose: whose.map(Condition::Term),
        kinds: kinds
            .filter(|one| kind.is_none_or(|kind| kind == *one))
            .collect(),
    }
}

/// How many changes the index is behind, [`COUNTED`] at most.
///
/// # Errors
/// Those of the database.
pub fn behind(conn: &mut Conn) -> Result<i64> {
    store::count_waiting(conn, COUNTED)
}
