//! The monthly report: a draft, issued once, and then the same for ever.

use serde_json::{Value, json};
use zhuqi::reports::render::Format;

use super::fetch;
use crate::both;
use crate::entries::{building, wrong};
use crate::harness::App;

const MONTH: &str = "/reports/monthly?month=2021-07";

/// Two projects, one of which reported July, and the weeks up to the day before closed.
async fn reported(app: &App) -> i64 {
    let id = building(app, "2021-08-02").await;
    building(app, "2021-08-02").await;
    let path = format!("/projects/{id}/months/2021-07");
    let month = json!({"invested_yuan": 150_000_000});
    app.people.park.put(&path, month).await.expect(200);
    app.at("2021-08-16 12:00");
    app.close_due_weeks();
    id
}

both! {
    async fn a_month_is_issued_once_and_never_changes_again(app) {
        let (park, office) = (&app.people.park, &app.people.coordinator);
        let id = reported(&app).await;
        let draft = office.get(MONTH).await.expect(200);
        assert_eq!((&draft["status"], &draft["number"]), (&json!("draft"), &Value::Null));
        let issue = json!({"month": "2021-07", "number": "2021年第7期"});
        let issued = office.post("/reports/monthly/issue", issue.clone()).await;
        assert_eq!(issued.status, 200, "{}", issued.text);
        let body = &issued.body;
        assert_eq!((&body["status"], &body["kind"], &body["number"]), (&json!("closed"), &json!("month"), &json!("2021年第7期")));
        assert_eq!((&body["closed_at"], &body["as_of"]), (&json!("2021-08-16T12:00:00+08:00"), &json!("2021-07-31")));
        assert_eq!(body["audit_head"].as_str().unwrap().len(), 64);
        let ledger = &body["ledgers"][0];
        assert_eq!((&ledger["as_of"], &ledger["through"]), (&json!("2021-08-15"), &json!("2021-07")));
        let names: Vec<_> = ledger["clauses"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["项目状态", "开工情况", "投资进度", "手续办理", "产业类占比"]);
        assert!(ledger["clauses"][2]["text"].as_str().unwrap().starts_with("7月完成投资1.5亿元"), "{ledger}");
        assert_eq!((&ledger["reported"]["numerator"], &ledger["reported"]["denominator"], &ledger["unreported"][0]["last_month"]),
            (&json!(1), &json!(2), &Value::Null));
        let told = office.get("/statistics/projects?as_of=2021-08-15").await.expect(200);
        assert_eq!(ledger["sentence"], told["totals"]["sentence"]);

        let formats: Vec<Format> = Format::ALL.iter().copied().filter(|format| format.is_built()).collect();
        let files = async || {
            let mut files = vec![];
            for who in [office, park] {
                for format in &formats {
                    files.push(fetch(&app, who, &format!("{MONTH}&format={format}")).await.1);
                }
            }
            files
        };
        let before = files().await;
        park.put(&format!("/projects/{id}/months/2021-07"), json!({"invested_yuan": 1})).await.expect(200);
        park.patch(&format!("/projects/{id}"), json!({"name": "改过的名称"})).await.expect(200);
        office.put("/settings/report", json!({"title": "另一个标题", "ledgers": []})).await.expect(200);
        app.day("2021-09-20");
        assert!(files().await == before, "the bytes changed");
        assert_eq!(office.get(MONTH).await.text, issued.text);
        assert_eq!(office.get(&format!("{MONTH}&as_of=2021-08-15")).await.text, issued.text);
        // Of another day it is a draft; July stays July.
        office.put("/settings/report", json!({})).await.expect(200);
        let later = office.get(&format!("{MONTH}&as_of=2021-09-15")).await.expect(200);
        assert_eq!((&later["status"], &later["ledgers"][0]["through"]), (&json!("draft"), &json!("2021-07")));
        office.post("/reports/monthly/issue", issue).await.refused(409, "report.month_issued");
        let own = park.get(MONTH).await.expect(200);
        assert_eq!((&own["park_id"], &own["number"]), (&json!(app.people.park_id), &json!("2021年第7期")));
        let list = park.get("/reports/monthly/issued").await.expect(200);
        assert_eq!(list, json!({"items": [{"month": "2021-07", "as_of": "2021-08-15", "number": "2021年第7期",
            "issued_at": "2021-08-16T12:00:00+08:00"}]}));
        let trail = app.people.auditor.get("/audit?action=report.issue_month").await.expect(200);
        assert_eq!(trail["items"][0]["data"]["month"], "2021-07");
    }

    async fn a_month_is_issued_by_the_office_after_it_is_over_and_the_day_before_is_closed(app) {
        let people = &app.people;
        let office = &people.coordinator;
        building(&app, "2021-08-02").await;
        let path = "/reports/monthly/issue";
        let july = json!({"month": "2021-07"});
        app.day("2021-08-12");
        office.post(path, july.clone()).await.refused(409, "report.day_not_closed");
        office.post(path, json!({"month": "2021-08"})).await.refused(409, "report.month_not_over");
        for (body, pointer, code) in [
            (json!({}), "/month", "required"),
            (json!({"month": "2021-13"}), "/month", "invalid"),
            (json!({"month": "2021-09"}), "/month", "future_week"),
            (json!({"month": "2021-07", "number": "期".repeat(41)}), "/number", "too_long"),
            (json!({"month": "2021-07", "as_of": "2021-08-01"}), "/as_of", "unknown_field"),
        ] {
            let told = office.post(path, body.clone()).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{body}");
        }
        app.at("2021-08-16 12:00");
        app.close_due_weeks();
        for who in [&people.park, &people.department, &people.leader, &people.auditor, &people.admin] {
            who.post(path, july.clone()).await.expect(403);
        }
        people.department.get("/reports/monthly/issued").await.expect(403);
        let longest = json!({"month": "2021-07", "number": "期".repeat(40)});
        assert_eq!(office.post(path, longest).await.expect(200)["number"], "期".repeat(40));
        // The second one of the year, by default.
        let june = office.post(path, json!({"month": "2021-06"})).await.expect(200);
        assert_eq!(june["number"], "2021年第2期");
        // The day after, the day before lies in an open week.
        app.day("2021-08-17");
        office.post(path, json!({"month": "2021-05"})).await.refused(409, "report.day_not_closed");
    }

    async fn a_draft_is_of_the_day_that_is_asked_for(app) {
        let office = &app.people.coordinator;
        reported(&app).await;
        app.day("2021-08-26");
        let of = async |as_of: &str| office.get(&format!("{MONTH}&as_of={as_of}")).await.expect(200)["ledgers"].clone();
        assert_eq!(of("2021-07-31").await, json!([]), "nothing was there then");
        let now = of("2021-08-26").await;
        // August was due, and July is what is asked for.
        assert_eq!((&now[0]["as_of"], &now[0]["through"]), (&json!("2021-08-26"), &json!("2021-07")));
        let page = office.get(&format!("{MONTH}&as_of=2021-08-26&format=html")).await.text;
        for part in ["统计稿", "签发后封存", "手续办理：", "金额、月进展截至2021年7月底（2021年8月26日统计）。", "未报送月进展（已报1&#x2f;2）"] {
            assert!(page.contains(part), "{part} is missing:\n{page}");
        }
        for (as_of, code) in [("2021-08-27", "future_day"), ("2021-06-30", "too_early"), ("2021-08-32", "invalid_day")] {
            let told = office.get(&format!("{MONTH}&as_of={as_of}")).await.expect(422);
            assert_eq!(wrong(&told), [("/as_of", code)], "{as_of}");
        }
        office.get(&format!("{MONTH}&as_of=2021-07-01")).await.expect(200);
    }
}
