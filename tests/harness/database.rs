//! A fresh database per test, gone when the test is over.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use zhuqi::base::db::DatabaseUrl;
use zhuqi::config::{Flags, Settings};

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

impl Database {
    pub fn fresh(backend: Backend) -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("zhuqi_test_{}_{number}", std::process::id());
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        let (text, server) = match backend {
            Backend::Sqlite => (format!("sqlite://{}/zhuqi.db", folder.display()), None),
            Backend::Postgres => {
                let server = std::env::var("ZHUQI_TEST_POSTGRES").expect(
                    "ZHUQI_TEST_POSTGRES is not set: run the tests with `make test`, which starts PostgreSQL",
                );
                let mut conn = PgConnection::establish(&server).unwrap();
                conn.batch_execute(&format!("CREATE DATABASE {name}"))
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
