//! What is remembered of bookings that were cancelled and of holds that have ended.
//!
//! The rule, so that an event does not grow without end: the last 10,000 of each are remembered in
//! full. Of an older one only the id is kept (a fortieth of what the log keeps of it), for nothing may
//! be made under an id twice.

use std::collections::VecDeque;
use std::hash::Hash;

use hashbrown::{HashMap, HashSet};

use super::records::{BookingRecord, HoldRecord};
use crate::ids::{BookingId, HoldId};

/// How many of each kind are remembered in full.
const REMEMBERED: usize = 10_000;

/// What has ended, by id.
#[derive(Debug, Clone)]
pub(super) struct Ended<K, R> {
    latest: Latest<K, R>,
    forgotten: HashSet<K>,
}

/// Bookings that were cancelled.
pub(super) type CancelledBookings = Ended<BookingId, BookingRecord>;
/// Holds that have ended.
pub(super) type EndedHolds = Ended<HoldId, HoldRecord>;

impl<K, R> Default for Ended<K, R> {
    fn default() -> Self {
        Self {
            latest: Latest::default(),
            forgotten: HashSet::new(),
        }
    }
}

impl<K: Copy + Ord + Hash, R> Ended<K, R> {
    pub(super) fn get(&self, id: K) -> Option<&R> {
        self.latest.records.get(&id)
    }

    pub(super) fn is_forgotten(&self, id: K) -> bool {
        self.forgotten.contains(&id)
    }

    pub(super) fn remember(&mut self, id: K, record: R) {
        let oldest = self.latest.insert(id, record);
        self.forgotten.extend(oldest);
    }

    pub(super) fn forget_all(&mut self, ids: Vec<K>) {
        self.forgotten.extend(ids);
    }

    /// The latest, the oldest of them first.
    pub(super) fn latest(&self) -> impl Iterator<Item = &R> {
        self.latest.iter()
    }

    /// The ids of all others, in order.
    pub(super) fn forgotten(&self) -> Vec<K> {
        let mut forgotten: Vec<_> = self.forgotten.iter().copied().collect();
        forgotten.sort_unstable();
        forgotten
    }
}

/// The latest records, by id.
#[derive(Debug, Clone)]
struct Latest<K, R> {
    records: HashMap<K, R>,
    order: VecDeque<K>,
}

impl<K, R> Default for Latest<K, R> {
    fn default() -> Self {
        Self {
            records: HashMap::new(),
            order: VecDeque::new(),
        }
    }
}

impl<K: Copy + Eq + Hash, R> Latest<K, R> {
    /// Takes a record in; returns the id of the one that had to go.
    fn insert(&mut self, id: K, record: R) -> Option<K> {
        if self.records.insert(id, record).is_none() {
            self.order.push_back(id);
        }
        if self.order.len() <= REMEMBERED {
            return None;
        }
        let oldest = self.order.pop_front()?;
        self.records.remove(&oldest);
        Some(oldest)
    }

    fn iter(&self) -> impl Iterator<Item = &R> {
        self.order.iter().filter_map(|id| self.records.get(id))
    }
}
