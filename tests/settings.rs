//! Settings as the built program reads them, and what it refuses to start with.

use std::process::Command;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};
use reqwest::Method;
use zhuqi::base::db::Db;

use crate::both;
use crate::commands::{PASSWORD, add, done, on_both, refused, run, serve, zhuqi};
use crate::harness::{Backend, Database, ports};

fn with<'a>(place: &Database, args: &[&str], env: &[(&'a str, &'a str)]) -> Command {
    let mut command = zhuqi(place, args);
    command.envs(env.iter().copied());
    command
}

#[test]
fn a_wrong_setting_is_named_in_one_line_and_stops_the_start() {
    let place = Database::fresh(Backend::Sqlite);
    for (name, value, part) in [
        ("ZHUQI_LISTEN", "nowhere", "listen: \"nowhere\""),
        (
            "ZHUQI_TIME_ZONE",
            "Mars/Olympus",
            "time_zone: \"Mars/Olympus\"",
        ),
        ("ZHUQI_PUBLIC_URL", "ftp://x", "public_url: "),
        ("ZHUQI_SMTP_URL", "http://secret@x", "smtp_url: "),
        (
            "ZHUQI_SMTP_URL",
            "smtp://u:secret@x?tls=perhaps",
            "smtp_url: ",
        ),
        ("ZHUQI_SMTP_URL", "smtp://", "smtp_url: "),
        ("ZHUQI_SMTP_NAME", "zhuqi", "smtp_name: "),
        ("ZHUQI_MAIL_FROM", "nobody", "mail_from: \"nobody\""),
        ("ZHUQI_MAIL_PER_MINUTE", "0", "mail_per_minute: "),
        ("ZHUQI_MAIL_PER_MINUTE", "many", "mail_per_minute: "),
        ("ZHUQI_JWT_KEY", "too short a secret", "jwt_key: "),
        ("ZHUQI_ORGANISATION_NAME", "", "organisation_name: "),
        ("ZHUQI_OFFICE_PHONE", "0375-1\n2", "office_phone: "),
        ("ZHUQI_WEEK_STARTS_ON", "someday", "week_starts_on: "),
        ("ZHUQI_WEEK_CUT_OFF", "25:00", "week_cut_off: "),
        ("ZHUQI_ATTACHMENTS_QUOTA", "50 GB", "attachments_quota: "),
        (
            "ZHUQI_METRICS_FROM",
            "10.0.0.7/8",
            "metrics_from: \"10.0.0.7/8\" is neither an address nor a network",
        ),
        ("ZHUQI_METRICS_FROM", "localhost", "metrics_from: "),
        ("ZHUQI_PASSWORD_PROFILE", "none", "password_profile: "),
        ("ZHUQI_LOG_FORMAT", "xml", "log_format: "),
        (
            "DATABASE_URL",
            "postgre://u:secret@h/d",
            "sqlite:// or postgres://",
        ),
        ("DATABASE_URL", "zhuqi.db", "sqlite:// or postgres://"),
        ("DATABASE_URL", "sqlite://", "sqlite:// needs a path"),
    ] {
        for args in [
            &["serve"][..],
            &["serve", "--check-config"],
            &["--check-config"],
        ] {
            let told = refused(with(&place, args, &[(name, value)]), part);
            assert!(!told.contains("secret"), "{told}");
        }
    }
    let files: Vec<_> = std::fs::read_dir(&place.folder).unwrap().collect();
    assert!(
        files.is_empty(),
        "a mistyped setting makes nothing: {files:?}"
    );
}

#[test]
fn check_config_tells_good_settings_and_touches_nothing() {
    let place = Database::fresh(Backend::Sqlite);
    for args in [&["serve", "--check-config"][..], &["--check-config"]] {
        assert_eq!(done(zhuqi(&place, args), ""), "the settings are in order\n");
    }
    assert_eq!(std::fs::read_dir(&place.folder).unwrap().count(), 0);
    let folder = place.folder.join("templates");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("notice.txt"), "{{ number ").unwrap();
    for args in [&["--check-config"][..], &["serve"]] {
        refused(zhuqi(&place, args), "template notice.txt");
    }
}

#[test]
fn the_metrics_are_for_the_networks_of_the_settings() {
    for (networks, status) in [
        ("10.8.0.5, 127.0.0.0/8", 200),
        ("10.8.0.0/16,fd00::/8", 404),
        ("", 404),
    ] {
        let place = Database::fresh(Backend::Sqlite);
        let server = serve(&place, &[("ZHUQI_METRICS_FROM", networks)]);
        let metrics = server.ask(Method::GET, "//metrics", "", None);
        assert_eq!(metrics.status, status, "{networks:?}: {}", metrics.text);
        assert_eq!(metrics.text.contains("zhuqi_db_connections"), status == 200);
    }
}

