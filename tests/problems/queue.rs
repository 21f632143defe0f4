//! What waits for each: exactly what they may do now, and all of it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{accepted, act, dispatched, filed, planned, resolved, shown, solved};
use crate::both;
use crate::harness::{App, people::Person};

/// Every page of somebody's queue, each item found to be something they may do.
pub async fn whole_queue(who: &Person, limit: usize) -> Vec<Value> {
    let first = who
        .get(&format!("/me/queue?limit={limit}"))
        .await
        .expect(200);
    let mut items = first["items"].as_array().unwrap().clone();
    for (kind, next) in first["more"].as_object().unwrap() {
        let mut next = next.clone();
        while let Some(cursor) = next.as_str() {
            let path = format!("/me/queue?kind={kind}&limit={limit}&cursor={cursor}");
            let page = who.get(&path).await.expect(200);
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            next = page["more"][kind].clone();
        }
    }
    for (kind, count) in first["counts"].as_object().unwrap() {
        let listed = items.iter().filter(|item| item["kind"] == **kind).count();
        assert_eq!(json!(listed), *count, "{kind}");
    }
    let seen: BTreeSet<_> = items
        .iter()
        .map(|item| (item["kind"].to_string(), item["problem_id"].to_string()))
        .collect();
    assert_eq!(seen.len(), items.len(), "nothing stands there twice");
    for item in &items {
        let problem = shown(who, item["problem_id"].as_i64().unwrap()).await;
        let allowed = problem["allowed_actions"].as_array().unwrap();
        assert!(allowed.contains(&item["kind"]), "{item} but {allowed:?}");
        for same in [
            "number",
            "title",
            "status",
            "severity",
            "enterprise_name",
            "site_name",
            "light",
            "allowed_actions",
        ] {
            assert_eq!(item[same], problem[same], "{same}");
        }
    }
    items
}

async fn kinds(who: &Person, id: i64) -> Vec<String> {
    let items = whole_queue(who, 200).await;
    let of_it = items.iter().filter(|item| item["problem_id"] == id);
    of_it
        .map(|item| item["kind"].as_str().unwrap().to_owned())
        .collect()
}

async fn file_many(app: &App, count: usize) -> Vec<i64> {
    let mut ids = vec![];
    for _ in 0..count {
        ids.push(filed(app).await);
    }
    ids
}

