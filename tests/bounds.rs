//! Values at the edge of what a calendar, an alphabet and a directory hold.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use zhuqi::base::db::schema::{
    categories, departments, enterprises, parks, problems, users, visits,
};

use crate::both;
use crate::harness::App;
use crate::harness::people::Person;
use crate::imports::{errors, ledger};
use crate::problems::{dispatched, filed, id_of};

/// What is no day, as a query holds it.
const NO_DAYS: &[&str] = &[
    "%2B262142-12-31",
    "-262143-01-01",
    "9999-12-31",
    "2200-01-01",
    "1969-12-31",
    "0000-01-01",
    "2021-8-2",
    "2021-02-30",
    "20210802",
];

/// A character that nobody sees, and what it is called.
const UNSEEN: &[(&str, &str)] = &[
    ("\u{200B}", "U+200B"),
    ("\u{202E}", "U+202E"),
    ("\u{3164}", "U+3164"),
    ("\u{FFFF}", "U+FFFF"),
    ("\u{E0041}", "U+E0041"),
    ("\u{FEFF}", "U+FEFF"),
];

fn wrong(body: &Value) -> Vec<(&str, &str)> {
    let errors = body["errors"].as_array().unwrap();
    let told = errors.iter().map(|one| {
        let text = |name: &str| one[name].as_str().unwrap();
        (text("pointer"), text("code"))
    });
    told.collect()
}

async fn refused(who: &Person, path: &str, pointer: &str) {
    let told = who.get(path).await.refused(422, "request.invalid");
    assert!(
        wrong(&told).iter().any(|(at, _)| *at == pointer),
        "{path}: {told}"
    );
}

/// The numbers that a list gives.
async fn found(who: &Person, query: &str) -> usize {
    let list = who.get(query).await.expect(200);
    list["items"].as_array().unwrap().len()
}

async fn titled(app: &App, title: &str) {
    let body = json!({"title": title, "enterprise_id": app.people.enterprise_id});
    app.people.park.post("/problems", body).await.expect(201);
}

