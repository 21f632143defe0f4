//! Holds what the OpenAPI document says of a body against what its check does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use utoipa::PartialSchema;

use super::*;
use crate::problems::rules::bodies::Body;

/// Codes of values outside a bound.
const OUTSIDE: [&str; 5] = [
    "required",
    "too_long",
    "too_many",
    "out_of_range",
    "malformed",
];

/// A check on the day of the examples.
pub fn day_of_examples() -> Check {
    Check::on("2021-08-16".parse().unwrap())
}

/// What the check of a body finds.
pub fn checked<B: Body + DeserializeOwned>(json: Value) -> Check {
    let mut body: B = serde_json::from_value(json).unwrap();
    let mut check = day_of_examples();
    body.check(&mut check);
    check
}

/// The example of a body passes its check, every text and list has a bound, and every bound is the one
/// that the check has.
pub fn agrees<B: PartialSchema>(check: impl Fn(Value) -> Check) {
    let name = std::any::type_name::<B>();
    let schema = serde_json::to_value(B::schema()).unwrap();
    let example = &schema["example"];
    let wrong = |json: Value| -> Vec<(String, &'static str)> {
        match check(json).done() {
            Ok(()) => vec![],
            Err(Error::Invalid(errors)) => {
                errors.into_iter().map(|e| (e.pointer, e.code)).collect()
            }
            Err(other) => panic!("{name}: {other}"),
        }
    };
    assert_eq!(wrong(example.clone()), [], "{name}: {example}");
    for (field, described) in schema["properties"].as_object().unwrap() {
        let refused = |value: Value| {
            let mut body = example.clone();
            body[field] = value;
            let pointer = format!("/{field}");
            let found = wrong(body);
            found
                .iter()
                .any(|(at, code)| *at == pointer && OUTSIDE.contains(code))
        };
        let Some((make, least, most)) = bounds(described) else {
            continue;
        };
        let most = most.unwrap_or_else(|| panic!("{name}.{field} has no upper bound"));
        assert!(!refused(make(most)), "{name}.{field}: {most}");
        assert!(refused(make(most + 1)), "{name}.{field}: {most} and one");
        let least = least.unwrap_or(0);
        assert!(!refused(make(least)), "{name}.{field}: {least}");
        if least > 0 {
            assert!(refused(make(least - 1)), "{name}.{field}: {least} less one");
        }
    }
}

/// Makes a value of a size.
type Make = fn(u64) -> Value;

type Bounds = (Make, Option<u64>, Option<u64>);

/// How a value of a size is made, and which sizes the document allows; none where nothing is measured.
fn bounds(described: &Value) -> Option<Bounds> {
    let is = |word: &str| {
        let several = described["type"].as_array();
        described["type"] == word || several.is_some_and(|all| all.contains(&json!(word)))
    };
    let (make, least, most) = if is("string") && described["format"].is_null() {
        (text as Make, "minLength", "maxLength")
    } else if is("array") && described["items"]["type"] == "integer" {
        (ids as Make, "minItems", "maxItems")
    } else if is("array") && described["items"]["type"] == "string" {
        (names as Make, "minItems", "maxItems")
    } else if is("integer") && !described["maximum"].is_null() {
        (number as Make, "minimum", "maximum")
    } else {
        return None;
    };
    Some((make, described[least].as_u64(), described[most].as_u64()))
}

fn number(value: u64) -> Value {
    value.into()
}

/// Digits, which a phone number is made of, too.
fn text(length: u64) -> Value {
    (0..length).map(|_| '1').collect::<String>().into()
}

/// Different ones, and none of the examples'.
fn ids(length: u64) -> Value {
    (1_000..1_000 + length).collect()
}

fn names(length: u64) -> Value {
    (0..length).map(|_| "李红").collect()
}
