//! Building several models in one pass over the log: it is read and decoded once.

use std::sync::Arc;

use sqlx::PgPool;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::builder::Builder;
use super::pace::Pace;
use crate::log::{self, Position, RecordedFact};
use crate::projector::{AdvanceError, Halt, Projector, no_holes};
use crate::recent_facts::RecentFacts;

/// Batches that may wait for a model that is slower than others.
const AHEAD: usize = 2;

type Batch = Result<Arc<[RecordedFact]>, Halt>;
/// A model, and whether it is new.
type Built = (&'static dyn Projector, Result<(), AdvanceError>);

/// Builds those models that no other node is building.
///
/// # Errors
/// The database failed.
pub(super) async fn build(
    pool: &PgPool,
    models: Vec<&'static dyn Projector>,
) -> Result<Vec<Built>, sqlx::Error> {
    let log = Arc::new(RecentFacts::default());
    let (mut feeds, mut builders) = (Vec::new(), JoinSet::new());
    for model in models {
        if let Some(builder) = Builder::open(pool, model).await? {
            let (feed, batches) = mpsc::channel(AHEAD);
            feeds.push(feed);
            builders.spawn(follow(builder, batches, log.clone()));
        }
    }
    feed_all(pool, feeds).await?;
    Ok(builders.join_all().await)
}

async fn follow(builder: Builder, batches: mpsc::Receiver<Batch>, log: Arc<RecentFacts>) -> Built {
    (builder.model(), take_all(builder, batches, log).await)
}

async fn take_all(
    mut builder: Builder,
    mut batches: mpsc::Receiver<Batch>,
    log: Arc<RecentFacts>,
) -> Result<(), AdvanceError> {
    while let Some(batch) = batches.recv().await {
        let taken = match batch {
            Ok(facts) => builder.take(facts).await,
            Err(halt) => Err(halt.into()),
        };
        if let Err(error) = taken {
            builder.abandon().await?;
            return Err(error);
        }
    }
    builder.finish(log).await
}

/// Reads the log to its end, for everybody who still listens.
async fn feed_all(pool: &PgPool, mut feeds: Vec<mpsc::Sender<Batch>>) -> Result<(), sqlx::Error> {
    let mut reached: Position = 0;
    let mut pace = Pace::begin(pool).await?;
    while !feeds.is_empty() {
        let limit = pace.next(pool).await?;
        let batch: Batch = match read(pool, reached, limit).await {
            Ok(facts) => Ok(facts.into()),
            Err(AdvanceError::Halted(halt)) => Err(halt),
            Err(AdvanceError::Database(error)) => return Err(error),
        };
        let is_last = batch.as_ref().is_ok_and(|facts| facts.is_empty());
        if let Ok(Some(last)) = batch.as_ref().map(|facts| facts.last()) {
            reached = last.position;
        }
        for feed in std::mem::take(&mut feeds) {
            // Whoever met a fact that cannot be applied does not listen any more.
            if feed.send(batch.clone()).await.is_ok() {
                feeds.push(feed);
            }
        }
        if is_last {
            break;
        }
    }
    Ok(())
}

async fn read(
    pool: &PgPool,
    reached: Position,
    limit: i64,
) -> Result<Vec<RecordedFact>, AdvanceError> {
    let facts = log::read_after(pool, reached, limit).await?;
    no_holes(&facts, reached)?;
    Ok(facts)
}
