//! Migrations on both databases: the schema in code is what they make, history can't be rewritten,
//! and a database of a newer version is left alone.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use zhuqi::base::Error;
use zhuqi::base::db::{Conn, DatabaseUrl, Db};

use crate::harness::{Backend, Database};

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn on_both(check: impl Fn(Database)) {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        check(Database::fresh(backend));
    }
}

/// Each table's columns in order, as the database has them.
fn columns(conn: &mut Conn, table: &str) -> Vec<String> {
    let query = match conn {
        Conn::Sqlite(_) => format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"),
        Conn::Pg(_) => format!(
            "SELECT column_name::text AS name FROM information_schema.columns \
             WHERE table_name = '{table}' ORDER BY ordinal_position"
        ),
    };
    let rows: Vec<Name> = diesel::sql_query(query).load(conn).unwrap();
    rows.into_iter().map(|row| row.name).collect()
}

#[test]
fn the_schema_in_code_is_what_the_migrations_make() {
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/base/db/schema.rs"
    ))
    .unwrap();
    on_both(|database| {
        let db = Db::open(&database.url).unwrap();
        for block in text.split("diesel::table! {").skip(1) {
            let block = block.split("\n}\n").next().unwrap();
            let table = block.trim_start().split(' ').next().unwrap();
            let wanted: Vec<String> = block
                .lines()
                .filter_map(|line| line.split_once(" -> "))
                .map(|(name, _)| name.trim().trim_start_matches("r#").to_owned())
                .collect();
            let found = db.read_now(|conn| Ok(columns(conn, table))).unwrap();
            assert_eq!(found, wanted, "{table}");
        }
    });
}

#[test]
fn history_can_be_neither_changed_nor_deleted() {
    on_both(|database| {
        let db = Db::open(&database.url).unwrap();
        db.write_now(|conn| {
            conn.batch_execute(
                "INSERT INTO audit_records (recorded_at, action, target, data) \
                 VALUES ('2021-08-02 01:00:00', 'a', 'b', '{}')",
            )?;
            Ok(())
        })
        .unwrap();
        for sql in [
            "UPDATE audit_records SET action = 'x'",
            "DELETE FROM audit_records",
        ] {
            let refused = db.write_now(move |conn| Ok(conn.batch_execute(sql)?));
            let Err(Error::Internal(told)) = refused else {
                panic!("{refused:?}")
            };
            assert!(told.contains("never changed"), "{told}");
        }
        for table in [
            "problem_events",
            "visit_events",
            "audit_seals",
            "time_limit_policy_versions",
        ] {
            let found = db.read_now(|conn| {
                let query = match conn {
                    Conn::Sqlite(_) => format!("SELECT COUNT(*) AS n FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'"),
                    Conn::Pg(_) => format!("SELECT COUNT(*) AS n FROM pg_trigger WHERE tgrelid = '{table}'::regclass AND NOT tgisinternal"),
                };
                let row: Count = diesel::sql_query(query).get_result(conn)?;
                Ok(row.n)
            });
            assert_eq!(found.unwrap(), 2, "{table}");
        }
    });
}

#[test]
fn opening_again_keeps_everything_and_a_newer_database_is_refused() {
    on_both(|database| {
        let db = Db::open(&database.url).unwrap();
        db.write_now(|conn| {
            Ok(conn.batch_execute("INSERT INTO settings (name, value) VALUES ('k', 'v')")?)
        })
        .unwrap();
        drop(db);
        let db = Db::open(&database.url).unwrap();
        let kept: Count = db
            .read_now(|conn| {
                Ok(diesel::sql_query("SELECT COUNT(*) AS n FROM settings").get_result(conn)?)
            })
            .unwrap();
        assert_eq!(kept.n, 1);
        db.write_now(|conn| {
            Ok(conn.batch_execute(
                "INSERT INTO __diesel_schema_migrations (version) VALUES ('99999999999999')",
            )?)
        })
        .unwrap();
        drop(db);
        let refused = Db::open(&database.url).err().unwrap();
        assert!(refused.contains("newer version"), "{refused}");
    });
}

#[test]
fn a_mistyped_url_is_refused() {
    for url in [
        "postgre://h/d",
        "zhuqi.db",
        "sqlite:zhuqi.db",
        "sqlite://",
        "mysql://h/d",
    ] {
        assert!(DatabaseUrl::parse(url).is_err(), "{url}");
    }
}

#[test]
fn migrations_go_down_and_up_again() {
    use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
    const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
    const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
    on_both(|database| {
        drop(Db::open(&database.url).unwrap());
        match &database.url {
            DatabaseUrl::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(path).unwrap();
                conn.revert_all_migrations(SQLITE).unwrap();
                conn.run_pending_migrations(SQLITE).unwrap();
            }
            DatabaseUrl::Postgres(url) => {
                let mut conn = PgConnection::establish(url).unwrap();
                conn.revert_all_migrations(POSTGRES).unwrap();
                conn.run_pending_migrations(POSTGRES).unwrap();
            }
        }
        Db::open(&database.url).unwrap();
    });
}
