//! Building read models anew while the old ones are read and followed: in a schema of their own,
//! by the same projectors, and in place of the old ones in one transaction.
//!
//! What never happens: a query sees a table that is half built, or none; a model falls back behind
//! what was read from it; two nodes build the same model. A node that dies leaves a request, which
//! is begun anew by whoever finds it.

mod builder;
mod pace;
mod pass;
mod shadow;

use std::time::Duration;

use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

use crate::backoff::Backoff;
use crate::projector::{self, AdvanceError, Halt, Projector};

/// How often requests are looked for.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The name is not that of a read model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no read model {0:?}; there are {known}", known = known())]
pub struct UnknownModel(pub String);

fn known() -> String {
    projector::all().map(Projector::name).join(", ")
}

/// The projector of a model.
///
/// # Errors
/// There is no such model.
pub fn model(name: &str) -> Result<&'static dyn Projector, UnknownModel> {
    let mut all = projector::all().into_iter();
    all.find(|model| model.name() == name)
        .ok_or_else(|| UnknownModel(name.to_owned()))
}

/// Asks for a model to be built anew, by whichever node finds the request first. Nothing changes
/// if it is being built already.
pub async fn request(pool: &PgPool, model: &dyn Projector) -> Result<(), sqlx::Error> {
    let sql = "
        INSERT INTO projection_rebuilds AS r (name) VALUES ($1)
        ON CONFLICT ON CONSTRAINT projection_rebuilds_pkey DO UPDATE
        SET position = 0, started_at = excluded.started_at, error = NULL
        WHERE r.error IS NOT NULL";
    sqlx::query(sql).bind(model.name()).execute(pool).await?;
    Ok(())
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// It waits, or is being fulfilled.
    Open,
    /// It was given up, for this reason.
    GivenUp(String),
    /// Nobody asks, or no longer.
    Done,
}

/// What became of the last request for a model.
pub async fn outcome(pool: &PgPool, model: &dyn Projector) -> Result<Request, sqlx::Error> {
    let error: Option<Option<String>> =
        sqlx::query_scalar("SELECT error FROM projection_rebuilds WHERE name = $1")
            .bind(model.name())
            .fetch_optional(pool)
            .await?;
    Ok(match error {
        None => Request::Done,
        Some(None) => Request::Open,
        Some(Some(reason)) => Request::GivenUp(reason),
    })
}

async fn requested(pool: &PgPool) -> Result<Vec<&'static dyn Projector>, sqlx::Error> {
    let names: Vec<String> =
        sqlx::query_scalar("SELECT name FROM projection_rebuilds WHERE error IS NULL")
            .fetch_all(pool)
            .await?;
    Ok(names.iter().filter_map(|name| model(name).ok()).collect())
}

/// Fulfils requests until cancelled. Any number of nodes may do so at once. What is not done then
/// is begun anew at the next start.
pub async fn run(pool: PgPool, stop: CancellationToken) {
    let mut backoff = Backoff::new();
    while !stop.is_cancelled() {
        match stop.run_until_cancelled(fulfil(&pool)).await {
            Some(Ok(())) => {
                backoff.reset();
                stop.run_until_cancelled(tokio::time::sleep(LOOK_EVERY))
                    .await;
            }
            Some(Err(error)) => {
                tracing::warn!(%error, "a rebuild was interrupted, and is begun anew");
                backoff.wait(&stop).await;
            }
            None => {}
        }
    }
}

/// Fulfils the requests that are there now and that no other node is at.
///
/// # Errors
/// The database failed; trying again may help.
pub async fn fulfil(pool: &PgPool) -> Result<(), sqlx::Error> {
    let models = requested(pool).await?;
    for (model, built) in pass::build(pool, models).await? {
        match built {
            Ok(()) => tracing::info!(projection.name = model.name(), "a read model is new"),
            Err(AdvanceError::Halted(halt)) => give_up(pool, model, &halt).await?,
            Err(AdvanceError::Database(error)) => return Err(error),
        }
    }
    Ok(())
}

async fn give_up(pool: &PgPool, model: &dyn Projector, halt: &Halt) -> Result<(), sqlx::Error> {
    let name = model.name();
    tracing::error!(
        projection.name = name,
        fact.position = halt.position,
        reason = halt.reason,
        "a rebuild was given up"
    );
    sqlx::query("UPDATE projection_rebuilds SET error = $2 WHERE name = $1")
        .bind(name)
        .bind(halt.to_string())
        .execute(pool)
        .await?;
    Ok(())
}
