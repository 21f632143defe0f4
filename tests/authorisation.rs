//! Every route × everybody × what is theirs, somebody else's and nobody's: each cell is asserted.
//!
//! The rights are one table (`access::rights::RIGHTS`) and the OpenAPI document names what is
//! served, so a route without a row fails here, and so does a row without a route.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::Duration;
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use zhuqi::access::Role;
use zhuqi::access::rights::Right;
use zhuqi::access::store::sessions;
use zhuqi::app::ledgers::rights;
use zhuqi::app::openapi::document;
use zhuqi::base::db::schema::users;

use crate::both;
use crate::harness::people::Person;
use crate::harness::{Answer, App, KEY, files, send, send_bytes};
use crate::imports::upload;

/// Names nothing.
const MISSING: i64 = 999_999;

/// What the `{id}` of a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Session,
    Enterprise,
    /// An enterprise's door, and what came through it.
    Door,
    Visit,
    Problem,
    /// A project, a halted enterprise, a drive, a check, a hazard, a lead, an activity, a match, a case study
    /// or a bulletin of the department, in the park.
    Project,
    /// A file that was taken in.
    Import,
    /// Accounts, directory, policies and mails: whoever may call the route sees them all.
    Shared,
}

/// Whose thing a path names, seen from 沙河产业园区 and 华辰电力公司.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Own,
    Others,
    Nobodys,
}

const WHOSE: [Whose; 3] = [Whose::Own, Whose::Others, Whose::Nobodys];

/// The scope of domain.md §5, said a second time and independently of the code.
fn sees(role: Role, kind: Kind, whose: Whose) -> bool {
    let own = whose == Whose::Own;
    whose != Whose::Nobodys
        && match (kind, role) {
            (Kind::Shared, _) => true,
            (Kind::Session, _) => own,
            (_, Role::Coordinator | Role::Leader) => true,
            (Kind::Enterprise, Role::Admin) => true,
            (_, Role::ParkStaff) => own,
            (Kind::Problem | Kind::Project, Role::DepartmentStaff) => own,
            (_, Role::Admin | Role::DepartmentStaff | Role::Auditor) => false,
        }
}

/// Method and path of what the document names.
static SERVED: LazyLock<BTreeSet<(String, String)>> = LazyLock::new(|| {
    let document = document().unwrap();
    let mut routes = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let below = path
            .strip_prefix("/api/v1")
            .expect("everything lies below /api/v1");
        for method in item
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| *key != "parameters")
        {
            routes.insert((method.to_uppercase(), below.to_owned()));
        }
    }
    routes
});

fn is_served(method: &str, path: &str) -> bool {
    SERVED.contains(&(method.to_owned(), path.to_owned()))
}

#[test]
fn the_rights_and_the_published_document_name_the_same_routes() {
    let rows: BTreeSet<_> = rights()
        .iter()
        .map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()))
        .collect();
    assert_eq!(rows.len(), rights().len(), "a route has two rows");
    let without_row: Vec<_> = SERVED.difference(&rows).collect();
    assert!(without_row.is_empty(), "nobody may call {without_row:?}");
    let without_route: Vec<_> = rows.difference(&SERVED).collect();
    assert!(without_route.is_empty(), "nobody serves {without_route:?}");
}

/// The rows that are served.
fn rows() -> Vec<(&'static str, &'static str, Right)> {
    rights()
        .iter()
        .filter(|(method, path, _)| is_served(method, path))
        .copied()
        .collect()
}

fn allows(right: Right, role: Role) -> bool {
    match right {
        Right::Public | Right::Anyone => true,
        Right::Roles(roles) => roles.contains(&role),
        // Nobody by their account.
        Right::Door => false,
    }
}

/// A pair of every scoped thing: the park's and department's own, and somebody else's.
#[derive(Debug, Default)]
struct Things {
    enterprises: [i64; 2],
    doors: [i64; 2],
    door_reports: [i64; 2],
    visits: [i64; 2],
    problems: [i64; 2],
    projects: [i64; 2],
    revivals: [i64; 2],
    drives: [i64; 2],
    checks: [i64; 2],
    hazards: [i64; 2],
    leads: [i64; 2],
    activities: [i64; 2],
    matches: [i64; 2],
    case_studies: [i64; 2],
    bulletins: [i64; 2],
    /// What the case studies tell of.
    solved: [i64; 2],
    target: i64,
    line: i64,
    terms: i64,
    /// Of the problems.
    attachments: [i64; 2],
    imports: [i64; 2],
    mail: Option<i64>,
}

