//! Keeping the server running: one that ends although nobody told it to is started again, on the
//! files that it left, with the same address and password. Whoever had a connection opens another.

use std::time::Duration;

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::cluster::Cluster;
use super::server::Running;
use super::{EmbeddedError, RESTARTS, orphan};

/// Between two attempts to start a server that does not start, at first and at most.
const PAUSE: Duration = Duration::from_millis(250);
const PAUSE_AT_MOST: Duration = Duration::from_secs(15);

/// Keeps a server running until `stop`; then ends it, and waits for that.
pub(super) async fn keep(
    cluster: Cluster,
    mut running: Running,
    stop: CancellationToken,
) -> Result<(), EmbeddedError> {
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => break,
            _ = &mut running.ended => {}
        }
        tracing::error!("the private PostgreSQL has ended by itself; starting it again");
        metrics::counter!(RESTARTS).increment(1);
        let again = start_again(&cluster, running.port);
        match stop.run_until_cancelled(again).await {
            Some(again) => running = again,
            None => return blocking(move || orphan::clear_away(&cluster)).await,
        }
        tracing::warn!("the private PostgreSQL runs again");
    }
    // It may have been killed at this very moment: then there is nothing to end.
    blocking(move || orphan::clear_away(&cluster)).await?;
    // An error would mean that the waiting thread is gone, and the server with it.
    let _ = running.ended.await;
    Ok(())
}

/// Tries for as long as it takes: the disk may be full, and be made room on.
async fn start_again(cluster: &Cluster, port: u16) -> Running {
    let mut pause = PAUSE;
    loop {
        match Running::start(cluster, Some(port)).await {
            Ok(running) => return running,
            Err(error) => tracing::error!(%error, "the private PostgreSQL is still away"),
        }
        sleep(pause).await;
        pause = PAUSE_AT_MOST.min(pause * 2);
    }
}

async fn blocking(
    job: impl FnOnce() -> Result<(), EmbeddedError> + Send + 'static,
) -> Result<(), EmbeddedError> {
    let done = tokio::task::spawn_blocking(job).await;
    done.map_err(std::io::Error::other)?
}
