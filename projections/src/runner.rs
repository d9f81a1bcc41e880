//! Running the projectors: each follows the log on its own, until the program stops.

use metrics::gauge;
use sqlx::PgPool;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::backoff::Backoff;
use crate::log_feed::{self, LogFeed};
use crate::projector::{self, AdvanceError, Halt, Projector, advance};
use crate::{checkpoints, log};

/// Runs every projector until cancelled; ends when the last transaction has ended. Any number of
/// nodes may do so at once. A projector that meets a fact it cannot apply halts, says so in its
/// checkpoint, the log and a metric, and tries again when the program is started again.
pub async fn run(pool: PgPool, stop: CancellationToken) {
    let (feed, bell) = log_feed::open(pool.clone());
    let mut tasks = JoinSet::new();
    tasks.spawn(bell.run(stop.clone()));
    for projector in projector::all() {
        tasks.spawn(follow(pool.clone(), projector, feed.clone(), stop.clone()));
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

async fn follow(
    pool: PgPool,
    projector: &'static dyn Projector,
    mut feed: LogFeed,
    stop: CancellationToken,
) {
    let mut backoff = Backoff::new();
    gauge!("seatlog_projection_halted", "projection" => projector.name()).set(0.0);
    while !stop.is_cancelled() {
        feed.mark_read();
        match advance(&pool, projector).await {
            Ok(applied) => {
                backoff.reset();
                measure(&pool, projector.name()).await;
                if applied == 0 {
                    tokio::select! {
                        () = feed.grown() => {}
                        () = stop.cancelled() => {}
                    }
                }
            }
            Err(AdvanceError::Halted(halt)) => {
                measure(&pool, projector.name()).await;
                announce(&pool, projector.name(), &halt, &stop).await;
                stop.cancelled().await;
            }
            Err(AdvanceError::Database(error)) => {
                tracing::warn!(projection.name = projector.name(), %error, "trying again");
                backoff.wait(&stop).await;
            }
        }
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

async fn measure(pool: &PgPool, name: &'static str) {
    let read = async {
        let position = checkpoints::position(pool, name).await?;
        Ok::<_, sqlx::Error>((position, log::head(pool).await?))
    };
    if let Ok((position, head)) = read.await {
        gauge!("seatlog_projection_position", "projection" => name).set(position as f64);
        gauge!("seatlog_projection_lag", "projection" => name).set((head - position) as f64);
    }
}
