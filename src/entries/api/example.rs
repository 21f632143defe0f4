//! Examples of bodies, made from their fields.

use serde_json::{Map, Value, json};

use crate::entries::description::{Field, Kind};

/// A body with everything that it needs; where it needs nothing, with its first field.
pub fn example(fields: &[Field]) -> Value {
    let needed = fields.iter().filter(|field| field.required);
    let mut body: Map<String, Value> = needed
        .map(|field| (field.name.to_owned(), of(field)))
        .collect();
    if body.is_empty() {
        body.extend(
            fields
                .first()
                .map(|field| (field.name.to_owned(), of(field))),
        );
    }
    body.into()
}

fn of(field: &Field) -> Value {
    match field.kind {
        Kind::Word { words } => words.first().map_or(Value::Null, |word| word.key.into()),
        Kind::Line { most } | Kind::Text { most } => {
            field.heading.chars().take(most).collect::<String>().into()
        }
        Kind::Day => "2021-08-16".into(),
        Kind::Yuan { .. } => 1_000_000.into(),
        Kind::Mu => "100.25".into(),
        Kind::Integer { least, .. } => least.into(),
        Kind::Flag => true.into(),
        Kind::Park | Kind::Enterprise | Kind::Department | Kind::Entry { .. } => 1.into(),
        Kind::Departments { .. } | Kind::Entries { .. } => json!([1]),
        Kind::Records { fields, .. } => json!([example(fields)]),
        Kind::Group { fields } => example(fields),
    }
}
