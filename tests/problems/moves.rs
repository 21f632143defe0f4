//! The way of a problem through its states.

use serde_json::json;

use super::*;
use crate::both;

both! {
    async fn the_farms_case_goes_from_the_visit_to_its_end_in_three_working_days(app) {
        let people = &app.people;
        let body = json!({"title": "担心后续用电得不到保障", "enterprise_id": people.enterprise_id,
            "dispatch": {"lead_department_id": people.department_id, "note": "请到现场", "place": "聚合庄"}});
        let made = people.park.post("/problems", body).await;
        assert_eq!(made.header("location"), format!("/api/v1/problems/{}", made.body["id"]));
        let made = made.expect(201);
        assert_eq!(made["number"], "SH-2021-001");
        assert_eq!(made["status"], "dispatched");
        assert_eq!(made["similar"], json!([]));
        assert_eq!(made["clocks"]["solve"]["due_on"], "2021-08-11");
        assert_eq!(made["clocks"]["accept"]["due_on"], "2021-08-03");
        assert_eq!(made["clocks"]["dispatch"]["met"], true);
        let id = id_of(&made);
        act(&people.department, id, "accept", json!({})).await;
        app.day("2021-08-03");
        act(&people.department, id, "on_site", json!({"who": "李师傅和两名电工", "on": "2021-08-03"})).await;
        act(&people.department, id, "progress", json!({"text": "查看用途和日用电量"})).await;
        app.day("2021-08-05");
        let done = act(&people.department, id, "resolve", solved()).await;
        assert_eq!((&done["status"], &done["outcome"]), (&json!("resolved"), &json!("solved")));
        assert_eq!(done["clocks"]["solve"]["met"], true);
        assert_eq!(done["light"], "green", "the follow-up's clock runs");
        act(&people.park, id, "follow_up", json!({"reached": true, "solved": true, "satisfaction": 5, "channel": "phone"})).await;
        let closed = act(&people.park, id, "close", json!({})).await;
        assert_eq!((&closed["status"], &closed["satisfaction"]), (&json!("closed"), &json!(5)));
        assert_eq!(closed["light"], json!(null));
        let events = people.department.get(&format!("/problems/{id}/events?count=true")).await.expect(200);
        let kinds: Vec<_> = events["items"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["report", "dispatch", "accept", "on_site", "progress", "resolve", "follow_up", "close"]);
        assert_eq!(events["total"], 8);
        assert_eq!(events["items"][2]["actor"]["role"], "department_staff");
        assert_eq!(events["items"][5]["counted_on"], "2021-08-05");
    }

    async fn a_refused_return_is_final_and_an_upheld_one_finds_another_lead(app) {
        let people = &app.people;
        let id = accepted(&app).await;
        let sent_back = act(&people.department, id, "return", json!({"reason": "不属我单位职责"})).await;
        assert_eq!((&sent_back["status"], &sent_back["returned_count"]), (&json!("returned"), &json!(1)));
        let refusal = json!({"upheld": false, "reason": "供电属于贵单位职责"});
        let kept = act(&people.coordinator, id, "decide_return", refusal).await;
        assert_eq!(kept["status"], "in_progress");
        assert_eq!(kept["assignments"][0]["final"], true);
        assert_eq!(refused(&people.department, id, "return", json!({"reason": "再次退回"})).await,
            (409, "problem.return_final".to_owned()));

        let id = dispatched(&app).await;
        act(&people.department, id, "return", json!({"reason": "不属我单位职责"})).await;
        let ruling = json!({"upheld": true, "lead_department_id": people.other_department_id, "reason": "改由经济发展局主办"});
        let moved = act(&people.coordinator, id, "decide_return", ruling).await;
        assert_eq!(moved["status"], "dispatched");
        assert_eq!(moved["assignments"].as_array().unwrap().len(), 2);
        assert_eq!(shown(&people.department, id).await["allowed_actions"], json!(["comment"]));
        assert_eq!(refused(&people.department, id, "accept", json!({})).await.0, 403);
        act(&people.other_department, id, "accept", json!({})).await;

        let id = dispatched(&app).await;
        act(&people.department, id, "return", json!({"reason": "不属我单位职责"})).await;
        let back = act(&people.coordinator, id, "decide_return", json!({"upheld": true, "reason": "退回园区"})).await;
        assert_eq!(back["status"], "reported");
        assert!(back["clocks"]["dispatch"]["met"].is_null(), "the park's clock runs anew");
    }

    async fn what_is_done_on_behalf_says_so_and_bars_who_recorded_it(app) {
        let people = &app.people;
        let id = dispatched(&app).await;
        let behalf = json!({"department_id": people.department_id, "person": "李师傅"});
        assert_eq!(refused(&people.park, id, "accept", json!({})).await, (403, "problem.not_yours".to_owned()));
        let wrong = json!({"on_behalf_of": {"department_id": people.other_department_id, "person": "某"}});
        assert_eq!(refused(&people.park, id, "accept", wrong).await.0, 422);
        act(&people.park, id, "accept", json!({"on_behalf_of": behalf})).await;
        let resolution = json!({"outcome": "solved", "resolution": "已接通", "on_behalf_of": behalf});
        act(&people.park, id, "resolve", resolution).await;
        let events = people.park.get(&format!("/problems/{id}/events")).await.expect(200);
        assert_eq!(events["items"][3]["on_behalf_of"], behalf);
        assert_eq!(events["items"][3]["department_id"], people.department_id);
        let answer = json!({"reached": true, "solved": true});
        assert_eq!(refused(&people.park, id, "follow_up", answer.clone()).await, (403, "problem.own_resolution".to_owned()));
        act(&people.park2, id, "follow_up", answer).await;
        assert_eq!(refused(&people.park, id, "close", json!({})).await, (403, "problem.own_resolution".to_owned()));
        act(&people.park2, id, "close", json!({})).await;
    }

    async fn a_case_on_the_spot_is_followed_up_by_a_colleague_and_reopens_without_a_lead(app) {
        let people = &app.people;
        let id = filed(&app).await;
        let done = act(&people.park, id, "resolve_on_site", json!({"resolution": "当场解释清楚"})).await;
        assert_eq!((&done["outcome"], done["assignments"].as_array().unwrap().len()), (&json!("solved"), 0));
        assert_eq!(refused(&people.park, id, "follow_up", json!({"reached": false})).await.0, 403);
        act(&people.park2, id, "follow_up", json!({"reached": true, "solved": false, "satisfaction": 2})).await;
        assert_eq!(refused(&people.park2, id, "close", json!({})).await, (409, "problem.not_confirmed".to_owned()));
        let again = act(&people.park2, id, "reopen", json!({"reason": "企业反映仍未解决"})).await;
        assert_eq!((&again["status"], &again["round"]), (&json!("reported"), &json!(2)));
        assert_eq!(again["satisfaction"], json!(null));
    }

    async fn three_days_of_finding_nobody_let_it_close(app) {
        let people = &app.people;
        let id = resolved(&app, solved()).await;
        for day in ["2021-08-03", "2021-08-03", "2021-08-04"] {
            app.day(day);
            act(&people.park, id, "follow_up", json!({"reached": false})).await;
            assert_eq!(refused(&people.park, id, "close", json!({})).await, (409, "problem.not_confirmed".to_owned()));
        }
        app.day("2021-08-05");
        act(&people.park, id, "follow_up", json!({"reached": false})).await;
        act(&people.park, id, "close", json!({})).await;
    }

    async fn what_is_planned_is_tracked_until_its_day_and_resolved_again(app) {
        let people = &app.people;
        let id = resolved(&app, planned()).await;
        let tracked = act(&people.park, id, "track", json!({"next_on": "2021-09-30"})).await;
        assert_eq!(tracked["status"], "tracking");
        assert_eq!(tracked["clocks"]["solve"]["due_on"], "2021-09-30");
        assert_eq!(tracked["rest"]["remaining"], "线路改造");
        act(&people.department, id, "progress", json!({"text": "已立项"})).await;
        let done = act(&people.department, id, "resolve", solved()).await;
        assert_eq!(done["rest"], json!(null));
        assert_eq!(refused(&people.park, id, "track", json!({"next_on": "2021-09-30"})).await,
            (409, "problem.nothing_to_track".to_owned()));
    }

    async fn reopening_starts_a_round_with_its_own_clock_and_keeps_the_first(app) {
        let people = &app.people;
        let id = resolved(&app, solved()).await;
        act(&people.park, id, "follow_up", json!({"reached": true, "solved": false, "satisfaction": 1})).await;
        app.day("2021-08-16");
        let again = act(&people.park, id, "reopen", json!({"reason": "停电复发"})).await;
        assert_eq!((&again["status"], &again["round"], &again["reopened_count"]), (&json!("in_progress"), &json!(2), &json!(1)));
        assert_eq!(again["clocks"]["solve"]["due_on"], "2021-08-25");
        assert_eq!(again["follow_ups"][0]["round"], 1);
        assert_eq!(again["outcome"], json!(null));
        act(&people.department, id, "resolve", solved()).await;
        assert_eq!(refused(&people.park, id, "close", json!({})).await, (409, "problem.not_confirmed".to_owned()));
    }

    async fn supporting_departments_have_a_part_and_a_clock_of_their_own(app) {
        let people = &app.people;
        let id = dispatched(&app).await;
        let more = json!({"department_ids": [people.other_department_id]});
        let shared = act(&people.park, id, "add_support", more.clone()).await;
        assert_eq!(shared["assignments"][1]["clocks"]["support"]["due_on"], "2021-08-05");
        assert_eq!(refused(&people.park, id, "add_support", more).await.0, 422);
        act(&people.other_department, id, "assign_handler", json!({"name": "王科长"})).await;
        assert_eq!(refused(&people.other_department, id, "accept", json!({})).await.0, 403);
        let replied = act(&people.other_department, id, "reply", json!({"text": "已出具意见"})).await;
        assert_eq!(replied["assignments"][1]["clocks"]["support"]["met"], true);
        assert_eq!(replied["assignments"][1]["handler"], "王科长");
        assert_eq!(refused(&people.other_department, id, "reply", json!({"text": "补充"})).await,
            (409, "problem.already_replied".to_owned()));
    }

    async fn a_part_that_was_replied_ends_with_its_dispatch(app) {
        let people = &app.people;
        let id = dispatched(&app).await;
        let more = json!({"department_ids": [people.other_department_id]});
        act(&people.park, id, "add_support", more.clone()).await;
        act(&people.other_department, id, "reply", json!({"text": "已出具意见"})).await;
        act(&people.coordinator, id, "redispatch", json!({"lead_department_id": people.department_id})).await;
        assert_eq!(shown(&people.other_department, id).await["allowed_actions"], json!(["comment"]));
        act(&people.park, id, "add_support", more).await;
        act(&people.other_department, id, "reply", json!({"text": "再次出具意见"})).await;
        act(&people.coordinator, id, "reject", json!({"reason": "重复", "told_by": "陈主任"})).await;
        act(&people.coordinator, id, "reinstate", json!({"reason": "误判"})).await;
        act(&people.park, id, "dispatch", json!({"lead_department_id": people.other_department_id})).await;
        assert_eq!(refused(&people.other_department, id, "reply", json!({"text": "补充"})).await.0, 403);
    }

    async fn a_part_that_a_resolve_ended_owes_no_reply(app) {
        let people = &app.people;
        let id = accepted(&app).await;
        act(&people.park, id, "add_support", json!({"department_ids": [people.other_department_id]})).await;
        let parts = async |day: &str| {
            let path = format!("/statistics?group_by=department&from=2021-08-02&to={day}&as_of={day}");
            let body = people.coordinator.get(&path).await.expect(200);
            let rows = body["rows"].as_array().unwrap().clone();
            let own = rows.into_iter().find(|row| row["key"]["department_id"] == people.other_department_id);
            own.unwrap()["supporting"].clone()
        };
        assert_eq!(parts("2021-08-02").await["outstanding"], 1);
        app.day("2021-08-03");
        act(&people.department, id, "resolve", solved()).await;
        app.day("2021-08-09");
        let after = parts("2021-08-09").await;
        assert_eq!((&after["outstanding"], &after["overdue"], &after["due"]), (&json!(0), &json!(0), &json!(0)));

        let late = accepted(&app).await;
        act(&people.park, late, "add_support", json!({"department_ids": [people.other_department_id]})).await;
        app.day("2021-08-16");
        assert_eq!(parts("2021-08-16").await["overdue"], 1);
        act(&people.department, late, "resolve", solved()).await;
        let after = parts("2021-08-16").await;
        assert_eq!((&after["overdue"], &after["due"], &after["on_time"]), (&json!(0), &json!(1), &json!(0)), "lateness isn't undone");

        let list = people.admin.get("/time_limit_policies").await.expect(200);
        let mut targets = list["items"][0]["targets"].clone();
        targets["support"] = json!(null);
        people.admin.patch("/time_limit_policies/1", json!({"targets": targets})).await.expect(200);
        let free = accepted(&app).await;
        act(&people.park, free, "add_support", json!({"department_ids": [people.other_department_id]})).await;
        act(&people.other_department, free, "reply", json!({"text": "已出具意见"})).await;
        let after = parts("2021-08-16").await;
        assert_eq!((&after["replied"], &after["due"]), (&json!(1), &json!(1)), "a reply without a limit is one, too");
    }

    async fn what_is_excluded_stays_in_sight_and_comes_back(app) {
        let people = &app.people;
        let first = filed(&app).await;
        let second = dispatched(&app).await;
        assert_eq!(refused(&people.coordinator, second, "merge", json!({"into_problem_id": second})).await.0, 422);
        let merged = act(&people.coordinator, second, "merge", json!({"into_problem_id": first})).await;
        assert_eq!((&merged["status"], &merged["merged_into_id"]), (&json!("merged"), &json!(first)));
        assert_eq!(merged["light"], json!(null));
        assert_eq!(shown(&people.department, second).await["status"], "merged");
        let back = act(&people.coordinator, second, "reinstate", json!({"reason": "并错"})).await;
        assert_eq!((&back["status"], &back["merged_into_id"]), (&json!("reported"), &json!(null)));
        act(&people.park, second, "withdraw", json!({"reason": "企业撤回", "told_by": "张经理"})).await;
        act(&people.coordinator, first, "reject", json!({"reason": "不属受理范围", "told_by": "陈主任"})).await;
        let foreign = people.other_park.post("/problems", json!({"title": "用工", "enterprise_id": people.other_enterprise_id})).await.expect(201);
        let third = filed(&app).await;
        let wrong = people.coordinator.post(&format!("/problems/{third}/merge"), json!({"into_problem_id": foreign["id"]})).await;
        assert_eq!(wrong.expect(422)["errors"][0]["code"], "other_enterprise");
    }

    async fn a_transferred_problem_leaves_the_sight_of_its_park(app) {
        let people = &app.people;
        let id = filed(&app).await;
        let same = json!({"park_id": people.park_id, "reason": "划转"});
        assert_eq!(refused(&people.coordinator, id, "transfer_park", same).await.0, 422);
        let other = json!({"park_id": people.other_park_id, "reason": "划转"});
        act(&people.coordinator, id, "transfer_park", other).await;
        people.park.get(&format!("/problems/{id}")).await.expect(404);
        assert_eq!(shown(&people.other_park, id).await["number"], "SH-2021-001");
    }

    async fn a_correction_keeps_before_and_after_and_leaves_clocks_alone(app) {
        let people = &app.people;
        let id = dispatched(&app).await;
        let path = format!("/problems/{id}");
        people.park.patch(&path, json!({"severity": "major"})).await.expect(403);
        let changed = people.coordinator.patch(&path, json!({"severity": "urgent", "title": "用电"})).await.expect(200);
        assert_eq!(changed["clocks"]["solve"]["due_on"], "2021-08-11");
        let events = people.park.get(&format!("{path}/events")).await.expect(200);
        assert_eq!(events["items"][2]["data"]["severity"], json!({"from": "ordinary", "to": "urgent"}));
        people.coordinator.patch(&path, json!({"source": "visit"})).await.refused(422, "request.invalid");
        let other = json!({"park_id": people.other_park_id, "reason": "划转"});
        act(&people.coordinator, id, "transfer_park", other).await;
        let same = json!({"enterprise_id": people.enterprise_id, "title": "用电问题"});
        people.coordinator.patch(&path, same).await.expect(200);
        let again = json!({"lead_department_id": people.department_id, "final": true});
        let again = act(&people.coordinator, id, "redispatch", again).await;
        assert_eq!(again["clocks"]["solve"]["due_on"], "2021-08-03", "urgent now: 24 hours");
        assert_eq!(refused(&people.department, id, "return", json!({"reason": "x"})).await.1, "problem.return_final");
    }
}
