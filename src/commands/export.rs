//! `export`: the ledger as a file, from the database itself.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use super::terminal::{progress_bar, say};
use super::user::line;
use crate::access::{Actor, Role};
use crate::app::numbers::Numbers;
use crate::audit::{self, Entry};
use crate::base::http::Query;
use crate::config::Settings;
use crate::directory::api::enterprises::EnterpriseQuery;
use crate::ledger::export::{
    self, ENTERPRISES, ExportedFile, Format, Layout, Ledger, PROBLEMS, Reader, VISITS,
};
use crate::ledger::record;
use crate::problems::api::{ListQuery, whole};
use crate::problems::rules::words::Sort;
use crate::visits::api::{VisitsQuery, filter as visits_asked_for};

#[derive(Subcommand)]
pub enum ExportCommand {
    /// The ledger of problems as the coordinator sees it.
    Problems(ExportArgs),
    /// The visits that weren't voided.
    Visits(ExportArgs),
    /// The enterprises in use, with whole phone numbers.
    Enterprises(ExportArgs),
}

#[derive(Args)]
pub struct ExportArgs {
    /// xlsx or csv.
    #[arg(long, default_value = "xlsx")]
    format: String,
    /// The file; one that exists is never overwritten.
    #[arg(long)]
    out: PathBuf,
    /// Keys of columns in their order, separated by commas; all where absent.
    #[arg(long)]
    columns: Option<String>,
    /// A parameter of the list, such as `status=reported`; may be repeated.
    #[arg(long = "filter", value_name = "NAME=VALUE")]
    filters: Vec<String>,
}

pub fn run(settings: &Settings, command: ExportCommand) -> Result<(), String> {
    let (ledger, args) = match command {
        ExportCommand::Problems(args) => (PROBLEMS, args),
        ExportCommand::Visits(args) => (VISITS, args),
        ExportCommand::Enterprises(args) => (ENTERPRISES, args),
    };
    let format = Format::parse(&args.format)
        .ok_or_else(|| format!("--format: {:?} is neither xlsx nor csv", args.format))?;
    let layout = Layout::new(ledger, format, args.columns.as_deref()).map_err(|e| line(&e))?;
    let query = query_of(&args.filters)?;
    let asked = ListParameters::of(ledger, &query).map_err(|e| line(&e))?;
    if args.out.exists() {
        return Err(taken(&args.out));
    }
    let (db, clock) = super::open(settings)?;
    let (now, office) = (clock.now(), office());
    let bar = progress_bar("{bar:40} {human_pos}/{human_len} {eta}");
    let folder = &settings.data_dir;
    let made = db.read_blocking(|conn| {
        let on_progress = |done: usize, all: usize| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        };
        match asked {
            ListParameters::Problems(list) => {
                let filter = whole(conn, (&office, &clock, now), &list, Some(&Numbers))?;
                let reader = Reader {
                    who: &office,
                    clock: &clock,
                    now,
                };
                let sort = list.sort.unwrap_or(Sort::FirstRaised);
                export::make(conn, &reader, (&filter, sort), &layout, folder, on_progress)
            }
            ListParameters::Visits(list) => {
                let filter = visits_asked_for(conn, office.cases(), &list)?;
                export::visits(conn, (&office, &filter), &layout, folder, on_progress)
            }
            ListParameters::Enterprises(list) => {
                let mut filter = list.filter(conn, &office)?;
                filter.active.get_or_insert(true);
                export::enterprises(conn, (&office, &filter), &layout, folder, on_progress)
            }
        }
    });
    let ExportedFile { mut file, rows } = made.map_err(|e| line(&e))?;
    let data = json!({ "format": format, "columns": args.columns, "filter": args.filters });
    let entry = Entry {
        actor_id: None,
        actor_name: None,
        actor_role: None,
        ..record::exported(&office, ledger, &data, rows)
    };
    db.write_blocking(move |conn| audit::record(conn, now.naive_utc(), &entry))
        .map_err(|e| line(&e))?;
    put(&mut file, &args.out)?;
    bar.finish_and_clear();
    say(format_args!(
        "{rows} {} in {}",
        ledger.name,
        args.out.display()
    ));
    Ok(())
}

/// The parameters of a list.
enum ListParameters {
    Problems(Box<ListQuery>),
    Visits(VisitsQuery),
    Enterprises(EnterpriseQuery),
}

impl ListParameters {
    fn of(ledger: Ledger, query: &str) -> crate::base::Result<Self> {
        Ok(match ledger.name {
            "visits" => Self::Visits(Query::parse(query).check()?),
            "enterprises" => Self::Enterprises(Query::parse(query).check()?),
            _ => Self::Problems(Box::new(Query::parse(query).check()?)),
        })
    }
}

/// The filters as a query string.
fn query_of(filters: &[String]) -> Result<String, String> {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for filter in filters {
        let (name, value) = filter
            .split_once('=')
            .ok_or_else(|| format!("--filter: {filter:?} is no NAME=VALUE"))?;
        query.append_pair(name, value);
    }
    Ok(query.finish())
}

/// The file appears under its name whole or not at all.
fn put(file: &mut std::fs::File, out: &Path) -> Result<(), String> {
    let with_path = |e: std::io::Error| format!("{}: {e}", out.display());
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    let mut partial = tempfile::NamedTempFile::new_in(folder).map_err(with_path)?;
    std::io::copy(file, &mut partial).map_err(with_path)?;
    partial.as_file().sync_all().map_err(with_path)?;
    match partial.persist_noclobber(out) {
        Ok(_) => Ok(()),
        Err(e) if e.error.kind() == ErrorKind::AlreadyExists => Err(taken(out)),
        Err(e) => Err(with_path(e.error)),
    }
}

fn taken(out: &Path) -> String {
    format!("{} exists already; exports never overwrite", out.display())
}

/// Who sees every case. The trail names nobody: it was somebody with a shell.
fn office() -> Actor {
    Actor {
        id: 0,
        name: String::new(),
        role: Role::Coordinator,
        park_id: None,
        department_id: None,
        session_id: None,
        request_id: None,
        address: None,
        must_change_password: false,
    }
}
