//! Every format of a week says what its JSON says.

use calamine::{Data, Reader, Xlsx};
use serde_json::json;
use zhuqi::reports::render::Format;

use super::read::{of_docx, of_html, of_xlsx, part, text_of_pdf};
use super::said::{Said, expected, listed};
use super::{WEEK, a_full_week, file};
use crate::both;
use crate::harness::App;

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
}
