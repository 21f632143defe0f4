//! The loop that takes files in, one after another.

use std::time::Duration;

use tokio::sync::watch;

use crate::ledger::import::actions::Worker;

/// Between two looks for a file.
const LOOK: Duration = Duration::from_secs(1);

/// Takes files in until told to stop. An import under way when the server ends is begun again by
/// whoever looks next after its lease.
pub async fn take_in(worker: Worker, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let one = worker.clone();
        let done = tokio::task::spawn_blocking(move || one.run_next()).await;
        let is_busy = match done {
            Ok(Ok(was_there)) => was_there,
            Ok(Err(error)) => {
                tracing::error!(%error, "an import can't be worked on");
                false
            }
            Err(error) => {
                tracing::error!(%error, "an import broke off");
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
