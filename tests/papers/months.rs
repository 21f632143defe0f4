//! The monthly report: a draft, issued once, and then the same for ever.

use serde_json::{Value, json};
use zhuqi::reports::render::Format;

use super::fetch;
use crate::both;
use crate::entries::{act, building, project, proposed, wrong};
use crate::harness::App;

const MONTH: &str = "/reports/monthly?month=2021-07";

/// Two projects, one of which reported July, and the weeks up to the day before closed.
async fn reported(app: &App) -> i64 {
    let id = building(app, "2021-07-20").await;
    building(app, "2021-07-20").await;
    let path = format!("/projects/{id}/months/2021-07");
    let month = json!({"invested_yuan": 150_000_000});
    app.people.park.put(&path, month).await.expect(200);
    app.at("2021-08-16 12:00");
    app.close_due_weeks();
    id
}

/// Why a month can't be issued, and the next day on which it can.
fn not_closed(as_of: &str, free: &str) -> String {
    format!(
        "月报统计至前一日（{as_of}），该日所在的周尚未封存；请于{free}、上一周周报签发或封存后当日签发月报"
    )
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
        let told = office.post(path, july.clone()).await.refused(409, "report.day_not_closed");
        assert_eq!(told["detail"], not_closed("2021年8月11日", "2021年8月16日"), "{told}");
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
        // That of the month, by default, whichever was issued before.
        let june = office.post(path, json!({"month": "2021-06"})).await.expect(200);
        assert_eq!(june["number"], "2021年第6期");
        // The day after, the day before lies in an open week.
        app.day("2021-08-17");
        let told = office.post(path, json!({"month": "2021-05"})).await.refused(409, "report.day_not_closed");
        assert_eq!(told["detail"], not_closed("2021年8月16日", "2021年8月23日"), "{told}");
    }

    async fn no_month_is_issued_before_a_week_was_closed(app) {
        // Imported history still counts on its own days.
        let office = &app.people.coordinator;
        building(&app, "2021-07-20").await;
        let july = json!({"month": "2021-07"});
        let told = office.post("/reports/monthly/issue", july.clone()).await.refused(409, "report.day_not_closed");
        assert_eq!(told["detail"], not_closed("2021年8月1日", "2021年8月9日"), "{told}");
        // The day it names, before the week is closed and after.
        app.day("2021-08-09");
        let told = office.post("/reports/monthly/issue", july.clone()).await.refused(409, "report.day_not_closed");
        assert_eq!(told["detail"], not_closed("2021年8月8日", "2021年8月9日"), "{told}");
        app.at("2021-08-09 12:00");
        app.close_due_weeks();
        office.post("/reports/monthly/issue", july).await.expect(200);
    }

    async fn december_is_told_of_its_own_year_and_a_month_of_what_had_begun_by_its_end(app) {
        let (park, office) = (&app.people.park, &app.people.coordinator);
        let first = building(&app, "2021-07-20").await;
        let list = |month: i64| json!({"year": 2021, "class": "new", "start_month": month, "amount_yuan": 120_000_000});
        act(office, first, "enter_list", list(7)).await;
        let second = proposed(&app).await;
        act(office, second, "enter_list", list(7)).await;
        act(park, second, "file", json!({"code": "2108-410001", "on": "2021-08-02"})).await;
        act(park, second, "start", json!({"on": "2021-08-02", "evidence": "piling"})).await;
        app.day("2021-08-16");
        let ledger = office.get(&format!("{MONTH}&as_of=2021-08-16")).await.expect(200)["ledgers"][0].clone();
        // Who began in August owes nothing of July, and isn't there by its end.
        assert_eq!((&ledger["reported"]["denominator"], &ledger["unreported"][0]["id"]), (&json!(1), &json!(first)));
        let starts = |ledger: &Value| ledger["clauses"][1]["text"].as_str().unwrap().to_owned();
        assert_eq!(starts(&ledger), "年度新建计划2个，本年开工1个，年度开工率50.0%；按月序时开工率50.0%（1/2），提前开工0个，应开未开1个。");
        app.day("2022-01-17");
        let december = "/reports/monthly?month=2021-12&as_of=2022-01-17";
        let ledger = office.get(december).await.expect(200)["ledgers"][0].clone();
        assert_eq!(ledger["through"], "2021-12");
        assert_eq!(starts(&ledger), "年度新建计划2个，本年开工2个，年度开工率100.0%；按月序时开工率100.0%（2/2），提前开工0个，应开未开0个。");
        let columns = ledger["columns"].as_array().unwrap();
        let at = columns.iter().position(|one| one["name"] == "rates.started").unwrap();
        for row in [&ledger["totals"], &ledger["parks"][0]] {
            assert_eq!(row["cells"][at]["rate"], json!({"numerator": 2, "denominator": 2, "percent": "100.0"}));
        }
    }

    async fn a_park_that_came_after_the_issue_reads_the_month_as_of_the_issue(app) {
        let (office, admin) = (&app.people.coordinator, &app.people.admin);
        reported(&app).await;
        office.post("/reports/monthly/issue", json!({"month": "2021-07"})).await.expect(200);
        app.day("2021-08-20");
        let park = json!({"code": "NEW", "name": "新园区", "kind": "park"});
        let park = admin.post("/parks", park).await.expect(201)["id"].clone();
        let mut body = project(&app);
        body["park_id"] = park.clone();
        body.as_object_mut().unwrap().remove("enterprise_id");
        office.post("/projects", body).await.expect(201);
        let told = office.get(&format!("{MONTH}&park_id={park}")).await.expect(200);
        assert_eq!((&told["status"], &told["park_id"], &told["ledgers"]), (&json!("closed"), &park, &json!([])));
        let draft = office.get(&format!("{MONTH}&park_id={park}&as_of=2021-08-20")).await.expect(200);
        assert_eq!((&draft["status"], &draft["ledgers"].as_array().unwrap().len()), (&json!("draft"), &1));
    }

    async fn who_owes_a_month_is_named_as_on_the_day(app) {
        let (park, office) = (&app.people.park, &app.people.coordinator);
        let id = building(&app, "2021-07-20").await;
        app.day("2021-08-16");
        let path = format!("{MONTH}&as_of=2021-08-15");
        let before = office.get(&path).await.expect(200)["ledgers"][0]["unreported"].clone();
        assert_eq!((&before[0]["id"], &before[0]["title"]), (&json!(id), &json!("聚合庄生态农庄")));
        park.patch(&format!("/projects/{id}"), json!({"name": "改过的名称"})).await.expect(200);
        assert_eq!(office.get(&path).await.expect(200)["ledgers"][0]["unreported"], before);
        let now = office.get(&format!("{MONTH}&as_of=2021-08-16")).await.expect(200)["ledgers"][0]["unreported"][0]["title"].clone();
        assert_eq!(now, "改过的名称");
    }

    async fn targets_stand_in_the_month_of_all_and_their_day_in_the_sentence(app) {
        let office = &app.people.coordinator;
        reported(&app).await;
        let target = |until: &str, level: Value| json!({"name": format!("{until}前开工"), "measure": "started", "percent": 100,
            "level": level, "until_on": until});
        for (until, level) in [("2021-08-31", Value::Null), ("2021-10-29", json!("key")), ("2021-09-30", json!("key"))] {
            office.post("/project_targets", target(until, level)).await.expect(201);
        }
        let ledger = office.get(&format!("{MONTH}&as_of=2021-08-16")).await.expect(200)["ledgers"][0].clone();
        let sentence = ledger["sentence"].as_str().unwrap();
        assert!(sentence.contains("，距9月30日还有33个工作日；"), "the next one of key projects: {sentence}");
        let clause = &ledger["clauses"][5];
        assert_eq!(clause["name"], "目标管理");
        let text = clause["text"].as_str().unwrap();
        assert!(text.contains("2021-09-30前开工：已完成2/2个，已达到目标，距期限还有33个工作日"), "{text}");
        let own = app.people.park.get(&format!("{MONTH}&as_of=2021-08-16")).await.expect(200)["ledgers"][0].clone();
        assert_eq!(own["clauses"].as_array().unwrap().len(), 5);
        assert!(!own["sentence"].as_str().unwrap().contains("工作日"));
        // On the day itself it is the one; on the day after, the next.
        app.day("2021-10-01");
        let of = async |day: &str| office.get(&format!("/statistics/projects?as_of={day}")).await.expect(200)["totals"]["sentence"].to_string();
        assert!(of("2021-09-30").await.contains("9月30日期限今日届满"));
        assert!(of("2021-10-01").await.contains("距10月29日还有"));
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
        for part in ["统计稿", "签发后封存", "手续办理：", "本部分统计至2021年8月26日。", "金额、月进展截至2021年7月底。",
            "各园区金额", "未报送月进展（已报1&#x2f;2）"] {
            assert!(page.contains(part), "{part} is missing:\n{page}");
        }
        for (as_of, code) in [("2021-08-27", "future_day"), ("2021-06-30", "too_early"), ("2021-08-32", "invalid_day")] {
            let told = office.get(&format!("{MONTH}&as_of={as_of}")).await.expect(422);
            assert_eq!(wrong(&told), [("/as_of", code)], "{as_of}");
        }
        office.get(&format!("{MONTH}&as_of=2021-07-01")).await.expect(200);
    }
}
