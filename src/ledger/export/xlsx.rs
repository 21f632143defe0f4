//! The ledger as a workbook of one sheet, made for the screen and for paper.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::{Cell, Layout, Sheet, XLSX_ROWS};
use crate::base::book::{book_failed as failed, writing};
use crate::base::characters::xml;
use crate::base::{Error, Result, files};
use crate::deadlines::rules::Light;
use crate::ledger::columns::{Column, Kind};
use crate::ledger::words::{LIGHTS, written};

const FONT: &str = "宋体";
const FONT_SIZE: f64 = 10.0;
/// Characters that still can be read where a page of A4 is as wide as that.
const PAGE_WIDTH: u16 = 240;
/// A4, as Excel numbers papers.
const A4: u8 = 9;
/// Of a line of text, and of the room above and beneath it, in points; and the most a row can have.
const LINE_HEIGHT: f64 = 13.5;
const ROOM: f64 = 3.0;
const HEIGHT_MAX: f64 = 409.0;
/// The day that stands in a file without problems.
const EARLIEST: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

pub struct Xlsx {
    book: Workbook,
    file: File,
    title: &'static str,
    columns: Vec<&'static Column>,
    looks: Looks,
    /// The row that comes next.
    next: u32,
    /// Whether the row before has a height of its own.
    is_high: bool,
}

/// The formats of the cells.
struct Looks {
    head: Format,
    line: Format,
    wrapped: Format,
    day: Format,
    number: Format,
    money: Format,
    lights: [(Light, Format); 3],
}

impl Looks {
    fn new() -> Self {
        let cell = Format::new()
            .set_font_name(FONT)
            .set_font_size(FONT_SIZE)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0xA6_A6_A6))
            .set_align(FormatAlign::Top);
        let centred = cell.clone().set_align(FormatAlign::Center);
        // As text, so that what people type over it stays what they typed.
        let line = cell.clone().set_num_format("@");
        let light = |fill, ink| {
            let filled = centred.clone().set_background_color(Color::RGB(fill));
            filled.set_font_color(Color::RGB(ink)).set_bold()
        };
        Self {
            head: centred
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0xDD_E8_F3)),
            wrapped: line.clone().set_text_wrap(),
            line,
            day: centred.clone().set_num_format("yyyy-mm-dd"),
            money: cell.clone().set_num_format("0.00##"),
            number: cell.set_num_format("0"),
            lights: [
                (Light::Green, light(0xD5_EC_D8, 0x1B_5E_20)),
                (Light::Yellow, light(0xFF_EE_B0, 0x7A_4F_00)),
                (Light::Red, light(0xF8_CE_CC, 0x9B_1C_1C)),
            ],
        }
    }

    fn light(&self, light: Light) -> &Format {
        let found = self.lights.iter().find(|(one, _)| *one == light);
        found.map_or(&self.line, |(_, format)| format)
    }
}

impl Xlsx {
    /// Begins a workbook of so many rows; `folder` holds what doesn't stay in memory.
    pub fn begin(file: File, folder: &Path, layout: &Layout, rows: usize) -> Result<Self> {
        let mut book = Workbook::new();
        book.set_tempdir(folder).map_err(failed)?;
        let looks = Looks::new();
        let sheet = book.add_worksheet_with_constant_memory().map_err(failed)?;
        let last = u32::try_from(rows).map_err(Error::internal)?;
        set_up(sheet, layout, &looks, last).map_err(failed)?;
        Ok(Self {
            book,
            file,
            title: layout.ledger.title,
            columns: layout.columns.clone(),
            looks,
            next: 1,
            is_high: false,
        })
    }

    fn put(&mut self, cells: &[Cell]) -> Result<()> {
        let sheet = self.book.worksheet_from_index(0).map_err(failed)?;
        let row = self.next;
        self.next += 1;
        let wanted = self
            .columns
            .iter()
            .zip(cells)
            .map(|(one, cell)| lines(one, cell));
        // Not every program makes room for long texts by itself.
        self.is_high = false;
        if let Some(lines @ 2..) = wanted.max()
            && (row as usize) < XLSX_ROWS
        {
            self.is_high = true;
            let height = (f64::from(lines) * LINE_HEIGHT + ROOM).min(HEIGHT_MAX);
            sheet.set_row_height(row, height).map_err(failed)?;
        }
        for (at, (column, cell)) in (0..).zip(self.columns.iter().zip(cells)) {
            let looks = &self.looks;
            let plain = match column.kind {
                Kind::Day => &looks.day,
                Kind::Number => &looks.number,
                Kind::Text | Kind::Word if column.wrap => &looks.wrapped,
                Kind::Text | Kind::Word => &looks.line,
            };
            // Never a formula, whatever a text looks like.
            let written = match cell {
                Cell::Empty => sheet.write_blank(row, at, plain),
                Cell::Text(text) => sheet.write_string_with_format(row, at, &*xml(text), plain),
                Cell::Day(day) => sheet.write_number_with_format(row, at, serial(*day), plain),
                #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
                Cell::Number(number) => {
                    sheet.write_number_with_format(row, at, *number as f64, plain)
                }
                #[expect(clippy::cast_precision_loss, reason = "10^15 yuan stay below 2^52")]
                Cell::Money(yuan) => {
                    let money = *yuan as f64 / 10_000.0;
                    sheet.write_number_with_format(row, at, money, &looks.money)
                }
                Cell::Light(light) => {
                    let word = written(LIGHTS, *light);
                    sheet.write_string_with_format(row, at, word, looks.light(*light))
                }
            };
            written.map_err(failed)?;
        }
        Ok(())
    }
}

