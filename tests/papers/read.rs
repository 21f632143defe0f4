//! Papers as a reader finds them: rows of tables, cell by cell.

use std::io::Read;

use calamine::{Data, Reader, Xlsx};
use quick_xml::events::Event;

/// One part of a Word file.
pub(super) fn part(docx: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut text = String::new();
    package
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// The rows of all tables, cell by cell; lines of a cell stand with a space between them.
pub(super) type Rows = Vec<Vec<String>>;

/// Reads rows out of markup whose elements are named so; whatever breaks a line is a space.
pub(super) fn rows(markup: &str, [row, cells, text, line]: [&[&str]; 4]) -> Rows {
    let mut reader = quick_xml::Reader::from_str(markup);
    reader.config_mut().check_end_names = false;
    let (mut rows, mut in_text): (Rows, usize) = (Vec::new(), 0);
    let is = |name: &[u8], among: &[&str]| among.iter().any(|one| one.as_bytes() == name);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let name = start.name();
                if is(name.as_ref(), row) {
                    rows.push(Vec::new());
                } else if is(name.as_ref(), cells)
                    && let Some(last) = rows.last_mut()
                {
                    last.push(String::new());
                }
                if is(name.as_ref(), line) {
                    add(&mut rows, " ");
                }
                in_text += usize::from(is(name.as_ref(), text));
            }
            Event::Empty(empty) if is(empty.name().as_ref(), line) => add(&mut rows, " "),
            Event::End(end) => in_text -= usize::from(is(end.name().as_ref(), text)),
            Event::Text(piece) if in_text > 0 => add(&mut rows, &piece.decode().unwrap()),
            Event::GeneralRef(named) if in_text > 0 => {
                let whole = format!("&{};", named.decode().unwrap());
                add(&mut rows, &quick_xml::escape::unescape(&whole).unwrap());
            }
            Event::Eof => {
                // A break behind the last table is none of its cells'.
                let cells = rows.iter_mut().flatten();
                cells.for_each(|cell| cell.truncate(cell.trim_end().len()));
                return rows;
            }
            _ => {}
        }
    }
}

pub(super) fn add(rows: &mut Rows, text: &str) {
    if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
        cell.push_str(text);
    }
}

pub(super) fn of_html(html: &[u8]) -> Rows {
    let text = String::from_utf8(html.to_vec()).unwrap();
    let body = text.split("<body>").nth(1).unwrap();
    // Void elements are closed, so that the page can be read as XML.
    let body = body
        .split("</body>")
        .next()
        .unwrap()
        .replace("<br>", "<br/>");
    rows(&body, [&["tr"], &["td", "th"], &["td", "th"], &["br"]])
}

pub(super) fn of_docx(docx: &[u8]) -> Rows {
    let document = part(docx, "word/document.xml");
    let names: [&[&str]; 4] = [&["w:tr"], &["w:tc"], &["w:t"], &["w:br"]];
    // What isn't in a table would be added to the cell before it.
    let tables: String = document
        .split("<w:tbl>")
        .skip(1)
        .map(|rest| rest.split("</w:tbl>").next().unwrap())
        .collect();
    rows(&format!("<all>{tables}</all>"), names)
}

/// Every sheet's rows; numbers are numbers, days are days.
pub(super) fn of_xlsx(xlsx: &[u8]) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(xlsx)).unwrap();
    let sheets = book.worksheets();
    let rows = sheets
        .iter()
        .flat_map(|(_, range)| range.rows().map(<[Data]>::to_vec));
    rows.collect()
}

/// The text of a PDF in the order of writing, without spaces. `pdftotext` is of poppler-utils.
pub(super) fn text_of_pdf(pdf: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let told = std::process::Command::new("pdftotext")
        .args(["-raw", "-enc", "UTF-8"])
        .arg(file.path())
        .arg("-")
        .output();
    let told = told.expect("pdftotext is missing: install poppler-utils");
    assert!(told.status.success());
    let text = String::from_utf8(told.stdout).unwrap();
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
