//! Migrations on both databases: the schema in code is what they make, history can't be rewritten,
//! and a database of a newer version is left alone.

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use zhuqi::base::db::{Conn, DatabaseUrl, Db};

use crate::harness::database::beside;
use crate::harness::{Backend, Database};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

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

/// Each table's columns in order, as the database has them, but for those that it derives itself.
fn columns(conn: &mut Conn, table: &str) -> Vec<String> {
    let query = match conn {
        Conn::Sqlite(_) => format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"),
        Conn::Pg(_) => format!(
            "SELECT column_name::text AS name FROM information_schema.columns \
             WHERE table_name = '{table}' AND is_generated = 'NEVER' ORDER BY ordinal_position"
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
            let found = db.read_blocking(|conn| Ok(columns(conn, table))).unwrap();
            assert_eq!(found, wanted, "{table}");
        }
    });
}

/// Every table of history, with a row of it.
const HISTORY: &[(&str, &str)] = &[
    (
        "audit_records",
        "(id, recorded_at, action, target, data) VALUES (7, '2021-08-02 01:00:00', 'a', 'b', '{}')",
    ),
    (
        "audit_seals",
        "(sequence, record_id, hash) VALUES (1, 7, 'h')",
    ),
    (
        "problem_events",
        "(id, problem_id, kind, occurred_on, recorded_at, counted_on, round, data) \
         VALUES (7, 1, 'report', '2021-08-02', '2021-08-02 01:00:00', '2021-08-02', 1, '{}')",
    ),
    (
        "visit_events",
        "(id, visit_id, kind, occurred_on, recorded_at, counted_on, data) \
         VALUES (7, 1, 'record', '2021-08-02', '2021-08-02 01:00:00', '2021-08-02', '{}')",
    ),
    (
        "entry_events",
        "(id, entry_id, kind, occurred_on, recorded_at, counted_on, status, data, changed) \
         VALUES (7, 1, 'propose', '2021-08-02', '2021-08-02 01:00:00', '2021-08-02', 'proposed', '{}', '{}')",
    ),
    (
        "months",
        "(id, entry_id, month, counted_on, event_id, figures) VALUES (7, 1, '2021-07-01', '2021-08-02', 7, '{}')",
    ),
    (
        "time_limit_policy_versions",
        "(id, policy_id, version, content, recorded_at) VALUES (7, 1, 1, '{}', '2021-08-02 01:00:00')",
    ),
    (
        "week_closings",
        "(id, week, from_day, to_day, closed_at, last_event_id, audit_head) \
         VALUES (7, '2021-W31', '2021-08-02', '2021-08-08', '2021-08-09 04:00:00', 7, 'h')",
    ),
    (
        "weekly_reports",
        "(id, week, from_day, to_day, closed_at, last_event_id, audit_head, content) \
         VALUES (7, '2021-W31', '2021-08-02', '2021-08-08', '2021-08-09 04:00:00', 7, 'h', '{}')",
    ),
    (
        "monthly_reports",
        "(id, month, as_of, issue_number, issued_at, issued_by, audit_head, content) \
         VALUES (7, '2021-07-01', '2021-08-15', '第7期', '2021-08-16 04:00:00', 1, 'h', '{}')",
    ),
    (
        "circulated_reports",
        "(report_id, circulated_at, mails) VALUES (7, '2021-08-09 04:00:00', 3)",
    ),
    (
        "mail_attachments",
        "(id, file_name, content_type, content) VALUES (7, '周报.docx', 'application/zip', '')",
    ),
];

