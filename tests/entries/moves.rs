use reqwest::Method;
use serde_json::{Value, json};

use super::{act, building, project, proposed, wrong};
use crate::both;
use crate::problems::id_of;

both! {
    async fn a_project_walks_from_the_proposal_to_production_and_its_timeline_tells_it(app) {
        let (park, office) = (&app.people.park, &app.people.coordinator);
        let made = park.post("/projects", project(&app)).await;
        assert!(made.header("location").starts_with("/api/v1/projects/"));
        let made = made.expect(201);
        assert_eq!((&made["number"], &made["status"], &made["light"]), (&json!("SH-XM-2021-001"), &json!("proposed"), &json!("green")));
        assert_eq!((&made["land_mu"], &made["park_id"]), (&json!("100"), &json!(app.people.park_id)));
        let id = id_of(&made);
        app.day("2021-08-04");
        act(park, id, "file", json!({"code": "2108-410000", "on": "2021-08-03"})).await;
        let started = act(park, id, "start", json!({"on": "2021-08-04", "evidence": "piling"})).await;
        assert_eq!((&started["status"], &started["started_on"], &started["unfiled"]), (&json!("building"), &json!("2021-08-04"), &json!(false)));
        act(park, id, "enter_statistics", json!({"on": "2021-08-04"})).await;
        act(park, id, "stop", json!({"reason": "汛期"})).await;
        act(park, id, "resume", json!({"reason": "汛期已过"})).await;
        act(park, id, "complete", json!({"on": "2021-08-04"})).await;
        let done = act(office, id, "produce", json!({"on": "2021-08-04"})).await;
        assert_eq!((&done["status"], &done["version"]), (&json!("producing"), &json!(8)));
        let path = format!("/projects/{id}/events?count=true&limit=3");
        let page = park.get(&path).await.expect(200);
        assert_eq!(page["total"], 8);
        let cursor = page["next_cursor"].as_str().unwrap();
        let rest = park.get(&format!("{path}&cursor={cursor}")).await.expect(200);
        let kinds: Vec<_> = [&page, &rest].iter().flat_map(|page| page["items"].as_array().unwrap()).map(|event| event["kind"].clone()).collect();
        assert_eq!(kinds, ["propose", "file", "start", "enter_statistics", "stop", "resume"]);
        assert_eq!((&page["items"][1]["occurred_on"], &page["items"][1]["counted_on"]), (&json!("2021-08-03"), &json!("2021-08-03")));
        assert_eq!(page["items"][1]["actor"]["role"], "park_staff");
    }

    async fn a_day_is_in_order_not_to_come_and_counted_in_an_open_week(app) {
        let park = &app.people.park;
        let id = proposed(&app).await;
        app.day("2021-08-06");
        let path = |name: &str| format!("/projects/{id}/{name}");
        let told = park.post(&path("file"), json!({"code": "1", "on": "2021-08-07"})).await.expect(422);
        assert_eq!(wrong(&told), [("/on", "future_day")]);
        act(park, id, "file", json!({"code": "1", "on": "2021-08-04"})).await;
        let told = park.post(&path("start"), json!({"on": "2021-08-03", "evidence": "piling"})).await.expect(422);
        assert_eq!(wrong(&told), [("/on", "out_of_order")]);
        act(park, id, "start", json!({"on": "2021-08-04", "evidence": "piling"})).await;
        // What lies in a week that was closed counts on the first open day, and never before what counted already.
        let late = proposed(&app).await;
        act(park, late, "file", json!({"code": "2", "on": "2021-07-20"})).await;
        let events = park.get(&format!("/projects/{late}/events")).await.expect(200);
        assert_eq!((&events["items"][1]["occurred_on"], &events["items"][1]["counted_on"]), (&json!("2021-07-20"), &json!("2021-08-06")));
        let told = park.post(&format!("/projects/{late}/start"), json!({"evidence": "piling"})).await.expect(422);
        assert_eq!(wrong(&told), [("/on", "required")]);
    }

    async fn the_wrong_person_is_refused_before_the_wrong_state_and_a_wrong_body_between(app) {
        let people = &app.people;
        let id = proposed(&app).await;
        let path = format!("/projects/{id}/complete");
        people.park.post(&path, json!({})).await.refused(422, "request.invalid");
        people.park.post(&path, json!({"on": "2021-08-02", "no_such": 1})).await.refused(422, "request.invalid");
        let stale = people.park.with(&[("If-Match", "\"9\"")], Method::POST, &path, Some(json!({"on": "2021-08-02"}))).await;
        stale.refused(412, "request.stale_version");
        let told = people.park.post(&path, json!({"on": "2021-08-02"})).await.refused(409, "entry.transition_not_allowed");
        let allowed = told["allowed_actions"].as_array().unwrap();
        assert!(allowed.contains(&json!("file")) && !allowed.contains(&json!("complete")), "{told}");
        assert!(told["detail"].as_str().unwrap().contains("现在可以"), "{told}");
        people.leader.post(&path, json!({"on": "2021-08-02"})).await.refused(403, "access.not_yours");
        people.department.post(&format!("/projects/{id}/progress"), json!({"text": "x"})).await.refused(404, "not_found");
        act(&people.park, id, "assign", json!({"department_id": people.department_id})).await;
        // The park owns it no longer.
        let stop = format!("/projects/{id}/enter_statistics");
        people.park.post(&stop, json!({"on": "2021-08-02"})).await.refused(403, "entry.not_yours");
        act(&people.department, id, "progress", json!({"text": "场地平整", "next_on": "2021-08-20"})).await;
        people.other_department.get(&format!("/projects/{id}")).await.expect(404);
        let names = json!({"supporting_department_ids": [people.other_department_id], "leader": {"name": "王县长", "user_id": people.leader.id}});
        let shown = act(&people.coordinator, id, "assign", names).await;
        assert_eq!(shown["department_id"], people.department_id, "what is absent stays");
        people.other_department.get(&format!("/projects/{id}")).await.expect(200);
        assert_eq!(people.leader.get("/projects?mine=true&count=true").await.expect(200)["total"], 1);
        let told = people.coordinator.post(&format!("/projects/{id}/assign"), json!({"leader": {"name": "x", "user_id": people.park.id}})).await.expect(422);
        assert_eq!(wrong(&told), [("/leader/user_id", "unknown_id")]);
    }

    async fn a_correction_tells_absent_null_and_a_value_apart(app) {
        let park = &app.people.park;
        let id = proposed(&app).await;
        let path = format!("/projects/{id}");
        let same = park.patch(&path, json!({"land_mu": "100"})).await.expect(200);
        assert_eq!(same["version"], 1, "nothing changed");
        let shown = park.patch(&path, json!({"land_mu": null, "builder": "聚合庄公司"})).await.expect(200);
        assert_eq!((&shown["land_mu"], &shown["builder"], &shown["total_yuan"], &shown["version"]),
            (&json!(null), &json!("聚合庄公司"), &json!(60_000_000), &json!(2)));
        for (body, pointer, code) in [
            (json!({"name": null}), "/name", "required"),
            (json!({"name": "字".repeat(101)}), "/name", "too_long"),
            (json!({"total_yuan": 1_000_000_000_000_001_i64}), "/total_yuan", "out_of_range"),
            (json!({"land_mu": "1.234"}), "/land_mu", "malformed"),
            (json!({"started_on": "2021-08-01"}), "/started_on", "unknown_field"),
            (json!({"planned_start_on": "2021-09-02", "planned_finish_on": "2021-09-01"}), "/planned_finish_on", "too_early"),
            (json!({"industry_code": "1"}), "/industry_code", "malformed"),
            (json!({"annual_plan": {"year": 2021, "amount_yuan": 1, "first": 9, "last": 3}}), "/annual_plan", "malformed"),
            (json!({"permits": [{"kind": "eia"}, {"kind": "eia"}]}), "/permits/1/kind", "duplicate"),
            (json!({"permits": [{"kind": "eia", "department_id": 999_999}]}), "/permits/0/department_id", "unknown_id"),
            (json!({"enterprise_id": app.people.other_enterprise_id}), "/enterprise_id", "unknown_id"),
        ] {
            let told = park.patch(&path, body.clone()).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{body}");
        }
        park.patch(&path, json!({"name": "字".repeat(100)})).await.expect(200);
    }

    async fn milestones_keep_their_original_day_and_far_moves_are_the_offices(app) {
        let people = &app.people;
        let id = proposed(&app).await;
        let path = format!("/projects/{id}/milestones");
        let plan = json!({"milestones": [
            {"name": "手续", "track": "手续", "due_on": "2021-08-20", "department_id": people.department_id},
            {"name": "生产区建设", "due_on": "2021-09-30"}]});
        let shown = people.park.put(&path, plan.clone()).await.expect(200);
        assert_eq!((&shown["due_on"], &shown["clocks"]["milestone"]["name"]), (&json!("2021-08-20"), &json!("手续")));
        people.park.put(&path, plan).await.refused(409, "entry.milestones_open");
        // A milestone's department sees the project and records that it is done.
        let of = |name: &str| format!("/projects/{id}/{name}");
        let told = people.park.post(&of("move_milestone"), json!({"position": 1, "due_on": "2021-08-27"})).await.expect(422);
        assert_eq!(wrong(&told), [("/reason", "required")]);
        // 5 working days after 20 August is the 27th.
        let moved = act(&people.park, id, "move_milestone", json!({"position": 1, "due_on": "2021-08-27", "reason": "材料补正"})).await;
        assert_eq!((&moved["milestones"][0]["due_on"], &moved["milestones"][0]["original_due_on"]), (&json!("2021-08-27"), &json!("2021-08-20")));
        let far = json!({"position": 1, "due_on": "2021-08-28", "reason": "材料补正"});
        people.park.post(&of("move_milestone"), far.clone()).await.refused(403, "entry.not_yours");
        act(&people.coordinator, id, "move_milestone", far).await;
        app.day("2021-08-30");
        let late = people.park.get(&format!("/projects/{id}")).await.expect(200);
        assert_eq!((&late["light"], &late["clocks"]["milestone"]["remaining_working_days"]), (&json!("red"), &json!(-1)));
        for (query, found) in [("light=red", 1), ("overdue=true", 1), ("light=green", 0), ("overdue=false", 0)] {
            let page = people.park.get(&format!("/projects?{query}&count=true")).await.expect(200);
            assert_eq!(page["total"], found, "{query}");
        }
        act(&people.department, id, "complete_milestone", json!({"position": 1, "on": "2021-08-30"})).await;
        people.department.post(&of("complete_milestone"), json!({"position": 1, "on": "2021-08-30"})).await.refused(409, "entry.milestone_done");
        let told = people.park.post(&of("complete_milestone"), json!({"position": 3, "on": "2021-08-30"})).await.expect(422);
        assert_eq!(wrong(&told), [("/position", "unknown_value")]);
        let listed = people.park.get(&path).await.expect(200);
        assert_eq!((&listed["items"][0]["done_on"], listed["items"].as_array().unwrap().len()), (&json!("2021-08-30"), 2));
    }

    async fn a_review_really_blocks_and_only_another_lifts_a_ban(app) {
        let people = &app.people;
        let (park, office) = (&people.park, &people.coordinator);
        let id = proposed(&app).await;
        let of = |name: &str| format!("/projects/{id}/{name}");
        act(park, id, "screen", json!({"verdict": "suspected", "text": "行业代码在列"})).await;
        let file = json!({"code": "1", "on": "2021-08-02"});
        let start = json!({"on": "2021-08-02", "evidence": "piling"});
        let told = park.post(&of("file"), file.clone()).await.refused(409, "project.under_review");
        assert!(!told["allowed_actions"].as_array().unwrap().contains(&json!("file")), "{told}");
        park.post(&of("start"), start.clone()).await.refused(409, "project.under_review");
        park.post(&of("permit"), json!({"kind": "eia", "state": "done"})).await.refused(409, "project.under_review");
        act(park, id, "permit", json!({"kind": "eia", "state": "applied", "department_id": people.department_id})).await;
        // Out of suspected it goes by the office alone.
        park.post(&of("screen"), json!({"verdict": "clear", "text": "不涉及"})).await.refused(403, "entry.not_yours");
        act(office, id, "screen", json!({"verdict": "listed", "text": "会商认定"})).await;
        let mut unpermitted = start.clone();
        unpermitted["reason"] = json!("抢抓工期");
        park.post(&of("start"), unpermitted.clone()).await.refused(409, "project.banned");
        park.patch(&format!("/projects/{id}"), json!({"name": "改名"})).await.refused(409, "project.banned");
        act(park, id, "comment", json!({"text": "已告知企业"})).await;
        let ban = json!({"basis": "县政府常务会议", "decided_by": "县政府", "document_no": "1号", "meeting_on": "2021-08-01", "reviewers": "发改、环保"});
        let banned = act(office, id, "ban", ban).await;
        assert_eq!((&banned["status"], &banned["ban"]["decided_by"]), (&json!("banned"), &json!("县政府")));
        park.post(&of("progress"), json!({"text": "x"})).await.refused(409, "project.banned");
        let lift = json!({"basis": "整改到位", "decided_by": "县政府", "document_no": "2号"});
        office.post(&of("lift"), lift.clone()).await.refused(403, "entry.own_exclusion");
        let back = act(&people.coordinator2, id, "lift", lift).await;
        assert_eq!((&back["status"], &back["ban"]), (&json!("proposed"), &json!(null)));
        act(office, id, "screen", json!({"verdict": "exempted", "text": "豁免"})).await;
        // Started without a permit, and before it was filed: recorded and flagged.
        let told = park.post(&of("start"), start.clone()).await.expect(422);
        assert_eq!(wrong(&told), [("/reason", "required")]);
        let started = act(park, id, "start", unpermitted).await;
        assert_eq!((&started["without_permits"], &started["unfiled"]), (&json!(true), &json!(true)));
        // A permit's department says how far its own permits are, and no other.
        act(&people.department, id, "permit", json!({"kind": "eia", "state": "done"})).await;
        people.department.post(&of("permit"), json!({"kind": "land", "state": "done"})).await.refused(403, "entry.not_yours");
    }

    async fn what_is_excluded_comes_back_as_it_was(app) {
        let (park, office) = (&app.people.park, &app.people.coordinator);
        let id = proposed(&app).await;
        let gone = json!({"ground": "企业撤资", "reason": "不再建设"});
        act(park, id, "exclude", gone.clone()).await;
        park.post(&format!("/projects/{id}/reinstate"), json!({"reason": "x"})).await.refused(403, "access.not_yours");
        let back = act(office, id, "reinstate", json!({"reason": "重新启动"})).await;
        assert_eq!(back["status"], "proposed");
        act(park, id, "file", json!({"code": "1", "on": "2021-08-02"})).await;
        park.post(&format!("/projects/{id}/exclude"), gone.clone()).await.refused(403, "entry.not_yours");
        act(office, id, "exclude", gone).await;
        assert_eq!(act(office, id, "reinstate", json!({"reason": "重新启动"})).await["status"], "filed");
    }

    async fn a_project_is_linked_with_what_its_reader_may_see(app) {
        let people = &app.people;
        let id = proposed(&app).await;
        let problem = |enterprise: i64| json!({"title": "担心后续用电得不到保障", "enterprise_id": enterprise});
        let own = id_of(&people.park.post("/problems", problem(people.enterprise_id)).await.expect(201));
        let foreign = id_of(&people.other_park.post("/problems", problem(people.other_enterprise_id)).await.expect(201));
        let path = format!("/projects/{id}/link");
        let linked = act(&people.park, id, "link", json!({"problem_id": own, "kind": "bottleneck"})).await;
        assert_eq!((&linked["links"][0]["problem_id"], &linked["links"][0]["kind"]), (&json!(own), &json!("bottleneck")));
        for (body, pointer, code) in [
            (json!({"problem_id": foreign}), "/problem_id", "unknown_id"),
            (json!({"problem_id": 999_999}), "/problem_id", "unknown_id"),
            (json!({"problem_id": own}), "/problem_id", "duplicate"),
            (json!({"problem_id": own, "enterprise_id": people.enterprise_id}), "/problem_id", "required"),
            (json!({"entry_id": id}), "/entry_id", "unknown_id"),
            (json!({}), "/problem_id", "required"),
        ] {
            let told = people.park.post(&path, body.clone()).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{body}");
        }
        let other = proposed(&app).await;
        let twice = act(&people.park, id, "link", json!({"entry_id": other})).await;
        assert_eq!((&twice["links"][1]["entry_id"], &twice["links"][1]["ledger"]), (&json!(other), &json!("projects")));
        act(&people.park, id, "unlink", json!({"link_id": twice["links"][1]["id"]})).await;
        // The problem's page asks the other way round.
        let of_problem = |problem: i64| format!("/projects?problem_id={problem}&count=true");
        assert_eq!(people.park.get(&of_problem(own)).await.expect(200)["total"], 1);
        let told = people.park.get(&of_problem(foreign)).await.expect(422);
        assert_eq!(wrong(&told), [("/problem_id", "unknown_id")]);
        let link = linked["links"][0]["id"].clone();
        let shown = act(&people.park, id, "unlink", json!({"link_id": link})).await;
        assert_eq!(shown["links"], json!([]));
    }

    async fn too_small_a_project_enters_no_statistics(app) {
        let park = &app.people.park;
        let id = building(&app, "2021-08-02").await;
        let path = format!("/projects/{id}");
        let enter = format!("{path}/enter_statistics");
        park.patch(&path, json!({"total_yuan": 4_999_999})).await.expect(200);
        let told = park.post(&enter, json!({"on": "2021-08-02"})).await.expect(422);
        assert_eq!(wrong(&told), [("/state", "below_threshold")]);
        park.patch(&path, json!({"total_yuan": 5_000_000})).await.expect(200);
        let told = park.post(&enter, json!({"on": "2021-08-02", "state": "returned"})).await.expect(422);
        assert_eq!(wrong(&told), [("/reason", "required")]);
        park.post(&enter, json!({"on": "2021-08-02"})).await.expect(200);
    }

    async fn milestones_of_one_track_follow_each_other(app) {
        let park = &app.people.park;
        let id = proposed(&app).await;
        let path = format!("/projects/{id}/milestones");
        let one = |track: Value, due_on: &str| json!({"name": "节点", "track": track, "due_on": due_on});
        let land = || json!("征迁");
        let wrong_order = json!({"milestones": [one(land(), "2021-09-10"), one(json!(null), "2021-08-10"), one(land(), "2021-09-09")]});
        let told = park.put(&path, wrong_order).await.expect(422);
        assert_eq!(wrong(&told), [("/milestones/2/due_on", "out_of_order")]);
        let plan = json!({"milestones": [one(land(), "2021-09-09"), one(json!(null), "2021-08-10"), one(land(), "2021-09-09"), one(land(), "2021-09-15")]});
        park.put(&path, plan).await.expect(200);
        let to = |position: i64, due_on: &str| json!({"position": position, "due_on": due_on, "reason": "天气"});
        let move_it = format!("/projects/{id}/move_milestone");
        for (position, due_on) in [(3, "2021-09-08"), (3, "2021-09-16"), (1, "2021-09-10")] {
            let told = park.post(&move_it, to(position, due_on)).await.expect(422);
            assert_eq!(wrong(&told), [("/due_on", "out_of_order")], "{position} {due_on}");
        }
        act(park, id, "move_milestone", to(3, "2021-09-15")).await;
        act(park, id, "move_milestone", to(1, "2021-09-15")).await;
        // What is done binds the others no more.
        act(park, id, "complete_milestone", json!({"position": 1, "on": "2021-08-02"})).await;
        act(park, id, "move_milestone", to(3, "2021-09-09")).await;
    }

    async fn the_page_gets_what_it_draws_ledgers_from(app) {
        let ledgers = app.people.leader.get("/ledgers").await.expect(200);
        let projects = &ledgers["items"][0];
        assert_eq!((&projects["code"], &projects["zh"], &projects["letters"]), (&json!("projects"), &json!("项目建设"), &json!("XM")));
        let comment = projects["moves"].as_array().unwrap().iter().find(|one| one["name"] == "comment").unwrap();
        assert_eq!((&comment["may"], &comment["body"][0]["required"]), (&json!(true), &json!(true)));
        let ban = projects["moves"].as_array().unwrap().iter().find(|one| one["name"] == "ban").unwrap();
        assert_eq!(ban["may"], false);
    }

    async fn a_schedule_is_laid_back_and_written_where_nothing_is_open(app) {
        let park = &app.people.park;
        let id = proposed(&app).await;
        let path = format!("/projects/{id}/schedule");
        let step = |name: &str, amount: i64| json!({"name": name, "amount": amount, "unit": "working_day"});
        let mut body = json!({"target_on": "2021-09-30", "dry_run": true,
            "steps": [step("环评", 15), step("规划", 10), step("施工许可", 5), step("开工", 3)]});
        let told = park.post(&path, body.clone()).await.expect(200);
        let due: Vec<_> = told["nodes"].as_array().unwrap().iter().map(|node| node["due_on"].clone()).collect();
        assert_eq!((&told["start_on"], &told["written"]), (&json!("2021-08-16"), &json!(false)));
        assert_eq!(due, ["2021-09-06", "2021-09-18", "2021-09-27", "2021-09-30"]);
        assert_eq!(park.get(&format!("/projects/{id}/milestones")).await.expect(200)["items"], json!([]));
        body["dry_run"] = json!(false);
        body["steps"][0]["department_id"] = json!(999_999);
        let wrong_step = park.post(&path, body.clone()).await.expect(422);
        assert_eq!(wrong(&wrong_step), [("/steps/0/department_id", "unknown_id")]);
        body["steps"][0]["department_id"] = json!(app.people.department_id);
        let written = park.post(&path, body.clone()).await;
        assert_eq!(written.header("etag"), "\"2\"");
        written.expect(200);
        let shown = park.get(&format!("/projects/{id}")).await.expect(200);
        assert_eq!((&shown["version"], &shown["due_on"]), (&json!(2), &json!("2021-09-06")));
        park.post(&path, body.clone()).await.refused(409, "entry.milestones_open");
        body["steps"][0]["unit"] = json!("hour");
        park.post(&path, body).await.refused(422, "request.invalid");
    }

    async fn a_road_map_is_told_and_drawn(app) {
        let park = &app.people.park;
        let id = proposed(&app).await;
        park.put(&format!("/projects/{id}/milestones"), json!({"milestones": [{"name": "生产区建设", "due_on": "2021-09-30"}]})).await.expect(200);
        act(park, id, "permit", json!({"kind": "eia", "due_on": "2021-08-20"})).await;
        let path = format!("/projects/{id}/roadmap");
        let told = park.get(&format!("{path}?format=json")).await.expect(200);
        assert_eq!((&told["nodes"][0]["name"], &told["permits"][0]["kind"]), (&json!("生产区建设"), &json!("eia")));
        let (status, headers, bytes) = park.download(&format!("{path}?format=svg")).await;
        assert_eq!((status, headers["content-type"].to_str().unwrap()), (200, "image/svg+xml"));
        let svg = String::from_utf8(bytes).unwrap();
        assert!(svg.starts_with("<svg") && svg.contains("生产区建设"), "{svg}");
        park.get(&format!("{path}?format=pdf")).await.refused(422, "request.invalid");
        app.people.other_park.get(&format!("{path}?format=json")).await.refused(404, "not_found");
    }
}
