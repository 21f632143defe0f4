//! Requests as no client of ours would send them, and a server that has no room.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use reqwest::Method;
use serde_json::{Value, json};
use zhuqi::access::rights::Right;
use zhuqi::app::ledgers::rights;
use zhuqi::base::Error;
use zhuqi::base::db::{AT_ONCE, WAITING};
use zhuqi::base::http::BODY_MAX;

use crate::both;
use crate::harness::{App, files};
use crate::problems::id_of;

/// An answer as it came over the line.
#[derive(Debug)]
struct Raw {
    status: u16,
    head: String,
    body: Value,
}

impl Raw {
    /// It is problem+json with a stable code, a request id, and nothing internal.
    #[track_caller]
    fn refused(&self, status: u16, code: &str) {
        assert_eq!(
            (self.status, &self.body["code"]),
            (status, &json!(code)),
            "{self:?}"
        );
        assert!(
            self.head.contains("content-type: application/problem+json"),
            "{self:?}"
        );
        assert!(self.head.contains("x-request-id: "), "{self:?}");
        assert_eq!(self.body["status"], status);
    }
}

fn connect(app: &App) -> TcpStream {
    let stream = TcpStream::connect(app.address.trim_start_matches("http://")).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream
}

/// Sends bytes and reads until the server closes. A server that refuses needn't take all of them.
fn raw(app: &App, bytes: &[u8]) -> Raw {
    let mut stream = connect(app);
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(Shutdown::Write);
    answer(&mut stream)
}

fn answer(stream: &mut TcpStream) -> Raw {
    let mut bytes = vec![];
    // A reset after the answer is one way to close.
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    Raw {
        status: head
            .split(' ')
            .nth(1)
            .and_then(|s| s.parse().ok())
            .unwrap_or(0),
        head: head.to_lowercase(),
        // What follows it answers what followed the request.
        body: serde_json::Deserializer::from_str(body)
            .into_iter()
            .next()
            .and_then(Result::ok)
            .unwrap_or(Value::Null),
    }
}

/// The head of a request by park staff.
fn head(app: &App, line: &str, more: &str) -> String {
    let token = &app.people.park.token;
    format!(
        "{line} HTTP/1.1\r\nHost: zhuqi\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n{more}\r\n"
    )
}

fn post(app: &App, more: &str, body: &[u8]) -> Raw {
    let mut bytes = head(
        app,
        "POST /api/v1/problems",
        &format!("Content-Type: application/json\r\n{more}"),
    )
    .into_bytes();
    bytes.extend(body);
    raw(app, &bytes)
}

fn sized(app: &App, body: &[u8]) -> Raw {
    post(app, &format!("Content-Length: {}\r\n", body.len()), body)
}

fn chunked(body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![];
    for chunk in body.chunks(8000) {
        bytes.extend(format!("{:x}\r\n", chunk.len()).bytes());
        bytes.extend(chunk);
        bytes.extend(b"\r\n");
    }
    bytes.extend(b"0\r\n\r\n");
    bytes
}

/// JSON of exactly so many bytes.
fn json_of(size: usize) -> Vec<u8> {
    let mut bytes = b"{\"title\": \"x\"".to_vec();
    bytes.resize(size - 1, b' ');
    bytes.push(b'}');
    bytes
}

fn problems(app: &App) -> i64 {
    use diesel::prelude::*;
    let table = zhuqi::base::db::schema::problems::table;
    app.db
        .read_blocking(|conn| Ok(table.count().get_result(conn)?))
        .unwrap()
}

