//! What PostgreSQL knows of requests with a key.

use std::time::Duration;

use anyhow::{Result, ensure};
use sqlx::PgPool;
use tokio::time::{Instant, sleep};

/// How long a moment may take to come: less than the node waits for PostgreSQL.
const PATIENCE: Duration = Duration::from_secs(8);
/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// How many keys there are, how many bookings they have led to, and how many answers are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) reserved: usize,
    pub(super) booked: usize,
    pub(super) stored: usize,
}

impl Known {
    pub(super) async fn of(pool: &PgPool, keys: &[String]) -> Result<Self> {
        let sql = "
            WITH wanted AS (SELECT command_id, answer FROM idempotency_keys WHERE key = ANY ($1))
            SELECT count(*), count(answer),
                   (SELECT count(*) FROM events
                    WHERE event_type = 'SeatsBooked'
                      AND (metadata ->> 'command_id')::uuid IN (SELECT command_id FROM wanted))
            FROM wanted";
        let counted: (i64, i64, i64) = sqlx::query_as(sql).bind(keys).fetch_one(pool).await?;
        Ok(Self {
            reserved: counted.0.try_into()?,
            stored: counted.1.try_into()?,
            booked: counted.2.try_into()?,
        })
    }

    /// Looks until it is as wanted.
    pub(super) async fn until(
        (pool, keys): (&PgPool, &[String]),
        mut wanted: impl AsyncFnMut(Self) -> bool,
    ) -> Result<()> {
        let give_up = Instant::now() + PATIENCE;
        loop {
            let known = Self::of(pool, keys).await?;
            if wanted(known).await {
                return Ok(());
            }
            ensure!(
                Instant::now() < give_up,
                "the moment does not come: {known:?}"
            );
            sleep(LOOK_EVERY).await;
        }
    }
}
