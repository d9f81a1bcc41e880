//! Snapshots of events: what the facts up to a sequence add up to, so that a cold load reads only
//! the facts after it.
//!
//! A snapshot is a cache and is never trusted blindly: it counts only if this version of the rules
//! wrote it, if its checksum is right, and if the log has at its sequence the very fact that it
//! ends with. Otherwise the whole stream is read. Dropping all rows loses nothing but time.

use cqrs_es::Aggregate;
use sqlx::{PgPool, Row};

use seatlog_domain::event::{Event, SNAPSHOT_VERSION};
use seatlog_domain::ids::EventId;
use seatlog_projections::log::Position;

use super::LoadedEvent;

/// What is kept of an event.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) event: Event,
    pub(crate) sequence: i64,
    pub(crate) position: Position,
}

impl From<Snapshot> for LoadedEvent {
    fn from(snapshot: Snapshot) -> Self {
        Self {
            event: snapshot.event,
            sequence: snapshot.sequence,
            position: snapshot.position,
            kept: snapshot.sequence,
        }
    }
}

impl Snapshot {
    /// An event as it is after all facts up to a sequence, which must be in the log.
    pub(crate) fn new(event: Event, sequence: i64, position: Position) -> Self {
        Self {
            event,
            sequence,
            position,
        }
    }

    /// The snapshot of an event, if there is one that can be trusted.
    pub(super) async fn load(pool: &PgPool, id: EventId) -> Result<Option<Self>, sqlx::Error> {
        let row = sqlx::query(
            "SELECT s.sequence, s.position, s.state
             FROM event_snapshots s
             JOIN events e ON e.aggregate_type = $2 AND e.aggregate_id = $3
                          AND e.sequence = s.sequence AND e.position = s.position
             WHERE s.event_id = $1 AND s.version = $4",
        )
        .bind(id.uuid())
        .bind(Event::TYPE)
        .bind(id.to_string())
        .bind(i32::from(SNAPSHOT_VERSION))
        .fetch_optional(pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let state: &[u8] = row.try_get("state")?;
        let (sequence, position) = (row.try_get("sequence")?, row.try_get("position")?);
        match Event::from_snapshot(state) {
            Ok(event) => Ok(Some(Self::new(event, sequence, position))),
            Err(error) => {
                tracing::warn!(event.id = %id, %error, "a snapshot cannot be used");
                Ok(None)
            }
        }
    }

    /// Keeps it, unless a later one is kept already.
    ///
    /// # Errors
    /// The database does not answer; nothing depends on it.
    pub(super) async fn save(self, pool: &PgPool, id: EventId) -> Result<(), sqlx::Error> {
        let (sequence, position) = (self.sequence, self.position);
        // Milliseconds for a big event, during which its actor goes on.
        let state = tokio::task::spawn_blocking(move || self.event.to_snapshot()).await;
        let state = state.map_err(|error| sqlx::Error::Encode(error.into()))?;
        sqlx::query(
            "INSERT INTO event_snapshots AS kept
                    (event_id, version, sequence, position, state)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (event_id) DO UPDATE
             SET version = excluded.version, sequence = excluded.sequence,
                 position = excluded.position, state = excluded.state,
                 recorded_at = excluded.recorded_at
             WHERE (kept.version, kept.sequence) < (excluded.version, excluded.sequence)",
        )
        .bind(id.uuid())
        .bind(i32::from(SNAPSHOT_VERSION))
        .bind(sequence)
        .bind(position)
        .bind(state)
        .execute(pool)
        .await?;
        Ok(())
    }
}
