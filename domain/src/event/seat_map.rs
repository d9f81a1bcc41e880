//! Who has which seat. A few bytes a seat, and a short record for each booking and each hold: an
//! event of 50,000 seats that were sold one by one fits into a few megabytes.
//!
//! What has ended is remembered for a while only ([`ended`]); everything else as long as it lasts.

mod ended;
mod records;
mod register;
mod seats;
mod stored;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use hashbrown::HashMap;

pub(super) use stored::StoredSeats;

pub use records::{BookingRecord, HoldRecord, HoldState, SeatState};

use super::free_seats::FreeSeats;
use crate::ids::{BookingId, HoldId, UserId};
use crate::plan::{SeatIndex, SeatPlan};
use ended::{CancelledBookings, EndedHolds};
use records::{Booking, Hold};
use register::Register;
use seats::{Seats, Taker};

/// The seats of one event.
#[derive(Debug, Clone)]
pub(super) struct SeatMap {
    seats: Seats,
    bookings: Register<Booking>,
    holds: Register<Hold>,
    /// The holds, by the end of their time.
    expiries: BTreeSet<(DateTime<Utc>, HoldId)>,
    /// How many seats each buyer has booked and holds.
    seats_of: HashMap<UserId, u32>,
    cancelled: CancelledBookings,
    ended: EndedHolds,
    used: bool,
}

impl SeatMap {
    pub(super) fn new(plan: &SeatPlan) -> Self {
        Self {
            seats: Seats::new(plan),
            bookings: Register::default(),
            holds: Register::default(),
            expiries: BTreeSet::new(),
            seats_of: HashMap::new(),
            cancelled: CancelledBookings::default(),
            ended: EndedHolds::default(),
            used: false,
        }
    }

    /// The seats that nobody has, as the facts say.
    pub(super) fn free(&self) -> &FreeSeats {
        self.seats.free()
    }

    /// Whose a seat is, as the facts say: a hold whose time is over is still a hold.
    pub(super) fn state(&self, seat: SeatIndex) -> SeatState {
        match self.seats.taker(seat) {
            Taker::Nobody => SeatState::Free,
            Taker::Admin => SeatState::Blocked,
            Taker::Hold(_) => SeatState::Held,
            Taker::Booking(_) => SeatState::Booked,
        }
    }

    /// The hold that a seat is in, whether its time is over or not.
    pub(super) fn hold_on(&self, seat: SeatIndex) -> Option<HoldRecord> {
        match self.seats.taker(seat) {
            Taker::Hold(slot) => self.holds.at(slot).map(|hold| hold.record(&self.seats)),
            Taker::Nobody | Taker::Admin | Taker::Booking(_) => None,
        }
    }

    /// The seats in a state, in the order of the plan.
    pub(super) fn in_state(&self, state: SeatState) -> impl Iterator<Item = SeatIndex> {
        let seats = (0..self.capacity()).map(SeatIndex);
        seats.filter(move |seat| self.state(*seat) == state)
    }

    /// The number of seats.
    pub(super) fn capacity(&self) -> u32 {
        self.seats.capacity()
    }

    /// Whether anything was ever held or booked.
    pub(super) fn was_ever_used(&self) -> bool {
        self.used
    }

    /// How many seats a buyer has booked and holds, holds whose time is over included.
    pub(super) fn seats_of(&self, user: UserId) -> u32 {
        self.seats_of.get(&user).copied().unwrap_or_default()
    }

    /// A confirmed booking, or one that was cancelled lately.
    pub(super) fn booking(&self, id: BookingId) -> Option<BookingRecord> {
        let confirmed = self.bookings.get(id.uuid());
        confirmed
            .map(|booking| booking.record(&self.seats))
            .or_else(|| self.cancelled.get(id).cloned())
    }

    /// Whether a booking was cancelled so long ago that nothing but that is known of it.
    pub(super) fn was_cancelled_long_ago(&self, id: BookingId) -> bool {
        self.cancelled.is_forgotten(id)
    }

    /// The confirmed bookings, oldest first.
    pub(super) fn confirmed(&self) -> Vec<BookingRecord> {
        let mut confirmed: Vec<_> = self
            .bookings
            .iter()
            .map(|booking| booking.record(&self.seats))
            .collect();
        confirmed.sort_unstable_by_key(|booking| booking.sequence);
        confirmed
    }

