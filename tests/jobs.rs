//! Jobs: each runs on one node at a time, and none waits for a node that is gone.

use std::sync::mpsc;
use std::time::Duration;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use zhuqi::jobs::{self, Job, store};

use crate::both;
use crate::harness::App;

const SECOND: chrono::Duration = chrono::Duration::seconds(1);

fn lease(app: &App, holder: &'static str, now: NaiveDateTime, lasts: chrono::Duration) -> bool {
    app.db
        .write_blocking(move |conn| store::lease(conn, "job", holder, (now, now + lasts)))
        .unwrap()
}

both! {
    async fn a_lease_has_one_holder_until_it_ran_out(app) {
        let now = app.clock.now().naive_utc();
        assert!(lease(&app, "one", now, SECOND * 30));
        assert!(!lease(&app, "two", now + SECOND * 30, SECOND * 30), "at its end it still holds");
        assert!(lease(&app, "one", now + SECOND * 10, SECOND * 30), "its holder renews it");
        assert!(!lease(&app, "two", now + SECOND * 31, SECOND * 30));
        assert!(lease(&app, "two", now + SECOND * 41, SECOND * 30), "one second past it");
        assert!(!lease(&app, "one", now + SECOND * 42, SECOND * 30));
    }

    async fn a_job_that_fails_is_run_again_and_a_stopped_node_frees_its_leases(app) {
        let (tell, told) = mpsc::channel();
        let failing = Job::new("job", Duration::from_millis(1), move |_, _| {
            let _ = tell.send(());
            Err(zhuqi::base::Error::internal("as the test wants it"))
        });
        let (db, clock) = (app.db.clone(), app.clock.clone());
        let runtime = tokio::runtime::Handle::current();
        tokio::task::spawn_blocking(move || {
            let running = jobs::start(&runtime, &db, &clock, vec![failing]);
            for _ in 0..3 {
                told.recv_timeout(Duration::from_secs(10)).unwrap();
            }
            running.stop();
        })
        .await
        .unwrap();
        assert!(lease(&app, "another", app.clock.now().naive_utc(), SECOND));
    }

    async fn a_job_of_two_nodes_runs_on_the_first(app) {
        let now = app.clock.now().naive_utc();
        assert!(lease(&app, "elsewhere", now, SECOND * 30));
        let (tell, told) = mpsc::channel();
        let other = tell.clone();
        let leased = Job::new("job", Duration::from_millis(1), move |_, _| {
            let _ = tell.send("leased elsewhere");
            Ok(())
        });
        let free = Job::new("free", Duration::from_millis(1), move |_, _| {
            let _ = other.send("free");
            Ok(())
        });
        let (db, clock) = (app.db.clone(), app.clock.clone());
        let runtime = tokio::runtime::Handle::current();
        tokio::task::spawn_blocking(move || {
            let running = jobs::start(&runtime, &db, &clock, vec![leased, free]);
            for _ in 0..20 {
                assert_eq!(told.recv_timeout(Duration::from_secs(10)).unwrap(), "free");
            }
            running.stop();
        })
        .await
        .unwrap();
        assert!(!lease(&app, "another", now, SECOND), "a stop frees only one's own");
    }

    async fn a_job_whose_look_finds_nothing_writes_nothing_not_even_its_lease(app) {
        let (tell, told) = mpsc::channel();
        let (idle_tell, idle) = mpsc::channel();
        let job = Job::new("idle", Duration::from_millis(1), move |_, _| {
            let _ = tell.send(());
            Ok(())
        });
        let looking = job.clone().only_where(move |_, _| {
            let _ = idle_tell.send(());
            Ok(false)
        });
        let (db, clock) = (app.db.clone(), app.clock.clone());
        let runtime = tokio::runtime::Handle::current();
        tokio::task::spawn_blocking(move || {
            let running = jobs::start(&runtime, &db, &clock, vec![looking.clone()]);
            for _ in 0..3 {
                idle.recv_timeout(Duration::from_secs(10)).unwrap();
            }
            running.stop();
            looking.run_once(&db, &clock).unwrap();
        })
        .await
        .unwrap();
        assert!(told.try_recv().is_err(), "it never ran");
        let leases = app.db.read_blocking(|conn| {
            use zhuqi::base::db::schema::job_leases;
            Ok(job_leases::table.filter(job_leases::name.eq("idle")).count().get_result::<i64>(conn)?)
        });
        assert_eq!(leases.unwrap(), 0);
        job.run_once(&app.db, &app.clock).unwrap();
        assert!(told.try_recv().is_ok());
    }
}
