//! Writes about keys, gathered: what comes while the database works goes into the next statement.
//!
//! A reservation is on disk before its request works: a node that outlives its database asks it
//! again to append, and without the reservation a retry would be another command. The answer of a
//! command that looks for its id first does not wait for the disk: a crash can take it, and it can be
//! given anew. A refusal is on disk before it is told: decided anew, it could be a booking.

use std::collections::HashSet;
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::types::PgInterval;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

/// The most rows of one statement.
const ROWS: usize = 500;
/// How many wait for the next one before those who come have to wait for room.
const ROOM: usize = 4_096;

/// A key to be reserved.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) scope: String,
    pub(super) key: String,
    pub(super) fingerprint: Vec<u8>,
    pub(super) command_id: Uuid,
    pub(super) runner: Uuid,
}

/// A key whose request is over.
#[derive(Debug)]
pub(super) struct Settled {
    pub(super) scope: String,
    pub(super) key: String,
    pub(super) runner: Uuid,
    /// The sealed answer; none: the next request may work.
    pub(super) answer: Option<Vec<u8>>,
}

enum Settling {
    /// With somebody, perhaps, who waits until it is on disk.
    Key(Settled, Option<oneshot::Sender<bool>>),
    Flush(oneshot::Sender<()>),
}

/// Gathers writes of this node. Cheap to clone; ends with its last clone.
#[derive(Clone)]
pub(super) struct GroupWriter {
    wanted: mpsc::Sender<(Wanted, oneshot::Sender<bool>)>,
    settled: mpsc::Sender<Settling>,
}

impl GroupWriter {
    /// A writer that works on the current tokio runtime.
    pub(super) fn start(pool: PgPool, lease: Duration) -> Self {
        let (wanted, to_reserve) = mpsc::channel(ROOM);
        let (settled, to_settle) = mpsc::channel(ROOM);
        tokio::spawn(reserve_all(pool.clone(), lease, to_reserve));
        tokio::spawn(settle_all(pool, to_settle));
        Self { wanted, settled }
    }

    /// Reserves a key that nobody used before; false if that did not happen, whatever the reason.
    pub(super) async fn reserve(&self, wanted: Wanted) -> bool {
        let (done, reserved) = oneshot::channel();
        let queued = self.wanted.send((wanted, done)).await.is_ok();
        queued && reserved.await.unwrap_or(false)
    }

    /// Notes soon what became of a request; waits only for room in the queue.
    pub(super) async fn settle(&self, settled: Settled) {
        // Nobody takes it only when the runtime is gone; then the claim runs out.
        drop(self.settled.send(Settling::Key(settled, None)).await);
    }

    /// Notes what became of a request; true once that is on disk, false if it is not known to be, or
    /// somebody else has taken the key over.
    pub(super) async fn settle_for_good(&self, settled: Settled) -> bool {
        let (done, written) = oneshot::channel();
        let queued = self.settled.send(Settling::Key(settled, Some(done)));
        queued.await.is_ok() && written.await.unwrap_or(false)
    }

    /// Waits until all that was settled before is written.
    pub(super) async fn flush(&self) {
        let (done, flushed) = oneshot::channel();
        if self.settled.send(Settling::Flush(done)).await.is_ok() {
            drop(flushed.await);
        }
    }
}

async fn reserve_all(
    pool: PgPool,
    lease: Duration,
    mut queue: mpsc::Receiver<(Wanted, oneshot::Sender<bool>)>,
) {
    let mut batch = Vec::new();
    while queue.recv_many(&mut batch, ROWS).await > 0 {
        let (wanted, waiting): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
        let reserved = reserve(&pool, lease, &wanted).await;
        let reserved = reserved.unwrap_or_else(|error| {
            tracing::warn!(%error, "idempotency keys were not reserved together");
            HashSet::new()
        });
        for (wanted, waiting) in wanted.iter().zip(waiting) {
            let _ = waiting.send(reserved.contains(&wanted.runner));
        }
    }
}

