//! What is asked again and again: 304 while nothing has changed, the days behind a limit, and
//! filters that pages ask with.

use reqwest::Method;
use serde_json::{Value, json};

use super::{accepted, act, dispatched, filed};
use crate::both;
use crate::harness::{Answer, people::Person};

async fn again(who: &Person, path: &str, seen: &str) -> Answer {
    who.with(&[("If-None-Match", seen)], Method::GET, path, None)
        .await
}

both! {
    async fn what_has_not_changed_is_not_sent_again(app) {
        let people = &app.people;
        let id = dispatched(&app).await;
        for path in [format!("/problems/{id}"), format!("/problems/{id}/events"), "/me/queue".to_owned()] {
            let first = people.department.get(&path).await;
            let tag = first.header("etag").to_owned();
            assert!(first.status == 200 && tag.len() > 2, "{path}");
            let same = again(&people.department, &path, &format!("\"x\", W/{tag}")).await;
            assert_eq!((same.status, same.text.as_str(), same.header("etag")), (304, "", tag.as_str()), "{path}");
            act(&people.coordinator, id, "comment", json!({"text": "请关注"})).await;
            let other = again(&people.department, &path, &tag).await;
            assert_eq!(other.status, 200, "{path}");
            assert_ne!(other.header("etag"), tag, "{path}");
        }
    }

    async fn a_queue_changes_when_something_begins_or_ceases_to_wait(app) {
        let people = &app.people;
        let id = accepted(&app).await;
        let tag = async |who: &Person| who.get("/me/queue").await.header("etag").to_owned();
        let (office, department) = (tag(&people.coordinator).await, tag(&people.department).await);
        assert_eq!(again(&people.coordinator, "/me/queue", &office).await.status, 304);
        filed(&app).await;
        assert_eq!(again(&people.department, "/me/queue", &department).await.status, 304, "of no concern to it");
        assert_eq!(again(&people.coordinator, "/me/queue", &office).await.status, 200);
        let office = tag(&people.coordinator).await;
        app.at("2021-08-12 00:00");
        let late = again(&people.coordinator, "/me/queue", &office).await.expect(200);
        assert_eq!(late["counts"]["supervise"], 1, "{id}");
        let office = tag(&people.coordinator).await;
        people.admin.put("/calendar/2027", json!({"off": ["2027-01-01"], "work": []})).await.expect(200);
        assert_eq!(again(&people.coordinator, "/me/queue", &office).await.status, 200, "a notice was published");
        // What waits in ledgers is told by the tag, too.
        let park = tag(&people.park).await;
        assert_eq!(again(&people.park, "/me/queue", &park).await.status, 304);
        let halted = json!({"operating_status": "halted"});
        people.park.patch(&format!("/enterprises/{}", people.enterprise_id), halted).await.expect(200);
        let waits = again(&people.park, "/me/queue", &park).await.expect(200);
        assert_eq!(waits["counts"]["list_revival"], 1);
    }

    async fn a_foreign_problem_is_unknown_whatever_was_seen(app) {
        let id = dispatched(&app).await;
        let path = format!("/problems/{id}");
        let tag = app.people.department.get(&path).await.header("etag").to_owned();
        for path in [path.clone(), format!("{path}/events")] {
            assert_eq!(again(&app.people.other_department, &path, &tag).await.status, 404);
        }
    }

    async fn a_limit_shows_its_days_counted_one_by_one(app) {
        let people = &app.people;
        let id = accepted(&app).await;
        let path = format!("/problems/{id}/clocks/solve");
        let found = people.department.get(&path).await.expect(200);
        let days = found["days"].as_array().unwrap();
        let row = |day: &Value| (day["date"].as_str().unwrap().to_owned(), day["counted"].as_bool().unwrap());
        assert_eq!(row(&days[0]), ("2021-08-02".to_owned(), false));
        assert_eq!(days[0]["why"], "起算当日不计入");
        assert_eq!(row(days.last().unwrap()), ("2021-08-11".to_owned(), true));
        assert_eq!(days.iter().filter(|day| day["counted"] == true).count(), 7);
        assert_eq!(found["clock"]["due_on"], "2021-08-11");
        let suspend = json!({"cause": "third_party", "until": "2021-08-05", "reason": "等第三方检测"});
        app.day("2021-08-03");
        act(&people.department, id, "request_suspension", suspend).await;
        act(&people.coordinator, id, "decide_suspension", json!({"granted": true})).await;
        let found = people.park.get(&path).await.expect(200);
        let days = found["days"].as_array().unwrap();
        assert_eq!(days.iter().filter(|day| day["why"] == "挂起期间不计入").count(), 2);
        assert_eq!(days.iter().filter(|day| day["counted"] == true).count(), 7);
        assert_eq!(days.last().unwrap()["date"], found["clock"]["due_on"]);
        for nothing in [format!("/problems/{id}/clocks/follow_up"), format!("/problems/{id}/clocks/lunch"),
            format!("{path}?department_id={}", people.other_department_id)] {
            people.park.get(&nothing).await.refused(404, "not_found");
        }
        people.other_park.get(&path).await.refused(404, "not_found");
        people.park.get(&format!("{path}?day=1")).await.refused(422, "request.invalid");
    }

    async fn problems_are_asked_for_by_supervision_and_mails_by_number(app) {
        let people = &app.people;
        let id = dispatched(&app).await;
        dispatched(&app).await;
        act(&people.leader, id, "supervise", json!({"kind": "urge", "text": "请抓紧"})).await;
        for (query, count) in [("supervised=true", 1), ("supervised=false", 1), ("", 2)] {
            let found = people.leader.get(&format!("/problems?count=true&{query}")).await.expect(200);
            assert_eq!(found["total"], count, "{query}");
        }
        let mails = people.admin.get("/outbox?number=SH-2021-001").await.expect(200)["items"].clone();
        let mails = mails.as_array().unwrap();
        assert!(!mails.is_empty() && mails.iter().all(|mail| mail["problem_id"] == id));
        assert_eq!(people.admin.get("/outbox?number=SH-2021-999").await.expect(200)["items"], json!([]));
    }

    async fn a_visit_names_its_enterprise_and_the_password_rule_is_told(app) {
        let people = &app.people;
        let visit = json!({"park_id": people.park_id, "enterprise_id": people.enterprise_id,
            "visited_on": "2021-08-02", "participants": ["李四"]});
        let made = people.park.post("/visits", visit).await.expect(201);
        assert_eq!(made["enterprise_name"], "聚合庄生态农庄");
        let rule = people.auditor.get("/me/password").await.expect(200);
        assert_eq!(rule, json!({"least": 12, "most": 256, "classes": 1, "days": null}));
    }
}
