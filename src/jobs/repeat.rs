//! Work that comes piece after piece, each off the async threads and in transactions of its own.

use std::time::Duration;

use tokio::sync::watch;

use crate::base::Result;

/// Does one piece after the other until told to stop, and looks again after a pause where there was none, or
/// where one failed. What was under way when the server ends is begun again.
pub async fn repeat(
    job: &'static str,
    pause: Duration,
    piece: impl Fn() -> Result<bool> + Clone + Send + 'static,
    mut stop: watch::Receiver<bool>,
) {
    while !*stop.borrow() {
        let more = match tokio::task::spawn_blocking(piece.clone()).await {
            Ok(Ok(was_there)) => was_there,
            Ok(Err(error)) => {
                tracing::error!(job, %error, "a job failed");
                false
            }
            Err(error) => {
                tracing::error!(job, %error, "a job broke off");
                false
            }
        };
        if !more {
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = stop.changed() => {}
            }
        }
    }
}
