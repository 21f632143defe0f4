//! Measures the built program as a whole. `bench/run` makes the databases and calls this; `--help` tells the rest.

mod abandoned;
mod client;
mod closing;
mod days;
mod filed;
mod load;
mod machine;
mod mix;
mod people;
mod picture;
mod report;
mod server;
mod single;
mod statements;
mod stats;
mod world;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand, ValueEnum};
use serde_json::{Value, json};

use client::Client;
use load::{Load, Shape, What};
use mix::Day;
use people::People;
use server::{Server, Started};
use world::World;

#[derive(Parser)]
#[command(about = "Measures the built program as a whole")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start the program on a filled database, measure it and write what was found as JSON
    Run(Box<Run>),
    /// Put what was found side by side: a page in Markdown, and a picture of how costs grow
    Report {
        /// What `run` wrote
        #[arg(required = true)]
        found: Vec<PathBuf>,
        /// Folder for `performance.md` and `growth.svg`
        #[arg(long)]
        out: PathBuf,
        /// How it was run, as the page tells it
        #[arg(long, default_value = "make bench")]
        command: String,
    },
}

#[derive(Args)]
struct Run {
    /// The program
    #[arg(long)]
    binary: PathBuf,
    /// `sqlite://…` or `postgres://…`, filled
    #[arg(long)]
    database: String,
    /// For the server's data folder and log
    #[arg(long)]
    folder: PathBuf,
    /// A line for each account: username, password, role
    #[arg(long)]
    accounts: PathBuf,
    /// Where the JSON goes
    #[arg(long)]
    out: PathBuf,
    /// The PostgreSQL server's own process, whose processes' CPU time is told beside the program's
    #[arg(long)]
    postmaster: Option<u32>,
    /// People signed in, at least each account once
    #[arg(long, default_value_t = 100)]
    people: usize,
    /// Clients of the closed loop
    #[arg(long, default_value_t = 16)]
    clients: usize,
    /// Requests a second of the open loop
    #[arg(long, default_value_t = 20.0)]
    rate: f64,
    /// How long each load lasts
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Statements of requests, for the floor under them
    #[arg(long)]
    statements: Option<PathBuf>,
    /// Only these
    #[arg(long, value_delimiter = ',')]
    parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Idle,
    Singles,
    Closed,
    Open,
    Filing,
    Abandoned,
    Closing,
}

/// Clients that file at once: what a commit is shared by at most.
const FILERS: usize = 64;
/// Connections that PostgreSQL serves requests on at once, as `base/db` has it.
const CONNECTIONS: usize = 10;
const IDLE_FOR: Duration = Duration::from_secs(20);

#[tokio::main]
async fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Run(run) => measured(&run).await,
        Command::Report {
            found,
            out,
            command,
        } => report::write(&found, &out, &command),
    }
}

/// What was found so far is kept after each part: a later one may fail after hours.
struct Found<'a> {
    told: Value,
    out: &'a Path,
}

impl Found<'_> {
    fn keep(&mut self, name: &str, value: Value) -> Result<()> {
        self.told[name] = value;
        std::fs::write(self.out, serde_json::to_string_pretty(&self.told)?)?;
        Ok(())
    }
}

