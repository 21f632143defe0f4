//! One function a use case, each inside one write transaction.

mod doors;
mod entering;
mod reports;

pub use doors::{make, renew, revoke};
pub use entering::{DoorContext, TokenHolder, count_failed_token, find_open_door};
pub use reports::{Key, answer, confirm, decline, file};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::base::clock::Clock;

/// The moment of a transaction.
#[derive(Clone, Copy)]
pub struct When<'a> {
    pub clock: &'a Clock,
    pub at: DateTime<Utc>,
}

impl When<'_> {
    pub fn now(&self) -> NaiveDateTime {
        self.at.naive_utc()
    }

    pub fn today(&self) -> NaiveDate {
        self.clock.day_of(self.at)
    }
}
