//! What a sale comes to.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::event::fact::{EventFact, PricedSeat};
use crate::event::refusal::Refusal;
use crate::ids::UserId;

/// Why somebody who wanted seats went without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Somebody else had some of the seats.
    SeatTaken,
    /// Fewer seats were free.
    NotEnoughSeats,
    /// The buyer would have had more seats than the event allows.
    LimitReached,
    /// Seats were not sold at that time.
    SalesClosed,
    /// The hold's time was over.
    HoldExpired,
}

impl Reason {
    /// The reason of a refusal; none for those that say nothing about demand.
    pub fn of(refusal: &Refusal) -> Option<Self> {
        match refusal {
            Refusal::SeatTaken { .. } => Some(Self::SeatTaken),
            Refusal::NotEnoughSeats { .. } => Some(Self::NotEnoughSeats),
            Refusal::LimitReached { .. } => Some(Self::LimitReached),
            Refusal::SalesClosed => Some(Self::SalesClosed),
            Refusal::HoldExpired => Some(Self::HoldExpired),
            Refusal::EventNotFound
            | Refusal::BookingNotFound
            | Refusal::HoldNotFound
            | Refusal::HoldCapReached
            | Refusal::HoldAlreadyBooked
            | Refusal::Invalid(_)
            | Refusal::EventCancelled
            | Refusal::EventHasBookings { .. }
            | Refusal::PlanInUse
            // They come again when it is their turn.
            | Refusal::NotAdmitted
            | Refusal::UnknownSeat { .. }
            | Refusal::AlreadyCancelled
            | Refusal::TooLate => None,
        }
    }
}

/// What a sale came to, net of cancellations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Bookings that stand.
    pub bookings: i64,
    /// Their seats.
    pub seats_sold: i64,
    /// What was paid for them, in minor units of the event's currency.
    pub revenue_minor: i64,
    /// Wishes for seats that were refused, by the reason.
    pub refused_wishes: BTreeMap<Reason, u64>,
    /// Buyers who were refused something.
    pub refused_buyers: u64,
    /// Those of them who have no seat in the end.
    pub empty_handed_buyers: u64,
}

#[derive(Debug, Default)]
pub(super) struct Tally {
    outcome: Outcome,
    seats_of: HashMap<UserId, i64>,
    refused: HashSet<UserId>,
}

impl Tally {
    pub(super) fn take(&mut self, fact: &EventFact) {
        match fact {
            EventFact::SeatsBooked {
                user_id,
                seats,
                total_minor,
                ..
            } => self.count(*user_id, 1, seats, *total_minor),
            EventFact::BookingCancelled {
                user_id,
                seats,
                total_minor,
                ..
            } => self.count(*user_id, -1, seats, *total_minor),
            EventFact::EventCreated { .. }
            | EventFact::EventUpdated { .. }
            | EventFact::EventPublished { .. }
            | EventFact::EventCancelled { .. }
            | EventFact::EventDeleted { .. }
            | EventFact::SeatsHeld { .. }
            | EventFact::HoldExtended { .. }
            | EventFact::HoldReleased { .. }
            | EventFact::HoldExpired { .. }
            | EventFact::SeatsBlocked { .. }
            | EventFact::SeatsUnblocked { .. } => {}
        }
    }

    fn count(&mut self, user: UserId, sign: i64, seats: &[PricedSeat], total_minor: i64) {
        let seats = sign * seats.len() as i64;
        self.outcome.bookings += sign;
        self.outcome.seats_sold += seats;
        self.outcome.revenue_minor += sign * total_minor;
        *self.seats_of.entry(user).or_default() += seats;
    }

    pub(super) fn refuse(&mut self, user: UserId, reason: Reason) {
        *self.outcome.refused_wishes.entry(reason).or_default() += 1;
        self.refused.insert(user);
    }

    pub(super) fn outcome(self) -> Outcome {
        let has_none = |user: &&UserId| self.seats_of.get(user).is_none_or(|seats| *seats == 0);
        Outcome {
            refused_buyers: self.refused.len() as u64,
            empty_handed_buyers: self.refused.iter().filter(has_none).count() as u64,
            ..self.outcome
        }
    }
}
