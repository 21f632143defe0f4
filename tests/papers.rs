//! The week as papers: every format is read back and compared, number by number, with the JSON.

use std::io::Read;

use calamine::{Data, Reader, Xlsx};
use quick_xml::events::Event;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use zhuqi::reports::render::{self, Format};

use crate::both;
use crate::commands::{done, zhuqi};
use crate::harness::App;
use crate::harness::people::Person;

const WEEK: &str = "/reports/weekly?week=2021-W31";

/// A file as it comes over the wire.
pub async fn fetch(app: &App, who: &Person, path: &str) -> (HeaderMap, Vec<u8>) {
    let request = reqwest::Client::new().get(format!("{}/api/v1{path}", app.address));
    let answer = request.bearer_auth(&who.token).send().await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    let headers = answer.headers().clone();
    (headers, answer.bytes().await.unwrap().to_vec())
}

async fn file(app: &App, format: &str) -> Vec<u8> {
    let path = format!("{WEEK}&format={format}");
    fetch(app, &app.people.coordinator, &path).await.1
}

/// One part of a Word file.
fn part(docx: &[u8], name: &str) -> String {
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
type Rows = Vec<Vec<String>>;

/// Reads rows out of markup whose elements are named so; whatever breaks a line is a space.
fn rows(markup: &str, [row, cells, text, line]: [&[&str]; 4]) -> Rows {
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

fn add(rows: &mut Rows, text: &str) {
    if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
        cell.push_str(text);
    }
}

fn of_html(html: &[u8]) -> Rows {
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

fn of_docx(docx: &[u8]) -> Rows {
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
fn of_xlsx(xlsx: &[u8]) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(xlsx)).unwrap();
    let sheets = book.worksheets();
    let rows = sheets
        .iter()
        .flat_map(|(_, range)| range.rows().map(<[Data]>::to_vec));
    rows.collect()
}

/// What must stand in a row, as the JSON has it.
#[derive(Debug, Clone)]
enum Said {
    Number(i64),
    Change(i64),
    Rate(i64, i64, Option<String>),
}

impl Said {
    fn number(of: &Value) -> Self {
        Self::Number(of.as_i64().unwrap())
    }

    fn rate(of: &Value) -> Self {
        let percent = of["percent"].as_str().map(str::to_owned);
        Self::Rate(
            of["numerator"].as_i64().unwrap(),
            of["denominator"].as_i64().unwrap(),
            percent,
        )
    }

    fn shown(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Change(0) => "持平".into(),
            Self::Change(by) if *by > 0 => format!("+{by}"),
            Self::Change(by) => format!("−{}", -by),
            Self::Rate(over, under, Some(percent)) => format!("{percent}% {over}/{under}"),
            Self::Rate(..) => "—".into(),
        }
    }

    fn in_excel(&self) -> Vec<Data> {
        let number = |value: i64| Data::Float(value as f64);
        match self {
            Self::Number(value) | Self::Change(value) => vec![number(*value)],
            Self::Rate(over, under, percent) => {
                let shown = percent
                    .as_ref()
                    .map(|text| text.parse::<f64>().unwrap() / 100.0);
                let first = shown.map_or(Data::String("—".into()), Data::Float);
                vec![first, number(*over), number(*under)]
            }
        }
    }
}

