//! PDFs of closed reports, kept in a folder: a closed report never changes, so its PDF is set once. They
//! are named by the hash of what they were made from, and may be removed at any time.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::base::{Error, Result};
use crate::reports::rules::ReportStatus;

/// Files that are kept; the oldest makes room.
const KEPT: usize = 200;
/// The folder, below the data folder.
const FOLDER: &str = "papers";

/// Where the PDF of a report is kept.
#[derive(Debug, Clone)]
pub struct Place {
    folder: PathBuf,
    name: String,
}

#[derive(Deserialize)]
struct Status {
    status: ReportStatus,
}

impl Place {
    /// None for a report that isn't closed.
    ///
    /// # Errors
    /// A fault of ours: no report.
    pub fn of(json: &str, data_dir: &Path, fonts: Option<&Path>) -> Result<Option<Self>> {
        let Status { status } = serde_json::from_str(json).map_err(Error::internal)?;
        if status != ReportStatus::Closed {
            return Ok(None);
        }
        let hash = Sha256::new()
            .chain_update(env!("CARGO_PKG_VERSION"))
            .chain_update(include_str!("paper.typ"))
            .chain_update(format!("{fonts:?}"))
            .chain_update(json)
            .finalize();
        Ok(Some(Self {
            folder: data_dir.join(FOLDER),
            name: format!("{}.pdf", hex::encode(hash)),
        }))
    }

    /// The PDF, where it is kept.
    pub fn find(&self) -> Option<Vec<u8>> {
        fs::read(self.folder.join(&self.name)).ok()
    }

    /// Keeps it. Where that fails, it is set again the next time: nobody has to know but the log.
    pub fn keep(&self, bytes: &[u8]) {
        let kept = self.write(bytes).and_then(|()| self.make_room());
        if let Err(error) = kept {
            tracing::warn!(%error, "a PDF isn't kept");
        }
    }

    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(bytes)?;
        // Before it is named: a name stands for a whole file, also after a power cut.
        file.as_file().sync_all()?;
        file.persist(self.folder.join(&self.name))?;
        File::open(&self.folder)?.sync_all()
    }

    fn make_room(&self) -> io::Result<()> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            files.push((entry.metadata()?.modified()?, entry.path()));
        }
        files.sort();
        let beyond = files.len().saturating_sub(KEPT);
        for (_, oldest) in files.drain(..beyond) {
            fs::remove_file(oldest)?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const CLOSED: &str = r#"{"status": "closed", "week": "2021-W31"}"#;

    #[test]
    fn what_is_kept_is_found_by_the_same_report_alone() {
        let folder = tempfile::tempdir().unwrap();
        let place = |json: &str| Place::of(json, folder.path(), None).unwrap();
        assert!(place(r#"{"status": "draft"}"#).is_none());
        let closed = place(CLOSED).unwrap();
        assert_eq!(closed.find(), None);
        closed.keep(b"%PDF");
        assert_eq!(place(CLOSED).unwrap().find().as_deref(), Some(&b"%PDF"[..]));
        let other = place(&CLOSED.replace("31", "32")).unwrap();
        assert_eq!(other.find(), None);
        let fonts = Place::of(CLOSED, folder.path(), Some(Path::new("/fonts")));
        assert_eq!(fonts.unwrap().unwrap().find(), None);
    }

    #[test]
    fn the_oldest_makes_room() {
        let folder = tempfile::tempdir().unwrap();
        let place = |n: usize| {
            let json = CLOSED.replace("2021-W31", &n.to_string());
            Place::of(&json, folder.path(), None).unwrap().unwrap()
        };
        for n in 0..=KEPT {
            place(n).keep(b"%PDF");
            // Files of one moment have no order.
            let written = File::options()
                .append(true)
                .open(place(n).folder.join(&place(n).name));
            let at = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(n as u64);
            if n < KEPT {
                written.unwrap().set_modified(at).unwrap();
            }
        }
        assert_eq!(place(0).find(), None);
        assert!((1..=KEPT).all(|n| place(n).find().is_some()));
    }
}
