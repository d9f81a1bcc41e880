//! The table of keys: who works on which request, and what was answered.

use std::time::Duration;

use actix_web::dev::ServiceRequest;
use sqlx::{PgPool, Row};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::About;
use super::answer::StoredAnswer;
use super::group_writer::{GroupWriter, Settled, Wanted, interval as pg_interval};
use super::key::{Fingerprint, Key, Scope};
use crate::accounts::secrets::{self, Secrets};
use crate::http::problem::Problem;

/// How long a claim holds without being renewed.
pub(super) const LEASE: Duration = Duration::from_secs(15);
/// How long answers are kept: a day, and room for clocks and time zones of retrying programs.
pub const KEPT_FOR: Duration = Duration::from_secs(25 * 60 * 60);
/// How often older ones are swept out, and how many in one statement.
const SWEEP_EVERY: Duration = Duration::from_secs(10 * 60);
const SWEEP_AT_ONCE: i64 = 5_000;

/// What became of a request's key.
#[derive(Debug)]
pub enum Reservation {
    /// This request may work.
    Mine(Claim),
    /// The same request was answered before.
    Answered(StoredAnswer),
    /// The same request is being worked on; with what it may be claimed later.
    Running(Claim),
    /// The key belongs to another request.
    OtherRequest,
}

/// The right to work on a request until the claim runs out.
#[derive(Debug, Clone)]
pub struct Claim {
    scope: Scope,
    key: Key,
    runner: Uuid,
    command_id: Uuid,
}

impl Claim {
    /// The command's id; the same for everyone who works on this request.
    pub fn command_id(&self) -> Uuid {
        self.command_id
    }

    fn place(&self) -> Vec<u8> {
        format!("{}\n{}", self.scope.as_str(), self.key.as_str()).into_bytes()
    }

    fn settled(self, answer: Option<Vec<u8>>) -> Settled {
        Settled {
            scope: self.scope.into(),
            key: self.key.into(),
            runner: self.runner,
            answer,
        }
    }
}

/// The keys of all nodes. Cheap to clone.
#[derive(Clone)]
pub struct Reservations {
    pool: PgPool,
    writer: GroupWriter,
    fingerprint_keys: Vec<secrets::Key>,
    sealing_keys: Vec<secrets::Key>,
}

impl Reservations {
    /// The keys in a database; they are written on the current tokio runtime.
    pub fn new(pool: PgPool, secrets: &Secrets) -> Self {
        Self {
            writer: GroupWriter::start(pool.clone(), LEASE),
            pool,
            fingerprint_keys: secrets.keys_for("idempotency fingerprint"),
            sealing_keys: secrets.keys_for("idempotency answer"),
        }
    }

    pub(super) fn fingerprint(&self, request: &ServiceRequest, body: &[u8]) -> Fingerprint {
        Fingerprint::of(request, body, &self.fingerprint_keys)
    }

    /// Claims a key that is free, or whose runner died; else says what became of it.
    pub(super) async fn reserve(
        &self,
        scope: &Scope,
        key: &Key,
        fingerprint: &Fingerprint,
    ) -> Result<Reservation, Problem> {
        let claim = Claim {
            scope: scope.clone(),
            key: key.clone(),
            runner: Uuid::now_v7(),
            command_id: Uuid::now_v7(),
        };
        let wanted = Wanted {
            scope: scope.as_str().to_owned(),
            key: key.as_str().to_owned(),
            fingerprint: fingerprint.newest().to_owned(),
            command_id: claim.command_id,
            runner: claim.runner,
        };
        if self.writer.reserve(wanted).await {
            return Ok(Reservation::Mine(claim));
        }
        self.take_over(claim, fingerprint).await
    }

    /// Claims a key that somebody used before, if its runner died or gave it up; else says what
    /// became of it. Whether this runner has it already may be unknown: then it does.
    pub(super) async fn take_over(
        &self,
        claim: Claim,
        fingerprint: &Fingerprint,
    ) -> Result<Reservation, Problem> {
        let command_id = sqlx::query_scalar(
            "INSERT INTO idempotency_keys AS mine
                 (scope, key, fingerprint, command_id, runner, running_until)
             VALUES ($1, $2, $3, $4, $5, clock_timestamp() + $6)
             ON CONFLICT ON CONSTRAINT idempotency_keys_pkey DO UPDATE
             SET runner = $5, running_until = clock_timestamp() + $6,
                 created_at = clock_timestamp()
             WHERE mine.answer IS NULL AND mine.fingerprint = ANY ($7)
                   AND (mine.running_until <= clock_timestamp() OR mine.runner = $5)
             RETURNING command_id",
        )
        .bind(claim.scope.as_str())
        .bind(claim.key.as_str())
        .bind(fingerprint.newest())
        .bind(claim.command_id)
        .bind(claim.runner)
        .bind(pg_interval(LEASE))
        .bind(fingerprint.all())
        .fetch_optional(&self.pool)
        .await?;
        match command_id {
            Some(command_id) => Ok(Reservation::Mine(Claim {
                command_id,
                ..claim
            })),
            None => self.look_up(claim, fingerprint).await,
        }
    }

