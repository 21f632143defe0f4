//! Doors (企业直通): an enterprise's own link, what comes through it, and what never does.

mod answers;
mod bounds;
mod entries;
mod life;
mod rectified;
mod seen;

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::people::Person;
use crate::harness::{Answer, App, send};
use crate::problems::{act, id_of, solved};

/// An enterprise's contact with a link.
#[derive(Clone)]
pub(super) struct Door {
    pub(super) id: i64,
    pub(super) token: String,
    pub(super) address: String,
}

impl Door {
    pub(super) async fn ask(
        &self,
        method: Method,
        path: &str,
        more: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        let token = format!("Door {}", self.token);
        let mut headers = vec![("Authorization", token.as_str())];
        headers.extend_from_slice(more);
        send(&self.address, method, path, &headers, body).await
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[], None).await
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::POST, path, &[], Some(body)).await
    }

    pub(super) async fn file(&self, title: &str) -> i64 {
        id_of(&self.post("/door/reports", report(title)).await.expect(201))
    }

    pub(super) async fn answer(&self, problem: i64, solved: bool, satisfaction: i64) -> Answer {
        let body = json!({"solved": solved, "satisfaction": satisfaction});
        self.post(&format!("/door/problems/{problem}/follow_up"), body)
            .await
    }

    pub(super) async fn shown(&self, problem: i64) -> Value {
        self.get(&format!("/door/problems/{problem}"))
            .await
            .expect(200)
    }
}

pub(super) fn report(title: &str) -> Value {
    json!({"title": title, "description": "变压器容量不足", "severity": "major",
        "contact_name": "门内联系人", "contact_phone": "13811112222"})
}

pub(super) async fn make(app: &App, who: &Person, enterprise: i64, body: Value) -> Door {
    let made = who
        .post(&format!("/enterprises/{enterprise}/doors"), body)
        .await
        .expect(201);
    let (_, token) = made["url"].as_str().unwrap().split_once("/door#").unwrap();
    Door {
        id: id_of(&made),
        token: token.into(),
        address: app.address.clone(),
    }
}

/// A door of the farm.
pub(super) async fn door(app: &App) -> Door {
    make(app, &app.people.park, app.people.enterprise_id, json!({})).await
}

/// A door of the farm, and what was filed through it.
pub async fn filed(app: &App) -> i64 {
    door(app).await.file("担心后续用电得不到保障").await
}

pub(super) async fn confirm(who: &Person, report: i64, body: Value) -> Value {
    who.post(&format!("/door_reports/{report}/confirm"), body)
        .await
        .expect(200)
}

/// The farm's problem, filed through the door, confirmed, and resolved by the power company.
pub(super) async fn resolved(app: &App, door: &Door) -> i64 {
    let report = door.file("担心后续用电得不到保障").await;
    let body = json!({"dispatch": {"lead_department_id": app.people.department_id}});
    let id = id_of(&confirm(&app.people.park, report, body).await);
    act(&app.people.department, id, "accept", json!({})).await;
    act(&app.people.department, id, "resolve", solved()).await;
    id
}

pub(super) fn codes(body: &Value) -> Vec<(&str, &str)> {
    let errors = body["errors"].as_array().unwrap().iter();
    errors
        .map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap()))
        .collect()
}

pub(super) fn retry_after(answer: &Answer) -> i64 {
    answer.header("retry-after").parse().unwrap()
}

/// Every text of the whole database.
pub(super) fn everything_kept(app: &App) -> String {
    use diesel::prelude::*;
    use diesel::sql_types::Text;
    use zhuqi::base::db::Conn;
    #[derive(QueryableByName)]
    struct One {
        #[diesel(sql_type = Text)]
        it: String,
    }
    let tables = [
        "doors",
        "door_reports",
        "door_answers",
        "audit_records",
        "outbox",
        "idempotency_keys",
        "problems",
        "problem_events",
        "settings",
        "sign_in_failures",
    ];
    app.db
        .read_blocking(move |conn| {
            let mut all = String::new();
            for table in tables {
                let query = match conn {
                    Conn::Pg(_) => format!("SELECT row_to_json(t)::text AS it FROM {table} t"),
                    Conn::Sqlite(_) => {
                        let names: Vec<One> = diesel::sql_query(format!(
                            "SELECT name AS it FROM pragma_table_info('{table}')"
                        ))
                        .load(conn)?;
                        let names: Vec<_> = names
                            .into_iter()
                            .map(|one| format!("COALESCE({}, '')", one.it))
                            .collect();
                        format!("SELECT {} AS it FROM {table}", names.join(" || '|' || "))
                    }
                };
                let rows: Vec<One> = diesel::sql_query(query).load(conn)?;
                rows.into_iter().for_each(|row| all += &row.it);
            }
            Ok(all)
        })
        .unwrap()
}
