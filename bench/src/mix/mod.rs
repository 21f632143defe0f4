//! A working day: which requests come, from whom, and how often. One table; the weights are out of their sum.
//!
//! They are an assumption about people, not a measurement: pages are opened far more often than something is
//! written, and what polls asks with the tag it has. Signing in, exports and papers aren't among them.

mod asked;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use rand::RngExt;
use rand::rngs::SmallRng;
use serde_json::Value;

use crate::client::{Answer, Ask, Client};
use crate::people::{People, Role};
use crate::world::World;

/// None where there is nothing to do it to just now: something is filed in its place.
type Make = fn(&Day, &mut SmallRng) -> Option<Planned>;

/// Problems that are polled by turns.
const POLLED: usize = 20;

const FILE: &str = "file with dispatch";

const KINDS: &[(&str, u32, Make)] = &[
    ("get one", 220, asked::get_one),
    ("timeline", 60, asked::timeline),
    ("list of 50", 100, asked::list),
    ("list of 50, filtered", 100, asked::list_filtered),
    ("list of 50 by due day", 30, asked::list_by_due_day),
    ("my queue", 120, asked::queue),
    ("poll, not modified", 120, asked::poll),
    ("statistics", 12, asked::statistics),
    ("statistics by park", 6, asked::statistics_by_park),
    ("statistics by department", 6, asked::statistics_by_lead),
    ("search", 30, asked::search),
    ("like cases", 20, asked::similar),
    ("visits", 16, asked::visits),
    ("record a visit", 20, asked::record_visit),
    (FILE, 40, asked::file),
    ("accept", 30, asked::accept),
    ("progress", 30, asked::progress),
    ("resolve", 20, asked::resolve),
    ("follow up and close", 20, asked::follow_up),
];

/// A problem that was filed in this run, and who goes on with it.
#[derive(Debug, Clone, Copy)]
struct Case {
    id: i64,
    park: usize,
    department: usize,
}

/// Where a case stands after a request has succeeded.
#[derive(Debug, Clone, Copy)]
enum Then {
    Nothing,
    Filed { park: usize, department: usize },
    Accepted(Case),
    Resolved(Case),
}

pub struct Planned {
    pub kind: &'static str,
    pub ask: Ask,
    pub expected: u16,
    then: Then,
}

impl Planned {
    fn named(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }
}

#[derive(Default)]
struct Open {
    to_accept: VecDeque<Case>,
    in_progress: VecDeque<Case>,
    to_follow_up: VecDeque<Case>,
}

/// The day as it goes on.
pub struct Day {
    people: Arc<People>,
    world: Arc<World>,
    open: Mutex<Open>,
    polled: Vec<Polled>,
}

/// A problem that somebody looks at again and again, and the tag by which it is known.
#[derive(Debug, Clone)]
struct Polled {
    who: usize,
    path: String,
    tag: String,
}

impl Day {
    /// Gets the tags of what is polled: settled problems, which nobody changes meanwhile.
    pub async fn begin(client: &Client, people: Arc<People>, world: Arc<World>) -> Result<Self> {
        let leader = people.of(Role::Leader).next().context("no leader")?;
        let mut polled = Vec::new();
        for id in world.spread.iter().take(POLLED) {
            let path = format!("/api/v1/problems/{id}");
            let token = people.all[leader].token();
            let answer = client
                .send(&Ask {
                    path: path.clone(),
                    token,
                    ..Ask::default()
                })
                .await?;
            if let Some(tag) = answer.tag {
                polled.push(Polled {
                    who: leader,
                    path,
                    tag,
                });
            }
        }
        Ok(Self {
            people,
            world,
            open: Mutex::default(),
            polled,
        })
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next request by the table's weights.
    pub fn next(&self, rng: &mut SmallRng) -> Option<Planned> {
        let sum: u32 = KINDS.iter().map(|kind| kind.1).sum();
        let mut at = rng.random_range(0..sum);
        for (name, weight, make) in KINDS {
            if at < *weight {
                let made = make(self, rng).map(|planned| planned.named(name));
                return made.or_else(|| self.filing(rng));
            }
            at -= weight;
        }
        None
    }

    pub fn filing(&self, rng: &mut SmallRng) -> Option<Planned> {
        asked::file(self, rng).map(|planned| planned.named(FILE))
    }

    /// What follows from an answer, where it is the expected one.
    pub fn done(&self, planned: &Planned, answer: &Answer) {
        match planned.then {
            Then::Nothing => {}
            Then::Filed { park, department } => {
                let filed = answer.json().ok().and_then(|body| body["id"].as_i64());
                if let Some(id) = filed {
                    self.open().to_accept.push_back(Case {
                        id,
                        park,
                        department,
                    });
                }
            }
            Then::Accepted(case) => self.open().in_progress.push_back(case),
            Then::Resolved(case) => self.open().to_follow_up.push_back(case),
        }
    }

    fn anybody(&self, role: Role, rng: &mut SmallRng) -> Option<usize> {
        let all: Vec<usize> = self.people.of(role).collect();
        asked::pick(&all, rng)
    }

    /// Park or department, as most of those who are signed in are.
    fn worker(&self, rng: &mut SmallRng) -> Option<usize> {
        let role = if rng.random_bool(0.5) {
            Role::Park
        } else {
            Role::Department
        };
        self.anybody(role, rng)
    }

    fn reading(&self, who: usize, path: String) -> Planned {
        let token = self.people.all[who].token();
        Planned {
            kind: "",
            ask: Ask {
                path,
                token,
                packed: true,
                ..Ask::default()
            },
            expected: 200,
            then: Then::Nothing,
        }
    }

    fn writing(&self, who: usize, path: String, body: Value, then: Then) -> Planned {
        let token = self.people.all[who].token();
        let expected = if matches!(then, Then::Filed { .. }) {
            201
        } else {
            200
        };
        Planned {
            kind: "",
            ask: Ask {
                path,
                token,
                body: Some(body),
                ..Ask::default()
            },
            expected,
            then,
        }
    }
}

/// As it stands in a query.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
