//! 联系企业: who works the case learns whom to call; each number that is told is logged.

use reqwest::Method;
use serde_json::json;

use super::*;
use crate::both;

async fn entered(app: &App) {
    let people = &app.people;
    let path = format!("/enterprises/{}", people.enterprise_id);
    let contacts = json!({"contacts": [
        {"name": "王负责人", "phone": "13812341234", "position": "负责人", "email": "wang@farm.example"},
        {"name": "李会计"}]});
    people.park.patch(&path, contacts).await.expect(200);
}

fn path(id: i64) -> String {
    format!("/problems/{id}/contacts")
}

async fn calls(app: &App) -> Value {
    let trail = app
        .people
        .auditor
        .get("/audit?action=problem.contact_called&count=true");
    trail.await.expect(200)
}

both! {
    async fn who_works_the_case_sees_masked_numbers_and_is_told_one_that_is_logged(app) {
        let people = &app.people;
        entered(&app).await;
        let id = accepted(&app).await;
        act(&people.park, id, "add_support", json!({"department_ids": [people.other_department_id]})).await;
        let call = format!("{}/call", path(id));
        let mut told = 0;
        for who in [&people.park, &people.park2, &people.coordinator, &people.department, &people.other_department] {
            let shown = who.get(&path(id)).await.expect(200);
            assert_eq!(shown, json!({"enterprise_id": people.enterprise_id, "contacts": [
                {"index": 1, "name": "王负责人", "position": "负责人", "phone": "138****1234"},
                {"index": 2, "name": "李会计", "position": null, "phone": null}]}));
            assert_eq!(calls(&app).await["total"], told, "a masked number tells nothing that had to be logged");
            let answer = who.post(&call, json!({"index": 1})).await.expect(200);
            assert_eq!(answer, json!({"name": "王负责人", "phone": "13812341234"}));
            told += 1;
            let trail = calls(&app).await;
            assert_eq!(trail["total"], told);
            let last = &trail["items"][0];
            assert_eq!((&last["actor_id"], &last["target"], &last["target_id"]), (&json!(who.id), &json!("problem"), &json!(id)));
            assert_eq!(last["data"]["contact"], 1);
            assert!(!trail.to_string().contains("13812341234") && !trail.to_string().contains("王负责人"));
        }
        let events = people.park.get(&format!("/problems/{id}/events")).await.expect(200);
        assert_eq!(events["items"].as_array().unwrap().len(), 4, "a call is no event of the problem");
        assert!(!events.to_string().contains("王负责人"));
    }

    async fn others_are_told_nothing(app) {
        let people = &app.people;
        entered(&app).await;
        let id = dispatched(&app).await;
        let call = format!("{}/call", path(id));
        for (who, status, code) in [
            (&people.other_park, 404, "not_found"),
            (&people.other_department, 404, "not_found"),
            (&people.leader, 403, "access.not_yours"),
            (&people.admin, 403, "access.not_yours"),
            (&people.auditor, 403, "access.not_yours"),
        ] {
            who.get(&path(id)).await.refused(status, code);
            who.post(&call, json!({"index": 1})).await.refused(status, code);
        }
        // It lost the problem and keeps reading it, but works on it no more.
        act(&people.coordinator, id, "redispatch", json!({"lead_department_id": people.other_department_id})).await;
        people.department.get(&path(id)).await.refused(403, "problem.not_yours");
        people.department.post(&call, json!({"index": 1})).await.refused(403, "problem.not_yours");
        people.other_department.get(&path(id)).await.expect(200);
        assert_eq!(calls(&app).await["total"], 0);
    }

    async fn departments_call_until_it_is_closed(app) {
        let people = &app.people;
        entered(&app).await;
        let id = resolved(&app, solved()).await;
        people.department.get(&path(id)).await.expect(200);
        act(&people.park, id, "follow_up", json!({"reached": true, "solved": true, "then": "close"})).await;
        people.department.get(&path(id)).await.refused(403, "problem.not_yours");
        people.park.get(&path(id)).await.expect(200);
    }

    async fn of_a_confidential_problem_departments_are_told_nobody(app) {
        let people = &app.people;
        entered(&app).await;
        let to = json!({"lead_department_id": people.department_id});
        let body = json!({"title": "用电不足", "enterprise_id": people.enterprise_id, "confidential": true, "dispatch": to});
        let hidden = id_of(&people.park.post("/problems", body).await.expect(201));
        let site = json!({"title": "用电不足", "park_id": people.park_id, "site_name": "项目部", "confidential": true, "dispatch": to});
        let no_enterprise = id_of(&people.park.post("/problems", site).await.expect(201));
        let mut answers = vec![];
        for id in [hidden, no_enterprise] {
            let list = people.department.get(&path(id)).await;
            let call = people.department.post(&format!("{}/call", path(id)), json!({"index": 1})).await;
            assert_eq!((list.status, call.status), (403, 403));
            assert_eq!(list.body["code"], "problem.enterprise_hidden");
            answers.push((list.body.to_string().replace(&id.to_string(), "N"), call.body.to_string().replace(&id.to_string(), "N")));
        }
        assert_eq!(answers[0], answers[1], "nor whether there is an enterprise");
        for who in [&people.park, &people.coordinator] {
            who.post(&format!("{}/call", path(hidden)), json!({"index": 1})).await.expect(200);
        }
        // Made confidential later, it is hidden from then on.
        let open = dispatched(&app).await;
        people.department.get(&path(open)).await.expect(200);
        people.coordinator.patch(&format!("/problems/{open}"), json!({"confidential": true})).await.expect(200);
        people.department.get(&path(open)).await.refused(403, "problem.enterprise_hidden");
    }

    async fn what_cannot_be_called_says_why(app) {
        let people = &app.people;
        let id = dispatched(&app).await;
        let none = people.park.get(&path(id)).await.expect(200);
        assert_eq!(none, json!({"enterprise_id": people.enterprise_id, "contacts": []}));
        let site = people.park.post("/problems", json!({"title": "修路", "park_id": people.park_id, "site_name": "项目部"})).await.expect(201);
        let nobody = people.park.get(&path(id_of(&site))).await.expect(200);
        assert_eq!(nobody, json!({"enterprise_id": null, "contacts": []}));
        entered(&app).await;
        let call = format!("{}/call", path(id));
        people.park.post(&call, json!({"index": 2})).await.refused(409, "problem.contact_without_phone");
        for index in [0, 3, -1, i64::MAX] {
            let told = people.park.post(&call, json!({"index": index})).await.refused(422, "request.invalid");
            assert_eq!((&told["errors"][0]["pointer"], &told["errors"][0]["code"]), (&json!("/index"), &json!("unknown_id")));
        }
        assert_eq!(calls(&app).await["total"], 0);
        // The list was changed since it was read: another name might stand there.
        let tag = people.park.get(&path(id)).await.header("etag").to_owned();
        let changed = json!({"contacts": [{"name": "新负责人", "phone": "13912345678"}]});
        people.park.patch(&format!("/enterprises/{}", people.enterprise_id), changed).await.expect(200);
        let stale = people.park.with(&[("If-Match", &tag)], Method::POST, &call, Some(json!({"index": 1}))).await;
        assert_eq!(stale.status, 412);
        assert_eq!(calls(&app).await["total"], 0);
        let tag = people.park.get(&path(id)).await.header("etag").to_owned();
        let fresh = people.park.with(&[("If-Match", &tag)], Method::POST, &call, Some(json!({"index": 1}))).await.expect(200);
        assert_eq!(fresh["phone"], "13912345678");
    }
}