/// Every row of numbers that a report has, told by its JSON alone.
fn expected(report: &Value) -> Vec<(String, Vec<Said>)> {
    let (now, before) = (&report["totals"], &report["previous"]);
    let mut all = Vec::new();
    for (name, key) in [
        ("走访（次）", "visits"),
        ("走访企业（家）", "visited_enterprises"),
        ("收集问题", "collected"),
        ("解决", "solved"),
        ("　其中回访确认", "confirmed"),
        ("办结", "resolved"),
        ("　其中已销号", "closed"),
        ("退回", "returned"),
        ("延期", "extended"),
        ("重办", "reopened"),
        ("督办", "supervised"),
        ("不予受理", "rejected"),
        ("并单", "merged"),
        ("撤回", "withdrawn"),
    ] {
        let (week, last) = (&now["period"][key], &before["period"][key]);
        let change = week.as_i64().unwrap() - last.as_i64().unwrap();
        let said = [&now[key], week, last].map(Said::number);
        all.push((
            name.to_owned(),
            [&said[..], &[Said::Change(change)]].concat(),
        ));
    }
    for (name, key) in [
        ("未办结", "outstanding"),
        ("　其中持续跟踪", "tracking"),
        ("　其中挂起", "suspended"),
        ("　其中超期", "overdue"),
    ] {
        let change = now[key].as_i64().unwrap() - before[key].as_i64().unwrap();
        let said = [&now[key], &before[key], &now["period"][key]].map(Said::number);
        all.push((
            name.to_owned(),
            [&said[..], &[Said::Change(change)]].concat(),
        ));
    }
    for (name, key) in [
        ("解决率（累计）", "solve"),
        ("办结率（累计）", "resolve"),
        ("回访率（累计）", "follow_up"),
        ("满意率（累计）", "satisfaction"),
    ] {
        all.push((
            name.to_owned(),
            [now, before]
                .map(|row| Said::rate(&row["rates"][key]))
                .to_vec(),
        ));
    }
    for (name, key) in [
        ("按时办结率（本周）", "on_time"),
        ("按原时限办结率（本周）", "on_time_original"),
        ("签收及时率（本周）", "accept_on_time"),
    ] {
        all.push((
            name.to_owned(),
            [now, before]
                .map(|row| Said::rate(&row["period"]["rates"][key]))
                .to_vec(),
        ));
    }
    let name = |row: &Value| row["key"]["name"].as_str().unwrap().to_owned();
    let pairs = |row: &Value, keys: &[&str]| -> Vec<Said> {
        keys.iter()
            .flat_map(|key| [&row[*key], &row["period"][*key]].map(Said::number))
            .collect()
    };
    let rates = |row: &Value| {
        [&row["rates"]["solve"], &row["rates"]["resolve"]]
            .map(Said::rate)
            .to_vec()
    };
    let open = |row: &Value| {
        [&row["outstanding"], &row["overdue"]]
            .map(Said::number)
            .to_vec()
    };
    let park = |row: &Value| {
        [
            pairs(row, &["visits", "collected", "solved", "resolved"]),
            open(row),
            rates(row),
        ]
        .concat()
    };
    for row in report["parks"].as_array().unwrap() {
        all.push((name(row), park(row)));
    }
    all.push(("合计".into(), park(now)));
    let group = |row: &Value| {
        let on_time = vec![Said::rate(&row["period"]["rates"]["on_time"])];
        [
            pairs(row, &["collected", "solved", "resolved"]),
            open(row),
            rates(row),
            on_time,
        ]
        .concat()
    };
    for list in ["categories", "levels"] {
        all.extend(
            report[list]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| (name(row), group(row))),
        );
        all.push(("合计".into(), group(now)));
    }
    all.push(("上级交办".into(), group(&report["superior"])));
    for peers in report["departments"].as_array().unwrap() {
        let rows = ["rows", "nothing_due"].map(|list| peers[list].as_array().unwrap());
        for row in rows.into_iter().flatten() {
            let numbers = [
                &row["collected"],
                &row["resolved"],
                &row["period"]["resolved"],
                &row["outstanding"],
                &row["overdue"],
                &row["returned"],
                &row["extended"],
            ]
            .map(Said::number)
            .to_vec();
            let week = &row["period"]["rates"];
            let rates = [
                &week["on_time"],
                &week["on_time_original"],
                &week["accept_on_time"],
                &row["rates"]["satisfaction"],
            ];
            let mut said = [numbers, rates.map(Said::rate).to_vec()].concat();
            if let Some(supporting) = row.get("supporting") {
                said.extend([&supporting["assigned"], &supporting["replied"]].map(Said::number));
            }
            all.push((name(row), said));
        }
    }
    for point in report["series"].as_array().unwrap() {
        let said = [&point["collected"], &point["resolved"]]
            .map(Said::number)
            .to_vec();
        all.push((point["week"].as_str().unwrap().to_owned(), said));
    }
    all
}

/// What a problem's line begins with, in every list of the report.
fn listed(report: &Value) -> Vec<[String; 4]> {
    let lists = ["overdue", "supervised", "tracking", "settled", "excluded"];
    let all = lists
        .iter()
        .flat_map(|list| report[*list].as_array().unwrap());
    let text = |value: &Value| value.as_str().unwrap_or("—").to_owned();
    all.map(|one| ["number", "title", "park", "place"].map(|key| text(&one[key])))
        .collect()
}

