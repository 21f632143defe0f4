//! 整改 by the enterprise at its door: what it says of its own hazards, and that its word verifies nothing.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use zhuqi::entries::AnyLedger;

use super::{Door, codes, door, make, retry_after};
use crate::both;
use crate::entries::{drives, rebuilt};
use crate::harness::App;
use crate::harness::people::Person;
use crate::mail::rows;
use crate::problems::id_of;

fn cleared() -> Value {
    json!({"on": "2021-08-06", "text": "已清理，安排专人每日检查"})
}

async fn shown(door: &Door, hazard: i64) -> Value {
    let all = door.get("/door/entries").await.expect(200);
    let mut items = all["items"].as_array().unwrap().iter();
    items.find(|one| one["id"] == hazard).cloned().unwrap()
}

async fn events(who: &Person, hazard: i64, kind: &str) -> Vec<Value> {
    let all = who
        .get(&format!("/hazards/{hazard}/events"))
        .await
        .expect(200);
    let items = all["items"].as_array().unwrap().iter();
    items.filter(|one| one["kind"] == kind).cloned().collect()
}

/// A check of the farm in a drive of the park's own, with as many hazards.
async fn checked_by_park(app: &App, hazards: usize) -> Vec<i64> {
    let (people, park) = (&app.people, &app.people.park);
    let drive = json!({"name": "园区安全自查", "nature": "emergency", "basis": "园区通知", "park_id": people.park_id,
        "from_on": "2021-08-02", "until_on": "2021-08-31", "groups": [{"name": "一组"}], "checklist": [{"text": "消防通道畅通"}],
        "targets": [{"enterprise_id": people.enterprise_id, "name": "聚合庄生态农庄", "park_id": people.park_id}]});
    let drive = id_of(&park.post("/drives", drive).await.expect(201));
    park.post(&format!("/drives/{drive}/begin"), json!({}))
        .await
        .expect(200);
    let check = json!({"drive_id": drive, "target": 1, "group": 1, "on": "2021-08-02"});
    let check = id_of(&park.post("/checks", check).await.expect(201));
    let mut all = vec![];
    for n in 0..hazards {
        let hazard = json!({"check_id": check, "on": "2021-08-02", "text": format!("隐患{n}"), "level": "ordinary",
            "handling": "later"});
        all.push(id_of(&park.post("/hazards", hazard).await.expect(201)));
    }
    all
}