both! {
    async fn a_day_beyond_the_calendar_is_refused_in_every_query(app) {
        let people = &app.people;
        filed(&app).await;
        for (who, path, parameters) in [
            (&people.coordinator, "/problems?", &["reported_from", "reported_to", "due_from", "due_to"][..]),
            (&people.coordinator, "/problems?count_of=period.collected&", &["from", "to", "as_of"][..]),
            (&people.coordinator, "/exports/problems?format=csv&", &["reported_from", "due_to"][..]),
            (&people.coordinator, "/visits?", &["from", "to", "counted_from", "counted_to"][..]),
            (&people.coordinator, "/statistics?group_by=week&", &["from", "to", "as_of"][..]),
            (&people.coordinator, "/statistics?group_by=month&", &["from", "to", "as_of"][..]),
            (&people.coordinator, "/reports/weekly?", &["ending", "week"][..]),
            (&people.coordinator, "/reports/monthly?", &["month", "as_of"][..]),
            (&people.coordinator, "/reports/quarterly?", &["quarter"][..]),
            (&people.park, "/calendar/due?amount=3&unit=working_day&", &["from"][..]),
            (&people.park, "/calendar/due?amount=3&unit=hour&", &["from"][..]),
            (&people.auditor, "/audit?", &["from", "to"][..]),
        ] {
            for parameter in parameters {
                for day in NO_DAYS {
                    refused(who, &format!("{path}{parameter}={day}"), &format!("/{parameter}")).await;
                }
            }
        }
        for week in ["0000-W01", "9999-W52", "2200-W02"] {
            refused(&people.coordinator, &format!("/reports/weekly?week={week}"), "/week").await;
            refused(&people.coordinator, &format!("/problems?count_of=collected&week={week}"), "/week").await;
        }
        for instant in ["9999-12-31T23:59:59Z", "%2B262142-12-31T23:59:59Z", "1969-12-31T00:00:00Z"] {
            refused(&people.park, &format!("/calendar/due?amount=3&unit=hour&from={instant}"), "/from").await;
        }
        // The edges themselves are days.
        for path in ["/problems?reported_from=1970-01-01&reported_to=2199-12-31", "/problems?due_to=2199-12-31&due_from=1970-01-01",
            "/visits?from=1970-01-01&to=2199-12-31&counted_from=1970-01-01&counted_to=2199-12-31",
            "/statistics?from=1970-01-01"] {
            people.coordinator.get(path).await.expect(200);
        }
        people.auditor.get("/audit?from=1970-01-01&to=2199-12-31").await.expect(200);
    }

    async fn a_day_beyond_the_calendar_is_refused_in_every_body(app) {
        let people = &app.people;
        let id = dispatched(&app).await;
        let hand = |key: &str, value: &str| {
            let mut body = json!({"lead_department_id": people.department_id});
            body[key] = json!(value);
            body
        };
        let report = |key: &str, value: &str| {
            let mut body = json!({"title": "用电", "enterprise_id": people.enterprise_id});
            body[key] = json!(value);
            body
        };
        for (day, code) in [("+262142-12-31", "malformed"), ("2021-8-2", "malformed"),
            ("9999-12-31", "out_of_range"), ("1969-12-31", "out_of_range")] {
            for (path, pointer, body) in [
                (format!("/problems/{id}/redispatch"), "/due_on", hand("due_on", day)),
                (format!("/problems/{id}/supervise"), "/reply_by", json!({"kind": "urge", "text": "请抓紧", "reply_by": day})),
                (format!("/problems/{id}/escalate"), "/due_on", json!({"level": "city", "body": "市", "due_on": day})),
                ("/problems".to_owned(), "/raised_on", report("raised_on", day)),
                ("/problems".to_owned(), "/source_due_on", report("source_due_on", day)),
                ("/visits".to_owned(), "/visited_on", json!({"site_name": "农庄", "visited_on": day, "participants": ["王"]})),
                ("/enterprises".to_owned(), "/operating_status_since", json!({"name": "甲", "park_id": people.park_id,
                    "operating_status": "running", "operating_status_since": day})),
                (format!("/enterprises/{}/doors", people.enterprise_id), "/expires_on", json!({"expires_on": day})),
            ] {
                let who = if path.contains("doors") { &people.park } else { &people.coordinator };
                let told = who.post(&path, body).await.refused(422, "request.invalid");
                assert_eq!(wrong(&told), [(pointer, code)], "{path} {day}");
            }
            let told = people.coordinator.put("/calendar/2027", json!({"off": [day], "work": []})).await.refused(422, "request.invalid");
            assert_eq!(wrong(&told), [("/off/0", code)]);
        }
        for (at, code) in [("+262142-12-31T23:59:59Z", "malformed"), ("2021-08-03T10:00:00", "malformed"),
            ("9999-12-31T23:59:59Z", "out_of_range"), ("1900-01-01T00:00:00Z", "out_of_range")] {
            let told = people.coordinator.post(&format!("/problems/{id}/redispatch"), hand("meet_at", at)).await.refused(422, "request.invalid");
            assert_eq!(wrong(&told), [("/meet_at", code)], "{at}");
        }
        let far = hand("meet_at", "2199-12-30T10:00:00+08:00");
        people.coordinator.post(&format!("/problems/{id}/redispatch"), far).await.expect(200);
        let old = json!({"name": "甲", "park_id": people.park_id, "operating_status": "running", "operating_status_since": "1999-12-31"});
        let told = people.coordinator.post("/enterprises", old).await.refused(422, "request.invalid");
        assert_eq!(wrong(&told), [("/operating_status_since", "too_early")]);
    }

    async fn a_cursor_that_somebody_made_up_is_no_cursor(app) {
        let people = &app.people;
        for _ in 0..2 {
            filed(&app).await;
            dispatched(&app).await;
        }
        for (path, cursor) in [
            ("/problems?sort=due_on", json!({"Due": ["+262142-12-31", 1]})),
            ("/problems?sort=due_on", json!({"Due": ["9999-12-31", 1]})),
            ("/problems?sort=raised_on", json!({"Raised": ["+262142-12-31", 1]})),
            ("/problems?sort=-reported_at", json!({"At": ["+262142-12-31T00:00:00Z", 1]})),
            ("/problems?sort=-updated_at", json!({"At": ["-9999-01-01T00:00:00Z", 1]})),
            ("/me/queue?kind=dispatch", json!(["+262142-12-31T00:00:00Z", 1])),
        ] {
            let cursor = URL_SAFE_NO_PAD.encode(cursor.to_string());
            refused(&people.park, &format!("{path}&cursor={cursor}"), "/cursor").await;
        }
        // Ours lead on, also past problems without a day.
        for sort in ["due_on", "raised_on", "-reported_at", "-updated_at"] {
            let mut seen = Vec::new();
            let mut path = format!("/problems?limit=1&sort={sort}");
            loop {
                let page = people.park.get(&path).await.expect(200);
                seen.extend(page["items"].as_array().unwrap().iter().map(id_of));
                let Some(cursor) = page["next_cursor"].as_str() else { break };
                path = format!("/problems?limit=1&sort={sort}&cursor={cursor}");
            }
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), 4, "{sort}");
        }
    }

    async fn what_nobody_sees_stands_in_no_name_and_the_answer_says_what_it_is(app) {
        let people = &app.people;
        for (unseen, named) in UNSEEN {
            let text = format!("甲{unseen}乙");
            for (who, path, pointer, body) in [
                (&people.park, "/problems", "/title", json!({"title": text, "enterprise_id": people.enterprise_id})),
                (&people.park, "/problems", "/description", json!({"title": "用电", "description": text, "enterprise_id": people.enterprise_id})),
                (&people.park, "/visits", "/participants/0", json!({"site_name": "农庄", "visited_on": "2021-08-02", "participants": [text]})),
                (&people.park, "/enterprises", "/name", json!({"name": text, "park_id": people.park_id})),
                (&people.coordinator, "/departments", "/name", json!({"name": text, "kind": "government"})),
                (&people.admin, "/users", "/display_name", json!({"username": "zhangsan", "display_name": text, "role": "leader",
                    "password": "a long password of ours"})),
            ] {
                let told = who.post(path, body).await.refused(422, "request.invalid");
                assert_eq!(wrong(&told), [(pointer, "control_character")], "{path} {named}");
                assert!(told["errors"][0]["detail"].as_str().unwrap().contains(named), "{told}");
            }
        }
        // The lines of a long text, and emoji in it, stand; a name is kept in one spelling.
        let body = json!({"title": " Cafe\u{301} ", "description": "一\n\t二 👩\u{200D}🌾", "enterprise_id": people.enterprise_id});
        let made = people.park.post("/problems", body).await.expect(201);
        assert_eq!((&made["title"], &made["description"]), (&json!("Caf\u{E9}"), &json!("一\n\t二 👩\u{200D}🌾")));
    }

    async fn an_import_holds_texts_and_days_to_the_same_bounds(app) {
        let rows = [
            "1,沙河产业园区,甲\u{200B}农庄,用电,,2021-08-02,,,,,,,,,,,,",
            "2,沙河产业园区,甲农庄,用\u{202E}电,,2021-08-02,,,,,,,,,,,,",
            "3,沙河产业园区,甲农庄,用电,,2200-01-01,,,,,,,,,,,,",
            "4,沙河产业园区,甲农庄,用电,,1999-12-31,,,,,,,,,,,,",
            "5,沙河产业园区,聚合庄生态农庄,电话☎\u{FE0F}不通,,2021-08-01,,,,,,,,,,,,",
        ];
        let import = app.previewed(&app.people.coordinator, &ledger(&rows)).await;
        let told = errors(&import);
        assert!(!told.iter().any(|(row, _, code)| *row == 6 && code != "note"), "emoji in a title lose their joiner: {told:?}");
        for (row, column, code) in [(2, "enterprise", "control_character"), (3, "title", "control_character"),
            (4, "raised_on", "out_of_range"), (5, "raised_on", "out_of_range")] {
            assert!(told.contains(&(row, column.to_owned(), code.to_owned())), "{row} {column} {code}: {told:?}");
        }
    }

    async fn a_problem_is_of_the_enterprise_that_was_visited(app) {
        let people = &app.people;
        let other = json!({"name": "乙机械厂", "park_id": people.park_id});
        let other = people.park.post("/enterprises", other).await.expect(201)["id"].clone();
        let visited = json!({"enterprise_id": people.enterprise_id, "visited_on": "2021-08-02", "participants": ["王"]});
        let visit = people.park.post("/visits", visited.clone()).await.expect(201)["id"].clone();
        let site = json!({"site_name": "工地", "visited_on": "2021-08-02", "participants": ["王"]});
        let site = people.park.post("/visits", site).await.expect(201)["id"].clone();
        let report = |visit: &Value, enterprise: &Value| json!({"title": "用电", "enterprise_id": enterprise, "visit_id": visit});
        let told = people.park.post("/problems", report(&visit, &other)).await.refused(422, "request.invalid");
        assert_eq!(wrong(&told), [("/visit_id", "other_enterprise")]);
        people.park.post("/problems", report(&visit, &json!(people.enterprise_id))).await.expect(201);
        people.park.post("/problems", report(&site, &other)).await.expect(201);
        let mut whole = visited;
        whole["problems"] = json!([{"title": "用电", "enterprise_id": other}]);
        let told = people.park.post("/visits", whole).await.refused(422, "request.invalid");
        assert_eq!(wrong(&told), [("/problems/0/enterprise_id", "other_enterprise")]);
    }

    async fn a_correction_leaves_a_visit_and_its_problems_with_one_enterprise(app) {
        let (people, park) = (&app.people, &app.people.park);
        let other = json!({"name": "乙机械厂", "park_id": people.park_id});
        let other = park.post("/enterprises", other).await.expect(201)["id"].clone();
        let own = json!(people.enterprise_id);
        let visit = json!({"enterprise_id": own, "site_name": "工地", "visited_on": "2021-08-02", "participants": ["王"],
            "problems": [{"title": "用电"}]});
        let visit = park.post("/visits", visit).await.expect(201);
        let at_visit = format!("/visits/{}", visit["id"]);
        let at_problem = format!("/problems/{}", visit["problems"][0]["id"]);
        let refused = async |path: &str, enterprise: &Value| {
            let told = park.patch(path, json!({"enterprise_id": enterprise})).await.refused(422, "request.invalid");
            assert_eq!(wrong(&told), [("/enterprise_id", "other_enterprise")], "{path}");
        };
        for path in [&at_visit, &at_problem] {
            refused(path, &other).await;
            park.patch(path, json!({"enterprise_id": own})).await.expect(200);
        }
        // One after the other, by way of the site alone.
        park.patch(&at_visit, json!({"enterprise_id": null})).await.expect(200);
        park.patch(&at_problem, json!({"enterprise_id": other})).await.expect(200);
        refused(&at_visit, &own).await;
        park.patch(&at_visit, json!({"enterprise_id": other})).await.expect(200);
        refused(&at_problem, &own).await;
        // A voided visit says nothing any more.
        park.post(&format!("{at_visit}/void"), json!({"reason": "重复登记"})).await.expect(200);
        park.patch(&at_problem, json!({"enterprise_id": own})).await.expect(200);
    }

    async fn problems_that_no_longer_belong_to_a_visit_hold_up_no_correction(app) {
        let (people, park) = (&app.people, &app.people.park);
        let other = json!({"name": "乙机械厂", "park_id": people.park_id});
        let other = json!({"enterprise_id": park.post("/enterprises", other).await.expect(201)["id"]});
        for leaving in [
            ("withdraw", json!({"reason": "企业填错", "told_by": "张经理"})),
            ("transfer_park", json!({"park_id": people.other_park_id, "reason": "划转"})),
        ] {
            let visit = json!({"enterprise_id": people.enterprise_id, "visited_on": "2021-08-02", "participants": ["王"],
                "problems": [{"title": "用电"}]});
            let visit = park.post("/visits", visit).await.expect(201);
            let (at_visit, problem) = (format!("/visits/{}", visit["id"]), format!("/problems/{}", visit["problems"][0]["id"]));
            park.patch(&at_visit, other.clone()).await.refused(422, "request.invalid");
            people.coordinator.post(&format!("{problem}/{}", leaving.0), leaving.1).await.expect(200);
            park.patch(&at_visit, other.clone()).await.expect(200);
            if leaving.0 == "transfer_park" {
                let theirs = json!({"enterprise_id": people.other_enterprise_id});
                people.coordinator.patch(&problem, theirs).await.expect(200);
            }
        }
    }

    async fn an_old_name_that_stays_is_not_checked_again(app) {
        const OLD: &str = "甲\u{200B}乙";
        let people = &app.people;
        let visit = json!({"site_name": "农庄", "visited_on": "2021-08-02", "participants": ["王", "李"]});
        let visit = people.park.post("/visits", visit).await.expect(201)["id"].as_i64().unwrap();
        let problem = filed(&app).await;
        let category = people.park.get("/categories").await.expect(200)["items"][0]["id"].as_i64().unwrap();
        let (park, department, enterprise, user) =
            (people.park_id, people.department_id, people.enterprise_id, people.leader.id);
        app.db.write_blocking(move |conn| {
            diesel::update(parks::table.find(park)).set(parks::name.eq(OLD)).execute(conn)?;
            diesel::update(departments::table.find(department))
                .set((departments::name.eq(OLD), departments::duty_contact.eq(OLD))).execute(conn)?;
            diesel::update(categories::table.find(category)).set(categories::name.eq(OLD)).execute(conn)?;
            diesel::update(enterprises::table.find(enterprise))
                .set((enterprises::name.eq(OLD), enterprises::industry.eq(OLD), enterprises::tags.eq(json!([OLD]).to_string())))
                .execute(conn)?;
            diesel::update(users::table.find(user)).set((users::display_name.eq(OLD), users::phone.eq(OLD))).execute(conn)?;
            diesel::update(visits::table.find(visit))
                .set((visits::summary.eq(OLD), visits::participants.eq(json!([OLD, "李"]).to_string()))).execute(conn)?;
            diesel::update(problems::table.find(problem)).set(problems::title.eq(OLD)).execute(conn)?;
            Ok(())
        }).unwrap();
        let (admin, staff) = (&people.admin, &people.park);
        for (who, path, name, other) in [
            (admin, format!("/parks/{park}"), "name", json!({"kind": "town"})),
            (admin, format!("/departments/{department}"), "name", json!({"peer_group": "公用企业"})),
            (admin, format!("/categories/{category}"), "name", json!({"active": true})),
            (staff, format!("/enterprises/{enterprise}"), "name", json!({"assisting_leader": "李区长", "tags": [OLD, "规上"]})),
            (admin, format!("/users/{user}"), "display_name", json!({"email": "li@shahe.example"})),
            (staff, format!("/visits/{visit}"), "summary", json!({"participants": [OLD, "张"]})),
            (staff, format!("/problems/{problem}"), "title", json!({"description": "停电三次"})),
        ] {
            who.patch(&path, other.clone()).await.expect(200);
            // Nor where a form sends everything it shows.
            let mut whole = other;
            whole[name] = json!(OLD);
            who.patch(&path, whole).await.expect(200);
            let now = who.get(&path).await.expect(200);
            assert_eq!(now[name], OLD, "{path}");
            // What is changed is held to the rule.
            let told = who.patch(&path, json!({name: "丙\u{200B}丁"})).await.refused(422, "request.invalid");
            assert_eq!(wrong(&told), [(format!("/{name}").as_str(), "control_character")], "{path}");
            who.patch(&path, json!({name: "丙丁"})).await.expect(200);
        }
        let told = staff.patch(&format!("/visits/{visit}"), json!({"participants": ["丙\u{200B}丁"]})).await;
        assert_eq!(wrong(&told.refused(422, "request.invalid")), [("/participants/0", "control_character")]);
    }

    async fn mails_about_an_unknown_problem_are_asked_for_in_vain(app) {
        let people = &app.people;
        let id = dispatched(&app).await;
        for who in [&people.coordinator, &people.admin] {
            assert!(found(who, &format!("/outbox?problem_id={id}")).await > 0);
            for unknown in ["999999", "0", "-1"] {
                let told = who.get(&format!("/outbox?problem_id={unknown}")).await.refused(422, "request.invalid");
                assert_eq!(wrong(&told), [("/problem_id", "unknown_id")], "{unknown}");
            }
        }
    }

    async fn another_park_s_enterprises_are_asked_for_in_vain(app) {
        let people = &app.people;
        for (who, park, status) in [
            (&people.park, people.other_park_id, 422),
            (&people.park, 999_999, 422),
            (&people.coordinator, 999_999, 422),
            (&people.park, people.park_id, 200),
            (&people.coordinator, people.other_park_id, 200),
        ] {
            for path in ["/enterprises?", "/exports/enterprises?format=csv&"] {
                let answer = who.get(&format!("{path}park_id={park}")).await;
                assert_eq!(answer.status, status, "{path}{park}: {}", answer.text);
                if status == 422 {
                    assert_eq!(wrong(&answer.body), [("/park_id", "unknown_id")]);
                }
            }
        }
    }

    async fn a_packed_body_is_refused_and_a_plain_one_may_say_so(app) {
        let people = &app.people;
        let body = || Some(json!({"title": "用电", "enterprise_id": people.enterprise_id}));
        for coding in ["gzip", "br", "zstd", "nonsense", "identity, gzip", ""] {
            let packed = [("Content-Encoding", coding)];
            people.park.with(&packed, Method::POST, "/problems", body()).await.refused(415, "unsupported_media_type");
            let form: &[(&str, Option<&str>, &[u8])] = &[("file", Some("a.jpg"), b"x")];
            let visit = people.park.send_form(&packed, "/imports", form).await;
            visit.refused(415, "unsupported_media_type");
        }
        people.park.with(&[("Content-Encoding", "identity")], Method::POST, "/problems", body()).await.expect(201);
        assert_eq!(found(&people.park, "/problems").await, 1);
    }

    async fn a_part_of_a_text_is_found_alike_on_both_databases(app) {
        let people = &app.people;
        for title in ["ABC公司缺电", "减税50%_优惠", r"路径C:\电", "ＡＢＣ全角", "É公司"] {
            titled(&app, title).await;
        }
        for (text, many) in [("abc", 1), ("%20%20aBc公司%20", 1), ("50%25_", 1), ("%25", 1), ("_", 1), ("%5C", 1), ("0_", 0),
            ("c:%5c", 1), ("ＡＢＣ", 1), ("ａｂｃ", 0), ("É", 1), ("é", 0), ("E%CC%81公司", 1), ("", 5)] {
            assert_eq!(found(&people.park, &format!("/problems?title={text}")).await, many, "{text}");
        }
        assert_eq!(found(&people.park, "/problems?number=%20SH-2021-001%20").await, 1);
        let firm = json!({"name": "XYZ（ＸＹＺ）机械", "park_id": people.park_id});
        people.park.post("/enterprises", firm).await.expect(201);
        for (query, many) in [("name=xyz", 1), ("name=%20XyZ%20", 1), ("name=ＸＹＺ", 1), ("name=ｘｙｚ", 0), ("q=xyz", 1), ("name=%25", 0)] {
            assert_eq!(found(&people.park, &format!("/enterprises?{query}")).await, many, "{query}");
        }
        let id = people.park.id;
        app.db.write_blocking(move |conn| {
            diesel::update(users::table.find(id)).set(users::display_name.eq("Anna张")).execute(conn)?;
            Ok(())
        }).unwrap();
        titled(&app, "再记一笔").await;
        for name in ["anna", "%20ANNA张%20"] {
            assert!(found(&people.auditor, &format!("/audit?actor={name}")).await > 0, "{name}");
        }
        assert_eq!(found(&people.auditor, "/audit?actor=%25").await, 0);
    }

    async fn an_old_text_with_what_xml_cannot_hold_breaks_no_file(app) {
        let people = &app.people;
        let id = dispatched(&app).await;
        app.db.write_blocking(move |conn| {
            diesel::update(problems::table.find(id)).set(problems::title.eq("坏\u{FFFF}字\u{1}")).execute(conn)?;
            Ok(())
        }).unwrap();
        let slip = format!("/problems/{id}/slip?kind=dispatch&format=docx");
        for path in [slip.as_str(), "/exports/problems?format=xlsx"] {
            let (status, _, bytes) = people.coordinator.download(path).await;
            assert_eq!(status, 200, "{path}");
            let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            let mut whole = String::new();
            for at in 0..package.len() {
                std::io::Read::read_to_string(&mut package.by_index(at).unwrap(), &mut whole).unwrap();
            }
            assert!(whole.contains("坏\u{FFFD}字\u{FFFD}"), "{path}");
            assert!(!whole.contains(['\u{FFFF}', '\u{1}']), "{path}");
        }
        let page = people.coordinator.get(&format!("/problems/{id}/slip?kind=dispatch&format=html")).await.text;
        assert!(page.contains("坏\u{FFFD}字\u{FFFD}") && !page.contains(['\u{FFFF}', '\u{1}']));
    }
}
