//! The connection: one enum over both backends, and how transactions run on it.

use std::sync::Arc;

use diesel::connection::SimpleConnection;
use diesel::r2d2::ManageConnection;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel::{Connection, PgConnection, SqliteConnection};

use super::sqlite_file::{OpenFiles, address_of_existing};
use super::{DatabaseUrl, part};
use crate::base::{Error, Result};

/// A connection to either database; queries are written once against it.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Sqlite(SqliteConnection),
    Pg(PgConnection),
}

/// Settings of every SQLite connection: durable before acknowledged, keys enforced.
/// The busy timeout stands first: the switch to WAL has to wait for others, too.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; \
     PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; \
     PRAGMA cache_size = -32000;";
/// A statement may run this long, a lock may be waited for this long.
const PG_SETTINGS: &str =
    "SET statement_timeout = '60s'; SET lock_timeout = '10s'; SET timezone = 'UTC';";

/// Opens a connection of the kind the URL names, with our settings. A SQLite file has to be there.
pub(super) fn connect(url: &DatabaseUrl) -> std::result::Result<Conn, String> {
    let (mut conn, settings) = match url {
        DatabaseUrl::Sqlite(path) => (
            SqliteConnection::establish(&address_of_existing(path))
                .map(Conn::Sqlite)
                .map_err(|e| format!("cannot open the SQLite database {path}: {e}"))?,
            SQLITE_SETTINGS,
        ),
        DatabaseUrl::Postgres(address) => (
            PgConnection::establish(address)
                .map(Conn::Pg)
                .map_err(|e| format!("cannot reach PostgreSQL: {}", one_line(&e.to_string())))?,
            PG_SETTINGS,
        ),
    };
    let mut prepare = || {
        conn.batch_execute(settings)?;
        match &mut conn {
            Conn::Sqlite(sqlite) => sqlite.register_collation(part::PLAINLY, Ord::cmp),
            Conn::Pg(_) => Ok(()),
        }
    };
    prepare().map_err(|e: DieselError| format!("cannot prepare the database connection: {e}"))?;
    Ok(conn)
}

/// libpq advises on lines of its own; a multi-host URL has some for each host.
pub(super) fn one_line(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// Opens a SQLite file as it is, without turning on WAL in it; made where it isn't there.
pub(super) fn connect_plainly(url: &DatabaseUrl) -> std::result::Result<Conn, String> {
    match url {
        DatabaseUrl::Sqlite(path) => SqliteConnection::establish(path)
            .map(Conn::Sqlite)
            .map_err(|e| format!("cannot open the SQLite database {path}: {e}")),
        DatabaseUrl::Postgres(_) => connect(url),
    }
}

/// Makes the pool's connections by the URL's scheme; the derived `establish` would turn a mistyped
/// URL into a SQLite file.
#[derive(Debug)]
pub struct Manager {
    url: DatabaseUrl,
    /// SQLite only: a connection to another file of the same name would read something else.
    files: Option<Arc<OpenFiles>>,
}

impl Manager {
    pub(super) fn new(url: DatabaseUrl, files: Option<Arc<OpenFiles>>) -> Self {
        Self { url, files }
    }

    fn check_files(&self) -> std::result::Result<(), ConnectFailed> {
        let checked = self.files.as_ref().map_or(Ok(()), |files| files.check());
        checked.map_err(|error| ConnectFailed(error.to_string()))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConnectFailed(String);

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = ConnectFailed;

    fn connect(&self) -> std::result::Result<Conn, ConnectFailed> {
        // Before it is opened, too: SQLite removes the log beside an empty file.
        self.check_files()?;
        let conn = connect(&self.url).map_err(ConnectFailed)?;
        self.check_files()?;
        Ok(conn)
    }

    fn is_valid(&self, conn: &mut Conn) -> std::result::Result<(), ConnectFailed> {
        match conn {
            Conn::Sqlite(_) => Ok(()),
            Conn::Pg(pg) => pg
                .batch_execute("SELECT 1")
                .map_err(|e| ConnectFailed(e.to_string())),
        }
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || connection_lost(conn)
    }
}

fn connection_lost(conn: &mut Conn) -> bool {
    use diesel::connection::TransactionManager;
    type Manager = <Conn as Connection>::TransactionManager;
    <Manager as TransactionManager<Conn>>::is_broken_transaction_manager(conn)
}

/// Begins a transaction that only reads, so that a list and its count agree.
pub(super) fn begin_read(conn: &mut Conn) -> Result<()> {
    let begin = match conn {
        Conn::Sqlite(_) => "BEGIN DEFERRED",
        Conn::Pg(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    };
    Ok(conn.batch_execute(begin)?)
}

/// Runs a read in the transaction that was begun, and ends it.
pub(super) fn read<T>(conn: &mut Conn, job: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    let done = job(conn);
    let ended = conn.batch_execute(if done.is_ok() { "COMMIT" } else { "ROLLBACK" });
    let value = done?;
    ended?;
    Ok(value)
}

/// Why a write transaction did not commit.
pub(super) enum Failed {
    /// The database asks to run it again.
    Again,
    /// The connection was lost before the commit had begun.
    Gone(Error),
    For(Error),
}

impl Failed {
    /// Of a fault before the commit, after which nothing of the transaction is left.
    fn before_commit(error: Error) -> Self {
        match error {
            Error::Busy {
                code: super::errors::RUN_AGAIN,
                ..
            } => Self::Again,
            error if super::errors::is_gone(&error) => Self::Gone(error),
            error => Self::For(error),
        }
    }
}

impl From<Failed> for Error {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Again => Self::overloaded(),
            Failed::Gone(error) | Failed::For(error) => error,
        }
    }
}

/// Runs a write as one committed transaction (PostgreSQL).
pub(super) fn committed<T>(
    conn: &mut Conn,
    job: &mut dyn FnMut(&mut Conn) -> Result<T>,
) -> std::result::Result<T, Failed> {
    let begun = conn.batch_execute("BEGIN ISOLATION LEVEL READ COMMITTED");
    begun.map_err(|e| Failed::before_commit(e.into()))?;
    match job(conn) {
        Ok(value) => match conn.batch_execute("COMMIT") {
            Ok(()) => Ok(value),
            Err(error) => {
                let _ = conn.batch_execute("ROLLBACK");
                Err(why(error))
            }
        },
        Err(error) => {
            conn.batch_execute("ROLLBACK")
                .map_err(|e| Failed::before_commit(e.into()))?;
            Err(Failed::before_commit(error))
        }
    }
}

fn why(error: DieselError) -> Failed {
    match error {
        DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Failed::Again,
        other => Failed::For(other.into()),
    }
}
