//! The lock in Redis: a key with a random token and a time to live, taken if absent, and deleted
//! only by who holds the token.
//! Source: <https://redis.io/docs/latest/develop/clients/patterns/distributed-locks/>,
//! "Correct implementation with a single instance".

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rand::Rng;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{ExistenceCheck, RedisResult, Script, SetExpiry, SetOptions};
use uuid::Uuid;

use seatlog_domain::ids::EventId;

use super::LEASE;

/// How long nobody asks a Redis that was found to be away.
const AWAY: Duration = Duration::from_secs(1);
/// A Redis that does not answer within this time counts as away.
const ANSWER_TIME: Duration = Duration::from_millis(500);

const DELETE_IF_MINE: &str =
    "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

/// A way to the locks in Redis.
#[derive(Clone)]
pub struct RedisLock {
    connection: ConnectionManager,
    away_until: Arc<Mutex<Option<Instant>>>,
}

/// A lock that is held; it is given back when this is dropped.
pub struct Held {
    lock: RedisLock,
    key: String,
    token: String,
}

impl RedisLock {
    /// A way to the Redis at an address such as `redis://localhost:6379`; the connection is made
    /// when it is first needed, so that a Redis that is away does not keep the program from
    /// starting.
    ///
    /// # Errors
    /// The address makes no sense.
    pub fn open(url: &str) -> RedisResult<Self> {
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(ANSWER_TIME))
            .set_response_timeout(Some(ANSWER_TIME))
            .set_number_of_retries(1);
        let client = redis::Client::open(url)?;
        let connection = ConnectionManager::new_lazy_with_config(client, config)?;
        Ok(Self {
            connection,
            away_until: Arc::default(),
        })
    }

    /// Tries until the lock is free, but no longer than `patience`; nothing when it stayed taken
    /// or Redis is away.
    pub(super) async fn acquire(&self, event: EventId, patience: Duration) -> Option<Held> {
        if self.is_away() {
            return None;
        }
        let (key, token) = (format!("lock:event:{event}"), Uuid::now_v7().to_string());
        let started = Instant::now();
        while started.elapsed() < patience {
            match self.take(&key, &token).await {
                Ok(true) => {
                    return Some(Held {
                        lock: self.clone(),
                        key,
                        token,
                    });
                }
                Ok(false) => {
                    let pause = rand::rng().random_range(1..=10);
                    tokio::time::sleep(Duration::from_millis(pause)).await;
                }
                Err(error) => {
                    tracing::warn!(event.id = %event, %error, "Redis is away; going on without the lock");
                    *self
                        .away_until
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner) = Some(Instant::now() + AWAY);
                    return None;
                }
            }
        }
        tracing::warn!(event.id = %event, "the lock stayed taken; going on without it");
        None
    }

    fn is_away(&self) -> bool {
        let until = *self
            .away_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        until.is_some_and(|until| Instant::now() < until)
    }

    async fn take(&self, key: &str, token: &str) -> RedisResult<bool> {
        let options = SetOptions::default()
            .conditional_set(ExistenceCheck::NX)
            .with_expiration(SetExpiry::PX(LEASE.as_millis() as u64));
        let mut connection = self.connection.clone();
        let taken: Option<String> =
            redis::AsyncCommands::set_options(&mut connection, key, token, options).await?;
        Ok(taken.is_some())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut connection = self.lock.connection.clone();
        let (key, token) = (
            std::mem::take(&mut self.key),
            std::mem::take(&mut self.token),
        );
        tokio::spawn(async move {
            let script = Script::new(DELETE_IF_MINE);
            let released: RedisResult<u8> = script
                .key(&key)
                .arg(&token)
                .invoke_async(&mut connection)
                .await;
            if let Err(error) = released {
                tracing::warn!(%key, %error, "a lock was not given back; it ends by itself");
            }
        });
    }
}
