//! `search rebuild`: the search index made anew.

use clap::Subcommand;

use super::terminal::{progress_bar, say};
use super::user::line;
use crate::app::instance;
use crate::config::Settings;
use crate::search::actions;

#[derive(Subcommand)]
pub enum SearchCommand {
    /// Make the search index anew, also beside a running server; until it ends, search finds what is done.
    Rebuild,
}

/// # Errors
/// A sentence for the terminal.
pub fn run(settings: &Settings, command: SearchCommand) -> Result<(), String> {
    let SearchCommand::Rebuild = command;
    let db = instance::open(settings)?;
    let bar = progress_bar("{bar:40} {pos}/{len} {elapsed}");
    let count = |count: usize| u64::try_from(count).unwrap_or(0);
    let all = actions::rebuild(&db, |done, all| {
        bar.set_length(count(all));
        bar.set_position(count(done));
    });
    bar.finish_and_clear();
    let all = all.map_err(|e| line(&e))?;
    say(format_args!("检索索引已重建，共{all}条"));
    Ok(())
}
