//! The closed week goes round by mail.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use diesel::prelude::*;
use serde_json::json;
use zhuqi::app::background;
use zhuqi::base::db::schema::{mail_attachments, outbox};
use zhuqi::reports::actions::compose_closed_weeks;

use crate::both;
use crate::harness::App;
use crate::mail::server::{Server, Taken};
use crate::mail::{own_domain, run_sql, worker};
use crate::papers::fetch;

impl App {
    /// Lets the week of 2021-08-08 be closed by its cut-off, and everything that follows be done.
    fn close_the_week(&self) {
        self.at("2021-08-09 12:00");
        self.run_every_job();
    }

    fn run_every_job(&self) {
        for job in background::jobs(&self.clock, &self.database.settings().attachments_folder()) {
            if job.name == "circulate_weeks" {
                compose_closed_weeks(&self.db, &self.clock).unwrap();
            }
            job.run_once(&self.db, &self.clock).unwrap();
        }
    }

    /// To whom the week is in the outbox, and when it leaves, local.
    fn sent_round(&self) -> Vec<(String, String)> {
        let zone = self.clock.zone();
        let rows: Vec<(String, chrono::NaiveDateTime)> = self
            .db
            .read_blocking(|conn| {
                Ok(outbox::table
                    .filter(outbox::kind.eq("weekly_report"))
                    .order(outbox::recipient)
                    .select((outbox::recipient, outbox::next_attempt_at))
                    .load(conn)?)
            })
            .unwrap();
        let local = |at: chrono::NaiveDateTime| at.and_utc().with_timezone(&zone);
        rows.into_iter()
            .map(|(to, at)| (to, local(at).format("%m-%d %H:%M").to_string()))
            .collect()
    }
}

fn at_noon(names: &[&str]) -> Vec<(String, String)> {
    names
        .iter()
        .map(|name| (format!("{name}@district.example"), "08-09 12:00".to_owned()))
        .collect()
}

/// The paper of a raw message.
pub fn paper(raw: &str) -> Vec<u8> {
    let raw = raw.replace("\r\n", "\n");
    let (_, after) = raw.split_once("Content-Disposition: attachment").unwrap();
    let (_, body) = after.split_once("\n\n").unwrap();
    let body: String = body.split("\n--").next().unwrap().split('\n').collect();
    STANDARD.decode(body).unwrap()
}

