//! One consistent copy of a running database, and putting it into an empty one.

mod postgres;

use std::fs;
use std::path::Path;

use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Text};

use super::{Conn, DatabaseUrl, conn};
use crate::base::files::{self, PRIVATE_FILE};

#[derive(diesel::QueryableByName)]
struct Verdict {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

#[derive(diesel::QueryableByName)]
struct Tables {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Copies the database, as it is at one moment, into a file that isn't there yet. The copy holds no
/// secrets. Gives what `look` finds in it.
///
/// # Errors
/// A sentence for the terminal.
pub fn copy<T>(
    url: &DatabaseUrl,
    into: &Path,
    look: impl FnOnce(&mut Conn) -> crate::base::Result<T>,
) -> Result<T, String> {
    let mut looked_at = match url {
        DatabaseUrl::Sqlite(path) if !Path::new(path).is_file() => {
            return Err(format!("there is no database {path}"));
        }
        DatabaseUrl::Sqlite(_) => copy_sqlite(url, into)?,
        DatabaseUrl::Postgres(address) => {
            postgres::dump(address, into)?;
            // What a dump holds isn't read; what is looked for is never deleted, so the database,
            // a moment later, tells of all that is in it.
            conn::connect(url)?
        }
    };
    let found = look(&mut looked_at).map_err(|e| format!("the copy can't be read: {e}"))?;
    drop(looked_at);
    files::tighten(into, PRIVATE_FILE);
    Ok(found)
}

fn copy_sqlite(url: &DatabaseUrl, into: &Path) -> Result<Conn, String> {
    let mut source = conn::connect(url)?;
    let quoted = into.to_string_lossy().replace('\'', "''");
    diesel::sql_query(format!("VACUUM INTO '{quoted}'"))
        .execute(&mut source)
        .map_err(|e| format!("the copy failed: {e}"))?;
    let copy = DatabaseUrl::Sqlite(into.to_string_lossy().into_owned());
    let mut copy = conn::connect_plainly(&copy)?;
    // Overwritten with zeros, and not only marked as free.
    copy.batch_execute("PRAGMA secure_delete = ON; DELETE FROM secrets")
        .map_err(|e| format!("the copy failed: {e}"))?;
    let verdict: Verdict = diesel::sql_query("PRAGMA integrity_check")
        .get_result(&mut copy)
        .map_err(|e| format!("the copy can't be read: {e}"))?;
    if verdict.integrity_check == "ok" {
        Ok(copy)
    } else {
        Err(format!("the copy is damaged: {}", verdict.integrity_check))
    }
}

/// Puts a copy into the database that the URL names; it is whole there or isn't there.
///
/// # Errors
/// A sentence for the terminal: there is a database already, or the copy is of the other kind.
pub fn put_back(url: &DatabaseUrl, copy: &Path) -> Result<(), String> {
    refuse_used(url)?;
    match (url, kind(copy)?) {
        (DatabaseUrl::Sqlite(path), Kind::Sqlite) => put_sqlite(path, copy),
        (DatabaseUrl::Postgres(address), Kind::Postgres) => postgres::restore(address, copy),
        (DatabaseUrl::Sqlite(_), Kind::Postgres) => Err(wrong_kind(copy, "PostgreSQL", "SQLite")),
        (DatabaseUrl::Postgres(_), Kind::Sqlite) => Err(wrong_kind(copy, "SQLite", "PostgreSQL")),
    }
}

/// # Errors
/// A sentence for the terminal, where there is a database already.
pub fn refuse_used(url: &DatabaseUrl) -> Result<(), String> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let all = ["", "-wal", "-shm"].map(|end| format!("{path}{end}"));
            match all.iter().find(|name| Path::new(name).exists()) {
                None => Ok(()),
                Some(name) => Err(format!(
                    "{name} exists already; a restore never overwrites: move it away first"
                )),
            }
        }
        DatabaseUrl::Postgres(_) => {
            let found: Tables = diesel::sql_query(
                "SELECT COUNT(*) AS n FROM pg_class WHERE relkind IN ('r', 'v', 'S') \
                 AND relnamespace = 'public'::regnamespace",
            )
            .get_result(&mut conn::connect(url)?)
            .map_err(|e| format!("the database can't be read: {e}"))?;
            if found.n == 0 {
                return Ok(());
            }
            Err("the database isn't empty; a restore never overwrites: make an empty one".into())
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sqlite,
    Postgres,
}

fn kind(copy: &Path) -> Result<Kind, String> {
    use std::io::Read;
    let mut head = Vec::new();
    fs::File::open(copy)
        .and_then(|file| file.take(16).read_to_end(&mut head))
        .map_err(|e| format!("{}: {e}", copy.display()))?;
    if head.starts_with(b"SQLite format 3\0") {
        Ok(Kind::Sqlite)
    } else if head.starts_with(b"PGDMP") {
        Ok(Kind::Postgres)
    } else {
        Err(format!("{} is no copy of a database", copy.display()))
    }
}

fn wrong_kind(copy: &Path, is: &str, wanted: &str) -> String {
    let copy = copy.display();
    format!("{copy} is of {is}, and DATABASE_URL names a database of {wanted}")
}

fn put_sqlite(path: &str, copy: &Path) -> Result<(), String> {
    let target = Path::new(path);
    let with_path = |e: std::io::Error| format!("{path}: {e}");
    let folder = files::folder_of(target);
    files::private_folder(folder).map_err(with_path)?;
    let partial = format!("{path}.restoring");
    // Of a restore that was stopped.
    let _ = fs::remove_file(&partial);
    let mut into = files::private_file(Path::new(&partial)).map_err(with_path)?;
    let mut from = fs::File::open(copy).map_err(|e| format!("{}: {e}", copy.display()))?;
    std::io::copy(&mut from, &mut into)
        .and_then(|_| into.sync_all())
        .and_then(|()| fs::rename(&partial, target))
        .and_then(|()| fs::File::open(folder)?.sync_all())
        .map_err(with_path)
}
