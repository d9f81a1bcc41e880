//! How far each read model has come.

use std::time::Duration;

use serde::Serialize;
use sqlx::{FromRow, PgConnection, PgPool};
use tokio::time::Instant;
use utoipa::ToSchema;

use crate::as_of::Moment;
use crate::log::{self, Position, RecordedFact};
use crate::projector::Halt;

/// A read model's progress.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, FromRow)]
pub struct Projection {
    /// The model.
    #[schema(example = "catalogue")]
    pub name: String,
    /// The position of the last fact that is in it.
    #[schema(value_type = i64)]
    pub position: Position,
    /// The position of the last fact of the log.
    #[schema(value_type = i64)]
    pub head: Position,
    /// How many facts it is behind.
    pub lag: i64,
    /// How long the first of these has been in the log, in milliseconds.
    pub lag_ms: i64,
    /// Whether it follows the log.
    #[sqlx(try_from = "String")]
    pub state: ProjectionState,
    /// While it is built anew: the share of the log that is in the new tables, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<f64>,
    /// How many facts a second go there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts_per_sec: Option<f64>,
    /// How long that is going to take, in milliseconds, if it goes on like this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining_ms: Option<i64>,
    /// Why it halted, or why the last attempt to build it anew was given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Whether a read model follows the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProjectionState {
    /// It does.
    Running,
    /// It is being built anew beside the one in use.
    Rebuilding,
    /// It met a fact that it cannot apply, and waits for a program that can.
    Halted,
}

impl TryFrom<String> for ProjectionState {
    type Error = String;

    fn try_from(column: String) -> Result<Self, String> {
        match column.as_str() {
            "running" => Ok(Self::Running),
            "rebuilding" => Ok(Self::Rebuilding),
            "halted" => Ok(Self::Halted),
            _ => Err(format!("unknown state {column}")),
        }
    }
}

/// Every read model's progress, by name.
pub async fn list(pool: &PgPool) -> Result<Vec<Projection>, sqlx::Error> {
    let sql = "
        SELECT *, round(1000 * (head - built) / nullif(facts_per_sec, 0))::bigint AS remaining_ms
        FROM (
            SELECT c.name, c.position, head, head - c.position AS lag, built,
                   CASE WHEN built IS NULL THEN c.state ELSE 'rebuilding' END AS state,
                   coalesce(c.error, r.error) AS error,
                   coalesce(round(1000 * extract(epoch FROM clock_timestamp() - (
                       SELECT recorded_at FROM events WHERE position = c.position + 1
                   ))), 0)::bigint AS lag_ms,
                   CASE WHEN built IS NOT NULL THEN
                       least(1, built::float8 / greatest(head, 1)) END AS progress,
                   built / extract(epoch FROM clock_timestamp() - r.started_at)::float8
                       AS facts_per_sec
            FROM projection_checkpoints c
            LEFT JOIN projection_rebuilds r USING (name)
            CROSS JOIN LATERAL (
                SELECT coalesce(max(position), 0) AS head,
                       CASE WHEN r.error IS NULL THEN r.position END AS built
                FROM events
            ) AS at
        ) AS model
        ORDER BY name";
    sqlx::query_as(sql).fetch_all(pool).await
}

