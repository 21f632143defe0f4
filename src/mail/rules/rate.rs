//! How many mails may leave in a minute.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(60);

/// Counts what left in the last minute.
#[derive(Debug)]
pub struct Rate {
    most: usize,
    left_at: VecDeque<Instant>,
}

impl Rate {
    pub fn per_minute(most: u32) -> Self {
        Self {
            most: usize::try_from(most).unwrap_or(usize::MAX),
            left_at: VecDeque::new(),
        }
    }

    /// How many more may leave now.
    pub fn room(&mut self, now: Instant) -> usize {
        while self
            .left_at
            .front()
            .is_some_and(|at| now.duration_since(*at) >= WINDOW)
        {
            self.left_at.pop_front();
        }
        self.most.saturating_sub(self.left_at.len())
    }

    pub fn spend(&mut self, now: Instant) {
        self.left_at.push_back(now);
    }

    /// What never reached the server didn't leave.
    pub fn give_back(&mut self) {
        self.left_at.pop_back();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_any_minute_no_more_leave_than_set() {
        let start = Instant::now();
        let mut rate = Rate::per_minute(3);
        for second in [0, 10, 20] {
            assert!(rate.room(start + Duration::from_secs(second)) > 0);
            rate.spend(start + Duration::from_secs(second));
        }
        assert_eq!(rate.room(start + Duration::from_secs(59)), 0);
        assert_eq!(rate.room(start + Duration::from_secs(60)), 1);
        rate.give_back();
        assert_eq!(rate.room(start + Duration::from_secs(60)), 2);
        assert_eq!(rate.room(start + Duration::from_secs(80)), 3);
    }
}
