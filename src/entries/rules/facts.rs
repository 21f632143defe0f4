//! What is known of an entry besides its columns and fields.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::access::{Actor, Role};

/// 责任领导.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leader {
    pub name: String,
    /// Their account, where they have one.
    #[serde(default)]
    pub user_id: Option<i64>,
}

/// The last report of progress.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    pub on: NaiveDate,
    pub text: String,
    #[serde(default)]
    pub next_step: Option<String>,
    #[serde(default)]
    pub next_on: Option<NaiveDate>,
}

/// Who did something that another has to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    pub user_id: i64,
    #[serde(default)]
    pub department_id: Option<i64>,
    #[serde(default)]
    pub park_id: Option<i64>,
}

impl By {
    pub fn of(actor: &Actor) -> Self {
        Self {
            user_id: actor.id,
            department_id: actor.department_id,
            park_id: actor.park_id,
        }
    }

    /// Whether somebody is of the same unit. The office's people are each their own.
    pub fn is_unit_of(&self, person: &Person) -> bool {
        let same = |one: Option<i64>, other: Option<i64>| one.is_some() && one == other;
        Some(self.user_id) == person.user_id
            || same(self.department_id, person.department_id)
            || same(self.park_id, person.park_id)
    }
}

/// Why an entry doesn't count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    pub by: i64,
    /// The state it had before.
    pub before: String,
    /// Since when.
    #[serde(default)]
    pub on: Option<NaiveDate>,
}

/// Written whole with the entry; what is new here has a default, so that older entries are read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    pub supporting_department_ids: Vec<i64>,
    pub leader: Option<Leader>,
    /// 责任人.
    pub handler: Option<String>,
    /// 专班.
    pub taskforce: Option<String>,
    pub excluded: Option<Exclusion>,
    pub concluded_by: Option<By>,
    /// The `on` of the last move that changed the state.
    pub moved_on: Option<NaiveDate>,
    /// The day the last move is counted on; no later one counts before it.
    pub counted_on: Option<NaiveDate>,
    pub supervised_count: i64,
    pub progress: Option<Progress>,
}

/// Who acts, as the rules see them: somebody with an account, or an enterprise at its door, which has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    pub user_id: Option<i64>,
    pub role: Option<Role>,
    pub park_id: Option<i64>,
    pub department_id: Option<i64>,
    /// The enterprise at whose door this is.
    pub enterprise_id: Option<i64>,
}

impl Person {
    pub fn of(actor: &Actor) -> Self {
        Self {
            user_id: Some(actor.id),
            role: Some(actor.role),
            park_id: actor.park_id,
            department_id: actor.department_id,
            enterprise_id: None,
        }
    }

    /// Whoever holds the link of an enterprise's door.
    pub fn at_door(enterprise: i64) -> Self {
        Self {
            user_id: None,
            role: None,
            park_id: None,
            department_id: None,
            enterprise_id: Some(enterprise),
        }
    }
}
