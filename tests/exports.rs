//! The ledger out: what a file holds is what the list shows, to each their own.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use calamine::{Data, DataType, Reader, Xlsx};
use diesel::connection::SimpleConnection;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use zhuqi::ledger::columns::{all, unguarded};

use crate::both;
use crate::harness::App;
use crate::harness::people::Person;
use crate::problems::{accepted, act, dispatched, filed, id_of, planned, resolved, solved};

/// A file as it came.
pub struct Download {
    status: u16,
    headers: reqwest::header::HeaderMap,
    bytes: Vec<u8>,
}

pub async fn download(app: &App, who: &Person, query: &str) -> Download {
    let url = format!("{}/api/v1/exports/problems?{query}", app.address);
    let request = reqwest::Client::new().get(url).bearer_auth(&who.token);
    let response = request.send().await.unwrap();
    Download {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        bytes: response.bytes().await.unwrap().to_vec(),
    }
}

impl Download {
    #[track_caller]
    pub fn expect_file(self) -> Vec<u8> {
        assert_eq!(self.status, 200, "{}", String::from_utf8_lossy(&self.bytes));
        let length = self.headers["content-length"].to_str().unwrap();
        assert_eq!(length, self.bytes.len().to_string());
        self.bytes
    }
}

/// Header and rows of a csv, as its reader sees them.
pub fn read_csv(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a BOM");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text);
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| row.iter().map(|cell| unguarded(cell).to_owned()).collect())
        .collect()
}

fn cells(bytes: &[u8]) -> Vec<Vec<Data>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range("问题台账").unwrap();
    sheet.rows().map(<[Data]>::to_vec).collect()
}

/// Header and rows of an xlsx, as texts.
pub fn read_xlsx(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::DateTime(_) => cell.as_date().unwrap().to_string(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::String(text) => text.clone(),
        other => panic!("{other:?} has no place in a ledger"),
    };
    let rows = cells(bytes);
    rows.iter()
        .map(|row| row.iter().map(text).collect())
        .collect()
}

/// One part of the zip that an xlsx is.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

