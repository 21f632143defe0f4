//! Making a copy.

use std::fs::{self, File};
use std::path::Path;

use super::Parts;
use super::digests::{Digests, digest_of, written};
use super::leftovers::{Workshop, sweep};
use crate::attachments::store::{self, Stored};
use crate::base::db::backup::copy;
use crate::base::files;
use crate::commands::terminal::{complain, say};
use crate::config::Settings;

/// Writes a consistent copy of the running database with its attachments. It is made in a folder of
/// its own, checked, made durable and only then named; the database is named last.
///
/// # Errors
/// A sentence for the terminal; what is there already is never touched.
pub fn backup(settings: &Settings, target: &Path) -> Result<(), String> {
    let parts = Parts::of(target);
    let swept = sweep(parts.folder());
    if swept > 0 {
        complain(format_args!(
            "removed what {swept} backups left that were stopped"
        ));
    }
    for path in [&parts.database, &parts.attachments, &parts.digests] {
        if path.exists() {
            return Err(format!(
                "{} exists already; backups never overwrite",
                path.display()
            ));
        }
    }
    let workshop = Workshop::open(&parts)?;
    let database = parts.partial.join("database");
    let stored = copy(&settings.database_url, &database, store::stored)?;
    let lost = make(settings, &parts, &stored)?;
    drop(workshop);
    let files = stored.len() - lost.len();
    say(format_args!(
        "the copy is {}, with {files} attachments and the digests in {}",
        target.display(),
        parts.digests.display()
    ));
    if lost.is_empty() {
        return Ok(());
    }
    Err(format!(
        "the copy is made, but {} attachments are missing or damaged in the data folder: {}",
        lost.len(),
        lost.join(", ")
    ))
}

/// Copies the attachments, lists the digests and gives everything its name; gives the files that
/// couldn't be copied.
fn make(settings: &Settings, parts: &Parts, stored: &[Stored]) -> Result<Vec<String>, String> {
    let (database, attachments) = (
        parts.partial.join("database"),
        parts.partial.join("attachments"),
    );
    let mut digests = Digests::new();
    let name = name_of(&parts.database)?;
    digests.insert(name, digest_of(&database)?);
    let with_path = |e: std::io::Error| format!("{}: {e}", parts.database.display());
    files::private_folder(&attachments).map_err(with_path)?;
    let from = settings.data_dir.join("attachments");
    let folder = name_of(&parts.attachments)?;
    let mut lost = vec![];
    for one in stored {
        match copied(&from, &attachments, one)? {
            Some(hash) => {
                digests.insert(format!("{folder}/{}", one.name), hash);
            }
            None => lost.push(one.name.clone()),
        }
    }
    let list = parts.partial.join("sha256");
    let mut file = files::private_file(&list).map_err(with_path)?;
    std::io::Write::write_all(&mut file, written(&digests).as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| File::open(&database)?.sync_all())
        .and_then(|()| File::open(&attachments)?.sync_all())
        .and_then(|()| fs::rename(&attachments, &parts.attachments))
        .and_then(|()| fs::rename(&list, &parts.digests))
        .and_then(|()| File::open(parts.folder())?.sync_all())
        .and_then(|()| fs::rename(&database, &parts.database))
        .and_then(|()| File::open(parts.folder())?.sync_all())
        .map_err(with_path)?;
    Ok(lost)
}

/// Copies one file durably and gives its digest; None where it isn't there as it was kept.
fn copied(from: &Path, to: &Path, one: &Stored) -> Result<Option<String>, String> {
    let with_path = |e: std::io::Error| format!("attachment {}: {e}", one.name);
    let mut kept = match File::open(from.join(&one.name)) {
        Ok(kept) => kept,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(with_path(error)),
    };
    let path = to.join(&one.name);
    let mut copy = files::private_file(&path).map_err(with_path)?;
    std::io::copy(&mut kept, &mut copy)
        .and_then(|_| copy.sync_all())
        .map_err(with_path)?;
    let hash = digest_of(&path)?;
    if one.sha256.as_ref().is_some_and(|wanted| *wanted != hash) {
        fs::remove_file(&path).map_err(with_path)?;
        return Ok(None);
    }
    Ok(Some(hash))
}

pub(super) fn name_of(path: &Path) -> Result<String, String> {
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.filter(|name| !name.contains(['\n', '\r', '\\']));
    name.map(str::to_owned).ok_or_else(|| {
        format!(
            "{} is no name that a list of digests can hold",
            path.display()
        )
    })
}
