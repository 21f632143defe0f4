//! HEIC: a box of items. Those that are no picture are overwritten where they lie, so that no place
//! in the file has to be told anew.

use std::ops::Range;

use super::{be16, be32};

/// Items that are drawn, or say how others are put together.
const DRAWN: &[&[u8; 4]] = &[
    b"hvc1", b"hev1", b"lhv1", b"hvt1", b"av01", b"avc1", b"jpeg", b"j2k1", b"unci", b"grid",
    b"iden", b"iovl", b"tmap",
];

struct Found {
    name: [u8; 4],
    /// What is in it.
    inside: Range<usize>,
}

pub fn plain(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let mut written = vec![];
    let mut has_items = false;
    for found in boxes(&bytes, 0..bytes.len())? {
        match &found.name {
            b"ftyp" | b"mdat" => {}
            b"meta" => {
                written.extend(of_meta(&bytes, &found.inside)?);
                has_items = true;
            }
            // A film has places and times of its own.
            b"moov" | b"moof" => return None,
            _ => written.push(found.inside),
        }
    }
    for range in written {
        bytes.get_mut(range)?.fill(0);
    }
    has_items.then_some(bytes)
}

/// The boxes that lie in a stretch, one behind the other.
fn boxes(bytes: &[u8], within: Range<usize>) -> Option<Vec<Found>> {
    let (mut at, mut found) = (within.start, vec![]);
    while at < within.end {
        let name = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        let (head, size) = match be32(bytes, at)? {
            0 => (8, within.end - at),
            1 => {
                let eight = bytes.get(at + 8..at + 16)?.try_into().ok()?;
                (16, usize::try_from(u64::from_be_bytes(eight)).ok()?)
            }
            size => (8, size),
        };
        let end = at.checked_add(size).filter(|end| *end <= within.end)?;
        let start = Some(at + head).filter(|start| *start <= end)?;
        found.push(Found {
            name,
            inside: start..end,
        });
        at = end;
    }
    Some(found)
}

/// Where the items lie that are no picture, and descriptions of those that are.
fn of_meta(bytes: &[u8], meta: &Range<usize>) -> Option<Vec<Range<usize>>> {
    // Version and flags stand first.
    let all = boxes(bytes, meta.start + 4..meta.end)?;
    let one = |name: &[u8; 4]| {
        let found = all.iter().find(|found| &found.name == name);
        found.map(|found| found.inside.clone())
    };
    let items = items(bytes, one(b"iinf")?)?;
    let places = places(bytes, one(b"iloc")?, one(b"idat"))?;
    let mut written = vec![];
    for (item, place) in places {
        let kind = items.iter().find(|(id, _)| *id == item)?.1;
        if !DRAWN.contains(&&kind) {
            written.push(place);
        }
    }
    if let Some(properties) = one(b"iprp") {
        for container in boxes(bytes, properties)? {
            if &container.name == b"ipco" {
                let texts = boxes(bytes, container.inside)?.into_iter();
                let texts = texts.filter(|one| matches!(&one.name, b"udes" | b"uuid"));
                written.extend(texts.map(|one| one.inside));
            }
        }
    }
    for found in &all {
        if matches!(&found.name, b"uuid" | b"xml " | b"free" | b"skip" | b"udta") {
            written.push(found.inside.clone());
        }
    }
    Some(written)
}

/// Each item's kind, by its number.
fn items(bytes: &[u8], within: Range<usize>) -> Option<Vec<(usize, [u8; 4])>> {
    let head = if *bytes.get(within.start)? == 0 { 6 } else { 8 };
    let entries = boxes(bytes, within.start + head..within.end)?.into_iter();
    let entry = |found: Found| {
        let at = found.inside.start;
        let (id, kind) = match bytes.get(at)? {
            2 => (be16(bytes, at + 4)?, at + 8),
            3 => (be32(bytes, at + 4)?, at + 10),
            _ => return None,
        };
        Some((id, bytes.get(kind..kind + 4)?.try_into().ok()?))
    };
    entries.map(entry).collect()
}

/// Reads numbers of the widths that a table says.
struct Table<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Table<'_> {
    fn number(&mut self, width: usize) -> Option<usize> {
        let bytes = self.bytes.get(self.at..self.at.checked_add(width)?)?;
        self.at += width;
        let number = bytes
            .iter()
            .fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte));
        usize::try_from(number).ok()
    }
}

/// Where the bytes of each item lie in the file; an item may have several stretches.
fn places(
    bytes: &[u8],
    within: Range<usize>,
    idat: Option<Range<usize>>,
) -> Option<Vec<(usize, Range<usize>)>> {
    let version = *bytes.get(within.start)?;
    let mut table = Table {
        bytes: bytes.get(..within.end)?,
        at: within.start + 4,
    };
    let sizes = table.number(2)?;
    let nibble = |shift: usize| (sizes >> shift) & 0xf;
    let (offsets, lengths, bases) = (nibble(12), nibble(8), nibble(4));
    let indices = if version == 0 { 0 } else { nibble(0) };
    let ids = if version < 2 { 2 } else { 4 };
    if version > 2
        || [offsets, lengths, bases, indices]
            .iter()
            .any(|width| *width > 8)
    {
        return None;
    }
    let mut found = vec![];
    for _ in 0..table.number(ids)? {
        let id = table.number(ids)?;
        let method = if version == 0 {
            0
        } else {
            table.number(2)? & 0xf
        };
        // In another file.
        if table.number(2)? != 0 {
            return None;
        }
        let base = table.number(bases)?;
        for _ in 0..table.number(2)? {
            table.number(indices)?;
            let (offset, length) = (table.number(offsets)?, table.number(lengths)?);
            let origin = match method {
                0 => 0,
                1 => idat.as_ref()?.start,
                _ => return None,
            };
            let start = origin.checked_add(base)?.checked_add(offset)?;
            let end = start.checked_add(length)?;
            if end > bytes.len() {
                return None;
            }
            found.push((id, start..end));
        }
    }
    Some(found)
}
