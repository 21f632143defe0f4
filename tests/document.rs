//! The OpenAPI document: whole, true to the rights, and nothing in it without a word of explanation.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::Value;
use zhuqi::access::rights::Right;
use zhuqi::app::ledgers::rights;
use zhuqi::app::openapi::document;
use zhuqi::base::http::codes;

use crate::both;
use crate::harness::send;

const PROBLEM: &str = "#/components/schemas/Problem";
const PROBLEM_TYPE: &str = "application/problem+json";

fn told() -> &'static Value {
    document().unwrap()
}

/// What a part refers to, or the part itself.
fn resolved(part: &'static Value) -> &'static Value {
    match part["$ref"].as_str() {
        None => part,
        Some(to) => {
            let found = told().pointer(to.trim_start_matches('#'));
            resolved(found.unwrap_or_else(|| panic!("{to} is not there")))
        }
    }
}

fn members(part: &'static Value) -> impl Iterator<Item = (&'static String, &'static Value)> {
    part.as_object().into_iter().flatten()
}

fn elements(part: &'static Value) -> impl Iterator<Item = &'static Value> {
    part.as_array().into_iter().flatten()
}

/// `POST /problems`, with what is said of it.
fn operations() -> impl Iterator<Item = (String, &'static Value)> {
    members(&told()["paths"]).flat_map(|(path, item)| {
        let below = path.trim_start_matches("/api/v1");
        members(item)
            .map(move |(method, said)| (format!("{} {below}", method.to_uppercase()), said))
    })
}

fn operation(method: &str, path: &str) -> &'static Value {
    &told()["paths"][format!("/api/v1{path}")][method.to_lowercase()]
}

fn is_described(part: &Value) -> bool {
    let description = part["description"].as_str();
    description.is_some_and(|text| !text.trim().is_empty())
}

/// Every object of the document with the way to it, but for values.
fn objects(at: String, part: &'static Value, found: &mut Vec<(String, &'static Value)>) {
    if part.is_object() {
        found.push((at.clone(), part));
    }
    for (name, inner) in members(part) {
        if !["example", "examples", "enum", "default"].contains(&name.as_str()) {
            objects(format!("{at}/{name}"), inner, found);
        }
    }
    for (index, inner) in elements(part).enumerate() {
        objects(format!("{at}/{index}"), inner, found);
    }
}

fn all_objects() -> Vec<(String, &'static Value)> {
    let mut found = Vec::new();
    objects(String::new(), told(), &mut found);
    found
}

fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn everything_it_refers_to_is_in_it_and_nothing_else() {
    let mut named = BTreeSet::new();
    for (_, part) in all_objects() {
        if let Some(to) = part["$ref"].as_str() {
            resolved(part);
            named.insert(to.to_owned());
        }
    }
    for kind in ["schemas", "parameters", "headers", "responses"] {
        for (name, _) in members(&told()["components"][kind]) {
            let to = format!("#/components/{kind}/{name}");
            assert!(named.contains(&to), "{to} is used nowhere");
        }
    }
}

#[test]
fn every_operation_has_a_name_of_its_own_that_was_given_to_it() {
    let mut seen = BTreeMap::new();
    let mut wrong = Vec::new();
    for (at, said) in operations() {
        let id = said["operationId"].as_str().unwrap_or_default();
        let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase());
        if !id.split('_').all(is_word) {
            wrong.push(format!("{at}: {id:?}"));
        }
        if let Some(other) = seen.insert(id, at.clone()) {
            wrong.push(format!("{at} and {other}: {id}"));
        }
    }
    // Without one, the name of the function stands in the document.
    for text in crate::layers::texts() {
        for said in text.split("#[utoipa::path(").skip(1) {
            let end = said.find(")]\n").unwrap_or(said.len());
            if !said[..end].contains("operation_id") {
                let handler = said.split("fn ").nth(1).unwrap_or_default();
                let handler = handler.split(['(', '<']).next().unwrap_or_default();
                wrong.push(format!("no operation_id for {handler}"));
            }
        }
    }
    none("names of operations", &wrong);
}

#[test]
fn nothing_is_without_a_description() {
    let mut missing = Vec::new();
    for (at, said) in operations() {
        let summary = said["summary"].as_str().unwrap_or_default();
        if summary.trim().is_empty() || summary.contains('\n') {
            missing.push(format!("{at}: summary"));
        }
        for parameter in elements(&said["parameters"]).map(resolved) {
            if !is_described(parameter) {
                missing.push(format!("{at}: parameter {}", parameter["name"]));
            }
        }
        for (status, answer) in members(&said["responses"]) {
            let answer = resolved(answer);
            if !is_described(answer) {
                missing.push(format!("{at}: answer {status}"));
            }
            for (name, header) in members(&answer["headers"]) {
                if !is_described(resolved(header)) {
                    missing.push(format!("{at}: header {name} of {status}"));
                }
            }
        }
    }
    for (name, schema) in members(&told()["components"]["schemas"]) {
        if !is_described(schema) {
            missing.push(format!("schema {name}"));
        }
    }
    for (at, part) in all_objects() {
        for (name, field) in members(&part["properties"]) {
            if !is_described(field) {
                missing.push(format!("field {name} of {at}"));
            }
        }
    }
    none("without a description", &missing);
}

