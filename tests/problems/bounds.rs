//! Every text of every action at its edge and one past it, and what else a body can get wrong.

use serde_json::json;

use super::*;
use crate::both;

/// Accepted by the lead, with a supporting department at work.
async fn shared(app: &App) -> i64 {
    let id = accepted(app).await;
    let more = json!({"department_ids": [app.people.other_department_id]});
    act(&app.people.park, id, "add_support", more).await;
    id
}

type Text<'a> = (&'a Person, &'static str, Value, &'static str, usize);

/// Who, action, the rest of the body, the text, and how long it may be.
fn texts(app: &App) -> Vec<Text<'_>> {
    let people = &app.people;
    let (lead, support) = (&people.department, &people.other_department);
    let (park, office) = (&people.park, &people.coordinator);
    let hand = json!({"lead_department_id": people.department_id});
    let told = json!({"told_by": "张经理"});
    let until = json!({"until": "2021-08-20"});
    vec![
        (park, "dispatch", hand.clone(), "note", 2_000),
        (park, "dispatch", hand.clone(), "place", 200),
        (office, "redispatch", hand, "note", 2_000),
        (lead, "accept", json!({}), "note", 2_000),
        (lead, "on_site", json!({"on": "2021-08-02"}), "who", 200),
        (support, "assign_handler", json!({}), "name", 200),
        (lead, "return", json!({}), "reason", 2_000),
        (
            office,
            "decide_return",
            json!({"upheld": false}),
            "reason",
            2_000,
        ),
        (park, "progress", json!({}), "text", 2_000),
        (
            lead,
            "progress",
            json!({"text": "进展"}),
            "next_step",
            2_000,
        ),
        (support, "reply", json!({}), "text", 2_000),
        (lead, "request_extension", until.clone(), "reason", 2_000),
        (
            office,
            "decide_extension",
            json!({"granted": false}),
            "reason",
            2_000,
        ),
        (
            lead,
            "request_suspension",
            json!({"until": "2021-08-20", "cause": "season"}),
            "reason",
            2_000,
        ),
        (
            office,
            "decide_suspension",
            json!({"granted": false}),
            "reason",
            2_000,
        ),
        (office, "resume", json!({}), "note", 2_000),
        (
            lead,
            "resolve",
            json!({"outcome": "solved"}),
            "resolution",
            2_000,
        ),
        (park, "resolve_on_site", json!({}), "resolution", 2_000),
        (park, "follow_up", json!({"reached": true}), "note", 2_000),
        (
            park,
            "track",
            json!({"next_on": "2021-08-20"}),
            "note",
            2_000,
        ),
        (park, "close", json!({}), "note", 2_000),
        (park, "reopen", json!({}), "reason", 2_000),
        (
            &people.leader,
            "supervise",
            json!({"kind": "urge"}),
            "text",
            2_000,
        ),
        (
            office,
            "supervise",
            json!({"kind": "instruction", "text": "尽快"}),
            "by",
            200,
        ),
        (office, "escalate", json!({"level": "city"}), "body", 200),
        (
            office,
            "escalate",
            json!({"level": "city", "body": "市活动办"}),
            "reference",
            200,
        ),
        (
            office,
            "transfer_park",
            json!({"park_id": people.other_park_id}),
            "reason",
            2_000,
        ),
        (park, "withdraw", told.clone(), "reason", 2_000),
        (
            park,
            "withdraw",
            json!({"reason": "企业撤回"}),
            "told_by",
            200,
        ),
        (office, "reject", told, "reason", 2_000),
        (
            office,
            "merge",
            json!({"into_problem_id": 1}),
            "reason",
            2_000,
        ),
        (office, "reinstate", json!({}), "reason", 2_000),
        (lead, "comment", json!({}), "text", 2_000),
    ]
}