#[test]
fn history_can_be_neither_changed_nor_deleted_nor_replaced() {
    on_both(|database| {
        let db = Db::open(&database.url).unwrap();
        let sqlite = db.is_sqlite();
        for (table, row) in HISTORY {
            let insert = format!("INSERT INTO {table} {row}");
            // What these rows belong to isn't there; what is asked is whether they stay.
            let insert = if sqlite {
                format!("PRAGMA foreign_keys = OFF; {insert}; PRAGMA foreign_keys = ON")
            } else {
                format!(
                    "SET session_replication_role = replica; {insert}; SET session_replication_role = DEFAULT"
                )
            };
            outside(&database, &insert).unwrap();
            let column = row[1..].split([',', ')']).nth(1).unwrap().trim();
            let kept = whole(&db, table);
            let mut tries = vec![
                format!("UPDATE {table} SET {column} = {column}"),
                format!("DELETE FROM {table}"),
            ];
            if sqlite {
                tries.push(format!("INSERT OR REPLACE INTO {table} {row}"));
                tries.push(format!("REPLACE INTO {table} {row}"));
                tries.push(format!("UPDATE OR REPLACE {table} SET {column} = {column}"));
                // The same by another key that only one row may have.
                tries.extend(by_another_key(table, row));
            } else {
                tries.push(format!("TRUNCATE {table} CASCADE"));
            }
            for sql in tries {
                let sql = if sqlite {
                    format!("PRAGMA foreign_keys = OFF; {sql}")
                } else {
                    sql
                };
                let told = outside(&database, &sql).expect_err(&sql);
                assert!(told.contains("never changed"), "{sql}: {told}");
                assert_eq!(whole(&db, table), kept, "{sql}");
            }
        }
    });
}

/// Runs SQL as somebody with the database in hands does, on a connection of their own.
fn outside(database: &Database, sql: &str) -> Result<(), String> {
    match &database.url {
        DatabaseUrl::Sqlite(path) => beside(path).batch_execute(sql).map_err(|e| e.to_string()),
        DatabaseUrl::Postgres(url) => PgConnection::establish(url)
            .unwrap()
            .batch_execute(sql)
            .map_err(|e| e.to_string()),
    }
}

/// How many rows a table has.
fn whole(db: &Db, table: &str) -> i64 {
    let query = format!("SELECT COUNT(*) AS n FROM {table}");
    db.read_blocking(|conn| {
        let row: Count = diesel::sql_query(query).get_result(conn)?;
        Ok(row.n)
    })
    .unwrap()
}

/// The row again under another id, which would push the first one out.
fn by_another_key(table: &str, row: &str) -> Option<String> {
    let again = match table {
        "audit_seals" => row.replace("(1, 7, 'h')", "(2, 7, 'h')"),
        "time_limit_policy_versions" => row.replace("(7, 1, 1,", "(8, 1, 1,"),
        "week_closings" | "weekly_reports" => row.replace("(7, '2021-W31'", "(8, '2021-W31'"),
        "monthly_reports" => row.replace("(7, '2021-07-01'", "(8, '2021-07-01'"),
        _ => return None,
    };
    assert_ne!(again, row);
    Some(format!("INSERT OR REPLACE INTO {table} {again}"))
}

