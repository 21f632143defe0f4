//! How a ledger is published: at once, while others go on working.

use std::collections::BTreeSet;

use serde_json::json;
use zhuqi::mail::remind;
use zhuqi::problems::actions::redacted_titles;

use super::{ledger, upload};
use crate::both;

/// So many open cases without numbers, each of its own title.
fn rows(many: usize) -> Vec<String> {
    let row = |n| {
        format!(
            ",沙河产业园区,聚合庄生态农庄,第{n}个问题,用电,2021-07-26,华辰电力公司,,2021-07-26,2021-07-27,2021-08-20,,,办理中,正在勘察,,,"
        )
    };
    (0..many).map(row).collect()
}

both! {
    async fn others_go_on_filing_while_a_ledger_comes_in_and_no_number_is_given_twice(app) {
        // given
        let people = &app.people;
        let rows = rows(220);
        let rows: Vec<_> = rows.iter().map(String::as_str).collect();
        let import = app.previewed(&people.park, &ledger(&rows)).await;
        let path = format!("/imports/{}", import["id"]);
        people.park.post(&format!("{path}/commit"), json!({})).await.expect(200);
        // when
        let worker = app.worker();
        let working = tokio::task::spawn_blocking(move || while worker.run_next().unwrap() {});
        let (mut filed, mut seen) = (0, BTreeSet::new());
        while !working.is_finished() {
            let body = json!({"title": format!("路灯不亮{filed}"), "enterprise_id": people.enterprise_id});
            people.park.post("/problems", body).await.expect(201);
            filed += 1;
            let now = people.park.get(&path).await.expect(200);
            seen.insert(now["progress"]["prepared"].as_i64().unwrap());
        }
        working.await.unwrap();
        // then
        let done = people.park.get(&path).await.expect(200);
        assert_eq!((done["state"].as_str(), done["progress"]["prepared"].as_i64()), (Some("done"), Some(220)), "{done:#}");
        assert!(seen.len() > 2, "its progress moves: {seen:?}");
        let (mut numbers, mut cursor) = (BTreeSet::new(), String::new());
        loop {
            let page = people.park.get(&format!("/problems?limit=200{cursor}")).await.expect(200);
            for one in page["items"].as_array().unwrap() {
                assert!(numbers.insert(one["number"].as_str().unwrap().to_owned()), "{one}");
            }
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let wanted: BTreeSet<_> = (1..=220 + filed).map(|n| format!("SH-2021-{n:03}")).collect();
        assert_eq!(numbers, wanted, "{filed} were filed meanwhile");
        let left: Vec<_> = std::fs::read_dir(&app.database.folder).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert!(!left.iter().any(|name| name.to_string_lossy().starts_with("import-")), "{left:?}");
    }

    async fn a_number_that_the_last_row_brings_is_given_to_no_row_before_it(app) {
        let mut rows = rows(120);
        rows.push("SH-2021-001,沙河产业园区,聚合庄生态农庄,早有编号,用电,2021-07-26,,,,,,,,,,,,".to_owned());
        let rows: Vec<_> = rows.iter().map(String::as_str).collect();
        app.imported(&app.people.park, &rows).await;
        let page = app.people.park.get("/problems?number=SH-2021-001").await.expect(200);
        assert_eq!(page["items"][0]["title"], "早有编号");
        let page = app.people.park.get("/problems?number=SH-2021-121&count=true").await.expect(200);
        assert_eq!(page["total"], 1);
    }

    async fn nobody_is_reminded_of_limits_that_were_near_or_past_before_the_import(app) {
        // given: late for months, late since Friday, near, and far
        let people = &app.people;
        let row = |title: &str, due: &str| format!(",沙河产业园区,聚合庄生态农庄,{title},用电,2021-06-01,华辰电力公司,,2021-06-01,2021-06-02,{due},,,办理中,正在勘察,,,");
        let rows = [row("很久", "2021-06-20"), row("刚过", "2021-07-30"), row("临近", "2021-08-02"), row("尚远", "2021-08-20")];
        let rows: Vec<_> = rows.iter().map(String::as_str).collect();
        app.imported(&people.park, &rows).await;
        let reminded = |app: &crate::harness::App| {
            let now = app.clock.now().naive_utc();
            app.db.write_blocking(move |conn| remind(conn, now, redacted_titles)).unwrap()
        };
        // when, then
        assert_eq!(reminded(&app), 0, "the past is the past");
        let late = people.park.get("/problems?overdue=true&count=true").await.expect(200);
        assert_eq!(late["total"], 2, "it is overdue nevertheless");
        app.day("2021-08-03");
        let mails = reminded(&app);
        assert!(mails > 0, "what turns red from now on is told");
        let outbox = people.coordinator.get("/outbox?limit=200").await.expect(200);
        for mail in outbox["items"].as_array().unwrap() {
            assert!(mail["subject"].as_str().unwrap().contains("临近"), "{mail}");
        }
        assert_eq!(reminded(&app), 0);
        app.day("2021-08-21");
        assert!(reminded(&app) > 0);
    }

    async fn a_files_name_is_harmless_and_told_only_to_those_who_see_the_import(app) {
        let people = &app.people;
        let name = format!("沙文件词<script>\u{202e}{}.csv", "长".repeat(78));
        assert!(name.len() > 255);
        for (who, name) in [(&people.park, name.as_str()), (&people.coordinator, "活动办文件词.csv"), (&people.park, "../../沙文件词")] {
            upload(&app, who, (name, ledger(&["x"]).as_slice()), &[("kind", "problems")]).await.expect(201);
        }
        let rung = upload(&app, &people.park, ("沙\u{7}.csv", b"x"), &[("kind", "problems")]).await;
        rung.refused(400, "request.malformed");
        app.take_in();
        let seen = people.park.get("/imports?limit=200").await.expect(200);
        let names: Vec<_> = seen["items"].as_array().unwrap().iter().map(|one| one["file_name"].as_str().unwrap().to_owned()).collect();
        assert_eq!(names, ["沙文件词".to_owned(), format!("沙文件词_script_{}.csv", "长".repeat(78))]);
        for (who, theirs) in [(&people.other_park, vec![]), (&people.department, vec![]), (&people.leader, vec![]), (&people.park, vec!["沙文件词"]), (&people.coordinator, vec!["沙文件词", "活动办文件词"])] {
            let read = crate::canaries::read_all(&app, who).await;
            let foreign: Vec<_> = ["沙文件词", "活动办文件词"].into_iter().filter(|word| !theirs.contains(word)).collect();
            crate::canaries::holds_none(&who.actor.name, &read, &foreign);
            crate::canaries::holds(&who.actor.name, &read, &theirs);
        }
    }
}
