use serde_json::{Value, json};

use super::{act, building, proposed};
use crate::both;
use crate::harness::people::Person;

/// How many projects the queue says wait, and how many the list behind it has.
async fn waits(who: &Person) -> (Value, Value) {
    let queue = who.get("/me/queue").await.expect(200);
    let list = who
        .get("/projects?waiting=true&count=true")
        .await
        .expect(200);
    (queue["counts"]["projects"].clone(), list["total"].clone())
}

both! {
    async fn what_is_near_its_day_waits_for_whose_turn_it_is(app) {
        let people = &app.people;
        let (park, other, office) = (&people.park, &people.other_department, &people.coordinator);
        let none = (Value::Null, json!(0));
        let id = building(&app, "2021-08-02").await;
        let milestones = json!({"milestones": [
            {"name": "主体封顶", "due_on": "2021-08-20"},
            {"name": "送电", "due_on": "2021-09-30", "department_id": people.department_id},
        ]});
        park.put(&format!("/projects/{id}/milestones"), milestones).await.expect(200);
        proposed(&app).await;
        // Yellow from five working days before.
        app.day("2021-08-12");
        assert_eq!(waits(park).await, none);
        app.day("2021-08-13");
        assert_eq!(waits(park).await, (json!(1), json!(1)));
        for who in [&people.park2, park] {
            assert_eq!(waits(who).await.1, json!(1), "a park's staff share its work");
        }
        for who in [&people.department, other, office, &people.other_park, &people.leader] {
            assert_eq!(waits(who).await, none);
        }
        act(park, id, "complete_milestone", json!({"position": 1, "on": "2021-08-13"})).await;
        assert_eq!(waits(park).await, none);
        // The next one is a department's: its turn, and still the park's, which owns the project.
        app.day("2021-09-29");
        for who in [park, &people.department] {
            assert_eq!(waits(who).await, (json!(1), json!(1)));
        }
        assert_eq!(waits(other).await, none);
        // Owned by a department it is that one's.
        act(office, id, "assign", json!({"department_id": people.other_department_id})).await;
        assert_eq!((waits(park).await, waits(other).await), (none, (json!(1), json!(1))));
    }
}
