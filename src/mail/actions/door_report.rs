//! The letter about what an enterprise filed by itself.

use chrono::NaiveDateTime;

use super::{Concerned, Office, Summary};
use crate::base::Result;
use crate::base::db::Conn;
use crate::mail::letter::{self, Letter};
use crate::mail::rules::table::{self, Kind};
use crate::mail::rules::{About, Fact};

/// A report that waits for the park; of who filed it a letter says nothing.
#[derive(Debug, Clone)]
pub struct DoorReport {
    pub report_id: i64,
    pub park_id: i64,
    pub enterprise: String,
    pub title: String,
}

/// What stands where a problem has its number.
const NO_NUMBER: &str = "待确认";

/// Puts the letters about a report into the outbox, in the caller's transaction.
///
/// # Errors
/// Those of the database.
pub fn tell_of_report(conn: &mut Conn, now: NaiveDateTime, report: &DoorReport) -> Result<()> {
    let Some(row) = table::row(Kind::DoorReport) else {
        return Ok(());
    };
    let office = Office::open(conn)?;
    let letter = Letter {
        word: row.kind.zh().into(),
        number: NO_NUMBER.into(),
        title: report.title.clone(),
        facts: vec![letter::Fact::new("企业", report.enterprise.clone())],
        link: format!("{}/", office.public_url),
        ..Letter::default()
    };
    let said = Summary {
        fact: Fact::DoorReport(report.report_id),
        kind: row.kind,
        about: About::Nothing,
        letter,
    };
    let concerned = Concerned {
        park_id: report.park_id,
        lead: None,
        supporting: &[],
        former: None,
        actor_id: None,
    };
    office.post(conn, now, &said, &concerned, row.to)?;
    Ok(())
}
