//! What a door takes, how much of it, and for how long.

use reqwest::Method;
use serde_json::json;

use super::{codes, door, make, report, resolved, retry_after};
use crate::both;
use crate::harness::send;

both! {
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
}
