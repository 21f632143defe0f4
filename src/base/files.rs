//! A folder of files beside the database. A file is written under a temporary name, made durable
//! and only then named, so that a name always stands for a whole file.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::{Error, Result};

/// Cases and people: nobody else on this machine reads them, whatever umask the program is started
/// with.
pub const PRIVATE_FILE: u32 = 0o600;
pub const PRIVATE_FOLDER: u32 = 0o700;

/// Makes a file that isn't there yet.
///
/// # Errors
/// Those of the disk, and where it is there.
pub fn private_file(path: &Path) -> io::Result<File> {
    let file = File::options()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(PRIVATE_FILE)
        .open(path)?;
    file.set_permissions(fs::Permissions::from_mode(PRIVATE_FILE))?;
    Ok(file)
}

/// Makes a folder with those above it, where it isn't there yet.
///
/// # Errors
/// Those of the disk.
pub fn private_folder(path: &Path) -> io::Result<()> {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(PRIVATE_FOLDER).create(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(PRIVATE_FOLDER))
}

/// Takes from others what an earlier version, or somebody else, left them. A file isn't opened for
/// it: closing it would end the locks that SQLite has on it.
pub fn tighten(path: &Path, mode: u32) {
    let Ok(found) = fs::metadata(path) else {
        return;
    };
    if found.permissions().mode() & 0o777 == mode {
        return;
    }
    if let Err(error) = fs::set_permissions(path, fs::Permissions::from_mode(mode)) {
        tracing::warn!(path = %path.display(), %error, "others of this machine may read it");
    }
}

/// The folder a file lies in.
pub fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty());
    folder.unwrap_or_else(|| Path::new("."))
}

/// What a temporary name ends with.
const PART: &str = ".part";

/// The folder; it is made with its first file. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Folder(Arc<PathBuf>);

impl Folder {
    pub fn new(path: PathBuf) -> Self {
        Self(Arc::new(path))
    }

    /// A file to be written, under a random name.
    ///
    /// # Errors
    /// 507 where the disk is full, 503 where it takes no writes.
    pub fn begin(&self) -> Result<Draft> {
        if !self.0.is_dir() {
            private_folder(&self.0).map_err(failed)?;
            if let Some(parent) = self.0.parent().filter(|p| !p.as_os_str().is_empty()) {
                sync(parent).map_err(failed)?;
            }
        }
        let name = format!("{:032x}", rand::random::<u128>());
        let path = self.0.join(format!("{name}{PART}"));
        let file = private_file(&path).map_err(failed)?;
        Ok(Draft {
            folder: self.clone(),
            name,
            path,
            file,
        })
    }

    /// A kept file; None where there is no such name.
    ///
    /// # Errors
    /// Where it can't be read.
    pub fn open(&self, name: &str) -> Result<Option<File>> {
        match File::open(self.0.join(name)) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::internal(format!("file {name}: {error}"))),
        }
    }

    /// Removes a file. One that can't be removed is logged and left: it harms nobody.
    pub fn remove(&self, name: &str) {
        if let Err(error) = fs::remove_file(self.0.join(name))
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(name, %error, "a file can't be removed");
        }
    }

    /// The names, temporary ones among them, of files last written longer ago than `age`. Their age
    /// is told by the file system's own clock.
    ///
    /// # Errors
    /// Where the folder can't be read.
    pub fn older_than(&self, age: Duration) -> Result<Vec<String>> {
        let entries = match fs::read_dir(self.0.as_path()) {
            Ok(entries) => entries,
            Err(error) if has_none(error.kind()) => return Ok(Vec::new()),
            Err(error) => return Err(Error::internal(format!("attachments: {error}"))),
        };
        let now = SystemTime::now();
        let is_old = |entry: &fs::DirEntry| {
            let written = entry.metadata().and_then(|data| data.modified());
            written.is_ok_and(|at| now.duration_since(at).is_ok_and(|passed| passed > age))
        };
        Ok(entries
            .filter_map(|entry| entry.ok())
            .filter(is_old)
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect())
    }
}

/// Nothing was ever written, or the place for it is no folder at all: the first write tells.
fn has_none(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// A file being written. Dropped before it is kept, it leaves nothing behind.
#[derive(Debug)]
pub struct Draft {
    folder: Folder,
    name: String,
    path: PathBuf,
    file: File,
}

impl Draft {
    /// The open file, for reading what was written.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Makes it durable under its name, which is given back.
    ///
    /// # Errors
    /// 507 and 503 as of [`Folder::begin`].
    pub fn keep(self) -> Result<String> {
        self.file.sync_all().map_err(failed)?;
        let kept = self.folder.0.join(&self.name);
        fs::rename(&self.path, &kept).map_err(failed)?;
        if let Err(error) = sync(&self.folder.0) {
            self.folder.remove(&self.name);
            return Err(failed(error));
        }
        Ok(self.name.clone())
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Once kept, nothing has this path any more.
        let _ = fs::remove_file(&self.path);
    }
}

/// What a failed write means to the one who asked for it.
pub fn failed(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Error::StorageFull,
        _ => Error::StorageFailed(error.to_string()),
    }
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn names(path: &Path) -> usize {
        fs::read_dir(path).map_or(0, Iterator::count)
    }

    #[test]
    fn a_file_that_is_not_kept_leaves_nothing_behind() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path().join("files"));
        let mut draft = folder.begin().unwrap();
        draft.write_all(b"half of i").unwrap();
        drop(draft);
        assert_eq!(names(&place.path().join("files")), 0);
    }

    #[test]
    fn a_kept_file_is_whole_and_only_old_ones_are_listed() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path().join("files"));
        assert!(folder.older_than(Duration::ZERO).unwrap().is_empty());
        let mut draft = folder.begin().unwrap();
        draft.write_all(b"all of it").unwrap();
        let name = draft.keep().unwrap();
        let mut file = folder.open(&name).unwrap().unwrap();
        assert_eq!(io::read_to_string(&mut file).unwrap(), "all of it");
        assert!(
            folder
                .older_than(Duration::from_secs(60))
                .unwrap()
                .is_empty()
        );
        let long_ago = SystemTime::now() - Duration::from_secs(61);
        file.set_modified(long_ago).unwrap();
        let old = folder.older_than(Duration::from_secs(60)).unwrap();
        assert_eq!(old, std::slice::from_ref(&name));
        folder.remove(&name);
        assert!(folder.open(&name).unwrap().is_none());
    }

    #[test]
    fn what_is_made_is_nobody_else_s_to_read() {
        let place = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let folder = place.path().join("a/b");
        private_folder(&folder).unwrap();
        let path = folder.join("file");
        private_file(&path).unwrap();
        assert_eq!((mode(&folder), mode(&path)), (0o700, 0o600));
        assert!(private_file(&path).is_err(), "never over another");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o664)).unwrap();
        tighten(&path, PRIVATE_FILE);
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn a_full_disk_is_told_as_such() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        assert!(matches!(failed(full), Error::StorageFull));
        let broken = io::Error::from(io::ErrorKind::PermissionDenied);
        assert!(matches!(failed(broken), Error::StorageFailed(_)));
    }
}
