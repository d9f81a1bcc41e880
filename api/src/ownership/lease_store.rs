//! The leases in Redis: a key for each event with the node that owns it and a fencing number,
//! which ends by itself.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{RedisError, RedisResult, Script, Value, from_redis_value};
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

/// What keeps the leases: keys that end by themselves, and scripts that nothing comes between.
#[async_trait]
pub(super) trait Redis: Send + Sync {
    /// Runs a script.
    async fn run(&self, lua: &Lua, keys: &[String], args: &[String]) -> RedisResult<Value>;
    /// Gives a sign of life.
    async fn ping(&self) -> RedisResult<()>;
}

/// A script.
pub(super) struct Lua {
    #[cfg(test)]
    pub(super) text: &'static str,
    script: Script,
}

impl Lua {
    fn new(text: &'static str) -> Self {
        Self {
            #[cfg(test)]
            text,
            script: Script::new(text),
        }
    }
}

#[async_trait]
impl Redis for ConnectionManager {
    async fn run(&self, lua: &Lua, keys: &[String], args: &[String]) -> RedisResult<Value> {
        let mut script = lua.script.prepare_invoke();
        script.key(keys).arg(args);
        script.invoke_async(&mut self.clone()).await
    }

    async fn ping(&self) -> RedisResult<()> {
        redis::cmd("PING").query_async(&mut self.clone()).await
    }
}

/// A way to the leases.
pub(super) struct LeaseStore {
    redis: Arc<dyn Redis>,
    claim: Lua,
    give_back: Lua,
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
        let redis = ConnectionManager::new_lazy_with_config(client, config)?;
        Ok(Self::on(Arc::new(redis)))
    }

    pub(super) fn on(redis: Arc<dyn Redis>) -> Self {
        Self {
            redis,
            claim: Lua::new(include_str!("claim.lua")),
            give_back: Lua::new(include_str!("give_back.lua")),
        }
    }

    /// Takes what is free of these events, renews what the node has, and tells who has each of
    /// them; in the order of the events.
    pub(super) async fn claim(
        &self,
        claim: Claim,
        events: &[EventId],
    ) -> Result<Vec<Option<Holder>>, Away> {
        let args = [
            claim.node.to_string(),
            claim.life.as_millis().to_string(),
            claim.seen.to_string(),
        ];
        let mut holders = Vec::with_capacity(events.len());
        for events in events.chunks(LOCKS_AT_ONCE) {
            let mut keys = vec![COUNTER.to_owned()];
            keys.extend(events.iter().map(key));
            let answer = in_time(self.redis.run(&self.claim, &keys, &args)).await?;
            let answer: Vec<(String, i64)> = from_redis_value(answer).map_err(RedisError::from)?;
            holders.extend(answer.into_iter().map(holder));
        }
        holders.resize(events.len(), None);
        Ok(holders)
    }

    /// Gives back what the node has of these events.
    pub(super) async fn give_back(&self, node: NodeId, events: &[EventId]) -> Result<(), Away> {
        let args = [node.to_string()];
        for events in events.chunks(LOCKS_AT_ONCE) {
            let keys: Vec<_> = events.iter().map(key).collect();
            in_time(self.redis.run(&self.give_back, &keys, &args)).await?;
        }
        Ok(())
    }

    /// Whether Redis answers.
    pub(super) async fn ping(&self) -> Result<(), Away> {
        in_time(self.redis.ping()).await
    }
}

async fn in_time<T>(answer: impl Future<Output = RedisResult<T>>) -> Result<T, Away> {
    let answer = timeout(ANSWER_TIME, answer).await;
    Ok(answer.map_err(|_| Away::Silent)??)
}

fn key(event: &EventId) -> String {
    format!("lock:event:{event}")
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
