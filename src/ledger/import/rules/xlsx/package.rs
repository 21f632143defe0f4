//! The parts of an xlsx: found by their names as the standard compares them, and inflated within a bound.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::events::Event;
use zip::ZipArchive;

use super::xml::{Xml, attribute};
use crate::ledger::import::rules::fault::{FileFault, damaged};
use crate::ledger::import::rules::read::INFLATED_MAX;

/// Parts of a workbook at most, pictures among them.
const PARTS_MAX: usize = 10_000;
/// What every entry of a zip's list begins with.
const ENTRY: &[u8] = b"PK\x01\x02";
/// The part of an entry that has always the same length.
const ENTRY_LENGTH: usize = 46;

/// A package with its parts by plain name.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    parts: BTreeMap<String, Part>,
}

#[derive(Clone, Copy)]
struct Part {
    index: usize,
    /// Bytes that it really inflates to.
    size: u64,
}

/// What a part says about another one.
pub struct Relation {
    pub id: String,
    /// The last word of its type: `worksheet`, `sharedStrings`.
    pub kind: String,
    /// The plain name of the part that is meant.
    pub target: String,
}

impl<'a> Package<'a> {
    /// Opens a package, and inflates every part that may be read without keeping any: what a file says
    /// about its sizes is only what it says.
    ///
    /// # Errors
    /// What is damaged, has one part twice, or too much of anything.
    pub fn open(bytes: &'a [u8]) -> Result<Self, FileFault> {
        // The list is held in memory as soon as the archive is opened, so it is counted before.
        let entries = bytes.windows(ENTRY.len()).filter(|sign| *sign == ENTRY);
        if entries.count() > PARTS_MAX {
            return Err(FileFault::new("too_many_parts"));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if has_twins(bytes, archive.central_directory_start()) {
            return Err(damaged("one part twice"));
        }
        let names: Vec<String> = archive.file_names().map(plain).collect();
        let mut package = Self {
            archive,
            parts: BTreeMap::new(),
        };
        let mut left = INFLATED_MAX;
        for (index, name) in names.into_iter().enumerate() {
            // Pictures and the like are never read.
            if !name.ends_with(".xml") && !name.ends_with(".rels") {
                continue;
            }
            let file = package.archive.by_index(index).map_err(damaged)?;
            let size = std::io::copy(&mut file.take(left + 1), &mut std::io::sink());
            let size = size.map_err(damaged)?;
            left = left
                .checked_sub(size)
                .ok_or_else(|| FileFault::new("inflates_too_much"))?;
            if package.parts.insert(name, Part { index, size }).is_some() {
                return Err(damaged("one part twice"));
            }
        }
        Ok(package)
    }

    /// Whether there is an entry of such a plain name, be it one that is read or not.
    pub fn has(&self, name: &str) -> bool {
        self.archive.file_names().any(|own| plain(own) == name)
    }

    /// Bytes that a part inflates to; 0 where it isn't there.
    pub fn size(&self, name: &str) -> u64 {
        self.parts.get(name).map_or(0, |part| part.size)
    }

    /// # Errors
    /// What is damaged.
    pub fn part(&mut self, name: &str) -> Result<Option<Xml<'_>>, FileFault> {
        let Some(part) = self.parts.get(name) else {
            return Ok(None);
        };
        let file = self.archive.by_index(part.index).map_err(damaged)?;
        let bytes: Box<dyn BufRead> = Box::new(BufReader::new(file.take(part.size)));
        Xml::begin(bytes).map(Some)
    }

    /// The text of a small entry that is no XML.
    pub fn text(&mut self, name: &str, max: u64) -> Option<String> {
        let mut text = String::new();
        let index = self
            .archive
            .file_names()
            .position(|own| plain(own) == name)?;
        let file = self.archive.by_index(index).ok()?;
        file.take(max).read_to_string(&mut text).ok()?;
        Some(text)
    }

    /// What a part, or for an empty name the package itself, refers to.
    ///
    /// # Errors
    /// What is damaged.
    pub fn relations(&mut self, of: &str) -> Result<Vec<Relation>, FileFault> {
        let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
        let name = resolved(folder, &format!("_rels/{file}.rels"));
        let Some(mut xml) = self.part(&name)? else {
            return Ok(vec![]);
        };
        let mut relations = vec![];
        loop {
            match xml.next_event()? {
                Event::Start(element) if element.local_name().as_ref() == b"Relationship" => {
                    let kind = attribute(&element, "Type")?.unwrap_or_default();
                    let target = attribute(&element, "Target")?.unwrap_or_default();
                    relations.push(Relation {
                        id: attribute(&element, "Id")?.unwrap_or_default(),
                        kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                        target: resolved(folder, &target),
                    });
                    if relations.len() > PARTS_MAX {
                        return Err(FileFault::new("too_many_parts"));
                    }
                }
                Event::Eof => return Ok(relations),
                _ => {}
            }
        }
    }
}

/// Names are compared without regard to case; some programs write backslashes, or a slash first.
fn plain(name: &str) -> String {
    let name = name.replace('\\', "/").to_ascii_lowercase();
    name.trim_start_matches('/').to_owned()
}

/// The plain name that a target in a folder means. Nothing leads out of the package.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut path: Vec<&str> = match target.starts_with('/') {
        true => vec![],
        false => folder.split('/').collect(),
    };
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    plain(&path.join("/"))
}

/// Whether the zip's own list has a name twice, of which whoever opens it sees one alone.
fn has_twins(bytes: &[u8], list: u64) -> bool {
    let mut names = BTreeSet::new();
    let mut rest = usize::try_from(list)
        .ok()
        .and_then(|start| bytes.get(start..))
        .unwrap_or_default();
    while rest.starts_with(ENTRY) {
        let length = |at: usize| match rest.get(at..at + 2) {
            Some([low, high]) => usize::from(u16::from_le_bytes([*low, *high])),
            _ => 0,
        };
        let (name, more) = (length(28), length(30) + length(32));
        let Some(own) = rest.get(ENTRY_LENGTH..ENTRY_LENGTH + name) else {
            return false;
        };
        if !names.insert(own) {
            return true;
        }
        rest = rest.get(ENTRY_LENGTH + name + more..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_where_they_are_named() {
        for (folder, target, part) in [
            ("xl", "worksheets/Sheet1.xml", "xl/worksheets/sheet1.xml"),
            (
                "xl",
                "/xl/worksheets/sheet1.xml",
                "xl/worksheets/sheet1.xml",
            ),
            ("xl", "../Tabelle/a.xml", "tabelle/a.xml"),
            ("xl", "..\\..\\..\\etc\\passwd", "etc/passwd"),
            ("", "./xl\\Workbook.xml", "xl/workbook.xml"),
        ] {
            assert_eq!(resolved(folder, target), part);
        }
        assert_eq!(plain("\\XL\\Workbook.XML"), "xl/workbook.xml");
    }
}
