//! The map as it is stored: what cannot be worked out from the rest, each thing once.

use serde::{Deserialize, Serialize, Serializer};

use super::SeatMap;
use super::records::{BookingRecord, HoldRecord, SeatState};
use crate::ids::{BookingId, HoldId};
use crate::plan::{SeatIndex, SeatPlan};

/// Two maps are equal when they would be stored alike.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::event) struct StoredSeats {
    capacity: u32,
    used: bool,
    /// By sequence.
    bookings: Vec<BookingRecord>,
    /// By the end of their time.
    holds: Vec<HoldRecord>,
    blocked: Vec<SeatIndex>,
    /// The oldest first.
    cancelled: Vec<BookingRecord>,
    cancelled_long_ago: Vec<BookingId>,
    /// The oldest first.
    ended: Vec<HoldRecord>,
    ended_long_ago: Vec<HoldId>,
}

impl SeatMap {
    fn stored(&self) -> StoredSeats {
        StoredSeats {
            capacity: self.capacity(),
            used: self.used,
            bookings: self.confirmed(),
            holds: self.holds().collect(),
            blocked: self.in_state(SeatState::Blocked).collect(),
            cancelled: self.cancelled.latest().cloned().collect(),
            cancelled_long_ago: self.cancelled.forgotten(),
            ended: self.ended.latest().cloned().collect(),
            ended_long_ago: self.ended.forgotten(),
        }
    }
}

impl StoredSeats {
    /// The map, if its seats are those of the plan.
    pub(in crate::event) fn map_of(self, plan: &SeatPlan) -> Option<SeatMap> {
        if self.capacity != plan.capacity() {
            return None;
        }
        let mut map = SeatMap::new(plan);
        map.bookings.reserve(self.bookings.len());
        map.holds.reserve(self.holds.len());
        map.seats_of.reserve(self.bookings.len());
        let booked = self.bookings.iter().flat_map(|booking| &booking.seats);
        let held = self.holds.iter().flat_map(|hold| &hold.seats);
        let taken = booked.chain(held).chain(&self.blocked);
        map.seats.expect(taken.copied());
        self.bookings.iter().for_each(|booking| map.book(booking));
        self.holds.iter().for_each(|hold| map.open_hold(hold));
        map.block(&self.blocked);
        let (cancelled, ended) = (&mut map.cancelled, &mut map.ended);
        self.cancelled
            .into_iter()
            .for_each(|booking| cancelled.remember(booking.id, booking));
        cancelled.forget_all(self.cancelled_long_ago);
        self.ended
            .into_iter()
            .for_each(|hold| ended.remember(hold.id, hold));
        ended.forget_all(self.ended_long_ago);
        map.used = self.used;
        Some(map)
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
