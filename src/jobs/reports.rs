//! The loop that composes the reports of closed weeks.

use std::time::Duration;

use tokio::sync::watch;

use crate::base::clock::Clock;
use crate::base::db::Db;
use crate::reports::actions::compose_next;

/// Between two looks for a week that waits.
const LOOK: Duration = Duration::from_secs(5);

/// Composes reports until told to stop, a week at a time. A week whose composition broke off still waits.
pub async fn compose(db: Db, clock: Clock, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let (this, now) = (db.clone(), clock.clone());
        let done = tokio::task::spawn_blocking(move || compose_next(&this, &now)).await;
        let more = match done {
            Ok(Ok(was_there)) => was_there,
            Ok(Err(error)) => {
                tracing::error!(%error, "the reports of a closed week can't be composed");
                false
            }
            Err(error) => {
                tracing::error!(%error, "the composition of a week's reports broke off");
                false
            }
        };
        if !more {
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                _ = stop.changed() => {}
            }
        }
    }
}
