//! One operation: what its handler says of it, completed with what holds for all of its kind.

use serde_json::{Map, Value, json};

use super::{ACCOUNT, DOOR, REFRESH, errors, parameters};
use crate::access::Role;
use crate::access::rights::{Right, right};
use crate::app::BASE;

/// A route, as far as what routes share depends on it.
pub struct Route<'a> {
    /// Such as `GET`.
    pub method: &'a str,
    /// Below [`BASE`].
    pub path: &'a str,
    pub right: Option<Right>,
    /// It answers 201.
    creates: bool,
    /// It changes something that has a version, and tells the new one: so it looks at `If-Match`.
    pub is_versioned: bool,
    /// It answers 304 where `If-None-Match` names what there is.
    pub may_be_unchanged: bool,
}

impl<'a> Route<'a> {
    fn of(method: &'a str, path: &'a str, responses: &Map<String, Value>) -> Self {
        let tells_version =
            |answer: &Value| answer["headers"].get("ETag").is_some() && method != "GET";
        Self {
            method,
            path,
            right: right(method, &format!("{BASE}{path}")),
            creates: responses.contains_key("201"),
            is_versioned: responses.get("200").is_some_and(tells_version),
            may_be_unchanged: responses.contains_key("304"),
        }
    }

    pub fn writes(&self) -> bool {
        self.method != "GET"
    }

    /// Whether somebody else's change can come in between.
    pub fn may_be_stale(&self) -> bool {
        self.writes() && !self.creates && self.is_by_account()
    }

    pub fn is_by_account(&self) -> bool {
        !matches!(self.right, Some(Right::Public | Right::Door))
    }

    /// Whether it keeps its answer for repeats with the same `Idempotency-Key`: what an account posts and
    /// changes something with, and what an enterprise files.
    pub fn is_repeatable(&self) -> bool {
        let changes = self.is_by_account() && self.path != "/settings/report/preview";
        self.method == "POST" && (changes || self.path == "/door/reports")
    }

    /// The roles that aren't refused by the route itself; nothing where it isn't called with an account.
    fn roles(&self) -> Option<&'static [Role]> {
        match self.right? {
            Right::Roles(roles) => Some(roles),
            Right::Anyone => Some(Role::ALL),
            Right::Public | Right::Door => None,
        }
    }

    /// What a call needs: one of these.
    fn security(&self) -> Option<Value> {
        match (self.right, self.path) {
            (Some(Right::Door), _) => Some(json!([{DOOR: []}])),
            (Some(Right::Public), "/auth/refresh") => Some(json!([{REFRESH: []}])),
            (Some(Right::Public), "/auth/logout") => Some(json!([{REFRESH: []}, {}])),
            (Some(Right::Public), _) => None,
            _ => Some(json!([{ACCOUNT: []}])),
        }
    }
}

/// Adds what an operation shares with others: parameters, errors, headers of answers, who may call it.
pub fn complete(method: &str, path: &str, operation: &mut Map<String, Value>) {
    let mut responses = object(operation.remove("responses"));
    let route = Route::of(method, path, &responses);
    errors::add(&route, &mut responses);
    responses
        .iter_mut()
        .for_each(|(status, answer)| head(status, answer));
    operation.insert("responses".into(), responses.into());

    let mut all = match operation.remove("parameters") {
        Some(Value::Array(own)) => own,
        _ => Vec::new(),
    };
    parameters::complete(&route, &mut all);
    operation.insert("parameters".into(), all.into());

    if let Some(security) = route.security() {
        operation.insert("security".into(), security);
    }
    if let Some(roles) = route.roles() {
        operation.insert("x-roles".into(), json!(roles));
    }
}

fn object(value: Option<Value>) -> Map<String, Value> {
    match value {
        Some(Value::Object(object)) => object,
        _ => Map::new(),
    }
}

/// Completes the headers of an answer that is described here and not referred to.
fn head(status: &str, answer: &mut Value) {
    let Some(answer) = answer
        .as_object_mut()
        .filter(|one| !one.contains_key("$ref"))
    else {
        return;
    };
    let mut headers = object(answer.remove("headers"));
    let shared = parameters::headers();
    let named: Vec<_> = headers.keys().cloned().collect();
    for name in named.iter().filter(|name| shared.get(name).is_some()) {
        parameters::add_header(&mut headers, name);
    }
    if status == "304" {
        parameters::add_header(&mut headers, "ETag");
    }
    let content = answer.get("content").and_then(Value::as_object);
    if content.is_some_and(|content| content.keys().any(|kind| is_file(kind))) {
        parameters::add_header(&mut headers, "Content-Disposition");
    }
    parameters::add_header(&mut headers, "X-Request-Id");
    answer.insert("headers".into(), headers.into());
}

/// Whether it is sent to be kept: a page is shown.
fn is_file(kind: &str) -> bool {
    !kind.ends_with("json") && kind != "text/html"
}
