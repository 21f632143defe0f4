//! `import`: a ledger from the command line, also beside a running server.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use clap::Args;
use indicatif::ProgressBar;

use super::terminal::{progress_bar, say};
use super::user::line;
use crate::access::store::users;
use crate::access::{Actor, Role, Scope};
use crate::app::ledgers;
use crate::base::db::Db;
use crate::base::{Error, Result};
use crate::config::Settings;
use crate::ledger::import::actions::{self, ImportRequest, Worker};
use crate::ledger::import::rules::columns::Kind;
use crate::ledger::import::rules::money::MoneyUnit;
use crate::ledger::import::rules::table::FileSeen;
use crate::ledger::import::state::{Missing, Mode, State};
use crate::ledger::import::store::{self, ImportRow};

/// Between two looks at how far it is.
const LOOK: Duration = Duration::from_millis(200);
/// Errors that are printed; all of them are in the file that the page gives.
const PRINTED: i64 = 50;

/// Who imports anything at all; who imports what is asked with the file.
const IMPORTERS: &[Role] = &[Role::Coordinator, Role::ParkStaff, Role::DepartmentStaff];

#[derive(Args)]
pub struct ImportArgs {
    /// enterprises, visits, problems, or the code of a ledger such as projects.
    #[arg(long)]
    kind: String,
    /// An xlsx or csv.
    file: PathBuf,
    /// Write it; without this it is only checked.
    #[arg(long)]
    commit: bool,
    /// all_or_nothing or good_rows.
    #[arg(long, default_value = "all_or_nothing")]
    mode: String,
    /// The name of the sheet; the first visible one with a header where absent.
    #[arg(long)]
    sheet: Option<String>,
    /// What may be made: parks, departments, categories, parted by commas.
    #[arg(long, value_delimiter = ',')]
    create_missing: Vec<String>,
    /// The unit of amounts whose headings tell none: yuan, wan_yuan or yi_yuan.
    #[arg(long)]
    unit: Option<String>,
    /// In whose name: a coordinator, park staff, or staff of a department for entries that it owns.
    #[arg(long)]
    user: String,
}

/// # Errors
/// A sentence for the terminal; also where nothing was taken because rows are wrong.
pub fn run(settings: &Settings, args: &ImportArgs) -> Result<(), String> {
    ledgers::serve();
    let asked = asked(args)?;
    let content = std::fs::read(&args.file).map_err(|e| format!("{}: {e}", args.file.display()))?;
    actions::inspect(&content, asked.sheet.as_deref())
        .map_err(|e| format!("{}: {}", args.file.display(), message(&e)))?;
    let (db, clock) = super::open(settings)?;
    let actor = actor(&db, &args.user)?;
    let at = clock.now();
    let id = db
        .write_blocking(move |conn| {
            actions::begin(conn, (&actor, at), &asked, &content).map(|row| row.id)
        })
        .map_err(|e| line(&e))?;
    let worker = Worker {
        db: db.clone(),
        clock,
        folder: settings.data_dir.clone(),
    };
    let import = followed(worker, id).map_err(|e| line(&e))?;
    report(&db, &import)
        .map_err(|e| line(&e))
        .and_then(|()| verdict(&import))
}

fn asked(args: &ImportArgs) -> Result<ImportRequest, String> {
    let known = |all: &[&str]| all.join(", ");
    let kind = Kind::parse(&args.kind).ok_or_else(|| {
        format!(
            "--kind: {:?} is none of {}",
            args.kind,
            known(
                &Kind::all()
                    .into_iter()
                    .map(Kind::as_str)
                    .collect::<Vec<_>>()
            )
        )
    })?;
    let unit = args.unit.as_deref().map(|unit| {
        MoneyUnit::parse(unit)
            .ok_or_else(|| format!("--unit: {unit:?} is none of yuan, wan_yuan, yi_yuan"))
    });
    let mode = Mode::parse(&args.mode).ok_or_else(|| {
        format!(
            "--mode: {:?} is none of {}",
            args.mode,
            known(&["all_or_nothing", "good_rows"])
        )
    })?;
    let missing = args.create_missing.iter().map(|name| {
        Missing::parse(name).ok_or_else(|| {
            format!("--create-missing: {name:?} is none of parks, departments, categories")
        })
    });
    Ok(ImportRequest {
        kind,
        mode,
        dry_run: !args.commit,
        sheet: args.sheet.clone(),
        unit: unit.transpose()?,
        create_missing: missing.collect::<Result<BTreeSet<_>, _>>()?,
        file_name: args
            .file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        ..ImportRequest::default()
    })
}

