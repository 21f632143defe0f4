//! Files as they come over the wire, against what the same person is shown.

use calamine::{Data, DataType};
use diesel::connection::SimpleConnection;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use zhuqi::vocabulary::columns::all;

use super::told::{Names, expected, listed};
use super::{cells, download, many, part, read_csv, read_xlsx};
use crate::both;
use crate::problems::{accepted, filed};

/// Parameters that narrow a list, each with values that find something and that find nothing.
const FILTERS: &[&[&str]] = &[
    &[
        "status=reported",
        "status=closed",
        "status=dispatched&status=in_progress",
        "status=merged",
    ],
    &["severity=ordinary", "severity=urgent"],
    &["level=district", "level=city"],
    &["source=hotline", "source=other"],
    &["light=red", "light=green", "light=yellow"],
    &["overdue=true", "overdue=false"],
    &["outcome=solved", "outcome=planned"],
    &["title=%E7%94%A8%E7%94%B5", "title=%3D"],
    &["category_id=1", "category_id=3"],
    &["reported_from=2021-08-02", "reported_to=2021-08-01"],
    &["due_to=2021-08-11", "due_from=2021-08-12"],
    &["mine=true", "mine=false"],
    &["number=SH-2021-001"],
    &[
        "count_of=collected",
        "count_of=outstanding&as_of=2021-08-02",
        "count_of=solved",
    ],
];

