//! Read models that follow the log: how many facts a second all of them take in together.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use seatlog_projections::log::Position;
use seatlog_projections::{checkpoints, runner};
use sqlx::PgPool;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::million::{self, Size};
use crate::bench::{Bench, Line};
use crate::cpu::{Meter, Process};
use crate::figures::Round;
use crate::machine;

/// What is taken in: a fifth of the million.
const SIZE: Size = Size {
    events: 200,
    bookings: 200_000,
};
const LOOK_EVERY: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_secs(600);

/// Measures it.
pub(super) async fn run(bench: &mut Bench) -> Result<()> {
    for _ in 0..bench.rounds {
        let (database, written) = million::database(&bench.ground, SIZE).await?;
        follow(bench, &database.pool, written.head).await?;
        bench.ground.drop(database).await?;
    }
    Ok(())
}

async fn follow(bench: &mut Bench, pool: &PgPool, head: Position) -> Result<()> {
    let meter = Meter::start(&[
        ("bench", Process::own()),
        ("postgres", bench.ground.postgres()),
    ])?;
    let begun = Instant::now();
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner::run(pool.clone(), stop.clone()));
    while behind(pool).await? > 0 {
        ensure!(begun.elapsed() < PATIENCE, "the read models do not get on");
        sleep(LOOK_EVERY).await;
    }
    let seconds = begun.elapsed().as_secs_f64();
    let used = meter.used_us()?;
    stop.cancel();
    running.await?;
    let each = |(name, us): (&'static str, f64)| (name, us / head as f64);
    let round = Round {
        value: head as f64 / seconds,
        p50_ms: None,
        p99_ms: None,
        cpu_us: used.into_iter().map(each).collect(),
        load_average: machine::load_average(),
    };
    let what = "live projectors, all read models on";
    bench.record(Line::new("projectors/live", what, "facts/s"), round);
    Ok(())
}

/// How many facts the slowest read model lacks.
async fn behind(pool: &PgPool) -> Result<i64> {
    let models = checkpoints::list(pool).await?;
    for model in &models {
        ensure!(model.error.is_none(), "{model:?}");
    }
    Ok(models.iter().map(|model| model.lag).max().unwrap_or(0))
}