#[test]
fn flags_overrule_the_environment_and_that_the_file() {
    let place = Database::fresh(Backend::Sqlite);
    let file = place.folder.join("zhuqi.toml");
    std::fs::write(&file, "listen = \"of-the-file\"\n").unwrap();
    let path = file.to_str().unwrap();
    let args = ["--check-config", "--config", path];
    refused(with(&place, &args, &[]), "of-the-file");
    let env = [("ZHUQI_LISTEN", "of-the-environment")];
    refused(with(&place, &args, &env), "of-the-environment");
    let flags = [
        "--check-config",
        "--config",
        path,
        "--listen",
        "of-the-flag",
    ];
    refused(with(&place, &flags, &env), "of-the-flag");
    std::fs::write(&file, "lissten = \"x\"\n").unwrap();
    refused(with(&place, &args, &[]), "lissten");
    std::fs::write(&file, "listen = ").unwrap();
    assert!(!run(with(&place, &args, &[]), "").status.success());
    refused(
        with(
            &place,
            &["--check-config", "--config", "/nowhere.toml"],
            &[],
        ),
        "/nowhere.toml",
    );
}

#[test]
fn a_database_that_can_not_be_reached_is_told_without_its_password() {
    let place = Database::fresh(Backend::Sqlite);
    let port = ports::free();
    let url = format!("postgres://zhuqi:topsecret@127.0.0.1:{port}/zhuqi");
    for args in [&["serve"][..], &["migrate"], &["audit", "verify"]] {
        let told = refused(
            with(&place, args, &[("DATABASE_URL", &url)]),
            "cannot reach PostgreSQL",
        );
        assert!(!told.contains("topsecret"), "{told}");
    }
}

#[test]
fn a_folder_that_can_not_be_written_is_told() {
    let place = Database::fresh(Backend::Sqlite);
    // Root may write everywhere, but nobody into a file.
    let file = place.folder.join("a file");
    std::fs::write(&file, "").unwrap();
    let database = format!("sqlite://{}/zhuqi.db", file.display());
    refused(
        with(&place, &["serve"], &[("DATABASE_URL", &database)]),
        "a file",
    );
    refused(
        with(&place, &["migrate"], &[("DATABASE_URL", &database)]),
        "a file",
    );
    // Mail would lie in the data folder.
    let folder = file.to_str().unwrap();
    on_both(|place| {
        refused(
            with(place, &["serve"], &[("ZHUQI_DATA_DIR", folder)]),
            "a file",
        );
    });
}

#[test]
fn a_newer_database_is_refused_by_every_command_and_stays_as_it_is() {
    on_both(|place| {
        done(zhuqi(place, &["migrate"]), "");
        let db = Db::open(&place.url).unwrap();
        db.write_blocking(|conn| {
            Ok(conn.batch_execute(
                "INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000000')",
            )?)
        })
        .unwrap();
        let user = add("zhang", &["--role", "leader"]);
        for args in [&["serve"][..], &["migrate"], &user, &["audit", "verify"]] {
            refused(zhuqi(place, args), "newer version of zhuqi");
        }
    });
}

#[test]
fn another_time_zone_is_refused_later() {
    on_both(|place| {
        let urumqi = [("ZHUQI_TIME_ZONE", "Asia/Urumqi")];
        serve(place, &urumqi).end();
        refused(zhuqi(place, &["serve"]), "counts its days in Asia/Urumqi");
        serve(place, &urumqi).end();
    });
}

#[test]
fn nothing_secret_is_logged() {
    on_both(|place| {
        done(
            zhuqi(place, &add("zhang", &["--role", "coordinator"])),
            PASSWORD,
        );
        let key = "a signing key that nobody may read";
        let server = serve(
            place,
            &[
                ("ZHUQI_JWT_KEY", key),
                ("ZHUQI_SMTP_URL", "smtp://postman:mailsecret@127.0.0.1:9"),
                ("RUST_LOG", "debug"),
            ],
        );
        let token = server.token("zhang", PASSWORD);
        server.sign_in("zhang", "a wrong passphrase").expect(401);
        let park = serde_json::json!({"code": "SH", "name": "沙河产业园区", "kind": "park"});
        server
            .ask(reqwest::Method::POST, "/parks", &token, Some(park))
            .expect(201);
        let log = server.end();
        assert!(log.contains("/api/v1/parks"), "it logs: {log}");
        for secret in [PASSWORD, "a wrong passphrase", key, "mailsecret", &token] {
            assert!(!log.contains(secret), "{secret} in {log}");
        }
    });
}

#[derive(QueryableByName)]
struct Pragmas {
    #[diesel(sql_type = Integer)]
    synchronous: i32,
    #[diesel(sql_type = Integer)]
    foreign_keys: i32,
    #[diesel(sql_type = Text)]
    journal_mode: String,
}

both! {
    async fn every_connection_to_sqlite_is_durable_before_it_acknowledges(app) {
        if !app.db.is_sqlite() {
            return;
        }
        let look = |conn: &mut zhuqi::base::db::Conn| {
            let sql = "SELECT synchronous, foreign_keys, journal_mode FROM pragma_synchronous, \
                pragma_foreign_keys, pragma_journal_mode";
            Ok(diesel::sql_query(sql).get_result::<Pragmas>(conn)?)
        };
        for pragmas in [app.db.write_blocking(look).unwrap(), app.db.read_blocking(look).unwrap()] {
            assert_eq!(pragmas.synchronous, 2, "FULL");
            assert_eq!((pragmas.foreign_keys, pragmas.journal_mode.as_str()), (1, "wal"));
        }
    }
}
