//! What `zhuqi generate` makes is what its events say, to the last row, and the product goes on from there.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;
use serde_json::json;
use zhuqi::generate::{Request, generate};
use zhuqi::search::actions::rebuild;

use super::numbers::{Asked, GROUPS};
use super::random::check_table;
use super::{Reader, date, ledger};
use crate::both;
use crate::harness::App;

const PROBLEMS: usize = 160;

fn request() -> Request {
    Request {
        problems: PROBLEMS,
        from: date("2023-11-06"),
        parks: 3,
        departments: 11,
        seed: 7,
        password: "zhuqi-made-up-2024".into(),
    }
}

fn generated(app: &App) -> zhuqi::generate::Generated {
    let mut told = vec![];
    let made = generate(
        &app.db,
        &app.clock,
        (&app.database.folder.join("scratch"), &request()),
        |done| told.push(done),
    );
    let made = made.unwrap();
    assert_eq!(told.last(), Some(&PROBLEMS));
    made
}

both! {
    async fn generated_problems_are_what_their_events_say_and_work_goes_on(app) {
        app.at("2024-03-20 17:59");
        let made = generated(&app);
        assert_eq!(made.problems, PROBLEMS);
        assert!(made.visits > PROBLEMS / 2 && made.events > 5 * PROBLEMS, "{made:?}");
        assert!(made.refused * 20 < made.stories, "{made:?}");
        let reader = Reader::of(&app);
        let all = reader.all("/problems").await;
        assert_eq!(all.len(), PROBLEMS);

        // Of everything there is something, and titles and places differ.
        let mut of: BTreeMap<&str, usize> = BTreeMap::new();
        for one in &all {
            *of.entry(one["status"].as_str().unwrap()).or_default() += 1;
            for count in ["returned_count", "extended_count", "reopened_count", "supervised_count"] {
                *of.entry(count).or_default() += usize::from(one[count].as_i64().unwrap() > 0);
            }
        }
        for name in ["closed", "in_progress", "returned_count", "extended_count", "reopened_count", "supervised_count"] {
            assert!(of.get(name).is_some_and(|many| *many > 0), "{name}: {of:?}");
        }
        let distinct = |field: &str| all.iter().map(|one| one[field].to_string()).collect::<BTreeSet<_>>().len();
        assert!(distinct("title") > PROBLEMS / 3 && distinct("park_id") == 3, "{}", distinct("title"));
        assert_eq!(distinct("number"), PROBLEMS);

        let ids: Vec<i64> = all.iter().map(|one| one["id"].as_i64().unwrap()).collect();
        let some: Vec<i64> = ids.iter().copied().step_by(5).collect();
        let (compared, supports) = ledger::agree(&app, &some, "2023-11-06").await;
        assert!(compared > 1_500 && supports > 100, "{compared} {supports}");
        let facts = reader.facts(&ids).await;
        let today = app.clock.today();
        for (index, group) in GROUPS.iter().enumerate() {
            let as_of = today - Days::new(index as u64 * 5 % 17);
            let asked = Asked { as_of, from: as_of - Days::new(40), to: as_of - Days::new(index as u64 % 4), today };
            check_table(&reader, &facts, group, &asked).await;
        }

        // It goes on: numbers and ids behind those that were given, and all of it is found.
        app.at("2024-03-21 09:00");
        let latest = all.iter().max_by_key(|one| one["id"].as_i64()).unwrap();
        let park = &latest["park_id"];
        let filed = json!({"title": "新的问题", "park_id": park, "site_name": "现场"});
        let filed = app.people.coordinator.post("/problems", filed).await.expect(201);
        assert!(filed["id"].as_i64() > latest["id"].as_i64());
        assert!(all.iter().all(|one| one["number"] != filed["number"]), "{}", filed["number"]);
        let id = latest["id"].as_i64().unwrap();
        let actions = &app.people.coordinator.get(&format!("/problems/{id}")).await.expect(200)["allowed_actions"];
        assert!(actions.as_array().unwrap().iter().any(|one| one == "comment"));
        rebuild(&app.db, |_, _| {}).unwrap();
        let number = latest["number"].as_str().unwrap();
        let found = reader.get(&format!("/search?q={number}")).await;
        assert!(found.to_string().contains(number), "{found}");

        // And nothing is added where there are problems.
        let again = generate(&app.db, &app.clock, (&app.database.folder, &request()), |_| {});
        assert!(again.unwrap_err().to_string().contains("generate.not_empty"));
    }
}
