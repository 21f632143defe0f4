//! Time limit policies over REST.

use reqwest::Method;
use serde_json::{Value, json};

use crate::both;

fn days(amount: i64) -> Value {
    json!({"amount": amount, "unit": "working_day"})
}

/// A policy for what the city solves.
fn for_the_city(solve: Value) -> Value {
    json!({"name": "市级协调", "level": "city", "targets": {"solve": solve}})
}

both! {
    async fn a_fresh_database_has_13710_in_working_days(app) {
        let list = app.people.coordinator.get("/time_limit_policies?count=true").await.expect(200);
        assert_eq!(list["total"], 3);
        let solve = |index: usize| &list["items"][index]["targets"]["solve"];
        assert_eq!(solve(0), &days(7));
        assert_eq!(solve(1), &json!({"amount": 1, "unit": "month"}));
        assert_eq!(solve(2), &json!({"amount": 24, "unit": "hour"}));
        let default = &list["items"][0];
        assert_eq!(
            (&default["severity"], &default["category_id"], &default["level"]),
            (&Value::Null, &Value::Null, &Value::Null)
        );
        assert_eq!(default["targets"]["first_reply"], days(3));
        assert_eq!(default["targets"]["redo"], Value::Null);
        assert_eq!(default["extension"], json!({"max_times": 1, "notice": days(1)}));
    }

    async fn a_policy_is_added_read_and_versioned(app) {
        let admin = &app.people.admin;
        let made = admin.post("/time_limit_policies", for_the_city(days(15))).await;
        let location = made.header("location").to_owned();
        let policy = made.expect(201);
        let path = format!("/time_limit_policies/{}", policy["id"]);
        assert_eq!(location, format!("/api/v1{path}"));
        assert_eq!(policy["targets"]["accept"], Value::Null);
        let seen = [("If-Match", "\"1\"")];
        let patch = Some(json!({"warning": days(2), "extension": {"max_times": 2, "notice": null}}));
        let changed = admin.with(&seen, Method::PATCH, &path, patch.clone()).await;
        assert_eq!(changed.header("etag"), "\"2\"");
        let changed = changed.expect(200);
        assert_eq!(changed["targets"], policy["targets"]);
        assert_eq!(changed["extension"], json!({"max_times": 2, "notice": null}));
        admin.with(&seen, Method::PATCH, &path, patch).await.refused(412, "request.stale_version");
        assert_eq!(admin.get(&path).await.expect(200), changed);
        admin.get("/time_limit_policies/999").await.refused(404, "not_found");
    }

    async fn a_category_s_policy_is_for_those_below_it_unless_they_have_their_own(app) {
        let people = &app.people;
        let office = &people.coordinator;
        let below = |name: &str| json!({"name": name, "parent_id": 1});
        let plain = office.post("/categories", below("贷款续期")).await.expect(201)["id"].clone();
        let special = office.post("/categories", below("贷款担保")).await.expect(201)["id"].clone();
        for (name, category, amount) in [("融资", json!(1), 2), ("担保", special.clone(), 4)] {
            let body = json!({"name": name, "category_id": category, "targets": {"solve": days(amount)}});
            office.post("/time_limit_policies", body).await.expect(201);
        }
        for (category, due_on) in [(json!(1), "2021-08-04"), (plain, "2021-08-04"), (special, "2021-08-06"), (json!(2), "2021-08-11")] {
            let body = json!({"title": "贷款到期", "enterprise_id": people.enterprise_id, "category_id": category,
                "dispatch": {"lead_department_id": people.department_id}});
            let filed = people.park.post("/problems", body).await.expect(201);
            assert_eq!(filed["clocks"]["solve"]["due_on"], due_on, "{category}");
        }
    }

    async fn every_amount_has_its_bounds(app) {
        let office = &app.people.coordinator;
        for amount in [-1, 0, 1_000, 10_000] {
            let body = for_the_city(days(amount));
            let problem = office.post("/time_limit_policies", body).await.refused(422, "request.invalid");
            assert_eq!(problem["errors"][0]["pointer"], "/targets/solve/amount");
            assert_eq!(problem["errors"][0]["code"], "out_of_range");
        }
        let mut body = for_the_city(days(999));
        body["targets"]["accept"] = days(1);
        office.post("/time_limit_policies", body).await.expect(201);
    }

    async fn a_wrong_policy_is_refused_by_pointer(app) {
        let office = &app.people.coordinator;
        let with = |key: &str, value: Value| {
            let mut body = for_the_city(days(15));
            body[key] = value;
            body
        };
        for (body, pointer) in [
            (with("name", json!("")), "/name"),
            (with("name", json!("长".repeat(101))), "/name"),
            (with("category_id", json!(999)), "/category_id"),
            (with("severity", json!("huge")), "/severity"),
            (with("extension", json!({"max_times": 100})), "/extension/max_times"),
            (with("speed", json!(1)), "/speed"),
            (with("targets", json!({"solve": {"amount": 3, "unit": "fortnight"}})), "/targets/solve/unit"),
        ] {
            let problem = office.post("/time_limit_policies", body).await.refused(422, "request.invalid");
            assert_eq!(problem["errors"][0]["pointer"], pointer);
        }
        let list = office.get("/time_limit_policies?count=true").await.expect(200);
        assert_eq!(list["total"], 3);
    }

    async fn no_two_policies_in_force_are_for_the_same_problems(app) {
        let office = &app.people.coordinator;
        let first = office.post("/time_limit_policies", for_the_city(days(15))).await.expect(201);
        let again = office.post("/time_limit_policies", for_the_city(days(10))).await;
        assert_eq!(again.refused(422, "request.invalid")["errors"][0]["code"], "taken");
        let path = format!("/time_limit_policies/{}", first["id"]);
        office.patch(&path, json!({"level": null})).await.refused(422, "request.invalid");
        office.patch(&path, json!({"active": false})).await.expect(200);
        office.post("/time_limit_policies", for_the_city(days(10))).await.expect(201);
        office.patch(&path, json!({"active": true})).await.refused(422, "request.invalid");
    }

    async fn the_default_is_for_all_problems_and_stays(app) {
        let office = &app.people.coordinator;
        for patch in [json!({"active": false}), json!({"severity": "urgent"}), json!({"category_id": 4})] {
            let refused = office.patch("/time_limit_policies/1", patch).await;
            refused.refused(409, "time_limit_policy.default_needed");
        }
        office.patch("/time_limit_policies/1", json!({"warning": null})).await.expect(200);
    }

    async fn policies_are_the_settings_of_administrator_and_coordinator(app) {
        let people = &app.people;
        for person in [&people.park, &people.department, &people.leader, &people.auditor] {
            person.get("/time_limit_policies").await.expect(403);
            person.post("/time_limit_policies", for_the_city(days(15))).await.expect(403);
            person.patch("/time_limit_policies/1", json!({"warning": null})).await.expect(403);
        }
    }

    async fn of_many_who_change_a_policy_at_once_the_last_writer_wins(app) {
        let at_once = (1..=8).map(|amount| {
            let admin = app.people.admin.clone();
            tokio::spawn(async move {
                admin.patch("/time_limit_policies/1", json!({"warning": days(amount)})).await.status
            })
        });
        for answer in at_once.collect::<Vec<_>>() {
            assert_eq!(answer.await.unwrap(), 200);
        }
        assert_eq!(app.people.admin.get("/time_limit_policies/1").await.expect(200)["version"], 9);
    }
}
