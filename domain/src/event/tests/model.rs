//! The sale of an event in the plainest way: lists that are searched from end to end. It says what
//! every command should lead to, and notes facts only after checking that they can be true.

mod expected;

use chrono::{DateTime, Utc};

use crate::event::{EventFact, HoldState, PricedSeat, SeatState};
use crate::ids::{BookingId, HoldId, UserId};
use crate::seat::SeatName;

/// The seats of the house, in the order of its plan.
pub(super) const SEATS: [&str; 12] = [
    "ST-A-1", "ST-A-2", "ST-A-3", "ST-A-4", "ST-B-1", "ST-B-2", "ST-B-2A", "GA-1", "GA-2", "GA-3",
    "GA-4", "GA-5",
];

#[derive(Debug, Clone)]
pub(super) struct Booking {
    id: BookingId,
    user: UserId,
    seats: Vec<SeatName>,
    cancelled: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Hold {
    id: HoldId,
    user: UserId,
    seats: Vec<SeatName>,
    held_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    state: HoldState,
}

impl Hold {
    fn is_open(&self) -> bool {
        self.state == HoldState::Open
    }

    fn is(&self, id: HoldId, user: UserId, state: HoldState) -> bool {
        (self.id, self.user, self.state) == (id, user, state)
    }

    fn keeps_out(&self, now: DateTime<Utc>) -> bool {
        self.is_open() && now < self.expires_at
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    limit: usize,
    cancelled: bool,
    bookings: Vec<Booking>,
    holds: Vec<Hold>,
    blocked: Vec<SeatName>,
}

impl Model {
    pub(super) fn state(&self, seat: &SeatName, now: DateTime<Utc>) -> SeatState {
        let in_booking = |it: &&Booking| !it.cancelled && it.seats.contains(seat);
        let in_hold = |it: &&Hold| it.keeps_out(now) && it.seats.contains(seat);
        let booked = self.bookings.iter().filter(in_booking).count();
        let held = self.holds.iter().filter(in_hold).count();
        let blocked = self.blocked.iter().filter(|it| *it == seat).count();
        assert!(booked + held + blocked <= 1, "{seat} is given twice");
        match (booked, held, blocked) {
            (1, _, _) => SeatState::Booked,
            (_, 1, _) => SeatState::Held,
            (_, _, 1) => SeatState::Blocked,
            _ => SeatState::Free,
        }
    }

    /// How many seats a buyer has, holds counted whose time is over by no clock.
    pub(super) fn recorded(&self, user: UserId) -> usize {
        let bookings = self
            .bookings
            .iter()
            .filter(|it| it.user == user && !it.cancelled);
        let holds = self
            .holds
            .iter()
            .filter(|it| it.user == user && it.is_open());
        let seats = bookings
            .map(|it| &it.seats)
            .chain(holds.map(|it| &it.seats));
        seats.map(Vec::len).sum()
    }

    pub(super) fn next_expiry(&self) -> Option<DateTime<Utc>> {
        let open = self.holds.iter().filter(|it| it.is_open());
        open.map(|it| it.expires_at).min()
    }

    /// Notes what a fact says, having checked that it can be true.
    pub(super) fn note(&mut self, fact: &EventFact) {
        match fact {
            EventFact::EventCreated { details, .. } | EventFact::EventUpdated { details, .. } => {
                self.limit = details.max_seats_per_user as usize;
            }
            EventFact::EventCancelled { .. } => self.cancelled = true,
            EventFact::EventPublished { .. } | EventFact::EventDeleted { .. } => {}
            EventFact::SeatsBooked {
                booking_id,
                user_id,
                hold_id,
                seats,
                total_minor,
                ..
            } => {
                let seats = paid(seats, *total_minor);
                if let Some(hold) = hold_id {
                    let hold = self.end(*hold, HoldState::Booked);
                    assert_eq!((hold.user, &hold.seats), (*user_id, &seats));
                }
                self.is_nobodys(&seats);
                assert!(self.bookings.iter().all(|it| it.id != *booking_id));
                self.bookings.push(Booking {
                    id: *booking_id,
                    user: *user_id,
                    seats,
                    cancelled: false,
                });
                assert!(hold_id.is_some() || self.recorded(*user_id) <= self.limit);
            }
            EventFact::BookingCancelled {
                booking_id, seats, ..
            } => {
                let of_id = |it: &&mut Booking| it.id == *booking_id && !it.cancelled;
                let booking = self.bookings.iter_mut().find(of_id);
                let booking = booking.expect("a confirmed booking");
                booking.cancelled = true;
                assert!(seats.iter().map(|it| &it.seat).eq(&booking.seats));
            }
            EventFact::SeatsHeld { .. }
            | EventFact::HoldExtended { .. }
            | EventFact::HoldReleased { .. }
            | EventFact::HoldExpired { .. } => self.note_hold(fact),
            EventFact::SeatsBlocked { seats, .. } => {
                self.is_nobodys(seats);
                self.blocked.extend(seats.iter().cloned());
            }
            EventFact::SeatsUnblocked { seats, .. } => {
                assert!(seats.iter().all(|seat| self.blocked.contains(seat)));
                self.blocked.retain(|seat| !seats.contains(seat));
            }
        }
    }

    fn note_hold(&mut self, fact: &EventFact) {
        if let EventFact::SeatsHeld {
            hold_id,
            user_id,
            seats,
            total_minor,
            held_at,
            expires_at,
            ..
        } = fact
        {
            let seats = paid(seats, *total_minor);
            self.is_nobodys(&seats);
            assert!(self.holds.iter().all(|it| it.id != *hold_id));
            self.holds.push(Hold {
                id: *hold_id,
                user: *user_id,
                seats,
                held_at: *held_at,
                expires_at: *expires_at,
                state: HoldState::Open,
            });
            assert!(self.recorded(*user_id) <= self.limit);
        }
        if let EventFact::HoldExtended {
            hold_id,
            expires_at,
            extended_at,
            ..
        } = fact
        {
            let hold = self.holds.iter_mut().find(|it| it.id == *hold_id);
            let hold = hold.expect("a hold");
            assert!(hold.keeps_out(*extended_at) && hold.expires_at < *expires_at);
            hold.expires_at = *expires_at;
        }
        if let EventFact::HoldReleased { hold_id, seats, .. } = fact {
            assert_eq!(&self.end(*hold_id, HoldState::Released).seats, seats);
        }
        if let EventFact::HoldExpired {
            hold_id,
            seats,
            expired_at,
            ..
        } = fact
        {
            let hold = self.end(*hold_id, HoldState::Expired);
            assert!(hold.seats == *seats && hold.expires_at <= *expired_at);
        }
    }

    fn end(&mut self, id: HoldId, state: HoldState) -> Hold {
        let hold = self.holds.iter_mut().find(|it| it.id == id && it.is_open());
        let hold = hold.expect("an open hold");
        hold.state = state;
        hold.clone()
    }

    /// Whatever the clock says: nobody has these seats, and no hold that lasts on the record.
    #[track_caller]
    fn is_nobodys(&self, seats: &[SeatName]) {
        assert!(!seats.is_empty());
        for seat in seats {
            assert!(SEATS.contains(&seat.as_str()));
            assert_eq!(self.state(seat, DateTime::<Utc>::MIN_UTC), SeatState::Free);
        }
    }
}

fn paid(seats: &[PricedSeat], total_minor: i64) -> Vec<SeatName> {
    let sum: i64 = seats.iter().map(|seat| seat.price_minor).sum();
    assert_eq!(sum, total_minor);
    seats.iter().map(|seat| seat.seat.clone()).collect()
}
