//! Whose paper it is, how it is laid out and what it is called.

use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use zhuqi::reports::render::{self, Format};

use super::read::{of_docx, part};
use super::{WEEK, a_full_week, fetch, file};
use crate::both;
use crate::commands::{done, zhuqi};
use crate::harness::people::Person;

both! {
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

    async fn a_preview_is_made_up_and_the_same_whatever_is_true(app) {
        let path = "/settings/report/preview";
        let given = json!({"title": "试排的标题", "signature": "试排的署名"});
        let formats: Vec<Format> = Format::ALL.iter().copied().filter(|format| format.is_built()).collect();
        let (office, admin) = (&app.people.coordinator, &app.people.admin);
        let looked_at = async || {
            let mut seen = Vec::new();
            for who in [office, admin] {
                for format in &formats {
                    let answer = who.post(&format!("{path}?format={format}"), given.clone()).await;
                    assert_eq!(answer.status, 200, "{format}: {}", answer.text);
                    seen.push((format, answer.text));
                }
            }
            seen
        };
        app.day("2021-08-09");
        let before = looked_at().await;
        // Other weeks of the past than the chart of the preview has, and cases in the running one.
        app.day("2021-08-02");
        a_full_week(&app).await;
        app.day("2021-08-09");
        office.post("/reports/weekly/issue?week=2021-W31", json!({})).await.expect(200);
        let told = json!({"title": "围墙倒塌", "enterprise_id": app.people.enterprise_id});
        app.people.park.post("/problems", told).await.expect(201);
        let draft = office.get("/reports/weekly?week=2021-W32").await.expect(200);
        let counted = |report: &Value| report["series"][6]["collected"].clone();
        assert_eq!((&draft["totals"]["period"]["collected"], counted(&draft)), (&json!(1), json!(5)));

        let after = looked_at().await;
        assert!(before == after, "what is true is in the preview");
        let of_all = after.iter().filter(|(format, _)| [Format::Html, Format::Json].contains(format));
        for (format, text) in of_all {
            assert!(text.contains("试排的标题") && text.contains("示例园区甲"), "{format}");
            for word in ["道路破损", "聚合庄", "重复的诉求", "围墙倒塌", "沙河产业园区", "华辰"] {
                assert!(!text.contains(word), "{format}: {word}");
            }
        }
        let seen = admin.post(&format!("{path}?format=json"), given.clone()).await.expect(200);
        assert_eq!((&seen["status"], &seen["week"]), (&json!("example"), &json!("2021-W32")));
        assert_ne!(counted(&seen), json!(5));
        let page = admin.post(path, given).await.text;
        assert!(page.contains("<span class=\"mark\">示例</span>") && page.contains("名称和数字均为虚构"));
        assert_eq!(office.get("/settings/report").await.expect(200)["version"], 0);
        office.post(path, json!({"title": "报".repeat(61)})).await.expect(422);
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
        for later in ["kind", "levels", "excluded", "series", "ledgers", "letterhead"] {
            report.as_object_mut().unwrap().remove(later).unwrap();
        }
        for format in Format::ALL.iter().copied().filter(|format| format.is_built()) {
            let file = render::report(&report.to_string(), format, None).unwrap();
            assert!(!file.bytes.is_empty() && file.name.starts_with("万人助万企周报2021年第31周"));
        }
        let html = render::report(&report.to_string(), Format::Html, None).unwrap();
        let html = String::from_utf8(html.bytes).unwrap();
        assert!(html.contains("各园区情况") && !html.contains("各解决层级情况") && !html.contains("近八周"));
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
