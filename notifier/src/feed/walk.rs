//! Walking along the log from a checkpoint: without NATS this is how facts come; with NATS a
//! second walker, some way behind, finds what was lost on the other way.

use chrono::{DateTime, TimeDelta, Utc};
use seatlog_projections::log::{self, LogError, Position, RecordedFact};
use sqlx::{PgConnection, PgPool};

use crate::enqueue::{EnqueueError, Scribe};

/// How many facts are taken in one transaction.
const BATCH: i64 = 200;

/// A way along the log, with its checkpoint.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Walk {
    name: &'static str,
    behind: TimeDelta,
}

/// Follows the log closely.
pub(crate) const FEED: Walk = Walk {
    name: "feed",
    behind: TimeDelta::zero(),
};

/// Looks at facts that are half a minute old: their mails should have been written by then.
pub(crate) const SWEEPER: Walk = Walk {
    name: "sweeper",
    behind: TimeDelta::seconds(30),
};

impl Walk {
    /// Walks as far as the log goes, and returns how many mails were written on the way. Mails
    /// and checkpoint are committed together; nodes on the same way take turns.
    pub(crate) async fn run(
        self,
        pool: &PgPool,
        scribe: &Scribe<'_>,
        now: DateTime<Utc>,
    ) -> Result<u64, EnqueueError> {
        let mut written = 0;
        loop {
            let mut tx = pool.begin().await?;
            let checkpoint = self.checkpoint(&mut tx).await?;
            let mut facts = read(&mut tx, checkpoint).await?;
            facts.truncate(self.reach(&facts, now));
            let Some(last) = facts.last().map(|fact| fact.position) else {
                return Ok(written);
            };
            written += scribe.enqueue_in(&mut tx, &facts, now).await?;
            self.advance(&mut tx, last).await?;
            tx.commit().await?;
        }
    }

    /// How many of these facts this way looks at by now. It waits before the first one that is too
    /// young, also where later ones are older: after a clock was set back. What it has once gone
    /// past it never looks at again.
    fn reach(self, facts: &[RecordedFact], now: DateTime<Utc>) -> usize {
        let too_young =
            |fact: &RecordedFact| !self.behind.is_zero() && fact.recorded_at > now - self.behind;
        facts.iter().position(too_young).unwrap_or(facts.len())
    }

    async fn checkpoint(self, db: &mut PgConnection) -> Result<Position, sqlx::Error> {
        let create = "INSERT INTO notifier_checkpoints (name, position) VALUES ($1, 0)
            ON CONFLICT ON CONSTRAINT notifier_checkpoints_pkey DO NOTHING";
        sqlx::query(create)
            .bind(self.name)
            .execute(&mut *db)
            .await?;
        sqlx::query_scalar("SELECT position FROM notifier_checkpoints WHERE name = $1 FOR UPDATE")
            .bind(self.name)
            .fetch_one(db)
            .await
    }

    async fn advance(self, db: &mut PgConnection, to: Position) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE notifier_checkpoints SET position = $2 WHERE name = $1")
            .bind(self.name)
            .bind(to)
            .execute(db)
            .await?;
        Ok(())
    }
}

/// Lets both ways go on from where the one that is ahead has come to: behind it every fact has its
/// mails, whichever way it came.
pub(crate) async fn level(pool: &PgPool) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO notifier_checkpoints (name, position)
        SELECT name, (SELECT coalesce(max(position), 0) FROM notifier_checkpoints)
        FROM unnest($1::text[]) AS way (name)
        ON CONFLICT ON CONSTRAINT notifier_checkpoints_pkey
        DO UPDATE SET position = excluded.position";
    let ways = vec![FEED.name, SWEEPER.name];
    sqlx::query(sql).bind(ways).execute(pool).await?;
    Ok(())
}

/// Reads the next facts. One that this program cannot read ends the walk there: it is never
/// passed over.
async fn read(db: &mut PgConnection, after: Position) -> Result<Vec<RecordedFact>, LogError> {
    match log::read_after(&mut *db, after, BATCH).await {
        Err(LogError::Unreadable { position, .. }) if position > after + 1 => {
            log::read_after(db, after, position - after - 1).await
        }
        other => other,
    }
}
