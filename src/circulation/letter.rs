//! What a mail of the week says: the report's sentences and its first tables, from the same paper
//! that Word, Excel and PDF are drawn from.

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

use crate::base::{Error, Result};
use crate::reports::rules::paper::{Block, Paper, Sheet, Table};

const TEXT: (&str, &str) = ("week.txt", include_str!("templates/week.txt"));
const HTML: (&str, &str) = ("week.html", include_str!("templates/week.html"));

#[derive(Serialize)]
struct Letter<'a> {
    title: &'a str,
    under: &'a [String],
    sentences: Vec<&'a str>,
    tables: Vec<Shown<'a>>,
    link: &'a str,
}

#[derive(Serialize)]
struct Shown<'a> {
    caption: &'a str,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// The two bodies.
pub struct Written {
    pub text: String,
    pub html: String,
}

/// Writes the letter.
///
/// # Errors
/// None in practice: the templates take every paper.
pub fn write(paper: &Paper, link: &str) -> Result<Written> {
    let blocks = || paper.blocks.iter();
    let letter = Letter {
        title: &paper.title,
        under: &paper.under,
        sentences: blocks()
            .take_while(|block| !matches!(block, Block::Heading(_)))
            .filter_map(|block| match block {
                Block::Paragraph(text) => Some(text.as_str()),
                _ => None,
            })
            .collect(),
        tables: blocks()
            .filter_map(|block| match block {
                Block::Table(table) if matches!(table.sheet, Sheet::Totals | Sheet::Parks) => {
                    Some(shown(table))
                }
                _ => None,
            })
            .collect(),
        link,
    };
    Ok(Written {
        text: render(TEXT, &letter)?,
        html: render(HTML, &letter)?,
    })
}

fn shown(table: &Table) -> Shown<'_> {
    let column = |column: &crate::reports::rules::paper::Column| match column.group {
        Some(group) => format!("{group}{}", column.name),
        None => column.name.clone(),
    };
    Shown {
        caption: &table.caption,
        columns: table.columns.iter().map(column).collect(),
        rows: table
            .rows
            .iter()
            .map(|row| {
                row.cells
                    .iter()
                    .map(|cell| cell.lines().join(" "))
                    .collect()
            })
            .collect(),
    }
}

fn render((name, source): (&'static str, &str), letter: &Letter<'_>) -> Result<String> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment
        .render_named_str(name, source, Serde(letter))
        .map_err(Error::internal)
}
