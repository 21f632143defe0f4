//! Leads of investment and talent, from the first word of one to where it lands.

use reqwest::Method;
use serde_json::{Value, json};
use zhuqi::app::ledgers::LEDGERS;
use zhuqi::entries::actions::forget;
use zhuqi::entries::store;
use zhuqi::leads::LEDGER;

use super::{rebuilt, wrong};
use crate::both;
use crate::harness::App;
use crate::harness::people::Person;
use crate::problems::id_of;

/// An investment that an agency told of.
fn investment() -> Value {
    json!({"kind": "investment", "name": "变压器铁芯项目", "investor": "华东电气（集团）有限公司", "origin": "江苏",
        "industry": "电气装备", "source": "agency", "source_name": "中原招商服务中心", "planned_yuan": 200_000_000})
}

fn talent() -> Value {
    json!({"kind": "talent", "name": "特高压绝缘技术带头人", "source": "self", "person": "李伟明", "people": 2, "flexible": true})
}

fn with(mut body: Value, more: Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn without(mut body: Value, name: &str) -> Value {
    body.as_object_mut().unwrap().remove(name);
    body
}

async fn registered(who: &Person, body: Value) -> i64 {
    id_of(&who.post("/leads", body).await.expect(201))
}

async fn moved(who: &Person, id: i64, name: &str, body: Value) -> Value {
    let path = format!("/leads/{id}/{name}");
    who.post(&path, body).await.expect(200)
}

fn contract(number: &str, yuan: i64) -> Value {
    json!({"on": "2021-08-02", "contract_no": number, "amount_yuan": yuan})
}

/// A lead in talks.
async fn in_talks(who: &Person, body: Value) -> i64 {
    let id = registered(who, body).await;
    moved(
        who,
        id,
        "assess",
        json!({"follow": "yes", "reason": "意向明确"}),
    )
    .await;
    id
}

async fn signed(who: &Person, body: Value, number: &str, yuan: i64) -> i64 {
    let id = in_talks(who, body).await;
    moved(who, id, "sign", contract(number, yuan)).await;
    id
}

async fn totals(who: &Person, query: &str) -> Value {
    let path = format!("/statistics/leads?{query}");
    who.get(&path).await.expect(200)["totals"].clone()
}

fn new_project(app: &App) -> Value {
    json!({"on": "2021-08-02", "project": {"kind": "industrial", "level": "city", "park_id": app.people.park_id}})
}

fn compared(app: &App) -> usize {
    let read = app
        .db
        .read_blocking(|conn| Ok(rebuilt::compare(conn, &LEDGER)));
    read.unwrap()
}

both! {
    async fn a_lead_goes_from_its_first_word_to_where_it_lands(app) {
        let people = &app.people;
        let (department, office) = (&people.department, &people.coordinator);
        let made = department.post("/leads", investment()).await.expect(201);
        assert_eq!((&made["number"], &made["status"], &made["department_id"], &made["park_id"]),
            (&json!("QU-ZS-2021-001"), &json!("contact"), &json!(people.department_id), &Value::Null));
        assert_eq!((&made["first_unit"], &made["reported_on"], &made["first_report_until"], &made["contested"]),
            (&json!("华辰电力公司"), &json!("2021-08-02"), &json!("2021-10-31"), &Value::Null));
        // Ten working days after 2 August.
        assert_eq!((&made["due_on"], &made["light"]), (&json!("2021-08-16"), &json!("green")));
        assert_eq!(made["clocks"]["silence"], json!({"since": "2021-08-02", "stale": null,
            "limits": {"answer": "2021-08-03", "assess": "2021-08-05", "feedback": "2021-08-09", "progress": "2021-08-16"}}));
        let id = id_of(&made);
        let path = format!("/leads/{id}");
        for stranger in [&people.park, &people.other_department] {
            stranger.get(&path).await.refused(404, "not_found");
        }
        app.day("2021-08-04");
        let shown = department.get(&path).await.expect(200);
        assert_eq!((&shown["light"], &shown["clocks"]["silence"]["stale"]), (&json!("yellow"), &json!("answer")));
        let follow = json!({"follow": "yes", "reason": "意向明确"});
        office.post(&format!("{path}/assess"), follow.clone()).await.refused(403, "access.not_yours");
        let talks = moved(department, id, "assess", follow).await;
        assert_eq!((&talks["status"], &talks["active_on"], &talks["first_report_until"], &talks["due_on"]),
            (&json!("talks"), &json!("2021-08-04"), &json!("2021-11-02"), &json!("2021-08-18")));
        let on = json!("2021-08-04");
        let framework = with(contract("KJ-1", 500_000_000), json!({"on": on}));
        assert_eq!(moved(department, id, "sign_framework", framework).await["status"], "framework");
        let now = totals(office, "").await;
        assert_eq!((&now["signed"], &now["talks"], &now["framework"], &now["framework_amount"], &now["signed_amount"]),
            (&json!(0), &json!(0), &json!(1), &json!(500_000_000), &json!(0)), "a framework is no contract, and no talk any more");
        let sign = with(contract("ZS〔2021〕8号", 120_000_000), json!({"on": on}));
        let told = moved(department, id, "sign", sign).await;
        assert_eq!((&told["status"], &told["amount_yuan"], &told["framework_yuan"]), (&json!("signed"), &json!(120_000_000), &json!(500_000_000)));
        let land = with(new_project(&app), json!({"on": on}));
        department.post(&format!("{path}/land"), land.clone()).await.refused(403, "access.not_yours");
        let landed = moved(office, id, "land", land).await;
        assert_eq!((&landed["status"], &landed["project_number"], &landed["park_id"], &landed["due_on"]),
            (&json!("landed"), &json!("SH-XM-2021-001"), &json!(people.park_id), &Value::Null));
        assert_eq!(landed["links"][0]["ledger"], "projects");
        let project = people.park.get(&format!("/projects/{}", landed["project_id"])).await.expect(200);
        assert_eq!((&project["name"], &project["builder"], &project["total_yuan"], &project["department_id"]),
            (&json!("变压器铁芯项目"), &json!("华东电气（集团）有限公司"), &json!(120_000_000), &json!(people.department_id)));
        let now = totals(office, "").await;
        assert_eq!((&now["signed"], &now["landed"], &now["rates"]["fulfilled"]["percent"]), (&json!(1), &json!(1), &json!("100.0")));
        let talent = department.post("/leads", talent()).await.expect(201);
        assert_eq!(talent["number"], "QU-YC-2021-001");
        // What has landed is held for good: it isn't won a second time.
        department.post("/leads", investment()).await.refused(409, "lead.already_registered");
        let again = people.other_department.post("/leads", investment()).await.expect(201);
        assert_eq!(again["contested"], true);
        let rule = json!({"holder": "this", "support": true, "reason": "x"});
        office.post(&format!("/leads/{}/rule", again["id"]), rule).await.refused(409, "lead.first_signed");
        moved(office, id_of(&again), "rule", json!({"holder": "first", "support": true, "reason": "已落地"})).await;
        assert_eq!(totals(office, "").await["leads"], 1);
        assert_eq!(compared(&app), 3);
    }

    async fn who_reported_first_holds_it_and_another_s_like_lead_is_contested(app) {
        let people = &app.people;
        let (first, other, office) = (&people.department, &people.other_department, &people.coordinator);
        let held = registered(first, investment()).await;
        let told = first.post("/leads", investment()).await.refused(409, "lead.already_registered");
        assert!(told["detail"].as_str().unwrap().contains("QU-ZS-2021-001"), "{told}");
        registered(first, with(investment(), json!({"name": "绝缘材料项目"}))).await;
        let spelled = with(investment(), json!({"name": "变压器 铁芯项目", "investor": "华东电气(集团)有限公司"}));
        let made = other.post("/leads", spelled).await.expect(201);
        assert_eq!((&made["contested"], &made["contested_unit"], &made["contested_on"]), (&json!(true), &json!("华辰电力公司"), &json!("2021-08-02")));
        let said = made.to_string();
        assert!(!said.contains("QU-ZS-2021-001"), "unit and day alone: {said}");
        let id = id_of(&made);
        assert_eq!(office.get(&format!("/leads/{id}")).await.expect(200)["contested_number"], "QU-ZS-2021-001");
        let follow = json!({"follow": "yes", "reason": "意向明确"});
        other.post(&format!("/leads/{id}/assess"), follow.clone()).await.refused(409, "lead.contested");
        assert!(!made["allowed_actions"].as_array().unwrap().contains(&json!("assess")), "{made}");
        // Only that waits: who was first goes on, and the other one tells what is new.
        moved(other, id, "progress", json!({"text": "已拜访"})).await;
        moved(first, held, "assess", follow).await;
        let now = totals(office, "").await;
        assert_eq!((&now["leads"], &now["contested"], &now["listed"]), (&json!(2), &json!(1), &json!(3)));
        let rule = json!({"holder": "first", "support": true, "reason": "登记在先"});
        other.post(&format!("/leads/{id}/rule"), rule.clone()).await.refused(403, "access.not_yours");
        office.post(&format!("/leads/{held}/rule"), rule.clone()).await.refused(409, "lead.not_contested");
        let told = office.post(&format!("/leads/{id}/rule"), without(rule.clone(), "support")).await.expect(422);
        assert_eq!(wrong(&told), [("/support", "required")]);
        assert_eq!(moved(office, id, "rule", rule).await["status"], "duplicate");
        let shown = other.get(&format!("/leads/{held}")).await.expect(200);
        assert_eq!(shown["supporting_department_ids"], json!([people.other_department_id]));
        let now = totals(office, "").await;
        assert_eq!((&now["leads"], &now["contested"], &now["duplicate"], &now["known"]), (&json!(2), &json!(0), &json!(1), &json!(2)));
        assert_eq!(compared(&app), 3);
    }

    async fn the_office_may_rule_for_the_later_one_unless_the_first_has_signed(app) {
        let people = &app.people;
        let (first, other, office) = (&people.department, &people.other_department, &people.coordinator);
        let held = registered(first, investment()).await;
        let id = registered(other, investment()).await;
        let third = registered(&people.park, investment()).await;
        let rule = json!({"holder": "this", "support": true, "reason": "投资方指定"});
        // The version that is seen is that of the lead it is made on, and not of the other.
        let seen = [("If-Match", "\"1\"")];
        let path = format!("/leads/{id}/rule");
        let answer = people.coordinator.with(&seen, Method::POST, &path, Some(rule.clone())).await;
        let ruled = answer.expect(200);
        assert_eq!((&ruled["status"], &ruled["contested"], &ruled["supporting_department_ids"]),
            (&json!("contact"), &json!(false), &json!([people.department_id])));
        assert_eq!(first.get(&format!("/leads/{held}")).await.expect(200)["status"], "duplicate");
        moved(other, id, "assess", json!({"follow": "yes", "reason": "x"})).await;
        moved(other, id, "sign", contract("ZS-8", 1)).await;
        // The third is contested by the one that holds it now.
        let path = format!("/leads/{third}/rule");
        office.post(&path, rule).await.refused(409, "lead.first_signed");
        moved(other, id, "lose", json!({"ground": "broken", "reason": "x"})).await;
        let rule = json!({"holder": "first", "support": false, "reason": "x"});
        office.post(&path, rule).await.refused(409, "lead.first_gone");
        let rule = json!({"holder": "this", "support": false, "reason": "x"});
        assert_eq!(moved(office, third, "rule", rule).await["contested"], false);
        assert_eq!(compared(&app), 3);
    }

    async fn a_first_report_holds_for_ninety_days_and_a_contract_for_good(app) {
        let people = &app.people;
        let id = registered(&people.department, investment()).await;
        signed(&people.department, with(investment(), json!({"name": "绝缘材料项目"})), "ZS-9", 10).await;
        app.day("2021-10-31");
        let late = people.other_department.post("/leads", investment()).await.expect(201);
        assert_eq!(late["contested"], true);
        app.day("2021-11-01");
        let free = people.park.post("/leads", investment()).await.expect(201);
        assert_eq!((&free["contested"], &free["number"]), (&Value::Null, &json!("SH-ZS-2021-001")));
        // Dated progress holds it on; the park has it already by then.
        let told = moved(&people.department, id, "progress", json!({"text": "再次拜访"})).await;
        assert_eq!(told["first_report_until"], "2022-01-30");
        let taken = people.other_park.post("/leads", with(investment(), json!({"name": "绝缘材料项目"}))).await.expect(201);
        assert_eq!(taken["contested"], true);
    }

    async fn of_two_units_in_one_second_one_is_first(app) {
        let people = &app.people;
        let (one, two) = tokio::join!(
            people.department.post("/leads", investment()),
            people.other_department.post("/leads", investment()),
        );
        let (one, two) = (one.expect(201), two.expect(201));
        let contested = [&one, &two].into_iter().filter(|one| one["contested"] == true);
        assert_eq!(contested.count(), 1, "{one} {two}");
        let now = totals(&people.coordinator, "").await;
        assert_eq!((&now["leads"], &now["contested"]), (&json!(1), &json!(1)));
    }

    async fn a_lead_is_not_corrected_into_what_another_unit_holds(app) {
        let people = &app.people;
        registered(&people.department, investment()).await;
        let other = with(investment(), json!({"name": "仪表项目", "investor": "华中仪表"}));
        let id = registered(&people.other_department, other.clone()).await;
        let into = json!({"name": "变压器铁芯项目", "investor": "华东电气（集团）有限公司"});
        let path = format!("/leads/{id}");
        let told = people.other_department.patch(&path, into.clone()).await.expect(200);
        assert_eq!((&told["contested"], &told["contested_unit"]), (&json!(true), &json!("华辰电力公司")));
        let third = in_talks(&people.park, with(other, json!({"name": "电缆项目"}))).await;
        people.park.patch(&format!("/leads/{third}"), into).await.refused(409, "lead.contested");
        people.park.patch(&format!("/leads/{third}"), json!({"origin": "湖北"})).await.expect(200);
        let told = people.park.patch(&format!("/leads/{third}"), json!({"kind": "talent"})).await.expect(422);
        assert!(wrong(&told).contains(&("/kind", "not_applicable")), "{told}");
        assert_eq!(compared(&app), 3);
    }

    async fn a_contract_is_signed_once_and_an_investment_counts_once(app) {
        let people = &app.people;
        let (department, other, office) = (&people.department, &people.other_department, &people.coordinator);
        let id = signed(department, investment(), "ZS〔2021〕8号", 120_000_000).await;
        let path = format!("/leads/{id}/sign");
        department.post(&path, contract("ZS-9", 1)).await.refused(409, "entry.transition_not_allowed");
        let second = in_talks(other, with(investment(), json!({"name": "电缆项目", "investor": "华南电缆"}))).await;
        let path = format!("/leads/{second}/sign");
        let told = other.post(&path, contract("zs[2021]8号", 60_000_000)).await.refused(409, "lead.contract_taken");
        assert!(told["detail"].as_str().unwrap().contains("华辰电力公司"), "{told}");
        assert_eq!(totals(office, "").await["signed"], 1);
        let more = with(investment(), json!({"name": "变压器铁芯项目二期", "increase_of": id}));
        let more = signed(department, more, "ZS-10", 30_000_000).await;
        let now = totals(office, "").await;
        assert_eq!((&now["leads"], &now["signed"], &now["contracts"], &now["increases"], &now["signed_amount"]),
            (&json!(2), &json!(1), &json!(2), &json!(1), &json!(150_000_000)));
        // An increase of an increase is one of the first.
        let third = with(investment(), json!({"name": "三期", "increase_of": more}));
        let told = department.post("/leads", third).await.expect(422);
        assert_eq!(wrong(&told), [("/increase_of", "not_applicable")]);
        let foreign = with(investment(), json!({"name": "三期", "increase_of": id}));
        let told = other.post("/leads", foreign).await.expect(422);
        assert_eq!(wrong(&told), [("/increase_of", "unknown_id")]);
        // It lands where the first does, and counts no second project.
        let landed = moved(office, id, "land", new_project(&app)).await;
        let grown = moved(office, more, "land", json!({"on": "2021-08-02"})).await;
        assert_eq!((&grown["status"], &grown["project_id"]), (&json!("landed"), &landed["project_id"]));
        assert_eq!(totals(office, "").await["landed"], 1);
        // What was given up makes room for the number, and doesn't come back with it.
        moved(other, second, "sign", contract("ZS-11", 60_000_000)).await;
        moved(other, second, "lose", json!({"ground": "broken", "reason": "对方违约"})).await;
        let now = totals(office, "").await;
        assert_eq!((&now["signed"], &now["ever_signed"], &now["rates"]["fulfilled"]["percent"], &now["signed_amount"]),
            (&json!(1), &json!(2), &json!("50.0"), &json!(150_000_000)));
        signed(department, with(investment(), json!({"name": "仪表项目", "investor": "华中仪表"})), "ZS-11", 5).await;
        office.post(&format!("/leads/{second}/revive"), json!({"reason": "x"})).await.refused(409, "lead.contract_taken");
    }

    async fn in_talks_are_those_that_have_no_framework_yet(app) {
        let people = &app.people;
        let (department, office) = (&people.department, &people.coordinator);
        for (n, name) in ["甲项目", "乙项目", "丙项目"].into_iter().enumerate() {
            let id = in_talks(department, with(investment(), json!({"name": name}))).await;
            if n == 0 {
                moved(department, id, "sign_framework", contract("KJ-1", 500_000_000)).await;
            }
        }
        let now = totals(office, "").await;
        assert_eq!((&now["leads"], &now["contact"], &now["talks"], &now["framework"], &now["signed"]),
            (&json!(3), &json!(0), &json!(2), &json!(1), &json!(0)));
        // The number is that of the list, and of the state of the same name.
        for query in ["count_of=talks", "status=talks"] {
            assert_eq!(office.get(&format!("/leads?{query}&count=true")).await.expect(200)["total"], 2, "{query}");
        }
    }

    async fn a_contract_number_that_was_entered_wrong_is_corrected_and_stays_the_only_one(app) {
        let people = &app.people;
        let (department, other, office) = (&people.department, &people.other_department, &people.coordinator);
        let id = signed(department, investment(), "ZS〔2021〕8号", 120_000_000).await;
        let theirs = in_talks(other, with(investment(), json!({"name": "电缆项目", "investor": "华南电缆"}))).await;
        let right = json!({"contract_no": "ZS〔2021〕18号", "reason": "登记时漏写一位"});
        let path = format!("/leads/{id}/correct_contract");
        other.post(&path, right.clone()).await.refused(404, "not_found");
        people.leader.post(&path, right.clone()).await.refused(403, "access.not_yours");
        for (body, pointer, code) in [
            (without(right.clone(), "reason"), "/reason", "required"),
            (without(right.clone(), "contract_no"), "/contract_no", "required"),
            (with(right.clone(), json!({"contract_no": "ZS〔2021〕8号"})), "/contract_no", "unchanged"),
            (with(right.clone(), json!({"amount_yuan": 1})), "/amount_yuan", "unknown_field"),
        ] {
            assert_eq!(wrong(&department.post(&path, body).await.expect(422)), [(pointer, code)]);
        }
        other.post(&format!("/leads/{theirs}/correct_contract"), right.clone()).await.refused(409, "entry.transition_not_allowed");
        let told = moved(department, id, "correct_contract", right).await;
        assert_eq!((&told["contract_no"], &told["status"], &told["amount_yuan"], &told["signed_on"]),
            (&json!("ZS〔2021〕18号"), &json!("signed"), &json!(120_000_000), &json!("2021-08-02")));
        let events = department.get(&format!("/leads/{id}/events")).await.expect(200);
        let last = events["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["kind"], &last["text"], &last["data"]["contract_no"]),
            (&json!("correct_contract"), &json!("登记时漏写一位"), &json!("ZS〔2021〕18号")));
        // The wrong number is free again, and the right one is taken, however it is written.
        moved(other, theirs, "sign", contract("ZS〔2021〕8号", 60_000_000)).await;
        let taken = json!({"contract_no": "zs[2021] 18号", "reason": "x"});
        other.post(&format!("/leads/{theirs}/correct_contract"), taken).await.refused(409, "lead.contract_taken");
        // Its own number may be written in another way; the office corrects, too, and so it does what has landed.
        moved(office, id, "land", new_project(&app)).await;
        let told = moved(office, id, "correct_contract", json!({"contract_no": "ZS[2021]18号", "reason": "统一写法"})).await;
        assert_eq!((&told["contract_no"], &told["status"]), (&json!("ZS[2021]18号"), &json!("landed")));
        assert_eq!(totals(office, "").await["signed_amount"], 180_000_000);
        assert_eq!(compared(&app), 2);
    }

    async fn what_cannot_be_is_refused_and_changes_nothing(app) {
        let people = &app.people;
        let (department, office) = (&people.department, &people.coordinator);
        let contacts: Vec<Value> = (0..11).map(|n| json!({"name": format!("张三{n}")})).collect();
        for (body, pointer, code) in [
            (without(investment(), "investor"), "/investor", "required"),
            (without(investment(), "source"), "/source", "required"),
            (with(investment(), json!({"kind": "land"})), "/kind", "unknown_value"),
            (with(investment(), json!({"credit_code": "91350100M000100Y44"})), "/credit_code", "wrong_check_character"),
            (with(investment(), json!({"people": 2})), "/people", "not_applicable"),
            (with(investment(), json!({"person": "李伟明"})), "/person", "not_applicable"),
            (with(talent(), json!({"planned_yuan": 1})), "/planned_yuan", "not_applicable"),
            (with(talent(), json!({"people": 0})), "/people", "out_of_range"),
            (with(talent(), json!({"people": 10_001})), "/people", "out_of_range"),
            (with(without(investment(), "source_name"), json!({"source": "existing"})), "/source_name", "required"),
            (with(investment(), json!({"increase_of": 999_999})), "/increase_of", "unknown_id"),
            (with(investment(), json!({"contested": false})), "/contested", "unknown_field"),
            (with(investment(), json!({"contract_no": "ZS-1"})), "/contract_no", "unknown_field"),
            (with(investment(), json!({"contacts": contacts})), "/contacts", "too_many"),
            (with(investment(), json!({"name": "长".repeat(101)})), "/name", "too_long"),
        ] {
            let told = department.post("/leads", body.clone()).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{body}");
        }
        let told = office.post("/leads", investment()).await.expect(422);
        assert_eq!(wrong(&told), [("/department_id", "required")], "an office's lead is somebody's");
        people.leader.post("/leads", investment()).await.refused(403, "access.not_yours");
        assert_eq!(office.get("/leads?count=true").await.expect(200)["total"], 0, "nothing was written");
        let code = with(investment(), json!({"credit_code": "91350100m000100y43", "contacts": contacts[..10]}));
        let id = registered(department, code).await;
        let path = format!("/leads/{id}");
        for (body, pointer, code) in [
            (json!({"reason": "x"}), "/follow", "required"),
            (json!({"follow": "yes"}), "/reason", "required"),
            (json!({"follow": "no", "reason": "x"}), "/ground", "required"),
            (json!({"follow": "yes", "reason": "x", "ground": "land"}), "/ground", "not_applicable"),
        ] {
            let told = department.post(&format!("{path}/assess"), body.clone()).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{body}");
        }
        moved(department, id, "assess", json!({"follow": "yes", "reason": "x"})).await;
        let right = contract("ZS-1", 1);
        for (body, pointer, code) in [
            (without(right.clone(), "contract_no"), "/contract_no", "required"),
            (with(right.clone(), json!({"contract_no": " "})), "/contract_no", "required"),
            (without(right.clone(), "amount_yuan"), "/amount_yuan", "required"),
            (with(right.clone(), json!({"amount_yuan": 0})), "/amount_yuan", "out_of_range"),
            (with(right.clone(), json!({"amount_yuan": -1})), "/amount_yuan", "out_of_range"),
            (with(right.clone(), json!({"on": "2021-08-03"})), "/on", "future_day"),
            (with(right.clone(), json!({"on": "2021-08-01"})), "/on", "out_of_order"),
        ] {
            let told = department.post(&format!("{path}/sign"), body.clone()).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{body}");
        }
        let told = department.post(&format!("{path}/sign_framework"), with(right.clone(), json!({"amount_yuan": 0}))).await.expect(422);
        assert_eq!(wrong(&told), [("/amount_yuan", "out_of_range")]);
        office.post(&format!("{path}/land"), new_project(&app)).await.refused(409, "entry.transition_not_allowed");
        moved(department, id, "sign", right).await;
        let new = json!({"kind": "industrial", "level": "city", "park_id": people.park_id});
        let on = json!({"on": "2021-08-02"});
        for (body, pointer, code) in [
            (on.clone(), "/project_id", "required"),
            (with(on.clone(), json!({"project": without(new.clone(), "park_id")})), "/project/park_id", "required"),
            (with(on.clone(), json!({"project": without(new.clone(), "level")})), "/project/level", "required"),
            (with(on.clone(), json!({"project_id": 999_999})), "/project_id", "unknown_id"),
            (with(on.clone(), json!({"enterprise_id": 999_999})), "/enterprise_id", "unknown_id"),
            (with(on.clone(), json!({"project": new, "enterprise_id": people.other_enterprise_id})), "/project", "not_of_the_enterprise"),
            (with(on.clone(), json!({"enterprise": {"park_id": people.park_id, "credit_code": "1"}})), "/enterprise/credit_code", "malformed"),
        ] {
            let told = office.post(&format!("{path}/land"), body.clone()).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{body}");
        }
        let shown = department.get(&path).await.expect(200);
        assert_eq!((&shown["version"], &shown["status"]), (&json!(3), &json!("signed")), "nothing was written");
        assert_eq!(office.get("/projects?count=true").await.expect(200)["total"], 0);
    }

    async fn it_lands_on_no_project_that_was_stopped_and_on_none_that_another_has(app) {
        let people = &app.people;
        let (department, park, office) = (&people.department, &people.park, &people.coordinator);
        let id = signed(department, investment(), "ZS-1", 100).await;
        let path = format!("/leads/{id}/land");
        let project = json!({"name": "新厂", "kind": "industrial", "level": "city", "park_id": people.park_id});
        let banned = id_of(&park.post("/projects", project.clone()).await.expect(201));
        let ban = json!({"basis": "目录", "decided_by": "区政府", "document_no": "1号", "meeting_on": "2021-08-02", "reviewers": "发改委"});
        office.post(&format!("/projects/{banned}/ban"), ban).await.expect(200);
        let on = |project: i64| json!({"on": "2021-08-02", "project_id": project});
        office.post(&path, on(banned)).await.refused(409, "project.banned");
        let listed = id_of(&park.post("/projects", with(project.clone(), json!({"name": "乙厂"}))).await.expect(201));
        office.post(&format!("/projects/{listed}/screen"), json!({"verdict": "listed", "text": "x"})).await.expect(200);
        office.post(&path, on(listed)).await.refused(409, "project.banned");
        let gone = id_of(&park.post("/projects", with(project.clone(), json!({"name": "丙厂"}))).await.expect(201));
        office.post(&format!("/projects/{gone}/exclude"), json!({"ground": "x", "reason": "x"})).await.expect(200);
        let told = office.post(&path, on(gone)).await.expect(422);
        assert_eq!(wrong(&told), [("/project_id", "not_applicable")]);
        let good = id_of(&park.post("/projects", with(project, json!({"name": "丁厂"}))).await.expect(201));
        let landed = moved(office, id, "land", on(good)).await;
        assert_eq!((&landed["park_id"], &landed["status"]), (&json!(people.park_id), &json!("landed")));
        let second = signed(department, with(investment(), json!({"name": "二号项目"})), "ZS-2", 100).await;
        office.post(&format!("/leads/{second}/land"), on(good)).await.refused(409, "lead.project_taken");
        // In an enterprise that is filed with it.
        let firm = json!({"on": "2021-08-02", "enterprise": {"park_id": people.other_park_id, "credit_code": "91350100M000100Y43"}});
        let landed = moved(office, second, "land", firm).await;
        let firm = office.get(&format!("/enterprises/{}", landed["landed_enterprise_id"])).await.expect(200);
        assert_eq!((&firm["name"], &firm["park_id"], &landed["park_id"]),
            (&json!("华东电气（集团）有限公司"), &json!(people.other_park_id), &json!(people.other_park_id)));
        assert_eq!(compared(&app), 2);
    }

    async fn persons_are_for_who_holds_the_lead_and_stand_in_no_event(app) {
        let people = &app.people;
        let (department, other, office, leader) = (&people.department, &people.other_department, &people.coordinator, &people.leader);
        let contact = json!({"name": "王建国", "post": "副总经理", "phone": "13812345678"});
        let masked = json!({"name": "王**", "post": "副总经理", "phone": "138****5678"});
        let body = with(investment(), json!({"contacts": [contact]}));
        let key = [("Idempotency-Key", "lead-1")];
        let first = department.with(&key, Method::POST, "/leads", Some(body.clone())).await;
        let again = department.with(&key, Method::POST, "/leads", Some(body)).await;
        assert_eq!((first.status, again.status), (201, 201));
        assert_eq!(first.text, again.text);
        let made = again.expect(201);
        assert_eq!(made["contacts"], json!([masked]), "what is kept for repeats has no person in it");
        let id = id_of(&made);
        let path = format!("/leads/{id}");
        moved(office, id, "assign", json!({"supporting_department_ids": [people.other_department_id]})).await;
        for (who, contacts) in [(department, &contact), (office, &contact), (other, &masked), (leader, &masked)] {
            assert_eq!(who.get(&path).await.expect(200)["contacts"], json!([contacts]));
            assert_eq!(who.get("/leads").await.expect(200)["items"][0]["contacts"], json!([contacts]));
        }
        // What was shown masked and comes back is what is kept; what is masked and nobody's isn't taken.
        let more = json!({"contacts": [masked, {"name": "赵晓燕"}]});
        department.patch(&path, more).await.expect(200);
        let shown = department.get(&path).await.expect(200);
        assert_eq!((&shown["contacts"][0], &shown["contacts"][1]["name"]), (&contact, &json!("赵晓燕")));
        let told = department.patch(&path, json!({"contacts": [{"name": "孙**"}]})).await.expect(422);
        assert_eq!(wrong(&told), [("/contacts/0/name", "masked")]);
        // Nor is anybody named in the open.
        let told = department.post(&format!("{path}/progress"), json!({"text": "与王建国（电话）沟通"})).await.expect(422);
        assert_eq!(wrong(&told), [("/text", "personal")]);
        let told = leader.post(&format!("{path}/comment"), json!({"text": "请联系138-1234-5678"})).await.expect(422);
        assert_eq!(wrong(&told), [("/text", "personal")]);
        let told = department.patch(&path, json!({"name": "王建国项目"})).await.expect(422);
        assert_eq!(wrong(&told), [("/name", "personal")]);
        moved(department, id, "progress", json!({"text": "与副总经理沟通"})).await;
        let named = with(talent(), json!({"name": "绝缘技术带头人李伟明"}));
        let told = department.post("/leads", named).await.expect(422);
        assert_eq!(wrong(&told), [("/name", "personal")], "a talent isn't named in a title");
        let won = department.post("/leads", talent()).await.expect(201);
        assert_eq!(won["person"], "李**");
        let (_, _, file) = department.download("/exports/leads?format=csv").await;
        let events = department.get(&format!("{path}/events")).await.expect(200).to_string();
        let kept = app.db.read_blocking(move |conn| store::events_of(conn, id)).unwrap();
        let kept: String = kept.into_iter().map(|one| one.data + &one.changed).collect();
        let trail = people.auditor.get("/audit?limit=200").await.expect(200).to_string();
        for text in [String::from_utf8(file).unwrap(), events, kept, trail] {
            for word in ["王建国", "13812345678", "赵晓燕", "李伟明"] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        }
        assert_eq!(compared(&app), 2);
    }

    async fn persons_are_erased_two_years_after_a_lead_was_given_up(app) {
        let people = &app.people;
        let department = &people.department;
        let contacts = json!({"contacts": [{"name": "王建国", "phone": "13812345678"}]});
        let id = registered(department, with(investment(), contacts.clone())).await;
        let open = registered(department, with(with(investment(), contacts), json!({"name": "在谈项目"}))).await;
        moved(department, id, "lose", json!({"ground": "elsewhere", "reason": "落户外省"})).await;
        let erased = || {
            let (clock, now) = (app.clock.clone(), app.clock.now());
            app.db.write_blocking(move |conn| forget(conn, &clock, now, LEDGERS)).unwrap()
        };
        app.day("2023-08-01");
        assert_eq!(erased(), 0);
        app.day("2023-08-02");
        assert_eq!(erased(), 1);
        assert_eq!(erased(), 0, "once");
        let path = format!("/leads/{id}");
        let shown = department.get(&path).await.expect(200);
        assert_eq!((&shown["contacts"], &shown["investor"], &shown["version"]), (&Value::Null, &json!("华东电气（集团）有限公司"), &json!(3)));
        let events = department.get(&format!("{path}/events")).await.expect(200);
        let last = events["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["kind"], &last["actor"], &last["data"], &last["text"]), (&json!("erase"), &Value::Null, &json!({}), &Value::Null));
        assert_eq!(department.get(&format!("/leads/{open}")).await.expect(200)["contacts"][0]["name"], "王建国");
        assert_eq!(compared(&app), 2);
    }

    async fn the_limits_of_silence_are_the_office_s_to_set(app) {
        let people = &app.people;
        let (department, office) = (&people.department, &people.coordinator);
        let usual = department.get("/leads/terms").await.expect(200);
        assert_eq!(usual, json!({"answer_days": 1, "assess_days": 3, "feedback_days": 5, "progress_days": 10, "first_report_days": 90, "industries": []}));
        let terms = json!({"name": "招商规则", "answer_days": 2, "assess_days": 4, "feedback_days": 6, "progress_days": 12,
            "first_report_days": 30, "industries": "电气装备\n尼龙新材料"});
        let told = office.post("/lead_terms", with(terms.clone(), json!({"assess_days": 1}))).await.expect(422);
        assert_eq!(wrong(&told), [("/assess_days", "out_of_order")]);
        let told = office.post("/lead_terms", with(terms.clone(), json!({"first_report_days": 731}))).await.expect(422);
        assert_eq!(wrong(&told), [("/first_report_days", "out_of_range")]);
        department.post("/lead_terms", terms.clone()).await.refused(403, "access.not_yours");
        let before = registered(department, with(investment(), json!({"name": "甲"}))).await;
        let set = office.post("/lead_terms", terms).await.expect(201);
        assert_eq!(set["number"], "QU-GZ-2021-001");
        let told = department.post("/leads", with(investment(), json!({"industry": "食品"}))).await.expect(422);
        assert_eq!(wrong(&told), [("/industry", "unknown_value")]);
        let made = department.post("/leads", investment()).await.expect(201);
        assert_eq!((&made["first_report_until"], &made["due_on"]), (&json!("2021-09-01"), &json!("2021-08-18")));
        // What runs keeps the limits that it began with.
        let kept = department.get(&format!("/leads/{before}")).await.expect(200);
        assert_eq!((&kept["first_report_until"], &kept["due_on"]), (&json!("2021-10-31"), &json!("2021-08-16")));
        app.day("2021-08-05");
        let stale = totals(office, "").await["stale"].clone();
        assert_eq!(stale, json!({"answer": 2, "assess": 0, "feedback": 0, "progress": 0}));
        app.day("2021-08-17");
        assert_eq!(department.get("/leads?light=red&count=true").await.expect(200)["total"], 1);
        assert_eq!(totals(office, "as_of=2021-08-05").await["stale"], stale, "the past can be asked for");
        moved(department, before, "progress", json!({"text": "已答复"})).await;
        let now = totals(office, "").await["stale"].clone();
        assert_eq!(now, json!({"answer": 0, "assess": 0, "feedback": 1, "progress": 0}));
        assert_eq!(totals(office, "as_of=2021-08-16").await["stale"]["feedback"], 2);
    }

    async fn a_list_is_narrowed_to_those_that_nobody_has_heard_of_for_long(app) {
        let people = &app.people;
        let (department, office) = (&people.department, &people.coordinator);
        let new = registered(department, with(investment(), json!({"name": "甲"}))).await;
        let talks = in_talks(department, with(investment(), json!({"name": "乙"}))).await;
        let lost = registered(department, with(investment(), json!({"name": "丙"}))).await;
        moved(department, lost, "lose", json!({"ground": "land", "reason": "无地"})).await;
        let asked = async |who: &Person, query: &str| {
            let page = who.get(&format!("/leads?count=true&{query}")).await.expect(200);
            let ids: Vec<i64> = page["items"].as_array().unwrap().iter().map(id_of).collect();
            assert_eq!(page["total"], ids.len());
            ids
        };
        // The last day of each limit, and the day after it.
        for (on, none, some) in [("2021-08-03", "answer", None), ("2021-08-04", "assess", Some("answer")), ("2021-08-05", "assess", Some("answer")),
            ("2021-08-06", "answer", Some("assess")), ("2021-08-09", "feedback", Some("assess")), ("2021-08-10", "assess", Some("feedback")),
            ("2021-08-16", "progress", Some("feedback"))] {
            app.day(on);
            assert!(asked(department, &format!("stale={none}")).await.is_empty(), "{on}");
            if let Some(some) = some {
                assert_eq!(asked(department, &format!("stale={some}")).await, [new], "{on}");
                assert_eq!(totals(office, "").await["stale"][some], 1, "{on}");
            }
        }
        app.day("2021-08-17");
        assert_eq!(asked(office, "stale=progress").await, [talks, new]);
        assert_eq!(asked(office, "stale=feedback&stale=progress&status=talks").await, [talks]);
        assert_eq!(asked(office, "stale=progress&count_of=contact").await, [new]);
        assert!(asked(&people.other_department, "stale=progress").await.is_empty());
        let (status, _, file) = department.download("/exports/leads?format=csv&columns=name&stale=progress").await;
        assert_eq!((status, String::from_utf8(file).unwrap().lines().count()), (200, 3));
        moved(department, talks, "progress", json!({"text": "已回访"})).await;
        assert_eq!(asked(office, "stale=progress").await, [new]);
        let told = office.get("/leads?stale=long").await.expect(422);
        assert_eq!(wrong(&told), [("/stale", "unknown_value")]);
        let told = office.get("/projects?stale=progress").await.expect(422);
        assert_eq!(wrong(&told), [("/stale", "unknown_field")]);
        let ledgers = office.get("/ledgers").await.expect(200);
        let leads = ledgers["items"].as_array().unwrap().iter().find(|one| one["code"] == "leads").unwrap();
        assert_eq!((&leads["facts"][0]["name"], &leads["facts"][0]["heading"]), (&json!("stale"), &json!("静默超期")));
    }

    async fn the_numbers_are_everybody_s_and_the_leads_are_not(app) {
        let people = &app.people;
        let (department, office) = (&people.department, &people.coordinator);
        let terms = json!({"name": "招商规则", "answer_days": 1, "assess_days": 3, "feedback_days": 5, "progress_days": 10,
            "first_report_days": 90, "industries": "电气装备\n线缆"});
        let terms = id_of(&office.post("/lead_terms", terms).await.expect(201));
        let first = signed(department, investment(), "ZS-1", 120_000_000).await;
        let body = with(investment(), json!({"name": "电缆项目", "investor": "华南电缆", "industry": "线缆", "source": "fair"}));
        signed(&people.park, body, "ZS-2", 60_000_000).await;
        let lost = registered(department, with(investment(), json!({"name": "仪表项目", "investor": "华中仪表"}))).await;
        moved(department, lost, "lose", json!({"ground": "land", "reason": "无地"})).await;
        let landed = moved(office, first, "land", new_project(&app)).await;
        let project = format!("/projects/{}", landed["project_id"]);
        department.post(&format!("{project}/start"), json!({"on": "2021-08-02", "evidence": "piling"})).await.expect(200);
        let month = json!({"invested_yuan": 40_000_000, "funds_yuan": 30_000_000});
        department.put(&format!("{project}/months/2021-07"), month).await.expect(200);
        let won = in_talks(department, talent()).await;
        moved(department, won, "sign", json!({"on": "2021-08-02", "contract_no": "YC-1"})).await;
        moved(office, won, "land", json!({"on": "2021-08-02"})).await;
        let now = totals(office, "").await;
        assert_eq!((&now["leads"], &now["signed"], &now["landed"], &now["lost"], &now["talents"]), (&json!(2), &json!(2), &json!(1), &json!(1), &json!(1)));
        assert_eq!((&now["rates"]["fulfilled"]["percent"], &now["started"]["percent"], &now["funds"]["percent"], &now["converted"]["percent"]),
            (&json!("50.0"), &json!("50.0"), &json!("16.7"), &json!("33.3")));
        assert_eq!(now["contracts_of_period"], json!({"contracts": 2, "amount_yuan": 180_000_000}));
        assert_eq!(now["talents_of_day"], json!({"people": 2, "arrived": 2, "flexible": 2}));
        assert_eq!((&now["bands"][2], &now["bands"][3]["contracts"]), (&json!({"from_yuan": 50_000_000, "contracts": 1, "amount_yuan": 60_000_000}), &json!(1)));
        assert_eq!(now["first_units"], json!([
            {"name": "华辰电力公司", "leads": 1, "signed": 1, "landed": 1, "amount_yuan": 120_000_000},
            {"name": "沙河产业园区", "leads": 1, "signed": 1, "landed": 0, "amount_yuan": 60_000_000},
        ]));
        let industries = |now: &Value| -> Vec<Value> { now["industries"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect() };
        assert_eq!(industries(&now), ["电气装备", "线缆"]);
        // What isn't a leading industry any more stands with the others.
        office.patch(&format!("/lead_terms/{terms}"), json!({"industries": "线缆"})).await.expect(200);
        assert_eq!(industries(&totals(office, "").await), ["其他", "线缆"]);
        // Where it landed and who reported it are counted apart.
        let by_park = office.get("/statistics/leads?group_by=park").await.expect(200);
        let row = by_park["rows"].as_array().unwrap().iter().find(|row| row["key"]["park_id"] == people.park_id).unwrap();
        assert_eq!((&row["signed"], &row["signed_amount"]), (&json!(2), &json!(180_000_000)));
        assert_eq!(totals(office, "source=fair").await["signed_amount"], 60_000_000);
        assert_eq!(totals(office, "as_of=2021-08-01").await["signed_amount"], 0);
        // Who has none of them reads the counts and no lead.
        for who in [&people.other_department, &people.other_park] {
            assert_eq!(who.get("/leads?count=true").await.expect(200)["total"], 0);
            assert_eq!(who.get("/leads?count_of=signed&count=true").await.expect(200)["total"], 0);
            assert_eq!(totals(who, "").await["signed_amount"], 180_000_000);
            assert_eq!(totals(who, "group_by=enterprise").await["leads"], 0);
        }
        assert_eq!(people.leader.get("/leads?count=true").await.expect(200)["total"], 4);
        assert_eq!(office.get("/leads?count_of=contracts&count=true").await.expect(200)["total"], 2);
    }
}
