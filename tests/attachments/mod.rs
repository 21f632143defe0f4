//! Attachments over REST, on both databases.

mod bounds;
mod life;
mod reach;
mod types;

use diesel::prelude::*;
use serde_json::Value;
use zhuqi::base::db::schema::attachments;

use crate::harness::App;
use crate::harness::people::Person;

pub async fn attached(who: &Person, path: &str, sent: &[(&str, &[u8])]) -> Vec<Value> {
    let body = who.attach(path, sent).await.expect(201);
    body["items"].as_array().unwrap().clone()
}

pub fn of_problem(id: i64) -> String {
    format!("/problems/{id}/attachments")
}

pub async fn listed(who: &Person, path: &str) -> Vec<Value> {
    let body = who.get(path).await.expect(200);
    body["items"].as_array().unwrap().clone()
}

/// How many files the folder holds, small pictures and temporary ones among them.
pub fn in_folder(app: &App) -> usize {
    let folder = app.database.folder.join("attachments");
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

/// The first entry of `errors`: pointer and code.
pub fn fault(body: &Value) -> (&str, &str) {
    let error = &body["errors"][0];
    (
        error["pointer"].as_str().unwrap_or(""),
        error["code"].as_str().unwrap_or(""),
    )
}

/// Makes the one attachment look as large as that.
pub fn blow_up(app: &App, id: &Value, size: i64) {
    let id = id.as_i64().unwrap();
    app.db
        .write_blocking(move |conn| {
            diesel::update(attachments::table.find(id))
                .set(attachments::size.eq(size))
                .execute(conn)?;
            Ok(())
        })
        .unwrap();
}
