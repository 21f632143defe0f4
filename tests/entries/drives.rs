//! Drives, their checks and the hazards these find.

use serde_json::{Value, json};
use zhuqi::entries::AnyLedger;

use super::{rebuilt, wrong};
use crate::both;
use crate::harness::App;
use crate::harness::people::Person;
use crate::problems::id_of;

/// An emergency of 华辰电力公司 in both parks, whole but for being begun.
pub fn drive(app: &App) -> Value {
    let people = &app.people;
    json!({"name": "复工复产疫情防控检查", "nature": "emergency", "basis": "区疫情防控指挥部通知",
    "from_on": "2021-08-02", "until_on": "2021-08-31", "department_id": people.department_id,
    "groups": [{"name": "一组", "members": "王建国、李四"}, {"name": "二组"}],
    "checklist": [{"text": "消防通道畅通"}, {"text": "危化品专库存放", "level": "major"}],
    "targets": [
        {"enterprise_id": people.enterprise_id, "name": "聚合庄生态农庄", "park_id": people.park_id},
        {"name": "路边加油站", "park_id": people.other_park_id},
    ]})
}

fn with(mut body: Value, more: Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

async fn moved(who: &Person, path: &str, body: Value) -> Value {
    who.post(path, body).await.expect(200)
}

/// A drive that is under way, by the office.
async fn running(app: &App, more: Value) -> i64 {
    let office = &app.people.coordinator;
    let id = id_of(
        &office
            .post("/drives", with(drive(app), more))
            .await
            .expect(201),
    );
    moved(office, &format!("/drives/{id}/begin"), json!({})).await;
    id
}

fn a_check(drive: i64, target: i64) -> Value {
    json!({"drive_id": drive, "target": target, "group": 1, "on": "2021-08-02"})
}

fn hazard(check: i64) -> Value {
    json!({"check_id": check, "on": "2021-08-02", "item": 1, "text": "消防通道堆放杂物", "level": "ordinary", "handling": "later"})
}

async fn listed(who: &Person, ledger: &str, body: Value) -> i64 {
    id_of(&who.post(&format!("/{ledger}"), body).await.expect(201))
}

/// A check of 聚合庄生态农庄 by the department: of which drive, and which it is.
pub async fn checked(app: &App, of_drive: Value, of_check: Value) -> (i64, i64) {
    let drive = running(app, of_drive).await;
    let check = with(a_check(drive, 1), of_check);
    (drive, listed(&app.people.department, "checks", check).await)
}

/// A hazard of 聚合庄生态农庄, found by the department.
pub async fn found(app: &App, more: Value) -> i64 {
    let drive = running(app, json!({})).await;
    let department = &app.people.department;
    let of = listed(department, "checks", a_check(drive, 1)).await;
    listed(department, "hazards", with(hazard(of), more)).await
}

async fn rectified(app: &App, id: i64) {
    let body = json!({"on": "2021-08-02", "text": "已清理"});
    moved(&app.people.park, &format!("/hazards/{id}/rectify"), body).await;
}

both! {
    async fn a_target_is_checked_and_what_is_found_there_is_dealt_with_and_verified(app) {
        let people = &app.people;
        let (department, park, other) = (&people.department, &people.park, &people.other_park);
        let id = running(&app, json!({})).await;
        let shown = department.get(&format!("/drives/{id}")).await.expect(200);
        assert_eq!((&shown["status"], &shown["number"], &shown["park_id"]), (&json!("running"), &json!("QU-ZX-2021-001"), &Value::Null));
        // The parks are told of what is theirs, and of no drive that is the district's.
        park.get(&format!("/drives/{id}")).await.expect(404);
        let body = with(a_check(id, 1), json!({"answers": [{"item": 1, "answer": "no", "note": "堆放杂物"}]}));
        let one = department.post("/checks", body).await.expect(201);
        assert_eq!((&one["result"], &one["site"], &one["group_name"]), (&json!("failed"), &json!("聚合庄生态农庄"), &json!("一组")));
        assert_eq!(one["answers"], json!([{"item": 1, "answer": "no", "note": "堆放杂物"}, {"item": 2, "answer": "yes", "note": null}]));
        assert_eq!((&one["park_id"], &one["enterprise_id"], &one["department_id"], &one["number"]),
            (&json!(people.park_id), &json!(people.enterprise_id), &json!(people.department_id), &json!("SH-JC-2021-001")));
        let two = department.post("/checks", a_check(id, 2)).await.expect(201);
        assert_eq!((&two["result"], &two["park_id"], &two["enterprise_id"]), (&json!("passed"), &json!(people.other_park_id), &Value::Null));
        for (who, seen) in [(park, vec![&one["id"]]), (other, vec![&two["id"]]), (department, vec![&two["id"], &one["id"]])] {
            let page = who.get("/checks").await.expect(200);
            let ids: Vec<_> = page["items"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
            assert_eq!(ids, seen);
        }
        let of_drive = department.get(&format!("/checks?drive_id={id}&count=true")).await.expect(200);
        assert_eq!(of_drive["total"], 2);
        assert_eq!(department.get(&format!("/checks?drive_id={}&count=true", id + 100)).await.expect(200)["total"], 0);
        let found = department.post("/hazards", hazard(one["id"].as_i64().unwrap())).await.expect(201);
        assert_eq!((&found["status"], &found["rectify_by"], &found["due_on"]), (&json!("found"), &json!("2021-08-09"), &json!("2021-08-09")));
        assert_eq!((&found["item_text"], &found["site"], &found["drive_id"]), (&json!("消防通道畅通"), &json!("聚合庄生态农庄"), &json!(id)));
        let path = format!("/hazards/{}", found["id"]);
        assert_eq!(park.get(&path).await.expect(200)["allowed_actions"], json!(["rectify", "hand_over", "progress", "link", "unlink", "comment"]));
        other.get(&path).await.expect(404);
        app.day("2021-08-05");
        assert_eq!(park.get(&path).await.expect(200)["light"], "yellow");
        let done = moved(park, &format!("{path}/rectify"), json!({"on": "2021-08-05", "text": "已清理"})).await;
        assert_eq!((&done["status"], &done["rectified_on"]), (&json!("rectified"), &json!("2021-08-05")));
        let refused = json!({"on": "2021-08-05"});
        park.post(&format!("{path}/verify"), refused.clone()).await.refused(403, "entry.own_conclusion");
        let back = moved(department, &format!("{path}/refuse"), json!({"reason": "仍有杂物"})).await;
        assert_eq!((&back["status"], &back["rectified_on"]), (&json!("found"), &Value::Null));
        moved(park, &format!("{path}/rectify"), json!({"on": "2021-08-05", "text": "已全部清理"})).await;
        let verified = moved(department, &format!("{path}/verify"), refused).await;
        assert_eq!((&verified["status"], &verified["verified_on"], &verified["due_on"], &verified["light"]),
            (&json!("verified"), &json!("2021-08-05"), &Value::Null, &json!("green")));
        let table = people.coordinator.get("/statistics/hazards").await.expect(200);
        assert_eq!((&table["totals"]["settled"], &table["totals"]["rates"]["rectified"]["percent"]), (&json!(1), &json!("100.0")));
        moved(department, &format!("/drives/{id}/close"), json!({})).await;
        for (ledger, count) in [(&zhuqi::drives::LEDGER as &'static dyn AnyLedger, 1), (&zhuqi::drives::checks::LEDGER, 2), (&zhuqi::drives::hazards::LEDGER, 1)] {
            assert_eq!(app.db.read_blocking(move |conn| Ok(rebuilt::compare(conn, ledger))).unwrap(), count);
        }
    }

    async fn a_major_hazard_is_verified_by_two_and_by_no_park(app) {
        let people = &app.people;
        let major = json!({"level": "major", "due_on": "2021-09-30", "department_id": people.other_department_id});
        let id = found(&app, major).await;
        let mend = async || moved(&people.other_department, &format!("/hazards/{id}/rectify"), json!({"on": "2021-08-02", "text": "已移库"})).await;
        mend().await;
        let path = format!("/hazards/{id}/verify");
        let on = json!({"on": "2021-08-02"});
        people.park.post(&path, on.clone()).await.refused(403, "hazard.not_by_a_park");
        people.park2.post(&path, on.clone()).await.refused(403, "hazard.not_by_a_park");
        let once = moved(&people.department, &path, on.clone()).await;
        assert_eq!((&once["status"], &once["verified_on"]), (&json!("reviewed"), &Value::Null));
        people.department.post(&path, on.clone()).await.refused(403, "hazard.verified_by_you");
        people.park.post(&path, on.clone()).await.refused(403, "hazard.not_by_a_park");
        let back = moved(&people.coordinator, &format!("/hazards/{id}/refuse"), json!({"reason": "未固定"})).await;
        assert_eq!((&back["status"], &back["first_verifier"]), (&json!("found"), &Value::Null));
        mend().await;
        moved(&people.coordinator, &path, on.clone()).await;
        people.coordinator.post(&path, on.clone()).await.refused(403, "hazard.verified_by_you");
        let verified = moved(&people.coordinator2, &path, on.clone()).await;
        assert_eq!((&verified["status"], &verified["verified_on"]), (&json!("verified"), &json!("2021-08-02")));
        people.coordinator2.post(&path, on).await.refused(409, "entry.transition_not_allowed");
    }

    async fn a_drive_keeps_to_its_nature_and_its_days(app) {
        let office = &app.people.coordinator;
        let refused = async |more: Value, expected: (&str, &str)| {
            let told = office.post("/drives", with(drive(&app), more.clone())).await.expect(422);
            assert_eq!(wrong(&told), [expected], "{more}");
        };
        refused(json!({"until_on": "2021-11-01"}), ("/until_on", "too_far")).await;
        refused(json!({"until_on": "2021-08-01"}), ("/until_on", "too_early")).await;
        refused(json!({"until_on": null}), ("/until_on", "required")).await;
        refused(json!({"basis": null}), ("/basis", "required")).await;
        refused(json!({"nature": "inspection"}), ("/nature", "unknown_value")).await;
        refused(json!({"nature": "raid"}), ("/nature", "unknown_value")).await;
        // 90 days on pass; of guidance there is no such limit, and it rests on nothing.
        for more in [
            json!({"until_on": "2021-10-31"}),
            json!({"until_on": "2021-08-02"}),
            json!({"nature": "guidance", "basis": null, "until_on": "2022-08-02"}),
        ] {
            office.post("/drives", with(drive(&app), more)).await.expect(201);
        }
        let mut plain = drive(&app);
        plain.as_object_mut().unwrap().remove("nature");
        let told = office.post("/drives", plain).await.expect(201);
        assert_eq!(told["nature"], "guidance");
        assert_eq!(office.get("/drives?count=true").await.expect(200)["total"], 4);
        let path = format!("/drives/{}", told["id"]);
        let told = office.patch(&path, json!({"nature": "emergency", "until_on": "2021-11-01"})).await.expect(422);
        assert_eq!(wrong(&told), [("/until_on", "too_far")]);
        let told = office.patch(&path, json!({"nature": "inspection"})).await.expect(422);
        assert_eq!(wrong(&told), [("/nature", "unknown_value")]);
    }

    async fn targets_are_there_once_each_in_its_park(app) {
        let people = &app.people;
        let (sh, cx, firm) = (people.park_id, people.other_park_id, people.enterprise_id);
        let target = |enterprise: Value, name: &str, park: i64| json!({"enterprise_id": enterprise, "name": name, "park_id": park});
        for (targets, pointer, code) in [
            (json!([target(json!(firm), "农庄", cx)]), "/targets/0/park_id", "not_of_the_enterprise"),
            (json!([target(json!(null), "甲", sh), target(json!(null), "甲", sh)]), "/targets/1/name", "duplicate"),
            (json!([target(json!(firm), "农庄", sh), target(json!(firm), "聚合庄", sh)]), "/targets/1/name", "duplicate"),
            (json!([target(json!(null), "甲", 999_999)]), "/targets/0/park_id", "unknown_id"),
            (json!([target(json!(999_999), "甲", sh)]), "/targets/0/enterprise_id", "unknown_id"),
            (json!([{"park_id": sh}]), "/targets/0/name", "required"),
            (json!([{"name": "甲"}]), "/targets/0/park_id", "required"),
        ] {
            let body = with(drive(&app), json!({"targets": targets}));
            let told = people.coordinator.post("/drives", body.clone()).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{body}");
        }
        // Of the same name in another park it is another one.
        let targets = json!([target(json!(null), "甲", sh), target(json!(null), "甲", cx)]);
        people.coordinator.post("/drives", with(drive(&app), json!({"targets": targets}))).await.expect(201);
        // A park's own drive goes to its own.
        let own = json!({"department_id": null, "targets": [target(json!(null), "甲", cx)]});
        let told = people.park.post("/drives", with(drive(&app), own.clone())).await.expect(422);
        assert_eq!(wrong(&told), [("/targets/0/park_id", "unknown_id")]);
        let own = with(own, json!({"park_id": sh}));
        let told = people.coordinator.post("/drives", with(drive(&app), own)).await.expect(422);
        assert_eq!(wrong(&told), [("/targets/0/park_id", "not_applicable")]);
        let many = |count: usize, one: &dyn Fn(usize) -> Value| (0..count).map(one).collect::<Vec<Value>>();
        for (name, most) in [("groups", 50), ("checklist", 100), ("targets", 500)] {
            let one = move |n: usize| match name {
                "groups" => json!({"name": format!("第{n}组")}),
                "checklist" => json!({"text": format!("第{n}项")}),
                _ => json!({"name": format!("第{n}家"), "park_id": sh}),
            };
            let told = people.coordinator.post("/drives", with(drive(&app), json!({name: many(most + 1, &one)}))).await.expect(422);
            assert_eq!(wrong(&told), [(format!("/{name}").as_str(), "too_many")]);
            people.coordinator.post("/drives", with(drive(&app), json!({name: many(most, &one)}))).await.expect(201);
        }
    }

    async fn a_drive_begins_whole_and_keeps_what_checks_name(app) {
        let people = &app.people;
        let (office, department) = (&people.coordinator, &people.department);
        for lacking in [json!({"targets": []}), json!({"targets": null}), json!({"groups": []})] {
            let id = listed(office, "drives", with(drive(&app), lacking)).await;
            department.post(&format!("/drives/{id}/begin"), json!({})).await.refused(409, "drive.not_ready");
        }
        let id = listed(office, "drives", drive(&app)).await;
        let path = format!("/drives/{id}");
        department.post("/checks", a_check(id, 1)).await.refused(409, "drive.not_running");
        people.other_department.post(&format!("{path}/begin"), json!({})).await.expect(404);
        people.leader.post(&format!("{path}/begin"), json!({})).await.expect(403);
        moved(department, &format!("{path}/begin"), json!({})).await;
        for edit in [
            json!({"nature": "guidance"}),
            json!({"nature": null}),
            json!({"from_on": "2021-08-01"}),
            json!({"groups": [{"name": "一组"}, {"name": "二组"}]}),
            json!({"checklist": [{"text": "消防通道畅通"}]}),
            json!({"targets": []}),
            json!({"targets": null}),
        ] {
            department.patch(&path, edit.clone()).await.refused(409, "drive.under_way");
        }
        let mut targets = drive(&app)["targets"].clone();
        targets.as_array_mut().unwrap().push(json!({"name": "新增企业", "park_id": people.park_id}));
        let more = json!({"until_on": "2021-09-15", "name": "疫情防控检查（第二轮）", "targets": targets});
        let shown = office.patch(&path, more).await.expect(200);
        assert_eq!(shown["targets"].as_array().unwrap().len(), 3);
        department.post("/checks", a_check(id, 3)).await.expect(201);
        moved(department, &format!("{path}/close"), json!({"text": "已全部检查"})).await;
        department.post("/checks", a_check(id, 2)).await.refused(409, "drive.not_running");
    }

    async fn one_check_of_a_target_stands_and_who_is_checked_voids_none(app) {
        let people = &app.people;
        let department = &people.department;
        let id = running(&app, json!({})).await;
        let first = listed(department, "checks", a_check(id, 1)).await;
        department.post("/checks", a_check(id, 1)).await.refused(409, "check.already_checked");
        people.coordinator.post("/checks", a_check(id, 1)).await.refused(409, "check.already_checked");
        let found = listed(department, "hazards", hazard(first)).await;
        let void = json!({"ground": "登记有误", "reason": "查的是另一家"});
        let (of_check, of_hazard) = (format!("/checks/{first}/exclude"), format!("/hazards/{found}/exclude"));
        for path in [&of_check, &of_hazard] {
            people.park.post(path, void.clone()).await.refused(403, "entry.not_yours");
        }
        department.post(&of_check, void.clone()).await.refused(409, "check.has_hazards");
        moved(department, &of_hazard, void.clone()).await;
        let voided = moved(department, &of_check, void.clone()).await;
        assert_eq!((&voided["status"], &voided["allowed_actions"]), (&json!("void"), &json!(["comment"])));
        department.post(&of_check, void).await.refused(409, "entry.transition_not_allowed");
        department.post("/hazards", hazard(first)).await.refused(409, "check.void");
        listed(department, "checks", a_check(id, 1)).await;
        let table = people.coordinator.get("/statistics/checks").await.expect(200);
        assert_eq!((&table["totals"]["settled"], &table["totals"]["excluded"]), (&json!(1), &json!(1)));
        // Nothing of a check is corrected or deleted.
        department.patch(&format!("/checks/{first}"), json!({})).await.expect(405);
        department.delete(&format!("/checks/{first}")).await.expect(405);
    }

    async fn guidance_orders_nothing_and_may_be_declined(app) {
        let people = &app.people;
        let (office, department) = (&people.coordinator, &people.department);
        let id = running(&app, json!({"nature": "guidance", "basis": null})).await;
        let one = listed(department, "checks", a_check(id, 1)).await;
        let order = with(hazard(one), json!({"measure": "限期清理"}));
        department.post("/hazards", order).await.refused(409, "drive.orders_nothing");
        let advice = department.post("/hazards", with(hazard(one), json!({"due_on": "2021-08-06"}))).await.expect(201);
        let path = format!("/hazards/{}", advice["id"]);
        department.patch(&path, json!({"measure": "限期清理"})).await.refused(409, "drive.orders_nothing");
        // What is advised is nobody's to be late with.
        app.day("2021-08-10");
        assert_eq!(people.park.get(&path).await.expect(200)["light"], "green");
        let told = department.post("/checks", with(a_check(id, 2), json!({"declined": true}))).await.expect(422);
        assert_eq!(wrong(&told), [("/note", "required")]);
        let answered = json!({"declined": true, "note": "生产繁忙", "answers": [{"item": 1, "answer": "no"}]});
        let told = department.post("/checks", with(a_check(id, 2), answered)).await.expect(422);
        assert_eq!(wrong(&told), [("/answers", "not_applicable")]);
        let declined = department.post("/checks", with(a_check(id, 2), json!({"declined": true, "note": "生产繁忙"}))).await.expect(201);
        assert_eq!((&declined["result"], &declined["answers"]), (&json!("declined"), &Value::Null));
        department.post("/hazards", hazard(declined["id"].as_i64().unwrap())).await.refused(409, "check.declined");
        let told = office.get(&format!("/drives/{id}/numbers")).await.expect(200);
        assert_eq!((&told["counts"]["checked"], &told["counts"]["declined"], &told["coverage"]["percent"]), (&json!(1), &json!(1), &json!("50.0")));
        let other = running(&app, json!({})).await;
        let told = department.post("/checks", with(a_check(other, 1), json!({"declined": true, "note": "x"}))).await.expect(422);
        assert_eq!(wrong(&told), [("/declined", "not_applicable")]);
    }

    async fn checks_and_hazards_say_what_can_be(app) {
        let people = &app.people;
        let department = &people.department;
        let id = running(&app, json!({"from_on": "2021-08-01"})).await;
        for (more, pointer, code) in [
            (json!({"drive_id": 999_999}), "/drive_id", "unknown_id"),
            (json!({"drive_id": null}), "/drive_id", "required"),
            (json!({"target": 3}), "/target", "unknown_value"),
            (json!({"target": 0}), "/target", "out_of_range"),
            (json!({"group": 3}), "/group", "unknown_value"),
            (json!({"group": null}), "/group", "required"),
            (json!({"on": "2021-07-31"}), "/on", "out_of_range"),
            (json!({"on": "2021-08-03"}), "/on", "future_day"),
            (json!({"answers": [{"item": 3, "answer": "no"}]}), "/answers/0/item", "unknown_value"),
            (json!({"answers": [{"item": 1, "answer": "no"}, {"item": 1, "answer": "na"}]}), "/answers/1/item", "duplicate"),
            (json!({"answers": [{"item": 1, "answer": "maybe"}]}), "/answers/0/answer", "unknown_value"),
            (json!({"park_id": people.park_id}), "/park_id", "unknown_field"),
        ] {
            let told = department.post("/checks", with(a_check(id, 1), more.clone())).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{more}");
        }
        // The day before its last and the first one pass; who can't open the drive names none.
        people.other_department.post("/checks", a_check(id, 1)).await.expect(422);
        people.park.post("/checks", a_check(id, 1)).await.expect(422);
        people.leader.post("/checks", a_check(id, 1)).await.expect(403);
        let one = listed(department, "checks", with(a_check(id, 1), json!({"on": "2021-08-01"}))).await;
        for (more, pointer, code) in [
            (json!({"check_id": 999_999}), "/check_id", "unknown_id"),
            (json!({"item": 3}), "/item", "unknown_value"),
            (json!({"text": " "}), "/text", "required"),
            (json!({"level": "huge"}), "/level", "unknown_value"),
            (json!({"handling": null}), "/handling", "required"),
            (json!({"on": "2021-07-31"}), "/on", "out_of_order"),
            (json!({"due_on": "2021-08-01"}), "/due_on", "too_early"),
            (json!({"due_on": "2021-08-10"}), "/due_on", "too_far"),
            (json!({"mended_by": "张三"}), "/mended_by", "not_applicable"),
            (json!({"handling": "on_spot"}), "/mended_by", "required"),
            (json!({"handling": "on_spot", "mended_by": "张三", "due_on": "2021-08-02"}), "/due_on", "not_applicable"),
            (json!({"handling": "on_spot", "mended_by": "张三", "level": "major"}), "/handling", "not_applicable"),
            (json!({"department_id": 999_999}), "/department_id", "unknown_id"),
        ] {
            let told = department.post("/hazards", with(hazard(one), more.clone())).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{more}");
        }
        // Who is checked records nothing.
        people.park.post("/hazards", hazard(one)).await.refused(403, "entry.not_yours");
        for more in [
            json!({"due_on": "2021-08-09"}),
            json!({"due_on": "2021-08-02"}),
            json!({"level": "major", "due_on": "2021-12-31"}),
            json!({"item": null}),
        ] {
            department.post("/hazards", with(hazard(one), more)).await.expect(201);
        }
        let body = json!({"handling": "on_spot", "mended_by": "张三"});
        let mended = department.post("/hazards", with(hazard(one), body)).await.expect(201);
        assert_eq!((&mended["status"], &mended["rectified_on"], &mended["verified_on"], &mended["mended_by"], &mended["due_on"]),
            (&json!("verified"), &json!("2021-08-02"), &json!("2021-08-02"), &json!("张三"), &Value::Null));
        let major = listed(department, "hazards", with(hazard(one), json!({"level": "major", "due_on": "2021-08-10"}))).await;
        let path = format!("/hazards/{major}");
        assert_eq!(wrong(&department.patch(&path, json!({"level": "ordinary"})).await.expect(422)), [("/level", "too_far")]);
        people.park.patch(&path, json!({"text": "不算什么"})).await.refused(403, "entry.not_yours");
        department.patch(&path, json!({"measure": "停用整改", "responsible": "王厂长"})).await.expect(200);
        let path = format!("{path}/rectify");
        department.post(&path, json!({"on": "2021-08-02", "text": "x"})).await.refused(403, "entry.not_yours");
        assert_eq!(wrong(&people.park.post(&path, json!({"on": "2021-08-01", "text": "x"})).await.expect(422)), [("/on", "out_of_order")]);
        assert_eq!(wrong(&people.park.post(&path, json!({"on": "2021-08-02"})).await.expect(422)), [("/text", "required")]);
    }

    async fn the_competent_department_deals_with_it_and_does_not_judge_itself(app) {
        let people = &app.people;
        let id = found(&app, json!({"department_id": people.other_department_id})).await;
        let path = format!("/hazards/{id}");
        let other = &people.other_department;
        other.patch(&path, json!({"text": "x"})).await.refused(403, "entry.not_yours");
        moved(other, &format!("{path}/rectify"), json!({"on": "2021-08-02", "text": "已督促清理"})).await;
        other.post(&format!("{path}/verify"), json!({"on": "2021-08-02"})).await.expect(403);
        moved(&people.department, &format!("{path}/verify"), json!({"on": "2021-08-02"})).await;
        // Where it is the one that checks, another verifies.
        let drive = running(&app, json!({})).await;
        let one = listed(&people.department, "checks", a_check(drive, 1)).await;
        let own = with(hazard(one), json!({"department_id": people.department_id}));
        let path = format!("/hazards/{}", listed(&people.department, "hazards", own).await);
        moved(&people.department, &format!("{path}/rectify"), json!({"on": "2021-08-02", "text": "已清理"})).await;
        people.department.post(&format!("{path}/verify"), json!({"on": "2021-08-02"})).await.refused(403, "entry.own_conclusion");
        moved(&people.coordinator, &format!("{path}/verify"), json!({"on": "2021-08-02"})).await;
    }

    async fn a_park_that_checks_itself_does_not_verify_what_it_dealt_with(app) {
        let people = &app.people;
        let mut body = with(drive(&app), json!({"department_id": null}));
        body["targets"].as_array_mut().unwrap().truncate(1);
        let id = listed(&people.park, "drives", body).await;
        moved(&people.park, &format!("/drives/{id}/begin"), json!({})).await;
        people.other_park.post("/checks", a_check(id, 1)).await.expect(422);
        let one = listed(&people.park, "checks", a_check(id, 1)).await;
        let own = listed(&people.park2, "hazards", hazard(one)).await;
        rectified(&app, own).await;
        let on = json!({"on": "2021-08-02"});
        for who in [&people.park, &people.park2] {
            who.post(&format!("/hazards/{own}/verify"), on.clone()).await.refused(403, "entry.own_conclusion");
        }
        moved(&people.coordinator, &format!("/hazards/{own}/verify"), on.clone()).await;
        // What a department dealt with, the park that checked verifies.
        let theirs = with(hazard(one), json!({"department_id": people.department_id}));
        let theirs = listed(&people.park, "hazards", theirs).await;
        moved(&people.department, &format!("/hazards/{theirs}/rectify"), json!({"on": "2021-08-02", "text": "x"})).await;
        moved(&people.park, &format!("/hazards/{theirs}/verify"), on).await;
    }

    async fn a_hazard_is_handed_over_once_by_a_problem_of_its_park(app) {
        let people = &app.people;
        let id = found(&app, json!({"level": "major"})).await;
        let path = format!("/hazards/{id}/hand_over");
        let problem = json!({"title": "危化品存放需专业处置", "enterprise_id": people.enterprise_id});
        let problem = id_of(&people.park.post("/problems", problem).await.expect(201));
        let foreign = json!({"title": "用水", "enterprise_id": people.other_enterprise_id});
        let foreign = id_of(&people.other_park.post("/problems", foreign).await.expect(201));
        for of in [foreign, 999_999] {
            let told = people.park.post(&path, json!({"problem_id": of})).await.expect(422);
            assert_eq!(wrong(&told), [("/problem_id", "unknown_id")]);
        }
        let told = moved(&people.park, &path, json!({"problem_id": problem, "text": "移交应急部门"})).await;
        assert_eq!((&told["status"], &told["handed_over"]), (&json!("found"), &json!(problem)));
        assert_eq!((&told["links"][0]["problem_id"], &told["links"][0]["kind"]), (&json!(problem), &json!("移交")));
        people.park.post(&path, json!({"problem_id": problem})).await.refused(409, "hazard.handed_over");
        let page = people.park.get(&format!("/hazards?problem_id={problem}&count=true")).await.expect(200);
        assert_eq!(page["total"], 1);
    }

    async fn the_numbers_of_a_drive_are_those_of_each_day(app) {
        let people = &app.people;
        let department = &people.department;
        let targets: Vec<Value> = (1..=20).map(|n| json!({"name": format!("第{n}家"), "park_id": if n <= 12 { people.park_id } else { people.other_park_id }})).collect();
        let id = running(&app, json!({"targets": targets})).await;
        let numbers = format!("/drives/{id}/numbers");
        let none = department.get(&numbers).await.expect(200);
        assert_eq!((&none["targets"], &none["coverage"]["percent"], &none["counts"]["rectified"]["percent"]), (&json!(20), &json!("0.0"), &Value::Null));
        let mut open = vec![];
        for target in 1..=20 {
            let one = listed(department, "checks", with(a_check(id, target), json!({"group": target % 2 + 1}))).await;
            if target <= 6 {
                open.push(listed(department, "hazards", hazard(one)).await);
            }
        }
        app.day("2021-08-05");
        for hazard in &open[..5] {
            moved(&people.park, &format!("/hazards/{hazard}/rectify"), json!({"on": "2021-08-05", "text": "已清理"})).await;
            moved(department, &format!("/hazards/{hazard}/verify"), json!({"on": "2021-08-05"})).await;
        }
        let told = department.get(&numbers).await.expect(200);
        let counts = &told["counts"];
        assert_eq!((&told["coverage"]["percent"], &counts["rectified"]["percent"], &counts["open"], &told["zero_on"]),
            (&json!("100.0"), &json!("83.3"), &json!(1), &Value::Null));
        assert_eq!(told["sentence"], "华辰电力公司2个工作小组暗访检查企业20家，发现隐患6处，已销号5处，未销号1处。");
        assert_eq!((&told["groups"][0]["counts"]["checked"], &told["groups"][0]["counts"]["found"]), (&json!(10), &json!(3)));
        assert_eq!((&told["parks"][0]["targets"], &told["parks"][0]["counts"]["checked"], &told["parks"][1]["counts"]["found"]), (&json!(12), &json!(12), &json!(0)));
        assert_eq!((&told["items"][0]["found"], &told["items"][0]["open"], &told["items"][1]["found"]), (&json!(6), &json!(1), &json!(0)));
        assert_eq!((&counts["in_time"]["numerator"], &counts["in_time"]["denominator"]), (&json!(5), &json!(5)));
        // As the day before had it.
        let before = department.get(&format!("{numbers}?as_of=2021-08-04")).await.expect(200);
        assert_eq!((&before["counts"]["verified"], &before["counts"]["open"], &before["as_of"]), (&json!(0), &json!(6), &json!("2021-08-04")));
        app.day("2021-08-10");
        let late = department.get(&numbers).await.expect(200);
        assert_eq!((&late["counts"]["in_time"]["numerator"], &late["counts"]["in_time"]["denominator"]), (&json!(5), &json!(6)));
        moved(&people.park, &format!("/hazards/{}/rectify", open[5]), json!({"on": "2021-08-10", "text": "已清理"})).await;
        moved(department, &format!("/hazards/{}/verify", open[5]), json!({"on": "2021-08-10"})).await;
        let zero = department.get(&numbers).await.expect(200);
        assert_eq!((&zero["zero_on"], &zero["counts"]["open"], &zero["counts"]["in_time"]["numerator"]), (&json!("2021-08-10"), &json!(0), &json!(5)));
        let table = people.coordinator.get("/statistics/drives").await.expect(200);
        assert_eq!((&table["totals"]["targets"], &table["totals"]["hazards"], &table["totals"]["coverage"]["percent"]), (&json!(20), &json!(6), &json!("100.0")));
        assert_eq!(wrong(&department.get(&format!("{numbers}?as_of=2021-08-11")).await.expect(422)), [("/as_of", "future_day")]);
        people.other_department.get(&numbers).await.expect(404);
        people.park.get(&numbers).await.expect(404);
        people.auditor.get(&numbers).await.expect(403);
    }

    async fn checks_and_hazards_go_out_as_files_and_come_in_as_none(app) {
        let people = &app.people;
        found(&app, json!({})).await;
        for (ledger, heading) in [("checks", "检查日期"), ("hazards", "整改日期"), ("drives", "行动名称")] {
            let (status, _, bytes) = people.coordinator.download(&format!("/exports/{ledger}?format=csv")).await;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            assert_eq!(status, 200, "{text}");
            assert!(text.contains(heading) && text.lines().count() >= 2, "{ledger}: {text}");
        }
        let (status, ..) = people.coordinator.download("/imports/templates/drives").await;
        assert_eq!(status, 200);
        let (status, ..) = people.coordinator.download("/imports/templates/checks").await;
        assert!(status == 404 || status == 422, "{status}");
    }
}
