//! What a database needs before it is served: what must not change, and what a fresh one lacks.

use std::sync::Arc;

use super::ledgers;
use crate::base::clock::Clock;
use crate::base::db::{Conn, Db, settings};
use crate::base::files;
use crate::base::{Error, Result};
use crate::calendar::{RunningLimits, closed_weeks};
use crate::config::Settings;
use crate::deadlines::rules::Preset;
use crate::{attachments, calendar, deadlines, directory, mail, problems};

/// Prepares a database for a server: [`fill`], and what servers keep in it for all nodes.
///
/// # Errors
/// A sentence for the terminal.
pub fn prepare(
    db: &Db,
    clock: &Clock,
    given: &Settings,
    limits: Arc<dyn RunningLimits>,
) -> std::result::Result<(), String> {
    fill(db, clock, given, limits)?;
    mail::actions::keep_templates(db, &given.data_dir)?;
    directory::actions::enterprises::fill_initials(db).map_err(message)?;
    problems::actions::fill_waits(db, clock).map_err(message)?;
    let given = given.clone();
    db.write_blocking(move |conn| {
        settings::put(conn, "organisation_name", &given.organisation_name)?;
        settings::put(conn, "office_phone", &given.office_phone)?;
        let cut_off = given.week_cut_off.format("%H:%M").to_string();
        settings::put(conn, "week_cut_off", &cut_off)?;
        attachments::actions::keep_quota(conn, given.attachments_quota)?;
        settings::put(
            conn,
            "public_url",
            given.public_url.as_str().trim_end_matches('/'),
        )
    })
    .map_err(message)
}

/// Fills a fresh database and checks a used one against the settings. A command beside a running
/// server does no more than this: it may have other settings than the server, whose word counts.
///
/// # Errors
/// A sentence for the terminal.
pub fn fill(
    db: &Db,
    clock: &Clock,
    given: &Settings,
    limits: Arc<dyn RunningLimits>,
) -> std::result::Result<(), String> {
    let folders = [given.data_dir.clone(), given.data_dir.join("attachments")];
    for folder in folders {
        files::tighten(&folder, files::PRIVATE_FOLDER);
    }
    ledgers::serve();
    let (clock, week_starts_on) = (clock.clone(), given.week_starts_on);
    db.write_blocking(move |conn| {
        keep_zone(conn, &clock)?;
        closed_weeks::init(conn, clock.today(), week_starts_on)?;
        let now = clock.now();
        directory::actions::categories::seed(conn, now.naive_utc())?;
        deadlines::actions::seed(conn, now.naive_utc(), Preset::Working13710)?;
        calendar::actions::publish_shipped(conn, limits.as_ref(), now).map(|_| ())
    })
    .map_err(message)
}

fn message(error: Error) -> String {
    match error {
        Error::Conflict { detail, .. } => detail.en,
        other => other.to_string(),
    }
}

/// Days were counted in one zone; another one would move them all.
fn keep_zone(conn: &mut Conn, clock: &Clock) -> Result<()> {
    let zone = clock.zone().name();
    match settings::find(conn, "time_zone")? {
        None => settings::put(conn, "time_zone", zone),
        Some(kept) if kept == zone => Ok(()),
        Some(kept) => Err(Error::conflict(
            "time_zone.changed",
            format!("数据库的时区为 {kept}，不能改为 {zone}"),
            format!("this database counts its days in {kept}; ZHUQI_TIME_ZONE can't become {zone}"),
        )),
    }
}
