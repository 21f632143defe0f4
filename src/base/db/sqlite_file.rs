//! The files of an open SQLite database: whether what stands under their names is still what was opened.
//!
//! A file that was removed or replaced takes writes on without a word, and they are gone with the last
//! program that has it open. So each commit looks before it is acknowledged.

use std::fs::{self, File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::DatabaseUrl;
use crate::base::{Error, Result};

/// What stands for itself in the path of a URI.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_');

/// Device and number of a file, which a name can't be given back.
type Identity = (u64, u64);

/// The database and its write-ahead log, as they were opened.
#[derive(Debug)]
pub(super) struct OpenFiles {
    database: PathBuf,
    opened: Identity,
    log: PathBuf,
    /// SQLite makes it with the first transaction, and removes it with the last connection alone.
    logged: Mutex<Option<Identity>>,
}

impl OpenFiles {
    /// Of a database that is open.
    ///
    /// # Errors
    /// A sentence for the terminal.
    pub(super) fn of(path: &str) -> std::result::Result<Self, String> {
        let database = PathBuf::from(path);
        let opened = identity(&database)
            .ok_or_else(|| format!("the SQLite database {path} was removed as it was opened"))?;
        Ok(Self {
            database,
            opened,
            log: PathBuf::from(format!("{path}-wal")),
            logged: Mutex::new(None),
        })
    }

    /// # Errors
    /// 503 where one of them was removed or replaced. What is put back under its name is good again.
    pub(super) fn check(&self) -> Result<()> {
        if identity(&self.database) != Some(self.opened) {
            return Err(replaced(&self.database));
        }
        let found = identity(&self.log);
        let mut logged = self.logged.lock().unwrap_or_else(PoisonError::into_inner);
        match (*logged, found) {
            (None, _) => *logged = found,
            (Some(known), Some(found)) if known == found => {}
            (Some(_), _) => return Err(replaced(&self.log)),
        }
        Ok(())
    }
}

fn identity(path: &Path) -> Option<Identity> {
    let found = fs::metadata(path).ok()?;
    Some((found.dev(), found.ino()))
}

fn replaced(path: &Path) -> Error {
    Error::StorageFailed(format!(
        "{} was removed or replaced under the server: put it back, or stop the server and restore a backup",
        path.display()
    ))
}

/// The address of a file that has to be there: opened by its bare name, a missing one would be made.
pub(super) fn address_of_existing(path: &str) -> String {
    format!("file:{}?mode=rw", utf8_percent_encode(path, IN_PATH))
}

/// Makes sure that no other server has the database as long as this is held. PostgreSQL may have several.
///
/// # Errors
/// A sentence for the terminal: another server has it.
pub fn only_server(url: &DatabaseUrl) -> std::result::Result<Option<File>, String> {
    match url {
        DatabaseUrl::Sqlite(path) => lock_for_server(path).map(Some),
        DatabaseUrl::Postgres(_) => Ok(None),
    }
}

/// Holds a lock on a file beside the database until it is dropped, so that no second server writes
/// into it. Commands don't ask for it: they may work beside a server.
///
/// # Errors
/// A sentence for the terminal: another server has it.
fn lock_for_server(path: &str) -> std::result::Result<File, String> {
    let name = format!("{path}.server");
    let cannot = |e: &dyn std::fmt::Display| format!("cannot lock {name}: {e}");
    if let Some(folder) = Path::new(path).parent() {
        fs::create_dir_all(folder).map_err(|e| cannot(&e))?;
    }
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&name)
        .map_err(|e| cannot(&e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(format!(
            "another server runs on {path}: end it first, or use PostgreSQL for several"
        )),
        Err(TryLockError::Error(error)) => Err(cannot(&error)),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::base::db::{DatabaseUrl, Db, settings};

    fn open(folder: &Path) -> (Db, PathBuf) {
        // Characters with a meaning in addresses stand in paths, too.
        let path = folder.join("a b?#%1.db");
        let url = DatabaseUrl::Sqlite(path.to_string_lossy().into_owned());
        (Db::open(&url).unwrap(), path)
    }

    async fn write(db: &Db) -> Result<()> {
        db.write(|conn| settings::put(conn, "name", "value")).await
    }

    fn with(path: &Path, ending: &str) -> PathBuf {
        PathBuf::from(format!("{}{ending}", path.display()))
    }

    #[tokio::test]
    async fn nothing_is_acknowledged_that_went_into_a_file_without_a_name() {
        for ending in ["", "-wal"] {
            let folder = tempfile::tempdir().unwrap();
            let (db, path) = open(folder.path());
            write(&db).await.unwrap();
            let (name, away) = (with(&path, ending), folder.path().join("away"));
            fs::rename(&name, &away).unwrap();
            let refused = write(&db).await;
            assert!(
                matches!(refused, Err(Error::StorageFailed(_))),
                "{refused:?}"
            );
            assert!(db.ready().await.is_err());
            fs::write(&name, b"").unwrap();
            assert!(write(&db).await.is_err(), "another file has its name");
            let read = db.read(|conn| settings::find(conn, "name")).await.unwrap();
            assert_eq!(read.as_deref(), Some("value"), "reads go on");
            fs::rename(&away, &name).unwrap();
            db.ready().await.unwrap();
            write(&db).await.unwrap();
        }
    }

    #[test]
    fn one_server_has_a_database_and_the_next_one_after_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db").to_string_lossy().into_owned();
        let first = lock_for_server(&path).unwrap();
        let told = lock_for_server(&path).unwrap_err();
        assert!(told.contains("another server runs on"), "{told}");
        drop(first);
        lock_for_server(&path).unwrap();
    }
}