impl Things {
    async fn make(app: &App) -> Self {
        let people = &app.people;
        let mut things = Self {
            enterprises: [people.enterprise_id, people.other_enterprise_id],
            ..Self::default()
        };
        let target = json!({"name": "全部开工", "measure": "started", "percent": 100, "until_on": "2021-09-30"});
        let office = &people.coordinator;
        things.target = id(&office.post("/project_targets", target).await.expect(201));
        let line = json!({"name": "水泥", "industry_code": "3011", "kind": "energy", "basis": "目录", "from_on": "2021-08-01"});
        things.line = id(&office.post("/negative_list", line).await.expect(201));
        let terms = json!({"name": "招商规则", "answer_days": 1, "assess_days": 3, "feedback_days": 5, "progress_days": 10,
            "first_report_days": 90});
        things.terms = id(&office.post("/lead_terms", terms).await.expect(201));
        let makers = [
            (&people.park, people.department_id, people.enterprise_id),
            (
                &people.other_park,
                people.other_department_id,
                people.other_enterprise_id,
            ),
        ];
        for (n, (maker, department, enterprise)) in makers.into_iter().enumerate() {
            let doors = format!("/enterprises/{enterprise}/doors");
            let door = maker.post(&doors, json!({})).await.expect(201);
            things.doors[n] = id(&door);
            let (_, token) = door["url"].as_str().unwrap().split_once('#').unwrap();
            let report =
                json!({"title": "用水", "contact_name": "李四", "contact_phone": "13811112222"});
            let held = format!("Door {token}");
            let headers = [("Authorization", held.as_str())];
            let filed = send(
                &app.address,
                Method::POST,
                "/door/reports",
                &headers,
                Some(report),
            )
            .await;
            things.door_reports[n] = id(&filed.expect(201));
            if is_served("POST", "/visits") {
                let visit = json!({"park_id": maker.actor.park_id, "enterprise_id": enterprise,
                    "visited_on": "2021-08-02", "participants": ["李四"]});
                things.visits[n] = id(&maker.post("/visits", visit).await.expect(201));
            }
            if is_served("POST", "/problems") {
                let problem = json!({"title": "担心后续用电得不到保障", "description": "变压器容量不足",
                    "enterprise_id": enterprise, "dispatch": {"lead_department_id": department}});
                things.problems[n] = id(&maker.post("/problems", problem).await.expect(201));
                let path = format!("/problems/{}/attachments", things.problems[n]);
                let picture = files::picture(4, 4, image::ImageFormat::Png);
                let added = maker
                    .attach(&path, &[("现场.png", &picture)])
                    .await
                    .expect(201);
                things.attachments[n] = id(&added["items"][0]);
                let project = json!({"name": "生产区建设", "kind": "industrial", "level": "city",
                    "enterprise_id": enterprise, "department_id": department});
                things.projects[n] = id(&maker.post("/projects", project).await.expect(201));
                let halted = json!({"operating_status": "halted"});
                let path = format!("/enterprises/{enterprise}");
                maker.patch(&path, halted).await.expect(200);
                let revival = json!({"enterprise_id": enterprise, "department_id": department});
                things.revivals[n] = id(&maker.post("/revivals", revival).await.expect(201));
                let drive = json!({"name": "安全检查", "from_on": "2021-08-02", "until_on": "2021-08-31", "department_id": department,
                    "park_id": maker.actor.park_id, "groups": [{"name": "一组"}], "targets": [{"name": "甲", "park_id": maker.actor.park_id}]});
                things.drives[n] = id(&maker.post("/drives", drive).await.expect(201));
                let begin = format!("/drives/{}/begin", things.drives[n]);
                office.post(&begin, json!({})).await.expect(200);
                let check = json!({"drive_id": things.drives[n], "target": 1, "group": 1, "on": "2021-08-02"});
                things.checks[n] = id(&office.post("/checks", check).await.expect(201));
                let hazard = json!({"check_id": things.checks[n], "on": "2021-08-02", "text": "堆放杂物", "level": "ordinary",
                    "handling": "later"});
                things.hazards[n] = id(&office.post("/hazards", hazard).await.expect(201));
                let lead = json!({"kind": "investment", "name": format!("铁芯项目{n}"), "investor": format!("电气{n}"), "source": "self",
                    "park_id": maker.actor.park_id, "department_id": department});
                things.leads[n] = id(&maker.post("/leads", lead).await.expect(201));
                let activity = json!({"name": "路演", "kind": "roadshow", "planned_on": "2021-08-03", "place": "火炬园",
                    "park_id": maker.actor.park_id, "department_id": department});
                things.activities[n] = id(&maker.post("/activities", activity).await.expect(201));
                let matched = json!({"activity_id": things.activities[n], "enterprise_id": enterprise, "need": "用工",
                    "counterpart": "技校", "kind": "talent"});
                things.matches[n] = id(&maker.post("/matches", matched).await.expect(201));
                let solved = json!({"title": "用水", "enterprise_id": enterprise});
                things.solved[n] = id(&maker.post("/problems", solved).await.expect(201));
                crate::entries::settled(app, things.solved[n], maker).await;
                let study = json!({"problem_id": things.solved[n], "name": "用水", "department_id": department});
                things.case_studies[n] = id(&maker.post("/case_studies", study).await.expect(201));
                let bulletin = json!({"issue_number": format!("第{n}期"), "from_on": "2021-07-26", "to_on": "2021-08-01",
                    "park_id": maker.actor.park_id, "department_id": department});
                things.bulletins[n] = id(&office.post("/bulletins", bulletin).await.expect(201));
            }
        }
        for (n, maker) in [&people.park, &people.other_park].into_iter().enumerate() {
            let file = "企业名称,问题标题\n农庄,用电\n";
            let fields = [("kind", "problems")];
            let begun = upload(app, maker, ("a.csv", file.as_bytes()), &fields).await;
            things.imports[n] = id(&begun.expect(201));
        }
        if is_served("GET", "/outbox") {
            let mails = people.admin.get("/outbox").await.expect(200);
            things.mail = mails["items"][0]["id"].as_i64();
        }
        things
    }

