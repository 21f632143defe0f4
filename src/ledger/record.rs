//! What the audit trail keeps of files that left: who took how much of what.

use serde_json::{Map, Value, json};

use crate::access::Actor;
use crate::audit::Entry;
use crate::ledger::export::Ledger;

/// The parameters of a query, as they were given.
pub fn asked(query: &str) -> Value {
    let mut asked = Map::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let before = asked.remove(name.as_ref());
        let value = Value::from(value.into_owned());
        let both = match before {
            None => value,
            Some(Value::Array(mut values)) => {
                values.push(value);
                values.into()
            }
            Some(one) => json!([one, value]),
        };
        asked.insert(name.into_owned(), both);
    }
    asked.into()
}

/// The record of an export.
pub fn exported(who: &Actor, ledger: Ledger, asked: &Value, rows: usize) -> Entry {
    let data = json!({ "asked": asked, "rows": rows });
    Entry {
        target_id: None,
        ..who.entry(ledger.record, ledger.thing, 0, data)
    }
}
