//! The ledger as csv: UTF-8 with a BOM, by which Excel knows it, and lines that end in CRLF.

use std::fs::File;
use std::io::{BufWriter, Write};

use chrono::NaiveDate;
use csv::{Terminator, Writer, WriterBuilder};

use super::{Cell, Sheet, disk};
use crate::base::money::in_ten_thousands;
use crate::base::{Error, Result};
use crate::ledger::columns::{Column, guarded};
use crate::ledger::words::{LIGHTS, written};

pub struct Csv(Writer<BufWriter<File>>);

impl Csv {
    pub fn begin(file: File, columns: &[&'static Column]) -> Result<Self> {
        let mut file = BufWriter::new(file);
        file.write_all("\u{feff}".as_bytes()).map_err(disk)?;
        let mut writer = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .from_writer(file);
        let headings = columns.iter().map(|column| column.heading);
        writer.write_record(headings).map_err(failed)?;
        Ok(Self(writer))
    }
}

impl Sheet for Csv {
    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        self.0.write_record(cells.iter().map(text)).map_err(failed)
    }

    fn finish(mut self: Box<Self>, _: Option<NaiveDate>) -> Result<()> {
        self.0.flush().map_err(disk)
    }
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => guarded(text).into_owned(),
        Cell::Day(day) => day.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Money(yuan) => in_ten_thousands(*yuan),
        Cell::Light(light) => written(LIGHTS, *light).to_owned(),
    }
}

fn failed(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => disk(error),
        other => Error::internal(format!("{other:?}")),
    }
}
