//! What each command of the command line does.

pub mod backup;
pub mod calendar;
pub mod export;
pub mod generate;
pub mod import;
pub mod report;
pub mod search;
pub mod serve;
pub mod terminal;
pub mod user;

use std::sync::Arc;

pub use serve::serve;

use crate::app::openapi::document;
use crate::app::{background, instance, start};
use crate::audit::{self, Verdict};
use crate::base::clock::Clock;
use crate::base::db::Db;
use crate::calendar::RunningLimits;
use crate::config::Settings;
use crate::jobs::store::watch_clock;
use crate::mail;

use self::terminal::say;

/// Names and licences of what is compiled in; `build/licences/write.py` writes them.
pub const NOTICES: &str = include_str!("../../THIRD-PARTY-NOTICES.txt");

/// An open, migrated and filled database with its clock, for a command beside a running server.
pub(crate) fn open(settings: &Settings) -> Result<(Db, Clock), String> {
    let clock = Clock::system(settings.time_zone);
    let db = instance::open(settings)?;
    let now = clock.now().naive_utc();
    db.write_blocking(move |conn| watch_clock(conn, now))
        .map_err(|e| e.to_string())?;
    start::fill(&db, &clock, settings, limits(&clock))?;
    Ok((db, clock))
}

/// A password for accounts that are made up.
pub(crate) fn made_up_password() -> String {
    format!("demo-{:012x}", rand::random::<u64>() >> 16)
}

/// Says what is wrong with the settings, without touching database or mail server.
///
/// # Errors
/// A sentence for the terminal.
pub fn check_config(settings: &Settings) -> Result<(), String> {
    background::transport(settings)?;
    mail::actions::read_templates(&settings.data_dir).map(|_| ())
}

/// Whether a data folder goes on with the database that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    AsBefore,
    Anew,
}

/// The running limits a new notice moves.
pub(crate) fn limits(clock: &Clock) -> Arc<dyn RunningLimits> {
    Arc::new(crate::app::limits::Running(clock.clone()))
}

/// Checks the whole audit chain, and that it passes through a head printed earlier.
///
/// # Errors
/// The first place where it doesn't hold.
pub fn audit_verify(settings: &Settings, printed: Option<&str>) -> Result<(), String> {
    let db = instance::open(settings)?;
    let found = db.read_blocking(|conn| {
        let passed = match printed {
            Some(printed) => audit::passes_through(conn, printed)?,
            None => true,
        };
        Ok((audit::verify(conn)?, passed))
    });
    match found.map_err(|e| e.to_string())? {
        (Verdict::Broken { sequence, why }, _) => {
            Err(format!("the chain breaks at {sequence}: {why}"))
        }
        (Verdict::Whole { .. }, false) => {
            Err("the chain is whole but never had that head: it is another one, or was cut".into())
        }
        (
            Verdict::Whole {
                records,
                head,
                unsealed,
            },
            true,
        ) => {
            say(format_args!(
                "the chain is whole: {records} records, head {head}"
            ));
            if unsealed > 0 {
                say(format_args!(
                    "{unsealed} records behind it have no seal yet and could still be altered; \
                     a running server seals them within a second"
                ));
            }
            Ok(())
        }
    }
}

/// Brings the database up to date. `Beginning::Anew` lets the data folder belong to it.
///
/// # Errors
/// A sentence for the terminal.
pub fn migrate(settings: &Settings, beginning: Beginning) -> Result<(), String> {
    match beginning {
        Beginning::Anew => instance::begin_anew(settings)?,
        Beginning::AsBefore => instance::open(settings)?,
    };
    say("the database is up to date");
    Ok(())
}

pub fn openapi() -> Result<String, String> {
    let document = document().map_err(|e| e.to_string())?;
    serde_json::to_string_pretty(document).map_err(|e| e.to_string())
}
