//! What a ledger answers with: where an entry is, when its light turns, and what it owes.

use chrono::NaiveDate;

use crate::calendar::rules::Calendar;
use crate::entries::actions::{Entry, WARNING};
use crate::entries::description::Text;

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

/// What an open entry owes besides its milestones, as officials read it, and by when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    pub what: Text,
    pub due_on: NaiveDate,
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
    /// Of what is due on a day.
    pub fn of(due_on: NaiveDate, calendar: &Calendar) -> Self {
        Self {
            yellow_from: Some(calendar.working_days_before(due_on, WARNING)),
            red_from: due_on.succ_opt(),
            due_on: Some(due_on),
        }
    }

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
