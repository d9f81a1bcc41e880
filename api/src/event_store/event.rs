//! Loading an event: the latest snapshot, and the facts that came after it.

use std::ops::RangeInclusive;

use cqrs_es::Aggregate;
use sqlx::{PgExecutor, PgPool, Row};
use uuid::Uuid;

use seatlog_domain::event::{Event, EventFact};
use seatlog_domain::ids::EventId;
use seatlog_projections::log::Position;

use super::{LoadError, Snapshot, StoredFact, load_after};

/// What the facts of one event add up to, so far.
#[derive(Debug, Default)]
pub struct LoadedEvent {
    /// The event.
    pub event: Event,
    /// The sequence of its last fact; 0 without one.
    pub sequence: i64,
    /// The log position of its last fact; 0 without one.
    pub position: Position,
    /// The sequence up to which it was read from a snapshot.
    pub(crate) kept: i64,
}

impl LoadedEvent {
    /// Takes in the next fact of the stream.
    pub(crate) fn take(&mut self, stored: &StoredFact<EventFact>) {
        self.event.evolve(&stored.fact);
        self.sequence = stored.sequence;
        self.position = stored.position;
    }
}

/// Loads an event as it is now.
///
/// # Errors
/// The database does not answer, or a fact cannot be understood. A snapshot that is missing, or
/// cannot be trusted, is no error: then all facts are read.
pub async fn load_event(pool: &PgPool, id: EventId) -> Result<LoadedEvent, LoadError> {
    let mut loaded = match Snapshot::load(pool, id).await? {
        Some(snapshot) => snapshot.into(),
        None => LoadedEvent::default(),
    };
    let stream = (Event::TYPE, id.uuid());
    load_after(pool, stream, loaded.sequence, |stored| loaded.take(&stored)).await?;
    Ok(loaded)
}

/// The commands behind some facts of an event, each with its fact's sequence.
pub(crate) async fn commands_of(
    db: impl PgExecutor<'_>,
    id: EventId,
    sequences: RangeInclusive<i64>,
) -> Result<Vec<(Uuid, i64)>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT sequence, metadata FROM events
         WHERE aggregate_type = $1 AND aggregate_id = $2 AND sequence BETWEEN $3 AND $4
         ORDER BY sequence",
    )
    .bind(Event::TYPE)
    .bind(id.to_string())
    .bind(sequences.start())
    .bind(sequences.end())
    .fetch_all(db)
    .await?;
    let mut commands = Vec::with_capacity(rows.len());
    for row in rows {
        let command = super::command_of(row.try_get_unchecked("metadata")?);
        let sequence = row.try_get("sequence")?;
        commands.extend(command.map(|command| (command, sequence)));
    }
    Ok(commands)
}

/// The sequence of the last fact of an event; 0 without one.
pub(crate) async fn head_of(db: impl PgExecutor<'_>, id: EventId) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT coalesce(max(sequence), 0) FROM events
         WHERE aggregate_type = $1 AND aggregate_id = $2",
    )
    .bind(Event::TYPE)
    .bind(id.to_string())
    .fetch_one(db)
    .await
}
