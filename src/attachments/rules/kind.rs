//! What a file is, told by its bytes: its first ones, and for a zip what is packed in it.

use crate::base::FieldError;

crate::text_enum! {
    /// What may be attached, by its media type; Word and Excel files without macros.
    pub enum FileKind {
        Jpeg = "image/jpeg",
        Png = "image/png",
        Webp = "image/webp",
        Heic = "image/heic",
        Pdf = "application/pdf",
        Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Ofd = "application/ofd",
    }
}

/// So many first bytes tell what a file is.
pub const HEAD: usize = 64;

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    Is(FileKind),
    /// A zip: what is in it has to be looked at.
    Package,
    Other,
}

/// Brands of the ISO media file format that are HEIC; AVIF and films have others.
const HEIC_BRANDS: &[&[u8]] = &[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"];
/// Pictures of any coding: one of the compatible brands tells which.
const ANY_PICTURE: &[&[u8]] = &[b"mif1", b"msf1"];

/// What a file says of itself in its first [`HEAD`] bytes. Each sign stands at the very beginning, so
/// that nothing can be put before it.
pub fn of_head(head: &[u8]) -> Head {
    if head.starts_with(b"PK\x03\x04") {
        return Head::Package;
    }
    let kind = if head.starts_with(b"\xff\xd8\xff") {
        FileKind::Jpeg
    } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        FileKind::Png
    } else if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP".as_slice()) {
        FileKind::Webp
    } else if head.starts_with(b"%PDF-") {
        FileKind::Pdf
    } else if is_heic(head) {
        FileKind::Heic
    } else {
        return Head::Other;
    };
    Head::Is(kind)
}

fn is_heic(head: &[u8]) -> bool {
    if head.get(4..8) != Some(b"ftyp".as_slice()) {
        return false;
    }
    let Some(major) = head.get(8..12) else {
        return false;
    };
    let length = head
        .first_chunk()
        .map_or(0, |size| u32::from_be_bytes(*size));
    let end = head
        .len()
        .min(usize::try_from(length).unwrap_or(usize::MAX));
    let mut compatible = head.get(16..end).unwrap_or_default().chunks_exact(4);
    HEIC_BRANDS.contains(&major)
        || (ANY_PICTURE.contains(&major) && compatible.any(|brand| HEIC_BRANDS.contains(&brand)))
}

const WORD: &str = "wordprocessingml.document.main+xml";
const SHEET: &str = "spreadsheetml.sheet.main+xml";
/// Signs of macros in the list of types, in small letters.
const MACROS: &[&str] = &["macroenabled", "vbaproject"];
/// With entities or comments the list could say something else than it seems to.
const DISGUISES: &[&str] = &["&", "<!"];

/// What a zip is, by the names in it and its `[Content_Types].xml`; None for what is not allowed.
pub fn of_package<'a>(
    mut names: impl Iterator<Item = &'a str>,
    content_types: Option<&str>,
) -> Option<FileKind> {
    let Some(types) = content_types else {
        return names.any(|name| name == "OFD.xml").then_some(FileKind::Ofd);
    };
    let small = types.to_ascii_lowercase();
    let has = |signs: &[&str]| signs.iter().any(|sign| small.contains(sign));
    let holds_macros = names.any(|name| name.to_ascii_lowercase().ends_with("vbaproject.bin"));
    if holds_macros || has(MACROS) || has(DISGUISES) {
        return None;
    }
    match (types.contains(WORD), types.contains(SHEET)) {
        (true, false) => Some(FileKind::Docx),
        (false, true) => Some(FileKind::Xlsx),
        _ => None,
    }
}

impl FileKind {
    /// The ends a name of this kind may have; the first is added where it has none of them.
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Webp => &["webp"],
            Self::Heic => &["heic", "heif"],
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Ofd => &["ofd"],
        }
    }
}

/// 422 for the file in this place of the request.
pub fn not_allowed(index: usize, name: &str) -> FieldError {
    FieldError::new(
        format!("/file/{index}"),
        "attachment.type_not_allowed",
        format!(
            "“{name}”的类型不受支持：可上传 JPG、PNG、WEBP、HEIC 图片和 PDF、DOCX、XLSX、OFD 文档（不含宏）"
        ),
        format!(
            "{name}: only JPEG, PNG, WebP and HEIC pictures and PDF, DOCX, XLSX and OFD documents without macros are taken"
        ),
    )
}

