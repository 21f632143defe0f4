//! Everybody who is signed in, really: with a password, a session and a token of their own.

use std::path::Path;
use std::sync::RwLock;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::client::{Ask, Client};

/// Tokens are good for 15 minutes.
const RENEWED_AFTER: Duration = Duration::from_secs(8 * 60);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Coordinator,
    Park,
    Department,
    Leader,
    Other,
}

impl Role {
    fn of(name: &str) -> Self {
        match name {
            "coordinator" => Self::Coordinator,
            "park_staff" => Self::Park,
            "department_staff" => Self::Department,
            "leader" => Self::Leader,
            _ => Self::Other,
        }
    }
}

pub struct Person {
    pub username: String,
    password: String,
    pub role: Role,
    pub department_id: Option<i64>,
    token: RwLock<(String, Instant)>,
}

impl Person {
    pub fn token(&self) -> String {
        match self.token.read() {
            Ok(token) => token.0.clone(),
            Err(poisoned) => poisoned.into_inner().0.clone(),
        }
    }

    fn age(&self) -> Duration {
        match self.token.read() {
            Ok(token) => token.1.elapsed(),
            Err(poisoned) => poisoned.into_inner().1.elapsed(),
        }
    }

    /// Signs in anew where the token won't last.
    pub async fn renew(&self, client: &Client) -> Result<()> {
        if self.age() < RENEWED_AFTER {
            return Ok(());
        }
        let answer = sign_in(client, &self.username, &self.password).await?;
        let fresh = (text(&answer, "access_token")?, Instant::now());
        match self.token.write() {
            Ok(mut token) => *token = fresh,
            Err(poisoned) => *poisoned.into_inner() = fresh,
        }
        Ok(())
    }
}

pub struct People {
    pub all: Vec<Person>,
    pub sign_in_ms: Vec<f64>,
}

impl People {
    /// Signs `wanted` people in, each account as often as it takes. A line of the file holds username, password
    /// and role.
    pub async fn sign_in(client: &Client, accounts: &Path, wanted: usize) -> Result<Self> {
        let text_of =
            std::fs::read_to_string(accounts).with_context(|| accounts.display().to_string())?;
        let lines: Vec<Vec<&str>> = text_of
            .lines()
            .map(|line| line.split_whitespace().collect())
            .filter(|words: &Vec<&str>| !words.is_empty())
            .collect();
        ensure!(!lines.is_empty(), "{} names no account", accounts.display());
        let mut people = Self {
            all: Vec::new(),
            sign_in_ms: Vec::new(),
        };
        for words in lines.iter().cycle().take(wanted.max(lines.len())) {
            let [username, password, role] = words[..] else {
                anyhow::bail!(
                    "{}: a line holds username, password and role",
                    accounts.display()
                );
            };
            let began = Instant::now();
            let answer = sign_in(client, username, password).await?;
            people
                .sign_in_ms
                .push(began.elapsed().as_secs_f64() * 1000.0);
            let user = &answer["user"];
            ensure!(
                user["role"] == role,
                "{username} is {}, not {role}",
                user["role"]
            );
            ensure!(
                user["must_change_password"] == false,
                "{username} has to change the password first"
            );
            people.all.push(Person {
                username: username.to_owned(),
                password: password.to_owned(),
                role: Role::of(role),
                department_id: user["department_id"].as_i64(),
                token: RwLock::new((text(&answer, "access_token")?, Instant::now())),
            });
        }
        for role in [
            Role::Coordinator,
            Role::Park,
            Role::Department,
            Role::Leader,
        ] {
            ensure!(people.of(role).next().is_some(), "nobody is {role:?}");
        }
        Ok(people)
    }

    /// Their places among all.
    pub fn of(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        let all = self.all.iter().enumerate();
        all.filter(move |(_, person)| person.role == role)
            .map(|(place, _)| place)
    }

    pub async fn renew(&self, client: &Client) -> Result<()> {
        for person in &self.all {
            person.renew(client).await?;
        }
        Ok(())
    }
}

async fn sign_in(client: &Client, username: &str, password: &str) -> Result<serde_json::Value> {
    let ask = Ask {
        path: "/api/v1/auth/login".into(),
        body: Some(json!({ "username": username, "password": password })),
        ..Ask::default()
    };
    client
        .send(&ask)
        .await?
        .json()
        .with_context(|| format!("{username} can't sign in"))
}

fn text(value: &serde_json::Value, name: &str) -> Result<String> {
    Ok(value[name]
        .as_str()
        .with_context(|| format!("no {name}"))?
        .to_owned())
}
