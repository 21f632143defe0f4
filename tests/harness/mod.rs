//! Starts the real application on a free port over a fresh database, with people of every role.
//!
//! Tests are written once with `both!` and run on SQLite and on PostgreSQL. The clock stands still
//! until a test moves it; tokens are minted, because hashing a password takes longer than a test.

pub mod database;
pub mod files;
pub mod memory;
pub mod people;
pub mod ports;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use actix_web::HttpServer;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use reqwest::Method;
use serde_json::Value;
use zhuqi::access::api::AppState;
use zhuqi::access::api::admission::Admission;
use zhuqi::access::passwords::Passwords;
use zhuqi::access::tokens::Keys;
use zhuqi::app;
use zhuqi::base::answers::Answers;
use zhuqi::base::clock::Clock;
use zhuqi::base::db::Db;
use zhuqi::base::http::codes;

pub use database::{Backend, Database};
pub use people::People;

/// Monday, 2 August 2021, 09:00 in Shanghai: the farm's week.
pub const START: &str = "2021-08-02T09:00:00+08:00";

/// Signs the tests' tokens.
pub const KEY: &[u8] = b"a signing key that only tests know";

/// Lets go of a connection long before the server does, so that none is closed under a request.
pub static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
    let kept = Duration::from_secs(1);
    let client = reqwest::Client::builder().pool_idle_timeout(kept);
    client.build().unwrap()
});

pub struct App {
    pub db: Db,
    pub clock: Clock,
    pub keys: Keys,
    pub passwords: Passwords,
    pub people: People,
    pub address: String,
    pub database: Database,
}

/// One answer, its JSON parsed where it has any.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
    pub text: String,
}

impl Answer {
    /// The body, after checking the status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.body
    }

    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        let body = self.expect(status);
        assert_eq!(body["code"], code, "{body}");
        body
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or("")
    }
}

impl App {
    /// Moves the clock to a local time such as `2021-08-03 10:00`.
    pub fn at(&self, local: &str) {
        let naive = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap();
        let at = naive.and_local_timezone(self.clock.zone()).unwrap();
        self.clock.set(at.with_timezone(&Utc));
    }

    /// Moves the clock to 09:00 of a day.
    pub fn day(&self, day: &str) {
        let _: NaiveDate = day.parse().unwrap();
        self.at(&format!("{day} 09:00"));
    }

    /// A request without a token.
    pub async fn anonymous(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        send(&self.address, method, path, &[], body).await
    }
}

/// Sends a request; `path` below `/api/v1`, or absolute with a leading `//`.
pub async fn send(
    address: &str,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<Value>,
) -> Answer {
    let url = match path.strip_prefix("//") {
        Some(absolute) => format!("{address}/{absolute}"),
        None => format!("{address}/api/v1{path}"),
    };
    let mut request = CLIENT.request(method, url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if let Some(body) = body {
        request = request.json(&body);
    }
    answer(request).await
}

/// Posts bytes that are no JSON; `path` below `/api/v1`.
pub async fn send_bytes(
    address: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> Answer {
    let mut request = CLIENT.post(format!("{address}/api/v1{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    answer(request.body(body)).await
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    let answer = Answer {
        status,
        headers,
        body,
        text,
    };
    if answer.header("content-type") == "application/problem+json" {
        documented(&answer);
    }
    answer
}

/// A code that stands in no table isn't stable, and each has one status.
#[track_caller]
fn documented(answer: &Answer) {
    // An answer to HEAD has no body, and a packed one isn't read here.
    let Some(code) = answer.body["code"].as_str() else {
        return;
    };
    let row = codes::CODES.iter().find(|row| row.0 == code);
    assert_eq!(row.map(|row| row.1), Some(answer.status), "{}", answer.text);
    for error in answer.body["errors"].as_array().into_iter().flatten() {
        let code = error["code"].as_str().unwrap();
        let known = codes::FIELD_CODES.iter().any(|row| row.0 == code);
        assert!(known, "undocumented: {}", answer.text);
    }
}

fn clock() -> Clock {
    let start: DateTime<Utc> = START.parse().unwrap();
    Clock::fixed(start, chrono_tz::Asia::Shanghai)
}

/// Brings an empty database up to date, as a start does, and settles the people in it.
fn settle(database: &Database) -> People {
    let (db, clock) = (Db::open(&database.url).unwrap(), clock());
    let limits = Arc::new(app::limits::Running(clock.clone()));
    app::start::prepare(&db, &clock, &database.settings(), limits).unwrap();
    People::settle(&db, &clock, &Keys::new(KEY))
}

/// A test of a running application, behind a pointer: with a type of its own each would have the whole server
/// compiled once more.
type Test<'a> = Box<dyn FnOnce(App) -> Pin<Box<dyn Future<Output = ()> + 'a>> + 'a>;

/// Runs one test over a database of its own, of one kind.
pub fn run<'a, F: Future<Output = ()> + 'a>(backend: Backend, test: impl FnOnce(App) -> F + 'a) {
    served(backend, Box::new(|app| Box::pin(test(app))));
}

fn served(backend: Backend, test: Test<'_>) {
    let (database, people) = Database::settled(backend);
    let (clock, keys) = (clock(), Keys::new(KEY));
    let db = Db::open(&database.url).unwrap();
    let settings = database.settings();
    let passwords = Passwords::new(settings.password_profile);
    let state = AppState {
        db: db.clone(),
        clock: clock.clone(),
        keys: keys.clone(),
        passwords: passwords.clone(),
        admission: Admission::default(),
        answers: Answers::default(),
        files: settings.attachments_folder(),
        public_url: settings.public_url.clone(),
        data_dir: settings.data_dir.clone(),
        fonts_dir: settings.fonts_dir.clone(),
    };
    let metrics = app::health::Metrics {
        recorded: None,
        from: settings.metrics_from.clone(),
    };
    let (tell, told) = std::sync::mpsc::channel();
    let server = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = HttpServer::new(move || app::app(state.clone(), metrics.clone()))
                .workers(1)
                .disable_signals()
                .bind(("127.0.0.1", 0))
                .unwrap();
            let port = server.addrs()[0].port();
            let server = server.run();
            tell.send((port, server.handle())).unwrap();
            server.await.unwrap();
        });
    });
    let (port, handle) = told.recv().unwrap();
    let address = format!("http://127.0.0.1:{port}");
    let people = people.at(&address);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(test(App {
        db,
        clock,
        keys,
        passwords,
        people,
        address,
        database,
    }));
    runtime.block_on(handle.stop(false));
    server.join().unwrap();
}

/// Declares tests that run on both databases.
#[macro_export]
macro_rules! both {
    ($(async fn $name:ident($app:ident) $body:block)+) => {
        $(mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn check($app: $crate::harness::App) $body

            #[test]
            fn on_sqlite() {
                $crate::harness::run($crate::harness::Backend::Sqlite, check);
            }

            #[test]
            fn on_postgres() {
                $crate::harness::run($crate::harness::Backend::Postgres, check);
            }
        })+
    };
}