both! {
    async fn a_closed_week_goes_to_leaders_and_parks_once_each_even_where_nothing_happened(app) {
        app.close_the_week();
        let everybody = at_noon(&["leader1", "other_park", "park1", "park2"]);
        assert_eq!(app.sent_round(), everybody);
        app.run_every_job();
        app.at("2021-08-10 12:00");
        app.run_every_job();
        assert_eq!(app.sent_round(), everybody, "once per person and week");
        let papers: i64 = app.db.read_blocking(|conn| Ok(mail_attachments::table.count().get_result(conn)?)).unwrap();
        assert_eq!(papers, 3, "one of all, one of each park");
    }

    async fn an_issued_week_goes_round_without_waiting_for_the_cut_off(app) {
        app.at("2021-08-09 08:30");
        let coordinator = &app.people.coordinator;
        coordinator.post("/reports/weekly/issue?week=2021-W31", json!({"number": "第31期"})).await.expect(200);
        app.run_every_job();
        let all = app.sent_round();
        assert_eq!(all.len(), 4);
        assert!(all.iter().all(|(_, at)| at == "08-09 08:30"), "{all:?}");
        app.close_the_week();
        assert_eq!(app.sent_round(), all);
    }

    async fn the_mail_holds_the_sentence_the_table_and_the_word_file_that_the_report_gives(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let people = &app.people;
        let visit = json!({"site_name": "聚合庄生态农庄", "visited_on": "2021-08-02", "participants": ["王建国"],
            "problems": [{"title": "道路破损 <b>&"}]});
        people.park.post("/visits", visit).await.expect(201);
        app.close_the_week();
        worker(&app, &server.url("starttls")).send_due().await.unwrap();
        let taken = server.taken(&domain);
        for (who, account, name) in [(&people.leader, "leader1", "万人助万企"), (&people.park, "park1", "沙河产业园区")] {
            let address = format!("{account}@{domain}");
            // A reminder may have come, too, before or after it.
            let of_week = |one: &&Taken| one.to == [address.as_str()] && one.raw.contains("Content-Disposition: attachment");
            let mail = taken.iter().find(of_week).unwrap();
            let report = who.get("/reports/weekly?week=2021-W31").await.expect(200);
            let sentence = report["sentence"].as_str().unwrap();
            let [text, html] = mail.bodies();
            assert!(text.contains(sentence) && html.contains(sentence), "{text}");
            assert!(text.contains("收集问题：累计 1，本周 1"), "{text}");
            assert!(text.contains("/reports/weekly?week=2021-W31"), "{text}");
            let subject = mail.header("Subject");
            assert!(subject.starts_with("[周报] ") && subject.contains(name), "{subject}");
            let own = fetch(&app, who, "/reports/weekly?week=2021-W31&format=docx").await.1;
            assert_eq!(paper(&mail.raw), own, "{name}");
        }
    }

    async fn everyone_chooses_an_hour_or_no_mail_at_all(app) {
        let people = &app.people;
        let asked = people.leader.get("/me/weekly_mail").await.expect(200);
        assert_eq!(asked, json!({"wanted": true, "hour": null}));
        let evening = json!({"wanted": true, "hour": 18});
        assert_eq!(people.leader.put("/me/weekly_mail", evening.clone()).await.expect(200), evening);
        assert_eq!(people.leader.get("/me/weekly_mail").await.expect(200), evening);
        people.park.put("/me/weekly_mail", json!({"wanted": false})).await.expect(200);
        people.park2.put("/me/weekly_mail", json!({"wanted": true, "hour": 8})).await.expect(200);
        app.close_the_week();
        let sent = app.sent_round();
        let sent: Vec<_> = sent.iter().map(|(to, at)| (to.split('@').next().unwrap(), at.as_str())).collect();
        assert_eq!(sent, [("leader1", "08-09 18:00"), ("other_park", "08-09 12:00"), ("park2", "08-10 08:00")]);
    }

    async fn an_hour_is_one_from_0_to_23(app) {
        let leader = &app.people.leader;
        for hour in [0, 23] {
            leader.put("/me/weekly_mail", json!({"wanted": true, "hour": hour})).await.expect(200);
        }
        for hour in [-1, 24] {
            let refused = leader.put("/me/weekly_mail", json!({"wanted": true, "hour": hour})).await.expect(422);
            assert_eq!(refused["errors"][0]["pointer"], "/hour");
        }
    }

    async fn who_has_no_address_or_no_account_any_more_gets_nothing(app) {
        run_sql(&app, "UPDATE users SET email = NULL WHERE role = 'leader'".into());
        run_sql(&app, "UPDATE users SET active = FALSE WHERE role = 'park_staff'".into());
        app.close_the_week();
        assert_eq!(app.sent_round(), []);
    }

    async fn a_mail_of_the_week_that_is_sent_again_is_the_same_mail(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        app.close_the_week();
        let worker = worker(&app, &server.url("plain"));
        worker.send_due().await.unwrap();
        let listed = app.people.admin.get("/outbox").await.expect(200);
        let mail = listed["items"].as_array().unwrap().iter().find(|one| one["kind"] == "weekly_report").unwrap().clone();
        assert_eq!(mail["has_attachment"], true);
        app.people.admin.post(&format!("/outbox/{}/resend", mail["id"]), json!({})).await.expect(200);
        worker.send_due().await.unwrap();
        let to = mail["recipient"].as_str().unwrap();
        let both: Vec<_> = server.taken(&domain).into_iter().filter(|one| one.to == [to]).collect();
        assert_eq!(both.len(), 2);
        assert_eq!(both[0].header("Message-ID"), both[1].header("Message-ID"));
        assert_eq!(paper(&both[0].raw), paper(&both[1].raw));
    }
}
