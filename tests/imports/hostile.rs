//! Files that mean harm, or that chance has damaged: no panic, little memory, all or nothing.

use std::io::{Cursor, Write};

use zhuqi::ledger::import::rules::columns::Kind;
use zhuqi::ledger::import::rules::header::Mapping;
use zhuqi::ledger::import::rules::read::Table;
use zhuqi::ledger::import::rules::table::{TableRequest, read_table};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::harness::memory::grown;

/// By how much a file may let the server grow.
const GROWTH: usize = 64 * 1024 * 1024;

const TYPES: &str =
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
const PACKAGE: &str = "<Relationships><Relationship Id=\"r\" Type=\"http://x/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
const WORKBOOK: &str =
    "<workbook><sheets><sheet name=\"台账\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
const RELATIONS: &str = "<Relationships><Relationship Id=\"r1\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
     <Relationship Id=\"r2\" Type=\"http://x/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";
const STRINGS: &str =
    "<sst><si><t>企业名称</t></si><si><t>问题标题</t></si><si><t>农庄</t></si></sst>";
const ROWS: &str = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>\
     <row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\" t=\"inlineStr\"><is><t>用电</t></is></c></row>";

type Parts = Vec<(String, Vec<u8>)>;

/// A small workbook, part by part.
fn parts() -> Parts {
    let sheet = sheet("", "");
    [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", PACKAGE),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/sharedStrings.xml", STRINGS),
        ("xl/worksheets/sheet1.xml", sheet.as_str()),
    ]
    .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
    .into()
}

fn sheet(before: &str, behind: &str) -> String {
    format!("<worksheet>{before}<sheetData>{ROWS}</sheetData>{behind}</worksheet>")
}

