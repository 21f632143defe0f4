//! `calendar import`: the State Council's notices from a file.

use std::path::PathBuf;

use clap::Subcommand;

use super::terminal::say;
use super::user::line;
use crate::calendar::actions;
use crate::calendar::rules::read_notices;
use crate::config::Settings;

#[derive(Subcommand)]
pub enum CalendarCommand {
    /// Publish notices from a JSON file: {"2027": {"off": [days], "work": [days]}}.
    Import {
        file: PathBuf,
        /// Only tell which open limits would move.
        #[arg(long)]
        dry_run: bool,
    },
}

pub fn run(settings: &Settings, command: CalendarCommand) -> Result<(), String> {
    let CalendarCommand::Import { file, dry_run } = command;
    let text = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    let notices = read_notices(&text).map_err(|e| format!("{}: {}", file.display(), line(&e)))?;
    let (db, clock) = super::open(settings)?;
    let limits = super::limits(&clock);
    let moved = if dry_run {
        db.read_blocking(|conn| actions::preview(conn, limits.as_ref(), &notices))
    } else {
        let (at, notices) = (clock.now(), notices.clone());
        db.write_blocking(move |conn| actions::publish(conn, limits.as_ref(), (None, at), &notices))
    }
    .map_err(|e| line(&e))?;
    for limit in &moved {
        say(format_args!(
            "{}",
            serde_json::to_string(limit).unwrap_or_default()
        ));
    }
    let verb = if dry_run { "would move" } else { "moved" };
    say(format_args!("{} limits {verb}", moved.len()));
    Ok(())
}
