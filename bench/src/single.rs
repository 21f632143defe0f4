//! One request after another of each kind: what one of it costs the server.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::client::{Ask, Client};
use crate::days::{date, week};
use crate::mix::encoded;
use crate::people::{People, Role};
use crate::server::Server;
use crate::stats::{Sample, median};
use crate::world::World;

/// CPU time is counted in hundredths of a second: so long each kind is asked, or so often.
const ASKED_FOR: Duration = Duration::from_secs(2);
const ASKED_AT_MOST: usize = 500;
/// What takes long is asked a few times only, and what takes very long once.
const ASKED_AT_LEAST: usize = 3;
const PATIENCE: Duration = Duration::from_secs(60);
const ANSWERED_WITHIN: Duration = Duration::from_secs(600);

struct Single {
    name: &'static str,
    who: Option<Role>,
    path: String,
    seen: bool,
    packed: bool,
}

/// The list; `page` is a file that the program serves as it is.
fn singles(world: &World, page: Option<&str>) -> Result<Vec<Single>> {
    let problem = *world.spread.first().context("no problem")?;
    let (year, _) = world.today.split_once('-').context("a strange day")?;
    let word = encoded(world.common_word());
    let nothing = encoded("鑫龘");
    let week_ago = date(&format!("{} -6 days", world.today), "+%F")?;
    let everybody = Some(Role::Coordinator);
    let ask = |name, who, path: String| Single {
        name,
        who,
        path,
        seen: false,
        packed: false,
    };
    let list = "/api/v1/problems";
    let count_of = |count: &str| format!("{list}?count_of={count}&from={year}-01-01");
    let mut all = vec![
        ask("constant: healthz", None, "/healthz".into()),
        Single {
            seen: true,
            ..ask(
                "constant: openapi.json, 304",
                None,
                "/api/openapi.json".into(),
            )
        },
        ask(
            "constant: openapi.json, whole",
            None,
            "/api/openapi.json".into(),
        ),
        ask("me", everybody, "/api/v1/me".into()),
        ask("get one", everybody, format!("{list}/{problem}")),
        Single {
            seen: true,
            ..ask("get one, 304", everybody, format!("{list}/{problem}"))
        },
        ask("timeline", everybody, format!("{list}/{problem}/events")),
        ask("list of 50", everybody, list.into()),
        Single {
            packed: true,
            ..ask("list of 50, packed", everybody, list.into())
        },
        ask("list of 50, of a park", Some(Role::Park), list.into()),
        ask(
            "list of 50, of a department",
            Some(Role::Department),
            list.into(),
        ),
        ask(
            "list of 50, in progress",
            everybody,
            format!("{list}?status=in_progress"),
        ),
        ask(
            "list of 50, overdue",
            everybody,
            format!("{list}?overdue=true"),
        ),
        ask(
            "list of 50 by due day",
            everybody,
            format!("{list}?sort=due_on"),
        ),
        ask(
            "list of 50 by change",
            everybody,
            format!("{list}?sort=-updated_at"),
        ),
        ask(
            "list of 50 with its count",
            everybody,
            format!("{list}?count=true"),
        ),
        ask(
            "list of 50, title with a word",
            everybody,
            format!("{list}?title={word}"),
        ),
        ask(
            "list of 50, title without a hit",
            everybody,
            format!("{list}?title={nothing}"),
        ),
        ask("count_of=solved", everybody, count_of("solved")),
        ask("count_of=outstanding", everybody, count_of("outstanding")),
        ask(
            "count_of=period.on_time",
            everybody,
            count_of("period.on_time"),
        ),
        ask(
            "my queue, coordinator",
            everybody,
            "/api/v1/me/queue".into(),
        ),
        ask(
            "my queue, park",
            Some(Role::Park),
            "/api/v1/me/queue".into(),
        ),
        ask(
            "my queue, department",
            Some(Role::Department),
            "/api/v1/me/queue".into(),
        ),
        ask("visits", everybody, "/api/v1/visits".into()),
        ask("enterprises", everybody, "/api/v1/enterprises".into()),
        ask(
            "search, a common word",
            everybody,
            format!("/api/v1/search?q={word}"),
        ),
        ask(
            "search, a common word, department",
            Some(Role::Department),
            format!("/api/v1/search?q={word}"),
        ),
        ask(
            "search without a hit",
            everybody,
            format!("/api/v1/search?q={nothing}"),
        ),
        ask("like cases", everybody, format!("{list}/{problem}/similar")),
    ];
    for (group, year_name, week_name) in [
        ("none", "statistics, the year", "statistics, the week"),
        (
            "park",
            "statistics by park, the year",
            "statistics by park, the week",
        ),
        (
            "department",
            "statistics by department, the year",
            "statistics by department, the week",
        ),
    ] {
        let path = format!("/api/v1/statistics?group_by={group}");
        all.push(ask(year_name, everybody, path.clone()));
        all.push(ask(
            week_name,
            everybody,
            format!("{path}&from={}&to={}", week_ago, world.today),
        ));
    }
    // The week that isn't over is a draft for sure.
    let weekly = |week: &str| format!("/api/v1/reports/weekly?week={week}&format=json");
    all.push(ask(
        "weekly draft, JSON",
        everybody,
        weekly(&week(&world.today)?),
    ));
    if let Some(page) = page {
        all.insert(3, ask("constant: the page's script", None, page.to_owned()));
    }
    Ok(all)
}

