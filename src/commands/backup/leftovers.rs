//! What backups leave that were killed.

use std::fs::{self, File};
use std::path::Path;

use super::Parts;
use crate::base::files;

/// What the name of a copy ends with while it is made.
pub const PARTIAL: &str = ".partial";
/// Held by who makes it: what nobody holds was left.
const LOCK: &str = "lock";

/// The folder in which one copy is made; with it goes what is in it.
pub struct Workshop<'a> {
    parts: &'a Parts,
    _lock: File,
}

impl<'a> Workshop<'a> {
    /// # Errors
    /// A sentence for the terminal: another backup makes the same copy, or the disk takes none.
    pub fn open(parts: &'a Parts) -> Result<Self, String> {
        let with_path = |e: std::io::Error| format!("{}: {e}", parts.partial.display());
        if parts.partial.exists() {
            return Err(format!(
                "{} is there: another backup makes this copy",
                parts.partial.display()
            ));
        }
        if !parts.folder().is_dir() {
            let folder = parts.folder().display();
            return Err(format!("there is no folder {folder} for the copy"));
        }
        files::private_folder(&parts.partial).map_err(with_path)?;
        let lock = files::private_file(&parts.partial.join(LOCK)).map_err(with_path)?;
        lock.lock().map_err(with_path)?;
        Ok(Self { parts, _lock: lock })
    }
}

impl Drop for Workshop<'_> {
    fn drop(&mut self) {
        remove(self.parts);
    }
}

/// Half a copy is worse than none: what has names goes too, as long as the database has none. It is
/// named last.
fn remove(parts: &Parts) {
    if !parts.database.exists() {
        let _ = fs::remove_dir_all(&parts.attachments);
        let _ = fs::remove_file(&parts.digests);
    }
    let _ = fs::remove_dir_all(&parts.partial);
}

/// Removes what killed backups left in a folder; tells of how many.
pub fn sweep(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut swept = 0;
    for entry in entries {
        let path = entry.path();
        let name = path.to_string_lossy();
        let Some(target) = name.strip_suffix(PARTIAL) else {
            continue;
        };
        // A folder of this name without our lock is somebody else's.
        let Ok(lock) = File::open(path.join(LOCK)) else {
            continue;
        };
        if lock.try_lock().is_ok() {
            remove(&Parts::of(Path::new(target)));
            swept += 1;
        }
    }
    swept
}
