//! When a mail is tried again, and when no more.

use chrono::Duration;

/// What kept a mail from being taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The server couldn't be reached, let nobody in, or refuses us with whatever we bring (greeting,
    /// login, sender): nothing of the mail itself.
    Unreachable,
    /// Answered 4xx, or broken off while this mail was handed over.
    Deferred,
    /// Answered 5xx about recipient or content, or nothing that can be sent.
    Refused,
}

/// What becomes of a mail that wasn't taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Again after the pause; `attempts` is what to remember.
    Again {
        pause: Duration,
        attempts: i64,
    },
    Park,
}

/// Pause while an outage is fresh; with the second between two looks at the outbox it stays under
/// the 30 promised.
const OUTAGE_PAUSE: i64 = 25;
/// That many of them make ten minutes.
const FRESH_OUTAGE: i64 = 24;
/// By then the pause has grown to its hour; more failures to connect aren't remembered, so that a
/// long outage takes nothing from the tries a 4xx gets.
const LONG_OUTAGE: i64 = FRESH_OUTAGE + 7;
const PAUSE_MAX: i64 = 3600;
/// 1, 2, 4 … 32 minutes and an hour each from then on: the last try lies five days after the first.
pub const ATTEMPTS_MAX: i64 = 126;

/// What follows the attempt that was the `attempts`-th since the mail was queued or sent again.
pub fn next(fault: Fault, attempts: i64) -> Next {
    match fault {
        Fault::Refused => Next::Park,
        Fault::Deferred if attempts >= ATTEMPTS_MAX => Next::Park,
        Fault::Deferred => again(growing(attempts), attempts),
        Fault::Unreachable if attempts <= FRESH_OUTAGE => again(OUTAGE_PAUSE, attempts),
        Fault::Unreachable => {
            let pause = growing(attempts - FRESH_OUTAGE);
            // Never fewer than what a 4xx has used up already.
            again(
                pause,
                if attempts <= LONG_OUTAGE {
                    attempts
                } else {
                    attempts - 1
                },
            )
        }
    }
}

fn again(seconds: i64, attempts: i64) -> Next {
    Next::Again {
        pause: Duration::seconds(seconds),
        attempts,
    }
}

/// A minute, doubled each time, up to an hour.
fn growing(nth: i64) -> i64 {
    let doublings = u32::try_from((nth - 1).clamp(0, 6)).unwrap_or(6);
    (60 << doublings).min(PAUSE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pause(fault: Fault, attempts: i64) -> Option<i64> {
        match next(fault, attempts) {
            Next::Again { pause, .. } => Some(pause.num_seconds()),
            Next::Park => None,
        }
    }

    #[test]
    fn what_could_not_connect_is_tried_within_thirty_seconds_for_ten_minutes_then_less_often() {
        let pauses: Vec<_> = (1..=33)
            .filter_map(|n| pause(Fault::Unreachable, n))
            .collect();
        assert!(pauses[..24].iter().all(|pause| *pause < 30));
        assert_eq!(pauses[..24].iter().sum::<i64>(), 600);
        assert_eq!(
            pauses[24..],
            [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
        );
    }

    #[test]
    fn an_outage_is_waited_out_however_long() {
        let mut attempts = 0;
        for _ in 0..1000 {
            attempts += 1;
            let Next::Again { attempts: kept, .. } = next(Fault::Unreachable, attempts) else {
                unreachable!("parked for an outage");
            };
            attempts = kept;
        }
        assert_eq!(attempts, LONG_OUTAGE);
    }

    #[test]
    fn a_4xx_is_tried_for_five_days_with_pauses_from_a_minute_to_an_hour() {
        let pauses: Vec<_> = (1..=ATTEMPTS_MAX)
            .map_while(|n| pause(Fault::Deferred, n))
            .collect();
        assert_eq!(pauses[..8], [60, 120, 240, 480, 960, 1920, 3600, 3600]);
        let days = pauses.iter().sum::<i64>() as f64 / 86_400.0;
        assert!((4.9..=5.1).contains(&days), "{days}");
        assert_eq!(next(Fault::Deferred, ATTEMPTS_MAX), Next::Park);
        assert_ne!(next(Fault::Deferred, ATTEMPTS_MAX - 1), Next::Park);
    }

    #[test]
    fn a_5xx_parks_at_once() {
        assert_eq!(next(Fault::Refused, 1), Next::Park);
    }
}