/// Why the wait for a position ended without it.
#[derive(Debug, thiserror::Error)]
pub enum Behind {
    /// The time is over.
    #[error("the read model has not reached position {wanted} yet")]
    TimedOut {
        /// The position waited for.
        wanted: Position,
    },
    /// The checkpoints cannot be read.
    #[error("the checkpoints cannot be read: {0}")]
    Database(#[from] sqlx::Error),
}

/// Waits until all named models have reached a position, at most so long. It looks again after an
/// eighth of the time waited so far: at once after a short wait, seldom in a long one.
pub async fn wait_for(
    pool: &PgPool,
    models: &[&str],
    wanted: Position,
    at_most: Duration,
) -> Result<(), Behind> {
    let began = Instant::now();
    loop {
        if reached(pool, models, wanted).await? {
            return Ok(());
        }
        let waited = began.elapsed();
        if waited >= at_most {
            return Err(Behind::TimedOut { wanted });
        }
        let pause = (waited / 8).clamp(Duration::from_millis(2), Duration::from_millis(100));
        tokio::time::sleep(pause.min(at_most - waited)).await;
    }
}

/// Looks something up in a model. What the model does not know may have been recorded a moment ago:
/// then the model is waited for, at most so long, until it has come to where the log ends now.
pub(crate) async fn look_up<T>(
    pool: &PgPool,
    model: &str,
    at_most: Duration,
    look: impl AsyncFn() -> Result<Option<T>, sqlx::Error>,
) -> Result<Option<T>, Behind> {
    if let Some(found) = look().await? {
        return Ok(Some(found));
    }
    let head = log::head(pool).await?;
    wait_for(pool, &[model], head, at_most).await?;
    Ok(look().await?)
}

/// Whether all named models have reached a position.
pub async fn reached(
    pool: &PgPool,
    models: &[&str],
    wanted: Position,
) -> Result<bool, sqlx::Error> {
    let sql = "
        SELECT count(*) = cardinality($1::text[])
        FROM projection_checkpoints WHERE name = ANY($1) AND position >= $2";
    sqlx::query_scalar(sql)
        .bind(models)
        .bind(wanted)
        .fetch_one(pool)
        .await
}

/// The moment that a model has come to.
pub(crate) async fn moment(pool: &PgPool, model: &str) -> Result<Moment, sqlx::Error> {
    let sql = "
        SELECT position, coalesce(recorded_at, now())
        FROM projection_checkpoints WHERE name = $1";
    let (position, time) = sqlx::query_as(sql).bind(model).fetch_one(pool).await?;
    Ok(Moment { position, time })
}

/// How far a model has come.
pub(crate) async fn position(pool: &PgPool, model: &str) -> Result<Position, sqlx::Error> {
    sqlx::query_scalar("SELECT position FROM projection_checkpoints WHERE name = $1")
        .bind(model)
        .fetch_one(pool)
        .await
}

/// Takes the right to move a model's checkpoint until the transaction ends; tells where it stands.
/// The commit will not wait for the disk: should the database lose it in a crash, it loses the rows
/// and the checkpoint together, and the facts are applied again.
pub(crate) async fn lock(db: &mut PgConnection, model: &str) -> Result<Position, sqlx::Error> {
    let sql = "
        SELECT position, set_config('synchronous_commit', 'off', true)
        FROM projection_checkpoints WHERE name = $1 FOR UPDATE";
    let (position, _): (Position, String) = sqlx::query_as(sql).bind(model).fetch_one(db).await?;
    Ok(position)
}

/// Moves a locked checkpoint to a fact that was applied.
pub(crate) async fn advance(
    db: &mut PgConnection,
    model: &str,
    last: &RecordedFact,
) -> Result<(), sqlx::Error> {
    let sql = "
        UPDATE projection_checkpoints
        SET position = $2, recorded_at = $3, state = 'running', error = NULL
        WHERE name = $1";
    sqlx::query(sql)
        .bind(model)
        .bind(last.position)
        .bind(last.recorded_at)
        .execute(db)
        .await?;
    Ok(())
}

/// Moves a locked checkpoint to where new tables stand, and notes that they have taken the place of
/// the old ones.
pub(crate) async fn replace(
    db: &mut PgConnection,
    model: &str,
    reached: Position,
) -> Result<(), sqlx::Error> {
    let sql = "
        WITH done AS (DELETE FROM projection_rebuilds WHERE name = $1)
        UPDATE projection_checkpoints
        SET position = $2, state = 'running', error = NULL,
            recorded_at = (SELECT recorded_at FROM events WHERE position = $2)
        WHERE name = $1";
    sqlx::query(sql)
        .bind(model)
        .bind(reached)
        .execute(db)
        .await?;
    Ok(())
}

/// Whether a model's projector has halted.
pub(crate) async fn is_halted(pool: &PgPool, model: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar("SELECT state = 'halted' FROM projection_checkpoints WHERE name = $1")
        .bind(model)
        .fetch_one(pool)
        .await
}

/// Notes that a model's projector cannot get past a fact, unless another node's already has.
pub(crate) async fn halt(pool: &PgPool, model: &str, halt: &Halt) -> Result<(), sqlx::Error> {
    let sql = "
        UPDATE projection_checkpoints SET state = 'halted', error = $2
        WHERE name = $1 AND position < $3";
    sqlx::query(sql)
        .bind(model)
        .bind(halt.to_string())
        .bind(halt.position)
        .execute(pool)
        .await?;
    Ok(())
}
