//! Taking facts in. No rules here: what is a fact has happened.

use super::fact::EventFact;
use super::seat_map::{BookingRecord, HoldRecord, HoldState, SeatMap};
use super::{Entrance, Event, Live, PricedSeat, Status};
use crate::plan::{SeatIndex, SeatPlan};
use crate::seat::SeatName;

impl Event {
    /// Takes in the next fact of the event's stream.
    pub fn evolve(&mut self, fact: &EventFact) {
        match (&mut *self, fact) {
            (
                Self::Unknown,
                EventFact::EventCreated {
                    details,
                    currency,
                    seating,
                    ..
                },
            ) => {
                let plan = SeatPlan::from_recorded(seating.clone());
                let mut entrance = Entrance::default();
                entrance.evolve(fact);
                *self = Self::Live(Box::new(Live {
                    details: details.clone(),
                    currency: *currency,
                    seats: SeatMap::new(&plan),
                    plan,
                    status: Status::Draft,
                    version: 1,
                    entrance,
                    sequence: 1,
                }));
            }
            (Self::Live(_), EventFact::EventDeleted { .. }) => *self = Self::Deleted,
            (Self::Live(live), _) => live.evolve(fact),
            // Nothing happens to an event before it is created or after it is deleted.
            (Self::Unknown | Self::Deleted, _) => {}
        }
    }
}

impl Live {
    fn evolve(&mut self, fact: &EventFact) {
        self.sequence += 1;
        match fact {
            EventFact::EventUpdated {
                details,
                currency,
                seating,
                ..
            } => {
                self.details = details.clone();
                self.currency = currency.unwrap_or(self.currency);
                self.entrance.evolve(fact);
                if let Some(seating) = seating {
                    self.plan = SeatPlan::from_recorded(seating.clone());
                    self.seats = SeatMap::new(&self.plan);
                }
                self.version = self.sequence;
            }
            EventFact::EventPublished { published_at } => {
                self.status = Status::Published { at: *published_at };
                self.entrance.evolve(fact);
                self.version = self.sequence;
            }
            EventFact::EventCancelled { .. } => {
                self.status = Status::Cancelled;
                self.entrance.evolve(fact);
                self.version = self.sequence;
            }
            EventFact::SeatsBooked { .. }
            | EventFact::BookingCancelled { .. }
            | EventFact::SeatsHeld { .. }
            | EventFact::HoldExtended { .. }
            | EventFact::HoldReleased { .. }
            | EventFact::HoldExpired { .. }
            | EventFact::SeatsBlocked { .. }
            | EventFact::SeatsUnblocked { .. } => self.evolve_seats(fact),
            EventFact::EventCreated { .. } | EventFact::EventDeleted { .. } => {}
        }
    }

    fn evolve_seats(&mut self, fact: &EventFact) {
        match fact {
            EventFact::SeatsBooked {
                booking_id,
                user_id,
                hold_id,
                seats,
                booked_at,
                ..
            } => {
                if let Some(hold) = hold_id {
                    self.seats.end_hold(*hold, HoldState::Booked);
                }
                self.seats.book(&BookingRecord {
                    id: *booking_id,
                    user_id: *user_id,
                    seats: self.find_priced(seats),
                    booked_at: *booked_at,
                    sequence: self.sequence,
                    cancelled_at: None,
                });
            }
            EventFact::BookingCancelled {
                booking_id,
                cancelled_at,
                ..
            } => self.seats.cancel(*booking_id, *cancelled_at),
            EventFact::SeatsHeld {
                hold_id,
                user_id,
                seats,
                held_at,
                expires_at,
                ..
            } => self.seats.open_hold(&HoldRecord {
                id: *hold_id,
                user_id: *user_id,
                seats: self.find_priced(seats),
                held_at: *held_at,
                expires_at: *expires_at,
                state: HoldState::Open,
            }),
            EventFact::HoldExtended {
                hold_id,
                expires_at,
                ..
            } => self.seats.extend_hold(*hold_id, *expires_at),
            EventFact::HoldReleased { hold_id, .. } => {
                self.seats.end_hold(*hold_id, HoldState::Released);
            }
            EventFact::HoldExpired { hold_id, .. } => {
                self.seats.end_hold(*hold_id, HoldState::Expired);
            }
            EventFact::SeatsBlocked { seats, .. } => self.seats.block(&self.find_named(seats)),
            EventFact::SeatsUnblocked { seats, .. } => self.seats.unblock(&self.find_named(seats)),
            EventFact::EventCreated { .. }
            | EventFact::EventUpdated { .. }
            | EventFact::EventPublished { .. }
            | EventFact::EventCancelled { .. }
            | EventFact::EventDeleted { .. } => {}
        }
    }

    fn find_priced(&self, seats: &[PricedSeat]) -> Box<[SeatIndex]> {
        let find = |seat: &PricedSeat| self.plan.find(&seat.seat);
        seats.iter().filter_map(find).collect()
    }

    fn find_named(&self, seats: &[SeatName]) -> Box<[SeatIndex]> {
        seats
            .iter()
            .filter_map(|seat| self.plan.find(seat))
            .collect()
    }
}
