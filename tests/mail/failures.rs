//! A server that answers 4xx or 5xx, stalls, breaks off, or isn't there.

use chrono::Duration;
use reqwest::Method;
use serde_json::json;
use zhuqi::base::db::schema::outbox;
use zhuqi::mail::rules::State;

use super::server::Server;
use super::*;
use crate::both;
use crate::harness::ports;

/// Seconds until the next try.
fn pause(app: &App, id: i64) -> i64 {
    let at: chrono::NaiveDateTime = app
        .db
        .read_blocking(move |conn| {
            Ok(outbox::table
                .find(id)
                .select(outbox::next_attempt_at)
                .first(conn)?)
        })
        .unwrap();
    (at - app.clock.now().naive_utc()).num_seconds()
}

/// Hands every connection on to the mail server from now on.
async fn listen(port: u16, server: &Server) -> tokio::task::JoinHandle<()> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port))
        .await
        .unwrap();
    let to = server.port("plain");
    tokio::spawn(async move {
        while let Ok((mut from, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut to = tokio::net::TcpStream::connect(("127.0.0.1", to))
                    .await
                    .unwrap();
                let _ = tokio::io::copy_bidirectional(&mut from, &mut to).await;
            });
        }
    })
}

both! {
    async fn a_451_backs_off_from_a_minute_and_the_mail_arrives_in_the_end(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let address = format!("busy@{domain}");
        only_notices(&app, &[&address]);
        dispatched(&app).await;
        server.answer(&address, "451 4.3.0 try again later").await;
        let worker = worker(&app, &server.url("plain"));
        for seconds in [60, 120, 240, 480, 960, 1920, 3600, 3600] {
            assert_eq!(worker.send_due().await.unwrap(), 1);
            let row = row_to(&app, &address);
            assert_eq!(row.state, State::Waiting);
            assert!(row.last_answer.unwrap().contains("451 4.3.0 try again later"));
            assert_eq!(pause(&app, row.id), seconds);
            later(&app, Duration::seconds(seconds - 1));
            assert_eq!(worker.send_due().await.unwrap(), 0, "not before its time");
            later(&app, Duration::seconds(1));
        }
        server.answer_as_ever(&address).await;
        assert_eq!(worker.send_due().await.unwrap(), 1);
        assert_eq!(row_to(&app, &address).state, State::Sent);
        assert_eq!(server.taken(&domain).len(), 1);
    }

    async fn a_451_for_five_days_is_parked_with_the_last_answer(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let address = format!("451-forever@{domain}");
        only_notices(&app, &[&address]);
        dispatched(&app).await;
        let (worker, began) = (worker(&app, &server.url("plain")), app.clock.now());
        while row_to(&app, &address).state == State::Waiting {
            assert_eq!(worker.send_due().await.unwrap(), 1);
            later(&app, Duration::seconds(pause(&app, row_to(&app, &address).id).max(0)));
        }
        let row = row_to(&app, &address);
        assert_eq!(row.state, State::Parked);
        assert!(row.last_answer.unwrap().contains("451"));
        let days = (app.clock.now() - began).num_hours();
        assert!((117..=120).contains(&days), "{days} hours");
    }

    async fn a_550_parks_at_once_is_shown_and_can_be_sent_again(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let address = format!("gone@{domain}");
        only_notices(&app, &[&address]);
        dispatched(&app).await;
        server.answer(&address, "550 5.1.1 no such mailbox").await;
        let worker = worker(&app, &server.url("plain"));
        let id = row_to(&app, &address).id;
        let path = format!("/outbox/{id}/resend");
        let office = &app.people.coordinator;
        office.post(&path, json!({})).await.refused(409, "outbox.on_its_way");
        worker.send_due().await.unwrap();
        let shown = office.get("/outbox?state=parked").await.expect(200);
        let mail = &shown["items"][0];
        assert_eq!((&mail["id"], &mail["attempts"]), (&json!(id), &json!(1)));
        assert!(mail["last_answer"].as_str().unwrap().contains("550 5.1.1 no such mailbox"));
        assert_eq!(mail["next_attempt_at"], json!(null));
        later(&app, Duration::days(30));
        assert_eq!(worker.send_due().await.unwrap(), 0, "parked until somebody sends it again");

        app.people.park.post(&path, json!({})).await.expect(403);
        app.people.admin.post("/outbox/999999/resend", json!({})).await.refused(404, "not_found");
        let again = app.people.admin.post(&path, json!({})).await.expect(200);
        assert_eq!((&again["state"], &again["attempts"]), (&json!("waiting"), &json!(0)));
        worker.send_due().await.unwrap();
        assert_eq!(row_to(&app, &address).state, State::Parked, "as long as the server refuses it");
        server.answer_as_ever(&address).await;
        office.post(&path, json!({})).await.expect(200);
        worker.send_due().await.unwrap();
        assert_eq!(row_to(&app, &address).state, State::Sent);
        office.post(&path, json!({})).await.expect(200);
        worker.send_due().await.unwrap();
        let taken = server.taken(&domain);
        assert_eq!(taken.len(), 2, "a second copy for who asked for it");
        assert_eq!(taken[0].header("Message-ID"), taken[1].header("Message-ID"));
    }

    async fn one_bad_address_delays_nobody(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let good: Vec<String> = (0..12).map(|n| format!("good{n}@{domain}")).collect();
        let bad = ["stall", "drop", "451", "550"].map(|kind| format!("{kind}-x@{domain}"));
        let mut all: Vec<&str> = bad.iter().map(String::as_str).collect();
        all.extend(good.iter().map(String::as_str));
        only_notices(&app, &all);
        dispatched(&app).await;
        let worker = worker(&app, &server.url("plain"));
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let post = zhuqi::jobs::post::deliver((app.db.clone(), app.clock.clone()), worker.clone(), 10_000, stopped);
        let post = tokio::spawn(post);
        let left = || rows(&app).into_iter().filter(|row| good.contains(&row.recipient) && row.state != State::Sent).count();
        while left() > 0 {
            tokio::task::yield_now().await;
        }
        let stalled = row_to(&app, &bad[0]);
        assert_eq!(stalled.state, State::Sending, "the good ones didn't wait for it");
        stop.send(true).unwrap();
        post.await.unwrap();
        assert_eq!(server.taken(&domain).len(), good.len());
        assert_eq!(row_to(&app, &bad[1]).state, State::Waiting, "dropped: tried again");
        assert_eq!(row_to(&app, &bad[2]).state, State::Waiting);
        assert_eq!(row_to(&app, &bad[3]).state, State::Parked);
        server.answer(&bad[0], "250 2.1.5 ok").await;
        later(&app, Duration::minutes(2));
        worker.send_due().await.unwrap();
        assert_eq!(row_to(&app, &bad[0]).attempts, 2, "cut off at the end, and tried again");
    }

    async fn a_server_that_is_down_delays_mail_and_nothing_else(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let port = ports::free();
        let worker = worker(&app, &format!("smtp://localhost:{port}"));
        let id = dispatched(&app).await;
        let began = app.clock.now();
        // Ten minutes at every 30 seconds at least, and the work goes on.
        while app.clock.now() - began < Duration::minutes(10) {
            assert!(worker.send_due().await.unwrap() >= 2, "tried within 30 seconds");
            later(&app, Duration::seconds(29));
        }
        act(&app.people.department, id, "accept", json!({})).await;
        act(&app.people.coordinator, id, "supervise", json!({"kind": "urge", "text": "请加快"})).await;
        let ready = app.anonymous(Method::GET, "//readyz", None).await;
        assert_eq!(ready.status, 200, "readiness doesn't depend on the mail server");
        later(&app, Duration::days(20));
        worker.send_due().await.unwrap();
        assert!(rows(&app).iter().all(|row| row.state == State::Waiting), "waited out, however long");
        assert!(row_to(&app, &format!("park2@{domain}")).last_answer.unwrap().to_lowercase().contains("connect"));

        let door = listen(port, &server).await;
        later(&app, Duration::hours(1));
        worker.send_due().await.unwrap();
        door.abort();
        assert!(rows(&app).iter().all(|row| row.state == State::Sent));
        assert_eq!(server.taken(&domain).len(), rows(&app).len());
    }

    async fn a_stalling_server_is_given_up_and_the_mail_tried_again(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let address = format!("stall-x@{domain}");
        only_notices(&app, &[&address]);
        dispatched(&app).await;
        impatient_worker(&app, &server.url("plain")).send_due().await.unwrap();
        let row = row_to(&app, &address);
        assert_eq!(row.state, State::Waiting);
        assert_eq!(row.last_answer.unwrap(), "no answer within 1 s");
        assert_eq!(pause(&app, row.id), 60);
    }

    async fn an_address_the_server_can_not_take_is_parked_and_shown(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let address = format!("电力@{domain}");
        only_notices(&app, &[&address]);
        dispatched(&app).await;
        worker(&app, &server.url("plain")).send_due().await.unwrap();
        let row = row_to(&app, &address);
        assert_eq!(row.state, State::Parked, "{row:?}");
        assert!(row.last_answer.is_some());
    }
}