fn set_up(
    sheet: &mut Worksheet,
    layout: &Layout,
    looks: &Looks,
    last: u32,
) -> Result<(), XlsxError> {
    let (title, columns) = (layout.ledger.title, &layout.columns);
    sheet.set_name(title)?;
    let mut width = 0;
    for (at, column) in (0..).zip(columns) {
        sheet.set_column_width(at, f64::from(column.width))?;
        width += column.width;
    }
    // A row's number and the header stay in sight.
    let keeps_first = columns.first().is_some_and(|first| first.key == "number");
    sheet.set_freeze_panes(1, u16::from(keeps_first))?;
    sheet.set_landscape().set_paper_size(A4);
    sheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
    sheet.set_print_fit_to_pages(width.div_ceil(PAGE_WIDTH), 0);
    sheet.set_repeat_rows(0, 0)?;
    if keeps_first {
        sheet.set_repeat_columns(0, 0)?;
    }
    sheet.set_header(format!("&C&\"{FONT},Bold\"&14{title}"));
    sheet.set_footer(format!("&C&\"{FONT},Regular\"第 &P 页 共 &N 页"));
    sheet.set_row_height(0, 30)?;
    for (at, column) in (0..).zip(columns) {
        sheet.write_string_with_format(0, at, column.heading, &looks.head)?;
        if at > 0 {
            continue;
        }
        let end = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, last, end)?;
    }
    Ok(())
}

impl Sheet for Xlsx {
    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        writing(|| self.put(cells))
    }

    fn finish(mut self: Box<Self>, latest: Option<NaiveDate>) -> Result<()> {
        // The same rows give the same bytes: no clock stands in the file.
        let latest = latest.unwrap_or(NaiveDate::MIN).max(EARLIEST);
        let year = u16::try_from(latest.year()).map_err(Error::internal)?;
        let (month, day) = (latest.month() as u8, latest.day() as u8);
        let made = ExcelDateTime::from_ymd(year, month, day);
        let about = DocProperties::new()
            .set_title(self.title)
            .set_author("zhuqi 助企")
            .set_creation_datetime(&made.map_err(failed)?);
        self.book.set_properties(&about);
        if self.is_high {
            // The library writes the last row once more, without its cells, where it has a height of its own.
            let sheet = self.book.worksheet_from_index(0).map_err(failed)?;
            let empty = Format::new().set_num_format("@");
            sheet.write_blank(self.next, 0, &empty).map_err(failed)?;
        }
        let mut writer = BufWriter::new(&self.file);
        writing(|| self.book.save_to_writer(&mut writer).map_err(failed))?;
        // Dropped, it would keep to itself that the last bytes had no room.
        writer.flush().map_err(files::failed)
    }
}

/// How many lines a cell takes in its column; a Chinese character is as wide as two Latin ones.
fn lines(column: &Column, cell: &Cell) -> u16 {
    let Cell::Text(text) = cell else { return 1 };
    if !column.wrap {
        return 1;
    }
    let line = |text: &str| {
        let width = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 });
        let width: usize = width.sum();
        width.div_ceil(usize::from(column.width)).max(1)
    };
    let lines: usize = text.split('\n').map(line).sum();
    u16::try_from(lines).unwrap_or(u16::MAX)
}

/// A day as Excel counts it.
fn serial(day: NaiveDate) -> f64 {
    let first = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or(NaiveDate::MIN);
    i32::try_from((day - first).num_days()).map_or(0.0, f64::from)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn days_are_excels() {
        for (day, number) in [("1900-03-01", 61.0), ("2021-08-02", 44410.0)] {
            assert!((serial(day.parse().unwrap()) - number).abs() < 0.1, "{day}");
        }
    }

    #[test]
    fn a_row_is_as_high_as_its_longest_text() {
        let column = crate::ledger::columns::by_key("title").unwrap();
        let lines = |text: &str| lines(column, &Cell::Text(text.into()));
        assert_eq!(lines("用电"), 1);
        assert_eq!(lines(&"电".repeat(14)), 1);
        assert_eq!(lines(&"电".repeat(15)), 2);
        assert_eq!(lines("一\n\n二"), 3);
    }
}
