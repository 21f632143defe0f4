//! The rows that weren't taken, read from the file once more.

use std::collections::BTreeMap;

use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::ledger::import::rules::fault::FileFault;
use crate::ledger::import::rules::header::Mapping;
use crate::ledger::import::rules::read::Table;
use crate::ledger::import::rules::table::{TableRequest, read_table};
use crate::ledger::import::rules::write::FailedRows;
use crate::ledger::import::store::{self, ImportRow};

/// Issues read at once.
const CHUNK: i64 = 1000;

/// An xlsx of the failed rows as they stood, with their reasons.
///
/// # Errors
/// 404 once the file is forgotten; 409 where there are none.
pub fn failed_rows(conn: &mut Conn, import: &ImportRow) -> Result<Vec<u8>> {
    let reasons = reasons(conn, import)?;
    if reasons.is_empty() {
        return Err(Error::conflict(
            "import.no_failed_rows",
            "没有未能导入的行",
            "There are no failed rows.",
        ));
    }
    let content = store::content(conn, import.id)?.ok_or(Error::NotFound)?;
    let mapping: Mapping = serde_json::from_str(&import.mapping).map_err(Error::internal)?;
    let mut table = Table::open(&content).map_err(|fault| Error::internal(fault.code))?;
    let file = std::cell::RefCell::new(None);
    let mut failure = None;
    let epoch = table.epoch();
    let wanted = TableRequest {
        kind: import.kind,
        mapping: &mapping,
        sheet: import.sheet.as_deref(),
        unit: import.unit,
    };
    let read = read_table(
        &mut table,
        wanted,
        &mut |seen| {
            *file.borrow_mut() = FailedRows::begin((import.kind, epoch), &seen.columns).ok();
            Ok(())
        },
        &mut |record| {
            if let (Some(file), Some(why)) = (&mut *file.borrow_mut(), reasons.get(&record.number))
            {
                file.add(record.cells(), why).map_err(|error| {
                    failure = Some(error);
                    FileFault::new("interrupted")
                })?;
            }
            Ok(())
        },
    );
    if let Some(error) = failure {
        return Err(error);
    }
    read.map_err(|fault| Error::internal(fault.code))?;
    let file = file
        .into_inner()
        .ok_or_else(|| Error::internal("a file without a header"))?;
    file.finish()
}

/// By row: everything that is wrong with it.
fn reasons(conn: &mut Conn, import: &ImportRow) -> Result<BTreeMap<u32, String>> {
    let mut reasons: BTreeMap<u32, String> = BTreeMap::new();
    let mut after = 0;
    loop {
        let issues = store::issues(conn, (import.id, Some(false)), after, CHUNK)?;
        let Some((last, _)) = issues.last() else {
            return Ok(reasons);
        };
        after = *last;
        for (_, issue) in issues {
            let row = u32::try_from(issue.row_number).map_err(Error::internal)?;
            let column = issue
                .column_key
                .as_deref()
                .and_then(|key| import.kind.by_key(key));
            let heading = column
                .map(|column| format!("{}：", column.heading))
                .unwrap_or_default();
            let text = reasons.entry(row).or_default();
            if !text.is_empty() {
                text.push('；');
            }
            text.push_str(&heading);
            text.push_str(&issue.detail_zh);
        }
    }
}
