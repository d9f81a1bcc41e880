//! What is remembered of bookings that were cancelled and of holds that have ended.
//!
//! The rule, so that an event does not grow without end: the last 10,000 of each are remembered in
//! full. Of an older cancelled booking only the id is kept (a fortieth of what the log keeps of
//! it), for an id must never be sold under twice; an older hold is unknown.

use std::collections::VecDeque;
use std::hash::Hash;

use hashbrown::{HashMap, HashSet};

use super::records::{BookingRecord, HoldRecord};
use crate::ids::{BookingId, HoldId};

/// How many of each kind are remembered in full.
const REMEMBERED: usize = 10_000;

/// Bookings that were cancelled.
#[derive(Debug, Clone, Default)]
pub(super) struct CancelledBookings {
    latest: Latest<BookingId, BookingRecord>,
    forgotten: HashSet<BookingId>,
}

impl CancelledBookings {
    pub(super) fn get(&self, id: BookingId) -> Option<&BookingRecord> {
        self.latest.records.get(&id)
    }

    pub(super) fn is_forgotten(&self, id: BookingId) -> bool {
        self.forgotten.contains(&id)
    }

    pub(super) fn remember(&mut self, booking: BookingRecord) {
        let oldest = self.latest.insert(booking.id, booking);
        self.forgotten.extend(oldest);
    }

    pub(super) fn forget(&mut self, id: BookingId) {
        self.forgotten.insert(id);
    }

    /// The latest, the oldest of them first.
    pub(super) fn latest(&self) -> impl Iterator<Item = &BookingRecord> {
        self.latest.iter()
    }

    pub(super) fn forgotten(&self) -> impl Iterator<Item = BookingId> {
        self.forgotten.iter().copied()
    }
}

/// Holds that have ended.
#[derive(Debug, Clone, Default)]
pub(super) struct EndedHolds(Latest<HoldId, HoldRecord>);

impl EndedHolds {
    pub(super) fn get(&self, id: HoldId) -> Option<&HoldRecord> {
        self.0.records.get(&id)
    }

    pub(super) fn remember(&mut self, hold: HoldRecord) {
        self.0.insert(hold.id, hold);
    }

    /// The latest, the oldest of them first.
    pub(super) fn latest(&self) -> impl Iterator<Item = &HoldRecord> {
        self.0.iter()
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
