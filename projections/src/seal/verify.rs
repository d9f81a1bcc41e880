//! Verifying the whole log: every fact is read and hashed again and compared with its seal, the
//! chain, the blocks' roots and every checkpoint. Ranges are read side by side, each in a thread of
//! its own, so that no task of the program has to wait; what is in memory does not grow with the
//! log.

use std::num::NonZero;
use std::thread::available_parallelism;

use futures_util::{StreamExt, TryStreamExt, stream};
use serde::Serialize;
use sqlx::PgPool;
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use utoipa::ToSchema;

use super::check::{Bad, Course, RangeCheck, RangeChecked};
use super::hash::Hash;
use super::note::{Checkpoint, PublicKey};
use super::sealer::{self, SealError};
use super::stored_rows::{self, Lent};
use super::{BLOCK, notary, store};
use crate::log::{self, Position};

/// How many facts one range has.
const RANGE: i64 = 16 * BLOCK;
/// The most ranges that are read at once.
const LANES: usize = 4;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Verdict {
    /// Whether everything is as it was sealed and signed.
    pub ok: bool,
    /// How many facts are, from the beginning on.
    pub checked: i64,
    /// The position of the last of them.
    pub head_position: i64,
    /// The chain up to it, hexadecimal.
    #[schema(value_type = String)]
    pub head_hash: Hash,
    /// How many signed checkpoints agree.
    pub checkpoints: i64,
    /// The lowest position whose record or link does not check.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub first_bad_position: Option<i64>,
    /// What does not check there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
}

/// Verifies the log against its seals and checkpoints, and against checkpoints that were kept
/// elsewhere. Facts that are not sealed yet are sealed first.
///
/// # Errors
/// The database failed.
pub async fn verify(
    pool: &PgPool,
    trusted: &[PublicKey],
    kept: &[Checkpoint],
) -> Result<Verdict, sqlx::Error> {
    let head = log::head(pool).await?;
    match sealer::catch_up(pool).await {
        // What is missing is found below.
        Ok(()) | Err(SealError::Missing { .. }) => {}
        Err(SealError::Database(error)) => return Err(error),
    }
    let (sealed, _) = store::head(pool).await?;
    let last = head.max(sealed);
    let lanes = available_parallelism().map_or(2, NonZero::get).min(LANES);
    // At least one, so that what stands before the first position is seen in an empty log too.
    let starts = (0..last.max(1)).step_by(RANGE as usize);
    let job = |after: Position| {
        let range = Range {
            pool: pool.clone(),
            after,
            last: last.min(after + RANGE),
            trusted: trusted.to_vec(),
            kept: kept.to_vec(),
        };
        async move { range.in_a_thread().await }
    };
    let mut ranges = stream::iter(starts.map(job)).buffered(lanes);
    let mut course = Course::default();
    let mut verdict = Verdict {
        ok: true,
        checked: 0,
        head_position: 0,
        head_hash: Hash::NOTHING,
        checkpoints: 0,
        first_bad_position: None,
        reason: None,
    };
    while let Some((range, checkpoints, disbelieved)) = ranges.try_next().await? {
        if range.checked > 0 {
            verdict.checked += range.checked;
            verdict.head_hash = range.chain;
        }
        let gone = course.go(range, &checkpoints);
        let gone = gone.and(disbelieved.map_or(Ok(()), Err));
        if let Err(bad) = gone {
            verdict.spoil(bad);
            break;
        }
    }
    verdict.head_position = verdict.checked;
    verdict.checkpoints = course.checkpoints;
    if verdict.ok
        && let Some(longest) = longest(pool, trusted, kept, last).await?
    {
        verdict.spoil(Bad {
            position: last + 1,
            reason: format!("a checkpoint speaks of {longest} facts, and the log ends here"),
        });
    }
    Ok(verdict)
}

impl Verdict {
    fn spoil(&mut self, bad: Bad) {
        self.ok = false;
        self.first_bad_position = Some(bad.position);
        self.reason = Some(bad.reason);
    }
}

/// The size of the greatest checkpoint that speaks of more facts than there are.
async fn longest(
    pool: &PgPool,
    trusted: &[PublicKey],
    kept: &[Checkpoint],
    last: Position,
) -> Result<Option<Position>, sqlx::Error> {
    let newest = notary::newest(pool).await?;
    let newest = newest.and_then(|it| Checkpoint::open(&it.note, trusted).ok());
    let sizes = kept.iter().chain(&newest).map(|it| it.tree_size);
    Ok(sizes.max().filter(|size| *size > last))
}

/// A range of positions, behind one and up to another.
struct Range {
    pool: PgPool,
    after: Position,
    last: Position,
    trusted: Vec<PublicKey>,
    kept: Vec<Checkpoint>,
}

/// What came of a range; the checkpoints in it; the first one of them that is not believed.
type Ranged = (RangeChecked, Vec<Checkpoint>, Option<Bad>);

impl Range {
    async fn in_a_thread(self) -> Result<Ranged, sqlx::Error> {
        let runtime = Handle::current();
        let checked = spawn_blocking(move || runtime.block_on(self.check())).await;
        checked.map_err(|_| sqlx::Error::WorkerCrashed)?
    }

    async fn check(self) -> Result<Ranged, sqlx::Error> {
        let (after, last) = (self.after, self.last);
        let mut db = Lent::by(&self.pool).await?;
        let (checkpoints, disbelieved) = self.checkpoints(&mut *db).await?;
        let before = store::chain_at(&mut *db, &[after]).await?;
        let before = before.first().copied().flatten().unwrap_or(Hash::NOTHING);
        let seals = store::rows(&mut *db, after + 1..=last).await?;
        let sizes = checkpoints.iter().map(|it| it.tree_size).collect();
        let mut check = RangeCheck::new(after, before, &seals, sizes);
        // Whatever stands before the first position was smuggled in.
        let first = if after == 0 { Position::MIN } else { after + 1 };
        stored_rows::read(&mut db, first..=last, |record| check.take(record)).await?;
        db.give_back();
        Ok((check.finish(last, after), checkpoints, disbelieved))
    }

    async fn checkpoints(
        &self,
        db: impl sqlx::PgExecutor<'_>,
    ) -> Result<(Vec<Checkpoint>, Option<Bad>), sqlx::Error> {
        let here = |it: &&Checkpoint| it.tree_size > self.after && it.tree_size <= self.last;
        let mut checkpoints: Vec<_> = self.kept.iter().filter(here).cloned().collect();
        let mut disbelieved = None;
        for signed in notary::between(db, self.after, self.last).await? {
            let size = signed.tree_size;
            match Checkpoint::open(&signed.note, &self.trusted) {
                Ok(checkpoint) if checkpoint.tree_size == size => checkpoints.push(checkpoint),
                Ok(_) => disbelieved = disbelieved.or(Some((size, "it is another's".to_owned()))),
                Err(error) => disbelieved = disbelieved.or(Some((size, error.to_string()))),
            }
        }
        let bad = disbelieved.map(|(position, why)| Bad {
            position,
            reason: format!("the checkpoint of {position} facts in the database: {why}"),
        });
        Ok((checkpoints, bad))
    }
}
