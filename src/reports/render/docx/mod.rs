//! Word, by GB/T 9704-2012 党政机关公文格式: its figures stand in the templates beside this file. The
//! package is written part by part, because the libraries at hand repeat no table header on the next
//! page and put the present time into the file.

use std::io::{Cursor, Write};

use minijinja::value::Serde;
use minijinja::{Environment, context};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::drawn::{Drawn, drawn};
use crate::base::characters::xml;
use crate::base::{Error, Result};
use crate::reports::rules::paper::Paper;

/// Name in the package, template.
const PARTS: &[(&str, &str)] = &[
    ("[Content_Types].xml", include_str!("content_types.xml")),
    ("_rels/.rels", include_str!("package.rels.xml")),
    ("docProps/core.xml", include_str!("core.xml")),
    ("word/document.xml", include_str!("document.xml")),
    (
        "word/_rels/document.xml.rels",
        include_str!("document.rels.xml"),
    ),
    ("word/styles.xml", include_str!("styles.xml")),
    ("word/settings.xml", include_str!("settings.xml")),
    ("word/fontTable.xml", include_str!("fonts.xml")),
    ("word/footer1.xml", include_str!("footer.xml")),
    ("word/footer2.xml", include_str!("footer.xml")),
];

/// # Errors
/// A fault of ours in a template.
pub fn document(paper: &Paper) -> Result<Vec<u8>> {
    let drawn = drawn(paper)?;
    let (name_indent, date_indent) = signed_indents(&drawn);
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    // No clock: the same paper is the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let templates = Environment::new();
    for (name, template) in PARTS {
        let text = templates
            .render_named_str(
                // The ending has texts escaped.
                "part.xml",
                template,
                context! {
                    paper => Serde(&drawn), name_indent, date_indent,
                    is_even => *name == "word/footer2.xml",
                },
            )
            .map_err(|error| Error::Internal(format!("{name}: {error:#}")))?;
        package
            .start_file(*name, options)
            .map_err(Error::internal)?;
        package
            .write_all(xml(&text).as_bytes())
            .map_err(Error::internal)?;
    }
    let written = package.finish().map_err(Error::internal)?;
    Ok(written.into_inner())
}

/// How far name and date stand from the right edge, in hundredths of a character: the wider of them
/// four characters, the other in its middle.
fn signed_indents(drawn: &Drawn<'_>) -> (usize, usize) {
    let width = |text: Option<&str>| {
        let chars = text.unwrap_or_default().chars();
        chars
            .map(|c| if c.is_ascii() { 50 } else { 100 })
            .sum::<usize>()
    };
    let name = width(drawn.signature);
    let date = width(drawn.signed_on.as_deref());
    let edge = 400;
    let centred = |own: usize, other: usize| edge + other.saturating_sub(own) / 2;
    (centred(name, date), centred(date, name))
}
