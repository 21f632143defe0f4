//! Pictures without what camera and programs wrote into them: place, time, names, small copies. What
//! is seen stays as it is, bit by bit, and so does the side that is up.

mod heic;
#[cfg(test)]
mod tests;

use super::kind::FileKind;

/// What a kind's bytes are given as; None where what was written into a picture can't be told from
/// what is seen. A document is given as it is.
pub fn plain(bytes: Vec<u8>, kind: FileKind) -> Option<Vec<u8>> {
    match kind {
        FileKind::Jpeg => jpeg(&bytes),
        FileKind::Png => png(&bytes),
        FileKind::Webp => webp(&bytes),
        FileKind::Heic => heic::plain(bytes),
        FileKind::Pdf | FileKind::Docx | FileKind::Xlsx | FileKind::Ofd => Some(bytes),
    }
}

/// Whether a kind's bytes are given otherwise than they are kept.
pub fn is_changed(kind: FileKind) -> bool {
    match kind {
        FileKind::Jpeg | FileKind::Png | FileKind::Webp | FileKind::Heic => true,
        FileKind::Pdf | FileKind::Docx | FileKind::Xlsx | FileKind::Ofd => false,
    }
}

fn be16(bytes: &[u8], at: usize) -> Option<usize> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(usize::from(u16::from_be_bytes(two.try_into().ok()?)))
}

fn be32(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_be_bytes(four.try_into().ok()?)).ok()
}

const EXIF: &[u8] = b"Exif\0\0";
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;

/// Keeps the segments that the picture is decoded from, up to its end: what follows it (previews,
/// films of a phone) goes, too.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes
        .strip_prefix(&[0xff, 0xd8])
        .map(|_| vec![0xff, 0xd8])?;
    let mut at = 2;
    let mut is_drawn = false;
    loop {
        let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) else {
            // Cut off, as viewers show it: ended where it breaks off.
            out.extend_from_slice(&[0xff, EOI]);
            return is_drawn.then_some(out);
        };
        let fill = rest.iter().take_while(|byte| **byte == 0xff).count();
        let marker = *rest.get(fill).filter(|_| fill > 0)?;
        at += fill + 1;
        match marker {
            EOI => {
                out.extend_from_slice(&[0xff, EOI]);
                return is_drawn.then_some(out);
            }
            0x00 => return None,
            0x01 | 0xd0..=0xd7 => out.extend_from_slice(&[0xff, marker]),
            _ => {
                let segment = bytes.get(at..at.checked_add(be16(bytes, at)?)?)?;
                let payload = segment.get(2..)?;
                at += segment.len();
                if is_kept(marker, payload) {
                    out.extend_from_slice(&[0xff, marker]);
                    out.extend_from_slice(segment);
                } else if let Some(turn) = turned(marker, payload) {
                    out.extend_from_slice(&[0xff, 0xe1, 0x00, 0x22]);
                    out.extend_from_slice(EXIF);
                    out.extend_from_slice(&only_turned(turn));
                }
                if marker == SOS {
                    is_drawn = true;
                    let drawn = drawn(bytes.get(at..)?);
                    out.extend_from_slice(bytes.get(at..at + drawn)?);
                    at += drawn;
                }
            }
        }
    }
}

fn is_kept(marker: u8, payload: &[u8]) -> bool {
    match marker {
        0xe0 => payload.starts_with(b"JFIF\0"),
        0xe2 => payload.starts_with(b"ICC_PROFILE\0"),
        0xee => payload.starts_with(b"Adobe"),
        0xe1 | 0xe3..=0xef | 0xfe => false,
        _ => true,
    }
}

/// How many bytes of drawing there are before the next marker.
fn drawn(bytes: &[u8]) -> usize {
    let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7);
    let next = bytes.windows(2).position(is_marker);
    next.unwrap_or(bytes.len())
}

fn turned(marker: u8, payload: &[u8]) -> Option<u8> {
    let tiff = payload.strip_prefix(EXIF).filter(|_| marker == 0xe1)?;
    orientation(tiff)
}

/// How a picture is to be turned, where it isn't upright.
fn orientation(tiff: &[u8]) -> Option<u8> {
    let lowest_first = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let number = |at: usize, width: usize| {
        let mut bytes = tiff.get(at..at.checked_add(width)?)?.to_vec();
        if lowest_first {
            bytes.reverse();
        }
        Some(
            bytes
                .into_iter()
                .fold(0, |sum, byte| sum << 8 | usize::from(byte)),
        )
    };
    let short = |at: usize| number(at, 2);
    let start = number(4, 4)?;
    (0..short(start)?).find_map(|nth| {
        let entry = start.checked_add(2 + 12 * nth)?;
        let is_it = short(entry)? == 0x0112 && short(entry + 2)? == 3;
        let turn = u8::try_from(short(entry + 8)?).ok()?;
        (is_it && (2..=8).contains(&turn)).then_some(turn)
    })
}

/// Exif that says how to turn the picture, and nothing else.
fn only_turned(turn: u8) -> [u8; 26] {
    let mut tiff = *b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0";
    tiff[18] = turn;
    tiff
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const PNG_KEPT: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
    b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.strip_prefix(PNG).map(|_| PNG.to_vec())?;
    let mut at = PNG.len();
    loop {
        let end = at.checked_add(12)?.checked_add(be32(bytes, at)?)?;
        let chunk = bytes.get(at..end)?;
        let name = chunk.get(4..8)?;
        if PNG_KEPT.iter().any(|kept| *kept == name) {
            out.extend_from_slice(chunk);
        }
        if name == b"IEND" {
            return Some(out);
        }
        at = end;
    }
}

const WEBP_KEPT: &[&[u8; 4]] = &[
    b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP",
];
/// Flags of `VP8X`.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = |at: usize| {
        let four = bytes.get(at..at.checked_add(4)?)?;
        usize::try_from(u32::from_le_bytes(four.try_into().ok()?)).ok()
    };
    let is_one = bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WEBP";
    let whole = bytes.get(..size(4)?.checked_add(8)?).filter(|_| is_one)?;
    let (mut out, mut at, mut turn, mut extended) = (whole.get(..12)?.to_vec(), 12, None, None);
    while at < whole.len() {
        let length = size(at + 4)?;
        let padded = length.checked_add(length % 2)?.checked_add(8)?;
        let chunk = whole.get(at..at.checked_add(padded)?)?;
        let name = chunk.get(..4)?;
        if name == b"VP8X" {
            extended = Some(out.len() + 8);
        }
        if name == b"EXIF" {
            let payload = chunk.get(8..)?;
            turn = orientation(payload.strip_prefix(EXIF).unwrap_or(payload));
        }
        if WEBP_KEPT.iter().any(|kept| *kept == name) {
            out.extend_from_slice(chunk);
        }
        at += padded;
    }
    if let Some(flags) = extended.and_then(|at| out.get_mut(at)) {
        *flags &= !(HAS_EXIF | HAS_XMP);
        if turn.is_some() {
            *flags |= HAS_EXIF;
        }
    }
    if let Some(turn) = turn.filter(|_| extended.is_some()) {
        let tiff = only_turned(turn);
        out.extend_from_slice(b"EXIF");
        out.extend_from_slice(&u32::try_from(tiff.len()).ok()?.to_le_bytes());
        out.extend_from_slice(&tiff);
    }
    let size = u32::try_from(out.len() - 8).ok()?;
    out.get_mut(4..8)?.copy_from_slice(&size.to_le_bytes());
    Some(out)
}