    /// What a path's `{id}` names and the id itself; None where there is nothing of the kind.
    fn named(&self, app: &App, who: &Person, path: &str, whose: Whose) -> Option<(Kind, i64)> {
        let people = &app.people;
        let of = |pair: [i64; 2]| {
            if whose == Whose::Own {
                pair[0]
            } else {
                pair[1]
            }
        };
        let (kind, id) = match path.split('/').nth(1)? {
            "me" if whose == Whose::Own => (Kind::Session, open_session(app, who)),
            "me" => (Kind::Session, people.coordinator2.session),
            "users" => (Kind::Shared, of([people.park2.id, people.other_park.id])),
            "parks" => (Kind::Shared, of([people.park_id, people.other_park_id])),
            "departments" => (
                Kind::Shared,
                of([people.department_id, people.other_department_id]),
            ),
            "categories" | "time_limit_policies" => (Kind::Shared, 1),
            "outbox" => (Kind::Shared, self.mail?),
            "enterprises" => (Kind::Enterprise, of(self.enterprises)),
            "doors" => (Kind::Door, of(self.doors)),
            "door_reports" => (Kind::Door, of(self.door_reports)),
            "visits" => (Kind::Visit, of(self.visits)),
            "problems" | "door" => (Kind::Problem, of(self.problems)),
            "attachments" => (Kind::Problem, of(self.attachments)),
            "project_targets" => (Kind::Shared, self.target),
            "negative_list" => (Kind::Shared, self.line),
            "lead_terms" => (Kind::Shared, self.terms),
            "leads" => (Kind::Project, of(self.leads)),
            "activities" => (Kind::Project, of(self.activities)),
            "matches" => (Kind::Project, of(self.matches)),
            "case_studies" => (Kind::Project, of(self.case_studies)),
            "bulletins" => (Kind::Project, of(self.bulletins)),
            "projects" => (Kind::Project, of(self.projects)),
            "revivals" => (Kind::Project, of(self.revivals)),
            "drives" => (Kind::Project, of(self.drives)),
            "checks" => (Kind::Project, of(self.checks)),
            "hazards" => (Kind::Project, of(self.hazards)),
            "imports" => (Kind::Import, of(self.imports)),
            other => panic!("say here what {other} names"),
        };
        Some((kind, if whose == Whose::Nobodys { MISSING } else { id }))
    }
}

fn id(body: &Value) -> i64 {
    body["id"].as_i64().unwrap()
}

/// Another session, which its owner may end without losing their token.
fn open_session(app: &App, who: &Person) -> i64 {
    let (user, now) = (who.id, app.clock.now().naive_utc());
    let open = move |conn: &mut zhuqi::base::db::Conn| {
        sessions::open(
            conn,
            now,
            user,
            ("test", "127.0.0.1"),
            now + Duration::days(1),
        )
    };
    app.db.write_blocking(open).unwrap()
}

