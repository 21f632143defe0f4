//! Starts where something is missing, another one's, or long ago: nothing is begun anew or closed for
//! ever without a person's word.

use diesel::connection::SimpleConnection;
use reqwest::Method;
use serde_json::json;
use zhuqi::base::db::{Db, settings};

use crate::commands::{PASSWORD, add, done, on_both, refused, serve, serve_with, zhuqi};
use crate::harness::{Backend, Database};

fn with_admin(place: &Database) {
    done(zhuqi(place, &add("root", &["--role", "admin"])), PASSWORD);
    done(
        zhuqi(place, &add("zhang", &["--role", "coordinator"])),
        PASSWORD,
    );
    serve(place, &[]).end();
}

fn sql(place: &Database, sql: &'static str) {
    let db = Db::open(&place.url).unwrap();
    db.write_blocking(move |conn| Ok(conn.batch_execute(sql)?))
        .unwrap();
}

fn closed_through(place: &Database) -> String {
    let db = Db::open(&place.url).unwrap();
    let day = db.read_blocking(|conn| settings::find(conn, "closed_through"));
    day.unwrap().unwrap()
}

/// As if the server had last run long ago.
fn long_ago(place: &Database) {
    sql(
        place,
        "UPDATE settings SET value = '2026-06-07' WHERE name = 'closed_through';
         UPDATE job_leases SET until_at = '2026-06-10 00:00:00'",
    );
}

#[test]
fn after_a_jump_of_the_clock_no_week_closes_until_the_administrator_says_so() {
    on_both(|place| {
        with_admin(place);
        long_ago(place);
        let server = serve(place, &[]);
        let ready = server.ask(Method::GET, "//readyz", "", None);
        assert_eq!(ready.status, 200, "requests are served");
        assert!(ready.text.contains("no week closes"), "{}", ready.text);
        let (admin, office) = (
            server.token("root", PASSWORD),
            server.token("zhang", PASSWORD),
        );
        let park = json!({"code": "SH", "name": "沙河产业园区", "kind": "park"});
        server
            .ask(Method::POST, "/parks", &office, Some(park))
            .expect(201);
        let issue = "/reports/weekly/issue?week=2026-W24";
        server
            .ask(Method::POST, issue, &office, Some(json!({})))
            .refused(409, "clock.unchecked");
        server.end();
        assert_eq!(closed_through(place), "2026-06-07");

        // What was recorded by that clock meanwhile makes it no more believable.
        let server = serve(place, &[]);
        let clock = server
            .ask(Method::GET, "/settings/clock", &office, None)
            .expect(200);
        assert_eq!(clock["believed"], false);
        assert_eq!(clock["newest_record"], "2026-06-10T08:00:00+08:00");
        let accept = "/settings/clock/accept";
        server
            .ask(Method::POST, accept, &office, Some(json!({})))
            .refused(403, "access.not_yours");
        let accepted = server.ask(Method::POST, accept, &admin, Some(json!({})));
        assert_eq!(accepted.expect(200)["believed"], true);
        let ready = server.ask(Method::GET, "//readyz", "", None);
        assert_eq!(ready.text, "ready\n");
        server.end();
        serve(place, &[]).end();
        assert!(closed_through(place).as_str() > "2026-06-07");
    });
}

#[test]
fn the_clock_is_accepted_at_the_start_and_eight_days_need_no_word() {
    on_both(|place| {
        with_admin(place);
        long_ago(place);
        serve_with(place, &["serve", "--accept-clock"], &[]).end();
        assert!(closed_through(place).as_str() > "2026-06-07");
    });
}

#[test]
fn a_database_that_is_missing_is_told_and_not_made_anew() {
    let place = Database::fresh(Backend::Sqlite);
    with_admin(&place);
    let file = place.folder.join("zhuqi.db");
    let away = place.folder.join("away.db");
    std::fs::rename(&file, &away).unwrap();
    for args in [&["serve"][..], &["migrate"], &["audit", "verify"]] {
        let told = refused(zhuqi(&place, args), "is missing");
        assert!(told.contains("migrate --new"), "{told}");
        assert!(!file.exists(), "{args:?} made one");
    }
    std::fs::rename(&away, &file).unwrap();
    serve(&place, &[]).end();
    std::fs::remove_file(&file).unwrap();
    done(zhuqi(&place, &["migrate", "--new"]), "");
    let server = serve(&place, &[]);
    assert!(server.said.contains("一次性密码"), "it is an empty one");
    server.end();
}

#[test]
fn a_folder_keeps_to_the_database_it_began_with() {
    on_both(|place| {
        with_admin(place);
        let other = Database::fresh(Backend::Sqlite);
        with_admin(&other);
        let mut mixed = zhuqi(place, &["serve"]);
        mixed.env("DATABASE_URL", &other.text);
        refused(mixed, "belongs to another database");
        serve(place, &[]).end();
    });
}

#[test]
fn attachments_without_their_database_are_not_swept_away() {
    on_both(|place| {
        let files = place.folder.join("attachments");
        std::fs::create_dir_all(&files).unwrap();
        let file = files.join("0123456789abcdef0123456789abcdef");
        std::fs::write(&file, "a photo").unwrap();
        for args in [&["serve"][..], &["migrate", "--new"]] {
            refused(zhuqi(place, args), "attachments of another one");
        }
        assert!(file.exists());
        std::fs::remove_file(&file).unwrap();
        serve(place, &[]).end();
    });
}

#[test]
fn a_second_server_on_one_file_is_refused_and_commands_work_beside_the_first() {
    let place = Database::fresh(Backend::Sqlite);
    let server = serve(&place, &[]);
    refused(
        zhuqi(&place, &["serve", "--listen", "127.0.0.1:0"]),
        "another server runs on",
    );
    done(
        zhuqi(&place, &add("zhang", &["--role", "coordinator"])),
        PASSWORD,
    );
    server.token("zhang", PASSWORD);
    server.end();
    serve(&place, &[]).end();
}

#[test]
fn a_file_that_was_replaced_under_the_server_takes_no_writes() {
    let place = Database::fresh(Backend::Sqlite);
    with_admin(&place);
    let server = serve(&place, &[]);
    let token = server.token("zhang", PASSWORD);
    let park =
        |code: &str| Some(json!({"code": code, "name": format!("{code}园"), "kind": "park"}));
    server
        .ask(Method::POST, "/parks", &token, park("A"))
        .expect(201);
    let (file, away) = (place.folder.join("zhuqi.db"), place.folder.join("away.db"));
    std::fs::rename(&file, &away).unwrap();
    std::fs::write(&file, "").unwrap();
    let refused = server.ask(Method::POST, "/parks", &token, park("B"));
    assert_eq!(refused.header("retry-after"), "30");
    refused.refused(503, "storage_failed");
    server
        .ask(Method::GET, "//readyz", "", None)
        .refused(503, "not_ready");
    let list = server.ask(Method::GET, "/parks", &token, None).expect(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    std::fs::rename(&away, &file).unwrap();
    assert_eq!(server.ask(Method::GET, "//readyz", "", None).status, 200);
    server
        .ask(Method::POST, "/parks", &token, park("B"))
        .expect(201);
    server.end();
}
