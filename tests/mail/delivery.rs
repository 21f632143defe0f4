//! The way out: three doors of a real server, files where there is none, and who sends.

use chrono::Duration;
use zhuqi::base::db::Db;
use zhuqi::jobs::post;
use zhuqi::mail::rules::State;
use zhuqi::mail::{SmtpOptions, Transport, store};

use super::server::{Server, header};
use super::*;
use crate::both;

/// How often the messages to a domain were taken, by their Message-ID.
fn times(server: &Server, domain: &str) -> Vec<usize> {
    let ids: Vec<String> = server
        .taken(domain)
        .iter()
        .map(|one| one.header("Message-ID"))
        .collect();
    let mut once = ids.clone();
    once.sort();
    once.dedup();
    once.iter()
        .map(|id| ids.iter().filter(|other| *other == id).count())
        .collect()
}

both! {
    async fn mail_goes_through_every_door_and_signs_in_where_that_is_wanted(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        for (door, login) in [("starttls", true), ("smtps", true), ("plain", false)] {
            let before = server.taken(&domain).len();
            dispatched(&app).await;
            let sent = worker(&app, &server.url(door)).send_due().await.unwrap();
            let taken = server.taken(&domain).split_off(before);
            assert_eq!(taken.len(), sent, "{door}");
            assert_eq!(sent, 2, "notice address and staff");
            for one in taken {
                assert_eq!(one.door, door);
                assert_eq!(one.login.as_deref(), login.then(|| server.username()), "{door}");
            }
        }
        for row in rows(&app) {
            assert_eq!((row.state, row.attempts), (State::Sent, 1));
            assert!(row.last_answer.unwrap().starts_with("250 2.0.0 taken"));
        }
    }

    async fn without_tls_or_login_where_they_are_due_nothing_leaves(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        only_notices(&app, &[&format!("dian@{domain}")]);
        dispatched(&app).await;
        let port = server.port("starttls");
        let stranger = server.url("starttls").replace(&format!("&ca={}", server.ca()), "");
        let wrong = format!("smtp://u:wrong@localhost:{port}?tls=required&ca={}", server.ca());
        for (url, why) in [
            (format!("{}?tls=required", server.url("plain")), "STARTTLS"),
            (stranger, "certificate"),
            (wrong, "535"),
        ] {
            worker(&app, &url).send_due().await.unwrap();
            let row = row_to(&app, &format!("dian@{domain}"));
            assert_eq!(row.state, State::Waiting, "{row:?}");
            assert!(row.last_answer.as_ref().unwrap().contains(why), "{why}: {row:?}");
            later(&app, Duration::seconds(30));
        }
        assert!(server.taken(&domain).is_empty());
        worker(&app, &server.url("starttls")).send_due().await.unwrap();
        assert_eq!(server.taken(&domain).len(), 1, "set right, it leaves at once");
    }

    async fn without_a_server_mails_become_files(app) {
        let folder = app.database.folder.join("letters");
        let url = format!("file://{}", folder.display());
        for (way, place) in [(Some(url.as_str()), folder), (None, app.database.folder.join("mail"))] {
            let transport = Transport::new(way, "zhuqi@localhost", &app.database.folder, SmtpOptions::default()).unwrap();
            let id = dispatched(&app).await;
            let worker = zhuqi::mail::Delivery::new(app.db.clone(), app.clock.clone(), transport);
            assert_eq!(worker.send_due().await.unwrap(), 2);
            let files: Vec<_> = std::fs::read_dir(&place).unwrap().map(|file| file.unwrap().path()).collect();
            assert_eq!(files.len(), 2, "{files:?}");
            for file in files {
                assert_eq!(file.extension().unwrap(), "eml");
                let raw = std::fs::read_to_string(file).unwrap();
                assert!(header(&raw, "Subject").starts_with(&format!("[SH-2021-00{id}]")), "{raw}");
            }
        }
    }

    async fn two_nodes_deliver_each_mail_once(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let notices: Vec<String> = (0..20).map(|n| format!("n{n}@{domain}")).collect();
        only_notices(&app, &notices.iter().map(String::as_str).collect::<Vec<_>>());
        dispatched(&app).await;
        dispatched(&app).await;
        let other = Db::open(&app.database.url).unwrap();
        let url = server.url("plain");
        let (one, two) = (worker(&app, &url), worker_on(&app, other, &url));
        let (one, two) = tokio::join!(
            tokio::spawn(async move { one.send_due().await.unwrap() }),
            tokio::spawn(async move { two.send_due().await.unwrap() }),
        );
        assert_eq!(one.unwrap() + two.unwrap(), 40);
        assert_eq!(times(&server, &domain), [1; 40]);
    }

    async fn the_loops_of_two_nodes_take_turns_and_leave_nothing(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        dispatched(&app).await;
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let nodes: Vec<_> = [app.db.clone(), Db::open(&app.database.url).unwrap()]
            .into_iter()
            .map(|db| {
                let way = worker_on(&app, db.clone(), &server.url("plain"));
                tokio::spawn(post::deliver((db, app.clock.clone()), way, 10_000, stopped.clone()))
            })
            .collect();
        while rows(&app).iter().any(|row| row.state != State::Sent) {
            tokio::task::yield_now().await;
        }
        stop.send(true).unwrap();
        for node in nodes {
            node.await.unwrap();
        }
        assert_eq!(times(&server, &domain), [1; 2]);
    }

    async fn a_crash_between_the_server_s_ok_and_our_mark_repeats_one_mail_with_its_id(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let address = format!("dian@{domain}");
        only_notices(&app, &[&address]);
        dispatched(&app).await;
        let worker = worker(&app, &server.url("plain"));
        let taken = worker.take(1).await.unwrap();
        let id = row_to(&app, &address).id;
        let mail = app.db.read_blocking(|conn| store::find(conn, id)).unwrap().unwrap();
        let transport = Transport::new(Some(&server.url("plain")), "a@b.example", &app.database.folder, SmtpOptions::default()).unwrap();
        transport.send(&mail, None).await.unwrap();
        // The process dies here: nobody notes the server's OK.
        drop(taken);
        assert_eq!(worker.send_due().await.unwrap(), 0, "it is still that sender's");
        later(&app, Duration::seconds(119));
        assert_eq!(worker.send_due().await.unwrap(), 0);
        later(&app, Duration::seconds(1));
        assert_eq!(worker.send_due().await.unwrap(), 1);
        assert_eq!(row_to(&app, &address).state, State::Sent);
        later(&app, Duration::days(10));
        assert_eq!(worker.send_due().await.unwrap(), 0);
        assert_eq!(times(&server, &domain), [2], "one repeat, one Message-ID");
        assert_eq!(server.taken(&domain)[0].header("Date"), server.taken(&domain)[1].header("Date"));
    }

    async fn a_sender_that_lost_its_lease_notes_nothing_any_more(app) {
        let (server, domain) = (Server::running(), own_domain(&app));
        let address = format!("dian@{domain}");
        only_notices(&app, &[&address]);
        dispatched(&app).await;
        server.answer(&address, "550 5.1.1 gone").await;
        let slow = worker(&app, &server.url("plain"));
        let taken = slow.take(1).await.unwrap().pop().unwrap();
        later(&app, Duration::minutes(2));
        server.answer_as_ever(&address).await;
        assert_eq!(worker(&app, &server.url("plain")).send_due().await.unwrap(), 1);
        server.answer(&address, "550 5.1.1 gone").await;
        slow.send(taken).await.unwrap();
        assert_eq!(row_to(&app, &address).state, State::Sent, "the later sender's word stands");
    }
}
