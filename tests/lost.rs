//! Connections that are lost, and clocks that jump, while the server runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::sql_types::Integer;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query};
use zhuqi::base::db::{Conn, DatabaseUrl, settings};
use zhuqi::base::{Error, Result};
use zhuqi::calendar::checked_clock::{JUMP, accept, held};
use zhuqi::jobs::{Job, store::lease};

use crate::both;
use crate::harness::App;

#[derive(QueryableByName)]
struct Backend {
    #[diesel(sql_type = Integer)]
    pid: i32,
}

/// Ends the server's side of a connection, as a restart of PostgreSQL does.
fn lose(conn: &mut Conn, url: &DatabaseUrl) {
    let (Conn::Pg(conn), DatabaseUrl::Postgres(url)) = (conn, url) else {
        unreachable!()
    };
    let Backend { pid } = sql_query("SELECT pg_backend_pid() AS pid")
        .get_result(conn)
        .unwrap();
    let mut other = PgConnection::establish(url).unwrap();
    other
        .batch_execute(&format!("SELECT pg_terminate_backend({pid}, 5000)"))
        .unwrap();
}

/// A job whose connection is lost the first `times` it runs; and how often it ran.
fn losing(
    app: &App,
    times: usize,
) -> (
    Arc<AtomicUsize>,
    impl FnMut(&mut Conn) -> Result<usize> + Send + 'static,
) {
    let (runs, url) = (Arc::new(AtomicUsize::new(0)), app.database.url.clone());
    let counted = runs.clone();
    let job = move |conn: &mut Conn| {
        let run = counted.fetch_add(1, Ordering::Relaxed);
        if run < times {
            lose(conn, &url);
        }
        settings::find(conn, "time_zone")?;
        Ok(run)
    };
    (runs, job)
}

both! {
    async fn a_lost_connection_is_tried_once_more_and_then_told(app) {
        if app.db.is_sqlite() {
            return;
        }
        let (_, job) = losing(&app, 1);
        assert_eq!(app.db.read(job).await.unwrap(), 1, "a read");
        let (_, mut job) = losing(&app, 1);
        let written = app.db.write(move |conn| {
            settings::put(conn, "name", "value")?;
            job(conn)
        });
        assert_eq!(written.await.unwrap(), 1, "a write that hadn't begun to commit");
        let (runs, job) = losing(&app, 9);
        let told = app.db.write(job).await;
        assert!(matches!(told, Err(Error::Busy { code: "database_unavailable", .. })), "{told:?}");
        assert_eq!(runs.load(Ordering::Relaxed), 2);
        app.people.park.get("/problems").await.expect(200);
    }

    async fn where_the_clock_jumps_what_cannot_be_taken_back_waits_for_a_person(app) {
        let now = app.clock.now().naive_utc();
        let renew = |at| app.db.write_blocking(move |conn| lease(conn, "job", "me", (at, at))).unwrap();
        let is_held = || app.db.read_blocking(held).unwrap().is_some();
        let ran = Arc::new(AtomicUsize::new(0));
        let count = |name| {
            let ran = ran.clone();
            Job::new(name, Duration::from_secs(1), move |_, _| {
                ran.fetch_add(1, Ordering::Relaxed);
                Ok(())
            })
        };
        let runs = |job: &Job| {
            let before = ran.load(Ordering::Relaxed);
            job.run_once(&app.db, &app.clock).unwrap();
            ran.load(Ordering::Relaxed) - before
        };
        let (waiting, other) = (count("waiting").on_checked_clock(), count("other"));
        renew(now);
        renew(now + JUMP);
        assert!(!is_held(), "eight days are none");
        let ahead = now + JUMP * 2 + chrono::Duration::seconds(1);
        renew(ahead);
        assert!(is_held());
        assert_eq!((runs(&waiting), runs(&other)), (0, 1));
        renew(ahead + chrono::Duration::seconds(1));
        assert!(is_held(), "what it recorded itself makes it no more believable");
        renew(now + JUMP);
        assert!(!is_held(), "it was set right");
        assert_eq!(runs(&waiting), 1);
        renew(ahead + JUMP * 9);
        assert!(is_held());
        app.db.write_blocking(move |conn| accept(conn, ahead + JUMP * 9, None)).unwrap();
        assert!(!is_held());
        renew(ahead + JUMP * 9);
        assert_eq!(runs(&waiting), 1);
    }

    async fn a_lease_of_a_clock_that_was_ahead_is_nobodys(app) {
        let now = app.clock.now().naive_utc();
        let day = chrono::Duration::days(1);
        let take = |holder: &'static str, at, until| {
            app.db.write_blocking(move |conn| lease(conn, "job", holder, (at, until))).unwrap()
        };
        assert!(take("ahead", now + day * 365, now + day * 366));
        assert!(take("right", now, now + day));
        assert!(!take("other", now, now + day), "a day is still a lease");
    }
}