/// Calls a route with a body that is never right, so that nothing is changed on the way.
async fn call(app: &App, token: Option<&str>, method: &str, path: &str) -> Answer {
    let bearer = token.map(|token| format!("Bearer {token}"));
    let headers: Vec<_> = bearer
        .iter()
        .map(|b| ("Authorization", b.as_str()))
        .collect();
    if takes_files(method, path) {
        let kind = files::form_type();
        let headers = [&headers[..], &[("Content-Type", kind.as_str())]].concat();
        let form = files::form(&[("no_such_field", None, b"1")]);
        return send_bytes(&app.address, path, &headers, form).await;
    }
    let body = matches!(method, "POST" | "PUT" | "PATCH").then(|| json!({"no_such_field": 1}));
    send(&app.address, method.parse().unwrap(), path, &headers, body).await
}

fn takes_files(method: &str, path: &str) -> bool {
    method == "POST" && (path.ends_with("/attachments") || path == "/imports")
}

/// Collects the cells that are not as they should be, to tell them all at once.
#[derive(Default)]
struct Cells {
    asserted: usize,
    wrong: Vec<String>,
}

impl Cells {
    fn cell(&mut self, right: bool, cell: &str, answer: &Answer) {
        self.asserted += 1;
        if !right {
            self.wrong
                .push(format!("{cell}: {} {}", answer.status, answer.text));
        }
    }

    fn done(self, at_least: usize) {
        assert!(
            self.wrong.is_empty(),
            "{} cells:\n{}",
            self.wrong.len(),
            self.wrong.join("\n")
        );
        assert!(
            self.asserted >= at_least,
            "only {} cells were asserted",
            self.asserted
        );
    }
}

fn is(answer: &Answer, status: u16, code: &str) -> bool {
    answer.status == status && answer.body["code"] == code
}

/// Whether a caller with the right came through to the route itself.
fn came_through(answer: &Answer, names_one: bool) -> bool {
    match answer.status {
        200 | 204 | 409 | 422 => true,
        // Seen, but not this person's to do.
        403 => names_one,
        _ => false,
    }
}

