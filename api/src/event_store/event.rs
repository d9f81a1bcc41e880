//! Loading an event: the latest snapshot, and the facts that came after it.

use sqlx::PgPool;

use seatlog_domain::event::{Event, EventFact};
use seatlog_domain::ids::EventId;
use seatlog_projections::log::Position;

use super::{EventLog, LoadError, StoredFact};

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
    pub(crate) async fn load(log: &dyn EventLog, id: EventId) -> Result<Self, LoadError> {
        let snapshot = log.snapshot(id).await?;
        let mut loaded = snapshot.map(Self::from).unwrap_or_default();
        let after = loaded.sequence;
        log.facts_after(id, after, &mut |stored| loaded.take(&stored))
            .await?;
        Ok(loaded)
    }

    /// Takes in the next fact of the stream.
    fn take(&mut self, stored: &StoredFact<EventFact>) {
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
    LoadedEvent::load(pool, id).await
}
