//! What a checked body, or the fields of an entry, say under a name.

use serde_json::{Map, Value};

/// Whether anything is said: null isn't.
pub fn is_told(of: &Map<String, Value>, name: &str) -> bool {
    of.get(name).is_some_and(|said| !said.is_null())
}

/// A word or a text.
pub fn word<'v>(of: &'v Map<String, Value>, name: &str) -> Option<&'v str> {
    of.get(name).and_then(Value::as_str)
}

/// A whole number, such as an id.
pub fn number(of: &Map<String, Value>, name: &str) -> Option<i64> {
    of.get(name).and_then(Value::as_i64)
}
