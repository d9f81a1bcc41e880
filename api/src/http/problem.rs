//! Problems: what the door answers when it does not do what was asked (RFC 9457).
//!
//! [`Kind`] is the table of them all; a [`Problem`] is one of them with the members that belong to
//! it. A problem of the server's own (5xx) keeps its cause for the log and tells the caller nothing
//! about it; [`super::trace`] logs it once.

mod body;
pub mod documented;
mod kind;
mod sources;

use seatlog_domain::fields::FieldError;
use seatlog_domain::seat::SeatName;

pub use body::{MOST_ERRORS, ProblemBody};
pub use kind::{Entry, Kind};

/// A refusal on its way out, with the members that its kind has.
#[derive(Debug)]
pub enum Problem {
    /// The body is not JSON; why.
    BadJson(String),
    /// The request cannot be read; why.
    BadRequest(String),
    /// No valid access token came along.
    Unauthenticated,
    /// The address or the password is wrong; never which.
    BadCredentials,
    /// The refresh token is unknown, used up or expired.
    SessionEnded,
    /// The account's role does not suffice.
    Forbidden,
    /// The password that confirms the deed is wrong.
    WrongPassword,
    /// There is no such thing, or the caller may not know of it.
    NotFound,
    /// The address exists, but not for this method; the methods that it takes.
    MethodNotAllowed(&'static [&'static str]),
    /// Another account has the address.
    EmailTaken,
    /// There would be no admin any more.
    LastAdmin,
    /// The event was cancelled.
    EventCancelled,
    /// Seating or currency cannot change any more.
    PlanInUse,
    /// The event cannot be deleted; how many confirmed bookings it has.
    EventHasBookings(u32),
    /// These seats are held, booked or blocked.
    SeatTaken(Vec<SeatName>),
    /// Sales have not begun, or are over.
    SalesClosed,
    /// The event has a waiting room, and it is not the buyer's turn.
    NotAdmitted,
    /// The buyer would have more seats than the event allows.
    LimitReached {
        /// How many the event allows.
        limit: u32,
        /// How many the buyer has.
        held_or_booked: u32,
    },
    /// Fewer seats are free than were asked for.
    NotEnoughSeats,
    /// The hold is as long as it may be.
    HoldCapReached,
    /// The hold became a booking.
    HoldAlreadyBooked,
    /// The booking was cancelled before.
    AlreadyCancelled,
    /// The event has started.
    TooLate,
    /// The mail is on its way or has arrived.
    MailNotFailed,
    /// The hold is over.
    HoldExpired,
    /// The body has more bytes than this.
    TooLarge(usize),
    /// The picture would take too much memory; how much is taken.
    TooManyPixels(String),
    /// The media type is not one of those that are taken.
    UnsupportedMedia(String),
    /// Fields that were refused.
    Validation(Vec<FieldError>),
    /// The plan has no such seats.
    UnknownSeat(Vec<SeatName>),
    /// The token of a mailed link is unknown, used or expired.
    BadToken,
    /// The key was used for another request.
    IdempotencyKeyReused,
    /// Too many failures; seconds until the next attempt is looked at.
    TooManyAttempts(u64),
    /// Too many requests; seconds until the next one is taken.
    TooManyRequests(u64),
    /// The server's own fault; the cause is for the log.
    Internal(anyhow::Error),
    /// Something that is needed does not answer; the cause is for the log.
    Busy(String),
    /// The read model has not reached the position that was asked for.
    ProjectionBehind,
}

impl Problem {
    /// A problem with a single field.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Validation(vec![FieldError::new(field, message)])
    }

    /// The row of the table that the problem belongs to.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::BadJson(_) => Kind::BadJson,
            Self::BadRequest(_) => Kind::BadRequest,
            Self::Unauthenticated => Kind::Unauthenticated,
            Self::BadCredentials => Kind::BadCredentials,
            Self::SessionEnded => Kind::SessionEnded,
            Self::Forbidden => Kind::Forbidden,
            Self::WrongPassword => Kind::WrongPassword,
            Self::NotFound => Kind::NotFound,
            Self::MethodNotAllowed(_) => Kind::MethodNotAllowed,
            Self::EmailTaken => Kind::EmailTaken,
            Self::LastAdmin => Kind::LastAdmin,
            Self::EventCancelled => Kind::EventCancelled,
            Self::PlanInUse => Kind::PlanInUse,
            Self::EventHasBookings(_) => Kind::EventHasBookings,
            Self::SeatTaken(_) => Kind::SeatTaken,
            Self::SalesClosed => Kind::SalesClosed,
            Self::NotAdmitted => Kind::NotAdmitted,
            Self::LimitReached { .. } => Kind::LimitReached,
            Self::NotEnoughSeats => Kind::NotEnoughSeats,
            Self::HoldCapReached => Kind::HoldCapReached,
            Self::HoldAlreadyBooked => Kind::HoldAlreadyBooked,
            Self::AlreadyCancelled => Kind::AlreadyCancelled,
            Self::TooLate => Kind::TooLate,
            Self::MailNotFailed => Kind::MailNotFailed,
            Self::HoldExpired => Kind::HoldExpired,
            Self::TooLarge(_) | Self::TooManyPixels(_) => Kind::TooLarge,
            Self::UnsupportedMedia(_) => Kind::UnsupportedMedia,
            Self::Validation(_) => Kind::Validation,
            Self::UnknownSeat(_) => Kind::UnknownSeat,
            Self::BadToken => Kind::BadToken,
            Self::IdempotencyKeyReused => Kind::IdempotencyKeyReused,
            Self::TooManyAttempts(_) => Kind::TooManyAttempts,
            Self::TooManyRequests(_) => Kind::TooManyRequests,
            Self::Internal(_) => Kind::Internal,
            Self::Busy(_) => Kind::Busy,
            Self::ProjectionBehind => Kind::ProjectionBehind,
        }
    }
}
