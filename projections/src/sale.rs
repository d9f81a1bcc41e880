//! What the log says about sales, batch by batch. Neighbouring facts of one kind are applied by
//! one statement, so that a model keeps up with an on-sale.

use std::mem::discriminant;

use chrono::{DateTime, Utc};

use seatlog_domain::event::{EventFact, PricedSeat};
use seatlog_domain::ids::{BookingId, EventId, UserId};
use seatlog_domain::money::Currency;

use crate::log::{Fact, Position, RecordedFact};

/// A booking that was made or cancelled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sale<'a> {
    pub(crate) position: Position,
    pub(crate) event_id: EventId,
    pub(crate) booking_id: BookingId,
    pub(crate) user_id: UserId,
    pub(crate) seats: &'a [PricedSeat],
    pub(crate) total_minor: i64,
    pub(crate) currency: Currency,
    pub(crate) at: DateTime<Utc>,
}

impl<'a> Sale<'a> {
    /// The sales of a run of facts that are all `SeatsBooked` or all `BookingCancelled`.
    pub(crate) fn all(run: &[&'a RecordedFact]) -> Vec<Self> {
        run.iter().copied().filter_map(Self::of).collect()
    }

    fn of(recorded: &'a RecordedFact) -> Option<Self> {
        let Fact::Event(event_id, fact) = &recorded.fact else {
            return None;
        };
        match fact {
            EventFact::SeatsBooked {
                booking_id,
                user_id,
                seats,
                total_minor,
                currency,
                booked_at: at,
                ..
            }
            | EventFact::BookingCancelled {
                booking_id,
                user_id,
                seats,
                total_minor,
                currency,
                cancelled_at: at,
                ..
            } => Some(Self {
                position: recorded.position,
                event_id: *event_id,
                booking_id: *booking_id,
                user_id: *user_id,
                seats,
                total_minor: *total_minor,
                currency: *currency,
                at: *at,
            }),
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
            | EventFact::SeatsUnblocked { .. } => None,
        }
    }
}

/// What a batch says about anything but holds and blocked seats, cut into runs of neighbours of the
/// same kind, in order. Holds stand between bookings all the time, and would make every run short.
pub(crate) fn runs(facts: &[RecordedFact]) -> Vec<Vec<&RecordedFact>> {
    let facts: Vec<_> = facts.iter().filter(|fact| !is_of_holds(fact)).collect();
    let runs = facts.chunk_by(|a, b| match (&a.fact, &b.fact) {
        (Fact::Event(_, a), Fact::Event(_, b)) => discriminant(a) == discriminant(b),
        (Fact::Account(_, a), Fact::Account(_, b)) => discriminant(a) == discriminant(b),
        (Fact::Event(..), Fact::Account(..)) | (Fact::Account(..), Fact::Event(..)) => false,
    });
    runs.map(<[_]>::to_vec).collect()
}

fn is_of_holds(recorded: &RecordedFact) -> bool {
    matches!(
        recorded.fact,
        Fact::Event(
            _,
            EventFact::SeatsHeld { .. }
                | EventFact::HoldExtended { .. }
                | EventFact::HoldReleased { .. }
                | EventFact::HoldExpired { .. }
                | EventFact::SeatsBlocked { .. }
                | EventFact::SeatsUnblocked { .. }
        )
    )
}
