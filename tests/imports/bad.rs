//! Bad input: a clear error, and never half an import.

use std::io::Write;

use diesel::connection::SimpleConnection;
use serde_json::json;
use zhuqi::base::db::Conn;
use zip::write::SimpleFileOptions;

use super::{HEADINGS, counts, errors, ledger, upload, xlsx};
use crate::both;

/// An xlsx whose sheet inflates to so many bytes.
fn bomb(bytes: usize) -> Vec<u8> {
    let plain = xlsx(&[&["企业名称", "问题标题"], &["农庄", "用电"]]);
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(plain)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for index in 0..from.len() {
        let mut file = from.by_index(index).unwrap();
        to.start_file(file.name().to_owned(), SimpleFileOptions::default())
            .unwrap();
        if file.name().contains("sheet1") {
            let block = vec![b' '; 1024 * 1024];
            for _ in 0..bytes / block.len() {
                to.write_all(&block).unwrap();
            }
        } else {
            std::io::copy(&mut file, &mut to).unwrap();
        }
    }
    to.finish().unwrap().into_inner()
}

/// What Excel makes of a file with a password: an OLE container.
fn ole(stream: &str) -> Vec<u8> {
    let mut file = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    file.resize(512, 0);
    file.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    file
}

both! {
    async fn a_file_that_cannot_be_read_is_refused_at_once_with_what_to_do(app) {
        let mut broken = xlsx(&[&["企业名称", "问题标题"], &["农庄", "用电"]]);
        broken.truncate(broken.len() / 2);
        let files: [(Vec<u8>, &str); 8] = [
            (bomb(101 * 1024 * 1024), "inflates_too_much"),
            (ole("EncryptedPackage"), "encrypted"),
            (ole("Workbook"), "old_format"),
            (broken, "damaged"),
            (b"%PDF-1.7 and so on".to_vec(), "not_a_table"),
            (b"<html><table>".to_vec(), "not_a_table"),
            (vec![0xFF, 0x00, 0x81, 0x30], "encoding_unknown"),
            (vec![], "file_empty"),
        ];
        for (file, code) in files {
            let answer = upload(&app, &app.people.park, ("台账.xlsx", &file), &[("kind", "problems")]).await;
            let body = answer.refused(422, "request.invalid");
            assert_eq!((body["errors"][0]["pointer"].as_str(), body["errors"][0]["code"].as_str()), (Some("/file"), Some(code)));
            assert!(!body["errors"][0]["detail"].as_str().unwrap().is_empty());
        }
        let large = vec![b'a'; 20 * 1024 * 1024 + 1];
        upload(&app, &app.people.park, ("a.csv", &large), &[("kind", "problems")]).await.refused(413, "request.too_large");
        let listed = app.people.park.get("/imports?count=true").await.expect(200);
        assert_eq!(listed["total"], 0);
    }

    async fn a_form_without_its_fields_names_each(app) {
        let park = &app.people.park;
        let answer = upload(&app, park, ("a.csv", b"a"), &[("kind", "cases"), ("mode", "some"), ("dry_run", "maybe"), ("colour", "red")]).await;
        let body = answer.refused(422, "request.invalid");
        let told: Vec<_> = body["errors"].as_array().unwrap().iter()
            .map(|error| (error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap())).collect();
        assert_eq!(told, [("/kind", "unknown_value"), ("/mode", "unknown_value"), ("/dry_run", "unknown_value"), ("/colour", "unknown_field")]);
        park.post("/imports", json!({})).await.refused(415, "unsupported_media_type");
    }

    async fn a_broken_quote_is_told_with_its_line_and_nothing_is_taken(app) {
        let file = format!("{HEADINGS}\n,沙河产业园区,聚合庄生态农庄,用电,,2021-07-05,,,,,,,,,,,,\n,沙河产业园区,聚合庄生态农庄,\"用水,,2021-07-05\n");
        let import = app.previewed(&app.people.park, file.as_bytes()).await;
        assert_eq!((import["state"].as_str(), import["fault"]["code"].as_str()), (Some("failed"), Some("quote_open")));
        assert!(import["fault"]["detail"].as_str().unwrap().starts_with("第3行："));
    }

    async fn every_wrong_cell_is_told_with_its_row_column_and_reason(app) {
        let long = "字".repeat(201);
        let rows = [
            // 2: half a row
            ",沙河产业园区,聚合庄生态农庄,半行".to_owned(),
            // 3: resolved before it was raised
            ",沙河产业园区,聚合庄生态农庄,倒序,,2021-07-05,华辰电力公司,,,,,,2021-07-01,已解决,,,,".to_owned(),
            // 4 to 6: unknown names
            ",火星园区,聚合庄生态农庄,园区,,2021-07-05,,,,,,,,,,,,".to_owned(),
            ",沙河产业园区,聚合庄生态农庄,单位,,2021-07-05,火星管理局,,,,,,,,,,,".to_owned(),
            ",沙河产业园区,聚合庄生态农庄,类别,天象,2021-07-05,,,,,,,,,,,,".to_owned(),
            // 7 and 8: one number twice
            "9,沙河产业园区,聚合庄生态农庄,甲,,2021-07-05,,,,,,,,,,,,".to_owned(),
            "9,沙河产业园区,聚合庄生态农庄,乙,,2021-07-05,,,,,,,,,,,,".to_owned(),
            // 9: no title
            ",沙河产业园区,聚合庄生态农庄,,,2021-07-05,,,,,,,,,,,,".to_owned(),
            // 10: no day, a day to come, a word that isn't one
            ",沙河产业园区,聚合庄生态农庄,日期,,昨天,,,,,,,,,,,,".to_owned(),
            ",沙河产业园区,聚合庄生态农庄,将来,,2031-07-05,,,,,,,,,,,,".to_owned(),
            ",沙河产业园区,聚合庄生态农庄,结果,,2021-07-05,华辰电力公司,,,,,,2021-07-06,差不多,,,,".to_owned(),
            // 13: a day of resolving without what came of it; 14: and the other way round
            ",沙河产业园区,聚合庄生态农庄,无结果,,2021-07-05,华辰电力公司,,,,,,2021-07-06,,,,,".to_owned(),
            ",沙河产业园区,聚合庄生态农庄,未办结,,2021-07-05,华辰电力公司,,,,,,,否,,,满意,".to_owned(),
            // 15: accepted by nobody
            ",沙河产业园区,聚合庄生态农庄,无主,,2021-07-05,,,,2021-07-06,,,,,,,,".to_owned(),
            // 16: twice the same thing
            ",沙河产业园区,聚合庄生态农庄,甲,,2021-07-05,,,,,,,,,,,,".to_owned(),
            // 17: too many extensions
            ",沙河产业园区,聚合庄生态农庄,延期,,2021-07-05,华辰电力公司,,,,2021-08-05,99,,,,,,".to_owned(),
            // 18: far too long
            format!(",沙河产业园区,聚合庄生态农庄,长,{long},2021-07-05,,,,,,,,,,,,"),
        ];
        let rows: Vec<_> = rows.iter().map(String::as_str).collect();
        let import = app.previewed(&app.people.coordinator, &ledger(&rows)).await;
        let told = errors(&import);
        let wanted = [
            (2, "raised_on", "required"),
            (3, "resolved_on", "out_of_order"),
            (4, "park", "unknown_name"), (5, "lead", "unknown_name"), (6, "category", "unknown_name"),
            (8, "number", "duplicate"), (9, "title", "required"),
            (10, "raised_on", "invalid_day"), (11, "raised_on", "future_day"), (12, "outcome", "unknown_value"),
            (13, "outcome", "required"), (14, "satisfaction", "contradiction"), (15, "lead", "required"),
            (16, "title", "duplicate"), (17, "extensions", "out_of_range"), (18, "category", "too_long"),
        ];
        let wanted: Vec<_> = wanted.into_iter().map(|(row, column, code)| (row, column.to_owned(), code.to_owned())).collect();
        assert_eq!(told, wanted, "{import:#}");
        assert_eq!(counts(&import), (1, 0, 0, 16));
    }

    async fn formulas_without_values_and_rounded_numbers_are_told(app) {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (column, heading) in (0_u16..).zip(["园区", "企业名称", "统一社会信用代码", "问题标题", "提出日期"]) {
            sheet.write_string(0, column, heading).unwrap();
        }
        for row in 1..4 {
            sheet.write_string(row, 0, "沙河产业园区").unwrap();
            sheet.write_string(row, 1, "聚合庄生态农庄").unwrap();
            sheet.write_string(row, 4, "2021.7.5").unwrap();
        }
        sheet.write_formula(1, 3, rust_xlsxwriter::Formula::new("=A2&B2").set_result("公式的值")).unwrap();
        sheet.write_string(2, 3, "信用代码").unwrap();
        sheet.write_number(2, 2, 91_350_100_000_100_943_f64).unwrap();
        sheet.write_string(3, 3, "错码").unwrap();
        sheet.write_string(3, 2, "91350100M000100Y44").unwrap();
        let import = app.previewed(&app.people.park, &book.save_to_buffer().unwrap()).await;
        let wanted = [(3, "credit_code", "number_too_long"), (4, "credit_code", "wrong_check_character")];
        let wanted: Vec<_> = wanted.into_iter().map(|(row, column, code)| (row, column.to_owned(), code.to_owned())).collect();
        assert_eq!((errors(&import), counts(&import)), (wanted, (1, 0, 0, 2)), "{import:#}");
    }

    async fn a_publication_that_fails_half_way_leaves_nothing(app) {
        // given
        let park = &app.people.park;
        let row = |title: &str| format!(",沙河产业园区,新企业,{title},,2021-07-05,,,,,,,,,,,,");
        let rows = [row("一"), row("二"), row("炸"), row("四")];
        let rows: Vec<_> = rows.iter().map(String::as_str).collect();
        let import = app.previewed(park, &ledger(&rows)).await;
        assert_eq!(counts(&import), (4, 0, 0, 0), "{import:#}");
        app.db.write_blocking(|conn| {
            let sql = match conn {
                Conn::Sqlite(_) => "CREATE TRIGGER boom BEFORE INSERT ON problems WHEN NEW.title = '炸' BEGIN SELECT RAISE(ABORT, 'boom'); END",
                Conn::Pg(_) => "ALTER TABLE problems ADD CONSTRAINT boom CHECK (title <> '炸')",
            };
            Ok(conn.batch_execute(sql)?)
        }).unwrap();
        // when
        let failed = app.committed(park, &import).await;
        // then
        assert_eq!((failed["state"].as_str(), failed["fault"]["code"].as_str()), (Some("failed"), Some("interrupted")));
        assert_eq!(app.problem_ids().await, Vec::<i64>::new());
        let enterprises = park.get("/enterprises?name=新企业&count=true").await.expect(200);
        assert_eq!(enterprises["total"], 0);
    }

    async fn an_import_whose_server_died_is_begun_again_after_its_lease(app) {
        let park = &app.people.park;
        let rows = [",沙河产业园区,聚合庄生态农庄,用电,,2021-07-05,,,,,,,,,,,,"];
        let begun = upload(&app, park, ("a.csv", &ledger(&rows)), &[("kind", "problems"), ("dry_run", "false")]).await.expect(201);
        let now = app.clock.now().naive_utc();
        let until = now + chrono::Duration::seconds(120);
        let taken = app.db.write_blocking(move |conn| zhuqi::ledger::import::store::claim(conn, "a node that died", (now, until))).unwrap();
        assert!(taken.is_some());
        assert!(!app.worker().run_next().unwrap(), "it is somebody else's");
        app.at("2021-08-02 09:10");
        app.take_in();
        let done = park.get(&format!("/imports/{}", begun["id"])).await.expect(200);
        assert_eq!((done["state"].as_str(), app.problem_ids().await.len()), (Some("done"), 1));
    }
}
