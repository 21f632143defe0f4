//! What goes back to people: an empty template, and the rows that couldn't be taken.

use rust_xlsxwriter::{Format, FormatBorder, Workbook, XlsxError};

use super::columns::Kind;
use super::day::of_number;
use super::entry::statuses;
use super::header::FileColumn;
use super::value::{Epoch, Value};
use crate::base::book::book_failed as failed;
use crate::base::characters::xml;
use crate::base::{Error, Result};
use crate::entries::description::Kind as Of;
use crate::ledger::columns::{Column, Kind as Cells};
use crate::ledger::export::{NO, YES};
use crate::ledger::words::{LEVELS, OUTCOMES, SATISFACTIONS, SEVERITIES, SIZES, SOURCES, STATUSES};

/// Rows below the header of a template that are formatted.
const READY_ROWS: u32 = 1000;
/// Characters of the words that a cell of Excel offers.
const CHOICES_MAX: usize = 255;
/// Characters that a cell of Excel can have, and what stands in place of more.
const EXCEL_TEXT: usize = 32_767;
const TOO_LONG: &str = "（原文过长，请见原文件）";
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
        .set_name(kind.ledger())
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
        // Excel takes no longer list; the sheet beside it tells all.
        let is_short = words.join(",").chars().count() <= CHOICES_MAX;
        if !words.is_empty() && is_short {
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
        .any(|group| group.contains(&column.key))
        || kind.field(column.key).is_some_and(|field| field.required);
    let what = match column.kind {
        Cells::Day => "日期，如 2021-8-2".to_owned(),
        Cells::Number if kind.is_money(column.key) => {
            "金额，单位以表头括号内为准：元、万元或亿元".to_owned()
        }
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
    match (kind, key) {
        (Kind::Entries(ledger), "status") => statuses(ledger).map(|(_, zh)| zh).collect(),
        (Kind::Entries(_), _) => match kind.field(key).map(|field| field.kind) {
            Some(Of::Word { words }) => words.iter().map(|word| word.zh).collect(),
            Some(Of::Flag) => vec![YES, NO],
            _ => vec![],
        },
        (Kind::Problems, "source") => SOURCES.names(),
        (Kind::Problems, "severity") => SEVERITIES.names(),
        (Kind::Problems, "level") => LEVELS.names(),
        (Kind::Problems, "outcome") => OUTCOMES.names(),
        (Kind::Problems, "satisfaction") => SATISFACTIONS.names(),
        (Kind::Enterprises, "size") => SIZES.names(),
        (Kind::Enterprises, "operating_status") => STATUSES.names(),
        _ => vec![],
    }
}

/// A file that collects the rows that weren't taken, each with its reasons in the last column.
pub struct FailedRows {
    book: Workbook,
    /// By column: whether its numbers are days.
    are_days: Vec<bool>,
    epoch: Epoch,
    rows: u32,
}

impl FailedRows {
    /// # Errors
    /// A fault of ours.
    pub fn begin((kind, epoch): (Kind, Epoch), columns: &[FileColumn]) -> Result<Self> {
        let mut book = Workbook::new();
        let sheet = book
            .add_worksheet_with_constant_memory()
            .map_err(failed)?
            .set_name("未导入的行")
            .map_err(failed)?;
        for (index, column) in (0_u16..).zip(columns) {
            sheet
                .write_string_with_format(0, index, &*xml(&column.heading), &header())
                .map_err(failed)?;
        }
        let last = u16::try_from(columns.len()).map_err(Error::internal)?;
        sheet.set_column_width(last, REASON).map_err(failed)?;
        sheet
            .write_string_with_format(0, last, "失败原因", &header())
            .map_err(failed)?;
        let is_day = |column: &FileColumn| {
            let known = column.key.as_deref().and_then(|key| kind.by_key(key));
            known.is_some_and(|known| known.kind == Cells::Day)
        };
        Ok(Self {
            book,
            are_days: columns.iter().map(is_day).collect(),
            epoch,
            rows: 0,
        })
    }

    /// What stands beyond the header comes behind the reasons.
    ///
    /// # Errors
    /// A fault of ours.
    pub fn add(&mut self, cells: &[Value], reasons: &str) -> Result<()> {
        self.rows += 1;
        let last = u16::try_from(self.are_days.len()).map_err(Error::internal)?;
        for (index, cell) in (0_u16..).zip(cells) {
            let is_day = self.are_days.get(usize::from(index)).is_some_and(|is| *is);
            let column = if index < last { index } else { index + 1 };
            self.put(column, cell, is_day)?;
        }
        self.put(last, &Value::Text(reasons.to_owned()), false)
    }

    fn put(&mut self, column: u16, cell: &Value, is_day: bool) -> Result<()> {
        let row = self.rows;
        let sheet = self.book.worksheet_from_index(0).map_err(failed)?;
        // The calendar of the file isn't that of this one.
        let day = match cell {
            Value::Number(number) if is_day => of_number(*number, self.epoch),
            Value::Day(day) => Some(*day),
            _ => None,
        };
        if let Some(day) = day {
            let format = Format::new().set_num_format("yyyy-mm-dd");
            let day = rust_xlsxwriter::ExcelDateTime::parse_from_str(&day.to_string());
            let day = day.map_err(failed)?;
            sheet
                .write_datetime_with_format(row, column, &day, &format)
                .map_err(failed)?;
            return Ok(());
        }
        match cell {
            Value::Number(number) => sheet.write_number(row, column, *number),
            other => match other.shown() {
                text if text.is_empty() => return Ok(()),
                text if text.chars().count() > EXCEL_TEXT => {
                    sheet.write_string(row, column, TOO_LONG)
                }
                text => sheet.write_string(row, column, &*xml(&text)),
            },
        }
        .map_err(failed)?;
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
    use crate::ledger::import::rules::header::Mapping;
    use crate::ledger::import::rules::read::{Source, Table};
    use crate::ledger::import::rules::table::{TableRequest, read_table};

    #[test]
    fn every_template_reads_as_its_kind_and_has_no_data() {
        for kind in Kind::OWN {
            let file = template(*kind).unwrap();
            let mut table = Table::open(&file).unwrap();
            let mut keys = vec![];
            let wanted = TableRequest {
                kind: *kind,
                mapping: &Mapping::new(),
                sheet: None,
                unit: None,
            };
            let mut on_seen = |seen: &crate::ledger::import::rules::table::FileSeen| {
                let columns = seen.columns.iter();
                keys = columns.filter_map(|column| column.key.clone()).collect();
                Ok(())
            };
            let read = read_table(&mut table, wanted, &mut on_seen, &mut |_| Ok(()));
            assert_eq!(read, Err(FileFault::new("file_empty")));
            let wanted: Vec<_> = kind.columns().iter().map(|column| column.key).collect();
            assert_eq!(keys, wanted, "{kind}");
        }
    }

    fn written(epoch: Epoch, cells: &[Value]) -> Vec<Value> {
        let column = |heading: &str, key: Option<&str>| FileColumn {
            letter: String::new(),
            heading: heading.to_owned(),
            key: key.map(str::to_owned),
            passed_over_for: None,
            derived: false,
        };
        let columns = [
            column("企业名称", Some("enterprise")),
            column("提出日期", Some("raised_on")),
            column("序号", None),
        ];
        let mut file = FailedRows::begin((Kind::Problems, epoch), &columns).unwrap();
        file.add(cells, "提出日期：不能为空").unwrap();
        let bytes = file.finish().unwrap();
        let mut table = Table::open(&bytes).unwrap();
        let mut rows = table.rows(Source::Sheet(0)).unwrap();
        rows.next_row().unwrap().unwrap();
        rows.next_row().unwrap().unwrap().cells
    }

    #[test]
    fn failed_rows_come_back_with_their_reasons() {
        let day = Value::Day("2021-08-02".parse().unwrap());
        let text = |text: &str| Value::Text(text.to_owned());
        let why = text("提出日期：不能为空");
        let cells = [
            text("=1+1"),
            day.clone(),
            Value::Number(1.0),
            text("多出的"),
        ];
        let wanted = [
            text("=1+1"),
            day.clone(),
            Value::Number(1.0),
            why.clone(),
            text("多出的"),
        ];
        assert_eq!(written(Epoch::Y1900, &cells), wanted);
        // A number is a day by the calendar of its own file; one that can't be a day stays what it is.
        let cells = [
            text("农庄"),
            Value::Number(42_948.0),
            Value::Number(42_948.0),
        ];
        let wanted = [text("农庄"), day, Value::Number(42_948.0), why.clone()];
        assert_eq!(written(Epoch::Y1904, &cells), wanted);
        let cells = [Value::Empty, Value::Number(2_994_626.0)];
        assert_eq!(written(Epoch::Y1900, &cells)[1], Value::Number(2_994_626.0));
        // What was too long to be taken isn't lost.
        let long = "字".repeat(20_000);
        let cells = [
            Value::of_text(long.clone()),
            Value::Fault("error_value", "#REF!".into()),
        ];
        let told = written(Epoch::Y1900, &cells);
        assert_eq!(
            (told[0].shown(), told[1].shown()),
            (long, "#REF!".to_owned())
        );
        let cells = [Value::of_text("字".repeat(EXCEL_TEXT + 1))];
        assert_eq!(written(Epoch::Y1900, &cells)[0], text(TOO_LONG));
    }
}
