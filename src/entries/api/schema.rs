//! What the API's document says of fields and bodies, and the description as the page gets it.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::example::example;
use super::{Served, moves};
use crate::access::Role;
use crate::entries::description::{Column, Field, Kept, Kind, MU_MOST, YUAN_MOST};

/// `project_name` as `ProjectName`.
pub fn camel(name: &str) -> String {
    let words = name.split(['_', ' ']).filter(|word| !word.is_empty());
    words
        .map(|word| word[..1].to_uppercase() + &word[1..])
        .collect()
}

/// A schema by its name.
pub fn refer(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// What a value of a field looks like.
pub fn of_field(field: &Field) -> Value {
    let about = match field.kind {
        Kind::Yuan { .. } => format!(
            "{} ({}), in whole yuan.",
            field.about.trim_end_matches('.'),
            field.heading
        ),
        Kind::Mu => format!(
            "{} ({}), in 亩 with at most two decimals.",
            field.about.trim_end_matches('.'),
            field.heading
        ),
        _ => format!("{} ({})", field.about, field.heading),
    };
    let mut schema = of_kind(field.kind);
    if !field.required
        && let Some(kind) = schema.get("type").cloned()
    {
        schema["type"] = json!([kind, "null"]);
        if let Some(Value::Array(words)) = schema.get_mut("enum") {
            words.push(Value::Null);
        }
    }
    schema["description"] = about.into();
    schema
}

fn of_kind(kind: Kind) -> Value {
    let id = || json!({"type": "integer", "format": "int64"});
    match kind {
        Kind::Word { words } => {
            json!({"type": "string", "enum": words.iter().map(|word| word.key).collect::<Vec<_>>()})
        }
        Kind::Line { most } | Kind::Text { most } => json!({"type": "string", "maxLength": most}),
        Kind::Day => json!({"type": "string", "format": "date"}),
        Kind::Yuan { signed } => {
            let least = if signed { -YUAN_MOST } else { 0 };
            json!({"type": "integer", "format": "int64", "minimum": least, "maximum": YUAN_MOST})
        }
        Kind::Mu => {
            json!({"type": "string", "pattern": "^[0-9]{1,9}(\\.[0-9]{1,2})?$", "example": format!("{}.25", MU_MOST / 1_000_000_000)})
        }
        Kind::Integer { least, most } => {
            json!({"type": "integer", "format": "int64", "minimum": least, "maximum": most})
        }
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Park | Kind::Enterprise | Kind::Department | Kind::Entry { .. } => id(),
        Kind::Departments { most } | Kind::Entries { most, .. } => {
            json!({"type": "array", "items": id(), "maxItems": most, "uniqueItems": true})
        }
        Kind::Records { fields, most } => {
            json!({"type": "array", "items": object(fields.iter()), "maxItems": most})
        }
        Kind::Group { fields } => object(fields.iter()),
    }
}

/// An object of some fields.
pub fn object<'f>(fields: impl Iterator<Item = &'f Field> + Clone) -> Value {
    let required: Vec<&str> = fields
        .clone()
        .filter(|field| field.required)
        .map(|field| field.name)
        .collect();
    let properties: Map<String, Value> = fields
        .map(|field| (field.name.to_owned(), of_field(field)))
        .collect();
    let mut schema =
        json!({"type": "object", "properties": properties, "additionalProperties": false});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

/// A body, with an example.
pub fn body(about: &str, fields: &[Field]) -> Value {
    let mut schema = object(fields.iter());
    schema["description"] = about.into();
    schema["example"] = example(fields);
    schema
}

/// The description as the page draws a ledger from it.
pub fn described(ledger: Served, role: Role) -> Value {
    let description = ledger.description();
    let table = ledger.table();
    let field = |field: &Field| {
        json!({
            "name": field.name,
            "heading": field.heading,
            "kind": field.kind,
            "required": field.required,
            "filtered": field.kept != Kept::Plain,
            "counted": field.kept == Kept::Counted,
            "in_file": field.file != Column::Absent,
            "by_moves": field.by_moves,
            "personal": field.personal,
        })
    };
    let fields = |all: &[Field]| {
        all.iter()
            .filter(|one| !one.hidden_from.contains(&role))
            .map(field)
            .collect::<Vec<_>>()
    };
    let statuses: Vec<Value> = description
        .statuses
        .iter()
        .map(|status| json!({"code": status.code, "zh": status.zh, "class": status.class}))
        .collect();
    let routed = moves(ledger);
    let named = |name: &&str| {
        let rows: Vec<_> = table.rows(name).collect();
        let from: Vec<&str> = rows
            .iter()
            .flat_map(|row| row.from.iter().copied())
            .collect();
        let put = rows.first().and_then(|row| row.puts);
        let body = match put.is_some() || routed.contains(name) {
            true => fields(&crate::entries::actions::body_of(ledger, name)),
            false => vec![],
        };
        let to: BTreeSet<&str> = rows.iter().flat_map(|row| row.to.states()).collect();
        json!({"name": name, "zh": table.zh(name), "from": from, "to": to, "body": body, "puts": put,
            "may": table.roles(name).contains(&role)})
    };
    let moves: Vec<Value> = table.names().iter().map(named).collect();
    let counts: Vec<Value> = description
        .counts
        .iter()
        .map(|count| json!({"name": count.name, "zh": count.zh}))
        .collect();
    let rates: Vec<Value> = description
        .rates
        .iter()
        .map(|rate| {
            json!({"name": rate.name, "zh": rate.zh, "numerator": rate.numerator,
                "denominator": rate.denominator})
        })
        .collect();
    let months = description.months.map(
        |rule| json!({"figures": fields(rule.figures), "from": rule.from, "due_day": rule.due_day}),
    );
    json!({
        "code": description.code,
        "kind": description.kind,
        "comes_in": ledger.comes_in(),
        "zh": description.zh,
        "entry_zh": description.entry_zh,
        "letters": description.letters,
        "title": description.title,
        "without_park": description.is_everybodys(),
        "fields": fields(description.fields),
        "facts": fields(ledger.facts()),
        "statuses": statuses,
        "moves": moves,
        "counts": counts,
        "rates": rates,
        "months": months,
    })
}
