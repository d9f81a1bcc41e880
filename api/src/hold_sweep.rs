//! Recording the end of holds that nobody watches.
//!
//! The actor of an event records it the moment that a hold runs out. An event that nobody asked
//! anything since its node crashed has no actor; the read model `holds` tells which those are.
//! Nobody is kept out in the meantime: a hold ends by the clock, not by the record of it.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgPool;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use seatlog_domain::event::EventCommand;
use seatlog_projections::holds;

use crate::command_bus::CommandBus;
use crate::event_store::Origin;

/// How often to look.
const EVERY: Duration = Duration::from_secs(10);
/// How long an actor that is awake, and the read model, may take.
const GRACE: TimeDelta = TimeDelta::seconds(5);
/// How many events are asked in one go.
const AT_ONCE: i64 = 100;

/// Sweeps again and again, until cancelled.
pub async fn run(pool: &PgPool, bus: &CommandBus, stop: &CancellationToken) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        let swept = stop.run_until_cancelled(sweep(pool, bus, Utc::now())).await;
        if let Some(Err(error)) = swept {
            tracing::warn!(%error, "holds that ran out were not looked for");
        }
    }
}

/// Asks every event with a hold that should have been ended to do so; returns how many it asked.
///
/// # Errors
/// The read model cannot be read. An event that cannot do it now is asked again the next time.
pub async fn sweep(
    pool: &PgPool,
    bus: &CommandBus,
    now: DateTime<Utc>,
) -> Result<usize, sqlx::Error> {
    let events = holds::events_with_holds_past(pool, now - GRACE, AT_ONCE).await?;
    for event in &events {
        let command = EventCommand::ExpireHolds { now };
        if let Err(error) = bus.execute(*event, command, &Origin::system()).await {
            tracing::warn!(event.id = %event, %error, "holds that ran out were not ended");
        }
    }
    Ok(events.len())
}
