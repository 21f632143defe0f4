//! The ledger of enterprises that stand still, from their listing to what another unit confirms.

use serde_json::{Value, json};
use zhuqi::app::ledgers::LEDGERS;

use super::{rebuilt, wrong};
use crate::both;
use crate::harness::App;
use crate::harness::people::Person;
use crate::problems::id_of;

async fn runs(who: &Person, enterprise: i64, status: &str, since: &str) {
    let body = json!({"operating_status": status, "operating_status_since": since});
    who.patch(&format!("/enterprises/{enterprise}"), body)
        .await
        .expect(200);
}

/// The farm, which stands still since July, listed as one that the department owns.
async fn listed(app: &App) -> i64 {
    let people = &app.people;
    runs(&people.park, people.enterprise_id, "halted", "2021-07-01").await;
    let body =
        json!({"enterprise_id": people.enterprise_id, "department_id": people.department_id});
    id_of(&people.park.post("/revivals", body).await.expect(201))
}

fn plan() -> Value {
    json!({"cause": "funds", "path": "self_recovery", "measures": "协调银行续贷", "target_on": "2021-12-31", "land_mu": "12.5",
        "adopted": {"by": "区政府常务会议", "meeting_on": "2021-08-05"},
        "milestones": [{"name": "续贷到位", "due_on": "2021-09-30"}]})
}

fn without(mut body: Value, name: &str) -> Value {
    body.as_object_mut().unwrap().remove(name);
    body
}

async fn act(who: &Person, id: i64, name: &str, body: Value) -> Value {
    who.post(&format!("/revivals/{id}/{name}"), body)
        .await
        .expect(200)
}

/// Listed, and planned by the department.
pub async fn planned(app: &App) -> i64 {
    let id = listed(app).await;
    act(&app.people.department, id, "plan", plan()).await;
    id
}

/// Planned, and concluded as something.
async fn concluded(app: &App, outcome: &str) -> i64 {
    let id = planned(app).await;
    let department = &app.people.department;
    let body = json!({"outcome": outcome, "on": app.clock.today().to_string(), "text": "已完成", "land_released_mu": "3.25"});
    act(department, id, "conclude", body).await;
    id
}

async fn totals(who: &Person, query: &str) -> Value {
    let path = format!("/statistics/revivals?{query}");
    who.get(&path).await.expect(200)["totals"].clone()
}

