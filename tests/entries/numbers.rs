use serde_json::{Value, json};

use super::{act, building, project, proposed, wrong};
use crate::both;
use crate::harness::App;
use crate::problems::id_of;

async fn numbers(app: &App, query: &str) -> Value {
    app.people
        .coordinator
        .get(&format!("/statistics/projects?{query}"))
        .await
        .expect(200)
}

async fn total(app: &App, query: &str) -> i64 {
    let page = app
        .people
        .coordinator
        .get(&format!("/projects?count=true&{query}"))
        .await
        .expect(200);
    page["total"].as_i64().unwrap()
}

both! {
    async fn a_month_holds_that_months_amount_and_counts_from_the_day_it_was_reported(app) {
        let park = &app.people.park;
        let id = building(&app, "2021-08-02").await;
        park.patch(&format!("/projects/{id}"), json!({"annual_plan": {"year": 2021, "amount_yuan": 6_474_000_000_i64}})).await.expect(200);
        let month = |month: &str| format!("/projects/{id}/months/{month}");
        for (path, body, pointer, code) in [
            (month("2021-08"), json!({"invested_yuan": 1}), "/month", "future_day"),
            (month("2021-09"), json!({"invested_yuan": 1}), "/month", "future_day"),
            (month("2021-13"), json!({"invested_yuan": 1}), "/month", "malformed"),
            (month("2021-07"), json!({}), "/invested_yuan", "required"),
            (month("2021-07"), json!({"invested_yuan": -1}), "/reason", "required"),
            (month("2021-07"), json!({"invested_yuan": 1, "percent": 101}), "/percent", "out_of_range"),
            (month("2021-07"), json!({"unchanged": true, "invested_yuan": 1}), "/invested_yuan", "not_applicable"),
            (month("2021-07"), json!({"month": "2021-07-01", "invested_yuan": 1}), "/month", "unknown_field"),
        ] {
            let told = park.put(&path, body.clone()).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{path} {body}");
        }
        app.day("2021-08-05");
        let shown = park.put(&month("2021-07"), json!({"invested_yuan": 6_290_000_000_i64, "percent": 90, "text": "主体完工"})).await.expect(200);
        assert_eq!((&shown["months"][0]["month"], &shown["months"][0]["counted_on"]), (&json!("2021-07"), &json!("2021-08-05")));
        let of = |as_of: &str| format!("as_of={as_of}");
        let before = numbers(&app, &of("2021-08-04")).await;
        assert_eq!(before["totals"]["progress"]["year_yuan"], 0);
        let after = numbers(&app, &of("2021-08-05")).await;
        let progress = &after["totals"]["progress"];
        // Month 7 of 12: 629.0 of 647.4.
        assert_eq!((&progress["through"], &progress["year_yuan"], &progress["completion_percent"]), (&json!("2021-07"), &json!(6_290_000_000_i64), &json!("97.2")));
        assert_eq!((&progress["reported"], &progress["expected"]), (&json!(1), &json!(1)));
        app.day("2021-08-06");
        park.put(&month("2021-07"), json!({"invested_yuan": -5, "reason": "更正"})).await.expect(200);
        park.put(&month("2021-06"), json!({"unchanged": true})).await.expect(200);
        assert_eq!(numbers(&app, &of("2021-08-05")).await["totals"]["progress"]["year_yuan"], 6_290_000_000_i64, "a day that was told stays");
        assert_eq!(numbers(&app, &of("2021-08-06")).await["totals"]["progress"]["year_yuan"], -5);
    }

    async fn the_tenth_month_of_the_worked_example_is_13_8_points_ahead(app) {
        let park = &app.people.park;
        let id = building(&app, "2021-08-02").await;
        park.patch(&format!("/projects/{id}"), json!({"annual_plan": {"year": 2021, "amount_yuan": 64_740_000_000_i64}})).await.expect(200);
        app.day("2021-10-29");
        park.put(&format!("/projects/{id}/months/2021-10"), json!({"invested_yuan": 62_900_000_000_i64})).await.expect(200);
        let progress = numbers(&app, "").await["totals"]["progress"].clone();
        assert_eq!((&progress["completion_percent"], &progress["ahead_points"]), (&json!("97.2"), &json!("+13.8")));
    }

    async fn a_project_behind_its_own_months_turns_red_when_the_month_is_due(app) {
        let park = &app.people.park;
        let id = building(&app, "2021-08-02").await;
        let path = format!("/projects/{id}");
        park.patch(&path, json!({"annual_plan": {"year": 2021, "amount_yuan": 1_000, "first": 8, "last": 12}})).await.expect(200);
        // August is due on the 25th; nothing by then is a fifth behind.
        app.day("2021-08-25");
        assert_eq!(park.get(&path).await.expect(200)["light"], "green");
        app.day("2021-08-26");
        assert_eq!(park.get(&path).await.expect(200)["light"], "red");
        assert_eq!(total(&app, "light=red").await, 1);
        let shown = park.put(&format!("{path}/months/2021-08"), json!({"invested_yuan": 200})).await.expect(200);
        assert_eq!(shown["light"], "green");
        // The 25th of September is a Saturday.
        app.day("2021-09-24");
        assert_eq!(park.get(&path).await.expect(200)["light"], "green");
        app.day("2021-09-25");
        assert_eq!(park.get(&path).await.expect(200)["light"], "red");
        app.day("2021-09-26");
        let shown = park.put(&format!("{path}/months/2021-09"), json!({"invested_yuan": 150})).await.expect(200);
        assert_eq!(shown["light"], "yellow", "35 of 40 percent");
    }

    async fn numbers_balance_and_the_list_behind_each_has_as_many(app) {
        let people = &app.people;
        let first = building(&app, "2021-08-02").await;
        proposed(&app).await;
        let mut body = project(&app);
        body["enterprise_id"] = json!(people.other_enterprise_id);
        body["kind"] = json!("livelihood");
        body["level"] = json!("district");
        let other = id_of(&people.other_park.post("/projects", body).await.expect(201));
        app.day("2021-08-10");
        act(&people.park, first, "complete", json!({"on": "2021-08-10"})).await;
        act(&people.other_park, other, "exclude", json!({"ground": "撤资", "reason": "不建了"})).await;
        app.day("2021-08-12");
        act(&people.coordinator, other, "reinstate", json!({"reason": "重启"})).await;
        let table = numbers(&app, "from=2021-08-09&to=2021-08-11&as_of=2021-08-11&group_by=park").await;
        let totals = &table["totals"];
        assert_eq!((&totals["listed"], &totals["open"], &totals["settled"], &totals["excluded"]), (&json!(2), &json!(1), &json!(1), &json!(1)));
        let period = &totals["period"];
        assert_eq!((&period["carried_in"], &period["settled"], &period["excluded"], &period["carried_out"]), (&json!(3), &json!(1), &json!(1), &json!(1)));
        assert_eq!(table["rows"].as_array().unwrap().len(), 2);
        assert_eq!((&table["rows"][0]["key"]["park_id"], &table["rows"][0]["listed"]), (&json!(people.park_id), &json!(2)));
        assert_eq!(totals["rates"]["industrial"], json!({"numerator": 2, "denominator": 2, "percent": "100.0"}));
        for as_of in ["2021-08-02", "2021-08-10", "2021-08-11", "2021-08-12"] {
            let period = if as_of < "2021-08-10" { String::new() } else { format!("&from=2021-08-10&to={as_of}") };
            let table = numbers(&app, &format!("as_of={as_of}{period}")).await;
            for (name, number) in table["totals"].as_object().unwrap().iter().filter(|(_, number)| number.is_i64()) {
                let found = total(&app, &format!("count_of={name}&as_of={as_of}")).await;
                assert_eq!(json!(found), *number, "{name} {as_of}");
            }
            let (from, to) = (table["from"].as_str().unwrap(), table["to"].as_str().unwrap());
            for (name, number) in table["totals"]["period"].as_object().unwrap() {
                let found = total(&app, &format!("count_of=period.{name}&as_of={as_of}&from={from}&to={to}")).await;
                assert_eq!(json!(found), *number, "period.{name} {as_of}");
            }
        }
        for group in ["park", "department", "enterprise", "kind", "level", "screening"] {
            let table = numbers(&app, &format!("group_by={group}")).await;
            let sum: i64 = table["rows"].as_array().unwrap().iter().map(|row| row["listed"].as_i64().unwrap()).sum();
            assert_eq!(json!(sum), table["totals"]["listed"], "{group}");
        }
        for (query, pointer, code) in [
            ("as_of=2021-08-13", "/as_of", "future_day"),
            ("to=2021-08-12&as_of=2021-08-11", "/to", "after_as_of"),
            ("from=2021-08-12&to=2021-08-11", "/from", "after_to"),
            ("group_by=colour", "/group_by", "invalid"),
            ("kind=colour", "/kind", "invalid"),
            ("park_id=999999", "/park_id", "unknown_id"),
            ("colour=red", "/colour", "unknown_field"),
        ] {
            let told = people.coordinator.get(&format!("/statistics/projects?{query}")).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{query}");
        }
        let own = people.park.get("/statistics/projects").await.expect(200);
        assert_eq!(own["totals"]["listed"], 2, "a park counts its own");
    }

    async fn a_list_is_narrowed_by_what_all_ledgers_have_and_by_its_own_fields(app) {
        let people = &app.people;
        building(&app, "2021-08-02").await;
        let mut body = project(&app);
        body["name"] = json!("城东标准化厂房");
        body["kind"] = json!("infrastructure");
        people.park.post("/projects", body).await.expect(201);
        for (query, found) in [
            ("status=building", 1), ("status=building&status=proposed", 2), ("kind=industrial", 1), ("kind=industrial&kind=infrastructure", 2),
            ("q=厂房", 1), ("q=sh-xm", 2), ("number=SH-XM-2021-002", 1), ("started_on=2021-08-02", 1), ("unfiled=false", 1),
            ("listed_from=2021-08-03", 0), ("listed_to=2021-08-02", 2), ("total_yuan=60000000", 2), ("sort=due_on", 2), ("sort=-updated_at", 2),
        ] {
            assert_eq!(total(&app, query).await, found, "{query}");
        }
        for (query, pointer, code) in [
            ("status=gone", "/status", "unknown_value"), ("kind=gone", "/kind", "unknown_value"), ("land_mu=1", "/land_mu", "unknown_field"),
            ("light=blue", "/light", "unknown_value"), ("mine=perhaps", "/mine", "malformed"), ("from=2021-08-02", "/from", "unknown_field"),
            ("count_of=gone", "/count_of", "unknown_value"), ("q=a&q=b", "/q", "duplicate"), ("limit=201", "/limit", "out_of_range"),
            ("listed_from=2021-08-02&listed_to=2021-08-01", "/listed_from", "after_to"),
        ] {
            let told = people.coordinator.get(&format!("/projects?{query}")).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{query}");
        }
        let first = people.park.get("/projects?limit=1").await.expect(200);
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = people.park.get(&format!("/projects?limit=1&cursor={cursor}")).await.expect(200);
        assert_ne!(first["items"][0]["id"], second["items"][0]["id"]);
        assert_eq!(second["next_cursor"], json!(null));
        people.park.get(&format!("/projects?sort=due_on&cursor={cursor}")).await.refused(422, "request.invalid");
    }

    async fn a_file_has_the_columns_of_the_description_and_money_in_ten_thousands(app) {
        let people = &app.people;
        building(&app, "2021-08-02").await;
        let (status, headers, bytes) = people.park.download("/exports/projects?format=csv&columns=number,name,kind,total_yuan,started_on,status").await;
        assert_eq!(status, 200);
        assert!(headers["content-disposition"].to_str().unwrap().contains("projects-20210802.csv"));
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text.trim_start_matches('\u{feff}'),
            "编号,项目名称,类型,总投资(万元),实际开工,状态\r\nSH-XM-2021-001,聚合庄生态农庄,产业类,6000,2021-08-02,在建\r\n");
        let (status, _, bytes) = people.park.download("/exports/projects?format=xlsx").await;
        assert_eq!((status, &bytes[..2]), (200, &b"PK"[..]));
        let told = people.park.get("/exports/projects?format=csv&columns=colour").await.expect(422);
        assert_eq!(wrong(&told), [("/columns", "unknown_value")]);
        let trail = people.auditor.get("/audit?action=projects.export&count=true").await.expect(200);
        assert_eq!(trail["total"], 2);
        let (_, _, none) = people.other_park.download("/exports/projects?format=csv&columns=number").await;
        assert_eq!(String::from_utf8(none).unwrap().trim_start_matches('\u{feff}'), "编号\r\n");
    }

    async fn the_list_of_the_year_permits_and_funds_are_counted(app) {
        let (park, office) = (&app.people.park, &app.people.coordinator);
        let early = building(&app, "2021-08-02").await;
        let list = |start_month: i64, amount: Value| json!({"year": 2021, "class": "new", "start_month": start_month, "amount_yuan": amount});
        act(office, early, "enter_list", list(8, json!(120_000_000))).await;
        let behind = proposed(&app).await;
        act(office, behind, "enter_list", list(7, Value::Null)).await;
        let other = proposed(&app).await;
        let permits = json!([{"kind": "eia"}, {"kind": "land", "state": "done"}, {"kind": "energy", "need": false}]);
        park.patch(&format!("/projects/{other}"), json!({"kind": "infrastructure", "permits": permits})).await.expect(200);
        let month = json!({"invested_yuan": 12_000_000, "funds_yuan": 6_000_000});
        park.put(&format!("/projects/{early}/months/2021-07"), month).await.expect(200);
        app.day("2021-08-05");
        let totals = numbers(&app, "as_of=2021-08-05").await["totals"].take();
        assert_eq!(totals["by_month"]["started"], json!({"rate": {"numerator": 0, "denominator": 1, "percent": "0.0"}, "early": 1, "behind": 1}));
        assert_eq!(totals["permits"], json!({"numerator": 1, "denominator": 2, "percent": "50.0"}));
        assert_eq!((&totals["industrial_share"]["by_number"]["percent"], &totals["industrial_share"]["missing"]), (&json!("66.7"), &json!(0)));
        assert_eq!((&totals["progress"]["funds_yuan"], &totals["progress"]["funds_percent"]), (&json!(6_000_000), &json!("5.0")));
        assert_eq!(totals["sentence"], "省、市重点项目3个，已开工1个，开工率33.3%，未开工2个；年度完成投资0.12亿元，占年度计划10.0%，欠序时进度48.3个百分点。");
        // On the day before, nothing of the year was there yet.
        let before = numbers(&app, "as_of=2021-08-01").await["totals"].take();
        assert_eq!(before["sentence"], "省、市重点项目0个，已开工0个，开工率—，未开工0个；年度完成投资0.0亿元，尚无年度计划。");
    }
}
