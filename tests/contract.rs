//! The conventions of the REST contract, on whatever route they can be seen at.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};
use zhuqi::base::http::codes;

use crate::both;
use crate::harness::people::Person;
use crate::harness::{Answer, App, send};

/// Lists that everybody of the office may read.
const LISTS: &[&str] = &[
    "/parks",
    "/departments",
    "/categories",
    "/enterprises",
    "/time_limit_policies",
    "/visits",
    "/problems",
    "/projects",
    "/outbox",
    "/me/sessions",
];

fn first_error(body: &Value) -> (&str, &str) {
    let error = &body["errors"][0];
    (
        error["pointer"].as_str().unwrap_or(""),
        error["code"].as_str().unwrap_or(""),
    )
}

async fn file(app: &App) -> i64 {
    let body = json!({"title": "担心后续用电得不到保障", "description": "变压器容量不足",
        "enterprise_id": app.people.enterprise_id, "dispatch": {"lead_department_id": app.people.department_id}});
    let made = app.people.park.post("/problems", body).await.expect(201);
    made["id"].as_i64().unwrap()
}

/// One of each kind of single resource, as the coordinator reads it.
async fn singles(app: &App) -> Vec<String> {
    let people = &app.people;
    let problem = file(app).await;
    let visit = json!({"park_id": people.park_id, "enterprise_id": people.enterprise_id,
        "visited_on": "2021-08-02", "participants": ["李四"]});
    let visit = people.park.post("/visits", visit).await.expect(201);
    let project = json!({"name": "生产区建设", "kind": "industrial", "level": "city",
        "enterprise_id": people.enterprise_id});
    let project = people.park.post("/projects", project).await.expect(201)["id"].clone();
    vec![
        format!("/parks/{}", people.park_id),
        format!("/departments/{}", people.department_id),
        "/categories/1".into(),
        format!("/enterprises/{}", people.enterprise_id),
        "/time_limit_policies/1".into(),
        "/calendar/2021".into(),
        format!("/visits/{}", visit["id"]),
        format!("/problems/{problem}"),
        format!("/projects/{project}"),
        "/me".into(),
    ]
}

async fn asked(who: &Person, tag: &str, method: Method, path: &str, body: Value) -> Answer {
    who.with(&[("If-Match", tag)], method, path, Some(body))
        .await
}

#[test]
fn every_code_in_the_sources_stands_in_the_table() {
    // What the tests don't provoke is found by how errors are made.
    let makers = [
        "::conflict(",
        "::forbidden(",
        "::unauthenticated(",
        "code: \"",
    ];
    let mut found = BTreeSet::new();
    for text in crate::layers::texts() {
        for maker in makers {
            for after in text.split(maker).skip(1) {
                let after = if maker.ends_with('"') {
                    after
                } else {
                    after.trim_start().trim_start_matches('"')
                };
                found.insert(after.split('"').next().unwrap_or("").to_owned());
            }
        }
    }
    // Refusals of settings at start, and of a command: a sentence on the terminal, never an answer.
    let on_terminal = [
        "time_zone.changed",
        "week_starts_on.changed",
        "generate.not_empty",
    ];
    let is_code = |text: &&String| {
        text.chars()
            .all(|c| c.is_ascii_lowercase() || c == '_' || c == '.')
    };
    let unknown: Vec<_> = found
        .iter()
        .filter(is_code)
        .filter(|code| {
            code.contains('.')
                && !codes::CODES.iter().any(|row| row.0 == code.as_str())
                && !on_terminal.contains(&code.as_str())
        })
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    assert!(found.contains("user.last_administrator"), "{found:?}");
}