both! {
    async fn every_text_is_held_to_its_bound(app) {
        filed(&app).await;
        let id = shared(&app).await;
        for (who, action, rest, key, most) in texts(&app) {
            let with = |value: Value| {
                let mut body = rest.clone();
                body[key] = value;
                body
            };
            for (value, code) in [
                (json!("长".repeat(most + 1)), "too_long"),
                (json!("铃\u{7}"), "control_character"),
                (json!("回\r\n车"), "control_character"),
                (json!(5), "wrong_type"),
            ] {
                let refused = who.post(&format!("/problems/{id}/{action}"), with(value)).await.refused(422, "request.invalid");
                assert_eq!((&refused["errors"][0]["pointer"], &refused["errors"][0]["code"]),
                    (&json!(format!("/{key}")), &json!(code)), "{action}");
            }
            let mut unknown = with(json!("一"));
            unknown["boss"] = json!(true);
            let refused = who.post(&format!("/problems/{id}/{action}"), unknown).await.refused(422, "request.invalid");
            assert_eq!(refused["errors"][0]["code"], "unknown_field", "{action}");
            // At its edge it is well, whatever the state has to say about the move.
            let other = shared(&app).await;
            let answer = who.post(&format!("/problems/{other}/{action}"), with(json!("长".repeat(most)))).await;
            assert!(matches!(answer.status, 200 | 409), "{action}: {}", answer.text);
        }
        assert_eq!(shown(&app.people.park, id).await["version"], 5, "nothing of it left a trace");
    }

    async fn days_and_lists_in_bodies_are_held_to_their_bounds(app) {
        let people = &app.people;
        let id = shared(&app).await;
        let (lead, office, park) = (&people.department, &people.coordinator, &people.park);
        let hand = |more: Value| {
            let mut body = json!({"lead_department_id": people.department_id});
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        let many: Vec<i64> = (1_000..1_051).collect();
        let suspend = |until: &str| json!({"cause": "season", "until": until, "reason": "等"});
        let resolve = |next_on: &str| json!({"outcome": "planned", "resolution": "列入计划", "remaining": "改造", "next_step": "立项", "next_on": next_on});
        for (who, action, body, pointer, code) in [
            (lead, "on_site", json!({"who": "李师傅", "on": "2021-08-03"}), "/on", "future_day"),
            (lead, "on_site", json!({"who": "李师傅", "on": "1999-12-31"}), "/on", "too_early"),
            (lead, "request_extension", json!({"until": "2021-08-11", "reason": "等"}), "/until", "too_early"),
            (lead, "request_extension", json!({"until": "2022-08-03", "reason": "等"}), "/until", "too_far"),
            (lead, "request_suspension", suspend("2021-08-02"), "/until", "too_early"),
            (lead, "request_suspension", suspend("2022-08-03"), "/until", "too_far"),
            (lead, "request_suspension", json!({"cause": "holiday", "until": "2021-08-20", "reason": "等"}), "/cause", "unknown_value"),
            (office, "decide_extension", json!({"granted": false, "until": "2021-08-20"}), "/until", "not_applicable"),
            (office, "redispatch", hand(json!({"due_on": "2021-08-01"})), "/due_on", "past_day"),
            (office, "redispatch", hand(json!({"due_on": "2031-08-01"})), "/due_on", "too_far"),
            (office, "redispatch", hand(json!({"supporting_department_ids": many})), "/supporting_department_ids", "too_many"),
            (office, "redispatch", hand(json!({"supporting_department_ids": [people.department_id]})), "/supporting_department_ids/0", "duplicate"),
            (office, "redispatch", hand(json!({"supporting_department_ids": [999_999]})), "/supporting_department_ids/0", "unknown_id"),
            (lead, "resolve", resolve("2021-08-02"), "/next_on", "too_early"),
            (lead, "resolve", json!({"outcome": "planned", "resolution": "列入计划"}), "/remaining", "required"),
            (lead, "resolve", json!({"outcome": "solved", "resolution": "好", "remaining": "无"}), "/remaining", "not_applicable"),
            (park, "follow_up", json!({"reached": true, "satisfaction": 0}), "/satisfaction", "out_of_range"),
            (park, "follow_up", json!({"reached": true, "satisfaction": 6}), "/satisfaction", "out_of_range"),
            (park, "follow_up", json!({"reached": true, "satisfaction": 4.5}), "/satisfaction", "wrong_type"),
            (park, "follow_up", json!({"reached": false, "solved": true}), "/solved", "not_applicable"),
            (office, "escalate", json!({"level": "district", "body": "区"}), "/level", "not_higher"),
        ] {
            let refused = who.post(&format!("/problems/{id}/{action}"), body).await.refused(422, "request.invalid");
            assert_eq!((&refused["errors"][0]["pointer"], &refused["errors"][0]["code"]), (&json!(pointer), &json!(code)), "{action}");
        }
        act(lead, id, "request_suspension", suspend("2022-08-02")).await;
        act(lead, id, "request_extension", json!({"until": "2022-08-02", "reason": "等"})).await;
    }

    async fn lists_and_paths_are_held_to_their_bounds(app) {
        let people = &app.people;
        let id = filed(&app).await;
        for path in ["/problems".to_owned(), format!("/problems/{id}/events"), "/visits".to_owned()] {
            people.park.get(&format!("{path}?limit=200")).await.expect(200);
            for wrong in ["limit=0", "limit=201", "limit=1000", "limit=10000", "limit=-1", "limit=x", "page=2", "cursor=%00"] {
                people.park.get(&format!("{path}?{wrong}")).await.refused(422, "request.invalid");
            }
        }
        for id in ["abc", "0", "-1", "99999999999999999999", "1.0"] {
            people.park.get(&format!("/problems/{id}")).await.expect(404);
            people.park.post(&format!("/problems/{id}/close"), json!({})).await.expect(404);
        }
    }
}