both! {
    async fn an_enterprise_reports_its_hazard_as_dealt_with_and_who_checked_verifies_it(app) {
        let people = &app.people;
        let hazard = drives::found(&app, json!({})).await;
        app.day("2021-08-06");
        let (farm, second) = (door(&app).await, door(&app).await);
        let path = format!("/door/hazards/{hazard}/rectify");
        let before = rows(&app).len();
        let told = farm.post(&path, cleared()).await.expect(200);
        assert_eq!((&told["progress_text"], &told["is_open"], &told["allowed_actions"]), (&json!("待复查"), &json!(true), &json!([])));
        assert_eq!(told, shown(&farm, hazard).await);
        let to: BTreeSet<String> = rows(&app).split_off(before).into_iter().map(|row| row.recipient).collect();
        for unit in ["dian@huachen.example", "park1@district.example", "coordinator1@district.example"] {
            assert!(to.contains(unit), "{unit} of {to:?}");
        }
        // What was said already is answered again; anything else comes too late, and so does another contact.
        assert_eq!(farm.post(&path, json!({"on": "2021-08-06", "text": " 已清理，安排专人每日检查 "})).await.expect(200), told);
        let other = json!({"on": "2021-08-06", "text": "又清理了一遍"});
        farm.post(&path, other).await.refused(409, "entry.transition_not_allowed");
        second.post(&path, cleared()).await.refused(409, "entry.transition_not_allowed");

        let said = events(&people.park, hazard, "rectify").await;
        assert_eq!(said.len(), 1);
        assert_eq!((&said[0]["actor"], &said[0]["data"]["door_id"], &said[0]["occurred_on"], &said[0]["text"]),
            (&Value::Null, &json!(farm.id), &json!("2021-08-06"), &json!("已清理，安排专人每日检查")));
        let kept = people.park.get(&format!("/hazards/{hazard}")).await.expect(200);
        assert_eq!((&kept["status"], &kept["by_enterprise"], &kept["rectified_on"]), (&json!("rectified"), &json!(true), &json!("2021-08-06")));
        let trail = people.auditor.get("/audit?action=hazards.rectify").await.expect(200);
        let record = &trail["items"][0];
        assert_eq!((&record["actor_id"], &record["data"]["door_id"], &record["data"]["number"]), (&Value::Null, &json!(farm.id), &kept["number"]));

        // Its word verifies nothing, nor does that of the park, which didn't check.
        let verify = format!("/hazards/{hazard}/verify");
        people.park.post(&verify, json!({"on": "2021-08-06"})).await.refused(403, "entry.not_yours");
        people.department.post(&format!("/hazards/{hazard}/refuse"), json!({"reason": "仍有杂物"})).await.expect(200);
        let back = shown(&farm, hazard).await;
        assert_eq!((&back["progress_text"], &back["returned"], &back["allowed_actions"]), (&json!("待整改"), &json!("仍有杂物"), &json!(["rectify"])));
        // The same words say something new now.
        let again = farm.post(&path, cleared()).await.expect(200);
        assert_eq!((&again["returned"], &again["progress_text"]), (&Value::Null, &json!("待复查")));
        assert_eq!(events(&people.park, hazard, "rectify").await.len(), 2);
        people.department.post(&verify, json!({"on": "2021-08-06"})).await.expect(200);
        let done = shown(&farm, hazard).await;
        assert_eq!((&done["progress_text"], &done["is_open"], &done["allowed_actions"]), (&json!("已销号"), &json!(false), &json!([])));
        farm.post(&path, json!({"on": "2021-08-06", "text": "又一次"})).await.refused(409, "entry.transition_not_allowed");
        let ledger: &'static dyn AnyLedger = &zhuqi::drives::hazards::LEDGER;
        assert_eq!(app.db.read_blocking(move |conn| Ok(rebuilt::compare(conn, ledger))).unwrap(), 1);
    }

    async fn what_an_enterprise_says_of_a_hazard_is_checked_like_any_move(app) {
        let people = &app.people;
        let hazard = drives::found(&app, json!({})).await;
        app.day("2021-08-06");
        let farm = door(&app).await;
        let other = make(&app, &people.other_park, people.other_enterprise_id, json!({})).await;
        let path = format!("/door/hazards/{hazard}/rectify");
        // 404 comes before what is wrong with the body.
        for body in [cleared(), json!({})] {
            other.post(&path, body.clone()).await.refused(404, "not_found");
            farm.post("/door/hazards/999999/rectify", body).await.refused(404, "not_found");
        }
        let wrong = [
            (json!({}), vec![("/on", "required"), ("/text", "required")]),
            (json!({"on": "2021-08-07", "text": "已清理"}), vec![("/on", "future_day")]),
            (json!({"on": "2021-08-01", "text": "已清理"}), vec![("/on", "out_of_order")]),
            (json!({"on": "2021-08-05", "text": " "}), vec![("/text", "required")]),
            (json!({"on": "2021-08-05", "text": "字".repeat(2_001)}), vec![("/text", "too_long")]),
            (json!({"on": "2021-08-05", "text": "已清理", "door_id": 1}), vec![("/door_id", "unknown_field")]),
        ];
        for (body, expected) in wrong {
            assert_eq!(codes(&farm.post(&path, body).await.expect(422)), expected);
        }
        farm.post(&format!("/door/hazards/{hazard}/verify"), json!({"on": "2021-08-06"})).await.refused(401, "auth.token_missing");
        let void = drives::found(&app, json!({})).await;
        people.department.post(&format!("/hazards/{void}/exclude"), json!({"ground": "登记有误", "reason": "查的是另一家"})).await.expect(200);
        farm.post(&format!("/door/hazards/{void}/rectify"), cleared()).await.refused(404, "not_found");
        // On the day that it was found, and with as many words as there may be.
        let longest = json!({"on": "2021-08-02", "text": "字".repeat(2_000)});
        farm.post(&path, longest).await.expect(200);
        let shut = format!("/doors/{}/revoke", farm.id);
        people.park.post(&shut, json!({})).await.expect(200);
        farm.post(&path, cleared()).await.refused(401, "door.refused");
    }

    async fn what_officials_refuse_each_other_stays_with_them(app) {
        let people = &app.people;
        let hazard = drives::found(&app, json!({})).await;
        let farm = door(&app).await;
        people.park.post(&format!("/hazards/{hazard}/rectify"), json!({"on": "2021-08-02", "text": "已清理"})).await.expect(200);
        people.department.post(&format!("/hazards/{hazard}/refuse"), json!({"reason": "内部词"})).await.expect(200);
        assert_eq!(shown(&farm, hazard).await["returned"], Value::Null);
        let kept = people.park.get(&format!("/hazards/{hazard}")).await.expect(200);
        assert_eq!((&kept["by_enterprise"], &kept["returned"]), (&json!(false), &json!("内部词")));
        // A park that had said so itself isn't who concluded it any more: of what the enterprise says it is free to judge, where
        // it is who checked.
        farm.post(&format!("/door/hazards/{hazard}/rectify"), json!({"on": "2021-08-02", "text": "已全部清理"})).await.expect(200);
        people.department.post(&format!("/hazards/{hazard}/verify"), json!({"on": "2021-08-02"})).await.expect(200);
    }

    async fn a_park_verifies_what_it_found_and_the_enterprise_dealt_with(app) {
        let park = &app.people.park;
        let all = checked_by_park(&app, 2).await;
        let farm = door(&app).await;
        let on = json!({"on": "2021-08-02"});
        let said = json!({"on": "2021-08-02", "text": "已清理"});
        park.post(&format!("/hazards/{}/rectify", all[0]), said.clone()).await.expect(200);
        park.post(&format!("/hazards/{}/verify", all[0]), on.clone()).await.refused(403, "entry.own_conclusion");
        farm.post(&format!("/door/hazards/{}/rectify", all[1]), said).await.expect(200);
        park.post(&format!("/hazards/{}/verify", all[1]), on).await.expect(200);
    }

    async fn the_doors_of_an_enterprise_take_twenty_moves_an_hour(app) {
        let all = checked_by_park(&app, 21).await;
        let (one, two) = (door(&app).await, door(&app).await);
        let tell = async |door: &Door, hazard: i64| {
            let body = json!({"on": "2021-08-02", "text": "已整改"});
            door.post(&format!("/door/hazards/{hazard}/rectify"), body).await
        };
        app.at("2021-08-02 10:00");
        tell(&one, all[0]).await.expect(200);
        app.at("2021-08-02 10:30");
        for hazard in &all[1..20] {
            tell(&two, *hazard).await.expect(200);
        }
        let late = tell(&one, all[20]).await;
        assert_eq!(retry_after(&late), 30 * 60 + 1);
        late.refused(429, "door.too_many_moves");
        assert_eq!(shown(&one, all[20]).await["progress_text"], "待整改");
        // What was said already is no further one.
        tell(&two, all[1]).await.expect(200);
        app.at("2021-08-02 11:00");
        tell(&one, all[20]).await.expect(200);
    }
}
