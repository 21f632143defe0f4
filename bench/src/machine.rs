//! Where figures were taken: they mean nothing without.

use std::path::Path;
use std::process::Command;

use anyhow::Result;
use serde_json::{Value, json};

fn first_line(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    Some(
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .next()?
            .trim()
            .to_owned(),
    )
}

fn line_of(file: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

pub fn told(binary: &Path) -> Result<Value> {
    let kib = line_of("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    Ok(json!({
        "cores": std::thread::available_parallelism()?.get(),
        "processor": line_of("/proc/cpuinfo", "model name"),
        "memory_gib": kib.map(|kib| kib / 1024.0 / 1024.0),
        "kernel": first_line("uname", &["-sr"]),
        // Others at work on it make figures worthless.
        "load_before": load.split(' ').next(),
        "zhuqi": first_line(&binary.to_string_lossy(), &["--version"]),
        "sqlite": rusqlite::version(),
        "commit": first_line("git", &["describe", "--always", "--dirty", "--abbrev=12"]),
        "day": first_line("date", &["+%F"]),
    }))
}
