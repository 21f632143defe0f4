//! Schemas: what the names mean that many of them share, and which of them are needed.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// Fields that mean the same wherever a schema says nothing of them: name, description.
const FIELDS: &[(&str, &str)] = &[
    ("id", "The number by which paths and other things name it."),
    (
        "version",
        "Counts the changes; what `ETag` holds and `If-Match` compares.",
    ),
    ("created_at", "When it was made: an instant with offset."),
    (
        "updated_at",
        "When it was last changed: an instant with offset.",
    ),
    (
        "active",
        "Whether it is in use; what isn't stays readable and can't be chosen any more.",
    ),
    ("park_id", "The park (园区) it belongs to."),
    ("department_id", "The department (责任单位)."),
    (
        "enterprise_id",
        "The enterprise (企业); null where there is none.",
    ),
    (
        "category_id",
        "The category (问题类别); null where there is none.",
    ),
    (
        "visit_id",
        "The visit (走访) it came from; null where there is none.",
    ),
    ("problem_id", "The problem (问题)."),
    ("items", "What this page of the list holds, in its order."),
    (
        "next_cursor",
        "Gives the next page as `cursor`; null on the last one.",
    ),
    (
        "total",
        "How many the whole list has; only where `count=true` asks.",
    ),
];

/// What holds values and no schemas.
const VALUES: &[&str] = &["example", "examples", "enum", "default", "const"];

/// Calls for each object of the document that isn't an example's or another value's.
pub fn each(value: &mut Value, visit: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            visit(object);
            let parts = object.iter_mut();
            for (_, part) in parts.filter(|(key, _)| !VALUES.contains(&key.as_str())) {
                each(part, visit);
            }
        }
        Value::Array(parts) => parts.iter_mut().for_each(|part| each(part, visit)),
        _ => {}
    }
}

/// What a name means that many things share.
pub fn shared(name: &str) -> Option<&'static str> {
    let found = FIELDS.iter().find(|(shared, _)| *shared == name);
    found.map(|(_, description)| *description)
}

/// Puts a field's own description where readers look for it, which is beside its type. The macros leave
/// that of a field that may be null within one of its types, and that of an enum that is written out in a
/// type of its own, which no value could have together with the enum's.
fn lift_description(field: &mut Map<String, Value>) {
    if field.contains_key("description") {
        return;
    }
    if let Some(Value::Array(types)) = field.get_mut("oneOf") {
        let own = types.iter_mut().filter_map(Value::as_object_mut);
        let lifted = own
            .filter(|one| one.contains_key("$ref"))
            .find_map(|one| one.remove("description"));
        if let Some(description) = lifted {
            field.insert("description".into(), description);
        }
        return;
    }
    let Some(Value::Array(types)) = field.get("allOf") else {
        return;
    };
    let [Value::Object(written), Value::Object(own)] = types.as_slice() else {
        return;
    };
    let is_only_description = own
        .keys()
        .all(|key| ["description", "type"].contains(&key.as_str()));
    let (Some(said), true) = (own.get("description"), is_only_description) else {
        return;
    };
    let mut whole = written.clone();
    let said = [
        said.as_str(),
        written.get("description").and_then(Value::as_str),
    ];
    let said: Vec<_> = said.into_iter().flatten().collect();
    whole.insert("description".into(), said.join("\n\n").into());
    *field = whole;
}

/// Describes the fields; a description beside the code stays.
pub fn describe(document: &mut Value) {
    each(document, &mut |object| {
        let Some(Value::Object(properties)) = object.get_mut("properties") else {
            return;
        };
        for (name, field) in properties {
            let Value::Object(field) = field else {
                continue;
            };
            lift_description(field);
            if let Some(shared) = shared(name) {
                let description = field.entry("description");
                description.or_insert_with(|| Value::from(shared));
            }
        }
    });
}

/// The name of a page's schema before that of what stands on it.
const PAGE: &str = "Items_";

/// Lets pages refer to what stands on them, which the macros write out in each.
pub fn refer_from_pages(document: &mut Value) {
    let Some(Value::Object(schemas)) = document["components"].get_mut("schemas") else {
        return;
    };
    let names: Vec<String> = schemas.keys().cloned().collect();
    for name in &names {
        let Some(one) = name.strip_prefix(PAGE) else {
            continue;
        };
        let page = schemas.get_mut(name);
        let Some(items) = page.and_then(|page| page.pointer_mut("/properties/items/items")) else {
            continue;
        };
        let written = std::mem::replace(
            items,
            json!({"$ref": format!("#/components/schemas/{one}")}),
        );
        schemas.entry(one).or_insert(written);
    }
}

/// Drops the schemas that nothing refers to: those of parameters that are written out in their place.
pub fn drop_unused(document: &mut Value) {
    let Some(mut schemas) = document["components"].get_mut("schemas").map(Value::take) else {
        return;
    };
    let mut used = BTreeSet::new();
    let mut new = named(document);
    while let Some(name) = new.pop() {
        if let Some(schema) = schemas.get_mut(&name)
            && used.insert(name)
        {
            new.extend(named(schema));
        }
    }
    if let Value::Object(schemas) = &mut schemas {
        schemas.retain(|name, _| used.contains(name));
    }
    document["components"]["schemas"] = schemas;
}

/// The schemas that something refers to.
fn named(value: &mut Value) -> Vec<String> {
    let mut names = Vec::new();
    each(value, &mut |object| {
        let to = object.get("$ref").and_then(Value::as_str);
        names.extend(
            to.and_then(|to| to.strip_prefix("#/components/schemas/"))
                .map(str::to_owned),
        );
    });
    names
}
