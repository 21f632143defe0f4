//! What goes back to people: an empty template, and the rows that couldn't be taken.

use rust_xlsxwriter::{Format, FormatBorder, Workbook, XlsxError};

use super::columns::Kind;
use super::enterprise::{SIZES, STATUSES};
use super::value::Value;
use crate::base::book::book_failed as failed;
use crate::base::{Error, Result};
use crate::ledger::columns::{Column, Kind as Cells};
use crate::ledger::words::{LEVELS, OUTCOMES, SATISFACTIONS, SEVERITIES, SOURCES, Spellings};

/// Rows below the header of a template that are formatted.
const READY_ROWS: u32 = 1000;
/// Width of the column of reasons, in characters.
const REASON: f64 = 50.0;

fn header() -> Format {
    Format::new()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_background_color(0x00DD_EBF7)
        .set_text_wrap()
}

/// A sheet with the headings of a kind, ready to be filled in, and one that explains them.
///
/// # Errors
/// A fault of ours.
pub fn template(kind: Kind) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book
        .add_worksheet()
        .set_name(format!("{}台账", kind.zh()))
        .map_err(failed)?;
    let (text, day) = (
        Format::new().set_num_format("@"),
        Format::new().set_num_format("yyyy-mm-dd"),
    );
    for (index, column) in (0_u16..).zip(kind.columns()) {
        let format = if column.kind == Cells::Day {
            &day
        } else {
            &text
        };
        sheet.set_column_format(index, format).map_err(failed)?;
        sheet
            .set_column_width(index, f64::from(column.width))
            .map_err(failed)?;
        sheet
            .write_string_with_format(0, index, column.heading, &header())
            .map_err(failed)?;
        let words = words(kind, column.key);
        if !words.is_empty() {
            let choice = rust_xlsxwriter::DataValidation::new()
                .allow_list_strings(&words)
                .map_err(failed)?;
            // Other spellings are read, too.
            let choice =
                choice.set_error_style(rust_xlsxwriter::DataValidationErrorStyle::Information);
            sheet
                .add_data_validation(1, index, READY_ROWS, index, &choice)
                .map_err(failed)?;
        }
    }
    sheet.set_freeze_panes(1, 0).map_err(failed)?;
    explain(&mut book, kind).map_err(failed)?;
    book.save_to_buffer().map_err(failed)
}

fn explain(book: &mut Workbook, kind: Kind) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet().set_name("填写说明")?;
    for (index, (heading, width)) in
        (0_u16..).zip([("列名", 20), ("填写内容", 40), ("也可写作", 60)])
    {
        sheet.set_column_width(index, width)?;
        sheet.write_string_with_format(0, index, heading, &header())?;
    }
    for (row, column) in (1_u32..).zip(kind.columns()) {
        sheet.write_string(row, 0, column.heading)?;
        sheet.write_string(row, 1, hint(kind, column))?;
        sheet.write_string(row, 2, column.synonyms.join("、"))?;
    }
    Ok(())
}

fn hint(kind: Kind, column: &Column) -> String {
    let words = words(kind, column.key);
    let must = kind
        .needed()
        .iter()
        .any(|group| group.contains(&column.key));
    let what = match column.kind {
        Cells::Day => "日期，如 2021-8-2".to_owned(),
        Cells::Number => "数字".to_owned(),
        _ if !words.is_empty() => words.join("、"),
        _ => String::new(),
    };
    match (must, what.is_empty()) {
        (true, true) => "必填".to_owned(),
        (true, false) => format!("必填；{what}"),
        (false, _) => what,
    }
}

fn words(kind: Kind, key: &str) -> Vec<&'static str> {
    fn first<T>(words: Spellings<T>) -> Vec<&'static str> {
        words
            .iter()
            .filter_map(|(_, names)| names.first())
            .copied()
            .collect()
    }
    match (kind, key) {
        (Kind::Problems, "source") => first(SOURCES),
        (Kind::Problems, "severity") => first(SEVERITIES),
        (Kind::Problems, "level") => first(LEVELS),
        (Kind::Problems, "outcome") => first(OUTCOMES),
        (Kind::Problems, "satisfaction") => first(SATISFACTIONS),
        (Kind::Enterprises, "size") => first(SIZES),
        (Kind::Enterprises, "operating_status") => first(STATUSES),
        _ => vec![],
    }
}

