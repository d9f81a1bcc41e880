//! Which node decides about an event.
//!
//! One node at a time owns an event and decides all its commands, so that its memory is current
//! and nothing is decided twice. Its lease stands in Redis (`lease_store.rs`), is looked up locally
//! for each command (`table.rs`, `leases.rs`), is renewed while it is used and ends by itself when
//! the node dies. Other nodes have the owner execute their commands, over NATS (`forwarding.rs`,
//! `answering.rs`), so a lease stays where it is. What they say is sealed (`seal.rs`).
//!
//! A lease only saves work. Redis may lose it, grant it twice or be away, the owner may be cut off
//! or stand still: what makes a wrong answer impossible is the log's primary key, on which every
//! append rests, and that the engine looks at the log before it refuses ([`Standing`]). So whoever
//! cannot reach the owner decides by itself, on the log.

mod answering;
mod clocks;
mod forwarding;
mod lanes;
mod lease_store;
mod leases;
mod message;
mod table;

pub mod seal;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use redis::RedisResult;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use seatlog_domain::event::EventCommand;
use seatlog_domain::ids::EventId;

use crate::command_bus::{CommandError, Executed};
use crate::engine::{Engine, Standing};
use crate::event_store::Origin;
use answering::Answering;
use forwarding::{Forwarding, Unanswered};
use lease_store::LeaseStore;
use leases::Leases;
use message::Order;
use seal::Sealer;

/// How long a lease lives that is not renewed: as long as others wait when its node dies.
pub const LEASE_LIFE: Duration = Duration::from_secs(3);

/// Names a node, anew each time it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct NodeId(Uuid);

impl NodeId {
    /// Where it takes requests.
    fn subject(self) -> String {
        format!("seatlog.node.{self}.commands")
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where an event is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// On this node.
    Here,
    /// On another one.
    There(NodeId),
    /// Nobody knows, or the owner does not answer: on the log.
    Unknown,
}

/// How this process shares the events with others.
#[derive(Clone)]
pub enum Ownership {
    /// It is the only one that writes (see `sole_writer.rs`).
    Sole,
    /// It writes beside others and owns nothing: a command that does one thing and ends.
    Guest,
    /// It is one of several nodes.
    Node(Node),
}

/// This node among others.
#[derive(Clone)]
pub struct Node {
    leases: Arc<Leases>,
    nats: Option<Nats>,
}

#[derive(Clone)]
struct Nats {
    forwarding: Arc<Forwarding>,
    answering: Arc<Answering>,
}

impl Node {
    /// A new node that keeps its leases in a Redis and talks to others over a NATS, sealed. Without
    /// NATS, commands about an event that another node owns are decided on the log.
    ///
    /// # Errors
    /// The address of Redis makes no sense.
    pub fn new(
        redis_url: &str,
        nats: Option<(async_nats::Client, Sealer)>,
        lease_life: Duration,
    ) -> RedisResult<Self> {
        let id = NodeId(Uuid::now_v7());
        tracing::info!(node.id = %id, "leases are taken in this name");
        let leases = Arc::new(Leases::new(id, lease_life, LeaseStore::open(redis_url)?));
        let nats = nats.map(|(client, sealer)| Nats {
            forwarding: Arc::new(Forwarding::new(client.clone(), sealer.clone())),
            answering: Arc::new(Answering::new(id, client, sealer, Arc::clone(&leases))),
        });
        Ok(Self { leases, nats })
    }

    /// Whether this node has the lease of an event.
    pub(crate) fn owns(&self, event: EventId) -> bool {
        self.leases.known(event) == Some(Place::Here)
    }

    /// Has a command executed by the owner of the event, which may turn out to be this node.
    pub(crate) async fn execute(
        &self,
        engine: &Engine,
        event: EventId,
        order: (EventCommand, Origin),
    ) -> Result<Executed, CommandError> {
        let (command, origin) = order;
        let order = Order { command, origin };
        for first in [true, false] {
            let (node, nats) = match (self.place(event).await, &self.nats) {
                (Place::Here, _) => return run(engine, event, order, Standing::Leased).await,
                (Place::There(node), Some(nats)) => (node, nats),
                (Place::There(_), None) | (Place::Unknown, _) => break,
            };
            match nats.forwarding.ask((node, event), &order).await {
                // Its way to the log may be broken, and this node's not.
                Ok(Err(CommandError::Unavailable(_))) => break,
                Ok(answer) => return answer,
                // Perhaps Redis knows by now who owns it.
                Err(Unanswered::NotMine) => self.leases.mistaken(event, node),
                Err(Unanswered::Gone) if first => self.leases.mistaken(event, node),
                Err(Unanswered::Gone | Unanswered::Silent) => {
                    self.leases.silent(event, node);
                    break;
                }
                Err(Unanswered::Unfit) => break,
                Err(Unanswered::Full) => return Err(CommandError::Busy),
                Err(Unanswered::Slow) => {
                    let why = format!("node {node} takes too long");
                    return Err(CommandError::Unavailable(why));
                }
            }
        }
        run(engine, event, order, Standing::Unguarded).await
    }

    /// Takes an event that nobody owns only where others can reach the owner.
    async fn place(&self, event: EventId) -> Place {
        match self.leases.known(event) {
            Some(place) => place,
            None if !self.is_reachable() => Place::Unknown,
            None => self.leases.place(event).await,
        }
    }

    /// Whether Redis did answer when it was last asked.
    pub(crate) fn redis_answers(&self) -> bool {
        !self.leases.is_away()
    }

    /// Whether there is a connection to NATS; nothing where there is no NATS.
    pub(crate) fn nats_is_connected(&self) -> Option<bool> {
        let connected = |nats: &Nats| nats.forwarding.is_connected();
        self.nats.as_ref().map(connected)
    }

    fn is_reachable(&self) -> bool {
        let reachable =
            |nats: &Nats| nats.answering.is_listening() && nats.forwarding.is_connected();
        self.nats.as_ref().is_none_or(reachable)
    }

    /// Returns when other nodes can reach this one, which may then own events.
    pub async fn listening(&self) {
        if let Some(nats) = &self.nats {
            nats.answering.listening().await;
        }
    }

    /// Renews leases and answers other nodes; owns nothing any more from `leave` on, and answers
    /// nobody any more from `stop` on.
    pub(crate) async fn keep_up(
        &self,
        engine: &Engine,
        leave: CancellationToken,
        stop: CancellationToken,
    ) {
        let answer = async {
            if let Some(nats) = &self.nats {
                Arc::clone(&nats.answering).run(engine.clone(), stop).await;
            }
        };
        let forget = |event| {
            let engine = engine.clone();
            async move { engine.forget(event).await }
        };
        let keep = self.leases.keep(|| self.is_reachable(), forget, leave);
        tokio::join!(keep, answer);
    }
}

/// Executes a command that has been under way, at the time at which it is decided.
async fn run(
    engine: &Engine,
    event: EventId,
    order: Order,
    standing: Standing,
) -> Result<Executed, CommandError> {
    let command = order.command.at(Utc::now());
    engine
        .execute(event, command, &order.origin, standing)
        .await
}