/// Reserves the keys that are new; tells their runners. In the order of the keys, so that two nodes
/// never wait for each other.
async fn reserve(
    pool: &PgPool,
    lease: Duration,
    wanted: &[Wanted],
) -> Result<HashSet<Uuid>, sqlx::Error> {
    let sql = "
        INSERT INTO idempotency_keys (scope, key, fingerprint, command_id, runner, running_until)
        SELECT scope, key, fingerprint, command_id, runner, clock_timestamp() + $6
        FROM unnest($1::text[], $2::text[], $3::bytea[], $4::uuid[], $5::uuid[])
             AS wanted (scope, key, fingerprint, command_id, runner)
        ORDER BY scope, key
        ON CONFLICT ON CONSTRAINT idempotency_keys_pkey DO NOTHING
        RETURNING runner";
    let runners = sqlx::query_scalar(sql)
        .bind(column(wanted, |each| each.scope.as_str()))
        .bind(column(wanted, |each| each.key.as_str()))
        .bind(column(wanted, |each| each.fingerprint.as_slice()))
        .bind(column(wanted, |each| each.command_id))
        .bind(column(wanted, |each| each.runner))
        .bind(interval(lease))
        .fetch_all(pool)
        .await?;
    Ok(runners.into_iter().collect())
}

async fn settle_all(pool: PgPool, mut queue: mpsc::Receiver<Settling>) {
    let mut batch = Vec::new();
    while queue.recv_many(&mut batch, ROWS).await > 0 {
        let (mut settled, mut waiting, mut flushed) = (vec![], vec![], vec![]);
        for each in batch.drain(..) {
            match each {
                Settling::Key(key, done) => {
                    waiting.extend(done.map(|done| (key.runner, done)));
                    settled.push(key);
                }
                Settling::Flush(done) => flushed.push(done),
            }
        }
        let written = settle(&pool, &settled, !waiting.is_empty()).await;
        let written = written.unwrap_or_else(|error| {
            tracing::warn!(%error, "idempotency keys were not settled; their claims have to run out");
            HashSet::new()
        });
        for (runner, done) in waiting {
            let _ = done.send(written.contains(&runner));
        }
        for done in flushed {
            let _ = done.send(());
        }
    }
}

/// Keeps the answers of those that have one, and frees the other keys. The first answer stands.
/// Waits for the disk if that is wanted; tells whose were written.
async fn settle(
    pool: &PgPool,
    settled: &[Settled],
    for_good: bool,
) -> Result<HashSet<Uuid>, sqlx::Error> {
    if settled.is_empty() {
        return Ok(HashSet::new());
    }
    let sql = "
        UPDATE idempotency_keys k
        SET answer = settled.answer,
            running_until = CASE WHEN settled.answer IS NULL THEN clock_timestamp()
                                 ELSE k.running_until END
        FROM unnest($1::text[], $2::text[], $3::uuid[], $4::bytea[])
                 AS settled (scope, key, runner, answer),
             (SELECT set_config('synchronous_commit',
                  CASE WHEN $5 THEN current_setting('synchronous_commit') ELSE 'off' END,
                  true)) AS waiting
        WHERE (k.scope, k.key, k.runner) = (settled.scope, settled.key, settled.runner)
              AND k.answer IS NULL
        RETURNING k.runner";
    let runners = sqlx::query_scalar(sql)
        .bind(column(settled, |each| each.scope.as_str()))
        .bind(column(settled, |each| each.key.as_str()))
        .bind(column(settled, |each| each.runner))
        .bind(column(settled, |each| each.answer.as_deref()))
        .bind(for_good)
        .fetch_all(pool)
        .await?;
    Ok(runners.into_iter().collect())
}

fn column<'a, T, C>(rows: &'a [T], of: impl Fn(&'a T) -> C) -> Vec<C> {
    rows.iter().map(of).collect()
}

/// A time as PostgreSQL takes it.
pub(super) fn interval(time: Duration) -> PgInterval {
    PgInterval {
        months: 0,
        days: 0,
        microseconds: i64::try_from(time.as_micros()).unwrap_or(i64::MAX),
    }
}
