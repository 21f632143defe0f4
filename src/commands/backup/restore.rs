//! Looking whether a copy is whole, and putting it where nothing is yet.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;

use super::Parts;
use super::digests::{Digests, digest_of, read};
use super::make::name_of;
use crate::base::db::backup::{put_back, refuse_used};
use crate::base::files;
use crate::commands::terminal::say;
use crate::config::Settings;

/// Checks every byte of a copy against its digests.
///
/// # Errors
/// A sentence for the terminal: the first part that isn't as it was written.
pub fn check(target: &Path) -> Result<(), String> {
    let digests = verified(&Parts::of(target))?;
    say(format_args!(
        "the copy is whole: the database and {} attachments",
        digests.len() - 1
    ));
    Ok(())
}

/// Puts a whole copy into an empty database and data folder.
///
/// # Errors
/// A sentence for the terminal; what is there already is never touched.
pub fn restore(settings: &Settings, target: &Path) -> Result<(), String> {
    refuse_used(&settings.database_url)?;
    let parts = Parts::of(target);
    let digests = verified(&parts)?;
    let into = settings.data_dir.join("attachments");
    let folder = name_of(&parts.attachments)?;
    // Before the database: once that is there, so is all that it speaks of.
    let named = digests.iter().filter_map(|(name, hash)| {
        let name = name.strip_prefix(&folder)?.strip_prefix('/')?;
        Some((name, hash))
    });
    files::private_folder(&into).map_err(|e| format!("{}: {e}", into.display()))?;
    for (name, hash) in named {
        put(&parts.attachments.join(name), &into, name, hash)?;
    }
    File::open(&into)
        .and_then(|folder| folder.sync_all())
        .map_err(|e| format!("{}: {e}", into.display()))?;
    put_back(&settings.database_url, &parts.database)?;
    say(format_args!(
        "restored the database and {} attachments",
        digests.len() - 1
    ));
    Ok(())
}

/// The digests, after everything was held against them.
fn verified(parts: &Parts) -> Result<Digests, String> {
    let list = parts.digests.display();
    let bytes = fs::read(&parts.digests).map_err(|e| {
        format!("{list}: {e}; without it nobody can tell whether the copy is whole")
    })?;
    let text =
        String::from_utf8(bytes).map_err(|_| format!("{list}: it isn't as it was written"))?;
    let digests = read(&text).map_err(|why| format!("{list}: {why}"))?;
    let mut there = BTreeSet::from([name_of(&parts.database)?]);
    let folder = name_of(&parts.attachments)?;
    let with_path = |e: std::io::Error| format!("{}: {e}", parts.attachments.display());
    for entry in fs::read_dir(&parts.attachments).map_err(with_path)? {
        let name = entry.map_err(with_path)?.file_name();
        there.insert(format!("{folder}/{}", name.to_string_lossy()));
    }
    let listed: BTreeSet<String> = digests.keys().cloned().collect();
    if let Some(name) = listed.difference(&there).next() {
        return Err(format!("the copy isn't whole: {name} is missing"));
    }
    if let Some(name) = there.difference(&listed).next() {
        return Err(format!("{list} doesn't list {name}"));
    }
    for (name, hash) in &digests {
        if digest_of(&parts.folder().join(name))? != *hash {
            return Err(format!(
                "the copy is damaged: {name} isn't as it was written"
            ));
        }
    }
    Ok(digests)
}

/// Puts one attachment into its folder; one that is there already has to be the same.
fn put(from: &Path, into: &Path, name: &str, hash: &str) -> Result<(), String> {
    let path = into.join(name);
    let with_path = |e: std::io::Error| format!("{}: {e}", path.display());
    if path.exists() {
        if digest_of(&path)? == hash {
            return Ok(());
        }
        return Err(format!(
            "{} exists already and is another file",
            path.display()
        ));
    }
    let partial = into.join(format!("{name}.part"));
    let _ = fs::remove_file(&partial);
    let mut copy = files::private_file(&partial).map_err(with_path)?;
    let mut kept = File::open(from).map_err(with_path)?;
    std::io::copy(&mut kept, &mut copy)
        .and_then(|_| copy.sync_all())
        .and_then(|()| fs::rename(&partial, &path))
        .map_err(with_path)
}
