//! What was found, side by side, as a page in Markdown.

mod costs;
mod loads;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::picture;

/// What a run found, and the head of its column.
pub struct Column {
    pub head: String,
    pub found: Value,
}

pub fn write(files: &[PathBuf], out: &Path, command: &str) -> Result<()> {
    let mut columns = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
        let found: Value =
            serde_json::from_str(&text).with_context(|| file.display().to_string())?;
        let head = format!(
            "{} {}",
            found["database"].as_str().unwrap_or("?"),
            size(&found["problems"])
        );
        columns.push(Column { head, found });
    }
    columns.sort_by_key(|column| {
        let found = &column.found;
        (found["database"] != "SQLite", found["problems"].as_i64())
    });
    let mut page = String::new();
    page += "# Figures\n\n";
    about(&mut page, &columns, command)?;
    costs::singles(&mut page, &columns)?;
    costs::floors(&mut page, &columns)?;
    for part in ["closed", "open", "filing"] {
        for column in &columns {
            loads::load(&mut page, column, &column.found[part])?;
        }
    }
    loads::abandoned(&mut page, &columns)?;
    loads::closing(&mut page, &columns)?;
    std::fs::create_dir_all(out)?;
    std::fs::write(out.join("performance.md"), page)?;
    println!("{}/performance.md", out.display());
    // Two sizes of one database make a line.
    if let Some(drawn) = picture::growth(&columns) {
        std::fs::write(out.join("growth.svg"), drawn)?;
        println!("{}/growth.svg", out.display());
    }
    Ok(())
}

fn size(problems: &Value) -> String {
    match problems.as_i64().unwrap_or(0) {
        n if n >= 999_500 => format!("{:.1} M", n as f64 / 1e6),
        n if n >= 1_000 => format!("{:.0} k", n as f64 / 1e3),
        n => n.to_string(),
    }
}

/// Three digits of a figure; a dash where there is none.
pub fn number(value: &Value) -> String {
    let Some(value) = value.as_f64() else {
        return "–".to_owned();
    };
    match value.abs() {
        v if v >= 1e4 => grouped((value / 100.0).round() * 100.0),
        v if v >= 100.0 => format!("{value:.0}"),
        v if v >= 10.0 => format!("{value:.1}"),
        v if v > 0.0 => format!("{value:.2}"),
        _ => "0".to_owned(),
    }
}

/// With a comma before each three digits.
fn grouped(whole: f64) -> String {
    let digits = format!("{whole:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn table(page: &mut String, head: &[String], rows: &[Vec<String>]) -> Result<()> {
    writeln!(page, "| {} |", head.join(" | "))?;
    writeln!(page, "|{}", "---|".repeat(head.len()))?;
    for row in rows {
        writeln!(page, "| {} |", row.join(" | "))?;
    }
    writeln!(page)?;
    Ok(())
}

fn heads(first: &str, columns: &[Column]) -> Vec<String> {
    std::iter::once(first.to_owned())
        .chain(columns.iter().map(|column| column.head.clone()))
        .collect()
}

fn about(page: &mut String, columns: &[Column], command: &str) -> Result<()> {
    let Some(machine) = columns.first().map(|column| &column.found["machine"]) else {
        return Ok(());
    };
    let text = |name: &str| machine[name].as_str().unwrap_or("?").to_owned();
    writeln!(
        page,
        "`{command}` on {}: {} cores ({}), {} GiB of memory, {}. {}, commit {}, SQLite {}. The load generator and the \
         databases run on the same cores.\n",
        text("day"),
        machine["cores"],
        text("processor"),
        number(&machine["memory_gib"]),
        text("kernel"),
        text("zhuqi"),
        text("commit"),
        text("sqlite"),
    )?;
    let row = |name: &str, of: &dyn Fn(&Value) -> String| {
        std::iter::once(name.to_owned())
            .chain(columns.iter().map(|column| of(&column.found)))
            .collect::<Vec<_>>()
    };
    let rows = [
        row("problems", &|found| found["problems"].to_string()),
        row("load of the machine before (must be near 0)", &|found| {
            found["machine"]["load_before"]
                .as_str()
                .unwrap_or("?")
                .into()
        }),
        row("ready after, s", &|found| {
            number(&found["start"]["seconds"])
        }),
        row("memory at the start, MiB", &|found| {
            number(&found["start"]["memory_mib"])
        }),
        row("idle: memory, MiB", &|found| {
            number(&found["idle"]["memory_mib"])
        }),
        row("idle: CPU ms a minute, server", &|found| {
            number(&found["idle"]["cpu_ms_a_minute"])
        }),
        row("idle: CPU ms a minute, database", &|found| {
            number(&found["idle"]["database_cpu_ms_a_minute"])
        }),
        row("idle: KiB written a minute", &|found| {
            number(&found["idle"]["written_kib_a_minute"])
        }),
        row("people signed in", &|found| {
            found["people"]["signed_in"].to_string()
        }),
        row("signing in, ms", &|found| {
            number(&found["people"]["sign_in_ms"])
        }),
    ];
    table(page, &heads("", columns), &rows)
}
