//! Random workbooks, written by somebody else's writer and read by somebody else's reader beside ours.

use calamine::{Data, DataType, Reader, Xlsx, open_workbook_from_rs};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zhuqi::ledger::import::rules::read::{Source, Table};
use zhuqi::ledger::import::rules::value::Value;

#[derive(Debug, Clone)]
enum Written {
    Nothing,
    Text(String),
    Number(f64),
    Bool(bool),
    Day(u16),
    /// A formula with its text.
    Formula(String),
}

fn written() -> impl Strategy<Value = Written> {
    let text = "[a-zA-Z0-9_x&<>\"' ,;:=+@\\-\u{4e00}-\u{9fa5}\u{3400}-\u{3410}😀\n]{1,12}";
    prop_oneof![
        2 => Just(Written::Nothing),
        4 => text.prop_map(Written::Text),
        1 => Just(Written::Text("_x0041_x_x000D_".to_owned())),
        1 => (-1e9..1e9_f64).prop_map(|number| Written::Number((number * 100.0).round() / 100.0 + 0.0)),
        1 => any::<bool>().prop_map(Written::Bool),
        1 => (0..30_000_u16).prop_map(Written::Day),
        1 => "[a-z\u{4e00}-\u{4eff}]{1,5}".prop_map(Written::Formula),
    ]
}

fn day(after: u16) -> NaiveDate {
    NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + Days::new(u64::from(after))
}

fn file(rows: &[Vec<Written>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let days = Format::new().set_num_format("yyyy-mm-dd");
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Written::Nothing => continue,
                Written::Text(text) => sheet.write_string(row, column, text),
                Written::Number(number) => sheet.write_number(row, column, *number),
                Written::Bool(is) => sheet.write_boolean(row, column, *is),
                Written::Day(after) => {
                    let day = ExcelDateTime::parse_from_str(&day(*after).to_string()).unwrap();
                    sheet.write_datetime_with_format(row, column, &day, &days)
                }
                Written::Formula(text) => {
                    let formula = Formula::new(format!("\"{text}\"&\"\"")).set_result(text);
                    sheet.write_formula(row, column, formula)
                }
            }
            .unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// What a cell is for us.
fn meant(cell: &Written) -> Value {
    match cell {
        Written::Nothing => Value::Empty,
        Written::Text(text) => Value::of_text(text.clone()),
        Written::Number(number) => Value::Number(*number),
        Written::Bool(is) => Value::Bool(*is),
        Written::Day(after) => Value::Day(day(*after)),
        Written::Formula(text) => Value::Text(text.clone()),
    }
}

/// By row and column: what another reader sees.
fn seen_by_calamine(file: &[u8]) -> Vec<((u32, u32), String)> {
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(file)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let Some((top, left)) = range.start() else {
        return vec![];
    };
    let text = |cell: &Data| match cell {
        Data::Bool(is) => (if *is { "是" } else { "否" }).to_owned(),
        Data::DateTime(_) => cell.as_date().unwrap().to_string(),
        other => other.to_string(),
    };
    let cells = range.used_cells();
    let placed =
        cells.map(|(row, column, cell)| ((top + row as u32, left + column as u32), text(cell)));
    placed.filter(|(_, text)| !text.trim().is_empty()).collect()
}

fn seen_by_us(file: &[u8]) -> Vec<(u32, Vec<Value>)> {
    let mut table = Table::open(file).unwrap();
    let mut rows = table.rows(Source::Sheet(0)).unwrap();
    let mut all = vec![];
    while let Some(row) = rows.next_row().unwrap() {
        all.push((row.number, row.cells));
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn a_workbook_is_read_as_it_was_written_and_as_another_reader_reads_it(
        rows in prop::collection::vec(prop::collection::vec(written(), 0..7), 0..9)
    ) {
        let file = file(&rows);
        let ours = seen_by_us(&file);
        let mut wanted = vec![];
        for (number, cells) in (1_u32..).zip(&rows) {
            let mut cells: Vec<Value> = cells.iter().map(meant).collect();
            while cells.last().is_some_and(Value::is_empty) {
                cells.pop();
            }
            if cells.iter().any(|cell| !cell.is_empty()) {
                wanted.push((number, cells));
            }
        }
        prop_assert_eq!(&ours, &wanted);
        let mut placed = vec![];
        for (number, cells) in &ours {
            for (column, cell) in (0_u32..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                placed.push(((number - 1, column), cell.shown()));
            }
        }
        prop_assert_eq!(placed, seen_by_calamine(&file));
    }
}
