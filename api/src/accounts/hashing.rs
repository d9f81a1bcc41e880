//! Hashing passwords with Argon2id, off the threads that serve requests.
//!
//! A hash needs 19 MiB for a moment. Allocated anew each time, by whichever thread is free, they
//! stay behind in the allocator's arena of every such thread: hundreds of MiB after a few dozen
//! logins. So the memory is kept and lent out, one piece for each turn that there can be.

mod memory;
mod phc;

use std::{num::NonZero, sync::Arc, thread::available_parallelism, time::Duration};

use argon2::{Block, Params};
use tokio::{sync::Semaphore, task::spawn_blocking, time::timeout};

use memory::Memory;

/// 19 MiB, two passes, one lane: the least that OWASP advises.
/// Source: <https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html>
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// How long a caller queues for a core before being told that the server is busy.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many callers may queue for each core: in the time that they have patience for, it serves
/// about as many (30 to 50 ms a hash). Whoever comes on top is told at once.
const QUEUE: usize = 200;

/// Why nothing was hashed.
#[derive(Debug, thiserror::Error)]
pub enum HashingError {
    /// Too many others are waiting.
    #[error("too many passwords are being checked at once")]
    Busy,
    /// The stored hash makes no sense, or the thread was lost.
    #[error("the password cannot be hashed or checked: {0}")]
    Broken(String),
}

/// Hashes and checks passwords; at most one a core at any time.
#[derive(Clone)]
pub struct Hasher {
    params: Params,
    memory: Arc<Memory>,
    cores: Arc<Semaphore>,
    /// Room for those who are served and those who wait.
    room: Arc<Semaphore>,
    patience: Duration,
    /// The hash of a password that nobody knows, checked where there is no account, so that the
    /// answer takes as long as where there is one.
    decoy: Arc<str>,
}

impl Hasher {
    /// Prepares for hashing.
    pub fn new() -> Result<Self, HashingError> {
        let cores = available_parallelism().map_or(1, NonZero::get);
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(broken)?;
        let memory = Memory::default();
        let unknown = hex::encode(rand::random::<[u8; 32]>());
        let decoy = memory.lend(|blocks| phc::hash(&params, blocks, &unknown))?;
        Ok(Self {
            params,
            memory: Arc::new(memory),
            cores: Arc::new(Semaphore::new(cores)),
            room: Arc::new(Semaphore::new(cores * (1 + QUEUE))),
            patience: PATIENCE,
            decoy: decoy.into(),
        })
    }

    /// The hash of a password, as it is stored.
    pub async fn hash(&self, password: &str) -> Result<String, HashingError> {
        let (params, password) = (self.params.clone(), password.to_owned());
        self.on_a_core(move |blocks| phc::hash(&params, blocks, &password))
            .await
    }

    /// Whether this is the password of the stored hash. Without a hash the answer is no, and
    /// takes as long.
    pub async fn matches(
        &self,
        password: &str,
        stored: Option<String>,
    ) -> Result<bool, HashingError> {
        let (decoy, password) = (Arc::clone(&self.decoy), password.to_owned());
        self.on_a_core(move |blocks| {
            let found = phc::verify(blocks, &password, stored.as_deref().unwrap_or(&decoy))?;
            Ok(found && stored.is_some())
        })
        .await
    }

    async fn on_a_core<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Vec<Block>) -> Result<T, HashingError> + Send + 'static,
    ) -> Result<T, HashingError> {
        let Ok(_place) = self.room.try_acquire() else {
            return Err(HashingError::Busy);
        };
        let turn = timeout(self.patience, Arc::clone(&self.cores).acquire_owned())
            .await
            .map_err(|_| HashingError::Busy)?
            .map_err(broken)?;
        // The turn ends with the work, not with the caller, who may hang up earlier.
        let memory = Arc::clone(&self.memory);
        let worked = spawn_blocking(move || {
            let _turn = turn;
            memory.lend(work)
        });
        worked.await.map_err(broken)?
    }
}

