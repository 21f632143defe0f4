//! Migrations: embedded, one folder per backend, run at start under a lock.

use std::fs::File;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::{PgConnection, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Conn, DatabaseUrl, conn};
use crate::base::files::{self, PRIVATE_FILE};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// The advisory lock several app nodes queue on (any constant that is ours alone).
const PG_LOCK: i64 = 0x7A68_7571_6900;

/// Brings the database up to date.
///
/// # Errors
/// A sentence for the terminal; a database of a newer version is refused untouched.
pub fn run(url: &DatabaseUrl) -> Result<(), String> {
    let _lock = match url {
        DatabaseUrl::Sqlite(path) => Some(lock_beside(path)?),
        DatabaseUrl::Postgres(_) => None,
    };
    if let DatabaseUrl::Sqlite(_) = url {
        // Here alone a file is made where there is none.
        conn::connect_plainly(url)?;
    }
    let mut conn = conn::connect(url)?;
    if let Conn::Pg(pg) = &mut conn {
        pg.batch_execute(&format!("SELECT pg_advisory_lock({PG_LOCK})"))
            .map_err(|e| format!("cannot lock the database for migration: {e}"))?;
    }
    let done = lay_out(&mut conn);
    if let Conn::Pg(pg) = &mut conn {
        pg.batch_execute(&format!("SELECT pg_advisory_unlock({PG_LOCK})"))
            .map_err(|e| e.to_string())?;
    }
    done
}

/// Makes the tables of a database that nobody else looks at.
pub(super) fn lay_out(conn: &mut Conn) -> Result<(), String> {
    match conn {
        Conn::Sqlite(sqlite) => {
            run_pending::<diesel::sqlite::Sqlite, SqliteConnection>(sqlite, SQLITE)
        }
        Conn::Pg(pg) => run_pending::<diesel::pg::Pg, PgConnection>(pg, POSTGRES),
    }
}

/// Makes the database's folder and file, which nobody else reads, and holds a lock on a file beside
/// the database until it is dropped.
///
/// SQLite's own locks end with each migration's transaction, and neither switching to WAL nor
/// reading what is still to be done waits for another process.
fn lock_beside(path: &str) -> Result<File, String> {
    let database = Path::new(path);
    let folder = files::folder_of(database);
    files::private_folder(folder)
        .map_err(|e| format!("cannot make the folder {}: {e}", folder.display()))?;
    let name = format!("{path}.lock");
    let cannot = |e: std::io::Error| format!("cannot lock {name}: {e}");
    let mut open = File::options();
    open.write(true).create(true).truncate(false);
    let file = open.mode(PRIVATE_FILE).open(&name).map_err(cannot)?;
    file.lock().map_err(cannot)?;
    // What SQLite makes beside it is as the file itself is.
    if !database.exists() {
        files::private_file(database).map_err(|e| format!("cannot make {path}: {e}"))?;
    }
    for end in ["", "-wal", "-shm", ".lock"] {
        files::tighten(Path::new(&format!("{path}{end}")), PRIVATE_FILE);
    }
    Ok(file)
}

fn run_pending<DB, C>(conn: &mut C, source: EmbeddedMigrations) -> Result<(), String>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let failed = |e: Box<dyn std::error::Error + Send + Sync>| format!("migration failed: {e}");
    let known: Vec<Box<dyn Migration<DB>>> = source.migrations().map_err(failed)?;
    let applied = conn.applied_migrations().map_err(failed)?;
    let newer = applied
        .iter()
        .find(|version| !known.iter().any(|m| m.name().version() == **version));
    if let Some(version) = newer {
        return Err(format!(
            "the database was made by a newer version of zhuqi (migration {version}); install that version"
        ));
    }
    conn.run_pending_migrations(source)
        .map(|_| ())
        .map_err(failed)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn processes_that_start_at_once_on_a_fresh_file_all_find_its_tables() {
        let folder = std::env::temp_dir().join(format!("zhuqi-migrate-{}", std::process::id()));
        let url = DatabaseUrl::Sqlite(folder.join("fresh.db").to_string_lossy().into_owned());
        let starts: Vec<_> = (0..8)
            .map(|_| {
                let url = url.clone();
                std::thread::spawn(move || run(&url))
            })
            .collect();
        for start in starts {
            assert_eq!(start.join().unwrap(), Ok(()));
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
