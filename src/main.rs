//! The command line: one short arm per command.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use zhuqi::app::ledgers;
use zhuqi::commands::Beginning;
use zhuqi::commands::serve::Trust;
use zhuqi::commands::terminal::{complain, say};
use zhuqi::config::{Flags, Settings};
use zhuqi::vocabulary::typescript;
use zhuqi::{commands, demo};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// 助企: visits, problems, deadlines and honest weekly numbers for 万人助万企.
#[derive(Parser)]
#[command(name = "zhuqi", version, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    settings: SettingsArgs,
    /// Only say what is wrong with the settings, then end.
    #[arg(long, global = true)]
    check_config: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Settings: file < environment < these flags.
#[derive(Args)]
struct SettingsArgs {
    /// A TOML file with settings; see docs/settings.md.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// Address to serve on, such as 127.0.0.1:8080.
    #[arg(long, global = true)]
    listen: Option<String>,
    /// Folder of the database, the mail files and the templates.
    #[arg(long, global = true)]
    data_dir: Option<PathBuf>,
    /// sqlite://path or postgres://user:password@host/database.
    #[arg(long, global = true)]
    database_url: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API, bringing the database up to date first.
    Serve {
        /// The clock is right, although it is more than 8 days past the newest record.
        #[arg(long)]
        accept_clock: bool,
    },
    /// Tell the newspaper's story in a database of its own and serve it.
    Demo {
        /// The password of all demo accounts; made up and printed where absent.
        #[arg(long)]
        password: Option<String>,
        /// Go on where the last demo was stopped, with all that was done in it, instead of telling the story anew.
        #[arg(long, conflicts_with = "password")]
        r#continue: bool,
    },
    /// Bring the database up to date, then end.
    Migrate {
        /// Make it where it is missing, and let the data folder belong to it from now on.
        #[arg(long)]
        new: bool,
    },
    /// Add accounts and reset passwords.
    #[command(subcommand)]
    User(commands::user::UserCommand),
    /// The State Council's yearly notices.
    #[command(subcommand)]
    Calendar(commands::calendar::CalendarCommand),
    /// The ledger as a file for Excel.
    #[command(subcommand)]
    Export(commands::export::ExportCommand),
    /// Reports as files: Word, Excel, PDF.
    #[command(subcommand)]
    Report(commands::report::ReportCommand),
    /// The hash-chained audit trail.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// The search index.
    #[command(subcommand)]
    Search(commands::search::SearchCommand),
    /// Take in a ledger: enterprises, visits or problems from an xlsx or csv.
    Import(commands::import::ImportArgs),
    /// Fill an empty database with made-up problems of years, to measure with.
    Generate(commands::generate::GenerateArgs),
    /// Write a consistent copy of the running database to a new file, and beside it its attachments
    /// and the digests of both.
    Backup { target: PathBuf },
    /// Put a copy into an empty database and data folder, after checking every byte of it.
    Restore {
        /// What `backup` was told to write.
        copy: PathBuf,
        /// Only say whether it is whole.
        #[arg(long)]
        check: bool,
    },
    /// Print the OpenAPI 3.1 document.
    Openapi,
    /// Print what this program is made of, and under which licences.
    Licences,
    /// Print the words that the page shares with the server, as TypeScript.
    Words,
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Check the whole chain; the first altered, removed, cut or inserted record is named.
    Verify {
        /// A head printed earlier, in a weekly report: the chain must pass through it.
        #[arg(long)]
        head: Option<String>,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(line) => {
            complain(format_args!("zhuqi: {line}"));
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), String> {
    let flags = Flags {
        config: cli.settings.config,
        listen: cli.settings.listen,
        data_dir: cli.settings.data_dir,
        database_url: cli.settings.database_url,
    };
    let command = match (cli.check_config, cli.command) {
        (true, _) => {
            commands::check_config(&Settings::load(&flags)?)?;
            say("the settings are in order");
            return Ok(());
        }
        (false, Some(command)) => command,
        (false, None) => return Err("which command? `zhuqi --help` tells all".into()),
    };
    let printed = match command {
        Command::Openapi => Some(commands::openapi()? + "\n"),
        Command::Licences => Some(commands::NOTICES.to_owned()),
        Command::Words => Some(typescript(&ledgers::words())),
        _ => None,
    };
    if let Some(text) = printed {
        // A reader such as `head` may have enough of it: no fault of ours.
        let _ = std::io::stdout().write_all(text.as_bytes());
        return Ok(());
    }
    let settings = Settings::load(&flags)?;
    match command {
        Command::Openapi | Command::Licences | Command::Words => Ok(()),
        Command::Serve { accept_clock: true } => commands::serve(settings, Trust::Accepted),
        Command::Serve {
            accept_clock: false,
        } => commands::serve(settings, Trust::Checked),
        Command::Demo {
            r#continue: true, ..
        } => demo::go_on(settings),
        Command::Demo { password, .. } => demo::run(settings, password),
        Command::Migrate { new: true } => commands::migrate(&settings, Beginning::Anew),
        Command::Migrate { new: false } => commands::migrate(&settings, Beginning::AsBefore),
        Command::User(command) => commands::user::run(&settings, command),
        Command::Calendar(command) => commands::calendar::run(&settings, command),
        Command::Export(command) => commands::export::run(&settings, command),
        Command::Report(command) => commands::report::run(&settings, command),
        Command::Audit(AuditCommand::Verify { head }) => {
            commands::audit_verify(&settings, head.as_deref())
        }
        Command::Search(command) => commands::search::run(&settings, command),
        Command::Import(args) => commands::import::run(&settings, &args),
        Command::Generate(args) => commands::generate::run(&settings, args),
        Command::Backup { target } => commands::backup::backup(&settings, &target),
        Command::Restore { copy, check: true } => commands::backup::check(&copy),
        Command::Restore { copy, check: false } => commands::backup::restore(&settings, &copy),
    }
}
