#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use super::*;

/// What stands where a camera writes.
const PLACE: &[u8] = b"34.7472N 113.6249E";

fn picture(format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_fn(40, 30, |x, y| Rgb([x as u8 * 6, y as u8 * 8, 90]));
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn holds(bytes: &[u8]) -> bool {
    bytes.windows(PLACE.len()).any(|part| part == PLACE)
}

fn pixels(bytes: &[u8], format: ImageFormat) -> Vec<u8> {
    let image = image::load_from_memory_with_format(bytes, format).unwrap();
    image.to_rgb8().into_raw()
}

fn segment(marker: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker][..], &length, payload].concat()
}

fn exif(turn: u8) -> Vec<u8> {
    [&only_turned(turn)[..], PLACE].concat()
}

#[test]
fn a_jpeg_loses_what_was_written_into_it_and_stays_upright() {
    let drawn = picture(ImageFormat::Jpeg);
    let app1 = segment(0xe1, &[EXIF, &exif(6)].concat());
    let more: Vec<u8> = [
        segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", PLACE].concat()),
        segment(0xed, PLACE),
        segment(0xfe, PLACE),
        segment(0xe2, &[b"MPF\0", PLACE].concat()),
    ]
    .concat();
    let sent = [&drawn[..2], &app1, &more, &drawn[2..], &drawn[..], PLACE].concat();
    let kept = plain(sent, FileKind::Jpeg).unwrap();
    assert!(!holds(&kept));
    assert_eq!(
        pixels(&kept, ImageFormat::Jpeg),
        pixels(&drawn, ImageFormat::Jpeg)
    );
    let turned = segment(0xe1, &[EXIF, &only_turned(6)[..]].concat());
    assert_eq!(kept, [&drawn[..2], &turned, &drawn[2..]].concat());
    // What holds nothing stays as it is, and once is enough.
    assert_eq!(plain(drawn.clone(), FileKind::Jpeg).unwrap(), drawn);
    assert_eq!(plain(kept.clone(), FileKind::Jpeg).unwrap(), kept);
}

#[test]
fn a_jpeg_that_breaks_off_is_ended() {
    let drawn = picture(ImageFormat::Jpeg);
    let kept = plain(drawn[..drawn.len() - 2].to_vec(), FileKind::Jpeg).unwrap();
    assert_eq!(kept, drawn);
    assert!(plain(drawn[..10].to_vec(), FileKind::Jpeg).is_none());
}

#[test]
fn a_png_keeps_the_chunks_that_are_drawn() {
    let drawn = picture(ImageFormat::Png);
    let chunk = |name: &[u8; 4], payload: &[u8]| {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        [&length[..], name, payload, b"\0\0\0\0"].concat()
    };
    let after_head = PNG.len() + 25;
    let written = [
        chunk(b"tEXt", PLACE),
        chunk(b"eXIf", &exif(6)),
        chunk(b"xyZz", PLACE),
    ]
    .concat();
    let sent = [&drawn[..after_head], &written, &drawn[after_head..], PLACE].concat();
    let kept = plain(sent, FileKind::Png).unwrap();
    assert_eq!(kept, drawn);
    assert!(plain(drawn[..drawn.len() - 1].to_vec(), FileKind::Png).is_none());
}

#[test]
fn a_webp_loses_exif_and_xmp_and_stays_upright() {
    let simple = picture(ImageFormat::WebP);
    let chunk = |name: &[u8; 4], payload: &[u8]| {
        let length = u32::try_from(payload.len()).unwrap().to_le_bytes();
        let pad = &[0u8][..payload.len() % 2];
        [name, &length[..], payload, pad].concat()
    };
    let of = |flags: u8, more: &[u8]| {
        let head = chunk(b"VP8X", &[flags, 0, 0, 0, 39, 0, 0, 29, 0, 0]);
        let body = [b"WEBP", &head[..], &simple[12..], more].concat();
        chunk(b"RIFF", &body)
    };
    let sent = of(
        0x0c,
        &[chunk(b"EXIF", &exif(3)), chunk(b"XMP ", PLACE)].concat(),
    );
    let kept = plain(sent, FileKind::Webp).unwrap();
    assert_eq!(kept, of(0x08, &chunk(b"EXIF", &only_turned(3))));
    assert_eq!(
        pixels(&kept, ImageFormat::WebP),
        pixels(&simple, ImageFormat::WebP)
    );
    assert_eq!(plain(simple.clone(), FileKind::Webp).unwrap(), simple);
}

