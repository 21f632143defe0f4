//! Nobody finds what they may not see, nor anything by what they may not see of it.

use super::*;
use crate::both;
use crate::problems::act;

const NONE: [&str; 0] = [];

both! {
    async fn everybody_finds_what_is_theirs(app) {
        let people = &app.people;
        file(&app, "用电甲", json!({})).await;
        let given = file(&app, "用电乙", json!({"dispatch": {"lead_department_id": people.department_id}})).await;
        people.other_park.post("/problems", json!({"title": "用电丙", "enterprise_id": people.other_enterprise_id})).await.expect(201);
        index(&app.db);
        let all = ["CX-2021-001", "SH-2021-002", "SH-2021-001"];
        assert_eq!(finds(&people.coordinator, "用电").await, all);
        assert_eq!(finds(&people.leader, "用电").await, all);
        assert_eq!(finds(&people.park, "用电").await, all[1..]);
        assert_eq!(finds(&people.other_park, "用电").await, all[..1]);
        assert_eq!(finds(&people.department, "用电").await, ["SH-2021-002"]);
        assert_eq!(finds(&people.other_department, "用电").await, NONE);
        assert_eq!(finds(&people.admin, "用电").await, NONE);
        // Enterprises: a department finds none, the administrator nothing else.
        assert_eq!(finds(&people.admin, "农庄").await, ["聚合庄生态农庄"]);
        assert_eq!(finds(&people.other_park, "农庄").await, NONE);
        assert_eq!(finds(&people.department, "农庄").await, ["SH-2021-002"]);
        people.auditor.get("/search?q=x").await.refused(403, "access.not_yours");

        // It moves to another lead and to another park: at once for who loses it, then for who gets it.
        act(&people.coordinator, given, "redispatch", json!({"lead_department_id": people.other_department_id})).await;
        act(&people.coordinator, given, "transfer_park", json!({"park_id": people.other_park_id, "reason": "属地"})).await;
        assert_eq!(finds(&people.park, "用电").await, ["SH-2021-001"]);
        index(&app.db);
        assert_eq!(finds(&people.other_park, "用电").await, ["CX-2021-001", "SH-2021-002"]);
        assert_eq!(finds(&people.park, "用电").await, ["SH-2021-001"]);
        for who in [&people.department, &people.other_department] {
            assert_eq!(finds(who, "用电").await, ["SH-2021-002"]);
        }
    }

    async fn a_confidential_problem_is_found_by_what_its_reader_is_told(app) {
        let people = &app.people;
        let handed = json!({"lead_department_id": people.department_id});
        let hidden = file(&app, "变压器容量不足", json!({"confidential": true, "site_name": "东厂区", "source": "hotline", "source_reference": "热线77",
            "dispatch": handed})).await;
        let open = file(&app, "招工困难", json!({"dispatch": handed})).await;
        index(&app.db);
        let (power, park) = (&people.department, &people.park);
        for q in ["农庄", "聚合", "东厂", "77", "农庄 变压器"] {
            let found = finds(power, q).await;
            assert!(!found.contains(&"SH-2021-001".to_owned()), "{q}");
            assert!(finds(park, q).await.contains(&"SH-2021-001".to_owned()), "{q}");
        }
        assert_eq!(finds(power, "变压器").await, ["SH-2021-001"]);
        let shown = search(power, "变压器").await;
        assert_eq!(shown["items"][0]["enterprise"], Value::Null);
        assert!(!shown.to_string().contains("聚合庄"));

        // Covered later: at once, and after it is indexed.
        people.coordinator.patch(&format!("/problems/{open}"), json!({"confidential": true})).await.expect(200);
        for _ in 0..2 {
            assert_eq!(finds(power, "农庄").await, NONE);
            index(&app.db);
        }
        assert_eq!(finds(power, "招工").await, ["SH-2021-002"]);
        // And uncovered.
        people.coordinator.patch(&format!("/problems/{hidden}"), json!({"confidential": false})).await.expect(200);
        index(&app.db);
        assert_eq!(finds(power, "农庄").await, ["SH-2021-001"]);
        assert_eq!(finds(power, "变压器").await, ["SH-2021-001"]);
    }

    async fn a_name_that_came_later_finds_no_title_that_holds_it(app) {
        let people = &app.people;
        file(&app, "鼎盛用电不足", json!({"confidential": true, "dispatch": {"lead_department_id": people.department_id}})).await;
        index(&app.db);
        assert_eq!(finds(&people.department, "鼎盛").await, ["SH-2021-001"]);
        let path = format!("/enterprises/{}", people.enterprise_id);
        people.park.patch(&path, json!({"name": "鼎盛"})).await.expect(200);
        for _ in 0..2 {
            assert_eq!(finds(&people.department, "鼎盛").await, NONE);
            assert_eq!(finds(&people.department, "用电").await, ["SH-2021-001"]);
            index(&app.db);
        }
        assert_eq!(finds(&people.park, "鼎盛").await, ["鼎盛", "SH-2021-001"]);
    }
}
