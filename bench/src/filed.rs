//! The floor under filing: the rows that one filing with dispatch really left, written again by the driver alone,
//! into tables with the same columns and indexes, without rules, keys and triggers, committed as durably.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use postgres::NoTls;
use rusqlite::types::Value as Cell;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use serde_json::{Value, json};

const MEASURED_FOR: Duration = Duration::from_secs(5);
/// As `base/db/conn.rs` sets it for every connection.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000;";

/// What a job writes each second beside whatever is filed.
const SEALS: &str = "audit_seals";

/// What was in each table of SQLite at a moment.
pub struct Before(Vec<(String, i64)>);

fn opened(path: &str) -> Result<Connection> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    conn.busy_timeout(Duration::from_secs(10))?;
    Ok(conn)
}

fn strings(conn: &Connection, sql: &str) -> Result<Vec<String>> {
    let mut query = conn.prepare(sql)?;
    let rows = query
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

impl Before {
    pub fn look(path: &str) -> Result<Self> {
        let conn = opened(path)?;
        // Virtual tables and what they keep their things in are no rows of ours.
        let sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND wr = 0 \
            AND name NOT LIKE 'sqlite_%'";
        let names = strings(&conn, sql)?;
        let names = names.into_iter().filter(|name| name != SEALS);
        let highest = |name: String| {
            let sql = format!("SELECT COALESCE(MAX(rowid), 0) FROM \"{name}\"");
            let id = conn.query_row(&sql, [], |row| row.get(0))?;
            anyhow::Ok((name, id))
        };
        Ok(Self(names.map(highest).collect::<Result<_>>()?))
    }
}

struct Rows {
    table: String,
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// What has come since.
fn rows_since(conn: &Connection, before: &Before) -> Result<Vec<Rows>> {
    let mut all = Vec::new();
    for (table, last) in &before.0 {
        let mut query = conn.prepare(&format!("SELECT * FROM \"{table}\" WHERE rowid > {last}"))?;
        let columns: Vec<String> = query
            .column_names()
            .into_iter()
            .map(str::to_owned)
            .collect();
        let cells = |row: &rusqlite::Row| (0..columns.len()).map(|n| row.get(n)).collect();
        let rows = query
            .query_map([], cells)?
            .collect::<rusqlite::Result<Vec<Vec<Cell>>>>()?;
        if !rows.is_empty() {
            all.push(Rows {
                table: table.clone(),
                columns: columns.clone(),
                rows,
            });
        }
    }
    Ok(all)
}

fn counts(rows: &[Rows]) -> Value {
    rows.iter()
        .map(|rows| (rows.table.clone(), rows.rows.len().into()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// Filings a second, with as many to a commit as clients wait for one.
pub fn sqlite(path: &str, folder: &Path, before: &Before, to_a_commit: usize) -> Result<Value> {
    let source = opened(path)?;
    let rows = rows_since(&source, before)?;
    ensure!(!rows.is_empty(), "the filing left no rows");
    let floor = folder.join("floor.db");
    let mut conn = Connection::open(&floor)?;
    conn.execute_batch(SQLITE_SETTINGS)?;
    for rows in &rows {
        let columns: Vec<String> = rows
            .columns
            .iter()
            .map(|name| format!("\"{name}\""))
            .collect();
        conn.execute_batch(&format!(
            "CREATE TABLE \"{}\" ({})",
            rows.table,
            columns.join(", ")
        ))?;
        let sql = format!(
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = '{}'",
            rows.table
        );
        for index in strings(&source, &sql)? {
            conn.execute_batch(&index.replacen("CREATE UNIQUE INDEX", "CREATE INDEX", 1))?;
        }
    }
    conn.set_prepared_statement_cache_capacity(100);
    let (began, mut filed) = (Instant::now(), 0);
    while began.elapsed() < MEASURED_FOR {
        let transaction =
            conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        for _ in 0..to_a_commit {
            for rows in &rows {
                let places = vec!["?"; rows.columns.len()].join(", ");
                let mut insert = transaction
                    .prepare_cached(&format!("INSERT INTO \"{}\" VALUES ({places})", rows.table))?;
                for row in &rows.rows {
                    insert.execute(params_from_iter(row))?;
                }
            }
            filed += 1;
        }
        transaction.commit()?;
    }
    let seconds = began.elapsed().as_secs_f64();
    let per_second = f64::from(filed) / seconds;
    drop(conn);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", floor.display()));
    }
    Ok(
        json!({ "rows": counts(&rows), "filings_to_a_commit": to_a_commit, "per_second": per_second }),
    )
}

/// The same on PostgreSQL, by as many connections as the server has of its own: each filing is a transaction,
/// and the database itself commits many at once.
pub fn postgres(url: &str, problem: i64, connections: usize) -> Result<Value> {
    let mut conn = postgres::Client::connect(url, NoTls)?;
    // All rows of one filing were written by one transaction.
    let row = conn.query_one(
        &format!("SELECT xmin::text FROM problems WHERE id = {problem}"),
        &[],
    )?;
    let transaction: String = row.get(0);
    conn.batch_execute("DROP SCHEMA IF EXISTS bench_floor CASCADE; CREATE SCHEMA bench_floor")?;
    let tables = conn.query(
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'",
        &[],
    )?;
    let (mut inserts, mut counts) = (Vec::new(), serde_json::Map::new());
    for row in tables {
        let table: String = row.get(0);
        let made = conn.execute(
            &format!("CREATE TABLE bench_floor.\"{table}_rows\" AS SELECT * FROM public.\"{table}\" WHERE xmin::text = '{transaction}'"),
            &[],
        )?;
        if made == 0 {
            continue;
        }
        counts.insert(table.clone(), made.into());
        conn.batch_execute(&format!(
            "CREATE TABLE bench_floor.\"{table}\" (LIKE public.\"{table}\")"
        ))?;
        let sql = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = $1";
        for index in conn.query(sql, &[&table])? {
            let index: String = index.get(0);
            let index = index
                .replacen("CREATE UNIQUE INDEX", "CREATE INDEX", 1)
                .replacen("ON public.", "ON bench_floor.", 1);
            conn.batch_execute(&index)?;
        }
        inserts.push(format!(
            "INSERT INTO bench_floor.\"{table}\" SELECT * FROM bench_floor.\"{table}_rows\""
        ));
    }
    ensure!(!inserts.is_empty(), "the filing left no rows");
    conn.batch_execute("ANALYZE")?;
    let began = Instant::now();
    let filed = std::thread::scope(|scope| -> Result<u32> {
        let write = || filings(url, &inserts, began);
        let threads: Vec<_> = (0..connections).map(|_| scope.spawn(write)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().ok().context("a thread died")?)
            .sum()
    })?;
    let per_second = f64::from(filed) / began.elapsed().as_secs_f64();
    conn.batch_execute("DROP SCHEMA bench_floor CASCADE")?;
    let is_durable: String = conn.query_one("SHOW fsync", &[])?.get(0);
    Ok(
        json!({ "rows": counts, "connections": connections, "fsync": is_durable, "per_second": per_second }),
    )
}

fn filings(url: &str, inserts: &[String], began: Instant) -> Result<u32> {
    let mut conn = postgres::Client::connect(url, NoTls)?;
    let prepared: Vec<_> = inserts
        .iter()
        .map(|sql| conn.prepare(sql))
        .collect::<Result<_, _>>()?;
    let mut filed = 0;
    while began.elapsed() < MEASURED_FOR {
        let mut transaction = conn.transaction()?;
        for insert in &prepared {
            transaction.execute(insert, &[])?;
        }
        transaction.commit()?;
        filed += 1;
    }
    Ok(filed)
}