/// A HEIC of one picture and what else is said, of these kinds.
fn heic(kinds: [&[u8; 4]; 2]) -> Vec<u8> {
    let boxed = |name: &[u8; 4], payload: &[u8]| {
        let length = u32::try_from(payload.len() + 8).unwrap().to_be_bytes();
        [&length[..], name, payload].concat()
    };
    let full = |name: &[u8; 4], version: u8, payload: &[u8]| {
        boxed(name, &[&[version, 0, 0, 0][..], payload].concat())
    };
    let infe =
        |id: u8, kind: &[u8; 4]| full(b"infe", 2, &[&[0, id, 0, 0][..], kind, b"\0"].concat());
    let iinf = full(
        b"iinf",
        0,
        &[&[0, 2][..], &infe(1, kinds[0]), &infe(2, kinds[1])].concat(),
    );
    let ftyp = boxed(b"ftyp", b"heic\0\0\0\0mif1heic");
    let meta = |first: u32, second: u32| {
        let place = |id: u8, at: u32, length: usize| {
            let length = u32::try_from(length).unwrap().to_be_bytes();
            [&[0, id, 0, 0, 0, 1][..], &at.to_be_bytes(), &length].concat()
        };
        let places = [place(1, first, 6), place(2, second, PLACE.len())].concat();
        let iloc = full(b"iloc", 0, &[&[0x44, 0x00, 0, 2][..], &places].concat());
        full(b"meta", 0, &[iinf.clone(), iloc].concat())
    };
    let data = u32::try_from(ftyp.len() + meta(0, 0).len() + 8).unwrap();
    let mdat = boxed(b"mdat", &[b"drawn!", PLACE].concat());
    [ftyp, meta(data, data + 6), mdat].concat()
}

#[test]
fn a_heic_s_words_are_overwritten_where_they_lie() {
    for kind in [b"Exif", b"mime", b"xyzz"] {
        let sent = heic([b"hvc1", kind]);
        assert!(holds(&sent));
        let kept = plain(sent.clone(), FileKind::Heic).unwrap();
        assert!(!holds(&kept));
        let end = sent.len() - PLACE.len();
        assert_eq!((kept.len(), &kept[..end]), (sent.len(), &sent[..end]));
    }
    let drawn = heic([b"hvc1", b"hvc1"]);
    assert_eq!(plain(drawn.clone(), FileKind::Heic).unwrap(), drawn);
    // Nothing says which part is drawn.
    assert!(
        plain(
            b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x08mdat".to_vec(),
            FileKind::Heic
        )
        .is_none()
    );
}

#[test]
fn bytes_cut_or_flipped_anywhere_make_no_panic() {
    let jpeg = picture(ImageFormat::Jpeg);
    let all = [
        (jpeg, FileKind::Jpeg),
        (picture(ImageFormat::Png), FileKind::Png),
        (picture(ImageFormat::WebP), FileKind::Webp),
        (heic([b"hvc1", b"Exif"]), FileKind::Heic),
    ];
    for (bytes, kind) in all {
        for at in 0..bytes.len() {
            plain(bytes[..at].to_vec(), kind);
            for flip in [0x01, 0x80, 0xff] {
                let mut wrong = bytes.clone();
                wrong[at] ^= flip;
                plain(wrong, kind);
            }
        }
    }
}

#[test]
fn documents_are_given_as_they_are() {
    for kind in [FileKind::Pdf, FileKind::Docx, FileKind::Xlsx, FileKind::Ofd] {
        assert!(!is_changed(kind));
        assert_eq!(plain(PLACE.to_vec(), kind).unwrap(), PLACE);
    }
}
