//! How often sign-in may fail.

use chrono::{Duration, NaiveDateTime};

use super::password::PasswordProfile;

/// So many failures within the window lock the subject for a while. A lock shorter than the window slows
/// down: each further failure within the window locks anew.
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

/// For one account from everywhere. Anybody may fail as anybody, so this keeps nobody out: it slows
/// down those who try from where the account was never used.
pub const fn everywhere(profile: PasswordProfile) -> Limit {
    let here = account(profile);
    Limit {
        failures: here.failures * 10,
        window: here.window,
        lock: Duration::seconds(10),
    }
}

/// For one account from one network.
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

    /// Until when it is locked, where it is.
    pub fn locked(self, now: NaiveDateTime) -> Option<NaiveDateTime> {
        // A lock that seems to last longer was made by a clock that went ahead.
        let within = now + Duration::days(1);
        self.locked_until
            .filter(|until| (now..within).contains(until) && *until > now)
    }

    /// Counts one more failure.
    #[must_use]
    pub fn count(self, now: NaiveDateTime, limit: &Limit) -> Self {
        let is_over = now >= self.window_from + limit.window || now < self.window_from;
        let before = if is_over { Self::none(now) } else { self };
        let failures = before.failures + 1;
        Self {
            failures,
            locked_until: (failures >= limit.failures).then(|| now + limit.lock),
            ..before
        }
    }

    /// Counts one more failure, unless it is locked.
    ///
    /// # Errors
    /// Until when the subject is locked.
    pub fn attempt(self, now: NaiveDateTime, limit: &Limit) -> Result<Self, NaiveDateTime> {
        match self.locked(now) {
            Some(until) => Err(until),
            None => Ok(self.count(now, limit)),
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
    fn failures_from_everywhere_slow_down_and_lock_nobody_for_long() {
        let limit = everywhere(PasswordProfile::Length);
        let mut known = Failures::none(start());
        for _ in 0..99 {
            known = known.attempt(start(), &limit).unwrap();
        }
        assert_eq!(known.locked(start()), None);
        let ten = Duration::seconds(10);
        for n in 0..80 {
            let at = start() + ten * n;
            known = known.attempt(at, &limit).unwrap();
            assert_eq!(known.locked(at), Some(at + ten), "the {n}th beyond");
            assert_eq!(known.locked(at + ten), None);
        }
        let later = start() + Duration::minutes(15);
        assert_eq!(known.attempt(later, &limit).unwrap().failures, 1);
    }
}
