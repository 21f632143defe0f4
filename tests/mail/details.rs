//! A letter that tells a department all it needs to begin, written as it leaves.

use std::sync::Arc;

use diesel::prelude::*;
use serde_json::json;
use zhuqi::base::db::schema::outbox;
use zhuqi::base::db::{Conn, settings};
use zhuqi::base::{Error, Result};
use zhuqi::circulation::Details;
use zhuqi::mail::letter::Letter;
use zhuqi::mail::rules::State;
use zhuqi::mail::store::Attachment;
use zhuqi::mail::{LetterDetails, Paper};

use super::server::{Server, Taken};
use super::*;
use crate::both;
use crate::circulation::paper;
use crate::harness::files;
use crate::problems::{id_of, solved};

fn completing(app: &App, url: &str) -> Delivery {
    worker(app, url).completing(Arc::new(Details::new(app.clock.clone(), None)))
}

/// Sends what waits and gives what an address got.
async fn got(app: &App, server: &Server, (domain, to): (&str, &str)) -> Vec<Taken> {
    completing(app, &server.url("plain"))
        .send_due()
        .await
        .unwrap();
    let taken = server.taken(domain).into_iter();
    taken
        .filter(|mail| mail.to == [format!("{to}@{domain}")])
        .collect()
}

#[track_caller]
fn tells(mail: &Taken, parts: &[&str]) {
    let [text, html] = mail.bodies();
    for part in parts {
        assert!(
            text.contains(part) && html.contains(part),
            "{part} in\n{text}\n{html}"
        );
    }
}

#[track_caller]
fn tells_nothing_of(mail: &Taken, parts: &[&str]) {
    let whole = mail.bodies().join("") + &mail.header("Subject");
    for part in parts {
        assert!(!whole.contains(part), "{part} in\n{whole}");
    }
}

/// Addresses of the test's own, and the office's phone.
fn ready(app: &App) -> (Server, String) {
    let put = |conn: &mut Conn| settings::put(conn, "office_phone", "0375-3990001");
    app.db.write_blocking(put).unwrap();
    (Server::running(), own_domain(app))
}

fn case(app: &App) -> serde_json::Value {
    let people = &app.people;
    json!({"title": "担心后续用电得不到保障", "description": "变压器容量不足，\n扩建后无法开工。",
        "enterprise_id": people.enterprise_id, "site_name": "二期工地", "category_id": 4, "severity": "major",
        "dispatch": {"lead_department_id": people.department_id,
            "supporting_department_ids": [people.other_department_id], "note": "请携带图纸",
            "meet_at": "2021-08-03T10:00:00+08:00", "place": "农庄东门"}})
}

/// What goes wrong.
struct Broken(fn() -> Result<Option<Paper>>);

impl LetterDetails for Broken {
    fn complete(&self, _: &mut Conn, _: &mut Letter, _: (i64, i64)) -> Result<Option<Paper>> {
        (self.0)()
    }
}