both! {
    async fn a_file_holds_what_the_list_shows_to_the_same_person(app) {
        many(&app).await;
        app.day("2021-08-12");
        let seed = rand::random::<u64>();
        println!("seed {seed}");
        let mut random = StdRng::seed_from_u64(seed);
        let people = &app.people;
        let headings: Vec<_> = all().map(|column| column.heading.to_owned()).collect();
        for who in [&people.coordinator, &people.park, &people.other_park, &people.department, &people.other_department, &people.leader] {
            let names = Names::seen_by(who).await;
            let mut queries = vec![String::new()];
            for _ in 0..8 {
                let mut chosen: Vec<&str> = vec![];
                for values in FILTERS {
                    if random.random_bool(0.15) {
                        chosen.push(values.choose(&mut random).unwrap());
                    }
                }
                queries.push(chosen.join("&"));
            }
            for (n, query) in queries.iter().enumerate() {
                let mut rows = vec![headings.clone()];
                for one in listed(who, query).await {
                    rows.push(expected(&app, who, &names, &one).await);
                }
                let csv = download(&app, who, &format!("format=csv&{query}")).await.expect_file();
                assert_eq!(read_csv(&csv), rows, "seed {seed}, {query:?}");
                if n < 3 {
                    let xlsx = download(&app, who, &format!("format=xlsx&{query}")).await.expect_file();
                    assert_eq!(read_xlsx(&xlsx), rows, "seed {seed}, {query:?}");
                }
            }
        }
    }

    async fn days_are_days_codes_are_texts_and_nothing_is_a_formula(app) {
        many(&app).await;
        let xlsx = download(&app, &app.people.coordinator, "format=xlsx").await.expect_file();
        let rows = cells(&xlsx);
        for row in &rows[1..] {
            for (column, cell) in all().zip(row) {
                use zhuqi::vocabulary::columns::Kind;
                let is_right = match (column.kind, cell) {
                    (_, Data::Empty) => true,
                    (Kind::Day, cell) => cell.is_datetime(),
                    (Kind::Number, cell) => cell.is_float() || cell.is_int(),
                    (Kind::Text | Kind::Word, cell) => cell.is_string(),
                };
                assert!(is_right, "{}: {cell:?}", column.heading);
            }
        }
        let sheet = part(&xlsx, "xl/worksheets/sheet1.xml");
        assert!(!sheet.contains("<f>") && !sheet.contains("<f ") && !sheet.contains("<hyperlink"), "a formula");
        for print in ["orientation=\"landscape\"", "paperSize=\"9\"", "<autoFilter ref=\"A1:AJ", "state=\"frozen\"", "第 &amp;P 页 共 &amp;N 页"] {
            assert!(sheet.contains(print), "{print}");
        }
        assert!(part(&xlsx, "xl/workbook.xml").contains("_xlnm.Print_Titles"));
        assert!(part(&xlsx, "docProps/core.xml").contains(">2021-08-02T00:00:00Z<"));
        let csv = download(&app, &app.people.coordinator, "format=csv").await.expect_file();
        let text = csv.strip_prefix("\u{feff}".as_bytes()).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
        for row in reader.records() {
            for cell in row.unwrap().iter() {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
            }
        }
    }

    async fn the_same_rows_give_the_same_bytes_at_another_time_too(app) {
        many(&app).await;
        for format in ["xlsx", "csv"] {
            let query = format!("format={format}");
            let before = download(&app, &app.people.coordinator, &query).await.expect_file();
            app.at("2021-08-02 15:00");
            let after = download(&app, &app.people.coordinator, &query).await.expect_file();
            app.at("2021-08-02 09:00");
            assert!(before == after, "{format}");
        }
    }

    async fn columns_are_chosen_and_ordered(app) {
        filed(&app).await;
        let who = &app.people.park;
        let got = download(&app, who, "format=csv&columns=title,number,light").await;
        assert_eq!(got.headers["content-type"], "text/csv; charset=utf-8");
        let named = got.headers["content-disposition"].to_str().unwrap().to_owned();
        assert_eq!(named, "attachment; filename=\"problems-20210802.csv\"; filename*=UTF-8''%E9%97%AE%E9%A2%98%E5%8F%B0%E8%B4%A620210802.csv");
        let rows = read_csv(&got.expect_file());
        assert_eq!(rows, [["问题标题", "编号", "亮灯"], ["担心后续用电得不到保障", "SH-2021-001", "绿"]]);
        for (query, pointer, code) in [
            ("format=csv&columns=title,title", "/columns", "duplicate"),
            ("format=csv&columns=secret", "/columns", "unknown_value"),
            ("format=pdf", "/format", "unknown_value"),
            ("", "/format", "required"),
            ("format=csv&limit=5", "/limit", "unknown_field"),
            ("format=csv&cursor=x", "/cursor", "unknown_field"),
            ("format=csv&count=true", "/count", "unknown_field"),
            ("format=csv&park_id=999999", "/park_id", "unknown_id"),
            ("format=csv&query=x", "/query", "unknown_field"),
            ("format=csv&light=blue", "/light", "unknown_value"),
        ] {
            let body = who.get(&format!("/exports/problems?{query}")).await.refused(422, "request.invalid");
            assert_eq!((&body["errors"][0]["pointer"], &body["errors"][0]["code"]), (&json!(pointer), &json!(code)), "{query}");
        }
    }

    async fn who_took_what_is_in_the_trail(app) {
        filed(&app).await;
        let people = &app.people;
        download(&app, &people.park, "format=csv&columns=number,title&status=reported&status=closed").await.expect_file();
        people.park.get("/exports/problems?format=doc").await.expect(422);
        people.admin.get("/exports/problems?format=csv").await.refused(403, "access.not_yours");
        let trail = people.auditor.get("/audit?action=problem.export&count=true").await.expect(200);
        assert_eq!(trail["total"], 1);
        let record = &trail["items"][0];
        assert_eq!(record["actor_id"], people.park.id);
        assert_eq!(record["data"], json!({"rows": 1, "asked": {"format": "csv", "columns": "number,title", "status": ["reported", "closed"]}}));
    }

    async fn ten_thousand_rows_come_whole_and_in_order(app) {
        let id = accepted(&app).await;
        app.db.write_blocking(move |conn| {
            conn.batch_execute(&copies(id, 10_000))?;
            Ok(())
        }).unwrap();
        for format in ["csv", "xlsx"] {
            let bytes = download(&app, &app.people.coordinator, &format!("format={format}&columns=number,title,due_on,status")).await.expect_file();
            let rows = if format == "csv" { read_csv(&bytes) } else { read_xlsx(&bytes) };
            assert_eq!(rows.len(), 10_002);
            for (n, row) in rows.iter().enumerate().skip(2) {
                assert_eq!(row[0], format!("C-{}", 1_000_000 + n - 1));
            }
        }
    }
}

/// SQL that copies a problem's row so many times, under numbers of their own.
fn copies(id: i64, times: usize) -> String {
    let columns = "title, title_key, description, park_id, enterprise_id, source, category_id, severity, level, status, \
        round, raised_on, reported_on, reported_at, reported_by, lead_department_id, dispatched_at, accepted_at, due_on, \
        yellow_at, red_at, returned_count, reopened_count, extended_count, supervised_count, facts, active, created_at, \
        updated_at, version";
    format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times}) \
         INSERT INTO problems (number, {columns}) SELECT 'C-' || CAST(1000000 + n.i AS TEXT), {columns} FROM n, problems WHERE problems.id = {id} ORDER BY n.i"
    )
}
