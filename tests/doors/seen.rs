//! What shows at a door, and what never does.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Door, codes, confirm, door, everything_kept, make, report, resolved};
use crate::both;
use crate::harness::send;
use crate::problems::{act, id_of};

both! {
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
        let told = app.people.coordinator.get("/outbox?limit=200").await.text;
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
        let mails = people.coordinator.get("/outbox?limit=200").await.expect(200);
        let told = mails["items"].as_array().unwrap().iter().filter(|mail| mail["kind"] == "door_report");
        let told: Vec<_> = told.map(|mail| (mail["recipient"].as_str().unwrap(), mail["subject"].as_str().unwrap())).collect();
        let subject = "[待确认] 企业反映问题：担心后续用电得不到保障";
        assert_eq!(told, [("park2@district.example", subject), ("park1@district.example", subject)]);
    }
}
