//! Letters about entries of ledgers. What is told of an entry, and to which units, is said by the layer of the
//! entries.

use chrono::NaiveDateTime;

use super::{Asked, Office, Summary, departments, leave_out};
use crate::base::Result;
use crate::base::db::Conn;
use crate::mail::letter::{Fact as Line, Letter};
use crate::mail::rules::table::Kind;
use crate::mail::rules::{About, Fact};
use crate::mail::store;

/// A unit that is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Its notice addresses and its staff.
    Department(i64),
    /// Its staff.
    Park(i64),
    Coordinators,
}

/// What is told of an entry.
#[derive(Debug, Clone)]
pub struct EntryNotice {
    pub fact: Fact,
    pub kind: Kind,
    pub entry_id: i64,
    /// The page that the letter leads to, below the public address.
    pub page: String,
    /// What happened, in one word.
    pub word: String,
    pub number: String,
    pub title: String,
    pub lines: Vec<Line>,
    /// Who isn't told of it, having done it.
    pub actor_id: Option<i64>,
    /// Who is told, and what each is asked to do; of one address the first counts.
    pub to: Vec<(Unit, &'static str)>,
}

/// Puts the letters about an entry into the outbox, in the caller's transaction; tells how many.
///
/// # Errors
/// Those of the database.
pub fn tell_of_entry(conn: &mut Conn, now: NaiveDateTime, notice: EntryNotice) -> Result<usize> {
    if notice.to.is_empty() {
        return Ok(0);
    }
    let office = Office::open(conn)?;
    let said = Summary {
        fact: notice.fact,
        kind: notice.kind,
        about: About::Entry(notice.entry_id),
        letter: Letter {
            word: notice.word,
            number: notice.number,
            title: notice.title,
            facts: notice.lines,
            link: format!("{}{}", office.public_url, notice.page),
            ..Letter::default()
        },
    };
    let mut done = vec![];
    for (unit, ask) in notice.to {
        let mut found = match unit {
            Unit::Department(id) => departments(conn, &[id])?,
            Unit::Park(id) => store::park_staff(conn, id)?,
            Unit::Coordinators => store::coordinators(conn)?,
        };
        leave_out(&mut found, notice.actor_id);
        let asked = Asked {
            ask,
            completed: false,
        };
        office.put(conn, now, &said, &found, &asked, &mut done)?;
    }
    Ok(done.len())
}
