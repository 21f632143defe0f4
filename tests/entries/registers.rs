//! Registers: what projects go by, kept by the coordinator.

use serde_json::{Value, json};

use super::{act, building, project, proposed, wrong};
use crate::both;
use crate::harness::App;
use crate::problems::id_of;

/// 「9月底前省、市重点项目全部开工」.
fn target() -> Value {
    json!({"name": "9月底前省、市重点项目全部开工", "measure": "started", "percent": 100, "level": "key", "until_on": "2021-09-30"})
}

fn without(mut body: Value, name: &str) -> Value {
    body.as_object_mut().unwrap().remove(name);
    body
}

async fn targets(app: &App, query: &str) -> Value {
    let path = format!("/statistics/projects?{query}");
    app.people.coordinator.get(&path).await.expect(200)["totals"]["targets"].clone()
}

/// A line of the negative list: cement that takes 50,000 tonnes of standard coal a year.
async fn cement(app: &App) -> i64 {
    let line = json!({"name": "水泥制造", "industry_code": "C3011", "threshold_tce": 50_000, "kind": "energy",
        "basis": "两高项目管理目录", "from_on": "2021-08-01"});
    id_of(
        &app.people
            .coordinator
            .post("/negative_list", line)
            .await
            .expect(201),
    )
}

