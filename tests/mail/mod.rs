//! Mail, from the move to the mailbox: against the SMTP server of `tests/servers/smtp.py`.

mod delivery;
mod details;
mod failures;
mod leaving;
mod letters;
mod refusals;
mod reminders;
pub mod server;
mod templates;
mod told;

use chrono::Duration;
use diesel::prelude::*;
use serde_json::json;
use zhuqi::base::db::Db;
use zhuqi::base::db::schema::outbox;
use zhuqi::mail::rules::State;
use zhuqi::mail::{Delivery, SmtpOptions, Transport};

use crate::harness::App;
use crate::problems::{act, filed};

/// A mail as it lies in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Row {
    pub id: i64,
    pub kind: String,
    pub recipient: String,
    pub state: State,
    pub attempts: i64,
    pub last_answer: Option<String>,
    pub message_id: String,
    pub subject: String,
}

/// Everything in the outbox, oldest first.
pub fn rows(app: &App) -> Vec<Row> {
    app.db
        .read_blocking(|conn| {
            Ok(outbox::table
                .order(outbox::id)
                .select((
                    outbox::id,
                    outbox::kind,
                    outbox::recipient,
                    outbox::state,
                    outbox::attempts,
                    outbox::last_answer,
                    outbox::message_id,
                    outbox::subject,
                ))
                .load(conn)?)
        })
        .unwrap()
}

/// The only mail to an address.
#[track_caller]
pub fn row_to(app: &App, address: &str) -> Row {
    let found: Vec<Row> = rows(app)
        .into_iter()
        .filter(|row| row.recipient == address)
        .collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().unwrap()
}

/// Tests share one mail server: gives everybody here addresses of a domain of this test's own.
pub fn own_domain(app: &App) -> String {
    let folder = app.database.folder.file_name().unwrap().to_str().unwrap();
    let domain = format!("{}.example", folder.replace('_', "-"));
    for (table, column) in [("users", "email"), ("departments", "notice_emails")] {
        run_sql(
            app,
            format!(
                "UPDATE {table} SET {column} = replace(replace({column}, 'district.example', \
                 '{domain}'), 'huachen.example', '{domain}')"
            ),
        );
    }
    domain
}

pub fn run_sql(app: &App, sql: String) {
    app.db
        .write_blocking(move |conn| {
            diesel::sql_query(sql.clone()).execute(conn)?;
            Ok(())
        })
        .unwrap();
}

/// Names the notice addresses of 华辰电力公司 and leaves nobody else who could be told.
pub fn only_notices(app: &App, addresses: &[&str]) {
    run_sql(app, "UPDATE users SET email = NULL".into());
    let id = app.people.department_id;
    let list = json!(addresses);
    run_sql(
        app,
        format!("UPDATE departments SET notice_emails = '{list}' WHERE id = {id}"),
    );
}

/// Files a problem and hands it to 华辰电力公司, so that its letters are queued.
pub async fn dispatched(app: &App) -> i64 {
    let id = filed(app).await;
    let body = json!({"lead_department_id": app.people.department_id});
    act(&app.people.park, id, "dispatch", body).await;
    id
}

/// The worker, over a way out.
pub fn worker(app: &App, url: &str) -> Delivery {
    worker_on(app, app.db.clone(), url)
}

const SENDER: &str = "助企平台 <zhuqi@zhuqi.example>";

pub fn worker_on(app: &App, db: Db, url: &str) -> Delivery {
    let transport = Transport::new(
        Some(url),
        SENDER,
        &app.database.folder,
        SmtpOptions::default(),
    )
    .unwrap();
    Delivery::new(db, app.clock.clone(), transport)
}

/// One that gives a server up after a second, which is long enough for any that answers.
pub fn impatient_worker(app: &App, url: &str) -> Delivery {
    let options = SmtpOptions {
        patience: std::time::Duration::from_secs(1),
        ..SmtpOptions::default()
    };
    let transport = Transport::new(Some(url), SENDER, &app.database.folder, options).unwrap();
    Delivery::new(app.db.clone(), app.clock.clone(), transport)
}

/// The worker of a machine with this name, for this sender.
pub fn worker_named(app: &App, url: &str, name: &str, from: &str) -> Delivery {
    let options = SmtpOptions {
        greeting: Some(name),
        ..SmtpOptions::default()
    };
    let transport = Transport::new(Some(url), from, &app.database.folder, options).unwrap();
    Delivery::new(app.db.clone(), app.clock.clone(), transport)
}

/// Moves the clock on.
pub fn later(app: &App, by: Duration) {
    app.clock.set(app.clock.now() + by);
}
