//! An import as it is shown.

use serde::Serialize;
use utoipa::ToSchema;

use crate::base::clock::Clock;
use crate::base::{Error, Result};
use crate::ledger::import::rules::columns::Kind;
use crate::ledger::import::rules::header::FileColumn;
use crate::ledger::import::rules::money::MoneyUnit;
use crate::ledger::import::rules::plan::Making;
use crate::ledger::import::rules::table::FileSeen;
use crate::ledger::import::state::{Mode, State};
use crate::ledger::import::store::ImportRow;

/// An import (导入): what its file says, and what became of it. It is forgotten after 30 days.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportOut {
    pub id: i64,
    /// What the file holds: `enterprises`, `visits`, `problems`, or the code of a ledger.
    #[schema(value_type = String, example = "problems")]
    pub kind: Kind,
    /// Where the import stands.
    #[schema(inline)]
    pub state: State,
    /// Whether it is only checked until `POST /imports/{id}/commit` asks for it to be written.
    pub dry_run: bool,
    /// What becomes of the file where rows are wrong.
    #[schema(inline)]
    pub mode: Mode,
    /// What the file was called, without folders; the first 200 characters.
    #[schema(example = "问题台账.xlsx")]
    pub file_name: String,
    /// The sheet that was asked for, or else the one that is read; null of a csv, and until it is known.
    #[schema(example = "问题台账")]
    pub sheet: Option<String>,
    /// The unit of amounts that was asked for; null where none was.
    #[schema(inline)]
    pub unit: Option<MoneyUnit>,
    /// The sheets that can be read instead; none of a csv.
    pub sheets: Vec<String>,
    /// The columns of the file, and what each is taken for; empty until it is read.
    pub columns: Vec<FileColumn>,
    /// The first rows of a file in which no header was found, cell by cell, to match columns by hand.
    pub first_rows: Vec<Vec<String>>,
    /// Rows below the header in which something stands that isn't data: titles, sums, repeated headers.
    pub skipped: SkippedRows,
    /// What a column of this kind of file can be taken for.
    pub known_columns: Vec<KnownColumn>,
    /// How far it has come.
    pub progress: ImportProgress,
    /// How many rows are what.
    pub counts: ImportCounts,
    /// What is made in the directory with it.
    pub making: Making,
    /// Why nothing could be taken; null where nothing stands in the way.
    pub fault: Option<ImportFault>,
    /// When it was uploaded.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it was written or given up; null until then.
    #[schema(format = DateTime)]
    pub finished_at: Option<String>,
}

/// Something that a column can be taken for.
#[derive(Debug, Serialize, ToSchema)]
pub struct KnownColumn {
    /// Its name in `mapping` and in `columns`.
    #[schema(example = "enterprise")]
    pub key: &'static str,
    /// Its heading in the template.
    #[schema(example = "企业名称")]
    pub heading: &'static str,
}

/// Rows that aren't data.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkippedRows {
    /// How many there are.
    pub count: u32,
    /// The numbers of the first 20, as Excel numbers them.
    #[schema(example = json!([5, 31]))]
    pub rows: Vec<i64>,
}

/// How far an import has come.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportProgress {
    /// Rows that were checked.
    pub done: i64,
    /// Rows of data in the file; null until it is read to its end.
    pub total: Option<i64>,
    /// New rows that are worked out and only wait to be published, all at once.
    pub prepared: i64,
}

/// How many rows of an import are what.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportCounts {
    /// Rows that become something new (新增).
    pub new: i64,
    /// Rows that are there already, just so (已存在).
    pub matched: i64,
    /// Rows that are there already with other values, which stay (有差异).
    pub different: i64,
    /// Rows that can't be taken (有误).
    pub wrong: i64,
}

/// Why nothing of a file could be taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportFault {
    /// What is wrong, as a word that stays the same over versions.
    #[schema(example = "file_empty")]
    pub code: String,
    /// What is wrong and what to do, in Chinese.
    #[schema(example = "文件中没有数据")]
    pub detail: String,
}

/// The import that a row keeps.
///
/// # Errors
/// A fault of ours: what is kept can't be read.
pub fn shown(row: ImportRow, clock: &Clock) -> Result<ImportOut> {
    let columns = row.kind.columns().iter();
    let seen = FileSeen::read(&row.header).map_err(Error::internal)?;
    Ok(ImportOut {
        known_columns: columns
            .map(|column| KnownColumn {
                key: column.key,
                heading: column.heading,
            })
            .collect(),
        id: row.id,
        kind: row.kind,
        state: row.state,
        dry_run: row.dry_run,
        mode: row.mode,
        file_name: row.file_name,
        sheet: row.sheet.or(seen.sheet),
        unit: row.unit,
        sheets: seen.sheets,
        columns: seen.columns,
        first_rows: seen.first_rows,
        skipped: SkippedRows {
            count: seen.skipped,
            rows: seen.skipped_rows.into_iter().map(i64::from).collect(),
        },
        progress: ImportProgress {
            done: row.rows_done,
            total: row.rows_total,
            prepared: row.prepared_count,
        },
        counts: ImportCounts {
            new: row.new_count,
            matched: row.same_count,
            different: row.different_count,
            wrong: row.wrong_count,
        },
        making: serde_json::from_str(&row.making).unwrap_or_default(),
        fault: row.fault_code.map(|code| ImportFault {
            code,
            detail: row.fault_zh.unwrap_or_default(),
        }),
        created_at: clock.show(row.created_at.and_utc()),
        finished_at: row.finished_at.map(|at| clock.show(at.and_utc())),
    })
}
