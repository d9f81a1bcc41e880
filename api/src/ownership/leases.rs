//! The leases of this node.
//!
//! For each command a lease is looked up in a table of this process, without a word to Redis.
//! Redis is asked when nothing is known or what was known has run out, by one command for all that
//! wait.

use std::collections::HashMap;
use std::mem::take;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, join_all};
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;

use seatlog_domain::ids::EventId;

use super::lease_store::{Away, Claim, Holder, LeaseStore};
use super::table::Table;
use super::{NodeId, Place};

/// How long a node that stops waits for its events before it gives their leases back.
const LAST_BATCH: Duration = Duration::from_secs(5);

/// Leases that this node got.
const TAKEN: &str = "seatlog_leases_taken_total";
/// Leases that turned out to be another node's.
const LOST: &str = "seatlog_leases_lost_total";
/// Leases that this node has.
const HELD: &str = "seatlog_leases_held";

/// What this node owns, what others own, and the way to Redis, which knows.
pub(super) struct Leases {
    node: NodeId,
    /// How long a lease lives that is not renewed.
    life: Duration,
    store: LeaseStore,
    table: RwLock<Table>,
    asking: Mutex<HashMap<EventId, Asking>>,
    /// What this node owned until it learned otherwise, and has not been told to forget yet.
    lost: Mutex<Vec<EventId>>,
    /// The highest fencing number that was seen.
    seen: AtomicU64,
    /// Whether Redis did not answer when it was last asked.
    away: AtomicBool,
}

type Asking = Shared<BoxFuture<'static, ()>>;

impl Leases {
    pub(super) fn new(node: NodeId, life: Duration, store: LeaseStore) -> Self {
        Self {
            node,
            life,
            store,
            table: RwLock::new(Table::new(node, life)),
            asking: Mutex::default(),
            lost: Mutex::default(),
            seen: AtomicU64::new(0),
            away: AtomicBool::new(false),
        }
    }

    /// How often leases are renewed: twice before they end.
    fn renewal(&self) -> Duration {
        (self.life / 3).max(Duration::from_millis(20))
    }

    /// Where an event is decided, if that is known without asking Redis.
    pub(super) fn known(&self, event: EventId) -> Option<Place> {
        self.table().known(event, Instant::now(), self.is_away())
    }

    /// Where an event is decided; it is here, if nobody owned it.
    pub(super) async fn place(self: &Arc<Self>, event: EventId) -> Place {
        if let Some(place) = self.known(event) {
            return place;
        }
        let asking = {
            let mut all = self.asking();
            let asking = all.entry(event).or_insert_with(|| {
                let leases = Arc::clone(self);
                let ask = async move {
                    leases.ask(event).await;
                    leases.asking().remove(&event);
                };
                ask.boxed().shared()
            });
            asking.clone()
        };
        asking.await;
        self.known(event).unwrap_or(Place::Unknown)
    }

    async fn ask(&self, event: EventId) {
        let asked = Instant::now();
        match self.store.claim(self.wish(), &[event]).await {
            Ok(holders) => {
                self.in_sight();
                self.learn(event, holders[0], asked);
            }
            Err(error) => self.out_of_sight(&error),
        }
    }

    fn wish(&self) -> Claim {
        Claim {
            node: self.node,
            life: if self.is_leaving() {
                Duration::ZERO
            } else {
                self.life
            },
            seen: self.seen.load(Relaxed),
        }
    }

    /// Takes in what Redis said.
    fn learn(&self, event: EventId, told: Option<Holder>, asked: Instant) {
        if let Some(holder) = told {
            self.seen.fetch_max(holder.fence, Relaxed);
        }
        let (lost, taken) = {
            let mut table = self.table_mut();
            let had = table.has(event);
            let lost = table.learn(event, told, asked);
            (lost, !had && table.has(event))
        };
        if taken {
            metrics::counter!(TAKEN).increment(1);
        }
        if lost {
            self.lost().push(event);
        }
    }

