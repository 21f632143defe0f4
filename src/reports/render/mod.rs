//! Draws a paper in each of its formats. What a format can't draw it writes as a table; none of them
//! counts, rounds or chooses anything.

mod chart;
mod docx;
mod drawn;
mod html;
pub mod kept;
#[cfg(feature = "pdf")]
mod pdf;
mod xlsx;

use std::path::Path;

use super::rules::Weekly;
use super::rules::paper::{self, Paper};
use crate::base::{Error, Result};

crate::text_enum! {
    /// How a report is written.
    pub enum Format {
        /// For programs.
        Json = "json",
        /// A page to read and print.
        Html = "html",
        /// Excel.
        Xlsx = "xlsx",
        /// Word, by GB/T 9704.
        Docx = "docx",
        /// Left out of some builds.
        Pdf = "pdf",
    }
}

impl Format {
    /// PDF is left out of builds without the feature of that name.
    pub fn is_built(self) -> bool {
        self != Self::Pdf || cfg!(feature = "pdf")
    }

    /// Those of these formats that one may ask for, as a sentence names them.
    pub fn built(formats: &[Self]) -> String {
        let built = formats.iter().filter(|format| format.is_built());
        built.map(|f| f.as_str()).collect::<Vec<_>>().join("、")
    }

    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Html => "text/html; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
        }
    }
}

/// A report as a file.
#[derive(Debug)]
pub struct File {
    pub format: Format,
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Writes a report that is given as JSON, so that a closed one is written from its stored bytes.
/// Fonts for the PDF are looked for in `fonts`, too.
///
/// # Errors
/// No Chinese font for a PDF; else a fault of ours.
pub fn report(json: &str, format: Format, fonts: Option<&Path>) -> Result<File> {
    let report: Weekly = serde_json::from_str(json).map_err(Error::internal)?;
    let name = paper::file_name(&report);
    if format == Format::Json {
        return Ok(File {
            format,
            name: format!("{name}.json"),
            bytes: json.as_bytes().to_vec(),
        });
    }
    file(&paper::weekly(&report), &name, format, fonts)
}

/// A report that was drawn before, given as JSON, under its name.
///
/// # Errors
/// A fault of ours: no report.
pub fn drawn_before(json: &str, format: Format, bytes: Vec<u8>) -> Result<File> {
    let report: Weekly = serde_json::from_str(json).map_err(Error::internal)?;
    let name = format!("{}.{format}", paper::file_name(&report));
    Ok(File {
        format,
        name,
        bytes,
    })
}

/// Draws a paper under a name.
///
/// # Errors
/// As [`report`].
pub fn file(paper: &Paper, name: &str, format: Format, fonts: Option<&Path>) -> Result<File> {
    Ok(File {
        format,
        name: format!("{name}.{format}"),
        bytes: write(paper, format, fonts)?,
    })
}

fn write(paper: &Paper, format: Format, fonts: Option<&Path>) -> Result<Vec<u8>> {
    match format {
        Format::Html => html::page(paper).map(String::into_bytes),
        Format::Docx => docx::document(paper),
        Format::Xlsx => xlsx::workbook(paper),
        #[cfg(feature = "pdf")]
        Format::Pdf => pdf::document(paper, fonts),
        #[cfg(not(feature = "pdf"))]
        Format::Pdf => {
            let _ = fonts;
            Err(Error::Internal("this build writes no PDF".into()))
        }
        Format::Json => Err(Error::Internal("a paper has no JSON".into())),
    }
}
