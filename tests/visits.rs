//! Visits: recorded, corrected, voided, and counted on the right day.

use serde_json::{Value, json};

use crate::both;

fn visit(on: &str) -> Value {
    json!({"site_name": "聚合庄生态农庄", "visited_on": on, "participants": ["王建国", "李红"]})
}

fn pointers(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap()))
        .collect()
}

both! {
    async fn a_visit_is_recorded_read_and_listed(app) {
        let (park, id) = (&app.people.park, app.people.enterprise_id);
        let body = json!({"enterprise_id": id, "visited_on": "2021-08-02",
            "participants": [" 王建国 "], "summary": "担心停电"});
        let made = park.post("/visits", body).await;
        let location = made.header("location").to_owned();
        assert_eq!(made.header("etag"), "\"1\"");
        let made = made.expect(201);
        assert_eq!(location, format!("/api/v1/visits/{}", made["id"]));
        assert_eq!(made["park_id"], app.people.park_id);
        assert_eq!(made["participants"], json!(["王建国"]));
        assert_eq!(made["counted_on"], "2021-08-02");
        let path = format!("/visits/{}", made["id"]);
        assert_eq!(app.people.leader.get(&path).await.expect(200), made);
        let list = park.get("/visits?count=true&from=2021-08-02&to=2021-08-02").await.expect(200);
        assert_eq!((&list["total"], &list["items"][0]), (&json!(1), &made));
        let none = park.get("/visits?from=2021-08-03").await.expect(200);
        assert_eq!(none["items"], json!([]));
    }

    async fn pages_of_visits_hold_each_once(app) {
        let park = &app.people.park;
        for _ in 0..5 {
            park.post("/visits", visit("2021-08-02")).await.expect(201);
        }
        let (mut seen, mut path) = (Vec::new(), "/visits?limit=2".to_owned());
        loop {
            let page = park.get(&path).await.expect(200);
            let items = page["items"].as_array().unwrap();
            seen.extend(items.iter().map(|one| one["id"].as_i64().unwrap()));
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            path = format!("/visits?limit=2&cursor={cursor}");
        }
        let mut sorted = seen.clone();
        sorted.sort_by(|a, b| b.cmp(a));
        sorted.dedup();
        assert_eq!((seen.len(), &seen), (5, &sorted));
    }

    async fn another_park_s_visit_is_as_unknown_as_none(app) {
        let made = app.people.park.post("/visits", visit("2021-08-02")).await.expect(201);
        let path = format!("/visits/{}", made["id"]);
        let foreign = app.people.other_park.get(&path).await.refused(404, "not_found");
        let missing = app.people.other_park.get("/visits/999").await.expect(404);
        assert_eq!(foreign, missing);
        app.people.other_park.patch(&path, json!({})).await.refused(404, "not_found");
        let void = format!("{path}/void");
        app.people.other_park.post(&void, json!({"reason": "x"})).await.refused(404, "not_found");
        app.people.department.get(&path).await.expect(403);
        app.people.leader.post("/visits", visit("2021-08-02")).await.expect(403);
        let list = app.people.other_park.get("/visits").await.expect(200);
        assert_eq!(list["items"], json!([]));
    }

    async fn bad_visits_are_refused_with_everything_that_is_wrong(app) {
        let park = &app.people.park;
        let body = json!({"visited_on": "2021-08-03", "participants": [], "summary": "x".repeat(2001)});
        let wrong = park.post("/visits", body).await.expect(422);
        assert_eq!(pointers(&wrong), [
            ("/summary", "too_long"),
            ("/visited_on", "future_day"),
            ("/enterprise_id", "required"),
            ("/participants", "required"),
        ]);
        let names = vec!["李红"; 51];
        let body = json!({"site_name": "x", "visited_on": "2021-08-02", "participants": names});
        let wrong = park.post("/visits", body).await.expect(422);
        assert_eq!(pointers(&wrong), [("/participants", "too_many")]);
        for (field, id) in [
            ("enterprise_id", app.people.other_enterprise_id),
            ("enterprise_id", 9999),
            ("park_id", app.people.other_park_id),
            ("park_id", 9999),
        ] {
            let mut body = visit("2021-08-02");
            body[field] = json!(id);
            let wrong = park.post("/visits", body).await.expect(422);
            assert_eq!(pointers(&wrong), [(format!("/{field}").as_str(), "unknown_id")]);
        }
        let mut body = visit("2021-08-02");
        body["inspection"] = json!(true);
        let wrong = park.post("/visits", body).await.expect(422);
        assert_eq!(pointers(&wrong), [("/inspection", "unknown_field")]);
        let wrong = app.people.coordinator.post("/visits", visit("2021-08-02")).await.expect(422);
        assert_eq!(pointers(&wrong), [("/park_id", "required")]);
        let foreign = format!("/visits?park_id={}", app.people.other_park_id);
        let wrong = park.get(&foreign).await.expect(422);
        assert_eq!(pointers(&wrong), [("/park_id", "unknown_id")]);
        let list = app.people.coordinator.get("/visits?count=true").await.expect(200);
        assert_eq!(list["total"], 0);
    }

    async fn a_correction_and_a_void_are_kept_and_guarded(app) {
        let park = &app.people.park;
        let made = park.post("/visits", visit("2021-08-02")).await.expect(201);
        let path = format!("/visits/{}", made["id"]);
        let edited = park.patch(&path, json!({"site_name": "农庄"})).await.expect(200);
        assert_eq!((&edited["site_name"], &edited["version"]), (&json!("农庄"), &json!(2)));
        let same = park.patch(&path, json!({"site_name": "农庄"})).await.expect(200);
        assert_eq!(same["version"], 2);
        let wrong = park.patch(&path, json!({"site_name": null})).await.expect(422);
        assert_eq!(pointers(&wrong), [("/enterprise_id", "required")]);
        let stale = park.with(&[("If-Match", "\"1\"")], reqwest::Method::PATCH, &path,
            Some(json!({"summary": "x"}))).await;
        assert_eq!(stale.status, 412);
        let void = format!("{path}/void");
        let wrong = park.post(&void, json!({"reason": " "})).await.expect(422);
        assert_eq!(pointers(&wrong), [("/reason", "required")]);
        let voided = park.post(&void, json!({"reason": "重复登记"})).await.expect(200);
        assert_eq!((&voided["active"], &voided["void_reason"]), (&json!(false), &json!("重复登记")));
        park.post(&void, json!({"reason": "again"})).await.refused(409, "visit.voided");
        park.patch(&path, json!({"summary": "x"})).await.refused(409, "visit.voided");
    }

    async fn a_visit_brings_its_problems_or_nothing_at_all(app) {
        let park = &app.people.park;
        let mut body = visit("2021-08-02");
        body["enterprise_id"] = json!(app.people.enterprise_id);
        body["problems"] = json!([{"title": "担心后续用电得不到保障"}, {"title": ""}]);
        let wrong = park.post("/visits", body.clone()).await.expect(422);
        assert_eq!(pointers(&wrong), [("/problems/1/title", "required")]);
        assert_eq!(park.get("/visits?count=true").await.expect(200)["total"], 0);
        body["problems"] = json!([{"title": "担心后续用电得不到保障"}]);
        let made = park.post("/visits", body).await.expect(201);
        assert_eq!(made["problems"][0]["number"], "SH-2021-001");
        assert_eq!(made["problems"][0]["status"], "reported");
    }

    async fn a_visit_entered_after_its_week_was_closed_counts_when_it_is_entered(app) {
        // The database's first week began on 2 August: what lies before it is closed.
        let late = app.people.park.post("/visits", visit("2021-07-30")).await.expect(201);
        assert_eq!((&late["visited_on"], &late["counted_on"]),
            (&json!("2021-07-30"), &json!("2021-08-02")));
        app.day("2021-08-04");
        let yesterday = app.people.park.post("/visits", visit("2021-08-03")).await.expect(201);
        assert_eq!(yesterday["counted_on"], "2021-08-03");
        let path = format!("/visits/{}/void", late["id"]);
        app.people.park.post(&path, json!({"reason": "误录"})).await.expect(200);
        let count = |as_of: &'static str| {
            let park = app.people.park.clone();
            async move {
                let path = format!("/statistics?as_of={as_of}");
                park.get(&path).await.expect(200)["totals"].clone()
            }
        };
        assert_eq!(count("2021-08-02").await["visits"], 1);
        assert_eq!(count("2021-08-03").await["visits"], 2);
        let now = count("2021-08-04").await;
        assert_eq!((&now["visits"], &now["period"]["late_entries"]), (&json!(1), &json!(1)));
        // The list behind a number has as many visits as the number says, whatever day each was made on.
        let listed = |query: &'static str| {
            let park = app.people.park.clone();
            async move {
                let page = park.get(&format!("/visits?count=true&{query}")).await.expect(200);
                page["total"].clone()
            }
        };
        for (query, found) in [
            ("counted_to=2021-08-01", 0),
            ("counted_to=2021-08-02", 1),
            ("counted_to=2021-08-03", 2),
            ("counted_to=2021-08-04", 1),
            ("counted_from=2021-08-02&counted_to=2021-08-02", 1),
            ("counted_from=2021-08-03&counted_to=2021-08-03", 1),
            ("counted_from=2021-08-04&counted_to=2021-08-04", 0),
            ("counted_from=2021-08-02&counted_to=2021-08-04", 1),
        ] {
            assert_eq!(listed(query).await, found, "{query}");
        }
        let wrong = app.people.park.get("/visits?counted_from=2021-08-03&counted_to=2021-08-02").await.refused(422, "request.invalid");
        assert_eq!(wrong["errors"][0]["pointer"], "/counted_from");
    }

    async fn of_many_who_correct_a_visit_at_once_the_last_writer_wins(app) {
        let park = &app.people.park;
        let id = park.post("/visits", visit("2021-08-02")).await.expect(201)["id"].clone();
        let path = format!("/visits/{id}");
        let at_once = (0..8).map(|one| {
            let (park, path) = (park.clone(), path.clone());
            tokio::spawn(async move { park.patch(&path, json!({"summary": format!("第{one}稿")})).await.status })
        });
        for answer in at_once.collect::<Vec<_>>() {
            assert_eq!(answer.await.unwrap(), 200);
        }
        assert_eq!(park.get(&path).await.expect(200)["version"], 9);
    }
}
