//! The weekly report: a draft, issued or closed by its cut-off, and then the same for ever.

use reqwest::Method;
use serde_json::{Value, json};
use zhuqi::base::db::schema::weekly_reports;
use zhuqi::reports::actions::compose_closed_weeks;

use crate::both;
use crate::harness::App;

impl App {
    /// Runs what runs by itself, as the jobs do.
    pub fn close_due_weeks(&self) {
        let clock = self.clock.clone();
        let at = clock.now();
        self.db
            .write_blocking(move |conn| {
                zhuqi::reports::actions::close_due_weeks(conn, &clock, at).map(|_| ())
            })
            .unwrap();
    }

    async fn file(&self, title: &str) -> i64 {
        let body = json!({"title": title, "enterprise_id": self.people.enterprise_id});
        let made = self.people.park.post("/problems", body).await.expect(201);
        made["id"].as_i64().unwrap()
    }

    async fn on_the_spot(&self, title: &str) -> i64 {
        let id = self.file(title).await;
        let path = format!("/problems/{id}/resolve_on_site");
        self.people
            .park
            .post(&path, json!({"resolution": "现场协调解决"}))
            .await
            .expect(200);
        id
    }

    async fn visit(&self, on: &str) -> Value {
        let body =
            json!({"site_name": "聚合庄生态农庄", "visited_on": on, "participants": ["王建国"]});
        self.people.park.post("/visits", body).await.expect(201)
    }
}

