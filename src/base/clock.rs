//! Time comes from here, never from SQL and never from `Utc::now()` elsewhere.
//!
//! Instants are UTC in whole milliseconds, because SQLite keeps nine fraction digits and PostgreSQL
//! six. Days are local days of the configured time zone.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, SubsecRound, TimeZone, Utc};
use chrono_tz::Tz;

/// Where the present moment comes from.
#[derive(Clone, Debug)]
enum Source {
    System,
    /// The system clock, shifted: the demo's clock runs on from a day in 2021.
    Offset(Duration),
    /// Stands still until it is moved: tests step it instead of sleeping.
    Fixed(Arc<Mutex<DateTime<Utc>>>),
}

/// A clock with its time zone; cheap to clone.
#[derive(Clone, Debug)]
pub struct Clock {
    source: Source,
    zone: Tz,
}

impl Clock {
    pub fn system(zone: Tz) -> Self {
        Self {
            source: Source::System,
            zone,
        }
    }

    /// A clock that shows `start` now and runs on from there.
    pub fn running_from(start: DateTime<Utc>, zone: Tz) -> Self {
        Self {
            source: Source::Offset(start - Utc::now()),
            zone,
        }
    }

    /// A clock that stands at `start` until [`Clock::set`] moves it.
    pub fn fixed(start: DateTime<Utc>, zone: Tz) -> Self {
        Self {
            source: Source::Fixed(Arc::new(Mutex::new(start))),
            zone,
        }
    }

    /// Moves a fixed clock; other clocks ignore it.
    pub fn set(&self, to: DateTime<Utc>) {
        if let Source::Fixed(at) = &self.source {
            *at.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = to;
        }
    }

    /// The present instant, in whole milliseconds.
    pub fn now(&self) -> DateTime<Utc> {
        let now = match &self.source {
            Source::System => Utc::now(),
            Source::Offset(by) => Utc::now() + *by,
            Source::Fixed(at) => *at.lock().unwrap_or_else(|poisoned| poisoned.into_inner()),
        };
        now.trunc_subsecs(3)
    }

    /// The present local day.
    pub fn today(&self) -> NaiveDate {
        self.day_of(self.now())
    }

    /// The local day an instant lies in.
    pub fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        day_of(at, self.zone)
    }

    /// The first instant of a local day.
    pub fn start_of(&self, day: NaiveDate) -> DateTime<Utc> {
        start_of(day, self.zone)
    }

    /// RFC 3339 with the local offset, as the API shows instants.
    pub fn show(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.zone)
            .to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false)
    }

    pub fn zone(&self) -> Tz {
        self.zone
    }
}

/// The local day an instant lies in.
pub fn day_of(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The first instant of a local day.
pub fn start_of(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // Where summer time skips midnight the day begins an hour later.
    zone.from_local_datetime(&midnight)
        .earliest()
        .or_else(|| {
            let later = midnight.checked_add_signed(Duration::hours(1))?;
            zone.from_local_datetime(&later).earliest()
        })
        .map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc))
}
