//! The calendar and due dates over REST.

use reqwest::Method;
use serde_json::{Value, json};

use crate::both;
use crate::harness::people::Person;

async fn due(person: &Person, query: &str) -> Value {
    let path = format!("/calendar/due?{query}");
    person.get(&path).await.expect(200)
}

fn faults(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| {
            (
                error["pointer"].as_str().unwrap(),
                error["code"].as_str().unwrap(),
            )
        })
        .collect()
}

both! {
    async fn three_working_days_across_mid_autumn_are_explained_day_by_day(app) {
        let found = due(&app.people.department, "from=2021-09-16&amount=3&unit=working_day").await;
        assert_eq!(found["due_on"], "2021-09-22");
        assert_eq!((&found["due_at"], &found["provisional"]), (&Value::Null, &json!(false)));
        let days = found["days"].as_array().unwrap();
        let counted: Vec<&str> = days
            .iter()
            .filter(|day| day["counted"] == true)
            .filter_map(|day| day["date"].as_str())
            .collect();
        assert_eq!(counted, ["2021-09-17", "2021-09-18", "2021-09-22"]);
        assert_eq!(days[0]["why"], "起算当日不计入");
        assert_eq!(days[3]["why"], "节假日，按放假通知休息");
        let english = [("Accept-Language", "en")];
        let path = "/calendar/due?from=2021-09-16&amount=1&unit=working_day";
        let found = app.people.leader.with(&english, Method::GET, path, None).await.expect(200);
        assert_eq!(found["days"][1]["why"], "a working day");
    }

    async fn hours_run_to_the_instant_and_want_one(app) {
        let person = &app.people.park;
        // The plus sign unescaped and escaped.
        for from in ["2021-10-01T15:30:00+08:00", "2021-10-01T15:30:00%2B08:00"] {
            let found = due(person, &format!("from={from}&amount=24&unit=hour")).await;
            assert_eq!(found["due_on"], "2021-10-02");
            assert_eq!(found["due_at"], "2021-10-02T15:30:00+08:00");
        }
        let day = person.get("/calendar/due?from=2021-10-01&amount=24&unit=hour").await;
        assert_eq!(faults(&day.refused(422, "request.invalid")), [("/from", "malformed")]);
    }

    async fn a_wrong_question_is_refused_by_parameter(app) {
        for (query, expected) in [
            ("from=2021-09-16&amount=0&unit=month", ("/amount", "out_of_range")),
            ("from=2021-09-16&amount=1000&unit=month", ("/amount", "out_of_range")),
            ("from=2021-09-16&amount=10000&unit=working_day", ("/amount", "out_of_range")),
            ("from=2021-02-29&amount=1&unit=month", ("/from", "malformed")),
            ("from=1999-12-31&amount=1&unit=month", ("/from", "out_of_range")),
            ("from=2101-01-01&amount=1&unit=month", ("/from", "out_of_range")),
            ("from=2021-09-16&amount=1&unit=year", ("/unit", "unknown_value")),
            ("from=2021-09-16&amount=1&unit=month&to=1", ("/to", "unknown_field")),
            ("from=2021-09-16&unit=month", ("/amount", "required")),
        ] {
            let refused = app.people.park.get(&format!("/calendar/due?{query}")).await;
            let problem = refused.refused(422, "request.invalid");
            assert_eq!(faults(&problem), [expected], "{query}");
        }
        due(&app.people.park, "from=2000-01-01&amount=999&unit=month").await;
        due(&app.people.park, "from=2100-12-31&amount=1&unit=working_day").await;
    }

    async fn everybody_reads_the_shipped_notices_and_what_is_unpublished(app) {
        for (_, person) in app.people.each_role() {
            let year = person.get("/calendar/2021").await;
            assert_eq!(year.header("etag"), "\"1\"");
            let year = year.expect(200);
            assert_eq!(year["published"], true);
            assert!(year["off"].as_array().unwrap().contains(&json!("2021-09-21")));
            assert!(year["work"].as_array().unwrap().contains(&json!("2021-09-18")));
        }
        let unpublished = app.people.auditor.get("/calendar/2027").await.expect(200);
        assert_eq!(
            unpublished,
            json!({"year": 2027, "published": false, "off": [], "work": [], "updated_at": null, "version": 0})
        );
        for path in ["/calendar/1999", "/calendar/2101", "/calendar/next"] {
            app.people.admin.get(path).await.refused(404, "not_found");
        }
    }

    async fn a_notice_makes_provisional_dates_sure(app) {
        let office = &app.people.coordinator;
        let into_2027 = "from=2026-12-31&amount=3&unit=working_day";
        let before = due(office, into_2027).await;
        assert_eq!((&before["due_on"], &before["provisional"]), (&json!("2027-01-06"), &json!(true)));
        let notice = json!({"off": ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"], "work": ["2026-12-27"]});
        let told = office.put("/calendar/2027?dry_run=true", notice.clone()).await.expect(200);
        assert_eq!((&told["dry_run"], &told["moved"]), (&json!(true), &json!([])));
        assert_eq!(due(office, into_2027).await, before);
        let put = office.put("/calendar/2027", notice).await;
        assert_eq!(put.header("etag"), "\"1\"");
        assert_eq!(put.expect(200)["published"], true);
        let after = due(office, into_2027).await;
        assert_eq!((&after["due_on"], &after["provisional"]), (&json!("2027-01-07"), &json!(false)));
        // 27 December 2026, a Sunday that 2027's notice lets people work.
        let sunday = due(office, "from=2026-12-25&amount=1&unit=working_day").await;
        assert_eq!(sunday["due_on"], "2026-12-27");
    }

    async fn a_notice_is_corrected_over_the_version_that_was_seen(app) {
        let admin = &app.people.admin;
        let put = async |seen: &str, off: &str| {
            let body = Some(json!({"off": [off], "work": []}));
            admin.with(&[("If-Match", seen)], Method::PUT, "/calendar/2027", body).await
        };
        put("\"1\"", "2027-01-01").await.refused(412, "request.stale_version");
        put("\"0\"", "2027-01-01").await.expect(200);
        put("\"0\"", "2027-01-04").await.refused(412, "request.stale_version");
        assert_eq!(put("\"1\"", "2027-01-04").await.expect(200)["version"], 2);
    }

    async fn a_wrong_notice_is_refused_with_every_wrong_day_and_changes_nothing(app) {
        let office = &app.people.coordinator;
        let body = json!({
            "off": ["2027-01-01", "2027-01-01", "2026-12-19", "2028-01-01"],
            "work": ["2027-01-01", "2027-01-04"],
        });
        let problem = office.put("/calendar/2027", body).await.refused(422, "request.invalid");
        assert_eq!(
            faults(&problem),
            [
                ("/off/1", "duplicate"),
                ("/off/2", "outside_year"),
                ("/off/3", "outside_year"),
                ("/work/0", "both_off_and_work"),
                ("/work/1", "not_a_weekend"),
            ]
        );
        for body in [
            json!({"off": []}),
            json!({"off": ["2027-02-30"], "work": []}),
            json!({"off": [], "work": [], "half": []}),
        ] {
            office.put("/calendar/2027", body).await.refused(422, "request.invalid");
        }
        assert_eq!(office.get("/calendar/2027").await.expect(200)["published"], false);
    }

    async fn only_the_administrator_and_the_coordinator_publish(app) {
        let notice = json!({"off": ["2027-01-01"], "work": []});
        let people = &app.people;
        for person in [&people.park, &people.department, &people.leader, &people.auditor] {
            person.put("/calendar/2027", notice.clone()).await.expect(403);
        }
        assert_eq!(people.admin.get("/calendar/2027").await.expect(200)["published"], false);
        people.admin.put("/calendar/2027", notice).await.expect(200);
    }

    async fn of_many_who_saw_the_same_notice_one_corrects_it(app) {
        let at_once = (1..=8).map(|day| {
            let admin = app.people.admin.clone();
            let body = Some(json!({"off": [format!("2027-01-0{day}")], "work": []}));
            tokio::spawn(async move {
                admin.with(&[("If-Match", "\"0\"")], Method::PUT, "/calendar/2027", body).await.status
            })
        });
        let mut statuses = vec![];
        for answer in at_once.collect::<Vec<_>>() {
            statuses.push(answer.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!((statuses[0], &statuses[1..]), (200, &[412; 7][..]));
    }
}
