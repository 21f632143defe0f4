//! Reminding of milestones: once from five working days before the day, once after it, to the unit whose it is.

use chrono::{DateTime, NaiveDate, Utc};

use super::mails::{page, place, title};
use crate::base::Result;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::entries::ledger::AnyLedger;
use crate::entries::rules::mails::owner;
use crate::entries::store::{self, DueMilestone};
use crate::mail::letter::{DUE, Fact as Line};
use crate::mail::rules::table::{AFTER_LIMIT, BEFORE_LIMIT};
use crate::mail::rules::{Fact, Step};
use crate::mail::{EntryNotice, Kind, Unit, tell_of_entry};
use crate::vocabulary::entries::{MILESTONE_LATE, MILESTONE_NEAR, heading};

/// Milestones looked at in one query.
const BATCH: i64 = 200;

/// Whether anything is to be reminded of; a read, so that a job writes only where there is.
///
/// # Errors
/// Those of the database.
pub fn is_due(conn: &mut Conn, today: NaiveDate, ledgers: &[&dyn AnyLedger]) -> Result<bool> {
    Ok(!store::due_milestones(conn, today, &codes(ledgers), 1)?.is_empty())
}

/// Reminds of every milestone of some ledgers that is near or past, once a step; tells how many letters were
/// queued. A warning whose day has passed meanwhile gives way to the word that it has passed.
///
/// # Errors
/// Those of the database.
pub fn remind(
    conn: &mut Conn,
    clock: &Clock,
    now: DateTime<Utc>,
    ledgers: &[&dyn AnyLedger],
) -> Result<usize> {
    let (today, codes) = (clock.day_of(now), codes(ledgers));
    let mut queued = 0;
    loop {
        let due = store::due_milestones(conn, today, &codes, BATCH)?;
        let mut noted = false;
        for one in &due {
            let (step, next) = match one.due_on < today {
                true => (Step::Red, None),
                false => (Step::Yellow, one.due_on.succ_opt()),
            };
            // Another node was faster.
            if !store::reminded(conn, one, next)? {
                continue;
            }
            noted = true;
            let ledger = ledgers.iter().find(|ledger| ledger.code() == one.ledger);
            if let Some(ledger) = ledger {
                let told = notice(conn, *ledger, one, (step, today))?;
                queued += tell_of_entry(conn, now.naive_utc(), told)?;
            }
        }
        // What was noted is no longer among what is due.
        if !noted {
            return Ok(queued);
        }
    }
}

fn codes(ledgers: &[&dyn AnyLedger]) -> Vec<&'static str> {
    ledgers.iter().map(|ledger| ledger.code()).collect()
}

fn notice(
    conn: &mut Conn,
    ledger: &dyn AnyLedger,
    one: &DueMilestone,
    (step, today): (Step, NaiveDate),
) -> Result<EntryNotice> {
    let description = ledger.description();
    let (kind, word, ask) = match step {
        Step::Yellow => (Kind::Yellow, MILESTONE_NEAR, BEFORE_LIMIT),
        Step::Red => (Kind::Red, MILESTONE_LATE, AFTER_LIMIT),
    };
    let whose = owner(one.department_id.or(one.owner_id), one.park_id);
    let mut lines = place(conn, description, (one.owner_id, one.park_id))?;
    lines.push(Line::new(heading::MILESTONE, one.name.clone()));
    lines.push(Line::new(DUE, one.due_on.to_string()));
    Ok(EntryNotice {
        fact: Fact::Milestone {
            entry_id: one.entry_id,
            position: one.position,
            due_on: one.due_on,
            step,
            on: today,
        },
        kind,
        entry_id: one.entry_id,
        page: page(description, one.entry_id),
        word: word.to_owned(),
        number: one.number.clone(),
        title: title(description, &one.title),
        lines,
        actor_id: None,
        to: vec![(whose.unwrap_or(Unit::Coordinators), ask)],
    })
}