    /// Renews leases, as long as others can reach this node, until it leaves; then gives them back.
    /// An event that is no longer its own is forgotten.
    pub(super) async fn keep<F: Future<Output = ()> + Send + 'static>(
        &self,
        is_reachable: impl Fn() -> bool,
        forget: impl Fn(EventId) -> F,
        leave: CancellationToken,
    ) {
        let mut renewals = interval(self.renewal());
        renewals.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while leave.run_until_cancelled(renewals.tick()).await.is_some() {
            for event in self.renew(is_reachable()).await {
                // Renewing the others does not wait for its last batch.
                tokio::spawn(forget(event));
            }
        }
        let owned = self.leave();
        let forgotten = join_all(owned.iter().map(|event| forget(*event)));
        if timeout(LAST_BATCH, forgotten).await.is_err() {
            tracing::warn!("giving leases back before the last batches were written");
        }
        self.give_back(&owned).await;
    }

    /// Renews the leases that are in use, if `keep`; returns the events that turned out to be
    /// another's since the last renewal. Also finds out whether Redis is there.
    async fn renew(&self, keep: bool) -> Vec<EventId> {
        self.ask_again(keep).await;
        let lost = take(&mut *self.lost());
        metrics::counter!(LOST).increment(lost.len() as u64);
        lost
    }

    async fn ask_again(&self, keep: bool) {
        let events = if keep {
            self.table_mut().in_use()
        } else {
            vec![]
        };
        let asked = Instant::now();
        let told = match events.is_empty() {
            true => self.store.ping().await.map(|()| vec![]),
            false => self.store.claim(self.wish(), &events).await,
        };
        let told = match told {
            Ok(told) => told,
            Err(error) => return self.out_of_sight(&error),
        };
        self.in_sight();
        for (event, holder) in events.into_iter().zip(told) {
            self.learn(event, holder, asked);
        }
        let held = self.table_mut().tidy(Instant::now());
        metrics::gauge!(HELD).set(held as f64);
    }

    /// From now on this node owns nothing. Returns what it owned; for others it does so until
    /// [`Self::give_back`].
    fn leave(&self) -> Vec<EventId> {
        self.table_mut().leave()
    }

    /// Lets others take over at once, rather than when the leases end.
    async fn give_back(&self, events: &[EventId]) {
        if let Err(error) = self.store.give_back(self.node, events).await {
            tracing::warn!(%error, "leases were not given back; they end by themselves");
        }
    }

    /// A node turned out not to own an event: Redis is to be asked again.
    pub(super) fn mistaken(&self, event: EventId, node: NodeId) {
        self.table_mut().mistaken(event, node);
    }

    /// A node does not answer: it is not asked again about this event before its lease has ended.
    pub(super) fn silent(&self, event: EventId, node: NodeId) {
        self.table_mut().silent(event, node);
    }

    /// Whether Redis did not answer when it was last asked.
    pub(super) fn is_away(&self) -> bool {
        self.away.load(Relaxed)
    }

    /// Whether this node owns nothing any more, because it stops.
    pub(super) fn is_leaving(&self) -> bool {
        self.table().is_leaving()
    }

    fn in_sight(&self) {
        if self.away.swap(false, Relaxed) {
            tracing::info!("Redis is back");
        }
    }

    fn out_of_sight(&self, error: &Away) {
        if !self.away.swap(true, Relaxed) {
            tracing::warn!(%error, "Redis is away; going on without leases");
        }
    }

    fn table(&self) -> RwLockReadGuard<'_, Table> {
        self.table.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn table_mut(&self) -> RwLockWriteGuard<'_, Table> {
        self.table.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn lost(&self) -> MutexGuard<'_, Vec<EventId>> {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn asking(&self) -> MutexGuard<'_, HashMap<EventId, Asking>> {
        self.asking.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod simulation;
