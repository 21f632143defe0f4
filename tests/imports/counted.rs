//! How imported history counts.

use serde_json::{Value, json};

use super::{counts, ledger};
use crate::both;
use crate::harness::App;
use crate::statistics::ledger::agree;

impl App {
    async fn totals(&self, query: &str) -> Value {
        let answer = self
            .people
            .coordinator
            .get(&format!("/statistics{query}"))
            .await
            .expect(200);
        answer["totals"].clone()
    }

    /// A published ledger: so many problems, of which so many are solved.
    async fn published(&self, all: usize, solved: usize, day: &str) {
        let rows: Vec<String> = (0..all)
            .map(|index| {
                let end = if index < solved { "2021-07-20,已解决,已办理,,," } else { ",办理中,,,," };
                format!(",沙河产业园区,企业{},问题{day}第{index}个,融资,{day},经济发展局,,{day},{day},2021-07-30,,{end}", index % 7)
            })
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        self.imported(&self.people.coordinator, &rows).await;
    }
}

both! {
    async fn twelve_of_sixteen_are_75_0(app) {
        app.published(16, 12, "2021-07-01").await;
        let totals = app.totals("").await;
        assert_eq!(totals["rates"]["solve"], json!({"numerator": 12, "denominator": 16, "percent": "75.0"}));
        assert_eq!((totals["outstanding"].as_i64(), totals["collected"].as_i64()), (Some(4), Some(16)));
    }

    async fn sixty_seven_of_sixty_nine_are_97_1_and_288_of_298_are_96_6(app) {
        app.published(69, 67, "2021-07-01").await;
        let totals = app.totals("").await;
        assert_eq!(totals["rates"]["solve"], json!({"numerator": 67, "denominator": 69, "percent": "97.1"}));
        app.published(229, 221, "2021-07-02").await;
        let totals = app.totals("").await;
        assert_eq!(totals["rates"]["solve"], json!({"numerator": 288, "denominator": 298, "percent": "96.6"}));
        assert_eq!(totals["rates"]["resolve"], totals["rates"]["solve"]);
    }

    async fn what_is_imported_before_any_week_is_closed_keeps_its_days(app) {
        app.published(16, 12, "2021-07-01").await;
        assert_eq!(app.totals("?as_of=2021-06-30&from=2021-01-01").await["collected"], 0);
        assert_eq!(app.totals("?as_of=2021-07-01&from=2021-01-01").await["collected"], 16);
        assert_eq!(app.totals("?as_of=2021-07-19&from=2021-01-01").await["solved"], 0);
        assert_eq!(app.totals("?as_of=2021-07-20&from=2021-01-01").await["solved"], 12);
    }

    async fn a_closed_week_stays_as_it_is(app) {
        // given a week that was closed
        let people = &app.people;
        people.park.post("/problems", json!({"title": "用电", "enterprise_id": people.enterprise_id})).await.expect(201);
        app.at("2021-08-09 12:30");
        app.run_jobs();
        let path = "/reports/weekly?week=2021-W31";
        let before = people.coordinator.get(path).await;
        assert_eq!(before.body["status"], "closed");
        // when something of that week, and of long before, is told of later
        app.day("2021-08-11");
        let rows = [
            ",沙河产业园区,聚合庄生态农庄,用水,,2021-08-03,华辰电力公司,,2021-08-03,2021-08-04,2021-08-12,,2021-08-10,已解决,,,,",
            ",沙河产业园区,聚合庄生态农庄,用气,,2021-06-01,,,,,,,,,,,,",
        ];
        app.imported(&people.park, &rows).await;
        // then the week is what it was, and what is told counts today
        assert_eq!(people.coordinator.get(path).await.text, before.text);
        assert_eq!(app.totals("?as_of=2021-08-08").await["collected"], 1);
        assert_eq!(app.totals("?as_of=2021-08-10").await["collected"], 1);
        let today = app.totals("?as_of=2021-08-11").await;
        assert_eq!((today["collected"].as_i64(), today["solved"].as_i64()), (Some(3), Some(1)));
        let ids = app.problem_ids().await;
        let events = people.park.get(&format!("/problems/{}/events", ids[1])).await.expect(200);
        for event in events["items"].as_array().unwrap() {
            assert_eq!(event["counted_on"], "2021-08-11", "nothing counts before the problem itself: {event}");
        }
        assert_eq!(events["items"][3]["occurred_on"], "2021-08-10");
    }

    async fn tables_rebuilt_from_imported_events_are_those_that_are_stored(app) {
        let rows = [
            ",沙河产业园区,聚合庄生态农庄,一,用电,2021-07-05,华辰电力公司,经济发展局,2021-7-5,2021-7-6,2021-7-14,2,2021-7-16,已解决,已架设专线,2021-7-18,不满意,",
            ",沙河产业园区,聚合庄生态农庄,二,用工,2021-07-06,经济发展局,华辰电力公司,2021-07-07,,,,2021-07-21,部分解决,办了一半,2021-07-22,基本满意,",
            ",沙河产业园区,聚合庄生态农庄,三,,2021-07-06,经济发展局,,2021-07-07,2021-07-07,2021-07-30,1,,办理中,正在办理,,,",
            ",沙河产业园区,聚合庄生态农庄,四,,2021-07-08,,,,,,,2021-07-08,已解决,当场,2021-07-09,满意,2021-07-10",
            ",沙河产业园区,聚合庄生态农庄,五,,2021-07-09,,,,,,,,,,,,",
            ",沙河产业园区,聚合庄生态农庄,六,融资,2021-07-12,经济发展局,,2021-07-12,2021-07-12,2021-07-20,,2021-07-20,解释疏导,已说明,2021-07-21,,2021-07-22",
        ];
        app.imported(&app.people.coordinator, &rows).await;
        app.at("2021-08-09 12:30");
        app.run_jobs();
        app.day("2021-08-11");
        let late = [",沙河产业园区,聚合庄生态农庄,七,,2021-08-04,经济发展局,,2021-08-05,2021-08-05,2021-08-06,,2021-08-10,已解决,,2021-08-10,满意,2021-08-10"];
        app.imported(&app.people.coordinator, &late).await;
        let ids = app.problem_ids().await;
        let (compared, supports) = agree(&app, &ids, "2021-07-01").await;
        assert!(compared > 150 && supports > 50, "{compared} {supports}");
    }

    async fn a_live_move_goes_on_where_the_ledger_ended(app) {
        let people = &app.people;
        let rows = [",沙河产业园区,聚合庄生态农庄,招工困难,用工,2021-07-26,华辰电力公司,,2021-07-26,2021-07-27,2021-08-20,,,办理中,正在联系,,,"];
        app.imported(&people.park, &rows).await;
        let id = app.problem_ids().await[0];
        let body = json!({"outcome": "solved", "resolution": "已招到二十人"});
        people.department.post(&format!("/problems/{id}/resolve"), body).await.expect(200);
        people.park.post(&format!("/problems/{id}/follow_up"), json!({"reached": true, "solved": true, "satisfaction": 5})).await.expect(200);
        people.park.post(&format!("/problems/{id}/close"), json!({})).await.expect(200);
        assert_eq!(app.totals("").await["closed"], 1);
        let again = app.previewed(&people.park, &ledger(&rows)).await;
        assert_eq!(counts(&again), (0, 1, 0, 0), "{again:#}");
    }
}