fn zipped(parts: &Parts) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in parts {
        zip.start_file(name.clone(), SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The workbook with one part otherwise.
fn with(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<u8> {
    let mut parts = parts();
    parts.retain(|(own, _)| own != name);
    parts.push((name.to_owned(), bytes.into()));
    zipped(&parts)
}

const SHEET: &str = "xl/worksheets/sheet1.xml";
const SHARED: &str = "xl/sharedStrings.xml";

/// Reads a file to its end: its titles, or why it is refused.
fn read(file: &[u8]) -> Result<Vec<String>, &'static str> {
    let (titles, most) = grown(|| {
        let (mut titles, mapping) = (vec![], Mapping::new());
        let wanted = TableRequest {
            kind: Kind::Problems,
            mapping: &mapping,
            sheet: None,
            unit: None,
        };
        let mut table = Table::open(file).map_err(|fault| fault.code)?;
        read_table(&mut table, wanted, &mut |_| Ok(()), &mut |record| {
            titles.push(record.get("title").shown());
            Ok(())
        })
        .map_err(|fault| fault.code)?;
        Ok(titles)
    });
    assert!(most <= GROWTH, "it grew by {most}");
    titles
}

fn taken() -> Result<Vec<String>, &'static str> {
    Ok(vec!["用电".to_owned()])
}

#[test]
fn what_a_file_says_of_its_own_size_is_not_believed() {
    assert_eq!(read(&zipped(&parts())), taken());
    let dimension = sheet("<dimension ref=\"A1:XFD1048576\"/>", "");
    assert_eq!(read(&with(SHEET, dimension)), taken());
    let counted = STRINGS.replace(
        "<sst>",
        "<sst count=\"4294967295\" uniqueCount=\"18446744073709551615\">",
    );
    assert_eq!(read(&with(SHARED, counted)), taken());
}

#[test]
fn strings_are_bounded_in_number_and_in_all() {
    let many = |many: usize| STRINGS.replace("</sst>", &("<si/>".repeat(many) + "</sst>"));
    assert_eq!(read(&with(SHARED, many((1 << 21) - 3))), taken());
    assert_eq!(
        read(&with(SHARED, many((1 << 21) - 2))),
        Err("too_many_strings")
    );
    let one = format!("<si><t>{}</t></si>", "字".repeat(10_000));
    let long = |many: usize| STRINGS.replace("</sst>", &(one.repeat(many) + "</sst>"));
    assert_eq!(read(&with(SHARED, long(1_398))), taken());
    assert_eq!(read(&with(SHARED, long(1_399))), Err("too_many_strings"));
}

#[test]
fn one_text_without_an_end_is_told() {
    let long = "字".repeat(2 * 1024 * 1024);
    for text in [
        format!("<sst><si><t>{long}</t></si></sst>"),
        format!("<sst><!--{long}--></sst>"),
        format!("<sst a=\"{long}\"></sst>"),
    ] {
        assert_eq!(read(&with(SHARED, text)), Err("text_too_long"));
    }
    assert_eq!(
        read(&"x".repeat(20 * 1024 * 1024).into_bytes()),
        Err("text_too_long")
    );
}

#[test]
fn too_many_merged_cells_are_told() {
    let merges = "<mergeCell ref=\"A9:B9\"/>".repeat(150_000);
    let file = with(
        SHEET,
        sheet("", &format!("<mergeCells>{merges}</mergeCells>")),
    );
    assert_eq!(read(&file), Err("too_many_merges"));
}

#[test]
fn entities_neither_grow_nor_lead_out_of_the_file() {
    let grown = "<!DOCTYPE a [<!ENTITY a \"xxxxxxxxxx\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>";
    let outside =
        "<!DOCTYPE a [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><sst><si><t>&a;</t></si></sst>";
    for text in [grown, outside, "<sst><si><t>&a;</t></si></sst>"] {
        assert_eq!(read(&with(SHARED, text)), Err("damaged"));
    }
}

#[test]
fn deep_xml_is_refused_before_it_is_deep() {
    let deep = "<a>".repeat(2_000_000);
    assert_eq!(read(&with(SHARED, format!("<sst>{deep}"))), Err("damaged"));
    assert_eq!(read(&with(SHEET, sheet(&deep, ""))), Err("damaged"));
}

#[test]
fn names_lead_nowhere_and_no_part_is_there_twice() {
    let mut all = parts();
    all.push(("../../etc/passwd.xml".to_owned(), b"<a/>".to_vec()));
    all.push(("/absolute.xml".to_owned(), b"<a/>".to_vec()));
    all.push(("C:\\windows\\a.xml".to_owned(), b"<a/>".to_vec()));
    assert_eq!(read(&zipped(&all)), taken());
    let mut all = parts();
    all.push((
        "xl/worksheets/sheet9.xml".to_owned(),
        b"<worksheet/>".to_vec(),
    ));
    let mut twice = zipped(&all);
    let name = b"xl/worksheets/sheet9.xml";
    while let Some(at) = twice.windows(name.len()).position(|part| part == name) {
        twice[at..at + name.len()].copy_from_slice(SHEET.as_bytes());
    }
    assert_eq!(read(&twice), Err("damaged"));
    let mut all = parts();
    all.push((
        "XL\\Worksheets\\SHEET1.xml".to_owned(),
        b"<worksheet/>".to_vec(),
    ));
    assert_eq!(read(&zipped(&all)), Err("damaged"));
}

#[test]
fn ten_thousand_parts_are_looked_at_and_one_more_is_not() {
    let many = |many: usize| {
        let mut all = parts();
        let more = (all.len()..many).map(|at| (format!("media/{at}.png"), vec![]));
        let more: Parts = more.collect();
        all.extend(more);
        zipped(&all)
    };
    assert_eq!(read(&many(10_000)), taken());
    assert_eq!(read(&many(10_001)), Err("too_many_parts"));
}

#[test]
fn a_workbook_reads_alike_however_its_names_and_letters_are_written() {
    // Prefixes, other names of parts, capitals, backslashes, UTF-16, a sheet of a chart before it.
    let prefixed = |text: &str| {
        text.replace("</", "</x:")
            .replace('<', "<x:")
            .replace("<x:/x:", "</x:")
    };
    let utf16 = |text: &str| -> Vec<u8> {
        let text = format!("\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?>{text}");
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let package = PACKAGE.replace("xl/workbook.xml", "/book/Main.xml");
    let workbook = WORKBOOK.replace(
        "<sheets>",
        "<sheets><sheet name=\"图\" sheetId=\"2\" r:id=\"r9\"/>",
    );
    let relations = RELATIONS
        .replace("worksheets/sheet1.xml", "..\\Blatt\\eins.xml")
        .replace("sharedStrings.xml", "texte.xml")
        .replace(
            "</R",
            "<Relationship Id=\"r9\" Type=\"http://x/chartsheet\" Target=\"chart.xml\"/></R",
        );
    let other: Parts = vec![
        ("_rels\\.rels".to_owned(), prefixed(&package).into_bytes()),
        ("book/main.xml".to_owned(), utf16(&workbook)),
        (
            "Book/_rels/Main.xml.rels".to_owned(),
            relations.into_bytes(),
        ),
        ("book/chart.xml".to_owned(), b"<chartsheet/>".to_vec()),
        ("BOOK/TEXTE.XML".to_owned(), utf16(&prefixed(STRINGS))),
        (
            "blatt\\eins.xml".to_owned(),
            utf16(&prefixed(&sheet("", ""))),
        ),
    ];
    assert_eq!(read(&zipped(&other)), taken());
}

#[test]
fn a_file_that_was_cut_or_changed_anywhere_is_read_or_refused() {
    let file = zipped(&parts());
    for length in 0..file.len() {
        assert!(read(&file[..length]).is_err(), "{length}");
    }
    let mut seed = 20_210_802_u64;
    let mut random = |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for _ in 0..3_000 {
        let mut changed = file.clone();
        for _ in 0..=random(3) {
            let at = random(changed.len());
            changed[at] = random(256) as u8;
        }
        // Whichever it is, it ends, and without a panic.
        let _ = read(&changed);
    }
}

#[test]
fn commas_and_line_breaks_alone_take_no_memory() {
    let many = 20 * 1024 * 1024;
    assert_eq!(
        read(&",".repeat(many).into_bytes()),
        Err("too_many_columns")
    );
    assert_eq!(
        read(&"\n".repeat(many / 10).into_bytes()),
        Err("file_empty")
    );
    let line = ",".repeat(16_000) + "\n";
    let wide = format!("企业名称,问题标题\n农庄,用电\n{}", line.repeat(1_300));
    assert_eq!(read(wide.as_bytes()), taken());
}

#[test]
fn other_tables_are_refused_with_what_to_do() {
    let ods: Parts = vec![(
        "mimetype".to_owned(),
        b"application/vnd.oasis.opendocument.spreadsheet".to_vec(),
    )];
    assert_eq!(read(&zipped(&ods)), Err("other_format"));
    let xlsb: Parts = vec![
        (
            "_rels/.rels".to_owned(),
            PACKAGE.replace("workbook.xml", "workbook.bin").into_bytes(),
        ),
        ("xl/workbook.bin".to_owned(), vec![0; 9]),
    ];
    assert_eq!(read(&zipped(&xlsb)), Err("other_format"));
    let docx = with("xl/workbook.xml", "<document/>");
    assert_eq!(read(&docx), Err("not_a_table"));
}
