//! The holds of one event whose end is not recorded yet.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use seatlog_domain::ids::HoldId;

/// Holds that run, and those that the clock has ended before a fact did.
#[derive(Debug, Default)]
pub(super) struct Holds {
    unended: HashMap<HoldId, Hold>,
    /// The holds that still keep seats; the next to run out stands first.
    running: BTreeSet<(DateTime<Utc>, HoldId)>,
}

#[derive(Debug)]
struct Hold {
    seats: Box<[u32]>,
    expires_at: DateTime<Utc>,
}

impl Holds {
    /// Takes in a hold.
    pub(super) fn begin(&mut self, id: HoldId, seats: Box<[u32]>, expires_at: DateTime<Utc>) {
        self.running.insert((expires_at, id));
        self.unended.insert(id, Hold { seats, expires_at });
    }

    /// Gives a hold another end; returns its seats.
    pub(super) fn extend(&mut self, id: HoldId, expires_at: DateTime<Utc>) -> Option<&[u32]> {
        let hold = self.unended.get_mut(&id)?;
        self.running.remove(&(hold.expires_at, id));
        self.running.insert((expires_at, id));
        hold.expires_at = expires_at;
        Some(&hold.seats)
    }

    /// Forgets a hold that a fact ended.
    pub(super) fn end(&mut self, id: HoldId) {
        if let Some(hold) = self.unended.remove(&id) {
            self.running.remove(&(hold.expires_at, id));
        }
    }

    /// Ends by the clock the hold that ran out first, if one did; returns its seats.
    pub(super) fn lapse(&mut self, now: DateTime<Utc>) -> Option<&[u32]> {
        self.next_end().filter(|end| *end <= now)?;
        let (_, id) = self.running.pop_first()?;
        self.unended.get(&id).map(|hold| &*hold.seats)
    }

    /// When the clock ends a hold next.
    pub(super) fn next_end(&self) -> Option<DateTime<Utc>> {
        self.running.first().map(|(expires_at, _)| *expires_at)
    }
}
