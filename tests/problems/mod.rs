//! Problems over REST, on both databases.

mod bounds;
mod clocks;
mod contacts;
mod followed;
mod letters;
mod lists;
mod live;
mod moves;
mod projects;
pub mod queue;
mod races;
mod refusals;

use serde_json::{Value, json};

use crate::harness::{App, people::Person};

/// The farm's problem, filed by its park.
pub async fn filed(app: &App) -> i64 {
    let people = &app.people;
    let body = json!({"title": "担心后续用电得不到保障", "enterprise_id": people.enterprise_id});
    id_of(&people.park.post("/problems", body).await.expect(201))
}

/// The farm's problem, dispatched to the power company.
pub async fn dispatched(app: &App) -> i64 {
    let id = filed(app).await;
    let body = json!({"lead_department_id": app.people.department_id});
    act(&app.people.park, id, "dispatch", body).await;
    id
}

/// And accepted there.
pub async fn accepted(app: &App) -> i64 {
    let id = dispatched(app).await;
    act(&app.people.department, id, "accept", json!({})).await;
    id
}

/// And resolved.
pub async fn resolved(app: &App, outcome: Value) -> i64 {
    let id = accepted(app).await;
    act(&app.people.department, id, "resolve", outcome).await;
    id
}

pub fn solved() -> Value {
    json!({"outcome": "solved", "resolution": "纳入“井井通”用电方案"})
}

pub fn planned() -> Value {
    json!({"outcome": "planned", "resolution": "列入年度改造计划", "remaining": "线路改造",
        "next_step": "立项", "next_on": "2021-09-30"})
}

/// Makes a move that has to succeed; gives the problem after it.
pub async fn act(who: &Person, id: i64, action: &str, body: Value) -> Value {
    let answer = who.post(&format!("/problems/{id}/{action}"), body).await;
    assert_eq!(answer.status, 200, "{action}: {}", answer.text);
    answer.body
}

/// Makes a move that has to be refused.
pub async fn refused(who: &Person, id: i64, action: &str, body: Value) -> (u16, String) {
    let answer = who.post(&format!("/problems/{id}/{action}"), body).await;
    (
        answer.status,
        answer.body["code"].as_str().unwrap_or("").to_owned(),
    )
}

pub async fn shown(who: &Person, id: i64) -> Value {
    who.get(&format!("/problems/{id}")).await.expect(200)
}

pub fn id_of(body: &Value) -> i64 {
    body["id"].as_i64().unwrap()
}
