//! The rules that a command about an event can break. A refusal is a value: the event stays as
//! it was.

use serde::{Deserialize, Serialize};

use crate::fields::FieldError;
use crate::seat::SeatName;

/// The rule that a command would break. Serialised where a node asks another one to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refusal {
    /// There is no such event, or it was deleted.
    #[error("there is no such event")]
    EventNotFound,
    /// There is no such booking, or it is another buyer's.
    #[error("there is no such booking")]
    BookingNotFound,
    /// There is no such hold, it is another buyer's, or it was released.
    #[error("there is no such hold")]
    HoldNotFound,
    /// The hold's time is over.
    #[error("the hold has expired")]
    HoldExpired,
    /// The hold lasts as long as a hold may last; it stays as it was.
    #[error("the hold cannot be extended any further")]
    HoldCapReached,
    /// The hold's seats were booked.
    #[error("the hold's seats are booked already")]
    HoldAlreadyBooked,
    /// Fields make no sense.
    #[error("some fields were refused")]
    Invalid(Vec<FieldError>),
    /// The event was cancelled.
    #[error("the event was cancelled")]
    EventCancelled,
    /// The event still has confirmed bookings.
    #[error("the event has {bookings} confirmed bookings")]
    EventHasBookings {
        /// How many.
        bookings: u32,
    },
    /// Seats and currency stay as they are once anything was held or booked.
    #[error("seating and currency cannot change any more: seats were held or booked")]
    PlanInUse,
    /// Seats are not sold now.
    #[error("seats are not on sale now")]
    SalesClosed,
    /// The event has a waiting room, and it is not the buyer's turn.
    #[error("it is not the buyer's turn in the waiting room")]
    NotAdmitted,
    /// Somebody else has some of the seats.
    #[error("some of the seats are taken")]
    SeatTaken {
        /// Those seats.
        seats: Vec<SeatName>,
    },
    /// The event has no such seats.
    #[error("the event has no such seats")]
    UnknownSeat {
        /// Those seats, or the section that is unknown.
        seats: Vec<SeatName>,
    },
    /// Fewer seats are free than were wanted.
    #[error("only {free} seats are free there")]
    NotEnoughSeats {
        /// How many are free where seats were looked for.
        free: u32,
    },
    /// The buyer would have more seats than the event allows.
    #[error("at most {limit} seats for one buyer; {held_or_booked} are held or booked already")]
    LimitReached {
        /// What the event allows.
        limit: u32,
        /// What the buyer has.
        held_or_booked: u32,
    },
    /// The booking was cancelled before.
    #[error("the booking was cancelled already")]
    AlreadyCancelled,
    /// The event has started.
    #[error("the event has started; a booking can no longer be cancelled")]
    TooLate,
}

impl Refusal {
    pub(super) fn field(field: &str, message: &str) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }
}
