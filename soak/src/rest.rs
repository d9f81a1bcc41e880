//! Waits until everything has come to rest.
//!
//! Nobody waits for clocks here: whatever is due only later (a mail that failed, the lease of a
//! notifier that was killed) is made due at once, while no notifier runs that could be in the middle
//! of it.

use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};
use serde::Serialize;
use sqlx::PgPool;
use tokio::time::{Instant, sleep};

use crate::fault::Part;
use crate::ground::Ground;

/// How long it may take for each thing that is waited for.
const PATIENCE: Duration = Duration::from_secs(180);
/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// No hold is open, as its model knows it, and every read model and seal is at the end of the log.
const MODELS: &str = "
    WITH head AS (SELECT coalesce(max(position), 0) AS head FROM events)
    SELECT NOT EXISTS (SELECT FROM holds WHERE state = 'open')
       AND NOT EXISTS (SELECT FROM projection_checkpoints, head WHERE position <> head)
       AND (SELECT coalesce(max(last_position), 0) FROM seals) = head
    FROM head";

/// Every read model is at the end of the log.
const READ: &str = "
    SELECT NOT EXISTS (
        SELECT FROM projection_checkpoints
        WHERE position < (SELECT coalesce(max(position), 0) FROM events))";
/// Holds that last longer than anybody waits here.
const FAR: &str = "
    SELECT count(*) FROM holds
    WHERE state = 'open' AND expires_at > now() + interval '1 minute'";
/// No hold is open.
const OVER: &str = "SELECT NOT EXISTS (SELECT FROM holds WHERE state = 'open')";
/// Further than any clock was ahead, and a hold's time more.
const FAR_SECS: i64 = 7_200;

/// Every fact that somebody is told of has had its mails written.
const WRITTEN: &str = "
    SELECT NOT EXISTS (
        SELECT FROM events
        WHERE aggregate_type = 'event'
          AND (event_type IN ('SeatsBooked', 'EventCancelled') OR event_type = 'BookingCancelled'
               AND payload -> 'BookingCancelled' ->> 'cause' <> 'event_cancelled')
          AND NOT EXISTS (SELECT FROM mailed_facts WHERE mailed_facts.position = events.position))";

/// Every mail was sent, or will not be tried any more.
const SENT: &str = "
    SELECT NOT EXISTS (
        SELECT FROM mails WHERE state IN ('pending', 'sending') OR next_attempt_at IS NOT NULL)";

/// What was due later, and was made due at once.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(crate) struct MovedForward {
    /// Mails that would have been tried again some time later.
    pub(crate) retries: u64,
    /// Mails that a notifier was sending when it was killed.
    pub(crate) leases: u64,
    /// Holds that a node has given while its clock was far ahead, which so last far longer.
    pub(crate) holds: i64,
}

/// Waits for all of it; what does not come in time is an error that names it.
pub(crate) async fn come_to_rest(ground: &Ground) -> Result<MovedForward> {
    ground.smtp.clear_faults();
    let pool = &ground.pool;
    let holds = let_holds_end(ground).await?;
    until(
        pool,
        MODELS,
        "holds end, and read models and seals reach the end of the log",
    )
    .await?;
    until(pool, WRITTEN, "the mails of every fact are written").await?;
    let notifiers = [Part::NodeA, Part::Notifier].map(|part| ground.process(part));
    for notifier in notifiers {
        let status = notifier.stop().await?;
        ensure!(
            status.success(),
            "a notifier was told to stop, and ended with {status}"
        );
    }
    let moved = MovedForward {
        holds,
        ..move_forward(pool).await?
    };
    for notifier in notifiers {
        notifier.start().await?;
    }
    until(pool, SENT, "every mail is sent").await?;
    until(pool, MODELS, "nothing has happened since").await?;
    Ok(moved)
}

/// Whoever has a hold has it until the time that was told, by whichever clock that was: where it is
/// far ahead, so are the clocks of the nodes until such holds are over.
async fn let_holds_end(ground: &Ground) -> Result<i64> {
    until(&ground.pool, READ, "read models reach the end of the log").await?;
    let far = sqlx::query_scalar(FAR).fetch_one(&ground.pool).await?;
    if far > 0 {
        for node in Part::NODES {
            ground.step_clock(node, FAR_SECS)?;
        }
        until(
            &ground.pool,
            OVER,
            "holds that were given ahead of time end",
        )
        .await?;
        for node in Part::NODES {
            ground.step_clock(node, 0)?;
        }
    }
    Ok(far)
}

async fn until(pool: &PgPool, sql: &str, what: &str) -> Result<()> {
    let give_up = Instant::now() + PATIENCE;
    loop {
        let so: Result<bool, _> = sqlx::query_scalar(sql).fetch_one(pool).await;
        if matches!(so, Ok(true)) {
            return Ok(());
        }
        if Instant::now() > give_up {
            let why = format!("waited in vain for {PATIENCE:?}: {what}");
            return Err(match so {
                Ok(_) => anyhow!(why),
                Err(error) => anyhow!(error).context(why),
            });
        }
        sleep(LOOK_EVERY).await;
    }
}

async fn move_forward(pool: &PgPool) -> Result<MovedForward> {
    let retries = "UPDATE mails SET next_attempt_at = now() WHERE next_attempt_at > now()";
    let leases = "UPDATE mails SET lease_until = now() WHERE state = 'sending'";
    let moved = async |sql: &'static str| {
        let done = sqlx::query(sql).execute(pool).await;
        done.map(|done| done.rows_affected()).context("mails")
    };
    Ok(MovedForward {
        retries: moved(retries).await?,
        leases: moved(leases).await?,
        ..MovedForward::default()
    })
}
