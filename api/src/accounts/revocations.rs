//! Which access tokens ended before their time.
//!
//! A change of role, say, raises the account's token generation in the same transaction. Tokens carry
//! the generation they were made in, and each node remembers the lowest valid one of every
//! account that changed within a token's lifetime. So a request is checked without SQL, and the
//! memory holds a few accounts, not all of them. An account that was erased, and a session that
//! was ended from another one, have no valid generation any more.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{PgConnection, PgExecutor, PgPool, postgres::PgListener};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use seatlog_domain::ids::UserId;

use super::tokens::{CLOCK_SKEW, Claims, LIFETIME};

const CHANNEL: &str = "seatlog_revocations";

/// How often the table is read although nobody called: a message may have been lost.
const SLOW_POLL: Duration = Duration::from_secs(5);

/// How far back a call reads: longer than it takes to commit a change.
const MOMENTS: TimeDelta = TimeDelta::minutes(1);

/// A generation that no token has.
const ENDED: i32 = i32::MAX;

/// A change is remembered until every token from before it has run out.
fn memory() -> TimeDelta {
    LIFETIME + CLOCK_SKEW * 2
}

#[derive(Debug, Clone, Copy)]
struct Change {
    generation: i32,
    at: DateTime<Utc>,
}

/// The changes of the last quarter of an hour, by account.
#[derive(Clone, Default)]
pub struct Revocations(Arc<RwLock<HashMap<Uuid, Change>>>);

impl Revocations {
    /// Whether the token was made after the account's last change, in a session that still counts.
    pub fn allow(&self, claims: &Claims) -> bool {
        let changes = self
            .0
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        let good = |id: &Uuid| {
            changes
                .get(id)
                .is_none_or(|change| claims.r#gen >= change.generation)
        };
        good(&claims.sub.uuid()) && claims.sid.as_ref().is_none_or(good)
    }

    /// Ends the account's tokens of earlier generations on this node.
    pub fn note(&self, account: UserId, generation: i32, at: DateTime<Utc>) {
        self.take_in([(account.uuid(), generation, at)], at);
    }

    /// Ends all tokens of an erased account or a revoked session on this node.
    pub fn note_end(&self, account_or_session: Uuid, at: DateTime<Utc>) {
        self.take_in([(account_or_session, ENDED, at)], at);
    }

    fn take_in(
        &self,
        changes: impl IntoIterator<Item = (Uuid, i32, DateTime<Utc>)>,
        now: DateTime<Utc>,
    ) {
        let mut known = self
            .0
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        for (account, generation, at) in changes {
            let entry = known.entry(account).or_insert(Change { generation, at });
            if generation > entry.generation {
                *entry = Change { generation, at };
            }
        }
        known.retain(|_, change| change.at > now - memory());
    }

    /// Reads the changes of all nodes that still matter.
    pub async fn reload(&self, pool: &PgPool, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
        self.read_since(pool, now - memory(), now).await
    }

    async fn read_since(
        &self,
        pool: &PgPool,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        let changes: Vec<(Uuid, i32, DateTime<Utc>)> = sqlx::query_as(
            "SELECT id, token_generation, generation_at FROM accounts
             WHERE token_generation > 0 AND generation_at > $1
             UNION ALL
             SELECT account_id, $2, erased_at FROM erased_accounts WHERE erased_at > $1
             UNION ALL
             SELECT id, $2, revoked_at FROM sessions WHERE revoked_at > $1",
        )
        .bind(since)
        .bind(ENDED)
        .fetch_all(pool)
        .await?;
        self.take_in(changes, now);
        Ok(())
    }

    /// Follows the changes that other nodes make, until cancelled. What is missed while the
    /// database is out of reach is read as soon as it is back.
    pub async fn follow(&self, pool: &PgPool, stop: &CancellationToken) {
        let mut listener = None;
        while !stop.is_cancelled() {
            let round = self.listen_once(pool, &mut listener);
            if let Some(Err(error)) = stop.run_until_cancelled(round).await {
                listener = None;
                tracing::warn!(%error, "changes of roles cannot be followed; trying again");
                let _ = stop
                    .run_until_cancelled(tokio::time::sleep(Duration::from_secs(1)))
                    .await;
            }
        }
    }

    /// Listens first and reads then, so that nothing falls between the two; returns for the slow
    /// poll. Every logout calls, so a call reads the last moments only, and stands for all that came
    /// in the meantime.
    async fn listen_once(
        &self,
        pool: &PgPool,
        listener: &mut Option<PgListener>,
    ) -> Result<(), sqlx::Error> {
        let listener = match listener {
            Some(listener) => listener,
            None => {
                let mut fresh = PgListener::connect_with(pool).await?;
                fresh.listen(CHANNEL).await?;
                listener.insert(fresh)
            }
        };
        self.reload(pool, Utc::now()).await?;
        let poll = Instant::now() + SLOW_POLL;
        while let Ok(called) = timeout_at(poll, listener.try_recv()).await {
            if called?.is_none() {
                // The connection was lost, and calls with it.
                return Ok(());
            }
            while listener.next_buffered().is_some() {}
            let now = Utc::now();
            self.read_since(pool, now - MOMENTS, now).await?;
        }
        Ok(())
    }
}

/// Voids all access tokens of an account, for the caller to announce; the lowest generation that is
/// still valid, if there is such an account.
pub(super) async fn next_generation(
    db: &mut PgConnection,
    account: UserId,
    now: DateTime<Utc>,
) -> Result<Option<i32>, sqlx::Error> {
    sqlx::query_scalar(
        "UPDATE accounts SET token_generation = token_generation + 1, generation_at = $2
         WHERE id = $1 RETURNING token_generation",
    )
    .bind(account.uuid())
    .bind(now)
    .fetch_optional(db)
    .await
}

/// Tells the other nodes, once the surrounding transaction is committed.
pub async fn announce(db: impl PgExecutor<'_>) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT pg_notify($1, '')")
        .bind(CHANNEL)
        .execute(db)
        .await
        .map(drop)
}