both! {
    async fn every_role_meets_every_route_and_whose_thing_it_names(app) {
        let things = Things::make(&app).await;
        let missing = app.people.admin.get("/parks/999999").await.expect(404);
        let mut cells = Cells::default();
        for (method, pattern, right) in rows() {
            for (role, who) in app.people.each_role() {
                for whose in WHOSE {
                    let path = pattern.replace("{year}", "2021").replace("{clock}", "solve").replace("{kind}", "problems").replace("{month}", "2021-07");
                    let named = if path.contains("{id}") { things.named(&app, who, &path, whose) } else { None };
                    if named.is_none() && whose != Whose::Own {
                        continue;
                    }
                    let (kind, id) = named.unwrap_or((Kind::Shared, MISSING));
                    let path = path.replace("{id}", &id.to_string());
                    let answer = call(&app, Some(&who.token), method, &path).await;
                    let cell = format!("{method} {pattern} as {role} on {whose:?}");
                    let right = if right == Right::Public {
                        answer.status != 403 && answer.status < 500
                    } else if right == Right::Door {
                        is(&answer, 401, "door.refused")
                    } else if !allows(right, role) {
                        is(&answer, 403, "access.not_yours")
                    } else if named.is_some() && !sees(role, kind, whose) {
                        answer.status == 404 && answer.body == missing
                    } else {
                        came_through(&answer, named.is_some())
                    };
                    cells.cell(right, &cell, &answer);
                }
            }
        }
        cells.done(6 * rows().len());
    }

    async fn a_list_holds_what_its_reader_may_open(app) {
        let things = Things::make(&app).await;
        let lists = [
            ("/enterprises", Kind::Enterprise, things.enterprises),
            ("/door_reports", Kind::Door, things.door_reports),
            ("/visits", Kind::Visit, things.visits),
            ("/problems", Kind::Problem, things.problems),
            ("/projects", Kind::Project, things.projects),
            ("/revivals", Kind::Project, things.revivals),
            ("/drives", Kind::Project, things.drives),
            ("/checks", Kind::Project, things.checks),
            ("/hazards", Kind::Project, things.hazards),
            ("/leads", Kind::Project, things.leads),
            ("/activities", Kind::Project, things.activities),
            ("/matches", Kind::Project, things.matches),
            ("/case_studies", Kind::Project, things.case_studies),
            ("/bulletins", Kind::Project, things.bulletins),
            ("/imports", Kind::Import, things.imports),
        ];
        let rows = rows();
        for (path, kind, [own, others]) in lists {
            let Some((.., right)) = rows.iter().find(|(method, p, _)| *method == "GET" && *p == path) else {
                continue;
            };
            for (role, who) in app.people.each_role().into_iter().filter(|(role, _)| allows(*right, *role)) {
                let page = who.get(&format!("{path}?count=true")).await.expect(200);
                let mut found: BTreeSet<_> = page["items"].as_array().unwrap().iter().map(id).collect();
                let all = found.len();
                if kind == Kind::Problem {
                    found.retain(|one| !things.solved.contains(one));
                }
                let pairs = [(own, Whose::Own), (others, Whose::Others)];
                let expected: BTreeSet<_> =
                    pairs.into_iter().filter(|(_, whose)| sees(role, kind, *whose)).map(|(id, _)| id).collect();
                assert_eq!(found, expected, "{path} as {role}");
                assert_eq!(page["total"], all, "{path} as {role}");
            }
        }
    }

    async fn nobody_comes_in_without_a_token_that_still_stands(app) {
        let people = &app.people;
        let (now, admin) = (app.clock.now(), &people.admin);
        let deactivated = &people.park2;
        admin.patch(&format!("/users/{}", deactivated.id), json!({"active": false})).await.expect(200);
        let signed_out = &people.other_department;
        signed_out.delete(&format!("/me/sessions/{}", signed_out.session)).await.expect(204);
        let expired = app.keys.issue(admin.id, admin.session, 1, now - Duration::minutes(15)).unwrap();
        let older = app.keys.issue(admin.id, admin.session, 0, now).unwrap();
        let misdirected = {
            let claims = json!({"iss": "zhuqi", "aud": "others", "sub": admin.id.to_string(), "sid": admin.session,
                "ver": 1, "iat": now.timestamp(), "exp": now.timestamp() + 900});
            let mut header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
            header.typ = Some("at+jwt".into());
            jsonwebtoken::encode(&header, &claims, &jsonwebtoken::EncodingKey::from_secret(KEY)).unwrap()
        };
        let callers = [
            ("nobody", None, "auth.token_missing"),
            ("somebody deactivated", Some(deactivated.token.as_str()), "auth.session_ended"),
            ("somebody signed out", Some(signed_out.token.as_str()), "auth.session_ended"),
            ("an expired token", Some(expired.as_str()), "auth.token_expired"),
            ("a token of before the last change", Some(older.as_str()), "auth.session_ended"),
            ("a token for another audience", Some(misdirected.as_str()), "auth.token_invalid"),
        ];
        let mut cells = Cells::default();
        for (method, pattern, right) in rows() {
            for id in [1, MISSING] {
                let path = pattern.replace("{year}", "2021").replace("{month}", "2021-07").replace("{clock}", "solve").replace("{id}", &id.to_string());
                for (caller, token, code) in &callers {
                    let answer = call(&app, *token, method, &path).await;
                    let cell = format!("{method} {path} as {caller}");
                    let right = match right {
                        Right::Public => answer.body["code"] != *code || path == "/auth/refresh",
                        Right::Door => is(&answer, 401, "door.refused"),
                        Right::Anyone | Right::Roles(_) => is(&answer, 401, code),
                    };
                    cells.cell(right, &cell, &answer);
                }
            }
        }
        cells.done(12 * rows().len());
    }

    async fn an_initial_password_opens_nothing_but_its_change(app) {
        let who = &app.people.coordinator2;
        let me = who.id;
        app.db.write_blocking(move |conn| {
            diesel::update(users::table.find(me)).set(users::must_change_password.eq(true)).execute(conn)?;
            Ok(())
        }).unwrap();
        let mut cells = Cells::default();
        for (method, pattern, right) in rows().into_iter().filter(|(.., right)| !matches!(right, Right::Public | Right::Door)) {
            let path = pattern.replace("{year}", "2021").replace("{month}", "2021-07").replace("{clock}", "solve").replace("{id}", "1");
            let answer = call(&app, Some(&who.token), method, &path).await;
            let right = match path.as_str() {
                "/me" | "/me/password" => came_through(&answer, false),
                _ if allows(right, Role::Coordinator) => is(&answer, 403, "auth.password_change_required"),
                _ => is(&answer, 403, "access.not_yours"),
            };
            cells.cell(right, &format!("{method} {path}"), &answer);
        }
        cells.done(20);
    }
}
