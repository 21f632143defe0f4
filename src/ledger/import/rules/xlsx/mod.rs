//! An xlsx, read as a stream within bounds; why not with a reader that there is, tells
//! `docs/decisions/0014-xlsx-is-read-by-our-own-reader.md`.

mod merged;
mod package;
mod sheet;
mod strings;
mod styles;
mod xml;

use quick_xml::events::Event;

use self::merged::Merges;
use self::package::{Package, Relation};
use self::sheet::Book;
pub use self::sheet::Rows;
use self::strings::Strings;
use self::styles::Shows;
use self::xml::attribute;
use super::fault::{FileFault, damaged};
use super::value::Epoch;

/// Sheets of a workbook at most.
const SHEETS_MAX: usize = 255;

/// A workbook whose sheets can be read.
pub struct Workbook<'a> {
    package: Package<'a>,
    /// Those with rows that can be seen, in their order.
    sheets: Vec<Sheet>,
    strings: Strings,
    styles: Vec<Shows>,
    epoch: Epoch,
}

struct Sheet {
    name: String,
    part: String,
    /// Once they were asked for.
    merges: Option<Merges>,
}

impl<'a> Workbook<'a> {
    /// # Errors
    /// What is no workbook, is damaged, or has too much of anything.
    pub fn open(bytes: &'a [u8]) -> Result<Self, FileFault> {
        let mut package = Package::open(bytes)?;
        let main = main_part(&mut package)?;
        let relations = package.relations(&main)?;
        let (sheets, epoch) = sheets(&mut package, &main, &relations)?;
        let of_kind = |kind: &str| relations.iter().find(|one| one.kind == kind);
        let strings = match of_kind("sharedStrings") {
            Some(one) => {
                let size = package.size(&one.target);
                let mut xml = package
                    .part(&one.target)?
                    .ok_or_else(|| damaged("no strings"))?;
                Strings::read(&mut xml, size)?
            }
            None => Strings::default(),
        };
        let styles = match of_kind("styles") {
            Some(one) => match package.part(&one.target)? {
                Some(mut xml) => styles::styles(&mut xml)?,
                None => return Err(damaged("no styles")),
            },
            None => vec![],
        };
        Ok(Self {
            package,
            sheets,
            strings,
            styles,
            epoch,
        })
    }

    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// The names of the sheets that can be read.
    pub fn sheets(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().map(|sheet| sheet.name.as_str())
    }

    /// The rows of a sheet, by its place among [`Self::sheets`].
    ///
    /// # Errors
    /// What is damaged, and too many merged cells.
    pub fn rows(&mut self, sheet: usize) -> Result<Rows<'_>, FileFault> {
        let missing = || damaged("no such sheet");
        let sheet = self.sheets.get_mut(sheet).ok_or_else(missing)?;
        if sheet.merges.is_none() {
            // They are told behind the rows.
            let mut xml = self.package.part(&sheet.part)?.ok_or_else(missing)?;
            sheet.merges = Some(Merges::read(&mut xml)?);
        }
        let merges = sheet.merges.get_or_insert_default();
        let xml = self.package.part(&sheet.part)?.ok_or_else(missing)?;
        let book = Book {
            strings: &self.strings,
            styles: &self.styles,
            epoch: self.epoch,
        };
        Ok(Rows::of(xml, book, merges))
    }
}

/// The part in which the workbook tells its sheets.
fn main_part(package: &mut Package) -> Result<String, FileFault> {
    let relations = package.relations("")?;
    let main = relations
        .into_iter()
        .find(|one| one.kind == "officeDocument");
    let is_other = |package: &mut Package| {
        let mimetype = package.text("mimetype", 100).unwrap_or_default();
        mimetype.contains("opendocument") || package.has("xl/workbook.bin")
    };
    match main {
        Some(main) if package.size(&main.target) > 0 => {
            let mut xml = package
                .part(&main.target)?
                .ok_or_else(|| damaged("no workbook"))?;
            // A document or a presentation is such a package, too.
            loop {
                match xml.next_event()? {
                    Event::Start(element) if element.local_name().as_ref() == b"workbook" => break,
                    Event::Start(_) | Event::Eof => return Err(FileFault::new("not_a_table")),
                    _ => {}
                }
            }
            Ok(main.target)
        }
        _ if is_other(package) => Err(FileFault::new("other_format")),
        Some(_) => Err(damaged("no workbook")),
        None => Err(FileFault::new("not_a_table")),
    }
}

/// The sheets that can be seen, and the calendar. Charts and dialogs are sheets without rows.
fn sheets(
    package: &mut Package,
    main: &str,
    relations: &[Relation],
) -> Result<(Vec<Sheet>, Epoch), FileFault> {
    let mut xml = package.part(main)?.ok_or_else(|| damaged("no workbook"))?;
    let (mut sheets, mut epoch, mut many) = (vec![], Epoch::Y1900, 0);
    loop {
        match xml.next_event()? {
            Event::Start(element) => match element.local_name().as_ref() {
                b"workbookPr" => {
                    let given = attribute(&element, "date1904")?;
                    if given.is_some_and(|given| given == "1" || given == "true") {
                        epoch = Epoch::Y1904;
                    }
                }
                b"sheet" => {
                    many += 1;
                    if many > SHEETS_MAX {
                        return Err(FileFault::new("too_many_sheets"));
                    }
                    let id = attribute(&element, "id")?.unwrap_or_default();
                    let state = attribute(&element, "state")?;
                    let is_seen = state.is_none_or(|state| state == "visible");
                    let to = relations.iter().find(|one| one.id == id);
                    let to = to.ok_or_else(|| damaged("a sheet without its part"))?;
                    if is_seen && to.kind == "worksheet" {
                        sheets.push(Sheet {
                            name: attribute(&element, "name")?.unwrap_or_default(),
                            part: to.target.clone(),
                            merges: None,
                        });
                    }
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    if sheets.is_empty() {
        return Err(FileFault::new("file_empty"));
    }
    Ok((sheets, epoch))
}
