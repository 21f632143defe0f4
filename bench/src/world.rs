//! What is in the database, as the API tells it: everything that requests need, found out and not assumed.

use std::collections::{HashMap, HashSet};

use anyhow::{Context, Result, ensure};
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use serde_json::Value;

use crate::client::{Ask, Client};
use crate::people::{People, Role};

/// How many of the whole ledger's problems are looked up, spread over all of it.
const SPREAD: usize = 200;
/// How many words are searched for by turns.
const WORDS: usize = 50;

/// What one account sees.
#[derive(Debug, Clone, Default)]
pub struct Sight {
    pub problems: Vec<i64>,
    pub enterprises: Vec<i64>,
}

pub struct World {
    /// As many problems as the coordinator's list counts.
    pub total: i64,
    /// Problems from everywhere in the ledger.
    pub spread: Vec<i64>,
    pub parks: Vec<i64>,
    /// Departments that somebody is signed in for, with their places among the people.
    pub departments: Vec<(i64, usize)>,
    /// By the place among the people.
    pub sights: Vec<Sight>,
    /// Pairs of characters out of titles, the most common one first.
    pub words: Vec<String>,
    pub titles: Vec<String>,
    /// Today, as the server has it.
    pub today: String,
}

impl World {
    pub async fn look(client: &Client, people: &People, seed: u64) -> Result<Self> {
        let coordinator = people
            .of(Role::Coordinator)
            .next()
            .context("no coordinator")?;
        let token = people.all[coordinator].token();
        let list = client
            .get(&token, "/api/v1/problems?limit=200&count=true")
            .await?;
        let total = list["total"].as_i64().context("no total")?;
        ensure!(total > 0, "the database has no problems");
        let mut titles = texts(&list, "title");
        let mut rng = SmallRng::seed_from_u64(seed);
        let spread = spread(client, &token, &list, &mut titles, &mut rng).await?;
        let parks = ids(&client.get(&token, "/api/v1/parks?limit=200").await?);
        let mut departments = HashMap::new();
        for place in people.of(Role::Department) {
            if let Some(id) = people.all[place].department_id {
                departments.entry(id).or_insert(place);
            }
        }
        let mut departments: Vec<_> = departments.into_iter().collect();
        departments.sort_unstable();
        let today = client
            .get(&token, "/api/v1/statistics?group_by=none")
            .await?;
        let today = today["as_of"].as_str().context("no as_of")?.to_owned();
        Ok(Self {
            total,
            spread,
            parks,
            departments,
            sights: sights(client, people).await?,
            words: words(&titles),
            titles,
            today,
        })
    }

    pub fn common_word(&self) -> &str {
        self.words.first().map_or("企业", String::as_str)
    }
}

/// Ids are dense: some of those up to the newest are tried, and kept where there is a problem.
async fn spread(
    client: &Client,
    token: &str,
    newest: &Value,
    titles: &mut Vec<String>,
    rng: &mut SmallRng,
) -> Result<Vec<i64>> {
    let last = ids(newest).into_iter().max().context("an empty list")?;
    let mut found = Vec::new();
    for _ in 0..SPREAD * 3 {
        let id = rng.random_range(1..=last);
        let ask = Ask {
            path: format!("/api/v1/problems/{id}"),
            token: token.to_owned(),
            ..Ask::default()
        };
        let answer = client.send(&ask).await?;
        if answer.status == 200 {
            found.push(id);
            titles.extend(answer.json()?["title"].as_str().map(str::to_owned));
        }
        if found.len() == SPREAD {
            break;
        }
    }
    ensure!(!found.is_empty(), "no problem has an id up to {last}");
    Ok(found)
}

/// Asked once for each account, however often it is signed in.
async fn sights(client: &Client, people: &People) -> Result<Vec<Sight>> {
    let mut known: HashMap<&str, Sight> = HashMap::new();
    let mut sights = Vec::new();
    for person in &people.all {
        if !known.contains_key(person.username.as_str()) {
            let token = person.token();
            let mut sight = Sight::default();
            if matches!(person.role, Role::Park | Role::Department) {
                sight.problems = ids(&client.get(&token, "/api/v1/problems?limit=200").await?);
            }
            if person.role == Role::Park {
                let path = "/api/v1/enterprises?limit=200&active=true";
                sight.enterprises = ids(&client.get(&token, path).await?);
            }
            known.insert(&person.username, sight);
        }
        sights.push(
            known
                .get(person.username.as_str())
                .cloned()
                .unwrap_or_default(),
        );
    }
    Ok(sights)
}

fn ids(list: &Value) -> Vec<i64> {
    let items = list["items"].as_array();
    items
        .into_iter()
        .flatten()
        .filter_map(|item| item["id"].as_i64())
        .collect()
}

fn texts(list: &Value, name: &str) -> Vec<String> {
    let items = list["items"].as_array();
    items
        .into_iter()
        .flatten()
        .filter_map(|item| item[name].as_str().map(str::to_owned))
        .collect()
}

fn words(titles: &[String]) -> Vec<String> {
    let mut counted: HashMap<String, usize> = HashMap::new();
    for title in titles {
        let letters: Vec<char> = title.chars().collect();
        let pairs = letters
            .windows(2)
            .filter(|pair| pair.iter().all(|c| ('一'..='龥').contains(c)));
        let once: HashSet<String> = pairs.map(|pair| pair.iter().collect()).collect();
        once.into_iter()
            .for_each(|pair| *counted.entry(pair).or_default() += 1);
    }
    let mut words: Vec<_> = counted.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words
        .into_iter()
        .take(WORDS)
        .map(|(word, _)| word)
        .collect()
}