both! {
    async fn a_target_tells_what_is_missing_on_each_day(app) {
        let office = &app.people.coordinator;
        let started = building(&app, "2021-08-02").await;
        let waiting = proposed(&app).await;
        let district = json!({"name": "区级项目", "kind": "other", "level": "district", "enterprise_id": app.people.enterprise_id});
        app.people.park.post("/projects", district).await.expect(201);
        assert_eq!(targets(&app, "").await, json!([]));
        let set = office.post("/project_targets", target()).await.expect(201);
        assert_eq!((&set["status"], &set["park_id"], &set["number"]), (&json!("in_force"), &Value::Null, &json!("QU-MB-2021-001")));
        let found = targets(&app, "").await;
        let standing = &found[0]["standing"];
        assert_eq!((&standing["reached"], &standing["all"], &standing["percent"], &standing["rest"]), (&json!(1), &json!(2), &json!("50.0"), &json!(1)), "{found}");
        // After Monday, 2 August, 21 working days of August and 22 of September: two days of Mid-Autumn are off, two of weekends worked.
        assert_eq!((&standing["working_days_left"], &standing["missed"]), (&json!(43), &json!(false)));
        app.day("2021-08-09");
        act(&app.people.park, waiting, "start", json!({"on": "2021-08-09", "evidence": "piling"})).await;
        assert_eq!(targets(&app, "").await[0]["standing"]["rest"], 0);
        assert_eq!(targets(&app, "as_of=2021-08-08").await[0]["standing"]["rest"], 1, "a day that was told stays");
        let _ = started;
        // Of a part there is nothing to tell, and a park reads of the district's targets nothing.
        assert_eq!(targets(&app, "level=city").await, json!([]));
        let own = app.people.park.get("/statistics/projects").await.expect(200);
        assert_eq!(own["totals"]["targets"], json!([]));
        for path in ["/project_targets".to_owned(), format!("/project_targets/{}", set["id"])] {
            app.people.leader.get(&path).await.expect(200);
            app.people.park.get(&path).await.expect(403);
            app.people.department.get(&path).await.expect(403);
        }
        app.people.leader.post("/project_targets", target()).await.expect(403);
        office.get(&format!("/project_targets/{}/attachments", set["id"])).await.expect(404);
        // What is taken out of use was in use before.
        app.day("2021-08-16");
        let path = format!("/project_targets/{}", set["id"]);
        let gone = office.post(&format!("{path}/exclude"), json!({"ground": "已调整", "reason": "改为10月底"})).await.expect(200);
        assert_eq!((&gone["status"], &gone["allowed_actions"]), (&json!("retired"), &json!(["reinstate"])));
        assert_eq!(targets(&app, "").await, json!([]));
        assert_eq!(targets(&app, "as_of=2021-08-15").await[0]["id"], set["id"]);
        office.post(&format!("{path}/reinstate"), json!({"reason": "恢复执行"})).await.expect(200);
        assert_eq!(targets(&app, "").await[0]["id"], set["id"]);
    }

    async fn a_target_that_is_corrected_stays_as_it_was_on_days_before(app) {
        let office = &app.people.coordinator;
        building(&app, "2021-08-02").await;
        let money = json!({"name": "年度投资目标", "measure": "invested", "amount_yuan": 1_000_000, "until_on": "2021-12-31"});
        let set = office.post("/project_targets", money).await.expect(201);
        app.day("2021-08-03");
        office.patch(&format!("/project_targets/{}", set["id"]), json!({"amount_yuan": 2_000_000})).await.expect(200);
        let rest = |found: Value| found[0]["standing"]["rest"].clone();
        assert_eq!(rest(targets(&app, "").await), 2_000_000);
        assert_eq!(rest(targets(&app, "as_of=2021-08-02").await), 1_000_000);
    }

    async fn a_target_is_one_that_can_be_measured(app) {
        let office = &app.people.coordinator;
        for (body, pointer, code) in [
            (without(target(), "name"), "/name", "required"),
            (without(target(), "measure"), "/measure", "required"),
            (without(target(), "until_on"), "/until_on", "required"),
            (without(target(), "percent"), "/percent", "required"),
            (json!({"name": "x", "measure": "started", "percent": 1, "amount": 1, "until_on": "2021-09-30"}), "/amount", "not_applicable"),
            (json!({"name": "x", "measure": "started", "percent": 0, "until_on": "2021-09-30"}), "/percent", "out_of_range"),
            (json!({"name": "x", "measure": "started", "percent": 101, "until_on": "2021-09-30"}), "/percent", "out_of_range"),
            (json!({"name": "x", "measure": "started", "amount": 0, "until_on": "2021-09-30"}), "/amount", "out_of_range"),
            (json!({"name": "x", "measure": "started", "amount": 100_000, "until_on": "2021-09-30"}), "/amount", "out_of_range"),
            (json!({"name": "x", "measure": "started", "percent": 1, "amount_yuan": 1, "until_on": "2021-09-30"}), "/amount_yuan", "not_applicable"),
            (json!({"name": "x", "measure": "invested", "amount_yuan": 0, "until_on": "2021-09-30"}), "/amount_yuan", "out_of_range"),
            (json!({"name": "x", "measure": "invested", "amount_yuan": 1_000_000_000_000_001_i64, "until_on": "2021-09-30"}), "/amount_yuan", "out_of_range"),
            (json!({"name": "x", "measure": "visits", "percent": 1, "until_on": "2021-09-30"}), "/measure", "unknown_value"),
            (json!({"name": "x", "measure": "started", "percent": 1, "until_on": "2021-08-01"}), "/until_on", "past_day"),
            (json!({"name": "x", "measure": "started", "percent": 1, "until_on": "2021-09-30", "park_id": app.people.park_id}), "/park_id", "unknown_field"),
        ] {
            let told = office.post("/project_targets", body.clone()).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{body}");
        }
        for body in [
            json!({"name": "x", "measure": "started", "percent": 1, "until_on": "2021-08-02"}),
            json!({"name": "x", "measure": "started", "percent": 100, "until_on": "2021-08-02"}),
            json!({"name": "x", "measure": "invested", "amount_yuan": 1_000_000_000_000_000_i64, "until_on": "2021-08-02"}),
        ] {
            office.post("/project_targets", body).await.expect(201);
        }
    }

    async fn the_negative_list_proposes_and_people_decide(app) {
        let (office, park) = (&app.people.coordinator, &app.people.park);
        let id = proposed(&app).await;
        let path = format!("/projects/{id}/screening");
        let empty = park.get(&path).await.expect(200);
        assert_eq!((&empty["proposed"], &empty["rules"]), (&Value::Null, &json!(0)));
        let rule = cement(&app).await;
        assert_eq!(park.get(&path).await.expect(200)["proposed"], Value::Null, "nobody said its industry");
        for (fields, proposed, to_check) in [
            (json!({"industry_code": "3011", "energy_tce": 50_000}), "suspected", json!([])),
            (json!({"energy_tce": 49_999}), "clear", Value::Null),
            (json!({"energy_tce": null}), "suspected", json!(["energy"])),
            (json!({"industry_code": "C30"}), "suspected", json!(["industry", "energy"])),
            (json!({"industry_code": "3012"}), "clear", Value::Null),
            (json!({"industry_code": "3011"}), "suspected", json!(["energy"])),
        ] {
            park.patch(&format!("/projects/{id}"), fields.clone()).await.expect(200);
            let told = park.get(&path).await.expect(200);
            assert_eq!((&told["proposed"], &told["hits"][0]["to_check"], &told["decided"]), (&json!(proposed), &to_check, &Value::Null), "{fields}");
        }
        let told = act(office, id, "screen", json!({"verdict": "suspected", "rule_id": rule, "text": "待会商"})).await;
        assert_eq!(told["screening"], "suspected");
        assert_eq!(park.get(&path).await.expect(200)["decided"], "suspected");
        for rule in [json!(999), json!(id), json!(0)] {
            let body = json!({"verdict": "clear", "rule_id": rule, "text": "不生产熟料"});
            let told = office.post(&format!("/projects/{id}/screen"), body).await.expect(422);
            assert_eq!(wrong(&told)[0].0, "/rule_id");
        }
        assert_eq!(park.get(&format!("/projects/{id}")).await.expect(200)["screening"], "suspected");
        // Who can't open the project isn't told either.
        app.people.other_park.get(&path).await.expect(404);
    }

    async fn a_line_of_the_negative_list_holds_on_its_days(app) {
        let office = &app.people.coordinator;
        let id = proposed(&app).await;
        app.people.park.patch(&format!("/projects/{id}"), json!({"industry_code": "3011", "energy_tce": 60_000})).await.expect(200);
        let rule = cement(&app).await;
        let line = format!("/negative_list/{rule}");
        let proposed = async || app.people.park.get(&format!("/projects/{id}/screening")).await.expect(200)["proposed"].clone();
        assert_eq!(proposed().await, "suspected");
        office.patch(&line, json!({"until_on": "2021-08-04"})).await.expect(200);
        app.day("2021-08-04");
        assert_eq!(proposed().await, "suspected");
        app.day("2021-08-05");
        assert_eq!(proposed().await, Value::Null, "no line is in force");
        office.patch(&line, json!({"until_on": null})).await.expect(200);
        assert_eq!(proposed().await, "suspected");
        office.post(&format!("{line}/exclude"), json!({"ground": "目录调整", "reason": "不再列入"})).await.expect(200);
        assert_eq!(proposed().await, Value::Null);
        for (body, pointer, code) in [
            (json!({"until_on": "2021-07-31"}), "/until_on", "out_of_range"),
            (json!({"industry_code": "C"}), "/industry_code", "invalid"),
            (json!({"industry_code": "30110"}), "/industry_code", "invalid"),
            (json!({"threshold_tce": 0}), "/threshold_tce", "out_of_range"),
            (json!({"basis": null}), "/basis", "required"),
        ] {
            let again = cement(&app).await;
            let told = office.patch(&format!("/negative_list/{again}"), body.clone()).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{body}");
        }
    }

    async fn statistics_that_are_kept_follow_what_changes(app) {
        let office = &app.people.coordinator;
        let by_park = async || office.get("/statistics/projects?group_by=park").await.expect(200);
        let before = by_park().await;
        assert_eq!(by_park().await, before);
        proposed(&app).await;
        let after = by_park().await;
        assert_eq!((&before["totals"]["listed"], &after["totals"]["listed"]), (&json!(0), &json!(1)));
        // A name comes from elsewhere.
        office.patch(&format!("/parks/{}", app.people.park_id), json!({"name": "新名称园区"})).await.expect(200);
        let renamed = by_park().await;
        let names: Vec<_> = renamed["rows"].as_array().unwrap().iter().map(|row| row["key"]["name"].as_str().unwrap()).collect();
        assert!(names.contains(&"新名称园区"), "{names:?}");
        // Each reads their own.
        let elsewhere = app.people.other_park.get("/statistics/projects?group_by=park").await.expect(200);
        assert_eq!(elsewhere["totals"]["listed"], 0);
        // Totals are the sum of the groups.
        let mut again = project(&app);
        again["level"] = "province".into();
        app.people.park.post("/projects", again).await.expect(201);
        let by_level = office.get("/statistics/projects?group_by=level").await.expect(200);
        let listed: i64 = by_level["rows"].as_array().unwrap().iter().map(|row| row["listed"].as_i64().unwrap()).sum();
        assert_eq!((listed, &by_level["totals"]["listed"]), (2, &json!(2)));
    }
}
