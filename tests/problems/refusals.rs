//! What is refused, in which order, and that it changes nothing.

use reqwest::Method;
use serde_json::json;

use super::*;
use crate::both;

both! {
    async fn refusals_come_in_order_404_403_422_412_409(app) {
        let people = &app.people;
        let id = dispatched(&app).await;
        let wrong = Some(json!({"note": 1, "unknown": true}));
        let stale = [("If-Match", "\"99\"")];
        let accept = |path: String| (Method::POST, path);
        let path = format!("/problems/{id}/accept");
        let (method, missing) = accept("/problems/999999/accept".to_owned());
        let gone = people.department.with(&stale, method, &missing, wrong.clone()).await.expect(404);
        let foreign = people.other_department.with(&stale, Method::POST, &path, wrong.clone()).await.expect(404);
        assert_eq!(gone, foreign, "what isn't there and what isn't theirs look alike");
        let supported = json!({"department_ids": [people.other_department_id]});
        act(&people.park, id, "add_support", supported).await;
        people.other_department.with(&stale, Method::POST, &path, wrong.clone()).await.expect(403);
        let told = people.department.with(&stale, Method::POST, &path, wrong).await.expect(422);
        assert_eq!(told["code"], "request.invalid");
        people.department.with(&stale, Method::POST, &path, Some(json!({}))).await.refused(412, "request.stale_version");
        act(&people.department, id, "accept", json!({})).await;
        let again = people.department.post(&path, json!({})).await.refused(409, "problem.transition_not_allowed");
        assert!(again["allowed_actions"].as_array().unwrap().contains(&json!("resolve")));
        people.leader.post(&path, json!({})).await.expect(403);
        people.auditor.get(&format!("/problems/{id}")).await.expect(403);
        people.admin.get("/problems").await.expect(403);
    }

    async fn a_refused_move_leaves_no_trace(app) {
        let people = &app.people;
        let id = accepted(&app).await;
        let before = shown(&people.park, id).await;
        for (who, action, body) in [
            (&people.department, "accept", json!({})),
            (&people.department, "resolve", json!({"outcome": "solved", "resolution": ""})),
            (&people.park, "close", json!({})),
            (&people.coordinator, "decide_extension", json!({"granted": true})),
            (&people.coordinator, "redispatch", json!({"lead_department_id": 999_999})),
        ] {
            let answer = who.post(&format!("/problems/{id}/{action}"), body).await;
            assert!((400..500).contains(&answer.status), "{action}: {}", answer.text);
        }
        assert_eq!(shown(&people.park, id).await, before);
        let events = people.park.get(&format!("/problems/{id}/events")).await.expect(200);
        assert_eq!(events["items"].as_array().unwrap().len(), 3);
    }

    async fn ids_in_bodies_of_unknown_and_foreign_things_are_refused_alike(app) {
        let people = &app.people;
        let file = |enterprise: i64| json!({"title": "用电", "enterprise_id": enterprise});
        let foreign = people.park.post("/problems", file(people.other_enterprise_id)).await.expect(422);
        let missing = people.park.post("/problems", file(999_999)).await.expect(422);
        assert_eq!(foreign["errors"], missing["errors"]);
        assert_eq!(foreign["errors"][0]["code"], "unknown_id");
        let body = json!({"title": "用电", "enterprise_id": people.enterprise_id, "category_id": 999_999,
            "visit_id": 999_999, "dispatch": {"lead_department_id": 999_999}});
        let errors = people.park.post("/problems", body).await.expect(422);
        let pointers: Vec<_> = errors["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect();
        assert_eq!(pointers, ["/visit_id", "/category_id", "/dispatch/lead_department_id"]);
    }

    async fn bounds_of_a_report_are_told_by_pointer(app) {
        let people = &app.people;
        let enterprise_id = people.enterprise_id;
        let long = |length: usize| "电".repeat(length);
        for (body, expected) in [
            (json!({"title": long(200), "enterprise_id": enterprise_id}), None),
            (json!({"title": long(201), "enterprise_id": enterprise_id}), Some(("/title", "too_long"))),
            (json!({"title": "一\n二", "enterprise_id": enterprise_id}), Some(("/title", "control_character"))),
            (json!({"title": "用电", "description": long(10_000), "enterprise_id": enterprise_id}), None),
            (json!({"title": "用电", "description": long(10_001), "enterprise_id": enterprise_id}), Some(("/description", "too_long"))),
            (json!({"title": "用电", "enterprise_id": enterprise_id, "raised_on": "2021-08-03"}), Some(("/raised_on", "future_day"))),
            (json!({"title": "用电", "enterprise_id": enterprise_id, "boss": 1}), Some(("/boss", "unknown_field"))),
            (json!({"title": "用电", "enterprise_id": enterprise_id, "severity": "huge"}), Some(("/severity", "unknown_value"))),
        ] {
            let answer = people.park.post("/problems", body).await;
            match expected {
                None => drop(answer.expect(201)),
                Some((pointer, code)) => {
                    let errors = answer.expect(422);
                    assert_eq!((&errors["errors"][0]["pointer"], &errors["errors"][0]["code"]), (&json!(pointer), &json!(code)));
                }
            }
        }
    }

    async fn nobody_rules_on_a_request_of_their_own(app) {
        let people = &app.people;
        let id = dispatched(&app).await;
        let behalf = json!({"department_id": people.department_id, "person": "李师傅"});
        act(&people.coordinator, id, "return", json!({"reason": "不属职责", "on_behalf_of": behalf})).await;
        let ruling = json!({"upheld": false, "reason": "请继续办理"});
        assert_eq!(refused(&people.coordinator, id, "decide_return", ruling.clone()).await, (403, "problem.own_request".to_owned()));
        act(&people.coordinator2, id, "decide_return", ruling).await;
    }

    async fn the_same_key_gives_the_same_answer_and_one_problem(app) {
        let people = &app.people;
        let key = [("Idempotency-Key", "whistle-1")];
        let body = Some(json!({"title": "用电", "enterprise_id": people.enterprise_id}));
        let first = people.park.with(&key, Method::POST, "/problems", body.clone()).await.expect(201);
        let again = people.park.with(&key, Method::POST, "/problems", body).await.expect(201);
        assert_eq!(first, again);
        let list = people.park.get("/problems?count=true").await.expect(200);
        assert_eq!(list["total"], 1);
        let other = Some(json!({"title": "用水", "enterprise_id": people.enterprise_id}));
        people.park.with(&key, Method::POST, "/problems", other).await.expect(422);
    }

    async fn what_makes_no_sense_where_it_stands_is_refused_by_pointer(app) {
        let people = &app.people;
        let told = people.park.get("/problems?due_from=2021-08-03&due_to=2021-08-02").await.refused(422, "request.invalid");
        assert_eq!((&told["errors"][0]["pointer"], &told["errors"][0]["code"]), (&json!("/due_from"), &json!("after_to")));
        let visit = json!({"park_id": people.park_id, "enterprise_id": people.enterprise_id, "visited_on": "2021-08-02",
            "participants": ["张三"], "problems": [{"title": "用电", "visit_id": 1}]});
        let told = people.park.post("/visits", visit).await.refused(422, "request.invalid");
        assert_eq!(told["errors"][0]["pointer"], "/problems/0/visit_id");
    }
}
