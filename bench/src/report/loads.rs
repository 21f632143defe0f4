//! Many requests at once: the mix, what was abandoned, and filing while a week is closed.

use std::fmt::Write;

use anyhow::Result;
use serde_json::Value;

use super::{Column, number, table};

pub fn load(page: &mut String, column: &Column, load: &Value) -> Result<()> {
    if load.is_null() {
        return Ok(());
    }
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    writeln!(
        page,
        "## {}: {}, {}\n\n{} s; CPU ms a request: server {}, database {}; {} cores busy with the server; memory at most \
         {} MiB.\n",
        column.head,
        text(&load["what"]),
        text(&load["shape"]),
        number(&load["seconds"]),
        number(&load["server_cpu_ms_per_request"]),
        number(&load["database_cpu_ms_per_request"]),
        number(&load["cores_busy"]),
        number(&load["memory_peak_mib"]),
    )?;
    let errors = |row: &Value| {
        let told: Vec<String> = row["errors"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(status, n)| format!("{n} × {status}"))
            .collect();
        if told.is_empty() {
            "0".to_owned()
        } else {
            told.join(", ")
        }
    };
    let kinds = load["kinds"].as_array().into_iter().flatten();
    let rows: Vec<Vec<String>> = std::iter::once(&load["all"])
        .chain(kinds)
        .map(|row| {
            let figures = ["per_second", "p50_ms", "p90_ms", "p99_ms", "max_ms"]
                .map(|name| number(&row[name]));
            [
                vec![text(&row["name"]), row["count"].to_string(), errors(row)],
                figures.to_vec(),
            ]
            .concat()
        })
        .collect();
    let head = [
        "", "requests", "errors", "a second", "p50 ms", "p90", "p99", "max",
    ]
    .map(str::to_owned);
    table(page, &head, &rows)
}

pub fn abandoned(page: &mut String, columns: &[Column]) -> Result<()> {
    let mut rows = Vec::new();
    for column in columns {
        for row in column.found["abandoned"].as_array().into_iter().flatten() {
            let figure = |name: &str| number(&row[name]);
            let more = if row["is_over"] == true {
                ""
            } else {
                " and more"
            };
            rows.push(vec![
                column.head.clone(),
                row["name"].as_str().unwrap_or("?").to_owned(),
                figure("usual_me_ms"),
                figure("p50_ms"),
                figure("p99_ms"),
                figure("max_ms"),
                format!("{} of {}", row["refused"], row["asked"]),
                format!("{}{more}", figure("busy_seconds")),
                figure("cpu_ms"),
                figure("memory_peak_mib"),
            ]);
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(
        page,
        "## Ten requests sent and dropped, and what `/me` took meanwhile\n"
    )?;
    let head = [
        "", "dropped", "usual ms", "p50 ms", "p99", "max", "refused", "busy s", "CPU ms",
        "peak MiB",
    ]
    .map(str::to_owned);
    table(page, &head, &rows)
}

pub fn closing(page: &mut String, columns: &[Column]) -> Result<()> {
    let mut rows = Vec::new();
    for column in columns {
        let row = &column.found["closing"];
        if let Some(why) = row["not_measured"].as_str() {
            writeln!(
                page,
                "{}: closing a week isn't measured: {why}.\n",
                column.head
            )?;
        } else if !row.is_null() {
            let more = if row["is_composed"] == true {
                ""
            } else {
                " and more"
            };
            rows.push(vec![
                column.head.clone(),
                number(&row["usual"]["max_ms"]),
                number(&row["meanwhile"]["max_ms"]),
                number(&row["meanwhile"]["p50_ms"]),
                row["meanwhile"]["filed"].to_string(),
                row["meanwhile"]["refused"].to_string(),
                number(&row["issuing_ms"]),
                format!("{}{more}", number(&row["seconds"])),
                number(&row["cpu_ms"]),
                number(&row["memory_peak_mib"]),
            ]);
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(
        page,
        "## Somebody files while a week is closed and its papers are composed\n"
    )?;
    let head = [
        "",
        "longest usually, ms",
        "longest meanwhile",
        "p50 meanwhile",
        "filed",
        "refused",
        "closing ms",
        "until composed, s",
        "CPU ms",
        "peak MiB",
    ];
    table(page, &head.map(str::to_owned), &rows)
}