both! {
    async fn an_enterprise_is_listed_as_its_status_has_it_planned_reported_concluded_and_confirmed(app) {
        let people = &app.people;
        let (park, department, office) = (&people.park, &people.department, &people.coordinator);
        app.day("2021-08-06");
        let id = listed(&app).await;
        let path = format!("/revivals/{id}");
        let shown = park.get(&path).await.expect(200);
        assert_eq!((&shown["number"], &shown["status"], &shown["enterprise_name"]), (&json!("SH-PH-2021-001"), &json!("listed"), &json!("聚合庄生态农庄")));
        assert_eq!((&shown["halt"], &shown["halted_on"], &shown["relapse_of"]), (&json!("halted"), &json!("2021-07-01"), &Value::Null));
        // Ten working days after 6 August.
        assert_eq!((&shown["due_on"], &shown["light"]), (&json!("2021-08-20"), &json!("green")));
        app.day("2021-08-20");
        assert_eq!(park.get(&path).await.expect(200)["light"], "yellow");
        app.day("2021-08-21");
        assert_eq!(park.get(&path).await.expect(200)["light"], "red");
        assert_eq!(park.get("/revivals?overdue=true&count=true").await.expect(200)["total"], 1);
        let planned = act(department, id, "plan", plan()).await;
        assert_eq!((&planned["status"], &planned["due_on"], &planned["cause"], &planned["light"]), (&json!("in_progress"), &json!("2021-09-30"), &json!("funds"), &json!("green")));
        assert_eq!(planned["milestones"][0]["name"], "续贷到位");
        // Another plan goes on with the milestones that are open; the one of before stays in the timeline.
        let other = without(plan(), "milestones");
        let mut other = without(other, "adopted");
        other["path"] = json!("lease");
        assert_eq!(act(park, id, "plan", other).await["path"], "lease");
        park.post(&format!("{path}/plan"), plan()).await.refused(409, "entry.milestones_open");
        let (status, headers, bytes) = department.download(&format!("{path}/sheet?format=html")).await;
        assert_eq!((status, headers["content-type"].to_str().unwrap().starts_with("text/html")), (200, true));
        let sheet = String::from_utf8(bytes).unwrap();
        for said in ["聚合庄生态农庄一企一策方案表", "资金短缺", "协调银行续贷", "续贷到位", "区政府常务会议，2021-08-05"] {
            assert!(sheet.contains(said), "{said}: {sheet}");
        }
        park.get(&format!("{path}/sheet?format=xlsx")).await.refused(422, "request.invalid");
        people.other_park.get(&format!("{path}/sheet")).await.refused(404, "not_found");
        let month = format!("{path}/months/2021-07");
        let told = department.put(&month, json!({"workers_back": 3})).await.expect(422);
        assert_eq!(wrong(&told), [("/text", "required")]);
        department.put(&month, json!({"workers_back": 3, "output_yuan": 0, "text": "设备检修"})).await.expect(200);
        let conclude = json!({"outcome": "vacated", "on": "2021-08-21", "text": "已腾退", "land_released_mu": "3.25"});
        park.post(&format!("{path}/conclude"), conclude.clone()).await.refused(403, "entry.not_yours");
        act(department, id, "conclude", conclude.clone()).await;
        let refused = act(office, id, "refuse", json!({"reason": "设备未清"})).await;
        assert_eq!((&refused["status"], &refused["outcome"], &refused["land_released_mu"]), (&json!("in_progress"), &Value::Null, &Value::Null));
        let told = department.post(&format!("{path}/conclude"), json!({"outcome": "vacated", "on": "2021-08-20", "text": "x"})).await.expect(422);
        assert_eq!(wrong(&told), [("/on", "out_of_order")]);
        let again = json!({"outcome": "vacated", "on": "2021-08-21", "text": "已腾退", "land_released_mu": "3.25"});
        act(department, id, "conclude", again).await;
        let done = act(park, id, "confirm", json!({})).await;
        assert_eq!((&done["status"], &done["confirmed_on"], &done["settled_on"]), (&json!("revived"), &json!("2021-08-21"), &json!("2021-08-21")));
        let compared = app.db.read_blocking(|conn| {
            let ledger = LEDGERS.iter().find(|one| one.code() == "revivals").unwrap();
            Ok(rebuilt::compare(conn, *ledger))
        });
        assert_eq!(compared.unwrap(), 1);
    }

    async fn what_does_not_stand_still_or_is_listed_already_is_refused(app) {
        let people = &app.people;
        let (park, office) = (&people.park, &people.coordinator);
        let body = json!({"enterprise_id": people.enterprise_id});
        let told = park.post("/revivals", json!({})).await.expect(422);
        assert!(wrong(&told).contains(&("/enterprise_id", "required")), "{told}");
        park.post("/revivals", body.clone()).await.refused(409, "revival.not_halted");
        runs(park, people.enterprise_id, "running", "2021-08-01").await;
        park.post("/revivals", body.clone()).await.refused(409, "revival.not_halted");
        runs(park, people.enterprise_id, "semi_halted", "2021-08-02").await;
        for (field, value, code) in [("halt", json!("halted"), "not_applicable"), ("halted_on", json!("2021-08-03"), "future_day"),
            ("criterion", json!("字".repeat(101)), "too_long"), ("enterprise_id", json!(people.other_enterprise_id), "unknown_id"), ("cause", json!("funds"), "unknown_field")] {
            let mut one = body.clone();
            one[field] = value;
            let told = park.post("/revivals", one).await.expect(422);
            assert_eq!(wrong(&told), [(format!("/{field}").as_str(), code)]);
        }
        assert_eq!(park.get("/revivals?count=true").await.expect(200)["total"], 0, "nothing was written");
        people.department.post("/revivals", body.clone()).await.refused(403, "access.not_yours");
        let first = id_of(&park.post("/revivals", body.clone()).await.expect(201));
        assert_eq!(park.get(&format!("/revivals/{first}")).await.expect(200)["halt"], "semi_halted");
        let told = park.post("/revivals", body.clone()).await.refused(409, "revival.already_listed");
        assert!(told["detail"].as_str().unwrap().contains("SH-PH-2021-001"), "{told}");
        // The enterprise it is about is no matter of corrections.
        let told = park.patch(&format!("/revivals/{first}"), json!({"enterprise_id": people.enterprise_id})).await.expect(422);
        assert_eq!(wrong(&told), [("/enterprise_id", "unknown_field")]);
        // What was taken out makes room, and comes back only where there is.
        act(office, first, "exclude", json!({"ground": "x", "reason": "误列"})).await;
        let second = id_of(&park.post("/revivals", body).await.expect(201));
        let back = format!("/revivals/{first}/reinstate");
        office.post(&back, json!({"reason": "x"})).await.refused(409, "revival.already_listed");
        act(office, second, "exclude", json!({"ground": "x", "reason": "误列"})).await;
        assert_eq!(act(office, first, "reinstate", json!({"reason": "x"})).await["status"], "listed");
    }

    async fn a_plan_has_a_milestone_and_is_whole(app) {
        let id = listed(&app).await;
        let department = &app.people.department;
        let path = format!("/revivals/{id}/plan");
        for (body, pointer, code) in [
            (without(plan(), "milestones"), "/milestones", "required"),
            (json!({"milestones": [], "cause": "funds", "path": "lease", "measures": "x", "target_on": "2021-12-31"}), "/milestones", "required"),
            (without(plan(), "cause"), "/cause", "required"),
            (without(plan(), "measures"), "/measures", "required"),
        ] {
            let told = department.post(&path, body.clone()).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{body}");
        }
        for (field, value, code) in [("target_on", json!("2021-08-01"), "past_day"), ("path", json!("magic"), "unknown_value"), ("land_mu", json!("1.234"), "malformed"), ("workers", json!(-1), "out_of_range")] {
            let mut body = plan();
            body[field] = value;
            let told = department.post(&path, body).await.expect(422);
            assert_eq!(wrong(&told), [(format!("/{field}").as_str(), code)]);
        }
        let mut body = plan();
        body["milestones"][0]["department_id"] = json!(999_999);
        let told = department.post(&path, body).await.expect(422);
        assert_eq!(wrong(&told), [("/milestones/0/department_id", "unknown_id")]);
        let shown = department.get(&format!("/revivals/{id}")).await.expect(200);
        assert_eq!((&shown["version"], &shown["status"]), (&json!(1), &json!("listed")), "nothing was written");
        let mut body = plan();
        body["target_on"] = json!("2021-08-02");
        act(department, id, "plan", body).await;
    }

    async fn who_concluded_does_not_confirm(app) {
        let people = &app.people;
        runs(&people.park, people.enterprise_id, "halted", "2021-07-01").await;
        let body = json!({"enterprise_id": people.enterprise_id});
        let id = id_of(&people.park.post("/revivals", body).await.expect(201));
        act(&people.park, id, "plan", plan()).await;
        let conclude = json!({"outcome": "deregistered", "on": "2021-08-02", "text": "已注销"});
        act(&people.park, id, "conclude", conclude).await;
        let path = format!("/revivals/{id}/confirm");
        // Neither the person nor anybody else of the park.
        people.park.post(&path, json!({})).await.refused(403, "entry.own_conclusion");
        people.park2.post(&path, json!({})).await.refused(403, "entry.own_conclusion");
        people.department.post(&path, json!({})).await.refused(403, "access.not_yours");
        assert_eq!(act(&people.coordinator, id, "confirm", json!({})).await["status"], "cleared");
        people.coordinator.post(&path, json!({})).await.refused(409, "entry.transition_not_allowed");
    }

    async fn what_restarted_is_confirmed_once_it_has_run_for_thirty_days(app) {
        let people = &app.people;
        let (park, enterprise) = (&people.park, people.enterprise_id);
        let id = concluded(&app, "restarted").await;
        let path = format!("/revivals/{id}/confirm");
        park.post(&path, json!({})).await.refused(409, "revival.still_halted");
        runs(park, enterprise, "reduced", "2021-08-02").await;
        app.day("2021-08-20");
        runs(park, enterprise, "running", "2021-08-20").await;
        app.day("2021-08-31");
        let told = park.post(&path, json!({})).await.refused(409, "revival.still_halted");
        assert!(told["detail"].as_str().unwrap().contains("2021-09-01"), "29 days: {told}");
        app.day("2021-09-01");
        park.post(&path, json!({"on": "2021-08-31"})).await.refused(409, "revival.still_halted");
        let told = park.post(&path, json!({"project_id": 1})).await.expect(422);
        assert!(wrong(&told).contains(&("/project_id", "not_applicable")), "{told}");
        assert_eq!(act(park, id, "confirm", json!({})).await["status"], "revived", "30 days");
        // Halting again within twelve months is told as a relapse.
        assert_eq!(totals(park, "").await["held"], 1);
        app.day("2021-10-08");
        runs(park, enterprise, "halted", "2021-10-08").await;
        let again = park.post("/revivals", json!({"enterprise_id": enterprise})).await.expect(201);
        assert_eq!(again["relapse_of"], id);
        let now = totals(park, "").await;
        assert_eq!((&now["held"], &now["relapsed"], &now["revived"], &now["listed"]), (&json!(0), &json!(1), &json!(1), &json!(2)));
        assert_eq!(totals(park, "as_of=2021-10-07").await["held"], 1, "a day that was told stays");
    }

    async fn a_day_that_is_recorded_late_counts_for_thirty_days_at_most(app) {
        let park = &app.people.park;
        let id = concluded(&app, "restarted").await;
        runs(park, app.people.enterprise_id, "running", "2021-07-04").await;
        let path = format!("/revivals/{id}/confirm");
        // Since 4 July it runs for 29 days on 2 August.
        park.post(&path, json!({})).await.refused(409, "revival.still_halted");
        runs(park, app.people.enterprise_id, "running", "2021-07-03").await;
        // 4 July is the latest entry of the history, and what it goes on from is a day earlier.
        assert_eq!(act(park, id, "confirm", json!({})).await["status"], "revived");
    }

    async fn what_was_replaced_names_who_is_in_its_plant_now(app) {
        let people = &app.people;
        let (park, department) = (&people.park, &people.department);
        let id = listed(&app).await;
        act(department, id, "plan", plan()).await;
        let of = |name: &str| format!("/revivals/{id}/{name}");
        let conclude = json!({"outcome": "replaced", "on": "2021-08-02", "text": "新企业进驻"});
        let mut wrong_one = conclude.clone();
        wrong_one["outcome"] = json!("vacated");
        wrong_one["project_id"] = json!(999_999);
        let told = department.post(&of("conclude"), wrong_one).await.expect(422);
        assert_eq!(wrong(&told), [("/project_id", "not_applicable")]);
        act(department, id, "conclude", conclude).await;
        let told = park.post(&of("confirm"), json!({})).await.expect(422);
        assert_eq!(wrong(&told), [("/by_enterprise_id", "required")]);
        let told = park.post(&of("confirm"), json!({"by_enterprise_id": people.enterprise_id})).await.expect(422);
        assert_eq!(wrong(&told), [("/by_enterprise_id", "not_applicable")]);
        let told = park.post(&of("confirm"), json!({"project_id": 999_999})).await.expect(422);
        assert_eq!(wrong(&told), [("/project_id", "unknown_id")]);
        let project = json!({"name": "新厂", "kind": "industrial", "level": "city", "park_id": people.park_id});
        let project = id_of(&park.post("/projects", project).await.expect(201));
        park.post(&of("confirm"), json!({"project_id": project})).await.refused(409, "revival.still_halted");
        let on = json!({"on": "2021-08-02", "evidence": "piling"});
        park.post(&format!("/projects/{project}/start"), on).await.expect(200);
        let done = act(park, id, "confirm", json!({"project_id": project})).await;
        assert_eq!((&done["status"], &done["project_id"]), (&json!("revived"), &json!(project)));
        assert_eq!(totals(park, "").await["held"], 1);
    }

    async fn enterprises_wait_to_be_listed_and_the_numbers_tell_it(app) {
        let people = &app.people;
        let (park, office) = (&people.park, &people.coordinator);
        runs(park, people.enterprise_id, "halted", "2021-07-01").await;
        runs(&people.other_park, people.other_enterprise_id, "semi_halted", "2021-08-01").await;
        let waits = office.get("/revivals/unlisted?count=true").await.expect(200);
        assert_eq!((&waits["total"], &waits["items"][0]["id"], &waits["items"][0]["operating_status_since"]), (&json!(2), &json!(people.enterprise_id), &json!("2021-07-01")));
        let page = office.get("/revivals/unlisted?limit=1").await.expect(200);
        let cursor = page["next_cursor"].as_str().unwrap();
        let rest = office.get(&format!("/revivals/unlisted?limit=1&cursor={cursor}")).await.expect(200);
        assert_eq!((&rest["items"][0]["id"], &rest["next_cursor"]), (&json!(people.other_enterprise_id), &Value::Null));
        assert_eq!(park.get("/revivals/unlisted?count=true").await.expect(200)["total"], 1);
        people.department.get("/revivals/unlisted").await.refused(403, "access.not_yours");
        let before = totals(office, "").await;
        assert_eq!((&before["halted"], &before["semi_halted"], &before["unlisted"], &before["listed"]), (&json!(1), &json!(1), &json!(2), &json!(0)));
        assert_eq!((&before["filed"]["percent"], &before["rates"]["revived"]["percent"]), (&json!("0.0"), &Value::Null));
        // Both were looked at in August.
        assert_eq!(before["checked"], json!({"numerator": 2, "denominator": 2, "percent": "100.0"}));
        let id = concluded(&app, "vacated").await;
        act(park, id, "confirm", json!({})).await;
        let now = totals(office, "").await;
        assert_eq!((&now["unlisted"], &now["filed"]["percent"]), (&json!(2), &json!("0.0")), "its entry isn't open any more");
        assert_eq!((&now["vacated"], &now["restarted"], &now["rates"]["revived"]["percent"], &now["rates"]["restarted"]["percent"]),
            (&json!(1), &json!(0), &json!("100.0"), &json!("0.0")));
        assert_eq!((&now["land_revived_mu"], &now["land_released_mu"], &now["rates"]["planned"]["percent"]), (&json!("12.50"), &json!("3.25"), &json!("100.0")));
        // Next year it is none of the base any more, and still one of all.
        let next = totals(office, "as_of=2021-08-02").await;
        assert_eq!((&next["base_this_year"], &next["revived_this_year"]), (&json!(1), &json!(1)));
        app.day("2022-01-04");
        let next = totals(office, "").await;
        assert_eq!((&next["base_this_year"], &next["revived_this_year"], &next["revived"]), (&json!(0), &json!(0), &json!(1)));
        assert_eq!(next["checked"]["numerator"], 0);
        // By park each has its own; of who owns an entry there is nothing to tell of enterprises.
        let by_park = office.get("/statistics/revivals?group_by=park").await.expect(200);
        let of = |park: i64| by_park["rows"].as_array().unwrap().iter().find(|row| row["key"]["park_id"] == park).unwrap().clone();
        assert_eq!((&of(people.park_id)["halted"], &of(people.other_park_id)["semi_halted"]), (&json!(1), &json!(1)));
        let by_cause = office.get("/statistics/revivals?group_by=cause").await.expect(200);
        assert_eq!(by_cause["rows"][0]["halted"], Value::Null);
        assert_eq!(office.get("/revivals?count_of=vacated&count=true").await.expect(200)["total"], 1);
        assert_eq!(office.get("/revivals?cause=funds&path=self_recovery&count=true").await.expect(200)["total"], 1);
    }

    async fn what_waits_to_be_listed_stands_in_the_queue_of_its_park(app) {
        let people = &app.people;
        let park = &people.park;
        let waits = async |who: &Person| who.get("/me/queue").await.expect(200)["counts"]["list_revival"].clone();
        assert_eq!(waits(park).await, Value::Null);
        runs(park, people.enterprise_id, "halted", "2021-07-01").await;
        runs(&people.other_park, people.other_enterprise_id, "semi_halted", "2021-08-01").await;
        assert_eq!((waits(park).await, waits(&people.other_park).await), (json!(1), json!(1)));
        for who in [&people.coordinator, &people.leader, &people.department] {
            assert_eq!(waits(who).await, Value::Null, "it is for the park to list");
        }
        let id = id_of(&park.post("/revivals", json!({"enterprise_id": people.enterprise_id})).await.expect(201));
        assert_eq!((waits(park).await, waits(&people.other_park).await), (Value::Null, json!(1)));
        act(&people.coordinator, id, "exclude", json!({"ground": "x", "reason": "误列"})).await;
        assert_eq!(waits(park).await, 1);
        runs(park, people.enterprise_id, "reduced", "2021-08-02").await;
        assert_eq!(waits(park).await, Value::Null);
    }

    async fn the_share_that_was_checked_is_of_the_enterprises_in_use_on_the_day(app) {
        let people = &app.people;
        let (park, office) = (&people.park, &people.coordinator);
        let checked = async |day: &str| {
            let checked = totals(office, &format!("as_of={day}")).await["checked"].clone();
            (checked["numerator"].as_i64().unwrap(), checked["denominator"].as_i64().unwrap())
        };
        app.day("2021-08-10");
        let body = json!({"name": "新厂", "park_id": people.park_id});
        let id = id_of(&park.post("/enterprises", body).await.expect(201));
        assert_eq!((checked("2021-08-09").await, checked("2021-08-10").await), ((0, 2), (0, 3)));
        app.day("2021-08-20");
        runs(park, id, "running", "2021-08-20").await;
        app.day("2021-08-25");
        let path = format!("/enterprises/{id}");
        park.patch(&path, json!({"active": false})).await.expect(200);
        // What is changed of it later doesn't put it out of use later.
        app.day("2021-08-30");
        park.patch(&path, json!({"industry": "纺织"})).await.expect(200);
        for (day, told) in [("2021-08-09", (0, 2)), ("2021-08-19", (0, 3)), ("2021-08-20", (1, 3)), ("2021-08-24", (1, 3)), ("2021-08-25", (0, 2)), ("2021-08-30", (0, 2))] {
            assert_eq!(checked(day).await, told, "{day}");
        }
        // How it ran is known of days before it was entered: it was in use then.
        app.day("2021-08-31");
        park.patch(&path, json!({"active": true})).await.expect(200);
        runs(park, id, "reduced", "2021-08-04").await;
        for (day, told) in [("2021-08-03", (0, 2)), ("2021-08-04", (0, 3)), ("2021-08-31", (1, 3))] {
            assert_eq!(checked(day).await, told, "{day}");
        }
    }

    async fn a_visit_tells_how_the_enterprise_runs_and_is_kept_as_progress(app) {
        let people = &app.people;
        let park = &people.park;
        app.day("2021-08-06");
        let firm = format!("/enterprises/{}", people.enterprise_id);
        assert_eq!(park.get(&firm).await.expect(200)["status_checked_on"], Value::Null);
        let id = listed(&app).await;
        let visit = json!({"enterprise_id": people.enterprise_id, "visited_on": "2021-08-05", "participants": ["王建国"],
            "summary": "银行已受理续贷", "as_progress": true, "operating_status": "halted"});
        let project = json!({"name": "新厂", "kind": "industrial", "level": "city", "park_id": people.park_id});
        let project = id_of(&park.post("/projects", project).await.expect(201));
        let mut both = visit.clone();
        both["project_id"] = json!(project);
        park.post("/visits", both).await.expect(201);
        for path in [format!("/revivals/{id}"), format!("/projects/{project}")] {
            assert_eq!(park.get(&path).await.expect(200)["progress"]["text"], "银行已受理续贷", "{path}");
        }
        // As it was known: the history stays, and it was checked.
        let shown = park.get(&firm).await.expect(200);
        assert_eq!((&shown["status_checked_on"], shown["operating_history"].as_array().unwrap().len()), (&json!("2021-08-06"), 1));
        // Found otherwise, it is so from the day of the visit on.
        let mut other = visit.clone();
        other["operating_status"] = json!("reduced");
        park.post("/visits", other).await.expect(201);
        let shown = park.get(&firm).await.expect(200);
        assert_eq!((&shown["operating_status"], &shown["operating_status_since"]), (&json!("reduced"), &json!("2021-08-05")));
        let before = park.get("/visits?count=true").await.expect(200)["total"].clone();
        for (body, pointer, code) in [
            (without(visit.clone(), "summary"), "/summary", "required"),
            (json!({"site_name": "工地", "visited_on": "2021-08-05", "participants": ["王建国"], "operating_status": "running"}), "/operating_status", "not_applicable"),
            (json!({"site_name": "工地", "visited_on": "2021-08-05", "participants": ["王建国"], "summary": "x", "as_progress": true}), "/as_progress", "not_applicable"),
        ] {
            let told = park.post("/visits", body.clone()).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{body}");
        }
        assert_eq!(park.get("/visits?count=true").await.expect(200)["total"], before, "nothing was written");
    }
}
