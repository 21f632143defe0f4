//! The parameters of a ledger's lists and numbers, for the API's document.

use serde_json::{Value, json};

use super::Served;
use super::list::{OF_COUNT, fields};
use super::schema::of_field;
use crate::access::Role;
use crate::entries::description::{Field, Kind};
use crate::entries::rules::numbers::word_fields;

/// The parameters of a list.
pub fn filters(ledger: Served) -> Vec<Value> {
    let description = ledger.description();
    let mut all = vec![
        parameter("park_id", "Only what is of this park.", integer()),
        parameter(
            "department_id",
            "Only what this department owns.",
            integer(),
        ),
        parameter(
            "enterprise_id",
            "Only what is about this enterprise.",
            integer(),
        ),
        parameter(
            "problem_id",
            "Only what is linked with this problem.",
            integer(),
        ),
        parameter(
            "status",
            "Where it stands: any of these, the parameter being repeated.",
            json!({"type": "array",
            "items": {"type": "string", "enum": description.statuses.iter().map(|status| status.code).collect::<Vec<_>>()}}),
        ),
        parameter(
            "light",
            "Its light, today.",
            json!({"type": "string", "enum": ["green", "yellow", "red"]}),
        ),
        parameter(
            "overdue",
            "`true`: open, and its next milestone was due before today. `false`: all others.",
            json!({"type": "boolean"}),
        ),
        parameter(
            "listed_from",
            "Counted as listed on this day or later.",
            day(),
        ),
        parameter(
            "listed_to",
            "Counted as listed on this day or earlier; not before `listed_from`.",
            day(),
        ),
        parameter("number", "The whole number.", json!({"type": "string"})),
        parameter(
            "q",
            "A part of what it is called or of its number.",
            json!({"type": "string"}),
        ),
        parameter(
            "mine",
            "`true`: what the caller listed; for a department, the open ones that it owns; for a leader, those they answer for.",
            json!({"type": "boolean"}),
        ),
        parameter(
            "waiting",
            "`true`: those whose light is yellow or red and whose turn it is: for a department, what it owns or whose next \
            milestone is its; for a park's staff, what the park owns.",
            json!({"type": "boolean"}),
        ),
        parameter(
            "sort",
            "The order; `-number` where absent.",
            json!({"type": "string", "enum": ["-number", "due_on", "-updated_at"]}),
        ),
        parameter(
            "count_of",
            "A count of the statistics, `open` or, of the period, `period.open`: exactly the entries behind it. Ids and \
            counted words are then meant as they were on that day.",
            json!({"type": "string"}),
        ),
    ];
    let days = [
        "The first day of the period.",
        "The last day of the period.",
        "The day as of which it is counted.",
    ];
    all.extend(
        OF_COUNT
            .iter()
            .zip(days)
            .map(|(name, about)| parameter(name, &format!("With `count_of` only: {about}"), day())),
    );
    for fact in ledger.facts() {
        let Kind::Word { words } = fact.kind else {
            continue;
        };
        let words: Vec<&str> = words.iter().map(|word| word.key).collect();
        let about = format!("Only where it is so today, any of these: {}", fact.about);
        let word = json!({"type": "string", "enum": words});
        all.push(parameter(
            fact.name,
            &about,
            json!({"type": "array", "items": word}),
        ));
    }
    for field in fields(ledger, Role::Coordinator) {
        let mut schema = of_field(field);
        let about = schema["description"].take();
        let kind = schema["type"].clone();
        if let Value::Array(kinds) = kind {
            schema["type"] = kinds.first().cloned().unwrap_or_default();
        }
        if let Some(Value::Array(words)) = schema.get_mut("enum") {
            words.retain(|word| !word.is_null());
        }
        schema
            .as_object_mut()
            .map(|schema| schema.remove("description"));
        if matches!(field.kind, Kind::Word { .. }) {
            schema = json!({"type": "array", "items": schema});
        }
        all.push(parameter(
            field.name,
            &format!(
                "Only where it is so: {}",
                about.as_str().unwrap_or_default()
            ),
            schema,
        ));
    }
    all.extend(paging());
    all
}

/// The parameters of the statistics.
pub fn asked(ledger: Served) -> Vec<Value> {
    let words: Vec<&Field> = word_fields(ledger.description()).collect();
    let groups: Vec<&str> = ["none", "park", "department", "enterprise"]
        .into_iter()
        .chain(words.iter().map(|field| field.name))
        .collect();
    let id = || json!({"type": "string"});
    let mut all = vec![
        parameter(
            "as_of",
            "Counts are as at the end of this local day, today at the latest; today where absent.",
            day(),
        ),
        parameter(
            "to",
            "The last day of the period, not after `as_of`; `as_of` where absent.",
            day(),
        ),
        parameter(
            "from",
            "The first day of the period, not after `to`; 1 January of `to`'s year where absent.",
            day(),
        ),
        parameter(
            "group_by",
            "What the table has rows of; `none` where absent.",
            json!({"type": "string", "enum": groups}),
        ),
        parameter(
            "park_id",
            "Only what is of the park with this id; `null`: of none.",
            id(),
        ),
        parameter(
            "department_id",
            "Only what the department with this id owned; `null`: what none did.",
            id(),
        ),
        parameter(
            "enterprise_id",
            "Only what is about the enterprise with this id; `null`: about none.",
            id(),
        ),
    ];
    for field in words {
        let Kind::Word { words } = field.kind else {
            continue;
        };
        let words: Vec<&str> = words.iter().map(|word| word.key).collect();
        all.push(parameter(
            field.name,
            &format!(
                "Only what was so on the day: {} ({})",
                field.about, field.heading
            ),
            json!({"type": "string", "enum": words}),
        ));
    }
    all
}

pub fn parameter(name: &str, about: &str, schema: Value) -> Value {
    json!({"name": name, "in": "query", "required": false, "description": about, "schema": schema})
}

pub fn paging() -> Vec<Value> {
    let number = json!({"type": "integer", "format": "int64", "minimum": 1, "maximum": 200});
    [
        ("limit", number),
        ("cursor", json!({"type": "string"})),
        ("count", json!({"type": "boolean"})),
    ]
    .map(|(name, schema)| json!({"name": name, "in": "query", "required": false, "schema": schema}))
    .to_vec()
}

pub fn day() -> Value {
    json!({"type": "string", "format": "date"})
}

pub fn integer() -> Value {
    json!({"type": "integer", "format": "int64"})
}