both! {
    async fn a_closed_week_never_changes_again(app) {
        let coordinator = &app.people.coordinator;
        let visit = app.visit("2021-08-03".replace('3', "2").as_str()).await;
        let solved = app.on_the_spot("道路破损").await;
        app.file("担心后续用电得不到保障").await;
        let path = "/reports/weekly?week=2021-W31";
        let draft = coordinator.get(path).await.expect(200);
        assert_eq!((&draft["status"], &draft["as_of"]), (&json!("draft"), &json!("2021-08-02")));
        assert_eq!(draft["totals"]["collected"], 2);

        app.at("2021-08-09 11:59");
        app.close_due_weeks();
        assert_eq!(coordinator.get(path).await.expect(200)["status"], "draft");
        app.at("2021-08-09 12:00");
        app.close_due_weeks();
        let closed = coordinator.get(path).await;
        assert_eq!(closed.body["status"], "closed");
        assert_eq!(closed.body["closed_at"], "2021-08-09T12:00:00+08:00");
        assert_eq!(closed.body["audit_head"].as_str().unwrap().len(), 64);
        assert_eq!(closed.body["totals"]["solved"], 1);
        let of_park = app.people.park.get(path).await;
        assert_eq!(of_park.body["park_id"], app.people.park_id);
        assert_eq!(of_park.body["sentence"],
            "沙河产业园区工作人员共走访项目现场1次，收集问题2个，解决问题1个。");

        // Later facts go to the next week: a problem reopened, a visit voided, another entered late.
        let reopen = format!("/problems/{solved}/reopen");
        coordinator.post(&reopen, json!({"reason": "又坏了"})).await.expect(200);
        let void = format!("/visits/{}/void", visit["id"]);
        app.people.park.post(&void, json!({"reason": "误录"})).await.expect(200);
        app.visit("2021-08-04").await;
        app.day("2021-08-16");
        app.close_due_weeks();
        assert_eq!(coordinator.get(path).await.text, closed.text);
        assert_eq!(app.people.park.get(path).await.text, of_park.text);
        // Nothing counts into it, however late it is recomputed.
        let again = coordinator.get("/statistics?as_of=2021-08-08&from=2021-08-02").await.expect(200);
        let kept = &closed.body["totals"];
        assert_eq!((&again["totals"]["solved"], &again["totals"]["visits"]),
            (&kept["solved"], &kept["visits"]));

        let next = coordinator.get("/reports/weekly?week=2021-W32").await.expect(200);
        assert_eq!(next["totals"]["solved"], 0);
        assert_eq!(next["totals"]["period"]["put_back"], 1);
        assert_eq!(next["previous"]["period"]["solved"], 1);
        assert_eq!(next["late_entries"][0]["visit"]["visited_on"], "2021-08-04");
        assert_eq!(next["totals"]["period"]["late_entries"], 1);
        let kinds: Vec<_> = next["corrections"].as_array().unwrap().iter().map(|e| &e["kind"]).collect();
        assert_eq!(kinds, ["reopen", "void"]);
    }

    async fn a_week_is_closed_before_its_reports_are_composed(app) {
        let coordinator = &app.people.coordinator;
        let path = "/reports/weekly?week=2021-W31";
        let filed = app.file("用工短缺").await;
        app.at("2021-08-09 12:00");
        app.close_due_weeks();
        let ready = app.anonymous(Method::GET, "//readyz", None).await;
        assert_eq!(ready.text, "ready\nclosed weeks whose reports are still to be composed: 1\n");

        // What is recorded now counts in the next week, and the closing's moment stays.
        app.on_the_spot("道路破损").await;
        app.visit("2021-08-04").await;
        app.at("2021-08-09 15:00");
        let report = coordinator.get(path).await;
        assert_eq!(report.body["status"], "closed");
        assert_eq!(report.body["closed_at"], "2021-08-09T12:00:00+08:00");
        assert_eq!(report.body["totals"]["collected"], 1);
        assert_eq!(report.body["totals"]["visits"], 0);
        assert_eq!(report.body["late_entries"], json!([]));

        // Whoever asks first has it composed; then it is kept, for each park, too.
        let ready = app.anonymous(Method::GET, "//readyz", None).await;
        assert_eq!(ready.text, "ready\n");
        let of_park = app.people.park.get(path).await;
        let title = json!({"title": "改过的标题"});
        app.people.park.patch(&format!("/problems/{filed}"), title).await.expect(200);
        compose_closed_weeks(&app.db, &app.clock).unwrap();
        assert_eq!(coordinator.get(path).await.text, report.text);
        assert_eq!(app.people.park.get(path).await.text, of_park.text);
    }

    async fn reports_that_several_compose_at_once_are_kept_once(app) {
        app.file("用工短缺").await;
        app.day("2021-08-23");
        app.close_due_weeks();
        std::thread::scope(|scope| {
            let compose = || compose_closed_weeks(&app.db, &app.clock).unwrap();
            for _ in 0..3 {
                scope.spawn(compose);
            }
        });
        let kept = app.db.read_blocking(|conn| {
            use diesel::prelude::*;
            Ok(weekly_reports::table.count().get_result::<i64>(conn)?)
        });
        // Two weeks, each of all and of both parks.
        assert_eq!(kept.unwrap(), 6);
    }

    async fn the_coordinator_issues_a_week_that_is_over_once(app) {
        let coordinator = &app.people.coordinator;
        let issue = |query: &'static str, body: Value| {
            let coordinator = coordinator.clone();
            async move { coordinator.post(&format!("/reports/weekly/issue{query}"), body).await }
        };
        issue("?week=2021-W31", json!({})).await.refused(409, "report.week_not_over");
        issue("?week=2021-W32", json!({})).await.refused(422, "request.invalid");
        app.file("用工短缺").await;
        app.day("2021-08-16");
        let number = "期".repeat(41);
        let wrong = issue("", json!({"number": number})).await.expect(422);
        assert_eq!(wrong["errors"][0]["pointer"], "/number");
        // Two weeks are over; the earlier one is closed without a number.
        let issued = issue("", json!({"number": "2021年第1期"})).await;
        assert_eq!(issued.body["number"], "2021年第1期");
        assert_eq!(issued.body["week"], "2021-W32");
        let read = coordinator.get("/reports/weekly?ending=2021-08-15").await;
        assert_eq!(read.text, issued.text);
        let earlier = coordinator.get("/reports/weekly?week=2021-W31").await.expect(200);
        assert_eq!((&earlier["status"], &earlier["number"]), (&json!("closed"), &Value::Null));
        issue("?week=2021-W32", json!({})).await.refused(409, "report.closed");
        issue("?week=2021-W31", json!({})).await.refused(409, "report.closed");
        app.day("2021-08-23");
        let next = issue("", json!({})).await.expect(200);
        assert_eq!(next["number"], "2021年第2期");
        app.people.leader.post("/reports/weekly/issue", json!({})).await.expect(403);
        app.people.park.post("/reports/weekly/issue", json!({})).await.expect(403);
    }

    async fn weeks_missed_are_closed_in_order_when_something_runs_again(app) {
        app.file("用工短缺").await;
        app.day("2021-08-30");
        app.close_due_weeks();
        for (week, status) in [
            ("2021-W31", "closed"), ("2021-W32", "closed"), ("2021-W33", "closed"),
            ("2021-W34", "draft"), ("2021-W35", "draft"),
        ] {
            let path = format!("/reports/weekly?week={week}");
            let report = app.people.coordinator.get(&path).await.expect(200);
            assert_eq!(report["status"], status, "{week}");
        }
        app.at("2021-08-30 12:00");
        app.close_due_weeks();
        let report = app.people.coordinator.get("/reports/weekly?week=2021-W34").await.expect(200);
        assert_eq!(report["status"], "closed");
        assert_eq!(report["totals"]["period"]["carried_out"], 1);
    }

    async fn each_reads_the_report_that_is_theirs(app) {
        let people = &app.people;
        let path = format!("/reports/weekly?week=2021-W31&park_id={}", people.other_park_id);
        people.department.get("/reports/weekly?week=2021-W31").await.expect(403);
        people.auditor.get("/reports/weekly?week=2021-W31").await.expect(403);
        people.admin.get("/reports/weekly?week=2021-W31").await.expect(403);
        let wrong = people.park.get(&path).await.expect(422);
        assert_eq!(wrong["errors"][0]["code"], "unknown_id");
        let missing = people.park.get("/reports/weekly?week=2021-W31&park_id=999").await.expect(422);
        assert_eq!(missing["errors"], wrong["errors"]);
        let own = people.other_park.get(&path).await.expect(200);
        assert_eq!(own["parks"].as_array().unwrap().len(), 1);
        let all = people.leader.get("/reports/weekly?week=2021-W31").await.expect(200);
        assert_eq!((&all["park_id"], all["parks"].as_array().unwrap().len()), (&Value::Null, 2));
    }

    async fn bad_weeks_and_formats_are_refused(app) {
        let coordinator = &app.people.coordinator;
        for (query, pointer) in [
            ("week=2021-W32", "/week"), ("week=2021-31", "/week"), ("ending=2021-08-07", "/ending"),
            ("week=2021-W31&ending=2021-08-08", "/ending"), ("week=2021-W31&format=doc", "/format"),
            ("week=2021-W31&colour=red", "/colour"),
        ] {
            let wrong = coordinator.get(&format!("/reports/weekly?{query}")).await.expect(422);
            assert_eq!(wrong["errors"][0]["pointer"], pointer, "{query}");
        }
        if !zhuqi::reports::render::Format::Pdf.is_built() {
            let wrong = coordinator.get("/reports/weekly?week=2021-W31&format=pdf").await.expect(422);
            assert_eq!(wrong["errors"][0]["code"], "unknown_value");
        }
        let before = coordinator.get("/reports/weekly?week=2021-W01").await.expect(200);
        assert_eq!(before["status"], "closed");
    }

    async fn the_page_to_print_tells_everything_and_escapes_what_people_typed(app) {
        app.file("<script>alert('用电')</script>").await;
        app.on_the_spot("道路破损").await;
        app.visit("2021-07-30").await;
        let path = "/reports/weekly?week=2021-W31&format=html";
        let page = app.people.coordinator.get(path).await;
        assert_eq!(page.status, 200, "{}", page.text);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        let accepted = app.people.coordinator.with(&[("Accept", "text/html,*/*;q=0.8")], Method::GET,
            "/reports/weekly?week=2021-W31", None).await;
        assert_eq!(accepted.text, page.text);
        for part in [
            "草稿", "2021年8月2日至2021年8月8日", "总体情况", "各园区情况", "各承办单位情况",
            "各类别情况", "各解决层级情况", "上级交办", "近八周收集与办结（件）", "超期问题", "督办问题", "持续跟踪问题", "本周办结", "补录（1项）",
            "核减（0项）", "剔除（0件）", "统计口径", "沙河产业园区", "华辰电力公司", "较上周", "平衡：期初", "SH-2021-002",
            "工作人员共走访项目现场1次，收集问题2个，解决问题1个。", "50.0%<br>1&#x2f;2",
        ] {
            assert!(page.text.contains(part), "{part} is missing:\n{}", page.text);
        }
        assert!(!page.text.contains("<script"));
        // The one address in it is no address: it names what SVG is.
        let text = page.text.replace("http://www.w3.org/2000/svg", "");
        assert!(!text.contains("http://") && !text.contains("https://"));
    }
}
