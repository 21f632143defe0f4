//! Excel: real numbers and days, rates as percentages beside what they are made of, charts that stay
//! charts, every sheet ready to be printed on A4. Texts are written as texts: none becomes a formula.

mod formats;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Chart as Drawing, ChartFont, ChartFormat, ChartLine, ChartLineDashType, ChartSolidFill,
    ChartType, Color, DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError,
};

use self::formats::Formats;
use crate::base::Result;
use crate::base::book::{book_failed, writing};
use crate::base::characters::xml;
use crate::reports::rules::Definition;
use crate::reports::rules::paper::{
    Block, Cell, Chart, Column, Kind, Paper, Shape, Sheet, Size, Table,
};

type Done<T = ()> = std::result::Result<T, XlsxError>;

const A3: u8 = 8;
const A4: u8 = 9;
/// Rows that a chart covers, and those below it.
const CHART_ROWS: u32 = 17;

/// # Errors
/// 507 and 503 of the disk; else a fault of ours in the workbook.
pub fn workbook(paper: &Paper) -> Result<Vec<u8>> {
    writing(|| written(paper).map_err(book_failed))
}

fn written(paper: &Paper) -> Done<Vec<u8>> {
    let mut book = Workbook::new();
    let created = excel(paper.dated)?;
    let author = paper.signature.as_ref().map_or("", |signed| &signed.name);
    book.set_properties(
        &DocProperties::new()
            .set_title(&*xml(&paper.title))
            .set_author(&*xml(author))
            .set_creation_datetime(&created),
    );
    let formats = Formats::new();
    for sheet in Sheet::ALL {
        let blocks = paper
            .blocks
            .iter()
            .filter_map(|block| Piece::on(sheet, block));
        let pieces: Vec<Piece<'_>> = blocks.collect();
        if !pieces.is_empty() || sheet == Sheet::Totals {
            let mut page = Page::begin(&mut book, sheet.name(), paper, &formats)?;
            if sheet == Sheet::Totals {
                if paper.size == Size::A4 {
                    page.sheet.set_portrait().set_print_scale(80);
                }
                page.sentences(paper)?;
            }
            pieces.iter().try_for_each(|piece| page.piece(piece))?;
            if sheet == Sheet::Totals {
                page.foot(paper)?;
            }
            page.end()?;
        }
    }
    let definitions = paper.blocks.iter().find_map(|block| match block {
        Block::Definitions(list) => Some(list),
        _ => None,
    });
    if let Some(list) = definitions {
        let mut page = Page::begin(&mut book, "口径", paper, &formats)?;
        page.definitions(list)?;
        page.end()?;
    }
    book.save_to_buffer()
}

/// What Excel shows of a block.
enum Piece<'a> {
    Table(&'a Table),
    Chart(&'a Chart),
}

impl<'a> Piece<'a> {
    fn on(sheet: Sheet, block: &'a Block) -> Option<Self> {
        match block {
            Block::Table(table) if table.sheet == sheet => Some(Self::Table(table)),
            Block::Chart(chart) if chart.sheet == sheet => Some(Self::Chart(chart)),
            _ => None,
        }
    }
}

/// A sheet and the next free row.
struct Page<'a> {
    sheet: &'a mut Worksheet,
    formats: &'a Formats,
    row: u32,
    /// The widest that each column was asked to be.
    widths: Vec<f64>,
    /// The only table's header, to be repeated on each printed page.
    head: Option<u32>,
    tables: usize,
    /// Where a chart with its numbers begins, which no page should cut.
    charts: Vec<u32>,
}

impl<'a> Page<'a> {
    fn begin(
        book: &'a mut Workbook,
        name: &str,
        paper: &Paper,
        formats: &'a Formats,
    ) -> Done<Self> {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?;
        sheet.set_landscape();
        sheet.set_paper_size(match paper.size {
            Size::A4 => A4,
            Size::A3Wide => A3,
        });
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
        sheet.set_footer("&C— &P / &N —");
        sheet.write_string_with_format(0, 0, &*xml(&paper.title), &formats.title)?;
        let under = paper.under.iter().chain(&paper.mark);
        let under: Vec<&str> = under.map(String::as_str).collect();
        sheet.write_string(1, 0, &*xml(&under.join("　")))?;
        Ok(Self {
            sheet,
            formats,
            row: 3,
            widths: Vec::new(),
            head: None,
            tables: 0,
            charts: Vec::new(),
        })
    }

