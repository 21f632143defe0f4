//! Merged cells: what stands in their first cell is meant for every cell they cover.

use std::rc::Rc;

use quick_xml::events::Event;

use super::sheet::place;
use super::xml::{Xml, attribute};
use crate::ledger::import::rules::fault::{FileFault, damaged};
use crate::ledger::import::rules::read::COLUMNS_MAX;
use crate::ledger::import::rules::value::Value;

/// Merged blocks of a sheet at most, and the cells that all of them cover.
pub const MERGES_MAX: usize = 100_000;
pub const MERGED_CELLS_MAX: u64 = 1_000_000;

/// The merged blocks of a sheet, by their first row.
#[derive(Debug, Default)]
pub struct Merges(Vec<Merge>);

#[derive(Debug)]
struct Merge {
    first: u32,
    last: u32,
    /// Columns from 0, the end not among them; beyond the last one that is read nothing is covered.
    from: usize,
    end: usize,
}

impl Merges {
    /// Reads a sheet to its end.
    ///
    /// # Errors
    /// What is damaged, and more than there may be.
    pub fn read(xml: &mut Xml) -> Result<Self, FileFault> {
        let (mut merges, mut left) = (vec![], MERGED_CELLS_MAX);
        loop {
            match xml.next_event()? {
                Event::Start(element) if element.local_name().as_ref() == b"mergeCell" => {
                    let Some(range) = attribute(&element, "ref")? else {
                        continue;
                    };
                    let Some(merge) = Merge::of(&range)? else {
                        continue;
                    };
                    let rows = u64::from(merge.last - merge.first + 1);
                    let many = rows * (merge.end - merge.from) as u64;
                    left = left
                        .checked_sub(many)
                        .filter(|_| merges.len() < MERGES_MAX)
                        .ok_or_else(|| FileFault::new("too_many_merges"))?;
                    merges.push(merge);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        merges.sort_by_key(|merge| (merge.first, merge.from));
        Ok(Self(merges))
    }
}

impl Merge {
    /// None where no more than one cell that is read is covered.
    fn of(range: &str) -> Result<Option<Self>, FileFault> {
        let (one, other) = range.split_once(':').unwrap_or((range, range));
        let (one, other) = (place(one)?, place(other)?);
        let merge = Self {
            first: one.row.min(other.row),
            last: one.row.max(other.row),
            from: one.column.min(other.column) as usize - 1,
            end: (one.column.max(other.column) as usize).min(COLUMNS_MAX),
        };
        let is_one = merge.first == merge.last && merge.from + 1 >= merge.end;
        Ok((merge.from < merge.end && !is_one).then_some(merge))
    }
}

/// The blocks that cover the row being read.
pub struct Covered<'a> {
    to_come: std::slice::Iter<'a, Merge>,
    next: Option<&'a Merge>,
    /// By column: the last row that is covered, and with what.
    columns: Vec<Option<(u32, Rc<Value>)>>,
}

impl<'a> Covered<'a> {
    pub fn by(merges: &'a Merges) -> Self {
        let mut to_come = merges.0.iter();
        Self {
            next: to_come.next(),
            to_come,
            columns: vec![None; COLUMNS_MAX],
        }
    }

    /// Fills the empty cells of a row that lie in a block; gives their columns. Rows come in their order.
    ///
    /// # Errors
    /// Blocks that cover each other.
    pub fn fill(&mut self, row: u32, cells: &mut Vec<Value>) -> Result<Vec<usize>, FileFault> {
        for column in &mut self.columns {
            column.take_if(|(last, _)| *last < row);
        }
        while let Some(merge) = self.next.filter(|merge| merge.first <= row) {
            self.next = self.to_come.next();
            let value = cells.get(merge.from).filter(|_| merge.first == row);
            // Where the first cell is empty, or its row isn't there, the block is.
            let Some(value) = value.filter(|value| !value.is_empty()) else {
                continue;
            };
            let value = Rc::new(value.clone());
            for column in &mut self.columns[merge.from..merge.end] {
                if column.replace((merge.last, value.clone())).is_some() {
                    return Err(damaged("merged blocks that cover each other"));
                }
            }
        }
        let mut filled = vec![];
        for (at, column) in self.columns.iter().enumerate() {
            let Some((_, value)) = column else { continue };
            if cells.len() <= at {
                cells.resize(at + 1, Value::Empty);
            }
            if cells[at].is_empty() {
                cells[at] = Value::clone(value);
                filled.push(at);
            }
        }
        Ok(filled)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn merges(ranges: &[&str]) -> Result<Merges, FileFault> {
        let cells: String = ranges
            .iter()
            .map(|range| format!("<mergeCell ref=\"{range}\"/>"))
            .collect();
        let sheet = format!("<worksheet><sheetData/><mergeCells>{cells}</mergeCells></worksheet>");
        Merges::read(&mut Xml::begin(Box::new(std::io::Cursor::new(
            sheet.into_bytes(),
        )))?)
    }

    fn texts(cells: &[Value]) -> Vec<String> {
        cells.iter().map(Value::shown).collect()
    }

    #[test]
    fn a_block_is_filled_with_its_first_cell_row_by_row() {
        let merges = merges(&["B2:C4", "A3:A3", "D4:D2", "A1:XFD1"]).unwrap();
        let mut covered = Covered::by(&merges);
        let row = |texts: &[&str]| -> Vec<Value> {
            texts.iter().map(|text| Value::of_text(*text)).collect()
        };
        let mut title = row(&["台账"]);
        assert_eq!(covered.fill(1, &mut title).unwrap().len(), COLUMNS_MAX - 1);
        let mut first = row(&["甲", "供电公司", "", "八月"]);
        assert_eq!(covered.fill(2, &mut first).unwrap(), [2]);
        assert_eq!(texts(&first), ["甲", "供电公司", "供电公司", "八月"]);
        // A row in between may be missing, and a cell that has its own text keeps it.
        let mut last = row(&["乙", "", "水务"]);
        assert_eq!(covered.fill(4, &mut last).unwrap(), [1, 3]);
        assert_eq!(texts(&last), ["乙", "供电公司", "水务", "八月"]);
        let mut below = row(&["丙"]);
        assert!(covered.fill(5, &mut below).unwrap().is_empty());
    }

    #[test]
    fn an_empty_block_fills_nothing_and_blocks_that_cover_each_other_are_damaged() {
        let one = merges(&["A2:B3"]).unwrap();
        let mut covered = Covered::by(&one);
        let mut below = vec![Value::Empty, Value::of_text("x")];
        assert!(covered.fill(3, &mut below).unwrap().is_empty());
        let both = merges(&["A1:B2", "B2:C3"]).unwrap();
        let mut covered = Covered::by(&both);
        covered.fill(1, &mut vec![Value::of_text("x")]).unwrap();
        let other = covered.fill(2, &mut vec![Value::Empty, Value::of_text("y")]);
        assert_eq!(other, Err(FileFault::new("damaged")));
    }

    #[test]
    fn the_number_of_blocks_and_of_their_cells_is_bounded() {
        let many = |many: usize| -> Vec<String> {
            (1..=many).map(|row| format!("A{row}:B{row}")).collect()
        };
        let read = |ranges: &[String]| {
            let ranges: Vec<&str> = ranges.iter().map(String::as_str).collect();
            merges(&ranges).map(|_| ()).map_err(|fault| fault.code)
        };
        assert_eq!(read(&many(MERGES_MAX)), Ok(()));
        assert_eq!(read(&many(MERGES_MAX + 1)), Err("too_many_merges"));
        assert_eq!(read(&["A1:A1000000".to_owned()]), Ok(()));
        assert_eq!(read(&["A1:A1000001".to_owned()]), Err("too_many_merges"));
        assert_eq!(read(&["A1:A9999999".to_owned()]), Err("damaged"));
    }
}
