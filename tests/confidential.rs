//! 保密: a department learns what a problem is about and where it must go, not which enterprise
//! complained.

mod worlds;

use serde_json::{Value, json};
use zhuqi::mail::remind;
use zhuqi::problems::actions::redacted_titles;

use crate::both;
use crate::canaries::{holds, holds_none, mails_to, read_all};
use crate::harness::App;
use crate::harness::people::Person;
use crate::problems::{act, filed, id_of, refused, shown};

const NAME: &str = "密企（生态）名词";
const CODE: &str = "91350100M000100Y43";
/// A word for each of what hangs on the enterprise: site, visit, outside number, contact, who was
/// told, details.
const SECRETS: &[&str] = &[
    NAME,
    "密企 (生态)",
    CODE,
    "密址词",
    "密访词",
    "密号词",
    "密联词",
    "密告词",
    "密详词",
    "13811110001",
];
const TITLE: &str = "担心后续用电得不到保障";

/// The farm gets the secret words.
async fn named(app: &App) {
    let people = &app.people;
    let path = format!("/enterprises/{}", people.enterprise_id);
    let body = json!({"name": NAME, "credit_code": CODE, "industry": "密详词", "tags": ["密详词"],
        "assisting_leader": "密详词", "contacts": [{"name": "密联词", "phone": "13811110001"}]});
    people.park.patch(&path, body).await.expect(200);
}

fn report(app: &App) -> Value {
    json!({"title": TITLE, "enterprise_id": app.people.enterprise_id, "site_name": "密址词", "confidential": true,
        "source": "hotline", "source_reference": "密号词"})
}

fn to(department: i64) -> Value {
    json!({"lead_department_id": department})
}

async fn file(app: &App, body: Value) -> i64 {
    id_of(&app.people.park.post("/problems", body).await.expect(201))
}

async fn edit(who: &Person, id: i64, body: Value) -> Value {
    who.patch(&format!("/problems/{id}"), body)
        .await
        .expect(200)
}

async fn events(who: &Person, id: i64) -> Vec<Value> {
    let list = who
        .get(&format!("/problems/{id}/events?limit=200"))
        .await
        .expect(200);
    list["items"].as_array().unwrap().clone()
}

/// Filed with its visit, and every move that there is made on it.
async fn whole_story(app: &App) -> i64 {
    let people = &app.people;
    let (park, power, economy, office) = (
        &people.park,
        &people.department,
        &people.other_department,
        &people.coordinator,
    );
    let visit = json!({"enterprise_id": people.enterprise_id, "site_name": "密址词", "visited_on": "2021-08-02",
        "participants": ["密访词"], "summary": "密访词", "problems": [{"title": TITLE, "description": "用电负荷不足",
        "confidential": true, "source_reference": "密号词", "dispatch": {"lead_department_id": people.department_id,
        "supporting_department_ids": [people.other_department_id], "note": "请到场", "place": "园区服务中心",
        "meet_at": "2021-08-03T10:00:00+08:00"}}]});
    let visit = park.post("/visits", visit).await.expect(201);
    let id = id_of(&visit["problems"][0]);
    act(power, id, "accept", json!({"note": "收到"})).await;
    act(power, id, "return", json!({"reason": "非我单位职责"})).await;
    act(
        office,
        id,
        "decide_return",
        json!({"upheld": false, "reason": "请继续"}),
    )
    .await;
    act(
        power,
        id,
        "on_site",
        json!({"who": "李红", "on": "2021-08-02"}),
    )
    .await;
    act(power, id, "assign_handler", json!({"name": "李红"})).await;
    let behalf = json!({"department_id": people.department_id, "person": "李红"});
    act(
        park,
        id,
        "progress",
        json!({"text": "已现场勘查", "next_step": "施工", "on_behalf_of": behalf}),
    )
    .await;
    edit(
        office,
        id,
        json!({"site_name": "密址词二", "source_reference": "密号词二", "severity": "major"}),
    )
    .await;
    let pause = json!({"cause": "season", "until": "2021-08-20", "reason": "汛期"});
    act(power, id, "request_suspension", pause).await;
    act(office, id, "decide_suspension", json!({"granted": true})).await;
    act(office, id, "resume", json!({"note": "恢复"})).await;
    act(
        power,
        id,
        "request_extension",
        json!({"until": "2021-09-20", "reason": "备料"}),
    )
    .await;
    act(office, id, "decide_extension", json!({"granted": true})).await;
    act(
        &people.leader,
        id,
        "supervise",
        json!({"kind": "instruction", "text": "抓紧办理"}),
    )
    .await;
    act(
        office,
        id,
        "escalate",
        json!({"level": "city", "body": "市电力局", "reference": "密号词"}),
    )
    .await;
    act(
        office,
        id,
        "transfer_park",
        json!({"park_id": people.other_park_id, "reason": "属地"}),
    )
    .await;
    act(
        office,
        id,
        "transfer_park",
        json!({"park_id": people.park_id, "reason": "改回"}),
    )
    .await;
    act(economy, id, "reply", json!({"text": "已配合"})).await;
    let rest = json!({"outcome": "partly_solved", "resolution": "先行保电", "remaining": "增容",
        "next_step": "立项", "next_on": "2021-09-30"});
    act(power, id, "resolve", rest).await;
    act(
        park,
        id,
        "follow_up",
        json!({"reached": true, "solved": false, "satisfaction": 2, "note": "仍跳闸"}),
    )
    .await;
    act(park, id, "track", json!({"next_on": "2021-09-30"})).await;
    act(
        power,
        id,
        "resolve",
        json!({"outcome": "solved", "resolution": "已增容"}),
    )
    .await;
    act(park, id, "reopen", json!({"reason": "又跳闸"})).await;
    act(office, id, "redispatch", to(people.other_department_id)).await;
    id
}

