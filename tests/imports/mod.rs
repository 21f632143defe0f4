//! Ledgers that come in: previewed, committed, refused.

mod alike;
mod bad;
mod counted;
mod directory;
mod entries;
mod hostile;
mod kept;
mod ledgers;
mod published;
mod registers;
mod roundtrip;
mod scope;
mod taken;
mod told;

use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value;
use zhuqi::ledger::import::actions::Worker;

use crate::harness::people::Person;
use crate::harness::{Answer, App, CLIENT};

/// The heading of the tests' ledgers.
pub const HEADINGS: &str = "编号,园区,企业名称,问题标题,类别,提出日期,主办单位,协办单位,交办日期,签收日期,办结时限,延期次数,办结日期,办理结果,办理情况,回访日期,满意度,销号日期";

/// Uploads a file with the other fields of the form.
pub async fn upload(
    app: &App,
    who: &Person,
    (name, content): (&str, &[u8]),
    fields: &[(&str, &str)],
) -> Answer {
    const MARK: &str = "a-boundary-of-the-tests";
    let mut body = vec![];
    for (field, value) in fields {
        let part = format!(
            "--{MARK}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
        );
        body.extend_from_slice(part.as_bytes());
    }
    let part = format!(
        "--{MARK}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    body.extend_from_slice(part.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(format!("\r\n--{MARK}--\r\n").as_bytes());
    let response = CLIENT
        .post(format!("{}/api/v1/imports", app.address))
        .bearer_auth(&who.token)
        .header(
            "Content-Type",
            format!("multipart/form-data; boundary={MARK}"),
        )
        .body(body)
        .send()
        .await
        .unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.unwrap();
    Answer {
        status,
        headers,
        body: serde_json::from_str(&text).unwrap_or(Value::Null),
        text,
    }
}

impl App {
    /// What happens in the background, until nothing waits any more.
    pub fn take_in(&self) {
        while self.worker().run_next().unwrap() {}
    }

    pub fn worker(&self) -> Worker {
        Worker {
            db: self.db.clone(),
            clock: self.clock.clone(),
            folder: self.database.folder.clone(),
        }
    }

    /// Uploads a file of problems, lets it be checked, and gives what is shown.
    pub async fn previewed(&self, who: &Person, content: &[u8]) -> Value {
        self.checked(who, content, &[("kind", "problems")]).await
    }

    pub async fn checked(&self, who: &Person, content: &[u8], fields: &[(&str, &str)]) -> Value {
        let begun = upload(self, who, ("台账.csv", content), fields)
            .await
            .expect(201);
        self.take_in();
        who.get(&format!("/imports/{}", begun["id"]))
            .await
            .expect(200)
    }

    /// Confirms what was shown, and gives what came of it.
    pub async fn committed(&self, who: &Person, import: &Value) -> Value {
        let path = format!("/imports/{}", import["id"]);
        who.post(&format!("{path}/commit"), serde_json::json!({}))
            .await
            .expect(200);
        self.take_in();
        who.get(&path).await.expect(200)
    }

    /// Previews and commits a ledger of problems under [`HEADINGS`].
    pub async fn imported(&self, who: &Person, rows: &[&str]) -> Value {
        let import = self.previewed(who, &ledger(rows)).await;
        assert_eq!(import["counts"]["wrong"], 0, "{import:#}");
        let done = self.committed(who, &import).await;
        assert_eq!(done["state"], "done", "{done:#}");
        done
    }

    /// The ids of all problems, oldest first.
    pub async fn problem_ids(&self) -> Vec<i64> {
        let page = self
            .people
            .coordinator
            .get("/problems?limit=200")
            .await
            .expect(200);
        let mut ids: Vec<_> = page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_i64().unwrap())
            .collect();
        ids.sort_unstable();
        ids
    }
}

/// A csv under [`HEADINGS`].
pub fn ledger(rows: &[&str]) -> Vec<u8> {
    format!("{HEADINGS}\n{}\n", rows.join("\n")).into_bytes()
}

/// Counts as (new, matched, different, wrong).
pub fn counts(import: &Value) -> (i64, i64, i64, i64) {
    let count = |name: &str| import["counts"][name].as_i64().unwrap();
    (
        count("new"),
        count("matched"),
        count("different"),
        count("wrong"),
    )
}

/// What is wrong, as (row, column, code).
pub fn errors(import: &Value) -> Vec<(i64, String, String)> {
    let items = import["errors"]["items"].as_array().unwrap().iter();
    items
        .map(|error| {
            let text = |name: &str| error[name].as_str().unwrap_or("").to_owned();
            (error["row"].as_i64().unwrap(), text("column"), text("code"))
        })
        .collect()
}

/// An xlsx of texts; what looks like a day is one.
pub fn xlsx(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(*cells) {
            match rust_xlsxwriter::ExcelDateTime::parse_from_str(cell) {
                Ok(on) if cell.len() == 10 => {
                    sheet
                        .write_datetime_with_format(row, column, &on, &day)
                        .unwrap();
                }
                _ => {
                    sheet.write_string(row, column, *cell).unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}
