//! Copies of a running database: whole, and never older than what was acknowledged.

use std::process::Command;

use serde_json::json;
use zhuqi::audit::{self, Verdict};
use zhuqi::base::db::backup::backup;
use zhuqi::base::db::{DatabaseUrl, Db};

use crate::both;
use crate::harness::{App, Backend, Database};

/// Opens a copy as a restore would.
fn restored(app: &App, copy: &std::path::Path, place: &Database) -> Db {
    if app.db.is_sqlite() {
        return Db::open(&DatabaseUrl::parse(&format!("sqlite://{}", copy.display())).unwrap())
            .unwrap();
    }
    let done = Command::new("pg_restore")
        .args(["--no-owner", "--dbname", &place.text])
        .arg(copy)
        .status()
        .unwrap();
    assert!(done.success());
    Db::open(&place.url).unwrap()
}

both! {
    async fn a_copy_under_load_holds_all_that_was_acknowledged_before_it(app) {
        let writing = app.people.admin.clone();
        let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
        let (stop, mut stopped) = tokio::sync::oneshot::channel::<()>();
        let load = tokio::spawn(async move {
            for n in 0.. {
                let body = json!({"code": format!("L{n}"), "name": format!("第{n}园"), "kind": "park"});
                writing.post("/parks", body).await.expect(201);
                if tell.send(n).is_err() || stopped.try_recv().is_ok() {
                    return;
                }
            }
        });
        while told.recv().await != Some(5) {}
        let (url, target) = (app.database.url.clone(), app.database.folder.join("copy"));
        let copy = target.clone();
        tokio::task::spawn_blocking(move || backup(&url, &copy)).await.unwrap().unwrap();
        stop.send(()).unwrap();
        load.await.unwrap();

        let kind = if app.db.is_sqlite() { Backend::Sqlite } else { Backend::Postgres };
        let place = Database::fresh(kind);
        let db = restored(&app, &target, &place);
        db.write_now(audit::seal).unwrap();
        let Verdict::Whole { records, .. } = db.read_now(audit::verify).unwrap() else { panic!() };
        assert!(records >= 6, "{records}");
        assert!(!app.database.folder.join("copy.partial").exists());
    }

    async fn a_copy_never_takes_the_place_of_a_file(app) {
        let target = app.database.folder.join("kept");
        std::fs::write(&target, "of yesterday").unwrap();
        let refused = backup(&app.database.url, &target).unwrap_err();
        assert!(refused.contains("exists already"), "{refused}");
        assert_eq!(std::fs::read_to_string(&target).unwrap(), "of yesterday");
    }
}

#[test]
fn what_is_no_database_is_not_copied() {
    let place = Database::fresh(Backend::Sqlite);
    let target = place.folder.join("copy");
    let refused = backup(&place.url, &target).unwrap_err();
    assert!(refused.contains("there is no database"), "{refused}");
    assert!(!target.exists());
}
