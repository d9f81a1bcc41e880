//! The facts of an event: a stored contract.
//!
//! The log keeps these shapes for ever. A variant or field is never renamed or given another
//! meaning; a new shape gets a new version and an upcaster for the old one. Golden files in
//! `tests/golden` hold every version.

use chrono::{DateTime, Utc};
use cqrs_es::DomainEvent;
use serde::{Deserialize, Serialize};

use super::details::Details;
use crate::ids::{BookingId, HoldId, UserId};
use crate::money::Currency;
use crate::seat::SeatName;
use crate::seating::Seating;
use crate::upcasting::{Fields, Upcast, Upcaster, latest_version};

/// A seat that was held or booked, at the price that is paid for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricedSeat {
    /// The seat.
    pub seat: SeatName,
    /// Its price in minor units of the booking's currency.
    pub price_minor: i64,
}

/// Why a booking was cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelCause {
    /// The buyer asked for it.
    Buyer,
    /// An admin did it.
    Admin,
    /// The whole event was cancelled.
    EventCancelled,
}

/// Why a hold was released.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseCause {
    /// The buyer gave it back.
    Buyer,
    /// The event was cancelled.
    EventCancelled,
    /// The event was deleted.
    EventDeleted,
    /// One of the others: facts of version 1 do not say which.
    Unrecorded,
}

/// Something that happened to an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventFact {
    /// An organiser created the event, as a draft.
    EventCreated {
        /// What it is, when and where.
        details: Details,
        /// What its seats are sold in.
        currency: Currency,
        /// Its seats.
        seating: Seating,
        /// When.
        created_at: DateTime<Utc>,
    },
    /// An organiser changed the event.
    EventUpdated {
        /// All details as they are now.
        details: Details,
        /// The new currency, if it changed.
        currency: Option<Currency>,
        /// The new seats, if they changed.
        seating: Option<Seating>,
        /// When.
        updated_at: DateTime<Utc>,
    },
    /// The event became visible to everyone.
    EventPublished {
        /// When; sales open then unless the details say otherwise.
        published_at: DateTime<Utc>,
    },
    /// The event will not take place. One `BookingCancelled` for each confirmed booking follows
    /// in the same append, then the end of each hold.
    EventCancelled {
        /// What buyers are told.
        reason: String,
        /// When.
        cancelled_at: DateTime<Utc>,
    },
    /// The event is gone from everything but the log.
    EventDeleted {
        /// When.
        deleted_at: DateTime<Utc>,
    },
    /// Seats were sold.
    SeatsBooked {
        /// The booking.
        booking_id: BookingId,
        /// What is printed on its tickets.
        reference: String,
        /// The buyer.
        user_id: UserId,
        /// The hold whose seats these were; it has ended with this fact.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hold_id: Option<HoldId>,
        /// The seats, in the order in which the plan counts them.
        seats: Vec<PricedSeat>,
        /// What they cost together, in minor units.
        total_minor: i64,
        /// The currency of the prices.
        currency: Currency,
        /// When.
        booked_at: DateTime<Utc>,
    },
    /// A booking was cancelled; its seats are free again.
    BookingCancelled {
        /// The booking.
        booking_id: BookingId,
        /// Its buyer.
        user_id: UserId,
        /// The seats that became free.
        seats: Vec<PricedSeat>,
        /// What is to be paid back, in minor units.
        total_minor: i64,
        /// The currency of the prices.
        currency: Currency,
        /// Why.
        cause: CancelCause,
        /// When.
        cancelled_at: DateTime<Utc>,
    },
    /// Seats were kept for a buyer.
    SeatsHeld {
        /// The hold.
        hold_id: HoldId,
        /// The buyer.
        user_id: UserId,
        /// The seats, in the order in which the plan counts them.
        seats: Vec<PricedSeat>,
        /// What they would cost together, in minor units.
        total_minor: i64,
        /// The currency of the prices.
        currency: Currency,
        /// When.
        held_at: DateTime<Utc>,
        /// From then on the hold keeps nobody out, whether its end is recorded or not.
        expires_at: DateTime<Utc>,
    },
    /// A hold lasts longer.
    HoldExtended {
        /// The hold.
        hold_id: HoldId,
        /// Its buyer.
        user_id: UserId,
        /// Until when it lasts now.
        expires_at: DateTime<Utc>,
        /// When it was extended.
        extended_at: DateTime<Utc>,
    },
    /// A hold was given back, or its event was cancelled or deleted; its seats are free again.
    HoldReleased {
        /// The hold.
        hold_id: HoldId,
        /// Its buyer.
        user_id: UserId,
        /// The seats that became free.
        seats: Vec<SeatName>,
        /// Why. Not in version 1.
        cause: ReleaseCause,
        /// When.
        released_at: DateTime<Utc>,
    },
    /// A hold's time was over.
    HoldExpired {
        /// The hold.
        hold_id: HoldId,
        /// Its buyer.
        user_id: UserId,
        /// The seats that had become free.
        seats: Vec<SeatName>,
        /// When this was noticed; the seats were free from the hold's `expires_at` on.
        expired_at: DateTime<Utc>,
    },
    /// Free seats were taken out of the sale.
    SeatsBlocked {
        /// The seats, in the order in which the plan counts them.
        seats: Vec<SeatName>,
        /// When.
        blocked_at: DateTime<Utc>,
    },
    /// Blocked seats are for sale again.
    SeatsUnblocked {
        /// The seats, in the order in which the plan counts them.
        seats: Vec<SeatName>,
        /// When.
        unblocked_at: DateTime<Utc>,
    },
}

impl EventFact {
    /// The name of every type of fact.
    pub const TYPES: [&str; 13] = [
        "EventCreated",
        "EventUpdated",
        "EventPublished",
        "EventCancelled",
        "EventDeleted",
        "SeatsBooked",
        "BookingCancelled",
        "SeatsHeld",
        "HoldExtended",
        "HoldReleased",
        "HoldExpired",
        "SeatsBlocked",
        "SeatsUnblocked",
    ];
}

impl EventFact {
    fn name(&self) -> &'static str {
        match self {
            Self::EventCreated { .. } => "EventCreated",
            Self::EventUpdated { .. } => "EventUpdated",
            Self::EventPublished { .. } => "EventPublished",
            Self::EventCancelled { .. } => "EventCancelled",
            Self::EventDeleted { .. } => "EventDeleted",
            Self::SeatsBooked { .. } => "SeatsBooked",
            Self::BookingCancelled { .. } => "BookingCancelled",
            Self::SeatsHeld { .. } => "SeatsHeld",
            Self::HoldExtended { .. } => "HoldExtended",
            Self::HoldReleased { .. } => "HoldReleased",
            Self::HoldExpired { .. } => "HoldExpired",
            Self::SeatsBlocked { .. } => "SeatsBlocked",
            Self::SeatsUnblocked { .. } => "SeatsUnblocked",
        }
    }
}

impl DomainEvent for EventFact {
    fn event_type(&self) -> String {
        self.name().to_owned()
    }

    fn event_version(&self) -> String {
        latest_version::<Self>(self.name()).to_string()
    }
}

impl Upcast for EventFact {
    fn upcasters(fact_type: &str) -> Option<&'static [Upcaster]> {
        match fact_type {
            "HoldReleased" => Some(&[released_for_an_unrecorded_cause]),
            known if Self::TYPES.contains(&known) => Some(&[]),
            _ => None,
        }
    }
}

/// `HoldReleased` from version 1 to version 2.
fn released_for_an_unrecorded_cause(fields: &mut Fields) {
    fields.insert("cause".to_owned(), "unrecorded".into());
}
