//! What runs by itself, and how often.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;

use super::ledgers::LEDGERS;
use crate::access;
use crate::access::api::AppState;
use crate::attachments;
use crate::audit;
use crate::base::Result;
use crate::base::clock::Clock;
use crate::base::db::idempotency;
use crate::base::files::Folder;
use crate::circulation;
use crate::config::{Secret, Settings};
use crate::entries;
use crate::jobs::{self, Job, Running, repeat};
use crate::ledger::import::actions::{self as imports, Worker};
use crate::mail::{self, Delivery, SmtpOptions, Transport};
use crate::problems;
use crate::reports;
use crate::search;

const SECOND: Duration = Duration::from_secs(1);

/// The jobs of the product; each step is a transaction of its own.
pub fn jobs(clock: &Clock, files: &Folder) -> Vec<Job> {
    let minute = 60 * SECOND;
    let (resuming, closing, circulating) = (clock.clone(), clock.clone(), clock.clone());
    let (looking, reminding) = (clock.clone(), clock.clone());
    let (due, erasing) = (clock.clone(), clock.clone());
    let files = files.clone();
    vec![
        Job::new("seal_audit_records", SECOND, |conn, _| {
            audit::seal(conn).map(|_| ())
        }),
        Job::new("resume_suspensions", minute, move |conn, now| {
            problems::actions::resume_due(conn, &resuming, now.and_utc()).map(|_| ())
        })
        .on_checked_clock(),
        Job::new("remind_of_limits", minute, |conn, now| {
            mail::remind(conn, now, problems::actions::redacted_titles).map(|_| ())
        })
        .on_checked_clock(),
        Job::new("remind_of_milestones", minute, move |conn, now| {
            entries::actions::remind(conn, &reminding, now.and_utc(), LEDGERS).map(|_| ())
        })
        .only_where(move |conn, now| {
            entries::actions::is_due(conn, looking.day_of(now.and_utc()), LEDGERS)
        })
        .on_checked_clock(),
        Job::new("forget_persons", 60 * minute, move |conn, now| {
            entries::actions::forget(conn, &erasing, now.and_utc(), LEDGERS).map(|_| ())
        })
        .only_where(move |conn, now| {
            entries::actions::is_forgetting_due(conn, due.day_of(now.and_utc()), LEDGERS)
        })
        .on_checked_clock(),
        // After the suspensions, so that what ended in a week is counted in it.
        Job::new("close_due_weeks", minute, move |conn, now| {
            reports::actions::close_due_weeks(conn, &closing, now.and_utc()).map(|_| ())
        })
        .on_checked_clock(),
        Job::new("circulate_weeks", 5 * SECOND, move |conn, now| {
            circulation::actions::circulate(conn, &circulating, now.and_utc()).map(|_| ())
        }),
        Job::new("forget_idempotency_keys", 60 * minute, |conn, now| {
            idempotency::clean(conn, now).map(|_| ())
        })
        .on_checked_clock(),
        Job::new("forget_imported_files", 60 * minute, |conn, now| {
            imports::forget(conn, now)
        })
        .on_checked_clock(),
        Job::new("forget_ended_sessions", 60 * minute, |conn, now| {
            access::actions::clean(conn, now).map(|_| ())
        })
        .on_checked_clock(),
        Job::new("sweep_attachments", 60 * minute, move |conn, _| {
            attachments::actions::sweep(conn, &files).map(|_| ())
        })
        .on_checked_clock(),
    ]
}

/// The way out for mail.
///
/// # Errors
/// A sentence for the terminal: settings of mail that can't be used.
pub fn transport(settings: &Settings) -> Result<Transport, String> {
    let url = settings.smtp_url.as_ref().map(Secret::expose);
    let options = SmtpOptions {
        greeting: settings.smtp_name.as_deref(),
        ..SmtpOptions::default()
    };
    Transport::new(url, &settings.mail_from, &settings.data_dir, options)
}

/// Starts the jobs and the delivery of mail beside the server.
///
/// # Errors
/// A sentence for the terminal: settings of mail, or a folder for it, that can't be used.
pub fn start(handle: &Handle, settings: &Settings, state: &AppState) -> Result<Running, String> {
    let transport = transport(settings)?;
    transport.make_folder()?;
    let (db, clock) = (state.db.clone(), state.clock.clone());
    let details = circulation::Details::new(clock.clone(), settings.fonts_dir.clone());
    let delivery =
        Delivery::new(db.clone(), clock.clone(), transport).completing(Arc::new(details));
    let per_minute = settings.mail_per_minute;
    let mut running = jobs::start(handle, &db, &clock, jobs(&clock, &state.files));
    let worker = Worker {
        db: db.clone(),
        clock: clock.clone(),
        folder: state.data_dir.clone(),
    };
    running.add(|stop| repeat("import_ledgers", SECOND, move || worker.run_next(), stop));
    let (composing, now) = (db.clone(), clock.clone());
    let compose = move || reports::actions::compose_next(&composing, &now);
    running.add(|stop| repeat("compose_closed_weeks", 5 * SECOND, compose, stop));
    // Every node does; none does another's work again.
    let searched = db.clone();
    let index = move || search::actions::index_some(&searched).map(|indexed| indexed > 0);
    running.add(|stop| repeat("index_changes", SECOND, index, stop));
    running.add(|stop| jobs::post::deliver((db, clock), delivery, per_minute, stop));
    Ok(running)
}

/// Runs every job once: before the server answers, and as the demo's clock moves on.
///
/// # Errors
/// Those of the first job that fails.
pub fn catch_up(state: &AppState) -> Result<()> {
    for job in jobs(&state.clock, &state.files) {
        job.run_once(&state.db, &state.clock)?;
    }
    Ok(())
}
