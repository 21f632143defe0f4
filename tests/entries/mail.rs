//! What of entries is told by mail: who answers for them, what is urged, concluded and ruled on, and milestones that
//! are near or past.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Value, json};
use zhuqi::app::ledgers::LEDGERS;
use zhuqi::base::db::Db;
use zhuqi::base::db::schema::milestones;
use zhuqi::entries::actions::{is_due, remind};

use super::custom::{ledger, listed, moved};
use super::{act, project, proposed, wrong};
use crate::both;
use crate::harness::App;
use crate::mail::server::Server;
use crate::mail::{Row, own_domain, row_to, rows, run_sql, worker};
use crate::problems::id_of;

const POWER: [&str; 2] = ["department1@district.example", "dian@huachen.example"];
const ECONOMY: [&str; 2] = ["jfj@district.example", "other_department@district.example"];
const PARK: [&str; 2] = ["park1@district.example", "park2@district.example"];
const OFFICE: [&str; 2] = [
    "coordinator1@district.example",
    "coordinator2@district.example",
];

/// Who was told since a number of mails was there, each once.
fn told(app: &App, before: usize) -> BTreeSet<String> {
    let new: Vec<Row> = rows(app).split_off(before);
    let to: BTreeSet<String> = new.iter().map(|row| row.recipient.clone()).collect();
    assert_eq!(to.len(), new.len(), "{new:?}");
    to
}

fn all(of: &[&[&str]]) -> BTreeSet<String> {
    of.concat().into_iter().map(str::to_owned).collect()
}

/// A project that the office lists for a department and another one to support it.
async fn given_out(app: &App) -> i64 {
    let people = &app.people;
    let mut body = project(app);
    body["department_id"] = json!(people.department_id);
    body["supporting_department_ids"] = json!([people.other_department_id]);
    id_of(&people.coordinator.post("/projects", body).await.expect(201))
}

fn remind_on(app: &App, db: &Db) -> usize {
    let (clock, now) = (app.clock.clone(), app.clock.now());
    db.write_blocking(move |conn| remind(conn, &clock, now, LEDGERS))
        .unwrap()
}

/// What is reminded of at nine o'clock of a day: to whom, and in which words.
fn reminded(app: &App, day: &str) -> Vec<(String, String)> {
    app.day(day);
    let before = rows(app).len();
    let queued = remind_on(app, &app.db);
    let new = rows(app).split_off(before);
    assert_eq!(new.len(), queued);
    let of = |row: Row| {
        let (_, word) = row.subject.split_once("] ").unwrap();
        (row.recipient, word.split('：').next().unwrap().to_owned())
    };
    new.into_iter().map(of).collect()
}

fn each(to: &[&str], word: &str) -> Vec<(String, String)> {
    to.iter()
        .map(|to| ((*to).to_owned(), word.to_owned()))
        .collect()
}

/// The day from which a milestone is reminded of next.
fn remind_from(app: &App, entry: i64, position: i64) -> Option<NaiveDate> {
    app.db
        .read_blocking(move |conn| {
            Ok(milestones::table
                .filter(milestones::entry_id.eq(entry))
                .filter(milestones::position.eq(position))
                .select(milestones::remind_on)
                .first(conn)?)
        })
        .unwrap()
}

const NEAR: &str = "节点期限临近";
const LATE: &str = "节点逾期";

