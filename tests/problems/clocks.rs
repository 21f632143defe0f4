//! Limits through extensions, suspensions, instructions and notices.

use serde_json::json;
use zhuqi::problems::actions::resume_due;

use super::*;
use crate::both;

both! {
    async fn an_extension_is_asked_for_in_time_and_granted_by_somebody_else(app) {
        let people = &app.people;
        let id = accepted(&app).await;
        let ask = |until: &str| json!({"until": until, "reason": "等待设备到货"});
        assert_eq!(refused(&people.department, id, "request_extension", ask("2021-08-11")).await.0, 422);
        app.day("2021-08-10");
        let asked = act(&people.department, id, "request_extension", ask("2021-08-20")).await;
        assert_eq!(asked["requests"][0]["kind"], "extension");
        assert_eq!(refused(&people.department, id, "request_extension", ask("2021-08-20")).await,
            (409, "problem.request_pending".to_owned()));
        app.day("2021-08-12");
        assert_eq!(shown(&people.department, id).await["light"], "red");
        let granted = act(&people.coordinator, id, "decide_extension", json!({"granted": true})).await;
        assert_eq!(granted["clocks"]["solve"]["due_on"], "2021-08-20");
        assert_eq!(granted["clocks"]["solve"]["original_due_on"], "2021-08-11");
        assert_eq!(granted["extended_count"], 1);
        assert_eq!(refused(&people.department, id, "request_extension", ask("2021-08-30")).await,
            (409, "deadline.extension_exhausted".to_owned()));
        assert_eq!(refused(&people.coordinator, id, "decide_extension", json!({"granted": true})).await,
            (409, "problem.no_request_pending".to_owned()));
    }

    async fn after_the_limit_no_extension_and_no_return_is_possible(app) {
        let people = &app.people;
        let id = accepted(&app).await;
        app.at("2021-08-03 23:59");
        assert!(shown(&people.department, id).await["allowed_actions"].as_array().unwrap().contains(&json!("return")));
        app.at("2021-08-04 00:00");
        assert_eq!(refused(&people.department, id, "return", json!({"reason": "x"})).await,
            (409, "problem.return_limit_passed".to_owned()));
        app.day("2021-08-12");
        let late = json!({"until": "2021-08-20", "reason": "等待设备到货"});
        assert_eq!(refused(&people.department, id, "request_extension", late).await,
            (409, "deadline.limit_passed".to_owned()));
    }

    async fn a_suspension_shifts_the_limit_and_ends_by_itself(app) {
        let people = &app.people;
        let id = accepted(&app).await;
        let ask = json!({"cause": "third_party", "until": "2021-08-09", "reason": "等待第三方检测"});
        act(&people.department, id, "request_suspension", ask).await;
        let held = act(&people.coordinator, id, "decide_suspension", json!({"granted": true})).await;
        assert_eq!((&held["status"], &held["suspension"]["until"]), (&json!("suspended"), &json!("2021-08-09")));
        assert_eq!(held["clocks"]["solve"]["due_on"], "2021-08-18");
        let resume = |app: &App| {
            let (clock, now) = (app.clock.clone(), app.clock.now());
            app.db.write_blocking(move |conn| resume_due(conn, &clock, now)).unwrap()
        };
        app.at("2021-08-08 23:59");
        assert_eq!(resume(&app), 0);
        app.at("2021-08-09 00:10");
        assert_eq!(resume(&app), 1);
        assert_eq!(resume(&app), 0);
        let going = shown(&people.department, id).await;
        assert_eq!((&going["status"], &going["suspension"]), (&json!("in_progress"), &json!(null)));
        assert_eq!(going["clocks"]["solve"]["due_on"], "2021-08-18");
        let events = people.park.get(&format!("/problems/{id}/events")).await.expect(200);
        let last = events["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["kind"], &last["actor"]), (&json!("resume"), &json!(null)));
    }

    async fn an_extension_counts_from_its_request_whatever_came_before_the_ruling(app) {
        let people = &app.people;
        let id = accepted(&app).await;
        act(&people.department, id, "request_extension", json!({"until": "2021-08-13", "reason": "等待设备到货"})).await;
        let ask = json!({"cause": "third_party", "until": "2021-08-16", "reason": "等待第三方检测"});
        act(&people.department, id, "request_suspension", ask).await;
        app.day("2021-08-09");
        let held = act(&people.coordinator, id, "decide_suspension", json!({"granted": true})).await;
        assert_eq!(held["clocks"]["solve"]["due_on"], "2021-08-18");
        app.day("2021-08-16");
        act(&people.coordinator, id, "resume", json!({})).await;
        let granted = act(&people.coordinator, id, "decide_extension", json!({"granted": true})).await;
        assert_eq!(granted["clocks"]["solve"]["due_on"], "2021-08-20", "two working days more, and the five it stood still");

        app.day("2021-08-17");
        let id = accepted(&app).await;
        act(&people.department, id, "request_extension", json!({"until": "2021-09-03", "reason": "等待设备到货"})).await;
        let instruction = json!({"kind": "instruction", "text": "月底前办结", "due_on": "2021-08-24"});
        act(&people.leader, id, "supervise", instruction).await;
        let granted = act(&people.coordinator, id, "decide_extension", json!({"granted": true})).await;
        assert_eq!(granted["clocks"]["solve"]["due_on"], "2021-08-24", "what the leader wanted since");
    }

    async fn an_instruction_shortens_the_limit_and_never_lengthens_it(app) {
        let people = &app.people;
        let id = accepted(&app).await;
        let instruct = |due_on: &str| json!({"kind": "instruction", "text": "请尽快办理", "due_on": due_on});
        let shorter = act(&people.leader, id, "supervise", instruct("2021-08-06")).await;
        assert_eq!(shorter["clocks"]["solve"]["due_on"], "2021-08-06");
        let same = act(&people.leader, id, "supervise", instruct("2021-08-30")).await;
        assert_eq!((&same["clocks"]["solve"]["due_on"], &same["supervised_count"]), (&json!("2021-08-06"), &json!(2)));
        let events = people.leader.get(&format!("/problems/{id}/events")).await.expect(200);
        assert_eq!(events["items"][3]["data"]["by"], people.leader.actor.name.as_str());
    }

    async fn what_is_resolved_has_no_limit_that_an_instruction_could_shorten(app) {
        let people = &app.people;
        let id = resolved(&app, solved()).await;
        let instruct = |more: Value| {
            let mut body = json!({"kind": "instruction", "text": "请说明情况", "reply_by": "2021-08-06"});
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        let path = format!("/problems/{id}/supervise");
        let answer = people.leader.post(&path, instruct(json!({"due_on": "2021-08-06"}))).await.refused(422, "request.invalid");
        assert_eq!((&answer["errors"][0]["pointer"], &answer["errors"][0]["code"]), (&json!("/due_on"), &json!("not_applicable")));
        act(&people.leader, id, "supervise", instruct(json!({}))).await;
    }

    async fn urgent_problems_redden_at_the_hour(app) {
        let people = &app.people;
        let body = json!({"title": "停电", "enterprise_id": people.enterprise_id, "severity": "urgent",
            "dispatch": {"lead_department_id": people.department_id}});
        let id = id_of(&people.park.post("/problems", body).await.expect(201));
        let solve = shown(&people.park, id).await["clocks"]["solve"].clone();
        assert_eq!(solve["due_at"], "2021-08-03T09:00:00+08:00");
        app.at("2021-08-03 08:59");
        assert_eq!(shown(&people.park, id).await["clocks"]["solve"]["light"], "green");
        app.at("2021-08-03 09:00");
        assert_eq!(shown(&people.park, id).await["clocks"]["solve"]["light"], "red");
    }

    async fn a_corrected_notice_moves_running_limits_by_an_event_of_the_system(app) {
        let people = &app.people;
        let running = accepted(&app).await;
        let ended = resolved(&app, solved()).await;
        let year = people.admin.get("/calendar/2021").await.expect(200);
        let mut off = year["off"].as_array().unwrap().clone();
        off.push(json!("2021-08-11"));
        let notice = json!({"off": off, "work": year["work"]});
        let shown_first = people.admin.put("/calendar/2021?dry_run=true", notice.clone()).await.expect(200);
        let moved = |body: &Value| body["moved"].as_array().unwrap().iter().filter(|one| one["clock"] == "solve").count();
        assert_eq!(moved(&shown_first), 1);
        assert_eq!(shown(&people.park, running).await["clocks"]["solve"]["due_on"], "2021-08-11");
        people.admin.put("/calendar/2021", notice).await.expect(200);
        assert_eq!(shown(&people.park, running).await["clocks"]["solve"]["due_on"], "2021-08-12");
        assert_eq!(shown(&people.park, ended).await["clocks"]["solve"]["due_on"], "2021-08-11");
        let events = people.park.get(&format!("/problems/{running}/events")).await.expect(200);
        assert_eq!(events["items"][3]["kind"], "recompute");
    }

    async fn a_notice_moves_what_its_preview_told_and_nothing_else(app) {
        let people = &app.people;
        let waiting = filed(&app).await;
        let running = accepted(&app).await;
        let stands_still = accepted(&app).await;
        let ask = json!({"cause": "season", "until": "2021-08-09", "reason": "等待季节"});
        act(&people.department, stands_still, "request_suspension", ask).await;
        act(&people.coordinator, stands_still, "decide_suspension", json!({"granted": true})).await;
        let extended = accepted(&app).await;
        act(&people.department, extended, "request_extension", json!({"until": "2021-08-21", "reason": "等待设备"})).await;
        act(&people.coordinator, extended, "decide_extension", json!({"granted": true})).await;
        let tracked = resolved(&app, planned()).await;
        act(&people.park, tracked, "track", json!({"next_on": "2021-08-28"})).await;
        let settled = resolved(&app, solved()).await;
        let all = [waiting, running, stands_still, extended, tracked, settled];
        let versions = async || {
            let mut versions = vec![];
            for id in all {
                versions.push(shown(&people.coordinator, id).await["version"].as_i64().unwrap());
            }
            versions
        };
        let before = versions().await;
        let year = people.admin.get("/calendar/2021").await.expect(200);
        let mut off = year["off"].as_array().unwrap().clone();
        off.extend([json!("2021-08-05"), json!("2021-08-13")]);
        let notice = json!({"off": off, "work": year["work"]});
        let told = people.admin.put("/calendar/2021?dry_run=true", notice.clone()).await.expect(200);
        assert_eq!(versions().await, before, "a preview changes nothing");
        let made = people.admin.put("/calendar/2021", notice).await.expect(200);
        assert_eq!(made["moved"], told["moved"]);
        let moved: Vec<_> = made["moved"].as_array().unwrap().iter().map(|one| {
            (one["problem_id"].as_i64().unwrap(), one["clock"].as_str().unwrap(), one["to_due_on"].as_str().unwrap())
        }).collect();
        assert_eq!(moved, [
            (running, "first_reply", "2021-08-06"),
            (running, "solve", "2021-08-12"),
            (stands_still, "solve", "2021-08-19"),
            (extended, "first_reply", "2021-08-06"),
            (settled, "follow_up", "2021-08-10"),
        ]);
        let after = versions().await;
        let grown: Vec<_> = all.into_iter().zip(after.iter().zip(&before)).filter(|(_, (now, then))| now > then).map(|(id, _)| id).collect();
        assert_eq!(grown, [running, stands_still, extended, settled]);
        let last = people.coordinator.get(&format!("/problems/{settled}/events")).await.expect(200)["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["kind"], &last["actor"], &last["data"]["limits"][0]["from_due_on"]), (&json!("recompute"), &json!(null), &json!("2021-08-09")));
    }
}
