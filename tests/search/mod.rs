//! Search over REST, on both databases.

mod bounds;
mod found;
mod kept;
mod like;
mod seen;

use serde_json::{Value, json};
use zhuqi::base::db::Db;
use zhuqi::search::actions::index_some;

use crate::harness::App;
use crate::harness::people::Person;
use crate::problems::id_of;

/// Indexes what has changed, as the server does each second.
pub fn index(db: &Db) {
    while index_some(db).unwrap() > 0 {}
}

/// Files a problem of the farm's by its park; gives its id.
pub async fn file(app: &App, title: &str, more: Value) -> i64 {
    let mut body = json!({"title": title, "enterprise_id": app.people.enterprise_id});
    let all = body.as_object_mut().unwrap();
    all.extend(more.as_object().unwrap().clone());
    id_of(&app.people.park.post("/problems", body).await.expect(201))
}

/// A query string.
fn query(pairs: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    query.finish()
}

pub async fn search(who: &Person, q: &str) -> Value {
    let path = format!("/search?{}", query(&[("q", q)]));
    who.get(&path).await.expect(200)
}

fn numbers(answer: &Value) -> Vec<String> {
    let items = answer["items"].as_array().unwrap().iter();
    let shown = items.map(|one| one["number"].as_str().or(one["title"].as_str()).unwrap());
    shown.map(str::to_owned).collect()
}

/// The numbers of the problems, and the names of the enterprises, that somebody finds.
pub async fn finds(who: &Person, q: &str) -> Vec<String> {
    numbers(&search(who, q).await)
}