/// 422 for a file that is cut off or broken.
pub fn damaged(index: usize, name: &str) -> FieldError {
    FieldError::new(
        format!("/file/{index}"),
        "attachment.damaged",
        format!("“{name}”不完整或已损坏，请重新选择文件"),
        format!("{name} is cut off or broken"),
    )
}

/// 422 for a file without a byte.
pub fn empty(index: usize, name: &str) -> FieldError {
    FieldError::new(
        format!("/file/{index}"),
        "attachment.empty",
        format!("“{name}”是空文件，请重新选择"),
        format!("{name} is empty"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_what_a_file_is() {
        for (head, kind) in [
            (
                b"\xff\xd8\xff\xe0..JFIF".as_slice(),
                Head::Is(FileKind::Jpeg),
            ),
            (b"\x89PNG\r\n\x1a\n....", Head::Is(FileKind::Png)),
            (b"RIFF....WEBPVP8 ", Head::Is(FileKind::Webp)),
            (b"%PDF-1.7\n", Head::Is(FileKind::Pdf)),
            (
                b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
                Head::Is(FileKind::Heic),
            ),
            (
                b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic",
                Head::Is(FileKind::Heic),
            ),
            (b"PK\x03\x04....", Head::Package),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", Head::Other),
            (b"\0\0\0\x18ftypavif\0\0\0\0mif1heic", Head::Other),
            (b"\0\0\0\x10ftypmif1\0\0\0\0heicheic", Head::Other),
            (b"\0\0\0\x18ftypisom\0\0\0\0mp41heic", Head::Other),
            (b"RIFF....WAVEfmt ", Head::Other),
            (b"GIF89a", Head::Other),
            (b"<html>%PDF-1.7", Head::Other),
            (b" %PDF-1.7", Head::Other),
            (b"MZ\x90\0", Head::Other),
            (b"PK\x05\x06", Head::Other),
            (b"\xff\xd8", Head::Other),
            (b"", Head::Other),
        ] {
            assert_eq!(of_head(head), kind, "{}", head.escape_ascii());
        }
    }

    fn package(names: &[&str], types: Option<&str>) -> Option<FileKind> {
        of_package(names.iter().copied(), types)
    }

    #[test]
    fn a_zip_is_what_is_packed_in_it() {
        let types = |main: &str| {
            format!(
                "<Types><Override PartName=\"/a\" ContentType=\"application/vnd.{main}\"/></Types>"
            )
        };
        let word = types("openxmlformats-officedocument.wordprocessingml.document.main+xml");
        let sheet = types("openxmlformats-officedocument.spreadsheetml.sheet.main+xml");
        assert_eq!(
            package(&["word/document.xml"], Some(&word)),
            Some(FileKind::Docx)
        );
        assert_eq!(
            package(&["xl/workbook.xml"], Some(&sheet)),
            Some(FileKind::Xlsx)
        );
        assert_eq!(
            package(&["OFD.xml", "Doc_0/Document.xml"], None),
            Some(FileKind::Ofd)
        );
        assert_eq!(package(&["a/OFD.xml"], None), None, "not at the top");
        assert_eq!(package(&["run.exe"], None), None);
        assert_eq!(package(&["word/document.xml"], None), None);
        let slides = types("openxmlformats-officedocument.presentationml.presentation.main+xml");
        assert_eq!(package(&[], Some(&slides)), None);
        assert_eq!(package(&[], Some(&(word + &sheet))), None, "not both");
    }

    #[test]
    fn macros_are_refused_however_they_are_called() {
        let main =
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
        let docm = "application/vnd.ms-word.document.macroEnabled.main+xml";
        assert_eq!(package(&["word/VBAProject.bin"], Some(main)), None);
        assert_eq!(package(&[], Some(docm)), None);
        assert_eq!(package(&[], Some(&format!("{main} {docm}"))), None);
        let project = format!("{main} application/vnd.ms-office.vbaProject");
        assert_eq!(package(&["word/harmless.bin"], Some(&project)), None);
        let disguised =
            format!("<!-- {main} --> application/vnd.ms-word.document.macro&#69;nabled");
        assert_eq!(package(&[], Some(&disguised)), None);
    }
}
