//! Running the projectors: each follows the log on its own, until the program stops.

use std::sync::Arc;
use std::time::Duration;

use metrics::gauge;
use sqlx::PgPool;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::backoff::Backoff;
use crate::log_feed::{self, LogFeed};
use crate::projector::{self, Advance, AdvanceError, BATCH, Halt, Projector, advance};
use crate::recent_facts::RecentFacts;
use crate::seal::sealer;
use crate::{checkpoints, rebuild};

/// The least time between two looks at the log, for facts to come together: an on-sale appends a
/// hundred times a second, and what a batch costs hardly depends on how many facts are in it. After
/// a quiet moment a projector looks at once.
const GATHER: Duration = Duration::from_millis(40);

/// How often progress is measured.
const MEASURE_EVERY: Duration = Duration::from_secs(1);

/// Runs every projector until cancelled; ends when the last transaction has ended. Any number of
/// nodes may do so at once. A projector that meets a fact it cannot apply halts, says so in its
/// checkpoint, the log and a metric, and goes on when its model was built anew; it tries again when
/// the program is started again.
///
/// # Panics
/// As soon as one of its tasks does: no read model is left behind by the others.
pub async fn run(pool: PgPool, stop: CancellationToken) {
    let (feed, bell) = log_feed::open(pool.clone());
    let log = Arc::new(RecentFacts::default());
    let mut tasks = JoinSet::new();
    tasks.spawn(bell.run(stop.clone()));
    tasks.spawn(measure_all(pool.clone(), stop.clone()));
    tasks.spawn(sealer::run(pool.clone(), feed.clone(), stop.clone()));
    tasks.spawn(rebuild::run(pool.clone(), stop.clone()));
    for projector in projector::all() {
        let follower = Follower {
            pool: pool.clone(),
            projector,
            log: log.clone(),
            stop: stop.clone(),
        };
        tasks.spawn(follower.run(feed.clone()));
    }
    tasks.join_all().await;
}

/// Brings every read model to the end of the log, once.
pub async fn catch_up(pool: &PgPool) -> Result<(), AdvanceError> {
    for projector in projector::all() {
        while advance(pool, projector).await? > 0 {}
    }
    Ok(())
}

/// A projector that follows the log.
struct Follower {
    pool: PgPool,
    projector: &'static dyn Projector,
    log: Arc<RecentFacts>,
    stop: CancellationToken,
}

impl Follower {
    async fn run(self, mut feed: LogFeed) {
        let name = self.projector.name();
        let mut backoff = Backoff::new();
        gauge!("seatlog_projection_halted", "projection" => name).set(0.0);
        while !self.stop.is_cancelled() {
            let gathered = Instant::now() + GATHER;
            feed.mark_read();
            let advance = Advance::new(&self.pool, self.projector, &self.log);
            match advance.next().await {
                Ok(applied) => {
                    backoff.reset();
                    self.wait(applied, gathered, &mut feed).await;
                }
                Err(AdvanceError::Halted(halt)) => {
                    measure(&self.pool).await;
                    announce(&self.pool, name, &halt, &self.stop).await;
                    self.stop.run_until_cancelled(self.revived()).await;
                    gauge!("seatlog_projection_halted", "projection" => name).set(0.0);
                }
                Err(AdvanceError::Database(error)) => {
                    tracing::warn!(projection.name = name, %error, "trying again");
                    self.log.forget().await;
                    backoff.wait(&self.stop).await;
                }
            }
        }
    }

    /// Waits until the model was built anew: then there is something to follow again.
    async fn revived(&self) {
        let name = self.projector.name();
        while checkpoints::is_halted(&self.pool, name)
            .await
            .unwrap_or(true)
        {
            sleep(MEASURE_EVERY).await;
        }
        tracing::info!(projection.name = name, "a projector goes on");
    }

    /// Waits for more facts, if there may be none or few of them.
    async fn wait(&self, applied: usize, gathered: Instant, feed: &mut LogFeed) {
        let more = async {
            match applied {
                0 => feed.grown().await,
                BATCH.. => return,
                _ => {}
            }
            sleep_until(gathered).await;
        };
        self.stop.run_until_cancelled(more).await;
    }
}

/// Says loudly that a projector stands still; the checkpoint is marked as soon as the database
/// lets it be.
async fn announce(pool: &PgPool, name: &'static str, halt: &Halt, stop: &CancellationToken) {
    gauge!("seatlog_projection_halted", "projection" => name).set(1.0);
    tracing::error!(
        projection.name = name,
        fact.position = halt.position,
        reason = halt.reason,
        "a projector has halted"
    );
    let mut backoff = Backoff::new();
    while let Err(error) = checkpoints::halt(pool, name, halt).await {
        tracing::warn!(projection.name = name, %error, "cannot mark the projector as halted");
        backoff.wait(stop).await;
        if stop.is_cancelled() {
            return;
        }
    }
}

/// Measures every model's progress, until cancelled.
async fn measure_all(pool: PgPool, stop: CancellationToken) {
    let mut ticks = interval(MEASURE_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        measure(&pool).await;
    }
}

/// Measures every model's progress. A database that is away is measured elsewhere.
async fn measure(pool: &PgPool) {
    for model in checkpoints::list(pool).await.unwrap_or_default() {
        gauge!("seatlog_log_position").set(model.head as f64);
        let name = model.name;
        gauge!("seatlog_projection_position", "projection" => name.clone())
            .set(model.position as f64);
        gauge!("seatlog_projection_lag", "projection" => name.clone()).set(model.lag as f64);
        gauge!("seatlog_projection_lag_seconds", "projection" => name)
            .set(model.lag_ms as f64 / 1_000.0);
    }
}