fn actor(db: &Db, username: &str) -> Result<Actor, String> {
    let found = db
        .read_blocking(|conn| users::find_by_username(conn, username))
        .map_err(|e| line(&e))?;
    found
        .filter(|user| user.active && IMPORTERS.contains(&user.role))
        .map(|user| Actor::from(&user))
        .ok_or_else(|| {
            format!(
                "--user: {username:?} is no active coordinator or staff of a park or department"
            )
        })
}

/// Works on it, or waits for the server that does, and shows how far it is.
fn followed(worker: Worker, id: i64) -> Result<ImportRow> {
    let db = worker.db.clone();
    let working = thread::spawn(move || {
        while worker.run_next()? {}
        Ok::<_, Error>(())
    });
    let bar = progress_bar("{bar:40} {pos} 行 {msg} {elapsed}");
    loop {
        let row = db
            .read_blocking(|conn| store::find(conn, Scope::All, id))?
            .ok_or(Error::NotFound)?;
        follow(&bar, &row);
        if !matches!(row.state, State::Reading | State::Checking | State::Writing) {
            bar.finish_and_clear();
            working
                .join()
                .map_err(|_| Error::internal("the import broke off"))??;
            return Ok(row);
        }
        thread::sleep(LOOK);
    }
}

/// How many rows are checked, and how many of the new ones only wait to be published.
fn follow(bar: &ProgressBar, row: &ImportRow) {
    let many = |count: i64| u64::try_from(count).unwrap_or(0);
    let is_prepared = row.prepared_count == row.new_count;
    if row.prepared_count > 0 {
        bar.set_length(many(row.new_count));
        bar.set_position(many(row.prepared_count));
        bar.set_message(if is_prepared {
            "写入中"
        } else {
            "整理中"
        });
    } else {
        bar.set_position(many(row.rows_done));
        bar.set_message(row.state.zh());
    }
}

fn report(db: &Db, import: &ImportRow) -> Result<()> {
    let seen = FileSeen::read(&import.header).map_err(Error::internal)?;
    if let Some(sheet) = seen.sheet {
        say(format_args!("工作表：{sheet}（共{}个）", seen.sheets.len()));
    }
    for column in &seen.columns {
        if column.derived {
            say(format_args!(
                "{}列“{}”由系统生成，未采用",
                column.letter, column.heading
            ));
        }
        if let Some(instead) = &column.passed_over_for {
            say(format_args!(
                "{}列“{}”与{instead}列含义相同，未采用",
                column.letter, column.heading
            ));
        }
    }
    if seen.skipped > 0 {
        say(format_args!(
            "另有{}行不是数据，未导入：第{:?}行",
            seen.skipped, seen.skipped_rows
        ));
    }
    say(format_args!(
        "共{}行：新增{}，已存在{}，有差异{}，有误{}",
        import.rows_done,
        import.new_count,
        import.same_count,
        import.different_count,
        import.wrong_count
    ));
    let issues =
        db.read_blocking(|conn| store::issues(conn, (import.id, Some(false)), 0, PRINTED))?;
    for (_, issue) in issues {
        let column = issue
            .column_key
            .as_deref()
            .and_then(|key| import.kind.by_key(key));
        let heading = column.map_or("", |column| column.heading);
        say(format_args!(
            "第{}行 {heading} {}",
            issue.row_number, issue.detail_zh
        ));
    }
    Ok(())
}

fn verdict(import: &ImportRow) -> Result<(), String> {
    match (import.state, &import.fault_zh) {
        (State::Done, _) => say(format_args!("已导入（{}号）", import.id)),
        (State::Ready, None) if import.wrong_count == 0 => say("核对无误，加 --commit 即可导入"),
        (_, Some(why)) => return Err(why.clone()),
        _ => return Err(format!("{}行有误，未导入任何内容", import.wrong_count)),
    }
    Ok(())
}

fn message(error: &Error) -> String {
    match error {
        Error::Invalid(fields) => fields
            .iter()
            .map(|field| field.detail.zh.clone())
            .collect::<Vec<_>>()
            .join("；"),
        other => line(other),
    }
}