#[test]
fn opening_again_keeps_everything_and_a_newer_database_is_refused() {
    on_both(|database| {
        let db = Db::open(&database.url).unwrap();
        db.write_blocking(|conn| {
            Ok(conn.batch_execute("INSERT INTO settings (name, value) VALUES ('k', 'v')")?)
        })
        .unwrap();
        drop(db);
        let db = Db::open(&database.url).unwrap();
        let kept: Count = db
            .read_blocking(|conn| {
                Ok(diesel::sql_query("SELECT COUNT(*) AS n FROM settings").get_result(conn)?)
            })
            .unwrap();
        assert_eq!(kept.n, 1);
        db.write_blocking(|conn| {
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
    on_both(|database| {
        drop(Db::open(&database.url).unwrap());
        match &database.url {
            DatabaseUrl::Sqlite(path) => {
                let mut conn = beside(path);
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

fn down_and_up<C, B>(conn: &mut C, source: EmbeddedMigrations, number: &str)
where
    B: diesel::backend::Backend,
    C: MigrationHarness<B>,
    EmbeddedMigrations: MigrationSource<B>,
{
    let all: Vec<Box<dyn Migration<B>>> = source.migrations().unwrap();
    let one = all
        .iter()
        .find(|one| one.name().version().to_string() == number);
    let one = one.unwrap();
    conn.revert_migration(one.as_ref()).unwrap();
    conn.run_migration(one.as_ref()).unwrap();
}

/// The table of files is made again where its CHECK is another one; what it held has to be there afterwards.
#[test]
fn files_stay_when_entries_get_some_and_those_of_entries_alone_go_on_the_way_back() {
    const ROW: &str = "file_name, content_type, size, sha256, stored_name, uploaded_by, uploaded_by_name, created_at, void_reason";
    /// Two rows, the later of them of an entry; then down, and up again.
    fn there_and_back<C, B>(conn: &mut C, source: EmbeddedMigrations)
    where
        B: diesel::backend::Backend,
        C: MigrationHarness<B> + SimpleConnection,
        EmbeddedMigrations: MigrationSource<B>,
    {
        for (id, owner) in [(7, "problem_id"), (8, "entry_id")] {
            conn.batch_execute(&format!(
                "INSERT INTO attachments (id, {owner}, {ROW}) VALUES ({id}, 1, '甲.pdf', 'application/pdf', 5, 'h', \
                 's{id}', 1, '张专员', '2021-08-02 01:00:00', '误传')"
            ))
            .unwrap();
        }
        down_and_up(conn, source, "00000000000021");
    }
    on_both(|database| {
        let db = Db::open(&database.url).unwrap();
        match &database.url {
            DatabaseUrl::Sqlite(path) => {
                let mut conn = beside(path);
                conn.batch_execute("PRAGMA foreign_keys = OFF").unwrap();
                there_and_back(&mut conn, SQLITE);
            }
            DatabaseUrl::Postgres(url) => {
                let mut conn = PgConnection::establish(url).unwrap();
                conn.batch_execute("SET session_replication_role = replica")
                    .unwrap();
                there_and_back(&mut conn, POSTGRES);
            }
        }
        /// Id, problem, entry, stored name and reason of a file.
        type Kept = (i64, Option<i64>, Option<i64>, String, Option<String>);
        let left: Vec<Kept> = db
            .read_blocking(|conn| {
                use zhuqi::base::db::schema::attachments::dsl::{
                    attachments, entry_id, id, problem_id, stored_name, void_reason,
                };
                let kept = (id, problem_id, entry_id, stored_name, void_reason);
                Ok(attachments.select(kept).load(conn)?)
            })
            .unwrap();
        assert_eq!(
            left,
            [(7, Some(1), None, "s7".to_owned(), Some("误传".to_owned()))]
        );
    });
}

/// An earlier version can't read what names a ledger, and would show no import at all.
#[test]
fn imports_of_ledgers_go_on_the_way_back_and_others_stay() {
    const COLUMNS: &str = "state, dry_run, mode, create_missing, mapping, file_name, file_hash, requested_by, header, rows_done, \
        new_count, same_count, different_count, wrong_count, making, created_at, updated_at";
    const VALUES: &str = "'done', TRUE, 'good_rows', '[]', '{}', '甲.csv', 'h', 1, '', 0, 0, 0, 0, 0, '{}', \
        '2021-08-02 01:00:00', '2021-08-02 01:00:00'";
    let mut rows = String::new();
    for (id, kind) in [
        (1, "enterprises"),
        (2, "visits"),
        (3, "problems"),
        (4, "projects"),
    ] {
        rows.push_str(&format!(
            "INSERT INTO imports (id, kind, {COLUMNS}) VALUES ({id}, '{kind}', {VALUES}); \
             INSERT INTO import_files (import_id, content) VALUES ({id}, ''); \
             INSERT INTO import_rows (import_id, row_number, plan) VALUES ({id}, 2, '{{}}'); \
             INSERT INTO import_issues (import_id, row_number, code, is_note, detail_zh, detail_en) \
             VALUES ({id}, 2, 'note', TRUE, '甲', 'a');"
        ));
    }
    on_both(|database| {
        let db = Db::open(&database.url).unwrap();
        const NUMBER: &str = "00000000000024";
        match &database.url {
            DatabaseUrl::Sqlite(path) => {
                let mut conn = beside(path);
                conn.batch_execute(&format!("PRAGMA foreign_keys = OFF; {rows}"))
                    .unwrap();
                down_and_up(&mut conn, SQLITE, NUMBER);
            }
            DatabaseUrl::Postgres(url) => {
                let mut conn = PgConnection::establish(url).unwrap();
                conn.batch_execute(&format!("SET session_replication_role = replica; {rows}"))
                    .unwrap();
                down_and_up(&mut conn, POSTGRES, NUMBER);
            }
        }
        for table in ["imports", "import_files", "import_rows", "import_issues"] {
            assert_eq!(whole(&db, table), 3, "{table}");
        }
    });
}