both! {
    async fn a_dispatch_tells_all_that_a_department_needs_without_signing_in(app) {
        let (server, domain) = ready(&app);
        let people = &app.people;
        let id = id_of(&people.park.post("/problems", case(&app)).await.expect(201));
        let picture = files::picture(4, 4, image::ImageFormat::Png);
        people.park.attach(&format!("/problems/{id}/attachments"), &[("现场照片.png", &picture)]).await.expect(201);
        let category = people.coordinator.get("/categories/4").await.expect(200)["name"].as_str().unwrap().to_owned();
        let alike = ["SH-2021-001 担心后续用电得不到保障", "扩建后无法开工。", "沙河产业园区", "聚合庄生态农庄", "二期工地", &category,
            "重大复杂", "县区", "华辰电力公司", "经济发展局", "park1同志", "2021-08-02 09:00", "0375-3990001", "请携带图纸",
            "2021-08-03 10:00", "农庄东门", "现场照片.png"];
        let clocks = people.park.get(&format!("/problems/{id}")).await.expect(200);
        let due = |clock: &serde_json::Value| clock["due_on"].as_str().unwrap().to_owned();
        let lead = &clocks["clocks"];
        for to in ["dian", "department1"] {
            let mails = got(&app, &server, (&domain, to)).await;
            tells(&mails[0], &alike);
            let [text, _] = mails[0].bodies();
            assert!(text.contains("http://127.0.0.1:8080/problems/1"), "{text}");
            for (name, clock) in [("签收时限", "accept"), ("可退回至", "return"), ("首次回复时限", "first_reply"), ("办结时限", "solve")] {
                assert!(text.contains(&format!("{name}：{}", due(&lead[clock]))), "{name} in\n{text}");
            }
            tells(&mails[0], &["请在期限内签收并办理。"]);
            tells_nothing_of(&mails[0], &["协办回复时限"]);
            assert_eq!(mails[0].header("Subject"), "[SH-2021-001] 派单：担心后续用电得不到保障");
        }
        let mails = got(&app, &server, (&domain, "jfj")).await;
        tells(&mails[0], &alike);
        let support = due(&clocks["assignments"][1]["clocks"]["support"]);
        assert!(mails[0].bodies()[0].contains(&format!("协办回复时限：{support}")));
        tells_nothing_of(&mails[0], &["签收时限", "办结时限"]);
        // The outbox keeps the short one.
        let kept: Vec<String> = app.db.read_blocking(|conn| Ok(outbox::table.select(outbox::body_text).load(conn)?)).unwrap();
        assert!(kept.iter().all(|text| !text.contains("农庄生态") && !text.contains("聚合庄")), "{kept:?}");
        // Others are told in a word, as before.
        act(&people.coordinator, id, "supervise", json!({"kind": "urge", "text": "请加快"})).await;
        let mails = got(&app, &server, (&domain, "park1")).await;
        tells_nothing_of(mails.last().unwrap(), &["聚合庄", "0375-3990001"]);
    }

    async fn who_comes_later_and_who_does_it_again_are_told_all_too(app) {
        let (server, domain) = ready(&app);
        let people = &app.people;
        let id = dispatched(&app).await;
        act(&people.department, id, "accept", json!({})).await;
        act(&people.park, id, "add_support", json!({"department_ids": [people.other_department_id]})).await;
        let mails = got(&app, &server, (&domain, "jfj")).await;
        tells(&mails[0], &["聚合庄生态农庄", "协办回复时限"]);
        tells_nothing_of(&mails[0], &["前期办理情况"]);
        act(&people.department, id, "progress", json!({"text": format!("已现场勘查{}尾", "长".repeat(300))})).await;
        act(&people.department, id, "resolve", solved()).await;
        let unsolved = json!({"reached": true, "solved": false, "note": "仍然跳闸", "then": "reopen", "reason": "停电复发"});
        act(&people.park, id, "follow_up", unsolved).await;
        let mails = got(&app, &server, (&domain, "dian")).await;
        let again = mails.last().unwrap();
        assert!(again.header("Subject").contains("重办"));
        tells(again, &["回访未获认可，请重新办理。", "停电复发", "前期办理情况", "2021-08-02 派单", "2021-08-02 报告进展：已现场勘查",
            "2021-08-02 办结：纳入“井井通”用电方案", "2021-08-02 回访：仍然跳闸", "办结时限"]);
        tells_nothing_of(again, &["尾"]);
    }

    async fn of_a_confidential_problem_only_what_the_department_may_read_is_told(app) {
        let (server, domain) = ready(&app);
        let people = &app.people;
        let secret = ["聚合庄", "二期工地", "密号词"];
        let mut body = case(&app);
        body["confidential"] = json!(true);
        body["source_reference"] = json!("密号词");
        people.park.post("/problems", body).await.expect(201);
        for to in ["dian", "jfj"] {
            let mails = got(&app, &server, (&domain, to)).await;
            tells(&mails[0], &["（保密）", "扩建后无法开工。", "沙河产业园区", "农庄东门", "park1同志"]);
            tells_nothing_of(&mails[0], &secret);
        }
        // What became confidential while the letter waited is hidden as well.
        let mut body = case(&app);
        body["title"] = json!("聚合庄生态农庄用电");
        body["dispatch"]["note"] = json!("请联系聚合庄生态农庄");
        let id = id_of(&people.park.post("/problems", body).await.expect(201));
        let hide = json!({"confidential": true, "title": "用电得不到保障"});
        people.coordinator.patch(&format!("/problems/{id}"), hide).await.expect(200);
        let mails = got(&app, &server, (&domain, "dian")).await;
        let late = mails.last().unwrap();
        assert_eq!(late.header("Subject"), "[SH-2021-002] 派单：用电得不到保障");
        tells(late, &["用电得不到保障", "请联系（保密）"]);
        tells_nothing_of(late, &secret);
    }

    async fn the_slip_goes_along_as_pdf_where_the_department_wants_it(app) {
        let (server, domain) = ready(&app);
        let people = &app.people;
        let path = format!("/departments/{}", people.department_id);
        let before = people.coordinator.get(&path).await.expect(200);
        assert_eq!(before["wants_slip_pdf"], false);
        let after = people.coordinator.patch(&path, json!({"wants_slip_pdf": true})).await.expect(200);
        assert_eq!(after["wants_slip_pdf"], true);
        let id = id_of(&people.park.post("/problems", case(&app)).await.expect(201));
        let mails = got(&app, &server, (&domain, "dian")).await;
        let raw = &mails[0].raw;
        assert!(raw.contains("application/pdf"), "{raw}");
        assert!(paper(raw).starts_with(b"%PDF-"));
        tells(&mails[0], &["聚合庄生态农庄"]);
        let mails = got(&app, &server, (&domain, "jfj")).await;
        assert!(!mails[0].raw.contains("application/pdf"), "the other one doesn't want it");
        act(&people.coordinator, id, "supervise", json!({"kind": "urge", "text": "请加快"})).await;
        let mails = got(&app, &server, (&domain, "dian")).await;
        assert!(!mails.last().unwrap().raw.contains("application/pdf"), "a reminder brings none");
        let made = json!({"name": "新单位", "kind": "bank", "wants_slip_pdf": true});
        assert_eq!(people.coordinator.post("/departments", made).await.expect(201)["wants_slip_pdf"], true);
    }

    async fn a_fault_in_completing_a_letter_does_not_stop_it(app) {
        let (server, domain) = ready(&app);
        only_notices(&app, &[&format!("dian@{domain}")]);
        let failing: [fn() -> Result<Option<Paper>>; 3] = [
            || Err(Error::Internal("no problem to be read".into())),
            || Ok(Some(Arc::new(|| Err::<Attachment, _>(Error::Internal("no font".into()))))),
            || Ok(Some(Arc::new(|| panic!("a fault of the typesetter")))),
        ];
        for fault in failing {
            dispatched(&app).await;
            let worker = worker(&app, &server.url("plain")).completing(Arc::new(Broken(fault)));
            assert_eq!(worker.send_due().await.unwrap(), 1);
        }
        let taken = server.taken(&domain);
        assert_eq!(taken.len(), 3);
        for mail in &taken {
            tells(mail, &["请在期限内签收并办理。", "担心后续用电得不到保障"]);
            assert!(!mail.raw.contains("attachment"));
        }
        assert!(rows(&app).iter().all(|row| row.state == State::Sent));
    }

    async fn a_department_that_was_switched_off_is_not_written_to(app) {
        let (server, domain) = ready(&app);
        only_notices(&app, &[&format!("dian@{domain}")]);
        dispatched(&app).await;
        let path = format!("/departments/{}", app.people.department_id);
        app.people.coordinator.patch(&path, json!({"active": false})).await.expect(200);
        assert!(got(&app, &server, (&domain, "dian")).await.is_empty());
        let row = row_to(&app, &format!("dian@{domain}"));
        assert_eq!((row.state, row.last_answer.as_deref()), (State::Parked, Some("未发送：收件单位已停用")));
        app.people.coordinator.patch(&path, json!({"active": true})).await.expect(200);
        app.people.admin.post("/outbox/resend_parked", json!({})).await.expect(200);
        assert_eq!(got(&app, &server, (&domain, "dian")).await.len(), 1);
    }
}
