//! Keeping a read model: facts in order, and the rows and the checkpoint in one transaction, so
//! that whatever crashes, each fact is in the model once.

use async_trait::async_trait;
use sqlx::{PgConnection, PgPool};

use crate::checkpoints;
use crate::log::{LogError, Position, RecordedFact};
use crate::recent_facts::RecentFacts;

/// The greatest number of facts in one transaction.
pub(crate) const BATCH: usize = 2_000;

/// Keeps one read model.
#[async_trait]
pub trait Projector: Send + Sync {
    /// The model's name in `projection_checkpoints`.
    fn name(&self) -> &'static str;

    /// The model's tables: all that [`Self::apply`] reads or writes. None of them refers to a table
    /// outside the model.
    fn tables(&self) -> &'static [&'static str];

    /// Takes facts into the model's tables, which are named without their schema: a model is built
    /// anew in another one. The caller commits them together with the checkpoint,
    /// or rolls everything back.
    async fn apply(&self, db: &mut PgConnection, facts: &[RecordedFact]) -> Result<(), ApplyError>;
}

/// Every read model's projector.
pub fn all() -> [&'static dyn Projector; 4] {
    [
        &crate::catalogue::Catalogue,
        &crate::holds::Holds,
        &crate::bookings::Bookings,
        &crate::reports::Reports,
    ]
}

/// Why facts were not taken into a model.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The database failed, or one of its constraints was violated.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The fact does not fit what the model knows.
    #[error("{0}")]
    Inapplicable(String),
}

impl ApplyError {
    /// Passes if a statement changed as many rows as there were things to change.
    pub(crate) fn unless_all_known(what: &str, found: u64, asked: usize) -> Result<(), Self> {
        if usize::try_from(found) == Ok(asked) {
            return Ok(());
        }
        let text = format!("{found} of {asked} {what} are known to the model");
        Err(Self::Inapplicable(text))
    }
}

/// The fact that a projector cannot get past.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the fact at position {position} cannot be applied: {reason}")]
pub struct Halt {
    /// Where the fact stands.
    pub position: Position,
    /// What is wrong with it.
    pub reason: String,
}

/// Why a projector did not advance.
#[derive(Debug, thiserror::Error)]
pub enum AdvanceError {
    /// The database failed; trying again may help.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// Trying again does not help.
    #[error(transparent)]
    Halted(#[from] Halt),
}

/// Takes the next facts into the model; tells how many, 0 at the end of the log. Any number of
/// callers may do this at once: one works, the others wait and go on from where it came to.
pub async fn advance(pool: &PgPool, projector: &dyn Projector) -> Result<usize, AdvanceError> {
    Advance::new(pool, projector, &RecentFacts::default())
        .next()
        .await
}

/// A projector at work.
#[derive(Clone, Copy)]
pub(crate) struct Advance<'a> {
    pool: &'a PgPool,
    projector: &'a dyn Projector,
    log: &'a RecentFacts,
}

impl<'a> Advance<'a> {
    pub(crate) fn new(
        pool: &'a PgPool,
        projector: &'a dyn Projector,
        log: &'a RecentFacts,
    ) -> Self {
        Self {
            pool,
            projector,
            log,
        }
    }

    /// As [`advance`].
    pub(crate) async fn next(self) -> Result<usize, AdvanceError> {
        match self.batch(BATCH).await {
            Err(AdvanceError::Halted(_)) => self.up_to_what_halts().await,
            outcome => outcome,
        }
    }

    /// After a batch failed as a whole: keeps what stands before the fact that spoils it, and names
    /// that fact.
    async fn up_to_what_halts(self) -> Result<usize, AdvanceError> {
        let (mut applied, mut limit) = (0, BATCH / 2);
        while applied < BATCH {
            match self.batch(limit).await {
                Ok(0) => break,
                Ok(count) => applied += count,
                Err(AdvanceError::Halted(_)) if limit > 1 => limit /= 2,
                Err(error) => return Err(error),
            }
        }
        Ok(applied)
    }

    async fn batch(self, limit: usize) -> Result<usize, AdvanceError> {
        let name = self.projector.name();
        let mut tx = self.pool.begin().await?;
        let reached = checkpoints::lock(&mut tx, name).await?;
        let facts = self.log.after(&mut tx, reached, limit).await?;
        let Some(last) = facts.last() else {
            return Ok(0);
        };
        no_holes(&facts, reached)?;
        apply(&mut tx, self.projector, &facts).await?;
        checkpoints::advance(&mut tx, name, last).await?;
        tx.commit().await?;
        Ok(facts.len())
    }
}

/// Applies facts. In a batch it may be any fact that cannot be applied; the first one is named.
pub(crate) async fn apply(
    db: &mut PgConnection,
    projector: &dyn Projector,
    facts: &[RecordedFact],
) -> Result<(), AdvanceError> {
    match projector.apply(db, facts).await {
        Ok(()) => Ok(()),
        Err(ApplyError::Database(error)) if may_pass(&error) => Err(error.into()),
        Err(error) => Err(AdvanceError::Halted(Halt {
            position: facts.first().map_or(0, |fact| fact.position),
            reason: error.to_string(),
        })),
    }
}

/// Fails at the first position behind `reached` that should be there and is not.
pub(crate) fn no_holes(facts: &[RecordedFact], reached: Position) -> Result<(), Halt> {
    match first_missing(facts, reached) {
        None => Ok(()),
        Some(position) => Err(Halt {
            position,
            reason: "it is missing from the log".to_owned(),
        }),
    }
}

impl From<LogError> for AdvanceError {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Database(error) => error.into(),
            LogError::Unreadable { position, reason } => Halt { position, reason }.into(),
        }
    }
}

/// The first position behind `reached` that should be there and is not: the log has no gaps.
fn first_missing(facts: &[RecordedFact], reached: Position) -> Option<Position> {
    let expected = reached + 1..;
    let mut pairs = expected.zip(facts);
    pairs
        .find(|(position, fact)| fact.position != *position)
        .map(|(position, _)| position)
}

/// Whether the same statement may succeed later: false if the database understood it and found
/// fault with its contents.
fn may_pass(error: &sqlx::Error) -> bool {
    match error.as_database_error().and_then(|e| e.code()) {
        // Data exception, constraint violation, syntax or missing table, raised by a function.
        Some(code) => !["22", "23", "42", "P0"].contains(&code.get(..2).unwrap_or_default()),
        None => !matches!(
            error,
            sqlx::Error::Encode(_) | sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. }
        ),
    }
}
