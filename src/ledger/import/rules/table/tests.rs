use super::*;

type Seen = (Vec<Option<String>>, u32, Vec<(u32, String)>);

fn read(text: &str, mapping: &[(&str, Option<&str>)]) -> Result<Seen, FileFault> {
    let mapping: Mapping = mapping
        .iter()
        .map(|(letter, key)| ((*letter).to_owned(), key.map(str::to_owned)))
        .collect();
    let mut table = Table::open(text.as_bytes())?;
    let (mut row, mut titles) = (0, vec![]);
    let wanted = TableRequest {
        kind: Kind::Problems,
        mapping: &mapping,
        sheet: None,
        unit: None,
    };
    let (_, seen) = read_table(&mut table, wanted, &mut |_| Ok(()), &mut |record| {
        titles.push((record.number, record.get("title").shown()));
        row = record.header.row;
        Ok(())
    })?;
    let keys = seen.columns.iter().map(|column| column.key.clone());
    Ok((keys.collect(), row, titles))
}

fn key(name: &str) -> Option<String> {
    Some(name.to_owned())
}

#[test]
fn titles_above_the_header_are_skipped_and_synonyms_are_known() {
    let text = "万人助万企问题台账,,,\n填报时间：2021-8-2,,,\n序号,单位名称,主要问题,牵头部门\n1,农庄,用电,电力公司\n";
    let (keys, row, titles) = read(text, &[]).unwrap();
    assert_eq!(keys, [None, key("enterprise"), key("title"), key("lead")]);
    assert_eq!((row, titles), (3, vec![(4, "用电".to_owned())]));
}

#[test]
fn a_second_row_of_headings_stands_below_its_groups() {
    let text = "企业名称,问题标题,办理情况,\n,,责任单位,完成时限\n农庄,用电,电力公司,2021-8-9\n";
    let (keys, row, titles) = read(text, &[]).unwrap();
    assert_eq!(
        keys,
        [key("enterprise"), key("title"), key("lead"), key("due_on")]
    );
    assert_eq!((row, titles.len()), (2, 1));
}

#[test]
fn a_header_that_a_printed_page_repeats_is_no_data() {
    let text = "企业名称,问题标题\n农庄,用电\n企业名称,问题标题\n农庄,用水\n";
    let titles = read(text, &[]).unwrap().2;
    assert_eq!(titles, [(2, "用电".to_owned()), (4, "用水".to_owned())]);
}

#[test]
fn whoever_imports_says_which_column_is_which() {
    let text = "企业名称,问题标题,补充\n农庄,用电,用水\n";
    let (keys, _, titles) = read(text, &[("C", Some("title")), ("B", None)]).unwrap();
    assert_eq!(keys, [key("enterprise"), None, key("title")]);
    assert_eq!(titles, [(2, "用水".to_owned())]);
    let text = "甲,乙\n农庄,用电\n";
    assert_eq!(read(text, &[]), Err(FileFault::new("no_header")));
    let (keys, row, _) = read(text, &[("B", Some("title"))]).unwrap();
    assert_eq!((keys, row), (vec![None, key("title")], 1));
}

#[test]
fn a_file_without_data_or_without_titles_is_told() {
    assert_eq!(
        read("企业名称,问题标题\n", &[]),
        Err(FileFault::new("file_empty"))
    );
    assert_eq!(
        read("企业名称,园区\n农庄,沙河\n", &[]),
        Err(FileFault::at("column_missing", 1))
    );
    let deep = "说明\n".repeat(HEAD_ROWS) + "企业名称,问题标题\n农庄,用电\n";
    assert_eq!(read(&deep, &[]), Err(FileFault::new("no_header")));
    let deep = "说明\n".repeat(HEAD_ROWS - 1) + "企业名称,问题标题\n农庄,用电\n";
    assert_eq!(read(&deep, &[]).unwrap().1, 20);
}

#[test]
fn a_hundred_thousand_rows_are_read_and_one_more_is_not() {
    let rows = |many: u32| "企业名称,问题标题\n".to_owned() + &"甲,乙\n".repeat(many as usize);
    assert_eq!(read(&rows(ROWS_MAX), &[]).unwrap().2.len() as u32, ROWS_MAX);
    assert_eq!(
        read(&rows(ROWS_MAX + 1), &[]),
        Err(FileFault::new("too_many_rows"))
    );
}

/// A row: what stands in it, by column key.
type Cells = Vec<(String, String)>;

