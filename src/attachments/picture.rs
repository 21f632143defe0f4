//! Pictures: whether one can be read at all, and a small one to show in lists.

use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};

use super::rules::kind::FileKind;

/// The longest side of a small picture.
pub const THUMBNAIL: u32 = 320;
/// Pixels of a picture that is made small: beyond, decoding it would take too much memory.
pub const PIXELS_MAX: u64 = 24_000_000;
/// Bytes that decoding may take.
const MEMORY: u64 = 256 * 1024 * 1024;
const SIDE_MAX: u32 = 20_000;
const QUALITY: u8 = 80;

/// The format to read a kind by; None where no small picture is made.
fn format(kind: FileKind) -> Option<ImageFormat> {
    match kind {
        FileKind::Jpeg => Some(ImageFormat::Jpeg),
        FileKind::Png => Some(ImageFormat::Png),
        FileKind::Webp => Some(ImageFormat::WebP),
        FileKind::Heic | FileKind::Pdf | FileKind::Docx | FileKind::Xlsx | FileKind::Ofd => None,
    }
}

/// Whether a picture's head can be read; what is no picture passes.
pub fn is_readable(mut file: &File, kind: FileKind) -> bool {
    let Some(format) = format(kind) else {
        return true;
    };
    let read = || {
        file.seek(SeekFrom::Start(0)).ok()?;
        let mut reader = ImageReader::with_format(BufReader::new(file), format);
        reader.no_limits();
        reader.into_dimensions().ok()
    };
    guarded(read).is_some_and(|(width, height)| width > 0 && height > 0)
}

/// A small JPEG, upright; None where none can be made of it.
pub fn thumbnail(file: &File, kind: FileKind) -> Option<Vec<u8>> {
    let format = format(kind)?;
    guarded(|| {
        let image = decoded(file, format)?;
        let small = if image.width().max(image.height()) > THUMBNAIL {
            image.thumbnail(THUMBNAIL, THUMBNAIL)
        } else {
            image
        };
        let mut bytes = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
        on_white(&small).write_with_encoder(encoder).ok()?;
        Some(bytes)
    })
}

fn decoded(mut file: &File, format: ImageFormat) -> Option<DynamicImage> {
    file.seek(SeekFrom::Start(0)).ok()?;
    let mut reader = ImageReader::with_format(BufReader::new(file), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return None;
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).ok()?;
    image.apply_orientation(orientation);
    Some(image)
}

/// JPEG knows no transparency: what is transparent was meant to be seen on paper.
fn on_white(image: &DynamicImage) -> RgbImage {
    let image = image.to_rgba8();
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [red, green, blue, alpha] = image.get_pixel(x, y).0.map(u32::from);
        let blend = |colour: u32| ((colour * alpha + 255 * (255 - alpha)) / 255) as u8;
        image::Rgb([blend(red), blend(green), blend(blue)])
    })
}

/// A hostile file that makes a decoder panic is a file without a small picture.
fn guarded<T>(work: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok().flatten()
}
