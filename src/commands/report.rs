//! `report weekly`: a week's report as a file, as the page gives it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::terminal::say;
use super::user::line;
use crate::base::answers::Answers;
use crate::base::{Error, FieldError};
use crate::calendar::closed_weeks;
use crate::config::Settings;
use crate::directory::store::parks;
use crate::reports::actions::{self, Counting};
use crate::reports::render::{self, Format};
use crate::reports::rules::week_asked;

#[derive(Subcommand)]
pub enum ReportCommand {
    /// Write a week's report of all, or of one park.
    Weekly(WeeklyArgs),
}

#[derive(Args)]
pub struct WeeklyArgs {
    /// Such as 2021-W31; the last one that is over where absent.
    #[arg(long)]
    week: Option<String>,
    /// The code of a park.
    #[arg(long)]
    park: Option<String>,
    /// json, html, xlsx, docx or pdf; the file's ending where absent.
    #[arg(long)]
    format: Option<String>,
    /// Where to write it; its own name in this folder where absent.
    #[arg(long)]
    out: Option<PathBuf>,
}

pub fn run(settings: &Settings, command: ReportCommand) -> Result<(), String> {
    let ReportCommand::Weekly(args) = command;
    let ending = args
        .out
        .as_ref()
        .and_then(|path| path.extension()?.to_str());
    let asked = args.format.as_deref().or(ending).unwrap_or("docx");
    let known = Format::parse(asked).filter(|format| format.is_built());
    let format = known.ok_or_else(|| {
        let built = Format::built(Format::ALL).replace('、', ", ");
        format!("--format: {asked:?} is none of {built}")
    })?;
    let (db, clock) = super::open(settings)?;
    let (week, park) = (args.week.clone(), args.park.clone());
    let asked = db.read_blocking(|conn| {
        let starts_on = closed_weeks::starts_on(conn)?;
        let week = week_asked(week.as_deref(), None, clock.today(), starts_on)?;
        let park = match &park {
            Some(code) => Some(
                parks::find_by_code(conn, code)?
                    .ok_or_else(unknown_park)?
                    .id,
            ),
            None => None,
        };
        Ok((week, park))
    });
    let (week, park) = asked.map_err(|e| line(&e))?;
    let kept = Answers::default();
    let counting = Counting {
        clock: &clock,
        kept: &kept,
    };
    let json = actions::weekly_blocking(&db, counting, week, park).map_err(|e| line(&e))?;
    let file =
        render::report(&json, format, settings.fonts_dir.as_deref()).map_err(|e| line(&e))?;
    let path = args.out.unwrap_or_else(|| PathBuf::from(&file.name));
    std::fs::write(&path, &file.bytes).map_err(|e| format!("{}: {e}", path.display()))?;
    say(format_args!(
        "{} ({} bytes)",
        path.display(),
        file.bytes.len()
    ));
    Ok(())
}

fn unknown_park() -> Error {
    let (zh, en) = ("没有这个代码的园区", "is the code of no park");
    Error::invalid(FieldError::new("/park", "unknown_id", zh, en))
}