    async fn look_up(
        &self,
        claim: Claim,
        fingerprint: &Fingerprint,
    ) -> Result<Reservation, Problem> {
        let row = sqlx::query(
            "SELECT fingerprint = ANY ($3) AS same, answer FROM idempotency_keys
             WHERE scope = $1 AND key = $2",
        )
        .bind(claim.scope.as_str())
        .bind(claim.key.as_str())
        .bind(fingerprint.all())
        .fetch_optional(&self.pool)
        .await?;
        // Swept out in between: free for whoever looks again.
        let Some(row) = row else {
            return Ok(Reservation::Running(claim));
        };
        if !row.try_get::<bool, _>("same")? {
            return Ok(Reservation::OtherRequest);
        }
        match row.try_get::<Option<Vec<u8>>, _>("answer")? {
            None => Ok(Reservation::Running(claim)),
            Some(sealed) => StoredAnswer::open(&sealed, &self.sealing_keys, &claim.place())
                .map(Reservation::Answered)
                .map_err(|error| Problem::Internal(error.into())),
        }
    }

    /// Prolongs a claim.
    pub(super) async fn renew(&self, claim: &Claim) -> Result<(), sqlx::Error> {
        sqlx::query(
            "UPDATE idempotency_keys SET running_until = clock_timestamp() + $4
             WHERE scope = $1 AND key = $2 AND runner = $3",
        )
        .bind(claim.scope.as_str())
        .bind(claim.key.as_str())
        .bind(claim.runner)
        .bind(pg_interval(LEASE))
        .execute(&self.pool)
        .await
        .map(drop)
    }

    /// Gives a claim up, so that the next request may work.
    pub(super) async fn release(&self, claim: Claim) {
        self.writer.settle(claim.settled(None)).await;
    }

    /// Keeps an answer soon; the first one that is kept stands. Only for answers that the same
    /// request would get anew, should the database lose this one in a crash.
    pub(super) async fn keep_soon(
        &self,
        claim: Claim,
        answer: &StoredAnswer,
    ) -> anyhow::Result<()> {
        let sealed = self.seal(&claim, answer)?;
        self.writer.settle(claim.settled(Some(sealed))).await;
        Ok(())
    }

    /// Keeps a refusal, on disk when this returns; the first answer that is kept stands.
    pub(super) async fn keep_refusal(
        &self,
        claim: Claim,
        answer: &StoredAnswer,
    ) -> anyhow::Result<()> {
        let sealed = self.seal(&claim, answer)?;
        let kept = self.writer.settle_for_good(claim.settled(Some(sealed)));
        anyhow::ensure!(kept.await, "nobody knows whether it was written");
        Ok(())
    }

    /// Keeps an answer, on disk when this returns; the first one that is kept stands.
    pub(super) async fn keep(
        &self,
        claim: &Claim,
        answer: &StoredAnswer,
        about: Option<About>,
    ) -> anyhow::Result<()> {
        sqlx::query(
            "UPDATE idempotency_keys SET answer = $4, account_id = $5
             WHERE scope = $1 AND key = $2 AND runner = $3 AND answer IS NULL",
        )
        .bind(claim.scope.as_str())
        .bind(claim.key.as_str())
        .bind(claim.runner)
        .bind(self.seal(claim, answer)?)
        .bind(about.map(|About(account)| account.uuid()))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    fn seal(&self, claim: &Claim, answer: &StoredAnswer) -> anyhow::Result<Vec<u8>> {
        let key = self.sealing_keys.first().ok_or(super::answer::BadAnswer)?;
        Ok(answer.seal(key, &claim.place())?)
    }

    /// Waits until all answers that were to be kept soon are kept.
    pub async fn flush(&self) {
        self.writer.flush().await;
    }

    /// Sweeps out what is old enough, until cancelled.
    pub async fn keep_up(&self, stop: &CancellationToken) {
        let mut ticks = interval(SWEEP_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            if let Some(Err(error)) = stop.run_until_cancelled(self.sweep(KEPT_FOR)).await {
                tracing::warn!(%error, "old idempotency keys were not swept out");
            }
        }
    }

    /// Forgets keys that were last claimed so long ago, a few at a time.
    pub async fn sweep(&self, kept_for: Duration) -> Result<(), sqlx::Error> {
        loop {
            let swept = sqlx::query(
                "DELETE FROM idempotency_keys WHERE (scope, key) IN
                     (SELECT scope, key FROM idempotency_keys WHERE created_at <= clock_timestamp() - $1
                      ORDER BY created_at LIMIT $2)",
            )
            .bind(pg_interval(kept_for))
            .bind(SWEEP_AT_ONCE)
            .execute(&self.pool)
            .await?;
            if swept.rows_affected() < SWEEP_AT_ONCE.unsigned_abs() {
                return Ok(());
            }
        }
    }
}