async fn listed(who: &Person, query: &str) -> Vec<Value> {
    let (mut found, mut cursor) = (vec![], String::new());
    loop {
        let path = format!("/problems?sort=raised_on&limit=5&{query}{cursor}");
        let page = who.get(&path).await.expect(200);
        found.extend(page["items"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

/// The directory as somebody sees it: texts by kind, id and field.
struct Names(HashMap<(&'static str, i64), Value>);

impl Names {
    async fn seen_by(who: &Person) -> Self {
        let mut names = HashMap::new();
        for kind in ["parks", "departments", "categories", "enterprises"] {
            let answer = who.get(&format!("/{kind}?limit=200")).await;
            for one in answer.body["items"].as_array().into_iter().flatten() {
                names.insert((kind, id_of(one)), one.clone());
            }
        }
        Self(names)
    }

    fn text(&self, kind: &'static str, id: &Value, field: &str) -> String {
        let found = id.as_i64().and_then(|id| self.0.get(&(kind, id)));
        text(found.map_or(&Value::Null, |one| &one[field]))
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or("").to_owned()
}

fn day(value: &Value) -> String {
    value
        .as_str()
        .map_or(String::new(), |at| at[..10].to_owned())
}

fn word(value: &Value) -> &'static str {
    match value.as_str().unwrap_or("") {
        "visit" => "走访",
        "enterprise" => "企业反映",
        "superior" => "上级交办",
        "hotline" => "热线",
        "meeting" => "会议",
        "self_check" => "自查",
        "other" => "其他",
        "ordinary" => "一般",
        "major" => "重大复杂",
        "urgent" => "紧急",
        "district" => "县区级",
        "city" => "市级",
        "province" => "省级",
        "solved" => "已解决",
        "partly_solved" => "部分解决",
        "planned" => "计划解决",
        "explained" => "解释疏导",
        "reported" => "待派单",
        "dispatched" => "待签收",
        "returned" => "退回待裁定",
        "in_progress" => "办理中",
        "suspended" => "挂起",
        "tracking" => "持续跟踪",
        "resolved" => "待回访",
        "closed" => "已销号",
        "rejected" => "不予受理",
        "merged" => "已并单",
        "withdrawn" => "已撤回",
        "green" => "绿",
        "yellow" => "黄",
        "red" => "红",
        "" => "",
        other => panic!("{other} is no word of the ledger"),
    }
}

/// A row of the file, told a second time from what the API shows to the same person.
async fn expected(app: &App, who: &Person, names: &Names, one: &Value) -> Vec<String> {
    let id = id_of(one);
    let events = who
        .get(&format!("/problems/{id}/events?limit=200"))
        .await
        .expect(200);
    let last = |kinds: &[&str]| {
        let events = events["items"].as_array().unwrap().iter().rev();
        let mut events = events.filter(|event| event["round"] == one["round"]);
        events
            .find(|event| kinds.contains(&event["kind"].as_str().unwrap()))
            .cloned()
    };
    let is_resolved = !one["outcome"].is_null();
    let telling = if is_resolved {
        last(&["resolve", "resolve_on_site"])
    } else {
        last(&["progress"])
    };
    let telling = telling.unwrap_or(Value::Null);
    let step = if one["rest"].is_null() {
        &telling["data"]
    } else {
        &one["rest"]
    };
    let next = match step["next_on"].as_str() {
        Some(on) => format!("{}（{on}前）", text(&step["next_step"])),
        None => text(&step["next_step"]),
    };
    let assignments = one["assignments"].as_array().unwrap();
    let lead = assignments
        .iter()
        .rev()
        .find(|one| one["role"] == "lead")
        .cloned()
        .unwrap_or(Value::Null);
    let supporting = assignments
        .iter()
        .filter(|other| other["role"] == "supporting" && other["round"] == one["round"]);
    let supporting: Vec<_> = supporting
        .map(|one| names.text("departments", &one["department_id"], "name"))
        .collect();
    let asked = one["follow_ups"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .find(|asked| asked["round"] == one["round"]);
    let today = app.clock.today();
    let due: Option<chrono::NaiveDate> = one["clocks"]["solve"]["due_on"]
        .as_str()
        .map(|day| day.parse().unwrap());
    let open = [
        "reported",
        "dispatched",
        "returned",
        "in_progress",
        "suspended",
        "tracking",
    ];
    let is_open = open.contains(&one["status"].as_str().unwrap());
    let late = due
        .map(|due| (today - due).num_days())
        .filter(|days| *days > 0 && is_open);
    let place = match (one["enterprise_name"].as_str(), one["site_name"].as_str()) {
        (Some(name), _) => name.to_owned(),
        (None, Some(site)) => format!("项目：{site}"),
        (None, None) => String::new(),
    };
    vec![
        text(&one["number"]),
        names.text("parks", &one["park_id"], "name"),
        place,
        names.text("enterprises", &one["enterprise_id"], "credit_code"),
        text(&one["title"]),
        text(&one["description"]),
        names.text("categories", &one["category_id"], "name"),
        word(&one["source"]).into(),
        word(&one["severity"]).into(),
        word(&one["level"]).into(),
        if one["confidential"] == true {
            "是"
        } else {
            ""
        }
        .into(),
        text(&one["raised_on"]),
        names.text("departments", &lead["department_id"], "name"),
        supporting.join("、"),
        String::new(),
        text(&lead["handler"]),
        names.text("departments", &lead["department_id"], "duty_contact"),
        day(&one["dispatched_at"]),
        day(&one["accepted_at"]),
        text(&one["clocks"]["solve"]["due_on"]),
        one["extended_count"].to_string(),
        day(&one["resolved_at"]),
        word(&one["outcome"]).into(),
        text(&telling["text"]),
        text(&one["rest"]["remaining"]),
        next,
        asked.map_or(String::new(), |asked| text(&asked["on"])),
        match one["satisfaction"].as_i64() {
            None => "",
            Some(5) => "非常满意",
            Some(4) => "满意",
            Some(3) => "基本满意",
            Some(2) => "不满意",
            Some(_) => "非常不满意",
        }
        .into(),
        day(&one["closed_at"]),
        String::new(),
        word(&one["status"]).into(),
        word(&one["light"]).into(),
        late.map_or(String::new(), |days| days.to_string()),
        one["returned_count"].to_string(),
        one["reopened_count"].to_string(),
        one["supervised_count"].to_string(),
    ]
}

const TITLES: &[&str] = &[
    "=HYPERLINK(\"http://example.com\",\"点我\")",
    "+8613800000000",
    "-1",
    "@SUM(A1)",
    "'=1+1",
    "𰻝𰻝面与㐂字🏭",
    "_x0041_不是字母",
    "含“引号\"、逗号,和分号;”",
    "＝1",
];

/// Problems in every state, with everything that a row can tell.
pub async fn many(app: &App) {
    let people = &app.people;
    let (park, office, department) = (&people.park, &people.coordinator, &people.department);
    let power = people.department_id;
    office
        .patch(
            &format!("/departments/{power}"),
            json!({"duty_contact": "值班 0371-1234567"}),
        )
        .await
        .expect(200);
    let enterprise = format!("/enterprises/{}", people.enterprise_id);
    park.patch(&enterprise, json!({"credit_code": "91350100M000100Y43"}))
        .await
        .expect(200);
    for (n, title) in TITLES.iter().enumerate() {
        let severity = ["ordinary", "major", "urgent"][n % 3];
        park.post("/problems", json!({"title": title, "description": format!("第一行\n{title}\t末"),
            "enterprise_id": people.enterprise_id, "category_id": n + 1, "severity": severity, "source": "hotline",
            "raised_on": format!("2021-07-{}", 20 + n)})).await.expect(201);
    }
    filed(app).await;
    let site = json!({"title": "厂房验收", "park_id": people.other_park.actor.park_id, "site_name": "城东标准化厂房", "level": "city"});
    people.other_park.post("/problems", site).await.expect(201);
    let id = dispatched(app).await;
    act(
        park,
        id,
        "add_support",
        json!({"department_ids": [people.other_department_id]}),
    )
    .await;
    let id = accepted(app).await;
    act(department, id, "assign_handler", json!({"name": "王工"})).await;
    act(
        department,
        id,
        "progress",
        json!({"text": "已现场勘察", "next_step": "架线", "next_on": "2021-08-06"}),
    )
    .await;
    act(
        department,
        id,
        "request_extension",
        json!({"until": "2021-08-20", "reason": "等材料"}),
    )
    .await;
    act(office, id, "decide_extension", json!({"granted": true})).await;
    let id = accepted(app).await;
    act(
        department,
        id,
        "return",
        json!({"reason": "不属本单位职责"}),
    )
    .await;
    let id = resolved(app, solved()).await;
    act(
        park,
        id,
        "follow_up",
        json!({"reached": true, "solved": true, "satisfaction": 5}),
    )
    .await;
    act(park, id, "close", json!({})).await;
    let id = resolved(app, planned()).await;
    act(park, id, "track", json!({"next_on": "2021-09-30"})).await;
    let id = resolved(app, solved()).await;
    act(
        park,
        id,
        "follow_up",
        json!({"reached": true, "solved": false, "satisfaction": 1}),
    )
    .await;
    act(park, id, "reopen", json!({"reason": "又停电了"})).await;
    let id = filed(app).await;
    act(
        park,
        id,
        "resolve_on_site",
        json!({"resolution": "当场联系解决"}),
    )
    .await;
    let id = filed(app).await;
    act(
        park,
        id,
        "withdraw",
        json!({"reason": "企业撤回", "told_by": "李四"}),
    )
    .await;
    let other = json!({"title": "招工难", "enterprise_id": people.other_enterprise_id,
        "dispatch": {"lead_department_id": people.other_department_id, "supporting_department_ids": [power]}});
    people.other_park.post("/problems", other).await.expect(201);
}

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
                use zhuqi::ledger::columns::Kind;
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
            ("format=csv&q=x", "/q", "unknown_field"),
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
        app.db.write_now(move |conn| {
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

#[test]
fn the_page_offers_the_columns_of_the_sheet_under_their_names() {
    let page = include_str!("../web/src/ledger/sheet.ts");
    let offered: Vec<_> = page
        .lines()
        .filter(|line| line.starts_with("  { key:"))
        .collect();
    let kept: Vec<_> = all()
        .map(|column| {
            format!(
                "  {{ key: '{}', title: '{}' }},",
                column.key, column.heading
            )
        })
        .collect();
    assert_eq!(offered, kept);
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
