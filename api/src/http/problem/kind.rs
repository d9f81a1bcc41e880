//! The table: every problem that the door can answer with.

use actix_web::http::StatusCode;

/// A kind of problem; its slug is what programs tell problems apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the table below says what each means")]
pub enum Kind {
    BadJson,
    BadRequest,
    Unauthenticated,
    BadCredentials,
    SessionEnded,
    Forbidden,
    WrongPassword,
    NotFound,
    MethodNotAllowed,
    EmailTaken,
    LastAdmin,
    EventCancelled,
    PlanInUse,
    EventHasBookings,
    SeatTaken,
    SalesClosed,
    NotAdmitted,
    LimitReached,
    NotEnoughSeats,
    HoldCapReached,
    HoldAlreadyBooked,
    AlreadyCancelled,
    TooLate,
    MailNotFailed,
    HoldExpired,
    TooLarge,
    UnsupportedMedia,
    Validation,
    UnknownSeat,
    BadToken,
    IdempotencyKeyReused,
    TooManyAttempts,
    TooManyRequests,
    Internal,
    Busy,
    ProjectionBehind,
}

/// What a kind of problem always says.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The last part of the problem's `type`.
    pub slug: &'static str,
    /// The HTTP status.
    pub status: StatusCode,
    /// A short sentence for people.
    pub title: &'static str,
    /// Whether the same request may succeed later without anybody changing it.
    pub retryable: bool,
}

const fn lasting(status: StatusCode, slug: &'static str, title: &'static str) -> Entry {
    Entry {
        slug,
        status,
        title,
        retryable: false,
    }
}

const fn passing(status: StatusCode, slug: &'static str, title: &'static str) -> Entry {
    Entry {
        slug,
        status,
        title,
        retryable: true,
    }
}

impl Kind {
    /// The row of the table.
    #[rustfmt::skip] // one problem a line
    pub const fn entry(self) -> Entry {
        use StatusCode as S;
        match self {
            Self::BadJson => lasting(S::BAD_REQUEST, "bad-json", "The body is not JSON"),
            Self::BadRequest => lasting(S::BAD_REQUEST, "bad-request", "The request cannot be read"),
            Self::Unauthenticated => lasting(S::UNAUTHORIZED, "unauthenticated", "Log in first"),
            Self::BadCredentials => lasting(S::UNAUTHORIZED, "bad-credentials", "E-mail address or password is wrong"),
            Self::SessionEnded => lasting(S::UNAUTHORIZED, "session-ended", "The session has ended"),
            Self::Forbidden => lasting(S::FORBIDDEN, "forbidden", "Your account may not do this"),
            Self::WrongPassword => lasting(S::FORBIDDEN, "wrong-password", "The password is wrong"),
            Self::NotFound => lasting(S::NOT_FOUND, "not-found", "There is no such thing"),
            Self::MethodNotAllowed => lasting(S::METHOD_NOT_ALLOWED, "method-not-allowed", "This address does not take that method"),
            Self::EmailTaken => lasting(S::CONFLICT, "email-taken", "The e-mail address has an account already"),
            Self::LastAdmin => lasting(S::CONFLICT, "last-admin", "The last admin cannot go"),
            Self::EventCancelled => lasting(S::CONFLICT, "event-cancelled", "The event was cancelled"),
            Self::PlanInUse => lasting(S::CONFLICT, "plan-in-use", "Seats and currency cannot change once something is held or booked"),
            Self::EventHasBookings => lasting(S::CONFLICT, "event-has-bookings", "The event has confirmed bookings"),
            Self::SeatTaken => lasting(S::CONFLICT, "seat-taken", "A seat is taken"),
            Self::SalesClosed => lasting(S::CONFLICT, "sales-closed", "Seats are not on sale now"),
            Self::NotAdmitted => lasting(S::FORBIDDEN, "not-admitted", "There is a waiting room, and it is not your turn"),
            Self::LimitReached => lasting(S::CONFLICT, "limit-reached", "One buyer may not have so many seats of this event"),
            Self::NotEnoughSeats => lasting(S::CONFLICT, "not-enough-seats", "Too few seats are free"),
            Self::HoldCapReached => lasting(S::CONFLICT, "hold-cap-reached", "The hold cannot be extended any more"),
            Self::HoldAlreadyBooked => lasting(S::CONFLICT, "hold-already-booked", "The hold was booked already"),
            Self::AlreadyCancelled => lasting(S::CONFLICT, "already-cancelled", "The booking was cancelled already"),
            Self::TooLate => lasting(S::CONFLICT, "too-late", "The event has started"),
            Self::MailNotFailed => lasting(S::CONFLICT, "mail-not-failed", "The mail is on its way or has arrived"),
            Self::HoldExpired => lasting(S::GONE, "hold-expired", "The hold has expired"),
            Self::TooLarge => lasting(S::PAYLOAD_TOO_LARGE, "too-large", "The body is too large"),
            Self::UnsupportedMedia => lasting(S::UNSUPPORTED_MEDIA_TYPE, "unsupported-media", "This kind of body is not taken"),
            Self::Validation => lasting(S::UNPROCESSABLE_ENTITY, "validation", "Some fields were refused"),
            Self::UnknownSeat => lasting(S::UNPROCESSABLE_ENTITY, "unknown-seat", "The event has no such seat"),
            Self::BadToken => lasting(S::UNPROCESSABLE_ENTITY, "bad-token", "The link is no longer valid"),
            Self::IdempotencyKeyReused => lasting(S::UNPROCESSABLE_ENTITY, "idempotency-key-reused", "The Idempotency-Key belongs to another request"),
            Self::TooManyAttempts => passing(S::TOO_MANY_REQUESTS, "too-many-attempts", "Too many failed attempts"),
            Self::TooManyRequests => passing(S::TOO_MANY_REQUESTS, "too-many-requests", "Too many requests"),
            Self::Internal => lasting(S::INTERNAL_SERVER_ERROR, "internal", "Something went wrong here"),
            Self::Busy => passing(S::SERVICE_UNAVAILABLE, "busy", "The service is busy"),
            Self::ProjectionBehind => passing(S::SERVICE_UNAVAILABLE, "projection-behind", "What you asked for is not built yet"),
        }
    }

    /// The `type` of the problem.
    pub fn type_uri(self) -> String {
        format!("/problems/{}", self.entry().slug)
    }
}
