//! What the mail server has against us, and not against a recipient; and sending again what was given
//! up.

use chrono::Duration;
use serde_json::Value;
use zhuqi::mail::rules::State;

use super::server::Server;
use super::*;
use crate::both;

/// What the administrator reads of the outbox.
async fn outbox(app: &App, query: &str) -> Vec<Value> {
    let list = app
        .people
        .admin
        .get(&format!("/outbox?limit=200{query}"))
        .await;
    list.expect(200)["items"].as_array().unwrap().clone()
}

both! {
    async fn what_is_refused_of_greeting_or_sender_waits_until_it_is_put_right(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let address = format!("dian@{domain}");
        only_notices(&app, &[&address]);
        let (name, from) = (format!("machine.{domain}"), format!("zhuqi@{domain}"));
        let worker = worker_named(&app, &server.url("plain"), &name, &from);
        let faults = [
            (&from, "553 5.1.8 sender domain not found"),
            (&from, "553 sender not allowed"),
            (&from, "550 5.7.1 sender not owned by user"),
            (&name, "504 5.5.2 need fully-qualified hostname"),
            (&name, "550 go away"),
            // As Postfix has it: put off until there is a recipient.
            (&address, "504 5.5.2 <pc>: Helo command rejected: need fully-qualified hostname"),
            (&address, "550 5.1.8 sender domain not found"),
            (&address, "530 5.7.0 authentication required"),
        ];
        for (about, answer) in faults {
            dispatched(&app).await;
            server.answer(about, answer).await;
            for _ in 0..3 {
                assert_eq!(worker.send_due().await.unwrap(), 1, "{answer}");
                later(&app, Duration::seconds(25));
            }
            let waiting = outbox(&app, "&state=waiting").await;
            assert_eq!(waiting.len(), 1, "{answer}");
            let told = waiting[0]["last_answer"].as_str().unwrap();
            assert!(told.contains(&answer[..3]), "{told}");
            server.answer_as_ever(about).await;
            assert_eq!(worker.send_due().await.unwrap(), 1);
            assert!(outbox(&app, "&state=waiting").await.is_empty(), "{answer}");
        }
        let taken = server.taken(&domain);
        assert_eq!(taken.len(), faults.len(), "each left once");
        assert!(taken.iter().all(|one| one.greeting == name), "{taken:?}");
    }

    async fn whoever_may_not_relay_is_tried_for_five_days_and_then_parked(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let address = format!("dian@{domain}");
        only_notices(&app, &[&address]);
        dispatched(&app).await;
        server.answer(&address, "554 5.7.1 relay access denied").await;
        let worker = worker(&app, &server.url("plain"));
        worker.send_due().await.unwrap();
        assert_eq!(row_to(&app, &address).state, State::Waiting);
        for _ in 0..126 {
            later(&app, Duration::hours(1));
            worker.send_due().await.unwrap();
        }
        let row = row_to(&app, &address);
        assert_eq!((row.state, row.attempts), (State::Parked, 126));
        assert!(row.last_answer.unwrap().contains("relay access denied"));
    }

    async fn what_was_given_up_is_sent_again_all_at_once(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let gone: Vec<String> = (0..3).map(|n| format!("550-{n}@{domain}")).collect();
        let mut all: Vec<&str> = gone.iter().map(String::as_str).collect();
        let good = format!("good@{domain}");
        all.push(&good);
        only_notices(&app, &all);
        dispatched(&app).await;
        let worker = worker(&app, &server.url("plain"));
        worker.send_due().await.unwrap();
        assert_eq!(outbox(&app, "&state=parked").await.len(), 3);

        let (admin, path) = (&app.people.admin, "/outbox/resend_parked");
        for who in [&app.people.park, &app.people.department, &app.people.leader, &app.people.auditor] {
            who.post(path, json!({})).await.refused(403, "access.not_yours");
        }
        assert_eq!(admin.post(path, json!({})).await.expect(200), json!({"mails": 3}));
        let waiting = outbox(&app, "&state=waiting").await;
        assert_eq!(waiting.len(), 3);
        assert!(waiting.iter().all(|mail| mail["attempts"] == 0), "{waiting:?}");
        assert_eq!(app.people.coordinator.post(path, json!({})).await.expect(200), json!({"mails": 0}));
        for address in &gone {
            server.answer(address, "250 2.1.5 ok").await;
        }
        assert_eq!(worker.send_due().await.unwrap(), 3);
        assert_eq!(server.taken(&domain).len(), 4, "the good one left once");
        let trail = app.people.auditor.get("/audit?action=outbox.resend_parked").await.expect(200);
        let trail = trail["items"].as_array().unwrap();
        assert_eq!(trail.len(), 1, "nothing to send again is nothing to record: {trail:?}");
        assert_eq!(trail[0]["data"], json!({"mails": 3}));
    }

    async fn the_administrator_sends_mail_again_without_reading_what_it_is_about(app) {
        let id = dispatched(&app).await;
        let title = crate::problems::shown(&app.people.coordinator, id).await["title"].as_str().unwrap().to_owned();
        let read = app.people.admin.get("/outbox").await;
        assert!(!read.text.contains(&title), "{}", read.text);
        let mails = read.expect(200);
        let mail = &mails["items"][0];
        assert_eq!(mail["subject"], "[SH-2021-001] 派单");
        run_sql(&app, "UPDATE outbox SET state = 'parked'".into());
        let again = app.people.admin.post(&format!("/outbox/{}/resend", mail["id"]), json!({})).await;
        assert_eq!(again.expect(200)["subject"], "[SH-2021-001] 派单");
        let office = app.people.coordinator.get("/outbox").await.expect(200);
        assert_eq!(office["items"][0]["subject"], format!("[SH-2021-001] 派单：{title}"));
    }
}
