//! To whom a number counts: lateness stays with who did it.

use serde_json::{Value, json};

use crate::both;
use crate::harness::App;

impl App {
    /// The figures of a department's row from 2 August to today.
    async fn limits_of(&self, department: i64) -> (Value, Value) {
        let path = "/statistics?group_by=department&from=2021-08-02";
        let table = self.people.coordinator.get(path).await.expect(200);
        let rows = table["rows"].as_array().unwrap();
        let row = rows
            .iter()
            .find(|row| row["key"]["department_id"] == department);
        let period = &row.unwrap()["period"];
        (period["due"].clone(), period["on_time"].clone())
    }
}

both! {
    async fn what_one_department_resolved_in_time_stays_its_own_when_the_rest_is_handed_to_another(app) {
        let people = &app.people;
        let body = json!({"title": "用电", "enterprise_id": people.enterprise_id,
            "dispatch": {"lead_department_id": people.department_id}});
        let id = people.park.post("/problems", body).await.expect(201)["id"].clone();
        let moved = |who: &'static str, action: &'static str, body: Value| {
            let path = format!("/problems/{id}/{action}");
            let who = match who {
                "department" => &people.department,
                "park" => &people.park,
                _ => &people.coordinator,
            };
            async move { who.post(&path, body).await.expect(200) }
        };
        moved("department", "accept", json!({})).await;
        let planned = json!({"outcome": "planned", "resolution": "列入计划", "remaining": "增容", "next_step": "施工", "next_on": "2021-09-01"});
        moved("department", "resolve", planned).await;
        moved("park", "track", json!({"next_on": "2021-09-01"})).await;
        let other = json!({"lead_department_id": people.other_department_id});
        moved("coordinator", "redispatch", other).await;
        assert_eq!(app.limits_of(people.department_id).await, (json!(1), json!(1)));
        assert_eq!(app.limits_of(people.other_department_id).await, (json!(0), json!(0)));
        let listed = people.coordinator
            .get(&format!("/problems?count_of=period.on_time&from=2021-08-02&department_id={}", people.department_id))
            .await.expect(200);
        assert_eq!(listed["items"][0]["id"], id);
        let own = people.department.get("/statistics?from=2021-08-02").await.expect(200);
        assert_eq!(own["totals"]["period"]["on_time"], 1);
    }
}
