//! Looks into a zip without unpacking it: the names in it, and the one small file that tells what
//! an Office document is.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;

use super::rules::kind::{FileKind, of_package};

/// Entries of a zip that is looked into, and bytes of their list: more of them than a document has
/// would only take memory.
const ENTRIES_MAX: u16 = 10_000;
const LIST_MAX: u32 = 2 * 1024 * 1024;
/// Bytes of `[Content_Types].xml`, counted as they are inflated.
const TYPES_MAX: u64 = 1024 * 1024;
const TYPES: &str = "[Content_Types].xml";
/// The end record of a zip, and the longest comment behind it.
const END: usize = 22;
const COMMENT_MAX: usize = 65_535;

/// What a zip is; None where it is nothing that may be attached, or no whole zip.
pub fn kind_of(file: &File) -> Option<FileKind> {
    if !has_a_short_list(file).unwrap_or(false) {
        return None;
    }
    let mut archive = ZipArchive::new(file).ok()?;
    let types = match archive.by_name(TYPES) {
        Ok(entry) => {
            let mut text = String::new();
            entry.take(TYPES_MAX + 1).read_to_string(&mut text).ok()?;
            if text.len() as u64 > TYPES_MAX {
                return None;
            }
            Some(text)
        }
        Err(_) => None,
    };
    of_package(archive.file_names(), types.as_deref())
}

/// Whether the zip's own list is short enough to be read into memory.
fn has_a_short_list(mut file: &File) -> io::Result<bool> {
    let size = file.metadata()?.len();
    let tail = size.min((END + COMMENT_MAX) as u64);
    file.seek(SeekFrom::Start(size - tail))?;
    let mut bytes = Vec::new();
    file.take(tail).read_to_end(&mut bytes)?;
    file.seek(SeekFrom::Start(0))?;
    let found = bytes.windows(4).rposition(|sign| sign == b"PK\x05\x06");
    let Some(end) = found.and_then(|at| bytes.get(at..at + END)) else {
        return Ok(false);
    };
    let entries = end.get(10..12).and_then(<[u8]>::first_chunk);
    let list = end.get(12..16).and_then(<[u8]>::first_chunk);
    let (Some(entries), Some(list)) = (entries, list) else {
        return Ok(false);
    };
    Ok(u16::from_le_bytes(*entries) <= ENTRIES_MAX && u32::from_le_bytes(*list) <= LIST_MAX)
}
