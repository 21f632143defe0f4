//! `.eml` files, for those without a mail server.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{DeliveryError, not_taken};
use crate::base::files;
use crate::mail::rules::pauses::Fault;
use crate::mail::store::Mail;

pub struct Folder {
    path: PathBuf,
}

impl Folder {
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Makes the folder and tries to write into it.
    ///
    /// # Errors
    /// A sentence for the terminal.
    pub fn make(&self) -> Result<(), String> {
        let trial = self.path.join(".trial");
        files::tighten(&self.path, files::PRIVATE_FOLDER);
        let _ = fs::remove_file(&trial);
        files::private_folder(&self.path)
            .and_then(|()| files::private_file(&trial))
            .and_then(|_| fs::remove_file(&trial))
            .map_err(|e| format!("cannot write mail into {}: {e}", self.path.display()))
    }

    /// Writes the message under a name of its own; a repeat replaces its like.
    ///
    /// # Errors
    /// Where the disk doesn't take it, which is an outage and no fault of the mail.
    pub async fn write(&self, mail: &Mail, message: Vec<u8>) -> Result<String, DeliveryError> {
        let id: String = mail
            .message_id
            .chars()
            .filter(|c| c.is_ascii_alphanumeric())
            .take(12)
            .collect();
        let name = format!("{:06}-{id}.eml", mail.id);
        let (folder, file) = (self.path.clone(), name.clone());
        let written = tokio::task::spawn_blocking(move || durably(&folder, &file, &message)).await;
        match written {
            Ok(Ok(())) => Ok(format!("written to {name}")),
            Ok(Err(error)) => Err(not_taken(Fault::Unreachable, error)),
            Err(error) => Err(not_taken(Fault::Unreachable, error)),
        }
    }
}

fn durably(folder: &Path, name: &str, message: &[u8]) -> std::io::Result<()> {
    files::private_folder(folder)?;
    let partial = folder.join(format!(".{name}.partial"));
    let _ = fs::remove_file(&partial);
    let mut file = files::private_file(&partial)?;
    file.write_all(message)?;
    file.sync_all()?;
    fs::rename(&partial, folder.join(name))?;
    File::open(folder)?.sync_all()
}
