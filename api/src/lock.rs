//! The lock around the commands of one event.
//!
//! It only keeps nodes from doing work that would be refused: when Redis loses it, is slow or is
//! away, commands go on without it and the log's primary key decides who was first.

mod redis_lock;

use std::time::Duration;

use seatlog_domain::ids::EventId;

pub use redis_lock::{Held, RedisLock};

/// How long a node may hold the lock without a word.
const LEASE: Duration = Duration::from_secs(5);
/// How long a command waits for another node before it tries without the lock.
const PATIENCE: Duration = Duration::from_secs(2);

/// Where the locks of this node live.
#[derive(Clone)]
pub enum EventLocks {
    /// In the process; then it must be the only one that writes.
    InProcess,
    /// In Redis, shared by all nodes.
    Redis(RedisLock),
}

impl EventLocks {
    /// Waits for the lock of an event. Nothing is returned when there is no lock to hold: in one
    /// process the caller's own mutex is enough, and without Redis there is only the log.
    pub async fn acquire(&self, event: EventId) -> Option<Held> {
        match self {
            Self::InProcess => None,
            Self::Redis(redis) => redis.acquire(event, PATIENCE).await,
        }
    }
}
