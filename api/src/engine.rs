//! The engine: every command about an event, decided in memory and recorded in groups.
//!
//! Commands of an event are decided one after the other on the aggregate in memory, without waiting
//! for the database: by whoever asks while the event's actor is away from its desk, else by the
//! actor. One writer for the whole node appends
//! what all actors decided, as many facts at once as have come together while the last append was
//! under way. Nobody is answered, not even with a refusal, before everything that the answer
//! rests on is committed.
//!
//! What never happens: two actors of this node that both trust their memory alone for one event;
//! an answer that rests on something not yet durable; a queue without an end; a wait without one.

mod answer;

mod ask;
mod batch;
mod desk;
mod known;
mod metrics;
mod pace;
mod snapshots;
mod writer;

mod actor;
mod mailboxes;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time::timeout;
use tokio_util::task::TaskTracker;

use seatlog_domain::event::{EventCommand, Refusal};
use seatlog_domain::ids::EventId;
use seatlog_projections::log::Position;
use seatlog_projections::spans::{Span, SpanKind};

use crate::event_store::{EventLog, LoadError, Origin};
use actor::Actor;
use ask::Ask;
use mailboxes::{Mailboxes, NotSent};
use writer::Writer;

pub use answer::Outcome;
pub(crate) use metrics::BUCKETS as METRIC_BUCKETS;

/// What a command led to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Executed {
    /// The position of its last fact; nothing when all was as wished already.
    pub position: Option<Position>,
    /// What the caller is told.
    pub outcome: Outcome,
}

/// Why a command led to nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CommandError {
    /// A rule forbids it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Too many commands wait for the same event. Nothing happened.
    #[error("too many commands wait for this event")]
    Busy,
    /// The log could not be read or written. What was asked for may have happened; asking again
    /// with the same command id finds out.
    #[error("the log is not available: {0}")]
    Unavailable(String),
}

impl From<LoadError> for CommandError {
    fn from(error: LoadError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// How far what this node has in memory about an event may be trusted. From the strongest to the
/// weakest: a batch of commands is treated as its weakest one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// No other node writes at all. Memory is right.
    Sole,
    /// This node owns the event, as far as it knows. An append proves that memory was right; where
    /// nothing is appended, the head of the stream is compared.
    Leased,
    /// Another node may be at work. The stream is read before anything is decided.
    Unguarded,
}

/// How much the engine takes on, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How many commands may wait for one event; more are `Busy`.
    pub queue: usize,
    /// From so many commands on, no more are taken into a batch.
    pub batch: usize,
    /// How long a caller waits for an answer.
    pub patience: Duration,
    /// After so long without a command, an event leaves the memory.
    pub idle: Duration,
    /// A snapshot is taken at the earliest after so many facts.
    pub snapshot_facts: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            queue: 8_192,
            batch: 1_024,
            patience: Duration::from_secs(10),
            idle: Duration::from_secs(60),
            snapshot_facts: 1_000,
        }
    }
}

/// Executes commands about events. A handle; its clones are the same engine.
#[derive(Clone)]
pub struct Engine {
    mailboxes: Arc<Mailboxes>,
    parts: Arc<Parts>,
    runtime: Handle,
}

/// What tells the time by which holds run out.
type Clock = Box<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What all actors of a node share.
struct Parts {
    log: Arc<dyn EventLog>,
    clock: Clock,
    limits: Limits,
    writer: Writer,
    actors: TaskTracker,
}

impl Engine {
    /// An engine whose actors run on the current tokio runtime. The writer has a connection of
    /// its own, to the database of the pool.
    pub fn start(pool: PgPool, limits: Limits) -> Self {
        let writer = Writer::start(pool.connect_options().as_ref().clone());
        Self::over(Arc::new(pool), writer, limits, Box::new(Utc::now))
    }

    fn over(log: Arc<dyn EventLog>, writer: Writer, limits: Limits, clock: Clock) -> Self {
        Self {
            mailboxes: Arc::default(),
            parts: Arc::new(Parts {
                log,
                clock,
                limits,
                writer,
                actors: TaskTracker::new(),
            }),
            runtime: Handle::current(),
        }
    }

