//! What a ledger answers with: where an entry is, and when its light turns.

use chrono::NaiveDate;

use crate::entries::actions::Entry;

/// Where an entry is and whose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    pub park: Option<i64>,
    pub enterprise: Option<i64>,
    pub department: Option<i64>,
}

impl Place {
    pub fn of(entry: &Entry) -> Self {
        Self {
            park: entry.row.park_id,
            enterprise: entry.row.enterprise_id,
            department: entry.row.department_id,
        }
    }
}

/// From which days on an entry's light is yellow and red, and what is due by when.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Turns {
    pub yellow_from: Option<NaiveDate>,
    pub red_from: Option<NaiveDate>,
    /// The day by which something is due.
    pub due_on: Option<NaiveDate>,
}

impl Turns {
    /// The earlier of both, each.
    #[must_use]
    pub fn or_earlier(self, other: Self) -> Self {
        let earlier = |one: Option<NaiveDate>, other: Option<NaiveDate>| match (one, other) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self {
            yellow_from: earlier(self.yellow_from, other.yellow_from),
            red_from: earlier(self.red_from, other.red_from),
            due_on: earlier(self.due_on, other.due_on),
        }
    }
}