/// A file that collects the rows that weren't taken, each with its reasons in the last column.
pub struct FailedRows {
    book: Workbook,
    headings: Vec<String>,
    rows: u32,
}

impl FailedRows {
    /// # Errors
    /// A fault of ours.
    pub fn begin(headings: Vec<String>) -> Result<Self> {
        let mut book = Workbook::new();
        let sheet = book
            .add_worksheet_with_constant_memory()
            .map_err(failed)?
            .set_name("未导入的行")
            .map_err(failed)?;
        for (index, heading) in (0_u16..).zip(&headings) {
            sheet
                .write_string_with_format(0, index, heading, &header())
                .map_err(failed)?;
        }
        let last = u16::try_from(headings.len()).map_err(Error::internal)?;
        sheet.set_column_width(last, REASON).map_err(failed)?;
        sheet
            .write_string_with_format(0, last, "失败原因", &header())
            .map_err(failed)?;
        Ok(Self {
            book,
            headings,
            rows: 0,
        })
    }

    /// # Errors
    /// A fault of ours.
    pub fn add(&mut self, cells: &[Value], reasons: &str) -> Result<()> {
        self.rows += 1;
        let row = self.rows;
        let day = Format::new().set_num_format("yyyy-mm-dd");
        let sheet = self.book.worksheet_from_index(0).map_err(failed)?;
        for (index, cell) in (0_u16..).zip(cells.iter().take(self.headings.len())) {
            match cell {
                Value::Empty => {}
                Value::Number(number) => {
                    sheet.write_number(row, index, *number).map_err(failed)?;
                }
                Value::Day(on) => {
                    let on = rust_xlsxwriter::ExcelDateTime::parse_from_str(&on.to_string());
                    sheet
                        .write_datetime_with_format(row, index, &on.map_err(failed)?, &day)
                        .map_err(failed)?;
                }
                other => {
                    sheet
                        .write_string(row, index, other.shown())
                        .map_err(failed)?;
                }
            }
        }
        let last = u16::try_from(self.headings.len()).map_err(Error::internal)?;
        let reasons: String = reasons.chars().take(super::value::CELL_MAX).collect();
        sheet.write_string(row, last, reasons).map_err(failed)?;
        Ok(())
    }

    /// # Errors
    /// A fault of ours.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        self.book.save_to_buffer().map_err(failed)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::ledger::import::rules::fault::FileFault;
    use crate::ledger::import::rules::header::{Mapping, read_table};
    use crate::ledger::import::rules::read::Table;

    #[test]
    fn every_template_reads_as_its_kind_and_has_no_data() {
        for kind in Kind::ALL {
            let file = template(*kind).unwrap();
            let mut table = Table::open(&file).unwrap();
            let mut keys = vec![];
            let read = read_table(
                &mut table,
                (*kind, &Mapping::new()),
                &mut |header| {
                    keys = header
                        .columns
                        .iter()
                        .filter_map(|column| column.key.clone())
                        .collect();
                    Ok(())
                },
                &mut |_| Ok(()),
            );
            assert_eq!(read, Err(FileFault::new("file_empty")));
            let wanted: Vec<_> = kind.columns().iter().map(|column| column.key).collect();
            assert_eq!(keys, wanted, "{kind}");
        }
    }

    #[test]
    fn failed_rows_come_back_with_their_reasons() {
        let mut file = FailedRows::begin(vec![
            "企业名称".into(),
            "问题标题".into(),
            "提出日期".into(),
        ])
        .unwrap();
        let day = Value::Day("2021-08-02".parse().unwrap());
        file.add(
            &[
                Value::Text("农庄".into()),
                Value::Text("=1+1".into()),
                day.clone(),
            ],
            "提出日期：不能为空",
        )
        .unwrap();
        let bytes = file.finish().unwrap();
        let mut rows = vec![];
        let mut table = Table::open(&bytes).unwrap();
        table
            .rows(&mut |row| {
                rows.push(row.cells);
                Ok(())
            })
            .unwrap();
        assert_eq!(
            rows[1],
            [
                Value::Text("农庄".into()),
                Value::Text("=1+1".into()),
                day,
                Value::Text("提出日期：不能为空".into())
            ]
        );
    }
}
