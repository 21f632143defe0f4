//! Doors (企业直通): an enterprise's own link, what comes through it, and what never does.

use reqwest::Method;
use serde_json::{Value, json};

use crate::both;
use crate::harness::people::Person;
use crate::harness::{Answer, App, send};
use crate::problems::{act, id_of, planned, solved};

/// An enterprise's contact with a link.
#[derive(Clone)]
struct Door {
    id: i64,
    token: String,
    address: String,
}

impl Door {
    async fn ask(
        &self,
        method: Method,
        path: &str,
        more: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        let token = format!("Door {}", self.token);
        let mut headers = vec![("Authorization", token.as_str())];
        headers.extend_from_slice(more);
        send(&self.address, method, path, &headers, body).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[], None).await
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::POST, path, &[], Some(body)).await
    }

    async fn file(&self, title: &str) -> i64 {
        id_of(&self.post("/door/reports", report(title)).await.expect(201))
    }

    async fn answer(&self, problem: i64, solved: bool, satisfaction: i64) -> Answer {
        let body = json!({"solved": solved, "satisfaction": satisfaction});
        self.post(&format!("/door/problems/{problem}/follow_up"), body)
            .await
    }

    async fn shown(&self, problem: i64) -> Value {
        self.get(&format!("/door/problems/{problem}"))
            .await
            .expect(200)
    }
}

fn report(title: &str) -> Value {
    json!({"title": title, "description": "变压器容量不足", "severity": "major",
        "contact_name": "门内联系人", "contact_phone": "13811112222"})
}

async fn make(app: &App, who: &Person, enterprise: i64, body: Value) -> Door {
    let made = who
        .post(&format!("/enterprises/{enterprise}/doors"), body)
        .await
        .expect(201);
    let (_, token) = made["url"].as_str().unwrap().split_once("/door#").unwrap();
    Door {
        id: id_of(&made),
        token: token.into(),
        address: app.address.clone(),
    }
}

/// A door of the farm.
async fn door(app: &App) -> Door {
    make(app, &app.people.park, app.people.enterprise_id, json!({})).await
}

/// A door of the farm, and what was filed through it.
pub async fn filed(app: &App) -> i64 {
    door(app).await.file("担心后续用电得不到保障").await
}

async fn confirm(who: &Person, report: i64, body: Value) -> Value {
    who.post(&format!("/door_reports/{report}/confirm"), body)
        .await
        .expect(200)
}

/// The farm's problem, filed through the door, confirmed, and resolved by the power company.
async fn resolved(app: &App, door: &Door) -> i64 {
    let report = door.file("担心后续用电得不到保障").await;
    let body = json!({"dispatch": {"lead_department_id": app.people.department_id}});
    let id = id_of(&confirm(&app.people.park, report, body).await);
    act(&app.people.department, id, "accept", json!({})).await;
    act(&app.people.department, id, "resolve", solved()).await;
    id
}

fn codes(body: &Value) -> Vec<(&str, &str)> {
    let errors = body["errors"].as_array().unwrap().iter();
    errors
        .map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap()))
        .collect()
}

fn retry_after(answer: &Answer) -> i64 {
    answer.header("retry-after").parse().unwrap()
}

/// Every text of the whole database.
fn everything_kept(app: &App) -> String {
    use diesel::prelude::*;
    use diesel::sql_types::Text;
    use zhuqi::base::db::Conn;
    #[derive(QueryableByName)]
    struct One {
        #[diesel(sql_type = Text)]
        it: String,
    }
    let tables = [
        "doors",
        "door_reports",
        "door_answers",
        "audit_records",
        "outbox",
        "idempotency_keys",
        "problems",
        "problem_events",
        "settings",
        "sign_in_failures",
    ];
    app.db
        .read_now(move |conn| {
            let mut all = String::new();
            for table in tables {
                let query = match conn {
                    Conn::Pg(_) => format!("SELECT row_to_json(t)::text AS it FROM {table} t"),
                    Conn::Sqlite(_) => {
                        let names: Vec<One> = diesel::sql_query(format!(
                            "SELECT name AS it FROM pragma_table_info('{table}')"
                        ))
                        .load(conn)?;
                        let names: Vec<_> = names
                            .into_iter()
                            .map(|one| format!("COALESCE({}, '')", one.it))
                            .collect();
                        format!("SELECT {} AS it FROM {table}", names.join(" || '|' || "))
                    }
                };
                let rows: Vec<One> = diesel::sql_query(query).load(conn)?;
                rows.into_iter().for_each(|row| all += &row.it);
            }
            Ok(all)
        })
        .unwrap()
}

