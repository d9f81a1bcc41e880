//! Snapshots of events: what the facts up to a sequence add up to, so that a cold load reads only
//! the facts after it.
//!
//! A snapshot is a cache and is never trusted blindly: it counts only if this program's version
//! wrote it, if its digest is right, and if the log has at its sequence the very fact that it
//! ends with. Otherwise the whole stream is read. Dropping all rows loses nothing but time.

use cqrs_es::Aggregate;
use sha2::{Digest, Sha256};
use sqlx::{PgPool, Row};

use seatlog_domain::event::Event;
use seatlog_domain::ids::EventId;
use seatlog_projections::log::Position;

use super::LoadedEvent;

/// What is kept of an event.
#[derive(Debug)]
pub(crate) struct Snapshot {
    event: Event,
    sequence: i64,
    position: Position,
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
            "SELECT s.sequence, s.position, s.state, s.digest
             FROM event_snapshots s
             JOIN events e ON e.aggregate_type = $2 AND e.aggregate_id = $3
                          AND e.sequence = s.sequence AND e.position = s.position
             WHERE s.event_id = $1 AND s.version = $4",
        )
        .bind(id.uuid())
        .bind(Event::TYPE)
        .bind(id.to_string())
        .bind(VERSION)
        .fetch_optional(pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let state: &[u8] = row.try_get("state")?;
        let (sequence, position) = (row.try_get("sequence")?, row.try_get("position")?);
        let intact = row.try_get::<&[u8], _>("digest")? == digest(sequence, state);
        let event = intact.then(|| decode(state)).flatten();
        if event.is_none() {
            tracing::warn!(event.id = %id, fact.sequence = sequence, "a snapshot is damaged");
        }
        Ok(event.map(|event| Self::new(event, sequence, position)))
    }

    /// Keeps it, unless a later one is kept already.
    ///
    /// # Errors
    /// The database does not answer; nothing depends on it.
    pub(crate) async fn save(self, pool: &PgPool, id: EventId) -> Result<(), sqlx::Error> {
        let (sequence, position) = (self.sequence, self.position);
        let encode = move || {
            let state = encode(&self.event);
            (digest(sequence, &state), state)
        };
        // Milliseconds for a big event, during which its actor goes on.
        let encoded = tokio::task::spawn_blocking(encode).await;
        let (digest, state) = encoded.map_err(|error| sqlx::Error::Encode(error.into()))?;
        sqlx::query(
            "INSERT INTO event_snapshots AS kept
                    (event_id, version, sequence, position, state, digest)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (event_id) DO UPDATE
             SET version = excluded.version, sequence = excluded.sequence,
                 position = excluded.position, state = excluded.state,
                 digest = excluded.digest, recorded_at = excluded.recorded_at
             WHERE (kept.version, kept.sequence) < (excluded.version, excluded.sequence)",
        )
        .bind(id.uuid())
        .bind(VERSION)
        .bind(sequence)
        .bind(position)
        .bind(state)
        .bind(digest)
        .execute(pool)
        .await?;
        Ok(())
    }
}

/// What stands in the snapshot, and at which place of the stream.
fn digest(sequence: i64, state: &[u8]) -> Vec<u8> {
    let digest = Sha256::new_with_prefix(sequence.to_be_bytes()).chain_update(state);
    digest.finalize().to_vec()
}

/// Which program understands the state.
const VERSION: i32 = 1;

fn encode(event: &Event) -> Vec<u8> {
    serde_json::to_vec(event).unwrap_or_default()
}

fn decode(state: &[u8]) -> Option<Event> {
    serde_json::from_slice(state).ok()
}