both! {
    async fn a_body_has_at_most_256_kib_however_its_length_is_told(app) {
        const CHUNKED: &str = "Transfer-Encoding: chunked\r\n";
        sized(&app, &json_of(BODY_MAX)).refused(422, "request.invalid");
        sized(&app, &json_of(BODY_MAX + 1)).refused(413, "request.too_large");
        post(&app, CHUNKED, &chunked(&json_of(BODY_MAX))).refused(422, "request.invalid");
        post(&app, CHUNKED, &chunked(&json_of(BODY_MAX + 1))).refused(413, "request.too_large");
        // The length alone is enough, and a huge one allocates nothing.
        post(&app, "Content-Length: 99999999999999\r\n", b"{").refused(413, "request.too_large");
    }

    async fn a_length_that_lies_changes_nothing(app) {
        let body = json!({"title": "用电", "enterprise_id": app.people.enterprise_id}).to_string();
        // Longer than what comes: the body is cut off.
        let cut = post(&app, &format!("Content-Length: {}\r\n", body.len() + 10), body.as_bytes());
        assert!(cut.status == 0 || cut.status == 400, "{cut:?}");
        // Shorter: half a document.
        post(&app, &format!("Content-Length: {}\r\n", body.len() - 5), body.as_bytes()).refused(400, "request.malformed");
        // Two lengths, or a length beside chunks, are how requests are smuggled past a proxy.
        for more in [
            format!("Content-Length: {}\r\nContent-Length: 3\r\n", body.len()),
            format!("Content-Length: {}\r\nTransfer-Encoding: chunked\r\n", body.len()),
            "Content-Length: -1\r\n".to_owned(),
            "Transfer-Encoding: gzip, chunked, gzip\r\n".to_owned(),
        ] {
            let refused = post(&app, &more, body.as_bytes());
            assert_eq!(refused.status, 400, "{more}: {refused:?}");
        }
        assert_eq!(problems(&app), 0);
        sized(&app, body.as_bytes()).status.eq(&201).then_some(()).expect("the same body, well told");
    }

    async fn what_is_no_json_is_refused_before_anything_is_looked_at(app) {
        for bad in ["{", "{\"title\": \"x\",}", "[1,", "\"\\ud800\"", "{'title': 'x'}", "{} {}", "nul"] {
            sized(&app, bad.as_bytes()).refused(400, "request.malformed");
        }
        sized(&app, b"{\"title\": \"\xff\xfe\"}").refused(400, "request.malformed");
        let deep = 100_000;
        sized(&app, "[".repeat(deep).as_bytes()).refused(400, "request.malformed");
        sized(&app, format!("{}{}", "[".repeat(deep), "]".repeat(deep)).as_bytes()).refused(400, "request.malformed");
        let nested = format!("{}1{}", "{\"a\":".repeat(30_000), "}".repeat(30_000));
        sized(&app, nested.as_bytes()).refused(400, "request.malformed");
        for well_formed in ["[]", "7", "null", "\"x\""] {
            sized(&app, well_formed.as_bytes()).refused(422, "request.invalid");
        }
        let alive = app.people.park.get("/problems").await;
        assert_eq!(alive.status, 200);
    }

    async fn only_json_is_taken_and_an_absent_body_is_an_empty_one(app) {
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx", ""] {
            let more = format!("Content-Type: {kind}\r\nContent-Length: 2\r\n");
            let bytes = head(&app, "POST /api/v1/problems", &more) + "{}";
            raw(&app, bytes.as_bytes()).refused(415, "unsupported_media_type");
        }
        let kind = "Content-Type: Application/JSON; charset=utf-8\r\nContent-Length: 2\r\n";
        raw(&app, (head(&app, "POST /api/v1/problems", kind) + "{}").as_bytes()).refused(422, "request.invalid");
        raw(&app, head(&app, "POST /api/v1/problems", "").as_bytes()).refused(422, "request.invalid");
        let body = json!({"title": "用电", "enterprise_id": app.people.enterprise_id,
            "dispatch": {"lead_department_id": app.people.department_id}});
        let id = id_of(&app.people.park.post("/problems", body).await.expect(201));
        let nothing = app.people.department.with(&[], Method::POST, &format!("/problems/{id}/accept"), None).await;
        assert_eq!(nothing.status, 200, "all its fields are optional: {}", nothing.text);
    }

    async fn an_unknown_parameter_is_refused_on_every_route(app) {
        let people = &app.people;
        let body = json!({"title": "用电", "enterprise_id": people.enterprise_id,
            "dispatch": {"lead_department_id": people.department_id}});
        people.park.post("/problems", body).await.expect(201);
        let picture = files::picture(4, 4, image::ImageFormat::Png);
        people.park.attach("/problems/1/attachments", &[("现场.png", &picture)]).await.expect(201);
        let visit = json!({"site_name": "农庄", "visited_on": "2021-08-02", "participants": ["王建国"]});
        people.park.post("/visits", visit).await.expect(201);
        let project = json!({"name": "生产区建设", "kind": "industrial", "level": "city", "park_id": people.park_id});
        people.park.post("/projects", project).await.expect(201);
        let target = json!({"name": "全部开工", "measure": "started", "percent": 100, "until_on": "2021-09-30"});
        let target = people.coordinator.post("/project_targets", target).await.expect(201)["id"].to_string();
        let line = json!({"name": "水泥", "industry_code": "3011", "kind": "energy", "basis": "目录", "from_on": "2021-08-01"});
        let line = people.coordinator.post("/negative_list", line).await.expect(201)["id"].to_string();
        let office = &people.coordinator;
        let drive = json!({"name": "安全检查", "from_on": "2021-08-02", "until_on": "2021-08-31", "groups": [{"name": "一组"}],
            "targets": [{"name": "甲", "park_id": people.park_id}]});
        let drive = office.post("/drives", drive).await.expect(201)["id"].clone();
        office.post(&format!("/drives/{drive}/begin"), json!({})).await.expect(200);
        let check = json!({"drive_id": drive, "target": 1, "group": 1, "on": "2021-08-02"});
        let check = office.post("/checks", check).await.expect(201)["id"].clone();
        let hazard = json!({"check_id": check, "on": "2021-08-02", "text": "堆放杂物", "level": "ordinary", "handling": "later"});
        let hazard = office.post("/hazards", hazard).await.expect(201)["id"].to_string();
        let (drive, check) = (drive.to_string(), check.to_string());
        let lead = json!({"kind": "investment", "name": "铁芯项目", "investor": "电气", "source": "self", "park_id": people.park_id});
        let lead = office.post("/leads", lead).await.expect(201)["id"].to_string();
        let terms = json!({"name": "招商规则", "answer_days": 1, "assess_days": 3, "feedback_days": 5, "progress_days": 10,
            "first_report_days": 90});
        let terms = office.post("/lead_terms", terms).await.expect(201)["id"].to_string();
        let firm = format!("/enterprises/{}", people.enterprise_id);
        people.park.patch(&firm, json!({"operating_status": "halted"})).await.expect(200);
        let revival = json!({"enterprise_id": people.enterprise_id});
        let revival = people.park.post("/revivals", revival).await.expect(201)["id"].to_string();
        let activity = json!({"name": "路演", "kind": "roadshow", "planned_on": "2021-08-03", "place": "火炬园", "park_id": people.park_id});
        let activity = office.post("/activities", activity).await.expect(201)["id"].to_string();
        let matched = json!({"enterprise_id": people.enterprise_id, "need": "用工", "counterpart": "技校", "kind": "talent"});
        let matched = office.post("/matches", matched).await.expect(201)["id"].to_string();
        let problem = json!({"title": "用水", "enterprise_id": people.enterprise_id});
        let problem = crate::problems::id_of(&people.park.post("/problems", problem).await.expect(201));
        crate::entries::settled(&app, problem, &people.park).await;
        let study = json!({"problem_id": problem, "name": "用水"});
        let study = office.post("/case_studies", study).await.expect(201)["id"].to_string();
        let bulletin = json!({"issue_number": "第1期", "from_on": "2021-07-26", "to_on": "2021-08-01"});
        let bulletin = office.post("/bulletins", bulletin).await.expect(201)["id"].to_string();
        crate::doors::filed(&app).await;
        let file = "企业名称,问题标题\n农庄,用电\n".as_bytes();
        crate::imports::upload(&app, &people.park, ("a.csv", file), &[("kind", "problems")]).await.expect(201);
        for (method, path, right) in rights() {
            let who = match right {
                Right::Roles(roles) => people.each_role().into_iter().find(|(role, _)| roles.contains(role)).unwrap().1,
                Right::Anyone | Right::Public => &people.coordinator,
                // See `doors`.
                Right::Door => continue,
            };
            if *method != "GET" || path.contains("sessions") {
                continue;
            }
            let id = match path.split('/').nth(1) {
                Some("project_targets") => target.as_str(),
                Some("negative_list") => line.as_str(),
                Some("drives") => drive.as_str(),
                Some("checks") => check.as_str(),
                Some("hazards") => hazard.as_str(),
                Some("revivals") => revival.as_str(),
                Some("leads") => lead.as_str(),
                Some("lead_terms") => terms.as_str(),
                Some("activities") => activity.as_str(),
                Some("matches") => matched.as_str(),
                Some("case_studies") => study.as_str(),
                Some("bulletins") => bulletin.as_str(),
                _ => "1",
            };
            let path = path.replace("{id}", id).replace("{year}", "2021").replace("{kind}", "problems").replace("{clock}", "solve");
            let asked = who.get(&format!("{path}?colour=red")).await;
            assert_eq!(asked.status, 422, "{path}: {}", asked.text);
            let pointers: Vec<_> = asked.body["errors"].as_array().unwrap().iter().map(|e| &e["pointer"]).collect();
            assert_eq!(pointers, ["/colour"], "{path}: {}", asked.text);
        }
        people.park.get("/problems/999999?colour=red").await.expect(404);
        people.department.get("/enterprises/1?colour=red").await.expect(403);
        let before = problems(&app);
        let body = json!({"title": "用水", "enterprise_id": people.enterprise_id});
        people.park.post("/problems?colour=red", body).await.refused(422, "request.invalid");
        people.department.post("/problems/1/accept?colour=red", json!({})).await.refused(422, "request.invalid");
        let login = json!({"username": "x", "password": "y"});
        app.anonymous(Method::POST, "/auth/login?colour=red", Some(login)).await.refused(422, "request.invalid");
        assert_eq!(problems(&app), before);
    }

    async fn long_lines_and_heads_are_refused_and_the_next_request_is_served(app) {
        let long = |size: usize| head(&app, &format!("GET /api/v1/problems?title={}", "x".repeat(size)), "");
        assert_eq!(raw(&app, long(8_000).as_bytes()).status, 200, "a long filter is one that finds nothing");
        assert_eq!(raw(&app, long(70_000).as_bytes()).status, 400);
        assert_eq!(raw(&app, long(200_000).as_bytes()).status, 431);
        let heavy = head(&app, "GET /api/v1/problems", &format!("X-Heavy: {}\r\n", "x".repeat(200_000)));
        assert_eq!(raw(&app, heavy.as_bytes()).status, 431);
        let many = head(&app, "GET /api/v1/problems", &"X-Many: 1\r\n".repeat(500));
        assert!((400..500).contains(&raw(&app, many.as_bytes()).status));
        assert_eq!(raw(&app, b"rubbish\r\n\r\n").status, 400);
        for query in ["title=%ff", "title=%00", "title=%zz", "limit=1&limit=2", "limit=x", "park_id=99999999999999999999"] {
            let answer = raw(&app, head(&app, &format!("GET /api/v1/problems?{query}"), "").as_bytes());
            assert!([200, 422].contains(&answer.status), "{query}: {answer:?}");
        }
        for path in ["/api/v1/problems/0x1", "/api/v1/problems/-1", "/api/v1/problems/99999999999999999999", "/api/v1/%2e%2e/%00"] {
            raw(&app, head(&app, &format!("GET {path}"), "").as_bytes()).refused(404, "not_found");
        }
        app.people.park.get("/problems").await.expect(200);
    }

    async fn what_is_no_token_of_ours_is_one_and_the_same_401(app) {
        let forged = |authorization: &str| {
            let line = format!("GET /api/v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: {authorization}\r\n\r\n");
            raw(&app, line.as_bytes())
        };
        // {"alg":"none","typ":"at+jwt"} and the claims of a real one.
        let claims = app.people.admin.token.split('.').nth(1).unwrap().to_owned();
        let none = format!("Bearer eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{claims}.");
        for bad in [none.as_str(), "Bearer x", "Bearer a.b.c", &format!("Bearer {}", "x".repeat(20_000))] {
            forged(bad).refused(401, "auth.token_invalid");
        }
        for absent in ["", "Bearer", "Basic YTpi"] {
            forged(absent).refused(401, "auth.token_missing");
        }
        let old = app.keys.issue(app.people.admin.id, app.people.admin.session, 1, app.clock.now() - chrono::Duration::minutes(15)).unwrap();
        forged(&format!("Bearer {old}")).refused(401, "auth.token_expired");
    }

    async fn a_full_queue_answers_503_at_once_and_is_served_again_afterwards(app) {
        let (release, released) = std::sync::mpsc::channel::<()>();
        let released = std::sync::Arc::new(std::sync::Mutex::new(released));
        let wait = move || {
            let _ = released.lock().unwrap().recv();
            Ok::<_, Error>(())
        };
        // The queues' bound of the settings page.
        let mut waiting = tokio::task::JoinSet::new();
        let first = (app.db.clone(), wait.clone());
        let (tell, told) = tokio::sync::oneshot::channel();
        let mut tell = Some(tell);
        waiting.spawn(async move {
            let (db, wait) = first;
            db.write(move |_| {
                if let Some(tell) = tell.take() {
                    let _ = tell.send(());
                }
                wait()
            }).await
        });
        told.await.unwrap();
        let full = if app.db.is_sqlite() { 1024 } else { AT_ONCE + WAITING - 1 };
        for _ in 0..full {
            let (db, wait) = (app.db.clone(), wait.clone());
            waiting.spawn(async move { db.write(move |_| wait()).await });
        }
        let body = json!({"title": "用电", "enterprise_id": app.people.enterprise_id});
        let refused = loop {
            let asked = app.people.park.with(&[], Method::POST, "/problems", Some(body.clone()));
            // Until the last of them stands in the queue, this one may get in and wait.
            match tokio::time::timeout(Duration::from_millis(500), asked).await {
                Ok(answer) => break answer,
                Err(_) => continue,
            }
        };
        assert_eq!(refused.header("retry-after"), "1");
        refused.refused(503, "overloaded");
        if app.db.is_sqlite() {
            app.people.park.get("/problems").await.expect(200);
        }
        drop(release);
        while waiting.join_next().await.is_some() {}
        app.people.park.post("/problems", body).await.expect(201);
    }

    async fn where_nothing_can_be_stored_reads_go_on_readiness_tells_and_it_heals_by_itself(app) {
        let people = &app.people;
        let body = json!({"title": "用电", "description": "电".repeat(10_000), "enterprise_id": people.enterprise_id});
        let sqlite = app.db.is_sqlite();
        let ready = || app.anonymous(Method::GET, "//readyz", None);
        assert_eq!(ready().await.status, 200);
        // SQLite: a disk without a free page. PostgreSQL: a server that takes no writes.
        let database = app.database.url.clone();
        let name = app.database.text.rsplit('/').next().unwrap().to_owned();
        let set = move |sql: String| {
            let zhuqi::base::db::DatabaseUrl::Postgres(url) = &database else { unreachable!() };
            use diesel::Connection;
            let mut conn = diesel::PgConnection::establish(url).unwrap();
            conn.batch_execute("SET default_transaction_read_only = off").unwrap();
            conn.batch_execute(&sql).unwrap();
            conn.batch_execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()").unwrap();
        };
        if sqlite {
            app.db.write_blocking(|conn| Ok(conn.batch_execute("PRAGMA max_page_count = 1")?)).unwrap();
        } else {
            set(format!("ALTER DATABASE {name} SET default_transaction_read_only = on"));
        }
        let refused = loop {
            let answer = people.park.post("/problems", body.clone()).await;
            if answer.status != 201 {
                break answer;
            }
        };
        if sqlite {
            refused.refused(507, "storage_full");
        } else {
            assert_eq!(refused.header("retry-after"), "30");
            refused.refused(503, "storage_failed");
        }
        people.park.get("/problems").await.expect(200);
        people.coordinator.get("/statistics").await.expect(200);
        ready().await.refused(503, "not_ready");
        ready().await.refused(503, "not_ready");
        assert_eq!(app.anonymous(Method::GET, "//healthz", None).await.status, 200);
        let kept = problems(&app);
        if sqlite {
            app.db.write_blocking(|conn| Ok(conn.batch_execute("PRAGMA max_page_count = 1000000")?)).unwrap();
        } else {
            set(format!("ALTER DATABASE {name} RESET default_transaction_read_only"));
        }
        assert_eq!(ready().await.status, 200);
        people.park.post("/problems", body).await.expect(201);
        assert_eq!(problems(&app), kept + 1, "what was refused left nothing");
    }
}
