//! Building one model.

use std::sync::Arc;
use std::time::Duration;

use sqlx::{Connection, PgConnection, PgPool};

use super::shadow::{Shadow, is_busy};
use crate::checkpoints;
use crate::log::{Position, RecordedFact};
use crate::projector::{AdvanceError, BATCH, Projector, no_holes};
use crate::recent_facts::RecentFacts;

/// How long a swap that found readers waits before it tries again, and at most.
const GIVE_WAY: Duration = Duration::from_millis(50);
const GIVE_WAY_AT_MOST: Duration = Duration::from_secs(3);

/// Who builds a model: a connection of its own, which has the right to and ends with it.
pub(super) struct Builder {
    db: PgConnection,
    model: &'static dyn Projector,
    shadow: Shadow,
    reached: Position,
}

impl Builder {
    /// Begins with empty tables; nothing if another node builds the model.
    pub(super) async fn open(
        pool: &PgPool,
        model: &'static dyn Projector,
    ) -> Result<Option<Self>, sqlx::Error> {
        let mut db = PgConnection::connect_with(&pool.connect_options()).await?;
        // Nothing here waits for the disk: what a crash loses is begun anew.
        let sql = "
            SELECT pg_try_advisory_lock(hashtext('projection_rebuilds'), hashtext($1)),
                   set_config('synchronous_commit', 'off', false)";
        let (alone, _): (bool, String) = sqlx::query_as(sql)
            .bind(model.name())
            .fetch_one(&mut db)
            .await?;
        if !alone {
            return Ok(None);
        }
        // Whoever was at it before may have ended in the meantime.
        let open: Option<bool> = sqlx::query_scalar(
            "UPDATE projection_rebuilds SET position = 0, started_at = clock_timestamp()
             WHERE name = $1 AND error IS NULL RETURNING true",
        )
        .bind(model.name())
        .fetch_optional(&mut db)
        .await?;
        if open.is_none() {
            return Ok(None);
        }
        let shadow = Shadow::open(&mut db, model).await?;
        Ok(Some(Self {
            db,
            model,
            shadow,
            reached: 0,
        }))
    }

    pub(super) fn model(&self) -> &'static dyn Projector {
        self.model
    }

    /// Takes facts in; of facts that cannot be applied, all before the first.
    pub(super) async fn take(&mut self, facts: Arc<[RecordedFact]>) -> Result<(), AdvanceError> {
        let (mut rest, mut size) = (&*facts, facts.len());
        while !rest.is_empty() {
            let (next, later) = rest.split_at(size.min(rest.len()));
            match self.take_at_once(next).await {
                Ok(()) => rest = later,
                Err(AdvanceError::Halted(_)) if next.len() > 1 => size = next.len() / 2,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn take_at_once(&mut self, facts: &[RecordedFact]) -> Result<(), AdvanceError> {
        let mut tx = self.db.begin().await?;
        self.shadow.apply(&mut tx, self.model, facts).await?;
        if let Some(last) = facts.last() {
            sqlx::query("UPDATE projection_rebuilds SET position = $2 WHERE name = $1")
                .bind(self.model.name())
                .bind(last.position)
                .execute(&mut *tx)
                .await?;
            self.reached = last.position;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Leaves nothing behind.
    pub(super) async fn abandon(mut self) -> Result<(), sqlx::Error> {
        self.shadow.remove(&mut self.db).await
    }

    /// Makes the indexes, takes in what was recorded meanwhile, and swaps.
    pub(super) async fn finish(mut self, log: Arc<RecentFacts>) -> Result<(), AdvanceError> {
        self.shadow.finish(&mut self.db).await?;
        let mut pause = GIVE_WAY;
        loop {
            self.catch_up(&log).await?;
            match self.swap(&log).await {
                Err(AdvanceError::Database(error)) if is_busy(&error) => {
                    tokio::time::sleep(pause).await;
                    pause = GIVE_WAY_AT_MOST.min(pause * 2);
                }
                outcome => return outcome,
            }
        }
    }

    /// Comes near to the end of the log.
    async fn catch_up(&mut self, log: &RecentFacts) -> Result<(), AdvanceError> {
        loop {
            let facts = log.after(&mut self.db, self.reached, BATCH).await?;
            no_holes(&facts, self.reached)?;
            self.take_at_once(&facts).await?;
            if facts.len() < BATCH {
                return Ok(());
            }
        }
    }

    /// Comes to where the live model is, which cannot move meanwhile, and takes its place.
    async fn swap(&mut self, log: &RecentFacts) -> Result<(), AdvanceError> {
        let name = self.model.name();
        let mut tx = self.db.begin().await?;
        let live = checkpoints::lock(&mut tx, name).await?;
        let mut reached = self.reached;
        while reached < live {
            let facts = log.after(&mut tx, reached, BATCH).await?;
            no_holes(&facts, reached)?;
            self.shadow.apply(&mut tx, self.model, &facts).await?;
            reached = facts.last().map_or(live, |last| last.position);
        }
        self.shadow.swap(&mut tx).await?;
        checkpoints::replace(&mut tx, name, reached).await?;
        tx.commit().await?;
        Ok(())
    }
}
