//! The leases in Redis: a key for each event with the node that owns it and a fencing number,
//! which ends by itself.

use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{RedisError, RedisResult, Script};
use tokio::time::timeout;
use uuid::Uuid;

use seatlog_domain::ids::EventId;

use super::NodeId;

/// A Redis that does not answer within this time counts as away.
const ANSWER_TIME: Duration = Duration::from_millis(500);
/// Redis does nothing else while it runs a script, so one asks for no more locks than this.
const LOCKS_AT_ONCE: usize = 500;
/// Counts the leases that were ever given.
const COUNTER: &str = "lock:fence";

/// Why Redis is no help.
#[derive(Debug, thiserror::Error)]
pub(super) enum Away {
    /// It cannot be reached, or refuses.
    #[error("{0}")]
    Failed(#[from] RedisError),
    /// It takes too long.
    #[error("no answer within {ANSWER_TIME:?}")]
    Silent,
}

/// Who has a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Holder {
    pub(super) node: NodeId,
    /// Higher than that of every lease before it, as far as Redis and the asking nodes know.
    pub(super) fence: u64,
    /// For how long yet, by Redis's clock. Only a duration: clocks are never compared.
    pub(super) left: Duration,
}

/// What a node asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim {
    pub(super) node: NodeId,
    /// How long it wants to have what is free; zero: it only looks who has it.
    pub(super) life: Duration,
    /// The highest fencing number that it has seen.
    pub(super) seen: u64,
}

/// A way to the leases.
#[derive(Clone)]
pub(super) struct LeaseStore {
    connection: ConnectionManager,
    claim: Script,
    give_back: Script,
}

impl LeaseStore {
    /// A way to the Redis at an address such as `redis://localhost:6379`. The connection is made
    /// when it is first needed, so that a Redis that is away keeps no program from starting.
    pub(super) fn open(url: &str) -> RedisResult<Self> {
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(ANSWER_TIME))
            .set_response_timeout(Some(ANSWER_TIME))
            .set_number_of_retries(1);
        let client = redis::Client::open(url)?;
        Ok(Self {
            connection: ConnectionManager::new_lazy_with_config(client, config)?,
            claim: Script::new(include_str!("claim.lua")),
            give_back: Script::new(include_str!("give_back.lua")),
        })
    }

    /// Takes what is free of these events, renews what the node has, and tells who has each of
    /// them; in the order of the events.
    pub(super) async fn claim(
        &self,
        claim: Claim,
        events: &[EventId],
    ) -> Result<Vec<Option<Holder>>, Away> {
        let mut holders = Vec::with_capacity(events.len());
        for events in events.chunks(LOCKS_AT_ONCE) {
            let mut script = self.claim.prepare_invoke();
            script.key(COUNTER).key(keys(events));
            script.arg(claim.node.to_string());
            script.arg(claim.life.as_millis() as u64).arg(claim.seen);
            let mut connection = self.connection.clone();
            let answer = script.invoke_async::<Vec<(String, i64)>>(&mut connection);
            let answer = timeout(ANSWER_TIME, answer).await;
            holders.extend(answer.map_err(|_| Away::Silent)??.into_iter().map(holder));
        }
        holders.resize(events.len(), None);
        Ok(holders)
    }

    /// Gives back what the node has of these events.
    pub(super) async fn give_back(&self, node: NodeId, events: &[EventId]) -> Result<(), Away> {
        for events in events.chunks(LOCKS_AT_ONCE) {
            let mut script = self.give_back.prepare_invoke();
            script.key(keys(events)).arg(node.to_string());
            let mut connection = self.connection.clone();
            let answer = timeout(ANSWER_TIME, script.invoke_async::<u64>(&mut connection)).await;
            answer.map_err(|_| Away::Silent)??;
        }
        Ok(())
    }

    /// Whether Redis answers.
    pub(super) async fn ping(&self) -> Result<(), Away> {
        let mut connection = self.connection.clone();
        let ping = redis::cmd("PING");
        let answer = timeout(ANSWER_TIME, ping.query_async::<String>(&mut connection)).await;
        answer.map_err(|_| Away::Silent)??;
        Ok(())
    }
}

fn keys(events: &[EventId]) -> Vec<String> {
    let key = |event| format!("lock:event:{event}");
    events.iter().map(key).collect()
}

/// Reads `<node> <fencing number>`. Something else, which no node of ours wrote, counts as a node
/// that never answers.
fn holder((held, left_ms): (String, i64)) -> Option<Holder> {
    if held.is_empty() {
        return None;
    }
    let (node, fence) = held.split_once(' ').unwrap_or_default();
    Some(Holder {
        node: NodeId(Uuid::parse_str(node).unwrap_or_default()),
        fence: fence.parse().unwrap_or_default(),
        left: Duration::from_millis(left_ms.max(0).unsigned_abs()),
    })
}
