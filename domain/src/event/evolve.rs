//! Taking facts in. No rules here: what is a fact has happened.

use super::fact::EventFact;
use super::seat_map::{BookingRecord, SeatMap};
use super::{Event, Live, Status};
use crate::plan::SeatPlan;

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
                *self = Self::Live(Box::new(Live {
                    details: details.clone(),
                    currency: *currency,
                    seats: SeatMap::new(plan.capacity()),
                    plan,
                    status: Status::Draft,
                    version: 1,
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
                if let Some(seating) = seating {
                    self.plan = SeatPlan::from_recorded(seating.clone());
                    self.seats = SeatMap::new(self.plan.capacity());
                }
                self.version = self.sequence;
            }
            EventFact::EventPublished { published_at } => {
                self.status = Status::Published { at: *published_at };
                self.version = self.sequence;
            }
            EventFact::EventCancelled { .. } => {
                self.status = Status::Cancelled;
                self.version = self.sequence;
            }
            EventFact::SeatsBooked {
                booking_id,
                user_id,
                seats,
                booked_at,
                ..
            } => {
                let find = |seat: &super::PricedSeat| self.plan.find(&seat.seat);
                self.seats.book(BookingRecord {
                    id: *booking_id,
                    user_id: *user_id,
                    seats: seats.iter().filter_map(find).collect(),
                    booked_at: *booked_at,
                    sequence: self.sequence,
                    cancelled_at: None,
                });
            }
            EventFact::BookingCancelled {
                booking_id,
                cancelled_at,
                ..
            } => {
                self.seats.cancel(*booking_id, *cancelled_at);
            }
            EventFact::EventCreated { .. } | EventFact::EventDeleted { .. } => {}
        }
    }
}
