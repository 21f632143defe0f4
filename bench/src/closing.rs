//! Somebody files one problem after another while a week is closed and its papers are composed: the longest wait
//! tells how long the writer was held.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use postgres::NoTls;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::client::{Ask, Client};
use crate::days::{date, week};
use crate::mix::Day;
use crate::people::{People, Role};
use crate::server::Server;
use crate::stats::{Sample, quantile};
use rand::SeedableRng;
use rand::rngs::SmallRng;

const USUAL_FOR: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(50);
const WATCHED_AT_MOST: Duration = Duration::from_secs(900);

/// Opens the last week again that was over and for which no report was ever kept; None where there is one.
/// There is no other way to see a week close than to wait for Monday.
fn open_again(url: &str) -> Result<Option<String>> {
    const CLOSED: &str = "SELECT value FROM settings WHERE name = 'closed_through'";
    const KEPT: &str = "SELECT COUNT(*) FROM week_closings WHERE to_day = ";
    let (closed, kept): (String, i64) = match url.strip_prefix("sqlite://") {
        Some(path) => {
            let conn = Connection::open(path)?;
            let closed: String = conn.query_row(CLOSED, [], |row| row.get(0))?;
            let kept = conn.query_row(&format!("{KEPT}'{closed}'"), [], |row| row.get(0))?;
            (closed, kept)
        }
        None => {
            let mut conn = postgres::Client::connect(url, NoTls)?;
            let closed: String = conn.query_one(CLOSED, &[])?.get(0);
            let kept = conn.query_one(&format!("{KEPT}'{closed}'"), &[])?.get(0);
            (closed, kept)
        }
    };
    if kept > 0 {
        return Ok(None);
    }
    let (before, week) = (date(&format!("{closed} -7 days"), "+%F")?, week(&closed)?);
    let change = format!(
        "UPDATE settings SET value = '{before}' WHERE name IN ('closed_through', 'closed_at_first')"
    );
    match url.strip_prefix("sqlite://") {
        Some(path) => {
            let conn = Connection::open(path)?;
            conn.busy_timeout(Duration::from_secs(10))?;
            conn.execute_batch(&change)?;
        }
        None => postgres::Client::connect(url, NoTls)?.batch_execute(&change)?,
    }
    Ok(Some(week))
}

pub async fn measure(
    server: &Server,
    client: &Client,
    people: &People,
    day: &Day,
    url: &str,
) -> Result<Value> {
    people.renew(client).await?;
    let mut rng = SmallRng::seed_from_u64(7);
    let mut filing = Filing::default();
    let began = Instant::now();
    while began.elapsed() < USUAL_FOR {
        filing.once(client, day, &mut rng).await?;
    }
    let usual = std::mem::take(&mut filing);
    let address = url.to_owned();
    let opened = tokio::task::spawn_blocking(move || open_again(&address)).await??;
    let Some(week) = opened else {
        return Ok(json!({ "not_measured": "the last week has its report already" }));
    };
    server.forget_peak()?;
    let coordinator = people
        .of(Role::Coordinator)
        .next()
        .context("no coordinator")?;
    let issue = Ask {
        path: format!("/api/v1/reports/weekly/issue?week={week}"),
        body: Some(json!({})),
        token: people.all[coordinator].token(),
        ..Ask::default()
    };
    let (before, began) = (Sample::take(server)?, Instant::now());
    let issuing = tokio::spawn({
        let client = client.waiting(WATCHED_AT_MOST);
        async move { client.send(&issue).await }
    });
    let mut is_composed = false;
    while began.elapsed() < WATCHED_AT_MOST && !is_composed {
        filing.once(client, day, &mut rng).await?;
        is_composed = issuing.is_finished() && composed(client).await;
    }
    let seconds = began.elapsed().as_secs_f64();
    let after = Sample::take(server)?;
    let issued = issuing.await??;
    Ok(json!({
        "week": week, "status": issued.status, "issuing_ms": issued.took.as_secs_f64() * 1000.0,
        "is_composed": is_composed, "seconds": seconds, "cpu_ms": after.cpu_ms(&before),
        "database_cpu_ms": after.database_cpu_ms(&before), "memory_peak_mib": server.memory_mib()?.1,
        "usual": usual.told(), "meanwhile": filing.told(),
    }))
}

/// `/readyz` tells of closed weeks that wait for their reports.
async fn composed(client: &Client) -> bool {
    let ready = Ask {
        path: "/readyz".into(),
        ..Ask::default()
    };
    let answer = client.send(&ready).await;
    answer.is_ok_and(|answer| {
        answer.status == 200 && !String::from_utf8_lossy(&answer.body).contains("composed")
    })
}

#[derive(Default)]
struct Filing {
    times: Vec<f64>,
    refused: usize,
}

impl Filing {
    async fn once(&mut self, client: &Client, day: &Day, rng: &mut SmallRng) -> Result<()> {
        let planned = day.filing(rng).context("nothing can be filed")?;
        let began = Instant::now();
        let answer = client.waiting(WATCHED_AT_MOST).send(&planned.ask).await;
        self.times.push(began.elapsed().as_secs_f64() * 1000.0);
        if !answer.is_ok_and(|answer| answer.status == planned.expected) {
            self.refused += 1;
        }
        tokio::time::sleep(PAUSE).await;
        Ok(())
    }

    fn told(&self) -> Value {
        let mut times = self.times.clone();
        times.sort_by(f64::total_cmp);
        json!({
            "filed": times.len(), "refused": self.refused, "p50_ms": quantile(&times, 0.5), "max_ms": times.last(),
        })
    }
}
