//! The numbers, proved: random histories against an oracle that knows the events alone.

mod attribution;
mod days;
mod generated;
mod history;
pub mod ledger;
mod limits;
mod numbers;
mod published;
mod random;
mod replay;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde_json::Value;
use zhuqi::calendar::rules::Calendar;

use crate::harness::{App, CLIENT};
use history::History;
use numbers::{Facts, Visit};
use replay::{Event, day};

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Reads as the coordinator over one connection: the comparisons ask thousands of times.
pub struct Reader {
    address: String,
    token: String,
}

impl Reader {
    pub fn of(app: &App) -> Self {
        Self {
            address: app.address.clone(),
            token: app.people.coordinator.token.clone(),
        }
    }

    pub async fn get(&self, path: &str) -> Value {
        let url = format!("{}/api/v1{path}", self.address);
        let answer = CLIENT
            .get(url)
            .bearer_auth(&self.token)
            .send()
            .await
            .unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        assert_eq!(status, 200, "{path}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// All items of a list.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let mut items = vec![];
        let join = if path.contains('?') { '&' } else { '?' };
        let mut next = format!("{path}{join}limit=200");
        loop {
            let page = self.get(&next).await;
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            let Some(cursor) = page["next_cursor"].as_str() else {
                return items;
            };
            next = format!("{path}{join}limit=200&cursor={cursor}");
        }
    }

    /// What the oracle knows: the events of each problem, and the visits.
    pub async fn facts(&self, problems: &[i64]) -> Facts {
        let mut facts = Facts {
            problems: Default::default(),
            visits: vec![],
            calendar: Calendar::shipped().unwrap(),
        };
        for id in problems {
            let events = self.all(&format!("/problems/{id}/events")).await;
            facts
                .problems
                .insert(*id, events.iter().map(Event::read).collect());
        }
        for visit in self.all("/visits").await {
            let voided: Option<DateTime<FixedOffset>> =
                visit["voided_at"].as_str().map(|at| at.parse().unwrap());
            facts.visits.push(Visit {
                id: visit["id"].as_i64().unwrap(),
                park: visit["park_id"].as_i64().unwrap(),
                enterprise: visit["enterprise_id"].as_i64(),
                at_site: !visit["site_name"].is_null(),
                visited_on: day(&visit["visited_on"]).unwrap(),
                counted_on: day(&visit["counted_on"]).unwrap(),
                voided_on: voided.map(|at| at.date_naive()),
            });
        }
        facts
    }
}

/// The seed of a run: `ZHUQI_SEED` repeats one that failed.
pub fn seed(default: u64) -> u64 {
    let told = std::env::var("ZHUQI_SEED").ok();
    let seed = told.and_then(|seed| seed.parse().ok()).unwrap_or(default);
    eprintln!("repeat with ZHUQI_SEED={seed}");
    seed
}

/// A history of some weeks.
pub async fn told(app: &App, seed: u64, steps: usize) -> History<'_> {
    let mut history = History::begin(app, seed).await;
    history.go_on(steps).await;
    history
}
