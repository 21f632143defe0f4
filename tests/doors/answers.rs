//! What an enterprise says of how it was settled.

use serde_json::{Value, json};

use super::{codes, confirm, door, resolved};
use crate::both;
use crate::problems::{act, id_of, planned, solved};

both! {
    async fn an_enterprise_answers_once_each_time_it_is_resolved(app) {
        let (people, one, two) = (&app.people, door(&app).await, door(&app).await);
        let id = resolved(&app, &one).await;
        for satisfaction in [0, 6] {
            assert_eq!(codes(&one.answer(id, true, satisfaction).await.expect(422)), [("/satisfaction", "out_of_range")]);
        }
        let racing = [one.clone(), two.clone(), one.clone()].map(|door| tokio::spawn(async move { door.answer(id, false, 2).await.status }));
        let mut statuses = vec![];
        for answer in racing {
            statuses.push(answer.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409, 409]);
        two.answer(id, true, 5).await.refused(409, "door.already_answered");
        let counted = people.coordinator.get("/statistics").await.expect(200);
        assert_eq!((&counted["totals"]["satisfied"], &counted["totals"]["solved"]), (&json!(0), &json!(0)), "it contradicts the outcome");
        people.park.post(&format!("/problems/{id}/close"), json!({})).await.refused(409, "problem.not_confirmed");
        app.day("2021-08-03");
        act(&people.park, id, "reopen", json!({"reason": "企业不认可"})).await;
        let shown = one.shown(id).await;
        assert_eq!((&shown["progress"], &shown["resolution"], &shown["answer"]), (&json!("working"), &Value::Null, &Value::Null));
        one.answer(id, true, 5).await.refused(409, "door.not_resolved");
        act(&people.department, id, "resolve", planned()).await;
        one.answer(id, false, 4).await.expect(200);
        act(&people.park, id, "track", json!({"next_on": "2021-09-30"})).await;
        let shown = one.shown(id).await;
        assert_eq!((&shown["progress"], &shown["next_on"], &shown["can_answer"]), (&json!("tracking"), &json!("2021-09-30"), &json!(false)));
        app.day("2021-08-04");
        act(&people.department, id, "resolve", solved()).await;
        assert_eq!(one.shown(id).await["can_answer"], true);
        two.answer(id, true, 5).await.expect(200);
        act(&people.park, id, "close", json!({})).await;
    }

    async fn what_is_settled_without_an_answer_can_still_be_answered_and_what_is_excluded_cannot(app) {
        let (people, door) = (&app.people, door(&app).await);
        let on_site = id_of(&confirm(&people.park, door.file("路灯").await, json!({})).await);
        act(&people.park, on_site, "resolve_on_site", json!({"resolution": "已换灯泡"})).await;
        let shown = door.shown(on_site).await;
        assert_eq!((&shown["resolution"], &shown["department_name"]), (&json!("已换灯泡"), &Value::Null));
        act(&people.park2, on_site, "follow_up", json!({"reached": true, "solved": true})).await;
        act(&people.park2, on_site, "close", json!({})).await;
        door.answer(on_site, true, 5).await.expect(200);
        let into = id_of(&confirm(&people.park, door.file("用电").await, json!({})).await);
        let merged = id_of(&confirm(&people.park, door.file("还是用电").await, json!({})).await);
        act(&people.coordinator, merged, "merge", json!({"into_problem_id": into, "reason": "内部词"})).await;
        let withdrawn = id_of(&confirm(&people.park, door.file("误报").await, json!({})).await);
        act(&people.park, withdrawn, "withdraw", json!({"reason": "内部词", "told_by": "内部词"})).await;
        let rejected = id_of(&confirm(&people.park, door.file("不属范围").await, json!({})).await);
        act(&people.coordinator, rejected, "reject", json!({"reason": "内部词", "told_by": "内部词"})).await;
        for (id, progress) in [(merged, "merged"), (withdrawn, "withdrawn"), (rejected, "not_accepted")] {
            let shown = door.shown(id).await;
            assert_eq!(shown["progress"], progress);
            assert!(!shown.to_string().contains("内部词"), "{shown}");
            door.answer(id, true, 5).await.refused(409, "door.not_resolved");
        }
    }
}
