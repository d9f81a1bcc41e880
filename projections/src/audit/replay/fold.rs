//! One event, fact by fact.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use seatlog_domain::event::EventFact;
use seatlog_domain::ids::HoldId;

use super::{ReplayedBooking, ReplayedEvent, ReplayedHold, SeatUse};
use crate::log::{Fact, Position, RecordedFact};

impl ReplayedEvent {
    /// Takes in the next fact of an event. Before it is created, nothing happens to it.
    pub fn take(so_far: &mut Option<Self>, recorded: &RecordedFact) {
        let Fact::Event(id, fact) = &recorded.fact else {
            return;
        };
        match (so_far, fact) {
            (
                so_far @ None,
                EventFact::EventCreated {
                    details,
                    currency,
                    seating,
                    ..
                },
            ) => {
                *so_far = Some(Self {
                    event_id: *id,
                    position: recorded.position,
                    version: recorded.sequence,
                    status: "draft",
                    deleted: false,
                    details: details.clone(),
                    currency: *currency,
                    seating: seating.clone(),
                    seats: BTreeMap::new(),
                    bookings: BTreeMap::new(),
                    holds: BTreeMap::new(),
                });
            }
            (Some(event), fact) => event.follow(recorded, fact),
            (None, _) => {}
        }
    }

    fn follow(&mut self, recorded: &RecordedFact, fact: &EventFact) {
        self.position = recorded.position;
        match fact {
            EventFact::EventCreated { .. } => {}
            EventFact::EventUpdated {
                details,
                currency,
                seating,
                ..
            } => {
                self.version = recorded.sequence;
                self.details = details.clone();
                self.currency = currency.unwrap_or(self.currency);
                if let Some(seating) = seating {
                    self.seating = seating.clone();
                }
            }
            EventFact::EventPublished { .. } => {
                self.version = recorded.sequence;
                self.status = "published";
            }
            EventFact::EventCancelled { .. } => {
                self.version = recorded.sequence;
                self.status = "cancelled";
            }
            EventFact::EventDeleted { .. } => self.deleted = true,
            EventFact::SeatsBooked { .. } => self.book(recorded.position, fact),
            EventFact::BookingCancelled {
                booking_id,
                cancelled_at,
                ..
            } => {
                if let Some(booking) = self.bookings.get_mut(booking_id) {
                    booking.cancelled = Some((*cancelled_at, recorded.position));
                    for booked in &booking.seats {
                        self.seats.remove(&booked.seat);
                    }
                }
            }
            EventFact::SeatsHeld { .. } => self.hold(fact),
            EventFact::HoldExtended {
                hold_id,
                expires_at,
                ..
            } => {
                if let Some(hold) = self.holds.get_mut(hold_id) {
                    hold.expires_at = *expires_at;
                }
            }
            EventFact::HoldReleased {
                hold_id,
                released_at,
                ..
            } => {
                self.end_hold(*hold_id, "released", *released_at);
            }
            EventFact::HoldExpired {
                hold_id,
                expired_at,
                ..
            } => {
                self.end_hold(*hold_id, "expired", *expired_at);
            }
            EventFact::SeatsBlocked { seats, .. } => {
                let blocked = seats.iter().map(|seat| (seat.clone(), SeatUse::Blocked));
                self.seats.extend(blocked);
            }
            EventFact::SeatsUnblocked { seats, .. } => {
                for seat in seats {
                    self.seats.remove(seat);
                }
            }
        }
    }

    fn book(&mut self, position: Position, fact: &EventFact) {
        let EventFact::SeatsBooked {
            booking_id,
            reference,
            user_id,
            hold_id,
            seats,
            total_minor,
            currency,
            booked_at,
        } = fact
        else {
            return;
        };
        if let Some(hold) = hold_id {
            self.end_hold(*hold, "booked", *booked_at);
        }
        let booked = seats
            .iter()
            .map(|it| (it.seat.clone(), SeatUse::Booked(*booking_id)));
        self.seats.extend(booked);
        let booking = ReplayedBooking {
            booking_id: *booking_id,
            reference: reference.clone(),
            user_id: *user_id,
            hold_id: *hold_id,
            seats: seats.clone(),
            total_minor: *total_minor,
            currency: *currency,
            booked_at: *booked_at,
            position,
            cancelled: None,
        };
        self.bookings.insert(*booking_id, booking);
    }

    fn hold(&mut self, fact: &EventFact) {
        let EventFact::SeatsHeld {
            hold_id,
            user_id,
            seats,
            total_minor,
            currency,
            held_at,
            expires_at,
        } = fact
        else {
            return;
        };
        let held = seats
            .iter()
            .map(|it| (it.seat.clone(), SeatUse::Held(*hold_id)));
        self.seats.extend(held);
        let hold = ReplayedHold {
            hold_id: *hold_id,
            user_id: *user_id,
            seats: seats.clone(),
            total_minor: *total_minor,
            currency: *currency,
            held_at: *held_at,
            expires_at: *expires_at,
            state: "open",
            ended_at: None,
        };
        self.holds.insert(*hold_id, hold);
    }

    fn end_hold(&mut self, id: HoldId, state: &'static str, at: DateTime<Utc>) {
        if let Some(hold) = self.holds.get_mut(&id) {
            (hold.state, hold.ended_at) = (state, Some(at));
            for held in &hold.seats {
                self.seats.remove(&held.seat);
            }
        }
    }
}
