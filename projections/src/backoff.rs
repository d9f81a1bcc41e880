//! Waiting longer after each failure in a row.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

const FIRST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(10);

/// How long to wait after the next failure.
#[derive(Debug)]
pub(crate) struct Backoff(Duration);

impl Backoff {
    pub(crate) fn new() -> Self {
        Self(FIRST)
    }

    /// After a success the next failure is the first one again.
    pub(crate) fn reset(&mut self) {
        self.0 = FIRST;
    }

    /// Waits, twice as long as the last time; ends early when cancelled.
    pub(crate) async fn wait(&mut self, stop: &CancellationToken) {
        let pause = self.0;
        self.0 = LONGEST.min(self.0 * 2);
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = stop.cancelled() => {}
        }
    }
}
