//! Hearing that the log grew. The database notifies on every append; a slow poll stands behind
//! it, because a notification may be lost with its connection.

use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::backoff::Backoff;

/// The channel that the trigger of table `events` notifies.
const CHANNEL: &str = "seatlog_log";

/// After so long without a notification, followers look for themselves.
const POLL: Duration = Duration::from_secs(2);

/// Tells a follower when to look at the log again. Each follower has its own clone.
#[derive(Debug, Clone)]
pub struct LogFeed(watch::Receiver<u64>);

impl LogFeed {
    /// To be called before the log is read: what is appended from now on ends [`Self::grown`].
    pub fn mark_read(&mut self) {
        self.0.mark_unchanged();
    }

    /// Waits until the log may have grown since [`Self::mark_read`].
    pub async fn grown(&mut self) {
        if self.0.changed().await.is_err() {
            // Nobody rings any more; what remains is to look from time to time.
            tokio::time::sleep(POLL).await;
        }
    }
}

/// Rings for all followers; [`Self::run`] must be running for that.
#[derive(Debug)]
pub struct Bell {
    pool: PgPool,
    ring: watch::Sender<u64>,
}

/// A feed, and the bell behind it.
pub fn open(pool: PgPool) -> (LogFeed, Bell) {
    let (ring, heard) = watch::channel(0);
    (LogFeed(heard), Bell { pool, ring })
}

impl Bell {
    /// Listens until cancelled; reconnects as often as it takes.
    pub async fn run(self, stop: CancellationToken) {
        let mut backoff = Backoff::new();
        while !stop.is_cancelled() {
            if let Err(error) = self.listen(&stop, &mut backoff).await {
                tracing::warn!(%error, "cannot listen for new facts; looking from time to time");
                self.ring();
                backoff.wait(&stop).await;
            }
        }
    }

    async fn listen(
        &self,
        stop: &CancellationToken,
        back: &mut Backoff,
    ) -> Result<(), sqlx::Error> {
        let mut listener = PgListener::connect_with(&self.pool).await?;
        listener.listen(CHANNEL).await?;
        back.reset();
        loop {
            // Also first of all: something may have been appended before the listening began.
            self.ring();
            tokio::select! {
                heard = listener.try_recv() => {
                    heard?;
                    while listener.next_buffered().is_some() {}
                }
                () = tokio::time::sleep(POLL) => {}
                () = stop.cancelled() => return Ok(()),
            }
        }
    }

    fn ring(&self) {
        self.ring
            .send_modify(|rings| *rings = rings.wrapping_add(1));
    }
}
