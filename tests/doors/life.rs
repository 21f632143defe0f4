//! From a report at the door to its 销号, and what goes with it.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Door, codes, confirm, door, make, report};
use crate::both;
use crate::problems::{act, id_of, solved};

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