    /// Decides a command on the latest facts of its event, and answers when what it led to is
    /// durable. A caller that stops waiting changes nothing: once asked, the command is executed.
    ///
    /// # Errors
    /// The refusal of the aggregate; `Busy` when too many wait for the same event; `Unavailable`
    /// when the log cannot be read or written, or there was no answer in time.
    pub async fn execute(
        &self,
        event: EventId,
        command: EventCommand,
        origin: &Origin,
        standing: Standing,
    ) -> Result<Executed, CommandError> {
        let mut span = Span::under(origin.traceparent, SpanKind::Internal, || {
            command.name().into()
        });
        span.note("seatlog.event.id", || event.to_string());
        let executed = self.decide(event, command, origin.inside(&span), standing);
        let executed = executed.await;
        span.note("seatlog.outcome", || outcome_label(&executed));
        executed
    }

    async fn decide(
        &self,
        event: EventId,
        command: EventCommand,
        origin: Origin,
        standing: Standing,
    ) -> Result<Executed, CommandError> {
        let (reply, answer) = oneshot::channel();
        let ask = Ask::new(command, origin, standing, reply);
        self.send(event, ask)?;
        let answered = async {
            let ended = |_| CommandError::Unavailable("the event's actor ended".to_owned());
            let answer = answer.await.map_err(ended)??;
            answer.complete(&*self.parts.log, event).await
        };
        timeout(self.parts.limits.patience, answered)
            .await
            .unwrap_or_else(|_| Err(CommandError::Unavailable("no answer in time".to_owned())))
    }

    /// Gives an event up, for another node to own: what was asked before is finished, then its
    /// state leaves the memory.
    pub async fn forget(&self, event: EventId) {
        if let Some(ended) = self.mailboxes.remove(event) {
            ended.cancelled().await;
        }
    }

    /// How many events are in memory.
    pub fn awake(&self) -> usize {
        self.mailboxes.len()
    }

    /// Returns when the writer has ended, or has panicked.
    pub(crate) async fn no_longer_appends(&self) {
        self.parts.writer.ended().await;
    }

    /// Takes no more commands, finishes what was asked, keeps snapshots. Where the database is
    /// away, what was asked is given up when nobody waits for it any more.
    pub async fn stop(&self) {
        self.mailboxes.close();
        self.parts.actors.close();
        let finished = timeout(self.parts.limits.patience, self.parts.actors.wait()).await;
        self.parts.writer.stop().await;
        if finished.is_err() {
            self.parts.actors.wait().await;
        }
    }

    fn send(&self, event: EventId, ask: Ask) -> Result<(), CommandError> {
        let ask = match self.mailboxes.send(event, ask) {
            Ok(()) => return Ok(()),
            Err(NotSent::Full) => return Err(CommandError::Busy),
            Err(NotSent::NoActor(ask)) => *ask,
        };
        let queue = self.parts.limits.queue;
        let sent = self.mailboxes.open(event, ask, queue, |mailbox| {
            let actor = Actor::new(event, self.parts.clone(), mailbox);
            let actors = &self.parts.actors;
            actors.spawn_on(actor.run(), &self.runtime);
        });
        match sent {
            Ok(()) => Ok(()),
            Err(NotSent::Full) => Err(CommandError::Busy),
            Err(NotSent::NoActor(_)) => {
                Err(CommandError::Unavailable("the node is stopping".to_owned()))
            }
        }
    }
}

/// What came of a command, in the words of its span.
fn outcome_label(executed: &Result<Executed, CommandError>) -> &'static str {
    match executed {
        Ok(_) => "executed",
        Err(CommandError::Refused(_)) => "refused",
        Err(CommandError::Busy) => "busy",
        Err(CommandError::Unavailable(_)) => "unavailable",
    }
}

#[cfg(test)]
mod simulation;
