//! The one door to the aggregate `Event`: every command of every caller goes through here.

use sqlx::PgPool;

use seatlog_domain::event::EventCommand;
use seatlog_domain::ids::EventId;

use crate::engine::{Engine, Limits, Standing};
use crate::event_store::Origin;
use crate::lock::EventLocks;

pub use crate::engine::{CommandError, Executed, Outcome};

/// Executes commands about events.
#[derive(Clone)]
pub struct CommandBus {
    engine: Engine,
    standing: Standing,
}

impl CommandBus {
    /// A bus that decides on the current tokio runtime.
    pub fn new(pool: PgPool, locks: EventLocks) -> Self {
        Self {
            engine: Engine::start(pool, Limits::default()),
            standing: match locks {
                EventLocks::InProcess => Standing::Sole,
                EventLocks::Redis(_) => Standing::Unguarded,
            },
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
    ) -> Result<Executed, CommandError> {
        self.engine
            .execute(event, command, origin, self.standing)
            .await
    }

    /// Takes no more commands and finishes those it has.
    pub async fn stop(&self) {
        self.engine.stop().await;
    }
}