/// Whether there is an example of a whole value: beside the schema, or in it.
fn has_example(content: &'static Value) -> bool {
    let schema = resolved(&content["schema"]);
    [content, schema]
        .iter()
        .any(|one| !one["example"].is_null() || !one["examples"].is_null())
}

#[test]
fn every_body_that_is_sent_has_an_example() {
    let mut missing = Vec::new();
    for (at, said) in operations() {
        for (kind, content) in members(&resolved(&said["requestBody"])["content"]) {
            if !has_example(content) {
                missing.push(format!("{at}: {kind}"));
            }
        }
    }
    none("without an example", &missing);
}

#[test]
fn files_are_bytes_and_no_lists_of_numbers() {
    let mut wrong = Vec::new();
    for (at, said) in operations() {
        for (status, answer) in members(&said["responses"]) {
            for (kind, content) in members(&resolved(answer)["content"]) {
                let schema = resolved(&content["schema"]);
                let is_binary = schema["type"] == "string" && schema["format"] == "binary";
                if !kind.ends_with("json") && !is_binary {
                    wrong.push(format!("{at}: {kind} of {status}: {schema}"));
                }
            }
        }
    }
    for (at, part) in all_objects() {
        let items = &part["items"];
        if items["format"] == "int32" && items["minimum"] == 0 {
            wrong.push(format!("{at}: bytes as a list"));
        }
    }
    none("files", &wrong);
}

#[test]
fn parameters_are_those_of_the_path_and_none_stands_twice_or_is_null() {
    for (at, said) in operations() {
        let mut seen = BTreeSet::new();
        let mut in_path = BTreeSet::new();
        for parameter in elements(&said["parameters"]).map(resolved) {
            let (name, place) = (
                parameter["name"].as_str().unwrap(),
                parameter["in"].as_str().unwrap(),
            );
            assert!(seen.insert((name, place)), "{at}: {name} twice");
            if place == "path" {
                assert_eq!(parameter["required"], true, "{at}: {name}");
                in_path.insert(name);
            }
            let schema = parameter["schema"].to_string();
            assert!(!schema.contains("\"null\""), "{at}: {name}: {schema}");
        }
        let named: BTreeSet<_> = at
            .split('{')
            .skip(1)
            .map(|rest| rest.split('}').next().unwrap())
            .collect();
        assert_eq!(in_path, named, "{at}");
    }
}

#[test]
fn every_group_is_described_and_used() {
    let described: BTreeSet<_> = elements(&told()["tags"])
        .inspect(|tag| assert!(is_described(tag), "{tag}"))
        .map(|tag| tag["name"].as_str().unwrap())
        .collect();
    let mut used = BTreeSet::new();
    for (at, said) in operations() {
        assert_eq!(said["tags"].as_array().map(Vec::len), Some(1), "{at}");
        used.extend(elements(&said["tags"]).map(|tag| tag.as_str().unwrap()));
    }
    assert_eq!(described, used);
}

