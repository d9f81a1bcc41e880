//! The event store: appending facts to a stream, and loading a stream.
//!
//! The table keeps the shape of postgres-es, whose repository can read every stream. What it does
//! not do is written here: all facts of a decision in one statement, positions for the whole log,
//! and a conflict that is told from a failure.

mod origin;
mod rows;

mod event;
mod event_log;
mod snapshot;

use std::iter::once;

use cqrs_es::DomainEvent;
use futures_util::TryStreamExt;
use serde::Deserialize;
use sqlx::postgres::{PgDatabaseError, PgSeverity};
use sqlx::{PgExecutor, Row};
use uuid::Uuid;

use seatlog_domain::upcasting::{self, ReadError, Upcast};
use seatlog_projections::log::Position;

pub use event::{LoadedEvent, load_event};
pub(crate) use event_log::EventLog;
#[cfg(test)]
pub(crate) use event_log::Take;
pub use origin::Origin;
pub(crate) use rows::FactRows;
pub(crate) use snapshot::Snapshot;

/// The primary key of the log: one fact for each sequence of a stream. This, not a lock, is what
/// makes a double booking impossible.
const ONE_FACT_PER_SEQUENCE: &str = "events_pkey";
/// Two appends that were numbered at once; only a client that works around the trigger meets it.
const ONE_FACT_PER_POSITION: &str = "events_position_unique";

/// Why facts were not appended.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Another writer was first: the stream is longer than the decision knew. Nothing was written.
    #[error("another writer appended to the stream first")]
    Conflict,
    /// A fact cannot be written as JSON. Nothing was written.
    #[error("a fact cannot be serialised: {0}")]
    Unwritable(#[from] serde_json::Error),
    /// The database said no. Nothing was written.
    #[error("the database refused an append: {0}")]
    Refused(sqlx::Error),
    /// The database was lost. Whether anything was written is unknown.
    #[error("the outcome of an append is unknown: {0}")]
    Unknown(sqlx::Error),
}

impl AppendError {
    /// What it is, in the words of a span.
    pub(crate) const fn label(&self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Unwritable(_) => "unwritable",
            Self::Refused(_) => "refused",
            Self::Unknown(_) => "unknown",
        }
    }
}

impl From<sqlx::Error> for AppendError {
    fn from(error: sqlx::Error) -> Self {
        let said = error.as_database_error();
        let Some(said) = said.and_then(|said| said.try_downcast_ref::<PgDatabaseError>()) else {
            return Self::Unknown(error);
        };
        match (said.severity(), said.constraint()) {
            // The last words of a connection, perhaps after the commit.
            (PgSeverity::Fatal | PgSeverity::Panic, _) => Self::Unknown(error),
            (_, Some(ONE_FACT_PER_SEQUENCE | ONE_FACT_PER_POSITION)) => Self::Conflict,
            _ => Self::Refused(error),
        }
    }
}

/// Appends facts to a stream whose last sequence is `after_sequence`, all or none, in one
/// statement; returns their positions. Joins the transaction of the connection, if one is open.
///
/// # Errors
/// [`AppendError::Conflict`] when the stream is longer than `after_sequence`.
pub async fn append_in<F: DomainEvent>(
    db: impl PgExecutor<'_>,
    (stream_type, stream_id): (&str, Uuid),
    after_sequence: i64,
    facts: &[F],
    origin: &Origin,
) -> Result<Vec<Position>, AppendError> {
    if facts.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = FactRows::default();
    rows.push(&stream_id.to_string(), after_sequence, facts, origin)?;
    let last = FactRows::insert(once(&rows), stream_type, db).await?;
    Ok((last + 1 - facts.len() as i64..=last).collect())
}

/// A fact of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFact<F> {
    /// Its place in the stream, from 1.
    pub sequence: i64,
    /// Its place in the log.
    pub position: Position,
    /// The command that led to it.
    pub command_id: Option<Uuid>,
    /// What happened.
    pub fact: F,
}

/// Why a stream was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The database did not answer.
    #[error("the stream cannot be read: {0}")]
    Database(#[from] sqlx::Error),
    /// A fact cannot be understood: the log is damaged, or newer than this program.
    #[error("the fact at position {position} cannot be read: {reason}")]
    Unreadable {
        /// Its place in the log.
        position: Position,
        /// What is wrong with it.
        reason: ReadError,
    },
}

/// Feeds every fact of a stream after a sequence to `take`, in order, one row at a time.
pub async fn load_after<F: Upcast>(
    db: impl PgExecutor<'_>,
    (stream_type, stream_id): (&str, Uuid),
    after_sequence: i64,
    mut take: impl FnMut(StoredFact<F>),
) -> Result<(), LoadError> {
    let id = stream_id.to_string();
    let mut rows = sqlx::query(
        "SELECT sequence, position, event_type, event_version, payload, metadata FROM events
         WHERE aggregate_type = $1 AND aggregate_id = $2 AND sequence > $3 ORDER BY sequence",
    )
    .bind(stream_type)
    .bind(&id)
    .bind(after_sequence)
    .fetch(db);
    while let Some(row) = rows.try_next().await? {
        let position = row.try_get("position")?;
        let fact_type = row.try_get("event_type")?;
        let version = row.try_get("event_version")?;
        // Both columns are JSON, which is text.
        let payload = row.try_get_unchecked("payload")?;
        let metadata = row.try_get_unchecked("metadata")?;
        take(StoredFact {
            sequence: row.try_get("sequence")?,
            position,
            command_id: command_of(metadata),
            fact: upcasting::read(fact_type, version, payload)
                .map_err(|reason| LoadError::Unreadable { position, reason })?,
        });
    }
    Ok(())
}

/// The command that a fact's metadata names; what others wrote may name none.
pub(crate) fn command_of(metadata: &str) -> Option<Uuid> {
    #[derive(Deserialize)]
    struct Command {
        command_id: Option<Uuid>,
    }
    serde_json::from_str(metadata)
        .ok()
        .and_then(|Command { command_id }| command_id)
}
