//! Sealing: hashing what was appended, behind the log and in its order.
//!
//! What never happens: a position is sealed before the one in front of it; something that was
//! sealed is sealed again in another way.

use std::time::Duration;

use metrics::gauge;
use sqlx::{Connection, PgConnection, PgPool};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};
use tokio_util::sync::CancellationToken;

use super::hash::Hash;
use super::stored_rows::{self, Lent};
use super::{BLOCK, Seals, store, tree};
use crate::backoff::Backoff;
use crate::locks;
use crate::log::{self, Position};
use crate::log_feed::LogFeed;

/// The most facts that are sealed in one transaction.
const BATCH: i64 = 4 * BLOCK;
/// The least time between two looks at the log, for facts to come together. Nobody waits for a
/// seal, and what one costs hardly depends on how many facts are in it.
const GATHER: Duration = Duration::from_millis(100);
/// How often progress is measured.
const MEASURE_EVERY: Duration = Duration::from_secs(1);

/// Why the log was not sealed any further.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The database failed; trying again may help.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// Somebody took something away. Nothing behind it will be sealed.
    #[error("position {position} is missing from the log or from its seals")]
    Missing {
        /// What is missing.
        position: Position,
    },
}

/// Seals what is appended until cancelled. Any number of nodes may do so at once: one works, the
/// others wait and go on from where it came to.
pub async fn run(pool: PgPool, mut feed: LogFeed, stop: CancellationToken) {
    let follow = async {
        let mut backoff = Backoff::new();
        while !stop.is_cancelled() {
            let gathered = Instant::now() + GATHER;
            feed.mark_read();
            match advance(&pool).await {
                Ok(sealed) => {
                    backoff.reset();
                    let more = async {
                        match sealed {
                            0 => feed.grown().await,
                            BATCH.. => return,
                            _ => {}
                        }
                        sleep_until(gathered).await;
                    };
                    stop.run_until_cancelled(more).await;
                }
                Err(error) => {
                    tracing::error!(%error, "the log is not being sealed; trying again");
                    backoff.wait(&stop).await;
                }
            }
        }
    };
    tokio::join!(follow, measure(&pool, &stop));
}

/// Seals the log to its end, once.
///
/// # Errors
/// The database failed, or a position is missing.
pub async fn catch_up(pool: &PgPool) -> Result<(), SealError> {
    while advance(pool).await? > 0 {}
    Ok(())
}

/// Seals the next facts; tells how many, 0 at the end of the log.
///
/// # Errors
/// The database failed, or a position is missing.
pub async fn advance(pool: &PgPool) -> Result<i64, SealError> {
    let mut db = Lent::by(pool).await?;
    let sealed = seal_next(&mut db).await?;
    db.give_back();
    Ok(sealed)
}

async fn seal_next(db: &mut PgConnection) -> Result<i64, SealError> {
    let mut tx = db.begin().await?;
    // The commit does not wait for the disk: what a crash loses is sealed again, the same.
    sqlx::query("SELECT pg_advisory_xact_lock($1), set_config('synchronous_commit', 'off', true)")
        .bind(locks::SEALERS)
        .execute(&mut *tx)
        .await?;
    let (after, chain) = store::head(&mut *tx).await?;
    let leaves = next_leaves(&mut tx, after).await?;
    let mut ends = End { after, chain };
    let mut rest = leaves.as_slice();
    while !rest.is_empty() {
        let room = (BLOCK - ends.after % BLOCK) as usize;
        let (now, later) = rest.split_at(room.min(rest.len()));
        let seals = ends.seal(now);
        let seals = match now.len() == room {
            true => full_block(&mut tx, seals).await?,
            false => seals,
        };
        store::insert(&mut tx, &seals).await?;
        rest = later;
    }
    tx.commit().await?;
    Ok(leaves.len() as i64)
}

async fn next_leaves(db: &mut PgConnection, after: Position) -> Result<Vec<Hash>, SealError> {
    let (mut leaves, mut form, mut gap) = (Vec::new(), Vec::new(), false);
    stored_rows::read(db, after + 1..=after + BATCH, |record| {
        gap |= record.position != after + 1 + leaves.len() as Position;
        if !gap {
            leaves.push(record.leaf(&mut form));
        }
    })
    .await?;
    match gap && leaves.is_empty() {
        true => Err(SealError::Missing {
            position: after + 1,
        }),
        false => Ok(leaves),
    }
}

/// Where the chain ends.
struct End {
    after: Position,
    chain: Hash,
}

impl End {
    /// Chains the next leaves.
    fn seal(&mut self, leaves: &[Hash]) -> Seals {
        let first = self.after + 1;
        let link = |leaf: &Hash| {
            self.chain = self.chain.chained(*leaf);
            self.chain
        };
        let chain = leaves.iter().map(link).collect();
        self.after += leaves.len() as Position;
        Seals {
            first,
            leaves: leaves.to_vec(),
            chain,
            root: None,
        }
    }
}

/// The seals of a whole block, of which the last ones are given.
async fn full_block(db: &mut PgConnection, end: Seals) -> Result<Seals, SealError> {
    let first = end.last() - BLOCK + 1;
    let mut block = Seals {
        first,
        ..Seals::default()
    };
    for part in store::rows(db, first..=end.first - 1)
        .await?
        .into_iter()
        .chain([end])
    {
        block.leaves.extend(part.leaves);
        block.chain.extend(part.chain);
    }
    if block.leaves.len() as i64 != BLOCK {
        return Err(SealError::Missing { position: first });
    }
    block.root = tree::root(&block.leaves);
    Ok(block)
}

/// Seals records that are in memory, as the sealer would seal them: for those who have no database.
pub fn seal_all<'a>(records: impl IntoIterator<Item = super::record::Record<'a>>) -> Vec<Seals> {
    let mut form = Vec::new();
    let leaves: Vec<_> = records
        .into_iter()
        .map(|record| record.leaf(&mut form))
        .collect();
    let mut ends = End {
        after: 0,
        chain: Hash::NOTHING,
    };
    let row = |leaves: &[Hash]| {
        let mut seals = ends.seal(leaves);
        seals.root = (leaves.len() as i64 == BLOCK)
            .then(|| tree::root(leaves))
            .flatten();
        seals
    };
    leaves.chunks(BLOCK as usize).map(row).collect()
}

async fn measure(pool: &PgPool, stop: &CancellationToken) {
    let mut ticks = interval(MEASURE_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        let read = async {
            let (position, _) = store::head(pool).await?;
            Ok::<_, sqlx::Error>((position, log::head(pool).await?))
        };
        if let Ok((position, head)) = read.await {
            gauge!("seatlog_seal_position").set(position as f64);
            gauge!("seatlog_seal_lag").set((head - position) as f64);
        }
    }
}