both! {
    async fn an_error_has_the_members_of_rfc_9457_in_the_language_asked_for(app) {
        let admin = &app.people.admin;
        let body = Some(json!({"code": "sh", "name": "", "kind": "castle"}));
        let answer = admin.with(&[], Method::POST, "/parks", Some(json!({"code": "x", "name": "", "kind": "park"}))).await;
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.header("x-request-id").len(), 16);
        let told = answer.refused(422, "request.invalid");
        assert_eq!((told["type"].as_str(), told["status"].as_i64()), (Some("about:blank"), Some(422)));
        assert_eq!(told["title"], "Unprocessable Entity");
        assert_eq!(told["errors"].as_array().unwrap().len(), 2, "all at once: {told}");
        for error in told["errors"].as_array().unwrap() {
            assert!(error["pointer"].is_string() && error["code"].is_string(), "{error}");
            assert!(!error["detail"].as_str().unwrap().is_ascii(), "Chinese: {error}");
        }
        let english = [("Accept-Language", "en-US,en;q=0.9,zh;q=0.1"), ("X-Request-Id", "abc-123")];
        let answer = admin.with(&english, Method::POST, "/parks", body).await;
        assert_eq!(answer.header("x-request-id"), "abc-123");
        let told = answer.refused(422, "request.invalid");
        assert!(told["detail"].as_str().unwrap().is_ascii(), "{told}");
        assert_eq!(first_error(&told), ("/kind", "unknown_value"));
    }

    async fn every_list_holds_its_bounds(app) {
        singles(&app).await;
        for path in LISTS {
            let who = &app.people.coordinator;
            for (query, status) in [("limit=1", 200), ("limit=200", 200), ("limit=0", 422), ("limit=201", 422),
                ("limit=-1", 422), ("limit=x", 422), ("cursor=%21", 422),
                ("cursor=e30", 422), ("count=maybe", 422), ("colour=red", 422), ("format=yaml", 422)] {
                let answer = who.get(&format!("{path}?{query}")).await;
                assert_eq!(answer.status, status, "{path}?{query}: {}", answer.text);
                if status == 422 {
                    assert!(!first_error(&answer.body).0.is_empty(), "{path}?{query}: {}", answer.text);
                }
            }
            let page = who.get(&format!("{path}?limit=1")).await.expect(200);
            assert!(page.get("total").is_none() && page.get("next_cursor").is_some(), "{path}: {page}");
            let page = who.get(&format!("{path}?limit=1&count=true")).await.expect(200);
            let total = page["total"].as_i64().unwrap();
            assert!(total >= 1, "{path}: {page}");
            assert_eq!(page["next_cursor"].is_string(), total > 1, "{path}: {page}");
        }
    }

    async fn every_single_resource_has_an_etag_and_a_list_has_none(app) {
        for path in singles(&app).await {
            let answer = app.people.coordinator.get(&path).await;
            let tag = answer.header("etag").to_owned();
            let body = answer.expect(200);
            assert_eq!(tag, format!("\"{}\"", body["version"]), "{path}");
        }
        for path in LISTS {
            assert_eq!(app.people.coordinator.get(path).await.header("etag"), "", "{path}");
        }
    }

    async fn if_match_is_honoured_by_patch_put_and_actions(app) {
        let office = &app.people.coordinator;
        for path in singles(&app).await.into_iter().filter(|path| path != "/me") {
            let version = office.get(&path).await.expect(200)["version"].as_i64().unwrap();
            let (method, body) = match path.as_str() {
                "/calendar/2021" => {
                    let mut notice = office.get(&path).await.expect(200);
                    notice.as_object_mut().unwrap().retain(|name, _| name == "off" || name == "work");
                    (Method::PUT, notice)
                }
                _ => (Method::PATCH, json!({})),
            };
            for wrong in [format!("\"{}\"", version + 1), "\"x\"".into(), "nonsense".into(), "\"\"".into(), format!("\"{}\", \"{}\"", version + 1, version + 2)] {
                let told = asked(office, &wrong, method.clone(), &path, body.clone()).await;
                assert_eq!(told.status, 412, "{path} {wrong}: {}", told.text);
            }
            for tag in ["*", "", "\"x\", "] {
                let now = format!("\"{}\"", office.get(&path).await.expect(200)["version"]);
                let right = if tag == "*" { tag.to_owned() } else { tag.to_owned() + &now };
                let told = asked(office, &right, method.clone(), &path, body.clone()).await;
                assert_eq!(told.status, 200, "{path} {right}: {}", told.text);
            }
        }
        let problem = file(&app).await;
        let path = format!("/problems/{problem}/comment");
        let wrong_value = asked(office, "\"99\"", Method::POST, &path, json!({"text": ""})).await;
        assert_eq!(wrong_value.status, 422, "a wrong value is told before a stale version");
        let body = json!({"text": "已电话了解"});
        asked(office, "\"99\"", Method::POST, &path, body.clone()).await.refused(412, "request.stale_version");
        let seen = office.get(&format!("/problems/{problem}")).await.header("etag").to_owned();
        asked(office, &format!("W/{seen}"), Method::POST, &path, body).await.expect(200);
        // 412 comes before 409: a move that the state doesn't allow either.
        let close = format!("/problems/{problem}/close");
        asked(office, "\"99\"", Method::POST, &close, json!({})).await.refused(412, "request.stale_version");
        office.post(&close, json!({})).await.refused(409, "problem.transition_not_allowed");
    }

    async fn an_idempotency_key_is_kept_for_a_day_for_one_user_method_and_path(app) {
        let people = &app.people;
        let problem = file(&app).await;
        let comment = |key: String, who: Person, path: String, text: &'static str| async move {
            who.with(&[("Idempotency-Key", &key)], Method::POST, &path, Some(json!({"text": text}))).await
        };
        let path = format!("/problems/{problem}/comment");
        let first = comment("k".into(), people.park.clone(), path.clone(), "一").await;
        let tag = first.header("etag").to_owned();
        let first = first.expect(200);
        let again = comment("k".into(), people.park.clone(), path.clone(), "一").await;
        assert_eq!(again.header("etag"), tag);
        assert_eq!(again.expect(200), first);
        let other = comment("k".into(), people.park.clone(), path.clone(), "二").await.refused(422, "request.invalid");
        assert_eq!(first_error(&other), ("/Idempotency-Key", "idempotency.key_reused"));
        // Another user, and another path, know nothing of it.
        let theirs = comment("k".into(), people.coordinator.clone(), path.clone(), "二").await.expect(200);
        assert_ne!(theirs["version"], first["version"]);
        let second = format!("/problems/{}/comment", file(&app).await);
        comment("k".into(), people.park.clone(), second, "二").await.expect(200);
        // A failure isn't kept.
        comment("f".into(), people.park.clone(), path.clone(), " ").await.expect(422);
        comment("f".into(), people.park.clone(), path.clone(), "三").await.expect(200);
        for (key, status) in [("k".repeat(255), 200), ("k".repeat(256), 422), ("a b".into(), 422), ("".into(), 422)] {
            let answer = comment(key.clone(), people.park.clone(), path.clone(), "四").await;
            assert_eq!(answer.status, status, "{key:?}: {}", answer.text);
        }
        let events = || async { people.park.get(&format!("/problems/{problem}/events?limit=200")).await.expect(200) };
        let before = events().await["items"].as_array().unwrap().len();
        app.at("2021-08-03 08:59");
        comment("k".into(), people.park.clone(), path.clone(), "一").await.expect(200);
        assert_eq!(events().await["items"].as_array().unwrap().len(), before);
        app.at("2021-08-03 09:00");
        comment("k".into(), people.park.clone(), path.clone(), "二").await.expect(200);
        assert_eq!(events().await["items"].as_array().unwrap().len(), before + 1);
    }

    async fn twins_in_flight_have_one_effect(app) {
        let admin = &app.people.admin;
        let body = json!({"code": "TW", "name": "双生园区", "kind": "park"});
        let twins = (0..8).map(|_| {
            let (who, body) = (admin.clone(), body.clone());
            tokio::spawn(async move {
                who.with(&[("Idempotency-Key", "twin")], Method::POST, "/parks", Some(body)).await
            })
        });
        let mut made = BTreeSet::new();
        for twin in twins.collect::<Vec<_>>() {
            let answer = twin.await.unwrap();
            assert!(matches!(answer.status, 201 | 409), "{}", answer.text);
            if answer.status == 201 {
                assert_eq!(answer.header("location"), format!("/api/v1/parks/{}", answer.body["id"]));
                made.insert(answer.body["id"].as_i64().unwrap());
            }
        }
        assert_eq!(made.len(), 1);
    }

    async fn what_is_not_there_answers_404_and_a_wrong_method_405(app) {
        let admin = &app.people.admin;
        for path in ["/changes", "/exports/departments", "/attachments", "/parks/", "/parks/1/x", "/problems/1/explode"] {
            let answer = app.people.coordinator.get(path).await;
            assert!(matches!(answer.status, 404 | 405), "{path}: {}", answer.text);
            assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        }
        for (method, path) in [(Method::DELETE, "/parks/1"), (Method::PUT, "/parks"), (Method::HEAD, "/parks"), (Method::OPTIONS, "/parks"), (Method::TRACE, "/parks")] {
            let answer = admin.with(&[], method.clone(), path, None).await;
            assert_eq!(answer.status, 405, "{method} {path}");
            assert!(answer.header("allow").contains("GET"), "{method} {path}");
        }
        let post = send(&app.address, Method::POST, "//healthz", &[], None).await;
        assert!(matches!(post.status, 404 | 405), "{}", post.text);
    }

    async fn answers_tell_browsers_to_be_careful(app) {
        let answer = app.people.coordinator.get("/parks").await;
        for (name, value) in [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"), ("cache-control", "no-store")] {
            assert_eq!(answer.header(name), value, "{name}");
        }
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
        let origin = [("Origin", "https://elsewhere.example"), ("Access-Control-Request-Method", "GET")];
        for method in [Method::GET, Method::OPTIONS] {
            let answer = app.people.coordinator.with(&origin, method, "/parks", None).await;
            assert!(!answer.headers.keys().any(|name| name.as_str().starts_with("access-control")), "{:?}", answer.headers);
        }
        let page = app.anonymous(Method::GET, "//api/docs/", None).await;
        assert!(page.header("content-security-policy").contains("script-src 'self'") || page.header("content-security-policy").contains("default-src 'self'"));
        assert!(!page.header("content-security-policy").contains("script-src 'unsafe-inline'"));
        for file in ["", "index.css", "swagger-initializer.js"] {
            let text = app.anonymous(Method::GET, &format!("//api/docs/{file}"), None).await;
            assert_eq!(text.status, 200, "{file}");
            for host in ["src=\"http", "href=\"http", "url(http", "<script>"] {
                assert!(!text.text.contains(host), "{file}: {host}");
            }
        }
    }

    async fn health_is_told_without_a_token(app) {
        for path in ["//healthz", "//readyz", "//metrics"] {
            app.anonymous(Method::GET, path, None).await.expect(200);
        }
        for path in ["//healthz", "//readyz"] {
            app.anonymous(Method::HEAD, path, None).await.expect(200);
        }
    }

    async fn metrics_are_told_to_the_addresses_of_the_settings_alone(app) {
        let through_a_proxy = async |client: &str| {
            let from = [("X-Forwarded-For", client)];
            send(&app.address, Method::GET, "//metrics", &from, None).await
        };
        for client in ["127.0.0.1", "127.9.9.9", "[::1]:5000", "10.0.0.7, 127.0.0.1"] {
            through_a_proxy(client).await.expect(200);
        }
        for client in ["10.0.0.7", "127.0.0.1, 10.0.0.7", "2001:db8::1", "rubbish", ""] {
            let answer = through_a_proxy(client).await;
            assert_eq!(answer.header("content-type"), "application/problem+json");
            answer.refused(404, "not_found");
        }
        // A token opens nothing here.
        let headers = [("X-Forwarded-For", "10.0.0.7")];
        let admin = app.people.admin.with(&headers, Method::GET, "//metrics", None).await;
        admin.refused(404, "not_found");
    }
}