async fn measured(run: &Run) -> Result<()> {
    let wants = |part| run.parts.is_empty() || run.parts.contains(&part);
    std::fs::create_dir_all(&run.folder)?;
    let mut found = Found {
        told: json!({}),
        out: &run.out,
    };
    found.keep("machine", machine::told(&run.binary)?)?;
    let is_sqlite = run.database.starts_with("sqlite://");
    found.keep(
        "database",
        if is_sqlite { "SQLite" } else { "PostgreSQL" }.into(),
    )?;
    let server = Server::start(&Started {
        binary: &run.binary,
        database_url: &run.database,
        folder: &run.folder,
        postmaster: run.postmaster,
    })
    .await?;
    let client = Client::new(server.port);
    found.keep(
        "start",
        json!({ "seconds": server.start_seconds, "memory_mib": server.memory_mib()?.0 }),
    )?;
    if wants(Part::Idle) {
        eprintln!("idle");
        // What a start leaves to be done afterwards, such as papers of closed weeks.
        settled(&server).await?;
        found.keep("idle", idle(&server).await?)?;
    }
    let people = Arc::new(People::sign_in(&client, &run.accounts, run.people).await?);
    let world = Arc::new(World::look(&client, &people, run.seed).await?);
    eprintln!(
        "{} people signed in, {} problems",
        people.all.len(),
        world.total
    );
    found.keep("problems", world.total.into())?;
    found.keep("people", json!({ "signed_in": people.all.len(), "sign_in_ms": stats::median(people.sign_in_ms.clone()) }))?;
    if wants(Part::Singles) {
        eprintln!("one request after another");
        found.keep(
            "singles",
            single::measure(&server, &client, &people, &world)
                .await?
                .into(),
        )?;
        found.keep("statements", floors(run)?)?;
    }
    let day = Arc::new(Day::begin(&client, people.clone(), world.clone()).await?);
    let load = |what, shape| Load {
        what,
        shape,
        seconds: run.seconds,
        seed: run.seed,
    };
    let closed = load(
        What::TheDay,
        Shape::Closed {
            clients: run.clients,
        },
    );
    let open = load(
        What::TheDay,
        Shape::Open {
            per_second: run.rate,
        },
    );
    let filing = load(What::Filing, Shape::Closed { clients: FILERS });
    for (part, load) in [
        (Part::Closed, closed),
        (Part::Open, open),
        (Part::Filing, filing),
    ] {
        if !wants(part) {
            continue;
        }
        people.renew(&client).await?;
        settled(&server).await?;
        eprintln!("{load:?}");
        let name = format!("{part:?}").to_lowercase();
        found.keep(
            &name,
            load::measure(&server, &client, day.clone(), load).await?,
        )?;
        if part == Part::Filing {
            settled(&server).await?;
            found.keep("filing_floor", filing_floor(run, &client, &day).await?)?;
        }
    }
    if wants(Part::Closing) {
        settled(&server).await?;
        eprintln!("filing while a week is closed");
        found.keep(
            "closing",
            closing::measure(&server, &client, &people, &day, &run.database).await?,
        )?;
    }
    // The last: what was abandoned may keep the server busy for long.
    if wants(Part::Abandoned) {
        settled(&server).await?;
        eprintln!("abandoned requests");
        found.keep(
            "abandoned",
            abandoned::measure(&server, &client, &people, &world)
                .await?
                .into(),
        )?;
    }
    server.stop()
}

/// What it takes while nobody asks anything.
async fn idle(server: &Server) -> Result<Value> {
    let (before, written) = (stats::Sample::take(server)?, server.written()?);
    tokio::time::sleep(IDLE_FOR).await;
    let after = stats::Sample::take(server)?;
    let minutes = after.since(&before).as_secs_f64() / 60.0;
    Ok(json!({
        "cpu_ms_a_minute": after.cpu_ms(&before) / minutes,
        "database_cpu_ms_a_minute": after.database_cpu_ms(&before).map(|ms| ms / minutes),
        "written_kib_a_minute": (server.written()? - written) as f64 / 1024.0 / minutes,
        "memory_mib": server.memory_mib()?.0,
    }))
}

/// Waits until the server has done what the last load left behind, such as words for the search, or for a minute.
async fn settled(server: &Server) -> Result<()> {
    for _ in 0..60 {
        let before = stats::Sample::take(server)?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        if stats::Sample::take(server)?.cpu_ms(&before) < 100.0 {
            break;
        }
    }
    Ok(())
}

fn floors(run: &Run) -> Result<Value> {
    let (Some(folder), Some(path)) = (&run.statements, run.database.strip_prefix("sqlite://"))
    else {
        return Ok(Value::Null);
    };
    let mut floors = Vec::new();
    for (name, file) in [
        ("get one", "get_one.sqlite.jsonl"),
        ("list of 50", "list.sqlite.jsonl"),
    ] {
        let file = folder.join(file);
        if file.exists() {
            floors.push(statements::sqlite(path, name, &file)?);
        }
    }
    Ok(floors.into())
}

async fn filing_floor(run: &Run, client: &Client, day: &Day) -> Result<Value> {
    use rand::SeedableRng;
    let before = match run.database.strip_prefix("sqlite://") {
        Some(path) => Some(filed::Before::look(path)?),
        None => None,
    };
    let mut rng = rand::rngs::SmallRng::seed_from_u64(run.seed);
    let planned = day.filing(&mut rng).context("nothing can be filed")?;
    let filed = client.send(&planned.ask).await?.json()?;
    let problem = filed["id"].as_i64().context("no id")?;
    let (url, folder) = (run.database.clone(), run.folder.clone());
    tokio::task::spawn_blocking(move || match (before, url.strip_prefix("sqlite://")) {
        (Some(before), Some(path)) => filed::sqlite(path, &folder, &before, FILERS),
        _ => filed::postgres(&url, problem, CONNECTIONS),
    })
    .await?
}