    fn sentences(&mut self, paper: &Paper) -> Done {
        for block in &paper.blocks {
            if let Block::Paragraph(text) = block {
                self.sheet.write_string(self.row, 0, &*xml(text))?;
                self.row += 1;
            }
        }
        self.row += 1;
        Ok(())
    }

    fn foot(&mut self, paper: &Paper) -> Done {
        let signed = paper.signature.as_ref();
        let signed = signed.map(|signed| format!("{}　{}", signed.name, signed.on));
        for line in signed.iter().chain(&paper.foot) {
            self.sheet.write_string(self.row, 0, &*xml(line))?;
            self.row += 1;
        }
        Ok(())
    }

    fn definitions(&mut self, list: &[Definition]) -> Done {
        for (at, name) in ["名称", "口径"].into_iter().enumerate() {
            self.widen(at, if at == 0 { 24.0 } else { 100.0 });
            let at = u16::try_from(at).unwrap_or(u16::MAX);
            self.sheet
                .write_string_with_format(self.row, at, name, &self.formats.head)?;
        }
        self.head = Some(self.row);
        self.tables = 1;
        for one in list {
            self.row += 1;
            let texts = [&one.name, &one.text];
            for (at, text) in (0..).zip(texts) {
                self.sheet
                    .write_string_with_format(self.row, at, text, &self.formats.text)?;
            }
        }
        Ok(())
    }

    fn piece(&mut self, piece: &Piece<'_>) -> Done {
        match piece {
            Piece::Table(table) => {
                self.table(table)?;
                self.row += 2;
            }
            Piece::Chart(chart) => self.chart(chart)?,
        }
        Ok(())
    }

    /// Leaves the row after its last line.
    fn table(&mut self, table: &Table) -> Done {
        let caption = xml(&table.caption);
        self.sheet
            .write_string_with_format(self.row, 0, &*caption, &self.formats.caption)?;
        self.row += 1;
        self.head = Some(self.row);
        self.tables += 1;
        let mut at = 0;
        for column in &table.columns {
            for (name, width) in spread(column) {
                self.widen(usize::from(at), width);
                self.sheet
                    .write_string_with_format(self.row, at, name, &self.formats.head)?;
                at += 1;
            }
        }
        for line in &table.rows {
            self.row += 1;
            let mut at = 0;
            for (cell, column) in line.cells.iter().zip(&table.columns) {
                self.cell(at, cell, column.kind)?;
                at += u16::try_from(spread(column).len()).unwrap_or(1);
            }
        }
        self.row += 1;
        Ok(())
    }

    fn cell(&mut self, at: u16, cell: &Cell, kind: Kind) -> Done {
        let (sheet, row, formats) = (&mut *self.sheet, self.row, self.formats);
        match cell {
            Cell::Text(text) => {
                sheet.write_string_with_format(row, at, &*xml(text), &formats.text)?
            }
            Cell::Number(number) => {
                sheet.write_number_with_format(row, at, float(*number), &formats.number)?
            }
            Cell::Change(by) => {
                sheet.write_number_with_format(row, at, float(*by), &formats.change)?
            }
            Cell::Rate(rate) => {
                // As it is shown elsewhere: rounded once, in whole numbers.
                match rate
                    .percent
                    .as_deref()
                    .and_then(|shown| shown.parse::<f64>().ok())
                {
                    Some(shown) => {
                        sheet.write_number_with_format(row, at, shown / 100.0, &formats.percent)?
                    }
                    None => sheet.write_string_with_format(row, at, "—", &formats.nothing)?,
                };
                for (at, part) in (at + 1..).zip([rate.numerator, rate.denominator]) {
                    sheet.write_number_with_format(row, at, float(part), &formats.number)?;
                }
                return Ok(());
            }
            Cell::Decimal(shown) => match shown.parse::<f64>() {
                Ok(number) => sheet.write_number_with_format(row, at, number, &formats.decimal)?,
                Err(_) => sheet.write_string_with_format(row, at, &*xml(shown), &formats.text)?,
            },
            Cell::Day(day) => {
                sheet.write_datetime_with_format(row, at, excel(*day)?, &formats.day)?
            }
            Cell::Limit { on, original } => {
                sheet.write_datetime_with_format(row, at, excel(*on)?, &formats.day)?;
                match original {
                    Some(original) => sheet.write_datetime_with_format(
                        row,
                        at + 1,
                        excel(*original)?,
                        &formats.day,
                    )?,
                    None => sheet.write_blank(row, at + 1, &formats.day)?,
                }
            }
            Cell::Nothing => {
                if kind == Kind::Limit {
                    sheet.write_blank(row, at + 1, &formats.day)?;
                }
                sheet.write_string_with_format(row, at, "—", &formats.nothing)?
            }
        };
        Ok(())
    }

