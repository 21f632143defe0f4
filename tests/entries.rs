//! Ledgers that a description stands behind, by the first of them: projects; and one from a file.

mod activities;
mod attachments;
mod custom;
pub mod drives;
mod leads;
mod mail;
mod moves;
mod numbers;
mod of_enterprise;
mod random;
pub mod rebuilt;
mod refused;
mod registers;
pub mod revivals;
mod waiting;

use serde_json::{Value, json};

use crate::harness::App;
use crate::harness::people::Person;
use crate::problems::id_of;

/// A project of 沙河产业园区, owned by the park.
pub fn project(app: &App) -> Value {
    json!({"name": "聚合庄生态农庄", "kind": "industrial", "level": "city",
        "enterprise_id": app.people.enterprise_id, "total_yuan": 60_000_000, "land_mu": "100"})
}

pub async fn proposed(app: &App) -> i64 {
    id_of(
        &app.people
            .park
            .post("/projects", project(app))
            .await
            .expect(201),
    )
}

pub async fn act(who: &Person, id: i64, name: &str, body: Value) -> Value {
    who.post(&format!("/projects/{id}/{name}"), body)
        .await
        .expect(200)
}

/// A project that is being built since a day.
pub async fn building(app: &App, on: &str) -> i64 {
    let id = proposed(app).await;
    let park = &app.people.park;
    act(park, id, "file", json!({"code": "2108-410000", "on": on})).await;
    act(park, id, "start", json!({"on": on, "evidence": "piling"})).await;
    id
}

/// Settles a problem of somebody's park on the spot, and closes it.
pub async fn settled(app: &App, problem: i64, park: &Person) {
    let office = &app.people.coordinator;
    let moves = [
        (park, "resolve_on_site", json!({"resolution": "当场解决"})),
        (
            office,
            "follow_up",
            json!({"reached": true, "solved": true, "satisfaction": 5}),
        ),
        (office, "close", json!({})),
    ];
    for (who, name, body) in moves {
        let path = format!("/problems/{problem}/{name}");
        who.post(&path, body).await.expect(200);
    }
}

pub fn wrong(body: &Value) -> Vec<(&str, &str)> {
    let errors = body["errors"].as_array().unwrap().iter();
    errors
        .map(|one| {
            (
                one["pointer"].as_str().unwrap(),
                one["code"].as_str().unwrap(),
            )
        })
        .collect()
}
