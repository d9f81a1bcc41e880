//! The event store: appending facts to a stream, and loading a stream.
//!
//! The table keeps the shape of postgres-es, whose repository can read every stream. What it does
//! not do is written here: all facts of a decision in one statement, positions for the whole log,
//! and a conflict that is told from a failure.

use std::collections::HashMap;
use std::net::IpAddr;

use cqrs_es::{Aggregate, DomainEvent};
use futures_util::TryStreamExt;
use serde::de::DeserializeOwned;
use sqlx::types::Json;
use sqlx::{PgExecutor, PgPool, Row};
use uuid::Uuid;

use seatlog_domain::event::Event;
use seatlog_domain::ids::{EventId, UserId};
use seatlog_projections::log::Position;

/// The primary key of the log: one fact for each sequence of a stream. This, not a lock, is what
/// makes a double booking impossible.
const ONE_FACT_PER_SEQUENCE: &str = "events_pkey";
/// Two appends that were numbered at once; only a client that works around the trigger meets it.
const ONE_FACT_PER_POSITION: &str = "events_position_unique";

/// Who wants something, and by which command; kept in the metadata of every fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The account that acts; nobody when somebody registers or the program itself acts.
    pub actor_id: Option<UserId>,
    /// The command. A command that is tried again keeps its id.
    pub command_id: Uuid,
    /// Where the request came from.
    pub address: Option<IpAddr>,
}

impl Origin {
    /// The program itself, by a new command.
    pub fn system() -> Self {
        Self {
            actor_id: None,
            command_id: Uuid::now_v7(),
            address: None,
        }
    }

    fn metadata(&self) -> HashMap<&'static str, String> {
        let actor = self.actor_id.map(|id| ("actor_id", id.to_string()));
        let address = self.address.map(|address| ("address", address.to_string()));
        let command = ("command_id", self.command_id.to_string());
        [Some(command), actor, address]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// Why facts were not appended.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Another writer was first: the stream is longer than the decision knew. Nothing was written.
    #[error("another writer appended to the stream first")]
    Conflict,
    /// A fact cannot be written as JSON. Nothing was written.
    #[error("a fact cannot be serialised: {0}")]
    Unwritable(#[from] serde_json::Error),
    /// The database failed. Whether anything was written is unknown.
    #[error("the outcome of an append is unknown: {0}")]
    Unknown(sqlx::Error),
}

impl From<sqlx::Error> for AppendError {
    fn from(error: sqlx::Error) -> Self {
        let constraint = error
            .as_database_error()
            .and_then(|error| error.constraint());
        match constraint {
            Some(ONE_FACT_PER_SEQUENCE | ONE_FACT_PER_POSITION) => Self::Conflict,
            Some(_) | None => Self::Unknown(error),
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
    let payloads: Vec<_> = facts
        .iter()
        .map(serde_json::to_string)
        .collect::<Result<_, _>>()?;
    let positions = sqlx::query_scalar(
        "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                             payload, metadata)
         SELECT $1, $2, $3 + at, type, version, payload::json, $7
         FROM unnest($4::text[], $5::text[], $6::text[]) WITH ORDINALITY
              AS fact (type, version, payload, at)
         ORDER BY at
         RETURNING position",
    )
    .bind(stream_type)
    .bind(stream_id.to_string())
    .bind(after_sequence)
    .bind(
        facts
            .iter()
            .map(DomainEvent::event_type)
            .collect::<Vec<_>>(),
    )
    .bind(
        facts
            .iter()
            .map(DomainEvent::event_version)
            .collect::<Vec<_>>(),
    )
    .bind(payloads)
    .bind(Json(origin.metadata()))
    .fetch_all(db)
    .await?;
    Ok(positions)
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
    #[error("fact {sequence} of the stream cannot be read: {reason}")]
    Unreadable {
        /// Its place in the stream.
        sequence: i64,
        /// What is wrong with it.
        reason: String,
    },
}

/// Feeds every fact of a stream after a sequence to `take`, in order, one row at a time.
pub async fn load_after<F: DeserializeOwned>(
    db: impl PgExecutor<'_>,
    (stream_type, stream_id): (&str, Uuid),
    after_sequence: i64,
    mut take: impl FnMut(StoredFact<F>),
) -> Result<(), LoadError> {
    let id = stream_id.to_string();
    let mut rows = sqlx::query(
        "SELECT sequence, position, payload, metadata->>'command_id' AS command_id FROM events
         WHERE aggregate_type = $1 AND aggregate_id = $2 AND sequence > $3 ORDER BY sequence",
    )
    .bind(stream_type)
    .bind(&id)
    .bind(after_sequence)
    .fetch(db);
    while let Some(row) = rows.try_next().await? {
        let sequence = row.try_get("sequence")?;
        let unreadable = |reason: String| LoadError::Unreadable { sequence, reason };
        let Json(fact) = row
            .try_get("payload")
            .map_err(|error| unreadable(error.to_string()))?;
        let command_id: Option<&str> = row.try_get("command_id")?;
        take(StoredFact {
            sequence,
            position: row.try_get("position")?,
            command_id: command_id.and_then(|id| id.parse().ok()),
            fact,
        });
    }
    Ok(())
}

/// An event as its stream tells it.
#[derive(Debug, Clone, Default)]
pub struct LoadedEvent {
    /// The event after its last fact.
    pub event: Event,
    /// That fact's place in the stream; 0 while there is none.
    pub sequence: i64,
    /// Its place in the log; 0 while there is none.
    pub position: Position,
}

/// Loads an event.
///
/// # Errors
/// The log cannot be read.
pub async fn load_event(pool: &PgPool, id: EventId) -> Result<LoadedEvent, LoadError> {
    let mut loaded = LoadedEvent::default();
    load_after(pool, (Event::TYPE, id.uuid()), 0, |stored| {
        loaded.event.evolve(&stored.fact);
        loaded.sequence = stored.sequence;
        loaded.position = stored.position;
    })
    .await?;
    Ok(loaded)
}
