//! What it costs to be able to show that the log is what it was: how fast a log of a million
//! bookings is sealed and verified, and how much slower bookings are while the sealer runs.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use seatlog_projections::log::{self, Position};
use seatlog_projections::log_feed;
use seatlog_projections::seal::verify::verify;
use seatlog_projections::seal::{self, sealer};
use sqlx::PgPool;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::in_process::{SEATS, sell};
use super::million::{self, Size};
use crate::bench::{Bench, Line};
use crate::cpu::{Meter, Process};
use crate::figures::Round;
use crate::ground::Database;
use crate::machine;

/// How many commands wait for their answer at the same time.
const IN_FLIGHT: [usize; 2] = [256, 1_024];
/// Between two looks at how far the sealer is.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Measures how fast all facts of a million bookings are verified, after they were sealed, which
/// is measured once.
pub(super) async fn verifying(bench: &mut Bench) -> Result<()> {
    let (database, written) = million::database(&bench.ground, Size::MILLION).await?;
    let pool = &database.pool;
    let line = Line::new(
        "seal/catch_up",
        "sealing a log that was there before",
        "facts/s",
    );
    timed(bench, line, written.head, async || {
        Ok(sealer::catch_up(pool).await?)
    })
    .await?;
    for _ in 0..bench.rounds {
        let line = Line::new("verify", "audit verify, a million bookings", "facts/s");
        timed(bench, line, written.head, async || {
            let verdict = verify(pool, &[], &[]).await?;
            ensure!(
                verdict.ok && verdict.checked == written.head,
                "the log does not verify: {verdict:?}"
            );
            Ok(())
        })
        .await?;
    }
    bench.ground.drop(database).await
}

/// Keeps how many facts a second go through something.
async fn timed(
    bench: &mut Bench,
    line: Line,
    facts: Position,
    work: impl AsyncFnOnce() -> Result<()>,
) -> Result<()> {
    let meter = Meter::start(&[
        ("bench", Process::own()),
        ("postgres", bench.ground.postgres()),
    ])?;
    let begun = Instant::now();
    work().await?;
    let seconds = begun.elapsed().as_secs_f64();
    let each = |(name, us): (&'static str, f64)| (name, us / facts as f64);
    let round = Round {
        value: facts as f64 / seconds,
        p50_ms: None,
        p99_ms: None,
        cpu_us: meter.used_us()?.into_iter().map(each).collect(),
        load_average: machine::load_average(),
    };
    bench.record(line, round);
    Ok(())
}

/// Measures (e) with the sealer in the same process and without, in turns.
pub(super) async fn sealing(bench: &mut Bench) -> Result<()> {
    let database = bench.ground.database().await?;
    for round in 0..bench.rounds {
        for in_flight in IN_FLIGHT {
            // Who is second finds a longer log, and a disk that is still busy.
            for sealed in [round % 2 == 1, round % 2 == 0] {
                sell_sealed(bench, &database, sealed, in_flight).await?;
            }
        }
    }
    bench.ground.drop(database).await
}

async fn sell_sealed(
    bench: &mut Bench,
    database: &Database,
    sealed: bool,
    in_flight: usize,
) -> Result<()> {
    let (key, how) = match sealed {
        true => ("e/sealed", "with the sealer in the same process"),
        false => ("e/unsealed", "without the sealer"),
    };
    let what = format!("in process, {in_flight} commands in flight, {how}");
    let line = Line::new(format!("{key}/{in_flight}"), what, "bookings/s");
    let shape = (in_flight, 1, SEATS);
    if !sealed {
        return sell(bench, database, line, shape).await;
    }
    let pool = &database.pool;
    sealer::catch_up(pool).await?;
    let stop = CancellationToken::new();
    let running = tokio::spawn(seal_until(pool.clone(), stop.clone()));
    let watched = tokio::spawn(most_behind(pool.clone(), stop.clone()));
    let sold = sell(bench, database, line, shape).await;
    stop.cancel();
    running.await?;
    // What the sealer owes when the last seat is sold is not in the figure, so it must be little.
    let what = format!("the most facts that the sealer was behind, at {in_flight}");
    let line = Line::new(format!("e/seal_lag/{in_flight}"), what, "facts");
    bench.record(line, Round::of(watched.await?? as f64));
    sold
}

/// The sealer as a node runs it.
async fn seal_until(pool: PgPool, stop: CancellationToken) {
    let (feed, bell) = log_feed::open(pool.clone());
    tokio::join!(bell.run(stop.clone()), sealer::run(pool, feed, stop));
}

/// How many facts were not sealed yet, at most.
async fn most_behind(pool: PgPool, stop: CancellationToken) -> Result<Position> {
    let mut most = 0;
    while stop.run_until_cancelled(sleep(LOOK_EVERY)).await.is_some() {
        let sealed = seal::position(&pool).await?;
        most = most.max(log::head(&pool).await? - sealed);
    }
    Ok(most)
}
