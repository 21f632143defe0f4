//! Turns: so much is worked on at once, a short queue waits, and whoever comes beyond it is told to
//! come back at once. Waiting takes neither a thread nor a connection, and who goes away while
//! waiting leaves the queue.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Error, Result};

/// A queue with its bounds; cheap to clone.
#[derive(Debug, Clone)]
pub struct Turns {
    admitted: Arc<Semaphore>,
    running: Arc<Semaphore>,
    wait: Duration,
}

/// Somebody's turn, until it is dropped. It goes along with the work, which runs on when its client
/// hangs up.
#[derive(Debug)]
pub struct Turn {
    _running: OwnedSemaphorePermit,
    _admitted: OwnedSemaphorePermit,
}

impl Turns {
    /// `at_once` run, `waiting` more wait, each for `wait` at most.
    pub fn new(at_once: usize, waiting: usize, wait: Duration) -> Self {
        Self {
            admitted: Arc::new(Semaphore::new(at_once + waiting)),
            running: Arc::new(Semaphore::new(at_once)),
            wait,
        }
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// 503 at once where too many wait, or after the longest wait.
    pub async fn next(&self) -> Result<Turn> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned();
        let admitted = admitted.map_err(|_| Error::overloaded())?;
        let running = Arc::clone(&self.running).acquire_owned();
        let running = tokio::time::timeout(self.wait, running).await;
        let running = running.map_err(|_| Error::overloaded())?;
        Ok(Turn {
            _running: running.map_err(Error::internal)?,
            _admitted: admitted,
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    fn is_overloaded(told: &Result<Turn>) -> bool {
        matches!(
            told,
            Err(Error::Busy {
                code: "overloaded",
                too_many: false,
                ..
            })
        )
    }

    #[tokio::test]
    async fn the_queue_has_an_end_and_moves_on_as_turns_end() {
        let turns = Turns::new(1, 1, LONG);
        let first = turns.next().await.unwrap();
        let second = tokio::spawn({
            let turns = turns.clone();
            async move { turns.next().await }
        });
        while turns.admitted.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert!(
            is_overloaded(&turns.next().await),
            "the third is told at once"
        );
        drop(first);
        drop(second.await.unwrap().unwrap());
        turns.next().await.unwrap();
    }

    #[tokio::test]
    async fn who_goes_away_leaves_the_queue() {
        let turns = Turns::new(1, 1, LONG);
        let first = turns.next().await.unwrap();
        let gone = tokio::time::timeout(Duration::from_millis(1), turns.next()).await;
        assert!(gone.is_err());
        assert_eq!(turns.admitted.available_permits(), 1);
        drop(first);
        turns.next().await.unwrap();
    }

    #[tokio::test]
    async fn nobody_waits_longer_than_was_said() {
        let turns = Turns::new(1, 1, Duration::from_millis(1));
        let _first = turns.next().await.unwrap();
        assert!(is_overloaded(&turns.next().await));
    }
}