/// Others that left traces: merged, rejected, and named before they were confidential.
async fn other_stories(app: &App) {
    let people = &app.people;
    let (park, office) = (&people.park, &people.coordinator);
    let open = json!({"title": "一般诉求", "enterprise_id": people.enterprise_id});
    let into = file(app, open).await;
    for action in ["merge", "reject", "withdraw"] {
        let id = file(app, report(app)).await;
        act(park, id, "dispatch", to(people.department_id)).await;
        let body = match action {
            "merge" => json!({"into_problem_id": into}),
            _ => json!({"reason": "不符合条件", "told_by": "密告词"}),
        };
        act(office, id, action, body).await;
    }
    let named = json!({"title": format!("{NAME}用电"), "description": "密企 (生态) 名词用电", "enterprise_id": people.enterprise_id});
    let id = file(app, named).await;
    edit(
        park,
        id,
        json!({"title": TITLE, "description": "用电", "confidential": true}),
    )
    .await;
    act(park, id, "dispatch", to(people.department_id)).await;
    // The power company knew it then; who comes after isn't told.
    let named = json!({"title": TITLE, "description": format!("{NAME}用电"), "enterprise_id": people.enterprise_id});
    let id = file(app, named).await;
    act(park, id, "dispatch", to(people.department_id)).await;
    act(
        &people.department,
        id,
        "accept",
        json!({"note": format!("{CODE}已联系")}),
    )
    .await;
    act(park, id, "comment", json!({"text": format!("{NAME}催办")})).await;
    let asked =
        json!({"cause": "enterprise", "until": "2021-08-20", "reason": format!("{NAME}停产")});
    act(&people.department, id, "request_suspension", asked).await;
    edit(
        office,
        id,
        json!({"description": "用电", "confidential": true}),
    )
    .await;
    act(
        office,
        id,
        "add_support",
        json!({"department_ids": [people.other_department_id]}),
    )
    .await;
}