both! {
    async fn a_letter_tells_ledger_number_name_owner_park_what_happened_and_until_when(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let id = given_out(&app).await;
        let body = json!({"text": "请加快\n手续办理", "reply_by": "2021-08-20"});
        act(&app.people.coordinator, id, "supervise", body).await;
        worker(&app, &server.url("plain")).send_due().await.unwrap();
        let taken = server.taken(&domain);
        let to = |address: &str, word: &str| {
            let is_it = |mail: &&crate::mail::server::Taken| {
                mail.to == [format!("{address}@{domain}")] && mail.header("Subject").contains(word)
            };
            taken.iter().find(is_it).unwrap_or_else(|| panic!("{address}: {word}")).clone()
        };
        let urged = to("dian", "督办");
        assert_eq!(urged.header("Subject"), "[SH-XM-2021-001] 督办：聚合庄生态农庄");
        let thread = format!("<entry-{id}@127.0.0.1>");
        assert_eq!((urged.header("References"), urged.header("In-Reply-To")), (thread.clone(), thread));
        for body in urged.bodies() {
            for part in ["华辰电力公司", "SH-XM-2021-001", "项目建设", "沙河产业园区", "coordinator1同志", "2021-08-20",
                "手续办理", "请抓紧推进并按要求回复。"] {
                assert!(body.contains(part), "{part} in\n{body}");
            }
        }
        assert!(urged.bodies()[0].contains(&format!("http://127.0.0.1:8080/projects/{id}")));
        let own = &to("department1", "谋划登记").bodies()[0];
        assert!(own.contains("该事项由贵单位负责") && own.contains("责任单位：华辰电力公司"), "{own}");
        let support = &to("jfj", "谋划登记").bodies()[0];
        assert!(support.contains("请配合责任单位") && support.contains("责任单位：华辰电力公司"), "{support}");
        assert_eq!(taken.len(), 6, "four of the listing, two of the urging");
    }

    async fn who_becomes_owner_or_supports_it_is_told_once_and_nobody_of_their_own_doing(app) {
        let people = &app.people;
        let (park, office) = (&people.park, &people.coordinator);
        let id = proposed(&app).await;
        assert_eq!(told(&app, 0), all(&[]), "a park that lists its own project tells nobody");
        let mut before = 0;
        let mut told_by = async |who: &crate::harness::people::Person, body: Value| {
            act(who, id, "assign", body).await;
            let to = told(&app, before);
            before = rows(&app).len();
            to
        };
        let power = people.department_id;
        let economy = people.other_department_id;
        assert_eq!(told_by(park, json!({"department_id": power})).await, all(&[&POWER]));
        assert_eq!(told_by(park, json!({"department_id": power, "handler": "李工"})).await, all(&[]));
        assert_eq!(told_by(park, json!({"supporting_department_ids": [economy]})).await, all(&[&ECONOMY]));
        assert_eq!(told_by(office, json!({"supporting_department_ids": [economy]})).await, all(&[]));
        assert_eq!(told_by(office, json!({"department_id": null})).await, all(&[&PARK]), "the park owns it again");
        assert_eq!(told_by(office, json!({"supporting_department_ids": []})).await, all(&[]));
        // Who was let go and is taken again begins anew.
        assert_eq!(told_by(office, json!({"supporting_department_ids": [economy]})).await, all(&[&ECONOMY]));
        let before = rows(&app).len();
        act(office, id, "supervise", json!({"text": "请加快"})).await;
        assert_eq!(told(&app, before), all(&[&PARK]));
        let before = rows(&app).len();
        act(park, id, "comment", json!({"text": "已知悉"})).await;
        act(park, id, "progress", json!({"text": "已完成征迁"})).await;
        assert_eq!(told(&app, before), all(&[]));
    }

    async fn an_organ_s_decision_is_told_to_the_owner_and_those_who_support_it(app) {
        let id = given_out(&app).await;
        let before = rows(&app).len();
        let ban = json!({"basis": "产业政策", "decided_by": "区发展改革委", "document_no": "〔2021〕1号",
            "meeting_on": "2021-08-02", "reviewers": "区发展改革委、区工信局"});
        act(&app.people.coordinator, id, "ban", ban).await;
        assert_eq!(told(&app, before), all(&[&POWER, &ECONOMY]));
    }

    async fn a_conclusion_is_told_to_those_who_may_confirm_it_and_the_ruling_to_the_owner(app) {
        let ledger = ledger();
        let people = &app.people;
        let (park, office, department) = (&people.park.actor, &people.coordinator.actor, &people.department.actor);
        let body = json!({"name": "恒瑞机械", "enterprise_id": people.enterprise_id, "department_id": people.department_id});
        let id = listed(&app, &ledger, park, body).unwrap();
        assert_eq!(told(&app, 0), all(&[&POWER]));
        let milestones = json!({"milestones": [{"name": "签约", "due_on": "2021-09-30"}]});
        moved(&app, &ledger, department, id, "plan_milestones", milestones).unwrap();
        let plan = json!({"cause": "funds", "path": "lease", "measures": "厂房租赁", "target_on": "2021-12-31"});
        moved(&app, &ledger, department, id, "plan", plan).unwrap();
        let conclude = json!({"outcome": "vacated", "on": "2021-08-02", "text": "已腾退"});
        let mut before = rows(&app).len();
        assert_eq!(before, 2);
        for (who, name, body, to, ask) in [
            (department, "conclude", conclude.clone(), vec![&PARK[..], &OFFICE[..]], "请核实后作出认定。"),
            (office, "refuse", json!({"reason": "设备未清"}), vec![&POWER[..]], "报结未获认定，请继续推进。"),
            (department, "conclude", conclude, vec![&PARK[..], &OFFICE[..]], "请核实后作出认定。"),
            (park, "confirm", json!({}), vec![&POWER[..]], "报结已获认定，请知悉。"),
        ] {
            moved(&app, &ledger, who, id, name, body).unwrap();
            assert_eq!(told(&app, before), all(&to), "{name}");
            let row = rows(&app).split_off(before).remove(0);
            assert!(body_of(&app, row.id).contains(ask), "{name}");
            before = rows(&app).len();
        }
    }

    async fn a_holiday_notice_moves_the_day_from_which_a_milestone_is_told_and_its_light_is_yellow(app) {
        app.day("2026-12-01");
        let id = proposed(&app).await;
        let path = format!("/projects/{id}");
        let milestones = json!({"milestones": [{"name": "主体封顶", "due_on": "2027-01-08"}]});
        app.people.park.put(&format!("{path}/milestones"), milestones).await.expect(200);
        let day = |text: &str| Some(text.parse::<NaiveDate>().unwrap());
        assert_eq!(remind_from(&app, id, 1), day("2026-12-31"));
        let notice = json!({"off": ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"], "work": []});
        app.people.coordinator.put("/calendar/2027", notice).await.expect(200);
        assert_eq!(remind_from(&app, id, 1), day("2026-12-30"));
        for (on, light) in [("2026-12-29", "green"), ("2026-12-30", "yellow")] {
            app.day(on);
            let shown = app.people.park.get(&path).await.expect(200);
            assert_eq!((&shown["light"], &shown["clocks"]["milestone"]["provisional"]), (&json!(light), &json!(false)), "{on}");
        }
        // Once it was told, it isn't told again.
        assert_eq!(reminded(&app, "2026-12-30"), each(&PARK, NEAR));
        let again = json!({"off": ["2027-01-01", "2027-01-02", "2027-01-03"], "work": []});
        app.people.coordinator.put("/calendar/2027", again).await.expect(200);
        assert_eq!(remind_from(&app, id, 1), day("2027-01-09"));
    }

    async fn a_milestone_is_told_once_before_and_once_after_its_day_to_the_unit_whose_it_is(app) {
        let people = &app.people;
        let id = proposed(&app).await;
        let milestones = json!({"milestones": [
            {"name": "主体封顶", "due_on": "2021-08-20"},
            {"name": "送电", "due_on": "2021-09-03", "department_id": people.department_id},
            {"name": "早已到期", "due_on": "2021-08-01", "track": "征迁"},
        ]});
        people.park.put(&format!("/projects/{id}/milestones"), milestones).await.expect(200);
        // Five working days before Friday, 20 August, is the Friday before.
        for day in ["2021-08-02", "2021-08-12"] {
            assert_eq!(reminded(&app, day), [], "{day}: what was past when it was set is told to nobody");
        }
        assert_eq!(reminded(&app, "2021-08-13"), each(&PARK, NEAR));
        for day in ["2021-08-13", "2021-08-16", "2021-08-20"] {
            assert_eq!(reminded(&app, day), [], "{day}");
        }
        assert_eq!(reminded(&app, "2021-08-21"), each(&PARK, LATE));
        assert_eq!(reminded(&app, "2021-08-26"), []);
        let mut power = each(&POWER, NEAR);
        power.reverse();
        assert_eq!(reminded(&app, "2021-08-27"), power, "notice addresses, then staff");
        act(&people.department, id, "complete_milestone", json!({"position": 2, "on": "2021-08-27"})).await;
        assert_eq!(reminded(&app, "2021-12-31"), [], "what is done is told no more");
        let kinds: BTreeSet<String> = rows(&app).into_iter().map(|row| row.kind).collect();
        assert_eq!(kinds, BTreeSet::from(["reminder_red".into(), "reminder_yellow".into()]));
    }

    async fn a_moved_milestone_is_told_anew_and_one_of_an_excluded_entry_when_it_is_back(app) {
        let (park, office) = (&app.people.park, &app.people.coordinator);
        let id = proposed(&app).await;
        let milestones = json!({"milestones": [{"name": "主体封顶", "due_on": "2021-08-20"}]});
        park.put(&format!("/projects/{id}/milestones"), milestones).await.expect(200);
        assert_eq!(reminded(&app, "2021-08-13"), each(&PARK, NEAR));
        let moved_to = |day: &str| json!({"position": 1, "due_on": day, "reason": "雨季"});
        act(park, id, "move_milestone", moved_to("2021-08-27")).await;
        assert_eq!(reminded(&app, "2021-08-19"), []);
        assert_eq!(reminded(&app, "2021-08-20"), each(&PARK, NEAR));
        // Away and back: told of the same day again, on another one.
        act(office, id, "move_milestone", moved_to("2021-09-30")).await;
        act(office, id, "move_milestone", moved_to("2021-08-27")).await;
        assert_eq!(reminded(&app, "2021-08-23"), each(&PARK, NEAR));
        act(office, id, "exclude", json!({"ground": "企业撤资", "reason": "不再建设"})).await;
        assert_eq!(reminded(&app, "2021-08-30"), []);
        act(office, id, "reinstate", json!({"reason": "重新启动"})).await;
        assert_eq!(reminded(&app, "2021-08-30"), each(&PARK, LATE), "once, though it was near and past meanwhile");
        assert_eq!(remind_from(&app, id, 1), None);
        assert_eq!(reminded(&app, "2021-08-31"), []);
    }

    async fn two_nodes_at_once_remind_once_and_nothing_due_is_seen_without_a_write(app) {
        let park = &app.people.park;
        for _ in 0..5 {
            let id = proposed(&app).await;
            let milestones = json!({"milestones": [{"name": "主体封顶", "due_on": "2021-08-20"}]});
            park.put(&format!("/projects/{id}/milestones"), milestones).await.expect(200);
        }
        let look = |app: &App| {
            let today = app.clock.today();
            app.db.read_blocking(move |conn| is_due(conn, today, LEDGERS)).unwrap()
        };
        app.at("2021-08-12 23:59");
        assert!(!look(&app));
        app.at("2021-08-13 00:00");
        assert!(look(&app));
        let other = Db::open(&app.database.url).unwrap();
        let (clock, now) = (app.clock.clone(), app.clock.now());
        let nodes = [app.db.clone(), other].map(|db| {
            let clock = clock.clone();
            tokio::task::spawn_blocking(move || {
                db.write_blocking(move |conn| remind(conn, &clock, now, LEDGERS)).unwrap()
            })
        });
        let mut queued = 0;
        for node in nodes {
            queued += node.await.unwrap();
        }
        assert_eq!((queued, rows(&app).len()), (10, 10));
        assert!(!look(&app));
    }

    async fn the_outbox_shows_the_entry_and_an_administrator_no_title(app) {
        let people = &app.people;
        let id = given_out(&app).await;
        let problem = json!({"title": "用电", "enterprise_id": people.enterprise_id, "dispatch": {"lead_department_id": people.department_id}});
        people.park.post("/problems", problem).await.expect(201);
        let path = format!("/outbox?entry_id={id}&count=true");
        for (who, subject) in [
            (&people.coordinator, "[SH-XM-2021-001] 谋划登记：聚合庄生态农庄"),
            (&people.admin, "[SH-XM-2021-001] 谋划登记"),
        ] {
            let list = who.get(&path).await.expect(200);
            assert_eq!(list["total"], 4);
            let mail = &list["items"][0];
            assert_eq!((&mail["entry_id"], &mail["ledger"]), (&json!(id), &json!("projects")));
            assert_eq!((&mail["entry_number"], &mail["problem_id"]), (&json!("SH-XM-2021-001"), &Value::Null));
            assert_eq!((&mail["subject"], &mail["kind"]), (&json!(subject), &json!("entry_move")));
            let whole = who.get("/outbox?count=true").await.expect(200);
            assert_eq!(whole["total"], 6);
            let of_problem = &whole["items"][0];
            assert_eq!((&of_problem["entry_id"], &of_problem["ledger"], &of_problem["entry_number"]), (&Value::Null, &Value::Null, &Value::Null));
            assert_eq!(who.get("/outbox?number=SH-XM-2021-001&count=true").await.expect(200)["total"], 4);
            assert_eq!(who.get("/outbox?number=SH-2021-001&count=true").await.expect(200)["total"], 2);
            let told = who.get("/outbox?entry_id=999999").await.expect(422);
            assert_eq!(wrong(&told), [("/entry_id", "unknown_id")]);
        }
        let is_it = |row: &Row| row.kind == "entry_move" && row.recipient == "dian@huachen.example";
        let mail = rows(&app).into_iter().find(is_it).unwrap();
        let parked = format!("UPDATE outbox SET state = 'parked' WHERE id = {}", mail.id);
        run_sql(&app, parked);
        let again = people.admin.post(&format!("/outbox/{}/resend", mail.id), json!({})).await.expect(200);
        assert_eq!((&again["entry_id"], &again["subject"]), (&json!(id), &json!("[SH-XM-2021-001] 谋划登记")));
    }

    async fn a_unit_that_is_out_of_use_by_then_gets_nothing_and_a_changed_address_does(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let people = &app.people;
        given_out(&app).await;
        let path = format!("/departments/{}", people.other_department_id);
        people.coordinator.patch(&path, json!({"active": false})).await.expect(200);
        let new = format!("new@{domain}");
        let path = format!("/users/{}", people.department.id);
        people.admin.patch(&path, json!({"email": new})).await.expect(200);
        worker(&app, &server.url("plain")).send_due().await.unwrap();
        let to: BTreeSet<String> = server.taken(&domain).into_iter().flat_map(|mail| mail.to).collect();
        assert!(to.contains(&new) && to.contains(&format!("dian@{domain}")), "{to:?}");
        assert!(!to.contains(&format!("jfj@{domain}")), "{to:?}");
        let left = row_to(&app, &format!("jfj@{domain}"));
        assert_eq!(left.last_answer.as_deref(), Some("未发送：收件单位已停用"));
    }

    async fn a_mail_is_about_one_thing_at_most(app) {
        let id = given_out(&app).await;
        let problem = crate::problems::filed(&app).await;
        let both = format!("UPDATE outbox SET problem_id = {problem} WHERE entry_id = {id}");
        let told = app.db.write_blocking(move |conn| {
            diesel::sql_query(both.clone()).execute(conn)?;
            Ok(())
        });
        assert!(told.is_err());
    }
}

/// The text of a mail.
fn body_of(app: &App, id: i64) -> String {
    use zhuqi::base::db::schema::outbox;
    app.db
        .read_blocking(move |conn| {
            Ok(outbox::table
                .find(id)
                .select(outbox::body_text)
                .first(conn)?)
        })
        .unwrap()
}