fn broken(error: impl std::fmt::Display) -> HashingError {
    HashingError::Broken(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only() {
        let hasher = Hasher::new().unwrap();
        let stored = hasher.hash("seven-tenors-2026").await.unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
        assert!(
            hasher
                .matches("seven-tenors-2026", Some(stored.clone()))
                .await
                .unwrap()
        );
        assert!(
            !hasher
                .matches("seven-tenors-2027", Some(stored))
                .await
                .unwrap()
        );
    }

    #[tokio::test]
    async fn many_at_once_need_no_more_memory_than_there_are_cores() {
        let hasher = Hasher::new().unwrap();
        let cores = hasher.cores.available_permits();
        let all = (0..4 * cores).map(|_| hasher.matches("seven-tenors-2026", None));
        for found in futures_util::future::join_all(all).await {
            assert!(!found.unwrap());
        }
        let kept = hasher.memory.kept();
        assert!((1..=cores).contains(&kept.len()), "{kept:?}");
        let piece = hasher.params.block_count();
        assert!(kept.iter().all(|&blocks| blocks == piece), "{kept:?}");
    }

    #[tokio::test]
    async fn nobody_has_the_password_of_no_account() {
        let hasher = Hasher::new().unwrap();
        assert!(!hasher.matches("seven-tenors-2026", None).await.unwrap());
    }

    #[tokio::test]
    async fn an_unknown_account_costs_the_same_hash_as_a_known_one() {
        let hasher = Hasher::new().unwrap();
        let stored = hasher.hash("seven-tenors-2026").await.unwrap();
        let parameters = |hash: &str| hash.rsplitn(3, '$').last().map(str::to_owned);
        assert_eq!(parameters(&hasher.decoy), parameters(&stored));
        assert_eq!(hasher.decoy.len(), stored.len());
        // Neither is answered without a turn on a core.
        let hasher = Hasher {
            patience: Duration::ZERO,
            ..hasher
        };
        let all = u32::try_from(hasher.cores.available_permits()).unwrap();
        let _taken = Arc::clone(&hasher.cores)
            .acquire_many_owned(all)
            .await
            .unwrap();
        for hash in [None, Some(stored)] {
            let answer = hasher.matches("seven-tenors-2026", hash).await;
            assert!(matches!(answer, Err(HashingError::Busy)));
        }
    }

    #[tokio::test]
    async fn a_broken_hash_is_an_error_not_a_wrong_password() {
        let hasher = Hasher::new().unwrap();
        let found = hasher
            .matches("seven-tenors-2026", Some("plain".into()))
            .await;
        assert!(matches!(found, Err(HashingError::Broken(_))));
    }

    #[tokio::test]
    async fn whoever_finds_every_core_taken_is_told_that_the_server_is_busy() {
        let hasher = Hasher {
            patience: Duration::ZERO,
            ..Hasher::new().unwrap()
        };
        let all = u32::try_from(hasher.cores.available_permits()).unwrap();
        let _taken = Arc::clone(&hasher.cores)
            .acquire_many_owned(all)
            .await
            .unwrap();
        assert!(matches!(
            hasher.hash("seven-tenors-2026").await,
            Err(HashingError::Busy)
        ));
    }

    #[tokio::test]
    async fn the_queue_has_an_end_and_whoever_comes_then_does_not_wait() {
        let hasher = Hasher::new().unwrap();
        let cores = hasher.cores.available_permits();
        let all = u32::try_from(cores).unwrap();
        let taken = Arc::clone(&hasher.cores)
            .acquire_many_owned(all)
            .await
            .unwrap();
        let callers = || hasher.matches("seven-tenors-2026", None);
        let mut waiting: Vec<_> = (0..cores * (1 + QUEUE))
            .map(|_| Box::pin(callers()))
            .collect();
        for caller in &mut waiting {
            assert!(futures_util::poll!(caller).is_pending());
        }
        assert!(matches!(callers().await, Err(HashingError::Busy)));
        // Who gives up makes room; and those who stayed are served.
        drop(waiting.split_off(1));
        drop(taken);
        assert!(!waiting.remove(0).await.unwrap());
        assert!(!callers().await.unwrap());
    }
}