    fn chart(&mut self, chart: &Chart) -> Done {
        self.charts.push(self.row);
        let first = self.row + 2;
        self.table(&chart.as_table())?;
        let last = self.row - 1;
        let name = self.sheet.name();
        let mut drawing = Drawing::new(match chart.shape {
            Shape::Lines => ChartType::Line,
            Shape::Bars => ChartType::Bar,
        });
        drawing.title().set_name(&*xml(&chart.title));
        let mut small = ChartFont::new();
        small.set_size(10);
        drawing.x_axis().set_font(&small).set_name(chart.axis);
        drawing.y_axis().set_font(&small);
        if chart.shape == Shape::Bars {
            drawing.legend().set_hidden();
            // The longest at the top, as in the table.
            drawing.x_axis().set_reverse();
        }
        for (at, series) in (1..).zip(&chart.series) {
            let mut ink = ChartFormat::new();
            match chart.shape {
                Shape::Lines => {
                    let mut line = ChartLine::new();
                    line.set_color(Color::Black).set_width(2.0);
                    if at > 1 {
                        line.set_dash_type(ChartLineDashType::Dash);
                    }
                    ink.set_line(&line);
                }
                Shape::Bars => {
                    let mut fill = ChartSolidFill::new();
                    fill.set_color(Color::RGB(0x0066_6666));
                    ink.set_solid_fill(&fill);
                }
            }
            drawing
                .add_series()
                .set_name(series.name)
                .set_categories((name.as_str(), first, 0, last, 0))
                .set_values((name.as_str(), first, at, last, at))
                .set_format(&mut ink);
        }
        drawing.set_width(760).set_height(300);
        self.row += 1;
        self.sheet.insert_chart(self.row, 0, &drawing)?;
        self.row += CHART_ROWS;
        Ok(())
    }

    fn widen(&mut self, at: usize, width: f64) {
        if self.widths.len() <= at {
            self.widths.resize(at + 1, 0.0);
        }
        if let Some(known) = self.widths.get_mut(at) {
            *known = known.max(width);
        }
    }

    fn end(self) -> Done {
        for (at, width) in (0..).zip(&self.widths) {
            self.sheet.set_column_width(at, *width)?;
        }
        // Of use where the sheet isn't fitted to the page's width.
        self.sheet.set_page_breaks(&self.charts)?;
        if let Some(head) = self.head.filter(|_| self.tables == 1) {
            self.sheet.set_repeat_rows(head, head)?;
            self.sheet.set_freeze_panes(head + 1, 1)?;
        }
        Ok(())
    }
}

/// The columns that one column of the paper becomes, with their widths.
fn spread(column: &Column) -> Vec<(String, f64)> {
    let name = format!("{}{}", column.group.unwrap_or(""), column.name);
    let wide = f64::from(column.width) * 0.75;
    match column.kind {
        Kind::Text => vec![(name, wide.max(12.0))],
        Kind::Number | Kind::Change => vec![(name, 9.0)],
        Kind::Day => vec![(name, 12.0)],
        Kind::Rate => vec![
            (name.clone(), 10.0),
            (format!("{name}分子"), 9.0),
            (format!("{name}分母"), 9.0),
        ],
        Kind::Limit => vec![(name.clone(), 12.0), (format!("原{name}"), 12.0)],
    }
}

fn excel(day: NaiveDate) -> Done<ExcelDateTime> {
    let year = u16::try_from(day.year()).unwrap_or(0);
    let of = |part: u32| u8::try_from(part).unwrap_or(0);
    ExcelDateTime::from_ymd(year, of(day.month()), of(day.day()))
}

#[expect(clippy::cast_precision_loss, reason = "Excel knows no other numbers")]
fn float(number: i64) -> f64 {
    number as f64
}