/// The largest file of the page, where the program has one.
async fn page(client: &Client) -> Option<String> {
    let index = client
        .send(&Ask {
            path: "/".into(),
            ..Ask::default()
        })
        .await
        .ok()?;
    let text = String::from_utf8_lossy(&index.body).into_owned();
    let from = text.find("src=\"/assets/")? + 5;
    let path = text.get(from..)?.split('"').next()?;
    Some(path.to_owned())
}

pub async fn measure(
    server: &Server,
    client: &Client,
    people: &People,
    world: &World,
) -> Result<Vec<Value>> {
    let client = client.waiting(ANSWERED_WITHIN);
    let mut rows = Vec::new();
    for single in singles(world, page(&client).await.as_deref())? {
        eprintln!("  {}", single.name);
        let row = one(server, &client, people, &single).await;
        rows.push(row.with_context(|| format!("{} ({})", single.name, single.path))?);
    }
    Ok(rows)
}

async fn one(server: &Server, client: &Client, people: &People, single: &Single) -> Result<Value> {
    let mut ask = Ask {
        path: single.path.clone(),
        packed: single.packed,
        ..Ask::default()
    };
    if let Some(role) = single.who {
        let place = people.of(role).next().context("nobody of this role")?;
        people.all[place].renew(client).await?;
        ask.token = people.all[place].token();
    }
    server.forget_peak()?;
    // The first one finds caches cold, and is told apart.
    let before = Sample::take(server)?;
    let first = client.send(&ask).await?;
    let after = Sample::take(server)?;
    let mut told = json!({
        "name": single.name, "path": single.path, "status": first.status, "bytes": first.body.len(),
        "first_ms": milliseconds(first.took),
    });
    if first.status >= 300 {
        told["why"] = String::from_utf8_lossy(&first.body)
            .chars()
            .take(300)
            .collect::<String>()
            .into();
        return Ok(told);
    }
    let (mut times, mut used) = (vec![milliseconds(first.took)], (before, after));
    if first.took < PATIENCE {
        if single.seen {
            ask.seen = first.tag;
            told["status"] = 304.into();
        }
        times.clear();
        let before = Sample::take(server)?;
        let began = Instant::now();
        while times.len() < ASKED_AT_LEAST
            || (began.elapsed() < ASKED_FOR && times.len() < ASKED_AT_MOST)
        {
            let answer = client.send(&ask).await?;
            anyhow::ensure!(
                told["status"] == answer.status,
                "answered with {}",
                answer.status
            );
            times.push(milliseconds(answer.took));
            told["bytes"] = answer.body.len().into();
            if began.elapsed() > PATIENCE {
                break;
            }
        }
        used = (before, Sample::take(server)?);
    }
    let asked = times.len() as f64;
    let (before, after) = used;
    told["asked"] = times.len().into();
    told["cpu_ms"] = (after.cpu_ms(&before) / asked).into();
    told["database_cpu_ms"] = after.database_cpu_ms(&before).map(|ms| ms / asked).into();
    told["median_ms"] = median(times).into();
    told["memory_peak_mib"] = server.memory_mib()?.1.into();
    Ok(told)
}

fn milliseconds(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}
