//! (m) Everything in one process on the same cores: API, read models, relay and mails. The highest
//! rate of bookings at which every read model stays within a second of the log.

use std::time::Duration;

use anyhow::Result;
use sqlx::PgPool;
use tokio::time::{Instant, sleep};

use super::callers::Wish;
use super::house::House;
use crate::bench::{Bench, Line};
use crate::figures::Round;
use crate::load::{self, Load, Plan};
use crate::node::Setup;

const SEATS: usize = 100_000;
const CONNECTIONS: usize = 256;
/// How long a rate is kept up.
const TIME: Duration = Duration::from_secs(5);
/// How far a read model may be behind.
const MOST_LAG: Duration = Duration::from_secs(1);
/// How much of the intended rate must be reached, for it to count.
const REACHED: f64 = 0.98;
/// Rates that are tried in each round; each halves what is not known.
const STEPS: u32 = 4;
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Measures it.
pub(super) async fn run(bench: &mut Bench) -> Result<()> {
    for _ in 0..bench.rounds {
        bench.ground.empty_nats().await?;
        let house = House::open(bench, Setup::Shared, "api,projections,notifier").await?;
        round(bench, &house).await?;
        house.close(bench).await?;
    }
    Ok(())
}

async fn round(bench: &mut Bench, house: &House) -> Result<()> {
    caught_up(&house.database.pool).await?;
    let event = house.event(bench, SEATS).await?;
    let crowd = house
        .crowd(bench, Wish::Book, (event, SEATS, CONNECTIONS))
        .await?;
    let line = Line::new(
        "m/most",
        "the whole system, as fast as it takes bookings",
        "bookings/s",
    );
    let plan = Plan::closed(SEATS).within(TIME);
    let load = bench.measure(line, crowd, plan, &house.server()).await?;
    bench
        .verify("m/most", &house.database, &[event], &[&load])
        .await?;

    let (mut kept, mut too_much) = (Round::of(0.0), load.rate());
    for _ in 0..STEPS {
        caught_up(&house.database.pool).await?;
        let per_sec = f64::midpoint(kept.value, too_much);
        match keeps_up(bench, house, per_sec).await? {
            Some(load) => {
                kept = Round {
                    p50_ms: load.latency_ms(0.5),
                    p99_ms: load.latency_ms(0.99),
                    ..Round::of(load.rate())
                }
            }
            None => too_much = per_sec,
        }
    }
    let what = "the whole system: highest rate at which read models stay within a second";
    bench.record(Line::new("m/rate", what, "bookings/s"), kept);
    Ok(())
}

/// Books at a rate; the load, if all read models kept up with it.
async fn keeps_up(bench: &mut Bench, house: &House, per_sec: f64) -> Result<Option<Load>> {
    let event = house.event(bench, SEATS).await?;
    let crowd = house
        .crowd(bench, Wish::Book, (event, SEATS, CONNECTIONS))
        .await?;
    let running = tokio::spawn(load::run(crowd, Plan::open(per_sec, TIME)));
    let mut longest = Duration::ZERO;
    while !running.is_finished() {
        longest = longest.max(lag(&house.database.pool).await?);
        sleep(LOOK_EVERY).await;
    }
    let load = running.await??;
    longest = longest.max(lag(&house.database.pool).await?);
    bench
        .verify("m/rate", &house.database, &[event], &[&load])
        .await?;
    let kept = longest <= MOST_LAG && load.rate() >= per_sec * REACHED;
    println!(
        "    at {per_sec:.0}/s: {:.0}/s, read models at most {:.2} s behind",
        load.rate(),
        longest.as_secs_f64()
    );
    Ok(kept.then_some(load))
}

/// How long the oldest fact that some read model does not have yet has been in the log.
async fn lag(pool: &PgPool) -> Result<Duration> {
    let seconds: f64 = sqlx::query_scalar(
        "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - fact.recorded_at)), 0)::float8
         FROM projection_checkpoints AS model
         JOIN events AS fact ON fact.position = model.position + 1",
    )
    .fetch_one(pool)
    .await?;
    Ok(Duration::from_secs_f64(seconds.max(0.0)))
}

/// Waits until every read model is at the end of the log.
pub(super) async fn caught_up(pool: &PgPool) -> Result<()> {
    const PATIENCE: Duration = Duration::from_secs(120);
    let begun = Instant::now();
    while lag(pool).await? > Duration::ZERO {
        anyhow::ensure!(
            begun.elapsed() < PATIENCE,
            "the read models do not catch up"
        );
        sleep(LOOK_EVERY).await;
    }
    Ok(())
}
