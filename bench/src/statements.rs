//! The floor under reading: the statements of one request, prepared once and run by the driver alone. They stand in
//! `bench/statements`, as the product has sent them to its database.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rusqlite::types::Value as Cell;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use serde_json::{Value, json};

const MEASURED_FOR: Duration = Duration::from_secs(1);

/// A line of a file: the statement, and what is bound in it.
struct Statement {
    sql: String,
    binds: Vec<Value>,
}

fn read(file: &Path) -> Result<Vec<Statement>> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let parse = |line: &str| {
        let value: Value = serde_json::from_str(line)?;
        Ok(Statement {
            sql: value["sql"]
                .as_str()
                .context("a line without sql")?
                .to_owned(),
            binds: value["binds"].as_array().cloned().unwrap_or_default(),
        })
    };
    lines.map(parse).collect()
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::Bool(yes) => Cell::Integer(i64::from(*yes)),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Cell::Integer(whole),
            None => Cell::Real(number.as_f64().unwrap_or(0.0)),
        },
        Value::String(text) => Cell::Text(text.clone()),
        other => Cell::Text(other.to_string()),
    }
}

/// CPU and wall milliseconds of all statements of a request, once through; all rows are read, all cells taken.
pub fn sqlite(path: &str, name: &str, file: &Path) -> Result<Value> {
    let statements = read(file)?;
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    conn.execute_batch("PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY")?;
    let mut prepared = Vec::new();
    for statement in &statements {
        let binds: Vec<Cell> = statement.binds.iter().map(cell).collect();
        let query = conn
            .prepare(&statement.sql)
            .with_context(|| statement.sql.clone())?;
        prepared.push((query, binds));
    }
    let (mut rows, mut times) = (0_usize, 0_usize);
    let (began, cpu) = (Instant::now(), own_cpu_ms()?);
    while began.elapsed() < MEASURED_FOR {
        for (query, binds) in &mut prepared {
            let width = query.column_count();
            let mut found = query.query(params_from_iter(binds.iter()))?;
            while let Some(row) = found.next()? {
                rows += 1;
                for column in 0..width {
                    std::hint::black_box(row.get_ref(column)?);
                }
            }
        }
        times += 1;
    }
    let (wall, cpu) = (began.elapsed().as_secs_f64() * 1000.0, own_cpu_ms()? - cpu);
    let times = times as f64;
    Ok(json!({
        "name": name, "statements": statements.len(), "rows": rows as f64 / times, "cpu_ms": cpu / times,
        "wall_ms": wall / times,
    }))
}

/// Of this thread, to the nanosecond.
fn own_cpu_ms() -> Result<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let first = text
        .split_whitespace()
        .next()
        .context("an empty schedstat")?;
    Ok(first.parse::<f64>()? / 1e6)
}
