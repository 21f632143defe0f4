//! The ledgers in the weekly report: their numbers are those of the statistics on the week's last day.

use calamine::Data;
use serde_json::{Value, json};

use super::read::{of_docx, of_html, of_xlsx};
use super::{WEEK, file};
use crate::both;
use crate::entries::{act, building, project, proposed, wrong};
use crate::harness::App;

/// The one section of a report.
fn section(report: &Value) -> Value {
    let sections = report["ledgers"].as_array().unwrap();
    assert_eq!(sections.len(), 1, "{sections:?}");
    sections[0].clone()
}

/// A cell by the name of its column.
fn cell(section: &Value, row: &Value, name: &str) -> Value {
    let columns = section["columns"].as_array().unwrap();
    let at = columns.iter().position(|one| one["name"] == name).unwrap();
    row["cells"][at].clone()
}

/// Every count and rate of a row is that of the statistics.
fn agree(section: &Value, row: &Value, told: &Value) {
    for column in section["columns"].as_array().unwrap() {
        let name = column["name"].as_str().unwrap();
        let found = cell(section, row, name);
        match (name.split_once('.'), column["kind"].as_str().unwrap()) {
            (Some((part, name)), "count") => assert_eq!(found["count"], told[part][name], "{name}"),
            (Some((part, name)), "rate") => assert_eq!(found["rate"], told[part][name], "{name}"),
            (None, "count") if name != "late" => assert_eq!(found["count"], told[name], "{name}"),
            _ => {}
        }
    }
}

/// A project that is being built, one milestone of which was due on Wednesday.
async fn late(app: &App) -> i64 {
    let id = building(app, "2021-08-02").await;
    let milestones = json!({"milestones": [
        {"name": "主体封顶", "due_on": "2021-08-04", "department_id": app.people.other_department_id},
        {"name": "设备安装", "due_on": "2021-09-30"}]});
    let path = format!("/projects/{id}/milestones");
    app.people.park.put(&path, milestones).await.expect(200);
    id
}

