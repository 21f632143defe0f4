//! 一企一策方案表 of an enterprise that stands still, from its entry as it stands.

use serde_json::Value;

use super::schedule::of_entry;
use crate::access::Scope;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::money::in_ten_thousands;
use crate::base::{Error, Result};
use crate::entries::AnyLedger;
use crate::entries::actions::Entry;
use crate::entries::description::{Field, Kind};
use crate::entries::store;
use crate::reports::rules::paper::Policy;
use crate::revivals::LEDGER;
use crate::vocabulary::find;

/// What the paper tells of its fields, in this order.
const TOLD: [&str; 11] = [
    "halt",
    "halted_on",
    "criterion",
    "cause",
    "land_mu",
    "plant_m2",
    "debt_yuan",
    "workers",
    "path",
    "measures",
    "target_on",
];

/// # Errors
/// 404 out of the caller's scope.
pub fn policy(conn: &mut Conn, clock: &Clock, scope: Scope, id: i64) -> Result<Policy> {
    let row = store::find(conn, scope, LEDGER.code(), id)?.ok_or(Error::NotFound)?;
    let entry = Entry::read(conn, &LEDGER, row)?;
    let fields = TOLD
        .iter()
        .filter_map(|name| LEDGER.description().field(name));
    let told = fields.map(|field| {
        let value = entry.fields.get(field.name).unwrap_or(&Value::Null);
        (field.heading, shown(field, value))
    });
    let mut facts: Vec<(&'static str, String)> = told.collect();
    let adopted = entry.fields.get("adopted").unwrap_or(&Value::Null);
    if let (Some(by), Some(on)) = (adopted["by"].as_str(), adopted["meeting_on"].as_str()) {
        facts.push(("审定", format!("{by}，{on}")));
    }
    Ok(Policy {
        facts,
        schedule: of_entry(conn, clock, &entry)?,
    })
}

/// A value as officials read it; nothing where there is none.
fn shown(field: &Field, value: &Value) -> String {
    let text = match field.kind {
        Kind::Word { words } => value
            .as_str()
            .and_then(|key| find(words, key))
            .map(str::to_owned),
        Kind::Yuan { .. } => value.as_i64().map(in_ten_thousands),
        Kind::Integer { .. } => value.as_i64().map(|number| number.to_string()),
        _ => value.as_str().map(str::to_owned),
    };
    text.unwrap_or_default()
}
