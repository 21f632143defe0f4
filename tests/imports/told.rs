//! What doesn't stand plainly in a file is told, or refused; never guessed.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Format, Formula, Workbook};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{counts, errors, upload};
use crate::both;
use crate::harness::people::Person;

const HEAD: [&str; 6] = [
    "园区",
    "企业名称",
    "问题标题",
    "提出日期",
    "主办单位",
    "办结时限",
];

/// A workbook whose first sheet has these rows.
fn book(rows: &[&[&str]]) -> Workbook {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0_u32..).zip([HEAD.as_slice()].iter().chain(rows)) {
        for (column, text) in (0_u16..).zip(*cells) {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
    book
}

/// What the writer of tests, which has no result that is empty, puts in its place.
const NOTHING: &str = "nothing at all";

/// The workbook with results that are empty, as programs write them that calculate nothing.
fn showing_nothing(book: &[u8]) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(vec![]));
    for at in 0..from.len() {
        let mut part = from.by_index(at).unwrap();
        to.start_file(part.name().to_owned(), SimpleFileOptions::default())
            .unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let text = text.replace(NOTHING, "").replace(" t=\"str\"", "");
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn csv(rows: &[&str]) -> Vec<u8> {
    format!("{}\n{}\n", HEAD.join(","), rows.join("\n")).into_bytes()
}

async fn notes(who: &Person, import: &Value) -> Vec<(i64, String)> {
    let answer = who
        .get(&format!("/imports/{}?notes=true", import["id"]))
        .await
        .expect(200);
    let items = answer["errors"]["items"].as_array().unwrap().clone();
    items
        .iter()
        .map(|one| {
            (
                one["row"].as_i64().unwrap(),
                one["detail"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

fn wanted(told: &[(i64, &str, &str)]) -> Vec<(i64, String, String)> {
    told.iter()
        .map(|(row, column, code)| (*row, (*column).to_owned(), (*code).to_owned()))
        .collect()
}

both! {
    async fn a_merged_lead_and_limit_hold_for_every_row_and_each_says_so(app) {
        let park = &app.people.park;
        let mut book = book(&[&["沙河产业园区", "聚合庄生态农庄", "一", "2021-07-05"], &["", "", "二", "2021-07-06"]]);
        let sheet = book.worksheet_from_index(0).unwrap();
        for (column, text) in [(0, "沙河产业园区"), (1, "聚合庄生态农庄"), (4, "华辰电力公司"), (5, "2021-08-20")] {
            sheet.merge_range(1, column, 2, column, text, &Format::new()).unwrap();
        }
        let import = app.previewed(park, &book.save_to_buffer().unwrap()).await;
        assert_eq!(counts(&import), (2, 0, 0, 0), "{import:#}");
        assert_eq!(notes(park, &import).await, [(3, "园区、企业名称、主办单位、办结时限取自合并单元格".to_owned())]);
        app.committed(park, &import).await;
        for id in app.problem_ids().await {
            let one = park.get(&format!("/problems/{id}")).await.expect(200);
            assert_eq!((one["status"].as_str(), one["clocks"]["solve"]["due_on"].as_str()), (Some("in_progress"), Some("2021-08-20")), "{one:#}");
        }
    }

    async fn what_stands_behind_a_day_is_no_day_and_an_instant_is_the_day_here(app) {
        let rows = [
            "沙河产业园区,聚合庄生态农庄,一,2021-07-01T16:30:00Z,华辰电力公司,2021-08-12 延期至2021-09-02",
            "沙河产业园区,聚合庄生态农庄,二,2021-07-01T16:30:00Z,华辰电力公司,2021-08-12 周四",
        ];
        let park = &app.people.park;
        let import = app.previewed(park, &csv(&rows)).await;
        assert_eq!(errors(&import), wanted(&[(2, "due_on", "invalid_day")]), "{import:#}");
        park.post(&format!("/imports/{}/commit", import["id"]), json!({"mode": "good_rows"})).await.expect(200);
        app.take_in();
        let one = park.get(&format!("/problems/{}", app.problem_ids().await[0])).await.expect(200);
        assert_eq!((one["raised_on"].as_str(), one["clocks"]["solve"]["due_on"].as_str()), (Some("2021-07-02"), Some("2021-08-12")));
    }

    async fn no_name_of_nothing_or_of_several_is_ever_made(app) {
        let office = &app.people.coordinator;
        let rows = [
            "沙河产业园区,聚合庄生态农庄,一,2021-07-05,无,",
            "沙河产业园区,聚合庄生态农庄,二,2021-07-05,人社局和供电公司,",
            "沙河产业园区,甲公司、乙公司,三,2021-07-05,/,",
            "同上,〃,四,2021-07-05,—,",
            "沙河产业园区、城北镇,聚合庄生态农庄,五,2021-07-05,,",
            "沙河产业园区,/,六,2021-07-05,,",
            "沙河产业园区,聚合庄生态农庄,七,2021-07-05,人力资源和社会保障局,",
            "同上,同上,八,同上,同上,",
        ];
        let fields = [("kind", "problems"), ("create_missing", "parks,departments,categories")];
        let import = app.checked(office, &csv(&rows), &fields).await;
        let codes = wanted(&[
            (3, "lead", "several_names"), (4, "enterprise", "several_firms"), (5, "enterprise", "several_firms"),
            (6, "park", "several_names"), (7, "enterprise", "required"),
        ]);
        assert_eq!(errors(&import), codes, "{import:#}");
        let making = json!({"parks": [], "departments": ["人力资源和社会保障局"], "categories": [], "enterprises": 0});
        assert_eq!((counts(&import), &import["making"]), ((3, 0, 0, 5), &making));
        let told: Vec<_> = notes(office, &import).await.into_iter().filter(|(row, _)| *row == 9).map(|(_, told)| told).collect();
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told.contains(&"写的是同上，按上一行的“人力资源和社会保障局”计".to_owned()), "{told:?}");
    }

    async fn formulas_that_show_nothing_are_empty_and_prepared_rows_are_none(app) {
        let mut book = book(&[&["沙河产业园区", "聚合庄生态农庄", "一", "2021-07-05"]]);
        let sheet = book.worksheet_from_index(0).unwrap();
        sheet.write_string(0, 6, "序号").unwrap();
        let nothing = Formula::new("IF(A9=\"\",\"\",A9)").set_result(NOTHING);
        for row in 1..30 {
            sheet.write_formula(row, 4, nothing.clone()).unwrap();
            sheet.write_formula(row, 6, Formula::new("ROW()-1").set_result("1")).unwrap();
        }
        let park = &app.people.park;
        let import = app.previewed(park, &showing_nothing(&book.save_to_buffer().unwrap())).await;
        assert_eq!(counts(&import), (1, 0, 0, 0), "{import:#}");
        assert_eq!(import["skipped"]["count"], 28);
        assert!(notes(park, &import).await.contains(&(2, "主办单位的公式没有显示内容，按空白导入".to_owned())));
    }

    async fn a_sheet_is_chosen_and_the_preview_says_which_of_which(app) {
        let mut book = book(&[&["沙河产业园区", "聚合庄生态农庄", "七月", "2021-07-05"]]);
        book.worksheet_from_index(0).unwrap().set_name("七月").unwrap();
        let other = book.add_worksheet().set_name("八月").unwrap();
        for (row, cells) in [HEAD, ["沙河产业园区", "聚合庄生态农庄", "八月", "2021-08-01", "", ""]].iter().enumerate() {
            for (column, text) in (0_u16..).zip(cells) {
                other.write_string(u32::try_from(row).unwrap(), column, *text).unwrap();
            }
        }
        let (park, file) = (&app.people.park, book.save_to_buffer().unwrap());
        let import = app.previewed(park, &file).await;
        assert_eq!((&import["sheet"], &import["sheets"]), (&json!("七月"), &json!(["七月", "八月"])));
        let import = app.checked(park, &file, &[("kind", "problems"), ("sheet", "八月")]).await;
        app.committed(park, &import).await;
        let one = park.get(&format!("/problems/{}", app.problem_ids().await[0])).await.expect(200);
        assert_eq!(one["title"], "八月");
        let refused = upload(&app, park, ("a.xlsx", &file), &[("kind", "problems"), ("sheet", "九月")]).await;
        let body = refused.refused(422, "request.invalid");
        assert_eq!((&body["errors"][0]["pointer"], &body["errors"][0]["code"]), (&json!("/sheet"), &json!("sheet_unknown")));
    }

    async fn a_file_without_a_header_shows_its_first_rows(app) {
        let import = app.previewed(&app.people.park, "单位,内容,何时\n聚合庄生态农庄,用电,2021-07-05\n".as_bytes()).await;
        assert_eq!(import["fault"]["code"], "no_header");
        assert_eq!(import["first_rows"], json!([["单位", "内容", "何时"], ["聚合庄生态农庄", "用电", "2021-07-05"]]));
    }
}
