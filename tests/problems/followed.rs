//! 回访 together with the move that follows it: both, or neither.

use reqwest::Method;
use serde_json::json;

use super::*;
use crate::both;

/// The kinds of the last events, and how many there are.
async fn kinds(who: &Person, id: i64) -> Vec<String> {
    let events = who
        .get(&format!("/problems/{id}/events?limit=200"))
        .await
        .expect(200);
    let items = events["items"].as_array().unwrap();
    let kinds = items.iter().map(|event| event["kind"].as_str().unwrap());
    kinds.map(str::to_owned).collect()
}

fn content() -> Value {
    json!({"reached": true, "solved": true, "satisfaction": 5, "channel": "phone", "note": "用电稳定"})
}

fn with(mut body: Value, more: Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

both! {
    async fn a_follow_up_closes_in_one_step_with_two_events(app) {
        let people = &app.people;
        let id = resolved(&app, solved()).await;
        let before = shown(&people.park, id).await;
        let closed = act(&people.park, id, "follow_up", with(content(), json!({"then": "close"}))).await;
        assert_eq!((&closed["status"], &closed["satisfaction"]), (&json!("closed"), &json!(5)));
        assert_eq!(closed["version"].as_i64(), before["version"].as_i64().map(|version| version + 2));
        let kinds = kinds(&people.park, id).await;
        assert_eq!(kinds[kinds.len() - 3..], ["resolve", "follow_up", "close"]);
        let trail = people.auditor.get("/audit?action=problem.close&count=true").await.expect(200);
        assert_eq!(trail["total"], 1);
        let numbers = people.coordinator.get("/statistics").await.expect(200);
        let row = &numbers["rows"][0];
        assert_eq!((&row["confirmed"], &row["closed"], &row["followed_up"]), (&json!(1), &json!(1), &json!(1)));
    }

    async fn a_follow_up_tracks_or_reopens_in_one_step_and_those_concerned_are_told(app) {
        let people = &app.people;
        let id = resolved(&app, planned()).await;
        let unsolved = json!({"reached": true, "solved": false, "satisfaction": 3});
        let tracked = act(&people.park, id, "follow_up", with(unsolved.clone(), json!({"then": "track", "next_on": "2021-09-30"}))).await;
        assert_eq!((&tracked["status"], &tracked["rest"]["next_on"]), (&json!("tracking"), &json!("2021-09-30")));
        act(&people.department, id, "resolve", solved()).await;
        let again = act(&people.coordinator, id, "follow_up", with(unsolved, json!({"then": "reopen", "reason": "停电复发"}))).await;
        assert_eq!((&again["status"], &again["round"]), (&json!("in_progress"), &json!(2)));
        assert_eq!(again["follow_ups"].as_array().unwrap().len(), 2);
        let events = people.park.get(&format!("/problems/{id}/events?limit=200")).await.expect(200);
        let last = events["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["kind"], &last["text"]), (&json!("reopen"), &json!("停电复发")));
        let told = people.coordinator.get("/outbox?limit=200").await.expect(200);
        for kind in ["track", "reopen"] {
            assert!(told["items"].as_array().unwrap().iter().any(|mail| mail["kind"] == kind), "{kind}");
        }
    }

    async fn where_the_second_is_refused_neither_happened(app) {
        let people = &app.people;
        let id = resolved(&app, solved()).await;
        let before = (shown(&people.park, id).await, kinds(&people.park, id).await);
        let unsolved = json!({"reached": true, "solved": false});
        for (body, code) in [
            (with(unsolved.clone(), json!({"then": "close"})), "problem.not_confirmed"),
            (json!({"reached": false, "then": "close"}), "problem.not_confirmed"),
            (with(content(), json!({"then": "track", "next_on": "2021-09-30"})), "problem.nothing_to_track"),
        ] {
            let told = people.park.post(&format!("/problems/{id}/follow_up"), body.clone()).await;
            assert_eq!((told.status, told.body["code"].as_str()), (409, Some(code)), "{body}");
            assert_eq!(told.body["allowed_actions"], before.0["allowed_actions"], "{body}: nothing has changed");
            assert_eq!((shown(&people.park, id).await, kinds(&people.park, id).await), before, "{body}");
        }
        let trail = people.auditor.get("/audit?action=problem.follow_up&count=true").await.expect(200);
        assert_eq!(trail["total"], 0);
        // Closed already: it can be followed up, and not closed anew.
        act(&people.park, id, "follow_up", with(content(), json!({"then": "close"}))).await;
        assert_eq!(refused(&people.park, id, "follow_up", with(content(), json!({"then": "close"}))).await,
            (409, "problem.transition_not_allowed".to_owned()));
        act(&people.park, id, "follow_up", with(unsolved, json!({"then": "reopen", "reason": "又停电"}))).await;
    }

    async fn three_days_of_finding_nobody_close_it_with_the_third(app) {
        let people = &app.people;
        let id = resolved(&app, solved()).await;
        let nobody = json!({"reached": false, "then": "close"});
        for day in ["2021-08-03", "2021-08-04"] {
            app.day(day);
            assert_eq!(refused(&people.park, id, "follow_up", nobody.clone()).await, (409, "problem.not_confirmed".to_owned()));
            act(&people.park, id, "follow_up", json!({"reached": false})).await;
        }
        app.day("2021-08-05");
        assert_eq!(act(&people.park, id, "follow_up", nobody).await["status"], "closed");
    }

    async fn each_move_needs_what_it_needs_by_itself_and_nothing_else(app) {
        let people = &app.people;
        let id = resolved(&app, planned()).await;
        let reached = json!({"reached": true});
        for (more, pointer, code) in [
            (json!({"then": "track"}), "/next_on", "required"),
            (json!({"then": "track", "next_on": "2021-08-02"}), "/next_on", "too_early"),
            (json!({"then": "track", "next_on": "2031-08-01"}), "/next_on", "too_far"),
            (json!({"then": "reopen"}), "/reason", "required"),
            (json!({"then": "reopen", "reason": "  "}), "/reason", "required"),
            (json!({"then": "reopen", "reason": "长".repeat(2_001)}), "/reason", "too_long"),
            (json!({"then": "close", "reason": "说明"}), "/reason", "not_applicable"),
            (json!({"then": "reopen", "reason": "说明", "next_on": "2021-09-30"}), "/next_on", "not_applicable"),
            (json!({"next_on": "2021-09-30"}), "/next_on", "not_applicable"),
        ] {
            let body = with(reached.clone(), more.clone());
            let told = people.park.post(&format!("/problems/{id}/follow_up"), body).await;
            assert_eq!(told.status, 422, "{more}: {}", told.text);
            let errors = told.body["errors"].as_array().unwrap();
            assert!(errors.iter().any(|one| one["pointer"] == pointer && one["code"] == code), "{more}: {errors:?}");
        }
        let unknown = with(reached.clone(), json!({"then": "withdraw"}));
        assert_eq!(refused(&people.park, id, "follow_up", unknown).await.0, 422);
        let last_day = json!({"then": "track", "next_on": "2031-07-31"});
        act(&people.park, id, "follow_up", with(reached, last_day)).await;
    }

    async fn who_resolved_it_can_do_neither_and_a_stale_version_is_refused_once_for_both(app) {
        let people = &app.people;
        let id = filed(&app).await;
        act(&people.park, id, "resolve_on_site", json!({"resolution": "当场解决"})).await;
        let body = with(content(), json!({"then": "close"}));
        assert_eq!(refused(&people.park, id, "follow_up", body.clone()).await, (403, "problem.own_resolution".to_owned()));
        let version = shown(&people.park2, id).await["version"].as_i64().unwrap();
        let path = format!("/problems/{id}/follow_up");
        let stale = format!("\"{}\"", version - 1);
        let told = people.park2.with(&[("If-Match", &stale)], Method::POST, &path, Some(body.clone())).await;
        assert_eq!(told.status, 412);
        let seen = format!("\"{version}\"");
        let headers = [("If-Match", seen.as_str()), ("Idempotency-Key", "follow-and-close")];
        let done = people.park2.with(&headers, Method::POST, &path, Some(body.clone())).await.expect(200);
        assert_eq!(done["status"], "closed");
        let repeated = people.park2.with(&headers, Method::POST, &path, Some(body)).await.expect(200);
        assert_eq!(repeated["version"], done["version"]);
        let kinds = kinds(&people.park, id).await;
        assert_eq!(kinds, ["report", "resolve_on_site", "follow_up", "close"]);
    }
}