#[test]
fn it_tells_statuses_examples_codes_and_who_needs_a_token() {
    let json = told();
    assert!(json["openapi"].as_str().unwrap().starts_with("3.1"));
    let components = &json["components"];
    assert_eq!(
        components["securitySchemes"]["bearer"]["bearerFormat"],
        "JWT"
    );
    let listed = |schema: &str| {
        let code = &components["schemas"][schema]["properties"]["code"];
        code["enum"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(listed("Problem"), codes::CODES.len());
    assert_eq!(listed("FieldProblem"), codes::FIELD_CODES.len());
    for (method, path, right) in rights() {
        let at = format!("{method} {path}");
        let said = operation(method, path);
        let needs = match (right, *path) {
            (Right::Public, "/auth/refresh") => r#"[{"refresh":[]}]"#,
            (Right::Public, "/auth/logout") => r#"[{"refresh":[]},{}]"#,
            (Right::Public, _) => "null",
            (Right::Door, _) => r#"[{"door":[]}]"#,
            _ => r#"[{"bearer":[]}]"#,
        };
        assert_eq!(said["security"].to_string(), needs, "{at}");
        assert_eq!(
            said.get("x-roles").is_some(),
            needs.contains("bearer"),
            "{at}"
        );

        let has = |status: &str| said["responses"].get(status).is_some();
        assert!(has("200") || has("201") || has("204"), "{at}");
        for (status, answer) in members(&said["responses"]).filter(|(one, _)| one.as_str() >= "400")
        {
            let content = &resolved(answer)["content"][PROBLEM_TYPE];
            assert_eq!(content["schema"]["$ref"], PROBLEM, "{at} {status}");
            let example = &content["example"];
            assert!(
                example.is_null() || example["status"].as_u64() == status.parse().ok(),
                "{at} {status}"
            );
        }
        for status in ["400", "408", "413", "415", "422", "500", "503"] {
            assert!(has(status), "{at} {status}");
        }
        let by_account = !matches!(right, Right::Public | Right::Door);
        assert_eq!(has("401"), *path != "/auth/logout", "{at}");
        assert_eq!(has("403"), by_account, "{at}");
        let may_miss = path.contains('{') || *path == "/enterprises/lookup";
        assert_eq!(has("404"), may_miss, "{at}");
        assert!(has("507") || *method == "GET", "{at}");
        assert_eq!(
            has("412"),
            by_account && *method != "GET" && !has("201"),
            "{at}"
        );
        if *method == "POST" && path.starts_with("/problems/{id}/") {
            assert!(has("409"), "{at}");
        }
    }
}

#[test]
fn it_tells_the_roles_that_may_call() {
    let roles = |method, path| operation(method, path)["x-roles"].to_string();
    assert_eq!(roles("GET", "/audit"), r#"["auditor"]"#);
    assert_eq!(
        roles("POST", "/problems"),
        r#"["coordinator","park_staff"]"#
    );
    assert_eq!(
        roles("GET", "/me"),
        r#"["admin","coordinator","park_staff","department_staff","leader","auditor"]"#
    );
}

#[test]
fn it_names_the_headers_that_are_honoured() {
    let takes = |method: &str, path: &str, header: &str| {
        let own = elements(&operation(method, path)["parameters"]).map(resolved);
        own.filter(|one| one["name"] == header && one["in"] == "header")
            .count()
            == 1
    };
    for (method, path, right) in rights() {
        assert!(takes(method, path, "Accept-Language"), "{method} {path}");
        let is_kept = *method == "POST" && !matches!(right, Right::Public);
        let is_not = [
            "/settings/report/preview",
            "/door/problems/{id}/follow_up",
            "/door/hazards/{id}/rectify",
        ];
        assert_eq!(
            takes(method, path, "Idempotency-Key"),
            is_kept && !is_not.contains(path),
            "{method} {path}"
        );
        let is_versioned = match *method {
            "PATCH" => true,
            "PUT" => *path != "/me/weekly_mail",
            "POST" => {
                let resources = [
                    "/problems/{id}/",
                    "/doors/{id}/",
                    "/door_reports/{id}/",
                    "/projects/{id}/",
                    "/project_targets/{id}/",
                    "/negative_list/{id}/",
                    "/drives/{id}/",
                    "/checks/{id}/",
                    "/hazards/{id}/",
                    "/revivals/{id}/",
                    "/leads/{id}/",
                    "/lead_terms/{id}/",
                    "/activities/{id}/",
                    "/matches/{id}/",
                    "/case_studies/{id}/",
                    "/bulletins/{id}/",
                ];
                resources.iter().any(|one| path.starts_with(one)) && !path.ends_with("/attachments")
                    || ["/visits/{id}/void", "/users/{id}/reset_password"].contains(path)
            }
            _ => false,
        };
        assert_eq!(
            takes(method, path, "If-Match"),
            is_versioned,
            "{method} {path}"
        );
        let may_be_unchanged = operation(method, path)["responses"].get("304").is_some();
        assert_eq!(
            takes(method, path, "If-None-Match"),
            may_be_unchanged,
            "{method} {path}"
        );
    }
}

both! {
    async fn it_is_sent_to_who_does_not_have_it_yet(app) {
        let path = "//api/openapi.json";
        let first = app.anonymous(Method::GET, path, None).await;
        let tag = first.header("etag").to_owned();
        assert_eq!(first.header("cache-control"), "no-cache");
        assert_eq!(first.expect(200), *told());
        let holding = |tag: String| {
            let address = app.address.clone();
            async move { send(&address, Method::GET, path, &[("If-None-Match", &tag)], None).await }
        };
        for held in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}")] {
            let again = holding(held).await;
            assert_eq!((again.status, again.text.as_str()), (304, ""));
            assert_eq!(again.header("etag"), tag);
        }
        holding("\"x\"".into()).await.expect(200);
    }
}
