//! Which database a data folder belongs to: both keep the same mark, so that a database which is
//! missing, or another one, is told at the start instead of being made anew or mixed up with the
//! files that lie in the folder.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::base::db::{Conn, DatabaseUrl, Db, settings};
use crate::base::{Error, Result};
use crate::config::Settings;

/// The file in the data folder, and the setting in the database.
const MARK: &str = "instance";
/// A setting that every database has from its first use on.
const USED: &str = "time_zone";

type Told<T> = std::result::Result<T, String>;

/// What a database says about itself.
struct Known {
    mark: Option<String>,
    is_used: bool,
}

fn known(conn: &mut Conn) -> Result<Known> {
    Ok(Known {
        mark: settings::find(conn, MARK)?,
        is_used: settings::find(conn, USED)?.is_some(),
    })
}

/// Opens the database of the settings for a command, and makes a new one only where the data folder
/// never had any.
///
/// # Errors
/// A sentence for the terminal: it is missing, or another one than the folder's.
pub fn open(given: &Settings) -> Told<Db> {
    opened(given).map(|(db, _)| db)
}

/// [`open`] for a server, from which on the data folder belongs to the database.
///
/// # Errors
/// As [`open`].
pub fn open_for_server(given: &Settings) -> Told<Db> {
    let (db, mark) = opened(given)?;
    if mark.is_none() {
        keep(given, &db)?;
    }
    Ok(db)
}

/// Opens the database, made where there is none, and lets the data folder belong to it from now on.
///
/// # Errors
/// A sentence for the terminal: attachments of another database lie in the folder.
pub fn begin_anew(given: &Settings) -> Told<Db> {
    let db = Db::open(&given.database_url)?;
    if !db.read_blocking(known).map_err(line)?.is_used {
        no_attachments(given)?;
    }
    keep(given, &db)?;
    Ok(db)
}

fn opened(given: &Settings) -> Told<(Db, Option<String>)> {
    let mark = read(&given.data_dir)?;
    let folder = given.data_dir.display();
    if mark.is_some()
        && let DatabaseUrl::Sqlite(path) = &given.database_url
        && !Path::new(path).is_file()
    {
        return Err(format!(
            "the database {path} is missing, though {folder} belongs to one: restore a backup there, \
             or begin with an empty one by `zhuqi migrate --new`"
        ));
    }
    let db = Db::open(&given.database_url)?;
    let known = db.read_blocking(known).map_err(line)?;
    match &mark {
        None if !known.is_used => no_attachments(given)?,
        None => {}
        Some(mark) if known.mark.as_ref() == Some(mark) => {}
        // A backup of the time before marks.
        Some(mark) if known.mark.is_none() && known.is_used => {
            let mark = mark.clone();
            db.write_blocking(move |conn| settings::put(conn, MARK, &mark))
                .map_err(line)?;
        }
        Some(_) => {
            let url = &given.database_url;
            return Err(format!(
                "{folder} belongs to another database than {url:?}: correct the settings or restore a \
                 backup; `zhuqi migrate --new` lets it belong to this one"
            ));
        }
    }
    Ok((db, mark))
}

/// An empty database has no rows for any of them, and what has no row is removed after a day.
fn no_attachments(given: &Settings) -> Told<()> {
    let folder = given.data_dir.join("attachments");
    let is_empty = fs::read_dir(&folder).is_ok_and(|mut files| files.next().is_none());
    if is_empty || !folder.exists() {
        return Ok(());
    }
    Err(format!(
        "the database is empty, though attachments of another one lie in {}: restore its backup, or \
         move them away first",
        folder.display()
    ))
}

fn read(folder: &Path) -> Told<Option<String>> {
    let path = folder.join(MARK);
    match fs::read_to_string(&path) {
        Ok(mark) => Ok(Some(mark.trim().to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

/// Keeps the database's mark in the folder; the first of several nodes chooses it.
fn keep(given: &Settings, db: &Db) -> Told<()> {
    let fresh = hex::encode(rand::random::<[u8; 16]>());
    let mark = db.write_blocking(move |conn| settings::keep_first(conn, MARK, &fresh));
    let mark = mark.map_err(line)?;
    let folder = &given.data_dir;
    let written = || {
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        writeln!(file, "{mark}")?;
        file.as_file().sync_all()?;
        file.persist(folder.join(MARK))?;
        File::open(folder)?.sync_all()
    };
    written().map_err(|error: std::io::Error| format!("{}: {error}", folder.display()))
}

fn line(error: Error) -> String {
    error.to_string()
}
