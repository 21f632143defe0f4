//! The loop that keeps what is searched up to date.

use std::time::Duration;

use tokio::sync::watch;

use crate::base::db::Db;
use crate::search::actions::index_some;

/// Between two looks for a change; an idle server writes nothing.
const LOOK: Duration = Duration::from_secs(1);

/// Indexes what has changed until told to stop. Every node does; none does another's work again.
pub async fn keep_indexed(db: Db, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let one = db.clone();
        let done = tokio::task::spawn_blocking(move || index_some(&one)).await;
        let is_busy = match done {
            Ok(Ok(indexed)) => indexed > 0,
            Ok(Err(error)) => {
                tracing::error!(%error, "what has changed can't be indexed");
                false
            }
            Err(error) => {
                tracing::error!(%error, "indexing broke off");
                false
            }
        };
        if !is_busy {
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                _ = stop.changed() => {}
            }
        }
    }
}
