//! Parameters and headers that routes share: said once, and referred to where they apply.

use serde_json::{Map, Value, json};

use super::operation::Route;
use super::schemas;

/// For the document's components.
pub fn all() -> Value {
    json!({
        "Id": {
            "name": "id",
            "in": "path",
            "required": true,
            "description": "The id of what the path names.",
            "schema": {"type": "integer", "format": "int64"},
        },
        "Limit": {
            "name": "limit",
            "in": "query",
            "description": "The most items that a page has: 1 to 200, 50 where absent.",
            "schema": {"type": "integer", "format": "int64", "minimum": 1, "maximum": 200},
        },
        "Cursor": {
            "name": "cursor",
            "in": "query",
            "description": "`next_cursor` of the page before; the first page where absent.",
            "schema": {"type": "string"},
        },
        "Count": {
            "name": "count",
            "in": "query",
            "description": "Whether to count the whole list, which then stands in `total`.",
            "schema": {"type": "boolean"},
        },
        "If-Match": {
            "name": "If-Match",
            "in": "header",
            "description": "An `ETag` that was read before, or several with commas between them, of which \
                the first eight count: nothing is changed, and the answer is 412, unless the thing still \
                has that version. Absent or `*`: whatever its version is.",
            "schema": {"type": "string"},
        },
        "If-None-Match": {
            "name": "If-None-Match",
            "in": "header",
            "description": "An `ETag` that was read before, or several with commas between them: the answer \
                is 304 and has no body where nothing has changed since.",
            "schema": {"type": "string"},
        },
        "Idempotency-Key": {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "Makes a request safe to repeat: for 24 hours, the same body sent to the same \
                path by the same caller under the same key changes nothing more and is answered as at first, \
                without what is shown only once. Another body under that key is refused with 422; a refused \
                request may be sent again under its key.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
        },
        "Accept-Language": {
            "name": "Accept-Language",
            "in": "header",
            "description": "The language of what is explained to people, such as `detail` of errors: English \
                where it is preferred to Chinese, else Chinese.",
            "schema": {"type": "string"},
        },
    })
}

/// Headers of answers, for the document's components.
pub fn headers() -> Value {
    json!({
        "ETag": {
            "description": "The version of what is shown, for `If-Match` and `If-None-Match`.",
            "schema": {"type": "string", "example": "\"4\""},
        },
        "Location": {
            "description": "The path at which what was made can be read.",
            "schema": {"type": "string", "example": "/api/v1/problems/16"},
        },
        "Retry-After": {
            "description": "Seconds after which it is worth trying again.",
            "required": true,
            "schema": {"type": "integer", "minimum": 0, "example": 1},
        },
        "WWW-Authenticate": {
            "description": "The scheme of `Authorization` that accounts sign in with.",
            "required": true,
            "schema": {"type": "string", "example": "Bearer"},
        },
        "Content-Disposition": {
            "description": "`attachment`, and the name of the file: in plain letters, and by RFC 5987 as it is.",
            "schema": {
                "type": "string",
                "example": "attachment; filename=\"report.pdf\"; filename*=UTF-8''%E5%91%A8%E6%8A%A5.pdf",
            },
        },
        "X-Request-Id": {
            "description": "The id of the request in the log and the audit trail: the one that it came with in \
                a header of this name, of 1 to 64 letters, digits and hyphens, or else a new one.",
            "required": true,
            "schema": {"type": "string", "example": "5f0c9e1d7a3b2468"},
        },
    })
}

/// Adds a shared header to an answer that doesn't describe it itself.
pub fn add_header(headers: &mut Map<String, Value>, name: &str) {
    let own = headers.get(name).and_then(|own| own.get("description"));
    if own.is_none() {
        let shared = json!({"$ref": format!("#/components/headers/{name}")});
        headers.insert(name.to_owned(), shared);
    }
}

/// Puts the shared parameters in the place of those that a route only names, and adds the headers that it
/// honours.
pub fn complete(route: &Route, parameters: &mut Vec<Value>) {
    let shared = all();
    let shared: Vec<_> = shared.as_object().into_iter().flatten().collect();
    for parameter in parameters.iter_mut() {
        // A query or a path holds no null: absent is absent.
        if let Some(schema) = parameter.get_mut("schema") {
            without_null(schema);
        }
        if parameter.get("description").is_some() {
            continue;
        }
        let is_named = |one: &&(&String, &Value)| {
            ["name", "in"]
                .iter()
                .all(|key| one.1[key] == parameter[key])
        };
        if let Some((name, one)) = shared.iter().find(is_named) {
            if one["schema"] == parameter["schema"] {
                *parameter = refer(name);
            } else {
                parameter["description"] = one["description"].clone();
            }
        } else if let Some(shared) = parameter["name"].as_str().and_then(schemas::shared) {
            parameter["description"] = shared.into();
        }
    }
    let honoured = [
        ("Accept-Language", true),
        ("Idempotency-Key", route.is_repeatable()),
        ("If-Match", route.is_versioned),
        ("If-None-Match", route.may_be_unchanged),
    ];
    let honoured = honoured.into_iter().filter(|(_, is)| *is);
    parameters.extend(honoured.map(|(name, _)| refer(name)));
}

fn refer(name: &str) -> Value {
    json!({"$ref": format!("#/components/parameters/{name}")})
}

/// The schema for a value that is there.
fn without_null(schema: &mut Value) {
    if let Some(types) = schema.get_mut("type").and_then(Value::as_array_mut) {
        types.retain(|one| one != "null");
        if let [one] = types.as_slice() {
            schema["type"] = one.clone();
        }
    }
    let Some(choices) = schema.get_mut("oneOf").and_then(Value::as_array_mut) else {
        return;
    };
    choices.retain(|one| one["type"] != "null");
    if choices.len() == 1 {
        let only = choices.pop();
        *schema = only.unwrap_or_default();
    }
}
