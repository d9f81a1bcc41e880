//! How long a booking that was acknowledged is not yet in every read model.

use std::time::Duration;

use anyhow::Result;
use seatlog_projections::log::Position;
use sqlx::PgPool;
use tokio::time::{Instant, interval};
use tokio_util::sync::CancellationToken;

use super::callers::Wish;
use super::house::House;
use super::whole_system::caught_up;
use crate::bench::{Bench, Line};
use crate::caller::Reply;
use crate::figures::{Round, percentile};
use crate::load::{self, Load, Plan};
use crate::node::Setup;

/// Bookings a second: one now and then, and an on-sale that the machine hardly notices.
const RATES: [u32; 2] = [10, 200];
const TIME: Duration = Duration::from_secs(15);
const SEATS: usize = 10_000;
const CONNECTIONS: usize = 16;
const LOOK_EVERY: Duration = Duration::from_millis(1);

/// How far the slowest read model was, at times counted from the start.
type Seen = Vec<(Duration, Position)>;

/// Measures it.
pub(super) async fn run(bench: &mut Bench) -> Result<()> {
    for _ in 0..bench.rounds {
        let house = House::open(bench, Setup::Alone, "api,projections").await?;
        for per_sec in RATES {
            caught_up(&house.database.pool).await?;
            book(bench, &house, per_sec).await?;
        }
        house.close(bench).await?;
    }
    Ok(())
}

async fn book(bench: &mut Bench, house: &House, per_sec: u32) -> Result<()> {
    let event = house.event(bench, SEATS).await?;
    let crowd = house
        .crowd(bench, Wish::Book, (event, SEATS, CONNECTIONS))
        .await?;
    let (pool, over) = (house.database.pool.clone(), CancellationToken::new());
    let watching = tokio::spawn(watch(pool, Instant::now(), over.clone()));
    let load = load::run(crowd, Plan::open(f64::from(per_sec), TIME)).await?;
    caught_up(&house.database.pool).await?;
    over.cancel();
    let late_ms = late_ms(&load, &watching.await??);
    let name = format!("visible/{per_sec}");
    let all = late_ms.len() == load.answered();
    bench.check(&name, all, format!("{} bookings were seen", late_ms.len()));
    let p99_ms = percentile(&late_ms, 0.99);
    let round = Round {
        p50_ms: percentile(&late_ms, 0.5),
        p99_ms,
        ..Round::of(p99_ms.unwrap_or(f64::NAN))
    };
    let what = format!("committed until in all read models, p99, {per_sec} bookings a second");
    bench.record(Line::new(name, what, "ms"), round);
    Ok(())
}

/// Looks how far the slowest model is, until everything is over and seen.
async fn watch(pool: PgPool, start: Instant, over: CancellationToken) -> Result<Seen> {
    let mut seen = Seen::new();
    let mut ticks = interval(LOOK_EVERY);
    loop {
        let last = over.is_cancelled();
        let sql = "SELECT min(position) FROM projection_checkpoints";
        let position: Position = sqlx::query_scalar(sql).fetch_one(&pool).await?;
        seen.push((start.elapsed(), position));
        if last {
            return Ok(seen);
        }
        ticks.tick().await;
    }
}

/// How much later than the answer each booking was seen, in ascending order.
fn late_ms(load: &Load, seen: &Seen) -> Vec<f64> {
    let late = load.samples.iter().filter_map(|sample| {
        let Reply::Booked(booked) = &sample.reply else {
            return None;
        };
        let first = seen.partition_point(|(_, position)| *position < booked.position);
        let (at, _) = seen.get(first)?;
        Some(at.saturating_sub(sample.at).as_secs_f64() * 1e3)
    });
    let mut late: Vec<f64> = late.collect();
    late.sort_by(f64::total_cmp);
    late
}
