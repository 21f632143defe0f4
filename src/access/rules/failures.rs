//! How often sign-in may fail. Counted before the password is looked at, so that many at once
//! can't try more than the limit.

use chrono::{Duration, NaiveDateTime};

use super::password::PasswordProfile;

/// So many failures within the window lock the subject for a while.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    pub failures: i64,
    pub window: Duration,
    pub lock: Duration,
}

/// For one address, whoever it tries to be: a whole office may stand behind one.
pub const ADDRESS: Limit = Limit {
    failures: 100,
    window: Duration::minutes(15),
    lock: Duration::minutes(15),
};

/// For one account, wherever it is tried from.
pub const fn account(profile: PasswordProfile) -> Limit {
    match profile {
        PasswordProfile::Length => Limit {
            failures: 10,
            window: Duration::minutes(15),
            lock: Duration::minutes(15),
        },
        PasswordProfile::Dengbao => Limit {
            failures: 5,
            window: Duration::minutes(30),
            lock: Duration::minutes(30),
        },
    }
}

/// What is known of an account or address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    pub failures: i64,
    pub window_from: NaiveDateTime,
    pub locked_until: Option<NaiveDateTime>,
}

impl Failures {
    pub fn none(now: NaiveDateTime) -> Self {
        Self {
            failures: 0,
            window_from: now,
            locked_until: None,
        }
    }

    /// Counts one more attempt as failed; success takes it back.
    ///
    /// # Errors
    /// Until when the subject is locked.
    pub fn attempt(self, now: NaiveDateTime, limit: &Limit) -> Result<Self, NaiveDateTime> {
        if let Some(until) = self.locked_until.filter(|until| *until > now) {
            return Err(until);
        }
        let over = self.locked_until.is_some() || now >= self.window_from + limit.window;
        let before = if over { Self::none(now) } else { self };
        let failures = before.failures + 1;
        Ok(Self {
            failures,
            locked_until: (failures >= limit.failures).then(|| now + limit.lock),
            ..before
        })
    }

    /// Takes back an attempt that succeeded after all.
    #[must_use]
    pub fn forgive(self) -> Self {
        Self {
            failures: (self.failures - 1).max(0),
            locked_until: None,
            ..self
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn start() -> NaiveDateTime {
        chrono::NaiveDate::default().and_time(chrono::NaiveTime::MIN)
    }

    #[test]
    fn the_tenth_failure_locks_for_a_quarter_of_an_hour() {
        let limit = account(PasswordProfile::Length);
        let mut known = Failures::none(start());
        for _ in 0..10 {
            known = known.attempt(start(), &limit).unwrap();
        }
        let until = start() + Duration::minutes(15);
        assert_eq!(known.attempt(start(), &limit), Err(until));
        assert_eq!(
            known.attempt(until - Duration::seconds(1), &limit),
            Err(until)
        );
        assert_eq!(known.attempt(until, &limit).unwrap().failures, 1);
    }

    #[test]
    fn failures_far_apart_never_lock() {
        let limit = account(PasswordProfile::Dengbao);
        let mut known = Failures::none(start());
        for n in 0..50 {
            let at = start() + Duration::minutes(30 * n);
            known = known.attempt(at, &limit).unwrap();
            assert_eq!(known.failures, 1);
        }
    }

    #[test]
    fn a_success_at_the_last_attempt_lifts_the_lock() {
        let limit = account(PasswordProfile::Dengbao);
        let mut known = Failures::none(start());
        for _ in 0..5 {
            known = known.attempt(start(), &limit).unwrap();
        }
        assert!(known.forgive().attempt(start(), &limit).is_ok());
    }
}
