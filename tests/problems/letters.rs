//! Each move queues its letters in its own transaction; a refused one queues none.

use diesel::prelude::*;
use serde_json::json;
use zhuqi::base::db::schema::outbox;

use super::*;
use crate::both;

/// What was queued since `after`: kind and recipient, in order.
fn queued(app: &App, problem: i64) -> Vec<(String, String)> {
    app.db
        .read_blocking(move |conn| {
            Ok(outbox::table
                .filter(outbox::problem_id.eq(problem))
                .order((outbox::id,))
                .select((outbox::kind, outbox::recipient))
                .load(conn)?)
        })
        .unwrap()
}

fn kinds(app: &App, problem: i64) -> Vec<String> {
    let mut kinds: Vec<_> = queued(app, problem)
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    kinds.dedup();
    kinds
}

both! {
    async fn a_move_queues_its_letters_and_a_refused_one_none(app) {
        let people = &app.people;
        let id = dispatched(&app).await;
        assert!(queued(&app, id).contains(&("dispatch".to_owned(), "dian@huachen.example".to_owned())));
        let before = queued(&app, id).len();
        refused(&people.park, id, "close", json!({})).await;
        refused(&people.park, id, "redispatch", json!({})).await;
        assert_eq!(queued(&app, id).len(), before);
        act(&people.department, id, "return", json!({"reason": "不属我单位职责"})).await;
        let ruling = json!({"upheld": true, "lead_department_id": people.other_department_id, "reason": "改由经济发展局主办"});
        act(&people.coordinator, id, "decide_return", ruling).await;
        act(&people.leader, id, "supervise", json!({"kind": "instruction", "text": "请尽快办理"})).await;
        act(&people.coordinator, id, "reject", json!({"reason": "重复", "told_by": "陈主任"})).await;
        assert_eq!(kinds(&app, id), ["dispatch", "return", "return_upheld", "instruction", "reject"]);
        let told: Vec<_> = queued(&app, id).into_iter().filter(|(kind, _)| kind == "return_upheld").map(|(_, to)| to).collect();
        assert!(told.contains(&"dian@huachen.example".to_owned()), "the former lead: {told:?}");
        assert!(told.contains(&"jfj@district.example".to_owned()), "the new lead: {told:?}");
        let last: Vec<_> = queued(&app, id).into_iter().filter(|(kind, _)| kind == "reject").map(|(_, to)| to).collect();
        assert!(last.contains(&"jfj@district.example".to_owned()), "who worked on it: {last:?}");
    }
}
