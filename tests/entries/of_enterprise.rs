//! What all ledgers have of an enterprise (一企一档).

use serde_json::{Value, json};

use crate::both;
use crate::harness::App;
use crate::problems::id_of;

/// A revival and a match of the enterprise, a match of another's.
async fn recorded(app: &App) -> [i64; 3] {
    let people = &app.people;
    let firm = format!("/enterprises/{}", people.enterprise_id);
    let halted = json!({"operating_status": "halted"});
    people.park.patch(&firm, halted).await.expect(200);
    let revival = json!({"enterprise_id": people.enterprise_id});
    let revival = id_of(&people.park.post("/revivals", revival).await.expect(201));
    let mut all = [revival, 0, 0];
    let enterprises = [people.enterprise_id, people.other_enterprise_id];
    for (at, enterprise) in enterprises.into_iter().enumerate() {
        let body = json!({"enterprise_id": enterprise, "need": "用工", "counterpart": "技校", "kind": "talent"});
        let made = people.coordinator.post("/matches", body).await;
        all[at + 1] = id_of(&made.expect(201));
    }
    all
}

fn ids(list: &Value) -> Vec<i64> {
    let items = list["items"].as_array().into_iter().flatten();
    items.filter_map(|one| one["id"].as_i64()).collect()
}

both! {
    async fn its_file_has_the_entries_of_all_ledgers_the_newest_first(app) {
        let people = &app.people;
        app.day("2021-08-06");
        let [revival, matched, other] = recorded(&app).await;
        let path = format!("/enterprises/{}/entries", people.enterprise_id);
        for who in [&people.park, &people.coordinator, &people.leader] {
            let told = who.get(&format!("{path}?count=true")).await.expect(200);
            assert_eq!((ids(&told), &told["total"]), (vec![matched, revival], &json!(2)));
        }
        let told = people.park.get(&path).await.expect(200);
        assert_eq!(told["items"][1]["ledger"], "revivals");
        assert_eq!(told["items"][1]["status"], "listed");
        assert_eq!(told["items"][1]["light"], "green");
        assert_eq!(told["items"][0]["ledger"], "matches");
        assert_eq!(told["items"][0]["title"], "用工");
        let first = people.park.get(&format!("{path}?limit=1")).await.expect(200);
        assert_eq!(ids(&first), [matched]);
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = people.park.get(&format!("{path}?limit=1&cursor={cursor}")).await.expect(200);
        assert_eq!((ids(&second), &second["next_cursor"]), (vec![revival], &Value::Null));
        // Another park's enterprise isn't there for this one's staff, and departments are told of none.
        let others = format!("/enterprises/{}/entries", people.other_enterprise_id);
        people.park.get(&others).await.expect(404);
        assert_eq!(ids(&people.other_park.get(&others).await.expect(200)), [other]);
        people.department.get(&path).await.expect(403);
        people.park.get("/enterprises/999999/entries").await.expect(404);
        people.park.get(&format!("{path}?limit=201")).await.expect(422);
    }
}
