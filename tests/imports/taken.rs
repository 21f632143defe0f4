//! What a row becomes.

use serde_json::{Value, json};

use super::{counts, errors, ledger, upload, xlsx};
use crate::both;
use crate::harness::CLIENT;

/// A case that went all the way, one that is open, and one that was settled on the spot.
const ROWS: [&str; 3] = [
    "SH-2021-016,沙河产业园区,聚合庄生态农庄,担心后续用电得不到保障,用电,2021-07-05,华辰电力公司,经济发展局,2021-7-5,2021/7/6,2021.7.14,0,2021年7月12日,已解决,已架设专线,2021-7-14,非常满意,2021-7-15",
    ",沙河产业园区,聚合庄生态农庄,招工困难,用工,2021-07-26,经济发展局,,2021-07-26,,2021-08-20,,,办理中,正在联系劳务公司,,,",
    "7,沙河产业园区,聚合庄生态农庄,门前路灯不亮,基础设施,2021-07-27,,,,,,,2021-07-27,已解决,当场修好,,,",
];

fn kinds(events: &Value) -> Vec<(String, String)> {
    let items = events["items"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    items
        .map(|event| (text(&event["kind"]), text(&event["occurred_on"])))
        .collect()
}

both! {
    async fn a_ledger_is_previewed_and_then_becomes_history_on_its_own_days(app) {
        // given
        let park = &app.people.park;
        let import = app.previewed(park, &ledger(&ROWS)).await;
        assert_eq!((import["state"].as_str(), counts(&import)), (Some("ready"), (3, 0, 0, 0)), "{import:#}");
        assert_eq!(app.problem_ids().await, Vec::<i64>::new(), "nothing is written by a preview");
        // when
        let done = app.committed(park, &import).await;
        // then
        assert_eq!((done["state"].as_str(), counts(&done)), (Some("done"), (3, 0, 0, 0)));
        let ids = app.problem_ids().await;
        let closed = park.get(&format!("/problems/{}", ids[0])).await.expect(200);
        assert_eq!(closed["number"], "SH-2021-016");
        assert_eq!((closed["status"].as_str(), closed["outcome"].as_str()), (Some("closed"), Some("solved")));
        assert_eq!((closed["satisfaction"].as_i64(), closed["raised_on"].as_str()), (Some(5), Some("2021-07-05")));
        assert_eq!(closed["clocks"]["solve"]["due_on"], "2021-07-14");
        assert_eq!(closed["clocks"]["solve"]["met"], true);
        let events = park.get(&format!("/problems/{}/events", ids[0])).await.expect(200);
        let wanted = [
            ("report", "2021-07-05"), ("dispatch", "2021-07-05"), ("accept", "2021-07-06"),
            ("resolve", "2021-07-12"), ("follow_up", "2021-07-14"), ("close", "2021-07-15"),
        ];
        let wanted: Vec<_> = wanted.into_iter().map(|(kind, on)| (kind.to_owned(), on.to_owned())).collect();
        assert_eq!(kinds(&events), wanted);
        for event in events["items"].as_array().unwrap() {
            assert_eq!(event["data"]["imported"], import["id"], "{event}");
            assert_eq!(event["recorded_at"], "2021-08-02T09:00:00+08:00");
        }
        let open = park.get(&format!("/problems/{}", ids[1])).await.expect(200);
        assert_eq!((open["number"].as_str(), open["status"].as_str()), (Some("SH-2021-017"), Some("in_progress")));
        assert_eq!(open["clocks"]["solve"]["due_on"], "2021-08-20");
        let there = park.get(&format!("/problems/{}", ids[2])).await.expect(200);
        assert_eq!((there["source_reference"].as_str(), there["status"].as_str()), (Some("7"), Some("resolved")));
        let mails = app.people.admin.get("/outbox?count=true").await.expect(200);
        assert_eq!(mails["total"], 0, "nobody is written to about what happened long ago");
    }

    async fn the_same_file_twice_changes_nothing_and_other_values_are_told(app) {
        let park = &app.people.park;
        app.imported(park, &ROWS).await;
        let before = app.problem_ids().await;
        let again = app.previewed(park, &ledger(&ROWS)).await;
        assert_eq!(counts(&again), (0, 3, 0, 0), "{again:#}");
        app.committed(park, &again).await;
        assert_eq!(app.problem_ids().await, before);
        let other = ROWS[0].replace("华辰电力公司,经济发展局", "经济发展局,");
        let other = app.previewed(park, &ledger(&[&other])).await;
        assert_eq!(counts(&other), (0, 0, 1, 0), "{other:#}");
        let notes = park.get(&format!("/imports/{}?notes=true", other["id"])).await.expect(200);
        assert_eq!(notes["errors"]["items"][0]["column"], "lead", "{notes:#}");
    }

    async fn an_xlsx_with_titles_above_it_and_rare_characters_is_read_as_it_is(app) {
        let title = "=HYPERLINK(\"http://x\",\"𰻝𰻝面\")㐂😀";
        let file = xlsx(&[
            &["沙河产业园区问题台账"],
            &["填报时间：2021年8月"],
            &["序号", "所属园区", "单位名称", "主要问题", "收集时间", "牵头部门", "完成时限", "是否解决"],
            &["1", "沙河产业园区", "聚合庄生态农庄", title, "2021-07-05", "华辰电力公司", "2021-08-10", "否"],
        ]);
        let import = app.previewed(&app.people.park, &file).await;
        assert_eq!(counts(&import), (1, 0, 0, 0), "{import:#}");
        assert_eq!(import["columns"][2], json!({"letter": "C", "heading": "单位名称", "key": "enterprise", "passed_over_for": null, "derived": false}));
        app.committed(&app.people.park, &import).await;
        let ids = app.problem_ids().await;
        let problem = app.people.park.get(&format!("/problems/{}", ids[0])).await.expect(200);
        assert_eq!(problem["title"], title);
        assert_eq!(problem["raised_on"], "2021-07-05");
    }

    async fn whoever_imports_may_say_which_column_is_which(app) {
        let file = "单位,内容,何时\n聚合庄生态农庄,用电,2021-07-05\n";
        let (park, mapping) = (&app.people.park, r#"{"A": "enterprise", "B": "title", "C": "raised_on"}"#);
        let lost = app.previewed(park, file.as_bytes()).await;
        assert_eq!((lost["state"].as_str(), lost["fault"]["code"].as_str()), (Some("failed"), Some("no_header")));
        let import = app.checked(park, file.as_bytes(), &[("kind", "problems"), ("mapping", mapping)]).await;
        assert_eq!(counts(&import), (1, 0, 0, 0), "{import:#}");
        let wrong = r#"{"A": "enterprise", "B": "enterprise", "CC": "title", "D": "colour"}"#;
        let answer = upload(&app, park, ("a.csv", file.as_bytes()), &[("kind", "problems"), ("mapping", wrong)]).await;
        let body = answer.refused(422, "request.invalid");
        let pointers: Vec<_> = body["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect();
        assert_eq!(pointers, ["/mapping/B", "/mapping/CC", "/mapping/D"]);
    }

    async fn only_the_good_rows_are_taken_where_that_is_chosen(app) {
        let park = &app.people.park;
        let rows = [ROWS[0], ",沙河产业园区,聚合庄生态农庄,,用电,2021-07-05,,,,,,,,,,,,"];
        let import = app.previewed(park, &ledger(&rows)).await;
        assert_eq!(counts(&import), (1, 0, 0, 1));
        let path = format!("/imports/{}", import["id"]);
        park.post(&format!("{path}/commit"), json!({})).await.refused(409, "import.has_errors");
        park.post(&format!("{path}/commit"), json!({"mode": "good_rows"})).await.expect(200);
        app.take_in();
        let done = park.get(&path).await.expect(200);
        assert_eq!((done["state"].as_str(), errors(&done).len()), (Some("done"), 1));
        assert_eq!(app.problem_ids().await.len(), 1);
        park.post(&format!("{path}/commit"), json!({})).await.refused(409, "import.not_ready");
        let failed = CLIENT.get(format!("{}/api/v1{path}/failed_rows", app.address))
            .bearer_auth(&park.token).send().await.unwrap();
        assert_eq!(failed.status().as_u16(), 200);
        let bytes = failed.bytes().await.unwrap();
        assert!(bytes.starts_with(b"PK"));
        let good = app.imported(park, &[ROWS[1]]).await;
        park.get(&format!("/imports/{}/failed_rows", good["id"])).await.refused(409, "import.no_failed_rows");
    }

    async fn what_changed_since_the_preview_is_shown_again_before_it_is_written(app) {
        let park = &app.people.park;
        let import = app.previewed(park, &ledger(&ROWS)).await;
        app.imported(park, &[ROWS[1]]).await;
        let again = app.committed(park, &import).await;
        assert_eq!((again["state"].as_str(), again["fault"]["code"].as_str()), (Some("ready"), Some("changed_since")));
        assert_eq!(counts(&again), (2, 1, 0, 0));
        let done = app.committed(park, &again).await;
        assert_eq!(done["state"], "done", "{done:#}");
        assert_eq!(app.problem_ids().await.len(), 3);
    }

    async fn an_import_without_a_preview_is_written_at_once_or_not_at_all(app) {
        let park = &app.people.park;
        let fields = [("kind", "problems"), ("dry_run", "false")];
        let done = app.checked(park, &ledger(&ROWS), &fields).await;
        assert_eq!((done["state"].as_str(), app.problem_ids().await.len()), (Some("done"), 3));
        let rows = [",沙河产业园区,聚合庄生态农庄,欠薪,用工,2021-07-05,,,,,,,,,,,,", ",沙河产业园区,聚合庄生态农庄,,,,,,,,,,,,,,,"];
        let failed = app.checked(park, &ledger(&rows), &fields).await;
        assert_eq!((failed["state"].as_str(), failed["fault"]["code"].as_str()), (Some("failed"), Some("rows_wrong")));
        assert_eq!(app.problem_ids().await.len(), 3);
    }
}
