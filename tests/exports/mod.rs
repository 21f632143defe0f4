//! The ledger out: what a file holds is what the list shows, to each their own.

mod told;
mod written;

use std::io::{Cursor, Read};

use calamine::{Data, DataType, Reader, Xlsx};
use serde_json::json;
use zhuqi::ledger::columns::unguarded;

use crate::harness::people::Person;
use crate::harness::{App, CLIENT};
use crate::problems::{accepted, act, dispatched, filed, planned, resolved, solved};

/// A file as it came.
pub struct Download {
    status: u16,
    headers: reqwest::header::HeaderMap,
    bytes: Vec<u8>,
}

pub async fn download(app: &App, who: &Person, query: &str) -> Download {
    let url = format!("{}/api/v1/exports/problems?{query}", app.address);
    let request = CLIENT.get(url).bearer_auth(&who.token);
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

/// The cells of a workbook.
pub fn cells(bytes: &[u8]) -> Vec<Vec<Data>> {
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
