//! The one door to the aggregate `Event`: every command of every caller goes through here.
//!
//! What never happens: an answer, refusals included, that rests on something not yet durable; a
//! command that stops half way because its caller hung up.

use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use seatlog_domain::event::EventCommand;
use seatlog_domain::ids::EventId;

use crate::engine::{Engine, Standing};
use crate::event_store::Origin;
use crate::ownership::{Node, Ownership};

pub use crate::engine::{CommandError, Executed, Outcome};

/// Executes commands about events, on this node or through the one that owns the event.
#[derive(Clone)]
pub struct CommandBus {
    engine: Engine,
    ownership: Ownership,
    runtime: Handle,
}

impl CommandBus {
    /// A bus whose tasks run on the current tokio runtime.
    pub fn new(engine: Engine, ownership: Ownership) -> Self {
        Self {
            engine,
            ownership,
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
    ) -> Result<Executed, CommandError> {
        let standing = match &self.ownership {
            Ownership::Sole => Standing::Sole,
            Ownership::Guest => Standing::Unguarded,
            Ownership::Node(node) if node.owns(event) => Standing::Leased,
            Ownership::Node(node) => {
                let found = self.find(node, event, (command, origin.clone())).await;
                return found
                    .unwrap_or_else(|error| Err(CommandError::Unavailable(error.to_string())));
            }
        };
        self.engine.execute(event, command, origin, standing).await
    }

    /// Has the owner execute a command, in a task of its own, so that a caller who hangs up does not
    /// stop it half way.
    fn find(
        &self,
        node: &Node,
        event: EventId,
        order: (EventCommand, Origin),
    ) -> JoinHandle<Result<Executed, CommandError>> {
        let (node, engine) = (node.clone(), self.engine.clone());
        let find = async move { node.execute(&engine, event, order).await };
        // Log lines on the way name the request.
        self.runtime.spawn(find.in_current_span())
    }

    /// Keeps the leases of this node and answers other nodes. From `leave` on it owns nothing,
    /// from `stop` on it answers nobody; returns when what was begun is done. Where no other node
    /// is asked, there is nothing to do until `stop`.
    pub async fn keep_up(&self, leave: CancellationToken, stop: CancellationToken) {
        match &self.ownership {
            Ownership::Node(node) => node.keep_up(&self.engine, leave, stop).await,
            Ownership::Sole | Ownership::Guest => stop.cancelled().await,
        }
    }

    /// Returns when nothing can be appended any more: after [`CommandBus::stop`], or because the
    /// writer is gone.
    pub(crate) async fn no_longer_appends(&self) {
        self.engine.no_longer_appends().await;
    }

    /// Whether Redis answers, if this node is one of several.
    pub fn redis_answers(&self) -> Option<bool> {
        match &self.ownership {
            Ownership::Node(node) => Some(node.redis_answers()),
            Ownership::Sole | Ownership::Guest => None,
        }
    }

    /// Whether other nodes can be asked over NATS, if there is one.
    pub fn nats_is_connected(&self) -> Option<bool> {
        match &self.ownership {
            Ownership::Node(node) => node.nats_is_connected(),
            Ownership::Sole | Ownership::Guest => None,
        }
    }

    /// Takes no more commands and finishes those it has.
    pub async fn stop(&self) {
        self.engine.stop().await;
    }
}
