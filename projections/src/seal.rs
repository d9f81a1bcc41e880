//! Tamper evidence: the facts of the log are tied together, so that whoever changes one is found
//! out.
//!
//! The hash of a fact is over what its row really holds ([`record`]). The hashes are chained, each
//! over the one before, and are the leaves of a Merkle tree as in RFC 6962 ([`tree`]), because only
//! a tree can prove one fact without showing the others. They are made behind the log, in order
//! ([`sealer`]), never in an append, and stored in blocks ([`Seals`]).
//!
//! Hashes in the same database prove little by themselves: who rewrites a fact can rewrite them.
//! What they are bound to is the checkpoint that is signed every minute and can be kept
//! elsewhere ([`notary`], [`note`]). [`verify`] reads all facts again and compares; [`proof`] is what
//! a buyer can check alone.

pub mod hash;
pub mod record;
pub mod tree;

mod store;
mod stored_rows;

pub mod sealer;

pub mod notary;
pub mod note;

pub mod check;
pub mod proof;
pub mod verify;

use std::time::Duration;

use sqlx::{PgConnection, PgPool};
use tokio::time::Instant;

use crate::checkpoints::Behind;
use crate::log::Position;
pub use hash::Hash;
pub use store::Seals;

/// How many positions a full row of hashes covers.
pub const BLOCK: i64 = 1_024;

/// How far the log is sealed: 0 if not at all.
///
/// # Errors
/// The database failed.
pub async fn position(pool: &PgPool) -> Result<Position, sqlx::Error> {
    Ok(store::head(pool).await?.0)
}

/// The last fact, and the chain up to it, as one transaction sees them; facts that have no seal yet
/// are hashed here. After an error the connection is of no more use.
///
/// # Errors
/// The database failed.
pub async fn head(db: &mut PgConnection) -> Result<(Position, Hash), sqlx::Error> {
    let (mut last, mut chain) = store::head(&mut *db).await?;
    let mut form = Vec::new();
    stored_rows::read(db, last + 1..=Position::MAX, |record| {
        last = record.position;
        chain = chain.chained(record.leaf(&mut form));
    })
    .await?;
    Ok((last, chain))
}

/// The chain hash of each of these facts, in the order asked for. Facts that were recorded a moment
/// ago are waited for, at most so long; what then has no seal has no hash.
///
/// # Errors
/// The database failed.
pub async fn hashes(
    pool: &PgPool,
    positions: &[Position],
    at_most: Duration,
) -> Result<Vec<Option<Hash>>, sqlx::Error> {
    if let Some(last) = positions.iter().max() {
        match wait_for(pool, *last, at_most).await {
            Ok(()) | Err(Behind::TimedOut { .. }) => {}
            Err(Behind::Database(error)) => return Err(error),
        }
    }
    store::chain_at(pool, positions).await
}

/// Waits until the log is sealed up to a position, at most so long.
///
/// # Errors
/// The time is over, or the database failed.
pub async fn wait_for(pool: &PgPool, wanted: Position, at_most: Duration) -> Result<(), Behind> {
    let began = Instant::now();
    while position(pool).await? < wanted {
        let waited = began.elapsed();
        if waited >= at_most {
            return Err(Behind::TimedOut { wanted });
        }
        let pause = (waited / 8).clamp(Duration::from_millis(2), Duration::from_millis(100));
        tokio::time::sleep(pause.min(at_most - waited)).await;
    }
    Ok(())
}