/// Compares every format with the JSON; gives how many numbers were compared. A PDF takes seconds in
/// a debug build, so it isn't drawn each time.
async fn compare(app: &App, and_pdf: bool) -> usize {
    let report = app.people.coordinator.get(WEEK).await.expect(200);
    let (expected, listed) = (expected(&report), listed(&report));
    let html = of_html(&file(app, "html").await);
    let docx = of_docx(&file(app, "docx").await);
    let xlsx = of_xlsx(&file(app, "xlsx").await);
    // The page draws what Word writes as a table: the charts.
    for (name, said) in &expected {
        let cells: Vec<String> = said.iter().map(Said::shown).collect();
        let is_row = |row: &&Vec<String>| row[0] == *name && row[1..].starts_with(&cells[..]);
        assert!(
            docx.iter().any(|row| is_row(&row)),
            "Word lacks {name} {cells:?}:\n{docx:#?}"
        );
        if !name.contains("-W") {
            assert!(
                html.iter().any(|row| is_row(&row)),
                "the page lacks {name} {cells:?}:\n{html:#?}"
            );
        }
        let cells: Vec<Data> = said.iter().flat_map(Said::in_excel).collect();
        let found = xlsx
            .iter()
            .any(|row| row[0] == Data::String(name.clone()) && row[1..].starts_with(&cells[..]));
        assert!(found, "Excel lacks {name} {cells:?}");
    }
    for line in &listed {
        assert!(
            html.iter().any(|row| row.starts_with(&line[..])),
            "the page lacks {line:?}"
        );
        assert!(
            docx.iter().any(|row| row.starts_with(&line[..])),
            "Word lacks {line:?}"
        );
        let cells = line.clone().map(Data::String);
        assert!(
            xlsx.iter().any(|row| row.starts_with(&cells[..])),
            "Excel lacks {line:?}"
        );
    }
    if and_pdf && Format::Pdf.is_built() {
        let pdf = text_of_pdf(&file(app, "pdf").await);
        let plain = |text: &str| {
            text.chars()
                .filter(|c| !c.is_whitespace())
                .collect::<String>()
        };
        for (name, said) in expected.iter().filter(|(name, _)| !name.contains("-W")) {
            let row: String = said.iter().map(Said::shown).collect();
            let row = plain(&format!("{name}{row}"));
            assert!(pdf.contains(&row), "the PDF lacks {row}:\n{pdf}");
        }
        for line in &listed {
            let row = plain(&line.concat());
            assert!(pdf.contains(&row), "the PDF lacks {row}:\n{pdf}");
        }
    }
    expected.iter().map(|(_, said)| said.len()).sum()
}

