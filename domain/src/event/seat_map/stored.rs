//! The map as it is stored: what cannot be worked out from the rest, each thing once.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::SeatMap;
use super::records::{BookingRecord, HoldRecord, SeatState};
use crate::ids::BookingId;
use crate::plan::SeatIndex;

/// Two maps are equal when they would be stored alike.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stored {
    capacity: u32,
    used: bool,
    /// By sequence.
    bookings: Vec<BookingRecord>,
    /// By the end of their time.
    holds: Vec<HoldRecord>,
    blocked: Vec<SeatIndex>,
    /// The oldest first.
    cancelled: Vec<BookingRecord>,
    forgotten: Vec<BookingId>,
    /// The oldest first.
    ended: Vec<HoldRecord>,
}

impl SeatMap {
    fn stored(&self) -> Stored {
        let mut forgotten: Vec<_> = self.cancelled.forgotten().collect();
        forgotten.sort_unstable();
        Stored {
            capacity: self.capacity(),
            used: self.used,
            bookings: self.confirmed(),
            holds: self.holds().collect(),
            blocked: self.in_state(SeatState::Blocked).collect(),
            cancelled: self.cancelled.latest().cloned().collect(),
            forgotten,
            ended: self.ended.latest().cloned().collect(),
        }
    }
}

impl From<Stored> for SeatMap {
    fn from(stored: Stored) -> Self {
        let mut map = Self::new(stored.capacity);
        stored.bookings.iter().for_each(|booking| map.book(booking));
        stored.holds.iter().for_each(|hold| map.open_hold(hold));
        map.block(&stored.blocked);
        let cancelled = &mut map.cancelled;
        stored
            .cancelled
            .into_iter()
            .for_each(|booking| cancelled.remember(booking));
        stored
            .forgotten
            .into_iter()
            .for_each(|id| cancelled.forget(id));
        stored
            .ended
            .into_iter()
            .for_each(|hold| map.ended.remember(hold));
        map.used = stored.used;
        map
    }
}

impl PartialEq for SeatMap {
    fn eq(&self, other: &Self) -> bool {
        self.stored() == other.stored()
    }
}

impl Eq for SeatMap {}

impl Serialize for SeatMap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.stored().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SeatMap {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Stored::deserialize(deserializer).map(Self::from)
    }
}
