//! Requests whose client goes away: ten of each heavy kind are sent and dropped, and somebody else asks who he is.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::client::{Ask, Client};
use crate::days;
use crate::mix::encoded;
use crate::people::{People, Role};
use crate::server::Server;
use crate::stats::{Sample, quantile};
use crate::world::World;

const DROPPED: usize = 10;
/// How long a client waits before it goes away.
const DROPPED_AFTER: Duration = Duration::from_millis(200);
/// The server is back when it takes less than this part of a core for some looks in a row.
const IDLE_SHARE: f64 = 0.2;
const IDLE_LOOKS: usize = 4;
const LOOK: Duration = Duration::from_millis(500);
const WATCHED_AT_MOST: Duration = Duration::from_secs(300);

pub async fn measure(
    server: &Server,
    client: &Client,
    people: &People,
    world: &World,
) -> Result<Vec<Value>> {
    let who = people
        .of(Role::Coordinator)
        .next()
        .context("no coordinator")?;
    let nothing = encoded("鑫龘");
    let week = days::week(&world.today)?;
    let mut rows = Vec::new();
    for (name, path) in [
        (
            "statistics by department",
            "/api/v1/statistics?group_by=department".to_owned(),
        ),
        (
            "weekly draft, JSON",
            format!("/api/v1/reports/weekly?format=json&week={week}"),
        ),
        (
            "count_of=outstanding",
            "/api/v1/problems?count_of=outstanding".to_owned(),
        ),
        (
            "title without a hit",
            format!("/api/v1/problems?title={nothing}"),
        ),
        (
            "export, csv",
            "/api/v1/exports/problems?format=csv".to_owned(),
        ),
    ] {
        eprintln!("  {name}");
        people.all[who].renew(client).await?;
        rows.push(one(server, client, &people.all[who].token(), name, &path).await?);
    }
    Ok(rows)
}

async fn one(
    server: &Server,
    client: &Client,
    token: &str,
    name: &str,
    path: &str,
) -> Result<Value> {
    let me = Ask {
        path: "/api/v1/me".into(),
        token: token.to_owned(),
        ..Ask::default()
    };
    let usual = client.send(&me).await?.took;
    server.forget_peak()?;
    let before = Sample::take(server)?;
    let began = Instant::now();
    let mut dropped = Vec::new();
    for _ in 0..DROPPED {
        let mut connection = TcpStream::connect(("127.0.0.1", server.port)).await?;
        let head =
            format!("GET {path} HTTP/1.1\r\nHost: zhuqi\r\nAuthorization: Bearer {token}\r\n\r\n");
        connection.write_all(head.as_bytes()).await?;
        dropped.push(connection);
    }
    tokio::time::sleep(DROPPED_AFTER).await;
    drop(dropped);
    let (mut times, mut refused, mut idle) = (Vec::new(), 0, 0);
    let mut look = Sample::take(server)?;
    while idle < IDLE_LOOKS && began.elapsed() < WATCHED_AT_MOST {
        let asked = Instant::now();
        match client.send(&me).await {
            Ok(answer) if answer.status == 200 => {}
            Ok(_) | Err(_) => refused += 1,
        }
        times.push(asked.elapsed().as_secs_f64() * 1000.0);
        tokio::time::sleep(Duration::from_millis(20)).await;
        let now = Sample::take(server)?;
        let passed = now.since(&look);
        if passed >= LOOK {
            let used = now.cpu_ms(&look) + now.database_cpu_ms(&look).unwrap_or(0.0);
            let is_idle = used < passed.as_secs_f64() * 1000.0 * IDLE_SHARE;
            idle = if is_idle { idle + 1 } else { 0 };
            look = now;
        }
    }
    let busy = began.elapsed().saturating_sub(LOOK * IDLE_LOOKS as u32);
    let after = Sample::take(server)?;
    times.sort_by(f64::total_cmp);
    Ok(json!({
        "name": name, "path": path, "dropped": DROPPED, "usual_me_ms": usual.as_secs_f64() * 1000.0,
        "asked": times.len(), "refused": refused, "p50_ms": quantile(&times, 0.5), "p99_ms": quantile(&times, 0.99),
        "max_ms": times.last(), "busy_seconds": busy.as_secs_f64(), "is_over": idle == IDLE_LOOKS,
        "cpu_ms": after.cpu_ms(&before), "database_cpu_ms": after.database_cpu_ms(&before),
        "memory_peak_mib": server.memory_mib()?.1,
    }))
}
