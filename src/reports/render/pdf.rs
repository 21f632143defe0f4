//! PDF, set by typst with the Chinese fonts of the machine, which are embedded. What people typed goes
//! in as data, never as typst's source.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::Datelike;
use typst::World;
use typst::foundations::{Datetime, Dict, IntoValue};
use typst::text::FontVariant;
use typst_as_lib::typst_kit_options::TypstKitFontOptions;
use typst_as_lib::{TypstEngine, TypstTemplateMainFile};
use typst_pdf::{PdfOptions, Timestamp};

use super::drawn::drawn;
use crate::base::characters::xml;
use crate::base::{Error, FieldError, Result};
use crate::reports::rules::paper::Paper;

const TEMPLATE: &str = include_str!("paper.typ");

type Engine = TypstEngine<TypstTemplateMainFile>;

/// Looking for fonts takes longer than setting a page: it is done once for each folder.
static ENGINES: Mutex<BTreeMap<Option<PathBuf>, Arc<Engine>>> = Mutex::new(BTreeMap::new());

/// # Errors
/// 422 where there is no Chinese font; else a fault of ours.
pub fn document(paper: &Paper, fonts: Option<&Path>) -> Result<Vec<u8>> {
    let engine = engine(fonts)?;
    let data = serde_json::to_string(&drawn(paper)?).map_err(Error::internal)?;
    let mut inputs = Dict::new();
    inputs.insert("paper".into(), xml(&data).into_owned().into_value());
    let set = engine.compile_with_input(inputs).output;
    let set = set.map_err(|error| Error::Internal(format!("typst: {error}")))?;
    let day = paper.dated;
    let of = |part: u32| u8::try_from(part).unwrap_or(1);
    let dated = Datetime::from_ymd_hms(day.year(), of(day.month()), of(day.day()), 0, 0, 0);
    let options = PdfOptions {
        timestamp: dated.map(Timestamp::new_utc),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&set, &options).map_err(|errors| {
        let told: Vec<String> = errors.iter().map(|one| one.message.to_string()).collect();
        Error::Internal(format!("typst: {}", told.join("; ")))
    })
}

fn engine(fonts: Option<&Path>) -> Result<Arc<Engine>> {
    let folder = fonts.map(Path::to_owned);
    let mut engines = ENGINES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(engine) = engines.get(&folder) {
        return Ok(engine.clone());
    }
    let search = TypstKitFontOptions::new().include_dirs(&folder);
    let engine = TypstEngine::builder()
        .main_file(TEMPLATE)
        .search_fonts_with(search)
        .build();
    let found = engine
        .with_world(|world| {
            let book = world.book();
            book.select_fallback(None, FontVariant::default(), "助")
        })
        .map_err(|error| Error::Internal(format!("typst: {error}")))?;
    // Not kept: fonts may be installed while the server runs.
    if found.is_none() {
        return Err(no_font());
    }
    let engine = Arc::new(engine);
    engines.insert(folder, engine.clone());
    Ok(engine)
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
