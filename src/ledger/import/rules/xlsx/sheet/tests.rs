use super::*;
use crate::ledger::import::rules::xlsx::xml::xml_of;

fn cells(text: &'static str) -> Result<Vec<(u32, Vec<Value>)>, FileFault> {
    let strings = Strings::read(&mut xml_of("<sst><si><t>一</t></si></sst>"), 10)?;
    let book = Book {
        strings: &strings,
        styles: &[Shows::Number, Shows::Day, Shows::Time],
        epoch: Epoch::Y1900,
    };
    let merges = Merges::default();
    let mut rows = Rows::of(xml_of(text), book, &merges);
    let mut all = vec![];
    while let Some(row) = rows.next_row()? {
        all.push((row.number, row.cells));
    }
    Ok(all)
}

/// The cells of one row.
fn row(text: &'static str) -> Vec<Value> {
    cells(text).unwrap().remove(0).1
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn cells_are_what_they_show() {
    let rows = cells(
        "<worksheet><sheetData>\
         <row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><r><t>用</t></r><r><t>电&amp;水&#128512;</t></r>\
         <rPh><t>yong</t></rPh></is></c><c r=\"C3\" s=\"1\"><v>44410</v></c><c r=\"D3\"><v>16</v></c>\
         <c r=\"E3\" t=\"str\"><f>A1</f><v>=HYPERLINK(\"x\")</v></c><c r=\"F3\"><f>NOW()</f></c>\
         <c r=\"G3\" t=\"e\"><v>#SPILL!</v></c><c r=\"H3\" t=\"b\"><v>1</v></c><c r=\"I3\"/>\
         <c r=\"J3\" s=\"2\"><v>0.3958333</v></c></row>\
         <row/><row><c><v>1</v></c><c t=\"inlineStr\"><is><t>x</t></is></c></row>\
         </sheetData><mergeCells/></worksheet>",
    )
    .unwrap();
    let wanted = vec![
        text("用电&水😀"),
        Value::Empty,
        Value::Day("2021-08-02".parse().unwrap()),
        Value::Number(16.0),
        text("=HYPERLINK(\"x\")"),
        Value::Fault("formula_without_value", String::new()),
        Value::Fault("error_value", "#SPILL!".into()),
        Value::Bool(true),
        Value::Empty,
        text("09:30"),
    ];
    assert_eq!(rows[0], (3, wanted));
    assert_eq!(rows[1], (4, vec![]));
    assert_eq!(rows[2], (5, vec![Value::Number(1.0), text("x")]));
}

#[test]
fn a_cell_without_its_place_is_behind_the_last_one_even_if_that_is_empty() {
    let values = row(
        "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>主办</t></is></c><c/><c/>\
         <c t=\"inlineStr\"><is><t>经办</t></is></c><c r=\"G1\"/><c t=\"inlineStr\"><is><t>时限</t></is></c></row></sheetData></worksheet>",
    );
    let empty = Value::Empty;
    let wanted = [text("主办"), empty.clone(), empty.clone(), text("经办")];
    assert_eq!(values[..4], wanted);
    assert_eq!(
        values[4..],
        [empty.clone(), empty.clone(), empty, text("时限")]
    );
}

#[test]
fn a_string_that_is_missing_is_told_and_an_inline_text_is_not_joined_with_a_value() {
    let values = row(
        "<worksheet><sheetData><row r=\"1\"><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>x</v></c>\
         <c t=\"inlineStr\"><v>0</v><is><t>甲</t></is></c><c t=\"str\"><v>乙</v><is><t>丙</t></is></c></row></sheetData></worksheet>",
    );
    let missing = Value::Fault("text_missing", String::new());
    let wanted = [text("一"), missing.clone(), missing, text("甲"), text("乙")];
    assert_eq!(values, wanted);
}

#[test]
fn a_formula_that_shows_nothing_is_empty_and_one_without_its_value_is_told() {
    let values = row(
        "<worksheet><sheetData><row r=\"1\"><c t=\"str\"><f>A9&amp;\"\"</f><v></v></c><c><f>A9</f><v/></c>\
         <c t=\"str\"><f>A9</f></c></row></sheetData></worksheet>",
    );
    let unknown = Value::Fault("formula_without_value", String::new());
    assert_eq!(values, [Value::Empty, Value::Unshown, unknown]);
}

#[test]
fn cells_are_named_by_letters_and_rows() {
    let named = |name| place(name).map(|place| (place.row, place.column)).ok();
    assert_eq!(named("A1"), Some((1, 1)));
    assert_eq!(named("ab12"), Some((12, 28)));
    assert_eq!(named("XFD1048576"), Some((1_048_576, 16_384)));
    for name in [
        "XFE1",
        "A1048577",
        "1",
        "A",
        "",
        "A0",
        "AAAAAAAAAAAA1",
        "A-1",
        "$A$1",
        "A99999999999",
    ] {
        assert_eq!(named(name), None, "{name}");
    }
}

#[test]
fn a_sheet_that_contradicts_itself_is_damaged() {
    for sheet in [
        "<worksheet><sheetData><row><c><v>1</v></c></row>",
        "<worksheet/>",
        "<worksheet><sheetData><row r=\"2\"/><row r=\"2\"/></sheetData></worksheet>",
        "<worksheet><sheetData><row r=\"2\"><c r=\"A3\"><v>1</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"A2\"><v>2</v></c></row></sheetData></worksheet>",
    ] {
        let code = cells(sheet).map_err(|fault| fault.code);
        assert_eq!(code, Err("damaged"), "{sheet}");
    }
}

#[test]
fn sixty_columns_are_read_and_one_more_is_not() {
    let values = row(
        "<worksheet><sheetData><row r=\"1\"><c r=\"BH1\"><v>1</v></c><c r=\"XFD1\"/></row></sheetData></worksheet>",
    );
    assert_eq!(values.len(), COLUMNS_MAX);
    let beyond = cells(
        "<worksheet><sheetData><row r=\"7\"><c r=\"BI7\"><v>1</v></c></row></sheetData></worksheet>",
    );
    assert_eq!(beyond, Err(FileFault::at("too_many_columns", 7)));
}
