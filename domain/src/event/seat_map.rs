//! Who has which seat: four bytes a seat, and a short record for each booking.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{BookingId, UserId};
use crate::plan::SeatIndex;

/// A booking as its event remembers it. Prices and names follow from the plan, which cannot
/// change once anything was booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingRecord {
    /// The booking.
    pub id: BookingId,
    /// Its buyer.
    pub user_id: UserId,
    /// Its seats.
    pub seats: Box<[SeatIndex]>,
    /// When it was made.
    pub booked_at: DateTime<Utc>,
    /// The sequence of its `SeatsBooked` in the event's stream.
    pub sequence: u64,
    /// When it was taken back, if it was.
    pub cancelled_at: Option<DateTime<Utc>>,
}

/// The seats of one event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SeatMap {
    /// For each seat 0 when it is free, else one more than its booking's place in `bookings`.
    owners: Vec<u32>,
    bookings: Vec<BookingRecord>,
    by_id: HashMap<BookingId, u32>,
    seats_of: HashMap<UserId, u32>,
    taken: u32,
    confirmed: u32,
}

impl SeatMap {
    pub(super) fn new(capacity: u32) -> Self {
        Self {
            owners: vec![0; capacity as usize],
            ..Self::default()
        }
    }

    pub(super) fn is_free(&self, seat: SeatIndex) -> bool {
        self.owners.get(seat.0 as usize) == Some(&0)
    }

    pub(super) fn free(&self) -> u32 {
        u32::try_from(self.owners.len()).unwrap_or(u32::MAX) - self.taken
    }

    /// How many seats a buyer has.
    pub(super) fn seats_of(&self, user: UserId) -> u32 {
        self.seats_of.get(&user).copied().unwrap_or_default()
    }

    pub(super) fn booking(&self, id: BookingId) -> Option<&BookingRecord> {
        self.by_id.get(&id).map(|&at| &self.bookings[at as usize])
    }

    /// Bookings that were not taken back, oldest first.
    pub(super) fn confirmed(&self) -> impl Iterator<Item = &BookingRecord> {
        self.bookings
            .iter()
            .filter(|booking| booking.cancelled_at.is_none())
    }

    pub(super) fn confirmed_count(&self) -> u32 {
        self.confirmed
    }

    pub(super) fn was_ever_booked(&self) -> bool {
        !self.bookings.is_empty()
    }

    pub(super) fn book(&mut self, booking: BookingRecord) {
        let at = u32::try_from(self.bookings.len()).unwrap_or(u32::MAX);
        for seat in &booking.seats {
            self.owners[seat.0 as usize] = at + 1;
        }
        let count = booking.seats.len() as u32;
        self.taken += count;
        self.confirmed += 1;
        *self.seats_of.entry(booking.user_id).or_default() += count;
        self.by_id.insert(booking.id, at);
        self.bookings.push(booking);
    }

    pub(super) fn cancel(&mut self, id: BookingId, at: DateTime<Utc>) {
        let Some(&place) = self.by_id.get(&id) else {
            return;
        };
        let booking = &mut self.bookings[place as usize];
        if booking.cancelled_at.is_some() {
            return;
        }
        booking.cancelled_at = Some(at);
        for seat in &booking.seats {
            self.owners[seat.0 as usize] = 0;
        }
        let count = booking.seats.len() as u32;
        self.taken -= count;
        self.confirmed -= 1;
        if let Some(seats) = self.seats_of.get_mut(&booking.user_id) {
            *seats -= count;
        }
    }
}
