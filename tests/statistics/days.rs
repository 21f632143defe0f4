//! Days, weeks and months begin at local midnight, and a closed week stays what it was.

use serde_json::{Value, json};

use crate::both;
use crate::harness::App;

impl App {
    fn second(&self, local: &str) {
        let at: chrono::DateTime<chrono::FixedOffset> = format!("{local}+08:00").parse().unwrap();
        self.clock.set(at.to_utc());
    }

    async fn filed_at(&self, local: &str) -> Value {
        self.second(local);
        let body = json!({"title": "用电", "enterprise_id": self.people.enterprise_id});
        self.people.park.post("/problems", body).await.expect(201)
    }

    async fn collected_by(&self, group: &str) -> Vec<(String, i64)> {
        let path = format!("/statistics?group_by={group}&from=2021-08-02");
        let table = self.people.coordinator.get(&path).await.expect(200);
        let rows = table["rows"].as_array().unwrap();
        rows.iter()
            .map(|row| {
                let key = row["key"][group].as_str().unwrap().to_owned();
                (key, row["collected"].as_i64().unwrap())
            })
            .collect()
    }
}

fn pairs(expected: &[(&str, i64)]) -> Vec<(String, i64)> {
    expected
        .iter()
        .map(|(key, n)| ((*key).to_owned(), *n))
        .collect()
}

both! {
    async fn a_day_ends_a_second_before_local_midnight(app) {
        app.filed_at("2021-08-02T23:59:59").await;
        app.filed_at("2021-08-03T00:00:00").await;
        app.filed_at("2021-08-03T07:59:59").await;
        app.filed_at("2021-08-03T08:00:00").await;
        let coordinator = &app.people.coordinator;
        for (day, collected) in [("2021-08-01", 0), ("2021-08-02", 1), ("2021-08-03", 4)] {
            let row = coordinator.get(&format!("/statistics?as_of={day}")).await.expect(200);
            assert_eq!(row["totals"]["collected"], collected, "{day}");
        }
    }

    async fn a_week_and_a_month_begin_at_local_midnight(app) {
        app.filed_at("2021-08-08T23:59:59").await;
        app.filed_at("2021-08-09T00:00:00").await;
        app.filed_at("2021-08-31T23:59:59").await;
        app.filed_at("2021-09-01T00:00:00").await;
        assert_eq!(app.collected_by("week").await, pairs(&[
            ("2021-W31", 1), ("2021-W32", 1), ("2021-W33", 0), ("2021-W34", 0), ("2021-W35", 2)]));
        assert_eq!(app.collected_by("month").await, pairs(&[("2021-08", 3), ("2021-09", 1)]));
    }

    async fn october_is_not_missing_and_the_year_turns_in_its_night(app) {
        app.filed_at("2021-10-31T23:59:59").await;
        app.filed_at("2021-12-31T23:59:59").await;
        app.filed_at("2022-01-01T00:00:00").await;
        assert_eq!(app.collected_by("month").await, pairs(&[
            ("2021-08", 0), ("2021-09", 0), ("2021-10", 1), ("2021-11", 0), ("2021-12", 1), ("2022-01", 1)]));
        let year = app.people.coordinator.get("/statistics").await.expect(200);
        assert_eq!((&year["from"], &year["totals"]["period"]["collected"]), (&json!("2022-01-01"), &json!(1)));
        assert_eq!(year["totals"]["period"]["carried_in"], 2);
    }

    async fn a_limit_holds_until_midnight_and_is_missed_from_then_on(app) {
        let id = app.filed_at("2021-08-02T09:00:00").await["id"].clone();
        let people = &app.people;
        let body = json!({"lead_department_id": people.department_id});
        people.park.post(&format!("/problems/{id}/dispatch"), body).await.expect(200);
        people.department.post(&format!("/problems/{id}/accept"), json!({})).await.expect(200);
        for (at, overdue, due) in [("2021-08-11T23:59:59", 0, 0), ("2021-08-12T00:00:00", 1, 1)] {
            app.second(at);
            let totals = people.coordinator.get("/statistics").await.expect(200)["totals"].clone();
            assert_eq!((&totals["overdue"], &totals["period"]["due"]), (&json!(overdue), &json!(due)), "{at}");
            let listed = people.coordinator.get("/problems?overdue=true").await.expect(200);
            assert_eq!(listed["items"].as_array().unwrap().len(), overdue, "{at}");
        }
    }

    async fn a_closed_week_is_the_same_before_and_after_what_comes_to_light_weeks_later(app) {
        let people = &app.people;
        let id = app.filed_at("2021-08-04T09:00:00").await["id"].clone();
        people.park.post(&format!("/problems/{id}/resolve_on_site"), json!({"resolution": "修好"})).await.expect(200);
        let visit = json!({"site_name": "农庄", "visited_on": "2021-08-03", "participants": ["王建国"]});
        people.park.post("/visits", visit.clone()).await.expect(201);
        app.second("2021-08-09T12:00:00");
        app.run_jobs();
        let paths: Vec<String> = ["none", "park", "department", "category", "source", "week", "month", "enterprise"]
            .iter().map(|group| format!("/statistics?as_of=2021-08-08&from=2021-08-02&group_by={group}"))
            .chain(["/reports/weekly?week=2021-W31".to_owned(), format!("/reports/weekly?week=2021-W31&park_id={}", people.park_id)])
            .collect();
        let mut before = vec![];
        for path in &paths {
            before.push(people.coordinator.get(path).await.text);
        }
        app.second("2021-09-15T10:00:00");
        app.run_jobs();
        people.coordinator.post(&format!("/problems/{id}/reopen"), json!({"reason": "又坏了"})).await.expect(200);
        let late = people.park.post("/visits", visit).await.expect(201);
        assert_eq!(late["counted_on"], "2021-09-15");
        let body = json!({"title": "旧问题", "enterprise_id": people.enterprise_id, "raised_on": "2021-08-05"});
        people.park.post("/problems", body).await.expect(201);
        let transfer = json!({"park_id": people.other_park_id, "reason": "属地调整"});
        people.coordinator.post(&format!("/problems/{id}/transfer_park"), transfer).await.expect(200);
        app.second("2021-09-27T12:00:00");
        app.run_jobs();
        for (path, before) in paths.iter().zip(before) {
            assert_eq!(people.coordinator.get(path).await.text, before, "{path}");
        }
    }
}
