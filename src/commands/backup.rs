//! `backup` and `restore`: the database and the attachments of one moment, and a list of digests by
//! which every changed byte of them is found.
//!
//! A copy is three things beside each other: the database (`NAME`), its attachments
//! (`NAME.attachments`) and the digests of both (`NAME.sha256`, as `sha256sum` writes them).

mod digests;
mod leftovers;
mod make;
mod restore;

pub use make::backup;
pub use restore::{check, restore};

use std::path::{Path, PathBuf};

use crate::base::files;

/// Where the parts of a copy lie.
struct Parts {
    database: PathBuf,
    attachments: PathBuf,
    digests: PathBuf,
    /// Where they are made before they have their names.
    partial: PathBuf,
}

impl Parts {
    fn of(target: &Path) -> Self {
        let beside = |end: &str| {
            let mut name = target.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        };
        Self {
            database: target.to_owned(),
            attachments: beside(".attachments"),
            digests: beside(".sha256"),
            partial: beside(leftovers::PARTIAL),
        }
    }

    /// The folder that they lie in.
    fn folder(&self) -> &Path {
        files::folder_of(&self.database)
    }
}
