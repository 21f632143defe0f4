//! What stands beside the events is what the events tell.

use zhuqi::access::Scope;
use zhuqi::app::ledgers::LEDGERS;
use zhuqi::base::db::Conn;
use zhuqi::entries::AnyLedger;
use zhuqi::entries::actions::{Entry, rebuilt};
use zhuqi::entries::rules::changes;
use zhuqi::entries::store;

use super::{act, building, proposed};
use crate::both;
use crate::harness::App;
use serde_json::json;

/// Compares each entry's row, values and stretches with those that its events leave behind; gives how many
/// entries were compared.
pub fn compare(conn: &mut Conn, ledger: &'static dyn AnyLedger) -> usize {
    let rows = store::list(
        conn,
        (Scope::All, ledger.code()),
        &store::EntryFilter::default(),
        store::Sort::Newest,
        None,
        1_000,
    )
    .unwrap();
    for row in &rows {
        let entry = Entry::read(conn, ledger, row.clone()).unwrap();
        let events = store::events_of(conn, row.id).unwrap();
        let rebuilt = rebuilt(ledger, &events).unwrap();
        assert_eq!(
            changes::between(&rebuilt.entry, &entry.snapshot()),
            json!({}),
            "{}",
            row.number
        );
        assert_eq!(
            rebuilt.values,
            store::values_of(conn, row.id).unwrap(),
            "{}",
            row.number
        );
        let stretches = store::stretches(conn, row.id).unwrap();
        let begins: Vec<_> = stretches
            .iter()
            .map(|(from, _, state)| (*from, state.clone()))
            .collect();
        assert_eq!(rebuilt.states, begins, "{}", row.number);
        for pair in stretches.windows(2) {
            assert_eq!(
                pair[0].1, pair[1].0,
                "{}: no day is told twice or not at all",
                row.number
            );
        }
        for (field, told) in &rebuilt.counted {
            let kept = store::value_stretches(conn, row.id, field).unwrap();
            let kept: Vec<_> = kept
                .into_iter()
                .map(|(from, _, value)| (from, value))
                .collect();
            assert_eq!(*told, kept, "{} {field}", row.number);
        }
    }
    rows.len()
}

pub fn compared(app: &App) -> usize {
    app.db
        .read_blocking(|conn| Ok(compare(conn, LEDGERS[0])))
        .unwrap()
}

both! {
    async fn values_and_states_are_those_that_the_events_tell(app) {
        let (park, office) = (&app.people.park, &app.people.coordinator);
        let id = building(&app, "2021-08-02").await;
        proposed(&app).await;
        app.day("2021-08-05");
        act(park, id, "assign", json!({"department_id": app.people.department_id, "supporting_department_ids": [app.people.other_department_id]})).await;
        park.put(&format!("/projects/{id}/milestones"), json!({"milestones": [{"name": "主体", "due_on": "2021-09-01", "department_id": app.people.other_department_id}]})).await.expect(200);
        app.day("2021-08-09");
        act(office, id, "exclude", json!({"ground": "x", "reason": "y"})).await;
        act(office, id, "reinstate", json!({"reason": "y"})).await;
        park.patch(&format!("/projects/{id}"), json!({"total_yuan": null})).await.expect(200);
        act(park, id, "complete", json!({"on": "2021-08-09"})).await;
        assert_eq!(compared(&app), 2);
    }
}