both! {
    async fn the_whole_life_of_what_an_enterprise_files_by_itself(app) {
        let (park, people) = (&app.people.park, &app.people);
        let body = json!({"label": "办公室", "contact": "园区专班 0391-1234567"});
        let door = make(&app, park, people.enterprise_id, body).await;
        let inside = door.get("/door").await.expect(200);
        assert_eq!(inside["enterprise_name"], "聚合庄生态农庄");
        assert_eq!((&inside["park_name"], &inside["contact"]), (&json!("沙河产业园区"), &json!("园区专班 0391-1234567")));
        assert_eq!(inside["expires_on"], "2022-01-29", "180 days");
        let category = inside["categories"][0]["id"].as_i64().unwrap();

        let mut body = report("担心后续用电得不到保障");
        body["category_id"] = json!(category);
        let filed = door.post("/door/reports", body).await.expect(201);
        assert_eq!((&filed["status"], &filed["filed_on"]), (&json!("waiting"), &json!("2021-08-02")));
        assert_eq!(door.get("/door/problems").await.expect(200)["items"], json!([]), "no problem yet");
        let counted = people.coordinator.get("/statistics").await.expect(200);
        assert_eq!(counted["totals"]["collected"], 0);
        for who in [park, &people.park2, &people.coordinator] {
            assert_eq!(who.get("/me/queue").await.expect(200)["counts"], json!({"confirm": 1}));
        }
        assert_eq!(people.other_park.get("/me/queue").await.expect(200)["counts"], json!({}));

        app.day("2021-08-03");
        let list = park.get("/door_reports?status=waiting&count=true").await.expect(200);
        assert_eq!((&list["total"], &list["items"][0]["contact_phone"]), (&json!(1), &json!("138****2222")));
        let path = format!("/door_reports/{}", filed["id"]);
        let one = park.get(&path).await;
        assert_eq!(one.header("etag"), "\"1\"");
        let one = one.expect(200);
        assert_eq!((&one["contact_name"], &one["contact_phone"]), (&json!("门内联系人"), &json!("13811112222")));
        let looks = people.auditor.get("/audit?action=door_report.contact_read&count=true").await.expect(200);
        assert_eq!(looks["total"], 1);
        let problem = confirm(park, id_of(&filed), json!({"title": "农庄用电得不到保障", "severity": "ordinary",
            "dispatch": {"lead_department_id": people.department_id}})).await;
        let id = id_of(&problem);
        for (field, value) in [("title", json!("农庄用电得不到保障")), ("description", json!("变压器容量不足")),
            ("source", json!("enterprise")), ("raised_on", json!("2021-08-02")), ("severity", json!("ordinary")),
            ("category_id", json!(category)), ("status", json!("dispatched")),
            ("enterprise_id", json!(people.enterprise_id))] {
            assert_eq!(problem[field], value, "{field}");
        }
        assert_eq!(park.get("/me/queue").await.expect(200)["counts"], json!({}));
        let filed = door.get("/door/reports").await.expect(200);
        assert_eq!(filed["items"][0]["status"], "confirmed");
        assert_eq!(filed["items"][0]["problem_number"], problem["number"]);
        let shown = door.shown(id).await;
        assert_eq!((&shown["progress"], &shown["department_name"]), (&json!("handed_over"), &json!("华辰电力公司")));
        assert_eq!(shown["due_on"], problem["clocks"]["solve"]["due_on"]);
        door.answer(id, true, 5).await.refused(409, "door.not_resolved");

        act(&people.department, id, "accept", json!({})).await;
        act(&people.department, id, "on_site", json!({"who": "张三", "on": "2021-08-03"})).await;
        app.day("2021-08-04");
        act(&people.department, id, "resolve", solved()).await;
        let shown = door.shown(id).await;
        assert_eq!(shown["resolution"], solved()["resolution"]);
        assert_eq!((&shown["outcome"], &shown["can_answer"]), (&json!("solved"), &json!(true)));
        let steps: Vec<_> = shown["steps"].as_array().unwrap().iter()
            .map(|one| format!("{} {}", one["step"].as_str().unwrap(), one["on"].as_str().unwrap())).collect();
        assert_eq!(steps, ["reported 2021-08-02", "dispatched 2021-08-03", "accepted 2021-08-03",
            "on_site 2021-08-03", "resolved 2021-08-04"]);

        let body = json!({"solved": true, "satisfaction": 5, "note": "谢谢"});
        let shown = door.post(&format!("/door/problems/{id}/follow_up"), body).await.expect(200);
        assert_eq!(shown["answer"], json!({"solved": true, "satisfaction": 5, "on": "2021-08-04"}));
        assert_eq!(shown["can_answer"], false);
        let problem = people.coordinator.get(&format!("/problems/{id}")).await.expect(200);
        assert_eq!(problem["satisfaction"], 5);
        assert_eq!(problem["follow_ups"][0]["channel"], "link");
        let events = people.coordinator.get(&format!("/problems/{id}/events")).await.expect(200);
        let event = events["items"].as_array().unwrap().last().unwrap();
        assert_eq!((&event["kind"], &event["actor"], &event["text"]), (&json!("follow_up"), &Value::Null, &json!("谢谢")));
        assert_eq!(event["data"], json!({"reached": true, "solved": true, "satisfaction": 5, "channel": "link", "door_id": door.id}));
        act(park, id, "close", json!({})).await;
        assert_eq!(door.shown(id).await["progress"], "closed");
        let counted = people.coordinator.get("/statistics").await.expect(200);
        for (count, value) in [("collected", 1), ("solved", 1), ("confirmed", 1), ("closed", 1), ("followed_up", 1), ("satisfied", 1)] {
            assert_eq!(counted["totals"][count], value, "{count}");
        }
        let made = park.get(&format!("/doors/{}", door.id)).await.expect(200);
        assert_eq!((&made["last_used_on"], &made["version"]), (&json!("2021-08-04"), &json!(1)));
    }

    async fn a_token_that_opens_nothing_is_answered_alike_whatever_is_wrong_with_it(app) {
        let people = &app.people;
        let good = door(&app).await;
        let revoked = door(&app).await;
        let expired = make(&app, &people.park, people.enterprise_id, json!({"expires_on": "2021-08-02"})).await;
        let other = make(&app, &people.other_park, people.other_enterprise_id, json!({})).await;
        people.park.post(&format!("/doors/{}/revoke", revoked.id), json!({"reason": "人员变动"})).await.expect(200);
        app.day("2021-08-03");
        people.coordinator.patch(&format!("/enterprises/{}", people.other_enterprise_id), json!({"active": false})).await.expect(200);
        let mut told = vec![];
        let bearer = format!("Bearer {}", good.token);
        let staff = format!("Door {}", people.park.token);
        let held = [None, Some("Door".to_owned()), Some("Door ".into()), Some("Door x".into()), Some(bearer), Some(staff),
            Some(format!("Door {}x", good.token)), Some(format!("Door {}", revoked.token)),
            Some(format!("Door {}", expired.token)), Some(format!("Door {}", other.token))];
        for (method, path, body) in [(Method::GET, "/door", None), (Method::GET, "/door/problems/1?x=1", None),
            (Method::POST, "/door/reports", Some(json!({"no_such_field": 1}))),
            (Method::POST, "/door/problems/999999/follow_up", Some(json!({})))] {
            for token in &held {
                let headers: Vec<_> = token.iter().map(|token| ("Authorization", token.as_str())).collect();
                let answer = send(&app.address, method.clone(), path, &headers, body.clone()).await;
                told.push((path, token, answer.refused(401, "door.refused")));
            }
        }
        assert!(told.iter().all(|(.., body)| *body == told[0].2), "{told:#?}");
        good.get("/door").await.expect(200);
    }

    async fn a_door_opens_through_its_last_day_and_again_once_it_is_renewed(app) {
        let park = &app.people.park;
        let door = make(&app, park, app.people.enterprise_id, json!({"expires_on": "2021-08-05"})).await;
        app.at("2021-08-05 23:59");
        door.get("/door").await.expect(200);
        app.at("2021-08-06 00:00");
        door.get("/door").await.refused(401, "door.refused");
        assert_eq!(park.get(&format!("/doors/{}", door.id)).await.expect(200)["active"], false);
        let renewed = park.post(&format!("/doors/{}/renew", door.id), json!({"expires_on": "2022-08-07"})).await.expect(200);
        assert_eq!((&renewed["active"], &renewed["version"]), (&json!(true), &json!(2)));
        door.get("/door").await.expect(200);
        park.post(&format!("/doors/{}/revoke", door.id), json!({})).await.expect(200);
        door.get("/door").await.refused(401, "door.refused");
        for action in ["renew", "revoke"] {
            park.post(&format!("/doors/{}/{action}", door.id), json!({})).await.refused(409, "door.revoked");
        }
    }

    async fn the_bounds_of_doors_hold_at_their_edge_and_one_past_it(app) {
        let (park, farm) = (&app.people.park, app.people.enterprise_id);
        let path = format!("/enterprises/{farm}/doors");
        for (last, code) in [("2021-08-01", Some("past_day")), ("2021-08-02", None), ("2022-08-03", None), ("2022-08-04", Some("too_far"))] {
            let answer = park.post(&path, json!({"expires_on": last})).await;
            match code {
                None => { answer.expect(201); }
                Some(code) => assert_eq!(codes(&answer.expect(422)), [("/expires_on", code)]),
            }
        }
        let long = "字".repeat(201);
        let wrong = park.post(&path, json!({"label": long, "contact": long})).await.expect(422);
        assert_eq!(codes(&wrong), [("/label", "too_long"), ("/contact", "too_long")]);
        for _ in 0..18 {
            park.post(&path, json!({})).await.expect(201);
        }
        park.post(&path, json!({})).await.refused(409, "door.too_many");
        let list = park.get(&format!("{path}?limit=1&count=true")).await.expect(200);
        assert_eq!(list["total"], 20);
        let last = list["items"][0]["id"].as_i64().unwrap();
        assert!(list["items"][0].get("url").is_none(), "{list}");
        // Tomorrow the one of today has gone, which makes room; renewing it needs room as well.
        app.day("2021-08-03");
        park.post(&path, json!({})).await.expect(201);
        let expired = park.get(&format!("{path}?limit=200")).await.expect(200);
        let expired = expired["items"].as_array().unwrap().iter().find(|one| one["active"] == false).unwrap()["id"].clone();
        park.post(&format!("/doors/{expired}/renew"), json!({})).await.refused(409, "door.too_many");
        park.post(&format!("/doors/{last}/revoke"), json!({"reason": "x".repeat(2001)})).await.expect(422);
        park.post(&format!("/doors/{last}/revoke"), json!({"reason": "x".repeat(2000)})).await.expect(200);
        park.post(&format!("/doors/{expired}/renew"), json!({})).await.expect(200);
    }

    async fn what_is_filed_is_checked_like_a_problem(app) {
        let door = door(&app).await;
        let wrong = json!({"title": " ", "description": "字".repeat(10_001), "category_id": 999_999,
            "contact_name": "", "contact_phone": "问王先生"});
        let wrong = door.post("/door/reports", wrong).await.expect(422);
        assert_eq!(codes(&wrong), [("/title", "required"), ("/description", "too_long"), ("/contact_name", "required"),
            ("/contact_phone", "malformed"), ("/category_id", "unknown_id")]);
        for (body, code) in [(json!({}), ("/title", "required")), (json!({"title": "x", "park_id": 1}), ("/park_id", "unknown_field"))] {
            assert_eq!(codes(&door.post("/door/reports", body).await.expect(422)), [code]);
        }
        let mut body = report(&"字".repeat(200));
        body["description"] = json!("字".repeat(10_000));
        door.post("/door/reports", body).await.expect(201);
        assert_eq!(codes(&door.get("/door?x=1").await.expect(422)), [("/x", "unknown_field")]);
    }

    async fn a_door_takes_twenty_reports_a_day(app) {
        let (one, two) = (door(&app).await, door(&app).await);
        app.at("2021-08-02 23:30");
        for n in 0..19 {
            one.file(&format!("问题{n}")).await;
        }
        let racing = (0..6).map(|n| {
            let door = one.clone();
            tokio::spawn(async move { door.post("/door/reports", report(&format!("同时{n}"))).await.status })
        });
        let mut statuses = vec![];
        for one in racing.collect::<Vec<_>>() {
            statuses.push(one.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 429, 429, 429, 429, 429]);
        let late = one.post("/door/reports", report("又一个")).await;
        assert_eq!(retry_after(&late), 30 * 60 + 1);
        late.refused(429, "door.too_many_reports");
        two.file("另一个联系人的").await;
        app.at("2021-08-03 00:00");
        one.file("第二天").await;
    }

    async fn a_door_takes_ten_answers_an_hour(app) {
        let door = door(&app).await;
        let mut problems = vec![];
        for _ in 0..11 {
            problems.push(resolved(&app, &door).await);
        }
        app.at("2021-08-02 10:00");
        door.answer(problems[0], true, 4).await.expect(200);
        app.at("2021-08-02 10:30");
        for id in &problems[1..10] {
            door.answer(*id, true, 4).await.expect(200);
        }
        let late = door.answer(problems[10], true, 4).await;
        assert_eq!(retry_after(&late), 30 * 60 + 1);
        late.refused(429, "door.too_many_answers");
        app.at("2021-08-02 11:00");
        door.answer(problems[10], true, 4).await.expect(200);
    }

    async fn an_address_that_tries_thirty_tokens_has_to_wait_and_a_right_one_still_opens(app) {
        let door = door(&app).await;
        let from = |token: String, address: &'static str| {
            let server = app.address.clone();
            async move {
                let held = format!("Door {token}");
                send(&server, Method::GET, "/door", &[("Authorization", &held), ("X-Forwarded-For", address)], None).await
            }
        };
        for n in 0..30 {
            from(format!("guess{n}"), "10.0.0.7").await.refused(401, "door.refused");
        }
        let late = from("guess".into(), "10.0.0.7").await;
        assert_eq!(retry_after(&late), 15 * 60 + 1);
        late.refused(429, "door.too_many_refused");
        from("guess".into(), "10.0.0.8").await.refused(401, "door.refused");
        from(door.token.clone(), "10.0.0.7").await.expect(200);
        app.at("2021-08-02 09:15");
        from("guess".into(), "10.0.0.7").await.refused(401, "door.refused");
    }

    async fn an_enterprise_sees_its_own_problems_and_nobody_elses(app) {
        let people = &app.people;
        let (farm, shop) = (door(&app).await, make(&app, &people.other_park, people.other_enterprise_id, json!({})).await);
        let own = resolved(&app, &farm).await;
        let by_the_park = id_of(&people.park.post("/problems", json!({"title": "用水", "enterprise_id": people.enterprise_id})).await.expect(201));
        people.park.post("/problems", json!({"title": "工地", "park_id": people.park_id, "site_name": "工地"})).await.expect(201);
        let list = farm.get("/door/problems?count=true").await.expect(200);
        let ids: Vec<_> = list["items"].as_array().unwrap().iter().map(id_of).collect();
        assert_eq!((ids, &list["total"]), (vec![by_the_park, own], &json!(2)));
        assert_eq!(shop.get("/door/problems").await.expect(200)["items"], json!([]));
        assert_eq!(shop.get("/door/reports").await.expect(200)["items"], json!([]));
        let foreign = shop.get(&format!("/door/problems/{own}")).await.refused(404, "not_found");
        assert_eq!(shop.get("/door/problems/999999").await.expect(404), foreign);
        shop.answer(own, false, 1).await.refused(404, "not_found");
        // And staff of another park: neither doors nor reports.
        let waiting = farm.file("再反映").await;
        let list = format!("/enterprises/{}/doors", people.enterprise_id);
        for path in [list.clone(), format!("/doors/{}", farm.id), format!("/door_reports/{waiting}")] {
            people.other_park.get(&path).await.refused(404, "not_found");
            people.department.get(&path).await.refused(403, "access.not_yours");
        }
        people.other_park.post(&list, json!({})).await.refused(404, "not_found");
        for path in [format!("/doors/{}/revoke", farm.id), format!("/doors/{}/renew", farm.id),
            format!("/door_reports/{waiting}/confirm")] {
            people.other_park.post(&path, json!({})).await.refused(404, "not_found");
        }
        people.other_park.post(&format!("/door_reports/{waiting}/decline"), json!({"reason": "x"})).await.refused(404, "not_found");
        assert_eq!(people.other_park.get("/door_reports?count=true").await.expect(200)["total"], 0);
        let foreign = people.other_park.get(&format!("/door_reports?enterprise_id={}", people.enterprise_id)).await.expect(422);
        assert_eq!(codes(&foreign), [("/enterprise_id", "unknown_id")]);
        // A door opens nothing but what is below /door.
        for path in ["/me", "/problems", "/enterprises", "/door_reports", "/audit"] {
            farm.get(path).await.refused(401, "auth.token_missing");
        }
    }

    async fn what_was_told_in_confidence_shows_at_its_own_door_alone(app) {
        let (one, two) = (door(&app).await, door(&app).await);
        let mut body = report("欠薪纠纷");
        body["confidential"] = json!(true);
        let report = id_of(&one.post("/door/reports", body).await.expect(201));
        let id = id_of(&confirm(&app.people.park, report, json!({})).await);
        let told = app.people.admin.get("/outbox?limit=200").await.text;
        assert!(told.contains("企业要求保密") && !told.contains("[待确认] 企业反映问题：欠薪纠纷"), "{told}");
        one.get(&format!("/door/problems/{id}")).await.expect(200);
        two.get(&format!("/door/problems/{id}")).await.refused(404, "not_found");
        assert_eq!(two.get("/door/problems?count=true").await.expect(200)["total"], 0);
        assert_eq!(two.get("/door/reports?count=true").await.expect(200)["total"], 0);
    }

    async fn what_officials_write_to_each_other_never_reaches_the_door(app) {
        let (people, secret) = (&app.people, "内部词");
        people.park.patch(&format!("/enterprises/{}", people.enterprise_id), json!({"assisting_leader": secret,
            "contacts": [{"name": secret, "phone": "13811110001"}]})).await.expect(200);
        let door = door(&app).await;
        let report = door.file("担心后续用电得不到保障").await;
        let id = id_of(&confirm(&people.park, report, json!({"description": secret, "severity": "ordinary",
            "dispatch": {"lead_department_id": people.department_id, "note": secret, "place": secret}})).await);
        act(&people.department, id, "return", json!({"reason": secret})).await;
        assert_eq!(door.shown(id).await["progress"], "arranging");
        assert_eq!(door.shown(id).await["department_name"], Value::Null);
        act(&people.coordinator, id, "decide_return", json!({"upheld": false, "reason": secret})).await;
        act(&people.department, id, "accept", json!({"note": secret})).await;
        act(&people.department, id, "on_site", json!({"who": secret, "on": "2021-08-02", "note": secret})).await;
        act(&people.department, id, "assign_handler", json!({"name": secret})).await;
        act(&people.department, id, "progress", json!({"text": secret, "next_step": secret})).await;
        act(&people.department, id, "request_extension", json!({"until": "2021-08-20", "reason": secret})).await;
        act(&people.coordinator, id, "decide_extension", json!({"granted": true, "reason": secret})).await;
        act(&people.leader, id, "supervise", json!({"kind": "instruction", "text": secret, "by": secret})).await;
        act(&people.coordinator, id, "escalate", json!({"level": "city", "body": secret})).await;
        act(&people.coordinator, id, "comment", json!({"text": secret})).await;
        act(&people.department, id, "resolve", json!({"outcome": "planned", "resolution": "列入年度改造计划",
            "remaining": secret, "next_step": secret, "next_on": "2021-09-30"})).await;
        act(&people.park, id, "follow_up", json!({"reached": true, "solved": false, "note": secret})).await;
        let own = format!("/door/problems/{id}");
        let mut read = String::new();
        for path in ["/door", "/door/reports", "/door/problems", own.as_str()] {
            let answer = door.get(path).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text);
            read += &answer.text;
        }
        assert!(read.contains("列入年度改造计划") && read.contains("2021-09-30"), "{read}");
        for word in [secret, "13811110001", "门内联系人", "13811112222", "同志", "张三"] {
            assert!(!read.contains(word), "{word}: {read}");
        }
    }

    async fn the_token_and_the_contact_s_data_are_where_they_belong_and_nowhere_else(app) {
        let people = &app.people;
        let path = format!("/enterprises/{}/doors", people.enterprise_id);
        let asked = || people.park.with(&[("Idempotency-Key", "door")], Method::POST, &path, Some(json!({})));
        let made = asked().await.expect(201);
        let (base, token) = made["url"].as_str().unwrap().split_once("/door#").unwrap();
        assert!(base.starts_with("http") && token.len() == 43, "{base} {token}");
        assert!(made["qr_svg"].as_str().unwrap().starts_with("<svg "));
        let again = asked().await.expect(201);
        assert_eq!((&again["id"], again.get("url"), again.get("qr_svg")), (&made["id"], None, None), "a repeat doesn't tell it");
        let door = Door { id: id_of(&made), token: token.into(), address: app.address.clone() };
        let id = resolved(&app, &door).await;
        door.answer(id, true, 5).await.expect(200);
        people.park.post(&format!("/doors/{}/revoke", door.id), json!({})).await.expect(200);
        let kept = everything_kept(&app);
        assert!(kept.contains("door.create") && kept.contains("door_report.file"), "{kept}");
        assert!(!kept.contains(token));
        for word in ["门内联系人", "13811112222"] {
            assert_eq!(kept.matches(word).count(), 1, "in the report alone: {word}");
        }
        for path in [path.clone(), format!("/doors/{}", door.id)] {
            let shown = people.park.get(&path).await.text;
            assert!(!shown.contains(token) && !shown.contains("token"), "{shown}");
        }
        // The park's staff were told, and nobody else.
        let mails = people.admin.get("/outbox?limit=200").await.expect(200);
        let told = mails["items"].as_array().unwrap().iter().filter(|mail| mail["kind"] == "door_report");
        let told: Vec<_> = told.map(|mail| (mail["recipient"].as_str().unwrap(), mail["subject"].as_str().unwrap())).collect();
        let subject = "[待确认] 企业反映问题：担心后续用电得不到保障";
        assert_eq!(told, [("park2@district.example", subject), ("park1@district.example", subject)]);
    }

    async fn the_park_says_no_with_a_reason_that_the_enterprise_reads(app) {
        let (park, door) = (&app.people.park, door(&app).await);
        let report = door.file("想要减税").await;
        let path = format!("/door_reports/{report}/decline");
        park.post(&path, json!({"reason": " "})).await.expect(422);
        let stale = park.with(&[("If-Match", "\"2\"")], Method::POST, &path, Some(json!({"reason": "x"}))).await;
        stale.refused(412, "request.stale_version");
        let declined = park.post(&path, json!({"reason": "请向税务部门咨询"})).await.expect(200);
        assert_eq!((&declined["status"], &declined["decided_by_name"]), (&json!("declined"), &json!("park1同志")));
        let shown = door.get("/door/reports").await.expect(200);
        assert_eq!(shown["items"][0]["reason"], "请向税务部门咨询");
        park.post(&path, json!({"reason": "x"})).await.refused(409, "door_report.decided");
        park.post(&format!("/door_reports/{report}/confirm"), json!({})).await.refused(409, "door_report.decided");
        assert_eq!(park.get("/problems?count=true").await.expect(200)["total"], 0);
    }

    async fn a_confirmation_is_refused_like_the_filing_of_a_problem(app) {
        let (park, door) = (&app.people.park, door(&app).await);
        let report = door.file("用电").await;
        let path = format!("/door_reports/{report}/confirm");
        let wrong = park.post(&path, json!({"title": "", "dispatch": {"lead_department_id": 1, "supporting_department_ids": [1]}})).await.expect(422);
        assert_eq!(codes(&wrong), [("/title", "required"), ("/dispatch/supporting_department_ids/0", "duplicate")]);
        let wrong = park.post(&path, json!({"category_id": 999_999, "dispatch": {"lead_department_id": 999_999}})).await.expect(422);
        assert_eq!(codes(&wrong), [("/category_id", "unknown_id"), ("/dispatch/lead_department_id", "unknown_id")]);
        let waiting = park.get("/door_reports?status=waiting&count=true").await.expect(200);
        assert_eq!(waiting["total"], 1, "nothing came of it");
    }

    async fn two_who_confirm_at_once_make_one_problem(app) {
        let (people, door) = (&app.people, door(&app).await);
        for round in 0..5 {
            let report = door.file(&format!("用电{round}")).await;
            let confirming = [&people.park, &people.park2, &people.coordinator].map(|who| {
                let (who, path) = (who.clone(), format!("/door_reports/{report}/confirm"));
                tokio::spawn(async move { who.post(&path, json!({})).await.status })
            });
            let mut statuses = vec![];
            for one in confirming {
                statuses.push(one.await.unwrap());
            }
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 409, 409]);
        }
        assert_eq!(people.coordinator.get("/problems?count=true").await.expect(200)["total"], 5);
    }

    async fn a_repeated_filing_files_once_for_a_day(app) {
        let (one, two) = (door(&app).await, door(&app).await);
        let file = |door: Door, key: String, title: &'static str| async move {
            door.ask(Method::POST, "/door/reports", &[("Idempotency-Key", &key)], Some(report(title))).await
        };
        let racing: Vec<_> = (0..6).map(|_| tokio::spawn(file(one.clone(), "k".into(), "用电"))).collect();
        let mut ids = vec![];
        for twin in racing {
            ids.push(id_of(&twin.await.unwrap().expect(201)));
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert_eq!(codes(&file(one.clone(), "k".into(), "用水").await.expect(422)), [("/Idempotency-Key", "idempotency.key_reused")]);
        assert_ne!(id_of(&file(two.clone(), "k".into(), "用电").await.expect(201)), ids[0], "another door's key");
        for (key, status) in [("k".repeat(255), 201), ("k".repeat(256), 422), ("a b".into(), 422)] {
            assert_eq!(file(one.clone(), key, "用气").await.status, status);
        }
        app.at("2021-08-03 08:59");
        assert_eq!(id_of(&file(one.clone(), "k".into(), "用电").await.expect(201)), ids[0]);
        app.at("2021-08-03 09:00");
        assert_ne!(id_of(&file(one.clone(), "k".into(), "用水").await.expect(201)), ids[0]);
    }

    async fn an_enterprise_answers_once_each_time_it_is_resolved(app) {
        let (people, one, two) = (&app.people, door(&app).await, door(&app).await);
        let id = resolved(&app, &one).await;
        for satisfaction in [0, 6] {
            assert_eq!(codes(&one.answer(id, true, satisfaction).await.expect(422)), [("/satisfaction", "out_of_range")]);
        }
        let racing = [one.clone(), two.clone(), one.clone()].map(|door| tokio::spawn(async move { door.answer(id, false, 2).await.status }));
        let mut statuses = vec![];
        for answer in racing {
            statuses.push(answer.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409, 409]);
        two.answer(id, true, 5).await.refused(409, "door.already_answered");
        let counted = people.coordinator.get("/statistics").await.expect(200);
        assert_eq!((&counted["totals"]["satisfied"], &counted["totals"]["solved"]), (&json!(0), &json!(0)), "it contradicts the outcome");
        people.park.post(&format!("/problems/{id}/close"), json!({})).await.refused(409, "problem.not_confirmed");
        app.day("2021-08-03");
        act(&people.park, id, "reopen", json!({"reason": "企业不认可"})).await;
        let shown = one.shown(id).await;
        assert_eq!((&shown["progress"], &shown["resolution"], &shown["answer"]), (&json!("working"), &Value::Null, &Value::Null));
        one.answer(id, true, 5).await.refused(409, "door.not_resolved");
        act(&people.department, id, "resolve", planned()).await;
        one.answer(id, false, 4).await.expect(200);
        act(&people.park, id, "track", json!({"next_on": "2021-09-30"})).await;
        let shown = one.shown(id).await;
        assert_eq!((&shown["progress"], &shown["next_on"], &shown["can_answer"]), (&json!("tracking"), &json!("2021-09-30"), &json!(false)));
        app.day("2021-08-04");
        act(&people.department, id, "resolve", solved()).await;
        assert_eq!(one.shown(id).await["can_answer"], true);
        two.answer(id, true, 5).await.expect(200);
        act(&people.park, id, "close", json!({})).await;
    }

    async fn what_is_settled_without_an_answer_can_still_be_answered_and_what_is_excluded_cannot(app) {
        let (people, door) = (&app.people, door(&app).await);
        let on_site = id_of(&confirm(&people.park, door.file("路灯").await, json!({})).await);
        act(&people.park, on_site, "resolve_on_site", json!({"resolution": "已换灯泡"})).await;
        let shown = door.shown(on_site).await;
        assert_eq!((&shown["resolution"], &shown["department_name"]), (&json!("已换灯泡"), &Value::Null));
        act(&people.park2, on_site, "follow_up", json!({"reached": true, "solved": true})).await;
        act(&people.park2, on_site, "close", json!({})).await;
        door.answer(on_site, true, 5).await.expect(200);
        let into = id_of(&confirm(&people.park, door.file("用电").await, json!({})).await);
        let merged = id_of(&confirm(&people.park, door.file("还是用电").await, json!({})).await);
        act(&people.coordinator, merged, "merge", json!({"into_problem_id": into, "reason": "内部词"})).await;
        let withdrawn = id_of(&confirm(&people.park, door.file("误报").await, json!({})).await);
        act(&people.park, withdrawn, "withdraw", json!({"reason": "内部词", "told_by": "内部词"})).await;
        let rejected = id_of(&confirm(&people.park, door.file("不属范围").await, json!({})).await);
        act(&people.coordinator, rejected, "reject", json!({"reason": "内部词", "told_by": "内部词"})).await;
        for (id, progress) in [(merged, "merged"), (withdrawn, "withdrawn"), (rejected, "not_accepted")] {
            let shown = door.shown(id).await;
            assert_eq!(shown["progress"], progress);
            assert!(!shown.to_string().contains("内部词"), "{shown}");
            door.answer(id, true, 5).await.refused(409, "door.not_resolved");
        }
    }

    async fn doors_and_reports_go_with_their_enterprise(app) {
        let (people, door) = (&app.people, door(&app).await);
        let first = id_of(&confirm(&people.park, door.file("搬走前").await, json!({})).await);
        let waiting = door.file("等待中").await;
        let farm = format!("/enterprises/{}", people.enterprise_id);
        people.coordinator.patch(&farm, json!({"park_id": people.other_park_id})).await.expect(200);
        assert_eq!(door.get("/door").await.expect(200)["park_name"], "创新创业服务园区");
        people.park.get(&format!("/door_reports/{waiting}")).await.expect(404);
        people.park.post(&format!("/doors/{}/revoke", door.id), json!({})).await.expect(404);
        assert_eq!(people.park.get("/me/queue").await.expect(200)["counts"].get("confirm"), None);
        assert_eq!(people.other_park.get("/me/queue").await.expect(200)["counts"], json!({"confirm": 1}));
        let problem = confirm(&people.other_park, waiting, json!({})).await;
        assert_eq!(problem["park_id"], people.other_park_id);
        // What was filed in the old park stays there, and the enterprise sees both.
        people.park.get(&format!("/problems/{first}")).await.expect(200);
        assert_eq!(door.get("/door/problems?count=true").await.expect(200)["total"], 2);
        let last = door.file("停用前").await;
        people.coordinator.patch(&farm, json!({"active": false})).await.expect(200);
        door.get("/door").await.refused(401, "door.refused");
        people.other_park.post(&format!("{farm}/doors"), json!({})).await.refused(409, "door.enterprise_inactive");
        people.other_park.post(&format!("/door_reports/{last}/confirm"), json!({})).await.refused(409, "door.enterprise_inactive");
        people.other_park.post(&format!("/door_reports/{last}/decline"), json!({"reason": "企业已注销"})).await.expect(200);
    }
}
