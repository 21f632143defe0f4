//! Days and weeks, by `date`, which knows the calendar.

use anyhow::{Result, ensure};

/// A day, such as `2021-08-08 -6 days`, in the form that is wanted.
pub fn date(day: &str, wanted: &str) -> Result<String> {
    let arguments = ["--utc", "--date", day, wanted];
    let output = std::process::Command::new("date")
        .args(arguments)
        .output()?;
    ensure!(
        output.status.success(),
        "date: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// The week that a day lies in, where weeks begin on Monday.
pub fn week(day: &str) -> Result<String> {
    date(day, "+%G-W%V")
}
