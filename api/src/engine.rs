//! Decides commands on the log, one at a time for each event.
//!
//! What never happens: an answer, refusals included, that rests on something not yet durable; two
//! decisions about one event at once on this node; a command that stops half way because its
//! caller hung up.

mod answer;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sqlx::PgPool;
use tokio::runtime::Handle;
use tokio::sync::Mutex as AsyncMutex;
use tokio::time::timeout;

use cqrs_es::Aggregate;
use seatlog_domain::event::{Event, EventCommand, EventFact};
use seatlog_domain::ids::EventId;
use seatlog_projections::log::Position;

use crate::command_bus::{CommandError, Executed};
use crate::event_store::{AppendError, LoadError, Origin, StoredFact, append_in, load_after};

pub use answer::Outcome;

/// How long a command waits for those before it on the same event, before it is answered `Busy`.
const PATIENCE: Duration = Duration::from_secs(15);
/// How often a command is decided again because another node was first.
const ATTEMPTS: u32 = 20;
/// From so many events in memory on, those that nobody uses are dropped.
const EVENTS_IN_MEMORY: usize = 1_000;

/// How far the memory of an event may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody else writes.
    Sole,
    /// Others may write, but hardly ever do.
    Leased,
    /// Others write too.
    Unguarded,
}

/// Executes commands about events.
#[derive(Clone)]
pub struct Engine {
    pool: PgPool,
    events: Arc<Mutex<HashMap<EventId, Slot>>>,
    runtime: Handle,
}

type Slot = Arc<AsyncMutex<Loaded>>;

/// An event as far as this node has read its stream.
#[derive(Default)]
struct Loaded {
    event: Event,
    sequence: i64,
}

impl Engine {
    /// An engine that decides on the current tokio runtime.
    pub fn start(pool: PgPool) -> Self {
        Self {
            pool,
            events: Arc::default(),
            runtime: Handle::current(),
        }
    }

    /// Decides a command on the latest facts of its event, and appends what it leads to.
    ///
    /// # Errors
    /// The refusal of the aggregate; `Busy` when too many wait for the same event; `Unavailable`
    /// when the log cannot be read or written.
    pub async fn execute(
        &self,
        event: EventId,
        command: EventCommand,
        origin: &Origin,
        _standing: Standing,
    ) -> Result<Executed, CommandError> {
        let (bus, origin) = (self.clone(), origin.clone());
        // A task of its own, so that a caller who hangs up does not stop it half way.
        let task = self
            .runtime
            .spawn(async move { bus.run(event, &command, &origin).await });
        task.await
            .unwrap_or_else(|error| Err(CommandError::Unavailable(error.to_string())))
    }

    /// Drops an event from memory.
    pub async fn forget(&self, event: EventId) {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.remove(&event);
    }

    async fn run(
        &self,
        id: EventId,
        command: &EventCommand,
        origin: &Origin,
    ) -> Result<Executed, CommandError> {
        let slot = self.slot(id);
        let mut loaded = timeout(PATIENCE, slot.lock())
            .await
            .map_err(|_| CommandError::Busy)?;
        for _ in 0..ATTEMPTS {
            let recorded = self.catch_up(id, &mut loaded, origin).await?;
            if recorded.is_some() {
                return self.answer(id, &loaded.event, command, recorded).await;
            }
            let facts = loaded.event.decide(command)?;
            if facts.is_empty() {
                return self.answer(id, &loaded.event, command, None).await;
            }
            let stream = (Event::TYPE, id.uuid());
            match append_in(&self.pool, stream, loaded.sequence, &facts, origin).await {
                Ok(positions) => {
                    loaded.take(&facts);
                    return self
                        .answer(id, &loaded.event, command, positions.last().copied())
                        .await;
                }
                Err(AppendError::Conflict) => {}
                Err(AppendError::Unwritable(error)) => {
                    return Err(CommandError::Unavailable(error.to_string()));
                }
                // Reading the stream again tells whether it was written after all.
                Err(AppendError::Unknown(error)) => {
                    tracing::warn!(event.id = %id, %error, "the outcome of an append is unknown");
                }
            }
        }
        Err(CommandError::Busy)
    }

    /// Reads what others appended. Returns the position of the last fact of this very command,
    /// if it turns out to have been recorded by an append whose outcome was unknown.
    async fn catch_up(
        &self,
        id: EventId,
        loaded: &mut Loaded,
        origin: &Origin,
    ) -> Result<Option<Position>, LoadError> {
        let mut own = None;
        let stream = (Event::TYPE, id.uuid());
        load_after(
            &self.pool,
            stream,
            loaded.sequence,
            |stored: StoredFact<EventFact>| {
                if stored.command_id == Some(origin.command_id) {
                    own = Some(stored.position);
                }
                loaded.take(&[stored.fact]);
            },
        )
        .await?;
        Ok(own)
    }

    fn slot(&self, id: EventId) -> Slot {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        if events.len() >= EVENTS_IN_MEMORY {
            events.retain(|_, slot| Arc::strong_count(slot) > 1);
        }
        events.entry(id).or_default().clone()
    }
}

impl Loaded {
    fn take(&mut self, facts: &[EventFact]) {
        for fact in facts {
            self.event.evolve(fact);
            self.sequence += 1;
        }
    }
}
