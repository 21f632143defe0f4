//! Files on their way in: written as they come, judged when they are whole, then kept.

use std::io::{Read, Seek, SeekFrom, Write};

use serde_json::json;
use sha2::{Digest, Sha256};

use super::keep::Kept;
use crate::attachments::rules::FILE_MAX;
use crate::attachments::rules::kind::{self, FileKind, HEAD, Head};
use crate::attachments::rules::name;
use crate::attachments::{package, picture};
use crate::base::error::text;
use crate::base::files::{Draft, Folder, failed};
use crate::base::{Error, FieldError, Result};

/// One file as it comes.
#[derive(Debug)]
pub struct Receiving {
    name: String,
    draft: Draft,
    size: u64,
    hash: Sha256,
}

impl Receiving {
    /// # Errors
    /// 507 and 503 where nothing can be stored.
    pub fn begin(files: &Folder, name: &str) -> Result<Self> {
        Ok(Self {
            name: name.to_owned(),
            draft: files.begin()?,
            size: 0,
            hash: Sha256::new(),
        })
    }

    /// Writes on.
    ///
    /// # Errors
    /// 413 for a file too large, 507 and 503 where it can't be stored.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.size += bytes.len() as u64;
        if self.size > FILE_MAX {
            let (name, most) = (name::cleaned(&self.name), FILE_MAX / 1024 / 1024);
            return Err(Error::FileTooLarge(text(
                format!("“{name}”超过{most}MB，请压缩后再上传"),
                format!("{name} has more than {most} MiB."),
            )));
        }
        self.hash.update(bytes);
        self.draft.write_all(bytes).map_err(failed)
    }
}

/// A file that may be attached.
#[derive(Debug)]
pub struct Judged {
    file_name: String,
    kind: FileKind,
    size: u64,
    sha256: String,
    draft: Draft,
    thumbnail: Option<Draft>,
}

/// Finds out what the files are, and makes small pictures. Takes its time: not for async threads.
///
/// # Errors
/// 422 with every file that isn't allowed.
pub fn judge(files: &Folder, received: Vec<Receiving>) -> Result<Vec<Judged>> {
    let (mut judged, mut wrong) = (Vec::new(), Vec::new());
    for (index, one) in received.into_iter().enumerate() {
        match kind_of(&one)? {
            Ok(kind) => judged.push(accepted(files, one, kind)?),
            Err(fault) => wrong.push(fault(index, &name::cleaned(&one.name))),
        }
    }
    if wrong.is_empty() {
        Ok(judged)
    } else {
        Err(Error::Invalid(wrong))
    }
}

type Fault = fn(usize, &str) -> FieldError;

fn kind_of(one: &Receiving) -> Result<std::result::Result<FileKind, Fault>> {
    if one.size == 0 {
        return Ok(Err(kind::empty));
    }
    let mut file = one.draft.file();
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    let mut head = Vec::new();
    let mut start = file.take(HEAD as u64);
    start.read_to_end(&mut head).map_err(failed)?;
    Ok(match kind::of_head(&head) {
        Head::Is(kind) if picture::is_readable(one.draft.file(), kind) => Ok(kind),
        Head::Is(_) => Err(kind::damaged),
        Head::Package => match package::kind_of(one.draft.file()) {
            Some(kind) => Ok(kind),
            None => Err(kind::not_allowed),
        },
        Head::Other => Err(kind::not_allowed),
    })
}

fn accepted(files: &Folder, one: Receiving, kind: FileKind) -> Result<Judged> {
    let thumbnail = match picture::thumbnail(one.draft.file(), kind) {
        Some(bytes) => {
            let mut small = files.begin()?;
            small.write_all(&bytes).map_err(failed)?;
            Some(small)
        }
        None => None,
    };
    Ok(Judged {
        file_name: name::stored(&one.name, kind),
        kind,
        size: one.size,
        sha256: hex::encode(one.hash.finalize()),
        draft: one.draft,
        thumbnail,
    })
}

/// What a request says, for telling its repeat from another one under the same key.
pub fn said(event_id: Option<i64>, judged: &[Judged]) -> String {
    let files: Vec<_> = judged
        .iter()
        .map(|one| (&one.file_name, &one.sha256))
        .collect();
    json!([event_id, files]).to_string()
}

/// Makes the files durable under their names: from now on they may have rows.
///
/// # Errors
/// 507 and 503; then none is left.
pub fn keep(files: &Folder, judged: Vec<Judged>) -> Result<Vec<Kept>> {
    let mut kept: Vec<Kept> = Vec::new();
    for one in judged {
        let done = kept_one(files, one);
        match done {
            Ok(one) => kept.push(one),
            Err(error) => {
                for name in kept.iter().flat_map(Kept::names) {
                    files.remove(name);
                }
                return Err(error);
            }
        }
    }
    Ok(kept)
}

fn kept_one(files: &Folder, one: Judged) -> Result<Kept> {
    let thumbnail_name = one.thumbnail.map(Draft::keep).transpose()?;
    let stored_name = match one.draft.keep() {
        Ok(name) => name,
        Err(error) => {
            if let Some(name) = &thumbnail_name {
                files.remove(name);
            }
            return Err(error);
        }
    };
    Ok(Kept {
        file_name: one.file_name,
        kind: one.kind,
        size: i64::try_from(one.size).map_err(Error::internal)?,
        sha256: one.sha256,
        stored_name,
        thumbnail_name,
    })
}