/// What a file of problems says, with what was found in it.
fn rows_of(file: &[u8], sheet: Option<&str>) -> Result<(Vec<Cells>, FileSeen), FileFault> {
    let (mut table, mapping) = (Table::open(file)?, Mapping::new());
    let wanted = TableRequest {
        kind: Kind::Problems,
        mapping: &mapping,
        sheet,
        unit: None,
    };
    let mut rows = vec![];
    let (_, seen) = read_table(&mut table, wanted, &mut |_| Ok(()), &mut |record| {
        let keys = record.header.at.keys();
        let cells = keys.map(|key| (key.clone(), record.get(key).shown()));
        rows.push(cells.filter(|(_, text)| !text.is_empty()).collect());
        Ok(())
    })?;
    Ok((rows, seen))
}

fn cell(row: &[(String, String)], key: &str) -> String {
    let found = row.iter().find(|(own, _)| own == key);
    found.map(|(_, text)| text.clone()).unwrap_or_default()
}

#[test]
fn a_columns_own_name_goes_before_a_synonym_and_what_is_passed_over_is_told() {
    let text = "企业,问题,企业名称,问题标题\n简称,要点,全称,标题\n";
    let (rows, seen) = rows_of(text.as_bytes(), None).unwrap();
    assert_eq!(
        (cell(&rows[0], "enterprise"), cell(&rows[0], "title")),
        ("全称".into(), "标题".into())
    );
    let passed: Vec<_> = seen
        .columns
        .iter()
        .map(|column| column.passed_over_for.as_deref())
        .collect();
    assert_eq!(passed, [Some("C"), Some("D"), None, None]);
}

#[test]
fn the_sign_that_parts_the_cells_is_found_by_reading_with_each() {
    // More semicolons than commas, and all of them within one text.
    let text = "企业名称,问题标题,问题描述\r\n农庄,用电,\"一、；;\r\n二、;;;;\r\n三、;;;\"\r\n";
    let (rows, _) = rows_of(text.as_bytes(), None).unwrap();
    assert_eq!(
        cell(&rows[0], "description"),
        "一、；;\r\n二、;;;;\r\n三、;;;"
    );
    for sign in [',', ';', '\t'] {
        let text =
            format!("企业名称{sign}问题标题{sign}备注\n农庄{sign}\"用电{sign}水,;\"{sign}\n");
        let (rows, _) = rows_of(text.as_bytes(), None).unwrap();
        assert_eq!(cell(&rows[0], "title"), format!("用电{sign}水,;"));
    }
}

#[test]
fn short_rows_are_whole_and_only_the_last_one_can_be_cut_off() {
    let faults = |text: &str| {
        let (mut table, mapping) = (Table::open(text.as_bytes()).unwrap(), Mapping::new());
        let (mut faults, kind) = (vec![], Kind::Problems);
        let wanted = TableRequest {
            kind,
            mapping: &mapping,
            sheet: None,
            unit: None,
        };
        read_table(&mut table, wanted, &mut |_| Ok(()), &mut |record| {
            faults.push(record.fault());
            Ok(())
        })
        .unwrap();
        faults
    };
    let head = "企业名称,问题标题,备注,\n";
    assert_eq!(
        faults(&format!("{head}甲,一\n乙,二,三,,,\n丙,三\n")),
        [None, None, None]
    );
    assert_eq!(
        faults(&format!("{head}甲,一,,,多\n丙,三")),
        [Some("row_too_long"), Some("row_cut_off")]
    );
    assert_eq!(faults(&format!("{head}丙,三,四")), [None]);
}

#[test]
fn the_same_as_above_is_copied_and_told_where_nothing_is_above() {
    let text =
        "企业名称,问题标题,主办单位\n甲,一,同上\n乙,二,水务局\n〃,三,\"\"\"\"\n同上,四,同上\n";
    let (rows, _) = rows_of(text.as_bytes(), None).unwrap();
    let column = |key: &str| rows.iter().map(|row| cell(row, key)).collect::<Vec<_>>();
    assert_eq!(column("enterprise"), ["甲", "乙", "乙", "乙"]);
    assert_eq!(column("lead"), ["同上", "水务局", "水务局", "水务局"]);
    let mut row = FileRow {
        number: 2,
        cells: vec![Value::of_text("同上")],
        merged: vec![],
        is_cut_off: false,
    };
    let header = Header {
        columns: vec![],
        row: 1,
        at: [("lead".to_owned(), 0)].into(),
        unit: None,
    };
    assert!(copied(&mut row, &[], &header).is_empty());
    assert_eq!(row.cells, [Value::Fault("nothing_above", "同上".into())]);
}