both! {
    async fn the_numbers_of_a_ledger_are_those_of_its_statistics_on_the_weeks_last_day(app) {
        let people = &app.people;
        let id = late(&app).await;
        proposed(&app).await;
        let mut body = project(&app);
        body["enterprise_id"] = json!(people.other_enterprise_id);
        body["kind"] = json!("livelihood");
        people.other_park.post("/projects", body).await.expect(201);
        // What is recorded of the next week before the report is composed isn't in it.
        app.at("2021-08-09 12:00");
        app.close_due_weeks();
        let done = json!({"position": 1, "on": "2021-08-09"});
        act(&people.other_department, id, "complete_milestone", done).await;
        act(&people.park, id, "complete", json!({"on": "2021-08-09"})).await;
        proposed(&app).await;

        let report = people.coordinator.get(WEEK).await.expect(200);
        assert_eq!(report["status"], "closed");
        let ledger = section(&report);
        assert_eq!((&ledger["ledger"], &ledger["as_of"], &ledger["through"]), (&json!("projects"), &json!("2021-08-08"), &Value::Null));
        let path = "/statistics/projects?group_by=park&as_of=2021-08-08&from=2021-08-02&to=2021-08-08";
        let told = people.coordinator.get(path).await.expect(200);
        assert_eq!(ledger["sentence"], told["totals"]["sentence"]);
        agree(&ledger, &ledger["totals"], &told["totals"]);
        assert_eq!(cell(&ledger, &ledger["totals"], "listed")["count"], 3);
        for (row, told) in ledger["parks"].as_array().unwrap().iter().zip(told["rows"].as_array().unwrap()) {
            assert_eq!(row["park_id"], told["key"]["park_id"]);
            agree(&ledger, row, told);
        }
        let listed = ledger["late"].as_array().unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!((&listed[0]["id"], &listed[0]["milestone"], &listed[0]["due_on"], &listed[0]["department_id"]),
            (&json!(id), &json!("主体封顶"), &json!("2021-08-04"), &json!(people.other_department_id)));
        let lates: Vec<_> = ledger["parks"].as_array().unwrap().iter().map(|row| cell(&ledger, row, "late")["count"].clone()).collect();
        assert_eq!(lates, [1, 0]);

        // Each park's own paper shows its own.
        let own = section(&people.other_park.get(WEEK).await.expect(200));
        assert_eq!((own["parks"].as_array().unwrap().len(), &own["late"]), (1, &json!([])));
        assert_eq!(cell(&own, &own["totals"], "listed")["count"], 1);
        let own = section(&people.park.get(WEEK).await.expect(200));
        assert_eq!(cell(&own, &own["totals"], "late")["count"], 1);
    }

    async fn a_milestone_is_late_from_the_day_after_and_not_once_it_is_done(app) {
        let id = late(&app).await;
        let park = &app.people.park;
        let lates = async || {
            let report = app.people.coordinator.get(WEEK).await.expect(200);
            section(&report)["late"].as_array().unwrap().len()
        };
        app.day("2021-08-04");
        assert_eq!(lates().await, 0);
        app.day("2021-08-05");
        assert_eq!(lates().await, 1);
        act(park, id, "complete_milestone", json!({"position": 1, "on": "2021-08-05"})).await;
        assert_eq!(lates().await, 0);
    }

    async fn what_was_not_planned_in_time_is_late_as_it_was_on_the_day(app) {
        let people = &app.people;
        let park = &people.park;
        let halted = json!({"operating_status": "halted", "operating_status_since": "2021-07-01"});
        park.patch(&format!("/enterprises/{}", people.enterprise_id), halted).await.expect(200);
        let body = json!({"enterprise_id": people.enterprise_id, "department_id": people.department_id});
        let id = park.post("/revivals", body).await.expect(201)["id"].clone();
        let late = async || section(&people.coordinator.get("/reports/weekly?week=2021-W33").await.expect(200))["late"].clone();
        // Ten working days after 2 August.
        app.day("2021-08-16");
        assert_eq!(late().await, json!([]));
        app.day("2021-08-17");
        let told = late().await;
        assert_eq!((&told[0]["id"], &told[0]["milestone"], &told[0]["due_on"], &told[0]["original_due_on"], &told[0]["department_id"]),
            (&id, &json!("制定一企一策"), &json!("2021-08-16"), &json!("2021-08-16"), &json!(people.department_id)));
        // It was planned after the week.
        app.at("2021-08-23 12:00");
        app.close_due_weeks();
        let plan = json!({"cause": "funds", "path": "lease", "measures": "租赁厂房", "target_on": "2021-12-31",
            "milestones": [{"name": "签订租约", "due_on": "2021-09-30"}]});
        park.post(&format!("/revivals/{id}/plan"), plan).await.expect(200);
        assert_eq!(late().await, told);
        let next = people.coordinator.get("/reports/weekly?week=2021-W34").await.expect(200);
        assert_eq!(section(&next)["late"], json!([]));
    }

    async fn a_closed_week_keeps_its_bytes_after_a_late_month_and_a_correction(app) {
        let (park, office) = (&app.people.park, &app.people.coordinator);
        let id = late(&app).await;
        app.day("2021-08-09");
        office.post("/reports/weekly/issue?week=2021-W31", json!({})).await.expect(200);
        let (all, own) = (office.get(WEEK).await.text, park.get(WEEK).await.text);
        let page = file(&app, "html").await;
        park.put(&format!("/projects/{id}/months/2021-07"), json!({"invested_yuan": 5_000_000})).await.expect(200);
        park.patch(&format!("/projects/{id}"), json!({"name": "改过的名称"})).await.expect(200);
        act(park, id, "complete_milestone", json!({"position": 1, "on": "2021-08-04"})).await;
        office.put("/settings/report", json!({"ledgers": []})).await.expect(200);
        app.day("2021-08-17");
        assert_eq!((office.get(WEEK).await.text, park.get(WEEK).await.text), (all, own));
        assert_eq!(file(&app, "html").await, page);
    }

    async fn amounts_stand_in_the_first_week_after_the_month_was_due(app) {
        let (park, office) = (&app.people.park, &app.people.coordinator);
        let id = building(&app, "2021-08-02").await;
        let other = building(&app, "2021-08-02").await;
        park.put(&format!("/projects/{other}/months/2021-07"), json!({"invested_yuan": 1})).await.expect(200);
        // August is due on Wednesday, the 25th.
        app.day("2021-08-24");
        park.put(&format!("/projects/{id}/months/2021-08"), json!({"invested_yuan": 150_000_000})).await.expect(200);
        app.day("2021-09-06");
        let of_week = async |week: &str| section(&office.get(&format!("/reports/weekly?week={week}")).await.expect(200));
        for (week, through) in [("2021-W33", Value::Null), ("2021-W34", json!("2021-08")), ("2021-W35", Value::Null)] {
            let ledger = of_week(week).await;
            assert_eq!(ledger["through"], through, "{week}");
            assert_eq!(ledger["reported"].is_null(), through.is_null(), "{week}");
            // The sentence tells money every week, and the paper up to which month.
            let page = office.get(&format!("/reports/weekly?week={week}&format=html")).await.text;
            let note = match week {
                "2021-W33" => "金额截至2021年7月底。",
                "2021-W34" => "金额、月进展截至2021年8月底。",
                _ => "金额截至2021年8月底。",
            };
            assert!(page.contains(note), "{week}: {page}");
            assert_eq!(page.contains("各园区金额"), !through.is_null(), "{week}");
        }
        let ledger = of_week("2021-W34").await;
        assert_eq!(cell(&ledger, &ledger["totals"], "month_yuan")["amount"], "1.5");
        // Without a plan there is no percentage.
        assert_eq!(cell(&ledger, &ledger["totals"], "completion_percent")["amount"], Value::Null);
        assert_eq!((&ledger["reported"]["numerator"], &ledger["reported"]["denominator"]), (&json!(1), &json!(2)));
        let owing = ledger["unreported"].as_array().unwrap();
        assert_eq!((owing.len(), &owing[0]["id"], &owing[0]["last_month"]), (1, &json!(other), &json!("2021-07")));
    }

    async fn a_ledger_is_left_out_where_it_is_switched_off_or_empty(app) {
        let office = &app.people.coordinator;
        let empty = office.get(WEEK).await.expect(200);
        assert_eq!(empty["ledgers"], json!([]));
        late(&app).await;
        let of_other = app.people.other_park.get(WEEK).await.expect(200);
        assert_eq!(of_other["ledgers"], json!([]), "a park without an entry");
        assert!(String::from_utf8(file(&app, "html").await).unwrap().contains("项目建设"));
        let put = office.put("/settings/report", json!({"ledgers": []})).await.expect(200);
        assert_eq!(put["in_force"]["ledgers"], json!([]));
        assert_eq!(office.get(WEEK).await.expect(200)["ledgers"], json!([]));
        assert!(!String::from_utf8(file(&app, "html").await).unwrap().contains("项目建设"));
        let put = office.put("/settings/report", json!({"ledgers": ["projects"]})).await.expect(200);
        assert_eq!(put["ledgers"], json!(["projects"]));
        section(&office.get(WEEK).await.expect(200));
        let told = office.put("/settings/report", json!({"ledgers": ["projects", "colours"]})).await.expect(422);
        assert_eq!(wrong(&told), [("/ledgers/1", "unknown_value")]);
        // A register has no section.
        for (method, path) in [("PUT", "/settings/report"), ("POST", "/settings/report/preview")] {
            let body = json!({"ledgers": ["project_targets", "projects"]});
            let told = match method {
                "PUT" => office.put(path, body).await.expect(422),
                _ => office.post(path, body).await.expect(422),
            };
            assert_eq!(wrong(&told), [("/ledgers/0", "unknown_value")], "{path}");
        }
    }

    async fn every_format_says_what_the_json_says(app) {
        let people = &app.people;
        let id = late(&app).await;
        let filed = json!({"title": "拖欠工程款", "enterprise_id": people.enterprise_id, "confidential": true});
        let problem = people.park.post("/problems", filed).await.expect(201)["id"].clone();
        act(&people.coordinator, id, "link", json!({"problem_id": problem})).await;
        app.day("2021-08-06");
        let report = people.coordinator.get(WEEK).await.expect(200);
        let ledger = section(&report);
        assert!(!ledger.to_string().contains("拖欠"), "a link tells nothing of a problem");
        let (html, docx, xlsx) = (file(&app, "html").await, file(&app, "docx").await, file(&app, "xlsx").await);
        let page = String::from_utf8(html.clone()).unwrap();
        assert!(page.contains(ledger["sentence"].as_str().unwrap()) && page.contains("逾期项目（1个）"));
        let numbers: Vec<i64> = ["listed", "period.reported", "open", "settled", "period.settled", "late"]
            .iter().map(|name| cell(&ledger, &ledger["totals"], name)["count"].as_i64().unwrap()).collect();
        let is_sum = |row: &Vec<String>| row.len() == 11 && row[0] == "合计"
            && row[1..7].iter().zip(&numbers).all(|(shown, number)| *shown == number.to_string());
        assert!(of_html(&html).iter().any(is_sum), "the page");
        assert!(of_docx(&docx).iter().any(is_sum), "Word");
        let listed = ["SH-XM-2021-001", "聚合庄生态农庄", "沙河产业园区", "经济发展局", "主体封顶", "2021-08-04"];
        for (name, rows) in [("the page", of_html(&html)), ("Word", of_docx(&docx))] {
            assert!(rows.iter().any(|row| row == &listed), "{name}: {rows:#?}");
        }
        let in_excel = of_xlsx(&xlsx);
        let is_listed = |row: &Vec<Data>| row.len() >= 5 && row.iter().zip(&listed[..5]).all(|(cell, text)| *cell == Data::String((*text).to_owned()));
        assert!(in_excel.iter().any(is_listed), "Excel");
    }
}