both! {
    async fn departments_read_nothing_by_which_they_knew_the_enterprise(app) {
        let people = &app.people;
        named(&app).await;
        let id = whole_story(&app).await;
        other_stories(&app).await;
        app.day("2021-08-23");
        let (clock, at) = (app.clock.clone(), app.clock.now());
        app.db.write_blocking(move |conn| zhuqi::reports::actions::close_due_weeks(conn, &clock, at).map(|_| ())).unwrap();
        app.db.write_blocking(move |conn| remind(conn, at.naive_utc(), redacted_titles)).unwrap();

        for (name, who, notices) in [
            ("department1", &people.department, "dian@huachen.example"),
            ("other_department", &people.other_department, "jfj@district.example"),
        ] {
            let mut read = read_all(&app, who).await;
            for query in [format!("title={NAME}"), format!("title={CODE}"), format!("q={NAME}"), format!("q={CODE}"), "confidential=true".into()] {
                let path = format!("/problems?{query}&count=true");
                read.push((path.clone(), who.get(&path).await.text));
            }
            read.extend(mails_to(&app, &[format!("{name}@district.example"), notices.into()]));
            holds(name, &read, &[TITLE, "请到场", "园区服务中心", "仍跳闸"]);
            holds_none(name, &read, SECRETS);
            let seen = shown(who, id).await;
            for field in ["enterprise_id", "enterprise_name", "site_name", "visit_id", "source_reference"] {
                assert_eq!(seen[field], Value::Null, "{field}");
            }
            assert_eq!((&seen["confidential"], &seen["title"], &seen["park_id"]), (&json!(true), &json!(TITLE), &json!(people.park_id)));
            assert_eq!(seen["follow_ups"][0]["by"], "（保密）");
            assert_eq!((&seen["follow_ups"][0]["note"], &seen["follow_ups"][0]["satisfaction"]), (&json!("仍跳闸"), &json!(2)));
            let path = format!("/problems?enterprise_id={}", people.enterprise_id);
            who.get(&path).await.refused(422, "request.invalid");
        }
        // Whom it concerns still read it, with its mark.
        for who in [&people.park, &people.coordinator, &people.leader] {
            let seen = shown(who, id).await;
            assert_eq!((&seen["enterprise_name"], &seen["site_name"], &seen["confidential"]), (&json!(NAME), &json!("密址词二"), &json!(true)));
            let read = vec![("events".to_owned(), json!(events(who, id).await).to_string())];
            holds("who works with it", &read, &["密址词二", "密号词"]);
        }
    }

    async fn every_event_is_still_told_with_what_the_work_needs(app) {
        named(&app).await;
        let id = whole_story(&app).await;
        let (all, told) = (events(&app.people.coordinator, id).await, events(&app.people.department, id).await);
        let kinds = |list: &[Value]| list.iter().map(|one| one["kind"].clone()).collect::<Vec<_>>();
        assert_eq!(kinds(&all), kinds(&told));
        let of = |kind: &str| told.iter().find(|one| one["kind"] == kind).unwrap().clone();
        assert_eq!(of("report")["data"]["enterprise_id"], Value::Null);
        assert_eq!(of("dispatch")["data"]["place"], "园区服务中心");
        assert_eq!(of("edit")["data"], json!({"severity": {"from": "ordinary", "to": "major"}}));
        assert_eq!(of("escalate")["data"]["body"], "市电力局");
        assert_eq!(of("progress")["text"], "已现场勘查");
    }

    async fn counts_agree_and_none_of_them_is_by_the_hidden_enterprise(app) {
        let people = &app.people;
        named(&app).await;
        let hidden = file(&app, report(&app)).await;
        act(&people.park, hidden, "dispatch", to(people.department_id)).await;
        let power = &people.department;
        let enterprises = || async {
            let table = power.get("/statistics?group_by=enterprise").await.expect(200);
            let rows = table["rows"].as_array().unwrap().iter();
            rows.map(|row| (row["key"]["enterprise_id"].clone(), row["collected"].clone())).collect::<Vec<_>>()
        };
        let found = |query: String| async move {
            let list = power.get(&format!("/problems?{query}")).await.expect(200);
            list["items"].as_array().unwrap().iter().map(id_of).collect::<Vec<_>>()
        };
        assert_eq!(enterprises().await, [(Value::Null, json!(1))]);
        let of = format!("enterprise_id={}", people.enterprise_id);
        for path in [format!("/problems?{of}"), format!("/statistics?{of}"), format!("/problems?count_of=collected&{of}")] {
            power.get(&path).await.refused(422, "request.invalid");
        }

        // Once they have an open one of its, that one alone is found.
        let open = json!({"title": "招工难", "enterprise_id": people.enterprise_id, "dispatch": to(people.department_id)});
        let open = file(&app, open).await;
        let mut rows = enterprises().await;
        rows.sort_by_key(|(id, _)| id.as_i64());
        assert_eq!(rows, [(Value::Null, json!(1)), (json!(people.enterprise_id), json!(1))]);
        assert_eq!(found(of.clone()).await, [open]);
        assert_eq!(found(format!("count_of=collected&{of}")).await, [open]);
        assert_eq!(found("count_of=collected&enterprise_id=null".into()).await, [hidden]);
        assert_eq!(found("confidential=true".into()).await, [hidden]);
        assert_eq!(found("confidential=false".into()).await, [open]);
        let table = power.get("/statistics").await.expect(200);
        assert_eq!(table["totals"]["collected"], 2);

        // Merged with it, the open one would tell whose the other is.
        act(&people.coordinator, open, "merge", json!({"into_problem_id": hidden})).await;
        assert_eq!(shown(power, open).await["merged_into_id"], Value::Null);
        assert_eq!(events(power, open).await.last().unwrap()["data"], json!({}));
        assert_eq!(shown(&people.park, open).await["merged_into_id"], hidden);
    }

    async fn texts_that_name_the_enterprise_are_refused_where_they_stand(app) {
        let people = &app.people;
        named(&app).await;
        let pointers = |body: &Value| {
            let errors = body["errors"].as_array().unwrap().iter();
            errors.map(|one| {
                assert_eq!(one["code"], "names_enterprise", "{body}");
                one["pointer"].as_str().unwrap().to_owned()
            }).collect::<Vec<_>>()
        };
        let mut body = report(&app);
        body["title"] = json!("密企(生态)名词用电");
        body["description"] = json!(format!("信用代码{}", CODE.to_lowercase()));
        body["site_name"] = json!(NAME);
        body["dispatch"] = json!({"lead_department_id": people.department_id, "note": NAME, "place": format!("{NAME}门口")});
        let answer = people.park.post("/problems", body.clone()).await.refused(422, "request.invalid");
        assert_eq!(pointers(&answer), ["/title", "/description", "/dispatch/note", "/dispatch/place"]);
        let visit = json!({"enterprise_id": people.enterprise_id, "visited_on": "2021-08-02", "participants": ["李红"],
            "summary": NAME, "problems": [{"title": NAME, "confidential": true}]});
        let answer = people.park.post("/visits", visit).await.refused(422, "request.invalid");
        assert_eq!(pointers(&answer), ["/problems/0/title"]);
        body["confidential"] = json!(false);
        let id = file(&app, body).await;

        // What it leaves behind is what a correction is judged by.
        let path = format!("/problems/{id}");
        let answer = people.coordinator.patch(&path, json!({"confidential": true})).await.refused(422, "request.invalid");
        assert_eq!(pointers(&answer), ["/title", "/description"]);
        let right = json!({"confidential": true, "title": TITLE, "description": ""});
        people.coordinator.patch(&path, right).await.expect(200);
        let answer = people.coordinator.patch(&path, json!({"title": NAME})).await.refused(422, "request.invalid");
        assert_eq!(pointers(&answer), ["/title"]);

        // Every later text, except a department's own: a refusal would confirm its guess.
        for who in [&people.park, &people.coordinator, &people.leader] {
            assert_eq!(refused(who, id, "comment", json!({"text": NAME})).await.0, 422);
        }
        act(&people.department, id, "comment", json!({"text": format!("是不是{NAME}")})).await;
        let last = events(&people.department, id).await.pop().unwrap();
        assert_eq!(last["text"], format!("是不是{NAME}"));
        let off = json!({"confidential": false, "title": NAME});
        people.coordinator.patch(&path, off).await.expect(200);

        // Another park's enterprise tells nothing of itself.
        let foreign = json!({"title": NAME, "enterprise_id": people.enterprise_id, "confidential": true});
        let answer = people.other_park.post("/problems", foreign).await.refused(422, "request.invalid");
        assert_eq!(answer["errors"].as_array().unwrap().len(), 1);
        assert_eq!(answer["errors"][0]["code"], "unknown_id");
    }

    async fn the_park_decides_until_it_is_dispatched_and_the_coordinator_always(app) {
        let people = &app.people;
        let id = filed(&app).await;
        let path = format!("/problems/{id}");
        assert_eq!(shown(&people.park, id).await["confidential"], false);
        edit(&people.park, id, json!({"confidential": true})).await;
        edit(&people.park, id, json!({"confidential": false})).await;
        let changes = events(&people.park, id).await.pop().unwrap()["data"].clone();
        assert_eq!(changes, json!({"confidential": {"from": true, "to": false}}));
        act(&people.park, id, "dispatch", to(people.department_id)).await;
        assert_eq!(shown(&people.department, id).await["enterprise_name"], "聚合庄生态农庄");
        for who in [&people.park, &people.department] {
            assert_eq!(who.patch(&path, json!({"confidential": true})).await.status, 403);
        }
        edit(&people.coordinator, id, json!({"confidential": true})).await;
        assert_eq!(shown(&people.department, id).await["enterprise_name"], Value::Null);
        // A move of theirs writes nothing of what is hidden over what is kept.
        act(&people.department, id, "accept", json!({})).await;
        assert_eq!(shown(&people.coordinator, id).await["enterprise_id"], people.enterprise_id);
        edit(&people.coordinator, id, json!({"confidential": false})).await;
        assert_eq!(shown(&people.department, id).await["enterprise_name"], "聚合庄生态农庄");
        people.coordinator.patch(&path, json!({"confidential": null})).await.expect(200);
        people.coordinator.patch(&path, json!({"confidential": "yes"})).await.refused(422, "request.invalid");
    }

    async fn a_report_that_goes_round_says_confidential_for_the_place(app) {
        let people = &app.people;
        named(&app).await;
        let id = file(&app, report(&app)).await;
        act(&people.park, id, "dispatch", to(people.department_id)).await;
        for path in ["/reports/weekly?week=2021-W31", "/reports/weekly?week=2021-W31&format=html"] {
            let report = people.coordinator.get(path).await;
            assert_eq!(report.status, 200);
            holds_none("a report", &[(path.to_owned(), report.text)], SECRETS);
        }
    }
}
