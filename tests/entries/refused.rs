//! What of a project isn't said, or isn't taken, though another way seemed open.

use serde_json::{Value, json};

use super::{act, building, project, proposed, wrong};
use crate::both;
use crate::problems::id_of;

both! {
    async fn a_link_tells_nobody_what_they_could_not_open(app) {
        let people = &app.people;
        let (park, department, office) = (&people.park, &people.department, &people.coordinator);
        let mut body = project(&app);
        body["supporting_department_ids"] = json!([people.department_id]);
        let id = id_of(&park.post("/projects", body).await.expect(201));
        let problem = |confidential: bool| json!({"title": "担心后续用电得不到保障", "enterprise_id": people.enterprise_id,
            "confidential": confidential, "dispatch": {"lead_department_id": people.department_id}});
        let secret = id_of(&park.post("/problems", problem(true)).await.expect(201));
        let open = id_of(&park.post("/problems", problem(false)).await.expect(201));
        let foreign = json!({"title": "用水", "enterprise_id": people.other_enterprise_id});
        let foreign = id_of(&people.other_park.post("/problems", foreign).await.expect(201));
        for problem in [secret, open] {
            act(park, id, "link", json!({"problem_id": problem})).await;
        }
        act(office, id, "link", json!({"problem_id": foreign})).await;
        let path = format!("/projects/{id}");
        for (who, told) in [(park, vec![secret, open]), (department, vec![open]), (office, vec![secret, open, foreign])] {
            let shown = who.get(&path).await.expect(200);
            let links = shown["links"].as_array().unwrap().iter().map(|link| link["problem_id"].as_i64().unwrap());
            assert_eq!(links.collect::<Vec<_>>(), told);
            let events = who.get(&format!("{path}/events")).await.expect(200);
            let events = events["items"].as_array().unwrap().iter().filter_map(|event| event["data"]["problem_id"].as_i64());
            assert_eq!(events.collect::<Vec<_>>(), told);
        }
        let linked = |problem: i64| format!("/projects?problem_id={problem}");
        assert_eq!(wrong(&department.get(&linked(secret)).await.expect(422)), [("/problem_id", "unknown_id")]);
        department.get(&linked(open)).await.expect(200);
        // An enterprise that isn't there and one of another park are alike.
        let refused = |told: Value| wrong(&told).len();
        for enterprise in [people.other_enterprise_id, 999_999] {
            let told = park.post(&format!("{path}/link"), json!({"enterprise_id": enterprise})).await.expect(422);
            assert_eq!(refused(told), 1, "{enterprise}");
        }
    }

    async fn who_answers_for_it_is_read_before_anything_is_made_of_it(app) {
        let park = &app.people.park;
        for (name, value, pointer) in [
            ("handler", json!(5), "/handler"),
            ("supporting_department_ids", json!("x"), "/supporting_department_ids"),
            ("leader", json!({}), "/leader/name"),
            ("leader", json!({"name": " "}), "/leader/name"),
        ] {
            let mut body = project(&app);
            body[name] = value;
            let told = park.post("/projects", body.clone()).await.expect(422);
            assert_eq!(wrong(&told)[0].0, pointer, "{body}");
        }
        let mut body = project(&app);
        body["park_id"] = json!(app.people.park_id);
        body.as_object_mut().unwrap().remove("enterprise_id");
        body["department_id"] = json!(app.people.other_department_id);
        let told = app.people.department.post("/projects", body).await.expect(422);
        assert_eq!(wrong(&told), [("/department_id", "not_applicable")]);
    }

    async fn a_permit_has_the_day_it_was_given_and_a_correction_is_no_way_around_a_review(app) {
        let (park, office) = (&app.people.park, &app.people.coordinator);
        let id = proposed(&app).await;
        let of = |name: &str| format!("/projects/{id}/{name}");
        for (body, pointer, code) in [
            (json!({"kind": "eia", "done_on": "2021-08-01"}), "/done_on", "not_applicable"),
            (json!({"kind": "eia", "state": "done", "done_on": "2021-08-03"}), "/done_on", "future_day"),
            (json!({"kind": "eia", "state": null}), "/state", "required"),
        ] {
            let told = park.post(&of("permit"), body.clone()).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{body}");
        }
        let told = park.patch(&format!("/projects/{id}"), json!({"permits": [{"kind": "land", "done_on": "2021-08-01"}]})).await.expect(422);
        assert_eq!(wrong(&told), [("/permits/0/done_on", "not_applicable")]);
        act(park, id, "screen", json!({"verdict": "suspected", "text": "行业代码在列"})).await;
        let given = json!({"permits": [{"kind": "eia", "state": "done", "done_on": "2021-08-01"}]});
        park.patch(&format!("/projects/{id}"), given.clone()).await.refused(409, "project.under_review");
        act(office, id, "screen", json!({"verdict": "clear", "text": "不涉及"})).await;
        let shown = park.patch(&format!("/projects/{id}"), given.clone()).await.expect(200);
        assert_eq!(shown["permits"][0]["state"], "done");
        // What was given already may stand in a correction.
        act(office, id, "screen", json!({"verdict": "suspected", "text": "复核"})).await;
        park.patch(&format!("/projects/{id}"), json!({"permits": given["permits"], "builder": "甲公司"})).await.expect(200);
        act(office, id, "screen", json!({"verdict": "clear", "text": "不涉及"})).await;
        // Started on the day before the permit came.
        let mut start = json!({"on": "2021-07-31", "evidence": "piling"});
        assert_eq!(wrong(&park.post(&of("start"), start.clone()).await.expect(422)), [("/reason", "required")]);
        start["reason"] = json!("抢抓工期");
        start["without_permits"] = json!(false);
        assert_eq!(wrong(&park.post(&of("start"), start.clone()).await.expect(422)), [("/without_permits", "not_applicable")]);
        start["without_permits"] = json!(true);
        assert_eq!(act(park, id, "start", start).await["without_permits"], true);
    }

    async fn a_list_of_another_year_takes_no_plan_away_and_one_that_is_left_takes_its_own(app) {
        let office = &app.people.coordinator;
        let id = proposed(&app).await;
        let list = |year: i64| json!({"year": year, "class": "new", "amount_yuan": 1_000});
        for year in [2020, 2022] {
            let told = office.post(&format!("/projects/{id}/enter_list"), list(year)).await.expect(422);
            assert_eq!(wrong(&told), [("/year", "out_of_range")]);
        }
        assert_eq!(act(office, id, "enter_list", list(2021)).await["annual_plan"]["amount_yuan"], 1_000);
        assert_eq!(act(office, id, "leave_list", json!({"reason": "调出"})).await["annual_plan"], Value::Null);
    }

    async fn a_light_is_no_redder_than_the_money_is_behind(app) {
        let park = &app.people.park;
        let id = building(&app, "2021-08-02").await;
        let path = format!("/projects/{id}");
        park.patch(&path, json!({"annual_plan": {"year": 2021, "amount_yuan": 12_000_000}})).await.expect(200);
        assert_eq!(park.get(&path).await.expect(200)["light"], "red");
        // 50.0 of 58.3 percent.
        let month = park.put(&format!("{path}/months/2021-07"), json!({"invested_yuan": 6_000_000})).await.expect(200);
        assert_eq!(month["light"], "yellow");
        let month = park.put(&format!("{path}/months/2021-07"), json!({"invested_yuan": 7_000_000})).await.expect(200);
        assert_eq!(month["light"], "green");
    }

    async fn a_group_without_projects_is_told_as_the_others_are(app) {
        proposed(&app).await;
        let table = app.people.coordinator.get("/statistics/projects?group_by=park").await.expect(200);
        for row in table["rows"].as_array().unwrap() {
            assert!(row["sentence"].as_str().unwrap().starts_with("省、市重点项目"), "{row}");
            assert!(row["progress"]["through"].is_string(), "{row}");
        }
    }
}