/// The text of a PDF in the order of writing, without spaces. `pdftotext` is of poppler-utils.
fn text_of_pdf(pdf: &[u8]) -> String {
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

/// A week in which everything happens, some of it written by people who try things.
async fn a_full_week(app: &App) {
    let people = &app.people;
    let (park, office, lead) = (&people.park, &people.coordinator, &people.department);
    let filed = async |title: &str, more: Value| {
        let mut body = json!({"title": title, "enterprise_id": people.enterprise_id});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        park.post("/problems", body).await.expect(201)["id"]
            .as_i64()
            .unwrap()
    };
    let act = async |who: &Person, id: i64, action: &str, body: Value| {
        who.post(&format!("/problems/{id}/{action}"), body)
            .await
            .expect(200);
    };
    for n in 0..3 {
        let visit = json!({"site_name": "聚合庄生态农庄", "visited_on": "2021-08-02", "participants": [format!("王{n}")]});
        park.post("/visits", visit).await.expect(201);
    }
    let late = json!({"site_name": "工地", "visited_on": "2021-07-30", "participants": ["王"]});
    park.post("/visits", late).await.expect(201);
    let dispatch = json!({"dispatch": {"lead_department_id": people.department_id}});
    let typed = filed(
        "<script>alert('用电')</script> & =HYPERLINK(\"x\")",
        dispatch.clone(),
    )
    .await;
    let long = filed(&"长".repeat(200), dispatch.clone()).await;
    let rare = filed("𰻝𰻝面与㐂寿司😀企业", dispatch.clone()).await;
    act(lead, rare, "accept", json!({})).await;
    for id in [typed, long, rare] {
        let urge = json!({"kind": "urge", "text": "请抓紧办理"});
        act(office, id, "supervise", urge).await;
    }
    let tracked = filed(
        "融资难",
        json!({"source": "superior", "level": "city", "severity": "major",
        "dispatch": {"lead_department_id": people.department_id}}),
    )
    .await;
    act(lead, tracked, "accept", json!({})).await;
    act(
        lead,
        tracked,
        "resolve",
        json!({"outcome": "planned", "resolution": "已列入计划", "remaining": "资金",
        "next_step": "下月协调", "next_on": "2021-09-30"}),
    )
    .await;
    act(
        park,
        tracked,
        "follow_up",
        json!({"reached": true, "solved": false, "satisfaction": 3}),
    )
    .await;
    act(park, tracked, "track", json!({"next_on": "2021-09-30"})).await;
    let done = filed("道路破损", json!({})).await;
    act(
        park,
        done,
        "resolve_on_site",
        json!({"resolution": "现场协调"}),
    )
    .await;
    let gone = filed("重复的诉求", json!({})).await;
    act(
        park,
        gone,
        "withdraw",
        json!({"reason": "企业自行撤回\n=1+1", "told_by": "李四"}),
    )
    .await;
}

both! {
    async fn every_format_of_a_week_says_the_same_numbers(app) {
        a_full_week(&app).await;
        app.at("2021-08-08 18:00");
        assert!(compare(&app, true).await > 250);
        app.day("2021-08-16");
        app.close_due_weeks();
        let closed = app.people.coordinator.get(WEEK).await.expect(200);
        assert_eq!((&closed["status"], closed["overdue"].as_array().unwrap().len()), (&json!("closed"), 0));
        compare(&app, false).await;
        let next = app.people.coordinator.get("/reports/weekly?week=2021-W32").await.expect(200);
        assert_eq!(next["series"].as_array().unwrap().len(), 8);
        assert_eq!(next["series"][6]["collected"], closed["totals"]["period"]["collected"]);
    }

    async fn an_empty_week_and_a_week_of_sixty_departments_are_papers_too(app) {
        compare(&app, false).await;
        for n in 0..60 {
            let body = json!({"name": format!("第{n}个承办单位"), "kind": "government", "peer_group": format!("组{}", n % 3)});
            let made = app.people.coordinator.post("/departments", body).await.expect(201);
            if n % 2 == 0 {
                let body = json!({"title": format!("问题{n}"), "enterprise_id": app.people.enterprise_id,
                    "dispatch": {"lead_department_id": made["id"]}});
                app.people.park.post("/problems", body).await.expect(201);
            }
        }
        app.at("2021-08-08 18:00");
        assert!(compare(&app, false).await > 900);
    }

    async fn what_people_typed_stays_text_in_every_format(app) {
        a_full_week(&app).await;
        let html = String::from_utf8(file(&app, "html").await).unwrap();
        assert!(!html.contains("<script") && html.contains("&lt;script&gt;"));
        let book = file(&app, "xlsx").await;
        let mut read: Xlsx<_> = Xlsx::new(std::io::Cursor::new(&book[..])).unwrap();
        for name in read.sheet_names() {
            let formulas = read.worksheet_formula(&name).unwrap();
            assert!(formulas.used_cells().next().is_none(), "{name} has formulas");
        }
        let document = part(&file(&app, "docx").await, "word/document.xml");
        assert!(document.contains("𰻝𰻝面与㐂寿司😀企业") && document.contains("=1+1"));
        assert!(!document.contains("<script"));
    }

    async fn a_closed_week_is_the_same_bytes_whatever_the_letterhead_becomes(app) {
        a_full_week(&app).await;
        let office = &app.people.coordinator;
        office.put("/settings/report", json!({"issuing_body": "沙河市万人助万企活动办公室"})).await.expect(200);
        app.day("2021-08-09");
        office.post("/reports/weekly/issue?week=2021-W31", json!({"number": "2021年第1期"})).await.expect(200);
        let formats: Vec<Format> = Format::ALL.iter().copied().filter(|format| format.is_built()).collect();
        let mut first = Vec::new();
        for format in &formats {
            first.push(file(&app, format.as_str()).await);
        }
        let other = json!({"title": "另一个标题", "red_head": false, "signature": "另一个署名", "sections": ["parks"]});
        office.put("/settings/report", other).await.expect(200);
        app.at("2021-09-01 10:11");
        for (format, before) in formats.iter().zip(&first) {
            assert_eq!(file(&app, format.as_str()).await, *before, "{format}");
        }
        let html = String::from_utf8(first[1].clone()).unwrap();
        assert!(html.contains("沙河市万人助万企活动办公室") && html.contains("封存时间：2021年8月9日09:00"));
        // The command line writes what the page gives.
        let out = app.database.folder.join("周报.docx");
        let args = ["report", "weekly", "--week", "2021-W31", "--out", out.to_str().unwrap()];
        done(zhuqi(&app.database, &args), "");
        assert_eq!(std::fs::read(out).unwrap(), file(&app, "docx").await);
    }

    async fn the_letterhead_is_set_by_the_office_once_at_a_time_and_goes_on_record(app) {
        let people = &app.people;
        let office = &people.coordinator;
        let kept = office.get("/settings/report").await;
        assert_eq!((kept.header("etag"), &kept.body["version"]), ("\"0\"", &json!(0)));
        assert_eq!(kept.body["in_force"]["title"], "万人助万企周报");
        assert_eq!(kept.body["in_force"]["sections"].as_array().unwrap().len(), 12);
        people.park.get("/settings/report").await.expect(403);
        people.leader.put("/settings/report", json!({})).await.expect(403);
        let set = json!({"issuing_body": "活动办", "title": "助企周报", "signature": "", "sections": ["overdue", "parks"]});
        let put = people.admin.put("/settings/report", set).await.expect(200);
        assert_eq!((&put["version"], &put["signature"]), (&json!(1), &Value::Null));
        assert_eq!(put["in_force"]["sections"], json!(["parks", "overdue"]));
        let stale = office.with(&[("If-Match", "\"0\"")], reqwest::Method::PUT, "/settings/report", Some(json!({}))).await;
        stale.expect(412);
        let trail = people.auditor.get("/audit?action=report_letterhead.update").await.expect(200);
        assert_eq!(trail["items"][0]["data"]["title"], "助企周报");
        let wrong = office.put("/settings/report", json!({"title": "报".repeat(61)})).await.expect(422);
        assert_eq!((&wrong["errors"][0]["pointer"], &wrong["errors"][0]["code"]), (&json!("/title"), &json!("too_long")));
        office.put("/settings/report", json!({"sections": ["nothing"]})).await.expect(422);
        // The draft is written on it: two sections, and the definitions that always stand.
        let page = office.get(&format!("{WEEK}&format=html")).await.text;
        assert!(page.contains("一、各园区情况") && page.contains("二、超期问题") && page.contains("三、统计口径"));
        assert!(!page.contains("总体情况") && page.contains("助企周报"));
    }

    async fn a_preview_shows_the_office_its_draft_and_the_administrator_no_case(app) {
        a_full_week(&app).await;
        let path = "/settings/report/preview";
        let given = json!({"title": "试排的标题"});
        let seen = app.people.coordinator.post(path, given.clone()).await;
        assert!(seen.text.contains("试排的标题") && seen.text.contains("道路破损") && seen.text.contains("草稿"));
        let seen = app.people.admin.post(path, given).await;
        assert!(seen.text.contains("试排的标题") && seen.text.contains("各园区情况"));
        for word in ["道路破损", "聚合庄", "重复的诉求", "企业自行撤回"] {
            assert!(!seen.text.contains(word), "an administrator reads {word}");
        }
        let kept = app.people.coordinator.get("/settings/report").await.expect(200);
        assert_eq!(kept["version"], 0);
        app.people.coordinator.post(path, json!({"title": "报".repeat(61)})).await.expect(422);
    }

    async fn files_have_names_that_say_what_they_are(app) {
        let (office, park) = (&app.people.coordinator, &app.people.park);
        app.day("2021-08-16");
        app.close_due_weeks();
        let name = |headers: &HeaderMap| {
            let given = headers["content-disposition"].to_str().unwrap().to_owned();
            let name = given.split("filename*=UTF-8''").nth(1).unwrap();
            percent_encoding::percent_decode_str(name).decode_utf8().unwrap().into_owned()
        };
        let (headers, _) = fetch(&app, park, &format!("{WEEK}&format=docx")).await;
        assert_eq!(name(&headers), "沙河产业园区万人助万企周报2021年第31周.docx");
        assert_eq!(headers["content-type"], Format::Docx.content_type());
        let (headers, _) = fetch(&app, office, "/reports/weekly?week=2021-W33&format=xlsx").await;
        assert_eq!(name(&headers), "万人助万企周报2021年第33周（草稿）.xlsx");
        let accept = [("Accept", Format::Xlsx.content_type())];
        let asked = office.with(&accept, reqwest::Method::GET, WEEK, None).await;
        assert_eq!(asked.header("content-type"), Format::Xlsx.content_type());
        let (headers, _) = fetch(&app, office, "/reports/monthly?month=2021-08&format=docx").await;
        assert_eq!(name(&headers), "万人助万企月报2021年8月（统计稿）.docx");
        let (headers, _) = fetch(&app, office, "/reports/quarterly?quarter=2021-Q3&format=docx").await;
        assert_eq!(name(&headers), "万人助万企季报2021年第3季度（统计稿）.docx");
    }

    async fn months_and_quarters_are_counted_alike(app) {
        a_full_week(&app).await;
        let office = &app.people.coordinator;
        let month = office.get("/reports/monthly?month=2021-08").await.expect(200);
        assert_eq!((&month["kind"], &month["week"], &month["from"], &month["to"], &month["as_of"]),
            (&json!("month"), &json!("2021-08"), &json!("2021-08-01"), &json!("2021-08-31"), &json!("2021-08-02")));
        assert_eq!((&month["totals"]["period"]["collected"], &month["status"]), (&json!(5), &json!("draft")));
        let quarter = office.get("/reports/quarterly?quarter=2021-Q3").await.expect(200);
        assert_eq!((&quarter["week"], &quarter["to"]), (&json!("2021-Q3"), &json!("2021-09-30")));
        let page = office.get("/reports/monthly?month=2021-08&format=html").await.text;
        assert!(page.contains("较上月") && page.contains("统计稿") && !page.contains("较上周"));
        assert_eq!(office.get("/reports/monthly").await.expect(200)["week"], "2021-07");
        assert_eq!(office.get("/reports/quarterly").await.expect(200)["week"], "2021-Q2");
        for query in ["monthly?month=2021-13", "monthly?month=2021-09", "quarterly?quarter=2021-Q5", "quarterly?quarter=2021-Q4"] {
            let wrong = office.get(&format!("/reports/{query}")).await.expect(422);
            assert!(["/month", "/quarter"].contains(&wrong["errors"][0]["pointer"].as_str().unwrap()), "{query}");
        }
        app.people.department.get("/reports/monthly").await.expect(403);
        let own = app.people.park.get("/reports/monthly?month=2021-08").await.expect(200);
        assert_eq!(own["park_id"], app.people.park_id);
    }

    async fn word_files_keep_the_standard_of_official_papers(app) {
        a_full_week(&app).await;
        app.at("2021-08-08 18:00");
        let docx = file(&app, "docx").await;
        let document = part(&docx, "word/document.xml");
        for property in [
            r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
            r#"<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" "#,
            r#"<w:footerReference w:type="even""#,
            "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>",
        ] {
            assert!(document.contains(property), "{property} is missing");
        }
        for run in document.split("<w:r>").filter(|run| run.contains("<w:t ")) {
            assert!(run.contains("w:eastAsia=") && run.contains("<w:sz "), "{run}");
        }
        let title = document.split("<w:p>").find(|p| p.contains("万人助万企周报")).unwrap();
        assert!(title.contains(r#"w:eastAsia="方正小标宋简体""#) && title.contains(r#"<w:sz w:val="44"/>"#));
        let sentence = document.split("<w:p>").find(|p| p.contains("共走访")).unwrap();
        assert!(sentence.contains(r#"w:eastAsia="仿宋_GB2312""#) && sentence.contains(r#"<w:sz w:val="32"/>"#));
        let heading = document.split("<w:p>").find(|p| p.contains("一、总体情况")).unwrap();
        assert!(heading.contains(r#"w:eastAsia="黑体""#));
        let styles = part(&docx, "word/styles.xml");
        assert!(styles.contains(r#"w:line="579" w:lineRule="exact""#) && styles.contains(r#"w:firstLineChars="200""#));
        assert!(part(&docx, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
        let (odd, even) = (part(&docx, "word/footer1.xml"), part(&docx, "word/footer2.xml"));
        assert!(odd.contains(r#"<w:jc w:val="right"/>"#) && even.contains(r#"<w:jc w:val="left"/>"#));
        assert!(odd.contains("— ") && odd.contains("PAGE") && odd.contains(r#"<w:sz w:val="28"/>"#));
    }

    async fn a_week_closed_before_there_were_letterheads_is_still_a_paper(app) {
        a_full_week(&app).await;
        let mut report = app.people.coordinator.get(WEEK).await.expect(200);
        for later in ["kind", "levels", "excluded", "series", "letterhead"] {
            report.as_object_mut().unwrap().remove(later).unwrap();
        }
        for format in Format::ALL.iter().copied().filter(|format| format.is_built()) {
            let file = render::report(&report.to_string(), format, None).unwrap();
            assert!(!file.bytes.is_empty() && file.name.starts_with("万人助万企周报2021年第31周"));
        }
        let html = render::report(&report.to_string(), Format::Html, None).unwrap();
        let html = String::from_utf8(html.bytes).unwrap();
        assert!(html.contains("各园区情况") && !html.contains("各级别情况") && !html.contains("近八周"));
    }

    async fn a_problem_is_handed_over_and_finished_on_one_page(app) {
        let people = &app.people;
        let (park, lead) = (&people.park, &people.department);
        let body = json!({"title": "担心后续用电得不到保障", "description": "变压器容量不足\n夏季跳闸",
            "enterprise_id": people.enterprise_id, "source": "hotline", "source_reference": "热线12号"});
        let id = park.post("/problems", body).await.expect(201)["id"].as_i64().unwrap();
        let slip = |kind: &str, format: &str| format!("/problems/{id}/slip?kind={kind}&format={format}");
        let early = park.get(&slip("dispatch", "docx")).await.expect(422);
        assert_eq!((&early["errors"][0]["pointer"], &early["errors"][0]["code"]), (&json!("/kind"), &json!("not_applicable")));
        let act = async |who: &Person, action: &str, body: Value| {
            who.post(&format!("/problems/{id}/{action}"), body).await.expect(200);
        };
        act(park, "dispatch", json!({"lead_department_id": people.department_id, "note": "请尽快",
            "supporting_department_ids": [people.other_department_id], "place": "变电站", "meet_at": "2021-08-03T10:00:00+08:00"})).await;
        let docx = fetch(&app, lead, &slip("dispatch", "docx")).await.1;
        let rows = of_docx(&docx);
        for line in [["问题", "担心后续用电得不到保障"], ["来源", "热线　热线12号"], ["问题描述", "变压器容量不足 夏季跳闸"],
            ["主办单位", "华辰电力公司"], ["协办单位", "经济发展局"], ["交办时间", "2021年8月2日09:00"],
            ["办结时限", "2021年8月11日"], ["到场时间、地点", "2021年8月3日10:00　变电站"], ["交办意见", "请尽快"]] {
            assert!(rows.iter().any(|row| row == &line.map(str::to_owned)), "{line:?} is missing: {rows:#?}");
        }
        park.get(&slip("resolution", "docx")).await.expect(422);
        act(lead, "accept", json!({})).await;
        act(lead, "resolve", json!({"outcome": "solved", "resolution": "更换变压器"})).await;
        act(park, "follow_up", json!({"reached": true, "solved": true, "satisfaction": 5})).await;
        act(park, "close", json!({})).await;
        let page = lead.get(&slip("resolution", "html")).await.text;
        for part in ["问题办结单", "已解决", "更换变压器", "已联系，认可已解决，非常满意", "企业代表（签字）"] {
            assert!(page.contains(part), "{part} is missing");
        }
        people.other_park.get(&slip("dispatch", "docx")).await.expect(404);
        park.get(&format!("/problems/{id}/slip")).await.expect(422);
        park.get(&slip("dispatch", "xlsx")).await.expect(422);
    }
}
