//! A paper as plain values for the templates: texts with their places, nothing left to decide.

use serde::Serialize;

use super::chart;
use crate::base::Result;
use crate::reports::rules::Definition;
use crate::reports::rules::paper::{Block, Cell, Chart, Column, Line, Paper, Size, Table, day};

#[derive(Debug, Serialize)]
pub struct Drawn<'a> {
    /// A3 in landscape, else A4 upright.
    pub is_wide: bool,
    pub red_head: Option<&'a str>,
    pub title: &'a str,
    pub under: &'a [String],
    pub mark: Option<&'a str>,
    pub blocks: Vec<Piece<'a>>,
    pub signature: Option<&'a str>,
    pub signed_on: Option<String>,
    pub foot: &'a [String],
    pub dated: String,
}

/// A block; exactly one of its fields is there.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Piece<'a> {
    Heading {
        text: &'a str,
    },
    Subheading {
        text: &'a str,
    },
    Paragraph {
        text: &'a str,
    },
    Note {
        text: &'a str,
    },
    Table {
        table: Grid,
    },
    Chart {
        title: &'a str,
        svg: String,
        table: Grid,
    },
    Definitions {
        list: &'a [Definition],
    },
}

#[derive(Debug, Serialize)]
pub struct Grid {
    /// Only where nothing stands over the table that names it.
    pub caption: Option<String>,
    /// Parts of the whole width, which is 1.
    pub widths: Vec<f64>,
    /// One or two rows.
    pub head: Vec<Vec<Head>>,
    pub rows: Vec<PaperRow>,
}

#[derive(Debug, Serialize)]
pub struct Head {
    pub text: String,
    pub columns: usize,
    pub rows: usize,
    pub width: f64,
    /// Goes on from the row above, which Word wants to be told.
    pub goes_on: bool,
}

#[derive(Debug, Serialize)]
pub struct PaperRow {
    pub is_sum: bool,
    pub cells: Vec<Place>,
}

#[derive(Debug, Serialize)]
pub struct Place {
    pub lines: Vec<String>,
    /// A number stands at the right; a day in the middle.
    pub align: &'static str,
}

/// # Errors
/// A chart that can't be written: a fault of ours.
pub fn drawn(paper: &Paper) -> Result<Drawn<'_>> {
    Ok(Drawn {
        is_wide: paper.size == Size::A3Wide,
        red_head: paper.red_head.as_deref(),
        title: &paper.title,
        under: &paper.under,
        mark: paper.mark.as_deref(),
        blocks: paper.blocks.iter().map(piece).collect::<Result<_>>()?,
        signature: paper.signature.as_ref().map(|signed| signed.name.as_str()),
        signed_on: paper.signature.as_ref().map(|signed| day(signed.on)),
        foot: &paper.foot,
        dated: paper.dated.to_string(),
    })
}

fn piece(block: &Block) -> Result<Piece<'_>> {
    Ok(match block {
        Block::Heading(text) => Piece::Heading { text },
        Block::Subheading(text) => Piece::Subheading { text },
        Block::Paragraph(text) => Piece::Paragraph { text },
        Block::Note(text) => Piece::Note { text },
        Block::Table(table) => Piece::Table {
            table: grid(table, None),
        },
        Block::Chart(chart) => charted(chart)?,
        Block::Definitions(list) => Piece::Definitions { list },
    })
}

fn charted(chart: &Chart) -> Result<Piece<'_>> {
    let table = chart.as_table();
    Ok(Piece::Chart {
        title: &chart.title,
        svg: chart::svg(chart)?,
        table: grid(&table, Some(table.caption.clone())),
    })
}

fn grid(table: &Table, caption: Option<String>) -> Grid {
    let whole: u16 = table.columns.iter().map(|column| column.width).sum();
    let widths = table.columns.iter();
    Grid {
        caption,
        widths: widths
            .map(|column| f64::from(column.width) / f64::from(whole.max(1)))
            .collect(),
        head: head(&table.columns, f64::from(whole.max(1))),
        rows: table.rows.iter().map(row).collect(),
    }
}

/// A row of names; two where some columns are grouped.
fn head(columns: &[Column], whole: f64) -> Vec<Vec<Head>> {
    let is_double = columns.iter().any(|column| column.group.is_some());
    let (mut upper, mut lower): (Vec<Head>, Vec<Head>) = (Vec::new(), Vec::new());
    let name = |column: &Column, rows, goes_on| Head {
        text: column.name.clone(),
        columns: 1,
        rows,
        width: f64::from(column.width) / whole,
        goes_on,
    };
    for column in columns {
        match column.group {
            None => {
                upper.push(name(column, if is_double { 2 } else { 1 }, false));
                lower.push(name(column, 1, true));
            }
            Some(group) => {
                lower.push(name(column, 1, false));
                match upper.last_mut().filter(|last| last.text == group) {
                    Some(last) => {
                        last.columns += 1;
                        last.width += f64::from(column.width) / whole;
                    }
                    None => upper.push(Head {
                        text: group.to_owned(),
                        ..name(column, 1, false)
                    }),
                }
            }
        }
    }
    if is_double {
        vec![upper, lower]
    } else {
        vec![upper]
    }
}

fn row(line: &Line) -> PaperRow {
    let place = |cell: &Cell| Place {
        lines: cell.lines(),
        align: match cell {
            Cell::Text(_) => "left",
            Cell::Number(_) | Cell::Change(_) | Cell::Rate(_) | Cell::Decimal(_) => "right",
            Cell::Day(_) | Cell::Limit { .. } | Cell::Nothing => "center",
        },
    };
    PaperRow {
        is_sum: line.is_sum,
        cells: line.cells.iter().map(place).collect(),
    }
}
