//! Sixteen who act on one problem at once.

use std::sync::Arc;

use reqwest::Method;
use serde_json::json;
use tokio::sync::Barrier;

use super::*;
use crate::both;

const CLIENTS: usize = 16;

async fn at_once(
    who: &Person,
    headers: &'static [(&'static str, &'static str)],
    path: String,
    body: Value,
) -> Vec<u16> {
    let barrier = Arc::new(Barrier::new(CLIENTS));
    let tasks: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (who, path, body, barrier) =
                (who.clone(), path.clone(), body.clone(), barrier.clone());
            tokio::spawn(async move {
                barrier.wait().await;
                who.with(headers, Method::POST, &path, Some(body))
                    .await
                    .status
            })
        })
        .collect();
    let mut statuses = vec![];
    for task in tasks {
        statuses.push(task.await.unwrap());
    }
    statuses.sort_unstable();
    statuses
}

both! {
    async fn of_sixteen_who_accept_one_wins_and_the_others_are_told_why(app) {
        let id = dispatched(&app).await;
        let statuses = at_once(&app.people.department, &[], format!("/problems/{id}/accept"), json!({})).await;
        assert_eq!(statuses[0], 200);
        assert!(statuses[1..].iter().all(|status| *status == 409), "{statuses:?}");
        assert_eq!(shown(&app.people.park, id).await["version"], 4);
    }

    async fn of_sixteen_who_saw_the_same_version_one_writes(app) {
        let id = accepted(&app).await;
        assert_eq!(shown(&app.people.park, id).await["version"], 4);
        let path = format!("/problems/{id}/progress");
        let statuses = at_once(&app.people.department, &[("If-Match", "\"4\"")], path, json!({"text": "进展"})).await;
        assert_eq!(statuses[0], 200);
        assert!(statuses[1..].iter().all(|status| *status == 412), "{statuses:?}");
    }

    async fn sixteen_comments_without_a_version_all_stay(app) {
        let id = accepted(&app).await;
        let path = format!("/problems/{id}/comment");
        let statuses = at_once(&app.people.park, &[], path, json!({"text": "请尽快"})).await;
        assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
        let events = app.people.park.get(&format!("/problems/{id}/events?count=true")).await.expect(200);
        assert_eq!(events["total"], 3 + CLIENTS);
        assert_eq!(shown(&app.people.park, id).await["version"], 4 + CLIENTS);
    }

    async fn sixteen_reports_at_once_get_sixteen_numbers(app) {
        let body = json!({"title": "用电", "enterprise_id": app.people.enterprise_id});
        let statuses = at_once(&app.people.park, &[], "/problems".to_owned(), body).await;
        assert!(statuses.iter().all(|status| *status == 201), "{statuses:?}");
        let list = app.people.park.get("/problems").await.expect(200);
        let mut numbers: Vec<_> = list["items"].as_array().unwrap().iter().map(|one| one["number"].as_str().unwrap().to_owned()).collect();
        numbers.sort();
        let expected: Vec<_> = (1..=CLIENTS).map(|number| format!("SH-2021-{number:03}")).collect();
        assert_eq!(numbers, expected);
    }

    async fn whoever_comes_first_leaves_a_story_that_the_table_allows(app) {
        let people = &app.people;
        let id = accepted(&app).await;
        let barrier = Arc::new(Barrier::new(CLIENTS));
        let tasks: Vec<_> = (0..CLIENTS).map(|client| {
            let (who, action, body) = match client % 4 {
                0 => (&people.department, "resolve", solved()),
                1 => (&people.department, "return", json!({"reason": "不属我单位职责"})),
                2 => (&people.coordinator, "redispatch", json!({"lead_department_id": people.department_id})),
                _ => (&people.department, "accept", json!({})),
            };
            let (who, barrier) = (who.clone(), barrier.clone());
            tokio::spawn(async move {
                barrier.wait().await;
                who.post(&format!("/problems/{id}/{action}"), body).await
            })
        }).collect();
        let mut made = 0;
        for task in tasks {
            let answer = task.await.unwrap();
            assert!(matches!(answer.status, 200 | 409), "{}", answer.text);
            made += usize::from(answer.status == 200);
        }
        assert!(made > 0);
        let after = shown(&people.park, id).await;
        assert_eq!(after["version"], 4 + made);
        let events = people.park.get(&format!("/problems/{id}/events?limit=200")).await.expect(200);
        let story: Vec<_> = events["items"].as_array().unwrap().iter().skip(2).map(|event| event["kind"].as_str().unwrap()).collect();
        assert_eq!(story.len(), 1 + made);
        let end = story.iter().fold("dispatched", |from, kind| match (from, *kind) {
            ("dispatched", "accept") => "in_progress",
            ("in_progress", "resolve") => "resolved",
            ("dispatched" | "in_progress", "return") => "returned",
            ("dispatched" | "in_progress", "redispatch") => "dispatched",
            (from, kind) => panic!("{kind} from {from}: {story:?}"),
        });
        assert_eq!(after["status"], end);
        let unfinished = after["assignments"].as_array().unwrap().iter().filter(|one| one["finished_at"].is_null());
        assert_eq!(unfinished.count(), usize::from(end != "resolved"), "one lead at most");
    }

    async fn sixteen_twins_with_one_key_make_one_move(app) {
        let id = accepted(&app).await;
        let key = &[("Idempotency-Key", "twin")];
        let path = format!("/problems/{id}/comment");
        let statuses = at_once(&app.people.park, key, path.clone(), json!({"text": "请尽快"})).await;
        assert_eq!(statuses, [200; CLIENTS], "each waits for the first and gets its answer");
        let again = app.people.park.with(key, Method::POST, &path, Some(json!({"text": "请尽快"}))).await.expect(200);
        assert_eq!((&again["version"], &shown(&app.people.park, id).await["version"]), (&json!(5), &json!(5)));
        app.people.park.with(key, Method::POST, &path, Some(json!({"text": "另一句"}))).await.expect(422);
        let twins = at_once(&app.people.department, key, format!("/problems/{id}/resolve"), solved()).await;
        assert_eq!(twins, [200; CLIENTS]);
        assert_eq!(shown(&app.people.park, id).await["version"], 6);
    }

    async fn of_two_merged_into_each_other_one_stays(app) {
        let (one, other) = (filed(&app).await, filed(&app).await);
        let barrier = Arc::new(Barrier::new(CLIENTS));
        let tasks: Vec<_> = (0..CLIENTS).map(|client| {
            let (from, into) = if client % 2 == 0 { (one, other) } else { (other, one) };
            let (who, barrier) = (app.people.coordinator.clone(), barrier.clone());
            tokio::spawn(async move {
                barrier.wait().await;
                who.post(&format!("/problems/{from}/merge"), json!({"into_problem_id": into})).await.status
            })
        }).collect();
        let mut statuses = vec![];
        for task in tasks {
            statuses.push(task.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses[0], 200, "{statuses:?}");
        assert!(statuses[1..].iter().all(|status| matches!(status, 409 | 422)), "{statuses:?}");
        let left = app.people.park.get("/problems?status=reported&count=true").await.expect(200);
        assert_eq!(left["total"], 1);
    }
}