    pub(super) fn confirmed_count(&self) -> u32 {
        self.bookings.len()
    }

    /// A hold whose end was not recorded yet, or one that has ended lately.
    pub(super) fn hold(&self, id: HoldId) -> Option<HoldRecord> {
        let open = self.holds.get(id.uuid());
        open.map(|hold| hold.record(&self.seats))
            .or_else(|| self.ended.get(id).cloned())
    }

    /// Whether a hold ended so long ago that nothing but that is known of it.
    pub(super) fn ended_long_ago(&self, id: HoldId) -> bool {
        self.ended.is_forgotten(id)
    }

    /// The holds whose end was not recorded yet, in the order in which their time is over.
    pub(super) fn holds(&self) -> impl Iterator<Item = HoldRecord> {
        let hold = |(_, id): &(_, HoldId)| self.holds.get(id.uuid());
        let holds = self.expiries.iter().filter_map(hold);
        holds.map(|hold| hold.record(&self.seats))
    }

    /// When the first of the holds is over.
    pub(super) fn next_expiry(&self) -> Option<DateTime<Utc>> {
        self.expiries.first().map(|(at, _)| *at)
    }

    /// The holds whose time is over though their end was not recorded yet.
    pub(super) fn overdue(&self, now: DateTime<Utc>) -> impl Iterator<Item = HoldRecord> {
        self.holds().take_while(move |hold| hold.expires_at <= now)
    }

    pub(super) fn book(&mut self, booking: &BookingRecord) {
        self.used = true;
        let Some(slot) = self.bookings.insert(Booking::new(booking)) else {
            return;
        };
        let (first, count) = self.seats.take(&booking.seats, Taker::Booking(slot));
        if let Some(booking) = self.bookings.at_mut(slot) {
            booking.first_seat = first;
        }
        *self.seats_of.entry(booking.user_id).or_default() += count;
    }

    pub(super) fn cancel(&mut self, id: BookingId, at: DateTime<Utc>) {
        let Some(booking) = self.bookings.remove(id.uuid()) else {
            return;
        };
        let record = BookingRecord {
            cancelled_at: Some(at),
            ..booking.record(&self.seats)
        };
        let count = self.seats.free_all(booking.first_seat);
        self.gave_back(booking.user_id, count);
        self.cancelled.remember(id, record);
    }

    pub(super) fn open_hold(&mut self, hold: &HoldRecord) {
        self.used = true;
        let Some(slot) = self.holds.insert(Hold::new(hold)) else {
            return;
        };
        let (first, count) = self.seats.take(&hold.seats, Taker::Hold(slot));
        if let Some(hold) = self.holds.at_mut(slot) {
            hold.first_seat = first;
        }
        self.expiries.insert((hold.expires_at, hold.id));
        *self.seats_of.entry(hold.user_id).or_default() += count;
    }

    pub(super) fn extend_hold(&mut self, id: HoldId, expires_at: DateTime<Utc>) {
        if let Some(hold) = self.holds.get_mut(id.uuid()) {
            self.expiries.remove(&(hold.expires_at, id));
            hold.expires_at = expires_at;
            self.expiries.insert((expires_at, id));
        }
    }

    pub(super) fn end_hold(&mut self, id: HoldId, state: HoldState) {
        let Some(hold) = self.holds.remove(id.uuid()) else {
            return;
        };
        self.expiries.remove(&(hold.expires_at, id));
        let count = self.seats.free_all(hold.first_seat);
        self.gave_back(hold.user_id, count);
        let record = HoldRecord {
            id,
            user_id: hold.user_id,
            seats: Box::default(),
            held_at: hold.held_at,
            expires_at: hold.expires_at,
            state,
        };
        self.ended.remember(id, record);
    }

    pub(super) fn block(&mut self, seats: &[SeatIndex]) {
        self.seats.take(seats, Taker::Admin);
    }

    pub(super) fn unblock(&mut self, seats: &[SeatIndex]) {
        self.seats.unblock(seats);
    }

    fn gave_back(&mut self, user: UserId, count: u32) {
        if let Some(seats) = self.seats_of.get_mut(&user) {
            *seats -= count;
            if *seats == 0 {
                self.seats_of.remove(&user);
            }
        }
    }
}
