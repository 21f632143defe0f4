//! Reminders: once before a limit and once after it, whatever the clock and the nodes do.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use zhuqi::base::db::schema::clocks;
use zhuqi::mail::remind;
use zhuqi::mail::rules::table::{REMINDER_RULES, Recipient};
use zhuqi::problems::actions::redacted_titles;

use super::*;
use crate::both;
use crate::problems::{resolved, solved};

fn remind_on(db: &Db, app: &App) -> usize {
    let now = app.clock.now().naive_utc();
    db.write_blocking(move |conn| remind(conn, now, redacted_titles))
        .unwrap()
}

/// One reminder, by what it is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Reminder {
    clock: String,
    step: String,
    to: String,
    problem: i64,
}

/// What was queued so far, with the times each was.
fn reminders(app: &App) -> BTreeMap<Reminder, usize> {
    type Mails = Vec<(String, String)>;
    let (mails, kinds): (Mails, Vec<(i64, String)>) = app
        .db
        .read_blocking(|conn| {
            let mails = outbox::table
                .filter(outbox::kind.like("reminder%"))
                .select((outbox::dedup_key, outbox::recipient))
                .load(conn)?;
            let kinds = clocks::table
                .select((clocks::id, clocks::kind))
                .load(conn)?;
            Ok((mails, kinds))
        })
        .unwrap();
    let kinds: BTreeMap<i64, String> = kinds.into_iter().collect();
    let mut found = BTreeMap::new();
    for (key, to) in mails {
        let parts: Vec<&str> = key.split(':').collect();
        let reminder = Reminder {
            problem: parts[1].parse().unwrap(),
            clock: kinds[&parts[3].parse::<i64>().unwrap()].clone(),
            step: parts[5].to_owned(),
            to,
        };
        *found.entry(reminder).or_insert(0) += 1;
    }
    found
}

fn recipients(app: &App, clock: &str, step: &str) -> BTreeSet<String> {
    let all = reminders(app);
    assert!(all.values().all(|times| *times == 1), "{all:?}");
    all.into_keys()
        .filter(|one| one.clock == clock && one.step == step)
        .map(|one| one.to)
        .collect()
}

/// Five working days for everything, so that each limit has a yellow of its own.
async fn long_limits(app: &App) {
    let coordinator = &app.people.coordinator;
    let policies = coordinator.get("/time_limit_policies").await.expect(200);
    let all = policies["items"].as_array().unwrap().iter();
    let default = all
        .clone()
        .find(|one| {
            ["severity", "category_id", "level"]
                .iter()
                .all(|key| one[*key] == Value::Null)
        })
        .unwrap();
    let five = json!({"amount": 5, "unit": "working_day"});
    let targets = json!({"dispatch": five, "accept": five, "return": five, "first_reply": five,
        "solve": five, "support": five, "follow_up": five, "redo": null});
    let path = format!("/time_limit_policies/{}", default["id"]);
    coordinator
        .patch(&path, json!({"targets": targets}))
        .await
        .expect(200);
}

fn addresses(to: &[Recipient]) -> BTreeSet<String> {
    let of = |to: &Recipient| match to {
        Recipient::Lead => vec!["dian@huachen.example", "department1@district.example"],
        Recipient::Supporting => vec!["jfj@district.example", "other_department@district.example"],
        Recipient::Park => vec!["park1@district.example", "park2@district.example"],
        Recipient::Coordinators => vec![
            "coordinator1@district.example",
            "coordinator2@district.example",
        ],
        Recipient::FormerLead => vec![],
    };
    to.iter().flat_map(of).map(str::to_owned).collect()
}

