//! The log, as far as one who decides about events reads it.

use std::ops::RangeInclusive;

use async_trait::async_trait;
use cqrs_es::Aggregate;
use sqlx::{PgPool, Row};
use uuid::Uuid;

use seatlog_domain::event::{Event, EventFact};
use seatlog_domain::ids::EventId;
use seatlog_projections::log::{self, Fact, LogError, Position};

use super::{LoadError, Snapshot, StoredFact, command_of, load_after};

/// What takes the next fact of a stream.
pub(crate) type Take<'a> = &'a mut (dyn FnMut(StoredFact<EventFact>) + Send);

/// Reads the streams of events. Its errors are those of the database, and of facts that cannot be
/// understood.
#[async_trait]
pub(crate) trait EventLog: Send + Sync {
    /// The snapshot of an event, if there is one that can be trusted.
    async fn snapshot(&self, id: EventId) -> Result<Option<Snapshot>, sqlx::Error>;

    /// Keeps a snapshot, unless a later one is kept already.
    async fn keep(&self, id: EventId, snapshot: Snapshot) -> Result<(), sqlx::Error>;

    /// Feeds every fact after a sequence to `take`, in order.
    async fn facts_after(&self, id: EventId, after: i64, take: Take<'_>) -> Result<(), LoadError>;

    /// The commands behind some facts, each with its fact's sequence.
    async fn commands(
        &self,
        id: EventId,
        sequences: RangeInclusive<i64>,
    ) -> Result<Vec<(Uuid, i64)>, sqlx::Error>;

    /// The sequence of the last fact; 0 without one.
    async fn head(&self, id: EventId) -> Result<i64, sqlx::Error>;

    /// The position of the fact with a sequence.
    async fn position_of(&self, id: EventId, sequence: i64) -> Result<Position, sqlx::Error>;

    /// The fact at a position.
    async fn fact_at(&self, position: Position) -> Result<Option<Fact>, LogError>;
}

#[async_trait]
impl EventLog for PgPool {
    async fn snapshot(&self, id: EventId) -> Result<Option<Snapshot>, sqlx::Error> {
        Snapshot::load(self, id).await
    }

    async fn keep(&self, id: EventId, snapshot: Snapshot) -> Result<(), sqlx::Error> {
        snapshot.save(self, id).await
    }

    async fn facts_after(&self, id: EventId, after: i64, take: Take<'_>) -> Result<(), LoadError> {
        load_after(self, (Event::TYPE, id.uuid()), after, take).await
    }

    async fn commands(
        &self,
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
        .fetch_all(self)
        .await?;
        let mut commands = Vec::with_capacity(rows.len());
        for row in rows {
            let command = command_of(row.try_get_unchecked("metadata")?);
            let sequence = row.try_get("sequence")?;
            commands.extend(command.map(|command| (command, sequence)));
        }
        Ok(commands)
    }

    async fn head(&self, id: EventId) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar(
            "SELECT coalesce(max(sequence), 0) FROM events
             WHERE aggregate_type = $1 AND aggregate_id = $2",
        )
        .bind(Event::TYPE)
        .bind(id.to_string())
        .fetch_one(self)
        .await
    }

    async fn position_of(&self, id: EventId, sequence: i64) -> Result<Position, sqlx::Error> {
        sqlx::query_scalar(
            "SELECT position FROM events
             WHERE aggregate_type = $1 AND aggregate_id = $2 AND sequence = $3",
        )
        .bind(Event::TYPE)
        .bind(id.to_string())
        .bind(sequence)
        .fetch_one(self)
        .await
    }

    async fn fact_at(&self, position: Position) -> Result<Option<Fact>, LogError> {
        let read = log::read_after(self, position - 1, 1).await?;
        Ok(read.into_iter().next().map(|recorded| recorded.fact))
    }
}