#[test]
fn rows_that_say_nothing_in_a_known_column_are_no_data_and_are_told() {
    let text = "序号,企业名称,问题标题\n1,甲,一\n2,,\n合计,,\n,,\n3,乙,二\n";
    let (rows, seen) = rows_of(text.as_bytes(), None).unwrap();
    assert_eq!(
        (rows.len(), seen.skipped, seen.skipped_rows),
        (2, 2, vec![3, 4])
    );
}

/// A workbook of sheets by name.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> rust_xlsxwriter::Workbook {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0_u32..).zip(*rows) {
            for (column, text) in (0_u16..).zip(*cells) {
                if !text.is_empty() {
                    sheet.write_string(row, column, *text).unwrap();
                }
            }
        }
    }
    book
}

const LEDGER: &[&[&str]] = &[&["企业名称", "问题标题"], &["农庄", "用电"]];

#[test]
fn the_first_sheet_with_a_header_is_read_or_the_one_that_is_named() {
    let other: &[&[&str]] = &[&["企业名称", "问题标题"], &["面粉厂", "用水"]];
    let guide: &[&[&str]] = &[&["填报说明"], &["每周五前报送"]];
    let mut book = workbook(&[
        ("空", &[]),
        ("说明", guide),
        ("台账", LEDGER),
        ("附表", other),
        ("隐藏", other),
    ]);
    book.worksheet_from_name("隐藏").unwrap().set_hidden(true);
    let file = book.save_to_buffer().unwrap();
    let (rows, seen) = rows_of(&file, None).unwrap();
    assert_eq!(
        (cell(&rows[0], "title"), seen.sheet.as_deref()),
        ("用电".into(), Some("台账"))
    );
    assert_eq!(seen.sheets, ["空", "说明", "台账", "附表"]);
    let (rows, _) = rows_of(&file, Some("附表")).unwrap();
    assert_eq!(cell(&rows[0], "title"), "用水");
    for (sheet, code) in [
        ("说明", "no_header"),
        ("空", "file_empty"),
        ("隐藏", "sheet_unknown"),
        ("无此表", "sheet_unknown"),
    ] {
        assert_eq!(
            rows_of(&file, Some(sheet)).unwrap_err().code,
            code,
            "{sheet}"
        );
    }
}

#[test]
fn merged_cells_fill_their_rows_and_a_title_across_the_sheet_is_no_data() {
    let mut book = workbook(&[(
        "台账",
        &[
            &["台账"],
            &["园区", "企业名称", "问题标题", "主办单位"],
            &["一、沙河"],
            &["沙河", "甲", "一", "供电公司"],
            &["", "", "二"],
            &["", "", "", ""],
        ],
    )]);
    let sheet = book.worksheet_from_index(0).unwrap();
    let plain = rust_xlsxwriter::Format::new();
    sheet.merge_range(0, 0, 0, 3, "台账", &plain).unwrap();
    sheet.merge_range(2, 0, 2, 3, "一、沙河", &plain).unwrap();
    for (column, text) in [(0, "沙河"), (1, "甲"), (3, "供电公司")] {
        sheet
            .merge_range(3, column, 5, column, text, &plain)
            .unwrap();
    }
    let (rows, seen) = rows_of(&book.save_to_buffer().unwrap(), None).unwrap();
    let titles: Vec<_> = rows
        .iter()
        .map(|row| (cell(row, "title"), cell(row, "lead"), cell(row, "park")))
        .collect();
    let wanted = |title: &str| (title.to_owned(), "供电公司".to_owned(), "沙河".to_owned());
    assert_eq!(titles, [wanted("一"), wanted("二")]);
    assert_eq!(seen.skipped_rows, [3, 6]);
}

#[test]
fn the_first_rows_of_a_file_without_a_header_are_shown() {
    let mapping = Mapping::new();
    let mut table = Table::open("甲,乙\n农庄,用电\n".as_bytes()).unwrap();
    let wanted = TableRequest {
        kind: Kind::Problems,
        mapping: &mapping,
        sheet: None,
        unit: None,
    };
    let mut first = vec![];
    let read = read_table(
        &mut table,
        wanted,
        &mut |seen| {
            first.clone_from(&seen.first_rows);
            Ok(())
        },
        &mut |_| Ok(()),
    );
    assert_eq!(read.unwrap_err().code, "no_header");
    assert_eq!(first, [["甲", "乙"], ["农庄", "用电"]]);
}
