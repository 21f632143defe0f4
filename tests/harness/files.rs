//! Files on the wire, and small real ones of every kind.

use std::io::{Cursor, Write};

use image::{ImageFormat, Rgb, RgbImage};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const BOUNDARY: &str = "----zhuqi-tests";

/// What a form with parts is sent as.
pub fn form_type() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

/// A form; each part has a name, a file name where it is a file, and its bytes.
pub fn form(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file_name, bytes) in parts {
        let file_name = file_name.map(|name| format!("; filename=\"{name}\""));
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{}\r\n\r\n",
            file_name.unwrap_or_default()
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// A picture, red at the left and blue at the right.
pub fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 {
            Rgb([200, 0, 0])
        } else {
            Rgb([0, 0, 200])
        }
    });
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG that a phone held upright took: its rows are to be turned by 90° to the right.
pub fn turned(width: u32, height: u32) -> Vec<u8> {
    let plain = picture(width, height, ImageFormat::Jpeg);
    let mut exif = b"\xff\xe1\0\x22Exif\0\0II*\0\x08\0\0\0\x01\0".to_vec();
    exif.extend_from_slice(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0");
    [&plain[..2], &exif, &plain[2..]].concat()
}

/// A JPEG into which a camera wrote where it was.
pub fn located(place: &str) -> Vec<u8> {
    let plain = picture(40, 30, ImageFormat::Jpeg);
    let exif = [b"Exif\0\0II*\0\x08\0\0\0\0\0".as_slice(), place.as_bytes()].concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], b"\xff\xe1", &length, &exif, &plain[2..]].concat()
}

pub fn pdf(text: &str) -> Vec<u8> {
    format!("%PDF-1.7\n% {text}\n%%EOF\n").into_bytes()
}

pub fn heic() -> Vec<u8> {
    b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x08mdat".to_vec()
}

/// A zip of some files.
pub fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn types(main: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><Types><Override PartName=\"/main.xml\" ContentType=\"{main}\"/></Types>"
    )
}

pub const WORD: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
pub const SHEET: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

/// An Office document whose main part is of this type.
pub fn office(main: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let types = types(main);
    let mut files = vec![
        ("[Content_Types].xml", types.as_str()),
        ("main.xml", "<main/>"),
    ];
    files.extend_from_slice(more);
    zipped(&files)
}

pub fn ofd() -> Vec<u8> {
    zipped(&[("OFD.xml", "<OFD/>"), ("Doc_0/Document.xml", "<Document/>")])
}
