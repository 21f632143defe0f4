//! `DATABASE_URL`: which database, and a refusal of everything else.

use std::fmt;

/// A checked database address.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// The path of the file.
    Sqlite(String),
    /// The whole URL, multi-host ones included.
    Postgres(String),
}

impl DatabaseUrl {
    /// # Errors
    /// A sentence that names the two accepted forms; a typing error must never become a new,
    /// empty SQLite file.
    pub fn parse(url: &str) -> Result<Self, String> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            if path.is_empty() {
                return Err(
                    "DATABASE_URL: sqlite:// needs a path, for example sqlite://data/zhuqi.db"
                        .into(),
                );
            }
            return Ok(Self::Sqlite(path.to_owned()));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        Err("DATABASE_URL must begin with sqlite:// or postgres://".into())
    }
}

/// Without the password, for logs.
impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{path}"),
            Self::Postgres(url) => {
                let after = url.rsplit_once('@').map_or_else(
                    || url.split_once("://").map_or("", |(_, rest)| rest),
                    |(_, host)| host,
                );
                write!(f, "postgres://{after}")
            }
        }
    }
}
