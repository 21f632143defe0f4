//! What one request costs, and what it costs at the least.

use std::fmt::Write;

use anyhow::Result;
use serde_json::Value;

use super::{Column, heads, number, table};

fn named<'a>(rows: &'a Value, name: &str) -> Option<&'a Value> {
    rows.as_array()?.iter().find(|row| row["name"] == name)
}

/// Names in the order of the first column that has them.
fn names(columns: &[Column], part: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for column in columns {
        let rows = column.found[part].as_array();
        for name in rows
            .into_iter()
            .flatten()
            .filter_map(|row| row["name"].as_str())
        {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

pub fn singles(page: &mut String, columns: &[Column]) -> Result<()> {
    let names = names(columns, "singles");
    if names.is_empty() {
        return Ok(());
    }
    writeln!(
        page,
        "## One request after another\n\nCPU milliseconds of the server a request (on PostgreSQL + those of the \
         database), median milliseconds until it was answered, KiB of the answer.\n"
    )?;
    let cell = |row: Option<&Value>| match row {
        None => "–".to_owned(),
        Some(row) if row["cpu_ms"].is_null() => {
            format!("{} after {} ms", row["status"], number(&row["first_ms"]))
        }
        Some(row) => {
            let database = match &row["database_cpu_ms"] {
                Value::Null => String::new(),
                value => format!(" + {}", number(value)),
            };
            let kib = row["bytes"].as_f64().unwrap_or(0.0) / 1024.0;
            format!(
                "**{}**{database} · {} · {}",
                number(&row["cpu_ms"]),
                number(&row["median_ms"]),
                number(&kib.into())
            )
        }
    };
    let rows: Vec<Vec<String>> = names
        .iter()
        .map(|name| {
            let cells = columns
                .iter()
                .map(|column| cell(named(&column.found["singles"], name)));
            std::iter::once(name.clone()).chain(cells).collect()
        })
        .collect();
    table(page, &heads("CPU ms · ms · KiB", columns), &rows)
}

/// What the server takes for a constant answer of so many bytes: a line through its smallest and its largest.
fn constant(singles: &Value, bytes: f64) -> Option<f64> {
    let of = |name: &str| {
        let row = named(singles, name)?;
        Some((row["bytes"].as_f64()?, row["cpu_ms"].as_f64()?))
    };
    let (small, large) = (
        of("constant: healthz")?,
        of("constant: openapi.json, whole")?,
    );
    Some(small.1 + (large.1 - small.1) / (large.0 - small.0) * (bytes - small.0).max(0.0))
}

pub fn floors(page: &mut String, columns: &[Column]) -> Result<()> {
    let mut rows = Vec::new();
    for column in columns {
        let found = &column.found;
        for floor in found["statements"].as_array().into_iter().flatten() {
            let name = floor["name"].as_str().unwrap_or("?");
            let Some(single) = named(&found["singles"], name) else {
                continue;
            };
            let (Some(cpu), Some(bytes)) = (single["cpu_ms"].as_f64(), single["bytes"].as_f64())
            else {
                continue;
            };
            let (Some(constant), Some(bare)) =
                (constant(&found["singles"], bytes), floor["cpu_ms"].as_f64())
            else {
                continue;
            };
            rows.push(vec![
                column.head.clone(),
                format!("{name}, CPU ms"),
                number(&cpu.into()),
                format!(
                    "constant answer {} + {} statements bare {}",
                    number(&constant.into()),
                    floor["statements"],
                    number(&bare.into())
                ),
                format!("{:.1} ×", cpu / (constant + bare)),
            ]);
        }
        let (filing, floor) = (&found["filing"]["all"], &found["filing_floor"]);
        if let (Some(filed), Some(bare)) =
            (filing["per_second"].as_f64(), floor["per_second"].as_f64())
        {
            let counts = floor["rows"].as_object();
            let sum: i64 = counts
                .into_iter()
                .flat_map(|all| all.values())
                .filter_map(Value::as_i64)
                .sum();
            let tables = counts.map_or(0, serde_json::Map::len);
            let safely = match floor["fsync"].as_str() {
                Some("off") => ", fsync off",
                _ => ", durable",
            };
            rows.push(vec![
                column.head.clone(),
                format!("filing with dispatch, a second{safely}"),
                number(&filed.into()),
                format!(
                    "the same {sum} rows of {tables} tables bare {}",
                    number(&bare.into())
                ),
                format!("{:.2} ×", filed / bare),
            ]);
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(page, "## Beside what is the least\n")?;
    let head = ["", "", "measured", "floor of the same run", "ratio"].map(str::to_owned);
    table(page, &head, &rows)
}
