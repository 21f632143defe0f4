//! The audit trail: append-only records written with each change, sealed into a hash chain.
//!
//! A record goes in unsealed, in the transaction of its change, so that the chain's head is no
//! lock all writers wait for. [`seal`] gives it sequence and hash within a second; [`verify`]
//! finds any altered, removed, cut or inserted record.

pub mod rules;
pub mod store;

use chrono::NaiveDateTime;
use serde_json::Value;

use crate::base::Result;
use crate::base::db::{Conn, settings};
use rules::{GENESIS, link};

/// Records one pass seals or checks at once.
const BATCH: i64 = 1000;

/// What happened, by whom, to what. `data` never holds secrets or contacts' data.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// None for the system.
    pub actor_id: Option<i64>,
    pub actor_name: Option<String>,
    pub actor_role: Option<String>,
    /// `noun.verb`, such as `problem.accept`.
    pub action: String,
    /// The table's noun.
    pub target: &'static str,
    pub target_id: Option<i64>,
    pub request_id: Option<String>,
    pub address: Option<String>,
    pub data: Value,
}

/// Appends a record in the caller's transaction.
///
/// # Errors
/// Those of the database; the change must fail with its record.
pub fn record(conn: &mut Conn, now: NaiveDateTime, entry: &Entry) -> Result<()> {
    store::insert(conn, now, entry)
}

/// Where the sealer remembers how far it came. It goes on from there and not from the last seal
/// it finds, so that records cut from the end leave a gap for ever.
const SEALED_TO: &str = "audit_sealed_to";

/// Seals everything committed and gives the head's hash; the first head is all zeros. The sequence
/// is the order of sealing: on PostgreSQL ids may commit out of their order.
///
/// # Errors
/// Those of the database.
pub fn seal(conn: &mut Conn) -> Result<String> {
    // Two nodes queue here, and never give one sequence twice.
    let remembered = settings::find_to_change(conn, SEALED_TO)?;
    let (mut sequence, mut head) = match remembered.as_deref().and_then(sealed_to) {
        Some(remembered) => remembered,
        None => last_seal(conn)?,
    };
    loop {
        let rows = store::unsealed(conn, BATCH)?;
        if rows.is_empty() {
            return Ok(head);
        }
        for row in rows {
            sequence += 1;
            let record = row.into();
            head = link(&head, sequence, &record);
            store::seal(conn, sequence, record.id, &head)?;
        }
        settings::put(conn, SEALED_TO, &format!("{sequence} {head}"))?;
    }
}

fn sealed_to(text: &str) -> Option<(i64, String)> {
    let (sequence, head) = text.split_once(' ')?;
    Some((sequence.parse().ok()?, head.to_owned()))
}

fn last_seal(conn: &mut Conn) -> Result<(i64, String)> {
    Ok(store::last_seal(conn)?.unwrap_or((0, GENESIS.to_owned())))
}

/// The hash of the last seal, as reports print it; what was recorded within the last second may
/// still follow it.
///
/// # Errors
/// Those of the database.
pub fn head(conn: &mut Conn) -> Result<String> {
    Ok(last_seal(conn)?.1)
}

/// Whether the chain has, or had, its head at this hash: one printed earlier must still be found.
///
/// # Errors
/// Those of the database.
pub fn passes_through(conn: &mut Conn, head: &str) -> Result<bool> {
    Ok(head == GENESIS || store::has_hash(conn, head)?)
}

/// What [`verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Records in the chain, its head, and those recorded since that wait for their seal.
    Whole {
        records: i64,
        head: String,
        unsealed: i64,
    },
    /// The first place where the chain doesn't hold.
    Broken { sequence: i64, why: String },
}

fn broken(sequence: i64, why: impl Into<String>) -> Verdict {
    Verdict::Broken {
        sequence,
        why: why.into(),
    }
}

/// Walks the whole chain, then looks for an end that was cut off and for records put in between
/// sealed ones. Who can change the database and its memory of the end alike is found out by a head
/// printed earlier ([`passes_through`]).
///
/// # Errors
/// Those of the database.
pub fn verify(conn: &mut Conn) -> Result<Verdict> {
    let (mut sequence, mut head) = (0, GENESIS.to_owned());
    loop {
        let links = store::chain(conn, sequence, BATCH)?;
        if links.is_empty() {
            break;
        }
        for (number, hash, row) in links {
            if number != sequence + 1 {
                return Ok(broken(sequence + 1, "a seal is missing"));
            }
            let Some(row) = row else {
                return Ok(broken(number, "the record is gone"));
            };
            if link(&head, number, &row.into()) != hash {
                return Ok(broken(number, "the record or its seal was altered"));
            }
            (sequence, head) = (number, hash);
        }
    }
    let remembered = settings::find(conn, SEALED_TO)?;
    if remembered
        .as_deref()
        .and_then(sealed_to)
        .unwrap_or((0, GENESIS.to_owned()))
        != (sequence, head.clone())
    {
        return Ok(broken(sequence + 1, "the end of the chain was cut off"));
    }
    if let Some((next, id)) = store::stray(conn)? {
        let why = format!("record {id} was put in before this one and has no seal");
        return Ok(broken(next, why));
    }
    Ok(Verdict::Whole {
        records: sequence,
        head,
        unsealed: store::count_unsealed(conn)?,
    })
}
