//! Like cases, and what is proposed from what was decided on them.

use super::*;
use crate::both;
use crate::problems::{act, solved};

async fn like(who: &Person, title: &str, more: &[(&str, &str)]) -> Value {
    let pairs = [&[("title", title)][..], more].concat();
    who.get(&format!("/search/similar?{}", query(&pairs)))
        .await
        .expect(200)
}

async fn proposed(who: &Person, title: &str, more: &[(&str, &str)]) -> Value {
    let pairs = [&[("title", title)][..], more].concat();
    who.get(&format!("/search/proposals?{}", query(&pairs)))
        .await
        .expect(200)
}

fn of(answer: &Value, list: &str) -> Vec<String> {
    let items = answer[list].as_array().unwrap().iter();
    items
        .map(|one| one["number"].as_str().unwrap().to_owned())
        .collect()
}

/// Files it with a category, and lets the power company solve it.
async fn solve(app: &App, title: &str, more: Value) -> i64 {
    let people = &app.people;
    let id = file(app, title, more).await;
    act(
        &people.park,
        id,
        "dispatch",
        json!({"lead_department_id": people.department_id}),
    )
    .await;
    act(&people.department, id, "accept", json!({})).await;
    act(&people.department, id, "resolve", solved()).await;
    id
}

both! {
    async fn like_cases_tell_how_they_were_solved(app) {
        let people = &app.people;
        let first = solve(&app, "变压器容量不足", json!({})).await;
        solve(&app, "厂区变压器容量不够用", json!({"description": "夏季高峰"})).await;
        let open = file(&app, "变压器容量不足影响生产", json!({})).await;
        let withdrawn = file(&app, "变压器容量不足", json!({})).await;
        act(&people.park, withdrawn, "withdraw", json!({"reason": "重复", "told_by": "李红"})).await;
        file(&app, "招工难", json!({})).await;
        index(&app.db);
        let enterprise = people.enterprise_id.to_string();
        let found = like(&people.park, "变压器容量不足", &[("enterprise_id", &enterprise)]).await;
        assert_eq!(of(&found, "solved"), ["SH-2021-001", "SH-2021-002"]);
        assert_eq!(of(&found, "open"), ["SH-2021-003"]);
        let one = &found["solved"][0];
        assert_eq!((&one["resolution"], &one["same_enterprise"], &one["lead_department_id"], &one["enterprise"]),
            (&json!("纳入“井井通”用电方案"), &json!(true), &json!(people.department_id), &json!("聚合庄生态农庄")));
        assert!(one["resolved_at"].is_string());
        assert_eq!((&found["open"][0]["resolution"], &found["open"][0]["resolved_at"]), (&Value::Null, &Value::Null));

        // Of a problem itself, which isn't among them.
        let found = people.park.get(&format!("/problems/{open}/similar")).await.expect(200);
        assert_eq!(of(&found, "solved").len(), 2);
        assert_eq!(of(&found, "open"), [] as [&str; 0]);
        people.other_park.get(&format!("/problems/{open}/similar")).await.refused(404, "not_found");

        // Where the enterprise says that it isn't solved, it is no way to solve it.
        act(&people.park, first, "follow_up", json!({"reached": true, "solved": false, "satisfaction": 2})).await;
        assert_eq!(of(&like(&people.park, "变压器容量不足", &[]).await, "solved"), ["SH-2021-002"]);
        // Others see of it what they may see.
        assert_eq!(of(&like(&people.coordinator, "变压器容量不足", &[]).await, "open"), ["SH-2021-003"]);
        let found = like(&people.department, "变压器容量不足", &[]).await;
        assert_eq!((of(&found, "open"), of(&found, "solved")), (vec![], vec!["SH-2021-002".to_owned()]));
        let found = like(&people.other_park, "变压器容量不足", &[]).await;
        assert_eq!((of(&found, "open"), of(&found, "solved")), (vec![], vec![]));
    }

    async fn at_most_five_of_each_are_told(app) {
        for _ in 0..7 {
            file(&app, "变压器容量不足", json!({})).await;
        }
        index(&app.db);
        let found = like(&app.people.park, "变压器容量不足", &[]).await;
        assert_eq!(of(&found, "open"), [7, 6, 5, 4, 3].map(|n| format!("SH-2021-00{n}")));
    }

    async fn a_department_is_not_told_whose_like_case_it_is(app) {
        let people = &app.people;
        let handed = json!({"lead_department_id": people.department_id});
        let hidden = file(&app, "变压器容量不足", json!({"confidential": true, "dispatch": handed})).await;
        let open = file(&app, "变压器容量不够", json!({"dispatch": handed})).await;
        index(&app.db);
        let enterprise = people.enterprise_id.to_string();
        let found = like(&people.department, "变压器容量不足", &[("enterprise_id", &enterprise)]).await;
        let told: Vec<_> = found["open"].as_array().unwrap().iter()
            .map(|one| (one["id"].clone(), one["same_enterprise"].clone(), one["enterprise"].clone())).collect();
        assert_eq!(told, [(json!(hidden), json!(false), Value::Null), (json!(open), json!(true), json!("聚合庄生态农庄"))]);
        let found = people.department.get(&format!("/problems/{hidden}/similar")).await.expect(200);
        assert_eq!(found["open"][0]["same_enterprise"], false);
        let found = people.park.get(&format!("/problems/{hidden}/similar")).await.expect(200);
        assert_eq!(found["open"][0]["same_enterprise"], true);
    }

    async fn what_was_decided_is_proposed_with_its_reason(app) {
        let people = &app.people;
        let categories = people.coordinator.get("/categories").await.expect(200);
        let category = &categories["items"][0];
        let nothing = proposed(&people.park, "变压器容量不足", &[]).await;
        assert_eq!((&nothing["category"], &nothing["lead_department"], &nothing["since"]), (&Value::Null, &Value::Null, &json!("2020-08-02")));
        solve(&app, "变压器容量不足", json!({"category_id": category["id"]})).await;
        index(&app.db);
        let once = proposed(&people.park, "变压器容量不足", &[]).await;
        assert_eq!((&once["category"], &once["lead_department"]), (&Value::Null, &Value::Null), "one case is chance");
        solve(&app, "厂区变压器容量不足", json!({"category_id": category["id"]})).await;
        let third = file(&app, "变压器容量不足跳闸", json!({"dispatch": {"lead_department_id": people.other_department_id}})).await;
        // Not dispatched, and not accepted as a case: no evidence.
        file(&app, "变压器容量不足", json!({})).await;
        index(&app.db);
        let found = proposed(&people.park, "变压器容量不足", &[]).await;
        let lead = &found["lead_department"];
        assert_eq!((&lead["id"], &lead["cases"], &lead["of"]), (&json!(people.department_id), &json!(2), &json!(3)));
        assert_eq!(lead["reason"], "近12个月类似问题3件，其中2件由华辰电力公司主办");
        assert_eq!(lead["likest"][0]["number"], "SH-2021-001");
        let what = &found["category"];
        assert_eq!((&what["id"], &what["cases"], &what["of"]), (&category["id"], &json!(2), &json!(2)));
        assert_eq!(what["reason"], format!("近12个月类似问题2件，其中2件归为“{}”", category["name"].as_str().unwrap()));

        // From what the caller may see alone, and where a park's own cases agree, from these.
        let other = proposed(&people.other_park, "变压器容量不足", &[]).await;
        assert_eq!((&other["category"], &other["lead_department"]), (&Value::Null, &Value::Null));
        let (own, foreign) = (people.enterprise_id.to_string(), people.other_enterprise_id.to_string());
        let reason = |found: &Value| found["lead_department"]["reason"].as_str().unwrap().to_owned();
        let found = proposed(&people.coordinator, "变压器容量不足", &[("enterprise_id", &own)]).await;
        assert_eq!(reason(&found), "近12个月本园区类似问题3件，其中2件由华辰电力公司主办");
        let found = proposed(&people.coordinator, "变压器容量不足", &[("enterprise_id", &foreign)]).await;
        assert_eq!(reason(&found), "近12个月类似问题3件，其中2件由华辰电力公司主办");

        // Half of them is no majority.
        act(&people.coordinator, third, "redispatch", json!({"lead_department_id": people.other_department_id})).await;
        file(&app, "变压器容量不足", json!({"dispatch": {"lead_department_id": people.other_department_id}})).await;
        index(&app.db);
        assert_eq!(proposed(&people.park, "变压器容量不足", &[]).await["lead_department"], Value::Null);

        // A department that is out of use isn't proposed, and what is older than a year isn't evidence.
        file(&app, "变压器容量不足", json!({"dispatch": {"lead_department_id": people.department_id}})).await;
        index(&app.db);
        assert_eq!(proposed(&people.park, "变压器容量不足", &[]).await["lead_department"]["cases"], 3);
        people.coordinator.patch(&format!("/departments/{}", people.department_id), json!({"active": false})).await.expect(200);
        assert_eq!(proposed(&people.park, "变压器容量不足", &[]).await["lead_department"], Value::Null);
        people.coordinator.patch(&format!("/departments/{}", people.department_id), json!({"active": true})).await.expect(200);
        app.day("2022-08-02");
        assert_eq!(proposed(&people.park, "变压器容量不足", &[]).await["lead_department"]["cases"], 3);
        app.day("2022-08-03");
        assert_eq!(proposed(&people.park, "变压器容量不足", &[]).await["lead_department"], Value::Null);
    }
}
