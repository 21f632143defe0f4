//! A database per test, gone when the test is over: an empty one, or a copy of one that was brought up
//! to date and settled once.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use zhuqi::base::db::DatabaseUrl;
use zhuqi::config::{Flags, Settings};

use super::people::People;

#[derive(Debug, Clone, Copy)]
pub enum Backend {
    Sqlite,
    Postgres,
}

pub struct Database {
    pub url: DatabaseUrl,
    pub text: String,
    pub folder: PathBuf,
    /// PostgreSQL: where to drop it, and its name.
    server: Option<(String, String)>,
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// What each test begins with: its people, and the database in which they are.
struct Template {
    people: People,
    kept: Kept,
}

enum Kept {
    /// The bytes of SQLite's file.
    Sqlite(Vec<u8>),
    /// The database's name on the server, which is thrown away after the tests.
    Postgres(String),
}

/// A connection to a database that somebody else may still be closing.
pub fn beside(path: &str) -> SqliteConnection {
    let mut conn = SqliteConnection::establish(path).unwrap();
    conn.batch_execute("PRAGMA busy_timeout = 60000").unwrap();
    conn
}

/// The database with what may still be in its write-ahead log.
fn whole_file(folder: &Path) -> Vec<u8> {
    let (from, copy) = (folder.join("zhuqi.db"), folder.join("whole.db"));
    let mut conn = beside(&from.to_string_lossy());
    let take = format!("VACUUM INTO '{}'", copy.display());
    conn.batch_execute(&take).unwrap();
    std::fs::read(copy).unwrap()
}

impl Template {
    /// Made by whoever needs it first.
    fn of(backend: Backend) -> &'static Self {
        static SQLITE: OnceLock<Template> = OnceLock::new();
        static POSTGRES: OnceLock<Template> = OnceLock::new();
        match backend {
            Backend::Sqlite => SQLITE.get_or_init(|| {
                let made = Database::fresh(backend);
                let people = super::settle(&made);
                let kept = Kept::Sqlite(whole_file(&made.folder));
                Self { people, kept }
            }),
            Backend::Postgres => POSTGRES.get_or_init(|| {
                let mut made = Database::fresh(backend);
                let people = super::settle(&made);
                let (_, name) = made.server.take().unwrap();
                let kept = Kept::Postgres(name);
                Self { people, kept }
            }),
        }
    }
}

impl Database {
    /// An empty one.
    pub fn fresh(backend: Backend) -> Self {
        Self::made_from(backend, None)
    }

    /// One in which the people of the tests have settled.
    pub fn settled(backend: Backend) -> (Self, People) {
        let template = Template::of(backend);
        let made = Self::made_from(backend, Some(&template.kept));
        (made, template.people.clone())
    }

    fn made_from(backend: Backend, template: Option<&Kept>) -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("zhuqi_test_{}_{number}", std::process::id());
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        let (text, server) = match backend {
            Backend::Sqlite => {
                if let Some(Kept::Sqlite(bytes)) = template {
                    std::fs::write(folder.join("zhuqi.db"), bytes).unwrap();
                }
                (format!("sqlite://{}/zhuqi.db", folder.display()), None)
            }
            Backend::Postgres => {
                let server = std::env::var("ZHUQI_TEST_POSTGRES").expect(
                    "ZHUQI_TEST_POSTGRES is not set: run the tests with `make test`, which starts PostgreSQL",
                );
                let mut conn = PgConnection::establish(&server).unwrap();
                let from = match template {
                    Some(Kept::Postgres(template)) => format!(" TEMPLATE {template}"),
                    _ => String::new(),
                };
                conn.batch_execute(&format!("CREATE DATABASE {name}{from}"))
                    .unwrap();
                let mut url = url::Url::parse(&server).unwrap();
                url.set_path(&name);
                (url.to_string(), Some((server, name)))
            }
        };
        Self {
            url: DatabaseUrl::parse(&text).unwrap(),
            text,
            folder,
            server,
        }
    }

    /// The defaults, over this database and folder.
    pub fn settings(&self) -> Settings {
        Settings::load(&Flags {
            database_url: Some(self.text.clone()),
            data_dir: Some(self.folder.clone()),
            ..Flags::default()
        })
        .unwrap()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
        if let Some((server, name)) = &self.server
            && let Ok(mut conn) = PgConnection::establish(server)
        {
            let _ = conn.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}
