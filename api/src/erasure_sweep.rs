//! What is left to do after somebody was erased: giving their holds up, and erasing what requests
//! that were under way have still written. Done again and again until nothing can come any more,
//! so a crash only delays it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::PgPool;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use seatlog_domain::event::EventCommand;
use seatlog_projections::checkpoints::{self, Behind};
use seatlog_projections::holds;

use crate::accounts::Accounts;
use crate::accounts::erasure::Erased;
use crate::command_bus::{CommandBus, CommandError};
use crate::event_store::Origin;

/// How often to look.
const EVERY: Duration = Duration::from_secs(10);

/// Sweeps again and again, until cancelled.
pub async fn run(pool: &PgPool, bus: &CommandBus, accounts: &Accounts, stop: &CancellationToken) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        let sweeping = sweep(pool, bus, accounts, Utc::now());
        if let Some(Err(error)) = stop.run_until_cancelled(sweeping).await {
            tracing::warn!(%error, "what erased accounts left behind was not cleared away");
        }
    }
}

/// Clears away what erased accounts left behind; returns for how many of them nothing is left to
/// do.
///
/// # Errors
/// The database cannot be read. A hold that cannot be given up now is tried again the next time.
pub async fn sweep(
    pool: &PgPool,
    bus: &CommandBus,
    accounts: &Accounts,
    now: DateTime<Utc>,
) -> Result<usize, sqlx::Error> {
    let mut finished = 0;
    for erased in accounts.unfinished_erasures().await? {
        // Asked first: all that happened before is in the model then.
        let model_knows = knows(pool, &erased).await?;
        accounts.erase_leftovers(erased.account).await?;
        let released = release_holds(pool, bus, &erased, now).await?;
        if released && model_knows && erased.is_silent(now) {
            accounts.finish_erasure(erased.account, now).await?;
            finished += 1;
        }
    }
    Ok(finished)
}

async fn knows(pool: &PgPool, erased: &Erased) -> Result<bool, sqlx::Error> {
    let reached = checkpoints::wait_for(pool, &[holds::NAME], erased.position, Duration::ZERO);
    match reached.await {
        Ok(()) => Ok(true),
        Err(Behind::TimedOut { .. }) => Ok(false),
        Err(Behind::Database(error)) => Err(error),
    }
}

/// Gives up the holds that the model knows; whether none is left.
async fn release_holds(
    pool: &PgPool,
    bus: &CommandBus,
    erased: &Erased,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let mut all = true;
    for (event, hold_id) in holds::open_of(pool, erased.account).await? {
        let command = EventCommand::ReleaseHold {
            hold_id,
            user_id: erased.account,
            now,
        };
        match bus.execute(event, command, &Origin::system()).await {
            // A refusal says that the hold is over: it ran out, or the event is gone.
            Ok(_) | Err(CommandError::Refused(_)) => {}
            Err(error) => {
                tracing::warn!(event.id = %event, hold.id = %hold_id, %error, "a hold of an erased account stays for now");
                all = false;
            }
        }
    }
    Ok(all)
}
