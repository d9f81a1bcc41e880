//! Leaving the machine to those who book: while the log grows, a rebuild mostly rests.

use std::time::Duration;

use sqlx::PgPool;
use tokio::time::{Instant, sleep};

use crate::log::{self, Position};

/// Facts that are read at once: what a batch costs hardly depends on its size.
const BATCH: i64 = 20_000;
/// The same while the log grows: work in short pieces, between which bookings get their turn.
const SMALL_BATCH: i64 = 2_000;
/// The log is busy when it grows by so many facts a second.
const BUSY: f64 = 50.0;
/// How much longer than it worked a rebuild rests then.
const REST: u32 = 5;
/// The longest rest.
const LONGEST: Duration = Duration::from_secs(2);

/// How fast to go.
#[derive(Debug)]
pub(super) struct Pace {
    head: Position,
    looked: Instant,
    resumed: Instant,
}

impl Pace {
    pub(super) async fn begin(pool: &PgPool) -> Result<Self, sqlx::Error> {
        let now = Instant::now();
        Ok(Self {
            head: log::head(pool).await?,
            looked: now,
            resumed: now,
        })
    }

    /// Rests if others need the machine; tells how many facts to take next.
    pub(super) async fn next(&mut self, pool: &PgPool) -> Result<i64, sqlx::Error> {
        let (head, now) = (log::head(pool).await?, Instant::now());
        let grown = (head - self.head) as f64 / (now - self.looked).as_secs_f64();
        (self.head, self.looked) = (head, now);
        let busy = grown > BUSY;
        if busy {
            sleep(LONGEST.min((now - self.resumed) * REST)).await;
        }
        self.resumed = Instant::now();
        Ok(if busy { SMALL_BATCH } else { BATCH })
    }
}
