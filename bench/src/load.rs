//! Many at once. Closed loop: each client asks again as soon as it is answered, which tells how much the server
//! can do. Open loop: requests come by the clock, whether or not others are answered, and each is timed from
//! the moment at which it was meant to be sent, so that a stall shows in all that it keeps waiting.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use crate::client::Client;
use crate::mix::{Day, Planned};
use crate::server::Server;
use crate::stats::{Sample, quantile};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    TheDay,
    Filing,
}

#[derive(Debug, Clone, Copy)]
pub enum Shape {
    Closed { clients: usize },
    Open { per_second: f64 },
}

#[derive(Debug, Clone, Copy)]
pub struct Load {
    pub what: What,
    pub shape: Shape,
    pub seconds: u64,
    pub seed: u64,
}

struct Done {
    kind: &'static str,
    /// The status, 0 where no answer came.
    status: u16,
    is_expected: bool,
    ms: f64,
}

/// Sends the load, and gives its table.
pub async fn measure(server: &Server, client: &Client, day: Arc<Day>, load: Load) -> Result<Value> {
    server.forget_peak()?;
    let before = Sample::take(server)?;
    let done = match load.shape {
        Shape::Closed { clients } => closed(client, day, load, clients).await?,
        Shape::Open { per_second } => open(client, day, load, per_second).await?,
    };
    let after = Sample::take(server)?;
    let answered = done.len().max(1) as f64;
    let mut kinds: BTreeMap<&str, Vec<&Done>> = BTreeMap::new();
    for one in &done {
        kinds.entry(one.kind).or_default().push(one);
    }
    let seconds = after.since(&before).as_secs_f64();
    let rows: Vec<Value> = kinds
        .iter()
        .map(|(name, done)| row(name, done, seconds))
        .collect();
    let all: Vec<&Done> = done.iter().collect();
    Ok(json!({
        "what": if load.what == What::TheDay { "the day's mix" } else { "file with dispatch" },
        "shape": match load.shape {
            Shape::Closed { clients } => format!("closed loop, {clients} clients"),
            Shape::Open { per_second } => format!("open loop, {per_second} a second"),
        },
        "seconds": seconds,
        "all": row("all", &all, seconds),
        "server_cpu_ms_per_request": after.cpu_ms(&before) / answered,
        "database_cpu_ms_per_request": after.database_cpu_ms(&before).map(|ms| ms / answered),
        "cores_busy": after.cpu_ms(&before) / 1000.0 / seconds,
        "memory_peak_mib": server.memory_mib()?.1,
        "kinds": rows,
    }))
}

fn row(name: &str, done: &[&Done], seconds: f64) -> Value {
    let mut ms: Vec<f64> = done.iter().map(|one| one.ms).collect();
    ms.sort_by(f64::total_cmp);
    let right = done.iter().filter(|one| one.is_expected).count();
    let mut errors: BTreeMap<String, usize> = BTreeMap::new();
    for one in done.iter().filter(|one| !one.is_expected) {
        let told = if one.status == 0 {
            "no answer".to_owned()
        } else {
            one.status.to_string()
        };
        *errors.entry(told).or_default() += 1;
    }
    json!({
        "name": name, "count": done.len(), "errors": errors, "per_second": right as f64 / seconds,
        "p50_ms": quantile(&ms, 0.5), "p90_ms": quantile(&ms, 0.9), "p99_ms": quantile(&ms, 0.99),
        "max_ms": ms.last(),
    })
}

fn planned(day: &Day, what: What, rng: &mut SmallRng) -> Result<Planned> {
    let next = if what == What::Filing {
        day.filing(rng)
    } else {
        day.next(rng)
    };
    next.context("no park with an enterprise, or no department, is signed in: nothing can be filed")
}

async fn send(client: &Client, day: &Day, planned: &Planned, from: Instant) -> Done {
    let answer = client.send(&planned.ask).await;
    let ms = from.elapsed().as_secs_f64() * 1000.0;
    let status = answer.as_ref().map_or(0, |answer| answer.status);
    let is_expected = status == planned.expected;
    if let (true, Ok(answer)) = (is_expected, &answer) {
        day.done(planned, answer);
    }
    Done {
        kind: planned.kind,
        status,
        is_expected,
        ms,
    }
}

async fn closed(client: &Client, day: Arc<Day>, load: Load, clients: usize) -> Result<Vec<Done>> {
    let ends = Instant::now() + Duration::from_secs(load.seconds);
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..clients {
        let (client, day) = (client.clone(), day.clone());
        let mut rng = SmallRng::seed_from_u64(load.seed + number as u64);
        tasks.spawn(async move {
            let mut done = Vec::new();
            while Instant::now() < ends {
                let planned = planned(&day, load.what, &mut rng)?;
                let one = send(&client, &day, &planned, Instant::now()).await;
                // Who is told to come back doesn't do so at once.
                if one.status == 503 || one.status == 0 {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                done.push(one);
            }
            anyhow::Ok(done)
        });
    }
    let mut all = Vec::new();
    while let Some(done) = tasks.join_next().await {
        all.extend(done??);
    }
    Ok(all)
}

async fn open(client: &Client, day: Arc<Day>, load: Load, per_second: f64) -> Result<Vec<Done>> {
    let mut rng = SmallRng::seed_from_u64(load.seed);
    let began = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    let mut at = 0.0;
    loop {
        // People come independently of each other: the gaps between them are exponential.
        at += -(1.0 - rng.random::<f64>()).ln() / per_second;
        if at > load.seconds as f64 {
            break;
        }
        let meant = began + Duration::from_secs_f64(at);
        tokio::time::sleep_until(meant.into()).await;
        let planned = planned(&day, load.what, &mut rng)?;
        let (client, day) = (client.clone(), day.clone());
        tasks.spawn(async move { send(&client, &day, &planned, meant).await });
    }
    Ok(tasks.join_all().await)
}
