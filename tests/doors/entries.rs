//! What an enterprise is told at its door of its plan (一企一策) and of the hazards found there.

use serde_json::{Value, json};

use super::{door, make};
use crate::both;
use crate::entries::{drives, revivals};

both! {
    async fn its_plan_and_hazards_are_told_in_plain_words(app) {
        let people = &app.people;
        app.day("2021-08-06");
        let plan = revivals::planned(&app).await;
        let hazard = drives::found(&app, json!({})).await;
        let farm = door(&app).await;
        let told = farm.get("/door/entries?count=true").await.expect(200);
        assert_eq!(told["total"], 2);
        assert_eq!(told["items"][0], json!({"id": hazard, "kind": "隐患", "title": "消防通道堆放杂物", "progress_text": "待整改",
            "is_open": true, "unit_name": "沙河产业园区", "listed_on": "2021-08-02", "due_on": "2021-08-09",
            "next_name": null, "next_due_on": null, "allowed_actions": ["rectify"], "returned": null}));
        assert_eq!(told["items"][1], json!({"id": plan, "kind": "停产企业盘活", "title": "聚合庄生态农庄", "progress_text": "盘活中",
            "is_open": true, "unit_name": "华辰电力公司", "listed_on": "2021-08-06", "due_on": "2021-12-31",
            "next_name": "续贷到位", "next_due_on": "2021-09-30", "allowed_actions": [], "returned": null}));
        let first = farm.get("/door/entries?limit=1").await.expect(200);
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = farm.get(&format!("/door/entries?limit=1&cursor={cursor}")).await.expect(200);
        assert_eq!((&second["items"][0]["id"], &second["next_cursor"]), (&json!(plan), &Value::Null));

        // What was recorded by mistake isn't told, and another enterprise is told nothing of it.
        let void = json!({"ground": "登记有误", "reason": "查的是另一家"});
        people.department.post(&format!("/hazards/{hazard}/exclude"), void).await.expect(200);
        assert_eq!(farm.get("/door/entries?count=true").await.expect(200)["total"], 1);
        let other = make(&app, &people.other_park, people.other_enterprise_id, json!({})).await;
        assert_eq!(other.get("/door/entries").await.expect(200)["items"], json!([]));
        farm.get("/door/entries?limit=0").await.expect(422);
    }

    async fn the_checks_of_this_year_are_counted_by_what_they_are(app) {
        let people = &app.people;
        let farm = door(&app).await;
        let told = async || farm.get("/door/checks").await.expect(200);
        assert_eq!(told().await, json!({"year": 2021, "checked": 0, "advised": 0, "declined": 0}));
        let (_, check) = drives::checked(&app, json!({}), json!({})).await;
        drives::checked(&app, json!({"nature": "guidance", "basis": null}), json!({})).await;
        drives::checked(&app, json!({"nature": "guidance", "basis": null}), json!({"declined": true, "note": "停产检修"})).await;
        assert_eq!(told().await, json!({"year": 2021, "checked": 1, "advised": 1, "declined": 1}));
        let other = make(&app, &people.other_park, people.other_enterprise_id, json!({})).await;
        assert_eq!(other.get("/door/checks").await.expect(200)["checked"], 0);
        // What was recorded by mistake counts no more; next year begins anew.
        let void = json!({"ground": "登记有误", "reason": "查的是另一家"});
        people.department.post(&format!("/checks/{check}/exclude"), void).await.expect(200);
        assert_eq!(told().await["checked"], 0);
        app.day("2022-01-01");
        assert_eq!(told().await, json!({"year": 2022, "checked": 0, "advised": 0, "declined": 0}));
        farm.get("/door/checks?limit=1").await.expect(422);
    }
}