both! {
    async fn from_filing_to_closing_each_step_waits_for_those_who_make_it(app) {
        let people = &app.people;
        let (park, office, department, leader) = (&people.park, &people.coordinator, &people.department, &people.leader);
        let id = filed(&app).await;
        assert_eq!(kinds(park, id).await, ["dispatch"]);
        assert_eq!(kinds(office, id).await, ["dispatch"]);
        assert!(kinds(department, id).await.is_empty() && kinds(leader, id).await.is_empty());
        assert!(kinds(&people.other_park, id).await.is_empty());
        let body = json!({"lead_department_id": people.department_id, "supporting_department_ids": [people.other_department_id]});
        act(park, id, "dispatch", body).await;
        assert_eq!(kinds(department, id).await, ["accept"]);
        assert_eq!(kinds(&people.other_department, id).await, ["reply"]);
        act(department, id, "accept", json!({})).await;
        assert_eq!(kinds(department, id).await, ["resolve"]);
        act(&people.other_department, id, "reply", json!({"text": "已配合"})).await;
        assert!(kinds(&people.other_department, id).await.is_empty());
        act(department, id, "resolve", solved()).await;
        assert!(kinds(department, id).await.is_empty());
        assert_eq!(kinds(park, id).await, ["follow_up"]);
        act(park, id, "follow_up", json!({"reached": true, "solved": true, "satisfaction": 5})).await;
        assert_eq!((kinds(park, id).await, kinds(office, id).await), (vec!["close".to_owned()], vec!["close".to_owned()]));
        act(park, id, "close", json!({})).await;
        assert!(kinds(park, id).await.is_empty() && kinds(office, id).await.is_empty());
    }

    async fn what_a_follow_up_found_decides_what_comes_next(app) {
        let people = &app.people;
        let id = resolved(&app, solved()).await;
        act(&people.park, id, "follow_up", json!({"reached": false})).await;
        assert!(kinds(&people.park, id).await.is_empty(), "asked again on another day");
        app.day("2021-08-03");
        assert_eq!(kinds(&people.park, id).await, ["follow_up"]);
        act(&people.park, id, "follow_up", json!({"reached": true, "solved": false, "satisfaction": 2})).await;
        assert_eq!(kinds(&people.coordinator, id).await, ["reopen"]);
        act(&people.coordinator, id, "reopen", json!({"reason": "企业反映未解决"})).await;
        assert_eq!(kinds(&people.department, id).await, ["resolve"]);
    }

    async fn what_is_tracked_waits_again_when_its_day_nears(app) {
        let people = &app.people;
        let id = resolved(&app, planned()).await;
        assert_eq!(kinds(&people.park, id).await, ["track"]);
        act(&people.park, id, "track", json!({"next_on": "2021-09-30"})).await;
        assert!(kinds(&people.department, id).await.is_empty());
        app.day("2021-09-28");
        assert!(kinds(&people.department, id).await.is_empty());
        app.day("2021-09-29");
        assert_eq!(kinds(&people.department, id).await, ["resolve"]);
    }

    async fn a_report_that_is_due_stands_in_for_resolving_until_it_is_given(app) {
        let people = &app.people;
        let id = accepted(&app).await;
        let department = &people.department;
        // The first report: three working days, yellow one before.
        app.day("2021-08-03");
        assert_eq!(kinds(department, id).await, ["resolve"]);
        app.day("2021-08-04");
        assert_eq!(kinds(department, id).await, ["progress"]);
        act(department, id, "progress", json!({"text": "已现场勘查", "next_step": "架线", "next_on": "2021-08-06"})).await;
        assert_eq!(kinds(department, id).await, ["resolve"]);
        app.day("2021-08-06");
        assert_eq!(kinds(department, id).await, ["progress"], "the day it promised has come");
        act(department, id, "progress", json!({"text": "已架线"})).await;
        let instruction = json!({"kind": "instruction", "text": "请说明进度", "reply_by": "2021-08-09"});
        act(&people.leader, id, "supervise", instruction).await;
        assert_eq!(kinds(department, id).await, ["progress"], "an instruction wants a reply");
        assert!(kinds(&people.leader, id).await.is_empty());
        app.day("2021-08-10");
        assert_eq!(kinds(&people.leader, id).await, ["supervise"], "and got none in time");
        act(department, id, "progress", json!({"text": "周内完成"})).await;
        assert!(kinds(&people.leader, id).await.is_empty() && kinds(&people.coordinator, id).await.is_empty());
    }

    async fn what_is_late_is_urged_once_and_stays_with_the_leader(app) {
        let people = &app.people;
        let id = accepted(&app).await;
        app.day("2021-08-11");
        assert!(kinds(&people.coordinator, id).await.is_empty(), "its last day");
        app.at("2021-08-12 00:00");
        assert_eq!(kinds(&people.coordinator, id).await, ["supervise"]);
        assert_eq!(kinds(&people.leader, id).await, ["supervise"]);
        let urge = json!({"kind": "urge", "text": "请抓紧", "reply_by": "2021-08-13"});
        act(&people.coordinator, id, "supervise", urge).await;
        assert!(kinds(&people.coordinator, id).await.is_empty());
        assert_eq!(kinds(&people.leader, id).await, ["supervise"]);
        app.day("2021-08-14");
        assert_eq!(kinds(&people.coordinator, id).await, ["supervise"], "no reply came");
    }

    async fn a_request_waits_for_another_coordinator_and_ends_with_the_ruling(app) {
        let people = &app.people;
        let id = accepted(&app).await;
        let ask = json!({"until": "2021-08-20", "reason": "等待设备到货"});
        act(&people.department, id, "request_extension", ask).await;
        let suspend = json!({"cause": "third_party", "until": "2021-08-30", "reason": "等第三方检测"});
        act(&people.department, id, "request_suspension", suspend).await;
        assert_eq!(kinds(&people.coordinator, id).await, ["decide_extension", "decide_suspension"]);
        act(&people.coordinator, id, "decide_suspension", json!({"granted": true})).await;
        assert!(kinds(&people.department, id).await.is_empty(), "nothing waits while it is suspended");
        assert!(kinds(&people.coordinator, id).await.is_empty());
    }

    async fn a_long_queue_is_read_page_by_page_with_what_is_due_first(app) {
        let people = &app.people;
        let later = file_many(&app, 3).await;
        app.day("2021-08-03");
        let ids = file_many(&app, 4).await;
        for limit in [1, 2, 3, 7, 200] {
            let items = whole_queue(&people.park, limit).await;
            let found: Vec<_> = items.iter().map(|item| item["problem_id"].as_i64().unwrap()).collect();
            assert_eq!(found, [later.clone(), ids.clone()].concat(), "{limit}");
        }
        let page = people.park.get("/me/queue?kind=accept").await.expect(200);
        assert_eq!((&page["items"], &page["counts"]), (&json!([]), &json!({"dispatch": 7})));
        let stray = people.park.get("/me/queue?cursor=WzFd").await.refused(422, "request.invalid");
        assert_eq!(stray["errors"][0]["pointer"], "/cursor");
        people.park.get("/me/queue?limit=201").await.refused(422, "request.invalid");
    }

    async fn an_item_tells_where_it_is_and_which_clock_presses(app) {
        let people = &app.people;
        let id = dispatched(&app).await;
        let items = whole_queue(&people.department, 50).await;
        let item = &items[0];
        assert_eq!((item["kind"].as_str(), item["clock_kind"].as_str()), (Some("accept"), Some("accept")));
        assert_eq!(item["clock"]["due_on"], "2021-08-03");
        assert_eq!(item["enterprise_name"], "聚合庄生态农庄");
        assert_eq!(item["lead_department_id"], people.department_id);
        act(&people.department, id, "accept", json!({})).await;
        act(&people.department, id, "assign_handler", json!({"name": "李师傅"})).await;
        let items = whole_queue(&people.department, 50).await;
        assert_eq!((items[0]["clock_kind"].as_str(), items[0]["handler"].as_str()), (Some("solve"), Some("李师傅")));
    }

    async fn a_database_of_an_older_version_is_filled_at_its_next_start(app) {
        use diesel::prelude::*;
        use zhuqi::base::db::schema::{problem_waits, settings};
        let id = accepted(&app).await;
        app.db.write_blocking(|conn| {
            diesel::delete(problem_waits::table).execute(conn)?;
            diesel::delete(settings::table.filter(settings::name.like("problem_waits%"))).execute(conn)?;
            Ok(())
        }).unwrap();
        assert!(kinds(&app.people.department, id).await.is_empty());
        zhuqi::problems::actions::fill_waits(&app.db, &app.clock).unwrap();
        assert_eq!(kinds(&app.people.department, id).await, ["resolve"]);
    }
}
