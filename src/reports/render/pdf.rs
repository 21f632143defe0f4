//! PDF, set by typst with the Chinese fonts of the machine, which are embedded. What people typed goes
//! in as data, never as typst's source.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use chrono::Datelike;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook, FontVariant};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, comemo};
use typst_kit::fonts::{FontStore, scan, system};
use typst_pdf::{PdfOptions, Timestamp};

use super::drawn::drawn;
use crate::base::characters::xml;
use crate::base::{Error, FieldError, Result};
use crate::reports::rules::paper::Paper;

/// It is the same for every paper, and read once.
static TEMPLATE: LazyLock<Source> = LazyLock::new(|| Source::detached(include_str!("paper.typ")));

/// The machine's fonts and those of a folder. They are looked for once, and each is read once, when it
/// is first needed: a Chinese font has 20 MB, and setting a page asks for it a hundred times.
static FONTS: Mutex<BTreeMap<Option<PathBuf>, Arc<FontStore>>> = Mutex::new(BTreeMap::new());

/// What typst may know when it sets a paper beside the template: its data and fonts; no files, and no
/// clock.
struct Setting {
    library: LazyHash<Library>,
    fonts: Arc<FontStore>,
}

impl World for Setting {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        TEMPLATE.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == TEMPLATE.id() {
            return Ok(TEMPLATE.clone());
        }
        Err(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// # Errors
/// 422 where there is no Chinese font; else a fault of ours.
pub fn document(paper: &Paper, fonts: Option<&Path>) -> Result<Vec<u8>> {
    let fonts = fonts_of(fonts)?;
    let data = serde_json::to_string(&drawn(paper)?).map_err(Error::internal)?;
    let mut inputs = Dict::new();
    inputs.insert("paper".into(), xml(&data).into_owned().into_value());
    let setting = Setting {
        library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
        fonts,
    };
    let set = typst::compile(&setting).output;
    let written = set.and_then(|set| {
        let day = paper.dated;
        let of = |part: u32| u8::try_from(part).unwrap_or(1);
        let dated = Datetime::from_ymd_hms(day.year(), of(day.month()), of(day.day()), 0, 0, 0);
        let options = PdfOptions {
            timestamp: dated.map(Timestamp::new_utc),
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&set, &options)
    });
    // What it worked out is of no use to another paper.
    comemo::evict(0);
    written.map_err(|faults| fault(&faults))
}

fn fault(faults: &[SourceDiagnostic]) -> Error {
    let messages: Vec<String> = faults.iter().map(|one| one.message.to_string()).collect();
    Error::Internal(format!("typst: {}", messages.join("; ")))
}

fn fonts_of(folder: Option<&Path>) -> Result<Arc<FontStore>> {
    let folder = folder.map(Path::to_owned);
    let mut known = FONTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(fonts) = known.get(&folder) {
        return Ok(fonts.clone());
    }
    let mut fonts = FontStore::new();
    fonts.extend(system());
    if let Some(folder) = &folder {
        fonts.extend(scan(folder));
    }
    let found = fonts
        .book()
        .select_fallback(None, FontVariant::default(), "助");
    // Not kept: fonts may be installed while the server runs.
    if found.is_none() {
        return Err(no_font());
    }
    let fonts = Arc::new(fonts);
    known.insert(folder, fonts.clone());
    Ok(fonts)
}

fn no_font() -> Error {
    Error::invalid(FieldError::new(
        "/format",
        "report.no_font",
        "服务器上没有中文字体，无法生成 PDF：请安装 Debian 软件包 fonts-noto-cjk，\
         或将字体文件放入 ZHUQI_FONTS_DIR 指定的文件夹；Word 和 Excel 不受影响",
        "needs a Chinese font: install the Debian package fonts-noto-cjk, or put fonts into the \
         folder that ZHUQI_FONTS_DIR names; Word and Excel don't need it",
    ))
}
