//! What a move changed of an entry, as its event keeps it: laid one over the other, the changes of all
//! events give the entry as it stands.

use serde_json::{Map, Value};

/// The parts that are compared field by field.
const INSIDE: [&str; 2] = ["facts", "fields"];

/// What `after` has otherwise than `before`; null for what is gone.
pub fn between(before: &Value, after: &Value) -> Value {
    Value::Object(differing(before, after, true))
}

fn differing(before: &Value, after: &Value, outside: bool) -> Map<String, Value> {
    let mut changes = Map::new();
    let empty = Map::new();
    let (was, is) = (
        before.as_object().unwrap_or(&empty),
        after.as_object().unwrap_or(&empty),
    );
    for name in was
        .keys()
        .chain(is.keys().filter(|name| !was.contains_key(*name)))
    {
        let (old, new) = (
            was.get(name).unwrap_or(&Value::Null),
            is.get(name).unwrap_or(&Value::Null),
        );
        if old == new {
            continue;
        }
        let change = match outside && INSIDE.contains(&name.as_str()) {
            true => Value::Object(differing(old, new, false)),
            false => new.clone(),
        };
        // Inside, what isn't there and what is null are alike.
        if outside && change.as_object().is_some_and(Map::is_empty) && new.is_object() {
            continue;
        }
        changes.insert(name.clone(), change);
    }
    changes
}

/// Lays a change over what was.
pub fn lay(over: &mut Value, change: &Value) {
    let Some(change) = change.as_object() else {
        return;
    };
    if !over.is_object() {
        *over = Value::Object(Map::new());
    }
    for (name, value) in change {
        match INSIDE.contains(&name.as_str()) {
            true => lay_flat(&mut over[name.as_str()], value),
            false => over[name.as_str()] = value.clone(),
        }
    }
}

fn lay_flat(over: &mut Value, change: &Value) {
    if !over.is_object() {
        *over = Value::Object(Map::new());
    }
    for (name, value) in change.as_object().into_iter().flatten() {
        over[name.as_str()] = value.clone();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn changes_laid_one_over_the_other_give_what_stands() {
        let steps = [
            json!({"status": "a", "fields": {"x": 1, "y": null}, "facts": {"counted_on": "2021-08-02"}}),
            json!({"status": "a", "fields": {"x": 2, "y": [1]}, "facts": {"counted_on": "2021-08-02"}}),
            json!({"status": "b", "fields": {"x": null, "y": [1, 2]}, "facts": {"counted_on": "2021-08-03"}}),
        ];
        let mut rebuilt = Value::Null;
        let mut before = Value::Null;
        for step in steps {
            let change = between(&before, &step);
            lay(&mut rebuilt, &change);
            assert_eq!(between(&step, &rebuilt), json!({}), "{rebuilt}");
            before = step;
        }
        assert_eq!(between(&before, &before), json!({}));
    }
}