both! {
    async fn each_limit_is_told_once_before_and_once_after_to_those_in_its_row(app) {
        long_limits(&app).await;
        let people = &app.people;
        filed(&app).await;
        let id = filed(&app).await;
        act(&people.park, id, "dispatch", json!({"lead_department_id": people.department_id,
            "supporting_department_ids": [people.other_department_id]})).await;
        resolved(&app, solved()).await;
        // Due on Monday, 9 August, after five working days: yellow one working day before.
        let mut first = BTreeMap::new();
        for day in 2..=20 {
            for hour in [0, 9, 23] {
                app.at(&format!("2021-08-{day:02} {hour:02}:00"));
                remind_on(&app.db, &app);
                for one in reminders(&app).into_keys() {
                    first.entry((one.clock, one.step)).or_insert(day);
                }
            }
        }
        for row in REMINDER_RULES {
            for (step, to, day) in [("yellow", row.yellow, 6), ("red", row.red, 10)] {
                assert_eq!(recipients(&app, row.clock, step), addresses(to), "{} {step}", row.clock);
                let on = first[&(row.clock.to_owned(), step.to_owned())];
                assert_eq!(on, day, "{} {step}", row.clock);
            }
        }
        let kinds: BTreeSet<_> = reminders(&app).into_keys().map(|one| one.clock).collect();
        assert_eq!(kinds.len(), REMINDER_RULES.len(), "a limit without a row reminds nobody: {kinds:?}");
    }

    async fn a_yellow_that_would_begin_on_the_first_day_is_neither_sent_nor_shown(app) {
        // The default's dispatch and accept: one working day, warned of one working day before.
        let id = filed(&app).await;
        let shown = app.people.park.get(&format!("/problems/{id}")).await.expect(200);
        assert_eq!((&shown["light"], &shown["clocks"]["dispatch"]["due_on"]), (&json!("green"), &json!("2021-08-03")));
        assert_eq!(remind_on(&app.db, &app), 0);
        app.at("2021-08-02 23:59");
        assert_eq!(remind_on(&app.db, &app), 0);
        app.at("2021-08-03 23:59");
        let shown = app.people.park.get(&format!("/problems/{id}")).await.expect(200);
        assert_eq!(shown["light"], "green");
        assert_eq!(remind_on(&app.db, &app), 0);
        app.at("2021-08-04 00:00");
        assert_eq!(remind_on(&app.db, &app), 4, "park and coordinators, once it has passed");
    }

    async fn a_jump_of_the_clock_skips_none_and_tells_none_twice(app) {
        let id = dispatched(&app).await;
        act(&app.people.department, id, "accept", json!({})).await;
        app.day("2021-09-30");
        remind_on(&app.db, &app);
        let all = reminders(&app);
        assert!(all.keys().all(|one| one.step == "red"), "a warning after the limit helps nobody: {all:?}");
        assert_eq!(recipients(&app, "solve", "red"), addresses(&[Recipient::Lead, Recipient::Park, Recipient::Coordinators]));
        app.day("2021-08-10");
        assert_eq!(remind_on(&app.db, &app), 2, "back before the limit of solving: its warning was never told");
        assert_eq!(recipients(&app, "solve", "yellow"), addresses(&[Recipient::Lead]));
        let all = reminders(&app);
        for day in ["2021-09-30", "2021-08-02", "2021-10-30"] {
            app.day(day);
            assert_eq!(remind_on(&app.db, &app), 0, "{day}");
        }
        assert_eq!(reminders(&app), all);
    }

    async fn two_nodes_at_once_remind_once(app) {
        for _ in 0..5 {
            dispatched(&app).await;
        }
        app.day("2021-08-30");
        let other = Db::open(&app.database.url).unwrap();
        let now = app.clock.now().naive_utc();
        let nodes = [app.db.clone(), other].map(|db| {
            tokio::task::spawn_blocking(move || db.write_blocking(move |conn| remind(conn, now, redacted_titles)))
        });
        for node in nodes {
            node.await.unwrap().unwrap();
        }
        let all = reminders(&app);
        assert!(!all.is_empty() && all.values().all(|times| *times == 1));
        assert_eq!(all.keys().filter(|one| one.clock == "solve").count(), 5 * 6);
    }

    async fn a_moved_limit_is_another_one_and_a_paused_one_is_silent(app) {
        let people = &app.people;
        let id = dispatched(&app).await;
        act(&people.department, id, "accept", json!({})).await;
        act(&people.department, id, "progress", json!({"text": "已勘察"})).await;
        act(&people.department, id, "request_extension", json!({"until": "2021-08-18", "reason": "停电检修"})).await;
        app.day("2021-08-10");
        assert_eq!(remind_on(&app.db, &app), 2, "yellow of 11 August");
        act(&people.coordinator, id, "decide_extension", json!({"granted": true})).await;
        assert_eq!(remind_on(&app.db, &app), 0);
        app.day("2021-08-17");
        assert_eq!(remind_on(&app.db, &app), 2, "yellow of 18 August");
        act(&people.department, id, "request_suspension", json!({"cause": "season", "until": "2021-09-01", "reason": "汛期"})).await;
        act(&people.coordinator, id, "decide_suspension", json!({"granted": true})).await;
        app.day("2021-08-31");
        assert_eq!(remind_on(&app.db, &app), 0, "it stands still");
    }

    async fn who_comes_later_is_not_told_of_steps_told_before(app) {
        dispatched(&app).await;
        app.day("2021-08-30");
        remind_on(&app.db, &app);
        let before = rows(&app).len();
        let body = json!({"username": "late1", "display_name": "新同志", "role": "coordinator",
            "email": "late@district.example", "password": "a long password 1"});
        app.people.admin.post("/users", body).await.expect(201);
        assert_eq!(remind_on(&app.db, &app), 0);
        assert_eq!(rows(&app).len(), before);
    }
}
